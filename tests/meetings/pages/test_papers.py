"""Papers of a meeting through the pages: sent, read, in a new version, refused; who may read what."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from govern.documents import attachments
from govern.society import Society
from tests.documents.test_attachments import a_docx, a_pdf
from tests.given import Moments
from tests.meetings.scene import Scene, a_called_meeting, a_draft, letters, shown
from tests.window import HERE, Window

PDF = "application/pdf"
TITLES = {"title": "The accounts", "title_cy": "Y cyfrifon"}


async def test_a_paper_is_sent_read_and_said_to_be_read(secretary: Window, member: Window, scene: Scene) -> None:
    meeting_id = await a_called_meeting(scene)
    item = (await shown(scene, meeting_id)).items[0]
    office, mine = f"{HERE}/office/meetings/{meeting_id}/papers", f"{HERE}/meetings/{meeting_id}/papers"
    await secretary.get(office)
    await secretary.send_file(
        office, "accounts.pdf", a_pdf(Author="Secret"), PDF, **TITLES, item=str(item.id), readers="members"
    )
    await secretary.follow()
    assert "The accounts" in secretary.text() and "Too few have read it" in secretary.text()
    await member.get(f"meetings/{meeting_id}")
    assert "Papers of the meeting" in member.text()
    await member.get(mine)
    assert "1. The year. For everybody who is told of the meeting." in member.text()
    link = next(
        part for part in member.last.text.split('"') if part.startswith(f"{mine}/") and part.endswith("/1/file")
    )
    answer = await member.get(link)
    assert answer.headers["content-type"] == PDF and b"Secret" not in answer.content
    await member.get(mine)
    read = link.rsplit("/", 2)[0] + "/read"
    await member.send(read, how="alone")
    await member.follow()
    assert "You have read it." in member.text()
    await member.send(read, how="none")
    await member.follow()
    assert "I have read this" in member.text()


async def test_a_new_version_tells_those_who_had_the_old_one(secretary: Window, member: Window, scene: Scene) -> None:
    meeting_id = await a_draft(scene)
    office = f"{HERE}/office/meetings/{meeting_id}"
    paper = a_pdf()
    await secretary.get(f"{office}/papers")
    await secretary.send_file(f"{office}/papers", "a.pdf", paper, PDF, **TITLES, readers="members")
    await secretary.get(f"{office}/notice")
    await secretary.send(f"{office}/notice")
    await secretary.get(f"{office}/papers")
    version = next(part for part in secretary.last.text.split('"') if part.endswith("/version"))
    await secretary.get(version)
    same = await secretary.send_file(version, "a.pdf", paper, PDF, changed="Nothing")
    assert same.status_code == 422 and "This is the version that is there already." in secretary.text()
    await secretary.send_file(version, "b.docx", a_docx(), "application/x-whatever", changed="Page 3 is right now.")
    await secretary.follow()
    assert "Version 2" in secretary.text()
    written = [letter for letter in await letters(scene.store) if letter.kind == "meeting_paper"]
    assert len(written) == 15 and sum(letter.by_post for letter in written) == 1
    assert any("Page 3 is right now." in (letter.body or "") for letter in written)
    await member.get(f"meetings/{meeting_id}/papers")
    assert "Version 2" in member.text() and "What changed: Page 3 is right now." in member.text()


async def test_nobody_is_told_of_a_version_before_the_notice(secretary: Window, scene: Scene) -> None:
    meeting_id = await a_draft(scene)
    office = f"{HERE}/office/meetings/{meeting_id}/papers"
    await secretary.get(office)
    await secretary.send_file(office, "a.pdf", a_pdf(), PDF, **TITLES, readers="members")
    await secretary.follow()
    version = next(part for part in secretary.last.text.split('"') if part.endswith("/version"))
    await secretary.get(version)
    await secretary.send_file(version, "b.docx", a_docx(), PDF, changed="All of it.")
    assert await letters(scene.store) == []


@pytest.mark.parametrize("readers", ["body", "confidential"])
async def test_a_paper_of_the_body_is_not_there_for_others_by_any_way(
    window: Callable[[], Window], secretary: Window, member: Window, scene: Scene, clock: Moments, readers: str
) -> None:
    """Nerys sits on the board; Siân does not."""
    meeting_id = await a_called_meeting(scene)
    office, mine = f"{HERE}/office/meetings/{meeting_id}/papers", f"{HERE}/meetings/{meeting_id}/papers"
    await secretary.get(office)
    await secretary.send_file(office, "a.pdf", a_pdf(), PDF, **TITLES, readers=readers)
    await secretary.follow()
    link = next(part for part in secretary.last.text.split('"') if part.startswith(f"{mine}/"))
    await member.get(mine)
    assert "There is no paper for you to read." in member.text() and "The accounts" not in member.text()
    assert (await member.get(link)).status_code == 403
    sits = await window().sign_in(scene.secretary, at=clock.at)
    assert (await sits.get(link)).status_code == 200
    assert (await sits.get(link.replace("/1/file", "/2/file"))).status_code == 404
    assert (await sits.get(link.replace("/1/file", "/999999999999/file"))).status_code == 404


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"MZ program", "neither a PDF, nor a DOCX, nor a picture"),
        (b"%PDF-" + b"0" * attachments.MOST_BYTES, "larger than 20 megabytes"),
    ],
    ids=["forbidden kind", "too large"],
)
async def test_a_paper_too_large_or_of_a_forbidden_kind_is_refused_and_nothing_of_it_stays(
    secretary: Window, society: Society, scene: Scene, content: bytes, words: str
) -> None:
    meeting_id = await a_draft(scene)
    office = f"{HERE}/office/meetings/{meeting_id}/papers"
    await secretary.get(office)
    answer = await secretary.send_file(office, "a.pdf", content, PDF, **TITLES, readers="members")
    assert answer.status_code == 422 and words in secretary.text() and 'href="#file"' in answer.text
    assert 'value="The accounts"' in answer.text
    folder = society.uploads() / attachments.FOLDER
    assert not folder.exists() or not list(folder.iterdir())


async def test_a_paper_is_taken_away(secretary: Window, member: Window, scene: Scene) -> None:
    meeting_id = await a_called_meeting(scene)
    office, mine = f"{HERE}/office/meetings/{meeting_id}/papers", f"{HERE}/meetings/{meeting_id}/papers"
    await secretary.get(office)
    await secretary.send_file(office, "a.pdf", a_pdf(), PDF, **TITLES, readers="members")
    await secretary.follow()
    link = next(part for part in secretary.last.text.split('"') if part.startswith(f"{mine}/"))
    paper = link.split("/")[-3]
    await secretary.send(f"{office}/{paper}/remove")
    await member.get(mine)
    assert "There is no paper for you to read." in member.text()
    assert (await member.get(link)).status_code == 404
