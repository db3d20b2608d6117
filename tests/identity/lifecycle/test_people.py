"""People come to be known, hold offices, change and go."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from govern.database import Store
from govern.errors import AlreadyDone, NotFound, NotValid, WrongMoment
from govern.identity import lifecycle, queries
from govern.identity.lifecycle import NewPerson, PersonChanges
from govern.identity.rules import Proof
from govern.permissions import Role
from govern.web.visitor import Look
from tests.given import Moments
from tests.identity.conftest import BROWSER, SITE, AddPerson, letters, verbs


async def test_a_person_is_added_with_their_first_name_and_address_in_order(store: Store, clock: Moments) -> None:
    async with store.writing() as writing:
        added = await lifecycle.add_person(
            writing, name="  Siân   Prosser ", email=" Sian@Example.ORG ", by=None, at=clock.at
        )
    async with store.reading() as reading:
        found = await queries.person(reading, added)
    assert (found.name, found.first_name, found.email) == ("Siân Prosser", "Siân", "sian@example.org")
    assert await verbs(store) == ["person.added"]


@pytest.mark.parametrize(("name", "email", "field"), [("  ", None, "name"), ("Cai", "cai at example", "email")])
async def test_a_person_without_a_name_or_with_a_wrong_address_is_not_added(
    store: Store, clock: Moments, name: str, email: str | None, field: str
) -> None:
    with pytest.raises(NotValid) as refused:
        async with store.writing() as writing:
            await lifecycle.add_person(writing, name=name, email=email, by=None, at=clock.at)
    assert refused.value.field == field
    assert await verbs(store) == []


async def test_many_people_are_added_in_order_with_one_line_in_the_record(store: Store, clock: Moments) -> None:
    people = [NewPerson(f"Person Number {n}", email=f"p{n}@example.org") for n in range(1_100)]
    async with store.writing() as writing:
        ids = await lifecycle.add_people(writing, people, by=None, at=clock.at)
    async with store.reading() as reading:
        found = await queries.people_by_id(reading, ids)
    assert [found[one].name for one in ids] == [new.name for new in people]
    assert await verbs(store) == ["people.added"]


async def test_an_unknown_person_is_not_found(store: Store, a_person: AddPerson) -> None:
    known = await a_person()
    async with store.reading() as reading:
        assert set(await queries.people_by_id(reading, [known, uuid4()])) == {known}
        with pytest.raises(NotFound):
            await queries.person(reading, uuid4())


async def test_a_changed_address_is_told_to_the_old_one(store: Store, clock: Moments, a_person: AddPerson) -> None:
    person = await a_person(language="cy")
    async with store.writing() as writing:
        changes = PersonChanges(email="new@example.org", phone="01632 960 001")
        await lifecycle.change_person(writing, person, changes, by=None, at=clock.at, site=SITE)
    (letter,) = await letters(store)
    assert (letter.to_address, letter.language, letter.kind) == ("sian@example.org", "cy", "identity_notice")
    assert await verbs(store) == ["person.added", "person.changed"]
    async with store.reading() as reading:
        assert (await queries.person(reading, person)).phone == "01632 960 001"


async def test_a_change_that_changes_nothing_leaves_no_line(
    store: Store, clock: Moments, a_person: AddPerson
) -> None:
    person = await a_person()
    async with store.writing() as writing:
        same = PersonChanges(email="SIAN@example.org", name="Siân Prosser")
        await lifecycle.change_person(writing, person, same, by=None, at=clock.at, site=SITE)
    assert await verbs(store) == ["person.added"]


async def test_an_office_is_held_from_its_first_day_to_its_last(
    store: Store, clock: Moments, a_person: AddPerson
) -> None:
    person, today = await a_person(), clock.at.date()
    async with store.writing() as writing:
        office = await lifecycle.appoint(
            writing, person, Role.SCRUTINEER, today + timedelta(days=2), by=None, at=clock.at
        )
        await lifecycle.end_office(writing, office, today + timedelta(days=5), by=None, at=clock.at)
    async with store.reading() as reading:
        held = [
            days for days in range(8) if await queries.holders(reading, Role.SCRUTINEER, today + timedelta(days=days))
        ]
        assert held == [2, 3, 4, 5]
        (view,) = await queries.offices_of(reading, person)
    assert (view.role, view.to_on) == (Role.SCRUTINEER, today + timedelta(days=5))
    assert (await verbs(store))[1:] == ["office.given", "office.ended"]


async def test_nobody_is_given_the_same_office_twice(store: Store, clock: Moments, a_person: AddPerson) -> None:
    person, today = await a_person(), clock.at.date()
    for refusal, role, to_on in (
        (None, Role.CHAIR, None),
        (AlreadyDone, Role.CHAIR, None),
        (NotValid, Role.TELLER, today - timedelta(days=1)),
    ):
        try:
            async with store.writing() as writing:
                await lifecycle.appoint(writing, person, role, today, to_on=to_on, by=None, at=clock.at)
        except (AlreadyDone, NotValid) as refused:
            assert refusal is not None and isinstance(refused, refusal)
        else:
            assert refusal is None
    assert (await verbs(store)).count("office.given") == 1


async def test_the_look_somebody_chose_goes_with_them(store: Store, clock: Moments, a_person: AddPerson) -> None:
    person = await a_person()
    async with store.writing() as writing:
        await lifecycle.choose_look(writing, person, Look(4, "cream", "easy"), at=clock.at)
    assert (await verbs(store))[-1] == "person.look_chosen"


async def test_a_closed_account_has_no_sessions_and_is_closed_once(
    store: Store, clock: Moments, a_person: AddPerson
) -> None:
    person = await a_person()
    async with store.writing() as writing:
        await lifecycle.begin(writing, person, Proof.LINK, BROWSER, at=clock.at)
        await lifecycle.deactivate(writing, person, by=None, at=clock.at)
    async with store.reading() as reading:
        assert await queries.sessions_of(reading, person, clock.at) == ()
        assert await queries.people_at(reading, "sian@example.org") == ()
    with pytest.raises(WrongMoment):
        async with store.writing() as writing:
            await lifecycle.deactivate(writing, person, by=None, at=clock.at)
