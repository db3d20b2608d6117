"""The election by which somebody had the seat that fell empty, with what is needed to count its papers again."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec
from sqlalchemy import Select, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots import rules
from govern.ballots.models import Ballot, Candidate, Contest, CountBackRun, CountRun, Declaration
from govern.ballots.rules import BackInputs, BackOutcome, CapInput, ContestInput, Inputs, Method
from govern.constituencies.boards import queries as boards_now
from govern.constituencies.boards.lifecycle import Unelected
from govern.constituencies.boards.queries import Left, Sitting
from govern.constituencies.boards.rules import counts_for, share_of
from govern.constituencies.rulebook.book import Rulebook


class BackElection(msgspec.Struct, frozen=True, kw_only=True):
    """One declared election, by its kept count. `left`, `sitting` and `gone` are candidates, `open` those who were
    not elected and could sit if they are willing, by candidate."""

    contest_id: UUID
    run_id: UUID
    elected_on: date
    inputs: Inputs
    contest: ContestInput
    left: str
    sitting: tuple[str, ...]
    gone: tuple[str, ...]
    open: dict[str, Unelected]
    caps: tuple[CapInput, ...]

    def back(self, willing: Collection[str]) -> BackInputs:
        """What is counted with, when these are willing to sit."""
        declined = (*self.gone, *(one for one in self.open if one not in willing))
        return BackInputs(
            contest=self.contest.id, left=self.left, sitting=self.sitting, declined=declined, caps=self.caps
        )


class CountedBack(msgspec.Struct, frozen=True):
    """Papers that were counted again for a seat: when, and what came of it."""

    at: datetime
    outcome: BackOutcome
    result_hash: str


async def stv_election_of_row(reading: AsyncSession, body: str, constituency: str) -> bool:
    """Whether the last declared election of a row ranked its candidates."""
    found = (await reading.scalars(_declared(body, constituency).limit(1))).first()
    return found is not None and found.method is Method.STV


async def election_to_count_back(
    reading: AsyncSession, vacancy_id: UUID, body: str, constituency: str, book: Rulebook, on: date
) -> BackElection | None:
    """None where whoever left the seat did not have it by a ranked election that was counted here."""
    chain = await boards_now.whose_seat(reading, vacancy_id)
    for contest in await reading.scalars(_declared(body, constituency).where(Contest.method == Method.STV)):
        said = await reading.get_one(Declaration, contest.ballot_id)
        run = await reading.get_one(CountRun, said.count_run_id)
        inputs = Inputs.from_text(run.inputs)
        mine = next((one for one in inputs.contests if one.id == str(contest.id)), None)
        if mine is None or mine.serves_from is None or mine.uncontested:
            continue
        left = _who_left(mine, chain)
        if left is not None:
            there = await boards_now.sitting(reading, body, on)
            return await _election(reading, contest, run.id, inputs, mine, left, chain, there, book)
    return None


def _who_left(contest: ContestInput, chain: Sequence[Left]) -> str | None:
    """The candidate whose seat of this election it was: the last of those who had it one after the other."""
    theirs = {UUID(runner.person): runner.id for runner in contest.runners if not runner.withdrawn}
    return next(
        (theirs[o.person_id] for o in chain if o.elected_on == contest.serves_from and o.person_id in theirs), None
    )


async def _election(
    reading: AsyncSession,
    contest: Contest,
    run_id: UUID,
    inputs: Inputs,
    mine: ContestInput,
    left: str,
    chain: Sequence[Left],
    there: Sequence[Sitting],
    book: Rulebook,
) -> BackElection:
    """Whoever sits by this election keeps the seat; whoever left it, or sits by another way, does not stand again."""
    assert mine.serves_from is not None
    by_it = {
        one.person_id for one in there if one.elected_on == mine.serves_from and one.constituency == mine.constituency
    }
    sent = await reading.execute(
        select(Candidate.id, Candidate.organisation_id).where(Candidate.contest_id == contest.id)
    )
    stands_for: dict[str, UUID | None] = {str(candidate): organisation for candidate, organisation in sent}
    elected = await _elected(reading, run_id, mine.id)
    standing = [runner for runner in mine.runners if not runner.withdrawn and runner.id != left]
    sitting = tuple(runner.id for runner in standing if UUID(runner.person) in by_it)
    before = {one.person_id for one in chain} | {one.person_id for one in there}
    gone = tuple(
        runner.id
        for runner in standing
        if runner.id not in sitting and (UUID(runner.person) in before or runner.id in elected)
    )
    open_ = {
        runner.id: Unelected(UUID(runner.person), runner.name, stands_for.get(runner.id))
        for runner in standing
        if runner.id not in sitting and runner.id not in gone
    }
    others = [one for one in there if one.person_id not in {UUID(r.person) for r in standing if r.id in sitting}]
    return BackElection(
        contest_id=contest.id,
        run_id=run_id,
        elected_on=mine.serves_from,
        inputs=inputs,
        contest=mine,
        left=left,
        sitting=sitting,
        gone=gone,
        open=open_,
        caps=tuple(_held(cap, book, mine.body, others) for cap in mine.caps),
    )


async def _elected(reading: AsyncSession, run_id: UUID, contest: str) -> frozenset[str]:
    run = await reading.get_one(CountRun, run_id)
    outcome = next(iter(rules.outcomes_from_text(run.result).values()))
    election = next((one.election for one in outcome.contests if one.contest == contest), None)
    return frozenset(fate.candidate for fate in election.elected) if election is not None else frozenset()


def _held(limit: CapInput, book: Rulebook, body: str, others: Sequence[Sitting]) -> CapInput:
    """The limit with the places that others hold now."""
    cap = next((one for one in book.caps_on(body) if one.id == rules.cap_of(limit.id)), None)
    if cap is None:
        return msgspec.structs.replace(limit, held=0)
    share = limit.id.partition(":")[2]
    holders = [one.as_holder() for one in others]
    held = sum(share_of(cap, one) == share if share else counts_for(cap, one) for one in holders)
    return msgspec.structs.replace(limit, held=held)


def _declared(body: str, constituency: str) -> Select[Contest]:
    row = Contest.seat_constituency == constituency
    if constituency == rules.ANY:
        row = or_(row, Contest.seat_constituency.is_(None))
    return (
        select(Contest)
        .join(Ballot, Ballot.id == Contest.ballot_id)
        .where(Contest.body == body, row, Ballot.declared_at.is_not(None))
        .order_by(Ballot.declared_at.desc())
    )


async def counted_back(reading: AsyncSession, vacancy_id: UUID) -> CountedBack | None:
    """The latest time that papers were counted again for this seat."""
    row = await reading.scalar(
        select(CountBackRun).where(CountBackRun.vacancy_id == vacancy_id).order_by(CountBackRun.at.desc()).limit(1)
    )
    if row is None:
        return None
    return CountedBack(row.at, rules.back_from_text(row.result), row.result_hash.hex())
