"""The tables of the annual return, one by one: each line with the list it was counted from."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

import msgspec
from sqlalchemy import and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots import rules as ballot_rules
from govern.ballots.models import Ballot, CountRun, Declaration
from govern.constituencies.boards import queries as boards
from govern.constituencies.register.models import Membership, ShareHolding, people
from govern.constituencies.rulebook.book import Rulebook
from govern.constituencies.rulebook.rules import body_name, group_name
from govern.database import in_language
from govern.forums.gatherings.models import Forum
from govern.identity.rules import LONDON, PersonKind, day_of
from govern.languages import Language
from govern.meetings.models import AttendanceSpan, FloorVote, Meeting
from govern.meetings.rules import MeetingKind, Stage
from govern.minutes.returns.models import ReturnFigure
from govern.minutes.returns.queries import registers
from govern.minutes.returns.rules import SocietyYear, figures
from govern.minutes.returns.rules.figures import TYPED_WORDS, Count, Span, Typed
from govern.permissions import Role
from govern.sentences import Sentence

MONEY = frozenset({Typed.PENCE_ISSUED, Typed.PENCE_WITHDRAWN})
TEXTS = frozenset({Typed.BENEFIT, Typed.TAKING_PART, Typed.STAKEHOLDERS, Typed.STATEMENT})
LISTS = {
    "start": Sentence("Members at the start"),
    "joined": Sentence("Joined in the year"),
    "left": Sentence("Left in the year"),
    "end": Sentence("Members at the end"),
    "organisations": Sentence("Organisations at the end"),
}
KINDS = {
    MeetingKind.AGM: Sentence("Annual general meeting"),
    MeetingKind.GM: Sentence("General meeting"),
}


class Row(msgspec.Struct, frozen=True):
    """A line: its cells, and where the list stands from which it was counted."""

    cells: tuple[str, ...]
    source: str = ""


class Section(msgspec.Struct, frozen=True):
    """One table of the return; or words, where it is a text."""

    key: str
    title: str
    header: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    words: str = ""


class Return(msgspec.Struct, frozen=True):
    """The whole of it, in one language."""

    society: str
    society_number: str
    first: date
    last: date
    sections: tuple[Section, ...]

    def flat(self) -> dict[str, str]:
        """Every line by its name: two returns are compared by it."""
        found = {f"{s.title}: {row.cells[0]}": ", ".join(row.cells[1:]) for s in self.sections for row in s.rows}
        return found | {section.title: section.words for section in self.sections if section.words}


async def spans(reading: AsyncSession) -> tuple[Span, ...]:
    """Every membership there ever was."""
    question = (
        select(
            Membership.person_id,
            Membership.constituency,
            Membership.joined_on,
            Membership.ended_on,
            Membership.ended_reason,
        )
        .join(people, people.c.id == Membership.person_id)
        .where(people.c.merged_into_id.is_(None))
    )
    return tuple(
        Span(str(who), group, joined, ended, why or "")
        for who, group, joined, ended, why in await reading.execute(question)
    )


async def organisations(reading: AsyncSession) -> frozenset[str]:
    found = await reading.execute(select(people.c.id).where(people.c.kind == PersonKind.ORGANISATION.value))
    return frozenset(str(one) for (one,) in found)


async def typed(reading: AsyncSession, year: SocietyYear) -> dict[str, str]:
    """The latest of what was typed for a year, by name."""
    question = select(ReturnFigure.name, ReturnFigure.value).where(ReturnFigure.ends_on == year.last)
    return {name: value for name, value in await reading.execute(question.order_by(ReturnFigure.noted_at))}  # noqa: C416


def members(total: Count, bodies: int, at: str, language: Language) -> Section:
    say, number = language.say, language.number
    rows = [
        Row((say(LISTS["start"]), number(len(total.start))), f"{at}/start"),
        Row((say(LISTS["joined"]), number(len(total.joined))), f"{at}/joined"),
        Row((say(LISTS["left"]), number(len(total.left))), f"{at}/left"),
        *(
            Row((say(Sentence("Left: {why}", why=why or Sentence("no reason is noted"))), number(n)), f"{at}/left")
            for why, n in total.left_by_reason.items()
        ),
        Row((say(LISTS["end"]), number(len(total.end))), f"{at}/end"),
        Row((say(LISTS["organisations"]), number(bodies)), f"{at}/organisations"),
    ]
    return Section("members", say(Sentence("Members")), (say(Sentence("What")), say(Sentence("Number"))), tuple(rows))


def groups(book: Rulebook, found: dict[str, Count], at: str, language: Language) -> Section:
    say = language.say
    names = {group.id: group_name(group, language.code) for group in book.constituencies}
    order = [*names, *sorted(group for group in found if group not in names)]
    none = figures.Count(frozenset(), (), (), frozenset())
    rows = []
    for group in order:
        one = found.get(group, none)
        numbers = (len(one.start), len(one.joined), len(one.left), len(one.end))
        rows.append(
            Row((names.get(group, group), *(language.number(number) for number in numbers)), f"{at}/group-{group}")
        )
    heads = Sentence("Group"), Sentence("At the start"), Sentence("Joined"), Sentence("Left"), Sentence("At the end")
    return Section("groups", say(Sentence("Members by group")), tuple(say(words) for words in heads), tuple(rows))


async def officers(reading: AsyncSession, book: Rulebook, year: SocietyYear, language: Language) -> Section:
    """Directors and the secretary who were in office on any day of the year, with what changed in it."""
    say, board = language.say, book.board()
    names = {group.id: group_name(group, language.code) for group in book.constituencies}
    bodies = {board.id: body_name(board, language.code)}
    rows = []
    for line in await boards.directors(reading):
        if line.body == board.id and _in_the_year(year, line.from_on, line.to_on):
            cells = registers.director_row(line, bodies, names, language)
            place = f"{cells[2]}, {cells[3]}"
            rows.append((cells[0], place, *_dates(year, line.from_on, line.to_on, language)))
    for office in await registers.office_lines(reading):
        if office.role is Role.SECRETARY and _in_the_year(year, office.from_on, office.to_on):
            place = registers.officer_row(office, language)[2]
            rows.append((office.name, place, *_dates(year, office.from_on, office.to_on, language)))
    heads = Sentence("Name"), Sentence("Place"), Sentence("Since"), Sentence("Until"), Sentence("In the year")
    return Section(
        "officers",
        say(Sentence("Directors and secretary")),
        tuple(say(words) for words in heads),
        tuple(Row(row, "office/registers/officers") for row in rows),
    )


def _in_the_year(year: SocietyYear, from_on: date, to_on: date | None) -> bool:
    return from_on <= year.last and (to_on is None or to_on >= year.first)


def _dates(year: SocietyYear, from_on: date, to_on: date | None, language: Language) -> tuple[str, str, str]:
    came = [Sentence("Took office")] if year.has(from_on) else []
    went = [Sentence("Left office")] if to_on is not None and year.has(to_on) else []
    change = ", ".join(language.say(words) for words in (*came, *went))
    until = language.day(to_on) if to_on is not None and to_on <= year.last else ""
    return language.day(from_on), until, change


def moments(year: SocietyYear) -> tuple[datetime, datetime]:
    start = datetime(year.first.year, year.first.month, year.first.day, tzinfo=LONDON)
    after = year.last.toordinal() + 1
    end = date.fromordinal(after)
    return start, datetime(end.year, end.month, end.day, tzinfo=LONDON)


async def meetings(reading: AsyncSession, year: SocietyYear, language: Language) -> Section:
    """Those that were held, with who was there. A day on which too few came, so that it was put off, is left out."""
    start, end = moments(year)
    there_then = and_(
        AttendanceSpan.meeting_id == Meeting.id,
        or_(
            Meeting.too_few_came.is_(False),
            AttendanceSpan.out_at.is_(None),
            AttendanceSpan.out_at > Meeting.opened_at,
        ),
    )
    member = func.count(AttendanceSpan.person_id.distinct()).filter(AttendanceSpan.counts.is_(True))
    guests = func.count(AttendanceSpan.person_id.distinct()).filter(AttendanceSpan.counts.is_(False))
    question = (
        select(Meeting.id, Meeting.kind, Meeting.title, Meeting.starts_at, member, guests)
        .outerjoin(AttendanceSpan, there_then)
        .where(
            Meeting.stage == Stage.CLOSED,
            Meeting.kind != MeetingKind.FORUM,
            Meeting.forum_id.is_(None),
            Meeting.starts_at >= start,
            Meeting.starts_at < end,
        )
        .group_by(Meeting.id)
        .order_by(Meeting.starts_at)
    )
    rows = [
        Row(
            (
                f"{language.day(day_of(starts_at))}: {in_language(title, language.code)}",
                language.say(KINDS.get(kind, Sentence("Meeting of a body"))),
                language.number(there),
                language.number(others),
            ),
            f"meetings/{meeting_id}",
        )
        for meeting_id, kind, title, starts_at, there, others in await reading.execute(question)
    ]
    heads = Sentence("Meeting"), Sentence("Kind"), Sentence("Members there"), Sentence("Others there")
    say = language.say
    return Section("meetings", say(Sentence("Meetings held")), tuple(say(words) for words in heads), tuple(rows))


async def declared(
    reading: AsyncSession, year: SocietyYear
) -> tuple[tuple[UUID, str, dict[str, str], ballot_rules.Outcome], ...]:
    """Every vote of the members that was declared in the year. Those of single forums are theirs."""
    start, end = moments(year)
    question = (
        select(Ballot.id, Ballot.number, Ballot.title, CountRun.result)
        .join(Declaration, Declaration.ballot_id == Ballot.id)
        .join(CountRun, CountRun.id == Declaration.count_run_id)
        .where(Declaration.at >= start, Declaration.at < end, Ballot.forum_id.is_(None))
        .order_by(Declaration.at)
    )
    return tuple(
        (one, number, title, next(iter(ballot_rules.outcomes_from_text(text).values())))
        for one, number, title, text in await reading.execute(question)
    )


async def votes(
    reading: AsyncSession, book: Rulebook, year: SocietyYear, language: Language
) -> tuple[Section, Section]:
    say, number = language.say, language.number
    bodies = {body.id: body_name(body, language.code) for body in book.bodies}
    votes, elections = [], []
    for ballot_id, name, title, outcome in await declared(reading, year):
        where, called = f"ballots/{ballot_id}/result", f"{name} {in_language(title, language.code)}"
        turnout = figures.share_of(outcome.voted, outcome.roll_size)
        votes.append(Row((called, number(outcome.roll_size), number(outcome.voted), turnout), where))
        for contest in outcome.contests:
            if (held := contest.election) is not None:
                elected = sum(fate.elected for fate in held.fates)
                counts = (held.seats, len(held.fates), elected, held.vacant)
                label = f"{name} {bodies.get(held.body, held.body)}"
                elections.append(Row((label, *(number(one) for one in counts)), where))
    of_votes = Sentence("Vote"), Sentence("Could vote"), Sentence("Voted"), Sentence("Turnout")
    of_elections = (
        *(Sentence("Election"), Sentence("Seats"), Sentence("Stood"), Sentence("Elected")),
        Sentence("Seats left empty"),
    )
    return (
        Section("votes", say(Sentence("Votes held")), tuple(say(words) for words in of_votes), tuple(votes)),
        Section(
            "elections", say(Sentence("Elections")), tuple(say(words) for words in of_elections), tuple(elections)
        ),
    )


async def others(reading: AsyncSession, year: SocietyYear, language: Language) -> Section:
    """Numbers of things that are told one by one elsewhere. What restricted forums do is not counted."""
    start, end = moments(year)
    gatherings = (
        select(func.count())
        .select_from(Meeting)
        .join(Forum, Forum.id == Meeting.forum_id)
        .where(
            Meeting.stage == Stage.CLOSED,
            Meeting.starts_at >= start,
            Meeting.starts_at < end,
            Forum.restricted.is_(False),
        )
    )
    hands = (
        select(func.count())
        .select_from(FloorVote)
        .where(FloorVote.decided_at >= start, FloorVote.decided_at < end, FloorVote.poll_id.is_(None))
    )
    say, number = language.say, language.number
    rows = (
        Row((say(Sentence("Gatherings of forums")), number(await reading.scalar(gatherings) or 0)), "forums"),
        Row(
            (say(Sentence("Votes in meetings without papers")), number(await reading.scalar(hands) or 0)), "meetings"
        ),
    )
    return Section("others", say(Sentence("Beside these")), (say(Sentence("What")), say(Sentence("Number"))), rows)


async def shares(reading: AsyncSession, year: SocietyYear, language: Language) -> Section:
    """What was typed from the accounts, and beside it what the register holds at the year's end."""
    words, say = await typed(reading, year), language.say
    rows = []
    for name in Typed:
        if name not in TEXTS and name.value in words:
            value = int(words[name.value])
            shown = figures.pounds(value) if name in MONEY else language.number(value)
            rows.append(Row((say(TYPED_WORDS[name]), shown, say(Sentence("the accounts")))))
    held = and_(ShareHolding.from_on <= year.last, or_(ShareHolding.to_on.is_(None), ShareHolding.to_on > year.last))
    question = select(func.coalesce(func.sum(ShareHolding.shares), 0), func.coalesce(func.sum(ShareHolding.pence), 0))
    shares, pence = (await reading.execute(question.where(held))).one()
    of_register = say(Sentence("the register"))
    rows += [
        Row((say(Sentence("Shares held at the end")), language.number(int(shares)), of_register)),
        Row((say(Sentence("What was paid for these")), figures.pounds(int(pence)), of_register)),
    ]
    heads = Sentence("Shares"), Sentence("Number"), Sentence("From")
    return Section("shares", say(Sentence("Shares")), tuple(say(one) for one in heads), tuple(rows))
