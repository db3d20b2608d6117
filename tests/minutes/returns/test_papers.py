"""Every paper of the returns in both languages: silent under two checkers of PDF/UA, inside its page, opened again by
another program and held against the sheet or the page that says the same."""

from __future__ import annotations

import csv
import html
import io
import re
import subprocess
from datetime import date, timedelta
from pathlib import Path

import pytest

from govern.constituencies.boards import lifecycle as boards
from govern.constituencies.register import lifecycle as register
from govern.database import Store
from govern.identity import lifecycle as identity
from govern.identity.lifecycle import PersonChanges
from govern.meetings import lifecycle as meetings
from govern.minutes.returns.lifecycle import figures
from govern.minutes.returns.rules import SocietyYear
from govern.minutes.returns.rules.figures import Typed
from tests.meetings.scene import AT, Scene
from tests.minutes.papers.reading import check_inside, check_pdf
from tests.minutes.returns.test_democracy import a_declared_vote
from tests.minutes.returns.test_figure_pages import some_come_and_go
from tests.window import Window

YEAR = SocietyYear(date(2026, 4, 1), date(2027, 3, 31))
REGISTERS = ("members", "members?former=true", "officers", "interests", "minute-books")
LONG = "a.very.long.name.indeed@llanfairpwllgwyngyll.example.org"


async def a_full_year(store: Store, scene: Scene) -> None:
    """Members with addresses, a director who came and went, an interest, a declared vote, words for the return."""
    await a_declared_vote(scene)
    await some_come_and_go(store, scene)
    async with store.writing() as writing:
        one, two = scene.people["Member 4"], scene.people["Member 5"]
        changes = PersonChanges(postal_address="Flat 2, 144 Stryd y Farchnad Isaf\nCaernarfon LL55 1RT", email=LONG)
        await identity.change_person(writing, one, changes, by=None, at=AT, site=None)
        day = AT.date() - timedelta(days=20)
        seat = await boards.seat(writing, "board", "supported", two, day, by=None, at=AT)
        await boards.vacate(writing, seat, AT.date() - timedelta(days=2), "resigned", by=None, at=AT)
        await boards.seat(writing, "board", "supported", one, day, by=None, at=AT)
        await meetings.declare(writing, one, "My sister works for the landlord", day, by=one, at=AT)
        said = {Typed.SHARES_ISSUED: "12", Typed.PENCE_ISSUED: "120450", Typed.BENEFIT: "Care near home."}
        await figures.type_in(writing, YEAR, said, by=scene.secretary, at=AT)


def in_rows(sheet: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(sheet.removeprefix("\ufeff"))))


def opened_again(content: bytes, folder: Path, name: str) -> str:
    """The words of the paper, once both checkers are silent and nothing stands outside its page."""
    file = folder / f"{name}.pdf"
    file.write_bytes(content)
    check_pdf(file)
    check_inside(file)
    run = subprocess.run(["pdftotext", "-raw", str(file), "-"], check=True, capture_output=True, text=True)
    return run.stdout.replace("\u200b", "")


def every_word(cells: list[str], words: str) -> None:
    """Columns wrap, so each word is looked for by itself."""
    there = re.sub(r"\s", "", words)
    for cell in cells:
        for word in cell.split():
            assert word in there, f"{word!r} of {cell!r} is not in the paper: {words[:2500]}"


@pytest.mark.parametrize("language", ["en", "cy"])
async def test_the_registers_as_papers_have_every_word_of_their_sheets(
    secretary: Window, here: Scene, tmp_path: Path, language: str
) -> None:
    await a_full_year(secretary.society.store, here)
    at = f"/{language}/tair-nant/office/registers"
    for name in REGISTERS:
        path, _, query = name.partition("?")
        rows = in_rows((await secretary.get(f"{at}/{path}.csv?{query}")).text)
        paper = await secretary.get(f"{at}/{path}.pdf?{query}")
        assert len(rows) > 1 and paper.status_code == 200, name
        words = opened_again(paper.content, tmp_path, f"{path}-{bool(query)}")
        every_word([cell for row in rows[1:] for cell in row], words)
        assert ("Cymraeg" in words) is (language == "cy")
        if path == "members":
            assert all(re.search(r" 20\d\d$", row[5]) for row in rows[1:]), "a register is read for decades"


@pytest.mark.parametrize("language", ["en", "cy"])
async def test_the_whole_register_as_a_paper_has_every_word_of_its_sheet(
    secretary: Window, here: Scene, tmp_path: Path, language: str
) -> None:
    await a_full_year(secretary.society.store, here)
    async with secretary.society.store.writing() as writing:
        day, person = AT.date() - timedelta(days=3), here.people["Member 4"]
        await register.note_shares(writing, person, 1200, 123450, day, "", by=None, at=AT)
    at = f"/{language}/tair-nant/office/registers/whole"
    await secretary.get(at)
    rows = in_rows((await secretary.send(f"{at}/spreadsheet")).text)
    await secretary.get(at)
    paper = await secretary.send(f"{at}/paper")
    words = opened_again(paper.content, tmp_path, "whole")
    now = [row[:-2] for row in rows[1:] if not row[6]]
    every_word([cell for row in now for cell in row], words)
    # How to reach those who left is let go of in the background, maybe between the sheet and the paper.
    past = [row for row in rows[1:] if row[6]]
    assert [row[1] for row in past] == ["Member 1", "Member 2"]
    every_word([cell for row in past for cell in (row[0], row[1], row[5], row[6])], words)
    every_word(["1,200", "(£1,234.50)"], words)
    assert [row[-2:] for row in rows if row[1] == "Member 4"] == [["1200", "1234.50"]]


@pytest.mark.parametrize("language", ["en", "cy"])
async def test_the_return_and_the_report_on_democracy_have_every_cell_of_their_pages(
    secretary: Window, here: Scene, tmp_path: Path, language: str
) -> None:
    await a_full_year(secretary.society.store, here)
    at = f"/{language}/tair-nant/office/returns/{YEAR.last}"
    rows = in_rows((await secretary.get(f"{at}/return.csv")).text)
    words = opened_again((await secretary.get(f"{at}/return.pdf")).content, tmp_path, "return")
    every_word([cell for row in rows[1:] for cell in row], words)
    assert "1,204.50" in words
    page = (await secretary.get(f"{at}/democracy")).text
    cells = [html.unescape(cell) for cell in re.findall(r'<(?:td|th scope="row")[^>]*>([^<]+)</t', page)]
    words = opened_again((await secretary.get(f"{at}/democracy.pdf")).content, tmp_path, "democracy")
    assert len(cells) > 20
    every_word(cells, words)
    easy = (await secretary.get(f"{at}/democracy?easy=true")).text
    (lines,) = re.findall(r'<ol class="co-easy">(.*?)</ol>', easy, re.S)
    said = re.findall(r">\s*([^<>]*\w[^<>]*)\s*<", lines)
    words = opened_again((await secretary.get(f"{at}/democracy.pdf?easy=true")).content, tmp_path, "easy")
    assert len(said) > 5
    every_word([html.unescape(line) for line in said], words)
