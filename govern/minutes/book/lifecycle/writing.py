"""The life of minutes, in the order it is lived.

    taken live ──put together──► draft ──circulate──► circulated ──► `agreeing`: approve, sign, correct
                                   ▲ edit, results        │ edit ▲ circulate
                                                          ▼      │
                                                        amended ─┘

What a vote decided is copied in words when its result is declared; from then on it stands in the minutes as it was.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.ballots import queries as ballots
from govern.ballots.queries.views import ContestOutcome, OptionOutcome, Rule
from govern.ballots.rules import Stage as BallotStage
from govern.database import in_language, locked
from govern.errors import AlreadyDone
from govern.languages import LANGUAGES
from govern.meetings import queries as meetings
from govern.meetings.rules import Stage as MeetingStage
from govern.minutes.book import rules
from govern.minutes.book.lifecycle import composing, taking
from govern.minutes.book.lifecycle.composing import spoken_at
from govern.minutes.book.models import Entry, Minutes
from govern.minutes.book.rules import Stage, Step
from govern.record import Event
from govern.sentences import Sentence

Words = dict[str, str]


async def draft(writing: AsyncSession, meeting_id: UUID, *, by: UUID, at: datetime) -> UUID:
    """Begin the minutes. While the meeting is on they are taken live; of one that is over they are put together at
    once from what is known: who was there, the quorum, each item, the results there are.

    Raises `WrongMoment` before the meeting is opened, `AlreadyDone` where there are minutes.
    """
    meeting = await meetings.meeting_page(writing, meeting_id, "en")
    rules.check_begun(meeting.stage in (MeetingStage.OPEN, MeetingStage.CLOSED))
    if await writing.scalar(select(Minutes.id).where(Minutes.meeting_id == meeting_id)) is not None:
        raise AlreadyDone("There are minutes of this meeting already. Look at them, and change them there.")
    minutes = Minutes(id=uuid4(), meeting_id=meeting_id, stage=Stage.DRAFT, drafted_at=at, drafted_by=by)
    writing.add(minutes)
    await writing.flush()
    facts: dict[str, str | int | bool | None] = {"meeting": str(meeting_id)}
    if meeting.stage is MeetingStage.OPEN:
        await record.add(writing, Event("minutes.begun", f"minutes:{minutes.id}", at, by, facts))
        return minutes.id
    await composing.compose(writing, minutes, meeting, at)
    facts["results"] = await _put_results(writing, minutes, await spoken_at(writing, meeting))
    await record.add(writing, Event("minutes.drafted", f"minutes:{minutes.id}", at, by, facts))
    return minutes.id


async def put_together(writing: AsyncSession, minutes_id: UUID, *, by: UUID, at: datetime) -> None:
    """The meeting is over: what was taken live becomes the draft, each line under its item.

    Raises `WrongMoment` while the meeting is on, `AlreadyDone` where it was done.
    """
    minutes = await locked(writing, Minutes, minutes_id)
    meeting = await meetings.meeting_page(writing, minutes.meeting_id, "en")
    rules.check_over(meeting.stage is MeetingStage.CLOSED)
    if minutes.composed_at is not None:
        raise AlreadyDone("These minutes are put together already. Look at them, and change them there.")
    await composing.compose(writing, minutes, meeting, at)
    brought = await _put_results(writing, minutes, await spoken_at(writing, meeting))
    await record.add(writing, Event("minutes.composed", f"minutes:{minutes_id}", at, by, {"results": brought}))


async def bring_results(writing: AsyncSession, minutes_id: UUID, *, by: UUID, at: datetime) -> int:
    """Put results declared since into their items. Returns how many; raises `WrongMoment` once agreed."""
    minutes = await locked(writing, Minutes, minutes_id)
    minutes.stage = rules.after(minutes.stage, Step.EDIT)
    meeting = await meetings.meeting_page(writing, minutes.meeting_id, "en")
    brought = await _put_results(writing, minutes, await spoken_at(writing, meeting))
    await record.add(writing, Event("minutes.results_brought", f"minutes:{minutes_id}", at, by, {"results": brought}))
    return brought


async def _put_results(writing: AsyncSession, minutes: Minutes, spoken: tuple[str, ...]) -> int:
    """Copy what was declared into entries that wait for it."""
    found = await writing.scalars(
        select(Entry).where(Entry.minutes_id == minutes.id, Entry.contest_id.is_not(None), Entry.result.is_(None))
    )
    waiting = {entry.contest_id: entry for entry in found}
    if not waiting:
        return 0
    brought = 0
    brought += await _let_go_of_withdrawn(writing, minutes.meeting_id, waiting, spoken)
    for line in await ballots.ballots_of_meeting(writing, minutes.meeting_id, "en"):
        if line.stage not in DECLARED:
            continue
        results = {code: await ballots.result(writing, line.id, code) for code in spoken}
        for place, contest in enumerate(results[spoken[0]].contests):
            entry = waiting.get(contest.contest.id)
            if entry is None:
                continue
            entry.result = {
                code: "\n".join(LANGUAGES[code].say(s) for s in result_words(results[code].contests[place].outcome))
                for code in spoken
            }
            entry.decision = {
                code: LANGUAGES[code].say(results[code].contests[place].outcome.said) for code in spoken
            }
            brought += 1
    return brought


async def _let_go_of_withdrawn(
    writing: AsyncSession, meeting_id: UUID, waiting: dict[UUID | None, Entry], spoken: tuple[str, ...]
) -> int:
    """A withdrawn ballot has no result to wait for: the entry says so, and what was decided is the secretary's."""
    asked = await ballots.questions_of_meeting(writing, meeting_id)
    gone = [entry for contest, entry in waiting.items() if contest not in asked]
    for entry in gone:
        entry.contest_id = None
        said = {code: LANGUAGES[code].say(Sentence("The vote on this was withdrawn.")) for code in spoken}
        entry.text = {code: "\n".join(filter(None, (entry.text.get(code, ""), said[code]))) for code in spoken}
    return len(gone)


