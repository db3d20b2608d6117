"""The proofs of a sealed ballot: that a slip is its maker's own, that a mix changed none, that an opening is true.

MIT licence; standard library only. Equation by equation after the statement of the proof (docs/bundle.md, section 7).
A mix is checked as one sum: every equation times a fresh random weight of 128 bits, drawn when all is in memory.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from govern.ballots.verifier.ed25519 import ORDER
from govern.ballots.verifier.group import BASE, Group, hash_of, joined_parts, number_of, wide
from govern.ballots.verifier.reading import Refusal

#: A slip sealed: A and B, 32 bytes each.
Pair = tuple[bytes, bytes]


def points_of(raw: bytes, count: int, what: str) -> list[bytes]:
    """So many points of 32 bytes out of one row of bytes."""
    if len(raw) != 32 * count:
        raise Refusal(f"{what} are not as many as the slips")
    return [raw[at : at + 32] for at in range(0, len(raw), 32)]


def check_knowledge(group: Group, key: bytes, box: bytes, label: bytes) -> None:
    """A ‖ B ‖ χ ‖ σ: whoever made the slip knew what seals it, under this label."""
    a, b = box[:32], box[32:64]
    challenge, answer = number_of(box[64:96]), number_of(box[96:])
    if not (group.valid(a) and group.valid(b)):
        raise Refusal("a slip is not made of two points")
    w = group.sum([(answer, BASE), (-challenge, a)])
    if wide(hash_of("pok", key, a, b, w, label)) != challenge:
        raise Refusal("a slip's proof of knowledge is false")


class Generators:
    """h_0, h_1, … made by hashing, so that nobody knows a relation between them; never read from anywhere."""

    def __init__(self, group: Group) -> None:
        self._group, self._made = group, [group.mapped(hash_of("shuffle-gen", 0))]

    def upto(self, count: int) -> list[bytes]:
        """h_0 … h_count."""
        while len(self._made) <= count:
            self._made.append(self._group.mapped(hash_of("shuffle-gen", len(self._made))))
        return self._made[: count + 1]


@dataclass(frozen=True, slots=True)
class Mix:
    """One mixer's outputs and proof, in commitment form."""

    outputs: list[Pair]
    c: list[bytes]
    c_hat: list[bytes]
    t: tuple[bytes, bytes, bytes, bytes, bytes]
    t_hat: list[bytes]
    s: tuple[int, int, int, int]
    s_hat: list[int]
    s_prime: list[int]

    @classmethod
    def of(cls, raw: dict[str, bytes], count: int) -> Mix:
        flat = points_of(raw["outputs"], 2 * count, "the outputs of a mix")

        def points(name: str) -> list[bytes]:
            return points_of(raw[name], count, "the parts of a mix's proof")

        t1, t2, t3, t4_b, t4_a = (raw[name] for name in ("t1", "t2", "t3", "t4_b", "t4_a"))
        s1, s2, s3, s4 = (number_of(raw[name]) for name in ("s1", "s2", "s3", "s4"))
        return cls(
            list(zip(flat[::2], flat[1::2], strict=True)),
            points("c"),
            points("c_hat"),
            (t1, t2, t3, t4_b, t4_a),
            points("t_hat"),
            (s1, s2, s3, s4),
            [number_of(part) for part in points("s_hat")],
            [number_of(part) for part in points("s_prime")],
        )


class Terms:
    """A sum of multiples that is being put together, each point once."""

    def __init__(self) -> None:
        self._of: dict[bytes, int] = {}

    def add(self, scalar: int, point: bytes) -> None:
        self._of[point] = (self._of.get(point, 0) + scalar) % ORDER

    def list(self) -> list[tuple[int, bytes]]:
        return [(scalar, point) for point, scalar in self._of.items() if scalar]


def check_mix(group: Group, generators: Generators, key: bytes, context: bytes, inputs: list[Pair], mix: Mix) -> None:
    """The outputs are the inputs in another order under new covers: equations 9 to 14."""
    count = len(inputs)
    if count == 0 or len(mix.outputs) != count:
        raise Refusal("a mix has nothing to mix, or puts out more or fewer than it took")
    h = generators.upto(count)
    flat_in, flat_out = _flat(inputs), _flat(mix.outputs)
    for point in (key, *flat_in, *flat_out, *mix.c, *mix.c_hat, *mix.t, *mix.t_hat):
        if not group.valid(point):
            raise Refusal("a mix holds what is not a point")
    join = b"".join
    d = hash_of("shuffle-st", context, count, key, join(h), join(flat_in), join(flat_out), join(mix.c))
    u = [wide(hash_of("shuffle-u", d, place)) for place in range(count)]
    kappa = wide(hash_of("shuffle-c", d, join(mix.c_hat), *mix.t, join(mix.t_hat)))
    if not group.vanishes(_weighed(key, inputs, mix, h, u, kappa)):
        raise Refusal("the proof of a mix is false")


