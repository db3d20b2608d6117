"""Steps about member organisations that may cost somebody a seat: who represents one, and one that is entered.

The forms stand on the register's own pages; a step that is refused shows that page again.
"""

from uuid import UUID

from litestar import Response, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.boards import lifecycle
from govern.constituencies.register import lifecycle as register
from govern.constituencies.register.forms import EndRepresentation, NameRepresentative, NewOrganisation
from govern.constituencies.register.pages.organisations import (
    add_organisation_page,
    enter_organisation,
    human_named,
)
from govern.constituencies.register.pages.shared import may_edit
from govern.constituencies.register.pages.steps import take_step
from govern.database import Store
from govern.errors import GovernError
from govern.web.door import AnyRequest, Door
from govern.web.forms import submitted
from govern.web.visitor import Visitor


@post("/office/register/organisations/add", name="register.enter_organisation", guards=[may_edit])
async def add(request: AnyRequest, store: Store, door: Door, visitor: Visitor) -> Response[str] | Redirect:
    form = submitted(NewOrganisation, await request.form(), door.language.say)
    if form.values is None:
        async with store.reading() as reading:
            return await add_organisation_page(request, reading, door, form)
    by, at = visitor.person_id, door.at
    try:
        async with store.writing() as writing, lifecycle.heeding(writing, form.values.joined, by=by, at=at):
            person_id = await enter_organisation(writing, form.values, door, visitor)
    except GovernError as refusal:
        async with store.reading() as reading:
            return await add_organisation_page(request, reading, door, form.refused(refusal))
    return Redirect(door.here(f"office/register/{person_id}"), status_code=303)


@post("/office/register/{person_id:uuid}/representative", name="register.represent", guards=[may_edit])
async def represent(
    request: AnyRequest, store: Store, door: Door, visitor: Visitor, person_id: UUID
) -> Response[str] | Redirect:
    """Somebody else acts for it. A seat that the one before held for it falls empty the same day (M90)."""
    form = submitted(NameRepresentative, await request.form(), door.language.say)
    by, at = visitor.person_id, door.at

    async def act(writing: AsyncSession, sent: NameRepresentative) -> None:
        async with lifecycle.heeding(writing, sent.represents_on, by=by, at=at):
            human = await human_named(writing, sent, by, door)
            await register.name_representative(
                writing, person_id, human, sent.represents_on, sent.authority, by=by, at=at
            )

    return await take_step(request, store, door, person_id, form, act)


@post("/office/register/{person_id:uuid}/representative/end", name="register.unrepresent", guards=[may_edit])
async def unrepresent(
    request: AnyRequest, store: Store, door: Door, visitor: Visitor, person_id: UUID
) -> Response[str] | Redirect:
    """Nobody acts for it until somebody is named. A seat that was held for it falls empty the same day (M90)."""
    form = submitted(EndRepresentation, await request.form(), door.language.say)
    by, at = visitor.person_id, door.at

    async def act(writing: AsyncSession, sent: EndRepresentation) -> None:
        async with lifecycle.heeding(writing, sent.ends_represents_on, by=by, at=at):
            await register.end_representation(writing, person_id, sent.ends_represents_on, by=by, at=at)

    return await take_step(request, store, door, person_id, form, act)


HANDLERS = [add, represent, unrepresent]
