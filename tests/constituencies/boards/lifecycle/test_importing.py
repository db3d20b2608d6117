"""The present board from a file: looked at first, taken whole, what cannot be a fact refused line by line."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest

from govern.constituencies.boards import lifecycle, queries
from govern.constituencies.register import lifecycle as register
from govern.constituencies.register.incoming import FileNotValid, Outcome
from govern.constituencies.register.rules import ImportStage
from govern.database import Store
from govern.errors import NotAllowed, WrongMoment
from tests.constituencies.boards.lifecycle.given_boards import AT, TODAY, Home, a_home

HEAD = "person,body,seat,from,due,left,how,last elected,terms before,why left\n"


class Sent:
    """A file that has come in."""

    def __init__(self, home: Home, folder: Path) -> None:
        self.home, self.folder = home, folder

    async def look(self, text: str) -> lifecycle.SeatLook:
        async def parts() -> AsyncIterator[bytes]:
            yield io.BytesIO(text.encode()).read()

        self.upload = await register.keep_upload(self.folder, "board.csv", parts())
        self.file = register.upload_of(self.folder, self.upload.import_id)
        async with self.home.store.reading() as reading:
            return await lifecycle.look_at_seats(reading, self.file, at=AT)

    async def note(self, look: lifecycle.SeatLook) -> None:
        async with self.home.store.writing() as writing:
            await lifecycle.note_seat_import(writing, self.upload, look, by=None, at=AT)

    async def apply(self) -> int:
        async with self.home.store.writing() as writing:
            return await lifecycle.apply_seats(writing, self.upload.import_id, self.file, by=None, at=AT)


@pytest.fixture
async def sent(store: Store, tmp_path: Path) -> Sent:
    people = [(name, "volunteers", "") for name in ("Ana Bowen", "Bo Parry", "Cai Rhys", "Di Owen")]
    home = await a_home(store, "tair_nant", [*people, ("Sal Rees", "staff", ""), ("Mair Elis", "supported", "")])
    return Sent(home, tmp_path)


async def test_those_who_sit_and_those_who_sat_come_with_their_terms(sent: Sent) -> None:
    look = await sent.look(
        HEAD
        + "Ana Bowen,,any,2024-05-09,,,elected,,1,\n"
        + "1,board,volunteers,09/05/2025,2028-05-09,,elected,2025-05-09,,\n".replace("1,", "Bo Parry,", 1)
        + "Sal Rees,Board,staff,2020-05-09,2023-05-09,2023-05-09,elected,,,term over\n"
        + "Old Chair,board,any,2010-05-09,,2015-05-09,elected,,,resigned\n"
    )
    assert [(f.line, f.outcome, f.name) for f in look.findings] == [
        (2, Outcome.ADDED, "Ana Bowen"),
        (3, Outcome.ADDED, "Bo Parry"),
        (4, Outcome.ADDED, "Sal Rees"),
        (5, Outcome.ADDED, "Old Chair"),
    ]
    assert await sent.home.sitting() == {}, "looking puts nothing in"
    await sent.note(look)
    assert await sent.apply() == 4
    there = await sent.home.sitting()
    assert sorted(there) == ["Ana Bowen", "Bo Parry"]
    assert there["Ana Bowen"].due_on == date(2027, 5, 9) and there["Bo Parry"].due_on == date(2028, 5, 9)
    async with sent.home.store.reading() as reading:
        past = {(one.name, one.why) for one in await queries.past(reading, "board", TODAY)}
        spans = await queries.spans_of(reading, "board", sent.home.people["Ana Bowen"])
        (kept,) = await queries.seat_imports(reading)
    assert past == {("Sal Rees", "term_over"), ("Old Chair", "resigned")}
    assert spans[0].before == 1
    assert (kept.stage, kept.added, kept.findings[0].name) == (ImportStage.APPLIED, 4, "Ana Bowen")


async def test_a_board_over_its_cap_is_taken_as_it_is_and_a_breach_opens(sent: Sent) -> None:
    rows = "".join(f"{n},,any,2025-05-09,,,elected,,,\n" for n in ("Ana Bowen", "Bo Parry", "Cai Rhys"))
    await sent.note(await sent.look(HEAD + rows + "Di Owen,,volunteers,2025-05-09,,,elected,,,\n"))
    await sent.apply()
    assert len(await sent.home.sitting()) == 4
    async with sent.home.store.reading() as reading:
        (breach,) = await queries.open_breaches(reading, TODAY)
    assert (breach.cap, breach.counted, breach.opened_on) == ("volunteer-board", 4, TODAY)


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("Nobody Atall,,any,2025-05-09,,,elected,,,", "We know nobody by “Nobody Atall”"),
        ("Ana Bowen,senate,any,2025-05-09,,,,,,", "The rules have no body “senate”"),
        ("Ana Bowen,,throne,2025-05-09,,,,,,", "“throne” is no seat of Board. Write one of: supported, staff"),
        ("Ana Bowen,,any,31/02/2025,,,,,,", "“31/02/2025” in from is no day"),
        ("Ana Bowen,,any,,,,,,,", "There is nothing in from"),
        (",,any,2025-05-09,,,,,,", "There is nothing in person"),
        ("Ana Bowen,,any,2025-05-09,,,by magic,,,", "“by_magic” is no way to a seat"),
        ("Ana Bowen,,any,2027-05-09,,,,,,", "which has not come yet"),
        ("Ana Bowen,,any,2025-05-09,,2024-05-09,,,,", "before they sat on"),
        ("Ana Bowen,,any,2025-05-09,2025-05-09,,,,,", "before it begins"),
        ("Ana Bowen,,any,2025-05-09,,,,,many,", "is no number of terms"),
        ("Ana Bowen,,any,2025-05-09,,2026-05-09,,,,tired", "“tired” is no reason we know"),
        ("Ana Bowen,any", "This line has 2 columns and the first line has 10"),
    ],
)
async def test_a_line_that_cannot_be_a_fact_is_refused_and_says_why(sent: Sent, row: str, why: str) -> None:
    look = await sent.look(HEAD + row + "\nBo Parry,,any,2025-05-09,,,,,,\n")
    refused, taken = look.findings
    assert refused.outcome is Outcome.REFUSED and why in " ".join(str(one) for one in refused.why)
    assert taken.outcome is Outcome.ADDED
    await sent.note(look)
    with pytest.raises(NotAllowed, match="nothing has been put in"):
        await sent.apply()
    assert await sent.home.sitting() == {}


async def test_nobody_sits_twice_at_the_same_time(sent: Sent) -> None:
    twice = "Ana Bowen,,any,2025-05-09,,,,,,\nAna Bowen,,volunteers,2026-01-01,,,,,,\n"
    look = await sent.look(HEAD + twice)
    assert "Line 2 has them on the same body" in str(look.findings[1].why[0])
    await sent.home.seat("Ana Bowen", "any")
    look = await sent.look(HEAD + "Ana Bowen,,volunteers,2026-06-01,,,,,,\n")
    assert "Nobody holds two seats" in str(look.findings[0].why[0])


async def test_the_same_file_twice_changes_nothing(sent: Sent) -> None:
    text = HEAD + "Ana Bowen,,any,2025-05-09,,,,,,\n"
    await sent.note(await sent.look(text))
    await sent.apply()
    with pytest.raises(WrongMoment):
        await sent.apply()
    look = await sent.look(text)
    assert look.count(Outcome.UNCHANGED) == 1
    await sent.note(look)
    with pytest.raises(WrongMoment, match="nothing to put in"):
        await sent.apply()


@pytest.mark.parametrize(
    ("header", "why"),
    [
        ("person,seat,from,colour", "We do not take these columns: colour"),
        ("person,seat,from,aelod", "named twice: person"),
        ("person,from", "These columns are missing: seat"),
    ],
)
async def test_a_file_without_the_right_columns_is_refused_whole(sent: Sent, header: str, why: str) -> None:
    with pytest.raises(FileNotValid, match=why):
        await sent.look(header + "\n")


async def test_a_file_is_let_go(sent: Sent) -> None:
    await sent.note(await sent.look(HEAD + "Ana Bowen,,any,2025-05-09,,,,,,\n"))
    async with sent.home.store.writing() as writing:
        await lifecycle.let_go(writing, sent.upload.import_id, by=None, at=AT)
    with pytest.raises(WrongMoment, match="let go"):
        await sent.apply()


async def test_a_limit_that_the_file_would_break_is_shown_at_its_line_before_it_is_put_in(sent: Sent) -> None:
    """Invariant 14: the board is taken as it is, and the secretary sees it coming."""
    names = ("Ana Bowen", "Bo Parry", "Cai Rhys", "Di Owen")
    rows = [f"{name},,any,2025-05-09,,,elected,,,\n" for name in names]
    kept = await sent.look(HEAD + "".join(rows[:3]))
    assert not any("limit" in str(why) for one in kept.findings for why in one.why)
    look = await sent.look(HEAD + "".join(rows))
    told = {one.line: str(one.why[-1]) for one in look.findings if one.why}
    assert list(told) == [5]
    assert "From this line on a limit is not kept" in told[5] and "at most 3, and there are 4" in told[5]
    assert look.count(Outcome.ADDED) == 4
    await sent.note(look)
    assert await sent.apply() == 4
