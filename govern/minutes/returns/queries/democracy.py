"""The yearly report on democracy: who voted and how, what forums asked and were answered, who was asked one by one.

Forums for certain people only are left out altogether (invariant 61). A number so small that it would say of somebody
what they did is kept back; the floor is that of consultations in the rules.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from uuid import UUID

import msgspec
from sqlalchemy import and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots.models import Ballot, CountRun, Declaration
from govern.ballots.rules.inputs import Inputs
from govern.constituencies.boards.models import CapBreach
from govern.constituencies.boards.rules import who_is_counted
from govern.constituencies.register.models import Training
from govern.constituencies.register.rules.training import TRAINING_NAMES, TrainingKind
from govern.constituencies.rulebook import queries as rulebook
from govern.constituencies.rulebook.book import Rulebook
from govern.constituencies.rulebook.rules import group_name, layer_name, society_name
from govern.forums.gatherings.models import Forum
from govern.forums.recommendations.models import Recommendation, RecommendationStep
from govern.forums.recommendations.rules.journey import StepKind
from govern.languages import Language
from govern.meetings.models import Meeting
from govern.meetings.rules import Stage
from govern.minutes.returns.queries import drawn
from govern.minutes.returns.queries.consulted import consulted_in
from govern.minutes.returns.queries.drawn import Drawn
from govern.minutes.returns.queries.sections import Row, Section, declared, moments
from govern.minutes.returns.rules import SocietyYear, democracy, figures
from govern.minutes.returns.rules.democracy import Answered, Asked, Turnout, Voted
from govern.sentences import Sentence

WAYS = {
    "peer": Sentence("Through elected peers"),
    "proxy_directed": Sentence("Directed to a proxy"),
    "proxy_free": Sentence("Left to a proxy"),
    "paper": Sentence("On paper"),
}
FINAL = (StepKind.ADOPT, StepKind.AMEND, StepKind.ANSWER, StepKind.DECLINE)


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """The report of one year, in one language; `drawn` has the picture of a section by its key; `easy` are the same
    things in short sentences, each with a symbol."""

    society: str
    society_number: str
    rules_version: str
    year: SocietyYear
    floor: int
    drawn: dict[str, Drawn]
    sections: tuple[Section, ...]
    easy: tuple[tuple[Sentence, str], ...]


class _Counted(msgspec.Struct, frozen=True):
    """What the short sentences say again."""

    votes: int
    all_of_them: Turnout
    peers: int
    gatherings: int
    asked: Asked
    people: int


async def report(reading: AsyncSession, year: SocietyYear, language: Language) -> Report:
    """The same number of questions, however much was decided."""
    book = (await rulebook.in_force(reading, year.last)).rulebook
    floor = book.consultation.min_cell
    votes = await declared(reading, year)
    rows = [
        Voted(group.id, group.roll, group.voted)
        for _, _, _, outcome in votes
        for motion in [contest.resolution for contest in outcome.contests if contest.resolution is not None][:1]
        for group in motion.groups
    ]
    by_group = democracy.turnout(rows, floor)
    ways = await _ways(reading, year)
    met, gatherings = await _gatherings(reading, book, year, language)
    came_of_it = await _asked(reading, year)
    consulted = await consulted_in(reading, year, floor)
    counted = _Counted(
        len(votes), democracy.together(by_group.values()), ways["peer"], gatherings, came_of_it, consulted.told
    )
    voted = sum(outcome.voted for *_, outcome in votes)
    tables = (
        _turnout(book, by_group, language),
        _of_ways(ways, voted, floor, language),
        met,
        _answers(came_of_it, language),
        *consulted.sections(language),
        await _caps(reading, book, year, language),
        await _trained(reading, year, floor, language),
    )
    return Report(
        society=society_name(book.society, language.code),
        society_number=book.society.registered_number or "",
        rules_version=book.society.version,
        year=year,
        floor=floor,
        drawn={
            "turnout": drawn.turnout(book, by_group, language),
            "ways": drawn.ways(_told(ways, floor), voted, language),
            "answers": drawn.answers(came_of_it, language),
            "consulted": drawn.consulted(consulted, language),
        },
        sections=tuple(section for section in tables if section.rows),
        easy=_easy(year, counted, floor),
    )


def _turnout(book: Rulebook, found: dict[str, Turnout | None], language: Language) -> Section:
    say = language.say
    rows = []
    for group in book.constituencies:
        if group.id in found:
            rows.append(Row((group_name(group, language.code), *_turnout_cells(found[group.id], language))))
    if rows:
        rows.append(
            Row((say(Sentence("These together")), *_turnout_cells(democracy.together(found.values()), language)))
        )
    heads = Sentence("Group"), Sentence("Could vote"), Sentence("Voted"), Sentence("Turnout")
    title = say(Sentence("Who voted, all votes of the members together"))
    return Section("turnout", title, tuple(say(words) for words in heads), tuple(rows))


def _turnout_cells(one: Turnout | None, language: Language) -> tuple[str, str, str]:
    if one is None:
        back = language.say(Sentence("kept back"))
        return back, back, back
    return language.number(one.roll), language.number(one.voted), figures.share_of(one.voted, one.roll)


async def _ways(reading: AsyncSession, year: SocietyYear) -> Counter[str]:
    """How many votes came otherwise than by their owner's own envelope, by channel."""
    start, end = moments(year)
    question = (
        select(CountRun.inputs)
        .join(Declaration, Declaration.count_run_id == CountRun.id)
        .join(Ballot, Ballot.id == CountRun.ballot_id)
        .where(Declaration.at >= start, Declaration.at < end, Ballot.forum_id.is_(None))
    )
    found: Counter[str] = Counter()
    for text in await reading.scalars(question):
        found.update(Inputs.from_text(text).ways)
    return found


