"""The words inside of files: of PDFs that this service prints, of others' fonts, of DOCX; where the reading ends."""

from __future__ import annotations

import io
import subprocess
from datetime import date
from pathlib import Path

import docx as word
import pikepdf
import pytest

from govern.documents import Document, Paragraph, labels_in, texts
from govern.documents.attachments import Kind
from govern.documents.pdf import pdf
from govern.documents.texts import text_of
from govern.languages import LANGUAGES

SAID = "Bws mini i'r tŷ: prynu un ail-law. The minibus costs £12,000, and ŵyn are lambs."


def printed(words: str) -> bytes:
    day = date(2019, 5, 18)
    paper = Document(
        title="Minutes",
        language="en",
        society_name="Tair Nant",
        number="",
        made_on=day,
        audit_hash="",
        labels=labels_in(LANGUAGES["en"], made_on=day),
        blocks=(Paragraph(words),),
    )
    return pdf(paper)


def drawn(content: bytes, **font: pikepdf.Object) -> bytes:
    made = io.BytesIO()
    with pikepdf.new() as paper:
        page = paper.add_blank_page()
        kind = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        for name, value in font.items():
            kind[f"/{name}"] = value
        page.add_resource(kind, pikepdf.Name.Font, pikepdf.Name("/F1"))
        page.contents_add(content)
        paper.save(made)
    return made.getvalue()


def test_a_pdf_is_read_as_another_program_reads_it(tmp_path: Path) -> None:
    content = printed(SAID)
    (tmp_path / "a.pdf").write_bytes(content)
    run = subprocess.run(["pdftotext", str(tmp_path / "a.pdf"), "-"], check=True, capture_output=True, text=True)
    assert " ".join(SAID.split()) in " ".join(text_of(Kind.PDF, content).split())
    assert set(SAID.split()) <= set(run.stdout.split())


def test_letters_of_a_simple_font_are_known_by_its_table_and_by_their_names() -> None:
    win = pikepdf.Name.WinAnsiEncoding
    assert text_of(Kind.PDF, drawn(b"BT /F1 9 Tf (Caf\\351) Tj ET", Encoding=win)) == "Café"
    named = pikepdf.Dictionary(
        BaseEncoding=win, Differences=pikepdf.Array([65, pikepdf.Name.wcircumflex, pikepdf.Name.ycircumflex])
    )
    assert text_of(Kind.PDF, drawn(b"BT /F1 9 Tf (d\\101r, t\\102) Tj ET", Encoding=named)) == "dŵr, tŷ"


def test_words_stand_apart_where_a_line_has_gaps_or_another_one_begins() -> None:
    win = pikepdf.Name.WinAnsiEncoding
    content = drawn(b"BT /F1 9 Tf [(mini) 20 (bus) -300 (trip)] TJ 0 -12 Td (next) Tj ET", Encoding=win)
    assert text_of(Kind.PDF, content) == "minibus trip\nnext"


def test_a_document_of_a_word_processor_is_read_with_its_tables() -> None:
    made = io.BytesIO()
    paper = word.Document()
    paper.add_paragraph("Bought a minibus.")
    paper.add_table(1, 2).cell(0, 1).text = "Nerys"
    paper.save(made)
    assert text_of(Kind.DOCX, made.getvalue()) == "Bought a minibus.\nNerys"


def test_what_cannot_be_read_or_has_no_text_has_no_words() -> None:
    assert text_of(Kind.PDF, b"%PDF-1.7 nothing") == "" and text_of(Kind.DOCX, b"PK") == ""
    assert text_of(Kind.JPEG, b"") == "" and text_of(Kind.PDF, drawn(b"")) == ""


def test_the_reading_ends_at_its_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    content = drawn(b"BT /F1 9 Tf " + b"(word ) Tj " * 500 + b"ET", Encoding=pikepdf.Name.WinAnsiEncoding)
    monkeypatch.setattr(texts, "MOST_LETTERS", 40)
    assert 30 < len(text_of(Kind.PDF, content)) <= 40
    monkeypatch.setattr(texts, "MOST_LETTERS", 10_000)
    monkeypatch.setattr(texts, "MOST_SECONDS", -1.0)
    assert len(text_of(Kind.PDF, content)) < 10
    made = io.BytesIO()
    word.Document().save(made)
    monkeypatch.setattr(texts, "MOST_BYTES_OF_A_PART", 10)
    assert text_of(Kind.DOCX, made.getvalue()) == ""
