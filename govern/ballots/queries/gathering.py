"""A ballot's rows read together, for the queries and steps of this room."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

import msgspec
from sqlalchemy import Select, func, select, union
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots import rules
from govern.ballots.models import (
    Appointment,
    Ballot,
    Candidate,
    CandidatePhotograph,
    CastEnvelope,
    Contest,
    ContestOption,
    FloorChoice,
    MemberHandle,
    PaperArrival,
    PaperBatch,
    RollEntry,
    RollStrike,
)
from govern.ballots.queries.duties import handed_for
from govern.ballots.rules import (
    BallotFacts,
    CandidateFacts,
    ContestFacts,
    ContestKind,
    EasyLine,
    Method,
    Noticed,
    Said,
    Settling,
    Stage,
    Trial,
)
from govern.ballots.rules.duties import missing_duties
from govern.ballots.seal.documents import Level
from govern.constituencies.register import queries as register
from govern.constituencies.rulebook import queries as rulebooks
from govern.constituencies.rulebook.book import Rulebook
from govern.database import in_language
from govern.errors import NotFound
from govern.identity import queries as identity
from govern.permissions import Role
from govern.sentences import Sentence

EasyLines = dict[str, tuple[EasyLine, ...]]


class Gathered(msgspec.Struct, frozen=True):
    """A ballot with its contests in order, their candidates in lot order, the rules it stands under, and what there
    is to choose from in the order of the paper. `faces`: the photographs of candidates."""

    ballot: Ballot
    contests: tuple[tuple[Contest, tuple[Candidate, ...]], ...]
    book: Rulebook
    rulebook_number: int
    options: dict[UUID, tuple[ContestOption, ...]] = {}
    faces: dict[UUID, CandidatePhotograph] = {}


async def find_ballot(reading: AsyncSession, ballot_id: UUID) -> Ballot:
    """Raises NotFound."""
    ballot = await reading.get(Ballot, ballot_id)
    if ballot is None:
        raise NotFound("There is no such vote. Go back to the list of votes and choose again.")
    return ballot


async def book_while_open(reading: AsyncSession, ballot: Ballot, at: datetime) -> Rulebook:
    """The rules of a ballot that takes votes at this moment. Raises WrongMoment."""
    book = (await rulebooks.version(reading, ballot.rulebook_version_id)).rulebook
    rules.may_cast(ballot.stage, ballot.opens_at, ballot.closes_at, book.ballot.grace_seconds, at)
    return book


async def gather(reading: AsyncSession, ballot_id: UUID) -> Gathered:
    """Raises NotFound."""
    ballot = await find_ballot(reading, ballot_id)
    contests = list(
        await reading.scalars(select(Contest).where(Contest.ballot_id == ballot_id).order_by(Contest.position))
    )
    standing: dict[UUID, list[Candidate]] = defaultdict(list)
    wanted = [contest.id for contest in contests]
    by_lot = select(Candidate).where(Candidate.contest_id.in_(wanted)).order_by(Candidate.lot_order, Candidate.name)
    for candidate in await reading.scalars(by_lot):
        standing[candidate.contest_id].append(candidate)
    options = await _options(reading, [c.id for c in contests if c.kind is ContestKind.OPTION])
    version = await rulebooks.version(reading, ballot.rulebook_version_id)
    standing_in = tuple((c, tuple(standing[c.id])) for c in contests)
    faces = await _faces(reading, [one.id for there in standing.values() for one in there])
    return Gathered(ballot, standing_in, version.rulebook, version.number, options, faces)


async def _faces(reading: AsyncSession, candidates: list[UUID]) -> dict[UUID, CandidatePhotograph]:
    """The photographs of those who stand; nothing is asked where nobody does."""
    if not candidates:
        return {}
    asked = select(CandidatePhotograph).where(CandidatePhotograph.candidate_id.in_(candidates))
    return {one.candidate_id: one for one in await reading.scalars(asked)}


async def _options(reading: AsyncSession, wanted: list[UUID]) -> dict[UUID, tuple[ContestOption, ...]]:
    """What there is to choose from, by contest; nothing is asked where no contest is such a choice."""
    found: dict[UUID, list[ContestOption]] = {contest: [] for contest in wanted}
    if wanted:
        question = select(ContestOption).where(ContestOption.contest_id.in_(wanted)).order_by(ContestOption.position)
        for option in await reading.scalars(question):
            found[option.contest_id].append(option)
    return {contest: tuple(options) for contest, options in found.items()}


def easy_lines_of(contest: Contest) -> EasyLines:
    return msgspec.json.decode(contest.easy_lines.encode(), type=EasyLines)


def trials_of(option: ContestOption) -> tuple[Trial, ...]:
    return msgspec.json.decode(option.trials.encode(), type=tuple[Trial, ...])


def on_paper(found: Gathered, candidates: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
    """Who stands on the papers: whoever had not withdrawn before the papers were fixed (invariant 55)."""
    frozen = found.ballot.frozen_at
    return tuple(c for c in candidates if c.withdrawn_at is None or (frozen is not None and c.withdrawn_at >= frozen))


def settling_of(contest: Contest) -> Settling:
    """What was said of how a question is decided."""
    return Settling(
        kind=contest.resolution_kind or "",
        matter=contest.matter,
        confirms=contest.confirms_id,
        raised_by=contest.raised_by,
        raised_for=contest.raised_for,
        raised_against=contest.raised_against,
        consent=contest.consent_id,
        consent_on=contest.consent_on,
        consent_rounds=contest.consent_rounds,
    )


def is_bound(ballot: Ballot) -> bool:
    """Whether a notice has gone out that binds the vote: of a meeting, not of a forum's gathering."""
    return ballot.noticed_at is not None and ballot.meeting_id is not None and ballot.forum_id is None


