"""How a motion is decided, through the web: the kind for its matter, a group that asks for more, W7 to its end."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from litestar.testing import AsyncTestClient

from govern.app import create_app
from tests.ballots.given_ballots import BEFORE, CLOSES, Given, a_draft, a_society, election, motion
from tests.ballots.lifecycle.test_settling import (
    CONVERSION,
    a_second,
    a_tied_count,
    decided,
    first_carried,
    only_contest,
)
from tests.given import Moments, settings
from tests.window import Window

Told = tuple[Given, Window]
Rules = Callable[[str, dict[str, int]], Awaitable[Told]]


@pytest.fixture
async def under(tmp_path: Path, clock: Moments) -> AsyncIterator[Rules]:
    """The secretary of a society under these rules, in a browser."""
    clients, societies = [], []

    async def made(rules: str, groups: dict[str, int]) -> Told:
        given = await a_society(tmp_path / "home", rules=rules, groups=groups)
        societies.append(given)
        client = AsyncTestClient(
            create_app(settings(given.society.folder.parent), clock), base_url="http://testserver.local"
        )
        await client.__aenter__()
        clients.append(client)
        browser = Window(client, given.society, follows=True)
        return given, await browser.sign_in(given.second, officer=True, at=clock.at)

    yield made
    for client in clients:
        await client.__aexit__(None, None, None)
    for given in societies:
        await given.society.store.close()


def lines(browser: Window) -> str:
    return " ".join(browser.text().split())


async def page_of(given: Given, ballot_id: UUID) -> str:
    return f"office/ballots/{ballot_id}/questions/{await only_contest(given, ballot_id)}/decision"


async def test_m91_the_page_names_the_kind_that_a_fee_needs_and_takes_it(under: Rules, clock: Moments) -> None:
    given, secretary = await under("secondary_coop", {})
    clock.at = BEFORE
    ballot_id = await a_draft(given, motion("extraordinary"))
    page = await page_of(given, ballot_id)
    await secretary.get(page)
    refused = await secretary.send(page, {"kind": "extraordinary", "matter": "membership_fee"})
    assert refused.status_code == 422
    assert "the rules decide this by another kind of decision" in lines(secretary) and "(Rule 4.1)" in lines(
        secretary
    )
    assert 'id="matter-problem"' in refused.text and 'value="membership_fee" selected' in refused.text
    await secretary.send(page, {"kind": "ordinary", "matter": "membership_fee"})
    assert "It is kept." in lines(secretary)
    await secretary.get(f"office/ballots/{ballot_id}/questions/new")
    new = {"kind": "resolution", "title": "Fee", "resolution": "extraordinary", "matter": "membership_fee"}
    again = await secretary.send(f"office/ballots/{ballot_id}/questions/new", new)
    assert again.status_code == 422 and "Choose that kind." in lines(secretary)
    await secretary.get(page)
    empty = await secretary.send(page)
    assert empty.status_code == 422 and "Choose which kind of motion it is." in lines(secretary)


async def test_w25_a_group_s_own_vote_turns_the_kind_on_the_page_and_members_read_why(
    under: Rules, clock: Moments
) -> None:
    given, secretary = await under("fairshares_like", {"user": 3, "investor": 11})
    clock.at = BEFORE
    ballot_id = await a_draft(given, motion("ordinary"))
    page = await page_of(given, ballot_id)
    await secretary.get(page)
    asked = {"kind": "ordinary", "raised_by": "investor", "raised_for": "5", "raised_against": "5"}
    refused = await secretary.send(page, asked)
    assert refused.status_code == 422 and "With 5 to 5 the usual kind holds" in lines(secretary)
    await secretary.send(page, {**asked, "raised_for": "6"})
    assert "It is kept." in lines(secretary)
    await secretary.get(f"office/ballots/{ballot_id}")
    assert "Saturdays Special resolution" in lines(secretary)


async def test_w7_on_the_pages_from_waiting_to_confirmed(under: Rules, clock: Moments) -> None:
    given, secretary = await under("colne_valley_like", CONVERSION)
    ballot_id, first = await first_carried(given)
    clock.at = CLOSES + timedelta(minutes=30)
    await secretary.sign_in(given.second, officer=True, at=clock.at)
    await secretary.get(f"ballots/{ballot_id}/result/1")
    assert "How it stands now This is not in force yet: a second meeting must confirm it." in lines(secretary)
    early = await a_second(given, CLOSES + timedelta(days=13), clock.at)
    page = await page_of(given, early)
    await secretary.get(page)
    assert "Does it confirm a decision of an earlier meeting?" in lines(secretary)
    refused = await secretary.send(page, {"kind": "conversion", "confirms": str(first)})
    assert refused.status_code == 422 and "is too early. Choose a day from" in lines(secretary)
    closes = CLOSES + timedelta(days=15)
    second = await a_second(given, closes, clock.at)
    page = await page_of(given, second)
    await secretary.get(page)
    await secretary.send(page, {"kind": "conversion", "confirms": str(first)})
    assert "It is kept." in lines(secretary)
    await decided(given, second, for_=5, against=4, at=closes, opens=closes - timedelta(days=3))
    clock.at = closes + timedelta(hours=1)
    await secretary.get(f"ballots/{ballot_id}/result/1")
    assert "A second meeting confirmed this on" in lines(secretary)
    assert "A copy goes to the Financial Conduct Authority by" in lines(secretary)
    await secretary.sign_in(given.second, officer=True, at=clock.at)
    await sent_returned_and_registered(secretary, given, ballot_id, first)


async def sent_returned_and_registered(secretary: Window, given: Given, ballot_id: UUID, first: UUID) -> None:
    page = f"office/ballots/{ballot_id}/regulator/{first}"
    await secretary.get("office")
    assert "Send a copy to the Financial Conduct Authority: Conversion" in lines(secretary)
    assert page in secretary.last.text
    await secretary.get(page)
    assert "Where it stands not sent yet" in lines(secretary)
    day = {"sent_on_day": "8", "sent_on_month": "12", "sent_on_year": "2026"}
    unsigned = await secretary.send(page, {**day, "how": "post", "sent_by": str(given.second)})
    assert unsigned.status_code == 422 and 'id="signed-problem"' in unsigned.text
    assert 'value="post" checked' in unsigned.text
    await secretary.send(page, {**day, "how": "post", "sent_by": str(given.second), "signed": "yes"})
    assert "What did the regulator answer?" in lines(secretary)
    await secretary.get("office")
    assert "Note what the regulator answers: Conversion" in lines(secretary)
    await secretary.get(page)
    day = {"answered_on_day": "8", "answered_on_month": "12", "answered_on_year": "2026"}
    empty = await secretary.send(f"{page}/answer")
    assert empty.status_code == 422 and "Choose what the regulator answered." in lines(secretary)
    await secretary.send(f"{page}/answer", {**day, "answer": "returned", "words": "A page is missing."})
    assert "Returned on Tuesday 8 December 2026: A page is missing." in lines(secretary)
    await secretary.get("office")
    assert "Put it right and send it again: Conversion" in lines(secretary)
    await secretary.get(page)
    sent = {"sent_on_day": "8", "sent_on_month": "12", "sent_on_year": "2026", "how": "online", "signed": "yes"}
    await secretary.send(page, {**sent, "sent_by": str(given.second)})
    await secretary.send(f"{page}/answer", {**day, "answer": "registered", "words": "RS-4711"})
    assert "Registered on Tuesday 8 December 2026: RS-4711" in lines(secretary)
    await secretary.get("office")
    assert "regulator" not in lines(secretary)
    await secretary.get(f"ballots/{ballot_id}/result/1")
    assert "The reference is RS-4711." in lines(secretary)
    assert (await secretary.get(f"office/ballots/{ballot_id}/regulator/{ballot_id}")).status_code == 404


async def test_an_election_has_no_kind_to_choose(under: Rules, clock: Moments) -> None:
    given, secretary = await under("colne_valley_like", CONVERSION)
    clock.at = BEFORE
    ballot_id = await a_draft(given, election("users"))
    assert (await secretary.get(await page_of(given, ballot_id))).status_code == 404


async def test_where_agreement_comes_first_the_office_says_what_is_missing_and_leads_there(
    under: Rules, clock: Moments
) -> None:
    given, secretary = await under("equal_care_like", {"supported": 6})
    ballot_id = await a_draft(given, motion("ordinary"))
    await secretary.get(f"office/ballots/{ballot_id}")
    page = await page_of(given, ballot_id)
    assert "the rules ask to look for agreement before a vote" in lines(secretary)
    assert page in secretary.last.text
    await secretary.get(page)
    day = {"consent_on_day": "1", "consent_on_month": "10", "consent_on_year": "2026"}
    refused = await secretary.send(page, {"kind": "ordinary", **day, "consent_rounds": "9"})
    assert refused.status_code == 422 and "from 1 to 3" in lines(secretary)
    await secretary.send(page, {"kind": "ordinary", **day, "consent_rounds": "2"})
    assert "It is kept." in lines(secretary)


async def test_invariant_35_the_chair_s_casting_vote_is_entered_and_counted(tmp_path: Path, clock: Moments) -> None:
    given, ballot_id, contest_id = await a_tied_count(tmp_path, "chair_casting")
    clock.at = CLOSES + timedelta(hours=2)
    app = create_app(settings(given.society.folder.parent), clock)
    async with AsyncTestClient(app, base_url="http://testserver.local") as client:
        browser = Window(client, given.society, follows=True)
        officer = await browser.sign_in(given.officer, officer=True, at=clock.at)
        page = f"office/ballots/{ballot_id}/questions/{contest_id}/casting-vote"
        await officer.get(f"office/ballots/{ballot_id}/result")
        assert page in officer.last.text and "the chair has not used the casting vote" in lines(officer)
        await officer.get(page)
        assert "This cannot be undone." in lines(officer)
        empty = await officer.send(page)
        assert empty.status_code == 422 and "Choose how the chair votes." in lines(officer)
        await officer.send(page, {"side": "for"})
        assert "The resolution is carried." in lines(officer) and "and the chair votes for. Rule 3.10" in lines(
            officer
        )
        assert page not in officer.last.text
        again = await officer.get(page)
        refused = await officer.send(page, {"side": "against"})
        assert again.status_code == 200 and refused.status_code == 422
        assert "The chair has no casting vote here" in lines(officer)
    await given.society.store.close()
