"""Between the close and the count where no machine opens the box alone (level AGM; ballot-protocol 3.5).

    fix_facts      papers that were read and the facts of the count go into the log: from here it is mixed
    keep_head      a head that is given out stays in the bundle
    take_head      a witness hands in a head with their line
    take_mixes     a mixer hands in what they mixed, once enough witnesses have signed the final head
    take_partials  a scrutineer hands in what they opened of the last mix
    openings       what `count` is given, checked as a whole

Witnesses come before the mixers: what is mixed and opened is then a log that nobody can show to others in another
form. Every file is checked before the writer's lock is taken, and nothing is kept if the log changed meanwhile.
"""

from __future__ import annotations

import asyncio
import io
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.ballots import casting, rules
from govern.ballots.casting import heads
from govern.ballots.count import lots
from govern.ballots.lifecycle import keys
from govern.ballots.lifecycle.laying_down import FACTS, lay_down
from govern.ballots.lifecycle.mixing import Given, read_mixes, read_partials
from govern.ballots.lifecycle.unsealing import checked_log, log_of
from govern.ballots.models import Ballot, KeptHead, LaidDownLog, LogHead, SealedDocument
from govern.ballots.queries.ceremony import NOTHING, Ceremony, Turn, ceremony_of, is_opened
from govern.ballots.queries.gathering import Gathered, gather
from govern.ballots.rules import MeetingFacts, Step
from govern.ballots.rules.duties import who_signed
from govern.ballots.rules.params import committed_lots
from govern.ballots.seal import ceremony, checkpoint, cosigning, packs, tree
from govern.ballots.seal.canonical import digest
from govern.ballots.seal.ceremony import Pair
from govern.ballots.seal.checkpoint import CheckpointRefused, SignedCheckpoint
from govern.ballots.seal.documents import Level, Manifest
from govern.ballots.seal.elgamal import Ciphertext
from govern.ballots.seal.selecting import select_by
from govern.database import locked
from govern.errors import NotValid, WrongMoment
from govern.record import Event
from govern.sentences import Sentence
from govern.society import Society

LARGEST_PACK = 50_000_000
"""How many bytes a file of a mixer or scrutineer may have as it is sent, and four times that unpacked."""

HERE_INSTEAD = {
    Turn.LAY_DOWN: Sentence("Papers and facts are not fixed in the log yet. The returning officer does that first."),
    Turn.LAY_DOWN_AGAIN: Sentence(
        "The log has changed since papers and facts were fixed. The returning officer fixes them again."
    ),
    Turn.WITNESS: Sentence(
        "Too few witnesses have signed the final head. They sign it before anything is mixed or opened."
    ),
    Turn.MIX: Sentence("Two mixers mix this vote before it is opened and counted. Wait for the second one."),
    Turn.OPEN: Sentence("A scrutineer has begun to open this vote, so nobody mixes it any more."),
    Turn.COUNTED: Sentence("This vote is counted already, so nothing more is handed in. Look at the result."),
}


def _wrong_turn(turn: Turn) -> WrongMoment:
    return WrongMoment(HERE_INSTEAD[turn])


# --- Papers and facts -----------------------------------------------------------------------------------------------


async def fix_facts(
    society: Society, ballot_id: UUID, *, by: UUID | None, at: datetime, meeting: MeetingFacts | None = None
) -> None:
    """What the papers said and what the count is told go into the log, and its final head is kept for witnesses.

    Done again after the log has changed. What was mixed before stays only if just the same slips count. Raises
    WrongMoment at another level or stage, and while papers or answers are missing.
    """
    async with society.store.reading() as reading:
        found = await gather(reading, ballot_id)
        rules.after(found.ballot.stage, Step.COUNT)
        if found.ballot.level is Level.EVERYDAY or found.ballot.manifest_hash is None:
            raise WrongMoment("At the level of this vote the count does this by itself. Count it.")
        manifest = await casting.manifest_of(reading, ballot_id, found.ballot.manifest_hash)
    committed = committed_lots(manifest)
    seed = b"" if committed is None else lots.reveal(keys.lots_seed(society, ballot_id), committed)
    await lay_down(society, found, manifest, seed, meeting, by=by, at=at)
    await follow_log(society, found, manifest, meeting, by=by, at=at)


