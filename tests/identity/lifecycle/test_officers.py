"""Officers set up their sign-in, sign in with both proofs, step up; and are refused in every way."""

from __future__ import annotations

import asyncio
import threading
from typing import Literal
from uuid import UUID

import argon2
import pytest
from sqlalchemy import select

from govern.database import Store
from govern.errors import GovernError, TooMany, Unavailable
from govern.identity import lifecycle, queries, rules
from govern.identity.lifecycle import SignedIn, passwords
from govern.identity.models import Authenticator, Password, Session
from govern.identity.rules import WrongTry
from govern.permissions import Role
from tests.given import Moments
from tests.identity.conftest import (
    BROWSER,
    KEY,
    PASSWORD,
    PASSWORD_HASH,
    SITE,
    AddPerson,
    code_of,
    letters,
    verbs,
)


async def sign_in(
    store: Store, clock: Moments, code: str, *, email: str = "dilys@example.org", password: str = PASSWORD
) -> SignedIn | WrongTry:
    async with store.reading() as reading:
        (proof,) = await queries.officer_proofs(reading, email)
    right = await passwords.fits(proof.hash, password)
    async with store.writing() as writing:
        return await lifecycle.sign_in_officer(
            writing,
            KEY,
            email=email,
            person_id=proof.person_id if right else None,
            hash_seen=proof.hash if right else None,
            code=code,
            browser=BROWSER,
            at=clock.at,
        )


async def test_both_proofs_together_sign_an_officer_in(store: Store, clock: Moments, an_officer: AddPerson) -> None:
    officer = await an_officer()
    entered = await sign_in(store, clock, code_of(officer, clock.at), email=" Dilys@example.org")
    assert isinstance(entered, SignedIn)
    assert (entered.person_id, entered.next_path, entered.seconds) == (officer, "/office", None)


async def test_whatever_is_wrong_the_answer_is_the_same(store: Store, clock: Moments, an_officer: AddPerson) -> None:
    officer = await an_officer()
    right = code_of(officer, clock.at)
    tries = [
        await sign_in(store, clock, right, password="kettle moss lantern bridg"),
        await sign_in(store, clock, "000000" if right != "000000" else "000001"),
        await sign_in(store, clock, "a word"),
        await sign_in(store, clock, right, email="nobody@example.org"),
    ]
    assert all(isinstance(one, WrongTry) for one in tries)
    assert len({str(one) for one in tries}) == 1


async def test_a_code_of_the_authenticator_is_good_once(store: Store, clock: Moments, an_officer: AddPerson) -> None:
    officer = await an_officer()
    code = code_of(officer, clock.at)
    assert isinstance(await sign_in(store, clock, code), SignedIn)
    assert isinstance(await sign_in(store, clock, code), WrongTry)
    clock.pass_(seconds=30)
    assert isinstance(await sign_in(store, clock, code), WrongTry)
    assert isinstance(await sign_in(store, clock, code_of(officer, clock.at)), SignedIn)


async def test_a_code_older_than_the_last_one_used_is_refused(
    store: Store, clock: Moments, an_officer: AddPerson
) -> None:
    officer = await an_officer()
    assert isinstance(await sign_in(store, clock, code_of(officer, clock.at, step=1)), SignedIn)
    assert isinstance(await sign_in(store, clock, code_of(officer, clock.at)), WrongTry)


@pytest.mark.parametrize("step", [-3, -2, 2, 3])
async def test_a_code_of_another_minute_is_refused(
    store: Store, clock: Moments, an_officer: AddPerson, step: int
) -> None:
    officer = await an_officer()
    assert isinstance(await sign_in(store, clock, code_of(officer, clock.at, step=step)), WrongTry)


