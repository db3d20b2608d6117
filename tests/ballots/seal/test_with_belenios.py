"""The two-way test with Belenios 2.0 (shuffle-proof, section 3): our equations and our prover in its group.

The code under test is `shuffle_check` and `shuffling` themselves; only the group (integers modulo a prime of 2,048
bits) and the layout of the hashes are exchanged for those of Belenios's specification, section 6. Its proof must
satisfy our equations, ours must pass its verifier, and a false one must be refused by both.
Runs where `belenios-tool` is installed (a Debian package).
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from govern.ballots.seal import group, shuffle_check, shuffle_proof, shuffling
from govern.ballots.seal.elgamal import Ciphertext
from govern.ballots.seal.shuffle_proof import Commitments, ShuffleProof, Statement

TOOL = shutil.which("belenios-tool")
pytestmark = pytest.mark.skipif(
    TOOL is None,
    reason="belenios-tool is not installed (apt-get install belenios-tool): no two-way test with Belenios",
)
VOTERS = 4
#: RFC 3526, group 14; squares modulo P are the group of prime order Q, and 2 is one that makes it.
P = int(
    "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DD"
    "EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED"
    "EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F"
    "83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B"
    "E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF6955817183995497CEA956AE515D2261898FA0510"
    "15728E5A8AACAA68FFFFFFFFFFFFFFFF",
    16,
)
Q = (P - 1) // 2
SIZE = 256


def number(point: bytes) -> int:
    return int.from_bytes(point, "big")


def point(found: int | str) -> bytes:
    return int(found).to_bytes(SIZE, "big")


def is_square(value: int) -> bool:
    """By Jacobi's symbol modulo P, which takes a hundredth of the time of a power."""
    top, below, sign = value % P, P, 1
    while top:
        twos = (top & -top).bit_length() - 1
        top >>= twos
        if twos & 1 and below % 8 in {3, 5}:
            sign = -sign
        if top % 4 == below % 4 == 3:
            sign = -sign
        top, below = below % top, top
    return sign == 1


class Squares:
    """Belenios's group as a way of counting: what is written with plus here is multiplied there."""

    name = "libsodium"  # so that `check` takes equation by equation

    def is_valid(self, encoded: bytes) -> bool:
        return 0 < number(encoded) < P and is_square(number(encoded))

    def add(self, one: bytes, other: bytes) -> bytes:
        return point(number(one) * number(other) % P)

    def subtract(self, one: bytes, other: bytes) -> bytes:
        return point(number(one) * pow(number(other), -1, P) % P)

    def times(self, scalar: int, encoded: bytes) -> bytes:
        return point(pow(number(encoded), scalar, P))

    def base_times(self, scalar: int) -> bytes:
        return point(pow(2, scalar, P))

    def weighted_sum(self, terms: list[tuple[int, bytes]]) -> bytes:
        found = 1
        for scalar, encoded in terms:
            found = found * pow(number(encoded), scalar, P) % P
        return point(found)

    def from_hash(self, uniform: bytes) -> bytes:
        raise NotImplementedError


@dataclass(frozen=True)
class Layout:
    """What Belenios hashes (its Tables 8, 10, 11 and 13), for the election with this fingerprint."""

    fingerprint: str

    def generators(self, size: int) -> tuple[bytes, ...]:
        hashes = (hashlib.sha256(f"ggen|{at}".encode()).digest() for at in range(-1, size))
        return tuple(point(pow(number(one), 2, P)) for one in hashes)

    def statement_hash(self, statement: Statement, h: Sequence[bytes], c: Sequence[bytes]) -> bytes:
        pairs = [one for e in (*statement.inputs, *statement.outputs) for one in (e.a, e.b)]
        return (f"{number(statement.key)}|" + listed([*pairs, *c])).encode()

    def challenges(self, d: bytes, size: int) -> list[int]:
        text = d.decode().partition("|")[2]
        first = hashlib.sha256(f"shuffle-challenges|{self.fingerprint}|{text}".encode()).hexdigest()
        seconds = (hashlib.sha256(str(at).encode()).hexdigest() for at in range(size))
        return [int(hashlib.sha256((first + second).encode()).hexdigest(), 16) % Q for second in seconds]

    def final_challenge(self, d: bytes, c_hat: Sequence[bytes], t: Commitments) -> int:
        key, _, text = d.decode().partition("|")
        commitments = listed([t.t1, t.t2, t.t3, t.t4_b, t.t4_a, *t.t_hat])
        hashed = f"shuffle-challenge|{self.fingerprint}|{commitments}{text}{listed(c_hat)}{key}"
        return int(hashlib.sha256(hashed.encode()).hexdigest(), 16) % Q


