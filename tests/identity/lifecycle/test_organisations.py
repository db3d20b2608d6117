"""An organisation never comes in: no link, no code, no password, no session, no office; its address is no way in."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.database import Store
from govern.errors import NotAllowed, NotValid
from govern.identity import lifecycle, queries
from govern.identity.lifecycle import NewPerson, PersonChanges
from govern.identity.models import Session, SignInLink
from govern.identity.rules import LinkKind, PersonKind, Proof
from govern.permissions import Role
from tests.given import Moments
from tests.identity.conftest import BROWSER, KEY, PASSWORD_HASH, SITE, AddPerson, letters

COUNCIL = NewPerson(name="Dyffryn Town Council", email="office@example.org", kind=PersonKind.ORGANISATION)
Step = Callable[[AsyncSession, UUID, Moments], Awaitable[object]]


@pytest.fixture
async def council(store: Store, clock: Moments) -> UUID:
    async with store.writing() as writing:
        (added,) = await lifecycle.add_people(writing, [COUNCIL], by=None, at=clock.at)
    return added


WAYS: dict[str, Step] = {
    "link": lambda w, p, c: lifecycle.make_link(w, p, at=c.at),
    "set-up link": lambda w, p, c: lifecycle.make_link(w, p, kind=LinkKind.SET_UP, at=c.at),
    "invitation": lambda w, p, c: lifecycle.invite(w, p, site=SITE, by=None, at=c.at),
    "letter codes": lambda w, p, c: lifecycle.issue_letter_codes(w, KEY, p, by=None, site=SITE, at=c.at),
    "password": lambda w, p, c: lifecycle.set_password(w, p, PASSWORD_HASH, by=None, at=c.at),
    "session": lambda w, p, c: lifecycle.begin(w, p, Proof.LINK, BROWSER, at=c.at),
    "office": lambda w, p, c: lifecycle.appoint(w, p, Role.CHAIR, c.at.date(), by=None, at=c.at),
}


@pytest.mark.parametrize("way", WAYS)
async def test_no_way_in_is_made_for_an_organisation(store: Store, clock: Moments, council: UUID, way: str) -> None:
    with pytest.raises(NotAllowed, match="does not sign in and holds no office"):
        async with store.writing() as writing:
            await WAYS[way](writing, council, clock)
    async with store.reading() as reading:
        for table in (Session, SignInLink):
            assert await reading.scalar(select(func.count()).select_from(table)) == 0


async def asked(store: Store, clock: Moments) -> SignInLink:
    async with store.writing() as writing:
        await lifecycle.ask_for_link(
            writing, KEY, email="office@example.org", pre_session="p", site=SITE, language="en", at=clock.at
        )
    async with store.reading() as reading:
        return (await reading.scalars(select(SignInLink))).one()


async def test_asking_with_its_address_looks_the_same_and_sends_nothing(
    store: Store, clock: Moments, council: UUID
) -> None:
    link = await asked(store, clock)
    assert link.person_id is None and link.mailbox is None and await letters(store) == []


async def test_a_human_with_the_same_address_is_alone_there(
    store: Store, clock: Moments, council: UUID, a_person: AddPerson
) -> None:
    clerk = await a_person("Ann Price", "office@example.org")
    link = await asked(store, clock)
    assert link.person_id == clerk
    async with store.reading() as reading:
        assert [one.id for one in await queries.people_at(reading, "office@example.org")] == [clerk]
        assert [one.name for one in await queries.people_named(reading, "Dyffryn")] == []


async def test_it_has_no_birth_date_and_is_greeted_by_its_whole_name(
    store: Store, clock: Moments, council: UUID
) -> None:
    async with store.reading() as reading:
        view = await queries.person(reading, council)
    assert view.first_name == COUNCIL.name and view.is_organisation
    born = date(1980, 1, 1)
    async with store.writing() as writing:
        with pytest.raises(NotValid, match="no date of birth"):
            new = NewPerson(name="X", born_on=born, kind=PersonKind.ORGANISATION)
            await lifecycle.add_people(writing, [new], by=None, at=clock.at)
        with pytest.raises(NotValid, match="no date of birth"):
            await lifecycle.change_person(
                writing, council, PersonChanges(born_on=born), by=None, at=clock.at, site=None
            )
