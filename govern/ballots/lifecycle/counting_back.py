"""A seat that fell empty early after a ranked election: its kept papers are counted again, and the steps are kept."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from datetime import date, datetime
from uuid import UUID, uuid4

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.ballots import rules
from govern.ballots.models import CountBackRun
from govern.ballots.queries.counting_back import BackElection, election_to_count_back
from govern.ballots.rules import BackInputs, BackOutcome, PassedOver
from govern.ballots.seal.canonical import digest
from govern.constituencies.boards import lifecycle as boards
from govern.constituencies.boards import queries as boards_now
from govern.constituencies.boards.lifecycle import Unelected
from govern.constituencies.rulebook import queries as rulebooks
from govern.errors import NotAllowed, NotValid
from govern.record import Event
from govern.sentences import Sentence


async def count_back(
    writing: AsyncSession,
    vacancy_id: UUID,
    willing: Collection[str],
    from_on: date,
    *,
    by: UUID | None,
    at: datetime,
) -> BackOutcome:
    """Among those who are willing, by candidate, the papers say who takes the seat. Who may not sit is passed over,
    and the papers are counted once more without them.

    Raises `NotAllowed` where no ranked election of this seat was counted here, `NotValid` where nobody is willing.
    """
    vacancy = await boards_now.vacancy(writing, vacancy_id, from_on, "en")
    book = (await rulebooks.in_force(writing, from_on)).rulebook
    election = await election_to_count_back(writing, vacancy_id, vacancy.body, vacancy.constituency, book, from_on)
    if election is None:
        raise NotAllowed("No election of this seat was counted here. Choose another way to fill it.")
    asked = [one for one in election.open if one in willing]
    if not asked:
        raise NotValid("Choose at least one person who is willing, or fill the seat in another way.", field="willing")
    runs: list[tuple[BackInputs, BackOutcome]] = []

    def nearest(passed: Mapping[UUID, Sentence]) -> Unelected | None:
        left_out = [one for one in asked if election.open[one].person_id in passed]
        back = election.back([one for one in asked if one not in left_out])
        outcome = rules.counted_back(election.inputs, back)
        runs.append((back, outcome))
        return election.open[outcome.candidate] if outcome.candidate is not None else None

    came = await boards.seat_nearest(writing, vacancy_id, nearest, election.elected_on, from_on, by=by, at=at)
    back, outcome = runs[-1]
    outcome = msgspec.structs.replace(
        outcome, passed_over=tuple(PassedOver(name, why) for name, why in came.passed_over)
    )
    await _keep(writing, vacancy_id, election, back, outcome, by=by, at=at)
    return outcome


async def _keep(
    writing: AsyncSession,
    vacancy_id: UUID,
    election: BackElection,
    back: BackInputs,
    outcome: BackOutcome,
    *,
    by: UUID | None,
    at: datetime,
) -> None:
    text = rules.back_to_text(outcome)
    row = CountBackRun(
        id=uuid4(),
        vacancy_id=vacancy_id,
        contest_id=election.contest_id,
        count_run_id=election.run_id,
        inputs=json.dumps(msgspec.to_builtins(back), sort_keys=True, ensure_ascii=False, separators=(",", ":")),
        result=text,
        result_hash=digest("count-result", text.encode()),
        by=by,
        at=at,
    )
    writing.add(row)
    await writing.flush()
    facts: dict[str, str | int | bool | None] = {
        "contest": str(election.contest_id),
        "filled": outcome.candidate is not None,
        "result_hash": row.result_hash.hex(),
    }
    await record.add(writing, Event("vacancy.counted_back", f"vacancy:{vacancy_id}", at, by, facts))


__all__ = ["count_back"]
