"""Whole votes through both processes: from the page of the vote to the receipt, the count and both verifiers."""

from __future__ import annotations

import asyncio
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import func, select

from govern.__main__ import main
from govern.ballots import lifecycle, queries
from govern.ballots.models import LogLeaf
from govern.ballots.queries.bundle import bundle_of
from govern.ballots.rules import MOST_TESTS_A_DAY
from tests.ballots.given_ballots import Given
from tests.ballots.given_ceremony import (
    AFTER,
    all_mixed,
    all_witnessed,
    an_open_shared_ballot,
    closed_by_two,
    facts_fixed,
    opened_by,
    verified,
)
from tests.ballots.pages.test_sending import code_in
from tests.booth.conftest import Votes
from tests.booth.given_booth import Voter, form_to, forms_on


@pytest.fixture
def url(database_url: str) -> str:
    """On SQLite and on PostgreSQL."""
    return database_url


async def voted(voter: Voter, *answers: str) -> str:
    """A vote with these answers, through the booth. Returns the code that the booth showed."""
    form = await voter.at_check(*answers)
    code = voter.code()
    await voter.send(form.fields)
    assert voter.service.heading() == "Your vote is in", voter.service.text()
    return code


async def test_votes_through_the_booth_are_cast_counted_and_verified(
    given: Given, votes: Votes, tmp_path: Path
) -> None:
    ballot_id, ring = await an_open_shared_ballot(given)
    for person, answer in zip(given.people["staff"], ("yes", "yes", "yes", "no"), strict=False):
        voter = await votes(person, ballot_id)
        code = await voted(voter, answer)
        assert code_in(voter.service.last.text) == code, "the receipt has the code that the booth showed"
    await voted(await votes(given.people["supported"][0], ballot_id), "no")
    again = await votes(given.people["supported"][0], ballot_id)
    await voted(again, "yes")
    await closed_by_two(given, ballot_id)
    await facts_fixed(given, ballot_id)
    await all_witnessed(given, ballot_id, ring)
    await all_mixed(given, ballot_id, ring)
    await opened_by(given, ballot_id, ring, 3, 1)
    await lifecycle.count(
        given.society, ballot_id, by=given.officer, at=AFTER
    )  # the first verifier judges the bundle there
    assert await in_favour_and_against(given, ballot_id) == (4, 1, 5)
    async with given.society.store.reading() as reading:
        packed = await bundle_of(reading, ballot_id)
    assert "2 of 3 trustees open" in verified(packed, tmp_path)


async def in_favour_and_against(given: Given, ballot_id: UUID) -> tuple[int, int, int]:
    async with given.society.store.reading() as reading:
        result = await queries.result(reading, ballot_id, "en", undeclared=True)
    resolution = result.contests[0].outcome.resolution
    assert resolution is not None
    return int(resolution.for_), int(resolution.against), result.voted


async def test_an_envelope_is_tested_in_the_booth_once_the_list_says_so_and_the_next_one_is_cast(
    given: Given, votes: Votes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ballot_id, _ = await an_open_shared_ballot(given)
    voter = await votes(given.people["staff"][0], ballot_id)
    await voter.at_check("no")
    code, before = voter.code(), await entries(given)
    noted = await voter.send(voter.test_form().fields)
    assert noted.status_code == 200 and code in voter.service.text().replace(" ", "-")
    assert await entries(given) == before + 1, "the list says it before anything is opened"
    assert " No " not in voter.service.text()
    opened = await voter.to_booth("opened", form_to(noted, "/opened").fields)
    assert opened.status_code == 200 and voter.booth.heading() == "Your test envelope is open"
    assert "It holds what you chose." in voter.booth.text() and " No " in voter.booth.text()
    assert voter.code() == code
    file = form_to(opened, "/test/file")
    answer = await voter.booth.post(file.action, file.fields)
    (tmp_path / "test.json").write_bytes(answer.content)
    assert await asyncio.to_thread(main, ["check-test", str(tmp_path / "test.json")]) == 0
    said = capsys.readouterr().out
    assert code in said and "No" in said
    await voter.booth.get(f"{voter.at}/check")
    assert voter.booth.heading() == "Check your vote" and voter.code() != code
    fresh = voter.code()
    await voter.send(voter.cast_form().fields)
    assert voter.service.heading() == "Your vote is in" and code_in(voter.service.last.text) == fresh


async def test_after_twenty_tests_a_day_the_next_is_refused_and_stays_closed_and_the_vote_is_cast(
    given: Given, votes: Votes
) -> None:
    ballot_id, _ = await an_open_shared_ballot(given)
    voter = await votes(given.people["staff"][0], ballot_id)
    await voter.at_check("no")
    before = await entries(given)
    for _ in range(MOST_TESTS_A_DAY):
        noted = await voter.send(voter.test_form().fields)
        await voter.to_booth("opened", form_to(noted, "/opened").fields)
        assert voter.booth.heading() == "Your test envelope is open"
        await voter.booth.get(f"{voter.at}/check")
    test, cast = voter.test_form(), voter.cast_form()
    refused = await voter.send(test.fields)
    said = "You have made 20 test envelopes in this vote today. More would fill the list for everybody."
    assert refused.status_code == 409 and voter.service.heading() == "Your paper is in the booth"
    assert f"{said} Send your vote now, or test again tomorrow." in voter.service.text()
    assert await entries(given) == before + MOST_TESTS_A_DAY, "the list says nothing of it"
    assert [form.action for form in forms_on(refused) if form.action.endswith("/opened")] == [], "nor is it opened"
    old = form_to(noted, "/opened").fields
    opened = await voter.to_booth("opened", {**old, "state": test.fields["state"]})
    assert opened.status_code == 403 and "The number that the slip" not in opened.text
    await voter.enter(form_to(refused, "/enter"))
    assert voter.booth.heading() == "Check your vote" and " No " in voter.booth.text(), "the choices are kept"
    code = voter.code()
    await voter.send(voter.cast_form().fields)
    assert voter.service.heading() == "Your vote is in" and code_in(voter.service.last.text) == code
    assert await entries(given) == before + MOST_TESTS_A_DAY + 1
    await voter.send(cast.fields)
    assert voter.service.heading() == "Your vote is in", "what was not opened may still be cast"


async def entries(given: Given) -> int:
    async with given.society.store.reading() as reading:
        return await reading.scalar(select(func.count()).select_from(LogLeaf)) or 0
