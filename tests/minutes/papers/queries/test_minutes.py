"""The papers: minutes and declaration as PDF and DOCX hold the numbers, the reasons and the end of the record."""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path

import docx as word
import pikepdf
import pytest

from govern.documents import Document, Outcome, Paragraph, Table
from govern.documents.docx import docx
from govern.documents.pdf import pdf
from govern.errors import WrongMoment
from govern.languages import LANGUAGES
from govern.minutes.book import lifecycle
from govern.minutes.book import queries as book
from govern.minutes.papers import queries
from govern.record import last_hash
from tests.meetings.scene import Scene
from tests.minutes.book.live_scene import LINE, circulated, later, the_next_meeting
from tests.minutes.book.scene import END, LATER, a_closed_meeting_with_a_ballot, declared

needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs pdftotext")


def words_of(printed: bytes, folder: Path) -> str:
    file = folder / "paper.pdf"
    file.write_bytes(printed)
    run = subprocess.run(["pdftotext", "-layout", str(file), "-"], check=True, capture_output=True, text=True)
    return " ".join(run.stdout.split())


async def the_minutes(scene: Scene, language: str = "en") -> Document:
    """Minutes with the results of a declared ballot in place."""
    meeting_id, ballot_id = await a_closed_meeting_with_a_ballot(scene)
    await declared(scene, ballot_id)
    async with scene.store.writing() as writing:
        minutes_id = await lifecycle.draft(writing, meeting_id, by=scene.secretary, at=END)
    async with scene.store.reading() as reading:
        found = await book.minutes_page(reading, minutes_id, language)
    return queries.minutes_paper(found, LANGUAGES[language])


async def the_declaration(scene: Scene, language: str = "en") -> Document:
    _, ballot_id = await a_closed_meeting_with_a_ballot(scene)
    await declared(scene, ballot_id)
    async with scene.store.reading() as reading:
        return await queries.declaration_paper(reading, ballot_id, LANGUAGES[language])


@needs_poppler
async def test_the_minutes_as_pdf_say_who_was_there_what_was_decided_and_the_numbers(
    scene: Scene, tmp_path: Path
) -> None:
    printed = pdf(await the_minutes(scene))
    words = words_of(printed, tmp_path)
    for part in (
        "Minutes: Annual general meeting 2026",
        "Tair Nant Care Co-operative",
        "Nerys Wyn took the chair.",
        "12 were needed. 13 counted.",
        "Decided.",
        "The resolution is carried.",
        "For: 54.375 of 100. More than half is needed. (Rule 3.3)",
        "Di: not elected: volunteer cap (3 of 9 reached).",
        "14:00",
        "16:00",
    ):
        assert part in words, part
    with pikepdf.open(io.BytesIO(printed)) as file:
        assert file.Root.MarkInfo.Marked
        assert str(file.Root.Lang) == "en"


@needs_poppler
async def test_the_declaration_as_pdf_shows_votes_weights_and_stages(scene: Scene, tmp_path: Path) -> None:
    words = words_of(pdf(await the_declaration(scene)), tmp_path)
    for part in (
        "The resolution is carried.",
        "120 80 60 20",
        "37.5",
        "54.375",
        "Gwilym Hâf",
        "Ana is elected.",
        "27",
    ):
        assert part in words, part


async def test_a_group_of_which_very_few_voted_keeps_its_split_to_itself(scene: Scene) -> None:
    paper = await the_declaration(scene)
    votes, weights = (block for block in paper.blocks if isinstance(block, Table) and block.header[0] == "Group")
    assert votes.rows[0] == ("People supported", "120", "80", "60", "20", "0", "0")
    assert votes.rows[1] == ("Staff", "45", "30", *["not shown"] * 4), "else subtraction would show the other"
    assert votes.rows[2] == ("Volunteers", "30", "2", *["not shown"] * 4)
    assert votes.footer == ("All", "", "", *["not shown"] * 4), "heads and weights together could be solved"
    assert weights.rows[0] == ("People supported", "30", "37.5", "28.125")
    assert weights.rows[2] == ("Volunteers", "10", "12.5", "not shown") and weights.footer[-1] == "54.375"
    said = [block.text for block in paper.blocks if isinstance(block, Paragraph)]
    assert any("How these groups voted is not shown: Staff and Volunteers." in text for text in said)


