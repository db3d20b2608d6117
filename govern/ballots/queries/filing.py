"""Decisions of which a copy goes to the regulator: which they are, until when, and how each stands."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots.deciding.confirming import Standing
from govern.ballots.deciding.filing import Copy, Filed, FilingLaw, last_day, law_of, stage_of, told_of_filing
from govern.ballots.models import Ballot, Contest, RegulatorCopy
from govern.ballots.queries.confirming import DECIDED, carried, day_decided, decided_first, first_decision
from govern.ballots.rules import ContestKind, Rule
from govern.constituencies.rulebook import queries as rulebooks
from govern.constituencies.rulebook.book import Rulebook
from govern.database import in_language
from govern.identity import queries as identity


class Filing(msgspec.Struct, frozen=True, kw_only=True):
    """A decision that is in force or confirmed, of which a copy goes to the regulator, with the copies sent."""

    contest_id: UUID
    ballot_id: UUID
    number: str
    titles: dict[str, str]
    law: FilingLaw
    decided_on: date
    copies: tuple[Copy, ...] = ()

    def title(self, language: str) -> str:
        return in_language(self.titles, language)

    @property
    def stage(self) -> Filed:
        return stage_of(self.copies)

    @property
    def due_on(self) -> date | None:
        return last_day(self.law, self.decided_on)

    def is_late(self, today: date) -> bool:
        return self.stage is Filed.NOT_SENT and self.due_on is not None and today > self.due_on


async def filing(reading: AsyncSession, contest_id: UUID, today: date) -> Filing | None:
    """What goes to the regulator of this decision; None where nothing does, or it still waits to be confirmed."""
    row = await decided_first(reading, contest_id)
    return None if row is None else await _filing(reading, *row, today)


async def filings(reading: AsyncSession, today: date, ballot_id: UUID | None = None) -> tuple[Filing, ...]:
    """Every decision of which a copy goes to the regulator, of all votes or of one, the oldest first."""
    question = (
        select(Contest, Ballot)
        .join(Ballot, Ballot.id == Contest.ballot_id)
        .where(Contest.kind == ContestKind.RESOLUTION, Contest.confirms_id.is_(None), Ballot.stage.in_(DECIDED))
        .order_by(Ballot.closes_at, Contest.position)
    )
    if ballot_id is not None:
        question = question.where(Ballot.id == ballot_id)
    found = [await _filing(reading, contest, ballot, today) for contest, ballot in await reading.execute(question)]
    return tuple(one for one in found if one is not None)


async def to_file(reading: AsyncSession, today: date) -> tuple[Filing, ...]:
    """Those that are not registered yet."""
    return tuple(one for one in await filings(reading, today) if one.stage is not Filed.REGISTERED)


async def _filing(reading: AsyncSession, contest: Contest, ballot: Ballot, today: date) -> Filing | None:
    book = (await rulebooks.version(reading, ballot.rulebook_version_id)).rulebook
    law = law_for(book, contest, day_decided(ballot, book))
    if law is None:
        return None
    day = await _firm_on(reading, contest, ballot, book, today)
    if day is None:
        return None
    return Filing(
        contest_id=contest.id,
        ballot_id=ballot.id,
        number=ballot.number,
        titles=contest.title,
        law=law,
        decided_on=day,
        copies=await copies_of(reading, contest.id),
    )


def law_for(book: Rulebook, contest: Contest, on: date) -> FilingLaw | None:
    """The law that asks for a copy of this decision, by its kind and its matter."""
    if contest.resolution_kind is None:
        return None
    statutory = book.resolution(contest.resolution_kind).statutory
    return law_of(book.society.legal_form, statutory, contest.matter, on)


async def _firm_on(
    reading: AsyncSession, contest: Contest, ballot: Ballot, book: Rulebook, today: date
) -> date | None:
    """The day on which it was decided for good: that of its confirmation where one is needed; None before."""
    assert contest.resolution_kind is not None
    if book.resolution(contest.resolution_kind).confirm is None:
        return day_decided(ballot, book) if await carried(reading, contest) else None
    first = await first_decision(reading, contest.id, today)
    if first is None or first.standing is not Standing.CONFIRMED or first.second is None:
        return None
    return first.second.day


async def copies_of(reading: AsyncSession, contest_id: UUID) -> tuple[Copy, ...]:
    """The copies of a decision that were sent, the first first, each with who sent it."""
    rows = list(
        await reading.scalars(
            select(RegulatorCopy).where(RegulatorCopy.contest_id == contest_id).order_by(RegulatorCopy.number)
        )
    )
    names = await _names(reading, (row.sent_by for row in rows))
    return tuple(
        Copy(
            sent_on=row.sent_on,
            how=row.how,
            sent_by=names.get(row.sent_by, ""),
            answered_on=row.answered_on,
            reference=row.reference or "",
            reasons=row.reasons or "",
        )
        for row in rows
    )


async def _names(reading: AsyncSession, ids: Iterable[UUID]) -> dict[UUID, str]:
    people = await identity.people_by_id(reading, list(ids))
    return {person_id: person.name for person_id, person in people.items()}


async def filing_rules(reading: AsyncSession, contest_id: UUID, today: date) -> tuple[Rule, ...]:
    """How a declared decision stands with the regulator, in sentences; nothing where no copy goes there.

    The vote that confirmed a decision says it too.
    """
    first = await reading.scalar(select(Contest.confirms_id).where(Contest.id == contest_id))
    found = await filing(reading, first or contest_id, today)
    if found is None:
        return ()
    return tuple(Rule(said) for said in told_of_filing(found.law, found.decided_on, found.copies, today))
