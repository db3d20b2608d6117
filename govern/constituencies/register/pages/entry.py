"""One person in the register: a new member, their entry, how they are reached."""

from uuid import UUID

from litestar import Response, get, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.register import queries, rules
from govern.constituencies.register.forms import (
    CheckForm,
    Contact,
    EndAttribute,
    EndRepresentation,
    EndShares,
    EndTie,
    JoinGroup,
    LeaveGroup,
    NameRepresentative,
    NewMember,
    NoteAttribute,
    NoteShares,
    NoteSubscription,
    NoteTie,
    NoteTraining,
)
from govern.constituencies.register.incoming import attributes_asked
from govern.constituencies.register.pages.shared import condition_words, groups_by_id, may_edit, may_see
from govern.constituencies.register.rules.training import TRAINING_NAMES
from govern.constituencies.rulebook import queries as rulebook
from govern.constituencies.rulebook.book.tables import Constituency
from govern.database import Store
from govern.errors import GovernError
from govern.identity import lifecycle as identity
from govern.identity.lifecycle import PersonChanges
from govern.identity.pages.entering import site_of
from govern.identity.rules import PersonKind, day_of
from govern.permissions import Permission
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission, submitted
from govern.web.page import page
from govern.web.visitor import Visitor

#: A step in a membership that was sent and refused.
Step = (
    Submission[JoinGroup]
    | Submission[LeaveGroup]
    | Submission[NoteAttribute]
    | Submission[EndAttribute]
    | Submission[CheckForm]
    | Submission[EndRepresentation]
    | Submission[EndShares]
    | Submission[EndTie]
    | Submission[NameRepresentative]
    | Submission[NoteShares]
    | Submission[NoteSubscription]
    | Submission[NoteTie]
    | Submission[NoteTraining]
)


@get("/office/register/add", name="register.add", guards=[may_edit])
async def add_form(request: AnyRequest, reading: AsyncSession, door: Door) -> Response[str]:
    return await add_page(request, reading, door, None)


async def add_page(
    request: AnyRequest, reading: AsyncSession, door: Door, form: Submission[NewMember] | None
) -> Response[str]:
    book = (await rulebook.in_force(reading, day_of(door.at))).rulebook
    return page(
        request,
        "register/add.html",
        section="office",
        form=form,
        groups=groups_by_id(door),
        closed={group.id for group in book.constituencies if group.closed or not group.natural_persons},
        formats=dict.fromkeys(("standard", *book.notice.formats)),
    )


@get("/office/register/{person_id:uuid}", name="register.person", guards=[may_see])
async def person(
    request: AnyRequest, reading: AsyncSession, door: Door, person_id: UUID, done: str = ""
) -> Response[str] | Redirect:
    """The entry; whoever looks for a record that became part of another finds that one."""
    kept = await queries.merged_into(reading, person_id)
    if kept is not None:
        return Redirect(door.here(f"office/register/{kept}") + "?done=merged", status_code=303)
    return await person_page(request, reading, door, person_id, done=done)


async def person_page(
    request: AnyRequest,
    reading: AsyncSession,
    door: Door,
    person_id: UUID,
    form: Step | None = None,
    *,
    done: str = "",
) -> Response[str]:
    """One person's entry with the steps that can be taken; `form` is one of those steps, sent and refused."""
    today = day_of(door.at)
    book = (await rulebook.in_force(reading, today)).rulebook
    kind = await queries.kind_of(reading, person_id)

    def takes(group: Constituency) -> bool:
        return group.organisations if kind is PersonKind.ORGANISATION else group.natural_persons

    edits = door.visitor is not None and door.visitor.may(Permission.REGISTER_EDIT)
    return page(
        request,
        "register/person.html",
        section="office",
        form=form,
        member=await queries.member_page(reading, person_id, today),
        death=await queries.death_of(reading, person_id),
        spans=await queries.spans_of(reading, person_id),
        groups=groups_by_id(door),
        closed={group.id for group in book.constituencies if group.closed or not takes(group)},
        asked=sorted(attributes_asked(book)),
        words_for=rules.attribute_words,
        condition_words=condition_words,
        is_organisation=kind is PersonKind.ORGANISATION,
        beside=await queries.beside(reading, person_id, today) if edits else None,
        tie_kinds=rules.TIE_WORDS,
        training_names=TRAINING_NAMES,
        ties_back=rules.TIE_WORDS_BACK,
        today=today,
        done=done,
    )


@get("/office/register/{person_id:uuid}/contact", name="register.contact", guards=[may_edit])
async def contact_form(request: AnyRequest, reading: AsyncSession, door: Door, person_id: UUID) -> Response[str]:
    return await _contact_page(request, reading, door, person_id, None)


@post("/office/register/{person_id:uuid}/contact", name="register.contact_kept", guards=[may_edit])
async def contact(
    request: AnyRequest, store: Store, door: Door, visitor: Visitor, person_id: UUID
) -> Response[str] | Redirect:
    form = submitted(Contact, await request.form(), door.language.say)
    if form.values is None:
        async with store.reading() as reading:
            return await _contact_page(request, reading, door, person_id, form)
    sent = form.values
    changes = PersonChanges(
        name=sent.name,
        first_name=sent.first_name,
        email=sent.email,
        phone=sent.phone,
        postal_address=sent.postal_address,
        born_on=sent.born,
        language=sent.language,
        format=sent.format,
    )
    site = site_of(door)
    try:
        async with store.writing() as writing:
            await identity.change_person(writing, person_id, changes, by=visitor.person_id, at=door.at, site=site)
    except GovernError as refusal:
        async with store.reading() as reading:
            return await _contact_page(request, reading, door, person_id, form.refused(refusal))
    return Redirect(door.here(f"office/register/{person_id}") + "?done=contact", status_code=303)


async def _contact_page(
    request: AnyRequest, reading: AsyncSession, door: Door, person_id: UUID, form: Submission[Contact] | None
) -> Response[str]:
    book = (await rulebook.in_force(reading, day_of(door.at))).rulebook
    member = await queries.member_page(reading, person_id, day_of(door.at))
    formats = dict.fromkeys(("standard", *book.notice.formats))
    return page(request, "register/contact.html", section="office", form=form, member=member, formats=formats)


HANDLERS = [add_form, person, contact_form, contact]
