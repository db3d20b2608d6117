"""The audit trail as a scrutineer reads it: who, what in a sentence, when, the hash; and whether the chain holds.

Names and offices are looked up when somebody reads, so that the record itself holds none.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.ballots import queries as ballots
from govern.identity import queries as identity
from govern.identity.queries import OfficeView
from govern.identity.rules import day_of
from govern.minutes.book.queries.minutes import minutes_of
from govern.minutes.book.rules import what_happened
from govern.permissions import Role
from govern.record import Line
from govern.sentences import Sentence

ON_A_PAGE = 50


class TrailLine(msgspec.Struct, frozen=True):
    """One line: its number, when, who with which offices that day, what, about what, its facts, the chain's hash."""

    number: int
    at: datetime
    who: str | None
    roles: tuple[Role, ...]
    what: Sentence
    verb: str
    subject: str
    facts: tuple[tuple[str, str], ...]
    erased: bool
    chain_hash: str


class Trail(msgspec.Struct, frozen=True):
    """A page of the trail, the newest first. `before` leads to older lines; none when these are the oldest."""

    lines: tuple[TrailLine, ...]
    before: int | None


async def trail(reading: AsyncSession, subjects: Iterable[str] = (), *, before: int | None = None) -> Trail:
    """The record, or what it says about some subjects, fifty lines a page."""
    found = await record.lines_about(reading, subjects, before=before, limit=ON_A_PAGE + 1)
    shown = found[:ON_A_PAGE]
    people = await identity.people_by_id(reading, {line.by for line in shown if line.by is not None})
    offices = {person_id: await identity.offices_of(reading, person_id) for person_id in people}
    lines = tuple(
        _line(
            line,
            people[line.by].name if line.by in people else None,
            _roles(offices.get(line.by, ()), day_of(line.at)) if line.by is not None else (),
        )
        for line in shown
    )
    return Trail(lines, shown[-1].number if len(found) > ON_A_PAGE else None)


def _roles(offices: Iterable[OfficeView], on: date) -> tuple[Role, ...]:
    held = {o.role for o in offices if o.from_on <= on and (o.to_on is None or o.to_on >= on)}
    return tuple(sorted(held))


def _line(line: Line, who: str | None, roles: tuple[Role, ...]) -> TrailLine:
    return TrailLine(
        number=line.number,
        at=line.at,
        who=who,
        roles=roles,
        what=what_happened(line.verb),
        verb=line.verb,
        subject=line.subject,
        facts=tuple((name, str(value)) for name, value in (line.facts or {}).items() if value is not None),
        erased=line.facts is None,
        chain_hash=line.chain_hash,
    )


async def subjects_of_meeting(reading: AsyncSession, meeting_id: UUID) -> tuple[str, ...]:
    """Everything a meeting is about: itself, its ballots with their questions and candidates, its minutes."""
    subjects = [f"meeting:{meeting_id}"]
    for line in await ballots.ballots_of_meeting(reading, meeting_id, "en"):
        subjects += await ballots.record_subjects(reading, line.id)
    minutes = await minutes_of(reading, meeting_id)
    if minutes is not None:
        subjects.append(f"minutes:{minutes[0]}")
    return tuple(subjects)
