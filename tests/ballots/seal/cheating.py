"""A mixer who cheats: it chooses what it commits to, what it puts out and what it claims, each apart from the others.

An honest prover given wrong inputs is no such thing: it fails wherever it may. These are built to pass all equations
but those that must catch them. Matrices are over the numbers of the group; row i of `made` says which inputs output i
is made of, column j of `committed` is what commitment c_j holds.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from govern.ballots.seal import elgamal, group, shuffle_check, shuffle_proof, transcript
from govern.ballots.seal.elgamal import Ciphertext
from govern.ballots.seal.group import L, Point, Scalar
from govern.ballots.seal.shuffle_proof import Commitments, ShuffleProof, Statement

Matrix = list[list[Scalar]]
Numbers = list[Scalar]

FOR = elgamal.to_point(b"\x11\x04" + bytes(28))
AGAINST = elgamal.to_point(b"\x11\x08" + bytes(28))
TURN = group.subtract(AGAINST, FOR)
SOMETHING = transcript.point("of a test", 1)
SECRET = group.random_scalar()
KEY = group.base_times(SECRET)
WHERE = shuffle_proof.context(bytes(32), "board", "all", 1)


def inputs(number: int) -> tuple[Ciphertext, ...]:
    """For, For, Against, then For."""
    sealed = []
    for place in range(number):
        k = group.random_scalar()
        sealed.append(Ciphertext(group.base_times(k), group.add(AGAINST if place == 2 else FOR, group.times(k, KEY))))
    return tuple(sealed)


def opened(ciphertexts: Sequence[Ciphertext]) -> list[str]:
    """What the true key makes of them."""
    names = {FOR: "For", AGAINST: "Against"}
    return [names.get(group.subtract(one.b, group.times(SECRET, one.a)), "spoilt") for one in ciphertexts]


# --- Matrices -------------------------------------------------------------------------------------------------------


def identity(number: int) -> Matrix:
    return [[int(row == column) for column in range(number)] for row in range(number)]


def block(corner: Matrix, number: int) -> Matrix:
    """The corner, and below it everything as it should be."""
    whole = identity(number)
    for row, values in enumerate(corner):
        whole[row][: len(values)] = values
    return whole


def matching(matrix: Matrix) -> Matrix:
    """The inverse of the transpose: with these claims, what was put out fits what came in."""
    size = len(matrix)
    rows = [[matrix[j][i] % L for j in range(size)] + identity(size)[i] for i in range(size)]
    for column in range(size):
        pivot = next(row for row in range(column, size) if rows[row][column])
        rows[column], rows[pivot] = rows[pivot], rows[column]
        back = group.inverse(rows[column][column])
        rows[column] = [value * back % L for value in rows[column]]
        for row in range(size):
            factor = rows[row][column]
            if row != column and factor:
                rows[row] = [
                    (value - factor * taken) % L for value, taken in zip(rows[row], rows[column], strict=True)
                ]
    return [row[size:] for row in rows]


def applied(matrix: Matrix, vector: Numbers) -> Numbers:
    return [dot(row, vector) for row in matrix]


def dot(one: Sequence[Scalar], other: Sequence[Scalar]) -> Scalar:
    return sum(a * b for a, b in zip(one, other, strict=True)) % L


HALF = group.inverse(2)
SWAP: Matrix = [[0, 1], [1, 0]]
TWICE: Matrix = [[1, 0], [1, 0]]
TWO_IN_A_ROW: Matrix = [[1, 1], [0, 0]]
SCALE: Matrix = [[2, 0], [0, HALF]]
FLIP: Matrix = [[1, -1, 1], [0, 0, 1], [0, 1, 0]]
"""For, For, Against becomes Against, Against, For."""
LINEAR: Matrix = [[1, -1, 1], [0, 0, 1], [0, 2, -1]]
"""Its matching matrix has row sums one, and is no permutation."""


# --- The prover -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Cheat:
    """What is put out, what is committed to, and what is claimed of the challenges."""

    made: Matrix
    committed: Matrix
    claimed: Callable[[Numbers], Numbers] | None = None
    add_to_b: dict[int, Point] | None = None
    add_to_a: dict[int, Point] | None = None
    key: Point = KEY
    lies_in_the_last_link: bool = False


@dataclass(frozen=True)
class Openings:
    """What the mixer says it knows: of Σc, of Σuc, of the re-encryption, and what is added to its chain's."""

    rho_bar: Scalar
    rho_tilde: Scalar
    r_star: Scalar
    of_chain: Callable[[Scalar, Scalar], Scalar] = lambda _claimed, _true: 0


def put_out(cheat: Cheat, taken: Sequence[Ciphertext]) -> tuple[tuple[Ciphertext, ...], Numbers]:
    r = [group.random_scalar() for _ in cheat.made]
    found = []
    for place, (row, fresh) in enumerate(zip(cheat.made, r, strict=True)):
        a = group.weighted_sum([*((k, one.a) for k, one in zip(row, taken, strict=True) if k), (fresh, group.BASE)])
        b = group.weighted_sum([*((k, one.b) for k, one in zip(row, taken, strict=True) if k), (fresh, cheat.key)])
        a = group.add(a, (cheat.add_to_a or {}).get(place, group.IDENTITY))
        b = group.add(b, (cheat.add_to_b or {}).get(place, group.IDENTITY))
        found.append(Ciphertext(a, b))
    return tuple(found), r


