"""Motions are put to the vote in the room: by hands or open without papers, or with papers where somebody asks.

call ──► both tellers hand in (again, while they differ) ──► decided ──► declared
call ──► what each person said ─────────────────────────────► decided ──► declared
before it is declared: ask_poll, and the vote with papers stands in its place
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.ballots import lifecycle as ballots
from govern.ballots import queries as ballot_queries
from govern.ballots.deciding import Side
from govern.ballots.lifecycle import BallotDraft
from govern.constituencies.register import queries as register
from govern.constituencies.rulebook import queries as rulebook
from govern.constituencies.rulebook.book import Rulebook, citation
from govern.constituencies.rulebook.rules import group_name
from govern.database import locked
from govern.errors import AlreadyDone, NotFound, NotValid, WrongMoment
from govern.identity import queries as identity
from govern.languages import LANGUAGES
from govern.meetings import rules
from govern.meetings.lifecycle.balloting import contest_of
from govern.meetings.lifecycle.held import held
from govern.meetings.lifecycle.interests import check_all_decided
from govern.meetings.lifecycle.meeting import quorum_at, roll_of, settle_item, spans_at
from govern.meetings.lifecycle.presence import recused_of
from govern.meetings.models import (
    AgendaItem,
    DeclaredInterest,
    FloorVote,
    HandsCount,
    Meeting,
    OpenVoice,
    PollAsked,
    PollAsker,
)
from govern.meetings.rules import Counts, Hands, ItemKind, Manner, MeetingKind, Outcome, Quorum, Voice
from govern.permissions import Role
from govern.record import Event
from govern.sentences import Sentence, to_json
from govern.society import Society

#: A vote with papers asked for in the room closes by itself after so long, if nobody has closed it before.
POLL_LASTS = timedelta(hours=2)
COUNTED = dict[str, Hands]


async def call(
    writing: AsyncSession,
    item_id: UUID,
    manner: Manner,
    tellers: Sequence[UUID],
    *,
    interests: Mapping[UUID, str] | None = None,
    by: UUID,
    at: datetime,
) -> UUID:
    """The chair puts a motion to the vote. For hands two tellers are named who do not stand in this meeting.

    `interests`: what those of a body have declared, before the item opens; they are in neither quorum nor vote (31).

    Raises `WrongMoment` without a quorum (invariant 24) or on a settled item, `AlreadyDone`, `NotValid`.
    """
    item, meeting, _ = await to_be_voted_on(writing, item_id)
    quorum = await opened_for_decision(writing, item, meeting, interests or {}, by=by, at=at)
    if manner is Manner.HANDS:
        candidates = await ballot_queries.candidates_of_meeting(writing, meeting.id)
        tied = await register.ties_between(writing, {*tellers, *candidates}, rules.day_of(at))
        rules.check_tellers(tellers, candidates, tied)
        allowed = {
            one.id
            for role in (Role.TELLER, Role.SCRUTINEER)
            for one in await identity.holders(writing, role, rules.day_of(at))
        }
        if not allowed.issuperset(tellers):
            raise NotValid("Only somebody who holds the office of teller can count.", field="teller_one")
    vote = FloorVote(
        id=uuid4(),
        item_id=item_id,
        manner=manner,
        called_at=at,
        called_by=by,
        quorum_counted=quorum.counted,
        quorum_needed=quorum.needed,
        teller_one=tellers[0] if manner is Manner.HANDS else None,
        teller_two=tellers[1] if manner is Manner.HANDS else None,
        count_round=1,
    )
    writing.add(vote)
    await writing.flush()
    await _note(writing, "meeting.floor_vote_called", meeting, by, at, item=str(item_id), manner=manner.value)
    return vote.id


async def opened_for_decision(
    writing: AsyncSession,
    item: AgendaItem,
    meeting: Meeting,
    interests: Mapping[UUID, str],
    *,
    by: UUID,
    at: datetime,
) -> Quorum:
    """Before each decision on a motion in the room: nothing was decided or called on it, interests are declared (31),
    without those who have one there is a quorum (24). Raises `WrongMoment`, `AlreadyDone`, `NotValid`."""
    rules.check_unsettled(
        settled=item.outcome is not None,
        on_a_ballot=await _on_a_ballot(writing, item),
        voted=await _standing_vote(writing, item.id) is not None,
    )
    await check_all_decided(writing, item.id)
    out = await recused_of(writing, item.id)
    fresh = {person: words for person, words in interests.items() if person not in out}
    await _declare_interests(writing, item, meeting, fresh, by, at)
    quorum = await quorum_at(writing, meeting, at, await recused_of(writing, item.id))
    rules.check_quorum(quorum)
    return quorum


async def _declare_interests(
    writing: AsyncSession, item: AgendaItem, meeting: Meeting, interests: Mapping[UUID, str], by: UUID, at: datetime
) -> None:
    here = {span.person_id for span in await spans_at(writing, meeting.id, at) if span.counts}
    rules.check_interests(interests, here, of_a_body=meeting.kind is MeetingKind.BOARD)
    for person, words in interests.items():
        writing.add(DeclaredInterest(item_id=item.id, person_id=person, words=words[:400], noted_by=by, noted_at=at))
    if interests:
        await writing.flush()
        await _note(writing, "meeting.interests_declared", meeting, by, at, item=str(item.id), people=len(interests))


async def hand_in(writing: AsyncSession, vote_id: UUID, counts: Counts, *, by: UUID, at: datetime) -> bool | None:
    """One teller's count. None while the other's is not in; True when both are the same and the vote is decided;
    False when they differ, and both count again. Raises `NotAllowed` for others, `NotValid` for too many hands."""
    vote, item, meeting, book = await _held(writing, vote_id)
    rules.check_is_teller(by, [vote.teller_one, vote.teller_two])
    may = await may_vote(writing, book, meeting, item, vote.called_at)
    rules.check_hands(counts, may, lambda row: row_name(book, row, "en"))
    if await writing.get(HandsCount, (vote_id, vote.count_round, by)) is not None:
        raise AlreadyDone("Your count is in. Wait for the other teller.")
    kept = msgspec.json.encode(counts).decode()
    writing.add(HandsCount(vote_id=vote_id, count_round=vote.count_round, teller_id=by, counted=kept, at=at))
    await writing.flush()
    both = list(
        await writing.scalars(
            select(HandsCount.counted).where(
                HandsCount.vote_id == vote_id, HandsCount.count_round == vote.count_round
            )
        )
    )
    if len(both) < 2:
        await _note(writing, "meeting.hands_counted", meeting, by, at, vote=str(vote_id), round=vote.count_round)
        return None
    if len({_rows(one) for one in both}) > 1:
        vote.count_round += 1
        await _note(writing, "meeting.hands_differ", meeting, by, at, vote=str(vote_id), round=vote.count_round - 1)
        return False
    await _decide(writing, vote, item, meeting, book, counts, at)
    await _note(writing, "meeting.floor_vote_decided", meeting, by, at, vote=str(vote_id))
    return True


EVERYBODY = Sentence("Everybody")


def row_name(book: Rulebook, row: str, code: str) -> str:
    """A row of a count in one language: a group, or everybody together."""
    if row == rules.EVERYBODY:
        return LANGUAGES[code].say(EVERYBODY)
    return group_name(book.constituency(row), code)


def _rows(kept: str) -> tuple[tuple[str, Hands], ...]:
    return tuple(sorted(msgspec.json.decode(kept, type=COUNTED).items()))


async def say_voices(
    writing: AsyncSession, vote_id: UUID, voices: Mapping[UUID, Voice], *, by: UUID, at: datetime
) -> None:
    """What each person said in an open vote, by name. Raises `NotValid` for somebody who may not vote here."""
    vote, item, meeting, book = await _held(writing, vote_id)
    if vote.manner is not Manner.OPEN:
        raise WrongMoment("This vote is counted by tellers. Wait for their counts.")
    here = await who_votes(writing, book, meeting, item, vote.called_at)
    if not voices:
        raise NotValid("Choose what each person said.")
    if not here.keys() >= voices.keys():
        raise NotValid("Somebody on this list was not here when the vote was called. Load the page again.")
    said: dict[str, tuple[str, Voice]] = {}
    for person, voice in voices.items():
        group = here[person]
        writing.add(OpenVoice(vote_id=vote_id, person_id=person, constituency=group, voice=voice))
        said[str(person)] = (group, voice)
    counts = rules.counts_of(said, rows_of(book, meeting, item))
    await _decide(writing, vote, item, meeting, book, counts, at)
    await _note(writing, "meeting.floor_vote_decided", meeting, by, at, vote=str(vote_id))


async def _decide(
    writing: AsyncSession,
    vote: FloorVote,
    item: AgendaItem,
    meeting: Meeting,
    book: Rulebook,
    counts: Counts,
    at: datetime,
    chair: Side | None = None,
) -> None:
    kind = item.resolution or ""
    roll, present = await roll_of(writing, meeting, at), await present_at(writing, meeting, vote.called_at)
    spoken = tuple(code for code in book.society.languages if code in LANGUAGES) or ("en",)

    seats = sum(roll.values()) - len(await recused_of(writing, item.id))
    voting = await who_votes(writing, book, meeting, item, vote.called_at)

    def outcome(code: str) -> object:
        if meeting.kind is MeetingKind.BOARD:
            hands = counts.get(rules.EVERYBODY, Hands(0, 0, 0))
            return rules.body_outcome(book, meeting.body, hands, filled=seats, present=len(voting), chair=chair)
        question = rules.question_of(
            book, kind, counts, roll=roll, present=present, name=lambda row: row_name(book, row, code)
        )
        return rules.floor_outcome(book, kind, question)

    vote.counted = msgspec.json.encode(counts).decode()
    vote.result = to_json({code: outcome(code) for code in spoken})
    vote.decided_at = at
    await writing.flush()


async def declare_floor(
    writing: AsyncSession, vote_id: UUID, *, casting: Side | None = None, by: UUID, at: datetime
) -> UUID:
    """The chair declares what was decided; the item is settled with it. Returns the meeting.

    `casting`: how the chair breaks equal votes of a body, where its rules let them (35). Raises `WrongMoment`.
    """
    vote = await locked(writing, FloorVote, vote_id)
    if vote.decided_at is None:
        raise WrongMoment("The counts are not in, so nothing can be declared yet.")
    if vote.declared_at is not None or vote.poll_id is not None:
        raise AlreadyDone("This vote is over. Look at the item.")
    if casting is not None:
        await _break_the_tie(writing, vote, casting, at)
    await settle_item(writing, vote.item_id, Outcome.DECIDED, by=by, at=at, by_vote=True)
    vote.declared_at = at
    item = await writing.get_one(AgendaItem, vote.item_id)
    meeting = await held(writing, item.meeting_id)
    await _note(writing, "meeting.floor_vote_declared", meeting, by, at, vote=str(vote_id))
    return meeting.id


async def _break_the_tie(writing: AsyncSession, vote: FloorVote, casting: Side, at: datetime) -> None:
    item, meeting, book = await to_be_voted_on(writing, vote.item_id)
    counts = msgspec.json.decode(vote.counted or "{}", type=COUNTED)
    recused = await recused_of(writing, item.id)
    rules.check_casting(decides=may_break_a_tie(book, meeting, counts), chair_recused=meeting.chair_id in recused)
    decided_at = vote.decided_at
    await _decide(writing, vote, item, meeting, book, counts, at, casting)
    vote.decided_at = decided_at


def may_break_a_tie(book: Rulebook, meeting: Meeting, counts: Counts) -> bool:
    hands = counts.get(rules.EVERYBODY)
    return meeting.kind is MeetingKind.BOARD and hands is not None and rules.chair_decides(book, meeting.body, hands)


async def ask_poll(
    writing: AsyncSession,
    society: Society,
    item_id: UUID,
    askers: Sequence[UUID],
    *,
    chair: bool,
    accept_small: bool,
    by: UUID,
    at: datetime,
) -> UUID:
    """Enough members, or the chair, ask for papers: the motion becomes a vote of those who are here, open at once.

    Returns the ballot. Raises as `call` does, and what stops a ballot from opening.
    """
    item, meeting, book = await to_be_voted_on(writing, item_id)
    rules.check_unsettled(
        settled=item.outcome is not None, on_a_ballot=await _on_a_ballot(writing, item), voted=False
    )
    recused = await recused_of(writing, item_id)
    here = [span for span in await spans_at(writing, meeting.id, at) if span.counts and span.person_id not in recused]
    entitled = {span.person_id for span in here}
    if not entitled.issuperset(askers):
        raise NotValid("Only members who are here and may vote can ask. Check who is here.", field="askers")
    rules.check_asked(
        len(set(askers)), book.voting.poll_members, chair=chair, rule=citation("voting.poll_members", book)
    )
    rules.check_quorum(await quorum_at(writing, meeting, at, recused))
    new = BallotDraft(
        title=item.title,
        opens_at=at,
        closes_at=at + POLL_LASTS,
        meeting_id=meeting.id,
        meets_at=meeting.starts_at,
        contests=(contest_of(meeting, item, in_words=True, spoken=book.society.languages),),
    )
    ballot_id = await ballots.poll(writing, society, new, entitled, accept_small=accept_small, by=by, at=at)
    item.contest_id = (await ballot_queries.contest_ids(writing, ballot_id))[0]
    writing.add(PollAsked(ballot_id=ballot_id, item_id=item_id, by_chair=chair, asked_at=at, opened_by=by))
    await writing.flush()
    writing.add_all(PollAsker(ballot_id=ballot_id, person_id=person) for person in dict.fromkeys(askers))
    before = await _standing_vote(writing, item_id)
    if before is not None:
        before.poll_id = ballot_id
    await _note(writing, "meeting.poll_asked", meeting, by, at, ballot=str(ballot_id), askers=len(set(askers)))
    return ballot_id


async def present_at(reading: AsyncSession, meeting: Meeting, at: datetime) -> dict[str, int]:
    """How many who count are here, by group."""
    spans = await spans_at(reading, meeting.id, at)
    return dict(Counter(span.constituency for span in spans if span.counts and span.constituency))


def rows_of(book: Rulebook, meeting: Meeting, item: AgendaItem) -> tuple[str, ...]:
    """The rows a count has. In a body each seat has one vote, and all are counted together."""
    if meeting.kind is MeetingKind.BOARD:
        return (rules.EVERYBODY,)
    return rules.counted_by(book, item.resolution or "")


async def who_votes(
    reading: AsyncSession, book: Rulebook, meeting: Meeting, item: AgendaItem, at: datetime
) -> dict[UUID, str]:
    """Who is here and has a vote on this item, with the group they count in."""
    recused = await recused_of(reading, item.id)
    voting = None if meeting.kind is MeetingKind.BOARD else rules.voters(book, item.resolution or "")
    return {
        span.person_id: span.constituency or ""
        for span in await spans_at(reading, meeting.id, at)
        if span.counts and span.person_id not in recused and (voting is None or span.constituency in voting)
    }


async def may_vote(
    reading: AsyncSession, book: Rulebook, meeting: Meeting, item: AgendaItem, at: datetime
) -> dict[str, int]:
    """How many of those present may vote on this item, by the rows of the count."""
    if meeting.kind is MeetingKind.BOARD:
        return {rules.EVERYBODY: len(await who_votes(reading, book, meeting, item, at))}
    return rules.may_vote(book, item.resolution or "", await present_at(reading, meeting, at))


async def to_be_voted_on(writing: AsyncSession, item_id: UUID) -> tuple[AgendaItem, Meeting, Rulebook]:
    """A motion of a meeting that is going on, held. Raises `NotFound`, `WrongMoment`."""
    found = await writing.get(AgendaItem, item_id)
    if found is None:
        raise NotFound("This item is no longer on the agenda. Go back and look at the agenda again.")
    meeting = await held(writing, found.meeting_id)
    rules.check_on(meeting.stage)
    item = await locked(writing, AgendaItem, item_id)
    if item.kind is not ItemKind.MOTION or item.resolution is None:
        raise WrongMoment("There is nothing to vote on in this item: it is no motion.")
    return item, meeting, (await rulebook.in_force(writing, rules.day_of(meeting.starts_at))).rulebook


async def _on_a_ballot(writing: AsyncSession, item: AgendaItem) -> bool:
    return item.contest_id in await ballot_queries.questions_of_meeting(writing, item.meeting_id)


async def _standing_vote(writing: AsyncSession, item_id: UUID) -> FloorVote | None:
    """The vote without papers on this item, unless papers were asked for in its place."""
    found = await writing.scalars(
        select(FloorVote).where(FloorVote.item_id == item_id, FloorVote.poll_id.is_(None)).with_for_update()
    )
    return found.first()


async def _held(writing: AsyncSession, vote_id: UUID) -> tuple[FloorVote, AgendaItem, Meeting, Rulebook]:
    """A vote that is under way. Raises `AlreadyDone` for one that is decided."""
    vote = await locked(writing, FloorVote, vote_id)
    if vote.decided_at is not None or vote.poll_id is not None:
        raise AlreadyDone("This vote is decided, so nothing more is entered. Look at what came of it.")
    item, meeting, book = await to_be_voted_on(writing, vote.item_id)
    return vote, item, meeting, book


async def _note(
    writing: AsyncSession, verb: str, meeting: Meeting, by: UUID, at: datetime, **facts: str | int
) -> None:
    await record.add(writing, Event(verb, f"meeting:{meeting.id}", at, by, dict(facts)))
