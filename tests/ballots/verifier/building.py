"""A whole ballot, from the roll to the bundle, made for tests by its own prover and without the service."""

from __future__ import annotations

import base64
import hashlib
import io
import random
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from govern.ballots.verifier.checking_count import expected_result
from govern.ballots.verifier.checking_log import expected_counted
from govern.ballots.verifier.ed25519 import ORDER
from govern.ballots.verifier.group import BASE, joined_parts
from govern.ballots.verifier.opening import Bundle
from govern.ballots.verifier.proofs import Pair, context_of
from govern.ballots.verifier.reading import Doc, Plain, digest, parsed, spelled, written
from govern.ballots.verifier.shapes import CHANNELS
from govern.ballots.verifier.slips import point_of, thirty_of
from govern.ballots.verifier.tree import Tree, leaf_hash
from tests.ballots.verifier.proving import GROUP, Signer, mix_proof, number, opening, seal, shuffle

Files = dict[str, bytes]
Document = dict[str, Plain]

LETTERS = "abcdefghijklmnopqrstuvwxyz234567"
VERIFY = Path(__file__).parents[3] / "govern" / "ballots" / "verifier" / "verify.py"
ORIGIN = "tair-nant/ballots/2026-1"
SEED = bytes(range(32))
KINDS = {"resolution": 1, "ranking": 2, "set": 3}


def signer(name: str) -> Signer:
    return Signer(hashlib.sha256(name.encode()).digest())


def hashed(name: str) -> str:
    return spelled(hashlib.sha256(name.encode()).digest())


def thirty(kind: str, marks: tuple[int, ...]) -> bytes:
    """The one way to write these marks."""
    bits = 0
    if kind == "set":
        bits = sum(1 << (mark - 1) for mark in marks)
    else:
        for place, mark in enumerate(marks):
            bits |= mark << (232 - 6 * (place + 1))
    return bytes([KINDS[kind] << 4 | 1]) + bits.to_bytes(29, "big")


def resolution_rule(**changes: Plain) -> Document:
    rule: Document = {
        **{"op": "gt", "of": "1/2", "base": "cast", "basis": "omov", "abstentions": "exclude", "tie": "lost"},
        **changes,
    }
    return {"rule": rule, "groups": [], "classes": False, "cap_basis": "cast"}


def contest(name: str, kind: str, options: int, rule_id: str, params: Document, **more: Plain) -> Document:
    return {
        "id": name,
        "kind": kind,
        "text_hash": hashed(name),
        "options": [
            {"id": f"{name}-{place}", "text_hash": hashed(f"{name}{place}")} for place in range(1, options + 1)
        ],
        "at_most": options if kind == "ranking" else 1,
        "seats": 1,
        "rule_id": rule_id,
        "rule_params": params,
        "allow_abstain": True,
        **more,
    }


def election_rule(*caps: Document) -> Document:
    return {
        "body": "board",
        "constituency": "any",
        "lots_commitment": lot_commitment_of(SEED),
        "caps": list(caps),
    }


def lot_commitment_of(seed: bytes) -> str:
    return digest("lot-commitment", seed).hex()


