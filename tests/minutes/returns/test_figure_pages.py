"""The annual return through its pages: every number leads to its list; what was sent stands for ever."""

from __future__ import annotations

import csv
import io
import re
from datetime import date, timedelta
from hashlib import sha256

import pytest

from govern.constituencies.register import lifecycle as register
from govern.database import Store
from govern.errors import NotValid, WrongMoment
from govern.identity.lifecycle import NewPerson
from govern.identity.rules import PersonKind
from govern.languages import LANGUAGES
from govern.minutes.returns.lifecycle import figures as lifecycle
from govern.minutes.returns.models import FiledReturn
from govern.minutes.returns.queries import figures as queries
from govern.minutes.returns.queries.sections import Return
from govern.minutes.returns.rules import SocietyYear
from govern.minutes.returns.rules.figures import Typed
from tests.meetings.scene import AT, Scene
from tests.minutes.book.scene import LATER, a_closed_meeting, a_closed_meeting_with_a_ballot, declared
from tests.window import Window

YEAR = SocietyYear(date(2025, 4, 1), date(2026, 3, 31))
NEXT = SocietyYear(date(2026, 4, 1), date(2027, 3, 31))
AT_PAGE = "office/returns/2026-03-31"


async def some_come_and_go(store: Store, scene: Scene) -> None:
    """Fifteen were there before; one and a council join, two leave, one moves to another group."""
    async with store.writing() as writing:
        await register.enter(writing, NewPerson(name="Newcomer"), "staff", date(2025, 6, 1), "Joined", by=None, at=AT)
        council = NewPerson(name="The council", kind=PersonKind.ORGANISATION)
        await register.enter(writing, council, "public_bodies", date(2025, 7, 1), "Joined", by=None, at=AT)
        for name, why in (("Member 1", "moved away"), ("Member 2", "did not say")):
            who, day = scene.people[name], date(2025, 9, 1)
            await register.end_membership(writing, who, "supported", day, why, by=None, at=AT)
        who, day = scene.people["Member 3"], date(2025, 10, 1)
        await register.move(writing, who, "supported", "staff", day, "changed group", by=None, at=AT)


def numbers(found: Return, key: str) -> dict[str, tuple[str, ...]]:
    (section,) = [one for one in found.sections if one.key == key]
    return {row.cells[0]: row.cells[1:] for row in section.rows}


async def counted(scene: Scene, year: SocietyYear = YEAR, language: str = "en") -> Return:
    async with scene.store.reading() as reading:
        return await queries.counted(reading, year, LANGUAGES[language])


async def test_the_numbers_are_those_worked_out_by_hand(scene: Scene) -> None:
    await some_come_and_go(scene.store, scene)
    found = await counted(scene)
    assert numbers(found, "members") == {
        "Members at the start": ("15",),
        "Joined in the year": ("2",),
        "Left in the year": ("2",),
        "Left: did not say": ("1",),
        "Left: moved away": ("1",),
        "Members at the end": ("15",),
        "Organisations at the end": ("1",),
    }
    groups = numbers(found, "groups")
    assert groups["People supported"] == ("14", "0", "3", "11") and groups["Staff"] == ("1", "2", "0", "3")
    assert sum(int(row[3]) for row in groups.values()) == 15
    async with scene.store.reading() as reading:
        left = await queries.listed(reading, YEAR, "left", LANGUAGES["en"])
        assert {(row[1], row[3]) for row in left} == {("Member 1", "moved away"), ("Member 2", "did not say")}
        assert len(await queries.listed(reading, YEAR, "end", LANGUAGES["en"])) == 15
        of_staff = await queries.listed(reading, YEAR, "group-staff", LANGUAGES["en"])
        assert [row[3] for row in of_staff] == ["At the start", "Joined", "Joined", *["At the end"] * 3]
        assert [row[1] for row in await queries.listed(reading, YEAR, "organisations", LANGUAGES["en"])] == [
            "The council"
        ]


async def test_meetings_directors_and_the_same_in_welsh(scene: Scene) -> None:
    await a_closed_meeting(scene)
    found = await counted(scene, NEXT)
    ((meeting, row),) = numbers(found, "meetings").items()
    assert "12 December 2026" in meeting and row == ("Annual general meeting", "13", "0")
    assert numbers(found, "officers")["Nerys Wyn"][3] == "Took office"
    assert "officers" not in {section.key for section in (await counted(scene)).sections}
    assert [s.key for s in (await counted(scene, NEXT, "cy")).sections] == [s.key for s in found.sections]


async def test_votes_with_their_turnout_and_elections(scene: Scene) -> None:
    _, ballot_id = await a_closed_meeting_with_a_ballot(scene)
    await declared(scene, ballot_id)
    found = await counted(scene, NEXT)
    ((vote, row),) = numbers(found, "votes").items()
    assert row == ("195", "112", "57.4%") and vote == "2026-1 Annual general meeting 2026"
    assert list(numbers(found, "elections").values()) == [("2", "2", "1", "1")]
    (section,) = [one for one in found.sections if one.key == "votes"]
    assert section.rows[0].source == f"ballots/{ballot_id}/result"


