"""A file of members: looked at, approved, put in whole; the same file twice changes nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select

from govern import record
from govern.constituencies.register import lifecycle, queries, rules
from govern.constituencies.register.incoming import FileNotValid, Outcome
from govern.constituencies.rulebook import lifecycle as rulebook
from govern.constituencies.rulebook.book import example
from govern.database import Store
from govern.errors import GovernError, NotAllowed, WrongMoment
from govern.identity import lifecycle as identity
from govern.identity import queries as who
from govern.identity.rules import Site
from govern.post.models import Letter

AT = datetime(2026, 11, 9, 9, 0, tzinfo=UTC)
TODAY = AT.date()
HEADER = "number,name,group,joined,born,email,phone,attributes\n"
THREE = (
    HEADER
    + "1,Gwen Hughes,Staff,2020-03-01,1980-05-17,gwen@example.org,01632 960 101,\n"
    + "2,Mair Elis,supported,01/04/2021,,,+44 1632 960102,\n"
    + '3,"Ifor\nWyn",Neighbours and volunteers,2022-05-02,1950-01-31,Ifor@Example.org,,volunteer\n'
)


@pytest.fixture
async def officers(store: Store) -> tuple[UUID, UUID]:
    """Two officers of a society that lives by Tair Nant's rules."""
    async with store.writing() as writing:
        await rulebook.adopt(writing, example("tair_nant"), by=None, at=AT)
        people = [identity.NewPerson(name="Nerys Puw"), identity.NewPerson(name="Gwilym Haf")]
        first, second = await identity.add_people(writing, people, by=None, at=AT)
    return first, second


async def parts(content: bytes) -> AsyncIterator[bytes]:
    for start in range(0, len(content), 65_536):
        yield content[start : start + 65_536]


class Desk:
    """Sends files as an officer does, and counts what is in the register."""

    def __init__(self, store: Store, uploads: Path, officers: tuple[UUID, UUID]) -> None:
        self.store, self.uploads, self.officers = store, uploads, officers

    async def look(self, content: str | bytes, at: datetime = AT) -> tuple[UUID, lifecycle.Look]:
        raw = content.encode() if isinstance(content, str) else content
        upload = await lifecycle.keep_upload(self.uploads, "members.csv", parts(raw))
        file = lifecycle.upload_of(self.uploads, upload.import_id)
        async with self.store.reading() as reading:
            look = await lifecycle.look_at(reading, file, at=at)
        async with self.store.writing() as writing:
            return await lifecycle.note_import(writing, upload, look, by=self.officers[0], at=at), look

    async def apply(self, import_id: UUID, at: datetime = AT) -> None:
        file = lifecycle.upload_of(self.uploads, import_id)
        site = Site("https://vote.example", "tair-nant", "Tair Nant")
        async with self.store.writing() as writing:
            await lifecycle.apply(writing, import_id, file, by=self.officers[0], at=at, site=site)

    async def send(self, content: str | bytes, at: datetime = AT) -> lifecycle.Look:
        import_id, look = await self.look(content, at)
        await self.apply(import_id, at)
        return look

    async def everybody(self) -> dict[str, queries.MemberPage]:
        async with self.store.reading() as reading:
            lines = (await queries.members(reading, TODAY)).lines
            lines += (await queries.members(reading, TODAY, left=True)).lines
            return {line.number: await queries.member_page(reading, line.person_id, TODAY) for line in lines}


@pytest.fixture
def desk(store: Store, tmp_path: Path, officers: tuple[UUID, UUID]) -> Desk:
    uploads = tmp_path / "uploads"
    uploads.mkdir()
    return Desk(store, uploads, officers)


async def test_a_look_says_what_would_happen_and_changes_nothing(desk: Desk) -> None:
    _, look = await desk.look(THREE)
    assert look.counts == {Outcome.ADDED: 3, Outcome.CHANGED: 0, Outcome.UNCHANGED: 0, Outcome.REFUSED: 0}
    assert [(f.line, f.number, str(f.why[0])) for f in look.findings] == [
        (2, "1", "Joins Staff."),
        (3, "2", "Joins People supported."),
        (4, "3", "Joins Volunteers."),
    ]
    assert await desk.everybody() == {}


