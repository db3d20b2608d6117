"""A paper as DOCX, for those who must edit it: minutes in draft, a notice to be put on a co-op's own letter paper.

Real headings, lists, header rows and language, so that a word processor and a screen reader find their way. Pictures
of numbers are told in words here; the PDF and the page have the drawing.
"""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime, time
from functools import singledispatchmethod

import docx as word
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm, Mm, Pt, RGBColor
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph as WordParagraph

from govern.documents.document import (
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
from govern.documents.kitchen import Card, Mat, Photo, Ticks

# Word wants a country with the language, or it offers no spelling.
LOCALES = {"en": "en-GB", "cy": "cy-GB"}
LETTERS = "Arial"  # the service's own letters are not on a stranger's computer
SIZES = {"Heading 1": 26, "Heading 2": 20, "Heading 3": 17.5, "Heading 4": 16}


def docx(document: Document) -> bytes:
    """The paper as a DOCX file."""
    writer = _Writer(document)
    for block in document.blocks:
        writer.write(block)
    return writer.finished()


class _Writer:
    """One paper being written: what each kind of block becomes in Word."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.file: WordDocument = word.Document()
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
            _keep_with_next(lead)
            self._line(said)

    @write.register
    def _(self, block: Table) -> None:
        caption = self._line(block.caption, "Caption")
        _keep_with_next(caption)
        table = self.file.add_table(rows=0, cols=len(block.header), style="Table Grid")
        _tell(table, block.caption)
        self._row(table, block.header, block.numeric, strong=True)
        _repeat_on_every_page(table)
        for cells in block.rows:
            self._row(table, cells, block.numeric)
        if block.footer:
            self._row(table, block.footer, block.numeric, strong=True)
        self.file.add_paragraph()

    @write.register
    def _(self, block: Outcome) -> None:
        sentence = self.file.add_paragraph()
        run = sentence.add_run(block.sentence)
        run.bold, run.font.size = True, Pt(20)
        _frame(sentence, left_only=True)
        if block.second:
            _keep_with_next(sentence)
            _frame(self._line(block.second), left_only=True)

    @write.register
    def _(self, block: Decision) -> None:
        paragraph = self.file.add_paragraph()
        paragraph.add_run(self.document.labels.decided).bold = True
        paragraph.add_run(" ")
        self._words(paragraph, block.text)
        _frame(paragraph)

    @write.register
    def _(self, block: Picture) -> None:
        self._line(block.alt)
        if block.caption:
            self._line(block.caption, "Caption")

    @write.register
    def _(self, block: EasyRow) -> None:
        if isinstance(block.picture, Photo):
            picture = self.file.add_paragraph()
            shape = picture.add_run().add_picture(io.BytesIO(block.picture.content), width=Cm(3.6))
            # Empty words, since the sentence below says what the photograph shows.
            shape._inline.docPr.set("descr", "")
            _keep_with_next(picture)
        self._line(block.text)

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
        _keep_with_next(self._line(block.question))
        for letter, words in block.choices:
            self._line(f"☐ {letter} {words}")

    @write.register
    def _(self, block: Blank) -> None:
        _keep_with_next(self.file.add_paragraph(block.label))
        for _line in range(block.lines):
            self._rule()

    @write.register
    def _(self, block: Signatures) -> None:
        for line in block.lines:
            _keep_with_next(self._rule())
            below = self.file.add_paragraph()
            if line.name:
                below.add_run(line.name).bold = True
                below.add_run(", ")
            below.add_run(line.role)
            if line.day:
                _keep_with_next(below)
                _keep_with_next(self._rule())
                self.file.add_paragraph(line.day)

    @write.register
    def _(self, block: PageBreak) -> None:
        self.file.add_paragraph().add_run().add_break(WD_BREAK.PAGE)

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
                _link(paragraph, written._r, run.link)

    def _rule(self) -> WordParagraph:
        paragraph = self.file.add_paragraph()
        paragraph.paragraph_format.space_before = Pt(28)
        _border(paragraph, ("bottom",), 6)
        return paragraph

    def _row(
        self, table: WordTable, cells: tuple[str, ...], numeric: frozenset[int], *, strong: bool = False
    ) -> None:
        row = table.add_row()  # type: ignore[no-untyped-call]  # python-docx gives it no types
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for column, text in enumerate(cells):
            paragraph = row.cells[column].paragraphs[0]
            paragraph.paragraph_format.space_after = Pt(2)
            paragraph.add_run(text).bold = strong or column == 0
            if column in numeric:
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
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin = section.bottom_margin = Mm(18)
        section.left_margin = section.right_margin = Mm(16)

    def _letters(self) -> None:
        styles = self.file.styles
        normal = styles["Normal"]
        normal.paragraph_format.space_after = Pt(10)
        normal.paragraph_format.line_spacing = 1.3
        for name, size in {"Normal": 16.0, "Caption": 16.0, **SIZES}.items():
            font = styles[name].font
            font.size, font.name, font.italic = Pt(size), LETTERS, False
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
                _field(first, "PAGE" if part == "{page}" else "NUMPAGES")
            elif part:
                first.add_run(part)
        lines = [first]
        for line in (self.document.marked(), self.document.record()):
            if line:
                lines.append(foot.add_paragraph(line))
        for paragraph in lines:
            for run in paragraph.runs:
                run.font.size = Pt(11)


def _keep_with_next(paragraph: WordParagraph) -> None:
    paragraph.paragraph_format.keep_with_next = True


def _with(tag: str, **attributes: str) -> BaseOxmlElement:
    made: BaseOxmlElement = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made


def _border(paragraph: WordParagraph, sides: tuple[str, ...], eighths: int) -> None:
    """Lines beside a paragraph, in eighths of a point. The schema wants them after numbering and before spacing."""
    edge = OxmlElement("w:pBdr")
    for side in sides:
        edge.append(_with(f"w:{side}", val="single", sz=str(eighths), space="8", color="000000"))
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(edge, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")


def _frame(paragraph: WordParagraph, *, left_only: bool = False) -> None:
    _border(paragraph, ("left",) if left_only else ("top", "left", "bottom", "right"), 36 if left_only else 12)


def _repeat_on_every_page(table: WordTable) -> None:
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _tell(table: WordTable, caption: str) -> None:
    """The table's title for screen readers, and which row and column are its heads."""
    properties = table._tbl.tblPr
    for look in properties.findall(qn("w:tblLook")):
        properties.remove(look)
    properties.append(_with("w:tblLook", val="04A0", firstRow="1", firstColumn="1", noVBand="1"))
    properties.append(_with("w:tblCaption", val=caption))


def _link(paragraph: WordParagraph, run: BaseOxmlElement, address: str) -> None:
    relation = paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), relation)
    run.addprevious(link)
    link.append(run)


def _field(paragraph: WordParagraph, name: str) -> None:
    """A number that Word works out itself."""
    for kind, text in (("begin", ""), ("", name), ("end", "")):
        run = paragraph.add_run()._r
        if kind:
            run.append(_with("w:fldChar", fldCharType=kind))
        else:
            instruction = OxmlElement("w:instrText")
            instruction.text = text
            run.append(instruction)
