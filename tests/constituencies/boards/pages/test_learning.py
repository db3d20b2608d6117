"""Naming who learns a role, through the browser: on the year ahead, with the seat, and on their own page (M70)."""

from __future__ import annotations

import re
from datetime import date

from sqlalchemy import select

from govern.constituencies.boards.models import Tenure
from govern.constituencies.register.models import Member
from tests.constituencies.conftest import Town


async def test_m70_a_learner_is_named_read_by_everybody_concerned_and_taken_off(town: Town) -> None:
    person = town.people["Gwen Hughes"]
    async with town.society.store.writing() as writing:
        tenure = await writing.scalar(select(Tenure).where(Tenure.person_id == town.people["Mair Elis"]))
        number = await writing.scalar(select(Member.number).where(Member.person_id == person))
        assert tenure is not None
        tenure.due_on = date(2027, 5, 9)
        tenure_id = tenure.id
    window = await town.secretary()
    await window.get("office/boards/ahead")
    page = f"office/boards/seats/{tenure_id}/shadow"
    assert "Name who learns it" in window.text() and page in window.last.text
    await window.get(page)
    empty = await window.send(page)
    assert empty.status_code == 422 and "Type the number of the member who learns it." in window.text()
    day = {"from_on_day": "1", "from_on_month": "12", "from_on_year": "2026"}
    wrong = await window.send(page, day | {"learner": "no-such"})
    assert wrong.status_code == 422 and "No member has the number no-such." in window.text()
    assert 'value="no-such"' in wrong.text
    assert (await window.send(page, day | {"learner": str(number)})).status_code == 303
    await window.follow()
    assert re.search(r"Gwen Hughes, from \w+ 1 December 2026", window.text())
    await window.get("office/boards/board")
    assert "The role is learned by Gwen Hughes, from" in window.text()
    gwen = await town.window("Gwen Hughes")
    await gwen.get("me")
    assert "You learn the role of Mair Elis (Board), from" in gwen.text()
    await window.get(page)
    assert (await window.send(f"{page}/end")).status_code == 303
    await gwen.get("me")
    assert "You learn the role" not in gwen.text()
