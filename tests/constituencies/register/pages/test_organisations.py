"""Organisations in the office, what only officers see, and for whom somebody is here."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient

from govern.app import create_app
from govern.constituencies.rulebook.book import example
from tests.ballots.given_ballots import Given, a_society
from tests.constituencies.conftest import Town
from tests.given import Moments, settings
from tests.window import Window

DAY = {"joined_day": "2", "joined_month": "11", "joined_year": "2026"}
COUNCIL = {
    "name": "Dyffryn Town Council",
    "group": "public_bodies",
    "reason": "Board minute 14",
    "email": "office@dyffryn.example",
    "language": "en",
    "format": "standard",
    **DAY,
}
ANN = {"who_name": "Ann Price", "who_email": "ann@example.org", "authority": "Letter of 3 November"}


def on(field: str, day: int = 9) -> dict[str, str]:
    return {f"{field}_day": str(day), f"{field}_month": "11", f"{field}_year": "2026"}


async def a_council(town: Town, **more: str) -> tuple[Window, str]:
    secretary = await town.secretary()
    await secretary.get("office/register/organisations/add")
    await secretary.send("office/register/organisations/add", {**COUNCIL, **more})
    await secretary.follow()
    return secretary, secretary.last.url.path.removeprefix("/en/tair-nant/")


async def test_an_organisation_is_entered_with_its_representative(town: Town) -> None:
    secretary, _ = await a_council(town, **ANN)
    text = secretary.text()
    assert "Votes with Public bodies." in text and "Ann Price" in text and "Letter of 3 November" in text
    assert "An organisation" in text and "Ties to other members" not in text


async def test_it_is_refused_where_the_group_is_for_people_and_without_a_letter(town: Town) -> None:
    secretary = await town.secretary()
    await secretary.get("office/register/organisations/add")
    answer = await secretary.send("office/register/organisations/add", {**COUNCIL, "group": "staff"})
    assert answer.status_code == 422 and "is for people, not for organisations" in secretary.text()
    assert 'value="Dyffryn Town Council"' in answer.text
    answer = await secretary.send("office/register/organisations/add", {**COUNCIL, "who_name": "Ann Price"})
    assert answer.status_code == 422 and "Say where this is written" in secretary.text()
    await secretary.get("office/register")
    assert "Dyffryn" not in secretary.text()


async def test_the_office_says_who_has_no_representative_and_names_one_and_another(town: Town) -> None:
    secretary, path = await a_council(town)
    assert "It has no vote until somebody is named." in secretary.text()
    await secretary.get("office/register")
    assert "Organisations without a representative Only" not in secretary.text()
    assert "They have no vote until somebody is named. Dyffryn Town Council" in secretary.text()
    await secretary.get(path)
    answer = await secretary.send(f"{path}/representative", authority="Letter", **on("represents_on"))
    assert answer.status_code == 422 and "Type the member's number, or the name" in secretary.text()
    await secretary.send(f"{path}/representative", {**ANN, **on("represents_on")})
    await secretary.get("office/register")
    assert "They have no vote until" not in secretary.text()
    await secretary.get(path)
    await secretary.send(f"{path}/representative", {"who": "1", "authority": "Letter", **on("represents_on")})
    await secretary.follow()
    assert "Mair Elis" in secretary.text() and "Ann Price From" in secretary.text()
    answer = await secretary.send(f"{path}/representative/end")
    assert answer.status_code == 422 and "Say from which day." in secretary.text()
    await secretary.send(f"{path}/representative/end", on("ends_represents_on"))
    await secretary.follow()
    assert "Nobody represents this organisation." in secretary.text()


async def test_a_member_who_represents_chooses_for_whom_they_are_here(town: Town) -> None:
    secretary, path = await a_council(town)
    await secretary.send(f"{path}/representative", {"who": "1", "authority": "Letter", **on("represents_on")})
    mair = await town.window("Mair Elis")
    await mair.get("home")
    assert "You are here for" not in mair.last.text
    await mair.get("me/acting")
    assert "For whom are you here?" in mair.text() and "Dyffryn Town Council" in mair.text()
    council = path.rpartition("/")[2]
    await mair.send("me/acting", acts_for=council)
    await mair.follow()
    assert "You are here for Dyffryn Town Council." in mair.last.text
    await mair.get("me/acting")
    await mair.send("me/acting", acts_for="")
    await mair.follow()
    assert "You are here for" not in mair.last.text


async def test_w24_somebody_who_does_not_represent_it_is_refused(town: Town) -> None:
    secretary, path = await a_council(town)
    await secretary.send(f"{path}/representative", {"who": "1", "authority": "Letter", **on("represents_on")})
    gwen = await town.window("Gwen Hughes")
    await gwen.get("me/acting")
    assert "No organisation has named you" in gwen.text()
    mair = await town.window("Mair Elis")
    await mair.get("me/acting")
    await secretary.get(path)
    await secretary.send(f"{path}/representative", {"who": "3", "authority": "Letter", **on("represents_on")})
    answer = await mair.send("me/acting", acts_for=path.rpartition("/")[2])
    assert answer.status_code == 422 and "You do not represent Dyffryn Town Council now" in mair.text()


async def test_shares_subscription_and_ties_are_noted_ended_and_refused_beside_their_fields(town: Town) -> None:
    secretary = await town.secretary()
    path = f"office/register/{town.people['Mair Elis']}"
    await secretary.get(path)
    answer = await secretary.send(f"{path}/shares", shares="3", amount="many", **on("shares_on"))
    assert answer.status_code == 422 and "Type the amount in pounds" in secretary.text()
    await secretary.send(f"{path}/shares", shares="3", amount="£5,000", **on("shares_on"))
    await secretary.follow()
    assert "3 shares, £5,000.00" in secretary.text()
    answer = await secretary.send(f"{path}/shares/end")
    assert answer.status_code == 422 and "Choose which shares." in secretary.text()
    answer = await secretary.send(f"{path}/subscription", **on("paid_on"), **on("paid_until", 8))
    assert answer.status_code == 422 and "before it was paid" in secretary.text()
    await secretary.send(f"{path}/subscription", **on("paid_on"), **on("paid_until", 30))
    await secretary.follow()
    assert "paid until Monday 30 November 2026" in secretary.text()
    answer = await secretary.send(f"{path}/ties", tie_kind="household", tie_other="99", **on("tie_on"))
    assert answer.status_code == 422 and "No member has the number 99." in secretary.text()
    await secretary.send(f"{path}/ties", tie_kind="delivers_care_to", tie_other="3", **on("tie_on"))
    await secretary.follow()
    assert "Delivers care to Gwen Hughes" in secretary.text()
    await secretary.get(f"office/register/{town.people['Gwen Hughes']}")
    assert "Gets care from Mair Elis" in secretary.text()


async def test_invariant_8_no_page_but_the_office_s_shows_shares_or_ties(town: Town) -> None:
    secretary = await town.secretary()
    path = f"office/register/{town.people['Mair Elis']}"
    await secretary.get(path)
    await secretary.send(f"{path}/shares", shares="37", amount="£4,321", **on("shares_on"))
    await secretary.get(path)
    await secretary.send(f"{path}/ties", tie_kind="household", tie_other="3", **on("tie_on"))
    public, member = await town.window(), await town.window("Gwen Hughes")
    for page in ("", "join", "people", "rules", "home", "me", "meetings", "ballots"):
        for window in (public, member):
            await window.get(page)
            assert "4,321" not in window.last.text and "ousehold with" not in window.last.text
    answer = await secretary.get("office/register")
    assert "4,321" not in answer.text


@pytest.fixture
async def limited(tmp_path: Path, clock: Moments) -> AsyncIterator[tuple[Given, Window]]:
    """Tair Nant with a limit like the Italian one: volunteers are at most half of all members. Three of six are."""
    cap = """
