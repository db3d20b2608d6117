"""What there is to do now: for a member at home, for an officer at the office. Asks the rooms, owns nothing."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots import queries as ballots
from govern.ballots.deciding.consent import Phase
from govern.ballots.deciding.filing import Filed
from govern.ballots.queries import (
    BallotLine,
    Filing,
    FirstDecision,
    OpenBallot,
    OpenForOthers,
    ReportLine,
    circle_lists,
)
from govern.ballots.queries.circle_lists import ProposalLine
from govern.ballots.rules import Stage as BallotStage
from govern.constituencies.boards import queries as boards
from govern.constituencies.boards.queries import BoardTask
from govern.constituencies.register import queries as register
from govern.constituencies.register.rules import ImportStage, needs_second_officer
from govern.constituencies.representation import queries as representation
from govern.constituencies.representation.queries import MandateView, PeerLine, who_votes_for
from govern.constituencies.representation.rules import Standing
from govern.constituencies.rulebook import queries as rulebook
from govern.constituencies.rulebook.queries import DraftLine
from govern.constituencies.rulebook.rules import DraftStage, group_name
from govern.forums.circles import queries as circles
from govern.forums.gatherings import queries as forums
from govern.forums.recommendations import queries as recommendations
from govern.forums.recommendations.queries import Line as AskedLine
from govern.forums.recommendations.queries import Mine as AskedByMe
from govern.identity.rules import day_of
from govern.meetings import queries as meetings
from govern.meetings.queries import GatheringLine, MeetingRow, Waits
from govern.meetings.rules import Stage as MeetingStage
from govern.permissions import Permission
from govern.post import queries as post
from govern.post.rules import LetterStage
from govern.sentences import Sentence

LATELY = timedelta(days=60)
#: So long a peer's report stands at home.
NEW = timedelta(days=14)
#: A file of members that has been looked at but not put into the register.
WAITING = (ImportStage.LOOKED_AT, ImportStage.APPROVED)


class GroupSize(msgspec.Struct, frozen=True):
    """A member group and how many belong to it."""

    name: str
    count: int


async def group_sizes(reading: AsyncSession, on: date, language: str) -> tuple[GroupSize, ...]:
    """The society's groups in the order of its rules, with their numbers of members."""
    book = (await rulebook.in_force(reading, on)).rulebook
    counts = await register.count_by_group(reading, on)
    return tuple(GroupSize(group_name(group, language), counts.get(group.id, 0)) for group in book.constituencies)


class Home(msgspec.Struct, frozen=True):
    """A member's page: votes and rounds that wait for them, votes cast, meetings to come, results of late.

    `for_others`: votes in which they vote for those who asked them to; `peers`: whom they choose again soon;
    `gatherings`: the next ones of their own forums, by the name of the forum;
    `raised`: what became of what they raised in a forum and passed on;
    `reports`: what their peers said of votes that closed lately; `peers_vote`: peers do by the rules.
    """

    to_vote: tuple[OpenBallot, ...]
    voted: tuple[OpenBallot, ...]
    meetings: tuple[MeetingRow, ...]
    results: tuple[BallotLine, ...]
    consents: tuple[ProposalLine, ...] = ()
    for_others: tuple[OpenForOthers, ...] = ()
    peers: tuple[MandateView, ...] = ()
    reports: tuple[ReportLine, ...] = ()
    peers_vote: bool = False
    gatherings: tuple[tuple[str, GatheringLine], ...] = ()
    raised: tuple[AskedByMe, ...] = ()
    about_meetings: tuple[Waits, ...] = ()

    @property
    def nothing_to_do(self) -> bool:
        waiting = self.to_vote, self.meetings, self.consents, self.for_others, self.gatherings, self.about_meetings
        return not any(waiting)


async def home(reading: AsyncSession, person_id: UUID, language: str, at: datetime) -> Home:
    """What this member can do now, the most pressing vote first."""
    found = await ballots.open_ballots_for(reading, person_id, language=language, at=at)
    by_closing = sorted(found, key=lambda ballot: ballot.closes_at)
    declared = await ballots.declared_since(reading, at - LATELY, language=language, person_id=person_id)
    chosen = await who_votes_for(reading, person_id, day_of(at), language)
    return Home(
        tuple(ballot for ballot in by_closing if not ballot.voted),
        tuple(ballot for ballot in by_closing if ballot.voted),
        await meetings.meetings_to_come(reading, at, language, limit=3),
        declared,
        consents=tuple(one for one in await circle_lists.proposals(reading, at, language, {person_id}) if one.asked),
        for_others=await ballots.open_for_others(reading, person_id, language=language, at=at),
        peers=tuple(one for one in chosen or () if one.due_soon or one.standing is Standing.LAPSED),
        reports=await ballots.new_reports(reading, person_id, at - NEW, language=language),
        peers_vote=chosen is not None,
        gatherings=await forums.gatherings_to_come(reading, person_id, language),
        raised=await recommendations.raised_by(reading, person_id, day_of(at), language, since=day_of(at - LATELY)),
        about_meetings=await meetings.waits_for(reading, person_id, language, at),
    )


