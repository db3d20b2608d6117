"""A session begins with a fresh token, gets a new one when somebody steps up, and ends: by its owner, by time."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import msgspec
from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.database import locked
from govern.errors import NotFound
from govern.identity import rules
from govern.identity.lifecycle import knocks
from govern.identity.lifecycle.people import locked_human
from govern.identity.lifecycle.secret_marks import mark_of_token, new_token
from govern.identity.models import LetterCode, Session, SignInLink, UsedPass
from govern.identity.rules import Proof
from govern.record import Event


class Browser(msgspec.Struct, frozen=True):
    """The browser that signs in: what it calls itself, whether others use it, the session it gives up, and whether it
    is a tablet at the desk."""

    name: str
    shared_device: bool = False
    gives_up: UUID | None = None
    at_desk: bool = False


class SignedIn(msgspec.Struct, frozen=True):
    """The way in: the token for the cookie, how long the cookie is kept (None: till the browser closes), where to."""

    token: str
    person_id: UUID
    session_id: UUID
    seconds: int | None
    next_path: str = "/home"


async def begin(
    writing: AsyncSession,
    person_id: UUID,
    proof: Proof,
    browser: Browser,
    *,
    next_path: str | None = None,
    at: datetime,
) -> SignedIn:
    """Begin a session under a token made here; whatever session this browser brought along is over (security.md 7.3).

    The record names who for officers alone: for members it would say who was there when an envelope came in.
    """
    await locked_human(writing, person_id)
    if browser.gives_up is not None:
        await _end(writing, browser.gives_up, at)
    token = new_token()
    shared = browser.shared_device and not proof.of_officer
    at_desk = shared and browser.at_desk
    session = Session(
        id=uuid4(),
        token_hash=mark_of_token(token),
        secret=secrets.token_bytes(32),
        person_id=person_id,
        proof=proof,
        shared_device=shared,
        at_desk=at_desk,
        browser=rules.browser_of(browser.name)[:80],
        started_at=at,
        seen_at=at,
        stepped_up_at=at if proof.of_officer else None,
    )
    writing.add(session)
    await writing.flush()
    await record.add(
        writing, Event("session.began", f"session:{session.id}", at, _named(session), facts={"proof": proof})
    )
    within = rules.limits(proof, shared_device=shared, at_desk=at_desk)
    # An own device keeps its cookie; elsewhere it goes when the browser is closed.
    seconds = int(within.absolute.total_seconds()) if within.idle is None else None
    return SignedIn(token, person_id, session.id, seconds, rules.local_path(next_path))


async def renew(writing: AsyncSession, session_id: UUID, *, at: datetime) -> str:
    """The second step was given again: a new token, and the old one opens nothing.

    The secret behind the forms stays, so that what is half typed in another tab can still be sent.
    """
    token = await fresh_token(writing, session_id, at=at)
    session = await locked(writing, Session, session_id)
    session.stepped_up_at = at
    await record.add(writing, Event("session.stepped_up", f"session:{session_id}", at, _named(session)))
    return token


async def fresh_token(writing: AsyncSession, session_id: UUID, *, at: datetime) -> str:
    """The session goes on under a new token; whoever holds the old one is out. Raises `NotFound` when it is over."""
    session = await locked(writing, Session, session_id)
    if session.ended_at is not None:
        raise NotFound("You are signed out. Sign in again.")
    token = new_token()
    session.token_hash, session.seen_at = mark_of_token(token), at
    await writing.flush()
    return token


async def act_for(writing: AsyncSession, session_id: UUID, organisation: UUID | None, *, at: datetime) -> None:
    """In this session its owner acts for an organisation from now on, or again for themselves.

    Whether they represent it is the register's to know, which stands above. Raises `NotFound` when it is over.
    """
    session = await locked(writing, Session, session_id)
    if session.ended_at is not None:
        raise NotFound("You are signed out. Sign in again.")
    session.acts_for = organisation
    await writing.flush()
    # Not for whom: it would say who was there when an envelope came in.
    facts: dict[str, str | int | bool | None] = {"for_an_organisation": organisation is not None}
    await record.add(writing, Event("session.acts_for", f"session:{session_id}", at, _named(session), facts))


async def acts_no_longer(writing: AsyncSession, person_id: UUID, organisation: UUID) -> None:
    """Somebody represents an organisation no longer: no session of theirs acts for it."""
    theirs = update(Session).where(Session.person_id == person_id, Session.acts_for == organisation)
    await writing.execute(theirs.values(acts_for=None))


async def sign_out(writing: AsyncSession, session_id: UUID, *, at: datetime) -> None:
    """End this session. Doing it twice is no mistake."""
    await _end(writing, session_id, at)


async def revoke(writing: AsyncSession, session_id: UUID, *, owner: UUID, at: datetime) -> None:
    """End one of a person's own sessions from another device. Raises `NotFound` for somebody else's."""
    session = await locked(writing, Session, session_id)
    if session.person_id != owner:
        raise NotFound("This sign-in is not in your list. Load the page again.")
    await _end(writing, session_id, at)


async def revoke_others(writing: AsyncSession, owner: UUID, *, keep: UUID, at: datetime) -> int:
    """End every session of a person but the one they are in. How many there were."""
    others = select(Session.id).where(Session.person_id == owner, Session.id != keep, Session.ended_at.is_(None))
    ended = list(await writing.scalars(others))
    for session_id in ended:
        await _end(writing, session_id, at)
    return len(ended)


async def end_all(writing: AsyncSession, person_id: UUID, *, at: datetime) -> None:
    """End every session of a person: their proof has been replaced."""
    for session_id in list(
        await writing.scalars(select(Session.id).where(Session.person_id == person_id, Session.ended_at.is_(None)))
    ):
        await _end(writing, session_id, at)


async def touch(writing: AsyncSession, session_id: UUID, *, at: datetime) -> None:
    """A sign of life, for the idle limit. No line in the record: it would say when somebody read a page."""
    alive = update(Session).where(Session.id == session_id, Session.seen_at < at)
    await writing.execute(alive.values(seen_at=at))


async def sweep(writing: AsyncSession, *, at: datetime, sign_in_days: int = 30) -> None:
    """Forget what has run out: links, codes, passes, counts, and old sessions with who they were of.

    Sign-in records are kept as many days as the rules say.
    """
    long_ago = at - timedelta(days=sign_in_days)
    await writing.execute(delete(SignInLink).where(SignInLink.expires_at < at - timedelta(days=1)))
    await writing.execute(delete(LetterCode).where(LetterCode.expires_at < at - timedelta(days=30)))
    await writing.execute(delete(UsedPass).where(UsedPass.expires_at < at))
    await writing.execute(delete(Session).where(Session.started_at < long_ago))
    await knocks.sweep(writing, at)


async def _end(writing: AsyncSession, session_id: UUID, at: datetime) -> None:
    session = await writing.get(Session, session_id, with_for_update=True, populate_existing=True)
    if session is None or session.ended_at is not None:
        return
    session.ended_at = at
    await writing.flush()
    await record.add(writing, Event("session.ended", f"session:{session_id}", at, _named(session)))


def _named(session: Session) -> UUID | None:
    return session.person_id if session.proof.of_officer else None
