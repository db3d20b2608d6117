"""A file is known by its content; what could run when it is opened is refused, each with what to do now."""

from __future__ import annotations

import pikepdf
import pytest

from govern.errors import NotValid
from govern.minutes.book.incoming import MOST_BYTES, FileKind, kind_of, words_in
from tests.minutes.book.past_files import PDF, TEXT, a_docx, a_pdf, that_runs, zipped


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PDF, FileKind.PDF),
        (a_docx(), FileKind.DOCX),
        (TEXT, FileKind.TXT),
        (b"\xef\xbb\xbf# Minutes\n", FileKind.TXT),
        ("Tŷ Nant\t1\r\n".encode(), FileKind.TXT),
    ],
)
def test_pdf_docx_and_text_are_known_by_what_is_in_them(content: bytes, kind: FileKind) -> None:
    assert kind_of(content) is kind


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "This file is empty"),
        (b"x" * (MOST_BYTES + 1), "larger than 20 megabytes"),
        (b"%PDF-1.7 cut off", "This PDF is not whole"),
        (that_runs("JavaScript"), "runs a program when it is opened"),
        (that_runs("Launch"), "runs a program when it is opened"),
        (that_runs("JavaScript", hidden=True), "runs a program when it is opened"),
        (a_pdf({"/Names": pikepdf.Dictionary(EmbeddedFiles=pikepdf.Dictionary())}), "holds other files"),
        (zipped({"a.txt": b"a"}), "neither a PDF"),
        (b"PK\x03\x04 torn", "neither a PDF"),
        (b"\x89PNG\r\n\x1a\n", "neither a PDF"),
        (b"MZ\x90\x00\x03", "neither a PDF"),
        ("Cŵn".encode("latin-1", "replace") + b"\xff", "neither a PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "neither a PDF"),
        (b"a\x00b", "neither a PDF"),
        (b" %PDF-1.7 %%EOF \x1b", "neither a PDF"),
    ],
)
def test_anything_else_is_refused_beside_the_file(content: bytes, says: str) -> None:
    with pytest.raises(NotValid, match=says) as refusal:
        kind_of(content)
    assert refusal.value.field == "file"


@pytest.mark.parametrize("inside", ["word/vbaProject.bin", "word/embeddings/oleObject1.bin", "run.vbs"])
def test_a_document_that_carries_a_program_or_a_file_is_refused(inside: str) -> None:
    parts = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:document/>", inside: b""}
    with pytest.raises(NotValid, match="carries a program or another file inside"):
        kind_of(zipped(parts))


def test_a_program_in_a_compressed_part_is_not_seen_by_its_bytes() -> None:
    """So the file itself is opened: what this test is for."""
    assert b"JavaScript" in that_runs("JavaScript") and b"JavaScript" not in that_runs("JavaScript", hidden=True)


def test_what_is_kept_is_what_came() -> None:
    """Files of the past are looked at as papers are, and not made anew."""
    assert kind_of(PDF) is FileKind.PDF and words_in(FileKind.TXT, TEXT).startswith("Cofnodion tŷ.")
