"""In one year, over the whole society: in how many decisions each group took part (M39), and whether what is talked
about comes from members or from officers (M85).

Forums for certain people only are left out altogether (invariant 61). Of votes there is only what was declared.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TypeVar
from uuid import UUID

import msgspec
from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots import queries as ballots
from govern.ballots.models import ConsentAnswer, ConsentMember, ConsentProposal
from govern.ballots.rules.tallying import TookPart
from govern.constituencies.register import queries as register
from govern.constituencies.register.models import Membership
from govern.constituencies.rulebook import queries as rulebook
from govern.constituencies.rulebook.book import Rulebook
from govern.constituencies.rulebook.rules import body_name, group_name, layer_name
from govern.forums.gatherings.models import Belonging, FacilitatorTerm, Forum, ForumItem, GatheringNote
from govern.forums.gatherings.rules import COUNTS, ItemKind
from govern.forums.gatherings.rules.taking_part import Decision, Share, Sources, shares
from govern.identity.models import Office
from govern.identity.rules import LONDON, day_of
from govern.meetings.models import AgendaItem, AttendanceSpan, Meeting
from govern.meetings.rules import GENERAL, MeetingKind, Outcome, Stage
from govern.permissions import OFFICERS
from govern.sentences import Sentence

VOTES, ROOM, BODY, LAYER = "votes", "room", "body:", "layer:"
IN_FORUMS, ON_AGENDAS = Sentence("Raised in forums"), Sentence("On the agendas of bodies")
Name = str | Sentence
W = TypeVar("W")


class YearView(msgspec.Struct, frozen=True, kw_only=True):
    """The page of one year. `no_vote`: the names of groups with a voice and no vote (M58)."""

    year: int
    groups: tuple[str, ...]
    rows: tuple[tuple[Name, tuple[Share | None, ...]], ...]
    sources: tuple[tuple[Sentence, Sources], ...]
    no_vote: tuple[str, ...]
    floor: int


async def of_year(reading: AsyncSession, year: int, at: datetime, language: str) -> YearView:
    """The same number of questions, however much was decided."""
    start, end = datetime(year, 1, 1, tzinfo=LONDON), datetime(year + 1, 1, 1, tzinfo=LONDON)
    today = day_of(at)
    book = (await rulebook.in_force(reading, today)).rulebook
    floor, members = book.consultation.min_cell, await register.count_by_group(reading, today)
    decisions = [
        *_in_votes(await ballots.took_part_declared(reading, start, end), floor),
        *await _in_meetings(reading, book, members, start, end, floor),
        *await _by_consent(reading, start, end, floor),
        *await _in_forums(reading, start, end, floor),
    ]
    groups = [group.id for group in book.constituencies]
    found = shares(decisions, groups)
    return YearView(
        year=year,
        groups=tuple(group_name(group, language) for group in book.constituencies),
        rows=tuple(
            (name, tuple(found[where][group] for group in groups))
            for where, name in _places(book, language).items()
            if where in found
        ),
        sources=(
            (IN_FORUMS, await _raised(reading, start, end)),
            (ON_AGENDAS, await _on_agendas(reading, start, end)),
        ),
        no_vote=tuple(group_name(group, language) for group in book.constituencies if group.votes == "none"),
        floor=floor,
    )


def _places(book: Rulebook, language: str) -> dict[str, Name]:
    """Where things are decided, from the members' votes down to the forums."""
    found: dict[str, Name] = {
        VOTES: Sentence("Votes of the members"),
        ROOM: Sentence("Decided by the members without papers"),
    }
    found |= {BODY + body.id: body_name(body, language) for body in book.bodies}
    layers = sorted(book.forum_layers, key=lambda layer: -layer.order)
    return found | {LAYER + layer.id: layer_name(layer, language) for layer in layers}


def _in_votes(contests: Iterable[TookPart], floor: int) -> list[Decision]:
    """Resolutions, elections and choices between several things alike: a group took part where enough of it voted."""
    return [Decision(where=VOTES, took=one.took, there_are=one.there_are, least=floor) for one in contests]


