"""A seat that fell empty early goes to the next in the last election (Cartrefi's rule): by its papers counted again
where they rank, else to whoever had most votes; in lifecycle and from the vacancy's page."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from uuid import UUID

import msgspec
import pytest
from litestar.testing import AsyncTestClient
from sqlalchemy import select

from govern.app import create_app
from govern.ballots import lifecycle, queries, rules
from govern.ballots.lifecycle import Choices
from govern.ballots.models import CountBackRun, CountRun
from govern.ballots.rules import BackInputs, BackOutcome, Inputs
from govern.constituencies.boards import lifecycle as boards
from govern.constituencies.boards import queries as boards_now
from govern.constituencies.register import lifecycle as register
from govern.constituencies.rulebook import queries as rulebook
from govern.constituencies.rulebook.book import example
from govern.errors import NotAllowed, NotValid, WrongMoment
from tests.ballots.given_ballots import (
    BEFORE,
    CLOSES,
    Given,
    a_draft,
    a_society,
    all_vote,
    declared,
    election,
    lots_drawn,
    opened,
    stands,
)
from tests.ballots.pages.test_voting import contests_of
from tests.given import Moments, settings
from tests.window import Window

RULES = example("tair_nant").replace('casual_vacancy = "co_option"', 'casual_vacancy = "next_best"')
BLOCK = RULES.replace('method = "stv"', 'method = "block_vote"')
LATER = CLOSES + timedelta(days=20)


async def elected_and_left(
    home: Path, clock: Moments, seats: int = 1, text: str = RULES, url: str | None = None
) -> tuple[Given, UUID]:
    """Four of staff stood for seats of any member; Staff 1 was elected with most votes and left."""
    given = await a_society(home, text=text, groups={"supported": 10, "staff": 12, "volunteers": 10}, url=url)
    ballot_id = await a_draft(given, election("any", seats))
    (contest,) = await contests_of(given, ballot_id)
    one, two, three, four = [str(await stands(given, contest, person)) for person in given.people["staff"][:4]]
    await lots_drawn(given, ballot_id)
    await opened(given, ballot_id)
    ranks: list[tuple[str, ...]] = []
    for marks, times in (((one, four), 17), ((two,), 8), ((three, two), 6), ((four, two), 1)):
        ranks += [marks] * times
    if text != RULES:
        ranks = [rank[:seats] for rank in ranks]
    votes: list[tuple[UUID, Choices]] = [
        (person, {contest: rank}) for person, rank in zip(given.everybody, ranks, strict=True)
    ]
    await all_vote(given, ballot_id, votes)
    await declared(given, ballot_id)
    clock.at = LATER
    async with given.society.store.writing() as writing:
        winner = next(
            one
            for one in await boards_now.sitting(writing, "board", LATER.date())
            if one.person_id == given.people["staff"][0]
        )
        await boards.vacate(writing, winner.tenure_id, LATER.date(), "resigned", by=None, at=LATER)
        (vacancy,) = await boards_now.vacancies(writing, LATER.date(), "en")
    return given, vacancy.id


async def count_back(given: Given, vacancy: UUID, *willing: str) -> BackOutcome:
    async with given.society.store.writing() as writing:
        return await lifecycle.count_back(writing, vacancy, willing, LATER.date(), by=None, at=LATER)


async def open_to(given: Given, vacancy: UUID) -> dict[str, str]:
    """Name -> candidate of those who could be asked."""
    async with given.society.store.reading() as reading:
        book = (await rulebook.in_force(reading, LATER.date())).rulebook
        found = await queries.election_to_count_back(reading, vacancy, "board", "any", book, LATER.date())
    assert found is not None
    return {one.name: candidate for candidate, one in found.open.items()}


async def on_board(given: Given) -> dict[str, str]:
    async with given.society.store.reading() as reading:
        return {one.name: one.how_filled for one in await boards_now.sitting(reading, "board", LATER.date())}


async def test_the_papers_of_who_left_say_who_is_next(tmp_path: Path, clock: Moments, database_url: str) -> None:
    """By stages Staff 2 stayed longest; the papers that elected Staff 1 name Staff 4 next."""
    given, vacancy = await elected_and_left(tmp_path / "home", clock, url=database_url)
    names = await open_to(given, vacancy)
    assert set(names) == {"Staff 2", "Staff 3", "Staff 4"}
    found = await count_back(given, vacancy, *names.values())
    assert (found.left, found.new) == ("Staff 1", "Staff 4")
    assert await on_board(given) == {"Staff 4": "next_best"}
    assert found.stages and found.why
    async with given.society.store.reading() as reading:
        kept = await queries.counted_back(reading, vacancy)
        again = await reading.scalar(select(CountBackRun))
        assert again is not None
        run = await reading.get_one(CountRun, again.count_run_id)
    assert kept is not None and kept.outcome == found
    back = msgspec.json.decode(again.inputs.encode(), type=BackInputs)
    assert rules.counted_back(Inputs.from_text(run.inputs), back) == found, "anybody can count it again"
    await given.society.store.close()


async def test_who_still_sits_is_not_touched_and_who_is_not_willing_is_not_counted_with(
    tmp_path: Path, clock: Moments
) -> None:
    given, vacancy = await elected_and_left(tmp_path / "home", clock, seats=2)
    before = await on_board(given)
    assert set(before) == {"Staff 2"}
    names = await open_to(given, vacancy)
    with pytest.raises(NotValid, match="at least one person who is willing"):
        await count_back(given, vacancy)
    found = await count_back(given, vacancy, names["Staff 3"])
    assert (found.new, found.sitting, found.declined) == ("Staff 3", ("Staff 2",), ("Staff 4",))
    assert set(await on_board(given)) == {"Staff 2", "Staff 3"}
    with pytest.raises(WrongMoment):
        await count_back(given, vacancy, names["Staff 4"])
    await given.society.store.close()


async def test_whoever_came_by_the_papers_is_followed_by_the_papers(tmp_path: Path, clock: Moments) -> None:
    given, vacancy = await elected_and_left(tmp_path / "home", clock)
    names = await open_to(given, vacancy)
    await count_back(given, vacancy, names["Staff 4"])
    async with given.society.store.writing() as writing:
        (now,) = await boards_now.sitting(writing, "board", LATER.date())
        await boards.vacate(writing, now.tenure_id, LATER.date(), "resigned", by=None, at=LATER)
        (second,) = await boards_now.vacancies(writing, LATER.date(), "en")
    names = await open_to(given, second.id)
    assert set(names) == {"Staff 2", "Staff 3"}
    assert (await count_back(given, second.id, *names.values())).new == "Staff 2"
    await given.society.store.close()


async def test_without_a_ranked_election_there_is_nothing_to_count(tmp_path: Path, clock: Moments) -> None:
    given = await a_society(tmp_path / "home", text=RULES)
    async with given.society.store.writing() as writing:
        await boards.seat(writing, "board", "any", given.people["staff"][0], BEFORE.date(), by=None, at=BEFORE)
        (now,) = await boards_now.sitting(writing, "board", LATER.date())
        await boards.vacate(writing, now.tenure_id, LATER.date(), "resigned", by=None, at=LATER)
        (vacancy,) = await boards_now.vacancies(writing, LATER.date(), "en")
    with pytest.raises(NotAllowed, match="No election of this seat was counted here"):
        await count_back(given, vacancy.id, "somebody")
    await given.society.store.close()


async def test_the_page_asks_who_is_willing_counts_and_shows_every_step(tmp_path: Path, clock: Moments) -> None:
    given, vacancy = await elected_and_left(tmp_path / "home", clock)
    fourth = given.people["staff"][3]
    async with given.society.store.writing() as writing, boards.heeding(writing, LATER.date(), by=None, at=LATER):
        await register.end_membership(writing, fourth, "staff", LATER.date(), "Moved away", by=None, at=LATER)
    names = await open_to(given, vacancy)
    app = create_app(settings(given.society.folder.parent), clock)
    async with AsyncTestClient(app, base_url="http://testserver.local") as client:
        window = await Window(client, given.society).sign_in(given.second, officer=True, at=clock.at)
        path = f"office/boards/vacancies/{vacancy}/next"
        await window.get(path)
        assert "Who is willing to take the seat?" in window.text() and "Staff 1" not in window.text()
        day = {"from_on_day": str(LATER.day), "from_on_month": str(LATER.month), "from_on_year": str(LATER.year)}
        answer = await window.send(path, day)
        assert answer.status_code == 422 and "Choose at least one person who is willing" in window.text()
        answer = await window.send(path, willing=names["Staff 2"])
        assert answer.status_code == 422 and "Say from which day." in window.text()
        assert "checked" in answer.text
        await window.send(path, {**day, "willing": [names["Staff 2"], names["Staff 4"]]})
        await window.follow()
        assert "Staff 2 takes the seat." in window.text()
        assert "Staff 4 is not a member and can only be co-opted (Rule 10.1)." in window.text()
        assert "The count, stage by stage" in window.text()
        await window.get(f"office/boards/vacancies/{vacancy}")
        assert "Staff 2 has filled it since" in window.text()
    await given.society.store.close()


async def test_after_another_election_the_one_with_most_votes_who_may_sit_is_next(
    tmp_path: Path, clock: Moments
) -> None:
    given, vacancy = await elected_and_left(tmp_path / "home", clock, text=BLOCK)
    second, third = given.people["staff"][1:3]
    async with given.society.store.writing() as writing, boards.heeding(writing, LATER.date(), by=None, at=LATER):
        await register.end_membership(writing, second, "staff", LATER.date(), "Moved away", by=None, at=LATER)
        last = await queries.last_election(writing, "board", "any")
    assert last is not None and [one.name for one in last.unelected] == ["Staff 2", "Staff 3", "Staff 4"]
    assert third in given.people["staff"]
    app = create_app(settings(given.society.folder.parent), clock)
    async with AsyncTestClient(app, base_url="http://testserver.local") as client:
        window = await Window(client, given.society).sign_in(given.second, officer=True, at=clock.at)
        await window.get(f"office/boards/vacancies/{vacancy}")
        assert "The next in the last election takes it." in window.text()
        path = f"office/boards/vacancies/{vacancy}/next"
        await window.get(path)
        assert "Staff 2" in window.text() and "Staff 3" in window.text()
        answer = await window.send(path)
        assert answer.status_code == 422 and "Say from which day." in window.text()
        day = {"from_on_day": str(LATER.day), "from_on_month": str(LATER.month), "from_on_year": str(LATER.year)}
        await window.send(path, day)
        assert "Staff 3 takes the seat." in window.text()
        assert "Staff 2 is not a member and can only be co-opted (Rule 10.1)." in window.text()
        await window.get(f"office/boards/vacancies/{vacancy}")
        assert "Staff 3 has filled it since" in window.text()
    await given.society.store.close()