@pytest.mark.parametrize("email", ["dilys@example.org", "nobody@example.org"])
async def test_after_five_wrong_tries_everybody_waits_known_or_not(
    store: Store, clock: Moments, an_officer: AddPerson, email: str
) -> None:
    officer = await an_officer()
    for _ in range(5):
        assert isinstance(await sign_in(store, clock, "000000", email=email, password="wrong " * 4), WrongTry)
    with pytest.raises(TooMany):
        await sign_in(store, clock, code_of(officer, clock.at), email=email)
    clock.pass_(hours=1)
    entered = await sign_in(store, clock, code_of(officer, clock.at), email=email)
    assert isinstance(entered, SignedIn if email.startswith("dilys") else WrongTry)


async def test_tries_sent_at_the_same_moment_share_one_count(
    store: Store, clock: Moments, an_officer: AddPerson
) -> None:
    await an_officer()
    outcomes = await asyncio.gather(
        *(sign_in(store, clock, "000000", password=PASSWORD) for _ in range(12)), return_exceptions=True
    )
    assert sum(isinstance(one, WrongTry) and not isinstance(one, TooMany) for one in outcomes) == 5
    assert sum(isinstance(one, TooMany) for one in outcomes) == 7


async def test_the_same_code_sent_twice_at_once_signs_in_once(
    store: Store, clock: Moments, an_officer: AddPerson
) -> None:
    officer = await an_officer()
    code = code_of(officer, clock.at)
    outcomes = await asyncio.gather(*(sign_in(store, clock, code) for _ in range(4)))
    assert sum(isinstance(one, SignedIn) for one in outcomes) == 1


async def test_a_password_replaced_while_it_was_checked_no_longer_fits(
    store: Store, clock: Moments, an_officer: AddPerson
) -> None:
    officer = await an_officer()
    async with store.writing() as writing:
        await lifecycle.set_password(writing, officer, passwords.NOBODYS, by=None, at=clock.at)
        outcome = await lifecycle.sign_in_officer(
            writing,
            KEY,
            email="dilys@example.org",
            person_id=officer,
            hash_seen=PASSWORD_HASH,
            code=code_of(officer, clock.at),
            browser=BROWSER,
            at=clock.at,
        )
    assert isinstance(outcome, WrongTry)


async def invited(store: Store, clock: Moments, person: UUID) -> str:
    async with store.writing() as writing:
        return await lifecycle.invite(writing, person, site=SITE, by=None, at=clock.at)


def shown(token: str, clock: Moments) -> str:
    import pyotp

    return pyotp.TOTP(lifecycle.secret_for(KEY, token)).at(clock.at)


async def set_up(store: Store, clock: Moments, token: str, code: str) -> SignedIn | WrongTry:
    async with store.writing() as writing:
        return await lifecycle.set_up(
            writing,
            KEY,
            token,
            password_hash=PASSWORD_HASH,
            code=code,
            browser=BROWSER,
            site=SITE,
            at=clock.at,
        )


async def test_a_new_officer_sets_up_password_and_authenticator_and_is_in(
    store: Store, clock: Moments, a_person: AddPerson
) -> None:
    person = await a_person()
    token = await invited(store, clock, person)
    assert [letter.kind for letter in await letters(store)] == ["set_up"]
    entered = await set_up(store, clock, token, shown(token, clock))
    assert isinstance(entered, SignedIn) and entered.next_path == "/office"
    assert (await verbs(store))[-3:] == ["authenticator.confirmed", "password.set", "session.began"]
    with pytest.raises(rules.LinkSpent):
        await set_up(store, clock, token, shown(token, clock))


async def test_a_wrong_code_at_set_up_leaves_the_old_sign_in_as_it_was(
    store: Store, clock: Moments, an_officer: AddPerson
) -> None:
    officer = await an_officer()
    token = await invited(store, clock, officer)
    for _ in range(5):
        assert isinstance(await set_up(store, clock, token, "000000"), WrongTry)
    with pytest.raises(TooMany):
        await set_up(store, clock, token, shown(token, clock))
    assert isinstance(await sign_in(store, clock, code_of(officer, clock.at)), SignedIn)


