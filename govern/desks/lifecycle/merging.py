"""Two records turn out to be of one person: what one of them holds goes over to the other, each step dated.

    look at both ──> choose which facts hold ──> merge: the other record stays as "became part of …", without a
                                                 membership of its own, and is never counted (invariant 3)

The number of the record that is gone is never used again; whoever looks for it finds the record that stays.
"""

from __future__ import annotations

import json
from datetime import date, datetime
from uuid import UUID

import msgspec
from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.ballots import lifecycle as ballots
from govern.ballots.models import Ballot, Candidate, MemberHandle, RollStrike
from govern.ballots.rules import Stage, WhyStruck
from govern.constituencies.boards import lifecycle as boards
from govern.constituencies.boards.models import Tenure
from govern.constituencies.register import lifecycle as register
from govern.constituencies.register import queries as people
from govern.constituencies.register.models import Appellant
from govern.constituencies.register.rules import persons as rules
from govern.constituencies.register.rules.persons import Record
from govern.constituencies.representation import lifecycle as representation
from govern.constituencies.representation.queries import proxies
from govern.database import Base, locked
from govern.desks.holdings import NAMING, OnMerge
from govern.desks.lifecycle.following import follow
from govern.errors import NotAllowed, NotValid, WrongMoment
from govern.forums.activities import lifecycle as activities
from govern.forums.circles import lifecycle as circles
from govern.forums.consultations import lifecycle as consultations
from govern.forums.gatherings import lifecycle as gatherings
from govern.forums.gatherings.models import Heard
from govern.forums.purses import lifecycle as purses
from govern.forums.recommendations import lifecycle as recommendations
from govern.identity import lifecycle as identity
from govern.identity.lifecycle import PersonChanges
from govern.identity.models import Office, Person
from govern.identity.rules import PersonKind, Site, day_of
from govern.meetings.models import AttendanceSpan, MeetingEntitled, NoticeDelivery
from govern.post import lifecycle as post
from govern.record import Event
from govern.society import Society

#: Facts of which each record has its own, and one has to be chosen.
FACTS = ("name", "first_name", "email", "phone", "postal_address", "born_on", "language", "format")
MERGED = "merged"


class Wish(msgspec.Struct, frozen=True):
    """Which record stays, which becomes part of it, and which facts of the second hold."""

    kept: UUID
    gone: UUID
    facts_of_gone: frozenset[str]
    reason: str


async def merge(
    writing: AsyncSession, society: Society, wish: Wish, *, by: UUID, at: datetime, site: Site | None = None
) -> dict[str, int]:
    """All of it, in this transaction; what went over, by table. Raises what stands in the way."""
    first, second = sorted((wish.kept, wish.gone))
    await locked(writing, Person, first)
    await locked(writing, Person, second)
    await check(writing, wish.kept, wish.gone, by=by)
    moved: dict[str, int] = {}
    meetings = await _with_proxies(writing, wish)
    async with boards.heeding(writing, day_of(at), by=by, at=at):
        await _choose_facts(writing, wish, by=by, at=at, site=site)
        moved |= await register.merge_entries(writing, wish.kept, wish.gone, wish.reason, by=by, at=at)
        await gatherings.belong_once(writing, wish.kept, wish.gone, at=at)
        await activities.sign_up_once(writing, wish.kept, wish.gone, at=at)
        await recommendations.raised_once(writing, wish.kept, wish.gone)
        await circles.belong_once(writing, wish.kept, wish.gone, at=at)
        await consultations.moved_once(writing, wish.kept, wish.gone)
        moved |= await _move(writing, wish)
    moved |= await representation.take_over(writing, wish.kept, wish.gone, by=by, at=at)
    moved |= await ballots.take_over(writing, wish.kept, wish.gone)
    moved["roll"] = await _rolls(writing, wish, by=by, at=at)
    await post.stop(writing, wish.gone, MERGED, by=by, at=at)
    await identity.close_ways_in(writing, wish.gone, by=by, at=at)
    await identity.become_part_of(writing, wish.gone, wish.kept, by=by, at=at)
    await register.note_merged(
        writing, wish.kept, wish.gone, wish.reason, json.dumps(moved, sort_keys=True), by=by, at=at
    )
    await follow(writing, society, [wish.kept, wish.gone], by=by, at=at)
    for meeting_id in sorted(meetings):
        await ballots.follow_proxies(writing, society, meeting_id, at=at)
    return {name: number for name, number in moved.items() if number}


