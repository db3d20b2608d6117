"""Given for passkeys: what a page asks a key for, and the steps an officer takes with the answer."""

from __future__ import annotations

from uuid import UUID, uuid4

from sqlalchemy import select

from govern.database import Store
from govern.identity import lifecycle
from govern.identity.lifecycle import Shown, SignedIn, ceremonies, challenges
from govern.identity.lifecycle.ceremonies import Account
from govern.identity.models import Passkey
from govern.identity.rules import Proof, Purpose, RelyingParty, WrongTry
from tests.given import Moments
from tests.identity.conftest import (
    BROWSER,
    KEY,
    PASSWORD_HASH,
    SITE,
)
from tests.identity.soft_key import ORIGIN, RP, SoftKey

PARTY = RelyingParty(RP, ORIGIN)
#: The secrets behind the forms of two browsers.
HERE, THERE = bytes(range(32)), bytes(range(1, 33))
EMAIL = "dilys@example.org"


def to_make(clock: Moments, browser: bytes = HERE, purpose: Purpose = Purpose.ADD) -> str:
    challenge = challenges.new_challenge(KEY, purpose, browser, at=clock.at)
    return ceremonies.to_make(challenge, PARTY, Account(uuid4().bytes, EMAIL, "Dilys Rowe", "Tair Nant"), ())


def to_show(clock: Moments, purpose: Purpose = Purpose.SIGN_IN, browser: bytes = HERE) -> str:
    challenge = challenges.new_challenge(KEY, purpose, browser, at=clock.at)
    return ceremonies.to_show(challenge, PARTY, ())


async def come_in(store: Store, clock: Moments, person: UUID) -> SignedIn:
    async with store.writing() as writing:
        return await lifecycle.begin(writing, person, Proof.PASSWORD_TOTP, BROWSER, at=clock.at)


async def add(
    store: Store, clock: Moments, session: SignedIn, answer: str, name: str = "My telephone", browser: bytes = HERE
) -> str:
    async with store.writing() as writing:
        return await lifecycle.add_passkey(
            writing,
            KEY,
            session.person_id,
            session.session_id,
            Shown(answer, browser, PARTY),
            name=name,
            site=SITE,
            at=clock.at,
        )


async def a_passkey(store: Store, clock: Moments, person: UUID, key: SoftKey | None = None) -> SoftKey:
    key = key or SoftKey()
    await add(store, clock, await come_in(store, clock, person), key.make(to_make(clock)))
    return key


async def sign_in(
    store: Store, clock: Moments, person: UUID | None, answer: str, browser: bytes = HERE, seen: str = PASSWORD_HASH
) -> SignedIn | WrongTry:
    async with store.writing() as writing:
        return await lifecycle.sign_in_with_passkey(
            writing,
            KEY,
            email=EMAIL,
            person_id=person,
            hash_seen=seen,
            shown=Shown(answer, browser, PARTY),
            browser=BROWSER,
            at=clock.at,
        )


async def step_up(
    store: Store, clock: Moments, session: SignedIn, answer: str, browser: bytes = HERE
) -> str | WrongTry:
    async with store.writing() as writing:
        return await lifecycle.step_up_with_passkey(
            writing, KEY, session.person_id, session.session_id, Shown(answer, browser, PARTY), at=clock.at
        )


async def remove(store: Store, clock: Moments, session: SignedIn, passkey: UUID) -> str:
    async with store.writing() as writing:
        return await lifecycle.remove_passkey(
            writing, session.person_id, session.session_id, passkey, site=SITE, at=clock.at
        )


async def kept(store: Store) -> list[Passkey]:
    async with store.reading() as reading:
        return list(await reading.scalars(select(Passkey).order_by(Passkey.made_at, Passkey.name)))
