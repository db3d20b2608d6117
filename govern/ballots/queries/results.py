"""What came of a ballot, as it was counted and declared; and the count made again from what went into it."""

from __future__ import annotations

import asyncio
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots import rules
from govern.ballots.models import Ballot, CountRun, Declaration
from govern.ballots.queries.confirming import standing_rules
from govern.ballots.queries.filing import filing_rules
from govern.ballots.queries.gathering import Gathered, gather, group_name, roll_by_style
from govern.ballots.queries.guarding import guards_of
from govern.ballots.queries.members import contest_views
from govern.ballots.queries.views import ContestOutcome, ContestResult, ContestView, Result
from govern.ballots.rules import Inputs, Outcome, Stage
from govern.ballots.rules.secrecy import secrecy_of_result
from govern.ballots.rules.tallying import TookPart, took_part
from govern.ballots.seal.fingerprint import fingerprint
from govern.clock import now
from govern.database import in_language
from govern.errors import WrongMoment

DECLARED = (Stage.DECLARED, Stage.ARCHIVED)


async def result(
    reading: AsyncSession, ballot_id: UUID, language: str, *, undeclared: bool = False, at: datetime | None = None
) -> Result:
    """Everything the result page needs. Raises WrongMoment until it is declared; officers may look (`undeclared`)
    once it is counted."""
    found = await gather(reading, ballot_id)
    ballot, book = found.ballot, found.book
    if ballot.stage not in DECLARED and not (undeclared and ballot.stage is Stage.COUNTED):
        raise WrongMoment("The result is not declared yet. You will be told when it is.")
    said = await reading.get(Declaration, ballot_id)
    run = await _run(reading, ballot_id, said)
    outcomes = rules.outcomes_from_text(run.result)
    outcome = outcomes.get(language) or next(iter(outcomes.values()))
    views = {str(view.id): view for view in contest_views(found, await roll_by_style(reading, ballot_id), language)}
    today = rules.local_day(at or now(), book.ballot.time_zone)
    recount_until = None
    if ballot.declared_at is not None:
        last = ballot.declared_at + timedelta(days=book.ballot.challenge_days)
        recount_until = rules.local_day(last, book.ballot.time_zone)
    return Result(
        ballot_id=ballot.id,
        number=ballot.number,
        title=in_language(ballot.title, language),
        stage=ballot.stage,
        meeting_id=ballot.meeting_id,
        roll_size=outcome.roll_size,
        voted=outcome.voted,
        set_aside=outcome.set_aside,
        turnout=outcome.turnout,
        ways=outcome.ways,
        quorum=outcome.quorum,
        quorate=outcome.quorate,
        contests=tuple([await _contest_result(reading, found, views, one, today) for one in outcome.contests]),
        secrecy=secrecy_of_result(await guards_of(reading, ballot)),
        declared_by=said.by_name if said is not None else "",
        declared_at=ballot.declared_at,
        recount_until=recount_until,
        closed_at=ballot.closed_at,
        counted_at=ballot.counted_at,
        inputs_hash=run.inputs_hash.hex(),
        result_hash=run.result_hash.hex(),
        record_hash=said.record_hash.hex() if said is not None else "",
        fingerprint=fingerprint(ballot.manifest_hash) if ballot.manifest_hash is not None else (),
        lots_commitment=ballot.lots_commitment.hex() if ballot.lots_commitment is not None else None,
        lots_seed=ballot.lots_seed.hex() if ballot.lots_seed is not None else None,
        not_seated=rules.not_seated_from_text(said.not_seated) if said is not None else (),
    )


async def _contest_result(
    reading: AsyncSession, found: Gathered, views: dict[str, ContestView], outcome: ContestOutcome, today: date
) -> ContestResult:
    """One contest with what is still to come of it: a second meeting, or the chair's casting vote."""
    contest_id = UUID(outcome.contest)
    contest = next(contest for contest, _ in found.contests if contest.id == contest_id)
    counted, resolution = found.ballot.stage is Stage.COUNTED, outcome.resolution
    return ContestResult(
        views[outcome.contest],
        outcome,
        (*await standing_rules(reading, contest_id, today), *await filing_rules(reading, contest_id, today)),
        counted and resolution is not None and rules.waits_for_the_chair(found.book, resolution, contest.chair_side),
    )


async def _run(reading: AsyncSession, ballot_id: UUID, said: Declaration | None) -> CountRun:
    """The count that was declared, or the latest one."""
    question = select(CountRun).where(CountRun.ballot_id == ballot_id).order_by(CountRun.run.desc()).limit(1)
    if said is not None:
        question = select(CountRun).where(CountRun.id == said.count_run_id)
    run = await reading.scalar(question)
    if run is None:
        raise WrongMoment("This vote is not counted yet. Come back after the count.")
    return run


async def took_part_declared(reading: AsyncSession, start: datetime, end: datetime) -> tuple[TookPart, ...]:
    """How many of each group voted in each contest declared between two moments, as it was counted; one question for
    all. It is for sums over many votes: small numbers stand in it as they are."""
    question = (
        select(CountRun.inputs)
        .join(Declaration, Declaration.count_run_id == CountRun.id)
        .where(Declaration.at >= start, Declaration.at < end)
        .order_by(Declaration.at)
    )
    return tuple(one for text in await reading.scalars(question) for one in took_part(Inputs.from_text(text)))


async def agreed_in(reading: AsyncSession, number: str, group: str) -> bool:
    """Whether in the declared vote with this number a motion was carried to which this group agreed by itself."""
    ballot_id = await reading.scalar(select(Ballot.id).where(Ballot.number == number, Ballot.stage.in_(DECLARED)))
    if ballot_id is None:
        return False
    run = await _run(reading, ballot_id, await reading.get(Declaration, ballot_id))
    outcome = next(iter(rules.outcomes_from_text(run.result).values()))
    return any(
        contest.resolution is not None
        and contest.resolution.carried
        and any(row.id == group and row.for_ > row.against for row in contest.resolution.groups)
        for contest in outcome.contests
    )


async def counts_the_same(reading: AsyncSession, ballot_id: UUID) -> bool:
    """Whether the kept inputs, counted again now, give the kept result word for word (invariant 52)."""
    found = await gather(reading, ballot_id)
    run = await _run(reading, ballot_id, await reading.get(Declaration, ballot_id))
    inputs = Inputs.from_text(run.inputs)
    book = found.book

    def in_(language: str) -> Outcome:
        return rules.outcome_of(inputs, book, lambda group: group_name(book, group, language))

    def again() -> str:
        return rules.outcomes_to_text({language: in_(language) for language in book.society.languages})

    return inputs.hash() == run.inputs_hash and await asyncio.to_thread(again) == run.result
