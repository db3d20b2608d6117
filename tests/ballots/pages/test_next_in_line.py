"""A seat that fell empty early goes to the next in the last election, from the vacancy's page (Cartrefi's rule)."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from uuid import UUID

from litestar.testing import AsyncTestClient

from govern.app import create_app
from govern.ballots import queries
from govern.ballots.lifecycle import Choices
from govern.constituencies.boards import lifecycle as boards
from govern.constituencies.boards import queries as boards_now
from govern.constituencies.register import lifecycle as register
from govern.constituencies.rulebook.book import example
from tests.ballots.given_ballots import (
    CLOSES,
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
LATER = CLOSES + timedelta(days=20)


async def test_the_next_who_may_sit_takes_the_seat_and_the_page_says_who_was_passed_over(
    tmp_path: Path, clock: Moments
) -> None:
    given = await a_society(tmp_path / "home", text=RULES, groups={"supported": 10, "staff": 12, "volunteers": 10})
    first, second, third = given.people["staff"][:3]
    ballot_id = await a_draft(given, election("any", 1))
    (contest,) = await contests_of(given, ballot_id)
    runs = [str(await stands(given, contest, person)) for person in (first, second, third)]
    await lots_drawn(given, ballot_id)
    await opened(given, ballot_id)
    ranks = [runs[0]] * 17 + [runs[1]] * 9 + [runs[2]] * 6
    votes: list[tuple[UUID, Choices]] = [
        (person, {contest: (run,)}) for person, run in zip(given.everybody, ranks, strict=True)
    ]
    await all_vote(given, ballot_id, votes)
    await declared(given, ballot_id)
    clock.at = LATER
    async with given.society.store.writing() as writing, boards.heeding(writing, LATER.date(), by=None, at=LATER):
        (winner,) = await boards_now.sitting(writing, "board", LATER.date())
        await boards.vacate(writing, winner.tenure_id, LATER.date(), "resigned", by=None, at=LATER)
        await register.end_membership(writing, second, "staff", LATER.date(), "Moved away", by=None, at=LATER)
        (vacancy,) = await boards_now.vacancies(writing, LATER.date(), "en")
        last = await queries.last_election(writing, "board", "any")
    assert last is not None and [one.name for one in last.unelected] == ["Staff 2", "Staff 3"]
    app = create_app(settings(given.society.folder.parent), clock)
    async with AsyncTestClient(app, base_url="http://testserver.local") as client:
        window = await Window(client, given.society).sign_in(given.second, officer=True, at=clock.at)
        await window.get(f"office/boards/vacancies/{vacancy.id}")
        assert "The next in the last election takes it." in window.text()
        path = f"office/boards/vacancies/{vacancy.id}/next"
        await window.get(path)
        assert "Staff 2" in window.text() and "Staff 3" in window.text()
        answer = await window.send(path)
        assert answer.status_code == 422 and "Say from which day." in window.text()
        day = {"from_on_day": str(LATER.day), "from_on_month": str(LATER.month), "from_on_year": str(LATER.year)}
        await window.send(path, day)
        assert "Staff 3 takes the seat." in window.text()
        assert "Staff 2 is not a member and can only be co-opted (Rule 10.1)." in window.text()
        await window.get(f"office/boards/vacancies/{vacancy.id}")
        assert "Staff 3 has filled it since" in window.text()
    await given.society.store.close()
