"""Proposals of circles: as the rules see them, as the circle reads them, and what waits for whom."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots.deciding.consent import STANDS, Objection, Phase, Proposal, as_of, offered
from govern.ballots.models import (
    ConsentAnswer,
    ConsentFinding,
    ConsentMember,
    ConsentProposal,
    ConsentRound,
    ConsentVote,
    ConsentWording,
)
from govern.ballots.rules import Rounds, local_day
from govern.ballots.rules import consenting as rules
from govern.ballots.rules.consenting import GENERAL, Said, Voted
from govern.constituencies.rulebook import queries as rulebooks
from govern.constituencies.rulebook.book import Rulebook
from govern.constituencies.rulebook.rules import body_name
from govern.database import in_language
from govern.errors import NotFound, NotValid
from govern.identity import queries as identity
from govern.sentences import Sentence

THE_MEMBERS = Sentence("All members")
#: Over, with nothing to come.
DONE = (Phase.LOST, Phase.TO_BALLOT, Phase.TO_PARENT, Phase.DROPPED, Phase.CHANGED, Phase.ENDED)


class ProposalLine(msgspec.Struct, frozen=True, kw_only=True):
    """A proposal in a list. `asked`: this person is in the circle, and their answer or vote is wanted now."""

    id: UUID
    title: str
    body: Sentence | str
    phase: Phase
    round: int
    until: datetime | None
    review_on: date | None
    asked: bool = False
    drafted_at: datetime | None = None

    @property
    def goes_on(self) -> bool:
        return self.phase not in DONE and self.phase not in STANDS and self.phase is not Phase.DUE_FOR_REVIEW


class WordingView(msgspec.Struct, frozen=True):
    """One wording, in one language, and what was changed in it."""

    version: int
    text: str
    texts: dict[str, str]
    changed: str


class AnswerView(msgspec.Struct, frozen=True, kw_only=True):
    """What one person said. `concern`: it stops nothing; `found_by` are those who find no reason in it so far."""

    id: UUID
    person_id: UUID
    name: str
    said: Said
    reason: str
    concern: bool
    after_round: bool
    noted: bool
    met: str = ""
    found_by: tuple[str, ...] = ()
    finders: frozenset[UUID] = frozenset()


class RoundView(msgspec.Struct, frozen=True, kw_only=True):
    """One round: which wording was asked, who said what, and who was absent once it had ended."""

    number: int
    version: int
    ended_at: datetime | None
    answers: tuple[AnswerView, ...]
    absent: tuple[str, ...]


class ProposalPage(msgspec.Struct, frozen=True, kw_only=True):
    """A proposal with everything its pages show, in one language."""

    id: UUID
    body_id: str
    body: Sentence | str
    kind: str | None
    title: str
    titles: dict[str, str]
    phase: Phase
    round: int
    rounds_max: int
    absent_hours: int
    until: datetime | None
    consented_on: date | None
    review_on: date | None
    review_words: str
    circle: dict[UUID, str]
    absent: frozenset[UUID]
    wordings: tuple[WordingView, ...]
    rounds: tuple[RoundView, ...]
    votes: tuple[tuple[str, Voted], ...]
    voted: frozenset[UUID]
    vote_told: tuple[Sentence, ...]
    fallback: str
    offer: Sentence | None
    from_id: UUID | None
    contest: UUID | None = None

    @property
    def wording(self) -> WordingView:
        return self.wordings[-1]

    @property
    def open_objections(self) -> tuple[AnswerView, ...]:
        return tuple(
            one for each in self.rounds[-1:] for one in each.answers if one.said is Said.OBJECTION and not one.concern
        )

    def may_answer(self, person_id: UUID) -> bool:
        """Whether this person's word is heard now: in the round, or afterwards where they were absent."""
        if self.phase is Phase.PROVISIONAL:
            late = {one.person_id for one in self.rounds[-1].answers if one.after_round}
            return person_id in self.absent and person_id not in late
        return self.phase is Phase.ROUND and person_id in self.circle

    def answer_of(self, person_id: UUID) -> AnswerView | None:
        """What this person said in the latest round."""
        return next((one for each in self.rounds[-1:] for one in each.answers if one.person_id == person_id), None)


async def as_rule(reading: AsyncSession, row: ConsentProposal) -> Proposal:
    """The proposal as the rules of consent see it: its circle, who was absent, and every objection."""
    book = (await rulebooks.version(reading, row.rulebook_version_id)).rulebook
    circle = await circle_of(reading, row.id)
    answers = list(await reading.scalars(select(ConsentAnswer).where(ConsentAnswer.proposal_id == row.id)))
    there = {str(one.person_id) for one in answers if one.round == row.round and not one.after_round}
    objections = tuple(
        Objection(str(one.person_id), one.reason, one.round, one.unreasoned_at is not None, one.met)
        for one in sorted(answers, key=lambda one: (one.round, one.given_at))
        if one.said is Said.OBJECTION
    )
    return Proposal(
        rule=rules.consent_rule(book, row.body),
        circle=circle,
        phase=row.phase,
        round=row.round,
        absent=circle - there if row.phase is Phase.PROVISIONAL else frozenset(),
        objections=objections,
        until=row.until,
        consented_on=row.consented_on,
        review_on=row.review_on,
    )


