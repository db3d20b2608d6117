"""What is given to somebody who asks what we hold of them: row by row, from every table that names people.

Never another person's data: columns that name somebody else are left out. Never how they voted: a place on a roll is
named and called sealed.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import date, datetime
from uuid import UUID

import msgspec
from sqlalchemy import Column, LargeBinary, Select, Table, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots.models import Ballot
from govern.database import Base
from govern.desks.holdings.naming import ASKED, FOR_EVER, Given, Naming
from govern.desks.holdings.tables import NAMING
from govern.errors import NotFound
from govern.identity.models import Person
from govern.minutes.book.rules import what_happened
from govern.post.rules import HOLDS_A_WAY_IN
from govern.record import RecordLine
from govern.sentences import Sentence

Value = str | int | bool | None | Sentence
Fields = dict[str, Value]
#: Columns of one's own row that are for the service's own use.
OWN_ROW_HIDES = ("search", "merged_into_id")
AT_ONCE = 200


class Part(msgspec.Struct, frozen=True):
    """One kind of thing that is held: what, why, whether it can be read, and its rows as they are read."""

    id: str
    what: Sentence
    why: Sentence
    given: Given
    rows: AsyncIterator[Fields]


def kinds() -> tuple[Naming, ...]:
    """What may be held of somebody, each kind once, in the order it is given out."""
    found: dict[str, Naming] = {}
    for naming in NAMING:
        found.setdefault(str(naming.what), naming)
    return tuple(found.values())


async def gather(reading: AsyncSession, person_id: UUID) -> AsyncIterator[Part]:
    """Everything held of one person, part by part. Raises `NotFound` at once for somebody we do not know."""
    if await reading.get(Person, person_id) is None:
        raise NotFound("We cannot find this person. Go back and choose again.")
    own = Sentence("Who you are, how we reach you, how pages look")
    person = Base.metadata.tables["person"]
    question = select(person).where(person.c.id == person_id)
    yield Part("person", own, ASKED, Given.WHOLE, _rows(reading, person, question, OWN_ROW_HIDES, None))
    for naming in NAMING:
        table = Base.metadata.tables[naming.table]
        mine = table.c[naming.column] == person_id
        name = f"{naming.table}.{naming.column}"
        if naming.given is Given.WHOLE:
            rows = _rows(reading, table, select(table).where(mine), naming.hides, naming.column)
        elif naming.given is Given.ACT:
            rows = _acts(reading, table, select(table).where(mine))
        else:
            rows = _sealed(reading, select(Ballot.number, Ballot.title).where(Ballot.id == table.c.ballot_id, mine))
        yield Part(name, naming.what, naming.why, naming.given, rows)
    lines = Sentence("Lines of the audit record that name you")
    yield Part("record_line", lines, FOR_EVER, Given.WHOLE, _lines(reading, person_id))


async def _rows(
    reading: AsyncSession,
    table: Table,
    question: Select[*tuple[object, ...]],
    hides: tuple[str, ...],
    mine: str | None,
) -> AsyncIterator[Fields]:
    shown = [column for column in table.columns if column.name not in hides and not _of_others(column, mine)]
    found = await reading.stream(question.execution_options(yield_per=AT_ONCE))
    async for row in found.mappings():
        fields: Fields = {column.name: _plain(row[column.name]) for column in shown if column.name != mine}
        if table.name == "letter" and fields.get("kind") in HOLDS_A_WAY_IN:
            fields["body"] = Sentence("This letter holds a way in. Nobody is shown it again.")
        yield fields


def _of_others(column: Column[object], mine: str | None) -> bool:
    """Columns that name another person, and what is no text."""
    names_somebody = any(key.column.table.name == "person" for key in column.foreign_keys)
    return (names_somebody and column.name != mine) or isinstance(column.type, LargeBinary)


async def _acts(reading: AsyncSession, table: Table, question: Select[*tuple[object, ...]]) -> AsyncIterator[Fields]:
    """What an officer did: which row, and the moments and days it bears. Not what it says of others."""
    ids = [column.name for column in table.primary_key if not _of_others(column, None)]
    moments = [column.name for column in table.columns if column.name.endswith(("_at", "_on")) or column.name == "at"]
    found = await reading.stream(question.execution_options(yield_per=AT_ONCE))
    async for row in found.mappings():
        yield {name: _plain(row[name]) for name in dict.fromkeys((*ids, *moments))}


async def _sealed(reading: AsyncSession, question: Select[*tuple[object, ...]]) -> AsyncIterator[Fields]:
    for number, title in await reading.execute(question):
        words = title if isinstance(title, dict) else {}
        named = words.get("en") or next(iter(words.values()), "")
        yield {"ballot": f"{number} {named}", "envelope": Sentence("Sealed. It cannot be read.")}


async def _lines(reading: AsyncSession, person_id: UUID) -> AsyncIterator[Fields]:
    question = (
        select(RecordLine.at, RecordLine.verb, RecordLine.subject, RecordLine.facts)
        .where((RecordLine.subject == f"person:{person_id}") | (RecordLine.by == person_id))
        .order_by(RecordLine.number)
    )
    found = await reading.stream(question.execution_options(yield_per=AT_ONCE))
    async for at, verb, subject, facts in found:
        fields: Fields = {"at": _plain(at), "happened": what_happened(verb)}
        if subject == f"person:{person_id}":
            fields["facts"] = facts
        yield fields


def _plain(value: object) -> Value:
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, (dict, list, tuple)):
        return json.dumps(value, ensure_ascii=False)
    return str(value)