class Task(msgspec.Struct, frozen=True):
    """One thing for an officer: by when, what, why, where. `late` when its day has passed."""

    due_at: datetime
    title: Sentence
    words: Sentence
    address: str
    late: bool = False


class Office(msgspec.Struct, frozen=True):
    """An officer's list: what is late, what comes next, and where the lists are."""

    late: tuple[Task, ...]
    next: tuple[Task, ...]


async def office(
    reading: AsyncSession, officer: UUID, may: frozenset[Permission], language: str, at: datetime
) -> Office:
    """The tasks that this officer's permissions give them, by day."""
    tasks: list[Task] = []
    if may & {Permission.BALLOT_PREPARE, Permission.BALLOT_COUNT}:
        hidden = Permission.BALLOT_OPEN in may
        lines = await ballots.ballots_in_office(reading, language=language, hidden=hidden)
        tasks += [task for line in lines if (task := _ballot_task(line, may, at))]
    if Permission.MINUTES_WRITE in may:
        tasks += [_filing_task(one, language, at) for one in await ballots.to_file(reading, day_of(at))]
    if Permission.CONSENT_RUN in may:
        found = await circle_lists.proposals(reading, at, language, drafts=True)
        tasks += [task for one in found if (task := _consent_task(one, at))]
    if Permission.MEETING_CALL in may:
        tasks += [_second_task(one, language, at) for one in await ballots.awaiting(reading, day_of(at))]
        rows = await meetings.meetings_in_office(reading, language, limit=50)
        tasks += [task for row in rows if (task := _meeting_task(row, at))]
        waiting_calls = await meetings.office_waits(reading, language, at)
        tasks += [Task(one.due_at, one.title, one.words, one.address, one.late) for one in waiting_calls]
    if may & {Permission.REGISTER_EDIT, Permission.REGISTER_APPROVE}:
        waiting = [one for one in await register.imports(reading) if one.stage in WAITING]
        others = [one for one in waiting if _waits_for_second(one) and one.uploaded_by != officer]
        tasks += (
            [_approval_task(one.id, one.changes, at) for one in others] if Permission.REGISTER_APPROVE in may else []
        )
        own = len(waiting) - len(others)
        tasks += [_import_task(own, at)] if own and Permission.REGISTER_EDIT in may else []
    if Permission.REGISTER_EDIT in may and any(asked := await register.waiting(reading)):
        tasks.append(_wishes_task(sum(asked), at))
    if Permission.REGISTER_APPROVE in may:
        applying = await register.waiting_applications(reading)
        tasks += [_applications_task(applying, at)] if applying else []
    if Permission.RULES_CONFIRM in may:
        proposed = [one for one in await rulebook.drafts(reading) if one.stage is DraftStage.PROPOSED]
        tasks += [_rules_task(one, at) for one in proposed if one.proposed_by != officer]
    if Permission.REGISTER_SEE in may:
        carrying = (await representation.peers(reading, day_of(at), language)).now
        tasks += [_reviews_task(one, at) for one in carrying if one.reviews_due]
    if Permission.BOARD_EDIT in may:
        tasks += [_board_task(task) for task in await boards.tasks(reading, day_of(at), language)]
    if Permission.FORUM_FOUND in may:
        tasks += [_board_task(task) for task in await circles.tasks(reading, day_of(at), language)]
    if Permission.RECOMMENDATION_ANSWER in may:
        owed, *_ = await recommendations.owed_in_office(reading, officer, day_of(at), language)
        tasks += [_answer_task(one, at) for one in owed]
    if Permission.MAIL_SETTINGS in may:
        given_up = (await post.outbox(reading)).counts.get(LetterStage.GIVEN_UP, 0)
        tasks += [_letters_task(given_up, at)] if given_up else []
    ordered = sorted(tasks, key=lambda task: task.due_at)
    return Office(
        tuple(task for task in ordered if task.late),
        tuple(task for task in ordered if not task.late),
    )


