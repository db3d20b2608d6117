"""Proposals of circles: as the rules see them, and as the circle reads one. Lists of them are in `circle_lists`."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots.deciding.consent import ConsentRule, Objection, Phase, Proposal, as_of, offered
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
    circle_id: UUID | None
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
        rule=rule_of(book, row),
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


def who_decides(book: Rulebook, row: ConsentProposal, language: str) -> Sentence | str:
    """The body, the members, or the circle outside the bodies, by name."""
    if row.circle_name is not None:
        return in_language(row.circle_name, language)
    return THE_MEMBERS if row.body == GENERAL else body_name(book.body(row.body), language)


def rule_of(book: Rulebook, row: ConsentProposal) -> ConsentRule:
    """How it is decided by consent there."""
    return rules.consent_rule(book, row.body, of_a_circle=row.circle_id is not None)


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
        body=who_decides(book, row, language),
        circle_id=row.circle_id,
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


async def phases(reading: AsyncSession, ids: Collection[UUID]) -> dict[UUID, Phase]:
    """How each of these proposals stands."""
    rows = await reading.execute(select(ConsentProposal.id, ConsentProposal.phase).where(ConsentProposal.id.in_(ids)))
    return {one: phase for one, phase in rows}  # noqa: C416


async def rounds_ended(reading: AsyncSession, body: str, first: datetime, last: datetime) -> tuple[UUID, ...]:
    """The proposals of a body on which a round ended between two moments: those its meeting decided on."""
    found = await reading.scalars(
        select(ConsentProposal.id)
        .join(ConsentRound, ConsentRound.proposal_id == ConsentProposal.id)
        .where(ConsentProposal.circle_id.is_(None), ConsentProposal.body == body)
        .where(ConsentRound.ended_at >= first, ConsentRound.ended_at <= last)
        .order_by(ConsentRound.ended_at)
    )
    return tuple(dict.fromkeys(found))
