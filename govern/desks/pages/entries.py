"""Officers' steps with one entry of the register that span rooms: a death, and what puts it right; the days of a
membership corrected; what is held given to somebody who asks on paper; their wish to be erased entered."""

from datetime import timedelta
from uuid import UUID

from litestar import Response, get, post
from litestar.response import Redirect, Stream
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.constituencies.register import lifecycle as register
from govern.constituencies.register import queries as members
from govern.constituencies.register.queries import MemberPage
from govern.constituencies.register.rules.persons import UNDO_WITHIN, check_mortal
from govern.database import Store
from govern.desks import lifecycle
from govern.desks.forms import AskedFor, CorrectDays, NoteDeath, UndoDeath
from govern.desks.pages.me import as_file
from govern.errors import GovernError, WrongMoment
from govern.identity import queries as people
from govern.identity.pages.entering import site_of
from govern.identity.rules import day_of
from govern.permissions import Permission
from govern.record import Event
from govern.society import Society
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission, submitted
from govern.web.guards import holding, stepping_up
from govern.web.page import page
from govern.web.visitor import Visitor

MAY_EDIT = holding(Permission.REGISTER_EDIT)
MAY_STEP = stepping_up(Permission.REGISTER_EDIT)
MAY_SECOND = stepping_up(Permission.REGISTER_APPROVE)
#: After an officer has written down who asked, the two files can be taken for so long.
GIVEN_WITHIN = timedelta(hours=1)


async def _member(reading: AsyncSession, door: Door, person_id: UUID) -> MemberPage:
    return await members.member_page(reading, person_id, day_of(door.at))


# --- A death --------------------------------------------------------------------------------------------------------


@get("/office/register/{person_id:uuid}/death", name="deaths.form", guards=[MAY_STEP])
async def death_form(request: AnyRequest, door: Door, reading: AsyncSession, person_id: UUID) -> Response[str]:
    check_mortal(await members.kind_of(reading, person_id))
    return _death_page(request, await _member(reading, door, person_id), None)


@post("/office/register/{person_id:uuid}/death", name="deaths.note", guards=[MAY_STEP])
async def note_death(
    request: AnyRequest, door: Door, store: Store, society: Society, visitor: Visitor, person_id: UUID
) -> Response[str] | Redirect:
    form = submitted(NoteDeath, await request.form(), door.language.say)
    async with store.reading() as reading:
        member = await _member(reading, door, person_id)
    if form.values is None:
        return _death_page(request, member, form)
    try:
        async with store.writing() as writing:
            stopped = await lifecycle.note_death(
                writing,
                society,
                person_id,
                form.values.died_on,
                form.values.told_by,
                by=visitor.person_id,
                at=door.at,
                site=site_of(door),
            )
    except GovernError as refusal:
        return _death_page(request, member, form.refused(refusal))
    ended = {
        "letters": stopped.letters,
        "seats": stopped.seats,
        "offices": stopped.offices,
        "names": stopped.names,
        "rolls": stopped.rolls,
    }
    counts = {name: str(number) for name, number in ended.items() if number}
    return Redirect(door.here(f"office/deaths/{stopped.death_id}"), query_params=counts, status_code=303)


def _death_page(request: AnyRequest, member: MemberPage, form: Submission[NoteDeath] | None) -> Response[str]:
    return page(request, "desks/death.html", section="office", form=form, member=member)


@get("/office/deaths", name="deaths", guards=[holding(Permission.REGISTER_APPROVE)])
async def deaths(request: AnyRequest, reading: AsyncSession) -> Response[str]:
    """Deaths that were noted, so that a second officer finds one that was a mistake."""
    return page(request, "desks/deaths.html", section="office", deaths=await members.deaths(reading))


@get("/office/deaths/{death_id:uuid}", name="deaths.show", guards=[MAY_SECOND])
async def death(request: AnyRequest, door: Door, reading: AsyncSession, death_id: UUID) -> Response[str]:
    return await _noted_page(request, door, reading, death_id, None)


@post("/office/deaths/{death_id:uuid}", name="deaths.undo", guards=[MAY_SECOND])
async def undo_death(
    request: AnyRequest, door: Door, store: Store, society: Society, visitor: Visitor, death_id: UUID
) -> Response[str] | Redirect:
    form = submitted(UndoDeath, await request.form(), door.language.say)
    if form.values is not None:
        try:
            async with store.writing() as writing:
                await lifecycle.undo_death(
                    writing, society, death_id, form.values.reason, by=visitor.person_id, at=door.at
                )
            return Redirect(door.here(f"office/deaths/{death_id}"), status_code=303)
        except GovernError as refusal:
            form = form.refused(refusal)
    async with store.reading() as reading:
        return await _noted_page(request, door, reading, death_id, form)


async def _noted_page(
    request: AnyRequest, door: Door, reading: AsyncSession, death_id: UUID, form: Submission[UndoDeath] | None
) -> Response[str]:
    noted = await members.death(reading, death_id)
    ended = {name: request.query_params.get(name, "") for name in ("letters", "seats", "offices", "names", "rolls")}
    return page(
        request,
        "desks/death_noted.html",
        section="office",
        form=form,
        death=noted,
        person=await people.person(reading, noted.person_id),
        until=noted.noted_at + UNDO_WITHIN,
        ended={name: int(number) if number.isdecimal() and len(number) < 6 else 0 for name, number in ended.items()},
    )


