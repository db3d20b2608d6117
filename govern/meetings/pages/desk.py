"""The desk at the door: a card, a number or a name in one field, in or out; what was pressed last, taking it back.

A scanner types like a keyboard, so the page needs no script. Any number of desks work at once.
"""

from uuid import UUID

from litestar import Response, get, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.database import Store
from govern.errors import GovernError, NotFound
from govern.meetings import lifecycle, queries
from govern.meetings.forms import CorrectStayForm, DeskForm, LeftForm, StayForm
from govern.meetings.pages.calling import Answer, to
from govern.meetings.rules import StayTimes, Way, day_of, moment_on
from govern.permissions import Permission
from govern.society import Society
from govern.web.door import AnyRequest, Door, door_of
from govern.web.forms import LONDON, Submission, submitted
from govern.web.guards import holding
from govern.web.page import page
from govern.web.visitor import Visitor

attending = holding(Permission.MEETING_ATTEND)
DeskSubmission = Submission[DeskForm] | Submission[LeftForm] | Submission[StayForm]


async def shown(
    request: AnyRequest,
    reading: AsyncSession,
    meeting_id: UUID,
    way: Way,
    *,
    just: UUID | None = None,
    found: queries.Found | None = None,
    form: DeskSubmission | None = None,
) -> Response[str]:
    door = door_of(request)
    meeting = await queries.meeting_page(reading, meeting_id, door.language.code)
    return page(
        request,
        "meetings/desk.html",
        section="office",
        meeting=meeting,
        too_early=day_of(door.at) < day_of(meeting.starts_at),
        way=way.value,
        desk=await queries.desk(reading, meeting_id),
        just=None if just is None else await queries.pressed(reading, just, door.language.code),
        found=found,
        form=form,
    )


def back_to_desk(door: Door, meeting_id: UUID, way: Way, stay_id: UUID | None = None) -> Redirect:
    return to(door, meeting_id, f"/desk?way={way.value}" + (f"&stay={stay_id}" if stay_id else ""))


async def pressed(
    request: AnyRequest,
    store: Store,
    society: Society,
    reading: AsyncSession,
    visitor: Visitor,
    meeting_id: UUID,
    way: Way,
    person: UUID,
    form: Submission[DeskForm] | Submission[LeftForm],
) -> Answer:
    """Somebody goes in or out, in one transaction with what the logs of open votes say of it; or is refused beside
    what was typed."""
    door = door_of(request)
    try:
        async with store.writing() as writing:
            if way is Way.OUT:
                stay_id = await lifecycle.depart(
                    writing, society, meeting_id, person, by=visitor.person_id, at=door.at
                )
            else:
                came = await lifecycle.arrive(
                    writing, society, meeting_id, person, way.mode, by=visitor.person_id, at=door.at
                )
                stay_id = came.stay_id
    except GovernError as refusal:
        refusal.field = "find"
        return await shown(request, reading, meeting_id, way, form=form.refused(refusal))
    return back_to_desk(door, meeting_id, way, stay_id)


@get("/office/meetings/{meeting_id:uuid}/desk", name="meetings.desk", guards=[attending])
async def desk(
    request: AnyRequest, reading: AsyncSession, meeting_id: UUID, way: Way = Way.IN, stay: UUID | None = None
) -> Response[str]:
    return await shown(request, reading, meeting_id, way, just=stay)


@post("/office/meetings/{meeting_id:uuid}/desk/{way:str}", name="meetings.desk_find", guards=[attending])
async def find(
    request: AnyRequest,
    store: Store,
    society: Society,
    reading: AsyncSession,
    door: Door,
    visitor: Visitor,
    meeting_id: UUID,
    way: str,
) -> Answer:
    """A card or a whole number goes through at once; a name shows whom it fits."""
    going = way_of(way)
    form = submitted(DeskForm, await request.form(), door.language.say)
    if form.values is None:
        return await shown(request, reading, meeting_id, going, form=form)
    found = await queries.find_at_the_desk(reading, meeting_id, form.values.find)
    if found.one is None:
        return await shown(request, reading, meeting_id, going, found=found, form=form)
    return await pressed(request, store, society, reading, visitor, meeting_id, going, found.one, form)


def way_of(way: str) -> Way:
    try:
        return Way(way)
    except ValueError:
        raise NotFound("There is no such desk. Go to the meeting and choose from there.") from None


