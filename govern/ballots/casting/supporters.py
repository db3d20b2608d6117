"""A vote that is sent with help: whether the help still stands when it goes in, and the note that there was help.

Consent is asked when the vote goes in and not when the page was opened: whoever's consent ended meanwhile is refused.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Protocol
from uuid import UUID, uuid4

import msgspec
from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots.models import Ballot, Candidate, Contest, TelephoneCall, VoteSupport, table_of
from govern.ballots.rules import supporting as rules
from govern.ballots.rules.supporting import Help, Way
from govern.ballots.seal.documents import Level
from govern.constituencies.representation import queries as representation
from govern.constituencies.rulebook.book import Rulebook
from govern.errors import GovernError
from govern.identity import queries as identity
from govern.identity.rules import day_of
from govern.permissions import Role


class Support(msgspec.Struct, frozen=True):
    """Who helps to send a vote, by which consent of the member or in which call (its id), with what."""

    way: Way
    id: UUID
    by: UUID
    help: tuple[Help, ...]


class Sent(Protocol):
    """What is sent: in whose name, with whose help, when."""

    @property
    def ballot_id(self) -> UUID: ...
    @property
    def person_id(self) -> UUID | None: ...
    @property
    def support(self) -> Support | None: ...
    @property
    def sealed_at(self) -> datetime: ...
    @property
    def at(self) -> datetime: ...


class Call(msgspec.Struct, frozen=True):
    """A call that goes on: whose vote, who reads the paper, who listened and when."""

    member_id: UUID
    officer_id: UUID
    began_at: datetime
    listener_id: UUID | None
    listened_at: datetime | None


class Supported:
    """What holds of the help of one batch: consents, calls, whom each has helped in this ballot, who stands,
    who opens it."""

    def __init__(
        self,
        book: Rulebook,
        consents: dict[UUID, tuple[UUID, UUID]],
        calls: dict[UUID, Call],
        helped: dict[UUID, set[UUID]],
        standing: frozenset[UUID],
        scrutineers: frozenset[UUID],
    ) -> None:
        self._book = book
        self._consents = consents
        self._calls = calls
        self._helped = helped
        self._standing = standing
        self._scrutineers = scrutineers
        self.listeners: dict[UUID, UUID | None] = {}

    def admit(self, vote: Sent) -> None:
        """Raises `NotAllowed` or `WrongMoment` for help that does not stand. What is admitted counts for the next of
        the batch."""
        support = vote.support
        if support is None or vote.person_id is None:
            return
        if support.way is Way.TELEPHONE:
            self._admit_caller(vote, support)
            return
        if self._consents.get(support.id) != (vote.person_id, support.by):
            raise rules.consent_ended()
        if support.by in self._standing:
            rules.check_no_candidate(self._book)
        if support.by in self._scrutineers:
            raise rules.is_scrutineer()
        rules.check_may_support(self._book, vote.person_id, self._helped[support.by])
        self._helped[support.by].add(vote.person_id)

    def _admit_caller(self, vote: Sent, support: Support) -> None:
        """One officer read, another listened to just these choices, and neither stands (invariant 59)."""
        call = self._calls.pop(support.id, None)
        if call is None or (call.member_id, call.officer_id) != (vote.person_id, support.by):
            raise rules.call_over()
        try:
            rules.check_call_open(call.began_at, vote.at)
            rules.check_heard(call.listened_at, vote.sealed_at, vote.at)
            for officer in (call.officer_id, call.listener_id):
                opens = officer in self._scrutineers
                rules.check_officer(stands=officer in self._standing, related=False, opens=opens)
        except GovernError:
            self._calls[support.id] = call
            raise
        self.listeners[support.id] = call.listener_id


async def supported_now(
    reading: AsyncSession, ballot_id: UUID, book: Rulebook, votes: Sequence[Sent]
) -> Supported | None:
    """None where nobody in this batch is helped."""
    supports = [vote.support for vote in votes if vote.support is not None]
    if not supports:
        return None
    today = day_of(max(vote.at for vote in votes))
    consents = await representation.supporting(reading, [one.id for one in supports if one.way is Way.BESIDE], today)
    calls = await _calls(reading, ballot_id, [one.id for one in supports if one.way is Way.TELEPHONE])
    helped = await helped_in(reading, ballot_id, {one.by for one in supports})
    standing, scrutineers = await candidates_of(reading, ballot_id), await scrutineers_of(reading, ballot_id, today)
    return Supported(book, consents, calls, helped, standing, scrutineers)


async def _calls(reading: AsyncSession, ballot_id: UUID, ids: Sequence[UUID]) -> dict[UUID, Call]:
    found = select(TelephoneCall).where(TelephoneCall.ballot_id == ballot_id, TelephoneCall.id.in_(ids))
    return {
        row.id: Call(row.member_id, row.officer_id, row.began_at, row.listener_id, row.listened_at)
        for row in await reading.scalars(found)
    }


async def helped_in(reading: AsyncSession, ballot_id: UUID, supporters: Iterable[UUID]) -> dict[UUID, set[UUID]]:
    """Supporter -> the members whom they have helped in this ballot, as a supporter beside them."""
    rows = await reading.execute(
        select(VoteSupport.supporter_id, VoteSupport.member_id).where(
            VoteSupport.ballot_id == ballot_id,
            VoteSupport.supporter_id.in_(list(supporters)),
            VoteSupport.way == Way.BESIDE,
        )
    )
    helped: dict[UUID, set[UUID]] = defaultdict(set)
    for supporter, member in rows:
        helped[supporter].add(member)
    return helped


async def candidates_of(reading: AsyncSession, ballot_id: UUID) -> frozenset[UUID]:
    """Everybody who stands in this ballot and has not withdrawn."""
    rows = await reading.scalars(
        select(Candidate.person_id)
        .join(Contest, Contest.id == Candidate.contest_id)
        .where(Contest.ballot_id == ballot_id, Candidate.withdrawn_at.is_(None))
    )
    return frozenset(rows)


async def scrutineers_of(reading: AsyncSession, ballot_id: UUID, on: date) -> frozenset[UUID]:
    """Who may not help with this ballot because they open it with others; nobody at the level Everyday, at which the
    server opens it."""
    level = await reading.scalar(select(Ballot.level).where(Ballot.id == ballot_id))
    if level is None or level is Level.EVERYDAY:
        return frozenset()
    return frozenset(one.id for one in await identity.holders(reading, Role.SCRUTINEER, on))


async def note_support(writing: AsyncSession, supported: Supported, votes: Iterable[Sent]) -> None:
    """Who helped whom, in which ballot, with what, on which day; in the transaction of the vote itself.

    A call is over with this: nothing stays of when it was.
    """
    listeners = supported.listeners
    rows = [
        _row(vote, vote.support, listeners.get(vote.support.id), day_of(vote.at))
        for vote in votes
        if vote.support is not None
    ]
    if rows:
        await writing.execute(insert(table_of(VoteSupport)), rows)
        await writing.execute(delete(TelephoneCall).where(TelephoneCall.id.in_(list(listeners))))


def _row(vote: Sent, support: Support, listener: UUID | None, on: date) -> dict[str, object]:
    return {
        "id": uuid4(),
        "ballot_id": vote.ballot_id,
        "member_id": vote.person_id,
        "supporter_id": support.by,
        "witness_id": listener,
        "way": support.way,
        "help": tuple(one.value for one in support.help),
        "on": on,
        "told": False,
    }
