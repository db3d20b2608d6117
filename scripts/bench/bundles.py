"""How long a bundle of 300 pages takes, and how much memory: our own papers, then files of others among them."""

from __future__ import annotations

import io
import resource
import time
from collections.abc import Callable, Sequence
from datetime import date

import pikepdf

from govern.documents import Block, Document, Form, Heading, PageBreak, Paragraph, labels_in
from govern.documents.binding import Inside, Part, bound, first_pages, pages_of
from govern.documents.pdf import pdf
from govern.languages import LANGUAGES
from scripts.bench.figures import row

PAGES, SENT = 300, 10
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


def _bundle_of_files() -> int:
    """Papers of the society for half of it, and for the other half files that were sent, each behind its page."""
    sent = _sent(PAGES // 2 // SENT)
    blocks: list[Block] = []
    for number in range(SENT):
        blocks += [*([PageBreak()] if number else []), Heading(f"Paper {number + 1}"), Paragraph(LINE)]
    covers = pdf(_paper("Papers that were sent", blocks))
    inside = tuple(Inside(f"Paper {place}", place, sent) for place in first_pages(covers)[:SENT])
    return _bundle([Part("Papers that were sent", "en", covers, inside)], PAGES // 2 + SENT)


def _sent(pages: int) -> bytes:
    made = io.BytesIO()
    with pikepdf.new() as paper:
        for number in range(pages):
            page = paper.add_blank_page()
            page.contents_add(f"BT 60 300 Td (Page {number}) Tj ET".encode() * 100)
        paper.save(made)
    return made.getvalue()


def _bundle(more: Sequence[Part] = (), there: int = 0) -> int:
    parts: list[Part] = []
    pages = there
    while pages < PAGES:
        paper = _minutes(len(parts) + 1)
        parts.append(Part(paper.title, paper.language, pdf(paper)))
        pages += pages_of(parts[-1].content)
    return pages_of(bound(Part("Front", "en", pdf(_paper("Front", [Paragraph(LINE)]))), [*parts, *more]))


def main() -> None:
    print(row("what", "seconds", "size", "most memory (MB)"))
    print(row(*["---"] * 4))
    seconds, pages = _timed(_bundle)
    print(row(f"a bundle of {pages} pages", f"{seconds:.1f}", f"{pages} pages", _memory()))
    seconds, pages = _timed(_bundle_of_files)
    print(row(f"the same, {SENT} files of others in it", f"{seconds:.1f}", f"{pages} pages", _memory()))
