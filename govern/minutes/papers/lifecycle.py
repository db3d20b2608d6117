"""Papers are issued, in this order: made ──issue──► issued, with a number, for ever; and a vote's scrutiny reported.

    a paper that says something new ──issue──► the next number of the year
    a paper that says what its newest issue says ──issue──► refused, naming that number

There is one way to issue, for every paper of the house: `issue`. Rooms above use it for theirs.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

import msgspec
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.ballots.models import Ballot
from govern.ballots.rules import Stage
from govern.database import locked
from govern.documents import Document, Form
from govern.documents.description import described, mark_of, matter_of
from govern.errors import AlreadyDone, NotValid, WrongMoment
from govern.identity import queries as identity
from govern.meetings.rules import day_of
from govern.minutes.papers import rules
from govern.minutes.papers.models import IssuedPaper, Scrutiny
from govern.record import Event


async def issue(
    writing: AsyncSession,
    document: Document,
    kind: str,
    subject: UUID,
    form: Form,
    *,
    by: UUID | None,
    at: datetime,
) -> UUID:
    """Give a paper its number, and keep it word for word.

    The numbers of a year have no gaps: the end of the record is held from here to the end of the transaction.
    Raises `AlreadyDone` for one that says nothing new.
    """
    stands = await record.hold(writing)
    matter = bytes.fromhex(matter_of(document))
    last = await newest(writing, kind, subject, document.language, form)
    if last is not None and last.matter_hash == matter:
        raise AlreadyDone(
            "This paper is issued already, as number {number}. Nothing in it has changed since. Print that one.",
            number=rules.numbered(last.year, last.number),
        )
    year = day_of(at).year
    highest = await writing.scalar(select(func.max(IssuedPaper.number)).where(IssuedPaper.year == year))
    number = (highest or 0) + 1
    written = described(
        msgspec.structs.replace(document, number=rules.numbered(year, number), audit_hash=stands.hex())
    )
    mark = mark_of(written)
    paper = IssuedPaper(
        id=uuid4(),
        year=year,
        number=number,
        kind=kind,
        subject=subject,
        title=document.title[:400],
        language=document.language,
        form=form,
        rules_version=document.rules_version[:40],
        record_hash=stands,
        matter_hash=matter,
        mark=bytes.fromhex(mark),
        content=written,
        issued_at=at,
        issued_by=by,
    )
    writing.add(paper)
    await writing.flush()
    facts: dict[str, str | int | bool | None] = {"number": rules.numbered(year, number), "kind": kind, "mark": mark}
    await record.add(writing, Event("paper.issued", f"paper:{paper.id}", at, by, facts))
    return paper.id


async def newest(reading: AsyncSession, kind: str, subject: UUID, language: str, form: Form) -> IssuedPaper | None:
    """The last paper of a kind that was issued about one thing, in a language and a form."""
    found: IssuedPaper | None = await reading.scalar(
        select(IssuedPaper)
        .where(
            IssuedPaper.kind == kind,
            IssuedPaper.subject == subject,
            IssuedPaper.language == language,
            IssuedPaper.form == form,
        )
        .order_by(IssuedPaper.year.desc(), IssuedPaper.number.desc())
        .limit(1)
    )
    return found


class Findings(msgspec.Struct, frozen=True, kw_only=True):
    """What scrutineers say themselves; the numbers of the vote are worked out."""

    appointed_by: str
    no_interest: bool
    sample: int
    differing: int
    complaints: str
    opinion: str


#: A vote can be looked into once it is counted.
COUNTED = (Stage.COUNTED, Stage.DECLARED, Stage.ARCHIVED)


async def report(writing: AsyncSession, ballot_id: UUID, found: Findings, *, by: UUID, at: datetime) -> None:
    """What the scrutineers found in a vote that is counted. A later report stands instead of an earlier one.

    Raises `WrongMoment` before the count, `NotValid` for who has an interest in it, or for numbers that cannot be.
    """
    ballot = await locked(writing, Ballot, ballot_id)
    if ballot.stage not in COUNTED:
        raise WrongMoment("This vote is not counted yet. Scrutineers report after the count.")
    if not found.no_interest:
        raise NotValid(
            "Whoever has an interest in the result cannot be its scrutineer. Somebody else has to be appointed.",
            field="no_interest",
        )
    if found.differing > found.sample:
        raise NotValid(
            "No more papers can come out another way than were counted again. Check both numbers.", field="differing"
        )
    before = await writing.scalar(select(func.max(Scrutiny.number)).where(Scrutiny.ballot_id == ballot_id))
    person = await identity.person(writing, by)
    writing.add(
        Scrutiny(
            ballot_id=ballot_id,
            number=(before or 0) + 1,
            by=by,
            by_name=person.name,
            at=at,
            **msgspec.structs.asdict(found),
        )
    )
    await writing.flush()
    facts: dict[str, str | int | bool | None] = {"sample": found.sample, "differing": found.differing}
    await record.add(writing, Event("scrutiny.reported", f"ballot:{ballot_id}", at, by, facts))
