"""Vacancies, who stands down, balance, the year ahead and the board from a file, through the browser: W9, W10,
W13."""

from __future__ import annotations

import re
from datetime import date
from uuid import UUID

from govern.constituencies.boards import lifecycle, queries
from govern.constituencies.register import queries as register
from tests.constituencies.conftest import Town
from tests.window import Window

TODAY = {"day": "9", "month": "11", "year": "2026"}


def on(name: str, **changed: str) -> dict[str, str]:
    return {f"{name}_{part}": changed.get(part, value) for part, value in TODAY.items()}


async def number_of(town: Town, name: str) -> str:
    async with town.society.store.reading() as reading:
        return (await register.member_page(reading, town.people[name], town.clock.at.date())).number


async def seat_of(town: Town, name: str) -> UUID:
    async with town.society.store.reading() as reading:
        there = await queries.sitting(reading, "board", town.clock.at.date())
    return next(one.tenure_id for one in there if one.name == name)


async def leaves(town: Town, window: Window, name: str) -> None:
    path = f"office/boards/seats/{await seat_of(town, name)}"
    await window.get(path)
    await window.send(path, why="resigned", **on("on"))


def link(window: Window, pattern: str) -> str:
    found = re.search(rf'href="[^"]*?/tair-nant/({pattern})', window.last.text)
    assert found, window.text()
    return found.group(1).replace("&amp;", "&")


async def test_w10_a_vacancy_is_a_task_and_is_filled_from_its_page(town: Town) -> None:
    window = await town.secretary()
    await leaves(town, window, "Siân Llwyd")
    await window.get("office")
    assert "Fill an empty seat: Board" in window.text()
    await window.get(link(window, "office/boards/vacancies/[0-9a-f-]+"))
    assert "Those who sit co-opt somebody. (Rule " in window.text() and "They resigned" in window.text()
    assert "until the next annual general meeting" in window.text()
    fill = link(window, r"office/boards/board\?seat=staff[^\"#]+")
    await window.get(fill)
    answer = await window.send(
        "office/boards/board", person=await number_of(town, "Di Owen"), seat="staff", how="co_opted", **on("from_on")
    )
    assert answer.status_code == 422 and "Now: Ana Bowen, Bo Parry and Cai Rhys." in window.text()
    await window.send(
        "office/boards/board",
        person=await number_of(town, "Gwen Hughes"),
        seat="staff",
        how="co_opted",
        **on("from_on"),
    )
    await window.follow()
    assert "Seats that fell empty early" not in window.text()
    await window.get("people")
    assert "Gwen Hughes" in window.text() and "Until Wednesday 9 May 2029" in window.text()


async def test_w10_a_change_of_status_leaves_a_vacancy_and_the_volunteer_cannot_come_back(town: Town) -> None:
    window = await town.secretary()
    path = f"office/register/{town.people['Siân Llwyd']}"
    await window.get(path)
    await window.send(f"{path}/join", join_group="volunteers", moves_from="staff", join_reason="Retired",
                      **on("join_on"))  # fmt: skip
    await window.get("office/boards")
    assert "Siân Llwyd left on Monday 9 November 2026." in window.text()
    await window.get("office/boards/board?seat=any")
    answer = await window.send(
        "office/boards/board", person=await number_of(town, "Siân Llwyd"), seat="any", how="co_opted", **on("from_on")
    )
    assert answer.status_code == 422 and "volunteers may hold at most 3 of 9 seats" in window.text()


async def test_the_way_of_a_vacancy_is_chosen_and_one_the_rules_do_not_have_is_refused(town: Town) -> None:
    window = await town.secretary()
    await leaves(town, window, "Siân Llwyd")
    await window.get("office/boards")
    path = link(window, "office/boards/vacancies/[0-9a-f-]+")
    await window.get(path)
    answer = await window.send(path, way="next_best")
    assert answer.status_code == 422 and "those who sit co-opt somebody" in window.text()
    await window.send(path, way="by_election")
    await window.follow()
    assert "Put the election of this seat on the agenda" in window.text()
    answer = await window.send(path)
    assert answer.status_code == 422 and "Say how the seat is to be filled." in window.text()
    await window.get(f"{path}/next")
    assert "No election of this seat was counted here." in window.text()


async def test_w13_who_stands_down_is_announced_then_drawn_and_stands(town: Town) -> None:
    window = await town.secretary()
    await window.get("office/boards/board/rotation")
    assert "6 were elected" not in window.text() and "5 were elected." in window.text()
    assert "A lot names 2 of" in window.text()
    answer = await window.send("office/boards/board/rotation")
    assert answer.status_code == 422 and "Say on which day the annual general meeting is." in window.text()
    await window.send("office/boards/board/rotation", **on("on", day="28"))
    await window.follow()
    assert "It is not drawn yet." in window.text()
    draw = link(window, "office/boards/rotations/[0-9a-f-]+/draw")
    await window.get(draw)
    await window.send(draw)
    await window.follow()
    assert "2 seats are in the election." in window.text() and "the lot fell on them" in window.text()
    await window.get("office/boards/ahead")
    assert window.text().count("Saturday 28 November 2026") >= 2
    answer = await window.get(draw)
    answer = await window.send(draw)
    assert answer.status_code == 422 and "It is drawn once." in window.text()
    await window.get("office/boards/board/rotation")
    await window.send("office/boards/board/rotation", **on("on", day="28"))
    assert "being worked out already" in window.text()