def commit(matrix: Matrix, h: Sequence[Point]) -> tuple[tuple[Point, ...], Numbers]:
    rho = [group.random_scalar() for _ in matrix]
    c = tuple(
        group.weighted_sum([(rho[j], group.BASE), *((row[j], h[i + 1]) for i, row in enumerate(matrix) if row[j])])
        for j in range(len(matrix))
    )
    return c, rho


def challenges(statement: Statement, c: Sequence[Point]) -> Numbers:
    """u, by the hash as it stands (a test may have weakened it)."""
    number = len(statement.inputs)
    d = shuffle_proof.statement_hash(statement, shuffle_proof.generators(number), c)
    return shuffle_proof.challenges(d, number)


def finish(
    statement: Statement,
    c: Sequence[Point],
    u: Numbers,
    claimed: Numbers,
    known: Openings,
    last_link: Callable[[Point, Scalar, Scalar], Point] | None = None,
) -> ShuffleProof:
    """The rest of the proof for any claim. `last_link` is given the honest one, its opening and Πu."""
    number = len(u)
    h = shuffle_proof.generators(number)
    x = [group.random_scalar() for _ in u]
    chain, x_hat, product, said = [h[0]], 0, 1, 1
    for blind, factor, true in zip(x, claimed, u, strict=True):
        chain.append(group.add(group.base_times(blind), group.times(factor, chain[-1])))
        x_hat = (blind + factor * x_hat) % L
        product, said = product * true % L, said * factor % L
    if last_link:
        chain[-1] = last_link(chain[-1], x_hat, product)
    w1, w2, w3, w4 = (group.random_scalar() for _ in range(4))
    w_hat, w_prime = ([group.random_scalar() for _ in u] for _ in range(2))
    outputs = statement.outputs
    t = Commitments(
        t1=group.base_times(w1),
        t2=group.base_times(w2),
        t3=group.weighted_sum([(w3, group.BASE), *zip(w_prime, h[1:], strict=True)]),
        t4_b=group.weighted_sum([(-w4, statement.key), *zip(w_prime, (e.b for e in outputs), strict=True)]),
        t4_a=group.weighted_sum([(-w4, group.BASE), *zip(w_prime, (e.a for e in outputs), strict=True)]),
        t_hat=tuple(
            group.weighted_sum([(a, group.BASE), (b, link)])
            for a, b, link in zip(w_hat, w_prime, chain[:-1], strict=True)
        ),
    )
    kappa = shuffle_proof.final_challenge(shuffle_proof.statement_hash(statement, h, c), chain[1:], t)
    return ShuffleProof(
        c=tuple(c),
        c_hat=tuple(chain[1:]),
        t=t,
        s1=(w1 + kappa * known.rho_bar) % L,
        s2=(w2 + kappa * (x_hat + known.of_chain(said, product))) % L,
        s3=(w3 + kappa * known.rho_tilde) % L,
        s4=(w4 + kappa * known.r_star) % L,
        s_hat=tuple((a + kappa * b) % L for a, b in zip(w_hat, x, strict=True)),
        s_prime=tuple((a + kappa * b) % L for a, b in zip(w_prime, claimed, strict=True)),
    )


def run(cheat: Cheat, where: bytes = WHERE) -> tuple[Statement, ShuffleProof]:
    """One cheat from the beginning to its proof."""
    taken = inputs(len(cheat.made))
    outputs, r = put_out(cheat, taken)
    statement = Statement(where, KEY, taken, outputs)
    c, rho = commit(cheat.committed, shuffle_proof.generators(len(taken)))
    u = challenges(statement, c)
    claimed = cheat.claimed(u) if cheat.claimed else applied(cheat.committed, u)
    known = Openings(sum(rho) % L, dot(rho, u), dot(r, claimed))
    h0 = shuffle_proof.generators(len(taken))[0]

    def lie(_honest: Point, x_hat: Scalar, product: Scalar) -> Point:
        return group.add(group.base_times(x_hat), group.times(product, h0))

    return statement, finish(statement, c, u, claimed, known, lie if cheat.lies_in_the_last_link else None)


def filled_in(statement: Statement, proof: ShuffleProof) -> ShuffleProof:
    """The same proof with each t-value made what its equation wants: what a hash that leaves it out allows."""
    wanted: dict[str, Point] = {}
    names = {9: "t1", 10: "t2", 11: "t3", 12: "t4_b", 13: "t4_a"}
    t_hat: list[Point] = []
    for equation, terms in shuffle_check.equations(statement, proof):
        missing = group.weighted_sum(terms)
        if equation in names:
            wanted[names[equation]] = group.add(getattr(proof.t, names[equation]), missing)
        else:
            t_hat.append(group.add(proof.t.t_hat[len(t_hat)], missing))
    return replace(proof, t=Commitments(**wanted, t_hat=tuple(t_hat)))
