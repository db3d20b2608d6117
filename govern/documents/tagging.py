"""What WeasyPrint leaves out of a tagged PDF, put in afterwards.

PDF/UA-1 (ISO 14289-1) wants a Scope on every header cell (7.5), a body in every list item (7.6), links that print
and have a description (7.18.5), a title the viewer shows (7.1), and the foot of the page marked as no text
(7.8). WeasyPrint 70 writes the PDF/UA mark whether or not these hold, so the tests run two checkers on the result.
"""

from __future__ import annotations

import io
from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name, String

PRINTED = 4  # the Print flag of an annotation: ISO 32000-1, table 165, bit 3


def mended(printed: bytes) -> bytes:
    """The same PDF with the missing facts in its tags. Deterministic: the same input gives the same bytes."""
    with pikepdf.open(io.BytesIO(printed)) as file:
        root = file.Root
        spoken = _marks_in_the_tags(root.StructTreeRoot)
        for element in list(_elements(root.StructTreeRoot)):
            if element.get("/S") == Name.TR:
                _give_headers_their_scope(element)
            elif element.get("/S") == Name.LI:
                _give_item_its_body(file, element)
        for page in file.pages:
            _make_links_printable(page.obj)
            page.obj.Tabs = Name.S
            _mark_the_foot_as_artifact(file, page, spoken.get(page.obj.objgen, set()))
        root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        out = io.BytesIO()
        file.save(out, deterministic_id=True, linearize=False)
    return out.getvalue()


def _elements(element: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """Every structure element below this one, in reading order."""
    children = element.get("/K")
    if children is None:
        return
    for child in children if isinstance(children, Array) else [children]:
        if isinstance(child, Dictionary) and "/S" in child:
            yield child
            yield from _elements(child)


def _give_headers_their_scope(row: pikepdf.Object) -> None:
    """In the head of a table a header cell speaks for its column; anywhere else for its row."""
    scope = Name.Column if row.P.get("/S") == Name.THead else Name.Row
    for cell in row.K:
        if cell.get("/S") == Name.TH:
            attributes = cell.get("/A")
            if not isinstance(attributes, Dictionary):
                attributes = Dictionary(O=Name.Table)
            attributes["/Scope"] = scope
            cell["/A"] = attributes


def _give_item_its_body(file: pikepdf.Pdf, item: pikepdf.Object) -> None:
    """Markers inside the line keep the painted order right, but then WeasyPrint writes the words without a body."""
    children = list(item.K)
    kinds = [child.get("/S") for child in children if isinstance(child, Dictionary)]
    if Name.LBody in kinds or len(kinds) != len(children):
        return
    labels = [child for child in children if child.get("/S") == Name.Lbl]
    words = [child for child in children if child.get("/S") != Name.Lbl]
    body = file.make_indirect(Dictionary(Type=Name.StructElem, S=Name.LBody, P=item, Pg=item.Pg, K=Array(words)))
    for child in words:
        child.P = body
    item.K = Array([*labels, body])


def _make_links_printable(page: pikepdf.Object) -> None:
    """Links carry the Print flag, and say where they lead where WeasyPrint gave no description."""
    for annotation in page.get("/Annots", Array()):
        if annotation.get("/Subtype") == Name.Link:
            annotation["/F"] = int(annotation.get("/F", 0)) | PRINTED
            if "/Contents" not in annotation and "/A" in annotation:
                annotation["/Contents"] = String(str(annotation["/A"].get("/URI", "")))


def _marks_in_the_tags(root: pikepdf.Object) -> dict[tuple[int, int], set[int]]:
    """For each page (by its object number) the marked pieces of content that the tag tree names."""
    spoken: dict[tuple[int, int], set[int]] = {}
    for element in _elements(root):
        children = element.get("/K")
        for child in children if isinstance(children, Array) else [children]:
            if isinstance(child, int):
                spoken.setdefault(element.Pg.objgen, set()).add(child)
    return spoken


def _mark_the_foot_as_artifact(file: pikepdf.Pdf, page: pikepdf.Page, spoken: set[int]) -> None:
    """WeasyPrint tags the foot as text that hangs nowhere; a screen reader may then read it on every page."""
    instructions = pikepdf.parse_content_stream(page)
    for index, instruction in enumerate(instructions):
        if str(instruction.operator) != "BDC" or not isinstance(instruction.operands[1], Dictionary):
            continue
        mark = instruction.operands[1].get("/MCID")
        if mark is not None and int(mark) not in spoken:
            artifact = [Name.Artifact, Dictionary(Type=Name.Pagination, Subtype=Name.Footer)]
            instructions[index] = pikepdf.ContentStreamInstruction(artifact, pikepdf.Operator("BDC"))
    page.obj.Contents = file.make_stream(pikepdf.unparse_content_stream(instructions))
