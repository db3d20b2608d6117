"""The files of a bundle, each read once. What could not be read is named again by every check that rests on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from govern.ballots.seal import ceremony, checkpoint, packs, selecting, tree
from govern.ballots.seal.bundle import CHECKSUMS
from govern.ballots.seal.canonical import Document, Plain, decode, decode_object
from govern.ballots.seal.ceremony import OpenSlips, Pair
from govern.ballots.seal.checkpoint import SignedCheckpoint
from govern.ballots.seal.documents import (
    Appointed,
    Cast,
    Leaf,
    Manifest,
    PaperBatch,
    Revoked,
    RollRow,
    Struck,
    leaf_from_bytes,
    roll_from_bytes,
)
from govern.ballots.seal.elgamal import Ciphertext
from govern.ballots.seal.facts import Facts
from govern.ballots.seal.fields import Fields
from govern.ballots.seal.proof_documents import Mix, Partial
from govern.ballots.seal.selecting import Selection
from govern.errors import NotValid

T = TypeVar("T")

LARGEST_DOCUMENT = 64 * 2**20
LARGEST_LINE = 2**20
MANY_VALUES = 4_000_000
NEEDED = packs.FIXED - {packs.HASHES}


class Fails(Exception):
    """A check found something that is not as it must be; the message says what."""


class CannotBeMade(Fails):
    """What a check rests on has failed, so it could not be made."""


def need(good: bool, otherwise: str) -> None:
    if not good:
        raise Fails(otherwise)


def some(number: int, one: str, many: str = "") -> str:
    """A number with what it counts."""
    return f"{number} {one if number == 1 else many or one + 's'}"


@dataclass(frozen=True, slots=True)
class PublishedSlips:
    """A row of `slips.json`: how many slips are published of a contest and style."""

    pair: Pair
    slips: tuple[bytes, ...]
    unreadable: tuple[bytes, ...]


@dataclass
class Published:
    """Everything that is in a bundle. Asking for what could not be read raises CannotBeMade."""

    files: Mapping[str, bytes]
    faults: dict[str, str] = field(default_factory=dict)
    #: what the last mix of each contest and style gave, and what was opened: the proof checks fill them in
    mixed: dict[Pair, tuple[Ciphertext, ...]] = field(default_factory=dict)
    opened: dict[Pair, OpenSlips] | None = None

    def read_all(self) -> None:
        """Every document once, so that `faults` names all that cannot be read."""
        for name in sorted(NEEDED - self.files.keys()):
            self.faults[name] = "it is missing"
        if packs.HASHES in self.files:
            self.faults[packs.HASHES] = "it does not belong in a bundle"
        for asked in (
            *(lambda: self.manifest, lambda: self.roll, lambda: self.leaves, lambda: self.heads, lambda: self.facts),
            *(lambda: self.published_slips, lambda: self.counted, lambda: self.result, lambda: self.proofs),
        ):
            try:
                asked()
            except CannotBeMade:
                continue

    def raw(self, name: str) -> bytes:
        if name in self.faults or name not in self.files:
            self._cannot(name)
        return self.files[name]

    @cached_property
    def manifest(self) -> Manifest:
        return self._read("manifest.json", Manifest.from_bytes)

    @cached_property
    def manifest_hash(self) -> bytes:
        return self.manifest.hash()

    @cached_property
    def roll(self) -> tuple[RollRow, ...]:
        return self._read("roll.json", roll_from_bytes)

    @cached_property
    def style_of(self) -> dict[str, str]:
        """Handle -> style."""
        return {row.handle: row.style for row in self.roll}

    def style_by(self, handle: str) -> str:
        """The style of somebody of whom a vote counts."""
        if handle not in self.style_of:
            raise CannotBeMade("cannot be made: a vote counts whose handle is not on the roll, and V8 says so too")
        return self.style_of[handle]

    @cached_property
    def lines(self) -> list[bytes]:
        """The leaves of the log as bytes."""
        content = self.raw("log.jsonl")
        *lines, rest = content.split(b"\n")
        if rest or not lines or any(len(line) > LARGEST_LINE for line in lines):
            self.faults["log.jsonl"] = "it is empty, or a line is too long or has no end"
            self._cannot("log.jsonl")
        return lines

    @cached_property
    def leaves(self) -> list[Leaf]:
        return self._read("log.jsonl", lambda _: [self._leaf(place, line) for place, line in enumerate(self.lines)])

    def _leaf(self, place: int, line: bytes) -> Leaf:
        try:
            _bounded(line)
            return leaf_from_bytes(line)
        except (NotValid, Fails) as why:
            raise Fails(f"leaf {place}: {why}") from None

    @cached_property
    def heads(self) -> list[SignedCheckpoint]:
        return self._read("heads.json", _heads)

    @cached_property
    def facts(self) -> Facts:
        return self._read("facts.json", Facts.from_bytes)

    @cached_property
    def counted(self) -> Document:
        return self._read("counted.json", _with_names("counted", "displaced"))

    @cached_property
    def result(self) -> Document:
        names = ("ballot_id", "manifest_hash", "log_size", "log_root", "roll", "voted", "ways", "quorate", "contests")
        return self._read("result.json", _with_names(*names))

    @cached_property
    def published_slips(self) -> list[PublishedSlips]:
        return self._read("slips.json", _slips)

    @cached_property
    def proofs(self) -> tuple[dict[Pair, dict[int, Mix]], dict[Pair, dict[int, Partial]]]:
        """Mixes by stage and partial decryptions by trustee, of each contest and style."""
        manifest = self.manifest
        mixes: dict[Pair, dict[int, Mix]] = {}
        partials: dict[Pair, dict[int, Partial]] = {}
        for name in sorted(self.files):
            if name.startswith("mix/"):
                mix = self._proof(name, Mix.from_bytes, lambda m: ceremony.mix_name(manifest, _pair(m), m.stage))
                if mix is not None:
                    mixes.setdefault(_pair(mix), {})[mix.stage] = mix
            elif name.startswith("partial/"):
                part = self._proof(
                    name, Partial.from_bytes, lambda p: ceremony.partial_name(manifest, _pair(p), p.trustee)
                )
                if part is not None:
                    partials.setdefault(_pair(part), {})[part.trustee] = part
        return mixes, partials

    def mixes(self, pair: Pair) -> dict[int, Mix]:
        return self.proofs[0].get(pair, {})

    def partials(self, pair: Pair) -> dict[int, Partial]:
        return self.proofs[1].get(pair, {})

    # What follows from the log --------------------------------------------------------------------------------------

    @cached_property
    def leaf_hashes(self) -> list[bytes]:
        return [tree.leaf_hash(line) for line in self.lines]

    def roots(self, sizes: Iterable[int]) -> dict[int, bytes]:
        """The root that the tree had at each of these sizes; sizes that it never had are left out."""
        wanted, frontier = set(sizes), tree.Frontier()
        found = {0: frontier.root} if 0 in wanted else {}
        for one in self.leaf_hashes:
            frontier, _ = frontier.append(one)
            if frontier.size in wanted:
                found[frontier.size] = frontier.root
        return found

    @cached_property
    def root(self) -> bytes:
        return self.roots([len(self.lines)])[len(self.lines)]

    @cached_property
    def envelopes(self) -> list[tuple[int, Cast]]:
        return [(place, leaf) for place, leaf in enumerate(self.leaves) if isinstance(leaf, Cast)]

    @cached_property
    def appointments(self) -> dict[int, Appointed]:
        return {place: leaf for place, leaf in enumerate(self.leaves) if isinstance(leaf, Appointed)}

    @cached_property
    def revoked(self) -> frozenset[int]:
        return frozenset(leaf.authority for leaf in self.leaves if isinstance(leaf, Revoked))

    @cached_property
    def struck(self) -> frozenset[str]:
        return frozenset(leaf.handle for leaf in self.leaves if isinstance(leaf, Struck))

    @cached_property
    def batches(self) -> list[PaperBatch]:
        return [leaf for leaf in self.leaves if isinstance(leaf, PaperBatch)]

    @cached_property
    def selection(self) -> Selection:
        try:
            return selecting.select_by(self.manifest, self.leaves)
        except NotValid as why:
            raise CannotBeMade(f"cannot be made: what counts cannot be worked out. {why}") from None

    @cached_property
    def pairs(self) -> list[Pair]:
        """Every contest and style that go together, in the order of `slips.json`."""
        return [(contest, style.id) for style in self.manifest.styles for contest in style.contests]

    @cached_property
    def inputs(self) -> dict[Pair, tuple[Ciphertext, ...]]:
        """What the first mix of each contest and style takes; a pair for which nothing counts is left out."""
        try:
            return ceremony.inputs_of(self.manifest, self.leaves, self.selection)
        except NotValid as why:
            raise CannotBeMade(f"cannot be made: the counted envelopes cannot be stripped. {why}") from None

    @cached_property
    def heads_by_style(self) -> dict[str, int]:
        """How many are entitled, by style: everybody on the roll who is not struck."""
        number = Counter(row.style for row in self.roll if row.handle not in self.struck)
        return {style.id: number[style.id] for style in self.manifest.styles}

    # Reading --------------------------------------------------------------------------------------------------------

    def _read(self, name: str, reader: Callable[[bytes], T]) -> T:
        content = self.raw(name)
        try:
            if name != "log.jsonl":
                _bounded(content)
            return reader(content)
        except (NotValid, Fails) as why:
            self.faults[name] = str(why)
        self._cannot(name)
        raise AssertionError

    def _proof(self, name: str, reader: Callable[[bytes], T], called: Callable[[T], str]) -> T | None:
        try:
            _bounded(self.files[name])
            found = reader(self.files[name])
            if called(found) != name:
                raise Fails("it is about another contest, style or number than its name tells")
        except (NotValid, Fails) as why:
            self.faults[name] = str(why)
        except ValueError:
            self.faults[name] = "there is no such contest or style"
        else:
            return found
        return None

    def _cannot(self, name: str) -> None:
        raise CannotBeMade(f"cannot be made: it rests on {name}, and V1 says what is wrong with that")


def _pair(proof: Mix | Partial) -> Pair:
    return proof.contest, proof.style


def _bounded(content: bytes) -> None:
    """The sizes of docs/bundle.md, section 1, before anything is made of the bytes."""
    if len(content) > LARGEST_DOCUMENT:
        raise Fails("a document has more than 64 MB")
    if content.count(b",") > MANY_VALUES or content.count(b"[") + content.count(b"{") > MANY_VALUES:
        raise Fails("a document has more than four million parts")


def _heads(content: bytes) -> list[SignedCheckpoint]:
    fields = Fields("list of heads", decode_object(content))
    notes = [_note(part) for part in fields.parts("heads")]
    fields.done()
    if not notes:
        raise Fails("there is no head")
    return notes


def _note(part: Plain) -> SignedCheckpoint:
    try:
        note = Fields("head", {"note": part}).octets("note").decode("utf-8")
    except UnicodeDecodeError:
        raise Fails("a head is not text") from None
    head = checkpoint.read(note)
    if head.checkpoint.at is None:
        raise Fails("a head does not say its time")
    return head


def _slips(content: bytes) -> list[PublishedSlips]:
    fields, rows = Fields("list of slips", decode_object(content)), []
    for part in fields.parts("slips"):
        one = Fields("row of slips", part)
        pair = one.text("contest", 64), one.text("style", 64)
        rows.append(PublishedSlips(pair, one.octets_list("slips", 30), one.octets_list("unreadable", 32)))
        one.done()
    fields.done()
    return rows


def _with_names(*names: str) -> Callable[[bytes], Document]:
    def read(content: bytes) -> Document:
        found = decode_object(content)
        if sorted(found) != sorted(names):
            raise Fails("it has other names than it may have")
        return found

    return read


def checksums_of(published: Published) -> int:
    """How many files the checksums name, all of them right. Raises NotAPack, Fails."""
    if CHECKSUMS in published.files:
        _bounded(published.files[CHECKSUMS])
        decode(published.files[CHECKSUMS])
    packs.check_sums(published.files)
    return len(published.files) - 1
