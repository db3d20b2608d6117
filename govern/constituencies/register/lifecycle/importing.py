"""A file of members before it changes anything: kept under a random name, looked at, approved, or let go."""

from __future__ import annotations

import asyncio
import hashlib
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator, Sequence
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from uuid import UUID, uuid4

import msgspec
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.constituencies.register import queries, rules
from govern.constituencies.register.incoming import (
    Change,
    Column,
    Expected,
    FileNotValid,
    Finding,
    Incoming,
    Known,
    Outcome,
    compare,
    expected_of,
    finding_of,
    read_header,
    read_person,
    refused,
    rows_of,
)
from govern.constituencies.register.lifecycle.foreseeing import Foreseen
from govern.constituencies.register.models import AttributeSpan, Import, Member, Membership, people
from govern.constituencies.register.queries.persons import closed_entries
from govern.constituencies.register.rules import ImportStage
from govern.constituencies.rulebook import queries as rulebook
from govern.database import locked
from govern.errors import NotAllowed
from govern.identity.rules import PersonKind, day_of
from govern.sentences import Sentence, to_json

#: Rows held against the register at a time. Memory is that of one portion, whatever the file's length.
PORTION = 2_000
#: Of each outcome so many lines are shown; the counts are of all.
SHOWN = 200


class Upload(msgspec.Struct, frozen=True):
    """A file that has come in. `import_id` is its random name."""

    import_id: UUID
    file_hash: bytes
    original_name: str


class Look(msgspec.Struct, frozen=True):
    """What a file would do: how many lines of each outcome, and the first of them one by one."""

    counts: dict[Outcome, int]
    findings: tuple[Finding, ...]

    @property
    def changes(self) -> int:
        return self.counts[Outcome.ADDED] + self.counts[Outcome.CHANGED]


def upload_of(uploads: Path, import_id: UUID) -> Path:
    return uploads / f"{import_id}.csv"


def forget_upload(uploads: Path, import_id: UUID) -> None:
    """The file goes when it is in the register or let go."""
    upload_of(uploads, import_id).unlink(missing_ok=True)


async def keep_upload(uploads: Path, original_name: str, parts: AsyncIterator[bytes]) -> Upload:
    """Write a file down as it comes, under a random name. Raises `FileNotValid` when it is too large or empty."""
    upload = uuid4()
    digest = hashlib.sha256()
    size = 0
    path = upload_of(uploads, upload)
    with path.open("xb") as file:
        async for part in parts:
            size += len(part)
            if size > rules.MOST_BYTES:
                break
            digest.update(part)
            await asyncio.to_thread(file.write, part)
    if size == 0 or size > rules.MOST_BYTES:
        forget_upload(uploads, upload)
        if size == 0:
            raise FileNotValid("This file is empty. Choose the file with your members.", field="file")
        raise FileNotValid(
            "This file is larger than {limit} megabytes. Split it and send the parts one after another.",
            field="file",
            limit=rules.MOST_BYTES // 1024 // 1024,
        )
    return Upload(upload, digest.digest(), original_name.replace("\x00", "")[:200])


async def look_at(reading: AsyncSession, file: Path, *, at: datetime) -> Look:
    """What the file would change, line by line. Changes nothing. Raises `FileNotValid` for no table of members.

    A file with more than `rules.MOST_ROWS` people is refused as soon as that is seen.
    """
    counts = dict.fromkeys(Outcome, 0)
    findings: list[Finding] = []
    today = day_of(at)
    foreseen = Foreseen((await rulebook.in_force(reading, today)).rulebook, await queries.levels(reading, today))
    async for changes in changes_of(reading, file, at=at):
        for change in changes:
            foreseen.see(change)
            counts[change.outcome] += 1
            if change.outcome is not Outcome.UNCHANGED and counts[change.outcome] <= SHOWN:
                findings.append(finding_of(change))
    over = foreseen.refused()
    findings = [finding for finding in findings if finding.line not in over]
    for one, why in over.values():
        counts[one.outcome] -= 1
        counts[Outcome.REFUSED] += 1
        if counts[Outcome.REFUSED] <= SHOWN:
            findings.append(Finding(one.line, Outcome.REFUSED, one.number, one.name, (why,)))
    return Look(counts, tuple(sorted(findings, key=lambda finding: finding.line)))


async def note_import(writing: AsyncSession, upload: Upload, look: Look, *, by: UUID | None, at: datetime) -> UUID:
    """Keep what was found, so that others can look at it and it can be put in as it was shown."""
    row = Import(
        id=upload.import_id,
        stage=ImportStage.LOOKED_AT,
        file_hash=upload.file_hash,
        original_name=upload.original_name,
        findings=to_json(look.findings),
        uploaded_by=by,
        uploaded_at=at,
        **{outcome.value: look.counts[outcome] for outcome in Outcome},
    )
    writing.add(row)
    await writing.flush()
    facts: dict[str, str | int | bool | None] = {o.value: look.counts[o] for o in Outcome}
    facts["file"] = upload.file_hash.hex()
    await record.add(writing, record.Event("import.looked_at", f"import:{row.id}", at, by, facts))
    return row.id


