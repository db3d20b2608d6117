"""A small ballot at the level AGM: people's part by their tools, the service's part by pure functions."""

from __future__ import annotations

import contextlib
import io
import secrets
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path

import pytest

from govern.ballots.duties.commands import main
from govern.ballots.seal import bundle, checkpoint, cosigning, covers, packs, signing, slips, tree
from govern.ballots.seal.canonical import decode_object, from_text
from govern.ballots.seal.documents import (
    Cast,
    Channel,
    Closed,
    ContestEntry,
    ContestKind,
    Envelope,
    FactsFixed,
    Leaf,
    Level,
    Manifest,
    Opened,
    OptionEntry,
    RollRow,
    Sealed,
    Sealing,
    Slip,
    StyleEntry,
    handle_from,
    leaf_to_bytes,
    roll_hash,
    roll_to_bytes,
    ticket_of,
)
from govern.ballots.seal.duties import Acceptance, Card, KeyShares
from govern.ballots.seal.facts import ContestFacts, Facts
from govern.ballots.seal.fingerprint import fingerprint

ORIGIN = "tair-nant/ballots/2026-3"
OPENS = datetime(2026, 11, 1, 8, tzinfo=UTC)
TRUSTEES = ("Ann", "Bo", "Cai", "Dee", "Eve")
MIXERS = ("Mo", "Nia", "Olwen")
WITNESSES = ("Wyn", "Xan")
LOG = b"l" * 32
FACTS = Facts(("m1", "board"), (ContestFacts("m1"), ContestFacts("board")))
#: Who votes for what: handle's number, style, choices of m1 and board; the second of them votes twice.
CHOICES: tuple[tuple[int, str, tuple[str, ...], tuple[str, ...]], ...] = (
    (1, "users", ("for",), ("c1", "c3")),
    (2, "users", ("against",), ("c2",)),
    (2, "users", ("for",), ("c3", "c1")),
    (3, "users", (), ("c2",)),
    (4, "staff", ("against",), ()),
    (5, "staff", ("for",), ("c1",)),
)


@dataclass(frozen=True)
class Said:
    """What a tool came to: its exit code, and all that it said."""

    code: int
    text: str


def tool(*words: object) -> Said:
    """A command of the tools, within this process."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        try:
            code = main([str(word) for word in words])
        except SystemExit as left:
            code = int(left.code or 0)
    return Said(code, said.getvalue())


def done(*words: object) -> str:
    """As `tool`, where it must succeed."""
    said = tool(*words)
    assert said.code == 0, said.text
    return said.text


@dataclass
class Hall:
    """Everybody's folder under one root; `out` is where tools write what is handed on."""

    root: Path
    origin: str = ORIGIN
    options: tuple[str, ...] = ()

    @property
    def out(self) -> Path:
        return self.root / "out"

    def of(self, name: str) -> list[object]:
        """The options with which somebody runs their tool."""
        return ["--folder", self.root / name, "--to", self.out, "--language", "en", *self.options]

    def copy(self, to: Path) -> Hall:
        shutil.copytree(self.root, to)
        return replace(self, root=to)

    def cards(self) -> None:
        for duty, names in (("trustee", TRUSTEES), ("mixer", MIXERS), ("witness", WITNESSES)):
            for name in names:
                done(duty, "card", "--name", name, *self.of(name))

    def card(self, name: str) -> Path:
        return self.out / f"{name}{'-rehearsal' if self.options else ''}.card.json"

    def deal(self, needed: int = 3) -> KeyShares:
        cards = [self.card(name) for name in TRUSTEES]
        done(
            "trustee",
            "deal",
            "--origin",
            self.origin,
            "--needed",
            needed,
            "--off-the-network",
            *cards,
            *self.of("dealer"),
        )
        return self.shares()

    def shares(self) -> KeyShares:
        return KeyShares.from_bytes((self.out / "key-shares.json").read_bytes())

    def paper(self, name: str) -> Path:
        return self.out / f"{name}{'-rehearsal' if self.options else ''}.share.txt"

    def accept(self, name: str) -> Acceptance:
        done("trustee", "accept", self.out / "key-shares.json", "--share", self.paper(name), *self.of(name))
        accepted = Acceptance.from_bytes(
            self.out.joinpath(self.card(name).name.replace("card", "acceptance")).read_bytes()
        )
        accepted.check(self.shares())
        return accepted

    def signers(self, names: Sequence[str]) -> tuple[Card, ...]:
        return tuple(Card.from_bytes(self.card(name).read_bytes()) for name in names)

    def manifest(self) -> Manifest:
        shares = self.shares()
        yes_no = (OptionEntry("for", b"f" * 32), OptionEntry("against", b"a" * 32))
        people = tuple(OptionEntry(f"c{n}", bytes([n]) * 32) for n in (1, 2, 3))
        return Manifest(
            ballot_id="agm-2026",
            society="Tair Nant",
            title="Annual meeting 2026",
            contests=(
                ContestEntry("m1", ContestKind.RESOLUTION, b"m" * 32, yes_no, 1, 0, "resolution", {}, True),
                ContestEntry("board", ContestKind.RANKING, b"b" * 32, people, 3, 1, "av", {}, True),
            ),
            styles=tuple(StyleEntry(one, (one,), Fraction(1), ("m1", "board")) for one in ("users", "staff")),
            roll_hash=roll_hash(roll()),
            roll_size=len(roll()),
            opens=OPENS,
            closes=OPENS + timedelta(days=20),
            level=Level.AGM,
            sealing=Sealing.SLIPS,
            privacy_floor=1,
            election_key=shares.key,
            feldman=shares.commitments,
            trustees=shares.trustees,
            threshold=shares.threshold,
            mixers=tuple(card.signer() for card in self.signers(MIXERS)),
            witnesses=tuple(card.signer() for card in self.signers(WITNESSES)),
            witness_quorum=2,
            log_origin=self.origin,
            log_key=signing.public_key_of(LOG),
        )


