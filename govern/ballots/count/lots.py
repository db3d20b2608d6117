"""Lots that anybody can draw again: a seed is committed to before the close and revealed after it.

Invariant 53. The commitment (a hash of the seed) is published before the close. Each candidate's luck is the SHA-256
of seed, contest and id, so the same inputs give the same order on any machine, however the list is ordered.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Sequence

from govern.ballots.count.election import Election
from govern.ballots.seal.canonical import digest, encode, to_text
from govern.errors import NotValid, Unavailable

SHORTEST_SEED = 16


class WrongSeed(NotValid):
    """The seed is not the one that was committed to, or is too short to be one."""


class LotNeeded(Unavailable):
    """The rules ask for a lot, and there is none yet. `tied` are those among whom it has to be drawn."""

    def __init__(self, tied: tuple[str, ...], names: tuple[str, ...]) -> None:
        self.tied = tied
        super().__init__(
            "{names} have equal votes, and a lot must decide. Draw the lot, then count again.", names=names
        )


def commitment(seed: bytes) -> bytes:
    """32 bytes to publish before the close. Raises WrongSeed for fewer than sixteen bytes of seed."""
    if len(seed) < SHORTEST_SEED:
        raise WrongSeed("A seed for lots needs at least sixteen random bytes. Make a longer one.")
    return digest("lot-commitment", seed)


def reveal(seed: bytes, committed: bytes) -> bytes:
    """The seed, if it is the one that was committed to. Raises WrongSeed if not."""
    if not hmac.compare_digest(commitment(seed), committed):
        raise WrongSeed("This seed is not the one that was announced before the close. Look for the right one.")
    return seed


def luck_order(seed: bytes, candidates: Iterable[str], contest: str = "") -> tuple[str, ...]:
    """Candidates from luckiest to unluckiest. The smallest hash is the luckiest."""
    commitment(seed)
    return tuple(sorted(candidates, key=lambda candidate: _luck(seed, contest, candidate)))


def order_for(election: Election) -> tuple[str, ...] | None:
    """The order that lots in this election follow: drawn by hand, else from the seed, else none yet."""
    if election.lot_order is not None:
        return election.lot_order
    if election.seed is None:
        return None
    return luck_order(election.seed, (candidate.id for candidate in election.candidates), election.contest)


def draw(election: Election, tied: Sequence[str]) -> tuple[str, ...]:
    """The tied candidates from luckiest to unluckiest. Raises LotNeeded where nobody has drawn for all of them."""
    order = order_for(election)
    if order is None or not set(tied) <= set(order):
        names = {candidate.id: candidate.name for candidate in election.candidates}
        raise LotNeeded(tuple(tied), tuple(names[candidate] for candidate in tied))
    return tuple(sorted(tied, key=order.index))


def _luck(seed: bytes, contest: str, candidate: str) -> bytes:
    return digest("lot", encode([to_text(seed), contest, candidate]))
