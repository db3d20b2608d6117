"""What no honest server writes into a log is refused (ballot-protocol 3.8, V8)."""

from __future__ import annotations

import pytest

from govern.ballots.seal.documents import (
    Appointed,
    Arrived,
    CastingVote,
    ChairSide,
    Channel,
    Closed,
    FactsFixed,
    Leaf,
    OpenedForTest,
    PaperBatch,
    PaperSlips,
    Revoked,
    Taken,
    Withdrawn,
)
from govern.ballots.seal.selecting import LogOutOfOrder, select
from tests.ballots.seal.test_selecting import ANN, OPEN, cast

AFTER_THE_CLOSE: list[Leaf] = [
    FactsFixed(bytes(32)),
    CastingVote("m1", ChairSide.FOR),
    PaperBatch("1", "users", 1, 1, (PaperSlips("m1", (), 0),), ("a", "b")),
]


@pytest.mark.parametrize(
    "leaves",
    [
        [cast(ANN)],
        [OPEN, OPEN],
        [OPEN, Closed(), Closed()],
        [OPEN, Closed(), Taken()],
        [OPEN, Taken(), Taken()],
        [OPEN, Appointed(ANN, Channel.PEER, bytes(32)), Closed(), Revoked(1)],
        [OPEN, Closed(), Appointed(ANN, Channel.PEER, bytes(32))],
        [OPEN, Withdrawn("x"), cast(ANN)],
        [OPEN, Closed(), Arrived(ANN)],
        [OPEN, Closed(), OpenedForTest(bytes(32), (bytes(32),))],
        *([OPEN, early, Closed()] for early in AFTER_THE_CLOSE),
    ],
)
def test_a_log_no_honest_server_writes_is_refused(leaves: list[Leaf]) -> None:
    with pytest.raises(LogOutOfOrder):
        select(leaves)
