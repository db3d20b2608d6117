"""Papers that are sent to be read by others: the kind is known by the content, and what is said beside is gone."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from uuid import uuid4

import docx
import pikepdf
import pytest
from PIL import Image

from govern.documents import attachments
from govern.documents.attachments import Cleaned, Kind, clean
from govern.errors import NotValid, Unavailable


def a_pdf(**beside: str) -> bytes:
    made = io.BytesIO()
    with pikepdf.new() as paper:
        paper.add_blank_page()
        for name, words in beside.items():
            paper.docinfo[f"/{name}"] = words
        with paper.open_metadata() as said:
            said["dc:creator"] = ["Somebody Secret"]
        paper.save(made)
    return made.getvalue()


def a_docx() -> bytes:
    made = io.BytesIO()
    paper = docx.Document()
    paper.add_paragraph("The accounts of the year.")
    paper.core_properties.author = "Somebody Secret"
    paper.save(made)
    return made.getvalue()


def test_a_pdf_keeps_its_pages_and_loses_who_wrote_it() -> None:
    made = clean(a_pdf(Author="Somebody Secret"))
    assert made.kind is Kind.PDF and b"Somebody Secret" not in made.content
    with pikepdf.open(io.BytesIO(made.content)) as paper:
        assert len(paper.pages) == 1 and "/Author" not in paper.docinfo and "/Metadata" not in paper.Root


def test_a_docx_can_be_read_by_another_program_and_loses_who_wrote_it() -> None:
    made = clean(a_docx())
    paper = docx.Document(io.BytesIO(made.content))
    assert made.kind is Kind.DOCX and [p.text for p in paper.paragraphs] == ["The accounts of the year."]
    assert not paper.core_properties.author


def test_a_picture_is_made_anew_without_where_it_was_taken() -> None:
    sent = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "taken at Somebody Secret's"
    Image.new("RGB", (40, 30), "green").save(sent, "JPEG", exif=exif)
    made = clean(sent.getvalue())
    assert made.kind is Kind.JPEG and b"Secret" not in made.content


def _running() -> bytes:
    made = io.BytesIO()
    with pikepdf.new() as paper:
        paper.add_blank_page()
        paper.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
        paper.save(made)
    return made.getvalue()


def _locked() -> bytes:
    made = io.BytesIO()
    with pikepdf.new() as paper:
        paper.add_blank_page()
        paper.save(made, encryption=pikepdf.Encryption(owner="a", user="b"))
    return made.getvalue()


def _with_files() -> bytes:
    made = io.BytesIO()
    with pikepdf.new() as paper:
        paper.add_blank_page()
        paper.attachments["run.exe"] = b"MZ"
        paper.save(made)
    return made.getvalue()


def _with_macro() -> bytes:
    made = io.BytesIO(a_docx())
    with zipfile.ZipFile(made, "a") as paper:
        paper.writestr("word/vbaProject.bin", b"macro")
    return made.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"%PDF-" + b"0" * attachments.MOST_BYTES, "larger than 20 megabytes"),
        (b"MZ\x90\x00", "neither a PDF, nor a DOCX, nor a picture"),
        (b"<html><script>1</script></html>", "neither a PDF"),
        (b"PK\x03\x04 no archive", "neither a PDF"),
        (b"%PDF-1.7 and no more", "not whole"),
        (b"\xff\xd8\xff no picture", "not a picture"),
        (_running(), "runs a program"),
        (_locked(), "locked with a password"),
        (_with_files(), "holds other files"),
        (_with_macro(), "carries a program"),
    ],
    ids=lambda said: said if isinstance(said, str) else "file",
)
def test_what_is_too_large_or_of_a_forbidden_kind_is_refused_with_a_sentence(content: bytes, words: str) -> None:
    with pytest.raises(NotValid, match=words) as refused:
        clean(content)
    assert refused.value.field in ("file", "photograph")


def test_a_kept_paper_comes_back_whole_or_not_at_all(tmp_path: Path) -> None:
    paper, name = Cleaned(Kind.PDF, b"content"), uuid4()
    attachments.keep(tmp_path, name, paper)
    assert attachments.content_of(tmp_path, name, paper.hash) == b"content"
    (tmp_path / attachments.FOLDER / f"{name}.paper").write_bytes(b"other")
    with pytest.raises(Unavailable):
        attachments.content_of(tmp_path, name, paper.hash)
    attachments.forget(tmp_path, name)
    with pytest.raises(Unavailable):
        attachments.content_of(tmp_path, name, paper.hash)
