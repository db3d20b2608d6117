"""Whom somebody may help in which open votes, what stands in the way of it, and what help a member had."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots.casting.supporters import candidates_of, helped_in, scrutineers_of
from govern.ballots.models import VoteSupport
from govern.ballots.queries.gathering import find_ballot
from govern.ballots.queries.lists import open_ballots_for
from govern.ballots.queries.views import OpenBallot
from govern.ballots.rules import supporting as rules
from govern.ballots.rules.supporting import HELP_WORDS, Way
from govern.constituencies.representation import queries as representation
from govern.constituencies.representation.queries import SupporterView
from govern.constituencies.representation.rules import carer_refused
from govern.constituencies.rulebook import queries as rulebooks
from govern.errors import GovernError, NotFound, WrongMoment
from govern.identity import queries as identity
from govern.identity.rules import day_of
from govern.sentences import Sentence


class Beside(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who helps with a vote, and the voter whose vote it is. `id`: of the consent, or of the call."""

    way: Way
    id: UUID
    voter_id: UUID
    voter: str
    first_name: str
    delivers_care: bool = False


class OpenToHelp(msgspec.Struct, frozen=True):
    """An open vote of a member whom somebody may help; `why_not` where they may not in this one."""

    ballot: OpenBallot
    why_not: Sentence | None


class Helped(msgspec.Struct, frozen=True):
    """A member whom somebody may help, and the votes that are open to this member."""

    support: SupporterView
    open: tuple[OpenToHelp, ...]


class HelpHad(msgspec.Struct, frozen=True):
    """A vote of one's own that was sent with help: on which day, by whom, which help."""

    on: date
    by: str
    help: tuple[Sentence, ...]


async def to_help(reading: AsyncSession, me: UUID, *, language: str, at: datetime) -> tuple[Helped, ...]:
    """Whom this person may help now, with the votes that are open to each. Whether they voted is not told."""
    found = []
    for support in await representation.helped_by(reading, me, day_of(at)):
        votes = []
        for ballot in await open_ballots_for(reading, support.member_id, language=language, at=at):
            quiet = msgspec.structs.replace(ballot, voted=False)
            try:
                await check_beside(reading, ballot.id, support, at)
                votes.append(OpenToHelp(quiet, None))
            except GovernError as refusal:
                votes.append(OpenToHelp(quiet, refusal.message))
        found.append(Helped(support, tuple(votes)))
    return tuple(found)


async def beside(reading: AsyncSession, ballot_id: UUID, support_id: UUID, me: UUID, at: datetime) -> Beside:
    """This person at the booth of the member who named them.

    Raises NotFound for others' consents, WrongMoment for one that ended, NotAllowed for one too many
    and for whoever stands.
    """
    support = await representation.support(reading, support_id, day_of(at))
    if support.supporter_id != me:
        raise NotFound("You help nobody here. Go to the list of those whom you may help.")
    if not support.holds:
        raise WrongMoment(rules.consent_ended().message)
    await check_beside(reading, ballot_id, support, at)
    return Beside(
        way=Way.BESIDE,
        id=support.id,
        voter_id=support.member_id,
        voter=support.member,
        first_name=support.member_first,
        delivers_care=support.delivers_care,
    )


async def check_beside(reading: AsyncSession, ballot_id: UUID, support: SupporterView, at: datetime) -> None:
    """What stands in the way of this help in this ballot. The caster asks it again."""
    ballot = await find_ballot(reading, ballot_id)
    book = (await rulebooks.version(reading, ballot.rulebook_version_id)).rulebook
    if support.delivers_care and not book.support.carers_may_help:
        raise carer_refused(book)
    if support.supporter_id in await candidates_of(reading, ballot_id):
        rules.check_no_candidate(book)
    if support.supporter_id in await scrutineers_of(reading, ballot_id, day_of(at)):
        raise rules.is_scrutineer()
    helped = await helped_in(reading, ballot_id, [support.supporter_id])
    rules.check_may_support(book, support.member_id, helped[support.supporter_id])


async def help_had(reading: AsyncSession, ballot_id: UUID, person_id: UUID) -> tuple[HelpHad, ...]:
    """The votes in this member's name that were sent with help, for the member alone."""
    rows = tuple(
        await reading.scalars(
            select(VoteSupport)
            .where(VoteSupport.ballot_id == ballot_id, VoteSupport.member_id == person_id)
            .order_by(VoteSupport.on, VoteSupport.id)
        )
    )
    people = await identity.people_by_id(reading, [row.supporter_id for row in rows])
    return tuple(
        HelpHad(
            row.on,
            people[row.supporter_id].name,
            tuple(words for help, words in HELP_WORDS.items() if help.value in row.help),
        )
        for row in rows
    )