@post("/office/meetings/{meeting_id:uuid}/desk/{way:str}/person", name="meetings.desk_go", guards=[attending])
async def go(
    request: AnyRequest,
    store: Store,
    society: Society,
    reading: AsyncSession,
    door: Door,
    visitor: Visitor,
    meeting_id: UUID,
    way: str,
) -> Answer:
    """The button beside a name."""
    going = way_of(way)
    form = submitted(LeftForm, await request.form(), door.language.say)
    if form.values is None:
        return await shown(request, reading, meeting_id, going, form=form)
    return await pressed(request, store, society, reading, visitor, meeting_id, going, form.values.person, form)


@post("/office/meetings/{meeting_id:uuid}/desk/{way:str}/undo", name="meetings.desk_undo", guards=[attending])
async def undo(
    request: AnyRequest,
    store: Store,
    society: Society,
    reading: AsyncSession,
    door: Door,
    visitor: Visitor,
    meeting_id: UUID,
    way: str,
) -> Answer:
    """Takes back one press, of this desk or another."""
    going = way_of(way)
    form = submitted(StayForm, await request.form(), door.language.say)
    if form.values is not None:
        try:
            async with store.writing() as writing:
                await lifecycle.undo(writing, society, form.values.stay, by=visitor.person_id, at=door.at)
            return back_to_desk(door, meeting_id, going)
        except GovernError as refusal:
            form = form.refused(refusal)
    return await shown(request, reading, meeting_id, going, form=form)


# --- A stay put right -----------------------------------------------------------------------------------------------

STAY = "/office/meetings/{meeting_id:uuid}/people/{stay_id:uuid}"


async def stay_of(
    reading: AsyncSession, meeting_id: UUID, stay_id: UUID
) -> tuple[queries.Pressed, tuple[queries.CorrectionView, ...]]:
    found = await queries.stay_to_correct(reading, stay_id)
    if found[0].meeting_id != meeting_id:
        raise NotFound("This entry belongs to another meeting. Look at the list of who is here.")
    return found


async def correcting(
    request: AnyRequest,
    reading: AsyncSession,
    meeting_id: UUID,
    stay_id: UUID,
    form: Submission[CorrectStayForm] | None = None,
) -> Response[str]:
    door = door_of(request)
    stay, corrections = await stay_of(reading, meeting_id, stay_id)
    times = stay.times
    blank: Submission[CorrectStayForm] = Submission.blank(
        came=times.in_at.astimezone(LONDON).strftime("%H:%M"),
        left=times.out_at.astimezone(LONDON).strftime("%H:%M") if times.out_at else "",
        mode=times.mode.value,
    )
    return page(
        request,
        "meetings/stay.html",
        section="office",
        meeting=await queries.meeting_page(reading, meeting_id, door.language.code),
        stay=stay,
        corrections=corrections,
        form=form or blank,
    )


@get(STAY, name="meetings.stay", guards=[attending])
async def stay(request: AnyRequest, reading: AsyncSession, meeting_id: UUID, stay_id: UUID) -> Response[str]:
    return await correcting(request, reading, meeting_id, stay_id)


@post(STAY, name="meetings.stay_correct", guards=[attending])
async def correct(
    request: AnyRequest,
    store: Store,
    society: Society,
    reading: AsyncSession,
    door: Door,
    visitor: Visitor,
    meeting_id: UUID,
    stay_id: UUID,
) -> Answer:
    form = submitted(CorrectStayForm, await request.form(), door.language.say)
    if form.values is not None:
        sent = form.values
        was = (await stay_of(reading, meeting_id, stay_id))[0].times
        wanted = StayTimes(
            sent.mode,
            moment_on(was.in_at, sent.came, was.in_at),
            None if sent.left is None else moment_on(was.in_at, sent.left, was.out_at),
        )
        try:
            async with store.writing() as writing:
                await lifecycle.correct(
                    writing, society, stay_id, wanted, sent.reason, by=visitor.person_id, at=door.at
                )
            return to(door, meeting_id, "/people")
        except GovernError as refusal:
            form = form.refused(refusal)
    return await correcting(request, reading, meeting_id, stay_id, form)


HANDLERS = [desk, find, go, undo, stay, correct]