async def _in_meetings(
    reading: AsyncSession, book: Rulebook, members: Mapping[str, int], start: datetime, end: datetime, floor: int
) -> list[Decision]:
    """What was decided without papers. A body's people hold an office and stand in its minutes by name: there a group
    took part where anybody of it did, among those that have seats."""
    was_there = and_(
        AttendanceSpan.meeting_id == AgendaItem.meeting_id,
        AttendanceSpan.counts,
        AttendanceSpan.in_at <= AgendaItem.settled_at,
        or_(AttendanceSpan.out_at.is_(None), AttendanceSpan.out_at > AgendaItem.settled_at),
    )
    question = (
        select(
            AgendaItem.id, Meeting.body, AttendanceSpan.constituency, func.count(AttendanceSpan.person_id.distinct())
        )
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .outerjoin(AttendanceSpan, was_there)
        .where(
            Meeting.forum_id.is_(None),
            Meeting.kind != MeetingKind.FORUM,
            AgendaItem.outcome == Outcome.DECIDED,
            AgendaItem.contest_id.is_(None),
            AgendaItem.settled_at >= start,
            AgendaItem.settled_at < end,
        )
        .group_by(AgendaItem.id, Meeting.body, AttendanceSpan.constituency)
    )
    seats: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for seat in book.seats:
        seats[seat.body][seat.constituency] += seat.count
    return [
        Decision(
            where=ROOM if body == GENERAL else BODY + body,
            took=took,
            there_are=members if body == GENERAL else Counter(seats[body]) | Counter(took),
            least=floor if body == GENERAL else 1,
        )
        for body, took in await _gathered(reading, question)
    ]


async def _by_consent(reading: AsyncSession, start: datetime, end: datetime, floor: int) -> list[Decision]:
    """What bodies and the members agreed on by consent: whoever answered took part. Consent is given by name and
    openly. Circles outside the bodies are left out: some of them are private."""
    belonged = and_(
        Membership.person_id == ConsentMember.person_id,
        Membership.joined_on <= ConsentProposal.consented_on,
        or_(Membership.ended_on.is_(None), Membership.ended_on > ConsentProposal.consented_on),
    )
    answered = and_(
        ConsentAnswer.proposal_id == ConsentProposal.id, ConsentAnswer.person_id == ConsentMember.person_id
    )
    question = (
        select(
            ConsentProposal.id,
            ConsentProposal.body,
            Membership.constituency,
            func.count(ConsentMember.person_id.distinct()),
            func.count(ConsentAnswer.person_id.distinct()),
        )
        .join(ConsentMember, ConsentMember.proposal_id == ConsentProposal.id)
        .join(Membership, belonged)
        .outerjoin(ConsentAnswer, answered)
        .where(
            ConsentProposal.circle_id.is_(None),
            ConsentProposal.consented_on >= start.date(),
            ConsentProposal.consented_on < end.date(),
        )
        .group_by(ConsentProposal.id, ConsentProposal.body, Membership.constituency)
    )
    bodies: dict[UUID, str] = {}
    there_are: dict[UUID, dict[str, int]] = defaultdict(dict)
    took: dict[UUID, dict[str, int]] = defaultdict(dict)
    for proposal, body, group, members, answers in await reading.execute(question):
        bodies[proposal] = body
        there_are[proposal][group], took[proposal][group] = members, answers
    return [
        Decision(
            where=ROOM if body == GENERAL else BODY + body,
            took=took[proposal],
            there_are=there_are[proposal],
            least=floor if body == GENERAL else 1,
        )
        for proposal, body in bodies.items()
    ]


