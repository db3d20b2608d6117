"""The first chapter: a ballot is written. Its questions, its candidates, and the order of names drawn by lot."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID, uuid4

import msgspec
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.ballots import rules
from govern.ballots.casting import refusal_of
from govern.ballots.count import commitment, luck_order
from govern.ballots.lifecycle.keys import keep_lots_seed
from govern.ballots.lifecycle.settling import check_windows
from govern.ballots.models import Ballot, Candidate, Contest
from govern.ballots.rules import ContestKind, EasyLine, Method, Readers, Stage, Step
from govern.constituencies.boards import queries as boards
from govern.constituencies.register import queries as register
from govern.constituencies.rulebook import queries as rulebooks
from govern.constituencies.rulebook.book import Rulebook
from govern.database import locked
from govern.errors import NotFound, NotValid, WrongMoment
from govern.identity import queries as identity
from govern.identity.rules import day_of
from govern.record import Event
from govern.sentences import Sentence
from govern.society import Society

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
    take office, unless said the day of the close; `serves_until` unless said after one term.
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


class BallotDraft(msgspec.Struct, frozen=True, kw_only=True):
    """A ballot to be made. Who is on its roll is decided some days before `opens_at`, as the rulebook says.

    `meets_at` is when its meeting begins; a vote that closes later is taken there.
    """

    title: Words
    opens_at: datetime
    closes_at: datetime
    meeting_id: UUID | None = None
    meets_at: datetime | None = None
    contests: tuple[ContestDraft, ...] = ()


async def draft(writing: AsyncSession, new: BallotDraft, *, by: UUID | None, at: datetime) -> UUID:
    """Begin a ballot under the rules that hold on the day it opens. It gets the next number of its year."""
    rules.check_times(new.opens_at, new.closes_at, at)
    in_force = await rulebooks.in_force(writing, day_of(new.opens_at))
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
    )
    await _add(writing, ballot)
    for position, contest in enumerate(new.contests, start=1):
        writing.add(_contest(in_force.rulebook, ballot, contest, position))
    await writing.flush()
    facts: dict[str, str | int | bool | None] = {"number": ballot.number, "contests": len(new.contests)}
    await record.add(writing, Event("ballot.drafted", f"ballot:{ballot.id}", at, by, facts))
    return ballot.id


async def _add(writing: AsyncSession, row: Ballot | Candidate) -> None:
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
    writing: AsyncSession, ballot_id: UUID, new: ContestDraft, *, by: UUID | None, at: datetime
) -> UUID:
    """Ask one more thing in a ballot that is still being written."""
    ballot = await locked(writing, Ballot, ballot_id)
    rules.after(ballot.stage, Step.EDIT)
    book = (await rulebooks.version(writing, ballot.rulebook_version_id)).rulebook
    last = await writing.scalar(select(func.max(Contest.position)).where(Contest.ballot_id == ballot_id))
    contest = _contest(book, ballot, new, (last or 0) + 1)
    writing.add(contest)
    await writing.flush()
    await record.add(writing, Event("contest.added", f"contest:{contest.id}", at, by, {"ballot": str(ballot_id)}))
    return contest.id


async def edit_wording(
    writing: AsyncSession, contest_id: UUID, wording: Wording, *, by: UUID | None, at: datetime
) -> None:
    """Write a contest anew, in a draft. Published wording stands."""
    contest = await locked(writing, Contest, contest_id)
    ballot = await locked(writing, Ballot, contest.ballot_id)
    rules.after(ballot.stage, Step.EDIT)
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
) -> None:
    """Change the title and the times of a draft; the record date moves with the opening."""
    rules.check_times(opens_at, closes_at, at)
    ballot = await locked(writing, Ballot, ballot_id)
    rules.after(ballot.stage, Step.EDIT)
    book = (await rulebooks.version(writing, ballot.rulebook_version_id)).rulebook
    zone = book.ballot.time_zone
    await check_windows(
        writing, ballot, rules.local_day(closes_at, zone), rules.local_day(at, zone), field="closes_at"
    )
    ballot.title = title
    ballot.opens_at, ballot.closes_at = opens_at.replace(microsecond=0), closes_at.replace(microsecond=0)
    ballot.record_on = _record_on(book, opens_at)
    facts: dict[str, str | int | bool | None] = {"opens": opens_at.isoformat(), "closes": closes_at.isoformat()}
    await record.add(writing, Event("ballot.edited", f"ballot:{ballot_id}", at, by, facts))


# --- Candidates -----------------------------------------------------------------------------------------------------


async def add_candidate(
    writing: AsyncSession,
    contest_id: UUID,
    person_id: UUID,
    *,
    statement: Words,
    by: UUID | None,
    at: datetime,
) -> UUID:
    """Put somebody on the paper of an election. The order of names is drawn again afterwards.

    Raises NotValid for somebody whose group these seats are not for (invariant 15) or whose statement is too long,
    and the boards room's `TermLimit` for somebody who has served all their terms (invariant 20).
    """
    contest, ballot = await _election(writing, contest_id)
    rules.after(ballot.stage, Step.EDIT)
    book = (await rulebooks.version(writing, ballot.rulebook_version_id)).rulebook
    person = await identity.person(writing, person_id)
    today = rules.local_day(at, book.ballot.time_zone)
    groups = await register.constituencies_of(writing, person_id, today)
    own = _own_group(tuple(groups), contest, book)
    if contest.body is not None and contest.serves_from is not None:
        await boards.check_terms(writing, contest.body, person_id, contest.serves_from, contest.serves_until)
    _check_statement(statement, book)
    attributes = (await register.attributes_on(writing, (person_id,), today)).get(person_id, frozenset())
    candidate = Candidate(
        id=uuid4(),
        contest_id=contest_id,
        person_id=person_id,
        name=person.name,
        constituency=own,
        attributes=tuple(sorted(attributes)),
        statement=statement,
        added_at=at,
    )
    await _add(writing, candidate)
    ballot.lots_drawn_at = None
    await record.add(
        writing, Event("candidate.added", f"candidate:{candidate.id}", at, by, {"contest": str(contest_id)})
    )
    return candidate.id


async def _election(writing: AsyncSession, contest_id: UUID) -> tuple[Contest, Ballot]:
    contest = await locked(writing, Contest, contest_id)
    if contest.kind is not ContestKind.ELECTION:
        raise NotFound("Nobody stands here: it is a question and not an election. Choose an election.")
    return contest, await locked(writing, Ballot, contest.ballot_id)


def _own_group(groups: tuple[str, ...], contest: Contest, book: Rulebook) -> str:
    fitting = [group for group in groups if contest.seat_constituency in (rules.ANY, group)]
    if not fitting:
        wanted = contest.seat_constituency or rules.ANY
        for_whom = (
            Sentence("members of the society")
            if wanted == rules.ANY
            else Sentence("members of this group: {group}", group=book.constituency(wanted).name)
        )
        raise NotValid(
            "These seats are for {whom}, and this person is not one today. Look at the register.",
            field="person",
            whom=for_whom,
        )
    return fitting[0]


def _check_statement(statement: Words, book: Rulebook) -> None:
    most = book.elections.statement_words
    for words in statement.values():
        if len(words.split()) > most:
            raise NotValid(
                "The statement has {n} words. The rules allow {most}. Make it shorter.",
                field="statement",
                n=len(words.split()),
                most=most,
            )


async def withdraw_candidate(writing: AsyncSession, candidate_id: UUID, *, by: UUID | None, at: datetime) -> None:
    """Somebody takes their name back. Once papers are issued the name stays on them and votes for it are void
    (invariant 55). After the close it is too late."""
    candidate = await locked(writing, Candidate, candidate_id)
    _, ballot = await _election(writing, candidate.contest_id)
    if ballot.stage not in (Stage.DRAFT, Stage.PUBLISHED, Stage.FROZEN, Stage.OPEN):
        raise WrongMoment("This vote has closed, so a name cannot be taken back. Whoever is elected may resign.")
    if candidate.withdrawn_at is not None:
        raise WrongMoment("This name was taken back already. Nothing else needs doing.")
    candidate.withdrawn_at = at
    await record.add(
        writing,
        Event("candidate.withdrawn", f"candidate:{candidate_id}", at, by, {"contest": str(candidate.contest_id)}),
    )


async def draw_lots(
    writing: AsyncSession, society: Society, ballot_id: UUID, *, by: UUID | None, at: datetime
) -> None:
    """Draw the order of names on every paper. The seed is kept outside the database and shown after the close; the
    commitment is shown now, so that nobody can choose the seed afterwards (invariant 53)."""
    ballot = await locked(writing, Ballot, ballot_id)
    rules.after(ballot.stage, Step.EDIT)
    seed = keep_lots_seed(society, ballot_id)
    ballot.lots_commitment = commitment(seed)
    ballot.lots_drawn_at = at
    contests = await writing.scalars(
        select(Contest.id).where(Contest.ballot_id == ballot_id, Contest.kind == ContestKind.ELECTION)
    )
    for contest_id in contests:
        candidates = {str(c.id): c for c in await _standing(writing, contest_id)}
        for place, candidate_id in enumerate(luck_order(seed, candidates, f"paper {contest_id}"), start=1):
            candidates[candidate_id].lot_order = place
    facts: dict[str, str | int | bool | None] = {"commitment": ballot.lots_commitment.hex()}
    await record.add(writing, Event("ballot.lots-drawn", f"ballot:{ballot_id}", at, by, facts))


async def _standing(writing: AsyncSession, contest_id: UUID) -> Iterable[Candidate]:
    found = await writing.scalars(
        select(Candidate).where(Candidate.contest_id == contest_id, Candidate.withdrawn_at.is_(None))
    )
    return found.all()


__all__ = [
    "BallotDraft",
    "ContestDraft",
    "Wording",
    "add_candidate",
    "add_contest",
    "draft",
    "draw_lots",
    "edit_ballot",
    "edit_wording",
    "withdraw_candidate",
]
