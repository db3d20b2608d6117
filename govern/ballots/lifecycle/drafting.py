"""The first chapter: a ballot is written, with its questions and elections."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

import msgspec
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.ballots import rules
from govern.ballots.casting import refusal_of
from govern.ballots.lifecycle.noticed import check_no_new_business, check_words_stand
from govern.ballots.lifecycle.options import check_stays_sealed, put_options
from govern.ballots.lifecycle.peers import put_peers
from govern.ballots.lifecycle.settling import check_windows
from govern.ballots.models import Ballot, Candidate, Contest
from govern.ballots.rules import ContestKind, EasyLine, Method, OptionDraft, Readers, Stage, Step, Weight
from govern.ballots.seal.documents import Level
from govern.constituencies.rulebook import queries as rulebooks
from govern.constituencies.rulebook.book import Rulebook
from govern.database import locked
from govern.errors import AlreadyDone, NotValid
from govern.identity.rules import day_of
from govern.record import Event

Words = dict[str, str]


class Wording(msgspec.Struct, frozen=True, kw_only=True):
    """What a contest says, in each language. `easy_lines` are its Easy Read, one idea a line with its picture."""

    title: Words
    question: Words = {}
    full_text: Words = {}
    yes_means: Words = {}
    no_means: Words = {}
    easy_title: Words = {}
    easy_lines: dict[str, tuple[EasyLine, ...]] = {}
    easy_readers: Readers = Readers.NONE
    ask_whom: str = ""


class ContestDraft(msgspec.Struct, frozen=True, kw_only=True):
    """A contest to be made. A resolution names its kind in the rulebook and, if it likes, its matter; an election
    a body and a row of its seats.

    `seats` is how many of that row are to be filled now, all of them unless said; `serves_from` the day the elected
    take office, unless said the day of the close; `serves_until` unless said after one term. A choice between several
    things has `options`, and says with `weight` beforehand whether it decides or advises.
    """

    kind: ContestKind
    wording: Wording
    resolution_kind: str | None = None
    matter: str | None = None
    body: str | None = None
    seat_constituency: str | None = None
    seats: int | None = None
    serves_from: date | None = None
    serves_until: date | None = None
    weight: Weight = Weight.ADVISES
    options: tuple[OptionDraft, ...] = ()


class OfForum(msgspec.Struct, frozen=True):
    """The forum whose vote it is; `hidden`: it is there for its people only."""

    id: UUID
    name: Words
    hidden: bool


class BallotDraft(msgspec.Struct, frozen=True, kw_only=True):
    """A ballot to be made. Who is on its roll is decided some days before `opens_at`, as the rulebook says.

    `meets_at` is when its meeting begins; a vote that closes later is taken there. `level` is the one that the rules
    ask for unless said.
    """

    title: Words
    opens_at: datetime
    closes_at: datetime
    meeting_id: UUID | None = None
    meets_at: datetime | None = None
    contests: tuple[ContestDraft, ...] = ()
    forum: OfForum | None = None
    level: Level | None = None


async def draft(writing: AsyncSession, new: BallotDraft, *, by: UUID | None, at: datetime) -> UUID:
    """Begin a ballot under the rules that hold on the day it opens. It gets the next number of its year."""
    rules.check_times(new.opens_at, new.closes_at, at)
    in_force = await rulebooks.in_force(writing, day_of(new.opens_at))
    level = new.level or rules.level_asked(in_force.rulebook, of_forum=new.forum is not None)
    rules.check_level(level, of_forum=new.forum is not None)
    taken = tuple(await writing.scalars(select(Ballot.number).where(Ballot.number.like(f"{at.year}-%"))))
    ballot = Ballot(
        id=uuid4(),
        number=rules.next_number(at.year, taken),
        stage=Stage.DRAFT,
        title=new.title,
        meeting_id=new.meeting_id,
        meets_at=new.meets_at,
        opens_at=new.opens_at.replace(microsecond=0),
        closes_at=new.closes_at.replace(microsecond=0),
        record_on=_record_on(in_force.rulebook, new.opens_at),
        rulebook_version_id=in_force.version_id,
        drafted_at=at,
        forum_id=new.forum.id if new.forum else None,
        forum_name=new.forum.name if new.forum else None,
        hidden=new.forum.hidden if new.forum else False,
        level=level,
    )
    await add_row(writing, ballot)
    for position, contest in enumerate(new.contests, start=1):
        row = _contest(in_force.rulebook, ballot, contest, position)
        writing.add(row)
        await writing.flush()
        put_options(writing, row.id, contest.options, in_force.rulebook.society.languages)
    await writing.flush()
    facts: dict[str, str | int | bool | None] = {"number": ballot.number, "contests": len(new.contests)}
    await record.add(writing, Event("ballot.drafted", f"ballot:{ballot.id}", at, by, facts))
    return ballot.id


async def ask_for(writing: AsyncSession, ballot_id: UUID, *, by: UUID | None, at: datetime) -> None:
    """The forum asks for the vote it has written; from here on the office prepares it. Raises `WrongMoment`."""
    ballot = await locked(writing, Ballot, ballot_id)
    rules.after(ballot.stage, Step.EDIT)
    if ballot.asked_at is not None:
        raise AlreadyDone("This vote was asked for already. The returning officer runs it.")
    ballot.asked_at = at
    await record.add(writing, Event("ballot.asked_for", f"ballot:{ballot_id}", at, by))


async def add_row(writing: AsyncSession, row: Ballot | Candidate) -> None:
    """Put a row in; where a constraint refuses it, say what that means (two officers at the same moment)."""
    try:
        async with writing.begin_nested():
            writing.add(row)
    except IntegrityError as broken:
        raise refusal_of(broken) from None


def _record_on(book: Rulebook, opens_at: datetime) -> date:
    return rules.record_day(opens_at, book.roll.record_days_before, book.ballot.time_zone)


def _contest(book: Rulebook, ballot: Ballot, new: ContestDraft, position: int) -> Contest:
    wording = new.wording
    contest = Contest(id=uuid4(), ballot_id=ballot.id, position=position, kind=new.kind)
    _put_words(contest, wording)
    if new.kind is ContestKind.OPTION:
        # One mark a paper: sealed and opened as an election to one place by marks is.
        contest.weight, contest.method, contest.seats = new.weight, Method.BLOCK_VOTE, 1
        contest.voters = tuple(group.id for group in book.voting_constituencies())
        return contest
    if new.kind is ContestKind.RESOLUTION:
        kind = book.resolution(new.resolution_kind or "")
        rules.check_matter(book, kind.id, new.matter)
        contest.resolution_kind, contest.matter, contest.seats = kind.id, new.matter, 0
        contest.voters = rules.voters_on(book, kind.id)
        return contest
    _put_seats(book, ballot, contest, new)
    return contest


def _put_seats(book: Rulebook, ballot: Ballot, contest: Contest, new: ContestDraft) -> None:
    """The row of seats an election fills. Raises NotValid for seats that members do not elect."""
    if new.body == rules.PEERS:
        return put_peers(book, ballot, contest, new.seat_constituency, new.seats)
    body = book.body(new.body or "")
    rows = [seat for seat in book.seats_of(body.id) if seat.constituency == (new.seat_constituency or rules.ANY)]
    if not rows or rows[0].method not in {method.value for method in Method}:
        raise NotValid(
            "{body} has no seats of this kind that members elect. Look at the rules for its seats.",
            field="seat_constituency",
            body=body.name,
        )
    seats = rows[0].count if new.seats is None else new.seats
    if not 1 <= seats <= rows[0].count:
        raise NotValid(
            "There are {most} seats of this kind on {body}. Choose a number from 1 to {most}.",
            field="seats",
            most=rows[0].count,
            body=body.name,
        )
    serves_from = new.serves_from or rules.local_day(ballot.closes_at, book.ballot.time_zone)
    contest.body, contest.seat_constituency, contest.seats = body.id, rows[0].constituency, seats
    contest.method = Method(rows[0].method)
    contest.serves_from = serves_from
    contest.serves_until = new.serves_until or _years_on(serves_from, book.terms.years)
    contest.voters = rules.voters_for_seat(book, rows[0].constituency)
    return None


def _years_on(day: date, years: int) -> date:
    leap_day = (day.month, day.day) == (2, 29)
    return date(day.year + years, 2, 28) if leap_day else day.replace(year=day.year + years)


def _put_words(contest: Contest, wording: Wording) -> None:
    contest.title, contest.question, contest.full_text = wording.title, wording.question, wording.full_text
    contest.yes_means, contest.no_means = wording.yes_means, wording.no_means
    contest.easy_title = wording.easy_title
    contest.easy_lines = msgspec.json.encode(wording.easy_lines).decode()
    contest.easy_readers, contest.ask_whom = wording.easy_readers, wording.ask_whom


async def add_contest(
    writing: AsyncSession,
    ballot_id: UUID,
    new: ContestDraft,
    *,
    by: UUID | None,
    at: datetime,
    on_agenda: bool = False,
) -> UUID:
    """Ask one more thing in a ballot that is still being written. Of a meeting that had its notice, only what is
    `on_agenda` (invariant 23): the meetings room says so. Raises `NotAllowed`."""
    ballot = await locked(writing, Ballot, ballot_id)
    rules.after(ballot.stage, Step.EDIT)
    if not on_agenda:
        check_no_new_business(ballot)
    book = (await rulebooks.version(writing, ballot.rulebook_version_id)).rulebook
    last = await writing.scalar(select(func.max(Contest.position)).where(Contest.ballot_id == ballot_id))
    contest = _contest(book, ballot, new, (last or 0) + 1)
    writing.add(contest)
    await writing.flush()
    put_options(writing, contest.id, new.options, book.society.languages)
    await writing.flush()
    await record.add(writing, Event("contest.added", f"contest:{contest.id}", at, by, {"ballot": str(ballot_id)}))
    return contest.id


async def edit_wording(
    writing: AsyncSession, contest_id: UUID, wording: Wording, *, by: UUID | None, at: datetime
) -> None:
    """Write a contest anew, in a draft. Published wording stands, and so do the words of a notice (invariant 23)."""
    contest = await locked(writing, Contest, contest_id)
    ballot = await locked(writing, Ballot, contest.ballot_id)
    rules.after(ballot.stage, Step.EDIT)
    check_words_stand(ballot, contest, wording.title, wording.question, wording.full_text)
    _put_words(contest, wording)
    await record.add(writing, Event("contest.worded", f"contest:{contest_id}", at, by, {"ballot": str(ballot.id)}))


async def edit_ballot(
    writing: AsyncSession,
    ballot_id: UUID,
    *,
    title: Words,
    opens_at: datetime,
    closes_at: datetime,
    by: UUID | None,
    at: datetime,
    level: Level | None = None,
) -> None:
    """Change the title, the times and the level of a draft; the record date moves with the opening."""
    rules.check_times(opens_at, closes_at, at)
    ballot = await locked(writing, Ballot, ballot_id)
    rules.after(ballot.stage, Step.EDIT)
    wanted = level or ballot.level
    rules.check_level(wanted, of_forum=ballot.forum_id is not None)
    book = (await rulebooks.version(writing, ballot.rulebook_version_id)).rulebook
    zone = book.ballot.time_zone
    await check_windows(
        writing, ballot, rules.local_day(closes_at, zone), rules.local_day(at, zone), field="closes_at"
    )
    await check_stays_sealed(writing, ballot, closes_at)
    ballot.title = title
    ballot.opens_at, ballot.closes_at = opens_at.replace(microsecond=0), closes_at.replace(microsecond=0)
    ballot.record_on = _record_on(book, opens_at)
    ballot.level = wanted
    facts: dict[str, str | int | bool | None] = {"opens": opens_at.isoformat(), "closes": closes_at.isoformat()}
    facts["level"] = wanted.value
    await record.add(writing, Event("ballot.edited", f"ballot:{ballot_id}", at, by, facts))


__all__ = [
    "BallotDraft",
    "ContestDraft",
    "OfForum",
    "Wording",
    "add_contest",
    "ask_for",
    "draft",
    "edit_ballot",
    "edit_wording",
]
