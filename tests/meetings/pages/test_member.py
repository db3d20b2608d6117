"""What members and the public read of meetings."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest

from govern.meetings.rules import MeetingKind
from tests.calendars import read
from tests.meetings.scene import AGM_AT, AT, Scene, a_called_meeting, a_draft, an_agm, an_open_meeting
from tests.minutes.papers.reading import check_pdf, text_of
from tests.window import Window


async def test_a_member_reads_when_where_how_to_join_and_what_will_be_dealt_with(
    member: Window, scene: Scene
) -> None:
    meeting_id = await a_called_meeting(scene)
    await member.get("meetings")
    assert "Annual general meeting 2026" in member.text()
    await member.get(f"meetings/{meeting_id}")
    words = member.text()
    for part in (
        "Saturday 12 December 2026 at 2 in the afternoon (14:00)",
        "Village hall, Pont-y-gof",
        "https://video.example/agm",
        "01632 960 123, code 4567",
        "Step-free. Hearing loop.",
        "2. Open on Saturdays",
        "More than half of the votes cast must be for it.",
    ):
        assert part in words


@pytest.mark.parametrize("easy", ["0", "1"])
async def test_the_notice_leads_to_the_video(member: Window, scene: Scene, easy: str) -> None:
    meeting_id = await a_called_meeting(scene)
    await member.get(f"meetings/{meeting_id}/notice?easy={easy}")
    assert 'href="https://video.example/agm"' in member.last.text


async def test_the_public_reads_the_meeting_but_not_how_to_join(window: Callable[[], Window], scene: Scene) -> None:
    meeting_id = await a_called_meeting(scene)
    public = window()
    for path in (f"meetings/{meeting_id}", f"meetings/{meeting_id}/notice"):
        answer = await public.get(path)
        assert answer.status_code == 200 and "Village hall" in public.text()
        assert "video.example" not in answer.text and "code 4567" not in answer.text
    file = await public.get(f"meetings/{meeting_id}/meeting.ics")
    assert "video.example" not in file.text


async def test_drafts_and_the_boards_meetings_are_not_there_for_everybody(
    window: Callable[[], Window], member: Window, scene: Scene
) -> None:
    draft = await a_draft(scene)
    board = an_agm(kind=MeetingKind.BOARD)
    board_meeting = await a_draft(scene, wanted=board)
    from govern.meetings import lifecycle

    async with scene.store.writing() as writing:
        await lifecycle.send_notice(writing, board_meeting, pages={}, by=scene.secretary, at=AT)
    assert (await member.get(f"meetings/{draft}")).status_code == 404
    assert (await member.get(f"meetings/{board_meeting}")).status_code == 200
    assert (await window().get(f"meetings/{board_meeting}")).status_code == 404
    public = window()
    await public.get("meetings")
    assert "No meeting has been called." in public.text()


@pytest.mark.parametrize("language", ["en", "cy"])
async def test_the_notice_is_a_paper_to_print_in_three_forms_and_says_the_public_no_more_than_its_page(
    window: Callable[[], Window], member: Window, scene: Scene, tmp_path: Path, language: str
) -> None:
    meeting_id = await a_called_meeting(scene)
    below = f"/{language}/tair-nant/meetings/{meeting_id}"
    found = []
    for easy in (0, 1):
        await member.get(f"{below}/notice/1?easy={easy}")
        found += re.findall(r'href="([^"]*/notice\.pdf[^"]*)"', member.last.text)
    assert found == [f"{below}/notice/1/notice.pdf{size}" for size in ("", "?size=large", "?size=easy")]
    length = {}
    for number, address in enumerate((*found, f"{below}/notice.pdf")):
        for name, browser in (("member", member), ("public", window())):
            file = tmp_path / f"{number}-{name}.pdf"
            file.write_bytes((await browser.get(address)).content)
            check_pdf(file)
            words = text_of(file)
            length[number, name] = len(file.read_bytes())
            assert "N-20261212-1" in words and "Pont-y-gof" in words
            assert ("video.example" in words and "code 4567" in words) == (name == "member")
    assert length[1, "public"] != length[0, "public"] == length[3, "public"]
    assert (await member.get(f"{below}/notice/2/notice.pdf")).status_code == 404
    assert (await member.get(f"/{language}/tair-nant/meetings/{uuid4()}/notice.pdf")).status_code == 404


async def test_the_notice_can_be_read_and_printed_in_both_languages(member: Window, scene: Scene) -> None:
    meeting_id = await a_called_meeting(scene)
    await member.get(f"meetings/{meeting_id}/notice")
    assert "Notice: Annual general meeting 2026" in member.text()
    assert "By order of the board. Nerys Wyn" in member.text()
    await member.get(f"/cy/tair-nant/meetings/{meeting_id}/notice")
    assert "Mae'r tŷ yn agor ar ddydd Sadwrn." in member.text()


async def test_the_calendar_file_of_the_page_is_the_one_of_the_mail(member: Window, scene: Scene) -> None:
    meeting_id = await a_called_meeting(scene)
    answer = await member.get(f"meetings/{meeting_id}/meeting.ics")
    assert answer.headers["content-type"].startswith("text/calendar")
    assert 'filename="meeting-2026-12-12.ics"' in answer.headers["content-disposition"]
    (event,) = read(answer.content).inside
    assert event.text("UID") == f"{meeting_id}@govern" and event.at("DTSTART") == AGM_AT
    assert event.text("URL") == f"http://testserver.local/en/tair-nant/meetings/{meeting_id}"


async def test_a_meeting_that_is_on_says_so(member: Window, scene: Scene) -> None:
    meeting_id = await an_open_meeting(scene)
    await member.get(f"meetings/{meeting_id}")
    assert "The meeting is on now." in member.text()
