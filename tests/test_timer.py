"""The clock's own acts, in one society."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from govern.ballots.rules import Stage
from govern.constituencies.boards import lifecycle as boards
from govern.constituencies.boards import queries
from govern.post.models import Letter
from govern.timer import _tick
from tests.ballots.given_ballots import CLOSES, OPENS, a_draft, a_society, frozen


async def test_a_vote_opens_by_the_clock_everybody_is_told_and_it_closes_by_the_clock(tmp_path: Path) -> None:
    given = await a_society(tmp_path, groups={"supported": 6, "staff": 6, "volunteers": 6})
    ballot = await frozen(given, await a_draft(given))
    swept: dict[str, datetime] = {}
    for at, stage in (
        (OPENS - timedelta(seconds=1), Stage.FROZEN),
        (OPENS, Stage.OPEN),
        (CLOSES, Stage.OPEN),
        (CLOSES + timedelta(seconds=1), Stage.CLOSED),
    ):
        await _tick(given.society, "https://vote.example.org", swept, at)
        assert await given.stage(ballot) is stage
    async with given.society.store.reading() as reading:
        letters = list(await reading.scalars(select(Letter)))
    assert len(letters) == 18
    assert all("https://vote.example.org/" in (letter.body or "") for letter in letters)
    await given.society.store.close()


async def test_once_a_day_vacancies_whose_term_is_over_run_out(tmp_path: Path) -> None:
    given = await a_society(tmp_path, groups={"supported": 6, "staff": 6, "volunteers": 6})
    today = OPENS.date()
    async with given.society.store.writing() as writing:
        seat = await boards.seat(
            writing, "board", "staff", given.people["staff"][0], today, today + timedelta(days=9), by=None, at=OPENS
        )
        await boards.vacate(writing, seat, today, "resigned", by=None, at=OPENS)
    swept: dict[str, datetime] = {}
    for days, waiting in ((1, 1), (10, 0)):
        await _tick(given.society, "https://vote.example.org", swept, OPENS + timedelta(days=days))
        async with given.society.store.reading() as reading:
            assert len(await queries.vacancies(reading, today, "en")) == waiting
    await given.society.store.close()
