"""The next twelve months of every body: terms that end, who may not stand again, seats at risk, who stands down at
the next annual meeting, vacancies that run out (M70)."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.boards import rules
from govern.constituencies.boards.queries.bodies import seat_name
from govern.constituencies.boards.queries.learning import Learning, learners
from govern.constituencies.boards.queries.rotations import standing_down
from govern.constituencies.boards.queries.sitting import Sitting, sitting, spans_of
from govern.constituencies.boards.queries.vacancies import VacancyView, vacancies
from govern.constituencies.boards.rules import StandingDown
from govern.constituencies.rulebook import queries as rulebook
from govern.constituencies.rulebook.book import Rulebook
from govern.constituencies.rulebook.rules import body_name
from govern.sentences import Sentence

A_YEAR = timedelta(days=366)


class Coming(StrEnum):
    """What lies ahead of somebody's seat."""

    TERM_ENDS = "term_ends"
    TERM_OVER = "term_over"
    FIRST_ELECTIONS = "first_elections"


class AheadLine(msgspec.Struct, frozen=True):
    """A seat whose time ends: when, whose, whether they may stand again, and who learns the role."""

    on: date
    name: str
    seat: Sentence | str
    what: Coming
    terms: int
    may_return: bool
    tenure_id: UUID
    learners: tuple[Learning, ...] = ()


class AheadBody(msgspec.Struct, frozen=True):
    """One body's next year. `staying` have their seat longer; with fewer than `needed` it could decide nothing."""

    id: str
    name: str
    lines: tuple[AheadLine, ...]
    rotation: StandingDown
    vacancies: tuple[VacancyView, ...]
    filled: int
    staying: int
    needed: int

    @property
    def at_risk(self) -> bool:
        return self.filled > 0 and self.staying < max(self.needed, 1)


async def ahead(reading: AsyncSession, on: date, language: str) -> tuple[AheadBody, ...]:
    """Every body with seats, in the order of the rules."""
    book = (await rulebook.in_force(reading, on)).rulebook
    found = []
    for body in book.bodies:
        if not body.seats:
            continue
        there = await sitting(reading, body.id, on)
        lines = [
            await _line(reading, book, body.id, one, on, language)
            for one in there
            if one.due_on is not None and one.due_on <= on + A_YEAR
        ]
        found.append(
            AheadBody(
                body.id,
                body_name(body, language),
                tuple(sorted(lines, key=lambda line: (line.on, line.name))),
                await standing_down(reading, body.id, on),
                await vacancies(reading, on, language, body.id),
                len(there),
                sum(one.votes for one in there) - sum(_leaves(one, on) for one in there),
                rules.needed_in_office(book, body.id),
            )
        )
    return tuple(found)


def _leaves(one: Sitting, on: date) -> bool:
    return one.votes and one.due_on is not None and one.due_on <= on + A_YEAR


async def _line(reading: AsyncSession, book: Rulebook, body: str, one: Sitting, on: date, language: str) -> AheadLine:
    assert one.due_on is not None
    spans = await spans_of(reading, body, one.person_id)
    terms = rules.terms_in_a_row(spans, one.due_on, book.terms.years)
    most = book.terms.max_consecutive
    what = Coming.TERM_OVER if one.due_on <= on else Coming.TERM_ENDS
    if one.until_elections:
        what = Coming.FIRST_ELECTIONS
    seat = seat_name(book, one.constituency, language)
    mine = (await learners(reading, on, [one.tenure_id])).get(one.tenure_id, ())
    return AheadLine(one.due_on, one.name, seat, what, terms, not most or terms < most, one.tenure_id, mine)
