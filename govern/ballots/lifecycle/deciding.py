"""The last chapter but one: the result is declared, and the elected take their seats."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.ballots import rules
from govern.ballots.lifecycle import letters
from govern.ballots.lifecycle.peers import open_offices
from govern.ballots.models import Ballot, Candidate, Contest, CountRun, Declaration
from govern.ballots.rules import ElectionOutcome, NotSeated, Outcome, Step
from govern.constituencies.boards import lifecycle as boards
from govern.constituencies.boards import queries as boards_now
from govern.constituencies.register import queries as register
from govern.database import in_language, locked
from govern.errors import AlreadyDone, NotAllowed, NotFound, NotValid, WrongMoment
from govern.identity import queries as identity
from govern.identity.rules import Site, day_of
from govern.record import Event
from govern.sentences import Sentence

HOW_FILLED = "elected"
TERM_OVER = "term_over"


async def declare(
    writing: AsyncSession, ballot_id: UUID, *, by: UUID, at: datetime, site: Site | None = None
) -> None:
    """The returning officer puts their name to the result; the elected take their seats; with a `site`, all are told.

    A result is declared as it was counted. Who was elected and cannot take the seat any more (invariants 10 to 17:
    they left the group, a limit is reached since) does not sit; their seat stays empty, and the result says why.
    """
    ballot = await locked(writing, Ballot, ballot_id)
    stage = rules.after(ballot.stage, Step.DECLARE)
    run = await latest_run(writing, ballot_id)
    outcomes = rules.outcomes_from_text(run.result)
    elections = [c.election for c in next(iter(outcomes.values())).contests if c.election is not None]
    await _end_terms(writing, elections, by=by, at=at)
    not_seated: list[NotSeated] = []
    for election in elections:
        if election.body == rules.PEERS:
            await open_offices(writing, ballot, election, by=by, at=at, site=site)
        else:
            not_seated += await _seat_elected(writing, election, by=by, at=at)
    declared_by = await identity.person(writing, by)
    writing.add(
        Declaration(
            ballot_id=ballot_id,
            count_run_id=run.id,
            by=by,
            by_name=declared_by.name,
            at=at,
            record_hash=await record.last_hash(writing),
            not_seated=rules.not_seated_to_text(tuple(not_seated)),
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


async def _seat_elected(
    writing: AsyncSession, election: ElectionOutcome, *, by: UUID, at: datetime
) -> list[NotSeated]:
    """Each of them takes their seat. Returns those who cannot."""
    out = []
    for fate in election.elected:
        candidate = await writing.get_one(Candidate, UUID(fate.candidate))
        try:
            async with writing.begin_nested():
                await _take_seat(writing, election, candidate, by=by, at=at)
        except (AlreadyDone, NotAllowed, NotFound, NotValid) as refusal:
            out.append(NotSeated(fate.candidate, fate.name, refusal.message))
            facts: dict[str, str | int | bool | None] = {"body": election.body, "seat": election.constituency}
            await record.add(writing, Event("candidate.not_seated", f"candidate:{fate.candidate}", at, by, facts))
    return out


async def _take_seat(
    writing: AsyncSession, election: ElectionOutcome, candidate: Candidate, *, by: UUID, at: datetime
) -> None:
    """Raises what `boards.seat` raises, and for somebody who no longer acts for the organisation they stood for."""
    assert election.serves_from is not None
    stood_for = candidate.organisation_id
    if stood_for is not None:
        pair = (stood_for, candidate.person_id)
        if pair not in await register.representing(writing, [pair], day_of(at)):
            raise NotAllowed("{name} does not represent the organisation any more.", name=candidate.name)
    await boards.seat(
        writing,
        election.body,
        election.constituency,
        candidate.person_id,
        election.serves_from,
        election.serves_until,
        HOW_FILLED,
        boards.Particulars(organisation_id=stood_for),
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


__all__ = ["HOW_FILLED", "declare", "latest_run"]
