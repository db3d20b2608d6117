"""A scrutineer sees the sums of a vote that is counted, and reports; the returning officer prints the report."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable

import pytest
from litestar.testing import AsyncTestClient

from govern.permissions import Role
from tests.ballots import given_ballots
from tests.ballots.given_ballots import Given, a_society
from tests.given import Moments, a_home, the_service
from tests.minutes.papers.queries.test_ballot_papers import AFTER, a_counted_vote
from tests.window import Window

REPORT = {
    "appointed_by": "The members, 9 November 2026",
    "no_interest": "yes",
    "sample": "2",
    "differing": "0",
    "opinion": "It was fair.",
}


@pytest.fixture
async def given() -> AsyncIterator[Given]:
    made = await a_society(a_home(), groups={"supported": 12, "staff": 11, "volunteers": 10})
    yield made
    await made.society.store.close()


@pytest.fixture
async def browser(given: Given, clock: Moments) -> AsyncIterator[Callable[[], Window]]:
    clock.at = AFTER
    async with AsyncTestClient(the_service(clock), base_url="http://testserver.local") as client:
        yield lambda: Window(client, given.society, follows=True)


async def test_a_scrutineer_reports_and_the_report_is_printed(given: Given, browser: Callable[[], Window]) -> None:
    ballot_id = await a_counted_vote(given)
    scrutineer = await browser().sign_in(given.people["staff"][0], Role.SCRUTINEER, at=AFTER)
    at = f"office/ballots/{ballot_id}/scrutiny"
    await scrutineer.get("office/scrutiny")
    assert "Autumn vote" in scrutineer.text()
    await scrutineer.get(at)
    assert "Roll, papers and count fit together." in scrutineer.text() and "Issued 34" in scrutineer.text()
    for change, said in (
        ({"no_interest": ""}, "cannot be its scrutineer"),
        ({"differing": "3"}, "No more papers can come out another way"),
        ({"sample": "many"}, "Type a number, like 20."),
        ({"opinion": ""}, "Say what you think of this vote"),
    ):
        sent = {name: value for name, value in {**REPORT, **change}.items() if value}
        refused = await scrutineer.send(at, sent)
        assert refused.status_code == 422 and said in scrutineer.text(), said
        assert "The members, 9 November 2026" in scrutineer.last.text, "what was typed is kept"
    await scrutineer.send(at, REPORT)
    assert "The report that stands" in scrutineer.text() and "It was fair." in scrutineer.text()
    officer = await browser().sign_in(given.officer, officer=True, at=AFTER)
    await officer.get(f"office/ballots/{ballot_id}/papers/scrutiny")
    assert "It was fair." in officer.text()
    await officer.send(f"office/ballots/{ballot_id}/papers/scrutiny", made="standard")
    assert "P-2026-1" in officer.text()
    assert given_ballots.CLOSES < AFTER
