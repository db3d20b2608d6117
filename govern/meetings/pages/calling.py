"""The secretary writes a meeting down and changes it while nobody has been told; the meeting as officers see it."""

from collections.abc import Awaitable, Callable
from datetime import datetime, time
from typing import TypeVar
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.response import Redirect
from markupsafe import Markup
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots import queries as ballots
from govern.ballots.rules.meeting_days import DayAndPlace
from govern.database import Store
from govern.documents.pictures import Caption, QuorumWords, quorum_row
from govern.errors import GovernError, NotValid
from govern.meetings import lifecycle, queries
from govern.meetings.forms import MeetingForm, NewMeetingForm
from govern.meetings.lifecycle import MeetingDraft
from govern.meetings.rules import MeetingKind, Quorum
from govern.permissions import Permission
from govern.sentences import Sentence
from govern.settings import Settings
from govern.web.door import AnyRequest, Door
from govern.web.forms import LONDON, Submission, submitted, words
from govern.web.guards import holding
from govern.web.page import page
from govern.web.visitor import Visitor

caller = holding(Permission.MEETING_CALL)
looker = holding(Permission.OFFICE_SEE)
Answer = Response[str] | Redirect
F = TypeVar("F", bound=msgspec.Struct)
D = TypeVar("D")


def ends_on(starts_at: datetime, ends: time | None) -> datetime | None:
    """A time of the day on which a meeting begins."""
    return None if ends is None else datetime.combine(starts_at.astimezone(LONDON).date(), ends, LONDON)


def meeting_draft(sent: MeetingForm) -> MeetingDraft:
    return MeetingDraft(
        kind=sent.kind,
        body=sent.body if sent.kind is MeetingKind.BOARD else None,
        title=words(sent.title, sent.title_cy),
        starts_at=sent.starts_at,
        ends_expected=ends_on(sent.starts_at, sent.ends),
        place=words(sent.place, sent.place_cy),
        video_link=sent.video_link,
        telephone=sent.telephone,
        access=words(sent.access, sent.access_cy),
        captions_link=sent.captions_link,
        interpreter=words(sent.interpreter, sent.interpreter_cy),
        ask_access=sent.ask_access,
        standing=isinstance(sent, NewMeetingForm) and sent.standing,
    )


def pages_of(meeting_id: UUID, door: Door, settings: Settings) -> dict[str, str]:
    """The meeting's full address in each of the society's languages, for letters."""
    spoken = door.face.languages if door.face else ("en",)
    return {code: settings.address + door.address_in(code, f"meetings/{meeting_id}") for code in spoken}


def picture_of(quorum: Quorum, door: Door) -> Markup:
    """The quorum as a row: filled = here, open = represented, upright line = needed (look/README.md 6)."""
    say = door.language.say
    represented = Sentence("{counted} represented", counted=quorum.represented_counted)
    words = QuorumWords(
        here=say(Sentence("{here} here", here=quorum.here)),
        represented=say(represented) if quorum.represented else "",
        caption=Caption(title=say(quorum.words())),
    )
    return quorum_row(
        here=quorum.here,
        represented=quorum.represented_counted,
        needed=quorum.needed,
        words=words,
        prefix="quorum",
    )


async def done_or_shown(
    store: Store,
    form: Submission[F],
    step: Callable[[AsyncSession, F], Awaitable[D]],
    then: Callable[[D], Redirect],
    again: Callable[[Submission[F]], Awaitable[Response[str]]],
) -> Answer:
    """What every form here does: a step in one transaction and on; or the page again, with what stands in the way."""
    if form.values is not None:
        try:
            async with store.writing() as writing:
                done = await step(writing, form.values)
            return then(done)
        except GovernError as refusal:
            form = form.refused(refusal)
    return await again(form)


def to(door: Door, meeting_id: UUID, rest: str = "") -> Redirect:
    return Redirect(door.here(f"office/meetings/{meeting_id}{rest}"), status_code=303)


@get("/office/meetings", name="meetings.office", guards=[looker])
async def office(request: AnyRequest, reading: AsyncSession, door: Door) -> Response[str]:
    found = await queries.meetings_in_office(reading, door.language.code)
    return page(request, "meetings/office.html", section="office", meetings=found)


@get("/office/meetings/new", name="meetings.new", guards=[caller])
async def new(
    request: AnyRequest,
    reading: AsyncSession,
    door: Door,
    kind: MeetingKind = MeetingKind.AGM,
    chosen: UUID | None = None,
) -> Response[str]:
    """A blank form; or filled with the day and place that members chose in a vote (M67), looked at by the rules."""
    if chosen is None:
        return await _new_shown(request, reading, door, Submission.blank(kind=kind.value, standing="yes"))
    day = (await ballots.day_chosen(reading, chosen, door.language.code, door.at)).day
    form: Submission[NewMeetingForm] = Submission(None, (), _chosen_as_typed(day, kind, chosen), door.language.say)
    try:
        starts_at = datetime.combine(day.day, day.begins or time(0), LONDON)
        await lifecycle.check_day_in_time(reading, kind, starts_at, door.at)
    except NotValid as refusal:
        form = form.refused(refusal)
        form.status = 200
    return await _new_shown(request, reading, door, form)


