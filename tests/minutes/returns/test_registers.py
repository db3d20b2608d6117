"""Copies of the registers for inspection: who is in them, what they bear, and that money is in none (invariant 8)."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from govern.constituencies.boards import lifecycle as boards
from govern.constituencies.register import lifecycle as register
from govern.constituencies.register import queries as members
from govern.constituencies.rulebook import lifecycle as rulebook
from govern.constituencies.rulebook.book import example, load
from govern.errors import WrongMoment
from govern.identity import lifecycle as identity
from govern.identity.lifecycle import PersonChanges
from govern.languages import LANGUAGES
from govern.meetings import lifecycle as meetings
from govern.meetings.models import AgendaItem, DeclaredInterest
from govern.minutes.book import lifecycle as minutes
from govern.minutes.book.incoming import FileKind, Kind, SeenBy, State
from govern.minutes.book.models import PastMinutes
from govern.minutes.returns.queries import registers
from govern.permissions import Role
from tests.desks.conftest import Desk, desk
from tests.meetings.scene import AT, Scene, a_called_meeting
from tests.minutes.book.scene import LATER, a_closed_meeting

__all__ = ["desk"]  # the fixture

MONEY = ("share", "money", "paid", "amount", "pence", "£", "loan")
HEALTH = ("health", "care", "diagnos", "capacity", "funding", "disadvantaged", "volunteer")


async def secretary(desk: Desk) -> None:
    await desk.window.sign_in(desk.people["Nerys Tudur"], Role.SECRETARY, at=desk.clock.at)


async def as_rows(desk: Desk, path: str) -> list[list[str]]:
    answer = await desk.window.get(path)
    assert answer.status_code == 200
    return list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))


def words_of(content: bytes) -> str:
    """What a PDF says."""
    read = subprocess.run(["pdftotext", "-layout", "-", "-"], input=content, check=True, capture_output=True)
    return " ".join(read.stdout.decode().split())


async def leaves(desk: Desk, name: str) -> None:
    async with desk.society.store.writing() as writing:
        day = desk.clock.at.date() - timedelta(days=1)
        await register.end_membership(writing, desk.people[name], "staff", day, "left", by=None, at=desk.clock.at)


def test_invariant_8_no_column_of_a_copy_is_of_money() -> None:
    """And invariant 9: none is of health or care, or of anything else that is noted of people."""
    for columns in (registers.MEMBERS, registers.DIRECTORS, registers.OFFICERS):
        for words in columns:
            assert not any(bad in str(words).lower() for bad in (*MONEY, *HEALTH)), words
    fields = members.Inspected.__struct_fields__
    assert not any(bad in field for field in fields for bad in (*MONEY, *HEALTH, "attribute", "noted"))


async def test_the_copy_of_members_has_those_of_today_in_the_order_of_names(desk: Desk) -> None:
    await leaves(desk, "Eve Morgan")
    async with desk.society.store.writing() as writing:
        person, at = desk.people["Gwenllian Wyn"], desk.clock.at
        changes = PersonChanges(postal_address="1 Stryd Fawr\nBangor", phone="01632 960 001")
        await identity.change_person(writing, person, changes, by=None, at=at, site=None)
        await register.note_attribute(writing, person, "volunteer", at.date(), "said so", by=None, at=at)
    await secretary(desk)
    rows = await as_rows(desk, "office/registers/members.csv")
    assert rows[0] == ["Number", "Name", "Postal address", "Email", "Groups", "Entered on", "Ceased on"]
    assert [row[1] for row in rows[1:]] == ["Gwenllian Wyn", "Nerys Tudur", "Siân Elis"]
    assert rows[1][2] == "1 Stryd Fawr\nBangor" and rows[1][4] == "Staff" and rows[1][6] == ""
    assert "01632" not in desk.window.last.text and "olunteer" not in desk.window.last.text
    past = await as_rows(desk, "office/registers/members.csv?former=true")
    assert [(row[1], row[4]) for row in past[1:]] == [("Eve Morgan", "Staff")] and past[1][6] != ""


async def test_the_page_of_the_copy_goes_on_from_where_it_ended(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("govern.minutes.returns.pages.registers.ON_A_PAGE", 3)
    await secretary(desk)
    await desk.window.get("office/registers/members")
    assert "Postal address" in desk.window.text()
    assert "Siân Elis" not in desk.window.text() and "Eve Morgan" in desk.window.text()
    last = desk.people["Nerys Tudur"]
    assert f"after={last}" in desk.window.last.text
    await desk.window.get(f"office/registers/members?after={last}")
    assert "Siân Elis" in desk.window.text() and "Eve Morgan" not in desk.window.text()
    assert "From the beginning" in desk.window.text() and "Next page" not in desk.window.text()
    for nobody in ("nonsense", "00000000-0000-0000-0000-000000000000"):
        await desk.window.get(f"office/registers/members?after={nobody}")
        assert "Eve Morgan" in desk.window.text()


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs pdftotext")
async def test_the_paper_bears_society_number_rules_day_page_and_record(desk: Desk) -> None:
    await secretary(desk)
    answer = await desk.window.get("office/registers/members.pdf?registered=12345R")
    assert answer.headers["content-type"] == "application/pdf"
    text = words_of(answer.content)
    for words in ("Tair Nant", "Registered number 12345R", "Rules, version", "9 November 2026", "Page 1", "Record"):
        assert words in text, words
    assert "Gwenllian" in text and "no shares and no money" in text


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs pdftotext")
async def test_where_the_rules_say_the_number_nobody_types_it(desk: Desk) -> None:
    await secretary(desk)
    await desk.window.get("office/registers")
    assert "Registered number of the society" in desk.window.text()
    text = example("tair_nant").replace('version = "', 'registered_number = "RS012345"\nversion = "', 1)
    assert load(text).society.registered_number == "RS012345"
    async with desk.society.store.writing() as writing:
        await rulebook.adopt(writing, text, by=None, at=desk.clock.at)
    await desk.window.get("office/registers")
    assert "Registered number of the society" not in desk.window.text()
    answer = await desk.window.get("office/registers/members.pdf")
    assert "Registered number RS012345" in words_of(answer.content)


async def test_directors_and_officers_with_how_they_came_and_why_they_left(desk: Desk) -> None:
    at, person = desk.clock.at, desk.people["Eve Morgan"]
    async with desk.society.store.writing() as writing:
        day = at.date() - timedelta(days=20)
        tenure = await boards.seat(writing, "board", "staff", person, day, by=None, at=at)
        await boards.vacate(writing, tenure, at.date() - timedelta(days=2), "resigned", by=None, at=at)
    await secretary(desk)
    rows = await as_rows(desk, "office/registers/officers.csv")
    seat = next(row for row in rows if row[0] == "Eve Morgan")
    assert seat[3:5] == ["Staff", "Elected"] and seat[7] == "Resigned" and seat[6] != ""
    assert next(row for row in rows if row[2] == "Secretary")[:3] == ["Nerys Tudur", "", "Secretary"]
    await desk.window.get("office/registers/officers")
    assert "Why it ended" in desk.window.text() and "How filled" in desk.window.text()
    assert "Resigned" in desk.window.text() and "Secretary" in desk.window.text()
    answer = await desk.window.get("office/registers/officers.pdf")
    assert answer.status_code == 200


async def test_a_register_too_long_for_a_pdf_says_so(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    registers.check_printable(registers.MOST_PRINTED)
    with pytest.raises(WrongMoment, match="spreadsheet"):
        registers.check_printable(registers.MOST_PRINTED + 1)
    monkeypatch.setattr(registers, "MOST_PRINTED", 2)
    await secretary(desk)
    answer = await desk.window.get("office/registers/members.pdf")
    assert answer.status_code == 409 and "Get the file for a spreadsheet instead." in answer.text


async def test_invariant_8_the_public_sees_numbers_by_group_and_nobody(desk: Desk) -> None:
    answer = await desk.window.get("")
    shown = answer.text
    assert "Staff" in shown
    for name in desk.people:
        assert name not in shown
    assert not any(word in desk.window.text().lower() for word in ("shares", "£", "pence"))


async def test_members_of_no_office_do_not_see_the_copies(desk: Desk) -> None:
    await desk.window.sign_in(desk.people["Eve Morgan"], at=desk.clock.at)
    for path in ("office/registers", "office/registers/members", "office/registers/members.csv"):
        assert (await desk.window.get(path)).status_code == 403


async def test_minute_books_say_from_when_to_when_and_what_is_signed(scene: Scene) -> None:
    meeting = await a_closed_meeting(scene)
    async with scene.store.reading() as reading:
        (book,) = await registers.minute_books(reading, LATER.date(), LANGUAGES["en"])
    assert (book.minutes, book.signed, book.without) == (0, 0, 1)
    async with scene.store.writing() as writing:
        await minutes.draft(writing, meeting, by=scene.secretary, at=LATER)
        before = {"kind": Kind.AGM, "language": "en", "seen_by": SeenBy.MEMBERS, "file_kind": FileKind.PDF}
        for number, state in enumerate((State.SIGNED, State.DRAFT)):
            held = date(2019 + number, 5, 18)
            row = PastMinutes(body="general", held_on=held, title="AGM", state=state, file_hash=bytes([number] * 32))
            for name, value in {**before, "file_size": 1, "brought_at": AT}.items():
                setattr(row, name, value)
            writing.add(row)
    async with scene.store.reading() as reading:
        (book,) = await registers.minute_books(reading, LATER.date(), LANGUAGES["en"])
    assert (book.first, book.last) == (date(2019, 5, 18), date(2026, 12, 12))
    assert (book.minutes, book.signed, book.without) == (3, 1, 0)
    assert registers.book_row(book, LANGUAGES["en"])[0] == "General meetings of the members"


async def test_an_interest_said_again_is_one_line_with_its_items(scene: Scene) -> None:
    meeting = await a_closed_meeting(scene)
    async with scene.store.writing() as writing:
        items = list(await writing.scalars(select(AgendaItem.id).where(AgendaItem.meeting_id == meeting)))
        for number, item in enumerate(items):
            words = ("My sister works there", "my sister works there ")[number % 2]
            noted = AT + timedelta(days=number)
            writing.add(
                DeclaredInterest(
                    item_id=item, person_id=scene.secretary, words=words, noted_by=scene.secretary, noted_at=noted
                )
            )
    async with scene.store.reading() as reading:
        (line,) = await registers.interest_lines(reading, "en")
    assert line.name == "Nerys Wyn" and line.words == "My sister works there"
    assert len(line.items) == len(items) == 2 and line.until is None


async def test_what_stands_in_the_register_of_interests_is_inspected_with_what_was_said_of_an_item(
    scene: Scene,
) -> None:
    """One that stands there and was named for an item is one line, though its words stand beside the item too."""
    meeting = await a_called_meeting(scene)
    by, sister = scene.secretary, "My sister works there"
    async with scene.store.writing() as writing:
        item, other = await writing.scalars(select(AgendaItem.id).where(AgendaItem.meeting_id == meeting))
        interest = await meetings.declare(writing, by, sister, date(2026, 1, 5), by=by, at=AT)
        await meetings.declare_in_item(writing, interest, item, by, by=by, at=AT)
        for each, words in ((item, sister), (other, "I own the hall")):
            writing.add(DeclaredInterest(item_id=each, person_id=by, words=words, noted_by=by, noted_at=AT))
    async with scene.store.reading() as reading:
        lines = await registers.interest_lines(reading, "en")
    assert [(one.words, one.since, one.until, len(one.items)) for one in lines] == [
        (sister, date(2026, 1, 5), None, 1),
        ("I own the hall", AT.date(), None, 1),
    ]
    async with scene.store.writing() as writing:
        await meetings.end_interest(writing, interest, by, by=by, at=AT)
    async with scene.store.reading() as reading:
        ended, _ = await registers.interest_lines(reading, "en")
    assert ended.until == AT.date()


async def test_an_inspection_is_noted_with_a_member_or_with_words(desk: Desk) -> None:
    await secretary(desk)
    where, day = "office/registers/inspections", {"on_day_day": "9", "on_day_month": "11", "on_day_year": "2026"}
    await desk.window.get("office/registers")
    sent = {"register": "members", "how": "copy", **day}
    assert (await desk.window.send(where, {**sent, "who": "1"})).status_code == 303
    await desk.window.get("office/registers")
    assert (await desk.window.send(where, {**sent, "who": "Somebody from the paper"})).status_code == 303
    await desk.window.get("office/registers")
    assert "Was given a copy Somebody from the paper" in desk.window.text()
    assert "Was given a copy Siân Elis" in desk.window.text()
    assert (await desk.window.send(where, {**sent, "who": ""})).status_code == 422
    assert "Type who it was" in desk.window.text()
    assert (await desk.window.send(where, {**sent, "who": "1", "on_day_year": "2027"})).status_code == 422
    assert "still to come" in desk.window.text()


async def test_the_small_registers_are_pages_sheets_and_papers(desk: Desk) -> None:
    await secretary(desk)
    for name, title in (("interests", "Register of interests"), ("minute-books", "Minute books")):
        await desk.window.get(f"office/registers/{name}")
        assert desk.window.heading() == title and "Nothing is in it." in desk.window.text()
        rows = await as_rows(desk, f"office/registers/{name}.csv")
        assert len(rows) == 1
        answer = await desk.window.get(f"office/registers/{name}.pdf")
        assert answer.content.startswith(b"%PDF-")