async def _with_proxies(reading: AsyncSession, wish: Wish) -> set[UUID]:
    """The meetings for which one of the two named somebody or is named."""
    return {view.meeting_id for one in (wish.kept, wish.gone) for view in await proxies.proxies_with(reading, one)}


async def check(reading: AsyncSession, kept: UUID, gone: UUID, *, by: UUID) -> None:
    """Raises what stands in the way of making one of these two."""
    rules.check_merge(
        await _record(reading, kept),
        await _record(reading, gone),
        same=kept == gone,
        officer_is_one=by in (kept, gone),
    )
    await _no_two_seats(reading, kept, gone)
    await _not_twice_on_an_open_roll(reading, kept, gone)
    await _not_both_standing(reading, kept, gone)
    await _not_both_checked_in(reading, kept, gone)
    await _not_both_peers(reading, kept, gone)
    await _not_twice_in_a_circle(reading, kept, gone)
    await purses.check_may_become_one(reading, kept, gone)


async def _record(reading: AsyncSession, person_id: UUID) -> Record:
    return Record(
        organisation=await people.kind_of(reading, person_id) is PersonKind.ORGANISATION,
        merged=await people.merged_into(reading, person_id) is not None,
        died=await people.death_of(reading, person_id) is not None,
    )


async def _no_two_seats(reading: AsyncSession, kept: UUID, gone: UUID) -> None:
    """Invariant 17: nobody sits twice on one body."""
    held: dict[UUID, list[Tenure]] = {kept: [], gone: []}
    for tenure in await reading.scalars(select(Tenure).where(Tenure.person_id.in_((kept, gone)))):
        held[tenure.person_id].append(tenure)
    for one in held[kept]:
        for other in held[gone]:
            if one.body == other.body and _overlap(one.from_on, one.to_on, other.from_on, other.to_on):
                raise NotAllowed(
                    "Both records hold a seat on one body at the same time. One person cannot sit twice: end one of "
                    "the seats first, or correct its days."
                )


def _overlap(from_on: date, to_on: date | None, other_from: date, other_to: date | None) -> bool:
    return from_on < (other_to or date.max) and other_from < (to_on or date.max)


async def _not_twice_on_an_open_roll(reading: AsyncSession, kept: UUID, gone: UUID) -> None:
    for ballot in await _on_both_rolls(reading, kept, gone, Stage.OPEN):
        raise WrongMoment(
            "Both records are on the roll of vote {number}, which is open. Do this after it has closed, on {day}.",
            number=ballot.number,
            day=ballot.closes_at,
        )


async def _on_both_rolls(reading: AsyncSession, kept: UUID, gone: UUID, stage: Stage) -> list[Ballot]:
    theirs = select(MemberHandle.ballot_id).where(MemberHandle.person_id == kept)
    question = (
        select(Ballot)
        .join(MemberHandle, MemberHandle.ballot_id == Ballot.id)
        .where(Ballot.stage == stage, MemberHandle.person_id == gone, Ballot.id.in_(theirs))
    )
    return list(await reading.scalars(question.order_by(Ballot.closes_at)))


async def _not_both_standing(reading: AsyncSession, kept: UUID, gone: UUID) -> None:
    there = select(Candidate.contest_id).where(Candidate.person_id == kept)
    twice = select(Candidate.id).where(Candidate.person_id == gone, Candidate.contest_id.in_(there))
    if (await reading.scalars(twice.limit(1))).first() is not None:
        raise NotAllowed(
            "Both records stood in one election. They cannot become one without changing its papers. Leave them as "
            "they are, and end the memberships of one of them."
        )


async def _not_both_checked_in(reading: AsyncSession, kept: UUID, gone: UUID) -> None:
    there = select(AttendanceSpan.meeting_id).where(AttendanceSpan.person_id == kept, AttendanceSpan.out_at.is_(None))
    twice = select(AttendanceSpan.id).where(
        AttendanceSpan.person_id == gone, AttendanceSpan.out_at.is_(None), AttendanceSpan.meeting_id.in_(there)
    )
    if (await reading.scalars(twice.limit(1))).first() is not None:
        raise WrongMoment("Both records are checked in at a meeting. Check one of them out first.")


async def _not_both_peers(reading: AsyncSession, kept: UUID, gone: UUID) -> None:
    """Invariant 48: together they could carry more than one peer may."""
    if await representation.both_peers(reading, kept, gone):
        raise NotAllowed("Both records are peers of one group at the same time. End one of the two offices first.")


async def _not_twice_in_a_circle(reading: AsyncSession, kept: UUID, gone: UUID) -> None:
    title = await ballots.both_in_a_circle(reading, kept, gone)
    if title is not None:
        raise WrongMoment(
            "Both records are in a circle that is deciding now: {title}. Do this when it has decided.", title=title
        )