def noticed_of(contest: Contest) -> Noticed | None:
    """What the notice said of a question; None where it does not name it, or none has gone out."""
    if contest.noticed_title is None:
        return None
    said = Said(contest.noticed_title, contest.noticed_text or {})
    return Noticed(said, contest.noticed_question or {})


def contest_facts(contest: Contest, candidates: tuple[Candidate, ...], language: str = "en") -> ContestFacts:
    return ContestFacts(
        id=contest.id,
        kind=contest.kind,
        title=contest.title,
        question=contest.question,
        yes_means=contest.yes_means,
        no_means=contest.no_means,
        easy_title=contest.easy_title,
        easy_lines=easy_lines_of(contest),
        readers=contest.easy_readers,
        seats=contest.seats,
        method=contest.method,
        candidates=tuple(CandidateFacts(c.person_id, c.name, c.withdrawn_at is not None) for c in candidates),
        reader=language,
    )


def uncontested(found: Gathered) -> frozenset[UUID]:
    """Elections that need no vote."""
    return frozenset(
        contest.id
        for contest, candidates in found.contests
        if rules.is_uncontested(_as_published(found, contest, candidates), found.book.elections.unopposed)
    )


def _as_published(found: Gathered, contest: Contest, candidates: tuple[Candidate, ...]) -> ContestFacts:
    """After the freeze a later withdrawal does not turn an election into one without a vote."""
    facts = contest_facts(contest, candidates)
    names = tuple(CandidateFacts(c.person_id, c.name) for c in on_paper(found, candidates))
    return msgspec.structs.replace(facts, candidates=names)


