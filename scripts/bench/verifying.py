"""Both verifiers on the bundle of one question at the level AGM: time, processor time and memory of a process each.

`python -m scripts.bench verify`; GOVERN_BENCH_SLIPS (10,000) says how many voted. Two mixers, two of three trustees.
The bundle is made by the service's own code and written once; each verifier then reads it as a stranger would.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path

from govern.ballots.queries.checkers import CHECKER
from govern.ballots.rules.recounting import Opened, result_of
from govern.ballots.seal import bundle, ceremony, checkpoint, covers, sharing, signing, slips, tree
from govern.ballots.seal.canonical import digest, encode
from govern.ballots.seal.contests import ContestEntry, ContestKind, OptionEntry, StyleEntry
from govern.ballots.seal.documents import (
    Cast,
    Channel,
    Closed,
    Envelope,
    FactsFixed,
    Leaf,
    Level,
    Manifest,
    RollRow,
    Sealed,
    Sealing,
    Signer,
    Slip,
    Trustee,
    handle_from,
    leaf_to_bytes,
    roll_hash,
    roll_to_bytes,
    ticket_of,
)
from govern.ballots.seal.documents import Opened as OpenLeaf
from govern.ballots.seal.facts import ContestFacts, Facts
from govern.ballots.seal.selecting import select_by

SLIPS = int(os.environ.get("GOVERN_BENCH_SLIPS", "10000"))
SEEDS = {name: secrets.token_bytes(32) for name in ("log", "m1", "m2", "t1", "t2", "t3")}
STYLE, QUESTION = "members", "m1"
NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)


def a_manifest(roll: list[RollRow], dealing: sharing.Dealing) -> Manifest:
    rule = {"op": "gt", "of": "1/2", "base": "cast", "basis": "omov", "abstentions": "exclude", "tie": "lost"}
    contest = ContestEntry(
        QUESTION,
        ContestKind.RESOLUTION,
        digest("text", b"x"),
        tuple(OptionEntry(id_, digest("text", id_.encode())) for id_ in ("yes", "no")),
        1,
        1,
        "resolution",
        {"rule": {**rule}, "groups": [{"id": STYLE, "barred": False}], "classes": False, "cap_basis": "cast"},
        allow_abstain=True,
    )
    return Manifest(
        ballot_id="bench",
        society="Bench",
        title="Bench",
        contests=(contest,),
        styles=(StyleEntry(STYLE, (STYLE,), Fraction(1), (QUESTION,)),),
        roll_hash=roll_hash(roll),
        roll_size=len(roll),
        opens=NOON,
        closes=NOON.replace(day=22),
        level=Level.AGM,
        sealing=Sealing.SLIPS,
        privacy_floor=5,
        election_key=dealing.key,
        feldman=dealing.commitments,
        trustees=tuple(
            Trustee(n, f"t{n}", signing.public_key_of(SEEDS[f"t{n}"]), sharing.share_key(dealing.commitments, n))
            for n in (1, 2, 3)
        ),
        threshold=2,
        mixers=tuple(Signer(name, signing.public_key_of(SEEDS[name])) for name in ("m1", "m2")),
        log_origin="bench/ballots/1",
        log_key=signing.public_key_of(SEEDS["log"]),
        verifier_hash=hashlib.sha256(CHECKER.read_bytes()).digest(),
    )


def an_envelope(manifest: Manifest, handle: str, choice: tuple[str, ...]) -> Envelope:
    nonce = secrets.token_bytes(16)
    ticket = ticket_of(handle, nonce)
    slip = slips.encode(manifest.contests[0], choice)
    box = covers.cover(manifest, QUESTION, STYLE, ticket, slip).box
    return Envelope(Sealed(manifest.hash(), STYLE, ticket, (Slip(QUESTION, box),)), handle, nonce, Channel.DIRECT)


def a_bundle() -> bytes:
    roll = [RollRow(handle_from(secrets.token_bytes(10)), STYLE) for _ in range(SLIPS)]
    dealing = sharing.deal(2, 3)
    manifest = a_manifest(roll, dealing)
    facts = Facts((QUESTION,), (ContestFacts(QUESTION),))
    leaves: list[Leaf] = [OpenLeaf(manifest.hash())]
    leaves += [Cast(an_envelope(manifest, row.handle, (("yes",), ("no",), ())[n % 3])) for n, row in enumerate(roll)]
    leaves += [Closed(), FactsFixed(facts.hash())]
    bodies, frontier = [leaf_to_bytes(leaf) for leaf in leaves], tree.Frontier()
    for body in bodies:
        frontier, _ = frontier.append(tree.leaf_hash(body))
    head = checkpoint.Checkpoint(manifest.log_origin, frontier.size, frontier.root, NOON)
    pair, selection = (QUESTION, STYLE), select_by(manifest, leaves)
    outputs, files = ceremony.inputs_of(manifest, leaves, selection)[pair], dict[str, bytes]()
    for stage, mixer in enumerate(("m1", "m2"), start=1):
        mix = ceremony.mix(manifest, pair, stage, mixer, outputs, SEEDS[mixer])
        files[ceremony.mix_name(manifest, pair, stage)], outputs = mix.to_bytes(), mix.outputs
    parts = [ceremony.open_part(manifest, pair, outputs, n, dealing.shares[n], SEEDS[f"t{n}"]) for n in (1, 2)]
    files |= {ceremony.partial_name(manifest, pair, part.trustee): part.to_bytes() for part in parts}
    found = ceremony.opened(manifest, outputs, parts)
    papers = {pair: slips.read(manifest.contests[0], found.slips)}
    told = Opened(frontier.size, frontier.root, {STYLE: SLIPS}, {STYLE: SLIPS}, {}, papers)
    return bundle.pack(
        files
        | {
            "manifest.json": manifest.to_bytes(),
            "roll.json": roll_to_bytes(roll),
            "log.jsonl": b"".join(body + b"\n" for body in bodies),
            "heads.json": bundle.heads([checkpoint.sign(head, SEEDS["log"]).note()]),
            "facts.json": facts.to_bytes(),
            "counted.json": bundle.counted(selection),
            "slips.json": bundle.slips(manifest, {pair: found}),
            "result.json": encode(result_of(manifest, facts, told)),
            "verify.py": CHECKER.read_bytes(),
            "README.txt": b"python3 -I verify.py\n",
        }
    )


#: A small process starts the one that is measured: what a process holds at most begins with what its parent held.
STARTER = """import os, sys, time
started = time.monotonic()
pid = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, 1, 0)])
_, status, used = os.wait4(pid, 0)
print(time.monotonic() - started, used.ru_utime + used.ru_stime, used.ru_maxrss, os.waitstatus_to_exitcode(status))"""


def measured(what: str, command: list[str]) -> None:
    """One process: how long it took, what it used, and whether it passed the bundle."""
    done = subprocess.run([sys.executable, "-c", STARTER, *command], check=True, capture_output=True, text=True)
    took, cpu, memory, code = done.stdout.split()
    print(f"| {what} | {float(took):.1f} s | {float(cpu):.1f} s | {int(memory) // 1024} MB | {code} |", flush=True)


def main() -> None:
    started = time.process_time()
    content = a_bundle()
    made = time.process_time() - started
    size, load = len(content) // 2**20, os.getloadavg()[0]
    print(f"{SLIPS} slips, a bundle of {size} MB, made in {made:.1f} s; load {load:.1f}\n")
    print("| | takes | processor | memory | ends with |\n| --- | --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bundle.zip"
        path.write_bytes(content)
        python = [sys.executable]
        measured("`govern verify`", [*python, "-m", "govern", "verify", str(path)])
        measured("`verify.py`, libsodium there", [*python, "-I", str(CHECKER), str(path)])
        measured("`verify.py --plain`", [*python, "-I", str(CHECKER), str(path), "--plain"])
