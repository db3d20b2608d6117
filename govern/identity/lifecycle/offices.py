"""Offices are given, told of with the way to use them, and ended; there is always somebody left who can give them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID, uuid4

import msgspec
from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.database import locked
from govern.errors import AlreadyDone, NotAllowed, NotValid
from govern.identity import rules
from govern.identity.lifecycle import letters, links, sessions
from govern.identity.lifecycle.people import locked_human
from govern.identity.models import Authenticator, Office, Password, Person
from govern.identity.rules import LinkKind, Site
from govern.permissions import APPOINTING, OFFICERS, Role
from govern.record import Event

Facts = dict[str, str | int | bool | None]
LONGEST_REASON = 400


class Given(msgspec.Struct, frozen=True):
    """What came of giving an office: whether a mail tells them; a set-up link's token where it needs handing over."""

    office_id: UUID
    told: bool
    token: str | None = None


async def appoint(
    writing: AsyncSession,
    person_id: UUID,
    role: Role,
    from_on: date,
    *,
    to_on: date | None = None,
    constituency: str = "",
    decision: str | None = None,
    by: UUID | None,
    at: datetime,
) -> UUID:
    """Give somebody an office from a day on. `by` is the officer who does it, or nobody: the server's owner.

    A facilitator may be there for one group, `constituency`, whether or not they belong to it. Raises
    `AlreadyDone` where they hold it, `NotValid` for a wrong span, `NotAllowed` for one's own.
    """
    person = await locked_human(writing, person_id)
    if to_on is not None and to_on < from_on:
        raise NotValid("An office cannot end before it begins. Change one of the two days.", field="to_on")
    if by is not None:
        rules.may_appoint(person_id, by)
        rules.check_first_day(from_on, rules.day_of(at))
    if constituency and role is not Role.FACILITATOR:
        raise NotValid("Only a facilitator is there for one group. Choose no group here.", field="facilitates")
    held = select(Office.id).where(
        Office.person_id == person_id,
        Office.role == role,
        Office.constituency == constituency,
        or_(Office.to_on.is_(None), (Office.to_on >= from_on) & (Office.to_on >= Office.from_on)),
    )
    if (await writing.scalars(held)).first() is not None:
        raise AlreadyDone(
            "{name} holds this office already, or will from a later day. To change its days, end it first.",
            field="role",
            name=person.name,
        )
    office = Office(
        id=uuid4(), person_id=person_id, role=role, from_on=from_on, to_on=to_on, constituency=constituency
    )
    writing.add(office)
    await writing.flush()
    facts: Facts = {"role": role, "from": str(from_on), "person": str(person_id), "decision": decision}
    if constituency:
        facts["group"] = constituency
    await record.add(writing, Event("office.given", f"office:{office.id}", at, by, facts))
    return office.id


async def appoint_and_tell(
    writing: AsyncSession,
    person_id: UUID,
    role: Role,
    from_on: date,
    *,
    constituency: str = "",
    decision: str,
    site: Site,
    by: UUID,
    at: datetime,
) -> Given:
    """An officer gives an office as was decided, and its holder is told by mail.

    Whoever has no officer's sign-in yet gets a link to set it up; one who has no email gets it on paper. A sign-in
    that is there stays as it is: giving an office must not be a way to take over somebody's.
    """
    if not decision.strip():
        raise NotValid("Say which decision this follows. It stays in the record.", field="decision")
    decision = decision.strip()[:LONGEST_REASON]
    office_id = await appoint(
        writing, person_id, role, from_on, constituency=constituency, decision=decision, by=by, at=at
    )
    person = await locked(writing, Person, person_id)
    if person.deactivated_at is not None:
        raise NotAllowed("The account of {name} is closed. Choose somebody else.", name=person.name)
    token = None
    if role in OFFICERS and not await has_set_up(writing, person_id):
        token = await _set_up_link(writing, person_id, from_on, by=by, at=at)
    await letters.office_given(writing, person, role, from_on, decision, token, site=site, at=at)
    return Given(office_id, person.email is not None, None if person.email else token)


