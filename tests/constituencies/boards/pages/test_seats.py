"""The secretary puts people on seats and ends their time; a cap refuses beside the field."""

from __future__ import annotations

from govern.constituencies.register import queries as register
from tests.constituencies.conftest import Town

DAY = {"from_on_day": "9", "from_on_month": "11", "from_on_year": "2026"}
ON = {"on_day": "9", "on_month": "11", "on_year": "2026"}


async def number_of(town: Town, name: str) -> str:
    async with town.society.store.reading() as reading:
        return (await register.member_page(reading, town.people[name], town.clock.at.date())).number


async def test_somebody_takes_a_seat(town: Town) -> None:
    window = await town.secretary()
    await window.get("office/boards/board")
    await window.send(
        "office/boards/board", person=await number_of(town, "Gwen Hughes"), seat="staff", how="elected", **DAY
    )
    await window.follow()
    assert "Gwen Hughes" in window.text() and "6 of 9 seats are filled." in window.text()


async def test_a_fourth_volunteer_is_refused_with_cap_limit_and_holders(town: Town) -> None:
    window = await town.secretary()
    await window.get("office/boards/board")
    answer = await window.send(
        "office/boards/board", person=await number_of(town, "Di Owen"), seat="any", how="co_opted", **DAY
    )
    assert answer.status_code == 422
    assert (
        "volunteers may hold at most 3 of 9 seats (Rule 12.1). Now: Ana Bowen, Bo Parry and Cai Rhys."
        in window.text()
    )


async def test_nobody_is_seated_who_is_not_known(town: Town) -> None:
    window = await town.secretary()
    await window.get("office/boards/board")
    answer = await window.send("office/boards/board", person="9999", seat="any", how="elected", **DAY)
    assert answer.status_code == 422 and "We know nobody by this number" in window.text()
    assert (await window.get("office/boards/nonsense")).status_code == 404


async def test_somebody_leaves_a_seat(town: Town) -> None:
    window = await town.secretary()
    answer = await window.get("office/boards/board")
    path = answer.text.split("office/boards/seats/")[1].split('"')[0]
    await window.get(f"office/boards/seats/{path}")
    assert "Then 4 of 9 seats are filled." in window.text()
    await window.send(f"office/boards/seats/{path}", why="resigned", **ON)
    await window.follow()
    assert "4 of 9 seats are filled." in window.text()
    assert (await window.get(f"office/boards/seats/{path}")).status_code == 404