async def facts_of(reading: AsyncSession, found: Gathered, at: datetime, *, language: str = "en") -> BallotFacts:
    """What the list of missing things is made of, with titles and groups named in a language."""
    ballot, book = found.ballot, found.book
    today = rules.local_day(at, book.ballot.time_zone)
    kinds = {contest.kind for contest, _ in found.contests}
    said = {
        ContestKind.RESOLUTION: book.ballot.secrecy.resolution,
        ContestKind.ELECTION: book.ballot.secrecy.election,
        ContestKind.OPTION: book.ballot.secrecy.resolution,
    }
    roll = await roll_by_style(reading, ballot.id) if ballot.frozen_at is not None else None
    if roll is not None:
        gone = await _gone_by_style(reading, ballot.id, today) if ballot.stage is Stage.FROZEN else {}
        roll = dict.fromkeys(_voting(book), 0) | {
            style: number - gone.get(style, 0) for style, number in roll.items()
        }
    officers = await identity.holders(reading, Role.RETURNING_OFFICER, today)
    scrutineers = await identity.holders(reading, Role.SCRUTINEER, today)
    secretaries = {one.id for one in await identity.holders(reading, Role.SECRETARY, today)}
    return BallotFacts(
        stage=ballot.stage,
        title=ballot.title,
        languages=book.society.languages,
        # A vote asked for in the room is held at the level Everyday and has no Easy Read (decisions 18 and 41).
        needs_easy_read="easy_read" in book.notice.formats and not ballot.on_demand,
        level=ballot.level,
        asked_level="everyday" if ballot.on_demand or ballot.forum_id is not None else book.ballot.level,
        secrecy_kept=all(said[kind] == "secret" for kind in kinds),
        contests=tuple(
            msgspec.structs.replace(
                contest_facts(contest, candidates, language),
                agreement_missing=_agreement_missing(book, contest, language),
                outside_notice=is_bound(ballot) and noticed_of(contest) is None,
                other_words=is_bound(ballot) and _has_other_words(contest),
                options=len(found.options.get(contest.id, ())),
                pictured=sum(1 for option in found.options.get(contest.id, ()) if option.picture),
            )
            for contest, candidates in found.contests
        ),
        of_a_meeting=ballot.meeting_id is not None,
        noticed_at=ballot.noticed_at,
        lots_drawn=ballot.lots_drawn_at is not None,
        record_on=ballot.record_on,
        today=today,
        opens_at=ballot.opens_at,
        closes_at=ballot.closes_at,
        at=at,
        unopposed=book.elections.unopposed,
        returning_officers=tuple(officer.id for officer in officers),
        scrutineers=tuple(scrutineer.id for scrutineer in scrutineers),
        both_offices=tuple(officer.name for officer in officers if officer.id in secretaries),
        roll=roll,
        floors=floors(found, tuple(roll or ())),
        accepted_small=frozenset(await accepted_small(reading, ballot.id)),
        style_names={style: style_name(book, style, language) for style in roll or ()},
        duties_missing=await _duties_missing(reading, ballot, found.book),
    )


def _has_other_words(contest: Contest) -> bool:
    noticed = noticed_of(contest)
    return (
        noticed is not None
        and rules.off_notice(noticed, contest.title, contest.question, contest.full_text) is not None
    )


def _agreement_missing(book: Rulebook, contest: Contest, language: str) -> Sentence | None:
    """Where the rules want agreement looked for first, and nobody has said that it was."""
    kind = contest.resolution_kind
    if kind is None or contest.consent_on is not None or not rules.asks_consent_first(book, kind):
        return None
    return rules.agreement_missing(in_language(contest.title, language), book, kind)


async def _duties_missing(reading: AsyncSession, ballot: Ballot, book: Rulebook) -> tuple[Sentence, ...]:
    if ballot.level is not Level.AGM or ballot.frozen_at is not None:
        return ()
    return tuple(missing_duties(await handed_for(reading, ballot.id), book))


def _voting(book: Rulebook) -> tuple[str, ...]:
    return tuple(group.id for group in book.voting_constituencies())


def floors(found: Gathered, styles: tuple[str, ...]) -> dict[str, int]:
    """Style -> its privacy floor: the higher one where its paper has a ranked election (ballot-protocol 3.9)."""
    skipped = uncontested(found)
    ranked = {
        group
        for contest, _ in found.contests
        if contest.method is Method.STV and contest.id not in skipped
        for group in contest.voters
    }
    law = found.book.ballot
    return {s: law.privacy_floor_stv if ranked & set(rules.groups_of(s)) else law.privacy_floor for s in styles}


async def accepted_small(reading: AsyncSession, ballot_id: UUID) -> tuple[str, ...]:
    """The styles of which officers decided before voting opened that they vote, however few they are; in order."""
    found = await reading.scalars(select(FloorChoice.style).where(FloorChoice.ballot_id == ballot_id))
    return tuple(sorted(found))


def style_of(constituency: str, also_in: tuple[str, ...] = ()) -> str:
    """The style of a voter's paper: the set of groups in which the vote counts (decision 15)."""
    return "+".join((constituency, *also_in))


