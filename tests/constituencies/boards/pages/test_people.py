"""Members see who sits on the board, under which limits, who the officers are and whom to call."""

from __future__ import annotations

from govern.permissions import Role
from tests.constituencies.conftest import Town


async def test_members_see_the_board_as_a_map_and_a_list(town: Town) -> None:
    await town.secretary()
    window = await town.window("Mair Elis")
    answer = await window.get("people")
    assert answer.status_code == 200
    for words in ("Mair Elis", "Cai Rhys", "Free seat", "5 of 9 seats are filled.", "Until Wednesday 9 May 2029"):
        assert words in window.text(), words
    assert "At most 3 of 9 seats may be held by volunteers. Now: 3." in window.text()
    assert "Secretary" in window.text() and "Nerys Puw" in window.text() and "01632 960 123" in window.text()
    assert 'role="img"' in answer.text


async def test_the_page_is_there_in_welsh(town: Town) -> None:
    window = await town.window("Mair Elis")
    answer = await town.client.get("/cy/tair-nant/people", headers=window.headers())
    assert answer.status_code == 200 and "Gwirfoddolwyr" in answer.text


async def test_people_are_for_members(town: Town) -> None:
    window = await town.window()
    assert (await window.get("people")).status_code == 303
    assert (await (await town.window("Mair Elis")).get("office/boards")).status_code == 403
    assert (await (await town.window("Gwilym Haf", Role.SCRUTINEER)).get("office/boards")).status_code == 403
