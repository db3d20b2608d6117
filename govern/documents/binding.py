"""Many papers bound into one PDF that stays tagged: bookmarks, one count of pages through, a list at the front.

    front (printed last, once all pages are counted) + papers ──bound──► one file

Each paper keeps its own tags, language, foot and number; the count through all pages stands at the top of each, as an
artifact: a screen reader does not stop at it.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

import msgspec
import pikepdf
from pikepdf import Array, Dictionary, Name, OutlineItem, String

from govern.documents.pdf import numbers_alone


class Part(msgspec.Struct, frozen=True):
    """A printed paper with its title and language, as bookmarks name it."""

    title: str
    language: str
    content: bytes


def pages_of(content: bytes) -> int:
    """How many pages a printed paper has."""
    with pikepdf.open(io.BytesIO(content)) as file:
        return len(file.pages)


def bound(front: Part, parts: Sequence[Part]) -> bytes:
    """One file of the front and the papers, in order. Deterministic: the same papers give the same bytes."""
    with pikepdf.open(io.BytesIO(front.content)) as file:
        root = file.Root.StructTreeRoot
        taken = _keys(root)
        begins = [(front.title, 0)]
        for part in parts:
            begins.append((part.title, len(file.pages)))
            with pikepdf.open(io.BytesIO(part.content)) as source:
                taken = _append(file, source, part.language, taken)
        root.ParentTreeNextKey = taken
        with file.open_outline() as outline:
            del outline.root[:]
            outline.root.extend(OutlineItem(title, page) for title, page in begins)
        _number_through(file)
        file.Root.PageMode = Name.UseOutlines
        out = io.BytesIO()
        file.save(out, deterministic_id=True)
    return out.getvalue()


def _keys(root: pikepdf.Object) -> int:
    """The first number that no page and no link of this file uses in the tree from content to tags."""
    return max((key for key, _ in _numbers(root.ParentTree)), default=-1) + 1


def _numbers(tree: pikepdf.Object) -> list[tuple[int, pikepdf.Object]]:
    found: list[tuple[int, pikepdf.Object]] = []
    if "/Nums" in tree:
        nums = list(tree.Nums)
        found += [(int(nums[place]), nums[place + 1]) for place in range(0, len(nums), 2)]
    for kid in tree.get("/Kids", Array()):
        found += _numbers(kid)
    return found


def _append(file: pikepdf.Pdf, source: pikepdf.Pdf, language: str, taken: int) -> int:
    """The pages of another file at the end of this one, with their tags in its tag tree."""
    for page in source.pages:
        if "/StructParents" in page.obj:
            page.obj.StructParents = int(page.obj.StructParents) + taken
        for note in page.obj.get("/Annots", Array()):
            if "/StructParent" in note:
                note.StructParent = int(note.StructParent) + taken
    file.pages.extend(source.pages)
    theirs = file.copy_foreign(source.make_indirect(source.Root.StructTreeRoot))
    root = file.Root.StructTreeRoot
    mine = root.K if isinstance(root.K, Array) else Array([root.K])
    for child in theirs.K if isinstance(theirs.K, Array) else [theirs.K]:
        child.P = root
        child.Lang = String(language)
        mine.append(child)
    root.K = mine
    more = _numbers(theirs.ParentTree)
    all_ = sorted(
        [*_numbers(root.ParentTree), *((key + taken, value) for key, value in more)], key=lambda one: one[0]
    )
    root.ParentTree = file.make_indirect(Dictionary(Nums=Array([part for pair in all_ for part in pair])))
    for name, role in theirs.get("/RoleMap", Dictionary()).items():
        if "/RoleMap" not in root:
            root.RoleMap = Dictionary()
        root.RoleMap[name] = role
    return taken + max((key for key, _ in more), default=-1) + 1


def _number_through(file: pikepdf.Pdf) -> None:
    """Which page of how many, at the top of each, beside what the page itself says."""
    with pikepdf.open(io.BytesIO(numbers_alone(len(file.pages)))) as numbers:
        for place, (page, number) in enumerate(zip(file.pages, numbers.pages, strict=True)):
            drawn = file.copy_foreign(number.as_form_xobject())
            # Pages of one paper share what they name, so each number has a name of its own.
            name = page.add_resource(drawn, Name.XObject, Name(f"/Through{place}"))
            mark = f"\nQ /Artifact <</Type /Pagination /Subtype /Header>> BDC q {name} Do Q EMC\n"
            page.contents_add(b"q\n", prepend=True)  # the page turns its paper over, and never turns it back
            page.contents_add(mark.encode())
