"""What is known of a meeting without anybody typing it: the quorum at decisions, interests, what is left to do."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.identity import queries as identity
from govern.meetings import queries as meetings
from govern.meetings.models import AgendaItem, DeclaredInterest, Meeting
from govern.meetings.rules import Outcome, Quorum
from govern.minutes.book.models import Action, Minutes
from govern.minutes.book.rules import ActionState
from govern.sentences import Sentence, Value

ARISING = Sentence("Matters arising")
MOST = 100


class AtDecision(msgspec.Struct, frozen=True):
    """When an item was decided, and the quorum at that minute."""

    at: datetime
    quorum: Quorum

    @property
    def said(self) -> Sentence:
        return Sentence(
            "When this was decided, {needed} were needed and {counted} counted.",
            needed=self.quorum.needed,
            counted=self.quorum.counted,
        )


async def at_decisions(reading: AsyncSession, meeting_id: UUID) -> dict[UUID, AtDecision]:
    """Item -> the quorum at the minute it was decided (invariant 80)."""
    rows = await reading.execute(
        select(AgendaItem.id, AgendaItem.settled_at).where(
            AgendaItem.meeting_id == meeting_id,
            AgendaItem.outcome == Outcome.DECIDED,
            AgendaItem.settled_at.is_not(None),
        )
    )
    return {
        item: AtDecision(moment, await quorum_when(reading, meeting_id, moment))
        for item, moment in rows.all()
        if moment is not None
    }


async def quorum_when(reading: AsyncSession, meeting_id: UUID, moment: datetime) -> Quorum:
    """The quorum at a minute of a meeting; of what was settled as it closed, before everybody had left."""
    closed_at = await reading.scalar(select(Meeting.closed_at).where(Meeting.id == meeting_id))
    if closed_at is not None and moment >= closed_at:
        moment = closed_at - timedelta(microseconds=1)
    return await meetings.quorum(reading, meeting_id, moment)


async def interests(reading: AsyncSession, meeting_id: UUID) -> dict[UUID, tuple[Sentence, ...]]:
    """Item -> who declared an interest in it and took no part (invariant 31)."""
    rows = list(
        await reading.scalars(
            select(DeclaredInterest)
            .join(AgendaItem, AgendaItem.id == DeclaredInterest.item_id)
            .where(AgendaItem.meeting_id == meeting_id)
        )
    )
    people = await identity.people_by_id(reading, [row.person_id for row in rows])
    found: dict[UUID, list[Sentence]] = {}
    for row in sorted(rows, key=lambda one: people[one.person_id].name):
        said = Sentence(
            "{name} declared an interest and was in neither quorum nor vote of this item. The interest: {words}",
            name=people[row.person_id].name,
            words=row.words,
        )
        found.setdefault(row.item_id, []).append(said)
    return {item: tuple(said) for item, said in found.items()}


class ActionLine(msgspec.Struct, frozen=True, kw_only=True):
    """Something that somebody took on, in every language it was written in, and what became of it."""

    id: UUID
    minutes_id: UUID
    item_id: UUID | None
    words: dict[str, str]
    owner_id: UUID
    owner: str
    due_on: date
    state: ActionState
    told: str

    def said(self, language: str) -> Sentence:
        """The line as the next agenda and the next minutes have it."""
        words = self.words.get(language) or next(iter(self.words.values()), "")
        known: dict[str, Value] = {"words": words, "owner": self.owner, "day": self.due_on}
        if self.state is ActionState.DONE:
            return Sentence("{words} ({owner}, by {day}): done. {told}", **known, told=self.told)
        if self.state is ActionState.NOT_DONE:
            return Sentence("{words} ({owner}, by {day}): not done. {told}", **known, told=self.told)
        return Sentence("{words} ({owner}, by {day}): still to be done.", **known)


def line_of(row: Action) -> ActionLine:
    return ActionLine(
        id=row.id,
        minutes_id=row.minutes_id,
        item_id=row.item_id,
        words=row.text,
        owner_id=row.owner_id,
        owner=row.owner,
        due_on=row.due_on,
        state=row.state,
        told=row.told,
    )


async def arising(reading: AsyncSession, meeting_id: UUID) -> tuple[ActionLine, ...]:
    """What earlier meetings of the same body left to be done: still open, or closed since the last of them."""
    meeting = await reading.get_one(Meeting, meeting_id)
    earlier = (
        select(Meeting.starts_at)
        .join(Minutes, Minutes.meeting_id == Meeting.id)
        .where(Meeting.body == meeting.body, Meeting.forum_id.is_(None), Meeting.starts_at < meeting.starts_at)
        .order_by(Meeting.starts_at.desc())
        .limit(1)
    )
    last = await reading.scalar(earlier)
    if last is None:
        return ()
    rows = await reading.scalars(
        select(Action)
        .join(Minutes, Minutes.id == Action.minutes_id)
        .join(Meeting, Meeting.id == Minutes.meeting_id)
        .where(
            Meeting.body == meeting.body,
            Meeting.forum_id.is_(None),
            Meeting.starts_at < meeting.starts_at,
            (Action.state == ActionState.OPEN) | (Action.closed_at >= last),
        )
        .order_by(Meeting.starts_at, Action.number)
        .limit(MOST)
    )
    return tuple(line_of(row) for row in rows)
