"""What a printed paper says, whatever it is printed as.

A notice, a ballot paper, minutes or a declaration is a `Document`: a title, who it is from, its number, and blocks in
reading order. `pdf.py` and `docx.py` turn it into files; neither adds a word that is not here. Texts are already in
the one language of the paper: a society with two languages prints two papers.
"""

from __future__ import annotations

import enum
import re
from datetime import date
from urllib.parse import urlsplit

import msgspec

from govern.documents.kitchen import Card, Mat, Photo, Ticks
from govern.languages import OWN_NAMES
from govern.sentences import Reader

LINKS_ALLOWED = ("https", "http", "mailto", "tel")
LARGER = 1.5
"""How much larger large print is: 24 points instead of 16."""


class Form(enum.StrEnum):
    """How a paper is written: the full text, the same in large letters, or one idea a line with its picture."""

    STANDARD = "standard"
    LARGE_PRINT = "large_print"
    EASY_READ = "easy_read"


class Run(msgspec.Struct, frozen=True):
    """Some words of a line, perhaps strong, perhaps leading to an address."""

    text: str
    strong: bool = False
    link: str = ""

    def __post_init__(self) -> None:
        if self.link and urlsplit(self.link).scheme not in LINKS_ALLOWED:
            raise ValueError(f"a printed link must be a full address: {self.link!r}")


Text = str | tuple[Run, ...]


class Heading(msgspec.Struct, frozen=True):
    """A heading inside the paper. The title is level 1, so these are 2, 3 or 4."""

    text: str
    level: int = 2

    def __post_init__(self) -> None:
        if self.level not in (2, 3, 4):
            raise ValueError("headings inside a paper have level 2, 3 or 4; the title alone is level 1")


class Paragraph(msgspec.Struct, frozen=True):
    text: Text


class Bullets(msgspec.Struct, frozen=True):
    items: tuple[Text, ...]


class Numbered(msgspec.Struct, frozen=True):
    items: tuple[Text, ...]
    start: int = 1


class Facts(msgspec.Struct, frozen=True):
    """Label and sentence, row by row: "When", "Where", "Who may vote"."""

    rows: tuple[tuple[str, Text], ...]


class Table(msgspec.Struct, frozen=True):
    """Numbers or names in rows. The first column names its row. `numeric` holds column indexes, counted from 0."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: frozenset[int] = frozenset()
    footer: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        width = len(self.header)
        if not self.caption or width == 0:
            raise ValueError("a table needs a caption and a header, or nobody can find their way in it")
        if any(len(row) != width for row in self.rows) or len(self.footer) not in (0, width):
            raise ValueError(f"every row of the table {self.caption!r} needs {width} cells")
        if not self.numeric <= set(range(width)):
            raise ValueError(f"the table {self.caption!r} has no such numeric column")


class Outcome(msgspec.Struct, frozen=True):
    """The result in one strong sentence, and the line below it with number and threshold."""

    sentence: str
    second: str = ""


class Decision(msgspec.Struct, frozen=True):
    """A decision of a meeting. Its frame begins with the word for "Decided."."""

    text: Text


class Picture(msgspec.Struct, frozen=True):
    """A picture of numbers, or a large one to point to (then a photograph too). `alt` says what it shows; beside it
    the paper says the same in words or a table."""

    svg: str | Photo
    alt: str
    caption: str = ""

    def __post_init__(self) -> None:
        if not self.alt.strip():
            raise ValueError("a picture in a paper needs words for those who cannot see it")


class EasyRow(msgspec.Struct, frozen=True):
    """One idea of an Easy Read paper: its words, and at their left a picture (SVG text or a photograph).

    The picture only repeats the words, so it is decoration to a screen reader.
    """

    text: Text
    picture: str | Photo | None = None


class Boxes(msgspec.Struct, frozen=True):
    """Choices to mark by hand, a square box before each: ballot papers and proxy forms."""

    options: tuple[Text, ...]


class Blank(msgspec.Struct, frozen=True):
    """Something to write by hand: the label, and `lines` empty lines below it."""

    label: str
    lines: int = 1


class SignatureLine(msgspec.Struct, frozen=True):
    """A line to sign on. `role` stands below it, `name` too where known; `day` is the label of the date line."""

    role: str
    name: str = ""
    day: str = ""


class Signatures(msgspec.Struct, frozen=True):
    lines: tuple[SignatureLine, ...]


class PageBreak(msgspec.Struct, frozen=True):
    """What follows starts on a new sheet. `above` stands over each page of it from then on, in the PDF: sheets that
    come apart say what they belong to. A screen reader hears what is below it, and not this again on each page."""

    above: str = ""


Block = (
    Heading
    | Paragraph
    | Bullets
    | Numbered
    | Facts
    | Table
    | Outcome
    | Decision
    | Picture
    | EasyRow
    | Boxes
    | Blank
    | Signatures
    | PageBreak
    | Card
    | Mat
    | Ticks
)


class Labels(msgspec.Struct, frozen=True, kw_only=True):
    """The few words the frame of every paper says itself. `page`, `number` and so on still hold their {gaps}."""

    page: str
    number: str
    registered: str
    rules: str
    record: str
    mark: str
    made_on: str
    language: str
    form: str
    about: str
    decided: str


def labels_in(reader: Reader, *, made_on: date, form: Form = Form.STANDARD) -> Labels:
    """The frame's words in the reader's language."""
    return Labels(
        page=reader.gettext("Page {page} of {pages}"),
        number=reader.gettext("Paper {number}"),
        registered=reader.gettext("Registered number {number}"),
        rules=reader.gettext("Rules, version {version}"),
        record=reader.gettext("Record {hash}"),
        mark=reader.gettext("Mark {mark}"),
        made_on=reader.value(made_on),
        language=OWN_NAMES.get(reader.code, reader.code),
        form=_form_name(reader, form),
        about=reader.gettext("About this paper"),
        decided=reader.gettext("Decided."),
    )


def _form_name(reader: Reader, form: Form) -> str:
    names = {
        Form.STANDARD: reader.gettext("Standard"),
        Form.LARGE_PRINT: reader.gettext("Large print"),
        Form.EASY_READ: reader.gettext("Easy Read"),
    }
    return names[form]


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """A whole paper, in one language (BCP 47: "en", "cy"). `made_on` and `audit_hash` tie it to the audit record;
    by `mark`, the hash of all it says, an issued paper is told from one that only looks like it (description.py).
    `large` is print of 24 points instead of 16. `numbered`: each page says which it is; papers that must not tell
    whose they are, and many letters in one file, do not. What each kind of paper must hold: domain.md section 5.
    """

    title: str
    language: str
    society_name: str
    number: str
    made_on: date
    audit_hash: str
    blocks: tuple[Block, ...]
    labels: Labels
    mark: str = ""
    society_number: str = ""
    rules_version: str = ""
    large: bool = False
    numbered: bool = True

    def __post_init__(self) -> None:
        if not self.title.strip() or not self.language:
            raise ValueError("a paper needs a title and a language")

    def identity(self) -> tuple[str, ...]:
        """Who made it and what it is: society, its number, the paper's number, day, rules, language, form."""
        labels = self.labels
        return tuple(
            part
            for part in (
                self.society_name,
                labels.registered.format(number=self.society_number) if self.society_number else "",
                labels.number.format(number=self.number) if self.number else "",
                labels.made_on,
                labels.rules.format(version=self.rules_version) if self.rules_version else "",
                labels.language,
                labels.form,
            )
            if part
        )

    def foot(self) -> tuple[str, ...]:
        """The same in short, as the foot of each page has it: whoever reads it sees language and form."""
        return self.identity()[:-2]

    def record(self) -> str:
        """The line with the audit hash, or nothing for a paper that is not on the record."""
        return self.labels.record.format(hash=self.audit_hash) if self.audit_hash else ""

    def marked(self) -> str:
        """The line with the mark, by which somebody with the paper in hand asks whether it is as issued."""
        return self.labels.mark.format(mark=in_fours(self.mark)) if self.mark else ""


