"""Whether a shuffle is proved: input checks first, then the equations (9) to (14), one by one or all in one sum.

Shuffle-proof 4.2 and 4.3. One by one tells which equation fails, and is quick where libsodium multiplies. In one sum,
with weights drawn only after the whole proof is in memory, plain Python is some ten times quicker; a false equation
passes it with probability 2^-128.
"""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from govern.ballots.seal import cores, group, shuffle_proof
from govern.ballots.seal.elgamal import points_of
from govern.ballots.seal.group import Point, Scalar
from govern.ballots.seal.shuffle_proof import (
    NotAMix,
    ShuffleProof,
    Statement,
)

WEIGHT_BITS = 128

Terms = list[tuple[Scalar, Point]]
"""A sum of multiples that must come to 0."""


def check(statement: Statement, proof: ShuffleProof) -> None:
    """Raises NotAMix unless the outputs are the inputs, shuffled under fresh covers."""
    check_form(statement, proof)
    if group.works_with() == "libsodium":
        failed = failing(statement, proof)
        if failed:
            raise NotAMix("A mix is not proved: equation {numbers} does not hold.", numbers=tuple(failed))
    elif not holds_in_one_sum(statement, proof):
        raise NotAMix("A mix is not proved: its equations do not hold.")


def check_form(statement: Statement, proof: ShuffleProof) -> None:
    """Every list has N entries, every point is one and is not 0, every number is in range. Raises NotAMix."""
    number, t = len(statement.inputs), proof.t
    lists: tuple[Sequence[object], ...] = (
        *(statement.outputs, proof.c, proof.c_hat, t.t_hat, proof.s_hat, proof.s_prime),
    )
    if number < 1 or any(len(one) != number for one in lists):
        raise NotAMix("A mix has as many of everything as it has slips, and at least one.")
    points = (
        statement.key,
        *points_of(statement.inputs),
        *points_of(statement.outputs),
        *proof.c,
        *proof.c_hat,
        *(t.t1, t.t2, t.t3, t.t4_b, t.t4_a),
        *t.t_hat,
    )
    if not all(cores.each(group.is_point, points)):
        raise NotAMix("A mix holds something that is not a point.")
    numbers = (proof.s1, proof.s2, proof.s3, proof.s4, *proof.s_hat, *proof.s_prime)
    if not all(0 <= value < group.L for value in numbers):
        raise NotAMix("A mix holds a number that is out of range.")


def failing(statement: Statement, proof: ShuffleProof) -> list[int]:
    """The numbers of the equations that do not hold; (14) once, however many links are wrong."""
    drawn = _draw(statement, proof)

    def link_holds(place: int) -> bool:
        return group.weighted_sum(_link(proof, drawn, place)) == group.IDENTITY

    found = [
        number for number, terms in _whole(statement, proof, drawn) if group.weighted_sum(terms) != group.IDENTITY
    ]
    return found if all(cores.each(link_holds, range(len(proof.c_hat)))) else [*found, 14]


def holds_in_one_sum(statement: Statement, proof: ShuffleProof) -> bool:
    """All equations at once, each times a weight that nobody could know when the proof was written (4.3)."""
    gathered: dict[Point, Scalar] = defaultdict(int)
    for _, terms in equations(statement, proof):
        weight = 1 + secrets.randbits(WEIGHT_BITS)
        for scalar, point in terms:
            gathered[point] += weight * scalar
    return group.weighted_sum((scalar, point) for point, scalar in gathered.items()) == group.IDENTITY


def equations(statement: Statement, proof: ShuffleProof) -> Iterator[tuple[int, Terms]]:
    """(9) to (14), each as right side minus left side; (14) once for each link."""
    drawn = _draw(statement, proof)
    yield from _whole(statement, proof, drawn)
    for place in range(len(proof.c_hat)):
        yield 14, _link(proof, drawn, place)


class _Drawn(NamedTuple):
    """What the hashes give: the generators, u of step 2 and κ of step 6."""

    h: tuple[Point, ...]
    u: list[Scalar]
    kappa: Scalar


def _draw(statement: Statement, proof: ShuffleProof) -> _Drawn:
    number = len(statement.inputs)
    h = shuffle_proof.generators(number)
    d = shuffle_proof.statement_hash(statement, h, proof.c)
    return _Drawn(h, shuffle_proof.challenges(d, number), shuffle_proof.final_challenge(d, proof.c_hat, proof.t))


def _whole(statement: Statement, proof: ShuffleProof, drawn: _Drawn) -> Iterator[tuple[int, Terms]]:
    """(9) to (13): one for the whole mix."""
    (h, u, kappa), t = drawn, proof.t
    product = 1
    for value in u:
        product = product * value % group.L
    rows = group.subtract(group.total(proof.c), group.total(h[1:]))
    yield 9, [(proof.s1, group.BASE), (-kappa, rows), (-1, t.t1)]
    yield 10, [(proof.s2, group.BASE), (-kappa, proof.c_hat[-1]), (kappa * product, h[0]), (-1, t.t2)]
    scaled = [-kappa * value for value in u]
    yield (
        11,
        [
            (proof.s3, group.BASE),
            (-1, t.t3),
            *zip(proof.s_prime, h[1:], strict=True),
            *zip(scaled, proof.c, strict=True),
        ],
    )
    yield (
        12,
        [
            (-proof.s4, statement.key),
            (-1, t.t4_b),
            *zip(proof.s_prime, (one.b for one in statement.outputs), strict=True),
            *zip(scaled, (one.b for one in statement.inputs), strict=True),
        ],
    )
    yield (
        13,
        [
            (-proof.s4, group.BASE),
            (-1, t.t4_a),
            *zip(proof.s_prime, (one.a for one in statement.outputs), strict=True),
            *zip(scaled, (one.a for one in statement.inputs), strict=True),
        ],
    )


def _link(proof: ShuffleProof, drawn: _Drawn, place: int) -> Terms:
    """(14) for one link of the chain; the first hangs on h_0."""
    return [
        (proof.s_hat[place], group.BASE),
        (proof.s_prime[place], proof.c_hat[place - 1] if place else drawn.h[0]),
        (-drawn.kappa, proof.c_hat[place]),
        (-1, proof.t.t_hat[place]),
    ]
