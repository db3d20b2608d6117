"""A signed-in officer changes their password, or moves to another authenticator; all other sessions end."""

from __future__ import annotations

import base64
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from govern.database import locked
from govern.identity import rules
from govern.identity.lifecycle import knocks, letters, officers, sessions
from govern.identity.lifecycle.secret_marks import mark_of_code
from govern.identity.models import Authenticator, Password, Person
from govern.identity.rules import Site, WrongTry
from govern.sentences import Sentence

PASSWORD_CHANGED = Sentence("Your password was changed.")
AUTHENTICATOR_CHANGED = Sentence("Your authenticator was replaced by a new one.")


async def change_password(
    writing: AsyncSession,
    key: bytes,
    person_id: UUID,
    session_id: UUID,
    *,
    hash_seen: str | None,
    password_hash: str,
    site: Site,
    at: datetime,
) -> str | WrongTry:
    """A new password for the old one, which was checked before (`passwords.fits`), outside this transaction:
    `hash_seen` is what it fitted, or None. Returns the session's new token."""
    account = f"own-password:{person_id}"
    await knocks.wait_for_account(writing, key, account, at)
    person = await locked(writing, Person, person_id)
    kept = await writing.get(Password, person_id, with_for_update=True, populate_existing=True)
    if kept is None or hash_seen is None or kept.hash != hash_seen:
        await knocks.wrong_try(writing, key, account, at)
        return WrongTry(rules.WRONG_PASSWORD, field="old_password")
    await knocks.forgive(writing, key, account)
    await officers.set_password(writing, person_id, password_hash, by=person_id, at=at)
    return await go_on_alone(writing, person, session_id, PASSWORD_CHANGED, site=site, at=at)


def secret_to_come(key: bytes, session_id: UUID, sealed_now: bytes) -> str:
    """The secret of the authenticator that may replace the present one. Made from the session and from what it would
    replace, so that looking at the page stores nothing, and no secret is shown in two sessions or used twice."""
    mark = mark_of_code(key, "own-authenticator", f"{session_id}:{sealed_now.hex()}")
    return base64.b32encode(mark[:20]).decode()


async def change_authenticator(
    writing: AsyncSession, key: bytes, person_id: UUID, session_id: UUID, code: str, *, site: Site, at: datetime
) -> str | WrongTry:
    """The new authenticator takes the place of the old one when its first code fits; until then nothing changes.

    Returns the session's new token. The code is used up with it.
    """
    account = f"own-authenticator:{person_id}"
    await knocks.wait_for_account(writing, key, account, at)
    person = await locked(writing, Person, person_id)
    kept = await writing.get(Authenticator, person_id, with_for_update=True, populate_existing=True)
    secret = secret_to_come(key, session_id, kept.sealed_secret if kept else b"")
    if officers.step_of(secret, code, at) is None:
        await knocks.wrong_try(writing, key, account, at)
        return WrongTry(rules.WRONG_CODE, field="code")
    await knocks.forgive(writing, key, account)
    await officers.enrol(writing, key, person_id, secret)
    await officers.confirm(writing, key, person_id, code, at=at)
    return await go_on_alone(writing, person, session_id, AUTHENTICATOR_CHANGED, site=site, at=at)


async def go_on_alone(
    writing: AsyncSession, person: Person, session_id: UUID, what: Sentence, *, site: Site, at: datetime
) -> str:
    """Whoever came in with the old proof is out, wherever they are; the officer is told. Returns the new token."""
    await sessions.revoke_others(writing, person.id, keep=session_id, at=at)
    await letters.own_sign_in_changed(writing, person, what, site=site, at=at)
    return await sessions.fresh_token(writing, session_id, at=at)
