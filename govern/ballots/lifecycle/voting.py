"""The third chapter: voting. A paper is sealed on the check page and cast; the box is closed.

Sealing happens before anybody has cast anything: the check page shows the code, and what is cast is the very envelope
whose code was shown. Between the two pages the envelope waits in the browser, encrypted by the page that made it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.ballots import casting, rules
from govern.ballots.casting import Posted, Vote, caster_of
from govern.ballots.casting.supporters import Support
from govern.ballots.lifecycle import letters, paper_arrivals, paper_entries
from govern.ballots.lifecycle.agreeing import check_agreed
from govern.ballots.lifecycle.ceremony import check_not_opened
from govern.ballots.lifecycle.options import check_stays_sealed
from govern.ballots.models import Ballot, CastEnvelope, CastToken, Challenge, Reminder
from govern.ballots.paper.sealing import Choices, Sealing, packed, sealed_with_openers
from govern.ballots.queries import paper_log
from govern.ballots.queries.gathering import book_while_open, find_ballot
from govern.ballots.queries.members import place_on_the_roll
from govern.ballots.rules import Answer, Stage, Step
from govern.ballots.rules.keeping import archived_already
from govern.ballots.rules.params import one_line
from govern.ballots.seal.documents import (
    Closed,
    Struck,
    Withdrawn,
    code_of,
)
from govern.constituencies.rulebook import queries as rulebooks
from govern.database import locked
from govern.errors import AlreadyDone, NotAllowed, NotValid, WrongMoment
from govern.identity import queries as identity
from govern.identity.rules import Site
from govern.record import Event
from govern.society import Society


async def seal_paper(
    reading: AsyncSession,
    ballot_id: UUID,
    person_id: UUID,
    choices: Choices,
    part: Collection[str] | None = None,
    *,
    at: datetime,
) -> Sealing:
    """Seal a voter's choices in an envelope that is not cast yet. Nothing is stored.

    `part`: only these questions of the paper, where somebody else is asked about the others.

    Raises NotOnTheRoll, WrongMoment, NotAllowed for a contest of another group, NotAChoice for impossible choices.
    """
    ballot = await find_ballot(reading, ballot_id)
    await book_while_open(reading, ballot, at)
    assert ballot.manifest_hash is not None
    manifest = await casting.manifest_of(reading, ballot_id, ballot.manifest_hash)
    handle, style = await place_of_voter(reading, ballot_id, person_id)
    asked = tuple(one for one in manifest.style(style).contests if part is None or one in part)
    paper = rules.paper_of(asked, {str(c): marks for c, marks in choices.items()})
    envelope, openers = sealed_with_openers(manifest, handle, style, paper)
    return msgspec.structs.replace(packed(manifest, ballot_id, [envelope], paper, at), openers=openers)


async def place_of_voter(reading: AsyncSession, ballot_id: UUID, person_id: UUID) -> tuple[str, str]:
    """The handle and style of whoever is on the roll. Raises NotOnTheRoll."""
    place = await place_on_the_roll(reading, ballot_id, person_id)
    if place is None:
        raise rules.not_on_the_roll()
    return place


async def cast(
    society: Society,
    person_id: UUID,
    sealing: Sealing,
    *,
    at: datetime,
    by: UUID | None = None,
    support: Support | None = None,
) -> Posted:
    """Put the envelope whose code was shown into the box. Returns only when it is there for good.

    `by` is the human who votes for an organisation: only its present representative may (invariant 6).
    `support` is the help with which a member sends it; the consent to it is asked again here.
    The same form again gives the same answer and no second envelope. Another envelope later replaces this one.
    Raises SealedTooLongAgo after twenty minutes: seal again, show the new code; nothing is lost.
    """
    return await caster_of(society).cast(
        Vote(sealing.ballot_id, person_id, sealing.envelope, sealing.token, sealing.sealed_at, at, by, support)
    )


async def cast_before(reading: AsyncSession, sealing: Sealing) -> Posted | None:
    """What this form put into the box already, if it did: for a page that is sent twice."""
    envelope = sealing.envelope
    leaf = await reading.scalar(
        select(CastToken.leaf).where(
            CastToken.ballot_id == sealing.ballot_id,
            CastToken.handle == envelope.handle,
            CastToken.token_hash == hashlib.sha256(sealing.token).digest(),
        )
    )
    return None if leaf is None else Posted(sealing.ballot_id, leaf, code_of(envelope.sealed), again=True)


async def mail_receipt(
    writing: AsyncSession, ballot_id: UUID, person_id: UUID, code: str, *, site: Site, at: datetime
) -> bool:
    """The receipt by mail, when it is wanted. False where we have no address."""
    ballot = await writing.get_one(Ballot, ballot_id)
    person = await identity.person(writing, person_id)
    return await letters.send_receipt(writing, ballot, person, code, site=site, at=at)


async def remind(writing: AsyncSession, ballot_id: UUID, *, site: Site, by: UUID | None, at: datetime) -> int:
    """Write to those who have not voted. The officer learns how many, and never whom. Not twice in one day."""
    ballot = await locked(writing, Ballot, ballot_id)
    latest = await writing.scalar(select(func.max(Reminder.at)).where(Reminder.ballot_id == ballot_id))
    rules.may_remind(ballot.stage, ballot.closes_at, latest, at)
    written = await letters.remind(writing, ballot, site=site, at=at)
    writing.add(Reminder(ballot_id=ballot_id, at=at, letters=written, by=by))
    await record.add(writing, Event("ballot.reminded", f"ballot:{ballot_id}", at, by, {"letters": written}))
    return written


# --- "I did not cast this vote" -------------------------------------------------------------------------------------


async def challenge(writing: AsyncSession, ballot_id: UUID, person_id: UUID, words: str, *, at: datetime) -> UUID:
    """A member says that a vote in their name is not theirs. It is answered before the count."""
    ballot = await locked(writing, Ballot, ballot_id)
    if ballot.archived_at is not None:
        raise archived_already()
    if ballot.stage not in (Stage.OPEN, Stage.CLOSED):
        raise WrongMoment(
            "This can be said while voting is open, and after it until the count. Please call the returning officer."
        )
    await check_not_opened(writing, ballot_id)
    handle, _ = await place_of_voter(writing, ballot_id, person_id)
    cast_leaf = await writing.scalar(
        select(CastEnvelope.leaf).where(CastEnvelope.ballot_id == ballot_id, CastEnvelope.handle == handle).limit(1)
    )
    if cast_leaf is None and not await paper_log.paper_has_come(writing, ballot_id, person_id):
        raise NotValid("There is no envelope of yours in the box. Nobody has voted in your name here.")
    waiting = select(Challenge.id).where(
        Challenge.ballot_id == ballot_id, Challenge.person_id == person_id, Challenge.answer.is_(None)
    )
    if await writing.scalar(waiting) is not None:
        raise AlreadyDone("You have said this already. The returning officer has it and will answer you.")
    said = Challenge(ballot_id=ballot_id, person_id=person_id, words=words.strip()[:1000], said_at=at)
    writing.add(said)
    await writing.flush()
    await record.add(
        writing, Event("ballot.challenged", f"ballot:{ballot_id}", at, None, {"challenge": str(said.id)})
    )
    return said.id


async def answer_challenge(
    writing: AsyncSession,
    society: Society,
    challenge_id: UUID,
    answer: Answer,
    note: str,
    *,
    by: UUID,
    at: datetime,
) -> None:
    """The returning officer answers: the vote stands, the member has voted again, or their entry is struck.

    A strike sets aside everything cast for the member, and needs a second officer; until then it does not count.
    """
    said = await locked(writing, Challenge, challenge_id)
    ballot = await locked(writing, Ballot, said.ballot_id)
    if ballot.stage not in (Stage.OPEN, Stage.CLOSED):
        raise WrongMoment("This vote is counted, so this cannot be answered any more. A recount can be asked for.")
    if said.answer is not None and said.answer is not Answer.STRUCK:
        raise AlreadyDone("This was answered already. Look at the answer.")
    if said.answer is Answer.STRUCK:
        await _second_strike(writing, society, ballot, said, by=by, at=at)
        return
    said.answer, said.note, said.answered_by, said.answered_at = answer, note.strip()[:1000], by, at
    facts: dict[str, str | int | bool | None] = {"challenge": str(challenge_id), "answer": answer.value}
    await record.add(writing, Event("challenge.answered", f"ballot:{ballot.id}", at, by, facts))


async def _second_strike(
    writing: AsyncSession, society: Society, ballot: Ballot, said: Challenge, *, by: UUID, at: datetime
) -> None:
    await check_not_opened(writing, ballot.id)
    if said.seconded_at is not None:
        raise AlreadyDone("Two officers have struck this entry already. There is nothing more to do.")
    if by == said.answered_by:
        raise NotAllowed("A second officer has to agree. You cannot agree with yourself.")
    assert said.person_id is not None  # it goes with the archive, long after the count
    handle, _ = await place_of_voter(writing, ballot.id, said.person_id)
    await paper_entries.check_not_mixed(writing, ballot, handle)
    leaf = Struck(handle, "The voter says that they did not cast it.", ("returning officer", "second officer"))
    await casting.append(writing, ballot, [leaf], society.key("log"), at)
    said.seconded_by, said.seconded_at = by, at
    await record.add(writing, Event("ballot.struck", f"ballot:{ballot.id}", at, by, {"challenge": str(said.id)}))


# --- The end of voting ----------------------------------------------------------------------------------------------


async def close(writing: AsyncSession, society: Society, ballot_id: UUID, *, by: UUID | None, at: datetime) -> None:
    """Stop voting: at the set time, or before it by the returning officer. From here nothing in the box changes.

    At the level AGM another officer has proposed it, unless the clock does it at the set time (`agreeing`)."""
    ballot = await locked(writing, Ballot, ballot_id)
    stage = rules.after(ballot.stage, Step.CLOSE)
    await check_agreed(writing, ballot, Step.CLOSE, by=by, at=at)
    if by is None:
        book = (await rulebooks.version(writing, ballot.rulebook_version_id)).rulebook
        if at <= rules.last_moment(ballot.closes_at, book.ballot.grace_seconds):
            raise WrongMoment(
                "This vote closes on {day}. It cannot close by itself before that.", day=ballot.closes_at
            )
    await check_stays_sealed(writing, ballot, at)
    await paper_arrivals.check_nothing_waits(writing, ballot, by=by, at=at)
    await casting.append(writing, ballot, [Closed()], society.key("log"), at)
    ballot.stage, ballot.closed_at = stage, at
    envelopes = await writing.scalar(
        select(func.count()).select_from(CastEnvelope).where(CastEnvelope.ballot_id == ballot_id)
    )
    facts: dict[str, str | int | bool | None] = {"envelopes": envelopes or 0, "early": at < ballot.closes_at}
    await record.add(writing, Event("ballot.closed", f"ballot:{ballot_id}", at, by, facts))


async def withdraw(
    writing: AsyncSession,
    society: Society,
    ballot_id: UUID,
    reason: str,
    *,
    by: UUID | None,
    at: datetime,
    site: Site | None = None,
) -> None:
    """Take the ballot back. Envelopes stay in the log, sealed for ever; with a `site` the roll is told."""
    reason = one_line(reason)[:200]
    if not reason:
        raise NotValid("Say why the vote is withdrawn. Members read it.", field="reason")
    ballot = await locked(writing, Ballot, ballot_id)
    was_open = ballot.stage is Stage.OPEN
    ballot.stage = rules.after(ballot.stage, Step.WITHDRAW)
    if was_open:
        await casting.append(writing, ballot, [Withdrawn(reason)], society.key("log"), at)
    ballot.withdrawn_at, ballot.withdrawn_reason = at, reason
    if site is not None and ballot.frozen_at is not None:
        await letters.tell_withdrawn(writing, ballot, reason, site=site, at=at)
    await record.add(writing, Event("ballot.withdrawn", f"ballot:{ballot_id}", at, by))


__all__ = [
    "Choices",
    "Sealing",
    "answer_challenge",
    "cast",
    "cast_before",
    "challenge",
    "close",
    "mail_receipt",
    "remind",
    "seal_paper",
    "withdraw",
]
