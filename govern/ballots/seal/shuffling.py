"""Shuffling, and proving it: steps 1 to 8 of shuffle-proof 4.1. What was drawn is forgotten afterwards.

Every list of N points is made on all cores, the chain of (3) too: each of its links is written as a multiple of G and
one of h_0, with factors that follow from those before without a multiplication of points.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from govern.ballots.seal import cores, group, shuffle_proof
from govern.ballots.seal.elgamal import Ciphertext, points_of
from govern.ballots.seal.group import Point, Scalar
from govern.ballots.seal.shuffle_check import check
from govern.ballots.seal.shuffle_proof import (
    Commitments,
    NotAMix,
    ShuffleProof,
    Statement,
)


def shuffle(where: bytes, key: Point, inputs: Sequence[Ciphertext]) -> tuple[tuple[Ciphertext, ...], ShuffleProof]:
    """Shuffle and prove: the outputs and the proof, which has been checked. What was drawn is forgotten.

    Raises NotAMix, and mixes nothing, where the inputs or the key are not points or there are no inputs.
    """
    if not inputs or not all(cores.each(group.is_point, (key, *points_of(inputs)))):
        raise NotAMix("There is nothing to mix here, or something that is not a sealed slip.")
    order = list(range(len(inputs)))
    secrets.SystemRandom().shuffle(order)
    r = [group.random_scalar() for _ in inputs]
    statement = Statement(where, key, tuple(inputs), re_encrypted(key, inputs, order, r))
    proof = prove(statement, order, r)
    check(statement, proof)
    return statement.outputs, proof


def re_encrypted(
    key: Point, inputs: Sequence[Ciphertext], order: Sequence[int], r: Sequence[Scalar]
) -> tuple[Ciphertext, ...]:
    """Output i is input order[i] under a fresh cover: e'_i = e_order[i] + (r_i G, r_i Y)."""

    def under_cover(drawn: tuple[int, Scalar]) -> Ciphertext:
        source, fresh = drawn
        return Ciphertext(
            group.add(inputs[source].a, group.base_times(fresh)),
            group.add(inputs[source].b, group.times(fresh, key)),
        )

    return tuple(cores.each(under_cover, list(zip(order, r, strict=True))))


@dataclass(frozen=True, slots=True)
class Nonces:
    """The random numbers of one proof, N of each but the four w: never used twice, or they tell the permutation."""

    rho: tuple[Scalar, ...]
    x: tuple[Scalar, ...]
    w: tuple[Scalar, Scalar, Scalar, Scalar]
    w_hat: tuple[Scalar, ...]
    w_prime: tuple[Scalar, ...]


def _draw(number: int) -> Nonces:
    def some() -> tuple[Scalar, ...]:
        return tuple(group.random_scalar() for _ in range(number))

    w1, w2, w3, w4 = (group.random_scalar() for _ in range(4))
    return Nonces(some(), some(), (w1, w2, w3, w4), some(), some())


def prove(
    statement: Statement, order: Sequence[int], r: Sequence[Scalar], nonces: Nonces | None = None
) -> ShuffleProof:
    """Steps 1 to 8. `order` and `r` as in `re_encrypted`; `rho` of the nonces in the order of the outputs."""
    number = len(statement.inputs)
    drawn = nonces or _draw(number)
    h = shuffle_proof.generators(number)
    rho, row = [0] * number, [0] * number
    for output, source in enumerate(order):  # (1): column `source` of the matrix has its one in row `output`
        rho[source], row[source] = drawn.rho[output], output + 1
    c = cores.each(lambda at: group.add(group.base_times(rho[at]), h[row[at]]), range(number))
    d = shuffle_proof.statement_hash(statement, h, c)
    u = shuffle_proof.challenges(d, number)
    u_prime = [u[source] for source in order]
    x_hat, product = _along_the_chain(u_prime, drawn.x)
    c_hat = cores.each(
        lambda at: group.add(group.base_times(x_hat[at]), group.times(product[at], h[0])), range(number)
    )
    t = _commit(statement, h, c_hat, drawn)
    kappa = shuffle_proof.final_challenge(d, c_hat, t)
    w1, w2, w3, w4 = drawn.w
    return ShuffleProof(
        c=tuple(c),
        c_hat=tuple(c_hat),
        t=t,
        s1=(w1 + kappa * sum(rho)) % group.L,
        s2=(w2 + kappa * x_hat[-1]) % group.L,
        s3=(w3 + kappa * sum(a * b for a, b in zip(u, rho, strict=True))) % group.L,
        s4=(w4 + kappa * sum(a * b for a, b in zip(u_prime, r, strict=True))) % group.L,
        s_hat=tuple((w + kappa * x) % group.L for w, x in zip(drawn.w_hat, drawn.x, strict=True)),
        s_prime=tuple((w + kappa * v) % group.L for w, v in zip(drawn.w_prime, u_prime, strict=True)),
    )


def _along_the_chain(u_prime: Sequence[Scalar], x: Sequence[Scalar]) -> tuple[list[Scalar], list[Scalar]]:
    """(3): each link multiplies the one before by one more challenge, so the last one holds their product.

    What is in front of G and of h_0 in each.
    """
    blind, product = 0, 1
    blinds, products = [], []
    for factor, fresh in zip(u_prime, x, strict=True):
        blind, product = (fresh + factor * blind) % group.L, product * factor % group.L
        blinds.append(blind)
        products.append(product)
    return blinds, products


def _commit(statement: Statement, h: Sequence[Point], c_hat: Sequence[Point], drawn: Nonces) -> Commitments:
    """(5)."""
    w1, w2, w3, w4 = drawn.w
    outputs, w_prime = statement.outputs, drawn.w_prime
    before = (h[0], *c_hat[:-1])
    return Commitments(
        t1=group.base_times(w1),
        t2=group.base_times(w2),
        t3=group.add(group.base_times(w3), group.weighted_sum(zip(w_prime, h[1:], strict=True))),
        t4_b=group.weighted_sum([*zip(w_prime, (one.b for one in outputs), strict=True), (-w4, statement.key)]),
        t4_a=group.subtract(
            group.weighted_sum(zip(w_prime, (one.a for one in outputs), strict=True)), group.base_times(w4)
        ),
        t_hat=tuple(
            cores.each(
                lambda at: group.add(group.base_times(drawn.w_hat[at]), group.times(w_prime[at], before[at])),
                range(len(before)),
            )
        ),
    )
