"""Given files of past minutes: a PDF, a DOCX, a text, and archives with their list."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

PDF = b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\ntrailer << >>\n%%EOF\n"
TEXT = "Cofnodion tŷ. Agorwyd y cyfarfod am 7.\nMinutes. The meeting opened at 7.\n".encode()
HEADER = "file,body,kind,date,title,language,state,seen by\n"
TWO = (
    HEADER
    + "agm.pdf,general,agm,2019-05-18,AGM 2019,en,signed,members\n"
    + "bwrdd.txt,Board,meeting,18/06/2019,Cyfarfod bwrdd,Welsh,draft,officers\n"
)


def zipped(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def a_docx() -> bytes:
    return zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:document/>"})


def an_archive(listed: str = TWO, **files: bytes) -> bytes:
    given = {"agm.pdf": PDF, "bwrdd.txt": TEXT} | {name.replace("_", "."): c for name, c in files.items()}
    return zipped({"past-minutes.csv": listed.encode(), **given})
