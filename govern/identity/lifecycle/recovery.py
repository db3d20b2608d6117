"""An officer is locked out: two others speak for them, or the server's owner lets them in. It is recorded."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.database import locked
from govern.errors import AlreadyDone, NotAllowed, NotValid
from govern.identity import rules
from govern.identity.lifecycle import links, officers, sessions
from govern.identity.models import LetIn, Office, Person
from govern.identity.rules import LinkKind, Site
from govern.permissions import OFFICERS
from govern.record import Event


async def speak_for(
    writing: AsyncSession, person_id: UUID, *, by: UUID, reason: str, site: Site, at: datetime
) -> bool:
    """One officer's word that this really is their colleague. The second officer's word sends the set-up link to the
    colleague's own address. True when that was the second (security.md 7.7)."""
    person = await locked(writing, Person, person_id)
    rules.may_speak_for(person_id, by)
    if not reason.strip():
        raise NotValid("Say how you know that it is them. It stays in the record.", field="reason")
    await _must_be_officer(writing, person_id, at)
    if person.email is None:
        raise NotAllowed("We hold no email address of {name}. Put one in first, then try again.", name=person.name)
    await _let_old_words_lapse(writing, person_id, at)
    said = list(await writing.scalars(select(LetIn).where(LetIn.person_id == person_id, LetIn.settled_at.is_(None))))
    if any(word.by == by for word in said):
        raise AlreadyDone("You have spoken for {name}. Another officer has to do so too.", name=person.name)
    word = LetIn(id=uuid4(), person_id=person_id, by=by, reason=reason.strip()[:400], said_at=at)
    writing.add(word)
    await writing.flush()
    facts: dict[str, str | int | bool | None] = {"reason": word.reason, "word": len(said) + 1}
    await record.add(writing, Event("officer.spoken_for", f"person:{person_id}", at, by, facts))
    if not said:
        return False
    await _settle(writing, person_id, at)
    await sessions.end_all(writing, person_id, at=at)
    await record.add(writing, Event("officer.let_in", f"person:{person_id}", at, by, {"how": "two officers"}))
    await officers.invite(writing, person_id, site=site, by=by, at=at)
    return True


async def let_in_by_owner(writing: AsyncSession, person_id: UUID, *, reason: str, at: datetime) -> str:
    """The server's owner makes a set-up link at the command line. Returns its token."""
    await locked(writing, Person, person_id)
    if not reason.strip():
        raise NotValid("Give a reason with --reason. It stays in the record.")
    await _must_be_officer(writing, person_id, at)
    await _settle(writing, person_id, at)
    await sessions.end_all(writing, person_id, at=at)
    facts: dict[str, str | int | bool | None] = {"how": "server's owner", "reason": reason.strip()[:400]}
    await record.add(writing, Event("officer.let_in", f"person:{person_id}", at, None, facts))
    return await links.make_link(writing, person_id, kind=LinkKind.SET_UP, next_path="/office", at=at)


async def _must_be_officer(writing: AsyncSession, person_id: UUID, at: datetime) -> None:
    day = rules.day_of(at)
    holds = select(Office.id).where(
        Office.person_id == person_id,
        Office.role.in_(OFFICERS),
        Office.from_on <= day,
        (Office.to_on.is_(None)) | (Office.to_on >= day),
    )
    if (await writing.scalars(holds)).first() is None:
        raise NotAllowed("This person holds no office today. Members sign in with a link or a letter.")


async def _let_old_words_lapse(writing: AsyncSession, person_id: UUID, at: datetime) -> None:
    old = update(LetIn).where(LetIn.person_id == person_id, LetIn.settled_at.is_(None))
    await writing.execute(old.where(LetIn.said_at <= at - rules.WORD_LASTS).values(settled_at=at))


async def _settle(writing: AsyncSession, person_id: UUID, at: datetime) -> None:
    waiting = update(LetIn).where(LetIn.person_id == person_id, LetIn.settled_at.is_(None))
    await writing.execute(waiting.values(settled_at=at))
