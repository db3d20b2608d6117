"""Officers come in: they set a password and an authenticator once, sign in with both, step up (decisions.md 35)."""

from __future__ import annotations

import base64
import hmac
from datetime import datetime
from uuid import UUID

import pyotp
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.database import locked
from govern.errors import WrongMoment
from govern.identity import rules
from govern.identity.lifecycle import knocks, letters, links, sessions
from govern.identity.lifecycle.people import locked_human
from govern.identity.lifecycle.secret_marks import mark_of_code, mark_of_token, seal, unseal
from govern.identity.lifecycle.sessions import Browser, SignedIn
from govern.identity.models import Authenticator, Passkey, Password, Person, SignInLink
from govern.identity.rules import LinkKind, Proof, Site, WrongTry
from govern.record import Event

STEP_SECONDS = 30


async def invite(writing: AsyncSession, person_id: UUID, *, site: Site, by: UUID | None, at: datetime) -> str:
    """Send a newly appointed officer the link to set up their sign-in. Returns its token too, for paper."""
    person = await locked(writing, Person, person_id)
    token = await links.make_link(writing, person_id, kind=LinkKind.SET_UP, next_path="/office", by=by, at=at)
    await letters.officer_set_up(writing, person, token, site=site, at=at)
    return token


def secret_for(key: bytes, token: str) -> str:
    """The authenticator secret that goes with a set-up link. Made from it, so that looking at the page stores nothing
    and a page loaded twice shows the same code to scan."""
    mark = mark_of_code(key, "set-up", token)
    return base64.b32encode(mark[:20]).decode()


def scan_text(secret: str, *, account: str, issuer: str) -> str:
    """What an authenticator reads from the picture (otpauth://)."""
    return pyotp.TOTP(secret, interval=STEP_SECONDS).provisioning_uri(name=account, issuer_name=issuer)


async def set_up(
    writing: AsyncSession,
    key: bytes,
    token: str,
    *,
    password_hash: str,
    code: str,
    browser: Browser,
    site: Site,
    at: datetime,
) -> SignedIn | WrongTry:
    """First set-up, or a new start after being let in: password and authenticator together, then signed in.

    The link is used up only by a code that fits. All other sessions and all passkeys of this person end.
    """
    found = select(SignInLink).where(
        SignInLink.token_hash == mark_of_token(token), SignInLink.kind == LinkKind.SET_UP
    )
    link = (await writing.scalars(found.with_for_update())).first()
    if link is None or link.person_id is None:
        raise rules.NoSuchLink("We do not know this link. Look whether all of it came across, or ask for a new one.")
    rules.refuse_link(
        rules.link_state(used_at=link.used_at, expires_at=link.expires_at, bound_to=None, browser=None, at=at)
    )
    person = await locked(writing, Person, link.person_id)
    account = f"set-up:{link.id}"
    await knocks.wait_for_account(writing, key, account, at)
    secret = secret_for(key, token)
    if step_of(secret, code, at) is None:
        await knocks.wrong_try(writing, key, account, at)
        return WrongTry(rules.WRONG_CODE, field="code")
    await enrol(writing, key, person.id, secret)
    await confirm(writing, key, person.id, code, at=at)
    await set_password(writing, person.id, password_hash, by=person.id, at=at)
    had_passkeys = await _drop_passkeys(writing, person.id, at=at)
    link.used_at = at
    await sessions.end_all(writing, person.id, at=at)
    await _forgive(writing, key, person)
    await letters.password_changed(writing, person, no_passkeys=had_passkeys, site=site, at=at)
    return await sessions.begin(
        writing, person.id, Proof.PASSWORD_TOTP, browser, next_path=link.next_path or "/office", at=at
    )


async def set_password(
    writing: AsyncSession, person_id: UUID, password_hash: str, *, by: UUID | None, at: datetime
) -> None:
    """Keep a new password's hash (`passwords.hashed`). The old one no longer fits."""
    await locked_human(writing, person_id)
    kept = await writing.get(Password, person_id, with_for_update=True)
    if kept is None:
        writing.add(Password(person_id=person_id, hash=password_hash, changed_at=at))
    else:
        kept.hash, kept.changed_at = password_hash, at
    await writing.flush()
    await record.add(writing, Event("password.set", f"person:{person_id}", at, by))


async def enrol(writing: AsyncSession, key: bytes, person_id: UUID, secret: str) -> None:
    """Keep an authenticator's secret, sealed, in place of any other. It counts once a code fits (`confirm`)."""
    kept = await writing.get(Authenticator, person_id, with_for_update=True)
    if kept is None:
        kept = Authenticator(person_id=person_id)
        writing.add(kept)
    kept.sealed_secret = seal(key, person_id, secret)
    kept.confirmed_at, kept.last_step = None, 0
    await writing.flush()


