"""The papers that were sent for a meeting: named in its agenda, and lying in its bundle for whoever may read them."""

from __future__ import annotations

import csv
import hashlib
import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import docx as word
import msgspec
import pikepdf

from govern.meetings import lifecycle as meetings
from govern.society import Society
from tests.documents.test_attachments import a_docx
from tests.given import Moments
from tests.meetings.scene import AT, MOTION, PAGES, REPORT, Scene, a_draft, shown
from tests.minutes.book.scene import LATER
from tests.minutes.papers.reading import check_pdf, has, text_of
from tests.window import HERE, Window

TIMED = (
    msgspec.structs.replace(REPORT, owner="Nerys Wyn", minutes=20, break_after=10),
    msgspec.structs.replace(MOTION, owner="The board", minutes=30),
)


def said(words: str, pages: int = 2) -> bytes:
    """A PDF of others, without tags: the words on each page, on sheets that lie on their side."""
    made = io.BytesIO()
    with pikepdf.new() as paper:
        for number in range(1, pages + 1):
            page = paper.add_blank_page(page_size=(842, 595))
            font = pikepdf.Dictionary(
                Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
            )
            page.add_resource(font, pikepdf.Name.Font, pikepdf.Name("/F1"))
            page.contents_add(f"BT /F1 24 Tf 60 300 Td ({words} {number}) Tj ET".encode())
        paper.save(made)
    return made.getvalue()


async def with_papers(secretary: Window, scene: Scene) -> UUID:
    """A meeting told of, its items with owner and time, and four papers out of order; one in a second version."""
    meeting_id = await a_draft(scene, *TIMED)
    office = f"{HERE}/office/meetings/{meeting_id}/papers"
    first, second = (one.id for one in (await shown(scene, meeting_id)).items)
    sent = (
        ("The plan", "Y cynllun", second, "members", said("Where we go")),
        ("Notes", "Nodiadau", second, "members", a_docx()),
        ("The wages", "Y cyflogau", second, "confidential", said("What each is paid", 1)),
        ("The accounts", "Y cyfrifon", first, "members", said("Money in and out", 3)),
    )
    await secretary.get(office)
    for title, welsh, item, readers, content in sent:
        named = {"title": title, "title_cy": welsh, "item": str(item), "readers": readers}
        await secretary.send_file(office, "a.pdf", content, "application/pdf", **named)
        await secretary.follow()
    version = next(part for part in secretary.last.text.split('"') if part.endswith("/version"))
    await secretary.get(version)  # of the accounts: they are for the first item
    await secretary.send_file(version, "b.pdf", said("Money put right", 3), "application/pdf", changed="Page 2.")
    async with scene.store.writing() as writing:
        await meetings.send_notice(writing, meeting_id, pages=PAGES, by=scene.secretary, at=AT)
    return meeting_id


def titles_in(content: bytes) -> tuple[list[str], list[tuple[str, int]], int]:
    """The bookmarks, those below the last one with their pages, and how many pages there are."""
    with pikepdf.open(io.BytesIO(content)) as file, file.open_outline() as outline:
        places = {page.obj.objgen: place for place, page in enumerate(file.pages, start=1)}
        inside = []
        for one in outline.root[-1].children:
            assert isinstance(one.destination, pikepdf.Array)
            inside.append((str(one.title), places[one.destination[0].objgen]))
        return [str(one.title) for one in outline.root], inside, len(file.pages)


async def test_the_agenda_names_owner_time_purpose_break_and_the_papers_of_each_item(
    secretary: Window, scene: Scene, tmp_path: Path
) -> None:
    meeting_id = await with_papers(secretary, scene)
    at = f"tair-nant/office/meetings/{meeting_id}/printed/agenda/paper"
    for code in ("en", "cy"):
        for made in ("standard", "easy_read", "large_print"):
            file = tmp_path / "agenda.pdf"
            file.write_bytes((await secretary.get(f"/{code}/{at}.pdf?made={made}")).content)
            check_pdf(file)
            read = text_of(file)
            has(read, "Nerys Wyn", "https://video.example/agm", "Y cyfrifon" if code == "cy" else "The accounts")
            assert "wages" not in read and "cyflogau" not in read
            if code == "en":
                has(read, "At about 2 in the afternoon.", "Brought by Nerys Wyn.", "About 20 minutes.")
                has(read, "Then a break of 10 minutes.", "At about 2:30 in the afternoon.", "To decide.")
                has(read, "version 2 (PDF)", "Paper: Notes, version 1 (DOCX).")
    paper = word.Document(io.BytesIO((await secretary.get(f"/en/{at}.docx")).content))
    assert "Paper: The accounts, version 2 (PDF)." in [one.text for one in paper.paragraphs]


