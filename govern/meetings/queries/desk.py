"""What the desk asks: whose card, number or name was typed; what was pressed last; one stay; somebody's card."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots import queries as ballots
from govern.constituencies.register import queries as register
from govern.constituencies.rulebook import queries as rulebook
from govern.errors import NotFound
from govern.identity import queries as identity
from govern.meetings import rules
from govern.meetings.lifecycle.held import found
from govern.meetings.models import AttendanceSpan, Meeting, MemberCard, StayCorrection
from govern.meetings.rules import Mode, Stage, StayTimes

LATEST = 6


class AtTheDesk(msgspec.Struct, frozen=True):
    """Somebody the desk may check in or out. A guest has no number."""

    person_id: UUID
    name: str
    number: str
    here: bool


class Found(msgspec.Struct, frozen=True):
    """What was typed: `one` when a card or a whole number says who; else everybody whose name fits."""

    one: UUID | None
    people: tuple[AtTheDesk, ...] = ()
    was_a_code: bool = False


class Pressed(msgspec.Struct, frozen=True, kw_only=True):
    """A stay as the desk shows it after a press. `early`: titles of votes in which their early vote falls if they are
    here when it is taken."""

    stay_id: UUID
    meeting_id: UUID
    person_id: UUID
    name: str
    times: StayTimes
    counts: bool
    early: tuple[str, ...] = ()

    @property
    def pressed_at(self) -> datetime:
        return self.times.out_at or self.times.in_at


class CorrectionView(msgspec.Struct, frozen=True):
    """What a stay said before it was put right."""

    was: StayTimes
    reason: str
    by: str
    at: datetime


class Desk(msgspec.Struct, frozen=True):
    """How many are here, and the last presses of all desks, the newest first."""

    here: int
    counting: int
    latest: tuple[Pressed, ...]


async def find_at_the_desk(reading: AsyncSession, meeting_id: UUID, typed: str) -> Found:
    """By card, by whole number, by name; in this order. Who acts for an organisation finds it too."""
    code = rules.code_in(typed)
    if code is not None:
        owner = await reading.scalar(select(MemberCard.person_id).where(MemberCard.code == code))
        if owner is not None:
            return Found(await register.merged_into(reading, owner) or owner)
    numbered = await register.person_with_number(reading, typed)
    if numbered is not None:
        return Found(numbered)
    meeting = await found(reading, meeting_id)
    day = rules.day_of(meeting.starts_at)
    members = (await register.members(reading, day, words=typed)).lines
    known = {line.person_id for line in members}
    others = [person for person in await identity.people_named(reading, typed) if person.id not in known]
    acted_for = await register.acted_for(reading, [other.id for other in others], day)
    sent = await identity.people_by_id(reading, {one for one, _ in acted_for} - known)
    numbers = await register.numbers_of(reading, sent)
    here = await _here(reading, meeting_id, [*known, *sent, *(other.id for other in others)])
    return Found(
        None,
        (
            *(AtTheDesk(m.person_id, m.name, m.number, m.person_id in here) for m in members),
            *(AtTheDesk(one.id, one.name, numbers.get(one.id, ""), one.id in here) for one in sent.values()),
            *(AtTheDesk(other.id, other.name, "", other.id in here) for other in others),
        ),
        code is not None,
    )


async def _here(reading: AsyncSession, meeting_id: UUID, people: list[UUID]) -> frozenset[UUID]:
    rows = await reading.scalars(
        select(AttendanceSpan.person_id).where(
            AttendanceSpan.meeting_id == meeting_id,
            AttendanceSpan.person_id.in_(people),
            AttendanceSpan.out_at.is_(None),
        )
    )
    return frozenset(rows)


async def desk(reading: AsyncSession, meeting_id: UUID) -> Desk:
    """Counted in the database: a desk asks this after every press."""
    here = (AttendanceSpan.meeting_id == meeting_id) & AttendanceSpan.out_at.is_(None)
    number = await reading.scalar(select(func.count()).select_from(AttendanceSpan).where(here))
    counting = await reading.scalar(
        select(func.count()).select_from(AttendanceSpan).where(here, AttendanceSpan.counts.is_(True))
    )
    pressed = func.coalesce(AttendanceSpan.out_at, AttendanceSpan.in_at)
    spans = tuple(
        await reading.scalars(
            select(AttendanceSpan)
            .where(AttendanceSpan.meeting_id == meeting_id)
            .order_by(pressed.desc(), AttendanceSpan.id)
            .limit(LATEST)
        )
    )
    names = await identity.people_by_id(reading, [span.person_id for span in spans])
    return Desk(number or 0, counting or 0, tuple(_pressed(span, names[span.person_id].name) for span in spans))


async def pressed(reading: AsyncSession, stay_id: UUID, language: str) -> Pressed | None:
    """One stay with what is to be said of it; None once it was taken back."""
    span = await reading.get(AttendanceSpan, stay_id)
    if span is None:
        return None
    person = await identity.person(reading, span.person_id)
    early: tuple[str, ...] = ()
    if span.out_at is None and await _discounts(reading, span.meeting_id):
        early = await ballots.early_votes(reading, span.meeting_id, span.person_id, language)
    return _pressed(span, person.name, early)


async def _discounts(reading: AsyncSession, meeting_id: UUID) -> bool:
    meeting = await found(reading, meeting_id)
    book = (await rulebook.in_force(reading, rules.day_of(meeting.starts_at))).rulebook
    return book.voting.early_vote_if_attending == "discount"


async def stay_to_correct(reading: AsyncSession, stay_id: UUID) -> tuple[Pressed, tuple[CorrectionView, ...]]:
    """A stay and how it was put right before, the newest first. Raises `NotFound`."""
    span = await reading.get(AttendanceSpan, stay_id)
    if span is None:
        raise NotFound("This entry was taken back already. Look at the list of who is here.")
    person = await identity.person(reading, span.person_id)
    rows = tuple(
        await reading.scalars(
            select(StayCorrection)
            .where(StayCorrection.meeting_id == span.meeting_id, StayCorrection.person_id == span.person_id)
            .order_by(StayCorrection.at.desc())
        )
    )
    officers = await identity.people_by_id(reading, [row.by for row in rows])
    return _pressed(span, person.name), tuple(
        CorrectionView(StayTimes(row.was_mode, row.was_in, row.was_out), row.reason, officers[row.by].name, row.at)
        for row in rows
    )


def _pressed(span: AttendanceSpan, name: str, early: tuple[str, ...] = ()) -> Pressed:
    return Pressed(
        stay_id=span.id,
        meeting_id=span.meeting_id,
        person_id=span.person_id,
        name=name,
        times=StayTimes(span.mode, span.in_at, span.out_at),
        counts=span.counts,
        early=early,
    )


async def card_of(reading: AsyncSession, person_id: UUID) -> str | None:
    """The code of somebody's card, if they have one."""
    return await reading.scalar(select(MemberCard.code).where(MemberCard.person_id == person_id))


class HereNow(msgspec.Struct, frozen=True):
    """A meeting somebody is checked in at."""

    meeting_id: UUID
    mode: Mode
    since: datetime


async def here_now(reading: AsyncSession, person_id: UUID) -> tuple[HereNow, ...]:
    """The meetings at which somebody is checked in at this moment."""
    rows = await reading.execute(
        select(AttendanceSpan.meeting_id, AttendanceSpan.mode, AttendanceSpan.in_at)
        .join(Meeting, Meeting.id == AttendanceSpan.meeting_id)
        .where(
            AttendanceSpan.person_id == person_id,
            AttendanceSpan.out_at.is_(None),
            Meeting.stage.in_((Stage.NOTICED, Stage.OPEN)),
            Meeting.forum_id.is_(None),
        )
    )
    return tuple(HereNow(*row) for row in rows)