# --- The days of a membership ---------------------------------------------------------------------------------------


@get("/office/register/{person_id:uuid}/days", name="days.list", guards=[MAY_EDIT])
async def days(request: AnyRequest, door: Door, reading: AsyncSession, person_id: UUID) -> Response[str]:
    """Which membership; what each said before."""
    return page(
        request,
        "desks/days.html",
        section="office",
        member=await _member(reading, door, person_id),
        spans=await members.spans_of(reading, person_id),
        groups={group.id: group.name for group in (door.face.groups if door.face else ())},
    )


@get("/office/memberships/{membership_id:uuid}/days", name="days.form", guards=[MAY_EDIT])
async def days_form(request: AnyRequest, door: Door, reading: AsyncSession, membership_id: UUID) -> Response[str]:
    return await _days_page(request, door, reading, membership_id, None)


@post("/office/memberships/{membership_id:uuid}/days", name="days.correct", guards=[MAY_EDIT])
async def correct_days(
    request: AnyRequest, door: Door, store: Store, society: Society, visitor: Visitor, membership_id: UUID
) -> Response[str] | Redirect:
    form = submitted(CorrectDays, await request.form(), door.language.say)
    async with store.reading() as reading:
        span = await members.span(reading, membership_id)
    if form.values is not None:
        sent, by, at = form.values, visitor.person_id, door.at
        try:
            async with (
                store.writing() as writing,
                lifecycle.heeding(writing, society, day_of(at), [span.person_id], by=by, at=at),
            ):
                await register.correct_membership(
                    writing, membership_id, sent.joined_on, sent.ended_on, sent.reason, by=by, at=at
                )
            return Redirect(door.here(f"office/register/{span.person_id}") + "?done=step", status_code=303)
        except GovernError as refusal:
            form = form.refused(refusal)
    async with store.reading() as reading:
        return await _days_page(request, door, reading, membership_id, form)


async def _days_page(
    request: AnyRequest,
    door: Door,
    reading: AsyncSession,
    membership_id: UUID,
    form: Submission[CorrectDays] | None,
) -> Response[str]:
    span = await members.span(reading, membership_id)
    groups = {group.id: group.name for group in (door.face.groups if door.face else ())}
    return page(
        request,
        "desks/correct_days.html",
        section="office",
        form=form,
        span=span,
        group=groups.get(span.group, span.group),
        person=await people.person(reading, span.person_id),
    )


# --- What is held, for somebody who asks on paper -------------------------------------------------------------------


@get("/office/register/{person_id:uuid}/data", name="holdings.form", guards=[MAY_STEP])
async def give_form(
    request: AnyRequest, door: Door, reading: AsyncSession, visitor: Visitor, person_id: UUID
) -> Response[str]:
    return await _give_page(request, door, reading, visitor, person_id, None)


@post("/office/register/{person_id:uuid}/data", name="holdings.give", guards=[MAY_STEP])
async def give(
    request: AnyRequest, door: Door, store: Store, visitor: Visitor, person_id: UUID
) -> Response[str] | Redirect:
    """First it is written down who asked and how; then the files can be taken."""
    form = submitted(AskedFor, await request.form(), door.language.say)
    if form.values is None:
        async with store.reading() as reading:
            return await _give_page(request, door, reading, visitor, person_id, form)
    async with store.writing() as writing:
        await people.person(writing, person_id)
        facts: dict[str, str | int | bool | None] = {"how": form.values.how}
        await record.add(writing, Event("person.given_out", f"person:{person_id}", door.at, visitor.person_id, facts))
    return Redirect(door.here(f"office/register/{person_id}/data"), status_code=303)


@get("/office/register/{person_id:uuid}/data/page", name="holdings.page", guards=[MAY_STEP])
async def give_page(store: Store, door: Door, visitor: Visitor, person_id: UUID) -> Stream:
    return await _file(store, door, visitor, person_id, "html")


@get("/office/register/{person_id:uuid}/data/file", name="holdings.file", guards=[MAY_STEP])
async def give_file(store: Store, door: Door, visitor: Visitor, person_id: UUID) -> Stream:
    return await _file(store, door, visitor, person_id, "json")


async def _file(store: Store, door: Door, visitor: Visitor, person_id: UUID, kind: str) -> Stream:
    async with store.reading() as reading:
        person = await people.person(reading, person_id)
        if not await _asked_lately(reading, door, visitor, person_id):
            raise WrongMoment("First write down how they asked for it. Then get the file.")
    return as_file(store, door, person_id, person.name, kind)


async def _asked_lately(reading: AsyncSession, door: Door, visitor: Visitor, person_id: UUID) -> bool:
    lines = await record.lines_about(reading, [f"person:{person_id}"])
    return any(
        line.verb == "person.given_out" and line.by == visitor.person_id and line.at > door.at - GIVEN_WITHIN
        for line in lines
    )


async def _give_page(
    request: AnyRequest,
    door: Door,
    reading: AsyncSession,
    visitor: Visitor,
    person_id: UUID,
    form: Submission[AskedFor] | None,
) -> Response[str]:
    return page(
        request,
        "desks/give_holdings.html",
        section="office",
        form=form,
        person=await people.person(reading, person_id),
        ready=await _asked_lately(reading, door, visitor, person_id),
    )


HANDLERS = [
    *(death_form, note_death, deaths, death, undo_death, days, days_form, correct_days),
    *(give_form, give, give_page, give_file),
]