async def follow_log(
    society: Society,
    found: Gathered,
    manifest: Manifest,
    meeting: MeetingFacts | None,
    *,
    by: UUID | None,
    at: datetime,
) -> None:
    """Note how the log stands now that all is laid down. Where other slips count, what was mixed is void."""
    ballot_id = found.ballot.id
    async with society.store.reading() as reading:
        bodies, note = await log_of(reading, ballot_id)
    log, inputs = await asyncio.to_thread(_inputs, manifest, bodies, note)
    size, mark = len(log), inputs_mark(manifest, inputs)
    async with society.store.writing() as writing:
        await locked(writing, Ballot, ballot_id)
        edge = await casting.held_edge(writing, ballot_id)
        if edge is None or edge.frontier.size != size:
            raise WrongMoment("Something was entered meanwhile. Please do this once more.")
        laid = await writing.get(LaidDownLog, ballot_id)
        if laid is None:
            laid = LaidDownLog(ballot_id=ballot_id, size=size, inputs_hash=mark, by=by, at=at)
            writing.add(laid)
        elif laid.inputs_hash != mark:
            await _void(writing, ballot_id, by=by, at=at)
        laid.size, laid.inputs_hash, laid.by, laid.at = size, mark, by, at
        laid.meeting = None if meeting is None else msgspec.json.encode(meeting).decode()
        await writing.flush()
        await keep_head(writing, ballot_id)


def _inputs(
    manifest: Manifest, bodies: list[bytes], note: str
) -> tuple[Sequence[object], Mapping[Pair, tuple[Ciphertext, ...]]]:
    leaves = checked_log(manifest, bodies, note).leaves
    return leaves, ceremony.inputs_of(manifest, leaves, select_by(manifest, leaves))


def inputs_mark(manifest: Manifest, inputs: Mapping[Pair, tuple[Ciphertext, ...]]) -> bytes:
    """32 bytes that stand for the slips that count, by contest and style; zeros where there are none."""
    if not inputs:
        return NOTHING
    parts = [
        ceremony.mix_name(manifest, pair, 1).encode() + b"".join(one.to_bytes() for one in inputs[pair])
        for pair in sorted(inputs)
    ]
    return digest("mix-inputs", b"".join(len(part).to_bytes(8, "big") + part for part in parts))


async def _void(writing: AsyncSession, ballot_id: UUID, *, by: UUID | None, at: datetime) -> None:
    gone = delete(SealedDocument).where(SealedDocument.ballot_id == ballot_id, SealedDocument.name != FACTS)
    await writing.execute(gone)
    await record.add(writing, Event("ballot.mixes_void", f"ballot:{ballot_id}", at, by))


async def check_not_opened(reading: AsyncSession, ballot_id: UUID) -> None:
    """Raises WrongMoment once a scrutineer has opened their part: whoever could then still set one envelope aside
    would see from the difference what was in it."""
    if await is_opened(reading, ballot_id):
        raise WrongMoment(
            "The scrutineers have begun to open this vote, so this cannot be done now. A recount can be asked for."
        )


# --- Heads and witnesses --------------------------------------------------------------------------------------------


async def keep_head(writing: AsyncSession, ballot_id: UUID) -> str:
    """The newest head, kept since it is given out. Raises WrongMoment before voting opens, InRecovery."""
    head = await writing.get(LogHead, ballot_id)
    edge = await casting.held_edge(writing, ballot_id)
    if head is None or edge is None:
        raise WrongMoment("This vote has not opened, so its log has no head yet. Come back then.")
    kept = await writing.get(KeptHead, (ballot_id, head.epoch, head.size))
    if kept is None:
        writing.add(KeptHead(ballot_id=ballot_id, epoch=head.epoch, size=head.size, note=head.checkpoint))
        await writing.flush()
        return head.checkpoint
    return kept.note


