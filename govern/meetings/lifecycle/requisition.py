"""Members ask for a general meeting and sign for it; the office calls it, or late of that they do so themselves.

begin ──add business──► sign (page or paper) ──enough──► the board must call it ──► written down, notice, held
                                                └─ not in time ──► propose a day ──join──► called by those who asked
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

import msgspec
from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.constituencies.rulebook.book import Rulebook
from govern.database import locked
from govern.errors import AlreadyDone, NotFound, NotValid
from govern.meetings import rules
from govern.meetings.lifecycle.agreeing import may_vote_now
from govern.meetings.lifecycle.noticing import send_notice
from govern.meetings.lifecycle.preparing import ItemDraft, MeetingDraft, book_of, draft, spoken
from govern.meetings.models import (
    AgendaItem,
    Meeting,
    Requisition,
    RequisitionCaller,
    RequisitionItem,
    RequisitionSigner,
)
from govern.meetings.rules import AskStage, ItemKind, MeetingKind, Stage
from govern.record import Event

#: A meeting written down for it is called once its notice is out; called off or dropped, it is not.
CALLED = (Stage.NOTICED, Stage.OPEN, Stage.CLOSED)


async def begin(writing: AsyncSession, business: ItemDraft, *, person: UUID, by: UUID, at: datetime) -> UUID:
    """A member asks for a meeting with its first item, and has signed with that. Raises `NotAllowed`, `NotValid`."""
    rules.check_signs(may_vote=person in await may_vote_now(writing, at))
    asked = Requisition(id=uuid4(), begun_by=person, begun_at=at)
    writing.add(asked)
    await writing.flush()
    await _put(writing, asked, business, at)
    await _note(writing, "requisition.begun", asked.id, by, at)
    await _sign(writing, asked, person, rules.day_of(at), None, by=by, at=at)
    return asked.id


async def add_business(
    writing: AsyncSession, requisition_id: UUID, business: ItemDraft, *, person: UUID, by: UUID, at: datetime
) -> None:
    """Whoever began it adds an item, until somebody else has signed."""
    asked = await _held(writing, requisition_id)
    rules.check_gathering(await stage_of(writing, asked, at))
    if person != asked.begun_by:
        raise NotFound("Only whoever began this can add to it. You can begin another.")
    others = await writing.scalar(
        select(func.count()).where(
            RequisitionSigner.requisition_id == requisition_id, RequisitionSigner.person_id != person
        )
    )
    number = await writing.scalar(select(func.count()).where(RequisitionItem.requisition_id == requisition_id))
    rules.check_business(number or 0, others_signed=bool(others))
    await _put(writing, asked, business, at)
    await _note(writing, "requisition.business_added", asked.id, by, at)


async def _put(writing: AsyncSession, asked: Requisition, business: ItemDraft, at: datetime) -> None:
    book = await book_of(writing, at)
    if business.kind is ItemKind.ELECTION:
        raise NotValid("An election is prepared by the office. Ask for a motion instead.", field="kind")
    if business.kind is ItemKind.MOTION:
        rules.check_motion(business.resolution, business.text, {kind.id for kind in book.resolutions})
    last = await writing.scalar(
        select(func.max(RequisitionItem.position)).where(RequisitionItem.requisition_id == asked.id)
    )
    writing.add(
        RequisitionItem(
            id=uuid4(),
            requisition_id=asked.id,
            position=(last or 0) + 1,
            kind=business.kind,
            title=business.title,
            text=business.text,
            resolution=business.resolution,
        )
    )
    await writing.flush()


async def sign(writing: AsyncSession, requisition_id: UUID, *, person: UUID, by: UUID, at: datetime) -> None:
    """A member signs on the page. Raises `WrongMoment`, `NotAllowed`, `AlreadyDone`."""
    asked = await _held(writing, requisition_id)
    rules.check_gathering(await stage_of(writing, asked, at))
    await _sign(writing, asked, person, rules.day_of(at), None, by=by, at=at)


async def note_signature(
    writing: AsyncSession, requisition_id: UUID, person: UUID, signed_on: date, *, by: UUID, at: datetime
) -> None:
    """The office enters a signature that came on paper. Raises as `sign`, `NotValid` for a day still to come."""
    asked = await _held(writing, requisition_id)
    rules.check_gathering(await stage_of(writing, asked, at))
    if not rules.day_of(asked.begun_at) <= signed_on <= rules.day_of(at):
        raise NotValid(
            "The paper can be signed from {first} until today. Type the day on the paper.",
            field="signed_on",
            first=rules.day_of(asked.begun_at),
        )
    await _sign(writing, asked, person, signed_on, by, by=by, at=at)


async def _sign(
    writing: AsyncSession,
    asked: Requisition,
    person: UUID,
    signed_on: date,
    noted_by: UUID | None,
    *,
    by: UUID,
    at: datetime,
) -> None:
    field = "member" if noted_by else None
    entitled = await may_vote_now(writing, at)
    rules.check_signs(may_vote=person in entitled, field=field)
    if await writing.get(RequisitionSigner, (asked.id, person)) is not None:
        raise AlreadyDone("This member has signed already.", field=field)
    writing.add(
        RequisitionSigner(
            requisition_id=asked.id, person_id=person, signed_on=signed_on, noted_by=noted_by, noted_at=at
        )
    )
    await writing.flush()
    await _note(writing, "requisition.signed", asked.id, by, at, paper=noted_by is not None)
    needed = rules.needed_to_ask(await book_of(writing, at), len(entitled))
    if len(entitled & set(await signers_of(writing, asked.id))) >= needed.number:
        asked.needed, asked.entitled, asked.reached_at = needed.number, needed.entitled, at
        await _note(writing, "requisition.reached", asked.id, by, at, needed=needed.number, entitled=needed.entitled)


async def take_back_signature(
    writing: AsyncSession, requisition_id: UUID, *, person: UUID, by: UUID, at: datetime
) -> None:
    """Until enough have signed. When nobody is left, it is withdrawn."""
    asked = await _held(writing, requisition_id)
    rules.check_gathering(await stage_of(writing, asked, at))
    found = await writing.get(RequisitionSigner, (requisition_id, person))
    if found is None:
        raise NotFound("You have not signed this, so there is nothing to take back.")
    await writing.delete(found)
    await writing.flush()
    if not await signers_of(writing, requisition_id):
        asked.withdrawn_at = at
    await _note(writing, "requisition.signature_taken_back", asked.id, by, at)


async def call_asked_for(
    writing: AsyncSession, requisition_id: UUID, wanted: MeetingDraft, *, by: UUID, at: datetime
) -> UUID:
    """The office writes the meeting down, with the business as it was signed. Returns the meeting.

    Raises `WrongMoment`, `AlreadyDone`, and `NotValid` for a day later than members have to wait.
    """
    asked = await _held(writing, requisition_id)
    rules.check_due(await stage_of(writing, asked, at))
    if wanted.kind is MeetingKind.BOARD:
        raise NotValid("Members asked for a general meeting. Choose that kind.", field="kind")
    rules.check_held_in_time(wanted.starts_at, at, rules.asks_of(await book_of(writing, at)))
    written = await writing.get(Meeting, asked.meeting_id) if asked.meeting_id else None
    if written is not None and written.stage is Stage.DRAFT:
        raise AlreadyDone("This meeting has been written down already. Send its notice, or change its day.")
    return await _write_down(writing, asked, wanted, by=by, at=at)


async def _write_down(
    writing: AsyncSession, asked: Requisition, wanted: MeetingDraft, *, by: UUID, at: datetime
) -> UUID:
    meeting_id = await draft(writing, wanted, by=by, at=at, requisition=str(asked.id))
    asked.meeting_id = meeting_id
    for place, one in enumerate(await business_of(writing, asked.id), 1):
        writing.add(
            AgendaItem(
                id=uuid4(),
                meeting_id=meeting_id,
                position=place,
                kind=one.kind,
                title=one.title,
                text=one.text,
                resolution=one.resolution,
                requisition_id=asked.id,
            )
        )
    await writing.flush()
    return meeting_id


# --- Where the board did not call it --------------------------------------------------------------------------------


class OwnDay(msgspec.Struct, frozen=True):
    """When and where those who asked mean to hold it."""

    starts_at: datetime
    place: str
    video_link: str | None = None


async def propose_own(
    writing: AsyncSession, requisition_id: UUID, own: OwnDay, *, person: UUID, by: UUID, at: datetime
) -> None:
    """One of those who signed names a day and a place. Who joined in for another day is asked again."""
    asked = await _held(writing, requisition_id)
    await _check_own(writing, asked, person, at)
    rules.check_times(own.starts_at, None, at)
    rules.check_link(own.video_link)
    rules.check_own_day(own.starts_at, asked.reached_at or at, rules.asks_of(await book_of(writing, at)))
    asked.own_by, asked.own_starts_at = person, own.starts_at
    asked.own_place, asked.own_video_link = own.place, own.video_link
    await writing.execute(delete(RequisitionCaller).where(RequisitionCaller.requisition_id == requisition_id))
    writing.add(RequisitionCaller(requisition_id=requisition_id, person_id=person, at=at))
    await writing.flush()
    await _note(writing, "requisition.own_day_named", asked.id, by, at)


async def join_own(writing: AsyncSession, requisition_id: UUID, *, person: UUID, by: UUID, at: datetime) -> None:
    """Another of those who signed calls it with them."""
    asked = await _held(writing, requisition_id)
    await _check_own(writing, asked, person, at)
    if asked.own_starts_at is None:
        raise NotFound("Nobody has named a day yet. Name one yourself.")
    if await writing.get(RequisitionCaller, (requisition_id, person)) is not None:
        raise AlreadyDone("You call this meeting already.")
    writing.add(RequisitionCaller(requisition_id=requisition_id, person_id=person, at=at))
    await writing.flush()
    await _note(writing, "requisition.own_joined", asked.id, by, at)


async def call_own(
    writing: AsyncSession,
    requisition_id: UUID,
    title: dict[str, str],
    *,
    pages: dict[str, str],
    person: UUID,
    by: UUID,
    at: datetime,
) -> UUID:
    """More than half of those who asked call it: it is written down and its notice goes to every member.

    Raises `WrongMoment` while too few call it, `NotValid` where the days of notice are too few. `pages` hold the word
    MEETING where its id belongs. Returns the meeting.
    """
    asked = await _held(writing, requisition_id)
    await _check_own(writing, asked, person, at)
    if asked.own_starts_at is None:
        raise NotFound("Nobody has named a day yet. Name one yourself.")
    callers, signers = await callers_of(writing, requisition_id), await signers_of(writing, requisition_id)
    rules.check_enough_call(len(callers), len(signers))
    languages = spoken(await book_of(writing, asked.own_starts_at))
    wanted = MeetingDraft(
        kind=MeetingKind.GM,
        title={code: title.get(code) or title["en"] for code in languages},
        starts_at=asked.own_starts_at,
        place=dict.fromkeys(languages, asked.own_place or ""),
        video_link=asked.own_video_link,
    )
    meeting_id = await _write_down(writing, asked, wanted, by=by, at=at)
    there = {code: page.replace("MEETING", str(meeting_id)) for code, page in pages.items()}
    await send_notice(writing, meeting_id, pages=there, by=by, at=at)
    await _note(writing, "requisition.own_called", asked.id, by, at, callers=len(callers))
    return meeting_id


async def _check_own(reading: AsyncSession, asked: Requisition, person: UUID, at: datetime) -> None:
    signed = person in await signers_of(reading, asked.id)
    rules.check_own(await stage_of(reading, asked, at), signed=signed)


# --- What stands ----------------------------------------------------------------------------------------------------


async def stage_of(reading: AsyncSession, asked: Requisition, at: datetime, book: Rulebook | None = None) -> AskStage:
    meeting = await reading.get(Meeting, asked.meeting_id) if asked.meeting_id else None
    return rules.ask_stage_of(
        reached_at=asked.reached_at,
        withdrawn=asked.withdrawn_at is not None,
        called=meeting is not None and meeting.stage in CALLED,
        asks=rules.asks_of(book or await book_of(reading, at)),
        at=at,
    )


async def signers_of(reading: AsyncSession, requisition_id: UUID) -> tuple[UUID, ...]:
    found = await reading.scalars(
        select(RequisitionSigner.person_id)
        .where(RequisitionSigner.requisition_id == requisition_id)
        .order_by(RequisitionSigner.noted_at)
    )
    return tuple(found)


async def callers_of(reading: AsyncSession, requisition_id: UUID) -> tuple[UUID, ...]:
    found = await reading.scalars(
        select(RequisitionCaller.person_id).where(RequisitionCaller.requisition_id == requisition_id)
    )
    return tuple(found)


async def business_of(reading: AsyncSession, requisition_id: UUID) -> tuple[RequisitionItem, ...]:
    found = await reading.scalars(
        select(RequisitionItem)
        .where(RequisitionItem.requisition_id == requisition_id)
        .order_by(RequisitionItem.position)
    )
    return tuple(found)


async def _held(writing: AsyncSession, requisition_id: UUID) -> Requisition:
    if await writing.get(Requisition, requisition_id) is None:
        raise NotFound("Nobody asked for such a meeting. Go to the list and choose from there.")
    return await locked(writing, Requisition, requisition_id)


async def _note(
    writing: AsyncSession, verb: str, requisition_id: UUID, by: UUID, at: datetime, **facts: str | int | bool
) -> None:
    await record.add(writing, Event(verb, f"requisition:{requisition_id}", at, by, dict(facts)))