async def test_the_pdf_has_each_paper_that_was_sent_whole_behind_a_page_that_says_so(
    secretary: Window, scene: Scene, tmp_path: Path
) -> None:
    meeting_id = await with_papers(secretary, scene)
    file = tmp_path / "bundle.pdf"
    file.write_bytes((await secretary.get(f"office/meetings/{meeting_id}/bundle.pdf")).content)
    marks, inside, total = titles_in(file.read_bytes())
    assert marks[-1] == "Papers that were sent for the meeting"
    assert [title for title, _ in inside] == ["The accounts (2)", "The plan (1)", "The wages (1)"]
    words = text_of(file)
    has(words, "Money put right 1", "Money put right 3", "Where we go 2", "What each is paid 1", f"{total} / {total}")
    has(words, "The accounts Version 2 ", "Only in the zip file", "papers/02-item-2-notes-version-1.docx")
    assert "Money in and out" not in words, "only the newest version"
    ours = tmp_path / "ours.pdf"
    with pikepdf.open(file) as opened:
        assert "pdfuaid:part" not in bytes(opened.Root.Metadata.read_bytes()).decode(), "it is no PDF/UA as a whole"
        foreign = 0
        for (_, page), pages in zip(inside, (3, 2, 1), strict=True):
            cover = tmp_path / "cover.pdf"
            with pikepdf.new() as alone:
                alone.pages.append(opened.pages[page - 1 - foreign])
                alone.save(cover)
            has(text_of(cover), "Somebody else made this paper.", "They have no tags.")
            del opened.pages[page - foreign : page - foreign + pages]
            foreign += pages
        with opened.open_metadata() as about:
            about["pdfuaid:part"] = "1"
        opened.save(ours)
    check_pdf(ours, "error")  # all that we wrote is tagged


async def test_the_contents_say_on_which_page_each_paper_begins(
    secretary: Window, scene: Scene, tmp_path: Path
) -> None:
    meeting_id = await with_papers(secretary, scene)
    file = tmp_path / "bundle.pdf"
    file.write_bytes((await secretary.get(f"office/meetings/{meeting_id}/bundle.pdf")).content)
    words = text_of(file)
    _, inside, _ = titles_in(file.read_bytes())
    for title, page in inside:
        name, version = title[:-4], title[-2]
        assert f"{name} Version {version} {page}" in words


async def test_the_zip_has_each_paper_as_it_was_kept_in_the_order_of_the_agenda(
    secretary: Window, scene: Scene
) -> None:
    meeting_id = await with_papers(secretary, scene)
    with zipfile.ZipFile(
        io.BytesIO((await secretary.get(f"office/meetings/{meeting_id}/bundle.zip")).content)
    ) as file:
        listed = list(csv.reader(io.StringIO(file.read("list.csv").decode("utf-8-sig"))))
        sent = [row for row in listed if row[0].startswith("papers/")]
        assert [row[0] for row in sent] == [
            "papers/01-item-1-the-accounts-version-2.pdf",
            "papers/02-item-2-notes-version-1.docx",
            "papers/03-item-2-the-plan-version-1.pdf",
            "papers/04-item-2-the-wages-version-1.pdf",
        ]
        assert all(hashlib.sha256(file.read(row[0])).hexdigest() == row[1] for row in sent)
        assert word.Document(io.BytesIO(file.read(sent[1][0]))).paragraphs[0].text == "The accounts of the year."


async def test_a_confidential_paper_is_in_no_bundle_of_those_who_may_not_read_it(
    secretary: Window, member: Window, scene: Scene, tmp_path: Path
) -> None:
    meeting_id = await with_papers(secretary, scene)
    mine = f"meetings/{meeting_id}/papers/bundle"
    await member.get(f"meetings/{meeting_id}/papers")
    assert f"{mine}.pdf" in member.last.text
    office = f"office/meetings/{meeting_id}/bundle"
    for who, at in ((member, mine), (secretary, office)):
        file = tmp_path / "bundle.pdf"
        file.write_bytes((await who.get(f"{at}.pdf?made=all")).content)
        words = text_of(file)
        assert "Money put right" in words and "wages" not in words and "is paid" not in words
        content = (await who.get(f"{at}.zip?made=all")).content
        with zipfile.ZipFile(io.BytesIO(content)) as zipped:
            assert not any("wages" in name for name in zipped.namelist())
            assert "wages" not in zipped.read("list.csv").decode()
    assert "trail.csv" not in zipfile.ZipFile(io.BytesIO((await member.get(f"{mine}.zip")).content)).namelist()
    assert (await member.get(f"meetings/{scene.secretary}/papers/bundle.pdf")).status_code == 404


async def test_a_file_that_is_lost_is_named_with_the_reason(
    secretary: Window, scene: Scene, society: Society, window: Callable[[], Window], clock: Moments, tmp_path: Path
) -> None:
    meeting_id = await with_papers(secretary, scene)
    for kept in (society.uploads() / "papers").iterdir():
        kept.write_bytes(b"other")
    file = tmp_path / "bundle.pdf"
    file.write_bytes((await secretary.get(f"office/meetings/{meeting_id}/bundle.pdf")).content)
    has(text_of(file), "The accounts: This paper is not as it was kept.")
    content = (await secretary.get(f"office/meetings/{meeting_id}/bundle.zip")).content
    with zipfile.ZipFile(io.BytesIO(content)) as zipped:
        assert not [name for name in zipped.namelist() if name.startswith("papers/")]
        assert "This paper is not as it was kept." in zipped.read("list.csv").decode()
    assert clock.at == LATER
