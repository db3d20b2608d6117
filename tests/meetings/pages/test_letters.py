"""All letters of a notice as one file: each in its language and form, at its address, on a sheet of its own."""

from __future__ import annotations

import asyncio
import io
import os
import re
from pathlib import Path
from uuid import UUID

import docx as word
import pikepdf
import pytest
from sqlalchemy import update

from govern.documents import Document, Form, labels_in
from govern.documents.letters import address_lines
from govern.identity.models import Person
from govern.languages import LANGUAGES
from govern.meetings import queries
from govern.meetings.lifecycle import printing
from govern.meetings.lifecycle.printing import LetterKind, LetterPlan
from govern.society import Society
from tests.meetings.scene import AT, Scene, a_called_meeting
from tests.minutes.papers.reading import check_pdf, has, text_of
from tests.window import HERE, Window

#: Who reads what; nobody of them has an email address.
READERS = {
    "Mair Elis": ("en", "standard"),
    "Siân Morgan": ("cy", "large_print"),
    "Member 1": ("en", "easy_read"),
    "Member 2": ("cy", "standard"),
    "Member 3": ("en", "standard"),
}

FORMS = {"standard": "Standard", "large_print": "Large print", "easy_read": "Easy Read"}


async def by_post(scene: Scene) -> UUID:
    async with scene.store.writing() as writing:
        for name, (language, form) in READERS.items():
            changed = {"email": None, "language": language, "format": form}
            changed["postal_address"] = f"{name} House\nPont-y-gof\nLL99 9ZZ"
            await writing.execute(update(Person).where(Person.name == name).values(**changed))
    return await a_called_meeting(scene)


def sheets(content: bytes, folder: Path) -> list[str]:
    """The words of each page."""
    found = []
    with pikepdf.open(io.BytesIO(content)) as file:
        for number, page in enumerate(file.pages):
            with pikepdf.new() as alone:
                alone.pages.append(page)
                alone.save(folder / f"{number}.pdf")
            found.append(text_of(folder / f"{number}.pdf"))
    return found


@pytest.mark.parametrize("sides", ["one", "both"])
async def test_everybody_gets_their_own_letter_in_one_file(
    secretary: Window, scene: Scene, tmp_path: Path, sides: str
) -> None:
    meeting_id = await by_post(scene)
    at = f"{HERE}/office/meetings/{meeting_id}/delivery/1"
    await secretary.get(at)
    await secretary.send(f"{at}/letters", sides=sides)
    await secretary.follow()
    for _ in range(100):
        if "5 letters are ready." in secretary.text():
            break
        assert " of 5 letters are made." in secretary.text() and "Look how far it is" in secretary.text()
        await asyncio.sleep(0.3)
        await secretary.get(secretary.last.request.url.path)
    content = (await secretary.get(f"{secretary.last.request.url.path}/letters.pdf")).content
    file = tmp_path / "letters.pdf"
    file.write_bytes(content)
    check_pdf(file, "error")
    pages = sheets(content, tmp_path)
    has(pages[0], "Letters by post: Notice: Annual general meeting 2026")
    has(pages[0], "Letters in this file", "This list stays with you.")
    assert all(name in pages[0] for name in READERS), "the list on top"
    begins = {name: [n for n, page in enumerate(pages) if f"{name} House" in page] for name in READERS}
    assert all(len(one) == 1 for one in begins.values()), "each address once"
    for name, (language, form) in READERS.items():
        begin = begins[name][0]
        later = [n for one in begins.values() for n in one if n > begin]
        letter = " ".join(pages[begin : min(later, default=len(pages))])
        has(
            letter,
            "Pont-y-gof LL99 9ZZ",
            "Hysbysiad: Cyfarfod" if language == "cy" else "Notice: Annual general meeting 2026",
        )
        assert LANGUAGES[language].gettext(FORMS[form]) in letter
        assert begin % 2 == 0 or sides == "one"
    with pikepdf.open(file) as opened, opened.open_outline() as outline:
        marks = {str(one.title): one for kind in outline.root for one in kind.children}
        assert set(READERS) <= set(marks)


async def test_the_same_letters_are_there_for_a_word_processor(secretary: Window, scene: Scene) -> None:
    """Read again by a reader of its own: each address once, before the words in that person's language."""
    meeting_id = await by_post(scene)
    at = f"{HERE}/office/meetings/{meeting_id}/delivery/1"
    await secretary.get(at)
    await secretary.send(f"{at}/letters", sides="one")
    await secretary.follow()
    for _ in range(100):
        if "5 letters are ready." in secretary.text():
            break
        await asyncio.sleep(0.3)
        await secretary.get(secretary.last.request.url.path)
    here = secretary.last.request.url.path
    files = re.findall(r'href="([^"]*/word/\d+/letters\.docx)"', secretary.last.text)
    assert files == [f"{here}/word/{n}/letters.docx" for n in range(1, 5)], "one for each language and format"
    found: dict[str, list[str]] = {}
    for file in files:
        answer = await secretary.get(file)
        assert answer.headers["cache-control"] == "no-store"
        read = word.Document(io.BytesIO(answer.content)).paragraphs
        lines = [line for one in read for line in one.text.split("\n")]
        titles = [line for line in lines if line.startswith(("Notice: Annual", "Hysbysiad: Cyfarfod"))]
        here_now = [name for name in READERS if f"{name} House" in lines]
        assert len(titles) == len(here_now) == lines.count("LL99 9ZZ") and len(set(titles)) == 1
        assert lines.index(titles[0]) < lines.index(f"{here_now[0]} House")
        found |= {name: [titles[0], *lines] for name in here_now}
    assert set(found) == set(READERS)
    for name, (language, form) in READERS.items():
        assert found[name][0].startswith("Hysbysiad" if language == "cy" else "Notice")
        easy = form == "easy_read"
        assert LANGUAGES[language].gettext("What we talk about" if easy else "What will be dealt with") in found[name]
    assert (await secretary.get(f"{here}/word/5/letters.docx")).status_code == 404
    async with scene.store.writing() as writing:
        await writing.execute(update(Person).where(Person.name == "Mair Elis").values(postal_address="Elsewhere"))
    assert (await secretary.get(files[0])).status_code == 404, "they are not what was printed any more"
    await secretary.get(here)
    assert ".docx" not in secretary.last.text and "5 letters are ready." in secretary.text()


