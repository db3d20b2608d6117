"""The scrutineer reads the audit record, of everything or of one meeting, and checks the whole chain."""

from __future__ import annotations

import sqlite3

from govern.society import Society
from tests.meetings.scene import Scene
from tests.minutes.book.scene import a_closed_meeting, a_closed_meeting_with_a_ballot
from tests.window import Window


async def test_the_scrutineer_reads_who_did_what_when(scrutineer: Window, secretary: Window, scene: Scene) -> None:
    await a_closed_meeting(scene)
    await scrutineer.get("office/record")
    words = scrutineer.text()
    assert "A meeting was closed." in words and "Nerys Wyn" in words
    assert "Older lines" in words
    older = scrutineer.last.text.split('href="')
    address = next(part.split('"')[0] for part in older if part.startswith("/en/tair-nant/office/record?before="))
    await scrutineer.get(address.replace("&amp;", "&"))
    assert "The newest lines" in scrutineer.text()


async def test_a_meeting_is_shown_with_its_ballot_and_nothing_else(scrutineer: Window, scene: Scene) -> None:
    other = await a_closed_meeting(scene)
    meeting_id, ballot_id = await a_closed_meeting_with_a_ballot(scene)
    await scrutineer.get(f"office/record?meeting={meeting_id}")
    words = scrutineer.text()
    assert "A ballot was drafted." in words and f"meeting:{other}" not in words
    await scrutineer.get(f"office/record?subject=ballot:{ballot_id}")
    assert f"Only lines about ballot:{ballot_id}." in scrutineer.text()
    assert "A meeting was closed." not in scrutineer.text()


async def test_what_the_marks_are_made_of_is_told_to_be_english_on_a_welsh_page(
    scrutineer: Window, scene: Scene
) -> None:
    await a_closed_meeting(scene)
    await scrutineer.get("/cy/tair-nant/office/record")
    assert "Y print mân" in scrutineer.text()
    assert '<br><span class="co-small" lang="en">item: ' in scrutineer.last.text


async def test_the_check_says_that_the_record_holds_or_where_it_is_broken(
    scrutineer: Window, scene: Scene, society: Society
) -> None:
    await scrutineer.get("office/record/check")
    assert "The record holds." in scrutineer.text()
    connection = sqlite3.connect(society.folder / "society.sqlite")
    connection.execute("UPDATE record_line SET verb = 'office.given' WHERE number = 3")
    connection.commit()
    connection.close()
    await scrutineer.get("office/record/check")
    assert "The record is broken. Line 3 does not fit" in scrutineer.text()


async def test_the_record_is_for_scrutineers_alone(secretary: Window, member: Window) -> None:
    for path in ("office/record", "office/record/check"):
        assert (await secretary.get(path)).status_code == 403
        assert (await member.get(path)).status_code == 403
