"""Votes in the room without papers, as the chair, the tellers and the minutes read them; what may be put to one."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots.queries import circles
from govern.ballots.rules import ResolutionOutcome
from govern.ballots.rules.consenting import bodies_of_consent, stands_now
from govern.constituencies.rulebook import queries as rulebook
from govern.database import in_language
from govern.errors import NotFound
from govern.identity import queries as identity
from govern.languages import LANGUAGES
from govern.meetings import rules
from govern.meetings.lifecycle.floor import may_break_a_tie, may_vote, row_name, rows_of, who_votes
from govern.meetings.lifecycle.presence import recused_of
from govern.meetings.models import (
    AgendaItem,
    AttendanceSpan,
    DeclaredInterest,
    FloorVote,
    HandsCount,
    Meeting,
    OpenVoice,
    PollAsked,
    PollAsker,
)
from govern.meetings.rules import Hands, Manner, Voice
from govern.permissions import Role
from govern.sentences import Sentence, from_json


class Row(msgspec.Struct, frozen=True):
    """A row of a count: its name, how many of it may vote here, and what was counted once that is known."""

    id: str
    name: str
    may: int
    hands: Hands | None = None


class Said(msgspec.Struct, frozen=True):
    """Somebody in an open vote, with what they said once it is entered."""

    person_id: UUID
    name: str
    voice: Voice | None = None


class Interest(msgspec.Struct, frozen=True):
    """Somebody of a body who declared an interest in an item, in the words that were noted."""

    name: str
    words: str


class FloorView(msgspec.Struct, frozen=True, kw_only=True):
    """One vote without papers. `waits_for`: tellers whose count of this round is not in. What a teller counted is
    in nothing here before both agree."""

    id: UUID
    meeting_id: UUID
    item_id: UUID
    title: str
    manner: Manner
    called_at: datetime
    count_round: int
    tellers: tuple[Said, ...]
    waits_for: tuple[UUID, ...]
    rows: tuple[Row, ...]
    people: tuple[Said, ...]
    outcome: ResolutionOutcome | None
    decided_at: datetime | None
    declared_at: datetime | None
    poll_id: UUID | None
    of_a_body: bool = False
    recused: tuple[Interest, ...] = ()
    casting: bool = False


class ToVoteOn(msgspec.Struct, frozen=True):
    """A motion of the agenda that is not settled, with the vote on it if one was called, and with the proposal by
    which agreement is looked for and how that stands."""

    item_id: UUID
    title: str
    vote_id: UUID | None
    manner: Manner | None
    decided: bool
    proposal_id: UUID | None = None
    stands: Sentence | None = None


async def floor_vote(reading: AsyncSession, vote_id: UUID, language: str) -> FloorView:
    """Raises `NotFound`."""
    vote = await reading.get(FloorVote, vote_id)
    if vote is None:
        raise NotFound("There is no such vote. Go back to the meeting and choose from there.")
    item = await reading.get_one(AgendaItem, vote.item_id)
    meeting = await reading.get_one(Meeting, item.meeting_id)
    book = (await rulebook.in_force(reading, rules.day_of(meeting.starts_at))).rulebook
    counted = {} if vote.counted is None else msgspec.json.decode(vote.counted, type=dict[str, Hands])
    may = await may_vote(reading, book, meeting, item, vote.called_at)
    in_already = set(
        await reading.scalars(
            select(HandsCount.teller_id).where(
                HandsCount.vote_id == vote_id, HandsCount.count_round == vote.count_round
            )
        )
    )
    tellers = [one for one in (vote.teller_one, vote.teller_two) if one is not None]
    return FloorView(
        id=vote.id,
        meeting_id=meeting.id,
        item_id=item.id,
        title=in_language(item.title, language),
        manner=vote.manner,
        called_at=vote.called_at,
        count_round=vote.count_round,
        tellers=await _named(reading, tellers),
        waits_for=tuple(one for one in tellers if one not in in_already) if vote.decided_at is None else (),
        rows=tuple(
            Row(row, row_name(book, row, language), may.get(row, 0), counted.get(row))
            for row in rows_of(book, meeting, item)
        ),
        people=await _people(reading, vote, await who_votes(reading, book, meeting, item, vote.called_at)),
        outcome=None if vote.result is None else outcomes(vote.result).get(language),
        decided_at=vote.decided_at,
        declared_at=vote.declared_at,
        poll_id=vote.poll_id,
        of_a_body=meeting.kind is rules.MeetingKind.BOARD,
        recused=await _interests(reading, item.id),
        casting=vote.declared_at is None
        and may_break_a_tie(book, meeting, counted)
        and meeting.chair_id not in await recused_of(reading, item.id),
    )


async def _interests(reading: AsyncSession, item_id: UUID) -> tuple[Interest, ...]:
    rows = list(await reading.scalars(select(DeclaredInterest).where(DeclaredInterest.item_id == item_id)))
    people = await identity.people_by_id(reading, [row.person_id for row in rows])
    return tuple(sorted((Interest(people[row.person_id].name, row.words) for row in rows), key=lambda one: one.name))


async def of_the_body(reading: AsyncSession, meeting_id: UUID) -> tuple[Said, ...]:
    """In a body's own meeting: who is here now on a seat with a vote, by name. Nobody in a meeting of the members."""
    meeting = await reading.get(Meeting, meeting_id)
    if meeting is None or meeting.kind is not rules.MeetingKind.BOARD:
        return ()
    rows = await reading.scalars(
        select(AttendanceSpan.person_id).where(
            AttendanceSpan.meeting_id == meeting_id,
            AttendanceSpan.out_at.is_(None),
            AttendanceSpan.counts.is_(True),
        )
    )
    people = await identity.people_by_id(reading, list(rows))
    return tuple(sorted((Said(one.id, one.name) for one in people.values()), key=lambda one: one.name))


