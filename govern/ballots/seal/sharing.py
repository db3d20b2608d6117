"""The ballot's key in shares: any k of n scrutineers open together, fewer learn nothing (shuffle-proof 5.2, 5.3).

Shamir's scheme over the scalars with Feldman's commitments, so that each holder can check their own share and anybody
can work out each holder's public share. The first version has a dealer, off the network, before witnesses
(decision 27): a dealer knows the key, and the result says that there was one.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from govern.ballots.seal import group
from govern.ballots.seal.group import Point, Scalar
from govern.errors import NotValid

MOST = 255


class NotADealing(NotValid):
    """These commitments cannot be those of a key in k shares."""


class WrongShare(NotValid):
    """The share does not fit the commitments: the dealer lied, or it was copied wrongly."""


class TooFewShares(NotValid):
    """Fewer trustees than are needed, or one twice."""


@dataclass(frozen=True, slots=True)
class Dealing:
    """What a dealer makes: commitments F_0 … F_(k-1) for all, and number -> share, each for its holder alone."""

    commitments: tuple[Point, ...]
    shares: Mapping[int, Scalar] = field(repr=False)

    @property
    def key(self) -> Point:
        """Y, to which slips are sealed."""
        return self.commitments[0]


def deal(needed: int, holders: int) -> Dealing:
    """A new key in `holders` shares, of which `needed` open. The dealer's machine forgets it afterwards."""
    if not 1 <= needed <= holders <= MOST:
        raise NotADealing("The key is for 1 to {most} scrutineers, and no more are needed than there are.", most=MOST)
    return dealt_with([1 + secrets.randbelow(group.L - 1) for _ in range(needed)], holders)


def dealt_with(coefficients: Sequence[Scalar], holders: int) -> Dealing:
    """As `deal`, with a given polynomial, the key first. No coefficient is 0."""
    shares = {
        number: sum(value * pow(number, power, group.L) for power, value in enumerate(coefficients)) % group.L
        for number in range(1, holders + 1)
    }
    return Dealing(tuple(group.base_times(value) for value in coefficients), shares)


def check_commitments(key: Point, commitments: Sequence[Point], needed: int) -> None:
    """Exactly k points, none of them 0, the first the key (equation 18). Raises NotADealing."""
    if len(commitments) != needed or not all(group.is_point(point) for point in commitments):
        raise NotADealing("A key that {needed} open has as many commitments, each a point.", needed=needed)
    if commitments[0] != key:
        raise NotADealing("The commitments are those of another key.")


def share_key(commitments: Sequence[Point], number: int) -> Point:
    """X_i = Σ_j i^j F_j: the public half of one share, worked out and never taken from its holder (equation 18)."""
    if not 1 <= number <= MOST:
        raise NotADealing("Scrutineers have numbers from 1 to {most}.", most=MOST)
    return group.weighted_sum((pow(number, power, group.L), point) for power, point in enumerate(commitments))


def check_share(commitments: Sequence[Point], number: int, share: Scalar) -> None:
    """Each holder does this with their own share, before anything is signed. Raises WrongShare."""
    public = share_key(commitments, number)
    if not 0 < share < group.L or public == group.IDENTITY or group.base_times(share) != public:
        raise WrongShare(
            "Share {number} does not fit the published commitments. Do not sign. Stop, and deal a new key.",
            number=number,
        )


def lagrange(numbers: Collection[int]) -> dict[int, Scalar]:
    """Number -> λ_i, with which the shares of just these holders add up to the whole at 0 (equation 21)."""
    found = {}
    for number in numbers:
        above = below = 1
        for other in numbers:
            if other != number:
                above = above * other % group.L
                below = below * (other - number) % group.L
        found[number] = above * group.inverse(below) % group.L
    return found


def check_enough(numbers: Sequence[int], needed: int) -> None:
    """Raises TooFewShares unless these are exactly `needed` different holders (number 0 would be the key itself)."""
    if len(numbers) != needed or len(set(numbers)) != needed or not all(1 <= one <= MOST for one in numbers):
        raise TooFewShares("{needed} different scrutineers are needed to open this ballot.", needed=needed)
