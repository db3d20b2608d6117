"""The bundle of a meeting: one zip with a list of hashes, one PDF with bookmarks and its pages counted through."""

from __future__ import annotations

import csv
import hashlib
import io
import re
import subprocess
import zipfile
from pathlib import Path

import docx as word
import pikepdf

from tests.meetings.scene import Scene
from tests.minutes.book.scene import a_closed_meeting_with_a_ballot, declared
from tests.minutes.papers.reading import check_pdf, has, text_of
from tests.window import Window


def _tops(file: Path) -> list[str]:
    """The first line of each page, as it lies on the sheet."""
    run = subprocess.run(
        ["pdftotext", "-layout", "-y", "0", "-x", "0", "-W", "595", "-H", "48", str(file), "-"],
        check=True,
        capture_output=True,
        text=True,
    )
    return [line for line in run.stdout.replace("\f", "\n").split("\n") if line.strip()]


async def the_bundle(secretary: Window, scene: Scene, ending: str) -> bytes:
    meeting_id, ballot_id = await a_closed_meeting_with_a_ballot(scene)
    await declared(scene, ballot_id)
    await secretary.get(f"office/meetings/{meeting_id}/printed")
    assert f"bundle.{ending}" in secretary.last.text
    return (await secretary.get(f"office/meetings/{meeting_id}/bundle.{ending}")).content


async def test_the_zip_has_every_paper_in_each_language_and_a_list_that_fits(secretary: Window, scene: Scene) -> None:
    content = await the_bundle(secretary, scene, "zip")
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        names = set(file.namelist())
        listed = list(csv.reader(io.StringIO(file.read("list.csv").decode("utf-8-sig"))))
        for name, mark, *_ in listed[1:]:
            assert not name or hashlib.sha256(file.read(name)).hexdigest() == mark
        for kind in ("notice", "agenda", "declaration", "extract"):
            for code in ("en", "cy"):
                (found,) = [name for name in names if name.endswith(f"-{kind}-{code}.docx")]
                assert word.Document(io.BytesIO(file.read(found))).core_properties.language.startswith(code)
                assert found.replace(".docx", ".pdf") in names
        trail = file.read("trail.csv").decode()
    assert names == {row[0] for row in listed[1:] if row[0]} | {"list.csv"}
    assert "A meeting was closed." in trail and "Nerys Wyn" not in trail
    missing = {row[2]: row[5] for row in listed if not row[0]}
    assert "Nobody has written the minutes" in missing["Minutes (en)"]


async def test_the_pdf_has_contents_bookmarks_and_one_count_of_pages(
    secretary: Window, scene: Scene, tmp_path: Path
) -> None:
    file = tmp_path / "bundle.pdf"
    file.write_bytes(await the_bundle(secretary, scene, "pdf"))
    words = text_of(file)
    with pikepdf.open(file) as opened:
        total = len(opened.pages)
        with opened.open_outline() as outline:
            marks = [str(item.title) for item in outline.root]
        tagged = [str(child.Lang) for child in opened.Root.StructTreeRoot.K if "/Lang" in child]
    assert len(tagged) >= len(marks) - 1 and set(tagged) == {"en"}, "each paper keeps its tags and its language"
    assert marks[0] == "Papers of the meeting: Annual general meeting 2026"
    assert [f"{page} / {total}" for page in range(1, total + 1)] == re.findall(rf"\d+ / {total}\b", words)
    tops = [line.strip() for line in _tops(file)]
    assert tops == [f"{page} / {total}" for page in range(1, total + 1)], "the count stands at the top"
    has(words, "What is in it", *marks)
    check_pdf(file, "error")
    for title in marks[1:]:
        row = re.search(re.escape(title) + r" — (\d+)", words)
        if row is not None:
            one = tmp_path / "one.pdf"
            with pikepdf.open(file) as opened:
                part = pikepdf.new()
                part.pages.append(opened.pages[int(row[1]) - 1])
                part.save(one)
            assert title in text_of(one)
