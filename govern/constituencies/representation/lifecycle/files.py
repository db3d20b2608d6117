"""A file of mandates from paper: kept, looked at, perhaps approved by a second officer, put in, or let go.

The look holds each line against the register and against the lines before it, by the same rules that putting it in
obeys; so what fits in the look can be put in, unless somebody changed the register in between.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator
from datetime import date, datetime
from pathlib import Path
from uuid import UUID, uuid4

import msgspec
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.constituencies.register import rules as register_rules
from govern.constituencies.register.incoming.rows import FileNotValid
from govern.constituencies.register.incoming.sheet import Line, read_sheet
from govern.constituencies.register.models import Member
from govern.constituencies.register.rules import ImportStage
from govern.constituencies.representation import rules
from govern.constituencies.representation.lifecycle import standing
from govern.constituencies.representation.models import MandateFile, PeerOffice
from govern.constituencies.representation.rules import Office, Someone, Span, WantedOffice
from govern.constituencies.representation.rules.files import (
    COLUMNS,
    MOST_BYTES,
    MOST_LINES,
    REQUIRED,
    ListedMandate,
    listed_in,
)
from govern.constituencies.rulebook import queries as rulebook
from govern.constituencies.rulebook.book import Rulebook
from govern.database import locked
from govern.errors import GovernError, NotAllowed, NotFound
from govern.identity.rules import day_of
from govern.record import Event
from govern.sentences import Sentence


class Looked(msgspec.Struct, frozen=True):
    """A line as it stands against the register; `why` says why it cannot be put in."""

    number: int
    peer: str
    member: str
    listed: ListedMandate | None
    why: tuple[Sentence, ...]


class Look(msgspec.Struct, frozen=True):
    """What a file would put in."""

    lines: tuple[Looked, ...]

    @property
    def refused(self) -> tuple[Looked, ...]:
        return tuple(line for line in self.lines if line.why)


def file_of(uploads: Path, file_id: UUID) -> Path:
    return uploads / f"{file_id}.mandates.csv"


def forget(uploads: Path, file_id: UUID) -> None:
    file_of(uploads, file_id).unlink(missing_ok=True)


async def keep(uploads: Path, parts: AsyncIterator[bytes]) -> tuple[UUID, bytes]:
    """Write a file down under a random name: its id and hash. Raises `FileNotValid` for one too large or empty."""
    file_id, digest, size = uuid4(), hashlib.sha256(), 0
    with file_of(uploads, file_id).open("xb") as out:
        async for part in parts:
            size += len(part)
            if size > MOST_BYTES:
                break
            digest.update(part)
            await asyncio.to_thread(out.write, part)
    if 0 < size <= MOST_BYTES:
        return file_id, digest.digest()
    forget(uploads, file_id)
    if size == 0:
        raise FileNotValid("This file is empty. Choose the file with the mandates.", field="file")
    raise FileNotValid(
        "This file is larger than {limit} megabytes. Send it in parts.",
        field="file",
        limit=MOST_BYTES // 1024 // 1024,
    )


async def look_at(reading: AsyncSession, file: Path, *, at: datetime) -> Look:
    """What the file would put in, line by line; changes nothing. Raises `FileNotValid` for no table of mandates."""
    today = day_of(at)
    book = (await rulebook.in_force(reading, today)).rulebook
    lines = await asyncio.to_thread(_read, file)
    if not lines:
        raise FileNotValid("This table names nobody. Write a line for each mandate.", field="file")
    read = [(line, listed_in(line, book, today)) for line in lines]
    ledger = await _ledger(reading, [one for _, one in read if isinstance(one, ListedMandate)], book, today)
    return Look(tuple(_looked(line, one, ledger) for line, one in read))


def _read(file: Path) -> list[Line]:
    if not file.exists():
        raise NotFound("We do not have this file. It was put in or let go, or send it again.")
    return list(read_sheet(file, COLUMNS, REQUIRED, MOST_LINES))


def _looked(line: Line, listed: ListedMandate | tuple[Sentence, ...], ledger: _Ledger) -> Looked:
    numbers = line.cell("peer")[:40], line.cell("member")[:40]
    if isinstance(listed, tuple):
        return Looked(line.number, *numbers, None, listed)
    try:
        ledger.take(listed)
    except GovernError as refusal:
        return Looked(line.number, *numbers, listed, (refusal.message,))
    return Looked(line.number, *numbers, listed, ())


class _Ledger:
    """Who is known, which offices there are and which days are taken, as lines are added one after another."""

    def __init__(
        self, book: Rulebook, people: dict[str, Someone], offices: list[tuple[Office, str]], spans: list[Span]
    ) -> None:
        self.book, self.people, self.offices, self.spans = book, people, offices, spans

    def take(self, listed: ListedMandate) -> None:
        peer, member = self._known(listed.peer), self._known(listed.member)
        office = _same_office(self.offices, peer.person_id, listed.office)
        if office is None:
            rules.check_office(self.book, peer, listed.office)
            wanted = listed.office
            office = Office(uuid4(), peer.person_id, wanted.constituency, wanted.from_on, wanted.to_on)
            self.offices.append((office, wanted.place))
        rules.check_mandate(self.book, office, peer, member, listed.mandate, self.spans)
        until = rules.end_of(listed.mandate, office)
        span = Span(uuid4(), office.id, member.person_id, office.constituency, listed.mandate.from_on, until)
        self.spans.append(span)

    def _known(self, number: str) -> Someone:
        found = self.people.get(number.casefold())
        if found is None:
            raise NotFound("The register has nobody with the number {number}.", number=number)
        return found


def _same_office(offices: list[tuple[Office, str]], person_id: UUID, wanted: WantedOffice) -> Office | None:
    """The office a line means: the same peer, group and place in the same days."""
    return next(
        (
            office
            for office, place in offices
            if (office.person_id, office.constituency, place) == (person_id, wanted.constituency, wanted.place)
            and office.from_on == wanted.from_on
        ),
        None,
    )


async def _ledger(reading: AsyncSession, listed: list[ListedMandate], book: Rulebook, today: date) -> _Ledger:
    numbers = {number.casefold() for one in listed for number in (one.peer, one.member)}
    rows = await reading.execute(
        select(Member.number, Member.person_id).where(func.lower(Member.number).in_(numbers))
    )
    by_number = {number.casefold(): person_id for number, person_id in rows}
    people = await standing.someone(reading, list(by_number.values()), today)
    offices = [
        (standing.office_of(row), row.place)
        for row in await reading.scalars(select(PeerOffice).where(PeerOffice.to_on > today))
    ]
    spans = await standing.spans_touching(reading, {o.id for o, _ in offices}, set(by_number.values()), today)
    return _Ledger(book, {n: people[p] for n, p in by_number.items()}, offices, list(spans))


async def note_file(
    writing: AsyncSession, file_id: UUID, digest: bytes, name: str, look: Look, *, by: UUID, at: datetime
) -> None:
    """Keep what was found, so that another officer can look at it and it can be put in as it was shown."""
    refused = len(look.refused)
    row = MandateFile(
        id=file_id,
        stage=ImportStage.LOOKED_AT,
        file_hash=digest,
        original_name=name.replace("\x00", "")[:200],
        mandates=len(look.lines) - refused,
        refused=refused,
        uploaded_by=by,
        uploaded_at=at,
    )
    writing.add(row)
    await writing.flush()
    facts: standing.Facts = {"mandates": row.mandates, "refused": refused, "file": digest.hex()}
    await record.add(writing, Event("mandate_file.looked_at", f"mandate_file:{file_id}", at, by, facts))


async def approve(writing: AsyncSession, file_id: UUID, *, by: UUID, at: datetime) -> None:
    """A second officer has looked and says yes. Raises `NotAllowed` for the officer who sent the file."""
    row = await locked(writing, MandateFile, file_id)
    stage = register_rules.after(row.stage, "approve")
    if row.refused:
        raise NotAllowed("Some lines of this file cannot be taken. It has to be corrected and sent again first.")
    if row.uploaded_by == by:
        raise NotAllowed("You sent this file yourself. Another officer has to look at it and say yes.")
    row.stage, row.approved_by = stage, by
    await record.add(writing, Event("mandate_file.approved", f"mandate_file:{file_id}", at, by))


async def put_in(writing: AsyncSession, file_id: UUID, file: Path, *, by: UUID, at: datetime) -> int:
    """Put in every mandate of the file, or none. Returns how many.

    Raises `NotAllowed` or `WrongMoment` where a step is missing or a line no longer fits.
    """
    row = await locked(writing, MandateFile, file_id)
    look = await look_at(writing, file, at=at)
    row.mandates, row.refused = len(look.lines) - len(look.refused), len(look.refused)
    register_rules.may_apply(row.stage, changes=row.mandates, refused=row.refused)
    for line in look.lines:
        assert line.listed is not None
        await _put_in_one(writing, line.listed, by=by, at=at)
    row.stage, row.applied_at = register_rules.after(row.stage, "apply"), at
    facts: standing.Facts = {"mandates": row.mandates}
    await record.add(writing, Event("mandate_file.applied", f"mandate_file:{file_id}", at, by, facts))
    return row.mandates


async def _put_in_one(writing: AsyncSession, listed: ListedMandate, *, by: UUID, at: datetime) -> None:
    peer, member = [await _with_number(writing, number) for number in (listed.peer, listed.member)]
    rows = await writing.scalars(select(PeerOffice).where(PeerOffice.person_id == peer))
    there = _same_office([(standing.office_of(row), row.place) for row in rows], peer, listed.office)
    office = there.id if there else await standing.open_office(writing, peer, listed.office, by=by, at=at)
    await standing.give(writing, office, member, listed.mandate, by=by, at=at)


async def _with_number(reading: AsyncSession, number: str) -> UUID:
    found = await reading.scalar(select(Member.person_id).where(func.lower(Member.number) == number.casefold()))
    if found is None:
        raise NotFound("The register has nobody with the number {number}.", number=number)
    return found


async def abandon(writing: AsyncSession, file_id: UUID, *, by: UUID, at: datetime) -> None:
    """Let the file go. Nothing of it is put in."""
    row = await locked(writing, MandateFile, file_id)
    row.stage = register_rules.after(row.stage, "abandon")
    await record.add(writing, Event("mandate_file.abandoned", f"mandate_file:{file_id}", at, by))
