"""Who somebody is, who holds an office, what a way of signing in is worth."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.errors import NotFound
from govern.identity import rules
from govern.identity.lifecycle import own_sign_in as own
from govern.identity.lifecycle.secret_marks import mark_of_token
from govern.identity.models import Authenticator, LetIn, Office, Passkey, Password, Person, Session, SignInLink
from govern.identity.queries.passkeys import PasskeyView, passkeys_of
from govern.identity.rules import LinkKind, LinkState, PersonKind
from govern.permissions import OFFICERS, Role
from govern.words import beginning, words_of

#: Ids in one question; SQLite takes 32,766 values at most.
CHUNK = 5_000


class PersonView(msgspec.Struct, frozen=True):
    """Somebody, with how to reach them."""

    id: UUID
    name: str
    first_name: str
    email: str | None
    phone: str | None
    postal_address: str | None
    language: str
    format: str
    kind: PersonKind = PersonKind.HUMAN

    @property
    def is_organisation(self) -> bool:
        return self.kind is PersonKind.ORGANISATION


class OfficeView(msgspec.Struct, frozen=True):
    """An office somebody holds or held."""

    id: UUID
    person_id: UUID
    role: Role
    from_on: date
    to_on: date | None


class OfficerView(msgspec.Struct, frozen=True):
    """An office with its holder; `ready` once they have set up the sign-in that it needs.

    `passkeys`: how many they have beside password and authenticator.
    """

    id: UUID
    person_id: UUID
    name: str
    email: str | None
    language: str
    role: Role
    from_on: date
    to_on: date | None
    ready: bool
    constituency: str = ""
    passkeys: int = 0


class OwnSignIn(msgspec.Struct, frozen=True):
    """When an officer set their password and their authenticator, and the passkeys they added."""

    password_on: datetime | None
    authenticator_on: datetime | None
    passkeys: tuple[PasskeyView, ...] = ()


class SessionView(msgspec.Struct, frozen=True):
    """A browser somebody is signed in with. `browser` is like "Firefox, Windows", or empty when it did not say."""

    id: UUID
    browser: str
    started_at: datetime
    seen_at: datetime
    shared_device: bool
    officer: bool


class LinkPage(msgspec.Struct, frozen=True):
    """What the page of a link shows. `people` (id and first name) is there for a shared mailbox only."""

    state: LinkState
    kind: LinkKind = LinkKind.EMAILED
    people: tuple[tuple[UUID, str], ...] = ()
    person: PersonView | None = None


class OfficerProof(msgspec.Struct, frozen=True):
    """A kept password hash and whose it is, to be checked outside any transaction."""

    person_id: UUID | None
    hash: str | None


class LetInRow(msgspec.Struct, frozen=True):
    """An officer who may be let in, and the word given for them so far, if any."""

    person: PersonView
    word_by: str | None
    word_by_me: bool
    reason: str | None
    said_at: datetime | None


def _in_force(day: date) -> ColumnElement[bool]:
    return and_(Office.from_on <= day, or_(Office.to_on.is_(None), Office.to_on >= day))


# --- People ---------------------------------------------------------------------------------------------------------


async def person(reading: AsyncSession, person_id: UUID) -> PersonView:
    """Raises `NotFound`."""
    found = await reading.get(Person, person_id)
    if found is None:
        raise NotFound("We cannot find this person. Go back and choose again.")
    return _view(found)


async def people_by_id(reading: AsyncSession, ids: Iterable[UUID]) -> dict[UUID, PersonView]:
    """Those of them we know."""
    wanted = list(dict.fromkeys(ids))
    found: dict[UUID, PersonView] = {}
    for start in range(0, len(wanted), CHUNK):
        rows = await reading.scalars(select(Person).where(Person.id.in_(wanted[start : start + CHUNK])))
        found |= {row.id: _view(row) for row in rows}
    return found


async def people_at(reading: AsyncSession, email: str) -> tuple[PersonView, ...]:
    """Every human of one mailbox, in order of name."""
    rows = select(Person).where(
        Person.email == rules.plain_email(email), Person.deactivated_at.is_(None), Person.kind == PersonKind.HUMAN
    )
    return tuple(_view(row) for row in await reading.scalars(rows.order_by(Person.name, Person.id)))


async def people_named(reading: AsyncSession, words: str, *, limit: int = 20) -> tuple[PersonView, ...]:
    """Every human known here, member or not, whose names begin like these words, in order of name."""
    rows = select(Person).where(Person.deactivated_at.is_(None), Person.kind == PersonKind.HUMAN)
    for word in words_of(words):
        rows = rows.where(Person.search.like(beginning(word)))
    return tuple(_view(row) for row in await reading.scalars(rows.order_by(Person.name, Person.id).limit(limit)))


async def holders(reading: AsyncSession, role: Role, on: date) -> tuple[PersonView, ...]:
    """Who holds an office on a day, in order of name."""
    rows = (
        select(Person)
        .join(Office, Office.person_id == Person.id)
        .where(Office.role == role, _in_force(on), Person.deactivated_at.is_(None))
        .order_by(Person.name, Person.id)
    )
    return tuple(_view(row) for row in (await reading.scalars(rows)).unique())


async def offices_of(reading: AsyncSession, person_id: UUID) -> tuple[OfficeView, ...]:
    """Every office somebody holds or held, the newest first."""
    rows = select(Office).where(Office.person_id == person_id).order_by(Office.from_on.desc(), Office.role)
    return tuple(OfficeView(o.id, o.person_id, o.role, o.from_on, o.to_on) for o in await reading.scalars(rows))


async def facilitated_by(reading: AsyncSession, person_id: UUID, on: date) -> frozenset[str]:
    """The groups somebody is a facilitator for on a day; "" is one of them where they were appointed for none."""
    held = select(Office.constituency).where(
        Office.person_id == person_id, Office.role == Role.FACILITATOR, _in_force(on)
    )
    return frozenset(await reading.scalars(held))


async def officers(reading: AsyncSession, on: date) -> tuple[OfficerView, ...]:
    """Every office held on a day or from a later day on, in the order of offices, then of days and names."""
    rows = _offices_with_holders().where(
        or_(Office.to_on.is_(None), and_(Office.to_on >= on, Office.to_on >= Office.from_on)),
        Person.deactivated_at.is_(None),
    )
    found = [_officer(row) for row in await reading.execute(rows)]
    order = {role: n for n, role in enumerate(Role)}
    return tuple(sorted(found, key=lambda one: (order[one.role], one.from_on, one.name)))


async def officer(reading: AsyncSession, office_id: UUID) -> OfficerView:
    """One office with its holder. Raises `NotFound`."""
    row = (await reading.execute(_offices_with_holders().where(Office.id == office_id))).one_or_none()
    if row is None:
        raise NotFound("We cannot find this office. Go to the list of officers and choose again.")
    return _officer(row)


def _offices_with_holders() -> Select[Office, Person, str, datetime | None, int]:
    passkeys = select(func.count()).where(Passkey.person_id == Office.person_id).scalar_subquery()
    return (
        select(Office, Person, Password.hash, Authenticator.confirmed_at, passkeys)
        .join(Person, Person.id == Office.person_id)
        .outerjoin(Password, Password.person_id == Person.id)
        .outerjoin(Authenticator, Authenticator.person_id == Person.id)
    )


def _officer(row: Row[Office, Person, str, datetime | None, int]) -> OfficerView:
    office, holder, kept, confirmed_at, passkeys = row
    ready = office.role not in OFFICERS or (kept is not None and confirmed_at is not None)
    return OfficerView(
        *(office.id, holder.id, holder.name, holder.email, holder.language),
        *(office.role, office.from_on, office.to_on, ready, office.constituency),
        passkeys=passkeys,
    )


def _view(found: Person) -> PersonView:
    return PersonView(
        found.id,
        found.name,
        found.first_name,
        found.email,
        found.phone,
        found.postal_address,
        found.language,
        found.format,
        found.kind,
    )


# --- Signing in -----------------------------------------------------------------------------------------------------


async def link_page(reading: AsyncSession, token: str, pre_session: str | None, at: datetime) -> LinkPage:
    """What this link is worth in this browser. Looking uses nothing up (mail scanners look)."""
    found = select(SignInLink).where(SignInLink.token_hash == mark_of_token(token))
    link = (await reading.scalars(found)).first()
    if link is None or not (link.person_id or link.mailbox):
        return LinkPage(LinkState.UNKNOWN)
    browser = mark_of_token(pre_session) if pre_session else None
    state = rules.link_state(
        used_at=link.used_at, expires_at=link.expires_at, bound_to=link.bound_to, browser=browser, at=at
    )
    if state is not LinkState.READY:
        return LinkPage(state, link.kind)
    if link.mailbox is not None:
        shared = await people_at(reading, link.mailbox)
        return LinkPage(state, link.kind, people=tuple((one.id, one.first_name) for one in shared))
    assert link.person_id is not None
    return LinkPage(state, link.kind, person=await person(reading, link.person_id))


async def sharers_waiting(reading: AsyncSession, pre_session: str, at: datetime) -> tuple[tuple[UUID, str], ...]:
    """Who shares the mailbox that this browser last asked for: id and first name. Nobody when it is not shared."""
    waiting = select(SignInLink.mailbox).where(
        SignInLink.bound_to == mark_of_token(pre_session),
        SignInLink.used_at.is_(None),
        SignInLink.expires_at > at,
        SignInLink.mailbox.is_not(None),
    )
    mailbox = (await reading.scalars(waiting.order_by(SignInLink.made_at.desc()))).first()
    if mailbox is None:
        return ()
    return tuple((one.id, one.first_name) for one in await people_at(reading, mailbox))


async def officer_proofs(reading: AsyncSession, email: str) -> tuple[OfficerProof, ...]:
    """The password hashes kept for an address: as a rule one, for an unknown address one that is nobody's."""
    rows = (
        select(Password.person_id, Password.hash)
        .join(Person, Person.id == Password.person_id)
        .where(Person.email == rules.plain_email(email), Person.deactivated_at.is_(None))
        .order_by(Password.person_id)
    )
    found = tuple(OfficerProof(person_id, kept) for person_id, kept in await reading.execute(rows))
    return found or (OfficerProof(None, None),)


