"""Proxies of a meeting: what a member sees of theirs, whom one may name, the register, who is represented now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots import queries as ballots
from govern.ballots.queries import ProxyNumbers
from govern.ballots.queries.views import BallotLine
from govern.ballots.rules import Stage as BallotStage
from govern.ballots.seal.manifest import Channel
from govern.constituencies.register import queries as register
from govern.constituencies.representation import queries as representation
from govern.constituencies.representation.queries import ProxyView
from govern.constituencies.representation.rules import proxies as proxy_rules
from govern.constituencies.rulebook.book import Rulebook
from govern.database import in_language
from govern.errors import NotFound, NotValid
from govern.identity import queries as identity
from govern.identity.queries import PersonView
from govern.meetings import rules
from govern.meetings.lifecycle.held import found
from govern.meetings.lifecycle.meeting import spans_at
from govern.meetings.lifecycle.preparing import book_of
from govern.meetings.lifecycle.presence import represented_by
from govern.meetings.lifecycle.proxies import chair_to_come, deadline_of
from govern.meetings.lifecycle.wording import record_day
from govern.meetings.models import Meeting
from govern.meetings.queries.meetings import ballots_of
from govern.meetings.rules import OF_MEMBERS, MeetingKind
from govern.sentences import Sentence


class ProxyVote(msgspec.Struct, frozen=True):
    """One vote of the meeting beside a member's appointment. `code`: their directions are in the box. `left`: titles
    of questions in it that they leave to the holder all the same."""

    ballot: BallotLine
    open_now: bool
    to_come: bool
    directed: bool
    code: str | None
    left: tuple[str, ...] = ()


class ProxyPage(msgspec.Struct, frozen=True, kw_only=True):
    """A member's page of proxies for one meeting."""

    allowed: bool
    who_may: Sentence
    anybody: bool
    may_direct: bool
    attends: bool
    most: int
    until: datetime
    late: bool
    chair: str
    mine: ProxyView | None
    votes: tuple[ProxyVote, ...]
    held: tuple[ProxyView, ...]


async def proxy_page(
    reading: AsyncSession, meeting_id: UUID, voter_id: UUID, person_id: UUID, language: str, at: datetime
) -> ProxyPage:
    """What one member sees: until when, whom they named, what is sealed, and who named them."""
    meeting = await found(reading, meeting_id)
    book = await book_of(reading, meeting.starts_at)
    mine = await representation.proxy_of(reading, meeting_id, voter_id)
    chair = await chair_to_come(reading, meeting, at)
    until = deadline_of(meeting, book)
    return ProxyPage(
        allowed=book.proxy.allowed,
        who_may=proxy_rules.who_may(book),
        anybody=book.proxy.holder == "any_person",
        may_direct=book.proxy.directed,
        attends=book.proxy.holder_attends,
        most=book.proxy.max_per_holder,
        until=until,
        late=at > until,
        chair=await _name_if_possible(reading, book, chair, voter_id, at),
        mine=mine,
        votes=await _votes(reading, meeting_id, mine, language, at),
        held=await representation.proxies_held(reading, meeting_id, person_id),
    )


async def _name_if_possible(
    reading: AsyncSession, book: Rulebook, chair: UUID | None, voter_id: UUID, at: datetime
) -> str:
    """The name of whoever is in the chair, where this member may name them."""
    if chair is None or chair == voter_id:
        return ""
    groups = await register.constituencies_of(reading, chair, rules.day_of(at))
    if book.proxy.holder != "any_person" and not groups:
        return ""
    return (await identity.person(reading, chair)).name


