"""What rules to come would mean for those who sit now and for those who vote now. Nothing is changed by asking."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from uuid import UUID

import msgspec
from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.boards import rules
from govern.constituencies.boards.models import Tenure
from govern.constituencies.boards.queries.bodies import seat_name
from govern.constituencies.boards.queries.sitting import Sitting, sitting
from govern.constituencies.boards.rules import Holder, Standing
from govern.constituencies.register import queries as register
from govern.constituencies.rulebook.book import Rulebook, clause
from govern.constituencies.rulebook.rules import Affected, body_name, group_name
from govern.sentences import Sentence


class SeatChange(msgspec.Struct, frozen=True):
    """A row of seats that grows, shrinks, appears or goes. `too_many` are those for whom no seat is left there."""

    body_id: str
    seat: str
    body: str
    name: Sentence | str
    before: int
    after: int
    sitting: tuple[str, ...]
    too_many: tuple[UUID, ...] = ()


class CapStanding(msgspec.Struct, frozen=True):
    """How a cap or quota of the rules to come would stand with the board of today."""

    body: str
    number: str
    who: Sentence
    standing: Standing


class GroupChange(msgspec.Struct, frozen=True):
    """What would change for the members of one group: their number, votes gained and lost, weights in all."""

    name: str
    members: int
    gain: int
    lose: int
    weight_before: Fraction | None
    weight_after: Fraction | None
    is_new: bool = False
    is_gone: bool = False

    @property
    def is_touched(self) -> bool:
        return bool(self.gain or self.lose or self.is_new or self.is_gone or self.weight_before != self.weight_after)


class Effects(msgspec.Struct, frozen=True):
    """Everything that rules to come would do on a day, against the rules before them."""

    on: date
    caps: tuple[CapStanding, ...]
    seats: tuple[SeatChange, ...]
    groups: tuple[GroupChange, ...]
    voters_before: int
    voters_after: int
    affected: tuple[Affected, ...]
    homeless: dict[str, int]


async def effects(
    reading: AsyncSession, coming: Rulebook, before: Rulebook, on: date, language: str = "en"
) -> Effects:
    """What `coming` would change for the present board and the present roll on a day (invariant 13)."""
    there = {body: await sitting(reading, body, on) for body in await _bodies_with_people(reading, on)}
    holders = {body: await _under(reading, coming, sits, on) for body, sits in there.items()}
    caps = _caps(coming, holders, language)
    seats = _seats(before, coming, there, language)
    counts = await register.count_by_group(reading, on)
    known = {group.id for group in coming.constituencies}
    return Effects(
        on=on,
        caps=caps,
        seats=seats,
        groups=await _groups(reading, before, coming, counts, on, language),
        voters_before=await register.members_in(reading, [g.id for g in before.voting_constituencies()], on),
        voters_after=await register.members_in(reading, [g.id for g in coming.voting_constituencies()], on),
        affected=_affected(before, coming, there, holders, seats),
        homeless={group: count for group, count in counts.items() if group not in known and count},
    )


async def _bodies_with_people(reading: AsyncSession, on: date) -> tuple[str, ...]:
    sits = Tenure.from_on <= on, or_(Tenure.to_on.is_(None), Tenure.to_on > on)
    return tuple(sorted(await reading.scalars(select(Tenure.body).distinct().where(*sits))))


async def _under(reading: AsyncSession, coming: Rulebook, sits: tuple[Sitting, ...], on: date) -> tuple[Holder, ...]:
    """Those who sit, as rules to come would see them: what their groups imply may change."""
    implied = await register.attributes_on(reading, [s.person_id for s in sits], on, coming) if sits else {}
    replace = msgspec.structs.replace
    return tuple(replace(s.as_holder(), attributes=implied.get(s.person_id, frozenset())) for s in sits)


def _caps(coming: Rulebook, holders: dict[str, tuple[Holder, ...]], language: str) -> tuple[CapStanding, ...]:
    return tuple(
        CapStanding(
            body_name(body, language),
            clause(f"cap.{standing.cap.id}", coming),
            rules.who_is_counted(coming, standing.cap),
            standing,
        )
        for body in coming.bodies
        for standing in rules.standings(coming, body.id, holders.get(body.id, ()))
    )


def _seats(
    before: Rulebook, coming: Rulebook, there: dict[str, tuple[Sitting, ...]], language: str
) -> tuple[SeatChange, ...]:
    """Rows that change, and rows on which more people sit than there will be seats."""
    old, new = _rows(before), _rows(coming)
    keys = [*new, *(key for key in old if key not in new)]
    keys += [(b, s.constituency) for b, sits in there.items() for s in sits]
    found = []
    for body, seat in dict.fromkeys(keys):
        sits = [s for s in there.get(body, ()) if s.constituency == seat]
        was, becomes = old.get((body, seat), 0), new.get((body, seat), 0)
        too_many = tuple(s.person_id for s in sits) if becomes < len(sits) else ()
        if was != becomes or too_many:
            book = coming if (body, seat) in new else before
            name = _body_name(coming, before, body, language)
            names = tuple(s.name for s in sits)
            words = seat_name(book, seat, language)
            found.append(SeatChange(body, seat, name, words, was, becomes, names, too_many))
    return tuple(found)


def _rows(book: Rulebook) -> dict[tuple[str, str], int]:
    counts: dict[tuple[str, str], int] = {}
    for row in book.seats:
        counts[row.body, row.constituency] = counts.get((row.body, row.constituency), 0) + row.count
    return counts


def _body_name(coming: Rulebook, before: Rulebook, body_id: str, language: str) -> str:
    for book in (coming, before):
        for body in book.bodies:
            if body.id == body_id:
                return body_name(body, language)
    return body_id


def _affected(
    before: Rulebook,
    coming: Rulebook,
    there: dict[str, tuple[Sitting, ...]],
    holders: dict[str, tuple[Holder, ...]],
    seats: tuple[SeatChange, ...],
) -> tuple[Affected, ...]:
    """Seats to name in a proposal: counted by a cap that is passed, or on a row with too few seats left.

    Under a quota that was kept until now nobody sits wrongly, but the body does not fit: all who sit there are named.
    """
    found = []
    for body in coming.bodies:
        mine = holders.get(body.id, ())
        as_now = [s.as_holder() for s in there.get(body.id, ())]
        known = body.id in {b.id for b in before.bodies}
        broken = {now.cap.id for now in rules.over_caps(before, body.id, as_now)} if known else set()
        for now in rules.over_caps(coming, body.id, mine):
            if not now.is_quota:
                found.append(Affected(body.id, tuple(h.person_id for h in now.counted), cap=now.cap.id))
            elif mine and now.cap.id not in broken:
                found.append(Affected(body.id, tuple(h.person_id for h in mine), cap=now.cap.id))
    found += [Affected(row.body_id, row.too_many, seat=row.seat) for row in seats if row.too_many]
    return tuple(found)


async def _groups(
    reading: AsyncSession, before: Rulebook, coming: Rulebook, counts: dict[str, int], on: date, language: str
) -> tuple[GroupChange, ...]:
    moved = await register.moved(reading, before, coming, on)
    old = {group.id: group for group in before.constituencies}
    new = {group.id: group for group in coming.constituencies}
    was, becomes = before.weights(), coming.weights()
    changes = (
        GroupChange(
            name=group_name(new.get(group) or old[group], language),
            members=counts.get(group, 0),
            gain=moved.get(group, (0, 0))[0],
            lose=moved.get(group, (0, 0))[1],
            weight_before=was.get(group),
            weight_after=becomes.get(group),
            is_new=group not in old,
            is_gone=group not in new,
        )
        for group in dict.fromkeys((*new, *old))
    )
    return tuple(change for change in changes if change.is_touched)
