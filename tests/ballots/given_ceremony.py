"""Given … : scrutineers, mixers and witnesses with machines of their own, who play by docs/ceremony-files.md.

They are the pure functions of `seal`; all that goes between them and the service is files.
"""

from __future__ import annotations

import io
import secrets
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import msgspec

from govern.ballots import lifecycle
from govern.ballots.lifecycle import BallotDraft, ContestDraft
from govern.ballots.queries import packs
from govern.ballots.rules import Step
from govern.ballots.seal import bundle, ceremony, cosigning, sharing
from govern.ballots.seal import packs as reading_packs
from govern.ballots.seal.canonical import decode_object, from_text
from govern.ballots.seal.ceremony import Pair
from govern.ballots.seal.documents import Level, Manifest, leaf_from_bytes
from govern.ballots.seal.duties import Acceptance, Card, Duty, KeyShares
from govern.ballots.seal.elgamal import Ciphertext
from govern.ballots.seal.proof_documents import Mix
from govern.ballots.seal.selecting import select_by
from tests.ballots.given_ballots import BEFORE, CLOSES, OPENS, Given, motion, published

FROZEN = OPENS - timedelta(days=1)
AFTER = CLOSES + timedelta(hours=1)


class Holder(msgspec.Struct, frozen=True):
    """One person with a key of their own."""

    card: Card
    seed: bytes

    @classmethod
    def new(cls, duty: Duty, name: str) -> Holder:
        seed = secrets.token_bytes(32)
        return cls(Card.made(duty, name, seed), seed)


class Ring(msgspec.Struct, frozen=True):
    """Everybody with a duty in one ballot, and the dealing that scrutineers hold."""

    trustees: tuple[Holder, ...]
    mixers: tuple[Holder, ...]
    witnesses: tuple[Holder, ...]
    dealing: sharing.Dealing
    shares: KeyShares

    @classmethod
    def of(cls, origin: str, *, k: int = 2, n: int = 3, mixers: int = 2, witnesses: int = 2) -> Ring:
        trustees = tuple(Holder.new(Duty.TRUSTEE, f"Scrutineer {number}") for number in range(1, n + 1))
        dealing = sharing.deal(k, n)
        return cls(
            trustees,
            tuple(Holder.new(Duty.MIXER, f"Mixer {number}") for number in range(1, mixers + 1)),
            tuple(Holder.new(Duty.WITNESS, f"Witness-{number}") for number in range(1, witnesses + 1)),
            dealing,
            KeyShares.of(origin, dealing, tuple(one.card for one in trustees)),
        )

    def cards(self) -> list[tuple[str, bytes]]:
        return [(f"{one.card.name}.card.json", one.card.to_bytes()) for one in (*self.mixers, *self.witnesses)]

    def sharing(self) -> tuple[str, bytes]:
        return "key-shares.json", self.shares.to_bytes()

    def acceptance(self, number: int) -> tuple[str, bytes]:
        made = Acceptance.made(self.shares, number, self.dealing.shares[number], self.trustees[number - 1].seed)
        return f"{number}.acceptance.json", made.to_bytes()

    def files(self) -> list[tuple[str, bytes]]:
        """All that is handed in, acceptances first: they may come in any order."""
        numbers = range(1, len(self.trustees) + 1)
        return [*(self.acceptance(number) for number in numbers), *self.cards(), self.sharing()]


# --- The service ----------------------------------------------------------------------------------------------------


async def a_shared_draft(
    given: Given, *contests: ContestDraft, level: Level = Level.AGM, closes: datetime = CLOSES
) -> UUID:
    new = BallotDraft(
        title={"en": "Autumn vote", "cy": "Pleidlais yr hydref"},
        opens_at=OPENS,
        closes_at=closes,
        contests=contests or (motion(),),
        level=level,
    )
    async with given.society.store.writing() as writing:
        return await lifecycle.draft(writing, new, by=given.officer, at=BEFORE)


async def ring_for(given: Given, ballot_id: UUID, **numbers: int) -> Ring:
    ballot = await given.ballot(ballot_id)
    return Ring.of(lifecycle.origin_of(given.society, ballot), **numbers)


async def handed_in(given: Given, ballot_id: UUID, files: list[tuple[str, bytes]]) -> lifecycle.HandedIn:
    async with given.society.store.writing() as writing:
        return await lifecycle.hand_in(writing, given.society, ballot_id, files, by=given.officer, at=BEFORE)


async def proposed(given: Given, ballot_id: UUID, step: Step, at: datetime) -> None:
    async with given.society.store.writing() as writing:
        await lifecycle.propose_step(writing, ballot_id, step, by=given.officer, at=at)


async def frozen_by_two(given: Given, ballot_id: UUID) -> None:
    await proposed(given, ballot_id, Step.FREEZE, FROZEN)
    async with given.society.store.writing() as writing:
        await lifecycle.freeze(writing, given.society, ballot_id, by=given.second, at=FROZEN)


async def opened_by_two(given: Given, ballot_id: UUID) -> None:
    await proposed(given, ballot_id, Step.OPEN, OPENS)
    async with given.society.store.writing() as writing:
        await lifecycle.open_(writing, given.society, ballot_id, by=given.second, at=OPENS)