@dataclass
class World:
    """A ballot that is being made: who votes, on what, and the log as it grows."""

    contests: list[Document]
    #: style -> how many people, and the contests of its paper
    styles: dict[str, tuple[int, tuple[str, ...]]]
    facts: Document
    level: str = "agm"
    trustees: int = 3
    k: int = 2
    mixers: int = 2
    witnesses: int = 2
    floor: int = 1
    chance: random.Random = field(default_factory=lambda: random.Random(9))
    leaves: list[Document] = field(default_factory=list)
    #: sizes of heads that were signed on the way
    head_sizes: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.coefficients = [number(self.chance) for _ in range(self.k)]
        self.key = GROUP.sum([(self.coefficients[0], BASE)])
        self.roll: dict[str, str] = {}
        for style, (people, _) in self.styles.items():
            for _ in range(people):
                self.roll["".join(self.chance.choices(LETTERS, k=16))] = style
        self.manifest = self._manifest()
        self.manifest_hash = digest("manifest", written(self.manifest))
        self.add("open", manifest_hash=spelled(self.manifest_hash))

    def people(self, style: str) -> list[str]:
        """The handles of a style, in their order on the roll."""
        return sorted(handle for handle, of in self.roll.items() if of == style)

    def share(self, trustee: int) -> int:
        return sum(f * pow(trustee, j, ORDER) for j, f in enumerate(self.coefficients)) % ORDER

    def _manifest(self) -> Document:
        def named(role: str, count: int) -> list[Plain]:
            return [{"name": f"{role}{n}", "pk": spelled(signer(f"{role}{n}").public)} for n in range(1, count + 1)]

        return {
            "v": 1,
            "ballot_id": "agm-2026",
            "society": "Tair Nant",
            "title": "Cyfarfod Cyffredinol 2026",
            "contests": list(self.contests),
            "styles": [
                {"id": s, "constituencies": list(s.split("+")), "weight": "1/1", "contests": list(mine)}
                for s, (_, mine) in self.styles.items()
            ],
            "roll_hash": spelled(digest("roll", written(self.roll_rows()))),
            "roll_size": len(self.roll),
            "opens": "2026-11-01T08:00:00Z",
            "closes": "2026-11-22T18:00:00Z",
            "level": self.level,
            "sealing": "slips",
            "precedence": ["room", "direct", "proxy_directed", "proxy_free", "peer", "paper"],
            "early_vote_if_attending": "discount",
            "privacy_floor": self.floor,
            "trackers": False,
            "election_key": spelled(self.key),
            "feldman": [spelled(GROUP.sum([(f, BASE)])) for f in self.coefficients],
            "trustees": [
                {
                    "i": i,
                    "name": f"trustee{i}",
                    "sign_pk": spelled(signer(f"trustee{i}").public),
                    "X_i": spelled(GROUP.sum([(self.share(i), BASE)])),
                }
                for i in range(1, self.trustees + 1)
            ],
            "k": self.k,
            "mixers": named("mixer", self.mixers),
            "witnesses": named("witness", self.witnesses),
            "k_w": self.witnesses,
            "log_origin": ORIGIN,
            "log_pk": spelled(signer("log").public),
            "tellers": named("teller", 2),
            "verifier_sha256": spelled(hashlib.sha256(VERIFY.read_bytes()).digest()),
        }

    def roll_rows(self) -> list[Plain]:
        return [{"handle": handle, "style": self.roll[handle], "units": 1} for handle in sorted(self.roll)]

    # The log

    def add(self, kind: str, **parts: Plain) -> int:
        self.leaves.append({"kind": kind, **parts})
        return len(self.leaves) - 1

    def kind(self, name: str) -> str:
        return next(Doc(c).text("kind") for c in self.contests if c["id"] == name)

    def sealed(self, handle: str, nonce: bytes, choices: dict[str, tuple[int, ...] | bytes]) -> Document:
        """Slips under a ticket; bytes in place of marks go onto the slip as they are, 32 bytes as a point."""
        style, ticket = self.roll[handle], digest("ticket", handle.encode() + nonce)
        slips: list[Plain] = []
        for name in self.styles[style][1]:
            if name in choices:
                marks = choices[name]
                content = thirty(self.kind(name), marks) if isinstance(marks, tuple) else marks
                message = content if len(content) == 32 else point_of(GROUP, content)
                label = joined_parts(self.manifest_hash, name, style, ticket)
                slips.append({"contest": name, "box": spelled(seal(self.chance, self.key, message, label))})
        return {
            "manifest_hash": spelled(self.manifest_hash),
            "style": style,
            "ticket": spelled(ticket),
            "slips": slips,
        }

    def vote(
        self, handle: str, channel: str = "direct", authority: int | None = None, **choices: tuple[int, ...] | bytes
    ) -> int:
        assert channel in CHANNELS
        nonce = self.chance.randbytes(16)
        more: Document = {} if authority is None else {"authority": authority}
        sealed = self.sealed(handle, nonce, choices)
        return self.add("envelope", sealed=sealed, handle=handle, nonce=spelled(nonce), channel=channel, **more)

    def test(self, handle: str, **choices: tuple[int, ...] | bytes) -> int:
        sealed = self.sealed(handle, self.chance.randbytes(16), choices)
        covers = [spelled(slip.raw("box")[:32]) for slip in Doc(sealed).docs("slips")]
        return self.add("test", sealed_hash=spelled(digest("sealed", written(sealed))), slips=list(covers))

    def head(self) -> None:
        self.head_sizes.append(len(self.leaves))

    # The bundle

    def finish(self, *, mixing: Callable[[World, Bundle], Files] | None = None) -> Files:
        """Facts, heads, mixes, openings, slips and result: every file of the bundle."""
        if not any(leaf["kind"] == "facts" for leaf in self.leaves):
            self.add("facts", facts_hash=spelled(digest("facts", written(self.facts))))
        lines = [written(leaf) for leaf in self.leaves]
        files: Files = {
            "manifest.json": written(self.manifest),
            "roll.json": written(self.roll_rows()),
            **logged(lines, self.head_sizes, self.witnesses),
            "facts.json": written(self.facts),
            "verify.py": VERIFY.read_bytes(),
            "README.txt": b"python3 -I verify.py bundle.zip\n",
            **dict.fromkeys(("counted.json", "slips.json", "result.json", "checksums.json"), b"{}"),
        }
        files["counted.json"] = written(expected_counted(opened_from(files)))
        bundle = opened_from(files)
        files |= (mixing or mixes_and_openings)(self, bundle)
        files["result.json"] = written(expected_result(opened_from(files)))
        return resealed(files)


