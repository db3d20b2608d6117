"""Passkeys are shown in place of the code, refused when anything about them is not right, and removed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, func, select

from govern import record
from govern.database import Store
from govern.errors import NotFound, TooMany, WrongMoment
from govern.identity import lifecycle, queries, rules
from govern.identity.lifecycle import SignedIn, ceremonies, challenges
from govern.identity.models import Authenticator, UsedPass
from govern.identity.rules import ChallengeGone, LinkKind, Purpose, WrongTry
from tests.given import Moments
from tests.identity.conftest import (
    BROWSER,
    KEY,
    PASSWORD_HASH,
    SITE,
    AddPerson,
    letters,
    verbs,
)
from tests.identity.given_passkeys import (
    HERE,
    PARTY,
    THERE,
    a_passkey,
    add,
    come_in,
    kept,
    remove,
    sign_in,
    step_up,
    to_make,
    to_show,
)
from tests.identity.soft_key import SoftKey


@pytest.mark.parametrize(
    "said",
    [
        {"origin": "http://localhost:8001"},
        {"origin": "https://evil.example"},
        {"rp": "evil.example"},
        {"verified": False},
        {"framed": True},
        {"kind": "webauthn.create"},
    ],
    ids=["another port", "another origin", "another site", "nobody verified", "in a frame", "another ceremony"],
)
async def test_what_is_not_shown_here_by_a_verified_person_opens_nothing(
    store: Store, clock: Moments, an_officer: AddPerson, said: dict[str, Any]
) -> None:
    officer = await an_officer()
    key = await a_passkey(store, clock, officer)
    session = await come_in(store, clock, officer)
    before = await verbs(store)
    refused = await sign_in(store, clock, officer, key.show(to_show(clock), **said))
    assert isinstance(refused, WrongTry) and refused.message is rules.WRONG_OFFICER_PASSKEY
    inside = await step_up(store, clock, session, key.show(to_show(clock, Purpose.STEP_UP), **said))
    assert isinstance(inside, WrongTry) and inside.field == "passkey"
    assert await verbs(store) == before and (await kept(store))[0].last_used_at is None


async def test_another_keys_signature_opens_nothing(store: Store, clock: Moments, an_officer: AddPerson) -> None:
    officer = await an_officer()
    key = await a_passkey(store, clock, officer)
    forger = SoftKey()
    forger.id = key.id
    assert isinstance(await sign_in(store, clock, officer, forger.show(to_show(clock))), WrongTry)
    assert isinstance(await sign_in(store, clock, officer, key.show(to_show(clock))), SignedIn)


async def test_an_unknown_passkey_and_anothers_open_nothing(
    store: Store, clock: Moments, an_officer: AddPerson
) -> None:
    officer, other = await an_officer(), await an_officer("Eirlys Bowen", "eirlys@example.org")
    theirs = await a_passkey(store, clock, other)
    session = await come_in(store, clock, officer)
    for key in (SoftKey(), theirs):
        assert isinstance(await sign_in(store, clock, officer, key.show(to_show(clock))), WrongTry)
        step = key.show(to_show(clock, Purpose.STEP_UP))
        assert isinstance(await step_up(store, clock, session, step), WrongTry)
    assert isinstance(await sign_in(store, clock, other, theirs.show(to_show(clock))), SignedIn)


async def test_a_passkey_alone_or_with_an_old_password_opens_nothing(
    store: Store, clock: Moments, an_officer: AddPerson
) -> None:
    officer = await an_officer()
    key = await a_passkey(store, clock, officer)
    for person, seen in ((None, PASSWORD_HASH), (officer, "another hash")):
        refused = await sign_in(store, clock, person, key.show(to_show(clock)), seen=seen)
        assert isinstance(refused, WrongTry) and refused.message is rules.WRONG_OFFICER_PASSKEY
    async with store.writing() as writing:
        await lifecycle.deactivate(writing, officer, by=None, at=clock.at)
    assert isinstance(await sign_in(store, clock, officer, key.show(to_show(clock))), WrongTry)


async def test_an_answer_is_good_once(store: Store, clock: Moments, an_officer: AddPerson) -> None:
    officer = await an_officer()
    key = await a_passkey(store, clock, officer)
    answer = key.show(to_show(clock))
    entered = await sign_in(store, clock, officer, answer)
    assert isinstance(entered, SignedIn)
    with pytest.raises(ChallengeGone):
        await sign_in(store, clock, officer, answer)
    answer = key.show(to_show(clock, Purpose.STEP_UP))
    assert isinstance(await step_up(store, clock, entered, answer), str)
    with pytest.raises(ChallengeGone):
        await step_up(store, clock, entered, answer)
    made = SoftKey().make(to_make(clock))
    await add(store, clock, entered, made)
    with pytest.raises(ChallengeGone):
        await add(store, clock, entered, made)


async def test_a_refused_answer_is_used_up_too(store: Store, clock: Moments, an_officer: AddPerson) -> None:
    officer = await an_officer()
    key = await a_passkey(store, clock, officer)
    answer = key.show(to_show(clock))
    assert isinstance(await sign_in(store, clock, None, answer), WrongTry)
    with pytest.raises(ChallengeGone):
        await sign_in(store, clock, officer, answer)


async def test_a_question_stands_for_five_minutes_and_its_mark_no_longer(
    store: Store, clock: Moments, an_officer: AddPerson
) -> None:
    officer = await an_officer()
    key = await a_passkey(store, clock, officer)
    early, late = key.show(to_show(clock)), key.show(to_show(clock))
    clock.pass_(minutes=4, seconds=59)
    entered = await sign_in(store, clock, officer, early)
    assert isinstance(entered, SignedIn)
    clock.pass_(seconds=1)
    with pytest.raises(ChallengeGone):
        await sign_in(store, clock, officer, late)
    async with store.writing() as writing:
        await lifecycle.sweep(writing, at=clock.at + timedelta(seconds=1))
    async with store.reading() as reading:
        assert await reading.scalar(select(func.count()).select_from(UsedPass)) == 0


async def test_a_question_counts_for_its_purpose_and_its_browser_and_from_us_alone(
    store: Store, clock: Moments, an_officer: AddPerson
) -> None:
    officer = await an_officer()
    key = await a_passkey(store, clock, officer)
    session = await come_in(store, clock, officer)
    before = await verbs(store)
    for purpose, browser in ((Purpose.STEP_UP, HERE), (Purpose.ADD, HERE), (Purpose.SIGN_IN, THERE)):
        with pytest.raises(ChallengeGone):
            await sign_in(store, clock, officer, key.show(to_show(clock, purpose, browser)))
    for purpose, browser in ((Purpose.SIGN_IN, HERE), (Purpose.ADD, HERE), (Purpose.STEP_UP, THERE)):
        with pytest.raises(ChallengeGone):
            await step_up(store, clock, session, key.show(to_show(clock, purpose, browser)))
    for purpose, browser in ((Purpose.SIGN_IN, HERE), (Purpose.STEP_UP, HERE), (Purpose.ADD, THERE)):
        with pytest.raises(ChallengeGone):
            await add(store, clock, session, SoftKey().make(to_make(clock, browser, purpose)))
    until = int((clock.at + timedelta(minutes=5)).timestamp()).to_bytes(8, "big")
    other_key = challenges.new_challenge(bytes(32), Purpose.SIGN_IN, HERE, at=clock.at)
    for forged in (b"", b"c" * 16, b"c" * 16 + until + b"m" * 32, other_key):
        with pytest.raises(ChallengeGone):
            await sign_in(store, clock, officer, key.show(ceremonies.to_show(forged or b"c", PARTY, ())))
    assert await verbs(store) == before


async def test_a_counter_that_went_back_is_refused_and_recorded(
    store: Store, clock: Moments, an_officer: AddPerson
) -> None:
    officer = await an_officer()
    key = await a_passkey(store, clock, officer, SoftKey(uses=7))
    session = await come_in(store, clock, officer)
    for counted in (6, 7, 0):
        refused = await step_up(store, clock, session, key.show(to_show(clock, Purpose.STEP_UP), counted=counted))
        assert isinstance(refused, WrongTry) and refused.message is rules.PASSKEY_WENT_BACK
        async with store.reading() as reading:
            (line,) = await record.lines_about(reading, limit=1)
        passkey = str((await kept(store))[0].id)
        assert (line.verb, line.by) == ("passkey.went_back", officer)
        assert line.facts == {"kept": 7, "passkey": passkey, "shown": counted}
    at_the_door = await sign_in(store, clock, officer, key.show(to_show(clock), counted=7))
    assert isinstance(at_the_door, WrongTry) and at_the_door.message is rules.PASSKEY_WENT_BACK
    nobody = await sign_in(store, clock, None, key.show(to_show(clock), counted=7))
    assert isinstance(nobody, WrongTry) and nobody.message is rules.WRONG_OFFICER_PASSKEY
    assert (await verbs(store)).count("passkey.went_back") == 4
    assert isinstance(await sign_in(store, clock, officer, key.show(to_show(clock))), SignedIn)


async def test_a_passkey_that_does_not_count_is_good_again_and_again(
    store: Store, clock: Moments, an_officer: AddPerson
) -> None:
    officer = await an_officer()
    key = await a_passkey(store, clock, officer)
    for _ in range(3):
        assert isinstance(await sign_in(store, clock, officer, key.show(to_show(clock))), SignedIn)


async def test_wrong_passkeys_and_wrong_codes_are_counted_together(
    store: Store, clock: Moments, an_officer: AddPerson
) -> None:
    officer = await an_officer()
    key = await a_passkey(store, clock, officer)
    session = await come_in(store, clock, officer)
    for number in range(5):
        if number % 2:
            answer = SoftKey().show(to_show(clock, Purpose.STEP_UP))
            assert isinstance(await step_up(store, clock, session, answer), WrongTry)
        else:
            async with store.writing() as writing:
                await lifecycle.step_up(writing, KEY, officer, session.session_id, "000000", at=clock.at)
        assert isinstance(await sign_in(store, clock, officer, SoftKey().show(to_show(clock))), WrongTry)
    with pytest.raises(TooMany):
        await step_up(store, clock, session, key.show(to_show(clock, Purpose.STEP_UP)))
    with pytest.raises(TooMany):
        await sign_in(store, clock, officer, key.show(to_show(clock)))


async def test_a_removed_passkey_opens_nothing_and_its_owner_is_told(
    store: Store, clock: Moments, an_officer: AddPerson
) -> None:
    officer = await an_officer()
    key = await a_passkey(store, clock, officer)
    (row,) = await kept(store)
    here, there = await come_in(store, clock, officer), await come_in(store, clock, officer)
    token = await remove(store, clock, here, row.id)
    assert token != here.token and await kept(store) == []
    async with store.reading() as reading:
        assert [one.id for one in await queries.sessions_of(reading, officer, clock.at)] == [here.session_id]
    assert there.session_id != here.session_id
    assert "A passkey was removed: My telephone." in ((await letters(store))[-1].body or "")
    assert "passkey.removed" in (await verbs(store))[-3:]
    assert isinstance(await sign_in(store, clock, officer, key.show(to_show(clock))), WrongTry)
    with pytest.raises(NotFound):
        await remove(store, clock, here, row.id)


async def test_nobody_removes_anothers_passkey(store: Store, clock: Moments, an_officer: AddPerson) -> None:
    await a_passkey(store, clock, await an_officer())
    other = await come_in(store, clock, await an_officer("Eirlys Bowen", "eirlys@example.org"))
    with pytest.raises(NotFound):
        await remove(store, clock, other, (await kept(store))[0].id)
    assert len(await kept(store)) == 1


async def test_the_only_second_step_stays(store: Store, clock: Moments, an_officer: AddPerson) -> None:
    officer = await an_officer()
    for _ in range(2):
        await a_passkey(store, clock, officer)
    async with store.writing() as writing:
        await writing.execute(delete(Authenticator).where(Authenticator.person_id == officer))
    session = await come_in(store, clock, officer)
    first, second = await kept(store)
    await remove(store, clock, session, first.id)
    with pytest.raises(WrongMoment, match="only second step"):
        await remove(store, clock, session, second.id)
    assert [row.id for row in await kept(store)] == [second.id]


async def test_a_sign_in_that_is_set_up_anew_has_no_old_passkeys(
    store: Store, clock: Moments, an_officer: AddPerson
) -> None:
    import pyotp

    officer = await an_officer()
    key = await a_passkey(store, clock, officer)
    async with store.writing() as writing:
        token = await lifecycle.make_link(writing, officer, kind=LinkKind.SET_UP, at=clock.at)
    async with store.writing() as writing:
        entered = await lifecycle.set_up(
            writing,
            KEY,
            token,
            password_hash=PASSWORD_HASH,
            code=pyotp.TOTP(lifecycle.secret_for(KEY, token)).at(clock.at),
            browser=BROWSER,
            site=SITE,
            at=clock.at,
        )
    assert isinstance(entered, SignedIn) and await kept(store) == []
    assert "passkey.removed" in await verbs(store)
    assert "The passkeys that you had are removed." in ((await letters(store))[-1].body or "")
    assert isinstance(await sign_in(store, clock, officer, key.show(to_show(clock))), WrongTry)


async def test_whoever_goes_leaves_no_passkey(store: Store, clock: Moments, an_officer: AddPerson) -> None:
    officer = await an_officer()
    await a_passkey(store, clock, officer)
    async with store.writing() as writing:
        await lifecycle.close_ways_in(writing, officer, by=None, at=clock.at)
    assert await kept(store) == []