async def circle_of(reading: AsyncSession, proposal_id: UUID) -> frozenset[str]:
    people = await reading.scalars(select(ConsentMember.person_id).where(ConsentMember.proposal_id == proposal_id))
    return frozenset(str(one) for one in people)


async def newest_wording(reading: AsyncSession, proposal_id: UUID) -> ConsentWording:
    found = await reading.scalar(
        select(ConsentWording)
        .where(ConsentWording.proposal_id == proposal_id)
        .order_by(ConsentWording.version.desc())
        .limit(1)
    )
    assert found is not None
    return found


async def proposals(
    reading: AsyncSession, at: datetime, language: str, me: Iterable[UUID] = (), *, drafts: bool = False
) -> tuple[ProposalLine, ...]:
    """All proposals, the newest first; those nobody has presented only where `drafts` are wanted."""
    question = select(ConsentProposal).order_by(ConsentProposal.drafted_at.desc()).limit(200)
    if not drafts:
        question = question.where(ConsentProposal.phase != Phase.DRAFT)
    rows = list(await reading.scalars(question))
    asked = await _asked(reading, [row for row in rows if row.phase in WAITING], set(me), at)
    return tuple([await _line(reading, row, at, language, asked) for row in rows])


async def _line(
    reading: AsyncSession, row: ConsentProposal, at: datetime, language: str, asked: set[UUID]
) -> ProposalLine:
    book = (await rulebooks.version(reading, row.rulebook_version_id)).rulebook
    now = as_of(_bare(row, book), at)
    return ProposalLine(
        id=row.id,
        title=in_language(row.title, language),
        body=_body(book, row.body, language),
        phase=now.phase,
        round=row.round,
        until=now.until,
        review_on=now.review_on,
        asked=row.id in asked and now.phase in WAITING,
        drafted_at=row.drafted_at,
    )


def _bare(row: ConsentProposal, book: Rulebook) -> Proposal:
    """Enough of it to know how it stands."""
    return Proposal(
        rule=rules.consent_rule(book, row.body),
        circle=frozenset(),
        phase=row.phase,
        round=row.round,
        until=row.until,
        consented_on=row.consented_on,
        review_on=row.review_on,
    )


#: The phases in which the circle's own word is wanted.
WAITING = (Phase.ROUND, Phase.PROVISIONAL, Phase.VOTING)


async def _asked(reading: AsyncSession, rows: Sequence[ConsentProposal], me: set[UUID], at: datetime) -> set[UUID]:
    """Those of these proposals that wait for the word of one of these people."""
    if not me or not rows:
        return set()
    ids = [row.id for row in rows]
    mine = select(ConsentMember.proposal_id, ConsentMember.person_id).where(
        ConsentMember.proposal_id.in_(ids), ConsentMember.person_id.in_(me)
    )
    said = select(ConsentAnswer.proposal_id, ConsentAnswer.person_id, ConsentAnswer.round).where(
        ConsentAnswer.proposal_id.in_(ids), ConsentAnswer.person_id.in_(me)
    )
    voted = select(ConsentVote.proposal_id, ConsentVote.person_id).where(
        ConsentVote.proposal_id.in_(ids), ConsentVote.person_id.in_(me)
    )
    answered = {(row[0], row[1], row[2]) for row in await reading.execute(said)}
    votes = {(row[0], row[1]) for row in await reading.execute(voted)}
    by_id = {row.id: row for row in rows}
    found = set()
    for proposal_id, person_id in await reading.execute(mine):
        row = by_id[proposal_id]
        done = (
            (proposal_id, person_id) in votes
            if row.phase is Phase.VOTING
            else (proposal_id, person_id, row.round) in answered
        )
        if not done:
            found.add(proposal_id)
    return found


def _body(book: Rulebook, body: str, language: str) -> Sentence | str:
    return THE_MEMBERS if body == GENERAL else body_name(book.body(body), language)


