"""What the boards ask of the secretary now: a seat to fill, a limit to restore, elections to call, terms that end."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.boards import rules
from govern.constituencies.boards.models import ElectionsBegun, Rotation, Tenure
from govern.constituencies.boards.queries.instructions import InstructionView, Which, instructions
from govern.constituencies.boards.queries.sitting import Sitting, sitting
from govern.constituencies.boards.queries.vacancies import BreachView, VacancyView, open_breaches, vacancies
from govern.constituencies.boards.rules import HowFilled, RotationStage, Way
from govern.constituencies.rulebook import queries as rulebook
from govern.constituencies.rulebook.book import Rulebook
from govern.constituencies.rulebook.book.tables import Body
from govern.constituencies.rulebook.rules import body_name
from govern.sentences import Sentence

#: How long before a term ends it becomes a task, and how long after the last meeting the next rotation does.
SOON, ROUND = timedelta(days=60), timedelta(days=300)
#: Annual meetings are at most fifteen months apart; before that nobody is late.
BETWEEN_MEETINGS = timedelta(days=456)


class BoardTask(msgspec.Struct, frozen=True):
    """One thing for the secretary: by when, what, why, where."""

    due_on: date
    title: Sentence
    words: Sentence
    address: str
    late: bool = False


async def tasks(reading: AsyncSession, on: date, language: str = "en") -> tuple[BoardTask, ...]:
    """Everything the boards ask for on a day, the most pressing first."""
    book = (await rulebook.in_force(reading, on)).rulebook
    found = [_vacancy(one) for one in await vacancies(reading, on, language) if one.way is not Way.LEAVE]
    names = {body.id: body_name(body, language) for body in book.bodies}
    found += [_breach(one, names) for one in await open_breaches(reading, on)]
    if (task := await _elections(reading, on)) is not None:
        found.append(task)
    found += [_owed(one) for one in await instructions(reading, on, language, which=Which.LATE)]
    for body in book.bodies:
        if body.seats:
            found += await _of_body(reading, book, body, on, language)
    return tuple(sorted(found, key=lambda task: (not task.late, task.due_on, str(task.title))))


def _vacancy(one: VacancyView) -> BoardTask:
    title = Sentence("Fill an empty seat: {body}", body=one.body_name)
    words = Sentence("{name} left before the term was over. By the rules {way}.", name=one.who_left,
                     way=rules.WAY_WORDS[one.way])  # fmt: skip
    return BoardTask(one.open_on, title, words, f"office/boards/vacancies/{one.id}")


def _breach(one: BreachView, names: dict[str, str]) -> BoardTask:
    where = names.get(one.scope) or one.scope or Sentence("all members")
    title = Sentence("A limit is not kept: {where}", where=where)
    pattern = (
        Sentence("There are {count} {who}, and at least {limit} are needed. The next general meeting puts it right.",
                 count=one.counted, who=one.who, limit=one.limit)
        if one.is_quota
        else Sentence("There are {count} {who}, and at most {limit} may be. The next general meeting puts it right.",
                      count=one.counted, who=one.who, limit=one.limit)
    )  # fmt: skip
    address = f"office/boards/{one.scope}" if one.scope in names else "office/boards"
    return BoardTask(one.opened_on, title, pattern, address)


def _owed(one: InstructionView) -> BoardTask:
    """What one body owes another after its day: an answer, or what it took on."""
    assert one.due_on is not None
    who = one.to_name
    title = Sentence("Late: what {body} was asked", body=who)
    if one.waits_until_done:
        words = Sentence("{body} accepted this for {day} ({reference}) and has not said that it is done.", body=who,
                         day=one.due_on, reference=one.reference)  # fmt: skip
    else:
        words = Sentence("{other} asked this for {day} ({reference}). There is no answer yet.", other=one.from_name,
                         day=one.due_on, reference=one.reference)  # fmt: skip
    return BoardTask(one.due_on, title, words, f"office/boards/instructions/{one.id}", True)


async def _elections(reading: AsyncSession, on: date) -> BoardTask | None:
    """The clock that the admission started goes on until somebody elected sits (W26)."""
    begun = await reading.get(ElectionsBegun, 1)
    if begun is None:
        return None
    elected = select(Tenure.id).where(
        Tenure.how_filled == HowFilled.ELECTED, Tenure.elected_on >= begun.reached_on
    )  # fmt: skip
    if await reading.scalar(elected.limit(1)) is not None:
        return None
    words = Sentence(
        "On {day} there were {count} members. Since then people can be named as candidates, until {until}.",
        day=begun.reached_on,
        count=begun.members,
        until=begun.nominations_until,
    )
    return BoardTask(
        begun.nominations_until,
        Sentence("Call for candidates: elections have begun"),
        words,
        "office/boards/ahead",
        begun.nominations_until < on,
    )


async def _of_body(reading: AsyncSession, book: Rulebook, body: Body, on: date, language: str) -> list[BoardTask]:
    there = await sitting(reading, body.id, on)
    name = body_name(body, language)
    address = f"office/boards/{body.id}"
    found = []
    if there and rules.is_under_quorum(book, body.id, sum(one.votes for one in there)):
        words = Sentence("Until more are in office it may only fill seats or call a general meeting.")
        found.append(BoardTask(on, Sentence("Too few are in office: {body}", body=name), words, address, True))
    ending = [one for one in there if one.due_on is not None and one.due_on <= on + SOON]
    if ending:
        found.append(_ending(ending, name, on))
    nameless = tuple(s.name for s in there if s.unit is None and _per_team(book, body.id, s))
    if nameless:
        words = Sentence("We do not know the team of {names}.", names=nameless)
        found.append(BoardTask(on, Sentence("Say for which team: {body}", body=name), words, address))
    if (task := await _rotation(reading, book, body, there, name, on)) is not None:
        found.append(task)
    return found


def _ending(ending: list[Sitting], body: str, on: date) -> BoardTask:
    first = min(one.due_on for one in ending if one.due_on is not None)
    title = Sentence("{n} term ends: {body}", "{n} terms end: {body}", len(ending), n=len(ending), body=body)
    words = Sentence("It is the seat of {names}.", "They are the seats of {names}.", len(ending),
                     names=tuple(one.name for one in ending))  # fmt: skip
    return BoardTask(first, title, words, "office/boards/ahead", first < on)


def _per_team(book: Rulebook, body: str, one: Sitting) -> bool:
    rows = [row for row in book.seats_of(body) if row.constituency == one.constituency]
    return any(row.per_unit for row in rows)


async def _rotation(
    reading: AsyncSession, book: Rulebook, body: Body, there: tuple[Sitting, ...], name: str, on: date
) -> BoardTask | None:
    """A year after the last meeting, or the last election, somebody stands down again."""
    elected = [one.elected_on or one.from_on for one in there if one.how_filled in rules.BY_ELECTION]
    if book.terms.rotation != "thirds" or not elected:
        return None
    drawn = select(func.max(Rotation.on)).where(Rotation.body == body.id, Rotation.stage == RotationStage.DRAWN)
    latest: date | None = await reading.scalar(drawn)
    last = max([*elected, *([latest] if latest is not None else [])])
    if on < last + ROUND:
        return None
    return BoardTask(
        last + timedelta(days=365),
        Sentence("Work out who stands down: {body}", body=name),
        Sentence("Each year a third of those elected stand down. Announce the lot before the meeting."),
        f"office/boards/{body.id}/rotation",
        last + BETWEEN_MEETINGS < on,
    )
