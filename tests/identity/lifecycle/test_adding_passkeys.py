"""An officer adds a passkey: what is kept of it, and what is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from govern import record
from govern.database import Store
from govern.errors import AlreadyDone, NotAllowed, NotValid
from govern.identity import queries, rules
from govern.identity.lifecycle import SignedIn, ceremonies
from govern.identity.lifecycle.ceremonies import Account
from govern.identity.rules import NotAPasskey, Purpose, WrongTry
from tests.given import Moments
from tests.identity.conftest import (
    AddPerson,
    letters,
    verbs,
)
from tests.identity.given_passkeys import (
    EMAIL,
    PARTY,
    a_passkey,
    add,
    come_in,
    kept,
    sign_in,
    step_up,
    to_make,
    to_show,
)
from tests.identity.soft_key import EdDsa, Es256, Rs1, Rs256, SoftKey


@pytest.mark.parametrize("algorithm", [Es256, EdDsa, Rs256], ids=["ES256", "EdDSA", "RS256"])
async def test_a_passkey_is_added_signs_in_and_steps_up(
    store: Store, clock: Moments, an_officer: AddPerson, algorithm: Callable[[], Any]
) -> None:
    officer, key = await an_officer(), SoftKey(algorithm(), uses=3)
    here, there = await come_in(store, clock, officer), await come_in(store, clock, officer)
    token = await add(store, clock, here, key.make(to_make(clock)), "  My   telephone ")
    assert token not in (here.token, there.token)
    async with store.reading() as reading:
        assert [one.id for one in await queries.sessions_of(reading, officer, clock.at)] == [here.session_id]
    (row,) = await kept(store)
    assert (row.person_id, row.name, row.sign_count, row.second_step_only) == (officer, "My telephone", 3, False)
    assert (row.made_at, row.last_used_at) == (clock.at, None)
    (letter,) = await letters(store)
    assert (letter.to_address, letter.kind) == (EMAIL, "identity_notice")
    assert "A passkey was added: My telephone." in (letter.body or "") and "If it was not you" in (letter.body or "")
    assert (await verbs(store))[-2:] == ["passkey.added", "session.ended"]
    clock.pass_(hours=1)
    entered = await sign_in(store, clock, officer, key.show(to_show(clock)))
    assert isinstance(entered, SignedIn)
    assert (await verbs(store))[-1] == "session.began"
    (row,) = await kept(store)
    assert (row.sign_count, row.last_used_at) == (4, clock.at)
    again = await step_up(store, clock, entered, key.show(to_show(clock, Purpose.STEP_UP)))
    assert isinstance(again, str) and again != entered.token
    assert (await verbs(store))[-1] == "session.stepped_up"
    assert (await kept(store))[0].sign_count == 5


async def test_a_session_that_began_with_a_passkey_is_an_officers(
    store: Store, clock: Moments, an_officer: AddPerson
) -> None:
    officer = await an_officer()
    key = await a_passkey(store, clock, officer)
    entered = await sign_in(store, clock, officer, key.show(to_show(clock)))
    assert isinstance(entered, SignedIn)
    assert (entered.seconds, entered.next_path) == (None, "/office")
    async with store.reading() as reading:
        sessions = await queries.sessions_of(reading, officer, clock.at + timedelta(minutes=16))
        lines = await record.lines_about(reading, limit=1)
    assert [one.officer for one in sessions if one.id == entered.session_id] == [True]
    assert lines[0].by == officer and lines[0].facts == {"proof": "password_passkey"}
    async with store.reading() as reading:
        assert await queries.sessions_of(reading, officer, clock.at + timedelta(minutes=17)) == ()


async def test_what_the_browser_is_asked_for() -> None:
    account = Account(b"\x07" * 16, EMAIL, "Dilys Rowe", "Tair Nant")
    make = json.loads(ceremonies.to_make(b"c" * 56, PARTY, account, (b"known",)))
    assert make["rp"] == {"id": "localhost", "name": "Tair Nant"}
    assert make["user"] == {"id": "BwcHBwcHBwcHBwcHBwcHBw", "name": EMAIL, "displayName": "Dilys Rowe"}
    assert [one["alg"] for one in make["pubKeyCredParams"]] == [-7, -8, -257]
    assert make["attestation"] == "none" and make["extensions"] == {"credProps": True}
    assert make["authenticatorSelection"]["residentKey"] == "preferred"
    assert make["authenticatorSelection"]["userVerification"] == "required"
    assert [one["id"] for one in make["excludeCredentials"]] == ["a25vd24"]
    show = json.loads(ceremonies.to_show(b"c" * 56, PARTY, (b"known",)))
    assert (show["rpId"], show["userVerification"]) == ("localhost", "required")
    assert [one["id"] for one in show["allowCredentials"]] == ["a25vd24"]
    assert make["timeout"] == show["timeout"] == 300_000


@pytest.mark.parametrize(
    ("said", "expected"), [(True, False), (False, True), (None, False)], ids=["kept", "not kept", "not said"]
)
async def test_a_key_that_keeps_no_passkey_is_noted_as_good_for_the_second_step_only(
    store: Store, clock: Moments, an_officer: AddPerson, said: bool | None, expected: bool
) -> None:
    await a_passkey(store, clock, await an_officer(), SoftKey(stays_on_key=said))
    assert [row.second_step_only for row in await kept(store)] == [expected]


@pytest.mark.parametrize(
    "said",
    [
        {"origin": "http://localhost:8001"},
        {"origin": "https://localhost:8000"},
        {"rp": "example.org"},
        {"verified": False},
        {"framed": True},
        {"kind": "webauthn.get"},
    ],
    ids=["another origin", "another scheme", "another site", "nobody verified", "in a frame", "another ceremony"],
)
async def test_what_is_not_made_here_and_by_a_verified_person_is_not_kept(
    store: Store, clock: Moments, an_officer: AddPerson, said: dict[str, Any]
) -> None:
    session = await come_in(store, clock, await an_officer())
    before = await verbs(store)
    with pytest.raises(NotAPasskey):
        await add(store, clock, session, SoftKey().make(to_make(clock), **said))
    assert await kept(store) == [] and await verbs(store) == before and await letters(store) == []


@pytest.mark.parametrize(
    "answer",
    ["", "{}", "[]", "null", '{"id": "A", "response": {"clientDataJSON": "!"}}', "é" * 40, '{"a":' * 4000],
    ids=["nothing", "an empty object", "a list", "null", "no base64", "no JSON", "nested without end"],
)
async def test_what_is_no_answer_of_a_passkey_is_refused(
    store: Store, clock: Moments, an_officer: AddPerson, answer: str
) -> None:
    officer = await an_officer()
    session = await come_in(store, clock, officer)
    with pytest.raises(NotAPasskey):
        await add(store, clock, session, answer)
    assert isinstance(await sign_in(store, clock, officer, answer), WrongTry)
    assert isinstance(await step_up(store, clock, session, answer), WrongTry)


async def test_an_answer_whose_inside_is_broken_is_refused(
    store: Store, clock: Moments, an_officer: AddPerson
) -> None:
    officer = await an_officer()
    session, key = await come_in(store, clock, officer), SoftKey()
    made = json.loads(key.make(to_make(clock)))
    for broken in ("", "AAAA", "oWNmbXRkbm9uZQ"):
        made["response"]["attestationObject"] = broken
        made["response"]["clientDataJSON"] = json.loads(key.make(to_make(clock)))["response"]["clientDataJSON"]
        with pytest.raises(NotAPasskey):
            await add(store, clock, session, json.dumps(made))
    await add(store, clock, session, key.make(to_make(clock)))
    for part in ("authenticatorData", "signature"):
        for broken in ("", "AAAA"):
            shown = json.loads(key.show(to_show(clock)))
            shown["response"][part] = broken
            assert isinstance(await sign_in(store, clock, officer, json.dumps(shown)), WrongTry)


async def test_an_algorithm_we_did_not_ask_for_is_not_kept(
    store: Store, clock: Moments, an_officer: AddPerson
) -> None:
    session = await come_in(store, clock, await an_officer())
    with pytest.raises(NotAPasskey):
        await add(store, clock, session, SoftKey(Rs1()).make(to_make(clock)))
    assert await kept(store) == []


async def test_a_passkey_is_kept_once_and_of_one_person(store: Store, clock: Moments, an_officer: AddPerson) -> None:
    key = await a_passkey(store, clock, await an_officer())
    for email in (EMAIL, "eirlys@example.org"):
        person = (await kept(store))[0].person_id if email == EMAIL else await an_officer("Eirlys Bowen", email)
        with pytest.raises(AlreadyDone):
            await add(store, clock, await come_in(store, clock, person), key.make(to_make(clock)))
    assert len(await kept(store)) == 1


async def test_ten_passkeys_are_the_most(store: Store, clock: Moments, an_officer: AddPerson) -> None:
    officer = await an_officer()
    for _ in range(rules.MOST_PASSKEYS):
        await a_passkey(store, clock, officer)
    with pytest.raises(NotAllowed, match="You have 10 passkeys"):
        await a_passkey(store, clock, officer)
    assert len(await kept(store)) == 10


@pytest.mark.parametrize("name", ["", " \n ", "x" * 61], ids=["empty", "blank", "too long"])
async def test_a_passkey_needs_a_name(store: Store, clock: Moments, an_officer: AddPerson, name: str) -> None:
    session = await come_in(store, clock, await an_officer())
    with pytest.raises(NotValid) as refused:
        await add(store, clock, session, SoftKey().make(to_make(clock)), name)
    assert refused.value.field == "name" and await kept(store) == []