async def confirm(writing: AsyncSession, key: bytes, person_id: UUID, code: str, *, at: datetime) -> bool:
    """The first code from the telephone fits: from now on the authenticator counts."""
    kept = await writing.get(Authenticator, person_id, with_for_update=True)
    if kept is None:
        raise WrongMoment("There is no authenticator to confirm. Ask for a new link to set it up.")
    step = step_of(unseal(key, person_id, kept.sealed_secret), code, at)
    if step is None or step <= kept.last_step:
        return False
    kept.confirmed_at, kept.last_step = at, step
    await record.add(writing, Event("authenticator.confirmed", f"person:{person_id}", at, person_id))
    return True


async def sign_in_officer(
    writing: AsyncSession,
    key: bytes,
    *,
    email: str,
    person_id: UUID | None,
    hash_seen: str | None,
    code: str,
    browser: Browser,
    next_path: str | None = None,
    at: datetime,
) -> SignedIn | WrongTry:
    """Both proofs together, one answer for whatever was wrong.

    The password was checked before (`passwords.fits`), outside this transaction: `person_id` is the officer whose
    password fitted, `hash_seen` what it was checked against. Raises `TooMany` after five wrong tries in an hour.
    """
    account = account_of(email)
    await knocks.wait_for_account(writing, key, account, at)
    person = await whose_password_fits(writing, person_id, hash_seen)
    if person is None or not await _code_fits(writing, key, person.id, code, at):
        await knocks.wrong_try(writing, key, account, at)
        return WrongTry(rules.WRONG_OFFICER_SIGN_IN)
    await knocks.forgive(writing, key, account)
    return await sessions.begin(
        writing, person.id, Proof.PASSWORD_TOTP, browser, next_path=next_path or "/office", at=at
    )


async def whose_password_fits(writing: AsyncSession, person_id: UUID | None, hash_seen: str | None) -> Person | None:
    """The officer whose password was checked against `hash_seen`, held, if it is their password still."""
    if person_id is None:
        return None
    person = await locked(writing, Person, person_id)
    kept = await writing.get(Password, person_id, with_for_update=True)
    still_fits = kept is not None and kept.hash == hash_seen
    return person if still_fits and person.deactivated_at is None else None


async def step_up(
    writing: AsyncSession, key: bytes, person_id: UUID, session_id: UUID, code: str, *, at: datetime
) -> str | WrongTry:
    """The second step again, before what cannot be undone. Returns the session's new token."""
    account = stepping_up_of(person_id)
    await knocks.wait_for_account(writing, key, account, at)
    if not await _code_fits(writing, key, person_id, code, at):
        await knocks.wrong_try(writing, key, account, at)
        return WrongTry(rules.WRONG_CODE, field="code")
    await knocks.forgive(writing, key, account)
    return await sessions.renew(writing, session_id, at=at)


async def drop_passkey(writing: AsyncSession, passkey: Passkey, *, by: UUID, at: datetime) -> None:
    """This passkey opens nothing any more."""
    facts: dict[str, str | int | bool | None] = {"passkey": str(passkey.id)}
    await writing.delete(passkey)
    await writing.flush()
    await record.add(writing, Event("passkey.removed", f"person:{passkey.person_id}", at, by, facts))


async def _drop_passkeys(writing: AsyncSession, person_id: UUID, *, at: datetime) -> bool:
    """Whoever had taken over an old sign-in keeps no way in when it is set up anew. Whether there were any."""
    theirs = select(Passkey).where(Passkey.person_id == person_id).order_by(Passkey.made_at, Passkey.id)
    there = list(await writing.scalars(theirs.with_for_update()))
    for passkey in there:
        await drop_passkey(writing, passkey, by=person_id, at=at)
    return bool(there)


async def _code_fits(writing: AsyncSession, key: bytes, person_id: UUID, code: str, at: datetime) -> bool:
    """Whether the authenticator shows this code now. A step is good once: the same code again is refused."""
    kept = await writing.get(Authenticator, person_id, with_for_update=True, populate_existing=True)
    if kept is None or kept.confirmed_at is None:
        return False
    step = step_of(unseal(key, person_id, kept.sealed_secret), code, at)
    if step is None or step <= kept.last_step:
        return False
    kept.last_step = step
    await writing.flush()
    return True


def step_of(secret: str, code: str, at: datetime) -> int | None:
    """The time step whose code this is: the present one, the one before or the one after (RFC 6238, 5.2)."""
    typed = rules.plain_code(code)
    if not rules.AUTHENTICATOR_CODE.match(typed):
        return None
    totp = pyotp.TOTP(secret, interval=STEP_SECONDS)
    now = int(at.timestamp()) // STEP_SECONDS
    fitting = [step for step in (now - 1, now, now + 1) if hmac.compare_digest(totp.generate_otp(step), typed)]
    return fitting[-1] if fitting else None


async def _forgive(writing: AsyncSession, key: bytes, person: Person) -> None:
    await knocks.forgive(writing, key, stepping_up_of(person.id))
    if person.email:
        await knocks.forgive(writing, key, account_of(person.email))


def account_of(email: str) -> str:
    """By what wrong tries to sign in are counted, with a code and with a passkey alike."""
    return f"officer:{rules.plain_email(email)}"


def stepping_up_of(person_id: UUID) -> str:
    """The same for the second step again."""
    return f"step-up:{person_id}"