async def _choose_facts(writing: AsyncSession, wish: Wish, *, by: UUID, at: datetime, site: Site | None) -> None:
    unknown = wish.facts_of_gone - set(FACTS)
    if unknown:
        raise NotValid("Choose for each fact which record is right.")
    gone = await writing.get_one(Person, wish.gone)
    chosen = {name: getattr(gone, name) for name in FACTS if name in wish.facts_of_gone}
    if chosen:
        changes = PersonChanges(**chosen)
        await identity.change_person(writing, wish.kept, changes, by=by, at=at, site=site, reason=wish.reason)


async def _move(writing: AsyncSession, wish: Wish) -> dict[str, int]:
    """What simply names the other record from now on, by the list of everything that names people."""
    moved = {}
    for naming in NAMING:
        if naming.on_merge is OnMerge.MOVES:
            table = Base.metadata.tables[naming.table]
            column = table.c[naming.column]
            done = await writing.execute(update(table).where(column == wish.gone).values({column.name: wish.kept}))
            moved[f"{naming.table}.{naming.column}"] = int(getattr(done, "rowcount", 0))
    told = select(NoticeDelivery.notice_id).where(NoticeDelivery.person_id == wish.kept)
    own = NoticeDelivery.person_id == wish.gone
    done = await writing.execute(
        update(NoticeDelivery).where(own, NoticeDelivery.notice_id.not_in(told)).values(person_id=wish.kept)
    )
    moved["notice_delivery.person_id"] = int(getattr(done, "rowcount", 0))
    theirs = select(MeetingEntitled.meeting_id).where(MeetingEntitled.person_id == wish.kept)
    second = MeetingEntitled.person_id == wish.gone
    await writing.execute(delete(MeetingEntitled).where(second, MeetingEntitled.meeting_id.in_(theirs)))
    done = await writing.execute(update(MeetingEntitled).where(second).values(person_id=wish.kept))
    moved["meeting_entitled.person_id"] = int(getattr(done, "rowcount", 0))
    heard = select(Heard.meeting_id).where(Heard.person_id == wish.kept)
    again = Heard.person_id == wish.gone
    await writing.execute(delete(Heard).where(again, Heard.meeting_id.in_(heard)))
    done = await writing.execute(update(Heard).where(again).values(person_id=wish.kept))
    moved["gathering_heard.person_id"] = int(getattr(done, "rowcount", 0))
    carried = select(Appellant.application_id).where(Appellant.person_id == wish.kept)
    done = await writing.execute(
        update(Appellant)
        .where(Appellant.person_id == wish.gone, Appellant.application_id.not_in(carried))
        .values(person_id=wish.kept)
    )
    moved["appellant.person_id"] = int(getattr(done, "rowcount", 0))
    moved["office.person_id"] = await _offices(writing, wish)
    return moved


async def _offices(writing: AsyncSession, wish: Wish) -> int:
    """Offices go over, but those the other record holds at the same time: they stay where they were."""
    held = list(await writing.scalars(select(Office).where(Office.person_id == wish.kept)))
    number = 0
    for office in await writing.scalars(select(Office).where(Office.person_id == wish.gone)):
        same = [one for one in held if (one.role, one.constituency) == (office.role, office.constituency)]
        if not any(_overlap(one.from_on, one.to_on, office.from_on, office.to_on) for one in same):
            office.person_id = wish.kept
            number += 1
    return number


async def _rolls(writing: AsyncSession, wish: Wish, *, by: UUID, at: datetime) -> int:
    """On a roll that is frozen and not open, the second entry is struck; elsewhere it becomes the one person's."""
    if await _on_both_rolls(writing, wish.kept, wish.gone, Stage.FROZEN):
        await ballots.strike_before_opening(writing, wish.gone, WhyStruck.MERGED, by=by, at=at, where_also=wish.kept)
    there = select(MemberHandle.ballot_id).where(MemberHandle.person_id == wish.kept)
    theirs = (MemberHandle.person_id == wish.gone) & MemberHandle.ballot_id.not_in(there)
    done = await writing.execute(update(MemberHandle).where(theirs).values(person_id=wish.kept))
    # What was struck stays struck: nobody is put back under another name.
    await writing.execute(update(RollStrike).where(RollStrike.person_id == wish.gone).values(person_id=None))
    number = int(getattr(done, "rowcount", 0))
    if number:
        await record.add(writing, Event("roll.moved", f"person:{wish.kept}", at, by, {"entries": number}))
    return number