def listed(points: Sequence[bytes]) -> str:
    return "".join(f"{number(one)}," for one in points)


def tool(folder: Path, *words: str, fed: str = "") -> str:
    assert TOOL is not None
    done = subprocess.run(
        [TOOL, *words],
        cwd=folder,
        input=fed,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "BELENIOS_USE_URANDOM": "1"},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def verifies(folder: Path) -> str:
    """What Belenios says of everything in the folder; nothing if all is well."""
    assert TOOL is not None
    done = subprocess.run([TOOL, "election", "verify"], cwd=folder, capture_output=True, text=True, check=False)
    assert (done.returncode == 0) == ("all checks passed" in done.stderr)
    return "" if done.returncode == 0 else done.stderr


@dataclass(frozen=True)
class Election:
    """An election of Belenios that is closed, with one mix of Belenios's own."""

    folder: Path
    layout: Layout
    statement: Statement
    proof: ShuffleProof


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Election:
    folder = tmp_path_factory.mktemp("belenios")
    question = {"type": "NonHomomorphic", "value": {"answers": ["A", "B", "C"], "question": "Who?"}}
    (folder / "template.json").write_text(json.dumps({"description": "", "name": "AGM", "questions": [question]}))
    uuid, of_group = tool(folder, "setup", "generate-token", "--length", "14").strip(), ("--group", "RFC-3526-2048")
    tool(folder, "setup", "generate-credentials", "--uuid", uuid, *of_group, "--count", str(VOTERS))
    next(folder.glob("*.pubcreds")).rename(folder / "public_creds.json")
    tool(folder, "setup", "generate-trustee-key", *of_group)
    shutil.copy(next(folder.glob("*.pubkey")), folder / "public_keys.jsons")
    tool(folder, "setup", "make-trustees")
    tool(folder, "setup", "make-election", "--uuid", uuid, *of_group, "--template", "template.json")
    tool(folder, "archive", "init")
    for at, line in enumerate(next(folder.glob("*.privcreds")).read_text().splitlines()):
        (folder / "credential").write_text(line.split()[1])
        (folder / "ballot.json").write_text(json.dumps([[at % 3 + 1, 2, 3]]))
        given = "--privcred", "credential", "--ballot", "ballot.json"
        add(folder, "Ballot", tool(folder, "election", "generate-ballot", *given))
    add(folder, "EndBallots", "")
    tally = tool(folder, "election", "compute-encrypted-tally")
    add(folder, "EncryptedTally", tally)
    made = tool(folder, "election", "shuffle", "--trustee-id=1")
    add(folder, "Shuffle", made)
    first = json.loads(made.splitlines()[0])
    parameters = (folder / "election.json").read_text().strip()
    fingerprint = base64.b64encode(hashlib.sha256(parameters.encode()).digest()).rstrip(b"=").decode()
    key = point(json.loads(parameters)["public_key"])
    inputs = read_pairs(json.loads(tally.splitlines()[0])[0])
    statement = Statement(b"", key, inputs, read_pairs(first["ciphertexts"][0]))
    return Election(folder, Layout(fingerprint), statement, read_proof(first["proofs"][0]))


def add(folder: Path, kind: str, content: str) -> None:
    tool(folder, "archive", "add-event", f"--type={kind}", fed=content)


def read_pairs(pairs: list[dict[str, str]]) -> tuple[Ciphertext, ...]:
    return tuple(Ciphertext(point(pair["alpha"]), point(pair["beta"])) for pair in pairs)


