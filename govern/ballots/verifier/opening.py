"""A bundle in memory: its documents once they are found to be written well, and what follows from them.

MIT licence; standard library only. What could not be read is refused again by whoever asks for it, so that every
check says for itself that it could not be made.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable
from functools import cached_property, partial

from govern.ballots.verifier.group import Group
from govern.ballots.verifier.proofs import Generators, Pair
from govern.ballots.verifier.reading import Archive, Doc, Plain, Refusal, digest, parsed, unspelled
from govern.ballots.verifier.selecting import History, Selection, select
from govern.ballots.verifier.shapes import (
    CHECKSUMS,
    COUNTED,
    FACTS,
    HEADS,
    MANIFEST,
    MIX,
    PARTIAL,
    RESULT,
    ROLL,
    SLIPS,
    Shape,
    fit,
    leaf,
)
from govern.ballots.verifier.slips import Marks, marks_of
from govern.ballots.verifier.tree import Head, Tree, leaf_hash

DOCUMENTS: dict[str, Shape] = {
    "manifest.json": MANIFEST,
    "roll.json": ROLL,
    "heads.json": HEADS,
    "facts.json": FACTS,
    "counted.json": COUNTED,
    "slips.json": SLIPS,
    "result.json": RESULT,
    "checksums.json": CHECKSUMS,
}
PROOF = re.compile(r"(mix|partial)/c(\d+)-s(\d+)-t?(\d+)\.json")

#: A contest and a style by their ids.
Cell = tuple[str, str]


class Bundle:
    """Everything that is in a bundle, read once."""

    def __init__(self, path: str, *, plain: bool) -> None:
        self.group = Group(plain=plain)
        self.generators = Generators(self.group)
        self.archive = Archive(path)
        self.failures: list[str] = []
        self._documents: dict[str, Plain] = {}
        self._raw: dict[str, bytes] = {}
        self._leaves: list[Doc] | None = None
        self.leaf_hashes: list[bytes] = []
        self._proofs: dict[str, dict[Cell, dict[int, Doc]]] = {"mix": {}, "partial": {}}
        #: what came out of the last mix, and the points that were opened, by contest and style
        self.mixed: dict[Cell, list[Pair]] = {}
        self.read_all()

    def read_all(self) -> None:
        for name, shape in DOCUMENTS.items():
            self._attempt(name, partial(self._read, name, shape))
        self._attempt("log.jsonl", self._read_log)
        for name in self.archive.names():
            if PROOF.fullmatch(name):
                self._attempt(name, partial(self._read_proof, name))

    def _attempt(self, name: str, reading: Callable[[], None]) -> None:
        try:
            reading()
        except Refusal as why:
            self.failures.append(f"{name}: {why}")

    def _read(self, name: str, shape: Shape) -> None:
        raw = self.archive.read(name)
        value = parsed(raw)
        fit(value, shape, name)
        self._documents[name], self._raw[name] = value, raw

    def _read_log(self) -> None:
        leaves, hashes = [], []
        for line in self.archive.lines("log.jsonl"):
            try:
                leaves.append(leaf(parsed(line)))
            except Refusal as why:
                raise Refusal(f"leaf {len(leaves)}: {why}") from None
            hashes.append(leaf_hash(line))
        self._leaves, self.leaf_hashes = leaves, hashes

    def _read_proof(self, name: str) -> None:
        """A mix or a partial, filed under the contest and style that its name tells."""
        found = PROOF.fullmatch(name)
        assert found is not None
        what, number = found[1], int(found[4])
        value = parsed(self.archive.read(name))
        fit(value, MIX if what == "mix" else PARTIAL, name)
        contests, styles = self.manifest.docs("contests"), self.manifest.docs("styles")
        if int(found[2]) > len(contests) or int(found[3]) > len(styles):
            raise Refusal("there is no such contest or style")
        doc, cell = Doc(value), (contests[int(found[2]) - 1].text("id"), styles[int(found[3]) - 1].text("id"))
        place = doc.number("stage" if what == "mix" else "trustee")
        if (doc.text("contest"), doc.text("style"), place) != (*cell, number):
            raise Refusal("it is about another contest, style or number than its name tells")
        self._proofs[what].setdefault(cell, {})[number] = doc

    def document(self, name: str) -> Plain:
        if name not in self._documents:
            raise Refusal(f"{name} could not be read")
        return self._documents[name]

    def raw(self, name: str) -> bytes:
        self.document(name)
        return self._raw[name]

    @property
    def manifest(self) -> Doc:
        return Doc(self.document("manifest.json"))

    @cached_property
    def manifest_hash(self) -> bytes:
        return digest("manifest", self.raw("manifest.json"))

    @cached_property
    def contests(self) -> dict[str, Doc]:
        return {contest.text("id"): contest for contest in self.manifest.docs("contests")}

    @cached_property
    def styles(self) -> dict[str, tuple[str, ...]]:
        """Style -> its contests."""
        return {style.text("id"): style.texts("contests") for style in self.manifest.docs("styles")}

    @cached_property
    def roll(self) -> dict[str, str]:
        """Handle -> style."""
        return {row.text("handle"): row.text("style") for row in self.rows}

    @property
    def rows(self) -> list[Doc]:
        return Doc({"roll": self.document("roll.json")}).docs("roll")

    @property
    def leaves(self) -> list[Doc]:
        if self._leaves is None:
            raise Refusal("log.jsonl could not be read")
        return self._leaves

    @cached_property
    def tree(self) -> Tree:
        if not self.leaves:
            raise Refusal("the log is empty")
        return Tree(self.leaf_hashes)

    @cached_property
    def heads(self) -> list[Head]:
        notes = Doc(self.document("heads.json")).texts("heads")
        if not notes:
            raise Refusal("there is no head")
        return [Head.of(unspelled(note)) for note in notes]

    @property
    def facts(self) -> Doc:
        return Doc(self.document("facts.json"))

    @cached_property
    def history(self) -> History:
        return History(self.leaves)

    @cached_property
    def selection(self) -> Selection:
        return select(self.history, self.manifest.texts("precedence"), self.manifest.text("early_vote_if_attending"))

    @cached_property
    def cells(self) -> list[Cell]:
        """Every contest and style that go together, in the manifest's order of styles and of the style's contests."""
        order = list(self.contests)
        return [
            (contest, style)
            for style, contests in self.styles.items()
            for contest in sorted(contests, key=order.index)
        ]

    @cached_property
    def inputs(self) -> dict[Cell, list[Pair]]:
        """The covers that the first mix takes: those of the counted envelopes, sorted."""
        found: dict[Cell, list[Pair]] = {cell: [] for cell in self.cells}
        for vote in self.selection.counted:
            if vote.channel == "paper":
                continue
            sealed = self.leaves[vote.index].doc("sealed")
            for slip in sealed.docs("slips"):
                cell = (slip.text("contest"), sealed.text("style"))
                if cell not in found:
                    raise Refusal("a counted envelope holds a slip of another style")
                found[cell].append((slip.raw("box")[:32], slip.raw("box")[32:64]))
        return {cell: sorted(pairs) for cell, pairs in found.items()}

    def mixes(self, cell: Cell) -> dict[int, Doc]:
        return self._proofs["mix"].get(cell, {})

    def partials(self, cell: Cell) -> dict[int, Doc]:
        return self._proofs["partial"].get(cell, {})

    def strange_cells(self) -> list[Cell]:
        found = set(self._proofs["mix"]) | set(self._proofs["partial"])
        return sorted(found - {cell for cell in self.cells if self.inputs[cell]})

    @cached_property
    def batches(self) -> list[Doc]:
        return [leaf for leaf in self.leaves if leaf.text("kind") == "paper-batch"]

    @cached_property
    def published(self) -> dict[Cell, Doc]:
        """slips.json by contest and style, which have to be all of them in order."""
        entries = Doc(self.document("slips.json")).docs("slips")
        found = [(entry.text("contest"), entry.text("style")) for entry in entries]
        if found != self.cells:
            raise Refusal("slips.json does not have every contest and style in order")
        return dict(zip(found, entries, strict=True))

    def read_slips(self, cell: Cell, slips: list[bytes]) -> tuple[Counter[Marks], int]:
        """How often each choice stands on these slips, and how many are spoilt."""
        contest = self.contests[cell[0]]
        options, at_most, kind = len(contest.docs("options")), contest.number("at_most"), contest.text("kind")
        choices: Counter[Marks] = Counter()
        for thirty, number in Counter(slips).items():
            marks = marks_of(kind, options, at_most, thirty)
            if marks is not None:
                choices[marks] += number
        return choices, len(slips) - sum(choices.values())

    @cached_property
    def verifier_hash(self) -> bytes:
        return hashlib.sha256(b"".join(self.archive.pieces("verify.py"))).digest()