def outcomes(kept: str) -> dict[str, ResolutionOutcome]:
    """Language -> what was decided."""

    def restore(value: object) -> dict[str, ResolutionOutcome]:
        return msgspec.convert(value, dict[str, ResolutionOutcome], dec_hook=_as_it_is)

    return from_json(kept, restore)


def _as_it_is(kind: type, value: object) -> object:
    if not isinstance(value, kind):
        raise TypeError(f"{kind.__name__} wanted, {type(value).__name__} found")
    return value


async def _named(reading: AsyncSession, ids: list[UUID]) -> tuple[Said, ...]:
    people = await identity.people_by_id(reading, ids)
    return tuple(Said(one, people[one].name) for one in ids)


async def _people(reading: AsyncSession, vote: FloorVote, voting: Collection[UUID]) -> tuple[Said, ...]:
    """Of an open vote: whoever was here and may vote, by name, with what they said."""
    if vote.manner is not Manner.OPEN:
        return ()
    said = {
        row.person_id: row.voice
        for row in await reading.scalars(select(OpenVoice).where(OpenVoice.vote_id == vote.id))
    }
    people = await identity.people_by_id(reading, [*voting, *said])
    return tuple(
        sorted((Said(one, people[one].name, said.get(one)) for one in {*voting, *said}), key=lambda one: one.name)
    )


async def to_vote_on(reading: AsyncSession, meeting_id: UUID, language: str) -> tuple[ToVoteOn, ...]:
    """Motions that can be voted on in the room, in the order of the agenda."""
    items = tuple(
        await reading.scalars(
            select(AgendaItem)
            .where(
                AgendaItem.meeting_id == meeting_id,
                AgendaItem.kind == rules.ItemKind.MOTION,
                AgendaItem.outcome.is_(None),
                AgendaItem.contest_id.is_(None),
            )
            .order_by(AgendaItem.position)
        )
    )
    votes = {
        vote.item_id: vote
        for vote in await reading.scalars(
            select(FloorVote).where(FloorVote.item_id.in_([item.id for item in items]), FloorVote.poll_id.is_(None))
        )
    }
    found = []
    looked_at = await circles.phases(reading, [item.proposal_id for item in items if item.proposal_id is not None])
    for item in items:
        vote, phase = votes.get(item.id), looked_at.get(item.proposal_id) if item.proposal_id else None
        found.append(
            ToVoteOn(
                item.id,
                in_language(item.title, language),
                None if vote is None else vote.id,
                None if vote is None else vote.manner,
                vote is not None and vote.decided_at is not None,
                item.proposal_id,
                None if phase is None else stands_now(phase),
            )
        )
    return tuple(found)


async def may_decide_by_consent(reading: AsyncSession, meeting_id: UUID) -> bool:
    """Whether the rules give the body of this meeting a decision by consent; a forum's own meeting has none here."""
    meeting = await reading.get_one(Meeting, meeting_id)
    book = (await rulebook.in_force(reading, rules.day_of(meeting.starts_at))).rulebook
    return meeting.kind is not rules.MeetingKind.FORUM and meeting.body in bodies_of_consent(book)