def group_name(book: Rulebook, group: str, language: str) -> str:
    """A group's name in a language of the society."""
    constituency = book.constituency(group)
    return in_language({"en": constituency.name, "cy": constituency.name_cy or constituency.name}, language)


def style_name(book: Rulebook, style: str, language: str) -> str:
    return " + ".join(group_name(book, group, language) for group in rules.groups_of(style))


async def entitled_by_style(reading: AsyncSession, ballot_id: UUID, struck: Collection[str]) -> dict[str, int]:
    """As `roll_by_style`, and without those whose handles the log strikes: what was struck is not on the roll,
    whenever that was (docs/bundle.md, section 8)."""
    roll = await roll_by_style(reading, ballot_id)
    before = set(await reading.scalars(select(RollStrike.handle).where(RollStrike.ballot_id == ballot_id)))
    for handle in sorted(set(struck) - before):
        style = await reading.scalar(
            select(RollEntry.style).where(RollEntry.ballot_id == ballot_id, RollEntry.handle == handle)
        )
        if style is not None:
            roll[style] -= 1
    return roll


async def roll_by_style(reading: AsyncSession, ballot_id: UUID) -> dict[str, int]:
    """How many entries of each style the frozen roll has, without those struck before voting opened."""
    entries = select(RollEntry.style, func.count()).where(RollEntry.ballot_id == ballot_id).group_by(RollEntry.style)
    struck = (
        select(RollEntry.style, func.count())
        .join(RollStrike, (RollStrike.ballot_id == RollEntry.ballot_id) & (RollStrike.handle == RollEntry.handle))
        .where(RollEntry.ballot_id == ballot_id)
        .group_by(RollEntry.style)
    )
    less = {style: int(number) for style, number in await reading.execute(struck)}
    return {style: int(number) - less.get(style, 0) for style, number in await reading.execute(entries)}


async def _gone_by_style(reading: AsyncSession, ballot_id: UUID, on: date) -> dict[str, int]:
    """How many of each style are members no more, and will be struck when voting opens (invariant 2)."""
    rows = await reading.execute(
        select(RollEntry.style, func.count())
        .join(
            MemberHandle,
            (MemberHandle.ballot_id == RollEntry.ballot_id) & (MemberHandle.handle == RollEntry.handle),
        )
        .where(RollEntry.ballot_id == ballot_id, MemberHandle.person_id.not_in(register.belonging(on)))
        .group_by(RollEntry.style)
    )
    return {style: int(number) for style, number in rows}


def papers_in(ballot_id: UUID) -> Select[str]:
    """Handles from which two tellers have seen a paper; from then on the log has it."""
    return (
        select(PaperArrival.handle)
        .join(
            PaperBatch, (PaperBatch.ballot_id == PaperArrival.ballot_id) & (PaperBatch.number == PaperArrival.batch)
        )
        .where(PaperArrival.ballot_id == ballot_id, PaperBatch.confirmed_at.is_not(None))
    )


def envelopes_in(ballot_id: UUID) -> Select[str]:
    """Handles with an envelope in the box that has not lost its appointment: what was cast under one that ended does
    not count."""
    its = select(Appointment.leaf).where(
        Appointment.ballot_id == ballot_id,
        Appointment.handle == CastEnvelope.handle,
        Appointment.channel == CastEnvelope.channel,
        Appointment.leaf < CastEnvelope.leaf,
    )
    ended = its.where(Appointment.revoked_leaf.is_not(None)).exists()
    stands = its.where(Appointment.revoked_leaf.is_(None)).exists()
    return select(CastEnvelope.handle).where(CastEnvelope.ballot_id == ballot_id, ~ended | stands)


async def voted_by_style(reading: AsyncSession, ballot_id: UUID) -> dict[str, int]:
    """How many of each style have an envelope in the box or a paper in the log, however many each."""
    inside = union(envelopes_in(ballot_id), papers_in(ballot_id)).subquery()
    rows = await reading.execute(
        select(RollEntry.style, func.count())
        .join(inside, inside.c.handle == RollEntry.handle)
        .where(RollEntry.ballot_id == ballot_id)
        .group_by(RollEntry.style)
    )
    return {style: int(number) for style, number in rows}
