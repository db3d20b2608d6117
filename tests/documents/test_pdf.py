"""The printed paper: readable by people, by screen readers and by two checkers of PDF/UA."""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec
import pikepdf
import pytest

from govern.documents import Paragraph, Picture
from govern.documents.pdf import FACES, _font, css_text, pdf
from govern.documents.printer import OwnFiles
from govern.errors import Unavailable
from tests.documents.checking import outloud, pdfua
from tests.documents.papers import declaration


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("papers") / "declaration.pdf"
    path.write_bytes(pdf(declaration()))
    return path


def run(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def elements(node: pikepdf.Object) -> list[pikepdf.Object]:
    children = node.get("/K", pikepdf.Array())
    found: list[pikepdf.Object] = []
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            found += [child, *elements(child)]
    return found


def test_title_language_and_tags_are_set(printed: Path) -> None:
    with pikepdf.open(printed) as file:
        assert str(file.docinfo["/Title"]) == "Should Tŷ Nant open on Saturdays?"
        assert str(file.Root.Lang) == "en"
        assert bool(file.Root.MarkInfo.Marked)
        assert bool(file.Root.ViewerPreferences.DisplayDocTitle)
        with file.open_metadata() as metadata:
            assert str(metadata["pdfuaid:part"]) == "1"


def test_a_welsh_paper_says_it_is_welsh() -> None:
    with pikepdf.open(io.BytesIO(pdf(declaration("cy")))) as file:
        assert str(file.Root.Lang) == "cy"


def test_headers_have_their_scope_and_items_their_body(printed: Path) -> None:
    with pikepdf.open(printed) as file:
        found = elements(file.Root.StructTreeRoot)
        headers = [element for element in found if element.S == pikepdf.Name.TH]
        scopes = [str(header.A["/Scope"]) for header in headers]
        assert scopes == ["/Column"] * 5 + ["/Row"] * 4
        for item in (element for element in found if element.S == pikepdf.Name.LI):
            assert [str(child.S) for child in item.K] == ["/Lbl", "/LBody"]
        assert [str(element.Alt) for element in found if pikepdf.Name.Figure == element.S] == [
            "Shares of 100: people supported 30."
        ]


def test_links_print_and_say_where_they_lead(printed: Path) -> None:
    with pikepdf.open(printed) as file:
        links = [link for page in file.pages for link in page.obj.get("/Annots", pikepdf.Array())]
        assert len(links) == 1
        assert int(links[0].F) & 4
        assert str(links[0].Contents)


def test_text_comes_out_in_the_order_it_was_given(printed: Path) -> None:
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext (poppler) is not installed")
    text = " ".join(run("pdftotext", str(printed), "-").split())
    inside = [
        "Tair Nant Care Co-operative",
        "Should Tŷ Nant open on Saturdays?",
        "Yes. Tŷ Nant will open on Saturdays.",
        "54.375 of 100 were for.",
        "Why 54.375",
        "Gwilym Hâf declared this.",
        "Neuadd Pont-y-gof",
        "Votes by group",
        "People supported 60 20 37.5 28.125",
        "All together 77 43 100 54.375",
        "In the rules",
        "37.5 50 12.5",
        "How the 100 is shared.",
        "Decided. Open the house on Saturdays.",
        "The manager plans the hours.",
        "Ask for ŵ and ŷ.",
        "Yes, open",
        "No, stay closed",
        "Your name",
        "Gwilym Hâf, Returning officer",
        "We talked about Saturdays.",
        "We said yes.",
        "About this paper",
    ]
    places = [text.find(words) for words in inside]
    assert -1 not in places, inside[places.index(-1)]
    assert places == sorted(places)
    assert "Page 1 of " in text
    with pikepdf.open(printed) as file:
        assert text.count("Record " + "3f2a" * 16) == len(file.pages) + 1


def test_all_fonts_are_inside_the_file(printed: Path) -> None:
    if shutil.which("pdffonts") is None:
        pytest.skip("pdffonts (poppler) is not installed")
    lines = run("pdffonts", str(printed)).splitlines()[2:]
    assert lines
    for line in lines:
        assert line.split()[-5:-2] == ["yes", "yes", "yes"], line
    if all(_font(subset, weight).exists() for subset, weight in FACES):
        assert all("Atkinson" in line for line in lines), "ŵ and ŷ came from another font"


def test_pdfua_finds_nothing(printed: Path) -> None:
    assert pdfua(printed) == ""


def test_outloud_finds_nothing(printed: Path) -> None:
    assert outloud(printed) == []


def test_a_long_table_repeats_its_header_and_stays_tagged() -> None:
    table = declaration().blocks[5]
    long = msgspec.structs.replace(table, rows=tuple((f"Member {n}", "1", "2", "3", "4") for n in range(80)))
    with pikepdf.open(io.BytesIO(pdf(msgspec.structs.replace(declaration(), blocks=(long,))))) as file:
        heads = [e for e in elements(file.Root.StructTreeRoot) if pikepdf.Name.THead == e.S]
        assert len(file.pages) > 2
        assert len(heads) == len(file.pages) or len(heads) == len(file.pages) - 1


def test_the_same_paper_gives_the_same_bytes() -> None:
    assert pdf(declaration()) == pdf(declaration())


def test_papers_can_be_printed_from_several_threads() -> None:
    titles = [f"Paper for group {n}" for n in range(4)]
    with ThreadPoolExecutor(4) as threads:
        printed = list(threads.map(lambda title: pdf(declaration(title=title)), titles))
    found = []
    for one in printed:
        with pikepdf.open(io.BytesIO(one)) as file:
            found.append(str(file.docinfo["/Title"]))
    assert found == titles


@pytest.mark.parametrize(
    "address", ["https://example.org/a.png", "file:///etc/passwd", "data:text/plain,x", "govern:font/../x", "x"]
)
def test_nothing_is_fetched_from_anywhere(address: str) -> None:
    with pytest.raises(ValueError, match="not fetched"):
        OwnFiles({}, {}).fetch(address)


def test_markup_in_a_text_is_printed_as_it_stands() -> None:
    nasty = "<script>\"x\" & 'y'</script> </style> \\ {{ 7 }}"
    paper = msgspec.structs.replace(
        declaration(), blocks=(Paragraph(nasty),), society_name=nasty, number='1"; } @page { size: A1 }'
    )
    with pikepdf.open(io.BytesIO(pdf(paper))) as file:
        width = float(file.pages[0].MediaBox[2])
        assert 595 < width < 596
        assert str(file.docinfo["/Author"]) == nasty


def test_a_css_text_cannot_end_early() -> None:
    assert css_text('a"b\\\n</style>') == '"a\\000022 b\\00005c \\00000a \\00003c \\00002f style\\00003e "'


@pytest.mark.parametrize("drawn", ["<img>", "<svg><g></svg>", "<svg>&nbsp;</svg>", ""])
def test_what_is_no_picture_is_refused_and_not_left_out(drawn: str) -> None:
    paper = msgspec.structs.replace(declaration(), blocks=(Picture(drawn, "A picture"),))
    with pytest.raises(ValueError, match="a picture in a paper"):
        pdf(paper)


def test_every_part_of_a_paper_loads(caplog: pytest.LogCaptureFixture) -> None:
    pdf(declaration())
    assert [record.message for record in caplog.records if record.levelname in ("ERROR", "CRITICAL")] == []


def test_a_server_without_pango_says_what_to_take_instead(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "govern.documents.printer", None)
    with pytest.raises(Unavailable, match="Take the Word file instead"):
        pdf(declaration())


def test_the_service_starts_without_pango() -> None:
    """`make demo` installs no system packages: nothing that needs one may be loaded before a paper is printed."""
    code = "import sys, govern.app, govern.demo.commands; sys.exit('weasyprint' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
