"""The audit record: one line for every change of state, chained by hashes so that none can be lost or altered unseen.

The chain holds the hash of each payload, not the payload, so that a payload can be erased when the law says so and
the chain still verifies (decision 31). Never put a choice, a token, a name or an address into a line.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from uuid import UUID

import msgspec
from sqlalchemy import BigInteger, Integer, LargeBinary, String, Text, Uuid, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from govern.database import Base, UtcTime
from govern.errors import NotValid

START = bytes(32)
ERASED_AT_ONCE = 500


class Event(msgspec.Struct, frozen=True):
    """A change that has happened. `verb` is `thing.done`; `subject` is `thing:id`; `by` is a person or nobody."""

    verb: str
    subject: str
    at: datetime
    by: UUID | None = None
    facts: dict[str, str | int | bool | None] = {}


class RecordLine(Base):
    """A row is one event: when, who, what, to which thing, the hash of its facts, and the chain's hash up to here."""

    __tablename__ = "record_line"

    number: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False
    )
    at: Mapped[datetime] = mapped_column(UtcTime)
    by: Mapped[UUID | None] = mapped_column(Uuid)
    verb: Mapped[str] = mapped_column(String(60), index=True)
    subject: Mapped[str] = mapped_column(String(120), index=True)
    facts: Mapped[str | None] = mapped_column(Text)
    facts_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    chain_hash: Mapped[bytes] = mapped_column(LargeBinary(32))


#: A plain insert: an import of members writes a hundred thousand lines.
_LINE = insert(Base.metadata.tables[RecordLine.__tablename__])
_ENCODER = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"))


class RecordHead(Base):
    """The single row is the end of the chain; whoever adds a line holds it, so that lines stand one after another."""

    __tablename__ = "record_head"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    size: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"))
    chain_hash: Mapped[bytes] = mapped_column(LargeBinary(32))


async def add(writing: AsyncSession, event: Event) -> None:
    """Append one line in the transaction of the change itself."""
    await add_all(writing, [event])


async def add_all(writing: AsyncSession, events: Sequence[Event]) -> None:
    """Append several lines, in order, in the transaction of the change itself."""
    head = await writing.get(RecordHead, 1, with_for_update=True, populate_existing=True)
    if head is None:
        head = RecordHead(id=1, size=0, chain_hash=START)
        writing.add(head)
        await writing.flush()
    lines = []
    chain = head.chain_hash
    for number, event in enumerate(events, start=head.size + 1):
        facts = _canonical(event.facts)
        facts_hash = hashlib.sha256(facts.encode()).digest()
        chain = _next(chain, number, event.at, event.by, event.verb, event.subject, facts_hash)
        lines.append(
            {
                "number": number,
                "at": event.at,
                "by": event.by,
                "verb": event.verb,
                "subject": event.subject,
                "facts": facts,
                "facts_hash": facts_hash,
                "chain_hash": chain,
            }
        )
    await writing.execute(_LINE, lines)
    head.size += len(lines)
    head.chain_hash = chain


async def erase(writing: AsyncSession, subjects: Sequence[str], *, verbs: Sequence[str] = ()) -> int:
    """Erase what lines about these things said, of these `verbs` or of all; the chain holds, for it has the hashes
    (decision 31). How many."""
    number = 0
    for start in range(0, len(subjects), ERASED_AT_ONCE):
        part = subjects[start : start + ERASED_AT_ONCE]
        said = RecordLine.subject.in_(part) & RecordLine.facts.is_not(None) & (RecordLine.facts != "{}")
        if verbs:
            said &= RecordLine.verb.in_(verbs)
        done = await writing.execute(update(RecordLine).where(said).values(facts=None))
        number += int(getattr(done, "rowcount", 0))
    return number


class Verdict(msgspec.Struct, frozen=True):
    """How far the chain holds: `lines` checked, and the number of the first line that does not fit, if any."""

    lines: int
    first_broken: int | None
    chain_hash: bytes

    @property
    def holds(self) -> bool:
        return self.first_broken is None


async def verify(reading: AsyncSession) -> Verdict:
    """Walk the chain from its first line to its last (invariant 84). Erased facts pass; altered ones do not."""
    chain, count = START, 0
    rows = await reading.stream_scalars(select(RecordLine).order_by(RecordLine.number))
    async for line in rows:
        count += 1
        expected = _next(chain, count, line.at, line.by, line.verb, line.subject, line.facts_hash)
        facts_fit = line.facts is None or hashlib.sha256(line.facts.encode()).digest() == line.facts_hash
        if line.number != count or line.chain_hash != expected or not facts_fit:
            return Verdict(count, count, chain)
        chain = line.chain_hash
    head = await reading.get(RecordHead, 1)
    if head is not None and (head.size, head.chain_hash) != (count, chain):
        return Verdict(count, count + 1, chain)
    return Verdict(count, None, chain)


async def last_hash(reading: AsyncSession) -> bytes:
    """The chain's hash now, as declarations and papers print it."""
    head = await reading.get(RecordHead, 1)
    return START if head is None else head.chain_hash


async def hold(writing: AsyncSession) -> bytes:
    """The same, held to the end of this transaction: nobody adds a line in between."""
    head = await writing.get(RecordHead, 1, with_for_update=True, populate_existing=True)
    return START if head is None else head.chain_hash


class Line(msgspec.Struct, frozen=True):
    """A line as a page shows it."""

    number: int
    at: datetime
    by: UUID | None
    verb: str
    subject: str
    facts: dict[str, str | int | bool | None] | None
    chain_hash: str


async def lines_about(
    reading: AsyncSession,
    subjects: Iterable[str] = (),
    *,
    verb: str | None = None,
    before: int | None = None,
    limit: int = 100,
) -> tuple[Line, ...]:
    """The newest lines first, all of them or those about the given subjects, of every verb or of one."""
    question = select(RecordLine).order_by(RecordLine.number.desc()).limit(limit)
    wanted = tuple(subjects)
    if wanted:
        question = question.where(RecordLine.subject.in_(wanted))
    if verb is not None:
        question = question.where(RecordLine.verb == verb)
    if before is not None:
        question = question.where(RecordLine.number < before)
    return tuple(_shown(line) for line in await reading.scalars(question))


def _shown(line: RecordLine) -> Line:
    facts = None if line.facts is None else json.loads(line.facts)
    return Line(line.number, line.at, line.by, line.verb, line.subject, facts, line.chain_hash.hex())


def _canonical(facts: dict[str, str | int | bool | None]) -> str:
    return _ENCODER.encode(facts)


def _next(
    chain: bytes, number: int, at: datetime, by: UUID | None, verb: str, subject: str, facts_hash: bytes
) -> bytes:
    if at.tzinfo is None:
        raise NotValid("A time in the record needs its time zone.")
    moment = at.astimezone(UTC).isoformat(timespec="microseconds")
    parts = (chain, str(number).encode(), moment.encode(), b"" if by is None else by.bytes, verb.encode())
    digest = hashlib.sha256(b"govern/record/1")
    for part in (*parts, subject.encode(), facts_hash):
        digest.update(len(part).to_bytes(4, "big") + part)
    return digest.digest()
