"""A paper as PDF/UA-1: tagged, titled, in one language, with its fonts inside.

`printer.py` prints the HTML of `templates/document.html` with WeasyPrint; `tagging.py` mends what that leaves out.
Nothing is fetched from anywhere: fonts and pictures are handed over by name, every other address is refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import jinja2
from markupsafe import Markup

from govern.documents.document import LARGER, Block, Document, EasyRow, Picture, mail_in, runs
from govern.documents.ink import with_print_ink
from govern.documents.kitchen import Card, Photo
from govern.documents.tagging import mended
from govern.errors import Unavailable

TEMPLATES = Path(__file__).parent / "templates"
FONTS = Path(__file__).parent.parent / "static" / "vendor" / "fonts"

# Two families in one stack: WeasyPrint does not choose files by unicode-range, and only latin-ext has ŵ and ŷ.
FACES = tuple((subset, weight) for subset in ("latin", "latin-ext") for weight in (400, 700))

# The box to mark on a ballot paper or form; a background, so that no screen reader stops at it.
EMPTY_BOX = b"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" width="24" height="24">\
<rect x="1" y="1" width="22" height="22" fill="#fff" stroke="#000" stroke-width="2"/></svg>"""


def pdf(document: Document, *, letter: bool = False) -> bytes:
    """The paper as a PDF file. Takes a good part of a second: call it with `asyncio.to_thread`.

    `letter`: it begins with room for an address (letters.py).

    The same document gives the same bytes, so the audit record can name the file by its hash. Raises Unavailable
    where the server has no Pango.
    """
    html, pictures = markup(document, letter=letter)
    fonts = {f"govern:font/{subset}-{weight}": _font(subset, weight) for subset, weight in FACES}
    return mended(_printer()(html, pictures, fonts))


def numbers_alone(pages: int) -> bytes:
    """So many empty pages, each with its number at the top: what is laid over papers that are bound together."""
    letters = 'font: 700 11pt/1 "Atkinson Next", "DejaVu Sans", Verdana, Arial, sans-serif'
    frame = f"@page {{ size: A4; @top-right {{ {letters}; content: counter(page) ' / ' counter(pages) }} }}"
    style = "\n".join(
        [*_font_faces(), frame, "p { margin: 0; break-after: page } p:last-child { break-after: auto }"]
    )
    html = f'<!DOCTYPE html><html lang="en"><head><title>-</title><style>{style}</style></head><body>'
    html += "<p></p>" * pages + "</body></html>"
    fonts = {f"govern:font/{subset}-{weight}": _font(subset, weight) for subset, weight in FACES}
    return mended(_printer()(html, {}, fonts))


def addresses_alone(addresses: Sequence[tuple[str, ...]], *, large: bool) -> bytes:
    """A sheet for each address, empty but for it: it lies in the room that a letter leaves for it."""
    sheet = (TEMPLATES / "document.css").read_text(encoding="utf-8")
    frame = "@page { size: A4; margin: 18mm 16mm 30mm }"
    style = "\n".join([*_font_faces(), frame, _enlarged(sheet) if large else sheet])
    shown = Markup("").join(
        Markup('<div class="address">{}</div>').format(Markup("").join(Markup("<p>{}</p>").format(x) for x in lines))
        for lines in addresses
    )
    html = f'<!DOCTYPE html><html lang="en"><head><title>-</title><style>{style}</style></head>'
    html += f'<body class="addresses">{shown}</body></html>'
    fonts = {f"govern:font/{subset}-{weight}": _font(subset, weight) for subset, weight in FACES}
    return _printer()(html, {"govern:box": (EMPTY_BOX, "image/svg+xml")}, fonts)


def _printer() -> Callable[[str, dict[str, tuple[bytes, str]], dict[str, Path]], bytes]:
    """WeasyPrint, loaded for the first paper: it needs the system's Pango, which no page does. Raises Unavailable."""
    try:
        from govern.documents.printer import printed  # noqa: PLC0415
    except (ImportError, OSError):
        raise Unavailable(
            "No PDF can be made on this server, because the library Pango is not installed there. "
            "Take the Word file instead: it says the same."
        ) from None
    return printed