async def test_members_come_in_with_dates_reasons_and_a_line_each_in_the_record(desk: Desk) -> None:
    await desk.send(THREE)
    found = await desk.everybody()
    assert found["1"].groups_now == ("staff",) and found["1"].email == "gwen@example.org"
    assert found["1"].attributes_now == {"employee"}
    assert found["2"].phone == "+44 1632 960102" and found["2"].memberships[0].from_on == date(2021, 4, 1)
    assert found["3"].name == "Ifor Wyn" and found["3"].email == "ifor@example.org"
    assert [s.what for s in found["3"].attributes] == ["volunteer"]
    async with desk.store.reading() as reading:
        lines = await record.lines_about(reading)
        verdict = await record.verify(reading)
    verbs = [line.verb for line in lines]
    assert verbs.count("membership.began") == 3 and verbs.count("import.applied") == 1
    assert verdict.holds
    text = " ".join(str(line.facts) for line in lines)
    assert "Gwen" not in text and "example.org" not in text


async def test_the_same_file_twice_changes_nothing(desk: Desk) -> None:
    content = THREE.replace("attributes\n", "attributes,ended,reason ended\n", 1).replace(",\n", ",,,\n")
    content = content.replace("volunteer\n", "volunteer,2025-01-31,Moved away\n")
    await desk.send(content)
    before = await desk.everybody()
    _, look = await desk.look(content, datetime(2026, 11, 20, 9, 0, tzinfo=UTC))
    assert (look.changes, look.counts[Outcome.UNCHANGED]) == (0, 3)
    with pytest.raises(WrongMoment, match="nothing to put in"):
        await desk.send(content)
    assert await desk.everybody() == before


async def test_a_semicolon_a_byte_order_mark_and_welsh_headings_are_read(desk: Desk) -> None:
    look = await desk.send("\ufeffRhif;Enw;Grŵp;Dyddiad geni\r\n7;Siân Llwyd;Gwirfoddolwyr;3.2.1970\r\n".encode())
    found = await desk.everybody()
    assert look.changes == 1
    assert (found["7"].name, found["7"].groups_now, found["7"].born_on) == (
        "Siân Llwyd",
        ("volunteers",),
        date(1970, 2, 3),
    )


async def test_changes_are_shown_and_each_becomes_a_step(desk: Desk) -> None:
    await desk.send(THREE)
    changed = (
        "number,name,group,email,attributes,ended\n"
        + "1,Gwen Hughes,volunteers,,volunteer,\n"
        + "2,Mair Elis,supported,mair@example.org,,\n"
        + "3,Ifor Wyn,volunteers,,,2026-11-01\n"
    )
    _, look = await desk.look(changed)
    said = {f.number: [str(s) for s in f.why] for f in look.findings}
    assert said == {
        "1": ["Moves from Staff to Volunteers.", "From now on: volunteer."],
        "2": ["New: email."],
        "3": ["Left Volunteers on 2026-11-01."],
    }
    await desk.send(changed)
    found = await desk.everybody()
    assert [(s.what, s.from_on, s.to_on) for s in found["1"].memberships] == [
        ("volunteers", TODAY, None),
        ("staff", date(2020, 3, 1), TODAY),
    ]
    assert found["2"].email == "mair@example.org"
    assert found["3"].groups_now == ()


async def test_an_address_changed_by_a_file_is_told_to_the_old_one(desk: Desk) -> None:
    await desk.send(THREE)
    await desk.send("number,name,group,email\n1,Gwen Hughes,staff,thief@example.org\n")
    async with desk.store.reading() as reading:
        (letter,) = await reading.scalars(select(Letter))
    assert (letter.to_address, letter.kind) == ("gwen@example.org", "identity_notice")