async def take_head(
    writing: AsyncSession, society: Society, ballot_id: UUID, content: bytes, *, by: UUID, at: datetime
) -> tuple[str, ...]:
    """A head that witnesses have signed: their lines join those that are there. Returns whose lines it brought.

    Raises NotValid for the field `head`: of another log, a head that this log never had, nobody's line, a wrong one.
    """
    ballot = await locked(writing, Ballot, ballot_id)
    if ballot.level is Level.EVERYDAY or ballot.manifest_hash is None or ballot.opened_at is None:
        raise WrongMoment("No witness signs the list of this vote now. There is nothing to hand in.")
    manifest = await casting.manifest_of(writing, ballot_id, ballot.manifest_hash)
    try:
        signed, names = _witnessed(manifest, content)
        kept = await _kept_as(writing, ballot_id, signed)
        before = {one.name for one in who_signed(manifest, kept.note)}
        kept.note = cosigning.merged(kept.note, [signed.note()])
    except CheckpointRefused as refusal:
        raise NotValid(refusal.message, field="head") from None
    await writing.flush()
    told: dict[str, str | int | bool | None] = {"size": kept.size, "new": len(set(names) - before)}
    await record.add(writing, Event("ballot.head_witnessed", f"ballot:{ballot_id}", at, by, told))
    return names


def _witnessed(manifest: Manifest, content: bytes) -> tuple[SignedCheckpoint, tuple[str, ...]]:
    """The head with the log's own line and those of this ballot's witnesses; whoever else signed it is left out."""
    try:
        note = content.decode()
    except UnicodeDecodeError:
        raise CheckpointRefused("This is not the signed head of a log. Choose the file of the witness.") from None
    checkpoint.verify(note, manifest.log_origin, manifest.log_key)
    names = tuple(one.name for one in manifest.witnesses if cosigning.cosigned_at(note, one) is not None)
    if not names:
        raise CheckpointRefused("No witness of this vote has signed this head. Choose the file that the tool wrote.")
    ours = {(one.name, cosigning.cosigner_hash(one.name, one.key)) for one in manifest.witnesses}
    signed = checkpoint.read(note)
    own = (manifest.log_origin, checkpoint.key_hash(manifest.log_origin, manifest.log_key))
    lines = sorted(signed.signatures, key=lambda line: (line.name, line.key_hash) != own)
    return SignedCheckpoint(
        signed.checkpoint, tuple(one for one in lines if (one.name, one.key_hash) in ours | {own})
    ), names


async def _kept_as(writing: AsyncSession, ballot_id: UUID, signed: SignedCheckpoint) -> KeptHead:
    """The row of this head. One that was signed here and not kept is kept now, if the log continues it."""
    head, edge = signed.checkpoint, await casting.held_edge(writing, ballot_id)
    assert edge is not None
    for epoch in range(edge.epoch, -1, -1):
        kept = await writing.get(KeptHead, (ballot_id, epoch, head.size))
        if kept is not None and checkpoint.read(kept.note).checkpoint == head:
            return kept
    if not 0 < head.size <= edge.frontier.size or await _root_at(writing, ballot_id, head.size) != head.root:
        raise CheckpointRefused("The list of this vote never had this head. Tell the other witnesses at once.")
    if await writing.get(KeptHead, (ballot_id, edge.epoch, head.size)) is not None:
        raise CheckpointRefused("These are two different heads of the log, so they cannot be joined.")
    own = SignedCheckpoint(head, signed.signatures[:1]).note()
    kept = KeptHead(ballot_id=ballot_id, epoch=edge.epoch, size=head.size, note=own)
    writing.add(kept)
    return kept


async def _root_at(reading: AsyncSession, ballot_id: UUID, size: int) -> bytes:
    nodes = await heads.nodes_in(reading, ballot_id, tree.nodes_for_root(size))
    return tree.root_of_first(lambda level, place: nodes[level, place], size)


# --- Mixers and scrutineers -----------------------------------------------------------------------------------------


async def take_mixes(society: Society, ballot_id: UUID, content: bytes, *, by: UUID, at: datetime) -> str:
    """The next stage of the mixing, checked. Returns the mixer's name. Raises WrongMoment out of turn, and NotValid
    for the field `pack`: damaged, of another vote or stage, not whole, by somebody who mixed before, not proved."""

    def check(state: Ceremony) -> None:
        if state.opened:
            raise _wrong_turn(Turn.OPEN)
        if state.turn not in (Turn.MIX, Turn.OPEN) or state.counted:
            raise _wrong_turn(state.turn)

    return await _take(society, ballot_id, content, read_mixes, check, "ballot.mixed", by=by, at=at)