async def test_the_declaration_carries_the_end_of_the_record_as_it_was(scene: Scene) -> None:
    _, ballot_id = await a_closed_meeting_with_a_ballot(scene)
    async with scene.store.reading() as reading:
        before = (await last_hash(reading)).hex()
    await declared(scene, ballot_id)
    async with scene.store.reading() as reading:
        paper = await queries.declaration_paper(reading, ballot_id, LANGUAGES["en"])
    assert paper.audit_hash == before
    assert [type(b) for b in paper.blocks].count(Outcome) == 2
    assert paper.number.endswith("-D")


async def test_before_the_declaration_there_is_no_paper(scene: Scene) -> None:
    _, ballot_id = await a_closed_meeting_with_a_ballot(scene)
    async with scene.store.reading() as reading:
        with pytest.raises(WrongMoment, match="not declared"):
            await queries.declaration_paper(reading, ballot_id, LANGUAGES["en"])


@pytest.mark.parametrize("language", ["en", "cy"])
async def test_both_papers_open_in_a_word_processor_in_their_language(scene: Scene, language: str) -> None:
    for paper in (await the_minutes(scene, language), await the_declaration(scene, language)):
        opened = word.Document(io.BytesIO(docx(paper)))
        assert any(p.style is not None and str(p.style.name).startswith("Heading") for p in opened.paragraphs)
        cells = {cell.text for table in opened.tables for row in table.rows for cell in row.cells}
        assert cells & {"60", "Nerys Wyn"}
        assert paper.language == language


async def test_the_paper_says_apologies_reasons_dissent_who_does_what_who_agreed_and_who_signed(scene: Scene) -> None:
    minutes_id = await circulated(scene)
    async with scene.store.reading() as reading:
        entry = (await book.minutes_page(reading, minutes_id, "en")).entries[3]
    _, item = await the_next_meeting(scene)
    by = scene.secretary
    async with scene.store.writing() as writing:
        await lifecycle.edit_entry(writing, entry.id, LINE, {}, LINE, by=by, at=LATER)
        await lifecycle.note_people(writing, minutes_id, ["Bo"], (), by=by, at=LATER)
        await lifecycle.note_dissent(writing, minutes_id, entry.id, scene.people["Mair Elis"], LINE, by=by, at=LATER)
        await lifecycle.take_on(
            writing, minutes_id, entry.item_id, LINE, by, later().date(), "token-one", by=by, at=LATER
        )
        await lifecycle.keep_apart(writing, minutes_id, None, {"en": "Pay", "cy": "Tâl"}, LINE, {}, by=by, at=LATER)
        await lifecycle.circulate(writing, minutes_id, by=by, at=LATER)
        await lifecycle.approve(writing, minutes_id, item, by=by, at=later())
        await lifecycle.sign(writing, minutes_id, by=by, at=later())
        await lifecycle.correct(writing, minutes_id, entry.id, 1, LINE, by=by, at=later())
    async with scene.store.reading() as reading:
        paper = queries.minutes_paper(await book.minutes_page(reading, minutes_id, "en"), LANGUAGES["en"])
    said = "\n".join(str(block) for block in paper.blocks)
    for part in (
        *("Apologies: Bo.", "Why", "Mair Elis asked that it is written down", "Who does what"),
        *("1 entry is confidential", "Agreed by the meeting", "Signed by Nerys Wyn", "Number 1 in the minute book"),
        *("Correction of", "name='Nerys Wyn'"),
    ):
        assert part in said, part
    assert "Pay" not in said
    assert pdf(paper).startswith(b"%PDF") and docx(paper).startswith(b"PK")
