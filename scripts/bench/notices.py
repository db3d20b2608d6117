"""How long 2,000 notices take in four formats, and how much memory: each format in a process of its own."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import resource
import tempfile
import time
from datetime import date
from pathlib import Path
from uuid import uuid4

from govern.documents import Document, Form, labels_in
from govern.documents.binding import pages_of
from govern.documents.docx import docx
from govern.documents.letters import address_lines
from govern.languages import LANGUAGES
from govern.meetings.lifecycle import printing
from govern.meetings.lifecycle.printing import LetterKind, LetterPlan
from govern.meetings.lifecycle.wording import NoticePaper, PaperItem
from govern.meetings.queries.letters import listed
from govern.meetings.queries.notice_blocks import notice_blocks, notice_in_easy_words
from scripts.bench.figures import row

LETTERS = 2_000
WORD = "docx "
DAY = date(2026, 11, 26)
LINE = "The house opens on Saturdays from ten in the morning until four in the afternoon, with two people there."
LABELS = (
    "Kind of meeting",
    "When",
    "Until about",
    "Where",
    "By video",
    "By telephone",
    "Who may come",
    "Whom to ask",
)
NOTICE = NoticePaper(
    society="Tair Nant Care Co-operative",
    title="Notice: Annual general meeting 2026",
    lead=(),
    facts=tuple((label, LINE[:60]) for label in LABELS),
    agenda=tuple(PaperItem(n, "Item of the agenda", LINE, (LINE[:50], LINE[:30])) for n in range(1, 7)),
    notes=(LINE,) * 16,
    signed="By order of the board. Nerys Wyn, Monday 9 November 2026",
)
NAMES = tuple(f"Member {number}" for number in range(1, LETTERS + 1))
ADDRESSES = tuple(address_lines(name, "1 High Street\nPont-y-gof\nLL99 9ZZ") for name in NAMES)


def _letter(form: Form) -> Document:
    reader = LANGUAGES["en"]
    made = notice_in_easy_words if form is Form.EASY_READ else notice_blocks
    return Document(
        title=NOTICE.title,
        language="en",
        society_name=NOTICE.society,
        number="",
        made_on=DAY,
        audit_hash="3f2a" * 16,
        labels=labels_in(reader, made_on=DAY, form=form),
        blocks=tuple(made(NOTICE, reader)),
        large=form is Form.LARGE_PRINT,
    )


async def _printed(form: Form) -> tuple[int, int]:
    """One file of all letters, as the office makes it."""
    letter = _letter(form)
    tables = listed([(name, "en", form) for name in NAMES], LANGUAGES["en"], DAY)
    front = Document(
        title="Letters by post",
        language="en",
        society_name=NOTICE.society,
        number="",
        made_on=DAY,
        audit_hash="",
        labels=letter.labels,
        blocks=tuple(tables),
    )
    plan = LetterPlan(front, (LetterKind(letter, ADDRESSES),), tuple(uuid4() for _ in NAMES), both_sides=True)
    with tempfile.TemporaryDirectory() as folder:
        notice = uuid4()
        digest = printing.begin(Path(folder), notice, plan)
        await printing.a_while(Path(folder), notice, digest, 3_600)
        content = printing.file_of(Path(folder), notice, digest).read_bytes()
    return pages_of(content), len(content)


def _for_a_word_processor(form: Form) -> tuple[int, int]:
    """Files of a hundred letters, as the office is given them one by one."""
    letter = _letter(form)
    plan = LetterPlan(letter, (LetterKind(letter, ADDRESSES),), (), both_sides=False)
    return 0, sum(len(docx(batch.document())) for batch in plan.batches)


def _one(name: str) -> None:
    began = time.perf_counter()
    form = Form(name.removeprefix(WORD))
    pages, size = _for_a_word_processor(form) if name.startswith(WORD) else asyncio.run(_printed(form))
    seconds = time.perf_counter() - began
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(row(name, f"{seconds:.0f}", pages or "-", f"{size / 1_000_000:.1f}", memory), flush=True)


def main() -> None:
    print(f"{LETTERS} notices; load {os.getloadavg()[0]:.1f}")
    print(row("format", "seconds", "pages", "MB", "most memory (MB)"))
    print(row(*["---"] * 5), flush=True)
    for name in (*Form, *(WORD + form for form in Form)):
        process = multiprocessing.get_context("spawn").Process(target=_one, args=(name,))
        process.start()
        process.join()