async def take_partials(society: Society, ballot_id: UUID, content: bytes, *, by: UUID, at: datetime) -> str:
    """What one scrutineer opened of the last mix, checked. Returns their name. Raises as `take_mixes` does."""

    def check(state: Ceremony) -> None:
        if state.counted or state.turn not in (Turn.OPEN, Turn.COUNT):
            raise _wrong_turn(Turn.COUNTED if state.counted else state.turn)

    return await _take(society, ballot_id, content, read_partials, check, "ballot.part_opened", by=by, at=at)


async def take_pack(society: Society, ballot_id: UUID, content: bytes, *, by: UUID, at: datetime) -> str:
    """What a mixer or a scrutineer made, told apart by what is in it. Raises as the other two do."""
    async with society.store.reading() as reading:
        await _closed(reading, ballot_id)
    try:
        names = await asyncio.to_thread(_names, content)
    except NotValid as refusal:
        raise NotValid(refusal.message, field="pack") from None
    take = take_partials if names and all(name.startswith("partial/") for name in names) else take_mixes
    return await take(society, ballot_id, content, by=by, at=at)


def _names(content: bytes) -> list[str]:
    if len(content) > LARGEST_PACK:
        raise NotValid("This file is too large to be of this vote. Choose the file that the tool wrote.")
    return list(packs.unpack(io.BytesIO(content), 4 * LARGEST_PACK))


async def _take(
    society: Society,
    ballot_id: UUID,
    content: bytes,
    read: Callable[[Given, Mapping[str, bytes]], str],
    check: Callable[[Ceremony], None],
    verb: str,
    *,
    by: UUID,
    at: datetime,
) -> str:
    async with society.store.reading() as reading:
        state = await _closed(reading, ballot_id)
        check(state)
        ballot = await reading.get_one(Ballot, ballot_id)
        manifest = Manifest.from_bytes(ballot.manifest or b"")
        bodies, note = await log_of(reading, ballot_id)
        there = await documents_of(reading, ballot_id)
    if len(content) > LARGEST_PACK:
        raise NotValid(
            "This file is too large to be of this vote. Choose the file that the tool wrote.", field="pack"
        )

    def checked() -> tuple[str, dict[str, bytes]]:
        files = packs.unpack(io.BytesIO(content), 4 * LARGEST_PACK)
        inputs = _inputs(manifest, bodies, note)[1]
        return read(Given(manifest, inputs, there), files), files

    try:
        name, files = await asyncio.to_thread(checked)
    except NotValid as refusal:
        raise NotValid(refusal.message, field="pack") from None
    async with society.store.writing() as writing:
        await locked(writing, Ballot, ballot_id)
        if await _closed(writing, ballot_id) != state:
            raise WrongMoment("Something else was handed in at the same moment. Please hand this in once more.")
        writing.add_all(SealedDocument(ballot_id=ballot_id, name=one, content=words) for one, words in files.items())
        await writing.flush()
        await record.add(writing, Event(verb, f"ballot:{ballot_id}", at, by, {"files": len(files)}))
    return name


async def _closed(reading: AsyncSession, ballot_id: UUID) -> Ceremony:
    state = await ceremony_of(reading, ballot_id)
    if state is None:
        raise WrongMoment("Voting has not closed, or this vote has no mixers. There is nothing to hand in now.")
    return state


async def documents_of(reading: AsyncSession, ballot_id: UUID) -> dict[str, bytes]:
    """Every mix and partial decryption so far, by its name in the bundle."""
    rows = await reading.scalars(
        select(SealedDocument).where(SealedDocument.ballot_id == ballot_id, SealedDocument.name != FACTS)
    )
    return {row.name: row.content for row in rows}


async def openings(reading: AsyncSession, ballot_id: UUID) -> dict[str, bytes]:
    """The documents of which a count is made. Raises WrongMoment while something is missing."""
    state = await _closed(reading, ballot_id)
    if state.turn not in (Turn.COUNT, Turn.COUNTED):
        raise _not_yet(state)
    return await documents_of(reading, ballot_id)


def _not_yet(state: Ceremony) -> WrongMoment:
    if state.turn is Turn.OPEN:
        return WrongMoment(
            "{needed} scrutineers must open this vote, and {n} have. Wait for the others.",
            needed=state.needed,
            n=len(state.opened),
        )
    return _wrong_turn(state.turn)


__all__ = [
    "LARGEST_PACK",
    "check_not_opened",
    "fix_facts",
    "follow_log",
    "keep_head",
    "openings",
    "take_head",
    "take_mixes",
    "take_pack",
    "take_partials",
]
