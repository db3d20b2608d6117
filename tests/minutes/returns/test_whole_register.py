"""The whole register of members: shares and money in it, only for those who keep it, and every taking recorded."""

from __future__ import annotations

import csv
import io
import shutil
from datetime import timedelta
from uuid import UUID

import pytest

from govern import record
from govern.constituencies.register import lifecycle as register
from govern.constituencies.register import queries as members
from govern.minutes.returns.lifecycle import TAKEN
from govern.minutes.returns.queries import registers
from govern.permissions import Role
from govern.record import Line
from tests.desks.conftest import Desk, desk
from tests.meetings.scene import AT, Scene
from tests.minutes.returns.test_registers import leaves, secretary, words_of

__all__ = ["desk"]  # the fixture
WHOLE = "office/registers/whole"


async def with_shares(desk: Desk) -> None:
    """Gwenllian holds three for £30, of which one for £5.05 came later; Siân gave hers back. Eve left, with one."""
    at, today = desk.clock.at, desk.clock.at.date()
    async with desk.society.store.writing() as writing:

        async def note(name: str, shares: int, pence: int) -> UUID:
            since = today - timedelta(days=300)
            return await register.note_shares(writing, desk.people[name], shares, pence, since, "", by=None, at=at)

        await note("Gwenllian Wyn", 2, 2495)
        await note("Gwenllian Wyn", 1, 505)
        given_back = await note("Siân Elis", 4, 400)
        await note("Eve Morgan", 1, 100)
        await register.end_shares(writing, desk.people["Siân Elis"], given_back, today, by=None, at=at)
    await leaves(desk, "Eve Morgan")


async def taken(desk: Desk) -> tuple[Line, ...]:
    async with desk.society.store.reading() as reading:
        return await record.lines_about(reading, [TAKEN])


async def as_rows(desk: Desk) -> list[list[str]]:
    await desk.window.get(WHOLE)
    answer = await desk.window.send(f"{WHOLE}/spreadsheet")
    assert answer.status_code == 200 and "whole-register-" in answer.headers["content-disposition"]
    return list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))


async def test_it_has_everybody_who_is_or_was_a_member_with_shares_held_today(desk: Desk) -> None:
    await with_shares(desk)
    await secretary(desk)
    rows = await as_rows(desk)
    assert rows[0][-2:] == ["Shares", "Paid on them, in pounds"]
    assert [(row[1], row[-2], row[-1]) for row in rows[1:]] == [
        ("Gwenllian Wyn", "3", "30.00"),
        ("Nerys Tudur", "0", "0.00"),
        ("Siân Elis", "0", "0.00"),
        ("Eve Morgan", "1", "1.00"),
    ]
    assert rows[4][6] != "" and rows[1][6] == "", "she left, and stands after those of today"


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs pdftotext")
async def test_on_paper_it_says_that_it_is_not_for_inspection(desk: Desk) -> None:
    await with_shares(desk)
    await secretary(desk)
    await desk.window.get(WHOLE)
    answer = await desk.window.send(f"{WHOLE}/paper")
    assert answer.headers["content-disposition"].startswith("attachment;")
    words = words_of(answer.content)
    for part in (
        "Whole register of members",
        "3 (£30.00)",
        "Former members",
        "This is for those who keep the register",
    ):
        assert part in words, part
    assert "They stand in the accounts of the society." in words and "A copy for inspection" not in words


async def test_every_taking_is_in_the_record_and_on_the_page_with_who_and_as_what(desk: Desk) -> None:
    await secretary(desk)
    await desk.window.get(WHOLE)
    assert "Nobody has taken it yet." in desk.window.text() and "4 members today." in desk.window.text()
    assert await taken(desk) == (), "to look at the page takes nothing"
    await desk.window.send(f"{WHOLE}/paper")
    await as_rows(desk)
    lines = await taken(desk)
    assert [line.facts for line in lines] == [{"as": "spreadsheet"}, {"as": "paper"}]
    assert {line.by for line in lines} == {desk.people["Nerys Tudur"]}
    await desk.window.get(WHOLE)
    said = desk.window.text()
    assert "Nerys Tudur For a spreadsheet" in said and "Nerys Tudur As a PDF" in said


async def test_too_long_for_a_pdf_it_is_refused_in_words_and_nothing_is_recorded(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await secretary(desk)
    await desk.window.get(WHOLE)
    monkeypatch.setattr(registers, "MOST_PRINTED", 3)
    answer = await desk.window.send(f"{WHOLE}/paper")
    assert answer.status_code == 409 and "Get the file for a spreadsheet instead." in desk.window.text()
    assert await taken(desk) == ()
    await desk.window.get(WHOLE)
    assert "Take it as a PDF" not in desk.window.text() and "A PDF can have" in desk.window.text()


async def test_it_is_for_those_who_keep_the_register_alone(desk: Desk) -> None:
    await secretary(desk)
    await desk.window.get("office/registers")
    assert "Go to the whole register" in desk.window.text()
    for name, *roles in (("Eve Morgan",), ("Siân Elis", Role.RETURNING_OFFICER), ("Gwenllian Wyn", Role.CHAIR)):
        await desk.window.sign_in(desk.people[name], *roles, at=desk.clock.at)
        assert (await desk.window.get(WHOLE)).status_code == 403, name


async def test_a_second_step_of_six_minutes_ago_is_not_enough(desk: Desk) -> None:
    await secretary(desk)
    await desk.window.get(WHOLE)
    desk.clock.at += timedelta(minutes=6)
    answer = await desk.window.send(f"{WHOLE}/spreadsheet")
    assert answer.status_code == 303 and "step-up" in answer.headers["location"]
    assert await taken(desk) == ()


async def test_only_shares_held_on_the_day_are_added_up(scene: Scene) -> None:
    """On both databases. A holding counts from its first day, and on its last day no more."""
    person, today = scene.people["Member 1"], AT.date()
    async with scene.store.writing() as writing:
        for shares, since in ((2, 300), (5, 0)):
            day = today - timedelta(days=since)
            last = await register.note_shares(writing, person, shares, shares * 100, day, "", by=None, at=AT)
        await register.end_shares(writing, person, last, today, by=None, at=AT)
    async with scene.store.reading() as reading:
        lines = [one async for one in members.whole_register(reading, today)]
        before = [one async for one in members.whole_register(reading, today - timedelta(days=301))]
    assert [(one.shares, one.pence) for one in lines if one.line.person_id == person] == [(2, 200)]
    assert sum(one.shares for one in lines) == 2 and len(lines) == 15
    assert sum(one.shares for one in before) == 0
