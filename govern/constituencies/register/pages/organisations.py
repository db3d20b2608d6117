"""Organisations: entered by the secretary, with the one person who represents each; and that person's choice.

Steps that change who represents one may cost a seat, so they stand with the boards' `pages/register_steps.py`.
"""

from typing import Protocol
from uuid import UUID

from litestar import Response, get, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.register import lifecycle, queries
from govern.constituencies.register.forms import ActFor, NewOrganisation
from govern.constituencies.register.pages.shared import groups_by_id, may_edit
from govern.constituencies.rulebook import queries as rulebook
from govern.database import Store
from govern.errors import GovernError, NotValid
from govern.identity.lifecycle import NewPerson
from govern.identity.rules import PersonKind, day_of
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission, submitted
from govern.web.guards import signed_in
from govern.web.page import page
from govern.web.visitor import Visitor


class Named(Protocol):
    """The fields of a form that say who represents an organisation."""

    @property
    def who(self) -> str | None: ...
    @property
    def who_name(self) -> str | None: ...
    @property
    def who_email(self) -> str | None: ...
    @property
    def who_phone(self) -> str | None: ...


@get("/office/register/organisations/add", name="register.add_organisation", guards=[may_edit])
async def add_form(request: AnyRequest, reading: AsyncSession, door: Door) -> Response[str]:
    return await add_organisation_page(request, reading, door, None)


async def enter_organisation(writing: AsyncSession, new: NewOrganisation, door: Door, visitor: Visitor) -> UUID:
    """The organisation with its first representative, where the form names one."""
    by, at = visitor.person_id, door.at
    organisation = NewPerson(
        name=new.name,
        email=new.email,
        phone=new.phone,
        postal_address=new.postal_address,
        language=new.language,
        format=new.format,
        kind=PersonKind.ORGANISATION,
    )
    person_id = await lifecycle.enter(
        writing, organisation, new.group, new.joined, new.reason, number=new.number, by=by, at=at
    )
    if new.who or new.who_name:
        if not new.authority:
            raise NotValid("Say where this is written, such as a letter and its date.", field="authority")
        human = await human_named(writing, new, by, door)
        await lifecycle.name_representative(writing, person_id, human, day_of(at), new.authority, by=by, at=at)
    return person_id


async def human_named(writing: AsyncSession, named: Named, by: UUID, door: Door) -> UUID:
    """Who is meant by the fields of a form: known already, or somebody new."""
    new = NewPerson(name=named.who_name, email=named.who_email, phone=named.who_phone) if named.who_name else None
    return await lifecycle.find_or_add_human(writing, number=named.who, person=new, by=by, at=door.at)


async def add_organisation_page(
    request: AnyRequest, reading: AsyncSession, door: Door, form: Submission[NewOrganisation] | None
) -> Response[str]:
    book = (await rulebook.in_force(reading, day_of(door.at))).rulebook
    takes = {group.id for group in book.constituencies if group.organisations and not group.closed}
    return page(
        request,
        "register/add_organisation.html",
        section="office",
        form=form,
        groups=[group for group in groups_by_id(door).values() if group.id in takes],
        formats=dict.fromkeys(("standard", *book.notice.formats)),
    )


@get("/me/acting", name="register.acting", guards=[signed_in])
async def acting(request: AnyRequest, reading: AsyncSession, door: Door, visitor: Visitor) -> Response[str]:
    """For whom somebody is here now, and for whom they may be."""
    return await _acting_page(request, reading, door, visitor, None)


@post("/me/acting", name="register.act_for", guards=[signed_in])
async def act_for(request: AnyRequest, store: Store, door: Door, visitor: Visitor) -> Response[str] | Redirect:
    form = submitted(ActFor, await request.form(), door.language.say)
    if form.values is not None:
        try:
            async with store.writing() as writing:
                await lifecycle.act_for(
                    writing, visitor.session_id, visitor.person_id, form.values.acts_for, at=door.at
                )
            return Redirect(door.here("home"), status_code=303)
        except GovernError as refusal:
            refusal.field = None
            form = form.refused(refusal)
    async with store.reading() as reading:
        return await _acting_page(request, reading, door, visitor, form)


async def _acting_page(
    request: AnyRequest, reading: AsyncSession, door: Door, visitor: Visitor, form: Submission[ActFor] | None
) -> Response[str]:
    found = await queries.represented_by(reading, visitor.person_id, day_of(door.at))
    return page(request, "register/acting.html", section="home", form=form, organisations=found)


HANDLERS = [add_form, acting, act_for]