#: For each stage of a ballot: when it is due, what is to be done, and what allows it.
_STEPS: dict[BallotStage, tuple[str, Sentence, Sentence, Permission]] = {
    BallotStage.DRAFT: (
        "opens_at",
        Sentence("Prepare the papers of this vote"),
        Sentence("The page says what is missing before it can open."),
        Permission.BALLOT_PREPARE,
    ),
    BallotStage.PUBLISHED: (
        "opens_at",
        Sentence("Freeze the roll of this vote"),
        Sentence("The list of those who may vote is fixed before the vote opens."),
        Permission.BALLOT_FREEZE,
    ),
    BallotStage.FROZEN: (
        "opens_at",
        Sentence("Open this vote"),
        Sentence("It also opens by itself at its time when nothing is missing."),
        Permission.BALLOT_OPEN,
    ),
    BallotStage.OPEN: (
        "closes_at",
        Sentence("This vote is open"),
        Sentence("It closes by itself at its time."),
        Permission.BALLOT_CLOSE,
    ),
    BallotStage.CLOSED: (
        "closes_at",
        Sentence("Count this vote"),
        Sentence("It has closed. The envelopes can be opened and counted now."),
        Permission.BALLOT_COUNT,
    ),
    BallotStage.COUNTED: (
        "closes_at",
        Sentence("Declare the result of this vote"),
        Sentence("It is counted. Members see the result once it is declared."),
        Permission.BALLOT_DECLARE,
    ),
}


def _ballot_task(line: BallotLine, may: frozenset[Permission], at: datetime) -> Task | None:
    step = _STEPS.get(line.stage)
    if step is None or step[3] not in may:
        return None
    due = line.opens_at if step[0] == "opens_at" else line.closes_at
    title = Sentence("{act}: {title}", act=step[1], title=line.title)
    late = due < at and line.stage is not BallotStage.OPEN
    return Task(due, title, step[2], f"office/ballots/{line.id}", late)


def _filing_task(one: Filing, language: str, at: datetime) -> Task:
    """A copy for the regulator: to be sent by its day, or waiting for the answer."""
    day = one.due_on or one.decided_on
    title = Sentence("Send a copy to {regulator}: {title}", regulator=one.law.regulator, title=one.title(language))
    words = Sentence("It was decided on {day} ({law}).", day=one.decided_on, law=one.law.citation)
    if one.stage is Filed.SENT:
        day = one.copies[-1].sent_on
        title = Sentence("Note what the regulator answers: {title}", title=one.title(language))
        words = Sentence("A copy was sent on {day}.", day=day)
    elif one.stage is Filed.RETURNED:
        title = Sentence("Put it right and send it again: {title}", title=one.title(language))
        words = Sentence("The regulator returned it. The reasons are on the page.")
    address = f"office/ballots/{one.ballot_id}/regulator/{one.contest_id}"
    return Task(datetime.combine(day, time(12), UTC), title, words, address, one.is_late(day_of(at)))


def _second_task(one: FirstDecision, language: str, at: datetime) -> Task:
    title = Sentence("Hold a second meeting: {title}", title=one.title(language))
    words = Sentence(
        "It can be on any day from {first} to {last} ({law}). After that the decision lapses.",
        first=one.window.first_day,
        last=one.window.last_day,
        law=one.window.citation,
    )
    due = datetime.combine(one.window.last_day, time(12), UTC)
    return Task(due, title, words, "office/meetings", due < at)


#: What whoever runs a circle does at each phase; time alone moves the others on.
_CONSENT: dict[Phase, Sentence] = {
    Phase.DRAFT: Sentence("Present this proposal to its circle"),
    Phase.PRESENTED: Sentence("Ask the circle for questions"),
    Phase.CLARIFYING: Sentence("Hear what the circle thinks"),
    Phase.REACTING: Sentence("Begin the first round"),
    Phase.ROUND: Sentence("A consent round is on"),
    Phase.INTEGRATING: Sentence("Meet the objections with a new wording"),
    Phase.FALLBACK: Sentence("Say what happens after the last round"),
    Phase.VOTING: Sentence("The circle votes"),
    Phase.DUE_FOR_REVIEW: Sentence("Review what the circle agreed"),
}


