"""A file of those who sit and those who sat: kept, looked at, put in whole or let go.

Nothing is put in by looking. A line that cannot be a fact is refused and says why; then nothing of the file is put
in. A board over a cap, or too large, is taken as it is: the line at which a limit breaks is shown (`foreseeing`), and
the breach opens with the day of the import (invariant 14).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from uuid import UUID, uuid4

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.constituencies.boards import rules
from govern.constituencies.boards.lifecycle.foreseeing import broken_at
from govern.constituencies.boards.lifecycle.heeding import recheck
from govern.constituencies.boards.models import SeatImport, Tenure
from govern.constituencies.boards.queries import SeatFinding
from govern.constituencies.boards.rules import HowFilled, SeatRowRead
from govern.constituencies.register import queries as register
from govern.constituencies.register.incoming import FileNotValid, Outcome, rows_of
from govern.constituencies.register.lifecycle import Upload
from govern.constituencies.register.rules import ImportStage
from govern.constituencies.register.rules import after as after_import
from govern.constituencies.rulebook import queries as rulebook
from govern.database import locked
from govern.errors import NotAllowed, WrongMoment
from govern.identity import lifecycle as people
from govern.identity import queries as identity
from govern.identity.lifecycle import NewPerson
from govern.identity.rules import day_of, looks_like_email, plain_email
from govern.record import Event
from govern.sentences import Sentence, to_json
from govern.words import words_of


class SeatLook(msgspec.Struct, frozen=True):
    """What a file would do. `tenures` are those it adds, with whose they are (nobody yet: noted by name only)."""

    findings: tuple[SeatFinding, ...]
    tenures: tuple[tuple[SeatRowRead, UUID | None, UUID | None], ...] = ()

    def count(self, outcome: Outcome) -> int:
        return sum(finding.outcome is outcome for finding in self.findings)


async def look_at_seats(reading: AsyncSession, file: Path, *, at: datetime) -> SeatLook:
    """What the file would put in, line by line. Raises `FileNotValid` for what is no such table."""
    today = day_of(at)
    book = (await rulebook.in_force(reading, today)).rulebook
    rows = rows_of(file)
    header = next(rows, None)
    if header is None:
        raise FileNotValid("This file is empty. Choose the file of those who sit.", field="file")
    columns = rules.read_seat_header(header)
    findings: list[SeatFinding] = []
    found: list[tuple[SeatRowRead, UUID | None, UUID | None]] = []
    for number, row in enumerate(rows):
        if number >= rules.MOST_TENURES:
            raise FileNotValid(
                "This file has more than {most} lines. Split it.", field="file", most=rules.MOST_TENURES
            )
        read = rules.read_tenure(row, columns, book, today)
        if not isinstance(read, SeatRowRead):
            findings.append(SeatFinding(row.line, Outcome.REFUSED, row.cells[0][:80], "", read))
            continue
        finding, who, stands_for = await _compare(reading, read, found)
        findings.append(finding)
        if finding.outcome is Outcome.ADDED:
            found.append((read, who, stands_for))
    broken = await broken_at(reading, book, found, today)
    shown = (msgspec.structs.replace(one, why=(*one.why, *broken.get(one.line, ()))) for one in findings)
    return SeatLook(tuple(shown), tuple(found))


async def _compare(
    reading: AsyncSession, read: SeatRowRead, before: Iterable[tuple[SeatRowRead, UUID | None, UUID | None]]
) -> tuple[SeatFinding, UUID | None, UUID | None]:
    what = f"{read.body}: {read.constituency}"
    who, wrong = await _person(reading, read)
    stands_for: UUID | None = None
    if read.organisation is not None and wrong is None:
        stands_for, wrong = await _known(reading, read.organisation)
        if stands_for is None and wrong is None:
            wrong = Sentence(
                "We know no member organisation “{name}”. Enter it in the register.", name=read.organisation
            )
    if wrong is not None:
        return SeatFinding(read.line, Outcome.REFUSED, read.person, what, (wrong,)), None, None
    times = [(r.line, r.from_on, r.to_on) for r, w, _ in before if r.body == read.body and _same(r, w, read, who)]
    clash = next((line for line, begun, left in times if _overlap(begun, left, read.from_on, read.to_on)), None)
    if clash is not None:
        why = Sentence("Line {line} has them on the same body at the same time.", line=clash)
        return SeatFinding(read.line, Outcome.REFUSED, read.person, what, (why,)), None, None
    if who is None:
        why = Sentence("They are not in the register. They are kept by name only.")
        return SeatFinding(read.line, Outcome.ADDED, read.person, what, (why,)), None, stands_for
    name = (await identity.person(reading, who)).name
    kept = tuple(await reading.scalars(select(Tenure).where(Tenure.body == read.body, Tenure.person_id == who)))
    if any(t.from_on == read.from_on and t.constituency == read.constituency for t in kept):
        return SeatFinding(read.line, Outcome.UNCHANGED, name, what), who, stands_for
    if any(_overlap(t.from_on, t.to_on, read.from_on, read.to_on) for t in kept):
        why = Sentence("They sit on this body at that time already. Nobody holds two seats on the same body.")
        return SeatFinding(read.line, Outcome.REFUSED, name, what, (why,)), None, None
    return SeatFinding(read.line, Outcome.ADDED, name, what), who, stands_for


def _same(one: SeatRowRead, one_is: UUID | None, other: SeatRowRead, other_is: UUID | None) -> bool:
    if one_is is None and other_is is None:
        return words_of(one.person) == words_of(other.person)
    return one_is == other_is


def _overlap(from_a: date, to_a: date | None, from_b: date, to_b: date | None) -> bool:
    return (to_b is None or from_a < to_b) and (to_a is None or from_b < to_a)


async def _person(reading: AsyncSession, read: SeatRowRead) -> tuple[UUID | None, Sentence | None]:
    """Whose line it is. Nobody we know is taken by name where they have left, or where others may send somebody."""
    who, wrong = await _known(reading, read.person)
    if who is not None or wrong is not None:
        return who, wrong
    others = read.how in (HowFilled.APPOINTED, HowFilled.NOMINATED, HowFilled.EX_OFFICIO, HowFilled.CO_OPTED)
    by_name = len(words_of(read.person)) > 1 and not looks_like_email(read.person)
    if by_name and (read.to_on is not None or (others and read.constituency in (rules.NOBODY, rules.ANYBODY))):
        return None, None
    return None, Sentence(
        "We know nobody by “{person}”. Write their number, email address or whole name as in the register.",
        person=read.person,
    )


async def _known(reading: AsyncSession, named: str) -> tuple[UUID | None, Sentence | None]:
    if looks_like_email(named):
        found = [one.id for one in await identity.people_at(reading, plain_email(named))]
    elif (by_number := await register.person_with_number(reading, named)) is not None:
        found = [by_number]
    else:
        near = await identity.people_named(reading, named)
        found = [one.id for one in near if words_of(one.name) == words_of(named)]
    if len(found) > 1:
        return None, Sentence("Several people are called “{name}”. Write their number.", name=named)
    return (found[0] if found else None), None


async def note_seat_import(
    writing: AsyncSession, upload: Upload, look: SeatLook, *, by: UUID | None, at: datetime
) -> UUID:
    """Keep what was found, so that it can be put in as it was shown."""
    row = SeatImport(
        id=upload.import_id,
        stage=ImportStage.LOOKED_AT,
        file_hash=upload.file_hash,
        original_name=upload.original_name,
        added=look.count(Outcome.ADDED),
        unchanged=look.count(Outcome.UNCHANGED),
        refused=look.count(Outcome.REFUSED),
        findings=to_json(look.findings),
        uploaded_by=by,
        uploaded_at=at,
    )
    writing.add(row)
    await writing.flush()
    facts: dict[str, str | int | bool | None] = {"added": row.added, "refused": row.refused}
    facts["file"] = upload.file_hash.hex()
    await record.add(writing, Event("seats.looked_at", f"seat-import:{row.id}", at, by, facts))
    return row.id


async def apply_seats(writing: AsyncSession, import_id: UUID, file: Path, *, by: UUID | None, at: datetime) -> int:
    """Put the file in, whole. Returns how many tenures came.

    Raises `NotAllowed` with a refused line, `WrongMoment` for a file that is done with or adds nothing any more.
    """
    row = await locked(writing, SeatImport, import_id)
    stage = after_import(row.stage, "apply")
    look = await look_at_seats(writing, file, at=at)
    if look.count(Outcome.REFUSED):
        raise NotAllowed(
            "Some lines of this file cannot be taken, so nothing has been put in. Correct it and send it again."
        )
    if not look.tenures:
        raise WrongMoment("Everybody in this file is noted already. There is nothing to put in.")
    for read, who, stands_for in look.tenures:
        writing.add(await _as_tenure(writing, read, who, stands_for, by=by, at=at))
    row.stage, row.applied_at = stage, at
    await writing.flush()
    facts: dict[str, str | int | bool | None] = {"tenures": len(look.tenures)}
    await record.add(writing, Event("seats.put_in", f"seat-import:{import_id}", at, by, facts))
    await recheck(writing, day_of(at), by=by, at=at)
    return len(look.tenures)


async def _as_tenure(
    writing: AsyncSession,
    read: SeatRowRead,
    who: UUID | None,
    stands_for: UUID | None,
    *,
    by: UUID | None,
    at: datetime,
) -> Tenure:
    if who is None:
        known = await identity.people_named(writing, read.person)
        same = [one.id for one in known if words_of(one.name) == words_of(read.person)]
        who = same[0] if same else (await people.add_people(writing, [NewPerson(name=read.person)], by=by, at=at))[0]
    book = (await rulebook.in_force(writing, day_of(at))).rulebook
    due = read.due_on
    if due is None and book.terms.years and read.how not in (HowFilled.EX_OFFICIO, HowFilled.BY_MEMBERSHIP):
        due = rules.end_of_term(read.elected_on or read.from_on, book.terms.years)
    elected = read.elected_on or (read.from_on if read.how in rules.BY_ELECTION else None)
    return Tenure(
        id=uuid4(),
        body=read.body,
        constituency=read.constituency,
        person_id=who,
        from_on=read.from_on,
        due_on=due,
        to_on=read.to_on,
        ended_why=read.why_left,
        how_filled=str(read.how),
        unit=read.unit,
        organisation_id=stands_for,
        office=read.office,
        nominated_by=read.nominated_by,
        until_elections=read.how is HowFilled.FIRST and bool(book.elections.trigger_members),
        elected_on=elected,
        terms_before=read.terms_before,
    )


async def let_go(writing: AsyncSession, import_id: UUID, *, by: UUID | None, at: datetime) -> None:
    """The file is not put in."""
    row = await locked(writing, SeatImport, import_id)
    row.stage = after_import(row.stage, "abandon")
    await record.add(writing, Event("seats.let_go", f"seat-import:{import_id}", at, by))
