"""How long papers take that are made in one go: a bundle of 300 pages, and 2,000 notices in four formats."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable
from datetime import date

from govern.documents import Block, Document, EasyRow, Form, Heading, PageBreak, Paragraph, labels_in
from govern.documents.binding import Part, bound, pages_of
from govern.documents.docx import docx
from govern.documents.pdf import pdf
from govern.languages import LANGUAGES
from scripts.bench.figures import row

PAGES, LETTERS, A_FILE = 300, 2_000, 100
DAY = date(2026, 11, 26)
LINE = "The house opens on Saturdays from ten in the morning until four in the afternoon, with two people there."


def _paper(title: str, blocks: list[Block], form: Form = Form.STANDARD) -> Document:
    reader = LANGUAGES["en"]
    return Document(
        title=title,
        language="en",
        society_name="Tair Nant Care Co-operative",
        number="P-2026-1",
        made_on=DAY,
        audit_hash="3f2a" * 16,
        rules_version="1",
        labels=labels_in(reader, made_on=DAY, form=form),
        blocks=tuple(blocks),
        large=form is Form.LARGE_PRINT,
        numbered=False,
    )


def _minutes(number: int) -> Document:
    blocks: list[Block] = []
    for item in range(1, 16):
        blocks += [Heading(f"{item}. Item of the agenda"), *(Paragraph(LINE) for _ in range(6))]
    return _paper(f"Minutes {number}", blocks)


def _memory() -> int:
    """The most this process ever held, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _timed(make: Callable[[], int]) -> tuple[float, int]:
    began = time.perf_counter()
    made = make()
    return time.perf_counter() - began, made


def _bundle() -> int:
    parts: list[Part] = []
    pages = 0
    while pages < PAGES:
        paper = _minutes(len(parts) + 1)
        parts.append(Part(paper.title, paper.language, pdf(paper)))
        pages += pages_of(parts[-1].content)
    return pages_of(bound(Part("Front", "en", pdf(_paper("Front", [Paragraph(LINE)]))), parts))


def _letters(form: Form, make: Callable[[Document], bytes]) -> int:
    """All letters in files of a hundred, each letter on a page of its own. Answers their size in kilobytes."""
    size = 0
    for start in range(0, LETTERS, A_FILE):
        blocks: list[Block] = []
        for number in range(start, start + A_FILE):
            said = EasyRow(LINE) if form is Form.EASY_READ else Paragraph(LINE)
            blocks += [PageBreak(), Paragraph(f"Member {number}"), Paragraph("1 High Street"), Heading("Notice")]
            blocks += [said] * 4
        size += len(make(_paper("Letters", blocks[1:], form)))
    return size // 1024


def main() -> None:
    seconds, pages = _timed(_bundle)
    print(row("what", "seconds", "size", "most memory so far (MB)"))
    print(row(*["---"] * 4))
    print(row(f"a bundle of {pages} pages", f"{seconds:.1f}", f"{pages} pages", _memory()))
    ways: tuple[tuple[str, Form, Callable[[Document], bytes]], ...] = (
        ("standard, PDF", Form.STANDARD, pdf),
        ("large print, PDF", Form.LARGE_PRINT, pdf),
        ("Easy Read, PDF", Form.EASY_READ, pdf),
        ("standard, DOCX", Form.STANDARD, docx),
    )
    for name, form, make in ways:
        seconds, size = _timed(lambda form=form, make=make: _letters(form, make))  # type: ignore[misc]
        print(row(f"{LETTERS} letters, {name}", f"{seconds:.1f}", f"{size} kB", _memory()))
