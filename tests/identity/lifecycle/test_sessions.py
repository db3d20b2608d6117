"""Sessions: a fresh token each time, found by it alone, ended by their owner and by time."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine, event, select

from govern.database import Store
from govern.errors import NotFound
from govern.identity import lifecycle, queries
from govern.identity.lifecycle import Browser, SignedIn
from govern.identity.models import Session
from govern.identity.rules import Proof
from govern.permissions import Permission, Role
from govern.society import Society
from govern.web.visitor import Look
from tests.given import Moments, a_bare_society
from tests.identity.conftest import BROWSER, AddPerson, verbs


@pytest.fixture
async def society(tmp_path: Path, database_url: str) -> AsyncIterator[Society]:
    """The society whose database is the `store` of the same test."""
    made = await a_bare_society(tmp_path / "home", url=database_url)
    yield made
    await made.store.close()


@pytest.fixture
def store(society: Society) -> Store:
    return society.store


async def come_in(
    store: Store, clock: Moments, person: UUID, proof: Proof = Proof.LINK, browser: Browser = BROWSER
) -> SignedIn:
    async with store.writing() as writing:
        return await lifecycle.begin(writing, person, proof, browser, at=clock.at)


async def test_the_visitor_of_a_token_is_its_person(society: Society, clock: Moments, a_person: AddPerson) -> None:
    person = await a_person()
    async with society.store.writing() as writing:
        await lifecycle.choose_look(writing, person, Look(3, "cream", "easy"), at=clock.at)
    entered = await come_in(society.store, clock, person)
    visitor = await queries.find_visitor(society, entered.token, clock.at)
    assert visitor is not None
    assert (visitor.person_id, visitor.first_name, visitor.session_id) == (person, "Siân", entered.session_id)
    assert visitor.look == Look(3, "cream", "easy")
    assert not visitor.officer_session and not visitor.shared_device


@pytest.mark.parametrize("token", ["", "attacker-chosen", "x" * 43, "\udce9\x00", "ŵ" * 5000])
async def test_a_token_nobody_was_given_finds_nobody(
    society: Society, clock: Moments, a_person: AddPerson, token: str
) -> None:
    await come_in(society.store, clock, await a_person())
    assert await queries.find_visitor(society, token, clock.at) is None


async def test_the_token_itself_is_not_kept(society: Society, clock: Moments, a_person: AddPerson) -> None:
    entered = await come_in(society.store, clock, await a_person())
    async with society.store.reading() as reading:
        (row,) = await reading.scalars(select(Session))
    assert entered.token.encode() != row.token_hash and len(row.token_hash) == 32
    assert len(entered.token) >= 43


async def test_signing_in_anew_ends_the_session_the_browser_brought(
    society: Society, clock: Moments, a_person: AddPerson
) -> None:
    person = await a_person()
    first = await come_in(society.store, clock, person)
    second = await come_in(society.store, clock, person, Proof.PASSWORD_TOTP, Browser("", gives_up=first.session_id))
    assert first.token != second.token
    assert await queries.find_visitor(society, first.token, clock.at) is None
    assert await queries.find_visitor(society, second.token, clock.at) is not None
    assert (await verbs(society.store))[-2:] == ["session.ended", "session.began"]


@pytest.mark.parametrize(
    ("proof", "shared", "alive", "over"),
    [
        (Proof.LINK, False, timedelta(hours=23, minutes=59), timedelta(hours=24)),
        (Proof.PRINTED, True, timedelta(minutes=20), timedelta(minutes=21, seconds=1)),
        (Proof.PASSWORD_TOTP, False, timedelta(minutes=15), timedelta(minutes=16, seconds=1)),
    ],
)
async def test_a_session_nobody_uses_ends_by_itself(
    society: Society,
    clock: Moments,
    a_person: AddPerson,
    proof: Proof,
    shared: bool,
    alive: timedelta,
    over: timedelta,
) -> None:
    person = await a_person()
    one = await come_in(society.store, clock, person, proof, Browser("", shared))
    other = await come_in(society.store, clock, person, proof, Browser("", shared))
    assert await queries.find_visitor(society, one.token, clock.at + alive) is not None
    assert await queries.find_visitor(society, other.token, clock.at + over) is None


async def test_a_session_in_use_lasts_to_its_absolute_end_and_no_longer(
    society: Society, clock: Moments, a_person: AddPerson
) -> None:
    entered = await come_in(society.store, clock, await a_person(), Proof.PASSWORD_TOTP)
    for _ in range(47):
        clock.pass_(minutes=10)
        assert await queries.find_visitor(society, entered.token, clock.at) is not None
    clock.pass_(minutes=10)
    assert await queries.find_visitor(society, entered.token, clock.at) is None


async def test_one_question_finds_the_visitor_and_a_sign_of_life_is_noted_once_a_minute(
    society: Society, clock: Moments, an_officer: AddPerson, request: pytest.FixtureRequest
) -> None:
    entered = await come_in(society.store, clock, await an_officer(), Proof.PASSWORD_TOTP)
    said: list[str] = []

    def hear(_c: object, _cur: object, statement: str, *_: object) -> None:
        if not statement.startswith(("BEGIN", "SAVEPOINT", "COMMIT")):
            said.append(statement.split(maxsplit=1)[0])

    event.listen(Engine, "before_cursor_execute", hear)
    request.addfinalizer(lambda: event.remove(Engine, "before_cursor_execute", hear))
    for seconds, expected in ((0, ["SELECT"]), (59, ["SELECT"]), (61, ["SELECT", "UPDATE"]), (62, ["SELECT"])):
        said.clear()
        at = clock.at + timedelta(seconds=seconds)
        assert await queries.find_visitor(society, entered.token, at) is not None
        assert said == expected, seconds


async def test_offices_come_with_the_visitor_and_need_an_officers_sign_in(
    society: Society, clock: Moments, an_officer: AddPerson
) -> None:
    person = await an_officer(role=Role.RETURNING_OFFICER)
    async with society.store.writing() as writing:
        await lifecycle.appoint(writing, person, Role.FACILITATOR, clock.at.date(), by=None, at=clock.at)
        tomorrow = clock.at.date() + timedelta(days=1)
        await lifecycle.appoint(writing, person, Role.CHAIR, tomorrow, by=None, at=clock.at)
    by_link = await queries.find_visitor(society, (await come_in(society.store, clock, person)).token, clock.at)
    entered = await come_in(society.store, clock, person, Proof.PASSWORD_TOTP)
    as_officer = await queries.find_visitor(society, entered.token, clock.at)
    assert by_link is not None and as_officer is not None
    assert as_officer.roles == by_link.roles == {Role.RETURNING_OFFICER, Role.FACILITATOR}
    assert as_officer.may(Permission.BALLOT_OPEN) and not by_link.may(Permission.BALLOT_OPEN)
    assert by_link.may(Permission.FACILITATE)


async def test_a_closed_account_is_at_no_door(society: Society, clock: Moments, a_person: AddPerson) -> None:
    person = await a_person()
    entered = await come_in(society.store, clock, person)
    async with society.store.writing() as writing:
        await lifecycle.deactivate(writing, person, by=None, at=clock.at)
    assert await queries.find_visitor(society, entered.token, clock.at) is None


async def test_people_see_and_end_their_own_sessions_only(
    society: Society, clock: Moments, a_person: AddPerson
) -> None:
    mine, theirs = await a_person(), await a_person("Cai Prosser", "cai@example.org")
    here = await come_in(society.store, clock, mine)
    there = await come_in(society.store, clock, mine, browser=Browser("iPhone Safari", shared_device=True))
    others = await come_in(society.store, clock, theirs)
    async with society.store.reading() as reading:
        shown = await queries.sessions_of(reading, mine, clock.at)
    assert {(s.id, s.shared_device) for s in shown} == {(here.session_id, False), (there.session_id, True)}
    for session_id in (others.session_id, uuid4()):
        with pytest.raises(NotFound):
            async with society.store.writing() as writing:
                await lifecycle.revoke(writing, session_id, owner=mine, at=clock.at)
    async with society.store.writing() as writing:
        await lifecycle.revoke(writing, there.session_id, owner=mine, at=clock.at)
        await lifecycle.revoke(writing, there.session_id, owner=mine, at=clock.at)
    assert await queries.find_visitor(society, there.token, clock.at) is None
    assert await queries.find_visitor(society, here.token, clock.at) is not None
    assert await queries.find_visitor(society, others.token, clock.at) is not None
    assert (await verbs(society.store)).count("session.ended") == 1


async def test_everywhere_else_is_everywhere_but_here(society: Society, clock: Moments, a_person: AddPerson) -> None:
    person = await a_person()
    entered = [await come_in(society.store, clock, person) for _ in range(3)]
    async with society.store.writing() as writing:
        assert await lifecycle.revoke_others(writing, person, keep=entered[1].session_id, at=clock.at) == 2
    alive = [await queries.find_visitor(society, one.token, clock.at) is not None for one in entered]
    assert alive == [False, True, False]


async def test_signing_out_ends_the_session(society: Society, clock: Moments, a_person: AddPerson) -> None:
    entered = await come_in(society.store, clock, await a_person())
    for _ in range(2):
        async with society.store.writing() as writing:
            await lifecycle.sign_out(writing, entered.session_id, at=clock.at)
    assert await queries.find_visitor(society, entered.token, clock.at) is None
    assert (await verbs(society.store)).count("session.ended") == 1


async def test_the_record_never_says_when_a_member_was_there(
    society: Society, clock: Moments, a_person: AddPerson, an_officer: AddPerson
) -> None:
    from govern import record

    member, officer = await a_person(), await an_officer()
    await come_in(society.store, clock, member)
    await come_in(society.store, clock, officer, Proof.PASSWORD_TOTP)
    async with society.store.reading() as reading:
        lines = await record.lines_about(reading)
    began = [line for line in lines if line.verb == "session.began"]
    assert [line.by for line in began] == [officer, None]
    assert not any(str(member) in line.subject or str(member) in str(line.facts) for line in began)


async def test_what_has_run_out_is_swept(society: Society, clock: Moments, a_person: AddPerson) -> None:
    person = await a_person()
    await come_in(society.store, clock, person)
    async with society.store.writing() as writing:
        await lifecycle.make_link(writing, person, at=clock.at)
    clock.pass_(days=31)
    await come_in(society.store, clock, person)
    async with society.store.writing() as writing:
        await lifecycle.sweep(writing, at=clock.at)
    async with society.store.reading() as reading:
        assert len(list(await reading.scalars(select(Session)))) == 1