async def test_w9_the_limit_is_rounded_down_on_every_page_that_says_it(town: Town) -> None:
    window = await town.secretary()
    for path in ("office/boards", "office/boards/board", "people"):
        await window.get(path)
        assert "At most 3 of 9 seats may be held by volunteers. Now: 3." in window.text(), path


async def test_skills_are_noted_and_a_majority_is_said_and_stops_nobody(town: Town) -> None:
    window = await town.secretary()
    path = "office/boards/board/balance"
    await window.get(path)
    assert "3 of 5 belong to Volunteers. They are the majority." in window.text()
    for name in ("Mair Elis", "Ana Bowen", "Bo Parry"):
        await window.send(path, person=str(town.people[name]), skill="Accounts", professional="yes", **on("from_on"))
        await window.follow()
    assert "3 of 5 have a professional skill. They are the majority." in window.text()
    answer = await window.send(path, person=str(town.people["Bo Parry"]), skill="accounts", **on("from_on"))
    assert answer.status_code == 422 and "This is noted already." in window.text()
    await window.get(path)
    end = _action(window, "/end")
    await window.send(end)
    await window.follow()
    assert "have a professional skill" not in window.text()


def _action(window: Window, ending: str) -> str:
    found = re.search(rf'action="[^"]*?/tair-nant/([^"]*{ending})"', window.last.text)
    assert found
    return found.group(1)


async def test_the_present_board_comes_from_a_file_in_two_steps(town: Town) -> None:
    window = await town.secretary()
    await window.get("office/boards/files")
    rows = b"person,seat,from,left\nGwen Hughes,staff,2025-05-09,\nOld Chair,any,2010-05-09,2015-05-09\n"
    await window.send_file("office/boards/files", "board.csv", rows, "text/csv")
    await window.follow()
    assert "2 to put in" in window.text() and "kept by name only" in window.text()
    await window.send(_action(window, "/apply"))
    await window.follow()
    assert "Put in" in window.text()
    await window.get("office/boards/board")
    assert "Gwen Hughes" in window.text() and "From Sunday 9 May 2010 to Saturday 9 May 2015" in window.text()


async def test_a_file_with_a_wrong_line_is_shown_and_let_go(town: Town) -> None:
    window = await town.secretary()
    await window.get("office/boards/files")
    answer = await window.send_file("office/boards/files", "board.csv", b"person,colour\n", "text/csv")
    assert answer.status_code == 422 and "We do not take these columns: colour." in window.text()
    await window.get("office/boards/files")
    await window.send_file("office/boards/files", "b.csv", b"person,seat,from\nX Y,any,2025-05-09\n", "text/csv")
    await window.follow()
    assert "1 line cannot be taken." in window.text() and "We know nobody by" in window.text()
    assert "Put them on their seats" not in window.text()
    await window.send(_action(window, "/abandon"))
    await window.follow()
    assert "b.csv" in window.text()


async def test_somebody_from_outside_is_co_opted_by_name_and_nobody_else(town: Town) -> None:
    window = await town.secretary()
    await window.get("office/boards/board")
    sent = {"new_name": "Dr Rhian Bell", "seat": "any", **on("from_on")}
    answer = await window.send("office/boards/board", sent, how="elected")
    assert answer.status_code == 422 and "Only members are elected." in window.text()
    await window.send("office/boards/board", sent, how="co_opted")
    await window.follow()
    assert "Dr Rhian Bell" in window.text()
    answer = await window.send("office/boards/board", how="co_opted", seat="any", **on("from_on"))
    assert answer.status_code == 422 and "Type the member's number." in window.text()
    answer = await window.send(
        "office/boards/board", person=await number_of(town, "Gwen Hughes"), how="ex_officio", seat="staff",
        **on("from_on"),
    )  # fmt: skip
    assert answer.status_code == 422 and "not filled in this way" in window.text()


async def test_a_new_member_is_entered_inside_the_boards_heed(town: Town) -> None:
    window = await town.secretary()
    await window.get("office/register/add")
    await window.send("office/register/add", name="Efa Nia", group="staff", reason="Accepted", **on("joined"))
    await window.follow()
    assert "Efa Nia" in window.text()


async def test_the_year_ahead_and_a_limit_of_terms_are_for_officers(town: Town) -> None:
    async with town.society.store.writing() as writing:
        at = town.clock.at
        await lifecycle.vacate(writing, await seat_of(town, "Cai Rhys"), at.date(), "term_over", by=None, at=at)
        await lifecycle.seat(
            writing,
            "board",
            "any",
            town.people["Gwen Hughes"],
            date(2024, 5, 9),
            particulars=lifecycle.Particulars(terms_before=2),
            by=None,
            at=at,
        )
    window = await town.secretary()
    await window.get("office/boards/ahead")
    assert "Gwen Hughes" in window.text() and "May not: 3 terms in a row" in window.text()
    assert (await (await town.window("Mair Elis")).get("office/boards/ahead")).status_code == 403
