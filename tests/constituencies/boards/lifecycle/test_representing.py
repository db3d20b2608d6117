"""Seats held for a member organisation: who represents it no longer sits no longer (M90, invariant 12)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from govern.constituencies.boards import lifecycle, queries
from govern.constituencies.boards.rules import Way
from govern.constituencies.register import lifecycle as register
from govern.constituencies.register import queries as members
from govern.database import Store
from govern.errors import NotAllowed
from govern.identity import lifecycle as identity
from govern.identity.lifecycle import NewPerson
from govern.identity.rules import PersonKind
from tests.constituencies.boards.lifecycle.given_boards import AT, JOINED, SEATED, TODAY, Home, a_home


async def provider(home: Home, name: str, human: str) -> None:
    """A member organisation, and the human who acts for it."""
    async with home.store.writing() as writing, lifecycle.heeding(writing, JOINED, by=None, at=AT):
        home.people[name] = await register.enter(
            writing,
            NewPerson(name=name, kind=PersonKind.ORGANISATION),
            "member_provider",
            JOINED,
            "Founding",
            by=None,
            at=AT,
        )
    if human not in home.people:
        async with home.store.writing() as writing:
            (home.people[human],) = await identity.add_people(writing, [NewPerson(name=human)], by=None, at=AT)
    await represents(home, name, human, JOINED)


async def represents(home: Home, name: str, human: str, on: date = TODAY) -> None:
    async with home.store.writing() as writing, lifecycle.heeding(writing, on, by=None, at=AT):
        await register.name_representative(
            writing, home.people[name], home.people[human], on, "Letter", by=None, at=AT
        )


async def providers(store: Store) -> Home:
    home = await a_home(store, "secondary_coop")
    for name, human in (("Aber", "Ann"), ("Bala", "Ben"), ("Corris", "Cat")):
        await provider(home, name, human)
        await home.seat(human, "member_provider")
    return home


async def test_m90_a_seat_held_for_an_organisation_ends_when_somebody_else_represents_it(store: Store) -> None:
    home = await providers(store)
    async with store.writing() as writing:
        (home.people["Dai"],) = await identity.add_people(writing, [NewPerson(name="Dai")], by=None, at=AT)
    await represents(home, "Aber", "Dai")
    assert set(await home.sitting()) == {"Ben", "Cat"}, "Dai was not elected and does not sit instead"
    (vacancy,) = await home.vacancies()
    assert (vacancy.who_left, vacancy.why, vacancy.open_on) == ("Ann", "not_representing", TODAY)
    assert vacancy.way is Way.CO_OPTION, "as the rules fill a seat that falls empty early"
    assert "Fill an empty seat: Board" in await home.titles()
    await home.seat("Dai", "member_provider", on=TODAY)
    assert (await home.sitting())["Dai"].organisation == "Aber"


async def test_m90_a_seat_held_for_an_organisation_ends_when_nobody_represents_it(store: Store) -> None:
    home = await providers(store)
    last_week = TODAY - timedelta(days=7)
    async with store.writing() as writing, lifecycle.heeding(writing, last_week, by=None, at=AT):
        await register.end_representation(writing, home.people["Bala"], last_week, by=None, at=AT)
    assert set(await home.sitting()) == {"Ann", "Cat"}
    async with store.reading() as reading:
        (past,) = await queries.past(reading, "board", TODAY)
    assert (past.name, past.to_on, past.why) == ("Ben", last_week, "not_representing")


async def test_invariant_10_limits_are_checked_again_when_a_representation_ends(store: Store) -> None:
    """The quorum of those in office is asked again: two are too few."""
    home = await providers(store)
    assert "Too few are in office: Board" not in await home.titles()
    async with store.writing() as writing, lifecycle.heeding(writing, TODAY, by=None, at=AT):
        await register.end_representation(writing, home.people["Bala"], TODAY, by=None, at=AT)
    assert "Too few are in office: Board" in await home.titles()


async def test_a_seat_held_in_their_own_right_is_not_touched(store: Store) -> None:
    """Somebody who is a member themselves and also represents an organisation sits for themselves."""
    home = await a_home(store, "tair_nant", [("Sal", "staff", "staff")])
    async with store.writing() as writing, lifecycle.heeding(writing, JOINED, by=None, at=AT):
        home.people["Town"] = await register.enter(
            writing,
            NewPerson(name="Town", kind=PersonKind.ORGANISATION),
            "public_bodies",
            JOINED,
            "Founding",
            by=None,
            at=AT,
        )
    await represents(home, "Town", "Sal", JOINED)
    async with store.writing() as writing, lifecycle.heeding(writing, TODAY, by=None, at=AT):
        await register.end_representation(writing, home.people["Town"], TODAY, by=None, at=AT)
    assert set(await home.sitting()) == {"Sal"}


async def test_where_the_register_never_named_them_nothing_ends(store: Store) -> None:
    """A file may say that somebody sits for an organisation that the register knows by another representative."""
    home = await providers(store)
    async with store.writing() as writing:
        (home.people["Eli"],) = await identity.add_people(writing, [NewPerson(name="Eli")], by=None, at=AT)
    await provider(home, "Dolgellau", "Fay")
    await home.seat("Eli", "member_provider", organisation_id=home.people["Dolgellau"])
    async with store.writing() as writing, lifecycle.heeding(writing, TODAY, by=None, at=AT):
        await register.end_representation(writing, home.people["Dolgellau"], TODAY, by=None, at=AT)
    assert "Eli" in await home.sitting()


async def test_a_second_seat_of_one_organisation_is_refused(store: Store) -> None:
    """Invariant 11, by a cap that counts each organisation."""
    home = await providers(store)
    async with store.writing() as writing:
        (home.people["Gil"],) = await identity.add_people(writing, [NewPerson(name="Gil")], by=None, at=AT)
    with pytest.raises(NotAllowed, match="people from one member organisation may hold at most 1"):
        await home.seat("Gil", "member_provider", organisation_id=home.people["Aber"])
    async with store.reading() as reading:
        assert await members.represented_by(reading, home.people["Ann"], SEATED)
