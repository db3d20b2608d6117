"""Members come in: by a link and a code from a mail, by a printed link, by a code from a letter (security.md 7.1)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

import msgspec
from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.identity import rules
from govern.identity.lifecycle import knocks, letters, sessions
from govern.identity.lifecycle.people import locked_human
from govern.identity.lifecycle.secret_marks import mark_of_code, mark_of_token, new_code, new_token
from govern.identity.lifecycle.sessions import Browser, SignedIn
from govern.identity.models import LetterCode, Person, SignInLink
from govern.identity.rules import LinkKind, PersonKind, Proof, Site, WrongTry
from govern.post import lifecycle as post
from govern.record import Event


class WhoIsIt(msgspec.Struct, frozen=True):
    """The mailbox is shared: one of these has to say who they are, and type a code from their letter."""

    people: tuple[tuple[UUID, str], ...]


class Claim(msgspec.Struct, frozen=True):
    """What somebody of a shared mailbox says: who they are, and a code from their letter."""

    person_id: UUID | None = None
    letter_code: str | None = None


async def ask_for_link(
    writing: AsyncSession,
    key: bytes,
    *,
    email: str,
    pre_session: str,
    site: Site,
    language: str,
    next_path: str | None = None,
    voting: bool = False,
    at: datetime,
) -> None:
    """Somebody typed an address. A link row is made and a mail is composed for every address alike; the mail goes
    into the outbox only where the address is known. Nothing tells the asker which it was (security.md 7.6).

    While people vote (`voting`) an address that was just changed gets no link: its mail says from when on it does.
    """
    address = rules.plain_email(email)
    if not await knocks.may_ask_for_link(writing, key, address, at):
        return
    known = await _people_at(writing, address)
    rests = {person.id: rules.address_rests_until(person.email_changed_at, at, voting=voting) for person in known}
    people = [person for person in known if rests[person.id] is None]
    alone = people[0] if len(people) == 1 else None
    token, code = new_token(), new_code(rules.TYPED_CODE_LENGTH)
    link = SignInLink(
        id=uuid4(),
        kind=LinkKind.EMAILED,
        token_hash=mark_of_token(token),
        typed_code_hash=mark_of_code(key, "typed", code),
        person_id=alone.id if alone else None,
        mailbox=address if len(people) > 1 else None,
        asked_for=mark_of_code(key, "mailbox", address),
        bound_to=mark_of_token(pre_session),
        next_path=rules.local_path(next_path),
        made_at=at,
        expires_at=at + rules.LINK_LIFE[LinkKind.EMAILED],
    )
    writing.add(link)
    await writing.flush()
    mail = letters.sign_in_mail(
        site=site,
        language=alone.language if alone else language,
        address=address,
        token=token,
        code=code,
        first_name=alone.first_name if alone else None,
    )
    if people:
        await post.write(writing, msgspec.structs.replace(mail, person_id=alone.id if alone else None), at=at)
    for person in known:
        if until := rests[person.id]:
            await letters.address_rests(writing, person, until, site=site, at=at)
    await record.add(writing, Event("link.asked", f"link:{link.id}", at))


async def make_link(
    writing: AsyncSession,
    person_id: UUID,
    *,
    kind: LinkKind = LinkKind.PRINTED,
    next_path: str | None = None,
    by: UUID | None = None,
    at: datetime,
) -> str:
    """A link to hand over on paper (or an officer's set-up link), bound to no browser. Returns its token."""
    person = await locked_human(writing, person_id)
    if kind is LinkKind.SET_UP:
        await _let_set_up_links_lapse(writing, person_id, at)
    token = new_token()
    link = SignInLink(
        id=uuid4(),
        kind=kind,
        token_hash=mark_of_token(token),
        person_id=person.id,
        next_path=rules.local_path(next_path),
        made_at=at,
        expires_at=at + rules.LINK_LIFE[kind],
    )
    writing.add(link)
    await writing.flush()
    await record.add(writing, Event("link.made", f"link:{link.id}", at, by, {"kind": kind}))
    return token


async def _let_set_up_links_lapse(writing: AsyncSession, person_id: UUID, at: datetime) -> None:
    """One way at a time to set up somebody's sign-in: the newest."""
    older = update(SignInLink).where(
        SignInLink.person_id == person_id, SignInLink.kind == LinkKind.SET_UP, SignInLink.used_at.is_(None)
    )
    await writing.execute(older.where(SignInLink.expires_at > at).values(expires_at=at))


async def use_link(
    writing: AsyncSession,
    key: bytes,
    token: str,
    *,
    pre_session: str | None,
    browser: Browser,
    claim: Claim | None = None,
    at: datetime,
) -> SignedIn | WhoIsIt | WrongTry:
    """The button on the link's page was pressed: sign in, once. Raises what `rules.refuse_link` says."""
    found = select(SignInLink).where(SignInLink.token_hash == mark_of_token(token)).with_for_update()
    link = (await writing.scalars(found)).first()
    if link is None or link.kind is LinkKind.SET_UP or not (link.person_id or link.mailbox):
        raise rules.NoSuchLink("We do not know this link. Look whether all of it came across, or ask for a new one.")
    seen_in = mark_of_token(pre_session) if pre_session else None
    rules.refuse_link(
        rules.link_state(
            used_at=link.used_at, expires_at=link.expires_at, bound_to=link.bound_to, browser=seen_in, at=at
        )
    )
    return await _sign_in_by(writing, key, link, browser, claim or Claim(), at)


async def use_typed_code(
    writing: AsyncSession,
    key: bytes,
    typed: str,
    *,
    pre_session: str,
    browser: Browser,
    claim: Claim | None = None,
    at: datetime,
) -> SignedIn | WhoIsIt | WrongTry:
    """The code from the mail was typed in the browser that asked. A wrong one is counted and returned, not raised."""
    waiting = (
        select(SignInLink)
        .where(
            SignInLink.bound_to == mark_of_token(pre_session),
            SignInLink.used_at.is_(None),
            SignInLink.expires_at > at,
        )
        .order_by(SignInLink.made_at.desc())
        .with_for_update()
    )
    links = list(await writing.scalars(waiting))
    if not links:
        return WrongTry(rules.WRONG_CODE, field="code")
    account = _account(links[0])
    await knocks.wait_for_account(writing, key, account, at)
    mark = mark_of_code(key, "typed", rules.plain_code(typed))
    link = next((link for link in links if link.typed_code_hash == mark), None)
    if link is None or not (link.person_id or link.mailbox):
        await knocks.wrong_try(writing, key, account, at)
        return WrongTry(rules.WRONG_CODE, field="code")
    return await _sign_in_by(writing, key, link, browser, claim or Claim(), at)


async def _sign_in_by(
    writing: AsyncSession, key: bytes, link: SignInLink, browser: Browser, claim: Claim, at: datetime
) -> SignedIn | WhoIsIt | WrongTry:
    person_id = link.person_id
    if link.mailbox is not None:
        people = await _people_at(writing, link.mailbox)
        chosen = next((person.id for person in people if person.id == claim.person_id), None)
        if chosen is None or not claim.letter_code:
            return WhoIsIt(tuple((person.id, person.first_name) for person in people))
        await knocks.wait_for_account(writing, key, _account(link), at)
        if await _spend_letter_code(writing, key, claim.letter_code, at, only_of=chosen) is None:
            await knocks.wrong_try(writing, key, _account(link), at)
            return WrongTry(rules.WRONG_CODE, field="letter_code")
        person_id = chosen
    person = None if person_id is None else await writing.get(Person, person_id)
    if person is None or person.deactivated_at is not None:
        raise rules.NoSuchLink("This account is closed. Call us if you think it should not be.")
    link.used_at = at
    await knocks.forgive(writing, key, _account(link))
    await record.add(writing, Event("link.used", f"link:{link.id}", at))
    proof = Proof.PRINTED if link.kind is LinkKind.PRINTED else Proof.LINK
    return await sessions.begin(writing, person.id, proof, browser, next_path=link.next_path, at=at)


async def issue_letter_codes(
    writing: AsyncSession, key: bytes, person_id: UUID, *, by: UUID | None, site: Site, at: datetime
) -> tuple[str, ...]:
    """A sheet of codes for one person's letter, each good once. A new sheet ends the one before.

    Whoever has an email address is told by mail: a code is a way in, and no officer may make one unseen.
    """
    person = await locked_human(writing, person_id)
    await writing.execute(delete(LetterCode).where(LetterCode.person_id == person_id, LetterCode.used_at.is_(None)))
    codes = tuple(new_code(rules.LETTER_CODE_LENGTH) for _ in range(rules.LETTER_CODES_A_SHEET))
    for code in codes:
        writing.add(
            LetterCode(
                id=uuid4(),
                code_hash=mark_of_code(key, "letter", code),
                person_id=person_id,
                made_at=at,
                expires_at=at + rules.LETTER_CODE_LIFE,
            )
        )
    await writing.flush()
    await letters.codes_made(writing, person, site=site, at=at)
    await record.add(writing, Event("letter_codes.issued", f"person:{person_id}", at, by, {"codes": len(codes)}))
    return codes


async def use_letter_code(
    writing: AsyncSession, key: bytes, typed: str, *, browser: Browser, next_path: str | None = None, at: datetime
) -> SignedIn | WrongTry:
    """A code from a letter signs its person in, by itself: it cannot be guessed, so no name is asked with it."""
    person_id = await _spend_letter_code(writing, key, typed, at)
    person = None if person_id is None else await writing.get(Person, person_id)
    if person is None or person.deactivated_at is not None:
        return WrongTry(rules.WRONG_CODE, field="code")
    return await sessions.begin(writing, person.id, Proof.LETTER, browser, next_path=next_path, at=at)


async def _spend_letter_code(
    writing: AsyncSession, key: bytes, typed: str, at: datetime, *, only_of: UUID | None = None
) -> UUID | None:
    mark = mark_of_code(key, "letter", rules.plain_code(typed))
    code = (await writing.scalars(select(LetterCode).where(LetterCode.code_hash == mark).with_for_update())).first()
    if code is None or code.used_at is not None or at >= code.expires_at:
        return None
    if only_of is not None and code.person_id != only_of:
        return None
    code.used_at = at
    await record.add(writing, Event("letter_code.used", f"letter_code:{code.id}", at))
    return code.person_id


async def _people_at(writing: AsyncSession, address: str) -> list[Person]:
    """The humans of a mailbox. An organisation's address is no way in."""
    active = select(Person).where(
        Person.email == address, Person.deactivated_at.is_(None), Person.kind == PersonKind.HUMAN
    )
    return list(await writing.scalars(active.order_by(Person.name, Person.id)))


def _account(link: SignInLink) -> str:
    """What wrong tries are counted under: the address asked for, known or not, else the link itself."""
    return link.asked_for.hex() if link.asked_for is not None else f"link:{link.id}"