async def _votes(
    reading: AsyncSession, meeting_id: UUID, mine: ProxyView | None, language: str, at: datetime
) -> tuple[ProxyVote, ...]:
    shown = []
    for line in await ballots_of(reading, meeting_id, language):
        if line.stage in (BallotStage.DRAFT, BallotStage.WITHDRAWN):
            continue
        directed = mine is not None and mine.stands and line.id in mine.directed
        code = await ballots.direction_code(reading, line.id, mine.member_id) if mine and directed else None
        open_now = line.stage is BallotStage.OPEN and at <= line.closes_at
        to_come = line.stage in (BallotStage.PUBLISHED, BallotStage.FROZEN)
        partly = mine is not None and line.id in mine.parts
        left = await ballots.left_to_holder(reading, line.id, mine.member_id, language) if mine and partly else ()
        shown.append(ProxyVote(line, open_now, to_come, directed, code, left))
    return tuple(shown)


class ProxyLine(msgspec.Struct, frozen=True):
    """A meeting to come: who votes there for somebody, or for whom they vote. Nobody named yet leaves both empty."""

    meeting_id: UUID
    title: str
    starts_at: datetime
    holder: str
    members: tuple[str, ...]


async def proxies_of_mine(reading: AsyncSession, person_id: UUID, language: str) -> tuple[ProxyLine, ...]:
    """For every meeting of members to come or on: whom somebody named, and who named them. The soonest first.

    A meeting is left out where the rules let nobody vote in another's place.
    """
    wanted = (
        select(Meeting)
        .where(Meeting.stage.in_((rules.Stage.NOTICED, rules.Stage.OPEN)), Meeting.kind.in_(OF_MEMBERS))
        .order_by(Meeting.starts_at)
        .limit(20)
    )
    held = await representation.proxies_with(reading, person_id)
    lines = []
    for meeting in await reading.scalars(wanted):
        if not await may_name_proxies(reading, meeting.kind, meeting.starts_at):
            continue
        here = [one for one in held if one.meeting_id == meeting.id]
        holder = next((one.holder for one in here if one.member_id == person_id), "")
        members = tuple(sorted(one.member for one in here if one.holder_id == person_id))
        title = in_language(meeting.title, language)
        lines.append(ProxyLine(meeting.id, title, meeting.starts_at, holder, members))
    return tuple(lines)


async def proxy_until(reading: AsyncSession, meeting_id: UUID) -> datetime:
    """The last moment for naming somebody: before the day on which the meeting is, or goes on (CA 2006 s327)."""
    meeting = await found(reading, meeting_id)
    return deadline_of(meeting, await book_of(reading, meeting.starts_at))


async def may_name_proxies(reading: AsyncSession, kind: MeetingKind, starts_at: datetime) -> bool:
    """Whether the rules let somebody else vote in a member's place at such a meeting."""
    return kind in OF_MEMBERS and (await book_of(reading, starts_at)).proxy.allowed


async def member_named(reading: AsyncSession, words: str, on: datetime, field: str = "holder") -> UUID:
    """The member with this number, or with just this whole name, or an organisation.

    No part of a name finds anybody.

    Raises `NotFound` with the field, `NotValid` where several have the name.
    """
    typed = " ".join(words.split())
    numbered = await register.person_with_number(reading, typed)
    if numbered is not None:
        return numbered
    alike = (await register.members(reading, rules.day_of(on), words=typed)).lines
    members = [one.person_id for one in alike if one.name.casefold() == typed.casefold()]
    if len(members) > 1:
        raise NotValid("Several members have this name. Type the member's number instead.", field=field)
    if not members:
        raise NotFound(
            "We know no member with this name or number. Type the whole name as in the register, or the number.",
            field=field,
        )
    return members[0]


async def holder_named(reading: AsyncSession, words: str, on: datetime) -> UUID:
    """Whom a member names to come: a member, or who acts for an organisation. Raises as above."""
    day = rules.day_of(on)
    try:
        named = await member_named(reading, words, on)
    except NotFound:
        typed = " ".join(words.split()).casefold()
        alike = [p.id for p in await identity.people_named(reading, words) if p.name.casefold() == typed]
        acting = {human for _, human in await register.acted_for(reading, alike, day)}
        if len(acting) != 1:
            raise
        return acting.pop()
    return (await register.representatives_of(reading, [named], day)).get(named, named)