ROW = "9,Huw Rees,staff,2020-01-01,1980-01-01,huw@example.org,01632 960 109,\n"
REFUSED_LINES = {
    "a number twice": (HEADER + ROW + ROW.replace("Huw", "Hywel"), "Number 9 stands in line 2 already."),
    "a number twice in other letters": (
        HEADER + ROW.replace("9,", "A9,", 1) + ROW.replace("9,", "a9,", 1),
        "Number a9 stands in line 2 already.",
    ),
    "a day that does not exist": (HEADER + ROW.replace("2020-01-01", "31/02/2020"), "“31/02/2020” is no date"),
    "a day to come": (HEADER + ROW.replace("2020-01-01", "2030-01-01"), "has not come yet"),
    "a child": (HEADER + ROW.replace("1980-01-01", "2015-01-01"), "Members are at least 16."),
    "a group the rules do not have": (HEADER + ROW.replace("staff", "Directors"), "There is no group “Directors”"),
    "a formula": (HEADER + ROW.replace("Huw Rees", "=HYPERLINK(1)"), "would run as a formula"),
    "a formula in full-width signs": (HEADER + ROW.replace("Huw Rees", "＝1+1"), "would run as a formula"),
    "a formula after a plus": (HEADER + ROW.replace("01632 960 109", "+SUM(A1)"), "would run as a formula"),
    "no name": (HEADER + ROW.replace("Huw Rees", ""), "There is nothing in name."),
    "no email address": (HEADER + ROW.replace("huw@example.org", "huw at example"), "is not an email address"),
    "an attribute nobody asks about": (HEADER + ROW.replace(",\n", ",tall\n"), "The rules do not ask about tall."),
    "a cell too few": (HEADER + "9,Huw Rees,staff\n", "This line has 3 columns and the first line has 8."),
    "a name too long": (HEADER + ROW.replace("Huw Rees", "Huw " * 60), "At most 200 are kept."),
}


@pytest.mark.parametrize("case", REFUSED_LINES)
async def test_a_line_that_cannot_be_taken_is_said_and_the_file_is_not_put_in(desk: Desk, case: str) -> None:
    content, sentence = REFUSED_LINES[case]
    import_id, look = await desk.look(content)
    refused = [f for f in look.findings if f.outcome is Outcome.REFUSED]
    assert len(refused) == 1
    assert any(sentence in str(why) for why in refused[0].why), refused
    with pytest.raises(NotAllowed, match="nothing has been put in"):
        await desk.apply(import_id)
    assert await desk.everybody() == {}


REFUSED_FILES: dict[str, tuple[str | bytes, str]] = {
    "no header": ("1,Gwen Hughes,staff\n", "The first line has to name the columns"),
    "an unknown column": ("number,name,group,shares\n1,Gwen,staff,40\n", "We do not take these columns: shares."),
    "a column twice": ("number,name,group,Enw\n1,Gwen,staff,Gwen\n", "named twice: name"),
    "a column missing": ("number,name\n1,Gwen\n", "These columns are missing: group."),
    "nothing but a line end": ("\n", "The first line is empty"),
    "a NUL": ("number,name,group\n1,Gw\0en,staff\n", "NUL"),
    "Latin 1": ("number,name,group\n1,Siân,staff\n".encode("latin-1"), "not in UTF-8"),
    "UTF-16": ("number,name,group\n1,Siân,staff\n".encode("utf-16"), "not in UTF-8"),
    "a quotation mark left open": ('number,name,group\n1,"Gwen,staff\n', "a quotation mark is not closed"),
    "a line without an end": ("number,name,group\n1," + "x" * 150_000 + ",staff\n", "is longer than"),
}


@pytest.mark.parametrize("case", REFUSED_FILES)
async def test_what_is_no_table_of_members_is_refused_with_the_way_out(desk: Desk, case: str) -> None:
    content, sentence = REFUSED_FILES[case]
    with pytest.raises(FileNotValid) as refusal:
        await desk.look(content)
    assert sentence in str(refusal.value)


