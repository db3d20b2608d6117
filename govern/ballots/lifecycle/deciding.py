"""The last chapter: the result is declared, the elected take their seats, and in time all goes to the archive."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.ballots import rules
from govern.ballots.lifecycle import letters
from govern.ballots.lifecycle.peers import open_offices
from govern.ballots.lifecycle.reporting import forget_reports
from govern.ballots.models import (
    Appointment,
    Ballot,
    CastToken,
    Contest,
    CountRun,
    Declaration,
    InTheRoom,
    KnownPosition,
    MemberHandle,
)
from govern.ballots.rules import ElectionOutcome, Outcome, Step
from govern.constituencies.boards import lifecycle as boards
from govern.constituencies.boards import queries as boards_now
from govern.constituencies.rulebook import queries as rulebooks
from govern.database import in_language, locked
from govern.errors import WrongMoment
from govern.identity import queries as identity
from govern.identity.rules import Site
from govern.post import lifecycle as post
from govern.record import Event
from govern.sentences import Sentence

HOW_FILLED = "elected"
TERM_OVER = "term_over"


async def declare(
    writing: AsyncSession, ballot_id: UUID, *, by: UUID, at: datetime, site: Site | None = None
) -> None:
    """The returning officer puts their name to the result; the elected take their seats; with a `site`, all are told.

    Raises the boards room's refusal where somebody cannot take the seat any more (invariants 10 to 17).
    """
    ballot = await locked(writing, Ballot, ballot_id)
    stage = rules.after(ballot.stage, Step.DECLARE)
    run = await latest_run(writing, ballot_id)
    outcomes = rules.outcomes_from_text(run.result)
    elections = [c.election for c in next(iter(outcomes.values())).contests if c.election is not None]
    await _end_terms(writing, elections, by=by, at=at)
    for election in elections:
        if election.body == rules.PEERS:
            await open_offices(writing, ballot, election, by=by, at=at)
        else:
            await _seat_elected(writing, election, by=by, at=at)
    declared_by = await identity.person(writing, by)
    writing.add(
        Declaration(
            ballot_id=ballot_id,
            count_run_id=run.id,
            by=by,
            by_name=declared_by.name,
            at=at,
            record_hash=await record.last_hash(writing),
        )
    )
    ballot.stage, ballot.declared_at = stage, at
    if site is not None:
        await _tell_result(writing, ballot, outcomes, site, at)
    facts: dict[str, str | int | bool | None] = {"run": run.run, "result_hash": run.result_hash.hex()}
    await record.add(writing, Event("ballot.declared", f"ballot:{ballot_id}", at, by, facts))


async def _end_terms(writing: AsyncSession, elections: Sequence[ElectionOutcome], *, by: UUID, at: datetime) -> None:
    """Those whose term is over leave the rows that were elected to, on the day the elected begin. All of them leave
    before anybody sits down, so that seats and caps are free."""
    for body in {election.body for election in elections} - {rules.PEERS}:
        mine = [election for election in elections if election.body == body]
        rows = frozenset(election.constituency for election in mine)
        begins = next((e.serves_from for e in mine if e.serves_from is not None), None)
        if begins is None or not any(election.elected for election in mine):
            continue
        for one in await boards_now.sitting(writing, body, begins):
            if rules.retires(one.constituency, one.due_on, rows, begins):
                await boards.vacate(writing, one.tenure_id, begins, TERM_OVER, by=by, at=at)


async def _seat_elected(writing: AsyncSession, election: ElectionOutcome, *, by: UUID, at: datetime) -> None:
    for fate in election.elected:
        assert election.serves_from is not None
        await boards.seat(
            writing,
            body=election.body,
            constituency=election.constituency,
            person_id=UUID(fate.person),
            from_on=election.serves_from,
            due_on=election.serves_until,
            how_filled=HOW_FILLED,
            by=by,
            at=at,
        )


async def latest_run(reading: AsyncSession, ballot_id: UUID) -> CountRun:
    run = await reading.scalar(
        select(CountRun).where(CountRun.ballot_id == ballot_id).order_by(CountRun.run.desc()).limit(1)
    )
    if run is None:
        raise WrongMoment("This vote is not counted yet. Count it first.")
    return run


async def _tell_result(
    writing: AsyncSession, ballot: Ballot, outcomes: dict[str, Outcome], site: Site, at: datetime
) -> None:
    titles = dict(
        (await writing.execute(select(Contest.id, Contest.title).where(Contest.ballot_id == ballot.id))).all()
    )

    def said(language: str) -> tuple[Sentence, ...]:
        outcome = outcomes.get(language) or next(iter(outcomes.values()))
        return tuple(
            Sentence(
                "{title}: {outcome}",
                title=in_language(titles[UUID(contest.contest)], language),
                outcome=contest.said,
            )
            for contest in outcome.contests
        )

    await letters.tell_result(writing, ballot, said, site=site, at=at)


async def archive(writing: AsyncSession, ballot_id: UUID, *, by: UUID | None, at: datetime) -> None:
    """The time for challenge is over: what ties handles to people is erased, letters too (decision 31)."""
    ballot = await locked(writing, Ballot, ballot_id)
    stage = rules.after(ballot.stage, Step.ARCHIVE)
    book = (await rulebooks.version(writing, ballot.rulebook_version_id)).rulebook
    wait = timedelta(days=book.ballot.challenge_days + book.retention.handles_days)
    assert ballot.declared_at is not None
    if at < ballot.declared_at + wait:
        raise WrongMoment(
            "Until {day} members may ask for a recount. Please come back after that.", day=ballot.declared_at + wait
        )
    await forget_reports(writing, ballot_id)
    for table in (MemberHandle, Appointment, KnownPosition, InTheRoom, CastToken):
        await writing.execute(delete(table).where(table.ballot_id == ballot_id))
    await post.erase(writing, [f"ballot:{ballot_id}"], at=at)
    ballot.stage, ballot.archived_at = stage, at
    await record.add(writing, Event("ballot.archived", f"ballot:{ballot_id}", at, by))


__all__ = ["HOW_FILLED", "archive", "declare", "latest_run"]