def _told(ways: Counter[str], floor: int) -> list[tuple[Sentence, int]]:
    return [(words, ways[way]) for way, words in WAYS.items() if democracy.kept_back(ways[way], floor) is None]


def _of_ways(ways: Counter[str], voted: int, floor: int, language: Language) -> Section:
    say = language.say
    rows = []
    for way, words in WAYS.items() if voted else ():
        back = democracy.kept_back(ways[way], floor)
        share = "–" if back else figures.share_of(ways[way], voted)
        rows.append(Row((say(words), say(back) if back else language.number(ways[way]), share)))
    heads = Sentence("How a vote came"), Sentence("Number"), Sentence("Share of all votes")
    return Section("ways", say(Sentence("How votes came")), tuple(say(one) for one in heads), tuple(rows))


async def _gatherings(
    reading: AsyncSession, book: Rulebook, year: SocietyYear, language: Language
) -> tuple[Section, int]:
    start, end = moments(year)
    held = and_(
        Meeting.forum_id == Forum.id,
        Meeting.stage == Stage.CLOSED,
        Meeting.starts_at >= start,
        Meeting.starts_at < end,
    )
    question = (
        select(Forum.layer, func.count(Forum.id.distinct()), func.count(Meeting.id))
        .outerjoin(Meeting, held)
        .where(
            Forum.restricted.is_(False),
            Forum.founded_on <= year.last,
            or_(Forum.closed_on.is_(None), Forum.closed_on > year.first),
        )
        .group_by(Forum.layer)
    )
    numbers = {layer: (forums, met) for layer, forums, met in await reading.execute(question)}
    rows = [
        Row((layer_name(layer, language.code), *(language.number(one) for one in numbers[layer.id])), "forums")
        for layer in sorted(book.forum_layers, key=lambda layer: -layer.order)
        if layer.id in numbers
    ]
    heads = Sentence("Layer"), Sentence("Forums"), Sentence("Gatherings held")
    say = language.say
    section = Section("forums", say(Sentence("Forums")), tuple(say(words) for words in heads), tuple(rows))
    return section, sum(met for _, met in numbers.values())


async def _asked(reading: AsyncSession, year: SocietyYear) -> Asked:
    open_ones = select(Forum.id).where(Forum.restricted.is_(False))
    ours = Recommendation.forum_id.in_(open_ones)
    raised = await reading.scalars(
        select(Recommendation.agreed_on).where(ours, Recommendation.agreed_on.is_not(None))
    )
    question = (
        select(
            RecommendationStep.recommendation_id,
            RecommendationStep.kind,
            RecommendationStep.on_day,
            RecommendationStep.due_on,
        )
        .join(Recommendation, Recommendation.id == RecommendationStep.recommendation_id)
        .where(ours, RecommendationStep.kind.in_(FINAL))
    )
    steps = (await reading.execute(question)).all()
    first: dict[UUID, date] = {}
    for recommendation, _, on_day, _ in steps:
        first[recommendation] = min(on_day, first.get(recommendation, on_day))
    waiting = await reading.execute(
        select(Recommendation.id, Recommendation.due_on).where(ours, Recommendation.due_on.is_not(None))
    )
    owed = [due for one, due in waiting if due is not None and (one not in first or first[one] > year.last)]
    answers = [Answered(kind.value, on_day, due_on) for _, kind, on_day, due_on in steps]
    return democracy.asked([day for day in raised if day is not None], answers, owed, year)


