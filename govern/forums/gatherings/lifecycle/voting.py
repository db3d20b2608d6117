"""A vote of one forum alone: whoever leads it writes it and asks for it, the returning officer runs it.

    draft_vote ──► its options (`ballots.lifecycle`) ──► ask_for_vote ──► the office prepares and publishes it
                                                             freeze_vote: the forum's members of the record day

It is secret and can be checked as every other ballot. Of a forum that is there for its people only, it is there only
for those on its roll and for the returning officer.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots import lifecycle as ballots
from govern.ballots.lifecycle import BallotDraft, ContestDraft, OfForum, Wording
from govern.ballots.models import Ballot
from govern.ballots.queries import contest_ids
from govern.ballots.rules import ContestKind, Stage, Weight
from govern.ballots.rules.readiness import LEAST_OPTIONS
from govern.constituencies.rulebook import queries as rulebook
from govern.database import locked
from govern.errors import NotFound, NotValid, WrongMoment
from govern.forums.gatherings.lifecycle.founding import check_open
from govern.forums.gatherings.models import Forum
from govern.forums.gatherings.queries.voting import options_there, voters_on
from govern.forums.gatherings.rules import VoteKind, check_weight, yes_and_no
from govern.identity.rules import day_of
from govern.society import Society

Words = dict[str, str]


class VoteDraft(msgspec.Struct, frozen=True, kw_only=True):
    """A vote as whoever leads the forum writes it, in the languages it was typed in."""

    kind: VoteKind
    title: Words
    question: Words
    weight: Weight
    opens_at: datetime
    closes_at: datetime


async def draft_vote(
    writing: AsyncSession, forum_id: UUID, wanted: VoteDraft, *, by: UUID, at: datetime, asked: bool = False
) -> UUID:
    """Begin a vote of this forum; `asked` at once where the office calls it. Raises `NotValid`, `WrongMoment`."""
    row = await locked(writing, Forum, forum_id)
    check_open(row)
    check_weight(wanted.weight)
    languages = (await rulebook.in_force(writing, day_of(at))).rulebook.society.languages
    for field, words in (("title", wanted.title), ("question", wanted.question)):
        for code in languages:
            if not words.get(code, "").strip():
                raise NotValid(
                    "Write this in every language of the society.", field=field if code == "en" else f"{field}_{code}"
                )
    contest = ContestDraft(
        kind=ContestKind.OPTION,
        wording=Wording(title=wanted.title, question=wanted.question),
        weight=wanted.weight,
        options=yes_and_no(languages) if wanted.kind is VoteKind.YES_NO else (),
    )
    new = BallotDraft(
        title=wanted.title,
        opens_at=wanted.opens_at,
        closes_at=wanted.closes_at,
        contests=(contest,),
        forum=OfForum(row.id, row.name, row.restricted),
    )
    ballot_id = await ballots.draft(writing, new, by=by, at=at)
    if asked:
        await ballots.ask_for(writing, ballot_id, by=by, at=at)
    return ballot_id


async def being_written(writing: AsyncSession, forum_id: UUID, ballot_id: UUID) -> UUID:
    """The question of a vote that this forum still writes. Raises `NotFound`, `WrongMoment` once it was asked for."""
    ballot = await locked(writing, Ballot, ballot_id)
    if ballot.forum_id != forum_id:
        raise NotFound("There is no such vote of this forum. Go back to its votes.")
    if ballot.asked_at is not None or ballot.stage is not Stage.DRAFT:
        raise WrongMoment("This vote was asked for. The office prepares it now, so it cannot be changed here.")
    return (await contest_ids(writing, ballot_id))[0]


async def ask_for_vote(writing: AsyncSession, forum_id: UUID, ballot_id: UUID, *, by: UUID, at: datetime) -> None:
    """It is written: the office prepares it and the returning officer runs it. Raises `WrongMoment`."""
    contest_id = await being_written(writing, forum_id, ballot_id)
    if await options_there(writing, contest_id) < LEAST_OPTIONS:
        raise WrongMoment("There is no choice yet. Add two things or more, then ask for the vote.")
    await ballots.ask_for(writing, ballot_id, by=by, at=at)


async def freeze_vote(
    writing: AsyncSession, society: Society, forum_id: UUID, ballot_id: UUID, *, by: UUID, at: datetime
) -> None:
    """The roll is whoever was a member of the forum, and may vote, on the record day. Raises `NotFound`."""
    ballot = await locked(writing, Ballot, ballot_id)
    if ballot.forum_id != forum_id:
        raise NotFound("There is no such vote of this forum. Go back to its votes.")
    among = await voters_on(writing, forum_id, ballot.record_on)
    await ballots.freeze(writing, society, ballot_id, by=by, at=at, among=among)


__all__ = ["VoteDraft", "ask_for_vote", "being_written", "draft_vote", "freeze_vote"]
