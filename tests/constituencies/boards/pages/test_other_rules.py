"""By other rules than Tair Nant's, through the browser: every member a director (M26), the trigger of elections
(W26), a cap on the membership (W19), a council that selects the board (M18)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path

from litestar.testing import AsyncTestClient

from govern.app import create_app
from govern.constituencies.rulebook import lifecycle as rulebook
from govern.constituencies.rulebook.book import example
from govern.identity import lifecycle as identity
from govern.identity.lifecycle import NewPerson
from govern.permissions import Role
from tests.given import Moments, a_bare_society, settings
from tests.window import Window


@asynccontextmanager
async def secretary_by(rules: str, folder: Path, clock: Moments) -> AsyncIterator[Window]:
    """A secretary's browser in a society by these rules, with nobody in its register."""
    society = await a_bare_society(folder / "home")
    app = create_app(settings(society.folder.parent), clock)
    async with AsyncTestClient(app, base_url="http://testserver.local") as client:
        async with society.store.writing() as writing:
            await rulebook.adopt(writing, rules, by=None, at=clock.at)
            await rulebook.name_contact(
                writing, name="Carys", phone="01632 960 123", email=None, hours={"en": "Days"}, by=None, at=clock.at
            )
            (person,) = await identity.add_people(writing, [NewPerson(name="Nerys Puw")], by=None, at=clock.at)
        yield await Window(client, society).sign_in(person, Role.SECRETARY, at=clock.at)
    await society.store.close()


async def joins(window: Window, name: str, group: str, on: date = date(2026, 11, 9)) -> None:
    await window.get("office/register/add")
    days = {"joined_day": str(on.day), "joined_month": str(on.month), "joined_year": str(on.year)}
    await window.send("office/register/add", name=name, group=group, reason="Accepted", **days)


async def leaves(window: Window, group: str) -> None:
    """Whoever is on the page last seen leaves."""
    path = window.last.headers["location"].split("/tair-nant/")[1]
    await window.get(path)
    days = {"leave_on_day": "9", "leave_on_month": "11", "leave_on_year": "2026"}
    await window.send(f"{path}/leave", leave_group=group, leave_reason="Moved", **days)
    assert window.last.status_code == 303


async def test_m26_a_fifth_member_becomes_director_the_same_day(tmp_path: Path, clock: Moments) -> None:
    async with secretary_by(example("friends_united_like"), tmp_path, clock) as window:
        for name in ("Ann Rees", "Ben Rees", "Cat Rees", "Dan Rees", "Eve Rees"):
            await joins(window, name, "friend")
        await window.get("office/boards/board")
        assert "5 of 5 seats are filled." in window.text() and "Every member sits" in window.text()
        await joins(window, "Fay Rees", "friend")
        await leaves(window, "friend")
        await window.get("office/boards/board")
        assert "5 of 5 seats are filled." in window.text()
        assert "From Monday 9 November 2026 to Monday 9 November 2026." in window.text()


async def test_w26_the_last_admission_needed_gives_the_secretary_a_task_that_stays(
    tmp_path: Path, clock: Moments
) -> None:
    rules = example("cartrefi_like").replace("trigger_members = 100", "trigger_members = 2")
    async with secretary_by(rules, tmp_path, clock) as window:
        await joins(window, "Ann Rees", "employee")
        await window.get("office/boards")
        assert "Elections have not started yet. Members now: 1. Elections start with 2." in window.text()
        await joins(window, "Ben Rees", "community")
        await leaves(window, "community")
        await window.get("office")
        assert "Call for candidates: elections have begun" in window.text()
        await window.get("office/boards")
        assert "on Monday 9 November 2026 there were 2 members." in window.text()
        assert "until Monday 7 December 2026." in window.text()
        await window.get("office/boards/board")
        answer = await window.send(
            "office/boards/board", person="1", seat="any", how="selected",
            from_on_day="9", from_on_month="11", from_on_year="2026",
        )  # fmt: skip
        assert answer.status_code == 422
        assert (
            "Council of Members chooses who sits on Board of Management (Rule 10.2), and nobody sits on it yet"
            in window.text()
        )


async def test_w19_one_volunteer_too_many_is_refused_beside_the_group(tmp_path: Path, clock: Moments) -> None:
    text = example("italy_type_a").replace('languages = ["it"]', 'languages = ["en"]')
    async with secretary_by(text, tmp_path, clock) as window:
        for name, group in (("Ada Sole", "lavoratori"), ("Bea Sole", "lavoratori")):
            await joins(window, name, group)
        for name in ("Vito Sole", "Zeno Sole"):
            await joins(window, name, "volontari")
            assert window.last.status_code == 303
        await joins(window, "Uno Sole", "volontari")
        assert window.last.status_code == 422
        assert "volunteers: at most 2.5 of 5 members (Rule 12.1). With this person there would be 3." in window.text()
        assert 'id="group-problem"' in window.last.text
