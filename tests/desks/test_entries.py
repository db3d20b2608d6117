"""Officers' steps with an entry, through the pages: a death and its undoing, wrong days, two records made one."""

from __future__ import annotations

import re
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select

from govern.constituencies.boards import lifecycle as boards
from govern.constituencies.boards import queries as seats
from govern.constituencies.register import lifecycle as register
from govern.constituencies.register import queries as members
from govern.constituencies.register.models import Death, Membership
from govern.identity.lifecycle import NewPerson
from govern.identity.models import Person
from govern.permissions import Role
from govern.post import lifecycle as post
from govern.post.models import Letter
from govern.post.rules import Draft, LetterStage
from tests.desks.conftest import Desk
from tests.desks.test_officers import typed
from tests.window import HERE, Window

EVE = "Eve Morgan"


async def officer(desk: Desk, role: Role = Role.SECRETARY, name: str = "Nerys Tudur") -> Window:
    window = Window(desk.window.client, desk.society)
    return await window.sign_in(desk.people[name], role, at=desk.clock.at)


async def notes_death(desk: Desk, office: Window, name: str = EVE, day: date | None = None) -> int:
    where = f"office/register/{desk.people[name]}/death"
    await office.get(where)
    sent = {"told_by": "Her sister, by telephone"} | typed("died_on", day or desk.clock.at.date())
    return (await office.send(where, sent)).status_code


async def test_a_death_is_noted_and_all_of_it_happens_at_once(desk: Desk) -> None:
    at, person = desk.clock.at, desk.people[EVE]
    async with desk.society.store.writing() as writing:
        draft = Draft("morgan@example.org", "notice", "m:1", "en", "Subject", "Dear Eve", person_id=person)
        letter = await post.write(writing, draft, at=at)
        await boards.seat(writing, "board", "staff", person, at.date() - timedelta(days=9), by=None, at=at)
    eve = await Window(desk.window.client, desk.society).sign_in(person, at=at)
    office = await officer(desk)
    await office.get(f"office/register/{person}")
    assert "They have died" in office.text()
    assert await notes_death(desk, office) == 303
    await office.follow()
    assert office.heading() == "Eve Morgan has died"
    for words in ("1 letter was not sent", "1 seat fell vacant", "Her sister, by telephone"):
        assert words in office.text()
    assert (await eve.get("me")).status_code == 303
    async with desk.society.store.reading() as reading:
        assert (await reading.get_one(Letter, letter)).stage is LetterStage.ERASED
        assert await seats.sitting(reading, "board", at.date()) == ()
    await office.get(f"office/register/{person}")
    assert "Nobody is written to any more." in office.text() and "They have died" not in office.text()


async def test_a_death_asks_for_the_second_step(desk: Desk) -> None:
    office = await officer(desk)
    desk.clock.pass_(minutes=6)
    answer = await office.get(f"office/register/{desk.people[EVE]}/death")
    assert answer.status_code == 303 and "step-up" in answer.headers["location"]


async def test_what_cannot_be_is_said_beside_the_day_and_what_was_typed_is_kept(desk: Desk) -> None:
    office = await officer(desk)
    assert await notes_death(desk, office, day=desk.clock.at.date() + timedelta(days=2)) == 422
    assert "This day has not come yet." in office.text() and "Her sister" in office.last.text
    where = f"office/register/{desk.people[EVE]}/death"
    assert (await office.send(where, {})).status_code == 422
    assert "Say who told you, and how." in office.text()
    assert await notes_death(desk, office, name="Nerys Tudur") == 422
    assert "You cannot note this of yourself." in office.text()


async def test_a_mistake_is_put_right_by_another_officer(desk: Desk) -> None:
    office = await officer(desk)
    await notes_death(desk, office)
    async with desk.society.store.reading() as reading:
        death = await reading.scalar(select(Death.id))
    where = f"office/deaths/{death}"
    await office.get(where)
    assert (await office.send(where, {"reason": "Another Eve"})).status_code == 422
    assert "Another officer has to put it right." in office.text()
    second = await officer(desk, Role.CHAIR, "Siân Elis")
    await second.get("office/deaths")
    assert EVE in second.text()
    await second.get(where)
    assert (await second.send(where, {})).status_code == 422
    await second.send(where, {"reason": "Another Eve"})
    await second.follow()
    assert "It was a mistake, put right on Monday 9 November 2026: Another Eve" in second.text()
    async with desk.society.store.reading() as reading:
        page = await members.member_page(reading, desk.people[EVE], desk.clock.at.date())
    assert page.groups_now == ("staff",) and len(page.memberships) == 2


