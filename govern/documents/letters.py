"""Many letters with the same words as one PDF to print: the words are set once, the addresses are laid over them.

    the letter once, with room for an address + addresses on empty sheets ──posted──► one file, letter after letter

A letter takes a good part of a second to set; laying an address over one that is set already takes hundredths. All
sheets of a kind share what is drawn on them. The first letter of a kind keeps its tags whole; in those after it the
address and each sheet are a paragraph, so that a file of thousands can still be opened.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

import msgspec
import pikepdf
from pikepdf import Array, ContentStreamInstruction, Dictionary, Name, Operator

from govern.documents.binding import numbers_in
from govern.documents.pdf import addresses_alone

#: More lines than fit into the room are joined: name, four lines, and the rest in one.
MOST_ADDRESS_LINES = 6


class Letters(msgspec.Struct, frozen=True):
    """A file of letters, and on which page of it (counted from 0) each begins."""

    content: bytes
    begins: tuple[int, ...]


def address_lines(name: str, address: str) -> tuple[str, ...]:
    """The lines that fit into the room for an address.

    >>> address_lines("Mair Elis", "1 High Street\\n\\nPont-y-gof")
    ('Mair Elis', '1 High Street', 'Pont-y-gof')
    """
    lines = [name, *(line.strip() for line in address.splitlines() if line.strip())]
    first, rest = lines[: MOST_ADDRESS_LINES - 1], lines[MOST_ADDRESS_LINES - 1 :]
    return (*first, ", ".join(rest)) if rest else tuple(first)


def posted(letter: bytes, addresses: Sequence[tuple[str, ...]], *, large: bool, both_sides: bool) -> Letters:
    """The letter to each address, in order. Deterministic: the same letters give the same bytes.

    `both_sides`: an empty sheet follows an odd one, so that each letter begins on a sheet of its own.
    """
    with (
        pikepdf.open(io.BytesIO(letter)) as file,
        pikepdf.open(io.BytesIO(addresses_alone(addresses, large=large))) as overlays,
    ):
        made = _Pile(file, both_sides)
        for sheet in overlays.pages:
            made.add(sheet)
        made.finish()
        with file.open_outline() as outline:
            del outline.root[:]
        out = io.BytesIO()
        file.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return Letters(out.getvalue(), tuple(made.begins))


class _Pile:
    """The file in which letters are made: its own pages become the first one."""

    def __init__(self, file: pikepdf.Pdf, both_sides: bool) -> None:
        self._file = file
        self._sheets = [page.obj for page in file.pages]
        self._blank = both_sides and len(self._sheets) % 2 == 1
        self._bare = [self._copy_of(sheet) for sheet in self._sheets]
        self._root = file.Root.StructTreeRoot
        self._top = self._root.K if isinstance(self._root.K, Dictionary) else self._root.K[0]
        numbers = list(numbers_in(self._root.ParentTree))
        self._marks = {key: list(said) for key, said in numbers if isinstance(said, Array)}
        self._single = [(key, said) for key, said in numbers if not isinstance(said, Array)]
        self._next = max((key for key, _ in numbers), default=-1) + 1
        self._over = len(self._marks_of(0))  # above every number by which the first sheet calls its own parts
        self._opened, self._closed = file.make_stream(b"q\n"), file.make_stream(b"\nQ\n")
        self._spoken = [[said is not None for said in self._marks_of(number)] for number in range(len(self._sheets))]
        self._more: list[tuple[int, pikepdf.Object]] = []
        self._children: list[pikepdf.Object] = []
        self.begins: list[int] = []

    def add(self, overlay: pikepdf.Page) -> None:
        """One more letter, with this address."""
        file, first = self._file, not self.begins
        place = len(file.pages) if not first else 0
        self.begins.append(place)
        if not first:
            for bare in self._bare:
                file.pages.append(pikepdf.Page(self._copy_of(bare)))
        sheets = [file.pages[place + number].obj for number in range(len(self._bare))]
        lines = self._address(sheets[0], overlay)
        if first:
            self._first(sheets, lines)
        else:
            self._later(sheets, lines)
        if self._blank:
            file.add_blank_page(page_size=(595.28, 841.89))
            file.pages[-1].obj.Tabs = Name.S

    def _copy_of(self, sheet: pikepdf.Object) -> pikepdf.Object:
        """The same sheet once more: what is drawn on it is shared. Links are for screens; these are for a printer."""
        kept = ("/Type", "/MediaBox", "/Contents", "/Resources", "/StructParents", "/Tabs", "/Group")
        return Dictionary({key: value for key, value in sheet.items() if key in kept})

    def _address(self, sheet: pikepdf.Object, overlay: pikepdf.Page) -> list[int]:
        """Draw the address over a sheet. Returns by which numbers its lines are called."""
        numbers: list[int] = []
        drawn: list[ContentStreamInstruction | pikepdf.ContentStreamInlineImage] = []
        fonts = {
            key: Name(f"/Address{key[1:]}") for key in dict(overlay.resources.get("/Font", Dictionary()).items())
        }
        for one in pikepdf.parse_content_stream(overlay):
            operands = list(one.operands)
            if str(one.operator) == "BDC" and isinstance(operands[1], Dictionary) and "/MCID" in operands[1]:
                number = self._over + len(numbers)
                numbers.append(number)
                operands[1] = Dictionary(MCID=number)
            elif str(one.operator) == "Tf":
                operands[0] = fonts[str(operands[0])]
            drawn.append(ContentStreamInstruction(operands, one.operator))
        whole = [ContentStreamInstruction([], Operator("q")), *drawn, ContentStreamInstruction([], Operator("Q"))]
        stream = self._file.make_stream(pikepdf.unparse_content_stream(whole))
        before = sheet.Contents if isinstance(sheet.Contents, Array) else Array([sheet.Contents])
        sheet.Contents = Array([self._opened, *before, self._closed, stream])
        own = self._file.copy_foreign(overlay.obj.Resources)
        shared = sheet.Resources
        merged = Dictionary({key: value for key, value in shared.items() if key != "/Font"})
        merged.Font = Dictionary(
            {**dict(shared.get("/Font", Dictionary()).items()), **{str(fonts[key]): own.Font[key] for key in fonts}}
        )
        for kind in ("/ExtGState", "/ColorSpace"):
            if kind in own:
                merged[kind] = Dictionary({**dict(own[kind].items()), **dict(shared.get(kind, Dictionary()).items())})
        sheet.Resources = merged
        return numbers

    def _paragraph(self, parent: pikepdf.Object, sheet: pikepdf.Object, marks: Sequence[int]) -> pikepdf.Object:
        return self._file.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name.P, P=parent, Pg=sheet, K=Array(list(marks)))
        )

    def _first(self, sheets: Sequence[pikepdf.Object], lines: Sequence[int]) -> None:
        """The first letter has every tag it was printed with, and the address before them."""
        address = self._paragraph(self._top, sheets[0], lines)
        kids = list(self._top.K) if isinstance(self._top.K, Array) else [self._top.K]
        self._top.K = Array([address, *kids])
        key = int(sheets[0].StructParents)
        self._marks[key] = [*self._marks[key], *[address] * len(lines)]

    def _later(self, sheets: Sequence[pikepdf.Object], lines: Sequence[int]) -> None:
        section = self._file.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Sect, P=self._top))
        address = self._paragraph(section, sheets[0], lines)
        kids = [address]
        for number, sheet in enumerate(sheets):
            spoken = [mark for mark, said in enumerate(self._spoken[number]) if said]
            whole = self._paragraph(section, sheet, spoken)
            kids.append(whole)
            marks: list[pikepdf.Object | None] = [None] * (max(spoken, default=-1) + 1)
            for mark in spoken:
                marks[mark] = whole
            if number == 0:
                marks += [*[None] * (self._over - len(marks)), *[address] * len(lines)]
            sheet.StructParents = self._next
            self._more.append((self._next, self._file.make_indirect(Array(marks))))
            self._next += 1
        section.K = Array(kids)
        self._children.append(section)

    def _marks_of(self, number: int) -> list[pikepdf.Object]:
        return self._marks[int(self._sheets[number].StructParents)]

    def finish(self) -> None:
        """Write the way from the sheets to the tags."""
        kids = list(self._top.K)
        self._top.K = Array([*kids, *self._children])
        known = [*self._single, *((key, self._file.make_indirect(Array(said))) for key, said in self._marks.items())]
        known += self._more
        self._root.ParentTree = self._file.make_indirect(
            Dictionary(Nums=Array([part for pair in sorted(known, key=lambda one: one[0]) for part in pair]))
        )
        self._root.ParentTreeNextKey = self._next