def _flat(pairs: list[Pair]) -> list[bytes]:
    return [point for pair in pairs for point in pair]


def _weighed(
    key: bytes, inputs: list[Pair], mix: Mix, h: list[bytes], u: list[int], kappa: int
) -> list[tuple[int, bytes]]:
    """Every equation's right side less its left, each times its own fresh weight, in one sum that has to vanish."""
    count = len(inputs)
    w1, w2, w3, w4b, w4a = (secrets.randbits(128) for _ in range(5))
    chain = [secrets.randbits(128) for _ in range(count)]
    terms, product = Terms(), 1
    for number in u:
        product = product * number % ORDER
    s1, s2, s3, s4 = mix.s
    answers = sum(w * s for w, s in zip(chain, mix.s_hat, strict=True))
    terms.add(w1 * s1 + w2 * s2 + w3 * s3 - w4a * s4 + answers, BASE)
    terms.add(-w4b * s4, key)
    terms.add(w2 * kappa * product, h[0])
    terms.add(-w2 * kappa, mix.c_hat[-1])
    for weight, t in zip((w1, w2, w3, w4b, w4a), mix.t, strict=True):
        terms.add(-weight, t)
    for place in range(count):
        s, weight = mix.s_prime[place], chain[place]
        terms.add(-w1 * kappa - w3 * kappa * u[place], mix.c[place])
        terms.add(w1 * kappa + w3 * s, h[place + 1])
        for index, w in ((1, w4b), (0, w4a)):
            terms.add(w * s, mix.outputs[place][index])
            terms.add(-w * kappa * u[place], inputs[place][index])
        terms.add(weight * s, mix.c_hat[place - 1] if place else h[0])
        terms.add(-weight * kappa, mix.c_hat[place])
        terms.add(-weight, mix.t_hat[place])
    return terms.list()


def check_opening(
    group: Group,
    key_part: bytes,
    context: bytes,
    ciphertexts: list[Pair],
    shares: list[bytes],
    challenge: int,
    answer: int,
) -> None:
    """One trustee's shares are x times each A, with the x of their public part: equations 19 and 20."""
    count = len(ciphertexts)
    if count == 0 or len(shares) != count:
        raise Refusal("an opening has more or fewer shares than there are slips")
    for point in (key_part, *_flat(ciphertexts), *shares):
        if not group.valid(point):
            raise Refusal("an opening holds what is not a point")
    delta = hash_of("dleq-st", context, key_part, count, b"".join(_flat(ciphertexts)), b"".join(shares))
    weights = [wide(hash_of("dleq-w", delta, place)) for place in range(count)]
    a = group.sum([(w, pair[0]) for w, pair in zip(weights, ciphertexts, strict=True)])
    d = group.sum(list(zip(weights, shares, strict=True)))
    if not (group.valid(a) and group.valid(d)):
        raise Refusal("an opening adds up to nothing")
    first = group.sum([(answer, BASE), (-challenge, key_part)])
    second = group.sum([(answer, a), (-challenge, d)])
    if wide(hash_of("dleq", delta, a, d, first, second)) != challenge:
        raise Refusal("the proof of an opening is false")


def feldman_part(group: Group, commitments: list[bytes], number: int) -> bytes:
    """X_i, the public part of trustee i: Σ i^j F_j."""
    return group.sum([(pow(number, place, ORDER), point) for place, point in enumerate(commitments)])


def opened(group: Group, ciphertexts: list[Pair], shares: dict[int, list[bytes]]) -> list[bytes]:
    """The points that the slips held: B less the sum of λ_i D_i, by Lagrange at 0 over the trustees given.

    The coefficients are small fractions, so all is summed times their common denominator first, and divided once for
    each different outcome."""
    numbers = sorted(shares)
    common = 1
    for i in numbers:
        for j in numbers:
            common *= abs(j - i) or 1
    small = {}
    for i in numbers:
        over, under = common, 1
        for j in numbers:
            over, under = (over * j, under * (j - i)) if j != i else (over, under)
        small[i] = over // under
    back, known, points = pow(common, -1, ORDER), dict[bytes, bytes](), []
    for place, (_, b) in enumerate(ciphertexts):
        scaled = _small_sum(group, common, b, [(small[i], shares[i][place]) for i in numbers])
        if scaled not in known:
            known[scaled] = scaled if scaled == bytes(32) else group.sum([(back, scaled)])
        points.append(known[scaled])
    return points


def _small_sum(group: Group, common: int, b: bytes, parts: list[tuple[int, bytes]]) -> bytes:
    return group.sum([(common, b), *((-number, share) for number, share in parts)])


def context_of(manifest_hash: bytes, contest: str, style: str, stage: str | bytes) -> bytes:
    return joined_parts(manifest_hash, contest, style, stage)
