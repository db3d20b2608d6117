"""Shares, subscriptions and ties are noted from a day on, and end. Nothing is overwritten, nothing weighs a vote."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.constituencies.register import queries, rules
from govern.constituencies.register.models import ShareHolding, Subscription, Tie
from govern.constituencies.register.rules import TieKind
from govern.database import locked
from govern.errors import AlreadyDone, NotAllowed, NotFound, NotValid
from govern.identity import queries as who
from govern.identity.rules import PersonKind, day_of

Facts = dict[str, str | int | bool | None]


async def note_shares(
    writing: AsyncSession,
    person_id: UUID,
    shares: int,
    pence: int,
    from_on: date,
    note: str,
    *,
    by: UUID | None,
    at: datetime,
) -> UUID:
    """So many shares are held from a day on. The record says that, and never how many (invariant 8).

    Raises `AlreadyDone` for the very same shares, as a button that was pressed twice sends them.
    """
    rules.check_shares(shares, pence, from_on, day_of(at))
    await who.person(writing, person_id)
    same = select(ShareHolding.id).where(
        ShareHolding.person_id == person_id,
        ShareHolding.shares == shares,
        ShareHolding.pence == pence,
        ShareHolding.from_on == from_on,
        ShareHolding.note == note[:200],
        ShareHolding.to_on.is_(None),
    )
    if await writing.scalar(same.limit(1)) is not None:
        raise AlreadyDone(
            "These shares are noted already. If they are others, say in the note which.", field="shares_note"
        )
    row = ShareHolding(id=uuid4(), person_id=person_id, shares=shares, pence=pence, from_on=from_on, note=note[:200])
    writing.add(row)
    await writing.flush()
    await record.add(writing, _event("shares.noted", person_id, from_on, by=by, at=at))
    return row.id


async def end_shares(
    writing: AsyncSession, person_id: UUID, holding_id: UUID, on: date, *, by: UUID | None, at: datetime
) -> None:
    """These shares are held no longer from this day on. Raises `NotFound`, `AlreadyDone`, `NotValid`."""
    row = await locked(writing, ShareHolding, holding_id)
    if row.person_id != person_id:
        raise NotFound("These shares are another member's. Load the page again.", field="holding")
    if row.to_on is not None:
        raise AlreadyDone("This ended on {day} already.", field="holding", day=row.to_on)
    if not row.from_on <= on <= day_of(at):
        raise NotValid(
            "They are held since {day}. Type a day from then until today.", field="shares_end_on", day=row.from_on
        )
    row.to_on = on
    await record.add(writing, _event("shares.ended", person_id, on, by=by, at=at))


async def note_subscription(
    writing: AsyncSession, person_id: UUID, paid_on: date, paid_until: date, *, by: UUID | None, at: datetime
) -> None:
    """Paid on a day, good until another."""
    if paid_on > day_of(at):
        raise NotAllowed("{day} has not come yet. Enter it on the day.", field="paid_on", day=paid_on)
    if paid_until < paid_on:
        raise NotValid("It cannot be good until a day before it was paid.", field="paid_until")
    await who.person(writing, person_id)
    same = select(Subscription.id).where(
        Subscription.person_id == person_id, Subscription.paid_on == paid_on, Subscription.paid_until == paid_until
    )
    if await writing.scalar(same.limit(1)) is not None:
        raise AlreadyDone("This payment is noted already.", field="paid_on")
    writing.add(Subscription(id=uuid4(), person_id=person_id, paid_on=paid_on, paid_until=paid_until))
    await writing.flush()
    await record.add(writing, _event("subscription.paid", person_id, paid_on, by=by, at=at))


async def tie(
    writing: AsyncSession,
    kind: TieKind,
    person_id: UUID,
    other_id: UUID,
    from_on: date,
    *,
    by: UUID | None,
    at: datetime,
) -> UUID:
    """Two people are tied from a day on (decision 17). Raises `NotValid`, `NotAllowed`, `AlreadyDone`."""
    if from_on > day_of(at):
        raise NotAllowed("{day} has not come yet. Note it on the day.", field="tie_on", day=from_on)
    for one in (person_id, other_id):
        if await queries.kind_of(writing, one) is PersonKind.ORGANISATION:
            raise NotAllowed("Ties are between people. An organisation has none.", field="tie_other")
    first, second = rules.tied_ends(kind, person_id, other_id)
    same = select(Tie.id).where(Tie.person_id == first, Tie.other_id == second, Tie.kind == kind, Tie.to_on.is_(None))
    if await writing.scalar(same) is not None:
        raise AlreadyDone("This is noted already.", field="tie_other")
    row = Tie(id=uuid4(), person_id=first, other_id=second, kind=kind, from_on=from_on)
    writing.add(row)
    await writing.flush()
    await record.add(writing, _tie_event("began", row.id, by=by, at=at))
    return row.id


async def untie(
    writing: AsyncSession, person_id: UUID, tie_id: UUID, on: date, *, by: UUID | None, at: datetime
) -> None:
    """It is so no longer from this day on. Raises `NotFound`, `AlreadyDone`, `NotValid`."""
    row = await locked(writing, Tie, tie_id)
    if person_id not in (row.person_id, row.other_id):
        raise NotFound("This is not noted of this person. Load the page again.", field="tie")
    if row.to_on is not None:
        raise AlreadyDone("This ended on {day} already.", field="tie", day=row.to_on)
    if not row.from_on <= on <= day_of(at):
        raise NotValid("It has been so since {day}. It cannot end before.", field="tie_ends_on", day=row.from_on)
    row.to_on = on
    await record.add(writing, _tie_event("ended", tie_id, by=by, at=at))


def _event(verb: str, person_id: UUID, on: date, *, by: UUID | None, at: datetime) -> record.Event:
    return record.Event(verb, f"person:{person_id}", at, by, {"on": on.isoformat()})


def _tie_event(what: str, tie_id: UUID, *, by: UUID | None, at: datetime) -> record.Event:
    """The record says that a tie was noted and by whom; between which two stays in the register."""
    return record.Event(f"tie.{what}", f"tie:{tie_id}", at, by)