async def test_setting_up_again_ends_every_other_session(store: Store, clock: Moments, an_officer: AddPerson) -> None:
    officer = await an_officer()
    old = await sign_in(store, clock, code_of(officer, clock.at))
    assert isinstance(old, SignedIn)
    token = await invited(store, clock, officer)
    new = await set_up(store, clock, token, shown(token, clock))
    assert isinstance(new, SignedIn)
    async with store.reading() as reading:
        alive = [row.id for row in await reading.scalars(select(Session).where(Session.ended_at.is_(None)))]
    assert alive == [new.session_id]
    clock.pass_(minutes=2)
    assert isinstance(await sign_in(store, clock, code_of(officer, clock.at)), WrongTry)


async def test_a_set_up_link_signs_nobody_in_and_a_sign_in_link_sets_nothing_up(
    store: Store, clock: Moments, a_person: AddPerson
) -> None:
    person = await a_person()
    token = await invited(store, clock, person)
    with pytest.raises(rules.NoSuchLink):
        async with store.writing() as writing:
            await lifecycle.use_link(writing, KEY, token, pre_session=None, browser=BROWSER, at=clock.at)
    async with store.writing() as writing:
        printed = await lifecycle.make_link(writing, person, at=clock.at)
    with pytest.raises(rules.NoSuchLink):
        await set_up(store, clock, printed, shown(printed, clock))


async def test_a_set_up_link_is_too_old_after_a_day(store: Store, clock: Moments, a_person: AddPerson) -> None:
    token = await invited(store, clock, await a_person())
    clock.pass_(hours=24)
    with pytest.raises(rules.LinkTooOld):
        await set_up(store, clock, token, shown(token, clock))


async def test_stepping_up_gives_a_new_token_and_the_old_one_opens_nothing(
    store: Store, clock: Moments, an_officer: AddPerson
) -> None:
    officer = await an_officer()
    entered = await sign_in(store, clock, code_of(officer, clock.at))
    assert isinstance(entered, SignedIn)
    clock.pass_(minutes=6)

    async def step_up(code: str) -> str | WrongTry:
        async with store.writing() as writing:
            return await lifecycle.step_up(writing, KEY, officer, entered.session_id, code, at=clock.at)

    assert isinstance(await step_up("000000"), WrongTry)
    code = code_of(officer, clock.at)
    token = await step_up(code)
    assert isinstance(token, str) and token != entered.token
    assert isinstance(await step_up(code), WrongTry)
    async with store.reading() as reading:
        (row,) = await reading.scalars(select(Session))
    assert row.stepped_up_at == clock.at
    assert row.token_hash == lifecycle.secret_marks.mark_of_token(token)
    for _ in range(4):
        assert isinstance(await step_up("000000"), WrongTry)
    with pytest.raises(TooMany):
        await step_up(code_of(officer, clock.pass_(seconds=30)))


async def test_neither_password_nor_secret_is_kept_in_clear(
    store: Store, clock: Moments, an_officer: AddPerson
) -> None:
    officer = await an_officer()
    async with store.reading() as reading:
        (password,) = await reading.scalars(select(Password))
        (authenticator,) = await reading.scalars(select(Authenticator))
    assert password.hash.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    secret = lifecycle.secret_for(KEY, str(officer)).encode()
    assert secret not in authenticator.sealed_secret
    assert lifecycle.secret_marks.unseal(KEY, officer, authenticator.sealed_secret).encode() == secret
    with pytest.raises(Unavailable):
        lifecycle.secret_marks.unseal(KEY, UUID(int=1), authenticator.sealed_secret)


async def test_two_passwords_are_hashed_at_once_fifty_wait_and_the_next_is_told() -> None:
    pool = passwords.Pool()
    gate, running, most = threading.Event(), 0, 0
    lock = threading.Lock()

    def work() -> str:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        gate.wait(10)
        with lock:
            running -= 1
        return threading.current_thread().name

    waiting = [asyncio.create_task(pool.run(work)) for _ in range(52)]
    await asyncio.sleep(0.05)
    with pytest.raises(Unavailable):
        await pool.run(work)
    gate.set()
    names = await asyncio.gather(*waiting)
    assert most == 2 and len(set(names)) == 2 and threading.current_thread().name not in names
    assert await pool.run(lambda: "again") == "again"


