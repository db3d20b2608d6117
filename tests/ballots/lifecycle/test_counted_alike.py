"""A count whose second way comes to something else is not kept."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from sqlalchemy import func, select

from govern.ballots import lifecycle, queries
from govern.ballots.deciding import Question
from govern.ballots.models import Ballot, CountRun
from govern.ballots.rules import Stage, recounting
from govern.ballots.rules.facts import CountsDiffer
from tests.ballots.given_ballots import OPENS, a_society, an_open_ballot, closed, vote, yes


async def test_where_two_ways_of_counting_differ_nothing_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = await a_society(tmp_path)
    ballot_id = await an_open_ballot(given)
    async with given.society.store.reading() as reading:
        (contest,) = await queries.contest_ids(reading, ballot_id)
    await vote(given, ballot_id, given.people["staff"][0], yes(contest))
    await closed(given, ballot_id)
    told = recounting.question_of

    def turned(*asked: Any) -> Question:
        """For and against exchanged in every group."""
        question = told(*asked)
        groups = tuple(
            msgspec.structs.replace(group, for_=group.against, against=group.for_) for group in question.groups
        )
        return msgspec.structs.replace(question, groups=groups)

    monkeypatch.setattr(recounting, "question_of", turned)
    with pytest.raises(CountsDiffer, match="Do not declare"):
        await lifecycle.count(given.society, ballot_id, by=given.officer, at=OPENS + timedelta(days=30))
    async with given.society.store.reading() as reading:
        assert await reading.scalar(select(func.count()).select_from(CountRun)) == 0
        ballot = await reading.get(Ballot, ballot_id)
        assert ballot is not None and ballot.stage is Stage.CLOSED