def markup(document: Document, *, letter: bool = False) -> tuple[str, dict[str, tuple[bytes, str]]]:
    """The HTML to print, and the pictures it names: address to (bytes, kind)."""
    pictures = {"govern:box": (EMPTY_BOX, "image/svg+xml")}

    def address(block: Picture | EasyRow | Card | str) -> str:
        name = f"govern:picture/{len(pictures)}"
        drawn = block if isinstance(block, str) else block.svg if isinstance(block, Picture) else block.picture
        pictures[name] = _file_of(drawn)
        return name

    html = _template().render(
        document=document,
        letter=letter,
        labels=document.labels,
        about=document.identity(),
        blocks=[(_kind(block), block) for block in document.blocks],
        runs=runs,
        mail_in=mail_in,
        address=address,
        css_text=css_text,
        style=Markup(_style(document)),  # noqa: S704  our own style sheet; texts inside are escaped by css_text
    )
    return html, pictures


def css_text(text: str) -> str:
    """A text as a CSS string that cannot end early, whatever is in it: all but letters and digits as code points."""
    return '"' + re.sub(r"[^A-Za-z0-9 ]", lambda sign: f"\\{ord(sign[0]):06x} ", text) + '"'


def _kind(block: Block) -> str:
    return type(block).__name__


def _file_of(picture: str | Photo | None) -> tuple[bytes, str]:
    if isinstance(picture, Photo):
        return picture.content, picture.kind
    return with_print_ink(picture or "").encode(), "image/svg+xml"


def _style(document: Document) -> str:
    sheet = (TEMPLATES / "document.css").read_text(encoding="utf-8")
    return "\n".join([*_font_faces(), _page_frame(document), _enlarged(sheet) if document.large else sheet])


def _enlarged(sheet: str) -> str:
    """The style sheet with letters half as large again: 24 points instead of 16."""
    return re.sub(r"(?<=[\s:])(\d+(?:\.\d+)?)pt", lambda size: f"{int(float(size[1]) * LARGER * 10) / 10:g}pt", sheet)


def _font(subset: str, weight: int) -> Path:
    return FONTS / f"ahn-{subset}-{weight}.woff2"


def _font_faces() -> list[str]:
    """The service's own letters where they are installed; else the stack falls back to the system's."""
    family = {"latin": "Atkinson Next", "latin-ext": "Atkinson Next Ext"}
    return [
        f'@font-face {{ font-family: "{family[subset]}"; font-weight: {weight};'
        f" src: url(govern:font/{subset}-{weight}) }}"
        for subset, weight in FACES
        if _font(subset, weight).exists()
    ]


def _page_frame(document: Document) -> str:
    """The sheet and its foot: who and what at the left, page x of y at the right, the record below."""
    counters = {"page": "counter(page)", "pages": "counter(pages)"}
    page = " ".join(
        counters[part[1:-1]] if part in ("{page}", "{pages}") else css_text(part)
        for part in re.split(r"({pages?})", document.labels.page)
        if part
    )
    page = page if document.numbered else '""'
    who = css_text(" · ".join(document.foot()))
    record = css_text(" · ".join(line for line in (document.marked(), document.record()) if line))
    letters = 'font: 400 11pt/1.3 "Atkinson Next", "Atkinson Next Ext", "DejaVu Sans", Verdana, Arial, sans-serif'
    return f"""
@page {{
  size: A4; margin: 18mm 16mm 30mm;
  @top-left {{ {letters}; font-weight: 700; content: string(above); width: 100%; text-align: left }}
  @bottom-left {{ {letters}; content: {who} "\\A " {record}; white-space: pre-line; width: 76%; text-align: left;
    vertical-align: top; border-top: 0.6pt solid #000; padding-top: 2mm }}
  @bottom-right {{ {letters}; font-weight: 700; content: {page}; width: 24%; text-align: right;
    vertical-align: top; border-top: 0.6pt solid #000; padding-top: 2mm }}
}}"""


@cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=True, undefined=jinja2.StrictUndefined
    )
    return environment.get_template("document.html")