def logged(lines: list[bytes], sizes: list[int], witnesses: int) -> Files:
    """The log with heads of these sizes and of its own, all signed; the last one by the witnesses too."""
    heads: list[Plain] = [spelled(head_note(lines, size, 0)) for size in sizes]
    heads.append(spelled(head_note(lines, len(lines), witnesses)))
    return {"log.jsonl": b"".join(line + b"\n" for line in lines), "heads.json": written({"heads": heads})}


def head_note(lines: list[bytes], size: int, witnesses: int) -> bytes:
    root = Tree([leaf_hash(line) for line in lines]).root(size)
    text = f"{ORIGIN}\n{size}\n{base64.b64encode(root).decode()}\ntime {1_800_000_000 + size}\n"
    signatures = [_signed(ORIGIN, b"\x01", signer("log"), b"", text.encode())]
    for place in range(1, witnesses + 1):
        time = 1_800_000_100 + size
        message = f"cosignature/v1\ntime {time}\n{text}".encode()
        signatures.append(
            _signed(f"witness{place}", b"\x04", signer(f"witness{place}"), time.to_bytes(8, "big"), message)
        )
    return (text + "\n" + "".join(signatures)).encode()


def _signed(name: str, kind: bytes, key: Signer, before: bytes, message: bytes) -> str:
    mark = hashlib.sha256(name.encode() + b"\n" + kind + key.public).digest()[:4]
    return f"\u2014 {name} {base64.b64encode(mark + before + key.sign(message)).decode()}\n"


def signed(kind: str, document: Document, key: Signer) -> bytes:
    """A mix or an opening with its signature."""
    document = {name: value for name, value in document.items() if name != "signature"}
    return written({**document, "signature": spelled(key.sign(digest(f"{kind}-signature", written(document))))})


def mixes_and_openings(world: World, bundle: Bundle) -> Files:
    """Honest mixes, openings and slips of everything that counts."""
    files: Files = {}
    entries: list[Plain] = []
    contests, styles = list(bundle.contests), list(bundle.styles)
    for cell in bundle.cells:
        pairs, stem = bundle.inputs[cell], f"c{contests.index(cell[0]) + 1}-s{styles.index(cell[1]) + 1}"
        about: Document = {"contest": cell[0], "style": cell[1]}
        if pairs:
            for stage in range(1, world.mixers + 1):
                context = context_of(world.manifest_hash, *cell, f"mix-{stage}")
                outputs, order, covers = shuffle(world.chance, world.key, pairs)
                proof = mix_proof(world.chance, world.key, context, pairs, outputs, order, covers)
                document = {**about, "stage": stage, "mixer": f"mixer{stage}", **_spelled(proof)}
                files[f"mix/{stem}-{stage}.json"] = signed("mix", document, signer(f"mixer{stage}"))
                pairs = outputs
            for i in range(1, world.k + 1):
                context = context_of(world.manifest_hash, *cell, "decrypt")
                proof = opening(world.chance, world.share(i), context, pairs)
                document = {**about, "trustee": i, **_spelled(proof)}
                files[f"partial/{stem}-t{i}.json"] = signed("partial", document, signer(f"trustee{i}"))
        entries.append({**about, **unsealed(world, pairs)})
    files["slips.json"] = written({"slips": entries})
    return files


def unsealed(world: World, pairs: list[Pair]) -> Document:
    points = [GROUP.sum([(1, b), (-world.coefficients[0], a)]) for a, b in pairs]
    read = [(thirty_of(GROUP, point), point) for point in points]
    slips = sorted(slip for slip, _ in read if slip is not None)
    strange = sorted(point for slip, point in read if slip is None)
    return {"slips": [spelled(slip) for slip in slips], "unreadable": [spelled(point) for point in strange]}


def _spelled(proof: dict[str, bytes]) -> Document:
    return {name: spelled(value) for name, value in proof.items()}


def resealed(files: Files) -> Files:
    """The same files with a list of checksums that is right."""
    listed: list[Plain] = [
        {"path": path, "sha256": spelled(hashlib.sha256(files[path]).digest())}
        for path in sorted(files)
        if path != "checksums.json"
    ]
    return {**files, "checksums.json": written({"files": listed})}


def packed(files: Files) -> bytes:
    space = io.BytesIO()
    with zipfile.ZipFile(space, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(name, (2026, 11, 22, 18, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return space.getvalue()


def opened_from(files: Files, *, plain: bool = False) -> Bundle:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bundle.zip"
        path.write_bytes(packed(files))
        return Bundle(str(path), plain=plain)


def document(files: Files, name: str) -> Document:
    """A file's document, to be changed and put back."""
    value = parsed(files[name])
    assert isinstance(value, dict)
    return value
