"""Papers a society prints, and pictures of its numbers. Below the rooms; knows none of them.

A room describes its paper once as a `Document` (document.py). `pdf` prints it for reading and keeping, `docx` for
editing. `pictures/` draws numbers as inline SVG, `qr.py` codes, `spreadsheet.py` lists that open in a spreadsheet;
`photographs.py` checks, makes anew and keeps what people photographed.
`symbols.py` finds drawings by word, `ink.py` readies a drawing for paper. `description.py` keeps a paper as text,
word for word, with its mark; `binding.py` makes one file of many papers.
Everything here takes texts already in the reader's language and does no waiting: a page that wants a PDF calls
`await asyncio.to_thread(pdf, document)`.
"""

from govern.documents.document import (
    Blank,
    Block,
    Boxes,
    Bullets,
    Decision,
    Document,
    EasyRow,
    Facts,
    Form,
    Heading,
    Labels,
    Numbered,
    Outcome,
    PageBreak,
    Paragraph,
    Picture,
    Run,
    SignatureLine,
    Signatures,
    Table,
    Text,
    in_fours,
    labels_in,
    plain,
    tabled,
    with_links,
)
from govern.documents.kitchen import Card, Mat, Photo, Ticks

__all__ = [
    "Blank",
    "Block",
    "Boxes",
    "Bullets",
    "Card",
    "Decision",
    "Document",
    "EasyRow",
    "Facts",
    "Form",
    "Heading",
    "Labels",
    "Mat",
    "Numbered",
    "Outcome",
    "PageBreak",
    "Paragraph",
    "Photo",
    "Picture",
    "Run",
    "SignatureLine",
    "Signatures",
    "Table",
    "Text",
    "Ticks",
    "in_fours",
    "labels_in",
    "plain",
    "tabled",
    "with_links",
]