def in_fours(mark: str) -> str:
    """The first sixteen signs of a mark in groups of four: short enough to be typed, long enough to be the only one.

    >>> in_fours("3f2a91bc77aa0b1c" + "0" * 48)
    '3f2a-91bc-77aa-0b1c'
    """
    return "-".join(mark[start : start + 4] for start in range(0, 16, 4))


def runs(text: Text) -> tuple[Run, ...]:
    """The words of a line as runs, however they were given."""
    return (Run(text),) if isinstance(text, str) else text


ADDRESS = re.compile(r"https?://[^\s<>\"]*[^\s<>\".,;:!?)]")


def with_links(text: str) -> Text:
    """The same words, each web address in them a link: whoever hears it read can follow it.

    >>> with_links("See https://example.org/a.")[1].link
    'https://example.org/a'
    """
    parts: list[Run] = []
    end = 0
    for found in ADDRESS.finditer(text):
        parts += [Run(text[end : found.start()]), Run(found[0], link=found[0])]
        end = found.end()
    return (*(one for one in parts if one.text), Run(text[end:])) if parts and text[end:] else tuple(parts) or text


MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


def mail_in(cell: str) -> str:
    """Where a cell leads that is one address for emails; nothing for any other.

    >>> mail_in("ana@example.org"), mail_in("Ana")
    ('mailto:ana@example.org', '')
    """
    return f"mailto:{cell}" if MAIL.fullmatch(cell) else ""


def tabled(
    caption: str,
    header: tuple[str, ...],
    rows: tuple[tuple[str, ...], ...],
    numeric: frozenset[int] = frozenset(),
) -> tuple[Block, ...]:
    """A table; or, where it would have fewer cells than names of rows and columns, the same as lists: a table of two
    columns, or of one or two rows, is read worse than a name with what belongs to it."""
    names, cells = len(header) + len(rows), len(rows) * (len(header) - 1)
    if names <= cells:
        return (Table(caption, header, rows, numeric),)
    if len(header) == 2:
        return (Heading(caption), Facts(tuple((row[0], row[1] or "–") for row in rows)))
    found: list[Block] = [Heading(caption)]
    for row in rows:
        found += [Heading(row[0], 3), Facts(tuple((name, row[at] or "–") for at, name in enumerate(header) if at))]
    return tuple(found)


def plain(text: Text) -> str:
    """The words of a line alone."""
    return "".join(run.text for run in runs(text))
