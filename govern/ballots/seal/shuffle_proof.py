"""What a shuffle claims and how it is proved: sealed slips in another order under other covers, none lost or changed.

The statement, the equations (1) to (14) and what each hash covers are those of shuffle-proof, sections 4 and 6 (the
form of Terelius and Wikström's proof that CHVote and Belenios use). docs/decisions/0030 says why these. Proofs are
kept in commitment form: the t-values are published and the challenge is worked out again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from govern.ballots.seal import cores, transcript
from govern.ballots.seal.elgamal import Ciphertext
from govern.ballots.seal.group import Point, Scalar
from govern.errors import NotValid


class NotAMix(NotValid):
    """The proof does not show that these outputs are those inputs, shuffled."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What is claimed. `context` = lp(manifest hash, contest, style, stage): one place in one ballot."""

    context: bytes
    key: Point
    inputs: tuple[Ciphertext, ...]
    outputs: tuple[Ciphertext, ...]


@dataclass(frozen=True, slots=True)
class Commitments:
    """The t-values of steps 5: `t_hat` has one for each link of the chain."""

    t1: Point
    t2: Point
    t3: Point
    t4_b: Point
    t4_a: Point
    t_hat: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class ShuffleProof:
    """`c` commits to the permutation, `c_hat` is the chain; s-values answer the challenge (step 7)."""

    c: tuple[Point, ...]
    c_hat: tuple[Point, ...]
    t: Commitments
    s1: Scalar
    s2: Scalar
    s3: Scalar
    s4: Scalar
    s_hat: tuple[Scalar, ...]
    s_prime: tuple[Scalar, ...]


def context(manifest_hash: bytes, contest: str, style: str, stage: int) -> bytes:
    """Where a mix stands: nobody can offer it at another place."""
    return transcript.lp(manifest_hash, contest, style, f"mix-{stage}")


@lru_cache(maxsize=4)
def generators(number: int) -> tuple[Point, ...]:
    """h_0 … h_N, from the hash alone: always made again, never read from a proof (threat T13)."""
    return tuple(cores.each(lambda place: transcript.point("shuffle-gen", place), range(number + 1)))


# --- The hashes (section 6) -----------------------------------------------------------------------------------------


def statement_hash(statement: Statement, h: Sequence[Point], c: Sequence[Point]) -> bytes:
    """d of step 2: everything that is fixed before the challenges u are drawn."""
    return transcript.hashed(
        "shuffle-st",
        statement.context,
        len(statement.inputs),
        statement.key,
        transcript.joined(h),
        transcript.joined(one.to_bytes() for one in statement.inputs),
        transcript.joined(one.to_bytes() for one in statement.outputs),
        transcript.joined(c),
    )


def challenges(d: bytes, number: int) -> list[Scalar]:
    """u_1 … u_N of step 2."""
    return [transcript.scalar("shuffle-u", d, place) for place in range(number)]


def final_challenge(d: bytes, c_hat: Sequence[Point], t: Commitments) -> Scalar:
    """κ of step 6."""
    return transcript.scalar(
        "shuffle-c", d, transcript.joined(c_hat), t.t1, t.t2, t.t3, t.t4_b, t.t4_a, transcript.joined(t.t_hat)
    )
