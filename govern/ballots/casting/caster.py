"""The one caster of a process, which commits waiting votes together.

A commit on disk costs the same for one vote as for fifty, so votes that arrive while one commit is under way wait and
go into the next, together. Each voter is answered only after the commit that holds their own envelope (decision 10:
the one exception to "one request, one transaction").
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID
from weakref import WeakKeyDictionary

import msgspec
from sqlalchemy import bindparam, insert, select
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.ballots import rules
from govern.ballots.casting.heads import InRecovery
from govern.ballots.casting.log import Edge, add_leaves, held_edge, manifest_of, sign_head
from govern.ballots.casting.refusing import refusal_of
from govern.ballots.casting.senders import (
    Standing,
    check_holder_is_here,
    holders_missing,
    in_the_room,
    standing,
    style_of,
)
from govern.ballots.casting.supporters import Support, Supported, note_support, supported_now
from govern.ballots.models import (
    Ballot,
    CastEnvelope,
    CastToken,
    MemberHandle,
    RollEntry,
    SlipSeen,
    table_of,
)
from govern.ballots.seal.covers import check_covers, once_only
from govern.ballots.seal.documents import Cast, Channel, Envelope, Manifest, code_from_hash
from govern.constituencies.register import queries as register
from govern.constituencies.rulebook import queries as rulebooks
from govern.database import Store
from govern.errors import GovernError, NotFound, NotValid, Unavailable
from govern.identity.rules import day_of
from govern.society import Society

MOST_TOGETHER = 256

log = logging.getLogger(__name__)


class Vote(msgspec.Struct, frozen=True):
    """An envelope on its way into the log: whose, of which form, sealed when, come in when.

    `by` is the human who sends it for an organisation; nobody where somebody votes for themselves. Without a
    `person_id` it is cast under an appointment of the log by its holder, `by`. `support` is the help with which it
    is sent: a fact beside the envelope (decision 19).
    """

    ballot_id: UUID
    person_id: UUID | None
    envelope: Envelope
    token: bytes
    sealed_at: datetime
    at: datetime
    by: UUID | None = None
    support: Support | None = None


class Posted(msgspec.Struct, frozen=True):
    """The envelope is in the log for good. `again`: it was already, by the same form."""

    ballot_id: UUID
    leaf: int
    code: str
    again: bool = False


class Caster:
    """Takes votes for one society in one process, and posts those that wait together in one transaction."""

    def __init__(self, store: Store, key: bytes) -> None:
        self._store = store
        self._key = key
        self._waiting: list[tuple[Vote, asyncio.Future[Posted]]] = []
        self._work: asyncio.Task[None] | None = None

    async def cast(self, vote: Vote) -> Posted:
        """Returns once the envelope is committed. Raises the refusal, or Unavailable when nothing could be stored."""
        answer: asyncio.Future[Posted] = asyncio.get_running_loop().create_future()
        self._waiting.append((vote, answer))
        if self._work is None or self._work.done():
            self._work = asyncio.create_task(self._post_waiting())
        return await answer

    async def _post_waiting(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting[:MOST_TOGETHER], self._waiting[MOST_TOGETHER:]
            try:
                answers = await post(self._store, [vote for vote, _ in batch], self._key)
            except (SQLAlchemyError, OSError) as failure:
                log.error("votes could not be stored", extra={"kind": type(failure).__name__, "votes": len(batch)})
                answers = [_not_stored() for _ in batch]
            except asyncio.CancelledError:
                for _, answer in batch:
                    answer.cancel()
                raise
            except Exception as fault:  # a fault of ours: each voter's page says so, and none says "your vote is in"
                for _, answer in batch:
                    if not answer.done():
                        answer.set_exception(fault)
                continue
            for (_, answer), said in zip(batch, answers, strict=True):
                if answer.done():
                    continue
                if isinstance(said, Posted):
                    answer.set_result(said)
                else:
                    answer.set_exception(said)


def _not_stored() -> Unavailable:
    return Unavailable(
        "We could not put your envelope in the box just now, so you have not voted. "
        "Your choices are kept. Please send your vote again in a minute."
    )


_casters: WeakKeyDictionary[asyncio.AbstractEventLoop, WeakKeyDictionary[Society, Caster]] = WeakKeyDictionary()


def caster_of(society: Society) -> Caster:
    """The one caster of this society in this process."""
    here = _casters.setdefault(asyncio.get_running_loop(), WeakKeyDictionary())
    if society not in here:
        here[society] = Caster(society.store, society.key("log"))
    return here[society]


# --- One commit for many votes --------------------------------------------------------------------------------------


async def post(store: Store, votes: Sequence[Vote], key: bytes) -> list[Posted | GovernError]:
    """Post votes in one transaction; answers stand in the order of the votes, and are true once this returns."""
    by_ballot: dict[UUID, list[int]] = defaultdict(list)
    for place, vote in enumerate(votes):
        by_ballot[vote.ballot_id].append(place)
    answers: dict[int, Posted | GovernError] = {}
    async with store.writing() as writing:
        for ballot_id in sorted(by_ballot):
            places = by_ballot[ballot_id]
            said = await _post_to(writing, ballot_id, [votes[place] for place in places], key)
            answers.update(zip(places, said, strict=True))
    return [answers[place] for place in range(len(votes))]


# The same three questions for every batch: made once, of tables alone.
_ballot, _roll, _whose = table_of(Ballot).c, table_of(RollEntry).c, table_of(MemberHandle).c
_tokens, _envelopes = table_of(CastToken).c, table_of(CastEnvelope).c
_THE_BALLOT = select(
    _ballot.stage,
    _ballot.meeting_id,
    _ballot.opens_at,
    _ballot.closes_at,
    _ballot.taken_at,
    _ballot.manifest_hash,
    _ballot.rulebook_version_id,
).where(_ballot.id == bindparam("ballot_id"))
_POSTED_BEFORE = (
    select(_tokens.handle, _tokens.token_hash, _tokens.leaf, _envelopes.digest)
    .select_from(
        table_of(CastToken).join(
            table_of(CastEnvelope), ((_envelopes.ballot_id == _tokens.ballot_id) & (_envelopes.leaf == _tokens.leaf))
        )
    )
    .where(_tokens.ballot_id == bindparam("ballot_id"), _tokens.token_hash.in_(bindparam("tokens", expanding=True)))
)
_ON_THE_ROLL = (
    select(_whose.person_id, _whose.handle, _roll.style)
    .select_from(
        table_of(MemberHandle).join(
            table_of(RollEntry), ((_roll.ballot_id == _whose.ballot_id) & (_roll.handle == _whose.handle))
        )
    )
    .where(_whose.ballot_id == bindparam("ballot_id"), _whose.person_id.in_(bindparam("people", expanding=True)))
)


class _Box(msgspec.Struct, frozen=True):
    """What one batch needs to know of its ballot, read after the head is held.

    `in_room`: whose owners are checked in, once the vote is taken. `appointed`: by their place in the log. `missing`:
    who votes for others and has not come, where they must. `supported`: where somebody helps with one of these votes.
    """

    stage: rules.Stage
    opens_at: datetime
    closes_at: datetime
    manifest: Manifest | None
    manifest_hash: bytes | None
    grace_seconds: int
    taken: bool = False
    in_room: frozenset[str] = frozenset()
    appointed: dict[int, Standing] = {}
    missing: frozenset[UUID] = frozenset()
    supported: Supported | None = None


async def _post_to(
    writing: AsyncSession, ballot_id: UUID, votes: Sequence[Vote], key: bytes
) -> list[Posted | GovernError]:
    try:
        edge = await held_edge(writing, ballot_id)
    except InRecovery as refusal:
        return [refusal for _ in votes]
    box = await _box(writing, ballot_id, votes)
    if box is None:
        return [NotFound("There is no such vote. Go back to the list of votes and choose again.") for _ in votes]
    posted = await _posted_before(writing, ballot_id, votes)
    places = await _places_on_the_roll(writing, ballot_id, votes)
    acting = await _acting_now(writing, votes)
    answers: list[Posted | GovernError | None] = [None] * len(votes)
    fresh: dict[tuple[str, bytes], int] = {}
    twice: list[tuple[int, tuple[str, bytes]]] = []
    for number, vote in enumerate(votes):
        form = vote.envelope.handle, vote.token
        try:
            style = style_of(vote, box.appointed, places, acting)
            if form in posted:
                answers[number] = Posted(ballot_id, *posted[form], again=True)
            elif form in fresh:
                twice.append((number, form))
            else:
                check_holder_is_here(vote, box.missing)
                _check(vote, box, style)
                fresh[form] = number
        except GovernError as refusal:
            answers[number] = refusal
    if fresh and edge is not None and box.manifest is not None:
        numbers = list(fresh.values())
        said = await _enter(writing, edge, box.manifest, [_by_way(votes[number], box) for number in numbers], key)
        for number, answer in zip(numbers, said, strict=True):
            answers[number] = answer
        if box.supported is not None:
            posted_now = [n for n, answer in zip(numbers, said, strict=True) if isinstance(answer, Posted)]
            await note_support(writing, box.supported, [votes[n] for n in posted_now])
    for number, form in twice:
        first = answers[fresh[form]]
        answers[number] = msgspec.structs.replace(first, again=True) if isinstance(first, Posted) else first
    return [answer if answer is not None else _not_stored() for answer in answers]


async def _box(writing: AsyncSession, ballot_id: UUID, votes: Sequence[Vote]) -> _Box | None:
    row = (await writing.execute(_THE_BALLOT, {"ballot_id": ballot_id})).one_or_none()
    if row is None:
        return None
    manifest = None if row.manifest_hash is None else await manifest_of(writing, ballot_id, row.manifest_hash)
    book = (await rulebooks.version(writing, row.rulebook_version_id)).rulebook
    authorities = [vote.envelope.authority for vote in votes if vote.envelope.authority is not None]
    return _Box(
        row.stage,
        row.opens_at,
        row.closes_at,
        manifest,
        row.manifest_hash,
        book.ballot.grace_seconds,
        row.taken_at is not None,
        frozenset() if row.taken_at is None else await in_the_room(writing, ballot_id, votes),
        await standing(writing, ballot_id, authorities) if authorities else {},
        await holders_missing(writing, book, row.meeting_id, votes) if authorities else frozenset(),
        await supported_now(writing, ballot_id, book, votes),
    )


async def _posted_before(
    writing: AsyncSession, ballot_id: UUID, votes: Sequence[Vote]
) -> dict[tuple[str, bytes], tuple[int, str]]:
    """(handle, token) -> leaf and code, of forms that are in the log already."""
    clear = {hashlib.sha256(vote.token).digest(): vote.token for vote in votes}
    rows = await writing.execute(_POSTED_BEFORE, {"ballot_id": ballot_id, "tokens": list(clear)})
    return {(handle, clear[token]): (leaf, code_from_hash(digest)) for handle, token, leaf, digest in rows}


async def _places_on_the_roll(
    writing: AsyncSession, ballot_id: UUID, votes: Iterable[Vote]
) -> dict[UUID, tuple[str, str]]:
    """Person -> handle and style, for those of these voters who are on the roll."""
    people = list({vote.person_id for vote in votes if vote.person_id is not None})
    rows = await writing.execute(_ON_THE_ROLL, {"ballot_id": ballot_id, "people": people})
    return {person: (handle, style) for person, handle, style in rows}


async def _acting_now(writing: AsyncSession, votes: Iterable[Vote]) -> frozenset[tuple[UUID, UUID]]:
    """(organisation, human) of those votes whose sender represents their organisation at this moment.

    Asked when the vote goes in and not when the page was opened: whoever was replaced meanwhile is refused.
    """
    pairs = [(vote.person_id, vote.by) for vote in votes if vote.person_id is not None and vote.by is not None]
    if not pairs:
        return frozenset()
    return await register.representing(writing, pairs, day_of(max(vote.at for vote in votes)))


def _by_way(vote: Vote, box: _Box) -> Vote:
    """A voter's own envelope comes from the room once the vote is taken there and they are checked in (decision 19).

    The code is the sealed part's alone, so it stays what the check page showed.
    """
    if vote.envelope.channel is Channel.DIRECT and vote.envelope.handle in box.in_room:
        return msgspec.structs.replace(vote, envelope=vote.envelope.sent_by(Channel.ROOM))
    return vote


def _check(vote: Vote, box: _Box, style: str) -> None:
    """Everything of an envelope that must hold before it goes in (ballot-protocol 3.8, V8 and V9)."""
    rules.may_cast(box.stage, box.opens_at, box.closes_at, box.grace_seconds, vote.at)
    rules.check_fresh(vote.sealed_at, vote.at)
    if box.taken and vote.envelope.channel is Channel.DIRECT and vote.envelope.handle not in box.in_room:
        raise rules.early_voting_over()
    sealed = vote.envelope.sealed
    if box.manifest is None or sealed.manifest_hash != box.manifest_hash:
        raise NotValid("This envelope belongs to another vote. Please vote again from the paper of this one.")
    wanted = box.manifest.style(style).contests
    if vote.envelope.authority is not None:
        wanted = box.appointed[vote.envelope.authority].contests or wanted
    if sealed.style != style or tuple(slip.contest for slip in sealed.slips) != wanted:
        raise NotValid("This envelope does not hold your paper. Please vote again from your own paper.")
    check_covers(box.manifest, sealed)
    if box.supported is not None:
        box.supported.admit(vote)


async def _enter(
    writing: AsyncSession, edge: Edge, manifest: Manifest, votes: Sequence[Vote], key: bytes
) -> list[Posted | GovernError]:
    """Put envelopes in: all at once, or where a constraint refuses one, each under its own savepoint."""
    try:
        async with writing.begin_nested():
            said: list[Posted | GovernError] = list(await _insert(writing, edge, manifest, votes))
    except IntegrityError:
        said = []
        for vote in votes:
            try:
                async with writing.begin_nested():
                    said.extend(await _insert(writing, edge, manifest, [vote]))
            except IntegrityError as broken:
                said.append(refusal_of(broken))
    posted = [answer for answer in said if isinstance(answer, Posted)]
    if posted:
        at = max(vote.at for vote in votes)
        await sign_head(writing, edge, manifest.log_origin, key, at)
        await record.add_all(
            writing,
            [
                record.Event(verb="vote.cast", subject=f"ballot:{edge.ballot_id}", at=at, facts={"leaf": answer.leaf})
                for answer in posted
            ],
        )
    return said


async def _insert(writing: AsyncSession, edge: Edge, manifest: Manifest, votes: Sequence[Vote]) -> list[Posted]:
    before = edge.frontier
    try:
        first = await add_leaves(writing, edge, [Cast(vote.envelope) for vote in votes])
        envelopes, slips, tokens, posted = [], [], [], []
        for leaf, vote in enumerate(votes, start=first):
            sealed, ballot_id = vote.envelope.sealed, vote.ballot_id
            digest, handle = sealed.hash(), vote.envelope.handle
            way = vote.envelope.channel.value
            envelopes.append(
                {"digest": digest, "ballot_id": ballot_id, "handle": handle, "leaf": leaf, "channel": way}
            )
            slips += [
                {"hash": hashlib.sha256(once_only(manifest, slip.box)).digest(), "ballot_id": ballot_id}
                for slip in sealed.slips
            ]
            token_hash = hashlib.sha256(vote.token).digest()
            tokens.append({"ballot_id": ballot_id, "handle": handle, "token_hash": token_hash, "leaf": leaf})
            posted.append(Posted(ballot_id, leaf, code_from_hash(digest)))
        await writing.execute(insert(table_of(CastEnvelope)), envelopes)
        await writing.execute(insert(table_of(SlipSeen)), slips)
        await writing.execute(insert(table_of(CastToken)), tokens)
    except IntegrityError:
        edge.frontier = before
        raise
    return posted