def test_a_hundred_letters_of_one_kind_are_one_file() -> None:
    front = plain("Front")
    kinds = tuple(
        LetterKind(plain(name), tuple((f"{name} {n}",) for n in range(many))) for name, many in MANY.items()
    )
    plan = LetterPlan(front, kinds, (), both_sides=False)
    assert [(one.number, one.kind.document.title, one.first, one.last) for one in plan.batches] == [
        *((1, "A", 1, 100), (2, "A", 101, 200), (3, "A", 201, 201), (4, "B", 202, 203)),
    ]
    assert [address for one in plan.batches for address in one.addresses] == [
        (f"{name} {n}",) for name, many in MANY.items() for n in range(many)
    ]


MANY = {"A": 201, "B": 2}


def plain(title: str) -> Document:
    day = AT.date()
    labels = labels_in(LANGUAGES["en"], made_on=day, form=Form.STANDARD)
    return Document(
        title=title,
        language="en",
        society_name="Tair Nant",
        number="",
        made_on=day,
        audit_hash="",
        labels=labels,
        blocks=(),
    )


async def test_large_print_is_set_in_large_letters_and_the_address_too(scene: Scene, tmp_path: Path) -> None:
    meeting_id = await by_post(scene)
    async with scene.store.reading() as reading:
        plan = await queries.letter_plan(reading, meeting_id, 1, LANGUAGES["en"], AT, both_sides=False)
        notice = await queries.notice_of(reading, meeting_id, 1)
    assert {kind.document.large for kind in plan.kinds} == {True, False}
    digest = printing.begin(tmp_path, notice.id, plan)
    await printing.a_while(tmp_path, notice.id, digest, 120)
    made = printing.made(tmp_path, notice.id, digest)
    assert made.ready and not made.working and made.done == made.letters == 5
    sizes = {}
    with pikepdf.open(printing.file_of(tmp_path, notice.id, digest)) as file:
        for number, words in enumerate(sheets(printing.file_of(tmp_path, notice.id, digest).read_bytes(), tmp_path)):
            for name in READERS:
                if f"{name} House" in words:
                    drawn = pikepdf.parse_content_stream(file.pages[number])
                    sizes[name] = max(float(one.operands[1]) for one in drawn[-40:] if str(one.operator) == "Tf")
    assert sizes["Siân Morgan"] > 1.4 * sizes["Mair Elis"]


async def test_work_that_was_broken_off_goes_on_with_what_is_not_there(
    secretary: Window, society: Society, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting_id = await by_post(scene)
    at = f"{HERE}/office/meetings/{meeting_id}/delivery/1"
    calls: list[int] = []
    kept = printing._set

    def breaks(*args: object, **named: object) -> None:
        calls.append(1)
        if len(calls) == 2:
            raise OSError("the disk is full")
        kept(*args, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(printing, "_set", breaks)
    monkeypatch.setattr("govern.meetings.pages.delivery.A_REQUEST", 60)
    await secretary.get(at)
    await secretary.send(f"{at}/letters", sides="one")
    await secretary.follow()
    assert "The work was broken off. What is made is kept." in secretary.text()
    assert "0 of 5 letters are made." not in secretary.text()
    await secretary.send(f"{at}/letters")
    await secretary.follow()
    assert "5 letters are ready." in secretary.text() and len(calls) == 1 + 1 + 3, "the first piece is not set again"


async def test_letters_that_nobody_posted_are_gone_after_a_week(scene: Scene, tmp_path: Path) -> None:
    meeting_id = await by_post(scene)
    async with scene.store.reading() as reading:
        plan = await queries.letter_plan(reading, meeting_id, 1, LANGUAGES["en"], AT, both_sides=False)
    old = tmp_path / printing.FOLDER / str(meeting_id) / "abc"
    old.mkdir(parents=True)
    (old / printing.ABOUT).write_text("{}")
    os.utime(old / printing.ABOUT, (0, 0))
    digest = printing.begin(tmp_path, meeting_id, plan)
    assert not old.exists()
    await printing.a_while(tmp_path, meeting_id, digest, 120)


def test_an_address_of_many_lines_fits_into_its_room() -> None:
    assert address_lines("A", "\n".join("bcdefgh")) == ("A", "b", "c", "d", "e", "f, g, h")
