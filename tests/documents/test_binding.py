"""Papers bound into one file keep their tags and their languages, and give the same bytes each time."""

from __future__ import annotations

import io

import pikepdf

from govern.documents.binding import Part, bound, pages_of
from govern.documents.pdf import pdf
from tests.documents.papers import declaration


def elements(node: pikepdf.Object) -> list[pikepdf.Object]:
    children = node.get("/K", pikepdf.Array())
    found: list[pikepdf.Object] = []
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            found += [child, *elements(child)]
    return found


def test_every_paper_keeps_its_tags_on_its_own_pages() -> None:
    front = Part("Front", "en", pdf(declaration(title="Front")))
    parts = [Part("English", "en", pdf(declaration())), Part("Cymraeg", "cy", pdf(declaration("cy")))]
    whole = bound(front, parts)
    lengths = [pages_of(one.content) for one in (front, *parts)]
    assert pages_of(whole) == sum(lengths)
    assert whole == bound(front, parts)
    with pikepdf.open(io.BytesIO(front.content)) as one, pikepdf.open(io.BytesIO(whole)) as file:
        alone, all_ = elements(one.Root.StructTreeRoot), elements(file.Root.StructTreeRoot)
        assert len(all_) == 3 * len(alone)
        pages = [page.obj.objgen for page in file.pages]
        used = [pages.index(element.Pg.objgen) for element in all_ if "/Pg" in element]
        assert set(used) == set(range(len(pages))), "no tag lost its page"
        keys = [int(page.obj.StructParents) for page in file.pages]
        nums = [int(key) for key in list(file.Root.StructTreeRoot.ParentTree.Nums)[::2]]
        assert len(set(keys)) == len(keys) and set(keys) <= set(nums) and nums == sorted(nums)
        with file.open_outline() as outline:
            assert [str(item.title) for item in outline.root] == ["Front", "English", "Cymraeg"]
