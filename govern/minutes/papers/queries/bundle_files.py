"""The files of a bundle: one PDF with bookmarks, one zip with a list of hashes. Both take seconds: off the loop.

A paper that somebody sent lies in the zip as it was kept, and in the PDF whole behind a page of ours that says what
comes, and that we cannot promise a screen reader can read it. What is no PDF is in the zip alone; the list says so.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from govern.documents import Block, Document, Facts, Heading, PageBreak, Paragraph, Table, attachments
from govern.documents.attachments import Kind
from govern.documents.binding import Inside, Part, bound, first_pages, pages_of
from govern.documents.docx import docx
from govern.documents.pdf import pdf
from govern.documents.spreadsheet import csv_rows
from govern.errors import Unavailable
from govern.languages import Language
from govern.minutes.papers.queries.bundles import Bundle, Uploaded
from govern.minutes.papers.rules import EDITABLE, NAMES
from govern.sentences import Sentence

#: Every file of a zip bears this day: the same papers give the same file.
NO_DAY = (1980, 1, 1, 0, 0, 0)


class Line(msgspec.Struct, frozen=True):
    """A line of the contents: the paper, its number or version, how many pages it has, and its first one."""

    title: str
    number: str
    page: int


class Sent(msgspec.Struct, frozen=True):
    """A PDF that was sent, with its pages counted."""

    paper: Uploaded
    content: bytes
    pages: int


def as_pdf(found: Bundle, language: Language, uploads: Path) -> bytes:
    """One PDF: the list of contents, then each paper with its bookmark; pages counted through."""
    there = [one.document for one in found.papers if one.document is not None]
    parts = [Part(one.title, one.language, pdf(one)) for one in there]
    sent, why_not = _sent(found.uploaded, uploads)
    if sent:
        parts.append(_apart(found.apart, sent, language))
    # The list has as many pages with the right numbers in it as with any others, so it is printed twice.
    unknown = _lines(there, sent, parts, 0, language)
    first = pages_of(pdf(_contents(found, unknown, why_not, language)))
    front = _contents(found, _lines(there, sent, parts, first, language), why_not, language)
    return bound(Part(front.title, front.language, pdf(front)), parts)


def _sent(uploaded: Sequence[Uploaded], uploads: Path) -> tuple[list[Sent], dict[str, Sentence]]:
    """The PDFs among what was sent; for a file that is lost, why it is not there."""
    sent: list[Sent] = []
    why_not: dict[str, Sentence] = {}
    for one in uploaded:
        if one.kind is Kind.PDF:
            try:
                content = attachments.content_of(uploads, one.id, one.hash)
            except Unavailable as refusal:
                why_not[one.name] = refusal.message
                continue
            sent.append(Sent(one, content, pages_of(content)))
    return sent, why_not


def _apart(frame: Document, sent: Sequence[Sent], language: Language) -> Part:
    """A page before each PDF that was sent: what it is, and what we cannot promise of it."""
    say = language.say
    blocks: list[Block] = []
    for one in sent:
        pages = Sentence("{n} page follows.", "{n} pages follow.", one.pages, n=one.pages)
        facts = [
            (say(Sentence("Item")), one.paper.item),
            (say(Sentence("Version")), str(one.paper.version)),
            (say(Sentence("File in the zip")), one.paper.name),
        ]
        blocks += [PageBreak()] if blocks else []
        blocks += [
            Heading(one.paper.title),
            Facts(tuple((label, said) for label, said in facts if said)),
            Paragraph(say(pages)),
            Paragraph(say(Sentence("Somebody else made this paper. It is here whole, as it was sent."))),
            Paragraph(say(Sentence("A screen reader may not be able to read its pages here. They have no tags."))),
            Paragraph(say(Sentence("The file by itself may be easier to read. Or ask us for it in another form."))),
        ]
    made = msgspec.structs.replace(frame, blocks=tuple(blocks))
    content = pdf(made)
    inside = tuple(
        Inside(f"{one.paper.title} ({one.paper.version})", behind, one.content)
        for one, behind in zip(sent, first_pages(content), strict=False)  # the last heading is that of the frame
    )
    return Part(made.title, made.language, content, inside)


def _lines(
    there: Sequence[Document], sent: Sequence[Sent], parts: Sequence[Part], front: int, language: Language
) -> list[Line]:
    page, lines = front + 1, []
    for one, part in zip(there, parts, strict=False):
        lines.append(Line(one.title, one.number or "—", page))
        page += pages_of(part.content)
    for which, lies in zip(sent, parts[-1].inside if sent else (), strict=True):
        version = language.say(Sentence("Version {n}", n=which.paper.version))
        lines.append(Line(which.paper.title, version, page + lies.behind))
        page += which.pages
    return lines


def _contents(found: Bundle, lines: Sequence[Line], why_not: dict[str, Sentence], language: Language) -> Document:
    say = language.say
    blocks: list[Block] = list(found.front.blocks)
    if lines:
        header = (say(Sentence("Paper")), say(Sentence("Number")), say(Sentence("Page")))
        listed = tuple((one.title, one.number, language.number(one.page)) for one in lines)
        blocks.append(Table(say(Sentence("What is in it")), header, listed, frozenset({2})))
    else:
        blocks.append(Paragraph(say(Sentence("There is no paper of this meeting yet."))))
    alone = [one for one in found.uploaded if one.kind is not Kind.PDF]
    if alone:
        rows = tuple((f"{one.title}: {say(Sentence('Version {n}', n=one.version))}", one.name) for one in alone)
        blocks += [Heading(say(Sentence("Only in the zip file"))), Facts(rows)]
    blocks += [Paragraph(f"{one.title}: {say(why_not[one.name])}") for one in found.uploaded if one.name in why_not]
    return msgspec.structs.replace(found.front, blocks=tuple(blocks))


COLUMNS = (
    *(Sentence("File"), Sentence("SHA-256"), Sentence("Paper"), Sentence("Number"), Sentence("Mark")),
    Sentence("Why it is not here"),
)
LINES = (Sentence("Line"), Sentence("When"), Sentence("What"), Sentence("About"), Sentence("Mark"))


def as_zip(found: Bundle, language: Language, uploads: Path) -> bytes:
    """One zip: each paper as PDF, and for a word processor where it is edited; each paper that was sent; the trail;
    the list with hashes."""
    out = io.BytesIO()
    listed: list[tuple[str, ...]] = []
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:

        def put(name: str, content: bytes) -> str:
            file.writestr(zipfile.ZipInfo(name, NO_DAY), content, zipfile.ZIP_DEFLATED)
            return hashlib.sha256(content).hexdigest()

        for place, one in enumerate(found.papers, start=1):
            if one.document is None:
                why = language.say(one.why_not) if one.why_not is not None else ""
                listed.append(("", "", f"{language.say(NAMES[one.kind])} ({one.language})", "", "", why))
                continue
            makers: list[tuple[str, Callable[[Document], bytes]]] = [("pdf", pdf)]
            if one.kind in EDITABLE:
                makers.append(("docx", docx))
            for ending, make in makers:
                name = f"{place:02}-{one.kind.value}-{one.language}.{ending}"
                mark = put(name, make(one.document))
                listed.append((name, mark, one.document.title, one.document.number, one.document.mark, ""))
        listed += [_put_sent(put, one, language, uploads) for one in found.uploaded]
        if found.trail:
            trail = "".join(csv_rows([language.say(words) for words in LINES], found.trail)).encode()
            listed.append(("trail.csv", put("trail.csv", trail), "", "", "", ""))
        put("list.csv", "".join(csv_rows([language.say(words) for words in COLUMNS], listed)).encode())
    return out.getvalue()


def _put_sent(put: Callable[[str, bytes], str], one: Uploaded, language: Language, uploads: Path) -> tuple[str, ...]:
    version = language.say(Sentence("Version {n}", n=one.version))
    title = f"{one.item}: {one.title}" if one.item else one.title
    try:
        content = attachments.content_of(uploads, one.id, one.hash)
    except Unavailable as refusal:
        return ("", "", title, version, "", language.say(refusal.message))
    return (one.name, put(one.name, content), title, version, "", "")
