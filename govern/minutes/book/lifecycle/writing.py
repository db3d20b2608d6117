"""The life of minutes, in the order it is lived.

    draft ──circulate──► circulated ──approve──► approved ──sign──► signed
      ▲ edit, bring results   │ edit ▲ circulate
                              ▼      │
                            amended ─┘

What a vote decided is copied in words when its result is declared; from then on it stands in the minutes as it was.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.ballots import queries as ballots
from govern.ballots.queries.views import ContestOutcome, OptionOutcome, Rule
from govern.ballots.rules import Stage as BallotStage
from govern.constituencies.rulebook import queries as rulebook
from govern.database import in_language, locked
from govern.errors import AlreadyDone
from govern.forums.purses import lifecycle as purses
from govern.identity import queries as identity
from govern.languages import LANGUAGES
from govern.meetings import queries as meetings
from govern.meetings.queries import ForTheMinutes, ItemView, MeetingPage
from govern.meetings.rules import Outcome, Quorum, day_of
from govern.meetings.rules import Stage as MeetingStage
from govern.minutes.book import rules
from govern.minutes.book.lifecycle.consents import Consented, decided_by_consent
from govern.minutes.book.models import Entry, Minutes, Presence
from govern.minutes.book.rules import EntryKind, Stage, Step
from govern.record import Event
from govern.sentences import Sentence

Words = dict[str, str]


async def draft(writing: AsyncSession, meeting_id: UUID, *, by: UUID, at: datetime) -> UUID:
    """Begin the minutes from what is known: who was there, the quorum, each item, the results there are.

    Raises `WrongMoment` while the meeting is not over, `AlreadyDone` where there are minutes.
    """
    meeting = await meetings.meeting_page(writing, meeting_id, "en")
    rules.check_over(meeting.stage is MeetingStage.CLOSED)
    if await writing.scalar(select(Minutes.id).where(Minutes.meeting_id == meeting_id)) is not None:
        raise AlreadyDone("There are minutes of this meeting already. Look at them, and change them there.")
    minutes = Minutes(id=uuid4(), meeting_id=meeting_id, stage=Stage.DRAFT, drafted_at=at, drafted_by=by)
    writing.add(minutes)
    await writing.flush()
    await _note_presence(writing, minutes.id, meeting_id)
    spoken = await _spoken(writing, meeting)
    entries = await _entries(writing, meeting, spoken)
    entries[-1:-1] = await _of_the_fund(writing, minutes.id, meeting, spoken)
    for position, entry in enumerate(entries, start=1):
        entry.minutes_id, entry.position = minutes.id, position
        writing.add(entry)
    await writing.flush()
    brought = await _put_results(writing, minutes, spoken)
    await record.add(
        writing,
        Event(
            "minutes.drafted",
            f"minutes:{minutes.id}",
            at,
            by,
            {"meeting": str(meeting_id), "results": brought},
        ),
    )
    return minutes.id


async def _spoken(reading: AsyncSession, meeting: MeetingPage) -> tuple[str, ...]:
    book = (await rulebook.in_force(reading, day_of(meeting.starts_at))).rulebook
    return tuple(code for code in book.society.languages if code in LANGUAGES) or ("en",)


def _said(sentences: Iterable[Sentence], spoken: Iterable[str]) -> Words:
    """Sentences, one a line, in each language."""
    said = tuple(sentences)
    return {code: "\n".join(LANGUAGES[code].say(sentence) for sentence in said) for code in spoken}


async def _note_presence(writing: AsyncSession, minutes_id: UUID, meeting_id: UUID) -> None:
    for position, stay in enumerate(await meetings.stays(writing, meeting_id), start=1):
        writing.add(
            Presence(
                minutes_id=minutes_id,
                position=position,
                name=stay.name,
                group=stay.group,
                counts=stay.counts,
                mode=stay.mode,
                in_at=stay.in_at,
                out_at=stay.out_at,
            )
        )


async def _entries(writing: AsyncSession, meeting: MeetingPage, spoken: tuple[str, ...]) -> list[Entry]:
    """Opening, quorum, the items in order, closing."""
    assert meeting.opened_at is not None
    assert meeting.closed_at is not None
    quorum = await meetings.quorum(writing, meeting.id, meeting.opened_at)
    chair = await identity.person(writing, meeting.chair_id) if meeting.chair_id else None
    floor, asked = await meetings.floor_results(writing, meeting.id), await meetings.who_asked(writing, meeting.id)
    opening = [Sentence("The meeting opened on {moment}.", moment=meeting.opened_at)]
    if chair is not None:
        opening.append(Sentence("{name} took the chair.", name=chair.name))
    closing = [Sentence("The meeting closed on {moment}.", moment=meeting.closed_at)]
    return [
        _entry(EntryKind.OPENING, _said([Sentence("Opening")], spoken), _said(opening, spoken)),
        _entry(EntryKind.QUORUM, _said([Sentence("Quorum")], spoken), _said(_quorum_words(quorum), spoken)),
        *(_item_entry(item, spoken, floor.get(item.id), asked.get(item.id)) for item in meeting.items),
        *(_entry_of(one, spoken) for one in await decided_by_consent(writing, meeting)),
        _entry(EntryKind.CLOSING, _said([Sentence("Closing")], spoken), _said(closing, spoken)),
    ]


async def _of_the_fund(
    writing: AsyncSession, minutes_id: UUID, meeting: MeetingPage, spoken: tuple[str, ...]
) -> list[Entry]:
    """What the panel of the fund decided up to this meeting of the board and no minutes carry yet: codes and sums."""
    day = day_of(meeting.starts_at)
    board = (await rulebook.in_force(writing, day)).rulebook.board()
    if meeting.body != board.id:
        return []
    said = await purses.bring_to_minutes(writing, minutes_id, day)
    if not said:
        return []
    heading = _said([Sentence("Fund for people in need")], spoken)
    entry = _entry(
        EntryKind.ITEM, heading, _said([Sentence("The panel of the fund decided this. No name stands here.")], spoken)
    )
    entry.decision = _said(said, spoken)
    return [entry]


def _entry_of(one: Consented, spoken: tuple[str, ...]) -> Entry:
    """What a circle said at this meeting, by name, and what came of it."""
    entry = _entry(EntryKind.ITEM, {code: in_language(one.titles, code) for code in spoken}, _said(one.said, spoken))
    entry.decision = _said(one.came, spoken)
    return entry


def _quorum_words(quorum: Quorum) -> list[Sentence]:
    """Required and counted, at the opening (domain.md section 5)."""
    return [
        Sentence("{entitled} people were entitled to vote.", entitled=quorum.entitled),
        Sentence("{needed} were needed. {counted} counted.", needed=quorum.needed, counted=quorum.counted),
        Sentence("There was a quorum.") if quorum.holds else Sentence("There was no quorum."),
    ]


def _entry(kind: EntryKind, heading: Words, text: Words) -> Entry:
    return Entry(id=uuid4(), kind=kind, heading=heading, text=text, decision={})


OUTCOMES = {
    Outcome.HEARD: Sentence("The meeting heard this."),
    Outcome.PUT_OFF: Sentence("This was put off to another meeting."),
    Outcome.WITHDRAWN: Sentence("This was withdrawn."),
}


def _item_entry(
    item: ItemView, spoken: tuple[str, ...], floor: ForTheMinutes | None, asked: Sentence | None
) -> Entry:
    """An item with its own words; what was said about it the secretary writes. `floor`: what was decided on it in the
    room without papers; `asked`: who asked for papers."""
    titles, texts = item.words["title"], item.words["text"]
    text: Words = {}
    for code in spoken:
        lines = [in_language(texts, code)] if texts else []
        if item.outcome in OUTCOMES:
            lines.append(LANGUAGES[code].say(OUTCOMES[item.outcome]))
        if asked is not None:
            lines.append(LANGUAGES[code].say(asked))
        text[code] = "\n".join(lines)
    entry = _entry(EntryKind.ITEM, {code: f"{item.position}. {in_language(titles, code)}" for code in spoken}, text)
    entry.contest_id = item.contest_id
    if floor is not None:
        entry.decision, entry.result = floor.decision, floor.result
    elif item.outcome is Outcome.DECIDED and item.contest_id is None:
        entry.decision = _said([Sentence("The meeting agreed this.")], spoken)
    return entry


async def bring_results(writing: AsyncSession, minutes_id: UUID, *, by: UUID, at: datetime) -> int:
    """Put results declared since into their items. Returns how many; raises `WrongMoment` once agreed."""
    minutes = await locked(writing, Minutes, minutes_id)
    minutes.stage = rules.after(minutes.stage, Step.EDIT)
    meeting = await meetings.meeting_page(writing, minutes.meeting_id, "en")
    brought = await _put_results(writing, minutes, await _spoken(writing, meeting))
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
    writing: AsyncSession, entry_id: UUID, text: Words, decision: Words, *, by: UUID, at: datetime
) -> UUID:
    """Write what was said and decided. The decision of a ballot is not the secretary's to word.

    After circulation this makes the minutes "amended", to be circulated again. Returns the minutes' id.
    """
    entry = await locked(writing, Entry, entry_id)
    minutes = await locked(writing, Minutes, entry.minutes_id)
    minutes.stage = rules.after(minutes.stage, Step.EDIT)
    meeting = await meetings.meeting_page(writing, minutes.meeting_id, "en")
    spoken = await _spoken(writing, meeting)
    rules.check_words(text, spoken, "text")
    rules.check_words(decision, spoken, "decision")
    entry.text = text
    if entry.contest_id is None:
        entry.decision = decision
    await record.add(writing, Event("minutes.edited", f"minutes:{minutes.id}", at, by, {"entry": str(entry_id)}))
    return minutes.id


async def circulate(writing: AsyncSession, minutes_id: UUID, *, by: UUID, at: datetime) -> None:
    """Let members read them, marked "not yet agreed". Raises `WrongMoment` while a result is missing."""
    minutes = await locked(writing, Minutes, minutes_id)
    after = rules.after(minutes.stage, Step.CIRCULATE)
    waiting = await writing.scalars(
        select(Entry).where(Entry.minutes_id == minutes_id, Entry.contest_id.is_not(None), Entry.result.is_(None))
    )
    rules.check_results_in([in_language(entry.heading, "en") for entry in waiting])
    minutes.stage, minutes.circulated_at = after, at
    await record.add(writing, Event("minutes.circulated", f"minutes:{minutes_id}", at, by))