async def _in_forums(reading: AsyncSession, start: datetime, end: datetime, floor: int) -> list[Decision]:
    was_there = and_(
        AttendanceSpan.meeting_id == GatheringNote.meeting_id,
        AttendanceSpan.counts,
        AttendanceSpan.in_at <= GatheringNote.decided_at,
        or_(AttendanceSpan.out_at.is_(None), AttendanceSpan.out_at > GatheringNote.decided_at),
    )
    question = (
        select(
            GatheringNote.item_id,
            Forum.id,
            AttendanceSpan.constituency,
            func.count(AttendanceSpan.person_id.distinct()),
        )
        .join(Forum, Forum.id == GatheringNote.forum_id)
        .outerjoin(AttendanceSpan, was_there)
        .where(Forum.restricted.is_(False), GatheringNote.decided_at >= start, GatheringNote.decided_at < end)
        .group_by(GatheringNote.item_id, Forum.id, AttendanceSpan.constituency)
    )
    belong = (
        select(Forum.id, Forum.layer, Belonging.constituency, func.count())
        .join(Belonging, Belonging.forum_id == Forum.id)
        .where(Forum.restricted.is_(False), Belonging.to_on.is_(None), Belonging.standing.in_(COUNTS))
        .group_by(Forum.id, Forum.layer, Belonging.constituency)
    )
    layers: dict[UUID, str] = {}
    there: dict[UUID, dict[str, int]] = defaultdict(dict)
    for forum, layer, group, number in await reading.execute(belong):
        layers[forum] = layer
        if group is not None:
            there[forum][group] = number
    return [
        Decision(where=LAYER + layers[forum], took=took, there_are=there[forum], least=floor)
        for forum, took in await _gathered(reading, question)
        if forum in layers
    ]


async def _gathered(
    reading: AsyncSession, question: Select[UUID, W, str | None, int]
) -> list[tuple[W, dict[str, int]]]:
    """Of each decision: where it was made, and how many of each group were there."""
    where: dict[UUID, W] = {}
    took: dict[UUID, dict[str, int]] = defaultdict(dict)
    for decision, place, group, number in await reading.execute(question):
        where[decision] = place
        if group is not None:
            took[decision][group] = number
    return [(place, took[decision]) for decision, place in where.items()]


async def _raised(reading: AsyncSession, start: datetime, end: datetime) -> Sources:
    """Things are counted here and not people; whoever takes part in an open forum reads who raised what."""
    items = (
        select(ForumItem.forum_id, ForumItem.raised_by, ForumItem.raised_at)
        .join(Forum, Forum.id == ForumItem.forum_id)
        .where(
            Forum.restricted.is_(False),
            ForumItem.kind != ItemKind.OWED,
            ForumItem.raised_by.is_not(None),
            ForumItem.taken_back_at.is_(None),
            ForumItem.raised_at >= start,
            ForumItem.raised_at < end,
        )
    )
    leads: dict[object, list[FacilitatorTerm | Office]] = defaultdict(list)
    for term in await reading.scalars(select(FacilitatorTerm)):
        leads[term.forum_id, term.person_id].append(term)
    for office in await reading.scalars(select(Office).where(Office.role.in_(OFFICERS))):
        leads[office.person_id].append(office)
    members = officers = 0
    for forum, person, raised_at in await reading.execute(items):
        day = day_of(raised_at)
        held = (*leads[forum, person], *leads[person])
        if any(one.from_on <= day and (one.to_on is None or one.to_on >= day) for one in held):
            officers += 1
        else:
            members += 1
    return Sources(members, officers)


async def _on_agendas(reading: AsyncSession, start: datetime, end: datetime) -> Sources:
    """What came up from forums stands there by itself; everything else was put there by those who prepare it."""
    question = (
        select(AgendaItem.owed_id.is_not(None), func.count())
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(
            Meeting.forum_id.is_(None),
            Meeting.stage.in_((Stage.NOTICED, Stage.OPEN, Stage.CLOSED)),
            Meeting.starts_at >= start,
            Meeting.starts_at < end,
        )
        .group_by(AgendaItem.owed_id.is_not(None))
    )
    counted = {bool(came_up): number for came_up, number in await reading.execute(question)}
    return Sources(counted.get(True, 0), counted.get(False, 0))
