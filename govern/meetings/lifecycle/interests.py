"""The register of interests, and which items they touch: declared before the meeting, decided before the item (31).

declare ──names an item──► open ──decide──► stays out (neither in quorum nor in vote of that item) or takes part
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.constituencies.boards import queries as boards
from govern.database import locked
from govern.errors import AlreadyDone, NotAllowed, NotFound, NotValid, WrongMoment
from govern.identity import queries as identity
from govern.meetings import rules
from govern.meetings.lifecycle.held import held
from govern.meetings.models import AgendaItem, DeclaredInterest, Interest, InterestInItem, Meeting
from govern.meetings.rules import MeetingKind
from govern.record import Event


async def declares(reading: AsyncSession, person_id: UUID, on: date) -> bool:
    """Whether somebody declares interests: whoever sits on a body of the rules, or holds an office."""
    offices = [(one.from_on, one.to_on) for one in await identity.offices_of(reading, person_id)]
    seats = [(one.from_on, one.to_on) for one in await boards.held_by(reading, person_id)]
    return any(first <= on and (last is None or last >= on) for first, last in (*offices, *seats))


async def declare(
    writing: AsyncSession,
    person_id: UUID,
    words: str,
    since: date,
    *,
    by: UUID,
    at: datetime,
) -> UUID:
    """A line in the register of interests. Raises `NotAllowed`, `NotValid` for a day that is not past."""
    today = rules.day_of(at)
    if not await declares(writing, person_id, today):
        raise NotAllowed(
            "The register of interests is for those who sit on a body or hold an office.",
            field="member" if by != person_id else None,
        )
    if since > today:
        raise NotValid("This day is still to come. Type since when you have this interest.", field="since")
    made = Interest(
        id=uuid4(),
        person_id=person_id,
        words=words,
        since=since,
        declared_at=at,
        noted_by=None if by == person_id else by,
    )
    writing.add(made)
    await writing.flush()
    await record.add(writing, Event("interest.declared", f"interest:{made.id}", at, by))
    return made.id


async def end_interest(writing: AsyncSession, interest_id: UUID, person_id: UUID, *, by: UUID, at: datetime) -> None:
    """It is over from today on; the line stays in the register. Raises `NotFound` for somebody else's."""
    found = await _mine(writing, interest_id, person_id)
    if found.until is not None:
        raise AlreadyDone("This interest has ended already.")
    found.until = rules.day_of(at)
    await writing.flush()
    await record.add(writing, Event("interest.ended", f"interest:{interest_id}", at, by))


async def declare_in_item(
    writing: AsyncSession, interest_id: UUID, item_id: UUID, person_id: UUID, *, by: UUID, at: datetime
) -> None:
    """This interest touches that item. Raises `WrongMoment` once the item is settled, `AlreadyDone`."""
    interest = await _mine(writing, interest_id, person_id)
    if interest.until is not None and interest.until < rules.day_of(at):
        raise WrongMoment("This interest has ended. Declare it anew if you have it again.")
    item, meeting = await item_held(writing, item_id)
    if item.outcome is not None:
        raise WrongMoment("This item is settled. Tell whoever is in the chair.")
    if await writing.get(InterestInItem, (interest_id, item_id)) is not None:
        raise AlreadyDone("You have declared this already.")
    writing.add(InterestInItem(interest_id=interest_id, item_id=item_id, declared_at=at))
    await writing.flush()
    facts: dict[str, str | int | bool | None] = {"item": str(item_id)}
    await record.add(writing, Event("interest.named_for_item", f"meeting:{meeting.id}", at, by, facts))


async def decide_interest(
    writing: AsyncSession, interest_id: UUID, item_id: UUID, *, stays_out: bool, by: UUID, at: datetime
) -> None:
    """Before the item opens it is decided whether they stay out of it: of its quorum and its vote, and no other (31).

    Raises `NotFound`, `AlreadyDone`, `NotAllowed` for one's own, `WrongMoment` once the item is settled.
    """
    item, meeting = await item_held(writing, item_id)
    row = await writing.get(InterestInItem, (interest_id, item_id))
    interest = await writing.get(Interest, interest_id)
    if row is None or interest is None:
        raise NotFound("Nobody declared this interest in this item. Go back and look at the list again.")
    if row.stays_out is not None:
        raise AlreadyDone("This was decided already.")
    if item.outcome is not None:
        raise WrongMoment("This item is settled, so nothing is decided about it any more.")
    if interest.person_id == by:
        raise NotAllowed("This is your own interest. Somebody else decides on it.")
    row.stays_out, row.decided_by, row.decided_at = stays_out, by, at
    known = await writing.get(DeclaredInterest, (item_id, interest.person_id))
    if stays_out and known is None and meeting.kind is MeetingKind.BOARD:
        writing.add(
            DeclaredInterest(
                item_id=item_id, person_id=interest.person_id, words=interest.words, noted_by=by, noted_at=at
            )
        )
    await writing.flush()
    facts: dict[str, str | int | bool | None] = {"item": str(item_id), "stays_out": stays_out}
    await record.add(writing, Event("interest.decided", f"meeting:{meeting.id}", at, by, facts))


async def check_all_decided(reading: AsyncSession, item_id: UUID) -> None:
    """Before an item is put to the vote every interest in it is decided on (31). Raises `WrongMoment`."""
    waiting = await reading.scalar(
        select(InterestInItem.interest_id)
        .where(InterestInItem.item_id == item_id, InterestInItem.stays_out.is_(None))
        .limit(1)
    )
    if waiting is not None:
        raise WrongMoment(
            "Somebody declared an interest in this item, and nothing is decided about it. "
            "Decide first whether they stay out, then put it to the vote."
        )


async def item_held(writing: AsyncSession, item_id: UUID) -> tuple[AgendaItem, Meeting]:
    found = await writing.get(AgendaItem, item_id)
    if found is None:
        raise NotFound("This item is no longer on the agenda. Go back and look at the agenda again.")
    meeting = await held(writing, found.meeting_id)
    return await locked(writing, AgendaItem, item_id), meeting


async def _mine(writing: AsyncSession, interest_id: UUID, person_id: UUID) -> Interest:
    found = await writing.get(Interest, interest_id)
    if found is None or found.person_id != person_id:
        raise NotFound("There is no such interest of yours in the register.")
    return await locked(writing, Interest, interest_id)