async def proposal(reading: AsyncSession, proposal_id: UUID, at: datetime, language: str) -> ProposalPage:
    """One proposal. Raises NotFound."""
    row = await reading.get(ConsentProposal, proposal_id)
    if row is None:
        raise NotFound("There is no such proposal. Go back to the list and choose again.")
    book = (await rulebooks.version(reading, row.rulebook_version_id)).rulebook
    stands = as_of(await as_rule(reading, row), at)
    circle = [UUID(one) for one in stands.circle]
    votes = list(
        await reading.scalars(
            select(ConsentVote).where(ConsentVote.proposal_id == row.id).order_by(ConsentVote.given_at)
        )
    )
    wordings = await reading.scalars(
        select(ConsentWording).where(ConsentWording.proposal_id == row.id).order_by(ConsentWording.version)
    )
    people = await identity.people_by_id(reading, circle)
    names = {one: people[one].name for one in sorted(circle, key=lambda one: people[one].name)}
    told: tuple[Sentence, ...] = ()
    if stands.phase in (Phase.CARRIED, Phase.LOST) or (votes and stands.phase in DONE_OR_REVIEWED):
        counted = dict(Counter(one.voted for one in votes))
        told = rules.vote_told(rules.circle_vote(book, row.body, stands.rule.kind, counted, len(circle)))
    return ProposalPage(
        id=row.id,
        body_id=row.body,
        body=_body(book, row.body, language),
        kind=row.kind,
        title=in_language(row.title, language),
        titles=row.title,
        phase=stands.phase,
        round=stands.round,
        rounds_max=stands.rule.rounds_max,
        absent_hours=stands.rule.absent_hours,
        until=stands.until,
        consented_on=stands.consented_on,
        review_on=stands.review_on,
        review_words=row.review_words or "",
        circle=names,
        absent=frozenset(UUID(one) for one in stands.absent),
        wordings=tuple(
            WordingView(one.version, in_language(one.text, language), one.text, one.changed) for one in wordings
        ),
        rounds=await _rounds(reading, row.id, names),
        votes=tuple((names.get(one.person_id, ""), one.voted) for one in votes),
        voted=frozenset(one.person_id for one in votes),
        vote_told=told,
        fallback=stands.rule.fallback.value,
        offer=offered(stands) if stands.phase is Phase.FALLBACK else None,
        from_id=row.from_id,
    )


DONE_OR_REVIEWED = (Phase.DUE_FOR_REVIEW, Phase.RENEWED, Phase.CHANGED, Phase.ENDED)


async def _rounds(reading: AsyncSession, proposal_id: UUID, names: dict[UUID, str]) -> tuple[RoundView, ...]:
    asked = list(
        await reading.scalars(
            select(ConsentRound).where(ConsentRound.proposal_id == proposal_id).order_by(ConsentRound.round)
        )
    )
    answers = list(
        await reading.scalars(
            select(ConsentAnswer).where(ConsentAnswer.proposal_id == proposal_id).order_by(ConsentAnswer.given_at)
        )
    )
    finders: dict[UUID, list[UUID]] = defaultdict(list)
    found = select(ConsentFinding).where(ConsentFinding.answer_id.in_([one.id for one in answers]))
    for finding in await reading.scalars(found):
        finders[finding.answer_id].append(finding.person_id)
    views = []
    for one in asked:
        mine = [answer for answer in answers if answer.round == one.round]
        there = {answer.person_id for answer in mine if not answer.after_round}
        absent = tuple(name for person, name in names.items() if person not in there)
        views.append(
            RoundView(
                number=one.round,
                version=one.version,
                ended_at=one.ended_at,
                answers=tuple(_answer(answer, names, finders[answer.id]) for answer in mine),
                absent=absent if one.ended_at is not None else (),
            )
        )
    return tuple(views)


def _answer(row: ConsentAnswer, names: dict[UUID, str], finders: Sequence[UUID]) -> AnswerView:
    return AnswerView(
        id=row.id,
        person_id=row.person_id,
        name=names.get(row.person_id, ""),
        said=row.said,
        reason=row.reason,
        concern=row.said is Said.CONCERN or row.unreasoned_at is not None,
        after_round=row.after_round,
        noted=row.noted_by is not None,
        met=row.met,
        found_by=tuple(names.get(one, "") for one in finders),
        finders=frozenset(finders),
    )


async def rounds_of(reading: AsyncSession, proposal_id: UUID) -> Rounds:
    """How the rounds on a proposal of the members ended, for the vote that follows them. Raises NotValid."""
    row = await reading.get(ConsentProposal, proposal_id)
    if row is None or row.body != GENERAL:
        raise NotValid("This is no proposal of the members. Choose one from the list.", field="consent")
    book = (await rulebooks.version(reading, row.rulebook_version_id)).rulebook
    ended = await reading.scalar(select(func.max(ConsentRound.ended_at)).where(ConsentRound.proposal_id == row.id))
    day = None if ended is None else local_day(ended, book.ballot.time_zone)
    return Rounds(in_language(row.title, "en"), row.kind, row.phase, day, row.round)


async def to_be_voted_on(reading: AsyncSession) -> tuple[ConsentProposal, ...]:
    """Proposals of the members whose rounds ended with an objection left, and that were put to a vote."""
    found = await reading.scalars(
        select(ConsentProposal)
        .where(ConsentProposal.body == GENERAL, ConsentProposal.phase == Phase.TO_BALLOT)
        .order_by(ConsentProposal.drafted_at.desc())
        .limit(50)
    )
    return tuple(found)


async def rounds_ended(reading: AsyncSession, body: str, first: datetime, last: datetime) -> tuple[UUID, ...]:
    """The proposals of a body on which a round ended between two moments: those its meeting decided on."""
    found = await reading.scalars(
        select(ConsentProposal.id)
        .join(ConsentRound, ConsentRound.proposal_id == ConsentProposal.id)
        .where(ConsentProposal.body == body, ConsentRound.ended_at >= first, ConsentRound.ended_at <= last)
        .order_by(ConsentRound.ended_at)
    )
    return tuple(dict.fromkeys(found))
