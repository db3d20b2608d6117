"""A file of members brings organisations and who represents them; the same file twice changes nothing."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from uuid import UUID

import pytest

from govern.constituencies.register import lifecycle, queries
from govern.constituencies.register.incoming import Column, Outcome
from govern.database import Store
from govern.documents.spreadsheet import csv_stream
from govern.identity import queries as who
from tests.constituencies.register.lifecycle.test_importing import AT, TODAY, Desk, officers

__all__ = ["officers"]
HEAD = "number,name,group,kind,representative,representative email,born\n"
COUNCIL = "9,Dyffryn Town Council,public_bodies,organisation,Ann Price,ann@example.org,\n"


@pytest.fixture
def desk(store: Store, officers: tuple[UUID, UUID], tmp_path: Path) -> Desk:
    return Desk(store, tmp_path, officers)


async def why(desk: Desk, line: str) -> str:
    _, look = await desk.look(HEAD + line)
    (finding,) = look.findings
    assert finding.outcome is Outcome.REFUSED
    return " ".join(map(str, finding.why))


async def put_in(desk: Desk, text: str) -> dict[Outcome, int]:
    import_id, look = await desk.look(text)
    if look.changes:
        async with desk.store.writing() as writing:
            file = lifecycle.upload_of(desk.uploads, import_id)
            await lifecycle.apply(writing, import_id, file, by=desk.officers[0], at=AT)
    return look.counts


async def test_an_organisation_comes_with_its_representative_and_another_one_replaces_them(desk: Desk) -> None:
    await put_in(desk, HEAD + COUNCIL)
    async with desk.store.reading() as reading:
        council = await queries.person_with_number(reading, "9")
        assert council is not None
        found = await queries.representation(reading, council, TODAY)
        assert found.now is not None and (found.now.name, found.now.email) == ("Ann Price", "ann@example.org")
        assert (await who.person(reading, council)).is_organisation
    assert (await put_in(desk, HEAD + COUNCIL))[Outcome.UNCHANGED] == 1
    await put_in(desk, HEAD + COUNCIL.replace("Ann Price,ann", "Ben Rees,ben"))
    async with desk.store.reading() as reading:
        found = await queries.representation(reading, council, TODAY)
        assert found.now is not None and found.now.name == "Ben Rees"
        assert [one.name for one in found.before] == ["Ann Price"]


async def test_a_line_without_a_kind_is_an_organisation_where_its_group_takes_nobody_else(desk: Desk) -> None:
    await put_in(desk, "number,name,group\n9,Health Board,public_bodies\n10,Gwen Hughes,staff\n")
    async with desk.store.reading() as reading:
        ids = [await queries.person_with_number(reading, number) for number in ("9", "10")]
        kinds = [(await who.person(reading, one)).is_organisation for one in ids if one]
    assert kinds == [True, False]


@pytest.mark.parametrize(
    ("line", "refused"),
    [
        ("9,Council,staff,organisation,,,\n", "is for people, not for organisations"),
        ("9,Gwen,public_bodies,person,,,\n", "is for organisations, not for single people"),
        ("9,Council,public_bodies,organisation,,,1980-01-01\n", "An organisation has no date of birth"),
        ("9,Council,public_bodies,club,,,\n", "Write “person” or “organisation”"),
        ("9,Gwen,staff,person,Ann,,\n", "Only an organisation has a representative"),
        ("9,Council,public_bodies,organisation,,ann@example.org,\n", "and no name"),
    ],
)
async def test_a_line_that_cannot_be_says_why(desk: Desk, line: str, refused: str) -> None:
    assert refused in await why(desk, line)


async def test_a_member_does_not_change_from_a_person_into_an_organisation(desk: Desk) -> None:
    await put_in(desk, "number,name,group\n9,Gwen Hughes,staff\n")
    assert "the other kind" in await why(desk, "9,Gwen Hughes,public_bodies,organisation,,,\n")


async def test_the_list_given_out_comes_in_again_unchanged(desk: Desk) -> None:
    await put_in(desk, HEAD + COUNCIL + "10,Gwen Hughes,staff,person,,,1980-05-17\n")
    async with desk.store.reading() as reading:
        rows = queries.export(reading, TODAY)
        text = "".join([part.decode() if isinstance(part, bytes) else part
                        async for part in csv_stream([column.value for column in Column], rows)])  # fmt: skip
    read = list(csv.DictReader(io.StringIO(text.lstrip("\ufeff"))))
    assert {row["name"]: (row["kind"], row["representative"]) for row in read} == {
        "Dyffryn Town Council": ("organisation", "Ann Price"),
        "Gwen Hughes": ("human", ""),
    }
    assert (await put_in(desk, text))[Outcome.UNCHANGED] == 2
