"""The test vectors of the proofs: fixed secrets, and every value that must come of them.

They come with the statement of the shuffle proof, made by code of another author, and were checked a second time with
the standard library alone.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from govern.ballots.seal.elgamal import Ciphertext
from govern.ballots.seal.shuffle_proof import Commitments, ShuffleProof, Statement

VECTORS: dict[str, Any] = json.loads((Path(__file__).parent / "vectors" / "proofs.json").read_text("utf-8"))
raw = bytes.fromhex


def scalar(text: str) -> int:
    return int.from_bytes(raw(text), "little")


def scalars(texts: list[str]) -> tuple[int, ...]:
    return tuple(scalar(text) for text in texts)


def points(texts: list[str]) -> tuple[bytes, ...]:
    return tuple(raw(text) for text in texts)


def ciphertexts(pairs: list[dict[str, str]]) -> tuple[Ciphertext, ...]:
    return tuple(Ciphertext(raw(pair["A"]), raw(pair["B"])) for pair in pairs)


MIX = VECTORS["mix"]
KEY = raw(VECTORS["key"]["Y"])
INPUTS = ciphertexts(VECTORS["slips"])
OUTPUTS = ciphertexts(MIX["output"])
STATEMENT = Statement(raw(MIX["ctx"]), KEY, INPUTS, OUTPUTS)


def proof(found: dict[str, Any], t: dict[str, Any]) -> ShuffleProof:
    return ShuffleProof(
        c=points(found["c"]),
        c_hat=points(found["c_hat"]),
        t=Commitments(raw(t["t1"]), raw(t["t2"]), raw(t["t3"]), raw(t["t41"]), raw(t["t42"]), points(t["th"])),
        s1=scalar(found["s1"]),
        s2=scalar(found["s2"]),
        s3=scalar(found["s3"]),
        s4=scalar(found["s4"]),
        s_hat=scalars(found["s_hat"]),
        s_prime=scalars(found["s_prime"]),
    )


PROOF = proof(MIX["proof"], MIX["t"])
