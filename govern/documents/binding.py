"""Many papers bound into one PDF that stays tagged: bookmarks, one count of pages through, a list at the front.

    front (printed last, once all pages are counted) + papers ──bound──► one file

Each paper keeps its own tags, language, foot and number; the count through all pages stands at the top of each, as an
artifact: a screen reader does not stop at it. Files that others made can lie inside of a paper, behind a page of it
that says what comes: their pages are appended whole, without tags of ours, and the file then no longer says of itself
that it is PDF/UA.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence

import msgspec
import pikepdf
from pikepdf import Array, Dictionary, Name, OutlineItem, String

from govern.documents.pdf import numbers_alone


class Inside(msgspec.Struct, frozen=True):
    """A PDF that somebody else made: its title, and the page of the paper (counted from 0) behind which it lies."""

    title: str
    behind: int
    content: bytes


class Part(msgspec.Struct, frozen=True):
    """A printed paper with its title and language, as bookmarks name it, and what lies inside of it. `marks`: places
    in it with bookmarks of their own, by title and page (counted from 0)."""

    title: str
    language: str
    content: bytes
    inside: tuple[Inside, ...] = ()
    marks: tuple[tuple[str, int], ...] = ()


def pages_of(content: bytes) -> int:
    """How many pages a printed paper has."""
    with pikepdf.open(io.BytesIO(content)) as file:
        return len(file.pages)


def first_pages(content: bytes) -> tuple[int, ...]:
    """On which page (counted from 0) each part with a heading of the second level begins."""
    with pikepdf.open(io.BytesIO(content)) as file, file.open_outline() as outline:
        places = {page.obj.objgen: place for place, page in enumerate(file.pages)}
        return tuple(places[_page_of(part).objgen] for title in outline.root for part in title.children)


def _page_of(mark: OutlineItem) -> pikepdf.Object:
    to = mark.destination if mark.destination is not None else mark.action.D  # type: ignore[union-attr]
    assert isinstance(to, Array)
    return to[0]


def bound(front: Part, parts: Sequence[Part], *, numbered: bool = True) -> bytes:
    """One file of the front and the papers, in order. Deterministic: the same papers give the same bytes.

    `numbered`: each page says at its top which of all it is."""
    with pikepdf.open(io.BytesIO(front.content)) as file:
        tags = _Tags(file)
        marks = [OutlineItem(front.title, 0)]
        foreign: set[int] = set()
        for part in parts:
            begin = len(file.pages)
            mark = OutlineItem(part.title, begin)
            with pikepdf.open(io.BytesIO(part.content)) as source:
                tags.append(source, part.language)
            mark.children.extend(OutlineItem(title, begin + page) for title, page in part.marks)
            added = 0
            for one in part.inside:
                place = begin + one.behind + added
                mark.children.append(OutlineItem(one.title, place))
                pages = _insert(file, one.content, place + 1)
                foreign |= set(range(place + 1, place + 1 + pages))
                added += pages
            marks.append(mark)
        tags.write()
        with file.open_outline() as outline:
            del outline.root[:]
            outline.root.extend(marks)
        if numbered:
            _number_through(file, foreign)
        if foreign:
            _says_no_more_that_all_is_tagged(file)
        file.Root.PageMode = Name.UseOutlines
        out = io.BytesIO()
        file.save(out, deterministic_id=True)
    return out.getvalue()


def _insert(file: pikepdf.Pdf, content: bytes, place: int) -> int:
    """The pages of a file of others; what ties them to tags of their own would tie them to ours."""
    with pikepdf.open(io.BytesIO(content)) as source:
        for page in source.pages:
            for holder in (page.obj, *page.obj.get("/Annots", Array())):
                for key in ("/StructParents", "/StructParent"):
                    if key in holder:
                        del holder[key]
        file.pages[place:place] = source.pages
        return len(source.pages)


def _says_no_more_that_all_is_tagged(file: pikepdf.Pdf) -> None:
    with file.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as said:
        for key in [key for key in said if "pdfua" in key]:
            del said[key]


class _Tags:
    """The tag tree of a file to which papers are appended; the way to them from the pages is written once."""

    def __init__(self, file: pikepdf.Pdf) -> None:
        self._file = file
        root = file.Root.StructTreeRoot
        self._numbers = list(numbers_in(root.ParentTree))
        self._taken = max((key for key, _ in self._numbers), default=-1) + 1
        self._top = root.K if isinstance(root.K, Array) else Array([root.K])
        root.K = self._top
        self._top = root.K

    def append(self, source: pikepdf.Pdf, language: str) -> None:
        """The pages of another paper at the end of this one, with their tags in its tag tree."""
        file, root = self._file, self._file.Root.StructTreeRoot
        for page in source.pages:
            if "/StructParents" in page.obj:
                page.obj.StructParents = int(page.obj.StructParents) + self._taken
            for note in page.obj.get("/Annots", Array()):
                if "/StructParent" in note:
                    note.StructParent = int(note.StructParent) + self._taken
        file.pages.extend(source.pages)
        theirs = file.copy_foreign(source.make_indirect(source.Root.StructTreeRoot))
        for child in theirs.K if isinstance(theirs.K, Array) else [theirs.K]:
            child.P = root
            child.Lang = String(language)
            self._top.append(child)
        more = list(numbers_in(theirs.ParentTree))
        self._numbers += [(key + self._taken, value) for key, value in more]
        self._taken += max((key for key, _ in more), default=-1) + 1
        for name, role in theirs.get("/RoleMap", Dictionary()).items():
            if "/RoleMap" not in root:
                root.RoleMap = Dictionary()
            root.RoleMap[name] = role

    def write(self) -> None:
        root = self._file.Root.StructTreeRoot
        pairs = sorted(self._numbers, key=lambda one: one[0])
        root.ParentTree = self._file.make_indirect(Dictionary(Nums=Array([part for pair in pairs for part in pair])))
        root.ParentTreeNextKey = self._taken


def numbers_in(tree: pikepdf.Object) -> Iterator[tuple[int, pikepdf.Object]]:
    """Everything in a tree of numbers, as the one from content to tags is."""
    if "/Nums" in tree:
        nums = list(tree.Nums)
        yield from ((int(nums[place]), nums[place + 1]) for place in range(0, len(nums), 2))
    for kid in tree.get("/Kids", Array()):
        yield from numbers_in(kid)


def _number_through(file: pikepdf.Pdf, foreign: set[int]) -> None:
    """Which page of how many, at the top of each, beside what the page itself says."""
    with pikepdf.open(io.BytesIO(numbers_alone(len(file.pages)))) as numbers:
        for place, (page, number) in enumerate(zip(file.pages, numbers.pages, strict=True)):
            drawn = file.copy_foreign(number.as_form_xobject())
            # Pages of one paper share what they name, so each number has a name of its own.
            name = page.add_resource(drawn, Name.XObject, Name(f"/Through{place}"))
            # A sheet of others may be of any size and lie on its side: the number is laid on as large as it fits.
            laid = _laid_on(page, drawn, name) if place in foreign else f"q {name} Do Q"
            mark = f"\nQ /Artifact <</Type /Pagination /Subtype /Header>> BDC {laid} EMC\n"
            page.contents_add(b"q\n", prepend=True)  # the page turns its paper over, and never turns it back
            page.contents_add(mark.encode())


def _laid_on(page: pikepdf.Page, drawn: pikepdf.Object, name: pikepdf.Name) -> str:
    sheet = pikepdf.Rectangle(*map(float, page.cropbox))
    placed = page.calc_form_xobject_placement(
        drawn, name, sheet, invert_transformations=True, allow_shrink=True, allow_expand=False
    )
    return placed.decode()


def with_even_pages(content: bytes) -> bytes:
    """The same paper with an empty page at its end: what follows begins on a sheet of its own."""
    with pikepdf.open(io.BytesIO(content)) as file:
        file.add_blank_page(page_size=(595.28, 841.89))
        file.pages[-1].obj.Tabs = Name.S
        out = io.BytesIO()
        file.save(out, deterministic_id=True)
        return out.getvalue()