async def closed_by_two(given: Given, ballot_id: UUID, at: datetime = CLOSES) -> None:
    await proposed(given, ballot_id, Step.CLOSE, at)
    async with given.society.store.writing() as writing:
        await lifecycle.close(writing, given.society, ballot_id, by=given.second, at=at)


async def an_open_shared_ballot(
    given: Given, *contests: ContestDraft, people: Ring | None = None, closes: datetime = CLOSES, **numbers: int
) -> tuple[UUID, Ring]:
    """With the mixers and witnesses of another ballot, if they are given: people keep their keys."""
    ballot_id = await a_shared_draft(given, *contests, closes=closes)
    ring = await ring_for(given, ballot_id, **numbers)
    if people is not None:
        ring = msgspec.structs.replace(ring, mixers=people.mixers, witnesses=people.witnesses)
    await published(given, ballot_id)
    await handed_in(given, ballot_id, ring.files())
    await frozen_by_two(given, ballot_id)
    await opened_by_two(given, ballot_id)
    return ballot_id, ring


async def facts_fixed(given: Given, ballot_id: UUID, at: datetime = AFTER) -> None:
    await lifecycle.fix_facts(given.society, ballot_id, by=given.officer, at=at)


async def pack_of(given: Given, ballot_id: UUID, kind: str) -> bytes:
    async with given.society.store.reading() as reading:
        return await {"head": packs.head_pack, "log": packs.log_pack, "mixed": packs.mixed_pack}[kind](
            reading, ballot_id
        )


# --- The machines of those who hold a duty --------------------------------------------------------------------------


def files_in(pack: bytes) -> dict[str, bytes]:
    return reading_packs.unpack(io.BytesIO(pack))


def newest_head(pack: bytes) -> str:
    notes = decode_object(files_in(pack)["heads.json"])["heads"]
    assert isinstance(notes, list) and isinstance(notes[-1], str)
    return from_text(notes[-1]).decode()


def witnessed(pack: bytes, witness: Holder, at: datetime = AFTER) -> bytes:
    return cosigning.cosign(newest_head(pack), witness.card.name, witness.seed, at).encode()


def mixed(pack: bytes, mixer: Holder) -> bytes:
    """What a mixer hands in after they have fetched the log."""
    manifest, last, stage = last_mix(pack)
    return bundle.pack(
        {
            ceremony.mix_name(manifest, pair, stage + 1): ceremony.mix(
                manifest, pair, stage + 1, mixer.card.name, inputs, mixer.seed
            ).to_bytes()
            for pair, inputs in last.items()
        }
    )


def last_mix(pack: bytes) -> tuple[Manifest, dict[Pair, tuple[Ciphertext, ...]], int]:
    files = files_in(pack)
    manifest = Manifest.from_bytes(files["manifest.json"])
    leaves = [leaf_from_bytes(line) for line in files["log.jsonl"].splitlines()]
    mixes = [Mix.from_bytes(content) for name, content in files.items() if name.startswith("mix/")]
    inputs = ceremony.inputs_of(manifest, leaves, select_by(manifest, leaves))
    return manifest, ceremony.check_chain(manifest, inputs, mixes), max((mix.stage for mix in mixes), default=0)


def opened_part(pack: bytes, ring: Ring, number: int) -> bytes:
    """What a scrutineer hands in after they have fetched what was mixed."""
    manifest, last, _ = last_mix(pack)
    share, seed = ring.dealing.shares[number], ring.trustees[number - 1].seed
    return bundle.pack(
        {
            ceremony.partial_name(manifest, pair, number): ceremony.open_part(
                manifest, pair, outputs, number, share, seed
            ).to_bytes()
            for pair, outputs in last.items()
        }
    )


async def take_head(given: Given, ballot_id: UUID, content: bytes, at: datetime = AFTER) -> tuple[str, ...]:
    async with given.society.store.writing() as writing:
        return await lifecycle.take_head(writing, given.society, ballot_id, content, by=given.officer, at=at)


async def take_mixes(given: Given, ballot_id: UUID, content: bytes) -> str:
    return await lifecycle.take_mixes(given.society, ballot_id, content, by=given.officer, at=AFTER)


async def take_partials(given: Given, ballot_id: UUID, content: bytes) -> str:
    return await lifecycle.take_partials(given.society, ballot_id, content, by=given.officer, at=AFTER)


async def all_witnessed(given: Given, ballot_id: UUID, ring: Ring) -> None:
    pack = await pack_of(given, ballot_id, "head")
    for witness in ring.witnesses:
        await take_head(given, ballot_id, witnessed(pack, witness))


async def all_mixed(given: Given, ballot_id: UUID, ring: Ring) -> None:
    for mixer in ring.mixers:
        await take_mixes(given, ballot_id, mixed(await pack_of(given, ballot_id, "log"), mixer))


async def opened_by(given: Given, ballot_id: UUID, ring: Ring, *numbers: int) -> None:
    pack = await pack_of(given, ballot_id, "mixed")
    for number in numbers:
        await take_partials(given, ballot_id, opened_part(pack, ring, number))


# --- Whoever checks -------------------------------------------------------------------------------------------------


def verified(packed: bytes, home: Path) -> str:
    """What the checker in a bundle says of it, which holds."""
    file = home / "bundle.zip"
    file.write_bytes(packed)
    (home / "verify.py").write_bytes(files_in(packed)["verify.py"])
    run = [sys.executable, "-I", str(home / "verify.py"), str(file)]
    done = subprocess.run(run, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