async def tellers(reading: AsyncSession, at: datetime) -> tuple[Said, ...]:
    """Who may count: whoever holds the office of teller or scrutineer."""
    found: dict[UUID, Said] = {}
    for role in (Role.TELLER, Role.SCRUTINEER):
        for one in await identity.holders(reading, role, rules.day_of(at)):
            found[one.id] = Said(one.id, one.name)
    return tuple(sorted(found.values(), key=lambda one: one.name))


# --- For the minutes ------------------------------------------------------------------------------------------------

HOW = {
    Manner.HANDS: Sentence("It was voted on by a show of hands, counted by two tellers."),
    Manner.OPEN: Sentence("It was voted on openly, each by name."),
}
SAID = {
    Voice.FOR: Sentence("For: {names}"),
    Voice.AGAINST: Sentence("Against: {names}"),
    Voice.NEITHER: Sentence("Neither: {names}"),
}
RECUSED = Sentence(
    "{name} declared an interest and was in neither quorum nor vote of this item. The interest: {words}"
)
Words = dict[str, str]


class ForTheMinutes(msgspec.Struct, frozen=True):
    """What the minutes say of one item: the decision, and beside it how it came about, in each language."""

    decision: Words
    result: Words


async def floor_results(reading: AsyncSession, meeting_id: UUID) -> dict[UUID, ForTheMinutes]:
    """Item -> what was decided on it in the room and declared."""
    rows = await reading.scalars(
        select(FloorVote)
        .join(AgendaItem, AgendaItem.id == FloorVote.item_id)
        .where(AgendaItem.meeting_id == meeting_id, FloorVote.declared_at.is_not(None))
    )
    found = {}
    for vote in rows.all():
        said = outcomes(vote.result or "{}")
        names = await _names_by_voice(reading, vote.id)
        recused = await _interests(reading, vote.item_id)
        found[vote.item_id] = ForTheMinutes(
            decision={code: LANGUAGES[code].say(one.outcome) for code, one in said.items()},
            result={
                code: "\n".join(LANGUAGES[code].say(sentence) for sentence in _told(vote, one, names, recused))
                for code, one in said.items()
            },
        )
    return found


def _told(
    vote: FloorVote, outcome: ResolutionOutcome, names: dict[Voice, tuple[str, ...]], recused: tuple[Interest, ...]
) -> tuple[Sentence, ...]:
    numbers = Sentence(
        "For: {for_}. Against: {against}. Neither: {neither}.",
        for_=outcome.for_,
        against=outcome.against,
        neither=outcome.blank,
    )
    by_name = tuple(Sentence(SAID[voice].text, names=names[voice]) for voice in Voice if names.get(voice))
    interests = tuple(Sentence(RECUSED.text, name=one.name, words=one.words) for one in recused)
    return (
        HOW[vote.manner],
        *interests,
        numbers,
        *by_name,
        *(rule.sentence for rule in outcome.why),
        *outcome.reasons,
    )


async def _names_by_voice(reading: AsyncSession, vote_id: UUID) -> dict[Voice, tuple[str, ...]]:
    rows = list(await reading.scalars(select(OpenVoice).where(OpenVoice.vote_id == vote_id)))
    people = await identity.people_by_id(reading, [row.person_id for row in rows])
    return {voice: tuple(sorted(people[row.person_id].name for row in rows if row.voice is voice)) for voice in Voice}


async def who_asked(reading: AsyncSession, meeting_id: UUID) -> dict[UUID, Sentence]:
    """Item -> who asked for the vote with papers on it."""
    rows = await reading.execute(
        select(PollAsked)
        .join(AgendaItem, AgendaItem.id == PollAsked.item_id)
        .where(AgendaItem.meeting_id == meeting_id)
        .order_by(PollAsked.asked_at)
    )
    found = {}
    for (asked,) in rows.all():
        ids = list(await reading.scalars(select(PollAsker.person_id).where(PollAsker.ballot_id == asked.ballot_id)))
        people = await identity.people_by_id(reading, ids)
        names = tuple(sorted(person.name for person in people.values()))
        if asked.by_chair and names:
            found[asked.item_id] = Sentence(
                "A vote with papers was asked for by the chair and by {names}.", names=names
            )
        elif asked.by_chair:
            found[asked.item_id] = Sentence("A vote with papers was asked for by the chair.")
        else:
            found[asked.item_id] = Sentence("A vote with papers was asked for by {names}.", names=names)
    return found