def _chosen_as_typed(day: DayAndPlace, kind: MeetingKind, chosen: UUID) -> dict[str, list[str]]:
    places = {"place" if code == "en" else f"place_{code}": words for code, words in day.place.items()}
    typed = {
        "chosen": str(chosen),
        "standing": "yes",
        "kind": kind.value,
        "starts_at_day": str(day.day.day),
        "starts_at_month": str(day.day.month),
        "starts_at_year": str(day.day.year),
        "starts_at_time": day.begins.strftime("%H:%M") if day.begins else "",
        **places,
    }
    return {name: [words] for name, words in typed.items()}


def _vote_of(form: Submission[NewMeetingForm]) -> UUID | None:
    """The vote in which the day was chosen, also of a form that cannot be taken as it is."""
    try:
        return UUID(form.value("chosen"))
    except ValueError:
        return None


async def _new_shown(
    request: AnyRequest, reading: AsyncSession, door: Door, form: Submission[NewMeetingForm]
) -> Response[str]:
    bodies = await queries.bodies_to_meet(reading, door.at, door.language.code)
    vote = _vote_of(form)
    chosen = await ballots.day_chosen(reading, vote, door.language.code, door.at) if vote is not None else None
    return page(request, "meetings/new.html", section="office", form=form, bodies=bodies, chosen=chosen)


@post("/office/meetings/new", name="meetings.draft", guards=[caller])
async def draft(request: AnyRequest, store: Store, reading: AsyncSession, door: Door, visitor: Visitor) -> Answer:
    form = submitted(NewMeetingForm, await request.form(), door.language.say)
    if form.values is None:
        return await _new_shown(request, reading, door, form)
    wanted, chosen = meeting_draft(form.values), form.values.chosen
    try:
        async with store.writing() as writing:
            if chosen is None:
                meeting_id = await lifecycle.draft(writing, wanted, by=visitor.person_id, at=door.at)
            else:
                meeting_id = await lifecycle.draft_as_chosen(
                    writing, wanted, chosen, by=visitor.person_id, at=door.at
                )
    except GovernError as refusal:
        return await _new_shown(request, reading, door, form.refused(refusal))
    return to(door, meeting_id)


@get("/office/meetings/{meeting_id:uuid}", name="meetings.office_one", guards=[looker])
async def one(request: AnyRequest, reading: AsyncSession, door: Door, meeting_id: UUID) -> Response[str]:
    found = await queries.meeting_page(reading, meeting_id, door.language.code)
    quorum = await queries.quorum(reading, meeting_id, door.at)
    return page(
        request,
        "meetings/office_one.html",
        section="office",
        meeting=found,
        quorum=quorum,
        picture=picture_of(quorum, door),
        ballots=await queries.ballots_of(reading, meeting_id, door.language.code),
        has_begun=door.at >= found.starts_at,
        may_make_ballot=not any(item.contest_id for item in found.items),
    )


@get("/office/meetings/{meeting_id:uuid}/change", name="meetings.change_page", guards=[caller])
async def change_page(request: AnyRequest, reading: AsyncSession, door: Door, meeting_id: UUID) -> Response[str]:
    found = await queries.meeting_page(reading, meeting_id, door.language.code)
    bodies = await queries.bodies_to_meet(reading, found.starts_at, door.language.code)
    return page(request, "meetings/change.html", section="office", meeting=found, form=as_typed(found), bodies=bodies)


def as_typed(meeting: queries.MeetingPage) -> Submission[MeetingForm]:
    """The form filled in with what the meeting is now."""
    starts = meeting.starts_at.astimezone(LONDON)
    ends = meeting.ends_expected.astimezone(LONDON).strftime("%H:%M") if meeting.ends_expected else ""
    texts = {
        name if code == "en" else f"{name}_{code}": text
        for name, said in meeting.words.items()
        for code, text in said.items()
    }
    return Submission.blank(
        kind=meeting.kind.value,
        body=meeting.body if meeting.kind is MeetingKind.BOARD else "",
        starts_at_day=str(starts.day),
        starts_at_month=str(starts.month),
        starts_at_year=str(starts.year),
        starts_at_time=starts.strftime("%H:%M"),
        ends=ends,
        video_link=meeting.video_link or "",
        telephone=meeting.telephone or "",
        captions_link=meeting.captions_link or "",
        ask_access=meeting.ask_access or "",
        **texts,
    )


@post("/office/meetings/{meeting_id:uuid}/change", name="meetings.change", guards=[caller])
async def change(
    request: AnyRequest, store: Store, reading: AsyncSession, door: Door, visitor: Visitor, meeting_id: UUID
) -> Answer:
    form = submitted(MeetingForm, await request.form(), door.language.say)
    if form.values is not None:
        try:
            async with store.writing() as writing:
                await lifecycle.change(
                    writing, meeting_id, meeting_draft(form.values), by=visitor.person_id, at=door.at
                )
            return to(door, meeting_id)
        except GovernError as refusal:
            form = form.refused(refusal)
    found = await queries.meeting_page(reading, meeting_id, door.language.code)
    bodies = await queries.bodies_to_meet(reading, found.starts_at, door.language.code)
    return page(request, "meetings/change.html", section="office", meeting=found, form=form, bodies=bodies)


HANDLERS = [office, new, draft, one, change_page, change]
