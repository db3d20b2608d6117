"""A paper as DOCX, for those who must edit it: minutes in draft, a notice to be put on a co-op's own letter paper.

Real headings, lists, header rows and language, so that a word processor and a screen reader find their way. Drawings
of Easy Read are made of dots, which every program shows; pictures of numbers are told in words, the PDF draws them.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import UTC, datetime, time
from functools import singledispatchmethod
from itertools import groupby

import docx as word
from docx.document import Document as WordDocument
from docx.enum.table import WD_ALIGN_VERTICAL
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph as WordParagraph

from govern.documents.document import (
    LARGER,
    Blank,
    Block,
    Boxes,
    Bullets,
    Decision,
    Document,
    EasyRow,
    Facts,
    Heading,
    Numbered,
    Outcome,
    PageBreak,
    Paragraph,
    Picture,
    Signatures,
    Table,
    Text,
    runs,
)
from govern.documents.ink import as_dots
from govern.documents.kitchen import Card, Mat, Photo, Ticks
from govern.documents.word_parts import (
    ACROSS,
    AT_ENDS,
    AT_SIDES,
    HIGH,
    WIDE,
    Pictures,
    add_row,
    add_table,
    border,
    field,
    frame,
    keep_with_next,
    link,
    repeat_on_every_page,
    tell,
    widths,
    without_heads,
)

# Word wants a country with the language, or it offers no spelling.
LOCALES = {"en": "en-GB", "cy": "cy-GB"}
LETTERS = "Arial"  # the service's own letters are not on a stranger's computer
PICTURE, GAP = 36, 8
"""Millimetres that a picture of Easy Read is wide, and from there to its words, as in the PDF."""
SIZES = {"Heading 1": 26, "Heading 2": 20, "Heading 3": 17.5, "Heading 4": 16}


def docx(document: Document) -> bytes:
    """The paper as a DOCX file."""
    writer = _Writer(document)
    for easy, blocks in groupby(document.blocks, lambda block: isinstance(block, EasyRow)):
        if easy:
            writer.easy_rows([block for block in blocks if isinstance(block, EasyRow)])
        else:
            for block in blocks:
                writer.write(block)
    return writer.finished()


class _Writer:
    """One paper being written: what each kind of block becomes in Word."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.larger = LARGER if document.large else 1.0
        self.file: WordDocument = word.Document()
        self.pictures = Pictures(self.file)
        self._sheet()
        self._letters()
        self._properties()
        self.file.add_paragraph().add_run(document.society_name).bold = True
        self.file.add_heading(document.title, level=1)
        self.file.add_paragraph(document.labels.made_on)

    def finished(self) -> bytes:
        about = [*self.document.identity(), self.document.record(), self.document.marked()]
        self.file.add_heading(self.document.labels.about, level=2)
        self.file.add_paragraph(". ".join(part for part in about if part) + ".")
        self._foot()
        out = io.BytesIO()
        self.file.save(out)
        # The library's parts hold each other, so that a paper would stay in memory until the collector comes by.
        self.file.element.body.clear()
        return out.getvalue()

    @singledispatchmethod
    def write(self, block: Block) -> None:
        raise TypeError(f"no way to write a {type(block).__name__}")

    @write.register
    def _(self, block: Heading) -> None:
        self.file.add_heading(block.text, level=block.level)

    @write.register
    def _(self, block: Paragraph) -> None:
        self._line(block.text)

    @write.register
    def _(self, block: Bullets) -> None:
        for item in block.items:
            self._line(item, "List Bullet")

    @write.register
    def _(self, block: Numbered) -> None:
        number = self._fresh_numbering(block.start)
        for item in block.items:
            properties = self._line(item, "List Number")._p.get_or_add_pPr().get_or_add_numPr()
            properties.get_or_add_ilvl().val = 0
            properties.get_or_add_numId().val = number

    @write.register
    def _(self, block: Facts) -> None:
        for label, said in block.rows:
            lead = self.file.add_paragraph()
            lead.add_run(label).bold = True
            lead.paragraph_format.space_after = Pt(0)
            keep_with_next(lead)
            self._line(said)

    @write.register
    def _(self, block: Table) -> None:
        caption = self._line(block.caption, "Caption")
        keep_with_next(caption)
        table = add_table(self.file, widths(block, self.larger), "Table Grid")
        tell(table, block.caption)
        self._row(table, block, block.header, strong=True)
        repeat_on_every_page(table)
        for cells in block.rows:
            self._row(table, block, cells, strong=False)
        if block.footer:
            self._row(table, block, block.footer, strong=True)
        self.file.add_paragraph()

    @write.register
    def _(self, block: Outcome) -> None:
        sentence = self.file.add_paragraph()
        run = sentence.add_run(block.sentence)
        run.bold, run.font.size = True, self._points(20)
        frame(sentence, left_only=True)
        if block.second:
            keep_with_next(sentence)
            frame(self._line(block.second), left_only=True)

    @write.register
    def _(self, block: Decision) -> None:
        paragraph = self.file.add_paragraph()
        paragraph.add_run(self.document.labels.decided).bold = True
        paragraph.add_run(" ")
        self._words(paragraph, block.text)
        frame(paragraph)

    @write.register
    def _(self, block: Picture) -> None:
        self._line(block.alt)
        if block.caption:
            self._line(block.caption, "Caption")

    @write.register
    def _(self, block: Boxes) -> None:
        for option in block.options:
            paragraph = self.file.add_paragraph("☐  ")
            self._words(paragraph, option)

    @write.register
    def _(self, block: Card) -> None:
        self._line(block.words)
        if block.more:
            self._line(block.more)

    @write.register
    def _(self, block: Mat) -> None:
        self._line(block.topic)
        for words, _picture in block.places:
            self._line(words, "List Bullet")

    @write.register
    def _(self, block: Ticks) -> None:
        keep_with_next(self._line(block.question))
        for letter, words in block.choices:
            self._line(f"☐ {letter} {words}")

    @write.register
    def _(self, block: Blank) -> None:
        keep_with_next(self.file.add_paragraph(block.label))
        for _line in range(block.lines):
            self._rule()

    @write.register
    def _(self, block: Signatures) -> None:
        for line in block.lines:
            keep_with_next(self._rule())
            below = self.file.add_paragraph()
            if line.name:
                below.add_run(line.name).bold = True
                below.add_run(", ")
            below.add_run(line.role)
            if line.day:
                keep_with_next(below)
                keep_with_next(self._rule())
                self.file.add_paragraph(line.day)

    @write.register
    def _(self, block: PageBreak) -> None:
        self.file.add_paragraph().add_run().add_break(WD_BREAK.PAGE)

    def easy_rows(self, rows: Sequence[EasyRow]) -> None:
        """Each picture at the left of its words, in a table without lines that nobody takes for one of figures."""
        beside = add_table(self.file, [Mm(PICTURE + GAP), Mm(ACROSS - PICTURE - GAP)])
        without_heads(beside)
        for easy in rows:
            left, right = add_row(beside)
            if easy.picture is not None:
                content = easy.picture.content if isinstance(easy.picture, Photo) else as_dots(easy.picture)
                self.pictures.show(left.paragraphs[0], content, Mm(PICTURE))
            right.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
            self._words(right.paragraphs[0], easy.text)
            for run in right.paragraphs[0].runs:
                run.font.size = self._points(18)

    def _points(self, size: float) -> Pt:
        return Pt(size * self.larger)

    def _line(self, text: Text, style: str | None = None) -> WordParagraph:
        paragraph = self.file.add_paragraph(style=style)
        self._words(paragraph, text)
        return paragraph

    def _words(self, paragraph: WordParagraph, text: Text) -> None:
        for run in runs(text):
            written = paragraph.add_run(run.text)
            written.bold = run.strong or None
            if run.link:
                written.font.underline = True
                link(paragraph, written._r, run.link)

    def _rule(self) -> WordParagraph:
        paragraph = self.file.add_paragraph()
        paragraph.paragraph_format.space_before = Pt(28)
        border(paragraph, ("bottom",), 6)
        return paragraph

    def _row(self, table: WordTable, block: Table, said: Sequence[str], *, strong: bool) -> None:
        for column, (cell, text) in enumerate(zip(add_row(table), said, strict=True)):
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.space_after = Pt(2)
            paragraph.add_run(text).bold = strong or column == 0
            if column in block.numeric:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT

    def _fresh_numbering(self, start: int) -> int:
        """A numbering of its own for each list, or Word would go on counting from the list before."""
        numbering = self.file.part.numbering_part.element
        style = self.file.styles["List Number"].element.find(f".//{qn('w:numId')}")
        pattern = numbering.num_having_numId(int(style.get(qn("w:val"))))
        fresh = numbering.add_num(pattern.abstractNumId.val)
        fresh.add_lvlOverride(ilvl=0).add_startOverride(start)
        return int(fresh.numId)

    def _sheet(self) -> None:
        section = self.file.sections[0]
        section.page_width, section.page_height = Mm(WIDE), Mm(HIGH)
        section.top_margin = section.bottom_margin = Mm(AT_ENDS)
        section.left_margin = section.right_margin = Mm(AT_SIDES)

    def _letters(self) -> None:
        styles = self.file.styles
        normal = styles["Normal"]
        normal.paragraph_format.space_after = Pt(10)
        normal.paragraph_format.line_spacing = 1.3
        for name, size in {"Normal": 16.0, "Caption": 16.0, **SIZES}.items():
            font = styles[name].font
            font.size, font.name, font.italic = self._points(size), LETTERS, False
            font.color.rgb = RGBColor(0, 0, 0)
            fonts = styles[name].element.rPr.rFonts
            fonts.attrib.clear()  # the letters of a theme would win over a name
            for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
                fonts.set(qn(script), LETTERS)
        for name in ("Caption", *SIZES):
            styles[name].font.bold = True
        locale = LOCALES.get(self.document.language, self.document.language)
        for language in styles.element.iter(qn("w:lang")):
            language.set(qn("w:val"), locale)

    def _properties(self) -> None:
        paper, core = self.document, self.file.core_properties
        made = datetime.combine(paper.made_on, time(), tzinfo=UTC)
        core.title, core.author, core.last_modified_by = paper.title, paper.society_name, paper.society_name
        core.subject, core.identifier = paper.labels.number.format(number=paper.number), paper.number
        core.language = LOCALES.get(paper.language, paper.language)
        core.created = core.modified = made
        core.comments, core.keywords = paper.audit_hash, ""

    def _foot(self) -> None:
        foot = self.file.sections[0].footer
        first = foot.paragraphs[0]
        first.add_run(" · ".join(self.document.foot()) + " · ")
        for part in re.split(r"({pages?})", self.document.labels.page):
            if part in ("{page}", "{pages}"):
                field(first, "PAGE" if part == "{page}" else "NUMPAGES")
            elif part:
                first.add_run(part)
        lines = [first]
        for line in (self.document.marked(), self.document.record()):
            if line:
                lines.append(foot.add_paragraph(line))
        for paragraph in lines:
            for run in paragraph.runs:
                run.font.size = self._points(11)
