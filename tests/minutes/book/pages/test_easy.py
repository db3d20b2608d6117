"""Easy Read minutes through the pages: written, checked by a reader, stale when the minutes change, released."""

from __future__ import annotations

import re
from uuid import UUID

from govern.minutes.book import lifecycle
from tests.meetings.scene import Scene
from tests.minutes.book.live_scene import circulated
from tests.minutes.book.scene import LATER
from tests.window import Window

LINE = {
    "part": "talked",
    "symbol": "openmoji-talk",
    "text": "We talked about the year.",
    "text_cy": "Buom yn siarad.",
}


def easy_of(minutes_id: UUID) -> str:
    return f"office/minutes/{minutes_id}/easy"


async def test_easy_read_is_checked_by_a_reader_who_did_not_write_it_then_released(
    secretary: Window, member: Window, scene: Scene
) -> None:
    minutes_id = await circulated(scene)
    easy = easy_of(minutes_id)
    await secretary.get(f"{easy}?find=talk")
    assert 'value="openmoji-talk"' in secretary.last.text
    refused = await secretary.send(easy, {**LINE, "text": "word " * 16})
    assert refused.status_code == 422 and "This line has 16 words." in secretary.text()
    await secretary.send(easy, LINE)
    await secretary.follow()
    refused = await secretary.send(f"{easy}/release")
    assert refused.status_code == 422 and "No reader has checked these lines." in secretary.text()
    refused = await secretary.send(f"{easy}/check", reader="Nerys Wyn")
    assert refused.status_code == 422 and "cannot check them" in secretary.text()
    assert (await member.get(f"minutes/{minutes_id}/easy")).status_code == 404
    await secretary.send(f"{easy}/check", reader="Siân Morgan")
    await secretary.follow()
    await secretary.send(f"{easy}/release")
    await member.get(f"minutes/{minutes_id}/easy")
    assert "We talked about the year." in member.text() and "Siân Morgan read this" in member.text()
    assert "These minutes are not agreed yet." in member.text()
    paper = await member.get(f"minutes/{minutes_id}/easy.pdf")
    assert paper.content.startswith(b"%PDF")


async def test_a_stale_easy_read_version_is_not_released(secretary: Window, member: Window, scene: Scene) -> None:
    minutes_id = await circulated(scene)
    easy = easy_of(minutes_id)
    await secretary.get(easy)
    await secretary.send(easy, LINE)
    await secretary.follow()
    await secretary.send(f"{easy}/check", reader="Siân Morgan")
    async with scene.store.writing() as writing:
        await lifecycle.note_people(writing, minutes_id, ["Bo"], (), by=scene.secretary, at=LATER)
        await lifecycle.circulate(writing, minutes_id, by=scene.secretary, at=LATER)
    await secretary.get(easy)
    assert "The minutes were changed after this Easy Read version" in secretary.text()
    refused = await secretary.send(f"{easy}/release")
    assert refused.status_code == 422
    await secretary.send(f"{easy}/check", reader="Siân Morgan")
    await secretary.follow()
    await secretary.send(f"{easy}/release")
    assert (await member.get(f"minutes/{minutes_id}/easy")).status_code == 200


async def test_invariant_83_what_is_confidential_is_not_in_the_easy_read(
    secretary: Window, member: Window, scene: Scene
) -> None:
    minutes_id = await circulated(scene)
    apart = {"en": "Secret matter.", "cy": "Mater cyfrinachol."}
    async with scene.store.writing() as writing:
        await lifecycle.keep_apart(writing, minutes_id, None, apart, apart, {}, by=scene.secretary, at=LATER)
        await lifecycle.circulate(writing, minutes_id, by=scene.secretary, at=LATER)
    easy = easy_of(minutes_id)
    await secretary.get(easy)
    await secretary.send(easy, LINE)
    await secretary.follow()
    await secretary.send(f"{easy}/check", reader="Siân Morgan")
    await secretary.follow()
    await secretary.send(f"{easy}/release")
    await member.get(f"minutes/{minutes_id}/easy")
    assert "We talked about something private." in member.text() and "Secret matter." not in member.text()


async def test_a_changed_line_is_checked_again(secretary: Window, scene: Scene) -> None:
    minutes_id = await circulated(scene)
    easy = easy_of(minutes_id)
    await secretary.get(easy)
    await secretary.send(easy, LINE)
    await secretary.follow()
    await secretary.send(f"{easy}/check", reader="Siân Morgan")
    await secretary.follow()
    line = re.findall(r"\?line=([0-9a-f-]+)", secretary.last.text)[0]
    await secretary.get(f"{easy}?line={line}")
    await secretary.send(easy, {**LINE, "line": line, "text": "We talked a lot."})
    await secretary.follow()
    assert "Not checked yet" in secretary.text() and "We talked a lot." in secretary.text()
    await secretary.send(f"{easy}/lines/{line}/remove")
    await secretary.follow()
    assert "There are none yet." in secretary.text()
