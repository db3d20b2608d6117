"""Who is at the door: asked of every request by somebody who is signed in."""

from __future__ import annotations

import contextlib
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import Date, Select, and_, bindparam, or_, select
from sqlalchemy.exc import OperationalError

from govern.identity import rules
from govern.identity.lifecycle import sessions
from govern.identity.lifecycle.secret_marks import mark_of_token
from govern.identity.models import Office, Person, Session
from govern.identity.rules import Proof
from govern.permissions import Role
from govern.society import Society
from govern.web.visitor import Look, Visitor

#: Proofs that only the person themselves can have had in hand. An officer handed over a printed link and saw the
#: card, so neither says again that it is them.
SENT_TO_THEM_ALONE = frozenset({Proof.LINK, Proof.LETTER})


async def find_visitor(society: Society, token: str, at: datetime) -> Visitor | None:
    """The person of a session token, or nobody: one question, by the token's hash. A token nobody was given finds
    nothing, so an id chosen by the browser is never taken over. Notes a sign of life now and then."""
    rows = await society.store.ask(AT_THE_DOOR, _Session, token_hash=mark_of_token(token), day=rules.day_of(at))
    if not rows:
        return None
    session = rows[0]
    within = rules.limits(session.proof, shared_device=session.shared_device, at_desk=session.at_desk)
    if rules.is_over(within, started_at=session.started_at, seen_at=session.seen_at, at=at):
        return None
    if at - session.seen_at >= rules.touch_every(within):
        # A busy database may miss one sign of life; the next request gives another.
        with contextlib.suppress(OperationalError):
            async with society.store.writing() as writing:
                await sessions.touch(writing, session.id, at=at)
    return _visitor(session, frozenset(row.role for row in rows if row.role is not None))


class _Session(msgspec.Struct, frozen=True):
    """What the door asks of a session and its person; a row for each of their offices, or one without."""

    id: UUID
    secret: bytes
    proof: Proof
    shared_device: bool
    at_desk: bool
    started_at: datetime
    seen_at: datetime
    stepped_up_at: datetime | None
    person_id: UUID
    name: str
    first_name: str
    language: str
    text_size: int
    colours: str
    layout: str
    press: str
    acts_for: UUID | None
    acts_for_name: str | None
    role: Role | None


def _at_the_door() -> Select[*tuple[object, ...]]:
    """Made once, and of tables alone: this is asked by every request of somebody signed in."""
    session, person, office = Session.__table__.c, Person.__table__.c, Office.__table__.c
    theirs = Person.__table__.alias("organisation")
    day = bindparam("day", type_=Date)
    in_office = and_(
        office.person_id == person.id, office.from_on <= day, or_(office.to_on.is_(None), office.to_on >= day)
    )
    names = ("name", "first_name", "language", "text_size", "colours", "layout", "press")
    own = ("id", "secret", "proof", "shared_device", "at_desk", "started_at", "seen_at", "stepped_up_at", "person_id")
    acting = session.acts_for, theirs.c.name.label("acts_for_name")
    return (
        select(*(session[name] for name in own), *(person[name] for name in names), *acting, office.role)
        .select_from(Session.__table__)
        .join(Person.__table__, person.id == session.person_id)
        .outerjoin(Office.__table__, in_office)
        .outerjoin(theirs, theirs.c.id == session.acts_for)
        .where(
            session.token_hash == bindparam("token_hash"),
            session.ended_at.is_(None),
            person.deactivated_at.is_(None),
        )
    )


AT_THE_DOOR = _at_the_door()


def _visitor(session: _Session, roles: frozenset[Role]) -> Visitor:
    return Visitor(
        person_id=session.person_id,
        name=session.name,
        first_name=session.first_name,
        language=session.language,
        look=Look(session.text_size, session.colours, session.layout, session.press),
        roles=roles,
        session_id=session.id,
        session_secret=session.secret,
        shared_device=session.shared_device,
        at_desk=session.at_desk,
        officer_session=session.proof.of_officer,
        stepped_up_at=session.stepped_up_at,
        came_in_at=session.started_at if session.proof in SENT_TO_THEM_ALONE else None,
        acts_for=session.acts_for,
        acts_for_name=session.acts_for_name or "",
    )