[[cap]]
id = "volunteers-in-membership"
scope = "membership"
attribute = "volunteer"
max = "1/2"
of = "members"
rounding = "exact"
on_breach = "block_admission"

[terms]
"""
    text = example("tair_nant").replace("\n[terms]\n", cap, 1)
    given = await a_society(tmp_path / "home", text=text, groups={"supported": 1, "staff": 2, "volunteers": 3})
    app: Litestar = create_app(settings(given.society.folder.parent), clock)
    async with AsyncTestClient(app, base_url="http://testserver.local") as client:
        window = Window(client, given.society)
        yield given, await window.sign_in(given.second, officer=True, at=clock.at)
    await given.society.store.close()


async def test_a_day_to_come_is_refused_beside_its_field(town: Town) -> None:
    secretary = await town.secretary()
    await secretary.get("office/register/organisations/add")
    answer = await secretary.send("office/register/organisations/add", {**COUNCIL, "joined_year": "2027"})
    assert answer.status_code == 422 and '<a href="#joined">' in answer.text
    person = {"name": "Ida Puw", "group": "staff", "reason": "x", "language": "en", "format": "standard", **DAY}
    await secretary.get("office/register/add")
    answer = await secretary.send("office/register/add", {**person, "joined_year": "2027"})
    assert answer.status_code == 422 and '<a href="#joined">' in answer.text


async def test_an_organisation_has_no_birth_and_no_death(town: Town) -> None:
    secretary, path = await a_council(town)
    await secretary.get(path)
    assert "Kind An organisation" in secretary.text() and "Born on" not in secretary.text()
    assert f"{path}/death" not in secretary.last.text
    refused = await secretary.get(f"{path}/death")
    assert refused.status_code == 403 and "An organisation does not die." in secretary.text()


async def test_w19_on_the_web_one_more_is_refused_two_leave_and_nobody_is_removed(
    limited: tuple[Given, Window],
) -> None:
    given, secretary = limited
    one_more = {
        "name": "Ida Puw",
        "group": "volunteers",
        "reason": "x",
        "language": "en",
        "format": "standard",
        **DAY,
    }
    await secretary.get("office/register/add")
    answer = await secretary.send("office/register/add", one_more)
    assert answer.status_code == 422
    assert "The rules limit volunteers: at most" in secretary.text() and "Rule" in secretary.text()
    for worker in given.people["staff"]:
        path = f"office/register/{worker}"
        await secretary.get(path)
        await secretary.send(f"{path}/leave", leave_group="staff", leave_reason="Left", **on("leave_on"))
    await secretary.get("office/register")
    assert "volunteers: 3 of 4. The rules allow at most 2." in secretary.text()
    assert "4 people" in secretary.text()
    await secretary.get("office/register/add")
    assert (await secretary.send("office/register/add", one_more)).status_code == 422
    await secretary.send("office/register/add", {**one_more, "group": "staff"})
    assert secretary.last.status_code == 303
