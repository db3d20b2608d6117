"""Lots that anybody can draw again."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govern.ballots.count import Candidate, Election, LotNeeded, commitment, luck_order
from govern.ballots.count.lots import WrongSeed, draw, order_for, reveal

SEED = bytes(range(32))


def test_the_order_is_the_same_on_any_machine() -> None:
    assert commitment(SEED).hex() == hashlib.sha256(b"\x00\x00\x00\x18covote/v1/lot-commitment" + SEED).hexdigest()
    content = b'["AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8","board","%s"]'
    luck = {
        name: hashlib.sha256(b"\x00\x00\x00\x0dcovote/v1/lot" + content % name.encode()).digest() for name in "ABC"
    }
    assert luck_order(SEED, "ABC", "board") == tuple(sorted("ABC", key=luck.__getitem__))


@given(st.permutations(["Ana", "Bo", "Cai", "Di", "Eve"]))
def test_the_order_of_the_list_changes_nothing(names: list[str]) -> None:
    assert luck_order(SEED, names) == luck_order(SEED, sorted(names))


def test_another_seed_and_another_contest_give_other_orders() -> None:
    names = [str(number) for number in range(20)]
    orders = {luck_order(SEED, names), luck_order(SEED, names, "board"), luck_order(SEED[::-1], names)}
    assert len(orders) == 3 and all(sorted(order) == sorted(names) for order in orders)


def test_everybody_is_the_luckiest_about_as_often() -> None:
    wins = [luck_order(number.to_bytes(16, "big"), "ABCD")[0] for number in range(2000)]
    assert all(400 < wins.count(name) < 600 for name in "ABCD")


def test_only_the_seed_that_was_announced_is_revealed() -> None:
    assert reveal(SEED, commitment(SEED)) == SEED
    with pytest.raises(WrongSeed, match="announced"):
        reveal(SEED[::-1], commitment(SEED))


@pytest.mark.parametrize("seed", [b"", bytes(15)])
def test_a_short_seed_is_refused(seed: bytes) -> None:
    with pytest.raises(WrongSeed, match="sixteen"):
        commitment(seed)
    with pytest.raises(WrongSeed):
        luck_order(seed, "AB")


def test_a_lot_drawn_by_hand_comes_before_the_seed_and_must_name_all_who_are_tied() -> None:
    candidates = tuple(Candidate(name, f"{name} Jones") for name in "ABC")
    by_hand = Election(candidates=candidates, seats=1, papers=(), seed=SEED, lot_order=("C", "A"))
    assert order_for(by_hand) == ("C", "A") and draw(by_hand, ("A", "C")) == ("C", "A")
    with pytest.raises(LotNeeded, match="B Jones, C Jones"):
        draw(by_hand, ("B", "C"))
    by_seed = Election(candidates=candidates, seats=1, papers=(), seed=SEED, contest="board")
    assert order_for(by_seed) == luck_order(SEED, "ABC", "board")
    assert order_for(Election(candidates=candidates, seats=1, papers=())) is None