def handle(number: int) -> str:
    return handle_from(bytes([number]) * 10)


def roll() -> tuple[RollRow, ...]:
    return tuple(RollRow(handle(n), style) for n, style in sorted({(n, style) for n, style, *_ in CHOICES}))


def sealed_by(manifest: Manifest, number: int, style: str, choices: dict[str, tuple[str, ...]]) -> Cast:
    nonce = secrets.token_bytes(16)
    ticket = ticket_of(handle(number), nonce)
    found = []
    for contest, marks in choices.items():
        slip = slips.encode(manifest.contest(contest), marks)
        found.append(Slip(contest, covers.cover(manifest, contest, style, ticket, slip).box))
    return Cast(Envelope(Sealed(manifest.hash(), style, ticket, tuple(found)), handle(number), nonce, Channel.DIRECT))


@dataclass
class Service:
    """The server's part: a log that grows, its heads, and the packs."""

    hall: Hall
    manifest: Manifest
    leaves: list[Leaf] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    proofs: dict[str, bytes] = field(default_factory=dict)
    facts: Facts = FACTS
    at: datetime = OPENS

    @property
    def words(self) -> str:
        return " ".join(fingerprint(self.manifest.hash()))

    def copy(self, hall: Hall) -> Service:
        return replace(self, hall=hall, leaves=[*self.leaves], notes=[*self.notes], proofs={**self.proofs})

    def open(self) -> None:
        self.add(Opened(self.manifest.hash()))

    def add(self, *leaves: Leaf) -> None:
        self.leaves += leaves
        self.sign()

    def sign(self) -> None:
        """A head of the log as it stands."""
        frontier = tree.Frontier()
        for leaf in self.leaves:
            frontier, _ = frontier.append(tree.leaf_hash(leaf_to_bytes(leaf)))
        self.at += timedelta(minutes=5)
        head = checkpoint.Checkpoint(self.manifest.log_origin, frontier.size, frontier.root, self.at)
        self.notes.append(checkpoint.sign(head, LOG).note())

    def vote(self) -> None:
        for number, style, m1, board in CHOICES:
            self.add(sealed_by(self.manifest, number, style, {"m1": m1, "board": board}))

    def close(self) -> None:
        self.add(Closed())
        self.add(FactsFixed(self.facts.hash()))

    def take_head(self, name: str) -> None:
        """A witness's answer."""
        self.notes[-1] = cosigning.merged(self.notes[-1], [(self.hall.out / f"{name}.head.txt").read_text("utf-8")])

    def take(self, file: Path) -> dict[str, bytes]:
        """A mixer's or a trustee's answer."""
        with file.open("rb") as opened:
            found = packs.unpack(opened)
        self.proofs |= found
        return found

    def head_pack(self) -> Path:
        hashes = b"".join(tree.leaf_hash(leaf_to_bytes(leaf)) for leaf in self.leaves)
        return self._pack("head", {packs.HASHES: hashes})

    def log_pack(self, **changed: bytes) -> Path:
        return self._pack("log", self.files() | changed)

    def files(self) -> dict[str, bytes]:
        return {
            "roll.json": roll_to_bytes(roll()),
            "log.jsonl": b"".join(leaf_to_bytes(leaf) + b"\n" for leaf in self.leaves),
            "facts.json": self.facts.to_bytes(),
            **{name: content for name, content in self.proofs.items() if name.startswith("mix/")},
        }

    def _pack(self, name: str, files: dict[str, bytes]) -> Path:
        always = {"manifest.json": self.manifest.to_bytes(), "heads.json": bundle.heads(self.notes)}
        path = self.hall.root / f"{name}-{len(self.leaves)}-{secrets.token_hex(3)}.zip"
        path.write_bytes(bundle.pack(always | files))
        return path

    def witness(self, name: str) -> Said:
        return tool("witness", "sign", self.head_pack(), "--fingerprint", self.words, *self.hall.of(name))

    def mix(self, name: str, pack: Path | None = None) -> Said:
        given = pack or self.log_pack()
        return tool("mixer", "mix", given, "--fingerprint", self.words, *self.hall.of(name))

    def open_by(self, name: str, *more: object, pack: Path | None = None) -> Said:
        return tool(
            "trustee", "open", pack or self.log_pack(), "--fingerprint", self.words, *more, *self.hall.of(name)
        )

    def mixed(self, *names: str) -> None:
        for name in names:
            stage = 1 + len({entry.rpartition("-")[2] for entry in self.proofs if entry.startswith("mix/")})
            said = self.mix(name)
            assert said.code == 0, said.text
            self.take(self.hall.out / f"{name}.mix-{stage}.zip")

    def witnessed(self) -> None:
        for name in WITNESSES:
            said = self.witness(name)
            assert said.code == 0, said.text
            self.take_head(name)


