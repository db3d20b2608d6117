"""Journeys through the web: an applicant becomes a voter; an organisation votes through its representative (W24)."""

from __future__ import annotations

import re
from datetime import date, timedelta
from uuid import UUID

import pytest

from govern.ballots import lifecycle
from govern.constituencies.register import lifecycle as register
from govern.identity import lifecycle as identity
from govern.identity.lifecycle import NewPerson
from govern.identity.rules import PersonKind
from tests.ballots.given_ballots import BEFORE, OPENS, Given, a_draft, an_open_ballot, frozen
from tests.ballots.pages.conftest import Opens
from tests.ballots.pages.test_sending import at_check, envelopes
from tests.given import Moments

JOINED = date(2020, 1, 1)


async def test_somebody_applies_is_checked_admitted_and_votes(given: Given, window: Opens, clock: Moments) -> None:
    clock.at = OPENS - timedelta(days=10)
    applicant = await window(given.people["staff"][0])
    applicant.cookies.clear()
    await applicant.get("join")
    fields = {"group": "staff", "name": "Huw Rees", "email": "huw@example.org", "statement": "I work here."}
    await applicant.send("join", {**fields, "consent": "yes", "language": "en", "format": "standard"})
    assert applicant.heading() == "We have your application"
    secretary = await window(given.second)
    await secretary.get("office/register/applications")
    path = re.findall(r"office/register/applications/[0-9a-f-]{36}", secretary.last.text)[0]
    await secretary.get(path)
    day = clock.at
    check = {"condition": "contract_of_employment", "result": "met", "evidence": "Contract seen"}
    on = {"checked_on_day": str(day.day), "checked_on_month": str(day.month), "checked_on_year": str(day.year)}
    await secretary.send(f"{path}/check", {**check, **on})
    await secretary.send(f"{path}/admit")
    person = UUID(re.findall(r"office/register/([0-9a-f-]{36})\"", secretary.last.text)[0])
    clock.at = OPENS
    ballot_id = await an_open_ballot(given)
    clock.pass_(hours=1)
    voter = await window(person)
    at = await at_check(voter, ballot_id)
    await voter.send(f"{at}/cast")
    assert voter.heading() == "Your vote is in" and await envelopes(given) == 1


async def opened_to_all(given: Given) -> UUID:
    """An open ballot in which the one council votes too, though its group is small."""
    ballot_id = await frozen(given, await a_draft(given))
    async with given.society.store.writing() as writing:
        await lifecycle.accept_small_group(writing, ballot_id, "public_bodies", by=given.officer, at=OPENS)
        await lifecycle.open_(writing, given.society, ballot_id, by=given.officer, at=OPENS)
    return ballot_id


@pytest.fixture
async def council(given: Given) -> tuple[UUID, UUID]:
    """Dyffryn Town Council, and a member of staff who represents it."""
    ann = given.people["staff"][0]
    async with given.society.store.writing() as writing:
        new = NewPerson(name="Dyffryn Town Council", email="office@example.org", kind=PersonKind.ORGANISATION)
        council = await register.enter(writing, new, "public_bodies", JOINED, "Joined", by=None, at=BEFORE)
        await register.name_representative(writing, council, ann, BEFORE.date(), "Letter", by=None, at=BEFORE)
    return council, ann


async def test_w24_one_person_casts_two_votes_their_own_and_their_organisation_s(
    given: Given, window: Opens, council: tuple[UUID, UUID]
) -> None:
    body, ann = council
    ballot_id = await opened_to_all(given)
    browser = await window(ann)
    at = await at_check(browser, ballot_id)
    await browser.send(f"{at}/cast")
    assert browser.heading() == "Your vote is in"
    await browser.get("me/acting")
    await browser.send("me/acting", acts_for=str(body))
    assert "You are here for Dyffryn Town Council." in browser.last.text
    await browser.get(f"ballots/{ballot_id}/receipt")
    assert browser.heading() != "Your vote is in", "the organisation has not voted yet"
    await at_check(browser, ballot_id, "no")
    assert "You are here for Dyffryn Town Council." in browser.last.text
    await browser.send(f"{at}/cast")
    assert browser.heading() == "Your vote is in" and await envelopes(given) == 2
    await browser.get("me/acting")
    await browser.send("me/acting", acts_for="")
    await browser.get(f"ballots/{ballot_id}/receipt")
    assert browser.heading() == "Your vote is in" and "You are here for" not in browser.last.text


async def test_w24_who_was_replaced_while_on_the_check_page_sends_nothing_for_the_organisation(
    given: Given, window: Opens, council: tuple[UUID, UUID], clock: Moments
) -> None:
    body, ann = council
    ben = given.people["staff"][1]
    ballot_id = await opened_to_all(given)
    old = await window(ann)
    await old.get("me/acting")
    await old.send("me/acting", acts_for=str(body))
    at = await at_check(old, ballot_id)
    async with given.society.store.writing() as writing:
        await register.name_representative(writing, body, ben, clock.at.date(), "Letter", by=None, at=clock.at)
    await old.send(f"{at}/cast")
    assert await envelopes(given) == 0 and "You are here for" not in old.last.text
    new = await window(ben)
    await new.get("me/acting")
    await new.send("me/acting", acts_for=str(body))
    await at_check(new, ballot_id)
    await new.send(f"{at}/cast")
    assert new.heading() == "Your vote is in" and await envelopes(given) == 1
    await old.get("me/acting")
    assert "No organisation has named you" in old.text()


async def test_who_is_no_member_is_there_for_their_one_organisation_from_signing_in(
    given: Given, window: Opens, council: tuple[UUID, UUID], clock: Moments
) -> None:
    body, _ = council
    async with given.society.store.writing() as writing:
        (clerk,) = await identity.add_people(
            writing, [NewPerson(name="Ann Price", email="clerk@example.org")], by=None, at=BEFORE
        )
        await register.name_representative(writing, body, clerk, clock.at.date(), "Letter", by=None, at=clock.at)
        token = await identity.make_link(writing, clerk, at=clock.at)
    browser = await window(given.people["staff"][5])
    browser.cookies.clear()
    await browser.get(f"sign-in/link/{token}")
    await browser.send(f"sign-in/link/{token}")
    assert "You are here for Dyffryn Town Council." in browser.last.text
