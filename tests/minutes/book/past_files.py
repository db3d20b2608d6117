"""Given files of past minutes: a PDF, a DOCX, a text, and archives with their list."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

import pikepdf


def a_pdf(root: Mapping[str, pikepdf.Object] = {}, *, hidden: bool = False) -> bytes:
    """A PDF of one page; its catalogue says what is in `root`, in a compressed part where that is `hidden`."""
    out = io.BytesIO()
    with pikepdf.new() as paper:
        paper.add_blank_page()
        for name, value in root.items():
            paper.Root[name] = paper.make_indirect(value)
        mode = pikepdf.ObjectStreamMode.generate if hidden else pikepdf.ObjectStreamMode.disable
        paper.save(out, object_stream_mode=mode, deterministic_id=True)
    return out.getvalue()


def that_runs(action: str, *, hidden: bool = False) -> bytes:
    made = pikepdf.Dictionary(S=pikepdf.Name(f"/{action}"), JS=pikepdf.String("app.alert(1)"))
    return a_pdf({"/OpenAction": made}, hidden=hidden)


PDF = a_pdf()
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