def _consent_task(one: ProposalLine, at: datetime) -> Task | None:
    act = _CONSENT.get(one.phase)
    if act is None:
        return None
    due = at
    if one.phase is Phase.DUE_FOR_REVIEW and one.review_on is not None:
        due = datetime.combine(one.review_on, time(12), UTC)
    title = Sentence("{act}: {title}", act=act, title=one.title)
    return Task(
        due, title, Sentence("It is for: {body}.", body=one.body), f"office/consent/{one.id}", due.date() < at.date()
    )


def _answer_task(one: AskedLine, at: datetime) -> Task:
    title = Sentence("Answer what a forum asks: {title}", title=one.title)
    words = Sentence("{body} owes the answer.", body=one.holder)
    if one.late:
        words = Sentence(
            "{body} owes the answer. It is {days} day late.",
            "{body} owes the answer. It is {days} days late.",
            one.late,
            body=one.holder,
            days=one.late,
        )
    due = datetime.combine(one.due_on or day_of(at), time(12), UTC)
    return Task(due, title, words, f"office/recommendations/{one.id}", one.late > 0)


def _meeting_task(row: MeetingRow, at: datetime) -> Task | None:
    if row.stage is MeetingStage.DRAFT:
        words = Sentence("The notice has not gone out yet.")
        return Task(row.starts_at, Sentence("Send the notice: {title}", title=row.title), words, _meeting(row), False)
    if row.stage in (MeetingStage.NOTICED, MeetingStage.OPEN):
        words = Sentence("Agenda, attendance and quorum are on the meeting's page.")
        title = Sentence("Hold the meeting: {title}", title=row.title)
        return Task(row.starts_at, title, words, _meeting(row), row.starts_at + timedelta(days=1) < at)
    return None


def _meeting(row: MeetingRow) -> str:
    return f"office/meetings/{row.id}"


def _import_task(number: int, at: datetime) -> Task:
    words = Sentence("{n} file of members waits.", "{n} files of members wait.", number, n=number)
    return Task(at, Sentence("Finish the import of members"), words, "office/register/imports")


def _applications_task(number: int, at: datetime) -> Task:
    words = Sentence("{n} application waits.", "{n} applications wait.", number, n=number)
    return Task(at, Sentence("Look at applications for membership"), words, "office/register/applications")


def _waits_for_second(file: register.ImportView) -> bool:
    return file.stage is ImportStage.LOOKED_AT and not file.refused and needs_second_officer(file.changes)


def _approval_task(import_id: UUID, changes: int, at: datetime) -> Task:
    title = Sentence("Look at a file of members as second officer")
    words = Sentence(
        "It changes {n} person in the register. It waits until another officer agrees.",
        "It changes {n} people in the register. It waits until another officer agrees.",
        changes,
        n=changes,
    )
    return Task(at, title, words, f"office/register/imports/{import_id}")


def _wishes_task(number: int, at: datetime) -> Task:
    words = Sentence(
        "{n} person asks for a correction or to be erased.",
        "{n} people ask for a correction or to be erased.",
        number,
        n=number,
    )
    return Task(at, Sentence("Answer what people ask of their entry"), words, "office/wishes")


def _rules_task(draft: DraftLine, at: datetime) -> Task:
    title = Sentence("Look at new rules as second officer: {title}", title=draft.title)
    words = Sentence("They hold only when another officer than the proposer confirms them.")
    if draft.effective_from is None:
        return Task(at, title, words, f"office/rules/drafts/{draft.id}")
    due = datetime.combine(draft.effective_from, time(), at.tzinfo)
    return Task(due, title, words, f"office/rules/drafts/{draft.id}", due < at)


def _board_task(task: BoardTask) -> Task:
    due = datetime.combine(task.due_on, time(12), tzinfo=UTC)
    return Task(due, task.title, task.words, task.address, task.late)


def _reviews_task(peer: PeerLine, at: datetime) -> Task:
    """Mandates of a peer whose review comes soon; without one they stop to hold by themselves."""
    words = Sentence(
        "{n} mandate ends soon unless it is renewed.",
        "{n} mandates end soon unless they are renewed.",
        peer.reviews_due,
        n=peer.reviews_due,
    )
    return Task(at, Sentence("Review the mandates of {name}", name=peer.name), words, f"office/peers/{peer.id}")


def _letters_task(number: int, at: datetime) -> Task:
    words = Sentence("{n} letter could not be sent.", "{n} letters could not be sent.", number, n=number)
    return Task(at, Sentence("Look at the outbox"), words, "office/outbox?stage=given_up", True)
