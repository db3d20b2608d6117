"""The year plan: every duty with its day, its rule and how it stands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots import queries as ballots
from govern.ballots.deciding.confirming import Standing as Confirmed
from govern.ballots.deciding.filing import Filed
from govern.constituencies.rulebook import queries as rulebook
from govern.constituencies.rulebook.book import Rulebook
from govern.constituencies.rulebook.rules import body_name
from govern.identity.rules import day_of
from govern.minutes.returns.models import Filing
from govern.minutes.returns.queries import calling, facts
from govern.minutes.returns.rules import (
    Duty,
    Owed,
    SocietyYear,
    Standing,
    in_order,
    law,
    months_after,
    notices,
    terms,
    with_ticks,
    within,
    year_of,
    years_to_plan,
)
from govern.permissions import Permission
from govern.sentences import Sentence

BACK = 12
AHEAD = 12
#: How many of what comes next the front page of the office shows.
NEXT = 3


class Month(msgspec.Struct, frozen=True):
    """A month of the calendar: its first day, and what falls into it."""

    first: date
    duties: tuple[Duty, ...]


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """The plan as it stands on a day."""

    today: date
    duties: tuple[Duty, ...]
    year: SocietyYear

    def standing(self, *which: Standing) -> tuple[Duty, ...]:
        return tuple(one for one in self.duties if one.standing(self.today) in which)

    @property
    def late(self) -> tuple[Duty, ...]:
        return self.standing(Standing.LATE)

    @property
    def next(self) -> tuple[Duty, ...]:
        """What comes, whenever it is, the nearest first."""
        return self.standing(Standing.SOON, Standing.LATER)

    def months(self) -> tuple[Month, ...]:
        """This month and the eleven after it, empty ones too."""
        first = self.today.replace(day=1)
        starts = [months_after(first, number) for number in range(AHEAD + 1)]
        return tuple(
            Month(start, tuple(one for one in self.duties if one.due_on and start <= one.due_on < end))
            for start, end in pairwise(starts)
        )


async def all_duties(reading: AsyncSession, today: date, language: str) -> tuple[Duty, ...]:
    """Every duty of which anything is known, with the ticks."""
    book = (await rulebook.in_force(reading, today)).rulebook
    arrived = min(day_of(one.adopted_at) for one in await rulebook.history(reading))
    since = max(await facts.society_since(reading, arrived), months_after(arrived, -BACK))
    years = years_to_plan(book.society.financial_year_end, today, since)
    names = {body.id: body_name(body, language) for body in book.bodies}
    held, ticks = await facts.held(reading), await ticked(reading)
    statements = {key: day for key, day in ticks.items() if key.startswith("statement-")}
    past = [year for year in years if year.first <= today]
    found = [
        *law.annual_meetings(book, years, held),
        *law.general_meetings(book, past, held),
        *law.meetings_of_bodies(book, [year for year in years if year.has(today)], held, names),
        *law.annual_returns(book, years, await facts.returns_filed(reading), statements),
        *await _of_people(reading, book, today, names),
        *await _of_papers(reading, book, today, language),
        *await _of_votes(reading, today, language),
        *await _of_notices(reading, book, years, held, today, language),
    ]
    return with_ticks(found, ticks)


async def plan(reading: AsyncSession, today: date, language: str) -> Plan:
    """What is late, what is due within a year, and what was done within the last one."""
    duties = await all_duties(reading, today, language)
    first, last = months_after(today, -BACK), months_after(today, AHEAD)
    book = (await rulebook.in_force(reading, today)).rulebook
    year = year_of(book.society.financial_year_end, today)
    return Plan(today=today, duties=in_order(within(duties, first, last, today)), year=year)


async def _of_people(reading: AsyncSession, book: Rulebook, today: date, names: dict[str, str]) -> list[Duty]:
    until = months_after(today, AHEAD)
    called = await facts.elections_called(reading)
    return [
        *terms.terms_of_bodies(book, await facts.terms(reading, book, until), called),
        *terms.rotations(book, await facts.rotations(reading, book), names),
        *terms.peers(
            book, await facts.peers(reading, book, today, until), await facts.reviews(reading, book, today, until)
        ),
        *terms.facilitators(book, await facts.facilitators(reading, book, until)),
    ]


async def _of_papers(reading: AsyncSession, book: Rulebook, today: date, language: str) -> list[Duty]:
    until, since = months_after(today, AHEAD), months_after(today, -BACK)
    rolls, handles = await facts.votes_kept(reading, book, language)
    coming = [
        Owed(str(one.number), str(one.number), one.effective_from)
        for one in await rulebook.history(reading)
        if one.effective_from > today
    ]
    return [
        *terms.answers(book, await facts.owed_answers(reading, language, until)),
        *terms.consents(book, await facts.consents(reading, language, until)),
        *terms.drafts_of_minutes(book, await facts.unwritten(reading, book, language, since)),
        *terms.kept_papers(book, rolls, await facts.minutes_kept(reading, book, language, until)),
        *terms.handles(book, handles),
        *terms.new_rules(book, coming),
    ]


async def _of_votes(reading: AsyncSession, today: date, language: str) -> list[Duty]:
    """Second meetings that a statutory decision needs, and copies of decisions for the regulator."""
    found = [
        Duty(
            key=f"confirm-{one.contest_id}",
            title=Sentence("Hold a second meeting: {title}", title=one.title(language)),
            words=Sentence("It can be on any day from {first} to {last}. After that the decision lapses.",
                           first=one.window.first_day, last=one.window.last_day),
            cites=(Sentence("{law}", law=one.window.citation),),
            due_on=one.window.last_day,
            address="office/meetings",
        )
        for one in await ballots.awaiting(reading, today)
        if one.standing is not Confirmed.CONFIRMED
    ]  # fmt: skip
    for copy in await ballots.to_file(reading, today):
        sent = copy.copies[-1].sent_on if copy.stage is Filed.SENT and copy.copies else None
        found.append(
            Duty(
                key=f"copy-{copy.contest_id}",
                title=Sentence("Send a copy to {regulator}: {title}", regulator=copy.law.regulator,
                               title=copy.title(language)),
                words=Sentence("It was decided on {day}.", day=copy.decided_on),
                cites=(Sentence("{law}", law=copy.law.citation),),
                due_on=copy.due_on or copy.decided_on + timedelta(days=31),
                done_on=sent,
                address=f"office/ballots/{copy.ballot_id}/regulator/{copy.contest_id}",
                needs=Permission.MINUTES_WRITE,
            )
        )  # fmt: skip
    return found


async def _of_notices(
    reading: AsyncSession, book: Rulebook, years: Sequence[SocietyYear], held: law.Held, today: date, language: str
) -> list[Duty]:
    """By when notices go out. Of an annual meeting that was to be held long ago nothing is asked any more."""
    meetings_on = []
    for year in years:
        day, _, _ = law.agm_day(book, year)
        if day >= today:
            done = next((on for on in sorted(held.agms) if year.last < on <= months_after(year.last, 12)), None)
            meetings_on.append((year, day, done))
    return [
        *notices.meetings_to_call(book, await calling.to_call(reading, book, today, language)),
        *notices.second_meetings(book, await calling.second_meetings(reading, today, language)),
        *notices.longer_notices(book, meetings_on, language),
    ]


async def ticked(reading: AsyncSession) -> dict[str, date]:
    """Which duties were ticked, and for which day."""
    rows = await reading.execute(select(Filing.duty, Filing.done_on).where(Filing.undone_at.is_(None)))
    return {duty: day for duty, day in rows}  # noqa: C416  # rows are typed one by one
