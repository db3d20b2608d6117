"""What a row would change in the register: nothing, a new member, some facts of a member, or why it cannot be taken.

An empty cell never takes anything away. What has been (when somebody joined, in which group) is never overwritten.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from uuid import UUID

import msgspec

from govern.constituencies.register.incoming.expected import Expected
from govern.constituencies.register.incoming.people import Incoming
from govern.identity.rules import PersonKind
from govern.sentences import Sentence, from_json

CONTACT = ("name", "first_name", "born_on", "email", "phone", "address", "language", "format")


class Outcome(StrEnum):
    """What becomes of a row."""

    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


class Known(msgspec.Struct, frozen=True):
    """A member as the register has them.

    `groups` are those they belong to now and since when; `left` those they left, with the day; `attributes` were
    noted by name (what a group implies is not noted). `closed` says why nothing about them changes any more.
    """

    person_id: UUID
    number: str
    name: str
    first_name: str
    entered_on: date
    groups: Mapping[str, date]
    left: tuple[tuple[str, date], ...] = ()
    born_on: date | None = None
    email: str | None = None
    phone: str | None = None
    address: str | None = None
    language: str = "en"
    format: str = "standard"
    attributes: frozenset[str] = frozenset()
    kind: PersonKind = PersonKind.HUMAN
    representative: str | None = None
    closed: Sentence | None = None


class Finding(msgspec.Struct, frozen=True):
    """A line of the file as the dry run shows it: what becomes of it, whose it is, and why."""

    line: int
    outcome: Outcome
    number: str
    name: str
    why: tuple[Sentence, ...]


class Change(msgspec.Struct, frozen=True):
    """A row held against the register. `fields` are the contact facts to write; the rest are steps to take.

    `was_in` and `was_noted`: the groups and attributes of the member as the register has them.
    """

    line: int
    outcome: Outcome
    person: Incoming
    person_id: UUID | None = None
    fields: tuple[str, ...] = ()
    moves_from: str | None = None
    leaves: bool = False
    gains: frozenset[str] = frozenset()
    loses: frozenset[str] = frozenset()
    represented: bool = False
    why: tuple[Sentence, ...] = ()
    was_in: frozenset[str] = frozenset()
    was_noted: frozenset[str] = frozenset()


def compare(person: Incoming, known: Known | None, expected: Expected) -> Change:
    """What the row changes, as it stands against the register today."""
    if known is None:
        return _new_member(person, expected)
    if known.closed is not None:
        return refused(person, known.closed)
    problems = _against_what_has_been(person, known, expected)
    if problems:
        return refused(person, *problems)
    fields = tuple(name for name in CONTACT if getattr(person, name) not in (None, getattr(known, name)))
    moves_from = None if person.ended_on or person.group in known.groups else next(iter(known.groups))
    leaves = person.ended_on is not None and person.group in known.groups
    gains = _stated(person) - known.attributes
    loses = known.attributes - _stated(person) if _speaks_of_attributes(person) else frozenset()
    represented = person.representative not in (None, known.representative) and person.ended_on is None
    changes = bool(fields or moves_from or leaves or gains or loses or represented)
    outcome = Outcome.CHANGED if changes else Outcome.UNCHANGED
    why = _said(person, fields, moves_from, leaves, gains, loses, expected)
    if represented:
        why = (*why, _represented(person))
    return Change(
        *(person.line, outcome, person, known.person_id, fields, moves_from, leaves, gains, loses, represented, why),
        was_in=frozenset(known.groups),
        was_noted=known.attributes,
    )


def finding_of(change: Change) -> Finding:
    return Finding(change.line, change.outcome, change.person.number, change.person.name, change.why)


def findings_from(text: str) -> tuple[Finding, ...]:
    """Findings as they were kept with `to_json`."""

    def restore(value: object) -> tuple[Finding, ...]:
        rows = value if isinstance(value, tuple) else ()
        return tuple(Finding(**{**row, "outcome": Outcome(row["outcome"])}) for row in rows)

    return from_json(text, restore)


def refused(person: Incoming, *why: Sentence) -> Change:
    return Change(person.line, Outcome.REFUSED, person, why=why)


def _speaks_of_attributes(person: Incoming) -> bool:
    """What was true of somebody who has left is not the file's to say any more."""
    return person.attributes is not None and person.ended_on is None


def _stated(person: Incoming) -> frozenset[str]:
    return (person.attributes or frozenset()) if _speaks_of_attributes(person) else frozenset()


def _new_member(person: Incoming, expected: Expected) -> Change:
    if person.group in expected.closed and person.ended_on is None:
        group = expected.group_names[person.group]
        return refused(person, Sentence("{group} takes no new members.", group=group))
    represented = person.representative is not None and person.ended_on is None
    joins = Sentence("Joins {group}.", group=expected.group_names[person.group])
    return Change(
        person.line,
        Outcome.ADDED,
        person,
        gains=_stated(person),
        represented=represented,
        why=(joins, _represented(person)) if represented else (joins,),
    )


def _represented(person: Incoming) -> Sentence:
    return Sentence("Represented by {name}.", name=person.representative or "")


def _against_what_has_been(person: Incoming, known: Known, expected: Expected) -> list[Sentence]:
    problems = []
    if person.kind is not known.kind:
        problems.append(
            Sentence("The register has this member as the other kind, person or organisation. That cannot change.")
        )
    if person.joined_on is not None and person.joined_on != known.entered_on:
        problems.append(
            Sentence(
                "The register says this member joined on {known}, the file says {file}. That is not overwritten.",
                known=known.entered_on,
                file=person.joined_on,
            )
        )
    if person.ended_on is not None:
        if person.group not in known.groups and (person.group, person.ended_on) not in known.left:
            problems.append(_not_there(person, expected))
        elif person.ended_on < known.groups.get(person.group, person.ended_on):
            problems.append(Sentence("The day of leaving, {day}, is before the day of joining.", day=person.ended_on))
    elif not known.groups:
        problems.append(
            Sentence("This member has left. If they join again, say so on their own page, so that the day is right.")
        )
    elif person.group not in known.groups and len(known.groups) > 1:
        problems.append(Sentence("This member belongs to several groups. Change them on the member's own page."))
    elif person.group not in known.groups and person.group in expected.closed:
        problems.append(Sentence("{group} takes no new members.", group=expected.group_names[person.group]))
    return problems


def _not_there(person: Incoming, expected: Expected) -> Sentence:
    return Sentence(
        "This member does not belong to {group}, so they cannot leave it.",
        group=expected.group_names[person.group],
    )


def _said(
    person: Incoming,
    fields: tuple[str, ...],
    moves_from: str | None,
    leaves: bool,
    gains: frozenset[str],
    loses: frozenset[str],
    expected: Expected,
) -> tuple[Sentence, ...]:
    """The change in sentences, as the dry run shows it."""
    said = [Sentence("New: {fields}.", fields=tuple(field.replace("_", " ") for field in fields))] if fields else []
    names = expected.group_names
    if moves_from:
        said.append(Sentence("Moves from {old} to {new}.", old=names[moves_from], new=names[person.group]))
    if leaves and person.ended_on:
        said.append(Sentence("Left {group} on {day}.", group=names[person.group], day=person.ended_on))
    if gains:
        said.append(Sentence("From now on: {attributes}.", attributes=tuple(sorted(gains))))
    if loses:
        said.append(Sentence("No longer: {attributes}.", attributes=tuple(sorted(loses))))
    return tuple(said)
