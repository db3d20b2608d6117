"""A signed-in officer changes their password and their authenticator: told, recorded, everybody else out."""

from __future__ import annotations

from uuid import UUID

import pyotp
import pytest

from govern.database import Store
from govern.errors import TooMany
from govern.identity import lifecycle, queries
from govern.identity.lifecycle import SignedIn, passwords
from govern.identity.rules import Proof, WrongTry
from tests.given import Moments
from tests.identity.conftest import BROWSER, KEY, PASSWORD_HASH, SITE, AddPerson, code_of, letters, verbs

NEW_HASH = passwords.hash_now("heron copper window seven")


async def signed_in(store: Store, clock: Moments, person: UUID) -> SignedIn:
    async with store.writing() as writing:
        return await lifecycle.begin(writing, person, Proof.PASSWORD_TOTP, BROWSER, at=clock.at)


async def change_password(
    store: Store, clock: Moments, session: SignedIn, seen: str | None = PASSWORD_HASH
) -> str | WrongTry:
    async with store.writing() as writing:
        return await lifecycle.change_password(
            writing,
            KEY,
            session.person_id,
            session.session_id,
            hash_seen=seen,
            password_hash=NEW_HASH,
            site=SITE,
            at=clock.at,
        )


async def shown(store: Store, session: SignedIn) -> pyotp.TOTP:
    """What the new telephone holds once it has scanned the page."""
    async with store.reading() as reading:
        return pyotp.TOTP(await queries.secret_to_come(reading, KEY, session.person_id, session.session_id))


async def change_authenticator(store: Store, clock: Moments, session: SignedIn, code: str) -> str | WrongTry:
    async with store.writing() as writing:
        return await lifecycle.change_authenticator(
            writing, KEY, session.person_id, session.session_id, code, site=SITE, at=clock.at
        )


async def step_up(store: Store, clock: Moments, session: SignedIn, code: str) -> str | WrongTry:
    async with store.writing() as writing:
        return await lifecycle.step_up(writing, KEY, session.person_id, session.session_id, code, at=clock.at)


async def sessions(store: Store, clock: Moments, person: UUID) -> list[UUID]:
    async with store.reading() as reading:
        return [one.id for one in await queries.sessions_of(reading, person, clock.at)]


async def test_a_new_password_replaces_the_old_and_ends_every_other_session(
    store: Store, clock: Moments, an_officer: AddPerson
) -> None:
    officer = await an_officer()
    here, there = await signed_in(store, clock, officer), await signed_in(store, clock, officer)
    token = await change_password(store, clock, here)
    assert isinstance(token, str) and token not in (here.token, there.token)
    assert await sessions(store, clock, officer) == [here.session_id]
    async with store.reading() as reading:
        (proof,) = await queries.officer_proofs(reading, "dilys@example.org")
    assert proof.hash == NEW_HASH
    (letter,) = await letters(store)
    assert (letter.to_address, letter.kind) == ("dilys@example.org", "identity_notice")
    assert "Your password was changed." in (letter.body or "") and "If it was not you" in (letter.body or "")
    assert (await verbs(store))[-2:] == ["password.set", "session.ended"]


@pytest.mark.parametrize("seen", [None, NEW_HASH], ids=["none was typed", "another was typed"])
async def test_without_the_old_password_nothing_changes_and_tries_are_counted(
    store: Store, clock: Moments, an_officer: AddPerson, seen: str | None
) -> None:
    officer = await an_officer()
    here, there = await signed_in(store, clock, officer), await signed_in(store, clock, officer)
    before = await verbs(store)
    for _ in range(5):
        refused = await change_password(store, clock, here, seen)
        assert isinstance(refused, WrongTry) and refused.field == "old_password"
    with pytest.raises(TooMany):
        await change_password(store, clock, here)
    assert await verbs(store) == before and await letters(store) == []
    assert set(await sessions(store, clock, officer)) == {here.session_id, there.session_id}
    clock.pass_(hours=1)
    here = await signed_in(store, clock, officer)
    assert isinstance(await change_password(store, clock, here), str)


async def test_a_member_has_no_password_to_change(store: Store, clock: Moments, a_person: AddPerson) -> None:
    here = await signed_in(store, clock, await a_person())
    assert isinstance(await change_password(store, clock, here), WrongTry)


async def test_a_new_authenticator_counts_from_its_first_code_on(
    store: Store, clock: Moments, an_officer: AddPerson
) -> None:
    officer = await an_officer()
    here, there = await signed_in(store, clock, officer), await signed_in(store, clock, officer)
    new = await shown(store, here)
    assert (await shown(store, here)).secret == new.secret != (await shown(store, there)).secret
    token = await change_authenticator(store, clock, here, new.at(clock.at))
    assert isinstance(token, str) and token != here.token
    assert await sessions(store, clock, officer) == [here.session_id]
    (letter,) = await letters(store)
    assert "Your authenticator was replaced" in (letter.body or "") and "If it was not you" in (letter.body or "")
    assert (await verbs(store))[-2:] == ["authenticator.confirmed", "session.ended"]
    assert isinstance(await step_up(store, clock, here, new.at(clock.at)), WrongTry), "a code is good once"
    clock.pass_(minutes=1)
    assert isinstance(await step_up(store, clock, here, code_of(officer, clock.at)), WrongTry)
    assert isinstance(await step_up(store, clock, here, new.at(clock.at)), str)
    assert (await shown(store, here)).secret != new.secret, "no secret is given twice"


async def test_until_a_code_fits_the_old_authenticator_stays(
    store: Store, clock: Moments, an_officer: AddPerson
) -> None:
    officer = await an_officer()
    here, there = await signed_in(store, clock, officer), await signed_in(store, clock, officer)
    before = await verbs(store)
    others = (await shown(store, there)).at(clock.at)
    for code in ("000000", code_of(officer, clock.at), others, "not a code", ""):
        refused = await change_authenticator(store, clock, here, code)
        assert isinstance(refused, WrongTry) and refused.field == "code"
    with pytest.raises(TooMany):
        await change_authenticator(store, clock, here, (await shown(store, here)).at(clock.at))
    assert await verbs(store) == before and await letters(store) == []
    assert isinstance(await step_up(store, clock, here, code_of(officer, clock.at)), str)
