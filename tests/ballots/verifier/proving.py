"""A maker of sealed slips, mixes and openings for tests, after the statement of the proof.

Nothing of the service is used. The numbers come from a seeded generator, so that a bundle is the same each time.
"""

from __future__ import annotations

import hashlib
import random
from dataclasses import dataclass

from govern.ballots.verifier.ed25519 import ORDER, P, decode, times
from govern.ballots.verifier.group import BASE, Group, hash_of, wide
from govern.ballots.verifier.proofs import Pair

GROUP = Group(plain=False)


def number(chance: random.Random) -> int:
    return chance.randrange(1, ORDER)


def raw(scalar: int) -> bytes:
    return (scalar % ORDER).to_bytes(32, "little")


# Ed25519 ------------------------------------------------------------------------------------------------------------


def compressed(point: tuple[int, int, int, int]) -> bytes:
    inverse = pow(point[2], -1, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


@dataclass(frozen=True, slots=True)
class Signer:
    """An Ed25519 key (RFC 8032, 5.1.5 and 5.1.6)."""

    seed: bytes

    def _parts(self) -> tuple[int, bytes]:
        hashed = hashlib.sha512(self.seed).digest()
        scalar = int.from_bytes(hashed[:32], "little") & ((1 << 254) - 8) | (1 << 254)
        return scalar, hashed[32:]

    @property
    def public(self) -> bytes:
        return compressed(times(self._parts()[0], base()))

    def sign(self, message: bytes) -> bytes:
        scalar, prefix = self._parts()
        nonce = wide(hashlib.sha512(prefix + message).digest())
        r = compressed(times(nonce, base()))
        challenge = wide(hashlib.sha512(r + self.public + message).digest())
        return r + ((nonce + challenge * scalar) % ORDER).to_bytes(32, "little")


def base() -> tuple[int, int, int, int]:
    point = decode((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))
    assert point is not None
    return point


# Slips --------------------------------------------------------------------------------------------------------------


def seal(chance: random.Random, key: bytes, message: bytes, label: bytes) -> bytes:
    """A box: the message under the key, with the proof that its maker knew what seals it."""
    k, w = number(chance), number(chance)
    a, b, commitment = GROUP.sum([(k, BASE)]), GROUP.sum([(1, message), (k, key)]), GROUP.sum([(w, BASE)])
    challenge = wide(hash_of("pok", key, a, b, commitment, label))
    return a + b + raw(challenge) + raw(w + challenge * k)


# Mixes --------------------------------------------------------------------------------------------------------------


def generators(count: int) -> list[bytes]:
    return [GROUP.mapped(hash_of("shuffle-gen", place)) for place in range(count + 1)]


def flat(pairs: list[Pair]) -> bytes:
    return b"".join(a + b for a, b in pairs)


def shuffle(chance: random.Random, key: bytes, inputs: list[Pair]) -> tuple[list[Pair], list[int], list[int]]:
    """The inputs in another order under new covers; the order and what covers them."""
    order = list(range(len(inputs)))
    chance.shuffle(order)
    covers = [number(chance) for _ in inputs]
    outputs = [
        (GROUP.sum([(1, inputs[j][0]), (r, BASE)]), GROUP.sum([(1, inputs[j][1]), (r, key)]))
        for j, r in zip(order, covers, strict=True)
    ]
    return outputs, order, covers


def mix_proof(
    chance: random.Random,
    key: bytes,
    context: bytes,
    inputs: list[Pair],
    outputs: list[Pair],
    order: list[int],
    covers: list[int],
) -> dict[str, bytes]:
    """Steps 1 to 8 of the prover, in commitment form."""
    count, h = len(inputs), generators(len(inputs))
    rho = [0] * count
    c = [b""] * count
    for place, j in enumerate(order):
        rho[j] = number(chance)
        c[j] = GROUP.sum([(rho[j], BASE), (1, h[place + 1])])
    d = hash_of("shuffle-st", context, count, key, b"".join(h), flat(inputs), flat(outputs), b"".join(c))
    u = [wide(hash_of("shuffle-u", d, j)) for j in range(count)]
    turned = [u[j] for j in order]
    x, c_hat, running = [number(chance) for _ in range(count)], list[bytes](), 0
    for place in range(count):
        before = c_hat[-1] if c_hat else h[0]
        c_hat.append(GROUP.sum([(x[place], BASE), (turned[place], before)]))
        running = (x[place] + turned[place] * running) % ORDER
    w = [number(chance) for _ in range(4)]
    w_hat, w_prime = [number(chance) for _ in range(count)], [number(chance) for _ in range(count)]
    t = [
        GROUP.sum([(w[0], BASE)]),
        GROUP.sum([(w[1], BASE)]),
        GROUP.sum([(w[2], BASE), *zip(w_prime, h[1:], strict=True)]),
        GROUP.sum([(-w[3], key), *((s, pair[1]) for s, pair in zip(w_prime, outputs, strict=True))]),
        GROUP.sum([(-w[3], BASE), *((s, pair[0]) for s, pair in zip(w_prime, outputs, strict=True))]),
    ]
    t_hat = [GROUP.sum([(w_hat[i], BASE), (w_prime[i], c_hat[i - 1] if i else h[0])]) for i in range(count)]
    kappa = wide(hash_of("shuffle-c", d, b"".join(c_hat), *t, b"".join(t_hat)))
    secrets = (
        sum(rho),
        running,
        sum(a * b for a, b in zip(u, rho, strict=True)),
        sum(a * b for a, b in zip(turned, covers, strict=True)),
    )
    return {
        "outputs": flat(outputs),
        "c": b"".join(c),
        "c_hat": b"".join(c_hat),
        **dict(zip(("t1", "t2", "t3", "t4_b", "t4_a"), t, strict=True)),
        "t_hat": b"".join(t_hat),
        **{f"s{i + 1}": raw(w[i] + kappa * secrets[i]) for i in range(4)},
        "s_hat": b"".join(raw(a + kappa * b) for a, b in zip(w_hat, x, strict=True)),
        "s_prime": b"".join(raw(a + kappa * b) for a, b in zip(w_prime, turned, strict=True)),
    }


# Openings -----------------------------------------------------------------------------------------------------------


def opening(chance: random.Random, secret: int, context: bytes, ciphertexts: list[Pair]) -> dict[str, bytes]:
    """One trustee's shares of every A, with their proof."""
    public = GROUP.sum([(secret, BASE)])
    shares = [GROUP.sum([(secret, a)]) for a, _ in ciphertexts]
    count = len(ciphertexts)
    delta = hash_of("dleq-st", context, public, count, flat(ciphertexts), b"".join(shares))
    weights = [wide(hash_of("dleq-w", delta, place)) for place in range(count)]
    a = GROUP.sum([(e, pair[0]) for e, pair in zip(weights, ciphertexts, strict=True)])
    d = GROUP.sum(list(zip(weights, shares, strict=True)))
    w = number(chance)
    challenge = wide(hash_of("dleq", delta, a, d, GROUP.sum([(w, BASE)]), GROUP.sum([(w, a)])))
    return {"shares": b"".join(shares), "challenge": raw(challenge), "answer": raw(w + challenge * secret)}
