"""What the library has no call for: links, numbers of pages, frames, heads and widths of tables, decoration."""

from __future__ import annotations

import io

from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from docx.oxml.shape import CT_Inline
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Length, Mm
from docx.table import Table as WordTable
from docx.table import _Cell
from docx.text.paragraph import Paragraph as WordParagraph

from govern.documents.document import Table

WIDE, HIGH, AT_SIDES, AT_ENDS = 210, 297, 16, 18
"""Millimetres of the sheet and of its margins."""
ACROSS = WIDE - 2 * AT_SIDES
DECORATIVE = (
    '<a:extLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    '<a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><d:decorative val="1" '
    'xmlns:d="http://schemas.microsoft.com/office/drawing/2017/decorative"/></a:ext></a:extLst>'
)
LETTER, BESIDE = 3.1, 4.5
"""Millimetres of a bold letter of 16 points, on average, and of the white at both sides of a cell."""


def keep_with_next(paragraph: WordParagraph) -> None:
    paragraph.paragraph_format.keep_with_next = True


def element(tag: str, **attributes: str) -> BaseOxmlElement:
    made: BaseOxmlElement = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made


def border(paragraph: WordParagraph, sides: tuple[str, ...], eighths: int) -> None:
    """Lines beside a paragraph, in eighths of a point. The schema wants them after numbering and before spacing."""
    edge = OxmlElement("w:pBdr")
    for side in sides:
        edge.append(element(f"w:{side}", val="single", sz=str(eighths), space="8", color="000000"))
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(edge, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")


def frame(paragraph: WordParagraph, *, left_only: bool = False) -> None:
    border(paragraph, ("left",) if left_only else ("top", "left", "bottom", "right"), 36 if left_only else 12)


def repeat_on_every_page(table: WordTable) -> None:
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def tell(table: WordTable, caption: str) -> None:
    """The table's title for screen readers, and which row and column are its heads."""
    without_heads(table)
    properties = table._tbl.tblPr
    properties.append(element("w:tblLook", val="04A0", firstRow="1", firstColumn="1", noVBand="1"))
    properties.append(element("w:tblCaption", val=caption))


def without_heads(table: WordTable) -> None:
    """It only puts things side by side, so nothing in it is read as a head."""
    for look in table._tbl.tblPr.findall(qn("w:tblLook")):
        table._tbl.tblPr.remove(look)


def link(paragraph: WordParagraph, run: BaseOxmlElement, address: str) -> None:
    relation = paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    around = OxmlElement("w:hyperlink")
    around.set(qn("r:id"), relation)
    run.addprevious(around)
    around.append(run)


def field(paragraph: WordParagraph, name: str) -> None:
    """A number that Word works out itself."""
    for kind, text in (("begin", ""), ("", name), ("end", "")):
        run = paragraph.add_run()._r
        if kind:
            run.append(element("w:fldChar", fldCharType=kind))
        else:
            instruction = OxmlElement("w:instrText")
            instruction.text = text
            run.append(instruction)


def widths(table: Table, larger: float) -> list[Length]:
    """How wide each column is, with letters so much larger than 16 points.

    No word is broken while there is room, and long cells get most of what is left.
    """
    letter = LETTER * larger
    columns = list(zip(table.header, *table.rows, *([table.footer] if table.footer else []), strict=True))
    least = [BESIDE + letter * max(len(word) for cell in cells for word in cell.split() or [""]) for cells in columns]
    most = [BESIDE + letter * max(map(len, cells)) for cells in columns]
    spare, wished = ACROSS - sum(least), sum(most) - sum(least)
    if spare <= 0 or wished <= 0:
        return [Mm(ACROSS * narrow / sum(least)) for narrow in least]
    return [Mm(narrow + spare * (wide - narrow) / wished) for narrow, wide in zip(least, most, strict=True)]


def add_table(file: WordDocument, columns: list[Length], style: str | None = None) -> WordTable:
    """A table without rows yet. The library gives each new cell the width of its column."""
    table: WordTable = file.add_table(rows=0, cols=len(columns), style=style)
    for column, width in zip(table.columns, columns, strict=True):
        column.width = width
    return table


def add_row(table: WordTable) -> tuple[_Cell, ...]:
    """The cells of a new row that no page breaks."""
    row = table.add_row()  # type: ignore[no-untyped-call]  # python-docx gives it no types
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    cells: tuple[_Cell, ...] = row.cells
    return cells


class Pictures:
    """Pictures that only repeat the words beside them: nothing is read out, and no checker asks for words.

    However often one is shown, the file holds it once. The library would look through the whole paper for a number
    with each of them, which takes minutes for a hundred letters.
    """

    def __init__(self, file: WordDocument) -> None:
        self._part = file.part
        self._kept: dict[bytes, tuple[str, Length, Length]] = {}
        self._shown = 0

    def show(self, paragraph: WordParagraph, content: bytes, width: Length) -> None:
        if content not in self._kept:
            relation, image = self._part.get_or_add_image(io.BytesIO(content))
            self._kept[content] = relation, *image.scaled_dimensions(width, None)
        self._shown += 1
        relation, across, down = self._kept[content]
        shape = CT_Inline.new_pic_inline(self._shown, relation, f"picture-{self._shown}", across, down)
        shape.docPr.set("descr", "")
        shape.docPr.append(parse_xml(DECORATIVE))
        paragraph.add_run()._r.add_drawing(shape)