async def test_more_people_than_a_file_may_hold_are_refused(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit is lowered for it: reading 200,000 lines takes ten seconds, and shows no more than these do."""
    assert rules.MOST_ROWS == 200_000
    monkeypatch.setattr(rules, "MOST_ROWS", 200)
    await desk.look(fifty(200))
    with pytest.raises(FileNotValid, match="more than 200 people"):
        await desk.look(fifty(201))


async def test_an_empty_file_and_one_that_is_too_large_leave_nothing_behind(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(FileNotValid, match="empty"):
        await desk.look("")
    monkeypatch.setattr(rules, "MOST_BYTES", 1024 * 1024)
    with pytest.raises(FileNotValid, match="larger than 1 megabytes"):
        await desk.look(b"x" * (1024 * 1024 + 1))
    assert list(desk.uploads.iterdir()) == []


def fifty(count: int = 50) -> str:
    return "number,name,group\n" + "".join(f"{n},Gwen Hughes,staff\n" for n in range(count))


async def test_forty_nine_changes_need_one_officer_and_fifty_need_two(desk: Desk) -> None:
    await desk.send(fifty(49))
    import_id, _ = await desk.look(fifty(99))
    with pytest.raises(NotAllowed, match="second officer"):
        await desk.apply(import_id)
    async with desk.store.writing() as writing:
        with pytest.raises(NotAllowed, match="You sent this file yourself"):
            await lifecycle.approve(writing, import_id, by=desk.officers[0], at=AT)
    async with desk.store.writing() as writing:
        await lifecycle.approve(writing, import_id, by=desk.officers[1], at=AT)
    await desk.apply(import_id)
    async with desk.store.reading() as reading:
        assert (await queries.members(reading, TODAY)).total == 99
        assert (await queries.import_view(reading, import_id)).approved_by == desk.officers[1]


async def test_nothing_is_put_in_when_the_register_has_changed_since(desk: Desk) -> None:
    import_id, _ = await desk.look(THREE)
    await desk.send(THREE)
    with pytest.raises(WrongMoment, match="has changed since"):
        await desk.apply(import_id)
    assert len(await desk.everybody()) == 3


async def test_nothing_is_put_in_when_the_file_has_changed_since(desk: Desk) -> None:
    import_id, _ = await desk.look(THREE)
    lifecycle.upload_of(desk.uploads, import_id).write_text(THREE.replace("Gwen", "Owen"))
    with pytest.raises(WrongMoment, match="not the one that was looked at"):
        await desk.apply(import_id)
    assert await desk.everybody() == {}


async def test_a_file_is_put_in_once_or_let_go(desk: Desk) -> None:
    applied, _ = await desk.look(THREE)
    await desk.apply(applied)
    with pytest.raises(WrongMoment, match="in the register already"):
        await desk.apply(applied)
    let_go, _ = await desk.look(THREE)
    async with desk.store.writing() as writing:
        await lifecycle.abandon(writing, let_go, by=desk.officers[0], at=AT)
    lifecycle.forget_upload(desk.uploads, let_go)
    with pytest.raises(WrongMoment, match="let go"):
        await desk.apply(let_go)
    assert not lifecycle.upload_of(desk.uploads, let_go).exists()


async def test_what_has_been_is_not_overwritten_by_a_file(desk: Desk) -> None:
    await desk.send(THREE)
    cases = {
        "number,name,group,joined\n1,Gwen Hughes,staff,2019-01-01\n": "That is not overwritten.",
        "number,name,group,ended\n1,Gwen Hughes,volunteers,2026-01-01\n": "does not belong to Volunteers",
        "number,name,group,ended\n1,Gwen Hughes,staff,2019-01-01\n": "is before the day of joining",
    }
    for content, sentence in cases.items():
        _, look = await desk.look(content)
        assert [sentence in str(look.findings[0].why[0])] == [True], look.findings
    await desk.send("number,name,group,ended\n1,Gwen Hughes,staff,2026-01-01\n")
    _, look = await desk.look("number,name,group\n1,Gwen Hughes,staff\n")
    assert "This member has left." in str(look.findings[0].why[0])


async def test_a_stranger_to_the_import_finds_nothing(desk: Desk) -> None:
    async with desk.store.reading() as reading:
        with pytest.raises(GovernError, match="do not have this file"):
            await queries.import_view(reading, UUID(int=1))


async def test_an_officer_known_since_the_founding_is_joined_and_not_made_a_second_time(desk: Desk) -> None:
    async with desk.store.writing() as writing:
        known = await identity.add_person(writing, name="Gwen  Hughes", email="Gwen@example.org", by=None, at=AT)
    await desk.send(THREE)
    found = await desk.everybody()
    assert found["1"].person_id == known and found["1"].groups_now == ("staff",)
    async with desk.store.reading() as reading:
        assert len(await who.people_at(reading, "gwen@example.org")) == 1


async def test_somebody_else_at_the_same_mailbox_is_a_new_person(desk: Desk) -> None:
    async with desk.store.writing() as writing:
        other = await identity.add_person(writing, name="Ifan Hughes", email="gwen@example.org", by=None, at=AT)
    await desk.send(THREE)
    assert (await desk.everybody())["1"].person_id != other