async def own_proof(reading: AsyncSession, person_id: UUID) -> OfficerProof:
    """The password hash kept for somebody who is signed in, to be checked outside any transaction."""
    kept = await reading.get(Password, person_id)
    return OfficerProof(person_id, kept.hash if kept else None)


async def own_sign_in(reading: AsyncSession, person_id: UUID) -> OwnSignIn:
    password = await reading.get(Password, person_id)
    authenticator = await reading.get(Authenticator, person_id)
    return OwnSignIn(
        password.changed_at if password else None,
        authenticator.confirmed_at if authenticator else None,
        await passkeys_of(reading, person_id),
    )


async def secret_to_come(reading: AsyncSession, key: bytes, person_id: UUID, session_id: UUID) -> str:
    """What a new authenticator would hold if it took the place of the present one."""
    kept = await reading.get(Authenticator, person_id)
    return own.secret_to_come(key, session_id, kept.sealed_secret if kept else b"")


async def sessions_of(reading: AsyncSession, person_id: UUID, at: datetime) -> tuple[SessionView, ...]:
    """Where somebody is signed in now, the latest first."""
    rows = select(Session).where(Session.person_id == person_id, Session.ended_at.is_(None))
    return tuple(
        SessionView(s.id, s.browser, s.started_at, s.seen_at, s.shared_device, officer=s.proof.of_officer)
        for s in await reading.scalars(rows.order_by(Session.started_at.desc()))
        if not rules.is_over(
            rules.limits(s.proof, shared_device=s.shared_device, at_desk=s.at_desk),
            started_at=s.started_at,
            seen_at=s.seen_at,
            at=at,
        )
    )


async def officers_to_let_in(reading: AsyncSession, me: UUID, at: datetime) -> tuple[LetInRow, ...]:
    """Every officer but oneself, with the word already given for them, if it still counts."""
    rows = (
        select(Person)
        .join(Office, Office.person_id == Person.id)
        .where(Office.role.in_(OFFICERS), _in_force(rules.day_of(at)), Person.id != me)
        .where(Person.deactivated_at.is_(None))
        .order_by(Person.name, Person.id)
    )
    officers = list((await reading.scalars(rows)).unique())
    words = select(LetIn).where(LetIn.settled_at.is_(None), LetIn.said_at > at - rules.WORD_LASTS)
    given = {word.person_id: word for word in await reading.scalars(words)}
    speakers = await people_by_id(reading, [word.by for word in given.values()])
    return tuple(_let_in_row(officer, given.get(officer.id), speakers, me) for officer in officers)


def _let_in_row(officer: Person, word: LetIn | None, speakers: dict[UUID, PersonView], me: UUID) -> LetInRow:
    if word is None:
        return LetInRow(_view(officer), None, False, None, None)
    return LetInRow(_view(officer), speakers[word.by].name, word.by == me, word.reason, word.said_at)
