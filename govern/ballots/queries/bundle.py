"""The bundle of a counted ballot, put together from what is kept of it."""

from __future__ import annotations

import asyncio
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots import rules
from govern.ballots.models import CountRun, LogLeaf, RollEntry, SealedDocument
from govern.ballots.queries.ceremony import notes_of
from govern.ballots.queries.checkers import checker_of
from govern.ballots.queries.gathering import find_ballot
from govern.ballots.rules.facts import opened_of_count
from govern.ballots.rules.recounting import result_of
from govern.ballots.seal import bundle, checkpoint, tree
from govern.ballots.seal.canonical import Document, encode
from govern.ballots.seal.documents import Manifest, RollRow, Sealing, leaf_from_bytes, roll_to_bytes
from govern.ballots.seal.facts import Facts
from govern.ballots.seal.proof_documents import Mix, Partial
from govern.ballots.seal.selecting import select_by
from govern.errors import WrongMoment
from govern.sentences import Sentence

# Not in the catalogue, and always in both languages: a bundle that is packed again has the same bytes, in whatever
# language somebody asks for it, and whatever was translated better since.
README = """This is the bundle of a sealed ballot: everything that is needed to check it, and nobody's name.
Check it with Python 3.11 or newer, on any machine: python3 -I verify.py BUNDLE.zip
What every file holds: docs/bundle.md of the program that made it.

Dyma fwndel pleidlais dan sêl: popeth sydd ei angen i'w gwirio, ac enw neb.
Gwiriwch ef gyda Python 3.11 neu fwy newydd, ar unrhyw beiriant: python3 -I verify.py BWNDEL.zip
Mae docs/bundle.md y rhaglen a'i gwnaeth yn dweud beth sydd ym mhob ffeil.
"""


GONE = Sentence(
    "The bundle of this vote cannot be put together. The service kept no copy of the verify.py that it was fixed "
    "with. Ask whoever runs the server to put it back (govern keep-verifier)."
)


class CheckerGone(WrongMoment):
    """No other file is put in its place: both verifiers would rightly say that it is not the one of the manifest."""

    def __init__(self) -> None:
        super().__init__(GONE)


class Kept(msgspec.Struct, frozen=True):
    """What is kept of a counted ballot: enough to put its bundle together without asking again. `checker` is the
    `verify.py` of its manifest; None where that was never kept."""

    manifest: Manifest
    run: int
    inputs: str
    bodies: list[bytes]
    notes: tuple[str, ...]
    documents: dict[str, bytes]
    roll: list[RollRow]
    checker: bytes | None

    def result(self) -> Document:
        """The document `result.json`."""
        facts = Facts.from_bytes(self.documents["facts.json"])
        head = checkpoint.verify(self.notes[-1], self.manifest.log_origin, self.manifest.log_key)
        opened = opened_of_count(rules.Inputs.from_text(self.inputs), head.size, head.root)
        return result_of(self.manifest, facts, opened)

    def files(self) -> dict[str, bytes]:
        """Every file of the bundle but its checksums. Raises `CheckerGone`."""
        if self.checker is None:
            raise CheckerGone()
        leaves = [leaf_from_bytes(body) for body in self.bodies]
        named = self.documents.items()
        mixes = [Mix.from_bytes(content) for name, content in named if name.startswith("mix/")]
        partials = [Partial.from_bytes(content) for name, content in named if name.startswith("partial/")]
        return {
            **self.documents,
            "manifest.json": self.manifest.to_bytes(),
            "roll.json": roll_to_bytes(self.roll),
            "log.jsonl": b"".join(body + b"\n" for body in self.bodies),
            "heads.json": bundle.heads(self.notes),
            "counted.json": bundle.counted(select_by(self.manifest, leaves)),
            "slips.json": bundle.opened_slips(self.manifest, leaves, mixes, partials),
            "result.json": encode(self.result()),
            "verify.py": self.checker,
            "README.txt": README.encode(),
        }


async def bundle_of(reading: AsyncSession, ballot_id: UUID) -> bytes:
    """The whole bundle as a zip. Raises what `kept_of` raises, and `CheckerGone`."""
    return await packed(await kept_of(reading, ballot_id))


_lately: dict[tuple[str, int, tuple[str, ...]], bytes] = {}


async def packed(kept: Kept) -> bytes:
    """The bundle as a zip. The last one is kept in memory: whoever comes next need not wait for its proofs again."""
    key = kept.manifest.ballot_id, kept.run, kept.notes
    if key not in _lately:
        content = await asyncio.to_thread(lambda: bundle.pack(kept.files()))
        _lately.clear()
        _lately[key] = content
    return _lately[key]


async def kept_of(reading: AsyncSession, ballot_id: UUID) -> Kept:
    """Raises NotFound; WrongMoment before the count, and for a ballot of an earlier version that was not sealed in
    shares."""
    ballot = await find_ballot(reading, ballot_id)
    manifest = None if ballot.manifest is None else Manifest.from_bytes(ballot.manifest)
    run = await reading.scalar(
        select(CountRun).where(CountRun.ballot_id == ballot_id).order_by(CountRun.run.desc()).limit(1)
    )
    if manifest is None or run is None or manifest.sealing is not Sealing.SLIPS:
        raise WrongMoment("There is a bundle once a sealed vote is counted. Count it first.")
    bodies = list(
        await reading.scalars(select(LogLeaf.body).where(LogLeaf.ballot_id == ballot_id).order_by(LogLeaf.place))
    )
    notes = await notes_of(reading, ballot_id, [tree.leaf_hash(body) for body in bodies])
    documents = {
        row.name: row.content
        for row in await reading.scalars(select(SealedDocument).where(SealedDocument.ballot_id == ballot_id))
    }
    rows = await reading.scalars(select(RollEntry).where(RollEntry.ballot_id == ballot_id))
    roll = [RollRow(row.handle, row.style, row.units) for row in rows]
    checker = await checker_of(reading, manifest)
    return Kept(manifest, run.run, run.inputs, bodies, tuple(notes), documents, roll, checker)