async def send_set_up_again(writing: AsyncSession, office_id: UUID, *, site: Site, by: UUID, at: datetime) -> Given:
    """Another link for an officer whose first ran out unused; the first opens nothing any more.

    Raises `AlreadyDone` once they have set up their sign-in: from then on only two officers together let them in.
    """
    office = await locked(writing, Office, office_id)
    person = await locked(writing, Person, office.person_id)
    if office.role not in OFFICERS or not _goes_on(office, rules.day_of(at)):
        raise NotAllowed("This office needs no officer's sign-in now. Look at the list of officers again.")
    if await has_set_up(writing, person.id):
        raise AlreadyDone(
            "{name} has set up their sign-in. If they are locked out, two officers can let them in.", name=person.name
        )
    token = await _set_up_link(writing, person.id, office.from_on, by=by, at=at)
    await letters.officer_set_up(writing, person, token, site=site, at=at)
    return Given(office_id, person.email is not None, None if person.email else token)


async def end_office(
    writing: AsyncSession,
    office_id: UUID,
    to_on: date,
    *,
    reason: str | None = None,
    site: Site | None = None,
    by: UUID | None,
    at: datetime,
) -> None:
    """The last day of an office. Whoever held it signs in anew, with what they still hold (security.md 7.3).

    With a `site` they are told by mail. No officer (`by`) leaves the society without one who can give offices.
    """
    appointing = await _appointing(writing)
    office = await locked(writing, Office, office_id)
    rules.check_last_day(to_on, from_on=office.from_on, held_to=office.to_on)
    if by is not None:
        if not (reason or "").strip():
            raise NotValid("Say why it ends. It stays in the record.", field="reason")
        rules.check_not_long_over(to_on, rules.day_of(at))
        if office.role in APPOINTING:
            await _somebody_is_left(writing, [one for one in appointing if one.id != office_id], to_on)
    office.to_on = to_on
    await writing.flush()
    if to_on < rules.day_of(at):
        await sessions.end_all(writing, office.person_id, at=at)
    reason = reason.strip()[:LONGEST_REASON] if reason else None
    facts: Facts = {"role": office.role, "to": str(to_on), "person": str(office.person_id), "reason": reason}
    await record.add(writing, Event("office.ended", f"office:{office_id}", at, by, facts))
    if site is not None:
        person = await locked(writing, Person, office.person_id)
        await letters.office_ended(writing, person, office.role, to_on, reason or "", site=site, at=at)


async def has_set_up(writing: AsyncSession, person_id: UUID) -> bool:
    """Whether they have both halves of an officer's sign-in."""
    return bool(await _with_sign_in(writing, [person_id]))


async def _set_up_link(writing: AsyncSession, person_id: UUID, from_on: date, *, by: UUID, at: datetime) -> str:
    next_path = "/office" if from_on <= rules.day_of(at) else "/home"
    return await links.make_link(writing, person_id, kind=LinkKind.SET_UP, next_path=next_path, by=by, at=at)


async def _appointing(writing: AsyncSession) -> Sequence[Office]:
    """Every office that allows giving offices, held in one order, so that two secretaries cannot end each other's at
    the same moment."""
    every = select(Office).where(Office.role.in_(APPOINTING)).order_by(Office.id)
    return (await writing.scalars(every.with_for_update().execution_options(populate_existing=True))).all()


async def _somebody_is_left(writing: AsyncSession, others: Sequence[Office], to_on: date) -> None:
    """Raises `NotAllowed` where on some day after this one nobody could give an office."""
    able = await _with_sign_in(writing, [office.person_id for office in others])
    spans = [(office.from_on, office.to_on) for office in others if office.person_id in able]
    alone = rules.day_without(spans, to_on + rules.A_DAY)
    if alone is not None:
        raise NotAllowed(
            "From {day} on nobody could give offices any more. First appoint another secretary, and wait until they "
            "have set up their sign-in.",
            field="to_on",
            day=alone,
        )


async def _with_sign_in(writing: AsyncSession, person_ids: Sequence[UUID]) -> set[UUID]:
    """Those of them who can sign in as officers."""
    able = (
        select(Person.id)
        .join(Password, Password.person_id == Person.id)
        .join(Authenticator, Authenticator.person_id == Person.id)
        .where(Person.id.in_(person_ids), Person.deactivated_at.is_(None), Authenticator.confirmed_at.is_not(None))
    )
    return set(await writing.scalars(able))


def _goes_on(office: Office, today: date) -> bool:
    return office.to_on is None or office.to_on >= max(today, office.from_on)