async def test_wrong_days_are_corrected_and_what_stood_there_is_shown(desk: Desk) -> None:
    """Invariant 1."""
    office = await officer(desk)
    person = desk.people[EVE]
    async with desk.society.store.reading() as reading:
        membership = await reading.scalar(select(Membership.id).where(Membership.person_id == person))
    where = f"office/memberships/{membership}/days"
    await office.get(where)
    sent = {"reason": "The signed application"} | typed("joined_on", date(2024, 2, 1))
    assert (await office.send(where, sent | {"reason": ""})).status_code == 422
    late = desk.clock.at.date() + timedelta(days=2)
    assert (await office.send(where, sent | typed("joined_on", late))).status_code == 422
    assert "This day has not come yet." in office.text()
    assert (await office.send(where, sent)).status_code == 303
    await office.get(f"office/register/{person}/days")
    assert "Since Thursday 1 February 2024." in office.text()
    assert "it said: since Sunday 5 October 2025. The signed application" in office.text()


async def a_double(desk: Desk) -> UUID:
    async with desk.society.store.writing() as writing:
        new = NewPerson(name="Eve Morgan Jones", email="morgan@example.org", phone="01632 960 002")
        return await register.enter(
            writing, new, "volunteers", date(2026, 1, 5), "open day", by=None, at=desk.clock.at
        )


async def test_two_records_are_found_looked_at_side_by_side_and_made_one(desk: Desk) -> None:
    double = await a_double(desk)
    office = await officer(desk)
    await office.get("office/doubles")
    assert "The same email address." in office.text()
    assert re.search(r"Eve Morgan Jones, number \d+", office.text()), (
        "which of the two it is, when both have one name"
    )
    kept = desk.people[EVE]
    where = f"office/doubles/{kept}/{double}"
    assert where in office.last.text or f"office/doubles/{double}/{kept}" in office.last.text
    await office.get(where)
    for words in ("Telephone: 01632 960 002", "Volunteers: since", "This cannot be undone."):
        assert words in office.text(), office.text()
    assert (await office.send(where, {})).status_code == 422
    assert "Say how you know that both are one person." in office.text()
    await office.send(where, {"reason": "She says so", "facts": ["phone"]})
    assert office.last.headers["location"] == f"{HERE}/office/register/{kept}?done=merged"
    await office.follow()
    assert "That record became part of this one." in office.last.text
    assert "01632 960 002" in office.text() and "Open day." in office.text()
    led = await office.get(f"office/register/{double}")
    assert led.headers["location"].startswith(f"{HERE}/office/register/{kept}")
    async with desk.society.store.reading() as reading:
        assert (await reading.get_one(Person, double)).merged_into_id == kept
    again = await office.get(where)
    assert "has become part of another already" in again.text and "This cannot be undone." not in office.text()


async def test_two_records_are_found_by_their_numbers(desk: Desk) -> None:
    double = await a_double(desk)
    office = await officer(desk)
    async with desk.society.store.reading() as reading:
        numbers = [
            (await members.member_page(reading, one, desk.clock.at.date())).number
            for one in (desk.people[EVE], double)
        ]
    await office.get(f"office/doubles?first={numbers[0]}&second={numbers[1]}")
    assert f"office/doubles/{desk.people[EVE]}/{double}" in office.last.text
    await office.get("office/doubles?first=999&second=1")
    assert "We need two numbers that are in the register." in office.text()


async def test_what_stands_in_the_way_of_one_record_is_said_instead_of_the_form(desk: Desk) -> None:
    """Invariant 17."""
    double, at = await a_double(desk), desk.clock.at
    async with desk.society.store.writing() as writing:
        for person, seat in ((desk.people[EVE], "staff"), (double, "volunteers")):
            await boards.seat(writing, "board", seat, person, at.date() - timedelta(days=9), by=None, at=at)
    office = await officer(desk)
    where = f"office/doubles/{desk.people[EVE]}/{double}"
    await office.get(where)
    assert "One person cannot sit twice" in office.text()
    assert "Make one record" not in office.text()


async def test_the_one_record_is_once_in_the_list(desk: Desk) -> None:
    """Invariant 3, as the register shows it."""
    double = await a_double(desk)
    office = await officer(desk)
    where = f"office/doubles/{desk.people[EVE]}/{double}"
    await office.get(where)
    await office.send(where, {"reason": "She says so"})
    for left in ("", "&left=true"):
        await office.get(f"office/register?words=morgan{left}")
        assert office.last.text.count(f"office/register/{double}") == 0
    await office.get("office/register?words=morgan")
    assert "1 person" in office.text()