async def test_an_unknown_address_costs_as_much_work_as_a_known_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Told by what is worked out, not by the time it takes, which a busy machine stretches."""
    worked: list[tuple[argon2.Parameters, str]] = []

    class Noting(argon2.PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:
            worked.append((argon2.extract_parameters(str(hash)), str(password)))
            return super().verify(hash, password)

    monkeypatch.setattr(passwords, "_hasher", Noting())
    assert not await passwords.fits(PASSWORD_HASH, "not the password at all")
    assert not await passwords.fits(None, "not the password at all")
    known, unknown = worked
    assert known == unknown
    assert known[0].memory_cost == 19 * 1024 and known[0].time_cost == 2


async def speak(store: Store, clock: Moments, person: UUID, by: UUID, reason: str = "I met them at the hall") -> bool:
    async with store.writing() as writing:
        return await lifecycle.speak_for(writing, person, by=by, reason=reason, site=SITE, at=clock.at)


async def test_two_other_officers_let_a_locked_out_officer_in(
    store: Store, clock: Moments, an_officer: AddPerson
) -> None:
    lost = await an_officer("Lowri Vaughan", "lowri@example.org", Role.CHAIR)
    one, two = await an_officer(), await an_officer("Huw Rees", "huw@example.org", Role.SCRUTINEER)
    assert await speak(store, clock, lost, one) is False
    async with store.reading() as reading:
        rows = {row.person.id: row for row in await queries.officers_to_let_in(reading, two, clock.at)}
    assert set(rows) == {lost, one} and rows[lost].word_by == "Dilys Rowe" and not rows[lost].word_by_me
    assert await letters(store) == []
    assert await speak(store, clock, lost, two) is True
    (letter,) = await letters(store)
    assert (letter.to_address, letter.kind) == ("lowri@example.org", "set_up")
    told = [verb for verb in await verbs(store) if verb.startswith("officer.")]
    assert told == ["officer.spoken_for", "officer.spoken_for", "officer.let_in"]


@pytest.mark.parametrize("case", ["themself", "twice", "too late", "no reason", "no officer"])
async def test_an_officer_is_not_let_in(
    store: Store, clock: Moments, an_officer: AddPerson, a_person: AddPerson, case: str
) -> None:
    lost, one = await an_officer("Lowri Vaughan", "lowri@example.org", Role.CHAIR), await an_officer()
    two = await an_officer("Huw Rees", "huw@example.org", Role.TELLER)
    member = await a_person()
    assert await speak(store, clock, lost, one) is False
    if case == "too late":
        clock.pass_(hours=24)
        assert await speak(store, clock, lost, two) is False
        assert await speak(store, clock, lost, one) is True
        return
    who, by, reason = {
        "themself": (lost, lost, "It is me"),
        "twice": (lost, one, "Still them"),
        "no reason": (lost, two, "  "),
        "no officer": (member, two, "I know her"),
    }[case]
    with pytest.raises(GovernError):
        await speak(store, clock, who, by, reason)
    assert await letters(store) == []
    assert (await verbs(store)).count("officer.spoken_for") == 1


async def test_the_servers_owner_lets_an_officer_in_and_it_is_recorded(
    store: Store, clock: Moments, an_officer: AddPerson, a_person: AddPerson
) -> None:
    lost, member = await an_officer(), await a_person()
    async with store.writing() as writing:
        token = await lifecycle.let_in_by_owner(writing, lost, reason="Rang me", at=clock.at)
    assert isinstance(await set_up(store, clock, token, shown(token, clock)), SignedIn)
    assert "officer.let_in" in await verbs(store)
    for person, reason in ((lost, " "), (member, "A member, no officer")):
        with pytest.raises(GovernError):
            async with store.writing() as writing:
                await lifecycle.let_in_by_owner(writing, person, reason=reason, at=clock.at)