async def approve(writing: AsyncSession, import_id: UUID, *, by: UUID, at: datetime) -> None:
    """A second officer has looked and says yes. Raises `NotAllowed` for the officer who sent the file."""
    row = await locked(writing, Import, import_id)
    stage = rules.after(row.stage, "approve")
    if row.refused:
        raise NotAllowed("Some lines of this file cannot be taken. It has to be corrected and sent again first.")
    if row.uploaded_by == by:
        raise NotAllowed("You sent this file yourself. Another officer has to look at it and say yes.")
    row.stage, row.approved_by = stage, by
    await record.add(writing, record.Event("import.approved", f"import:{import_id}", at, by))


async def abandon(writing: AsyncSession, import_id: UUID, *, by: UUID, at: datetime) -> None:
    """Let the file go. Nothing of it is put in."""
    row = await locked(writing, Import, import_id)
    row.stage = rules.after(row.stage, "abandon")
    row.findings = "[]"
    await record.add(writing, record.Event("import.abandoned", f"import:{import_id}", at, by))


async def changes_of(reading: AsyncSession, file: Path, *, at: datetime) -> AsyncIterator[list[Change]]:
    """The file held against the register, portion by portion, in the order of its lines.

    Reading and parsing run in a thread; a number that comes twice in the file is refused the second time.
    """
    today = day_of(at)
    expected = expected_of((await rulebook.in_force(reading, today)).rulebook, today)
    read = _read(file, expected)
    first_line: dict[str, int] = {}
    rows = 0
    while portion := await asyncio.to_thread(lambda: list(islice(read, PORTION))):
        rows += len(portion)
        if rows > rules.MOST_ROWS:
            raise FileNotValid(
                "This file has more than {limit} people. Split it and send the parts one after another.",
                limit=rules.MOST_ROWS,
            )
        numbers = [row.number for row in portion if isinstance(row, Incoming)]
        known = await known_members(reading, numbers, today)
        yield [_change(row, known, first_line, expected) for row in portion]


def _read(file: Path, expected: Expected) -> Iterator[Incoming | Change]:
    """Each row as a person, or already refused."""
    rows = rows_of(file)
    header = next(rows, None)
    if header is None:
        raise FileNotValid("The first line is empty. It has to name the columns, as “number, name, group”.")
    columns = read_header(header)
    for row in rows:
        read = read_person(row, columns, expected)
        if isinstance(read, Incoming):
            yield read
        else:
            named = dict(zip(columns, (cell.strip()[:40] for cell in row.cells), strict=False))
            shown = Incoming(row.line, named.get(Column.NUMBER, ""), named.get(Column.NAME, ""), "")
            yield refused(shown, *read)


def _change(
    row: Incoming | Change, known: dict[str, Known], first_line: dict[str, int], expected: Expected
) -> Change:
    if isinstance(row, Change):
        return row
    number = row.number.casefold()
    first = first_line.setdefault(number, row.line)
    if first != row.line:
        return refused(row, Sentence("Number {number} stands in line {line} already.", number=row.number, line=first))
    return compare(row, known.get(number), expected)


async def known_members(reading: AsyncSession, numbers: Sequence[str], on: date) -> dict[str, Known]:
    """Members by number in small letters, with all that a file may speak of. Asks four times at most."""
    wanted = [number.casefold() for number in numbers]
    if not wanted:
        return {}
    found = (
        await reading.execute(
            select(Member.number, Member.entered_on, people)
            .join(people, people.c.id == Member.person_id)
            .where(func.lower(Member.number).in_(wanted))
        )
    ).all()
    ids = [row.id for row in found]
    groups: dict[UUID, dict[str, date]] = defaultdict(dict)
    left: dict[UUID, list[tuple[str, date]]] = defaultdict(list)
    attributes: dict[UUID, set[str]] = defaultdict(set)
    if ids:
        spans = (
            select(Membership.person_id, Membership.constituency, Membership.joined_on, Membership.ended_on)
            .where(Membership.person_id.in_(ids))
            .order_by(Membership.joined_on)
        )
        for person_id, group, joined, ended in await reading.execute(spans):
            if ended is None:
                groups[person_id][group] = joined
            else:
                left[person_id].append((group, ended))
        noted = select(AttributeSpan.person_id, AttributeSpan.attribute).where(
            AttributeSpan.person_id.in_(ids), AttributeSpan.to_on.is_(None)
        )
        for person_id, attribute in await reading.execute(noted):
            attributes[person_id].add(attribute)
    organisations = [row.id for row in found if row.kind == PersonKind.ORGANISATION]
    names = await queries.names_of_representatives(reading, organisations, on)
    closed = await closed_entries(reading, ids)
    return {
        row.number.casefold(): Known(
            person_id=row.id,
            number=row.number,
            name=row.name,
            first_name=row.first_name,
            entered_on=row.entered_on,
            groups=groups.get(row.id, {}),
            left=tuple(left.get(row.id, ())),
            born_on=row.born_on,
            email=row.email,
            phone=row.phone,
            address=row.postal_address,
            language=row.language,
            format=row.format,
            attributes=frozenset(attributes.get(row.id, ())),
            kind=PersonKind(row.kind),
            representative=names.get(row.id),
            closed=closed.get(row.id),
        )
        for row in found
    }