def _answers(found: Asked, language: Language) -> Section:
    say = language.say
    named = (
        (Sentence("Recommendations of forums"), found.raised),
        (Sentence("Answered in time"), found.in_time),
        (Sentence("Answered late"), found.late),
        (Sentence("Still owed at the end, and late"), found.overdue),
        (Sentence("Agreed with"), found.agreed),
        (Sentence("Agreed with changes"), found.agreed_with_changes),
        (Sentence("Declined, with reasons"), found.declined),
    )
    rows = tuple(Row((say(words), language.number(number)), "recommendations") for words, number in named)
    title = say(Sentence("What forums asked, and the answers"))
    return Section("answers", title, (say(Sentence("What")), say(Sentence("Number"))), rows)


async def _caps(reading: AsyncSession, book: Rulebook, year: SocietyYear, language: Language) -> Section:
    """Limits and quotas that were not kept on some day of the year."""
    say, caps = language.say, {cap.id: cap for cap in book.caps}
    title = say(Sentence("Limits and quotas"))
    question = select(CapBreach).where(
        CapBreach.opened_on <= year.last, or_(CapBreach.cured_on.is_(None), CapBreach.cured_on >= year.first)
    )
    rows = []
    for one in await reading.scalars(question.order_by(CapBreach.opened_on)):
        cap = caps.get(one.cap)
        who = who_is_counted(book, cap) if cap is not None else Sentence("{cap}", cap=one.cap)
        cured = one.cured_on if one.cured_on is not None and one.cured_on <= year.last else None
        stands = language.day(cured) if cured else say(Sentence("not yet"))
        rows.append(Row((say(who), one.limit, language.number(one.counted), language.day(one.opened_on), stands)))
    if not rows and book.caps:
        return Section("caps", title, (say(Sentence("What")),), (Row((say(Sentence("All were kept")),)),))
    heads = (
        *(Sentence("Who is counted"), Sentence("Limit"), Sentence("There were")),
        *(Sentence("Not kept since"), Sentence("Put right on")),
    )
    return Section("caps", title, tuple(say(words) for words in heads), tuple(rows))


async def _trained(reading: AsyncSession, year: SocietyYear, floor: int, language: Language) -> Section:
    say = language.say
    question = (
        select(Training.kind, func.count(Training.person_id.distinct()))
        .where(Training.had_on >= year.first, Training.had_on <= year.last)
        .group_by(Training.kind)
    )
    numbers: dict[TrainingKind, int] = {kind: number for kind, number in await reading.execute(question)}  # noqa: C416
    rows = tuple(
        Row(
            (
                say(TRAINING_NAMES[kind]),
                say(democracy.kept_back(numbers[kind], floor) or Sentence("{n}", n=numbers[kind])),
            )
        )
        for kind in TrainingKind
        if kind in numbers
    )
    return Section("training", say(Sentence("Training")), (say(Sentence("About")), say(Sentence("People"))), rows)


def _easy(year: SocietyYear, found: _Counted, floor: int) -> tuple[tuple[Sentence, str], ...]:
    """One idea a line, in the order of the report."""
    one = found.asked
    lines: list[tuple[Sentence, str]] = [
        (Sentence("This is about one year. It ended on {day}.", day=year.last), "read"),
        (Sentence("There was {n} vote.", "There were {n} votes.", found.votes, n=found.votes), "ballot-box"),
    ]
    if found.all_of_them.roll:
        ten = democracy.out_of_ten(found.all_of_them.voted, found.all_of_them.roll)
        lines.append((Sentence("About {n} of every 10 people voted.", n=ten), "people"))
    if found.peers >= floor:
        lines.append(
            (Sentence("{n} votes came through peers. Peers vote for people who ask them to.", n=found.peers), "agree")
        )
    lines += [
        (Sentence("Forums met {n} time.", "Forums met {n} times.", found.gatherings, n=found.gatherings), "talk"),
        (
            Sentence("Forums asked for {n} thing.", "Forums asked for {n} things.", one.raised, n=one.raised),
            "question",
        ),
        (
            Sentence("{n} answer came in time.", "{n} answers came in time.", one.in_time, n=one.in_time),
            "yes",
        ),
        (Sentence("{n} answer came late.", "{n} answers came late.", one.late, n=one.late), "clock"),
    ]
    if found.people >= floor:
        words = Sentence("We asked {n} people one by one what they think.", n=found.people)
        lines.append((words, "hello"))
    return tuple(lines)