class MeetingProxies(msgspec.Struct, frozen=True, kw_only=True):
    """The register of proxies of a meeting, as officers see it."""

    allowed: bool
    anybody: bool
    may_direct: bool
    until: datetime
    chair: PersonView | None
    lines: tuple[ProxyView, ...]
    votes: tuple[ProxyVote, ...]
    numbers: tuple[tuple[BallotLine, Mapping[Channel, ProxyNumbers]], ...]

    @property
    def standing(self) -> tuple[ProxyView, ...]:
        return tuple(one for one in self.lines if one.stands)

    @property
    def ended(self) -> tuple[ProxyView, ...]:
        return tuple(one for one in self.lines if not one.stands and one.why_refused is None)

    @property
    def refused(self) -> tuple[ProxyView, ...]:
        return tuple(one for one in self.lines if one.why_refused is not None)

    @property
    def directed(self) -> int:
        """How many of those that stand are directed in at least one vote."""
        return sum(bool(one.directed) for one in self.standing)

    @property
    def partly(self) -> int:
        """Of these, how many leave other questions of the same vote to the holder."""
        return sum(bool(one.parts) for one in self.standing)


async def meeting_proxies(reading: AsyncSession, meeting_id: UUID, language: str, at: datetime) -> MeetingProxies:
    meeting = await found(reading, meeting_id)
    book = await book_of(reading, meeting.starts_at)
    chair = await chair_to_come(reading, meeting, at)
    votes = await _votes(reading, meeting_id, None, language, at)
    numbers = [(vote.ballot, await ballots.proxy_numbers(reading, vote.ballot.id)) for vote in votes]
    return MeetingProxies(
        allowed=book.proxy.allowed,
        anybody=book.proxy.holder == "any_person",
        may_direct=book.proxy.directed,
        until=deadline_of(meeting, book),
        chair=None if chair is None else await identity.person(reading, chair),
        lines=await representation.proxy_register(reading, meeting_id),
        votes=votes,
        numbers=tuple((ballot, found_) for ballot, found_ in numbers if found_ is not None),
    )


# --- For the quorum -------------------------------------------------------------------------------------------------


async def represents(reading: AsyncSession, meeting_id: UUID) -> dict[UUID, frozenset[UUID]]:
    """Who may speak for whom at this meeting: by proxy, and by mandate where the rules count peers' mandates.

    For `rules.tally`, which counts nobody twice (invariants 27 and 28). Each way is there only where the quorum of
    the rules counts it (invariant 26).
    """
    meeting = await found(reading, meeting_id)
    held = await represented_by(reading, meeting, await book_of(reading, meeting.starts_at))
    return {UUID(holder): frozenset(UUID(member) for member in members) for holder, members in held.items()}


async def represented(reading: AsyncSession, meeting_id: UUID, at: datetime) -> dict[str, int]:
    """How many members are represented at this minute by somebody who is here, in each group; each once.

    Whoever is here themself is not among them; nor is who only voted early (invariants 27 and 28).
    """
    meeting = await found(reading, meeting_id)
    book = await book_of(reading, meeting.starts_at)
    here = {span.person_id for span in await spans_at(reading, meeting_id, at)}
    spoken = {
        member
        for holder, members in (await represents(reading, meeting_id)).items()
        if holder in here
        for member in members
    } - here
    day = min(record_day(meeting.called_for, book), rules.day_of(at))
    groups = await register.groups_on(reading, spoken, day)
    voting = [group.id for group in book.voting_constituencies()]
    counted: Counter[str] = Counter()
    for member in spoken:
        theirs = next((group for group in groups.get(member, ()) if group in voting), None)
        if theirs is not None:
            counted[theirs] += 1
    return dict(counted)
