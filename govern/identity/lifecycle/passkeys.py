"""An officer's passkeys: added beside the authenticator, shown in place of its code, and removed (ADR 35)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

import msgspec
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.database import locked
from govern.errors import NotFound
from govern.identity import rules
from govern.identity.lifecycle import ceremonies, challenges, knocks, officers, sessions
from govern.identity.lifecycle.own_sign_in import go_on_alone
from govern.identity.lifecycle.sessions import Browser, SignedIn
from govern.identity.models import Authenticator, Passkey, Person
from govern.identity.rules import NotAPasskey, Proof, Purpose, RelyingParty, Site, WrongTry
from govern.record import Event
from govern.sentences import Sentence


class Shown(msgspec.Struct, frozen=True):
    """What a browser brings from a passkey: its answer as JSON, the secret behind that browser's forms, and at which
    relying party."""

    answer: str
    browser: bytes
    party: RelyingParty


async def add_passkey(
    writing: AsyncSession,
    key: bytes,
    person_id: UUID,
    session_id: UUID,
    shown: Shown,
    *,
    name: str,
    site: Site,
    at: datetime,
) -> str:
    """Keep a new passkey of an officer who is signed in. Returns the session's new token; all other sessions end.

    Raises `ChallengeGone`, `NotAPasskey`, `NotValid` for the name, `AlreadyDone`, `NotAllowed`.
    """
    person = await locked(writing, Person, person_id)
    answer = ceremonies.read(shown.answer)
    await challenges.use_challenge(writing, key, Purpose.ADD, shown.browser, answer.challenge, at=at)
    name = rules.check_passkey_name(name)
    made = ceremonies.made(answer, shown.party)
    rules.check_not_known(await _of_credential(writing, made.credential_id) is not None)
    rules.check_room_for_one_more(await _how_many(writing, person_id))
    passkey = Passkey(
        id=uuid4(),
        person_id=person_id,
        credential_id=made.credential_id,
        public_key=made.public_key,
        sign_count=made.sign_count,
        name=name,
        second_step_only=made.second_step_only,
        made_at=at,
    )
    writing.add(passkey)
    await writing.flush()
    await record.add(
        writing, Event("passkey.added", f"person:{person_id}", at, person_id, {"passkey": str(passkey.id)})
    )
    return await go_on_alone(
        writing, person, session_id, Sentence("A passkey was added: {name}.", name=name), site=site, at=at
    )


async def remove_passkey(
    writing: AsyncSession, person_id: UUID, session_id: UUID, passkey_id: UUID, *, site: Site, at: datetime
) -> str:
    """A passkey opens nothing any more. Returns the session's new token; all other sessions end.

    Raises `NotFound` for somebody else's, `WrongMoment` for the only second step there is.
    """
    person = await locked(writing, Person, person_id)
    passkey = await writing.get(Passkey, passkey_id, with_for_update=True)
    if passkey is None or passkey.person_id != person_id:
        raise NotFound("This passkey is not in your list. Load the page again.")
    authenticator = await writing.get(Authenticator, person_id)
    rules.may_remove_passkey(
        others=await _how_many(writing, person_id) - 1,
        has_authenticator=authenticator is not None and authenticator.confirmed_at is not None,
    )
    name = passkey.name
    await officers.drop_passkey(writing, passkey, by=person_id, at=at)
    return await go_on_alone(
        writing, person, session_id, Sentence("A passkey was removed: {name}.", name=name), site=site, at=at
    )


async def sign_in_with_passkey(
    writing: AsyncSession,
    key: bytes,
    *,
    email: str,
    person_id: UUID | None,
    hash_seen: str | None,
    shown: Shown,
    browser: Browser,
    next_path: str | None = None,
    at: datetime,
) -> SignedIn | WrongTry:
    """A password and a passkey together, one answer for whatever was wrong; otherwise as `sign_in_officer`.

    Raises `ChallengeGone`, `TooMany`.
    """
    account = officers.account_of(email)
    await knocks.wait_for_account(writing, key, account, at)
    person = await officers.whose_password_fits(writing, person_id, hash_seen)
    wrong = await _refusal(writing, key, None if person is None else person.id, shown, Purpose.SIGN_IN, at)
    if person is None or wrong is not None:
        await knocks.wrong_try(writing, key, account, at)
        went_back = wrong is not None and wrong.message is rules.PASSKEY_WENT_BACK
        return WrongTry(rules.PASSKEY_WENT_BACK if went_back else rules.WRONG_OFFICER_PASSKEY)
    await knocks.forgive(writing, key, account)
    return await sessions.begin(
        writing, person.id, Proof.PASSWORD_PASSKEY, browser, next_path=next_path or "/office", at=at
    )


async def step_up_with_passkey(
    writing: AsyncSession, key: bytes, person_id: UUID, session_id: UUID, shown: Shown, *, at: datetime
) -> str | WrongTry:
    """A passkey in place of the code, before what cannot be undone. Returns the session's new token.

    Raises `ChallengeGone`, `TooMany`.
    """
    account = officers.stepping_up_of(person_id)
    await knocks.wait_for_account(writing, key, account, at)
    wrong = await _refusal(writing, key, person_id, shown, Purpose.STEP_UP, at)
    if wrong is not None:
        await knocks.wrong_try(writing, key, account, at)
        return wrong
    await knocks.forgive(writing, key, account)
    return await sessions.renew(writing, session_id, at=at)


async def _refusal(
    writing: AsyncSession, key: bytes, person_id: UUID | None, shown: Shown, purpose: Purpose, at: datetime
) -> WrongTry | None:
    """Why this passkey does not speak for this person, or None where it does; its use is then noted.

    A counter that went back is recorded, and the passkey keeps the count it had.
    """
    try:
        answer = ceremonies.read(shown.answer)
    except NotAPasskey as refusal:
        return WrongTry(refusal.message, field=refusal.field)
    await challenges.use_challenge(writing, key, purpose, shown.browser, answer.challenge, at=at)
    passkey = await _of_credential(writing, answer.credential_id)
    if passkey is None or passkey.person_id != person_id:
        return WrongTry(rules.WRONG_PASSKEY, field="passkey")
    count = ceremonies.shown(answer, shown.party, passkey.public_key)
    if count is None:
        return WrongTry(rules.WRONG_PASSKEY, field="passkey")
    if rules.went_back(passkey.sign_count, count):
        facts: dict[str, str | int | bool | None] = {
            "passkey": str(passkey.id),
            "kept": passkey.sign_count,
            "shown": count,
        }
        await record.add(writing, Event("passkey.went_back", f"person:{person_id}", at, person_id, facts))
        return WrongTry(rules.PASSKEY_WENT_BACK, field="passkey")
    passkey.sign_count, passkey.last_used_at = count, at
    await writing.flush()
    return None


async def _of_credential(writing: AsyncSession, credential_id: bytes) -> Passkey | None:
    found = select(Passkey).where(Passkey.credential_id == credential_id).with_for_update()
    return (await writing.scalars(found.execution_options(populate_existing=True))).one_or_none()


async def _how_many(writing: AsyncSession, person_id: UUID) -> int:
    return await writing.scalar(select(func.count()).where(Passkey.person_id == person_id)) or 0