def slips_of(content: bytes) -> dict[tuple[str, str], list[bytes]]:
    """`slips.json` by contest and style."""
    found: dict[tuple[str, str], list[bytes]] = {}
    rows = decode_object(content)["slips"]
    assert isinstance(rows, list)
    for row in rows:
        assert isinstance(row, dict)
        listed = row["slips"]
        assert isinstance(listed, list)
        assert row["unreadable"] == []
        found[str(row["contest"]), str(row["style"])] = [from_text(str(slip)) for slip in listed]
    return found


def expected_slips(manifest: Manifest) -> dict[tuple[str, str], list[bytes]]:
    """What was voted, the last vote of each."""
    last = {number: (style, {"m1": m1, "board": board}) for number, style, m1, board in CHOICES}
    return {
        (contest.id, style.id): sorted(
            slips.encode(contest, marks[contest.id]) for of, marks in last.values() if of == style.id
        )
        for contest in manifest.contests
        for style in manifest.styles
    }


ON_ALL_CORES = """
import sys
from govern.ballots.duties import commands, cores
cores.WORTH_IT = 0
cores.cores.keep_to(2)
sys.exit(commands.main(sys.argv[1:]))
"""


def on_all_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each tool in a process of its own, which splits others off."""

    def run(*words: object) -> Said:
        ran = subprocess.run(
            [sys.executable, "-c", ON_ALL_CORES, *map(str, words)], capture_output=True, text=True, check=False
        )
        return Said(ran.returncode, ran.stdout + ran.stderr)

    monkeypatch.setattr(sys.modules[__name__], "tool", run)
