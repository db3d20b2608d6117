"""The annual return of one year: every number with the list it was counted from, in one language.

It is worked out from what stands in the register today for the days of that year, so a past year comes out the same
again; what was sent is kept word for word (`FiledReturn`).
"""

from __future__ import annotations

import json
from datetime import date
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.register import queries as register
from govern.constituencies.register.models import people
from govern.constituencies.rulebook import queries as rulebook
from govern.constituencies.rulebook.book import Rulebook
from govern.constituencies.rulebook.rules import society_name
from govern.errors import NotFound
from govern.languages import LANGUAGES, Language
from govern.minutes.returns.models import FiledReturn
from govern.minutes.returns.queries import facts, sections
from govern.minutes.returns.queries.sections import LISTS, TEXTS, Return, Section
from govern.minutes.returns.rules import SocietyYear, figures, law, months_after, year_ending, years_to_plan
from govern.minutes.returns.rules.figures import TYPED_WORDS, Count, Typed
from govern.sentences import Sentence

#: Before the id of a group in the name of its list.
OF_GROUP = "group-"


class Filed(msgspec.Struct, frozen=True):
    """A return as it was sent."""

    returned: Return
    hash: str
    filed_on: date
    reference: str


class YearLine(msgspec.Struct, frozen=True):
    """A year in the list of returns: when it is due, and when it was sent."""

    year: SocietyYear
    over: bool
    due_on: date | None
    filed_on: date | None


async def years(reading: AsyncSession, today: date) -> tuple[YearLine, ...]:
    """Every year since the society is known that has begun, the latest first."""
    book = (await rulebook.in_force(reading, today)).rulebook
    since = await facts.society_since(reading, today)
    filed = await facts.returns_filed(reading)
    months = book.filing.due_months
    return tuple(
        YearLine(year, today > year.last, months_after(year.last, months) if months else None, filed.get(year.last))
        for year in reversed(years_to_plan(book.society.financial_year_end, today, since))
        if year.first <= today
    )


async def year(reading: AsyncSession, written: str, today: date) -> SocietyYear:
    """The year that an address names by its last day. Raises `NotFound` for one that is none, or has not begun."""
    try:
        last = date.fromisoformat(written)
    except ValueError:
        last = date.min
    book = (await rulebook.in_force(reading, today)).rulebook
    found = year_ending(book.society.financial_year_end, last) if date(1900, 1, 1) < last < date(2200, 1, 1) else None
    if found is None or found.first > today:
        raise NotFound("No year of this society ends on that day. Go to the list of years and choose again.")
    return found


async def counted(reading: AsyncSession, year: SocietyYear, language: Language) -> Return:
    """The return as it is counted today."""
    book = (await rulebook.in_force(reading, year.last)).rulebook
    at = f"office/returns/{year.last}/lists"
    all_spans, bodies = await sections.spans(reading), await sections.organisations(reading)
    total = figures.count(all_spans, year)
    votes, elections = await sections.votes(reading, book, year, language)
    say = language.say
    tables = [
        sections.members(total, len(total.end & bodies), at, language),
        sections.groups(book, figures.by_group(all_spans, year), at, language),
        await sections.officers(reading, book, year, language),
        await sections.meetings(reading, year, language),
        votes,
        elections,
        await sections.others(reading, year, language),
        await sections.shares(reading, year, language),
    ]
    words = await sections.typed(reading, year)
    tables += [
        Section(name.value, say(TYPED_WORDS[name]), words=words[name.value])
        for name in Typed
        if name in TEXTS and words.get(name.value) and _wanted(book, name)
    ]
    society = book.society
    return Return(
        society_name(society, language.code),
        society.registered_number or "",
        year.first,
        year.last,
        tuple(section for section in tables if section.rows or section.words),
    )


def _wanted(book: Rulebook, name: Typed) -> bool:
    form = book.society.legal_form
    return {Typed.STAKEHOLDERS: form == "cic", Typed.STATEMENT: form in law.COMPANIES}.get(name, True)


async def to_type(reading: AsyncSession, year: SocietyYear) -> tuple[Typed, ...]:
    """What this society's return asks for beyond what can be counted."""
    book = (await rulebook.in_force(reading, year.last)).rulebook
    return tuple(name for name in Typed if _wanted(book, name))


async def listed(
    reading: AsyncSession, year: SocietyYear, which: str, language: Language
) -> tuple[tuple[str, ...], ...]:
    """The people behind one number: number in the register, name, and the day and why where somebody came or went.
    Raises `NotFound`."""
    spans, group = await sections.spans(reading), which.removeprefix(OF_GROUP)
    if group != which:
        found = figures.by_group(spans, year).get(group)
        moves = _of_group(found, year, language) if found is not None else await _empty(reading, year, group)
    elif which in LISTS:
        total = figures.count(spans, year)
        moves = {"joined": total.joined, "left": total.left}.get(which)
        if moves is None:
            ids = total.start if which == "start" else total.end
            ids = ids & await sections.organisations(reading) if which == "organisations" else ids
            moves = tuple(figures.Move(one, year.first) for one in ids)
    else:
        moves = None
    if moves is None:
        raise NotFound("There is no such list. Go back to the return and choose again.")
    numbers = await register.numbers_of(reading, [UUID(move.person) for move in moves])
    names = {str(one): str(name) for one, name in await reading.execute(select(people.c.id, people.c.name))}
    with_days = group != which or which in ("joined", "left")
    rows = [
        (
            numbers.get(UUID(move.person), ""),
            names[move.person],
            *((language.day(move.on), move.why) if with_days else ()),
        )
        for move in moves
    ]
    return tuple(rows if with_days else sorted(rows, key=lambda row: row[1]))


async def _empty(reading: AsyncSession, year: SocietyYear, group: str) -> tuple[figures.Move, ...] | None:
    """Nobody, where the rules know the group; None where they do not."""
    book = (await rulebook.in_force(reading, year.last)).rulebook
    return () if any(one.id == group for one in book.constituencies) else None


def _of_group(found: Count, year: SocietyYear, language: Language) -> tuple[figures.Move, ...]:
    """Everybody of a group in the year, once for each of its numbers in which they are counted."""
    say = language.say
    start, end = say(Sentence("At the start")), say(Sentence("At the end"))
    joined, left = say(Sentence("Joined")), say(Sentence("Left"))
    return (
        *(figures.Move(one, year.first, start) for one in sorted(found.start)),
        *(figures.Move(one.person, one.on, joined) for one in found.joined),
        *(figures.Move(one.person, one.on, f"{left}: {one.why}") for one in found.left),
        *(figures.Move(one, year.last, end) for one in sorted(found.end)),
    )


async def filed(reading: AsyncSession, year: SocietyYear, language: str) -> Filed | None:
    """The return as it was sent, if it was."""
    row = await reading.get(FiledReturn, year.last)
    if row is None:
        return None
    kept = json.loads(row.kept)
    returned = msgspec.convert(kept.get(language) or kept["en"], Return)
    return Filed(returned, row.hash.hex(), row.filed_on, row.reference)


async def to_keep(reading: AsyncSession, year: SocietyYear) -> str:
    """The return in each of the society's languages, as the text that is kept."""
    book = (await rulebook.in_force(reading, year.last)).rulebook
    codes = dict.fromkeys(("en", *(code for code in book.society.languages if code in LANGUAGES)))
    every = {code: msgspec.to_builtins(await counted(reading, year, LANGUAGES[code])) for code in codes}
    return json.dumps(every, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