DECLARED = frozenset({BallotStage.DECLARED, BallotStage.ARCHIVED})


def result_words(contest: ContestOutcome) -> tuple[Sentence, ...]:
    """The rule, the base and the numbers, as sentences (invariant 80)."""
    if contest.resolution is not None:
        shown = contest.resolution
        votes = Sentence(
            "{for_} voted for, {against} voted against, {blank} left it blank.",
            for_=shown.for_,
            against=shown.against,
            blank=shown.blank,
        )
        heads = (votes,) if shown.heads_told else ()
        return (*(rule_words(rule) for rule in shown.why), *heads, contest.turnout)
    if contest.option is not None:
        return (rule_words(contest.option.rule), *option_words(contest.option), contest.turnout)
    assert contest.election is not None
    election = contest.election
    figure = (election.figure,) if election.figure is not None else ()
    caps = tuple(rule_words(rule) for rule in election.caps)
    names = tuple(fate.sentence for fate in election.fates)
    return (rule_words(election.rule), *figure, *names, *caps, *election.lots, contest.turnout)


def option_words(option: OptionOutcome) -> tuple[Sentence, ...]:
    """The votes for each thing there was to choose."""
    return tuple(
        Sentence("{name}: {n} vote.", "{name}: {n} votes.", count.votes, name=count.name, n=count.votes)
        for count in option.counts
    )


def rule_words(rule: Rule) -> Sentence:
    if rule.clause is None:
        return rule.sentence
    return Sentence("{sentence} ({rule})", sentence=rule.sentence, rule=rule.clause)


async def edit_entry(
    writing: AsyncSession,
    entry_id: UUID,
    text: Words,
    decision: Words,
    reasons: Words | None = None,
    *,
    by: UUID,
    at: datetime,
) -> UUID:
    """Write what was said and decided, and why. The decision of a ballot is not the secretary's to word.

    After circulation this makes the minutes "amended", to be circulated again. Returns the minutes' id.
    """
    entry = await locked(writing, Entry, entry_id)
    minutes = await locked(writing, Minutes, entry.minutes_id)
    minutes.stage = rules.after(minutes.stage, Step.EDIT)
    meeting = await meetings.meeting_page(writing, minutes.meeting_id, "en")
    spoken = await spoken_at(writing, meeting)
    rules.check_words(text, spoken, "text")
    rules.check_words(decision, spoken, "decision")
    rules.check_words(reasons or {}, spoken, "reasons")
    entry.text, entry.reasons = text, reasons or None
    if entry.contest_id is None:
        entry.decision = decision
    await record.add(writing, Event("minutes.edited", f"minutes:{minutes.id}", at, by, {"entry": str(entry_id)}))
    return minutes.id


async def circulate(writing: AsyncSession, minutes_id: UUID, *, by: UUID, at: datetime) -> None:
    """Let members read them, marked "not yet agreed". Raises `WrongMoment` while a result is missing."""
    minutes = await locked(writing, Minutes, minutes_id)
    after = rules.after(minutes.stage, Step.CIRCULATE)
    rules.check_composed(minutes.composed_at is not None)
    rules.check_both(await taking.lines_lacking(writing, minutes))
    waiting = await writing.scalars(
        select(Entry).where(Entry.minutes_id == minutes_id, Entry.contest_id.is_not(None), Entry.result.is_(None))
    )
    rules.check_results_in([in_language(entry.heading, "en") for entry in waiting])
    minutes.stage, minutes.circulated_at = after, at
    await record.add(writing, Event("minutes.circulated", f"minutes:{minutes_id}", at, by))
