"""How a board or another body decided an item of its meeting, for its minutes: by consensus, or by a vote (M57).

One seat one vote, with the quorum and the tie of the rules (`ballots.deciding.board`). Whoever declared an interest
is in neither quorum nor count (invariant 31). Whoever asks for it stands in the minutes as not agreeing, by name.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.ballots.deciding.question import Side
from govern.ballots.rules.what_if import BodyNumbers, consents_first, tried_in_body
from govern.constituencies.rulebook import queries as rulebook
from govern.database import locked
from govern.errors import NotAllowed, NotValid
from govern.languages import LANGUAGES
from govern.meetings import queries as meetings
from govern.meetings.queries import MeetingPage
from govern.meetings.rules import MeetingKind, day_of
from govern.minutes.book import rules
from govern.minutes.book.lifecycle.writing import rule_words
from govern.minutes.book.models import Entry, Minutes
from govern.minutes.book.rules import EntryKind, Step
from govern.record import Event
from govern.sentences import Sentence


class InBody(msgspec.Struct, frozen=True, kw_only=True):
    """How it was decided: with nobody against, or by numbers. `recused` took no part in this item; `dissent` asked
    that their not agreeing is written down."""

    consensus: bool
    for_: int = 0
    against: int = 0
    neither: int = 0
    chair: Side | None = None
    recused: tuple[UUID, ...] = ()
    dissent: tuple[UUID, ...] = ()


async def who_decides(reading: AsyncSession, meeting: MeetingPage) -> dict[UUID, str]:
    """Those at a body's meeting whose voice counts, by name; nobody in a general meeting, where ballots decide."""
    if meeting.kind is not MeetingKind.BOARD:
        return {}
    return {stay.person_id: stay.name for stay in await meetings.stays(reading, meeting.id) if stay.counts}


async def decided_in_body(writing: AsyncSession, entry_id: UUID, said: InBody, *, by: UUID, at: datetime) -> UUID:
    """Write down what the body decided and how. Returns the minutes' id.

    Raises `NotAllowed` where it is no meeting of a body, `NotValid` beside the field where the numbers cannot be.
    """
    entry = await locked(writing, Entry, entry_id)
    minutes = await locked(writing, Minutes, entry.minutes_id)
    minutes.stage = rules.after(minutes.stage, Step.EDIT)
    meeting = await meetings.meeting_page(writing, minutes.meeting_id, "en")
    there = await who_decides(writing, meeting)
    if not there or entry.kind is not EntryKind.ITEM or entry.contest_id is not None:
        raise NotAllowed("Only what a board or another body decided in its own meeting is written down like this.")
    if not {*said.recused, *said.dissent} <= set(there) or set(said.recused) & set(said.dissent):
        raise NotValid("Choose people who were there, and took part in this item.", field="dissent")
    decision, told = await _told(writing, meeting, said, there)
    book = (await rulebook.in_force(writing, day_of(meeting.starts_at))).rulebook
    spoken = tuple(code for code in book.society.languages if code in LANGUAGES) or ("en",)
    entry.decision = {code: LANGUAGES[code].say(decision) for code in spoken}
    entry.result = {code: "\n".join(LANGUAGES[code].say(one) for one in told) for code in spoken}
    facts: dict[str, str | int | bool | None] = {"entry": str(entry_id), "consensus": said.consensus}
    await record.add(writing, Event("minutes.decided-in-body", f"minutes:{minutes.id}", at, by, facts))
    return minutes.id


async def _told(
    reading: AsyncSession, meeting: MeetingPage, said: InBody, there: dict[UUID, str]
) -> tuple[Sentence, tuple[Sentence, ...]]:
    """The decision, and how it came about: “consensus”, or the numbers, each rule with its clause."""
    assert meeting.opened_at is not None
    book = (await rulebook.in_force(reading, day_of(meeting.starts_at))).rulebook
    entitled = (await meetings.quorum(reading, meeting.id, meeting.opened_at)).entitled
    took_part = len(there) - len(said.recused)
    present = took_part if said.consensus else said.for_ + said.against + said.neither
    if present > took_part:
        raise NotValid(
            "{votes} votes were given, and {present} people with a vote took part. Check the numbers.",
            field="for_",
            votes=present,
            present=took_part,
        )
    numbers = BodyNumbers(
        filled=max(entitled - len(said.recused), present),
        present=present,
        for_=present if said.consensus else said.for_,
        against=0 if said.consensus else said.against,
        blank=0 if said.consensus else said.neither,
    )
    tried = tried_in_body(book, meeting.body, numbers, said.chair)
    first = consents_first(book, meeting.body)
    lines = [first.sentence] if first is not None and not said.consensus else []
    if said.consensus and tried.decision.carried:
        lines.append(Sentence("Consensus: nobody was against it, so there was no vote."))
    elif not said.consensus or not tried.decision.carried:
        lines += [rule_words(step) for step in tried.steps]
    names = tuple(there[one] for one in said.recused)
    if names:
        lines.append(Sentence("They declared an interest and took no part in this: {names}.", names=names))
    if len(said.dissent) > said.against + said.neither and not said.consensus:
        raise NotValid("More people did not agree than did not vote for it. Check the names.", field="dissent")
    names = tuple(there[one] for one in said.dissent)
    if names:
        lines.append(Sentence("They asked that it is written down that they did not agree: {names}.", names=names))
    return tried.decision.outcome, tuple(lines)
