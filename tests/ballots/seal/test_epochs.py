"""A log that went on from an older copy selects as if nothing had been said of it."""

from __future__ import annotations

import pytest

from govern.ballots.seal.documents import Closed, Epoch, Leaf, Struck, Withdrawn
from govern.ballots.seal.selecting import LogOutOfOrder, Why, select
from tests.ballots.seal.test_selecting import ANN, BEN, OPEN, cast, counted


def test_an_epoch_counts_as_nothing_wherever_it_may_stand() -> None:
    """The log of the same entries without it selects the same, but for the places."""
    epoch = Epoch(9, bytes(32), ("first officer", "second officer"))
    log: list[Leaf] = [OPEN, cast(ANN), cast(BEN), cast(ANN), Closed(), Struck(BEN, "gone", ("a", "b"))]
    for at in range(1, len(log) + 1):
        selection = select([*log[:at], epoch, *log[at:]])
        assert counted(selection) == {ANN: 3 + (at <= 3)}
        assert [entry.why for entry in selection.displaced] == [Why.REPLACED, Why.STRUCK]
    misplaced: list[list[Leaf]] = [[epoch, *log], [OPEN, Withdrawn("wrong"), epoch]]
    for wrong in misplaced:
        with pytest.raises(LogOutOfOrder):
            select(wrong)