def read_proof(written: list[Any]) -> ShuffleProof:
    (t1, t2, t3, (t4_b, t4_a), t_hat), (s1, s2, s3, s4, s_hat, s_prime), c, c_hat = written
    t = Commitments(point(t1), point(t2), point(t3), point(t4_b), point(t4_a), tuple(map(point, t_hat)))
    answers = int(s1), int(s2), int(s3), int(s4), tuple(map(int, s_hat)), tuple(map(int, s_prime))
    return ShuffleProof(tuple(map(point, c)), tuple(map(point, c_hat)), t, *answers)


def written(outputs: Sequence[Ciphertext], proof: ShuffleProof) -> str:
    """A mix as Belenios writes it, with the line that says whose it is."""

    def texts(points: Sequence[bytes]) -> list[str]:
        return [str(number(one)) for one in points]

    t = proof.t
    (t4_b, t4_a), (t1, t2, t3) = texts([t.t4_b, t.t4_a]), texts([t.t1, t.t2, t.t3])
    numbers = [str(one) for one in (proof.s1, proof.s2, proof.s3, proof.s4)]
    answers = [*numbers, [str(one) for one in proof.s_hat], [str(one) for one in proof.s_prime]]
    whole = [[t1, t2, t3, [t4_b, t4_a], texts(t.t_hat)], answers, texts(proof.c), texts(proof.c_hat)]
    pairs = [{"alpha": str(number(one.a)), "beta": str(number(one.b))} for one in outputs]
    mix = json.dumps({"ciphertexts": [pairs], "proofs": [whole]}, separators=(",", ":"))
    owned = {"owner": 2, "payload": hashlib.sha256(mix.encode()).hexdigest()}
    return mix + "\n" + json.dumps(owned, separators=(",", ":")) + "\n"


@pytest.fixture
def _in_their_group(held: Election, monkeypatch: pytest.MonkeyPatch) -> None:
    """Our code, counting in Belenios's group and hashing as Belenios does."""
    for name, value in (("L", Q), ("SIZE", SIZE), ("IDENTITY", point(1)), ("BASE", point(2)), ("_group", Squares())):
        monkeypatch.setattr(group, name, value)
    for name in ("generators", "statement_hash", "challenges", "final_challenge"):
        monkeypatch.setattr(shuffle_proof, name, getattr(held.layout, name))


def exchanged(outputs: tuple[Ciphertext, ...]) -> tuple[Ciphertext, ...]:
    return (outputs[1], outputs[0], *outputs[2:])


@pytest.mark.usefixtures("_in_their_group")
def test_the_proof_that_belenios_makes_satisfies_our_equations(held: Election) -> None:
    shuffle_check.check(held.statement, held.proof)
    assert len(held.statement.inputs) == VOTERS
    assert shuffle_check.holds_in_one_sum(held.statement, held.proof)


@pytest.mark.usefixtures("_in_their_group")
def test_with_two_outputs_exchanged_none_of_our_equations_holds(held: Election) -> None:
    false = replace(held.statement, outputs=exchanged(held.statement.outputs))
    assert shuffle_check.failing(false, held.proof) == [9, 10, 11, 12, 13, 14]
    assert not shuffle_check.holds_in_one_sum(false, held.proof)


@pytest.mark.usefixtures("_in_their_group")
def test_the_proof_that_we_make_passes_the_verifier_of_belenios_and_a_false_one_does_not(
    held: Election, tmp_path: Path
) -> None:
    assert verifies(held.folder) == ""
    inputs, key = held.statement.outputs, held.statement.key
    outputs, proof = shuffling.shuffle(b"", key, inputs)
    good, bad, worse = (tmp_path / name for name in ("good", "bad", "worse"))
    for folder in (good, bad, worse):
        shutil.copytree(held.folder, folder)
    add(good, "Shuffle", written(outputs, proof))
    assert verifies(good) == ""
    add(bad, "Shuffle", written(exchanged(outputs), proof))
    assert "shuffle" in verifies(bad)
    add(worse, "Shuffle", written(outputs, replace(proof, s4=(proof.s4 + 1) % Q)))
    assert "shuffle" in verifies(worse)