async def test_what_was_sent_is_kept_with_its_hash_whatever_is_corrected_later(scene: Scene) -> None:
    said = {Typed.SHARES_ISSUED: "12", Typed.PENCE_ISSUED: "120450", Typed.BENEFIT: "Care near home."}
    async with scene.store.writing() as writing:
        assert await lifecycle.type_in(writing, YEAR, said, by=scene.secretary, at=AT) == 3
        assert await lifecycle.type_in(writing, YEAR, said, by=scene.secretary, at=AT) == 0
        with pytest.raises(NotValid):
            await lifecycle.send(writing, YEAR, YEAR.last, "AR-1", by=scene.secretary, at=AT)
        digest = await lifecycle.send(writing, YEAR, date(2026, 10, 1), "AR-1", by=scene.secretary, at=AT)
    await some_come_and_go(scene.store, scene)
    async with scene.store.writing() as writing:
        row = await writing.get_one(FiledReturn, YEAR.last)
        assert sha256(row.kept.encode()).digest() == row.hash == digest
        filed = await queries.filed(writing, YEAR, "cy")
        assert filed is not None and numbers(filed.returned, "members") != {}
        kept = await queries.filed(writing, YEAR, "en")
        assert kept is not None and numbers(kept.returned, "members")["Joined in the year"] == ("0",)
        assert numbers(kept.returned, "shares")["What was paid for them"] == ("£1,204.50", "the accounts")
        for step in (
            lifecycle.type_in(writing, YEAR, {Typed.BENEFIT: "More"}, by=None, at=AT),
            lifecycle.send(writing, YEAR, date(2026, 10, 1), "", by=None, at=AT),
        ):
            with pytest.raises(WrongMoment, match="kept as it was"):
                await step
        with pytest.raises(WrongMoment, match="goes on"):
            await lifecycle.send(writing, NEXT, LATER.date(), "", by=None, at=LATER + timedelta(days=1))
    assert numbers(await counted(scene), "members")["Joined in the year"] == ("2",)


async def test_every_number_leads_to_its_list_and_the_sheet_says_the_same(secretary: Window, here: Scene) -> None:
    await some_come_and_go(here.store, here)
    await secretary.get("office/returns")
    assert "Year to Tuesday 31 March 2026" in secretary.text()
    await secretary.get(AT_PAGE)
    for name in ("start", "joined", "left", "end", "organisations"):
        assert f"{AT_PAGE}/lists/{name}" in secretary.last.text
    for path in set(re.findall(rf'href="[^"]*/({AT_PAGE}/lists/[^"]+)"', secretary.last.text)):
        assert (await secretary.get(path)).status_code == 200, f"{path}, also of a group with nobody in it"
    await secretary.get(f"{AT_PAGE}/lists/joined")
    assert "Newcomer" in secretary.text() and "2 in the year" in secretary.text()
    for nowhere in (f"{AT_PAGE}/lists/999999999999", "office/returns/999999999999", "office/returns/2026-03-30"):
        assert (await secretary.get(nowhere)).status_code == 404
    answer = await secretary.get(f"{AT_PAGE}/return.csv")
    rows = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert rows[0][:3] == ["Table", "What", "Number"] and len({len(row) for row in rows}) == 1
    assert next(row[:3] for row in rows if row[1] == "Joined in the year") == ["Members", "Joined in the year", "2"]
    assert (await secretary.get(f"{AT_PAGE}/return.pdf")).content.startswith(b"%PDF-")


async def test_typing_and_sending_through_the_pages(secretary: Window, here: Scene) -> None:
    await secretary.get(f"{AT_PAGE}/figures")
    typed = {"shares_issued": "3", "pence_issued": "a lot", "benefit": "Care near home."}
    assert (await secretary.send(f"{AT_PAGE}/figures", typed)).status_code == 422
    assert "Type an amount in pounds" in secretary.text() and "Care near home." in secretary.last.text
    assert (await secretary.send(f"{AT_PAGE}/figures", {**typed, "pence_issued": "£30"})).status_code == 303
    await secretary.follow()
    assert "Shares issued in the year 3 the accounts" in secretary.text() and "£30.00" in secretary.text()
    day = {"filed_on_day": "1", "filed_on_month": "3", "filed_on_year": "2026"}
    assert (await secretary.send(f"{AT_PAGE}/sent", day)).status_code == 422
    assert "The year ended on" in secretary.text()
    assert (await secretary.send(f"{AT_PAGE}/sent", {**day, "filed_on_month": "10"})).status_code == 303
    await secretary.follow()
    assert "every number is the same" in secretary.text() and re.search(r"[0-9a-f]{64}", secretary.last.text)
    await some_come_and_go(here.store, here)
    await secretary.get(AT_PAGE)
    assert "Members: Joined in the year 0 2" in secretary.text()
    await secretary.get("office/year/duties/return-2026-03-31")
    assert "Done" in secretary.text()


async def test_who_does_not_see_the_register_sees_no_return(teller: Window) -> None:
    registers = ("office/registers", "office/registers/interests", "office/registers/minute-books")
    for path in ("office/returns", AT_PAGE, f"{AT_PAGE}/lists/end", f"{AT_PAGE}/figures", *registers):
        assert (await teller.get(path)).status_code == 403
