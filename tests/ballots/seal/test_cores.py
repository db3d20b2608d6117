"""Many slips on all cores: what comes out is what one core makes of them, in the same order, whatever goes wrong."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest

from govern.ballots.seal import cores, elgamal, group, opening, shuffle_check, shuffle_proof, shuffling
from govern.ballots.seal.elgamal import Ciphertext
from govern.ballots.seal.shuffle_proof import NotAMix, ShuffleProof, Statement

SLIPS = 13
SECRET = 1234567
KEY = group.base_times(SECRET)
WHERE = shuffle_proof.context(bytes(32), "board", "all", 1)
INPUTS = tuple(
    Ciphertext(
        group.base_times(place + 2), group.add(elgamal.to_point(bytes(29) + bytes([place])), group.times(9, KEY))
    )
    for place in range(SLIPS)
)
ORDER = [(5 * place + 3) % SLIPS for place in range(SLIPS)]
COVERS = [100 + place for place in range(SLIPS)]
RHO, X, W_HAT, W_PRIME = (tuple(range(start, start + SLIPS)) for start in (200, 300, 400, 500))
NONCES = shuffling.Nonces(RHO, X, (5, 6, 7, 8), W_HAT, W_PRIME)


@pytest.fixture
def three(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Three cores, and four items are enough for each."""
    monkeypatch.setattr(cores, "ENOUGH", 4)
    cores.keep_to(3)
    shuffle_proof.generators.cache_clear()
    yield
    cores.keep_to(None)


def mixed() -> tuple[Statement, ShuffleProof]:
    statement = Statement(WHERE, KEY, INPUTS, shuffling.re_encrypted(KEY, INPUTS, ORDER, COVERS))
    return statement, shuffling.prove(statement, ORDER, COVERS, NONCES)


def test_the_items_come_back_in_their_order_and_each_share_has_a_thread_of_its_own(three: None) -> None:
    together, threads = threading.Barrier(3, timeout=20), set[int]()

    def work(item: int) -> int:
        if item in (0, 4, 8):
            together.wait()  # all three are at work at once, or this breaks
        threads.add(threading.get_ident())
        return item * item

    assert cores.each(work, range(SLIPS)) == [item * item for item in range(SLIPS)]
    assert len(threads) == 3


def test_shares_hold_every_item_once(three: None) -> None:
    for number in range(30):
        shares = cores.each_share(list, range(number))
        assert [item for share in shares for item in share] == list(range(number))
        assert len(shares) == max(1, min(3, number // 4))


def test_few_items_stay_where_they_are(three: None) -> None:
    assert cores.each(lambda _: threading.get_ident(), range(7)) == [threading.get_ident()] * 7


def test_what_goes_wrong_first_in_their_order_is_what_is_raised(three: None) -> None:
    def work(item: int) -> None:
        if item in (6, 12):
            raise NotAMix("Slip {number} is none.", number=item)

    with pytest.raises(NotAMix) as raised:
        cores.each(work, range(SLIPS))
    assert str(raised.value) == "Slip 6 is none."


def test_a_process_keeps_to_what_it_was_given() -> None:
    there = cores.number()
    cores.keep_to(0)
    assert cores.number() == 1
    cores.keep_to(None)
    assert cores.number() == there >= 1


def test_a_plain_sum_has_every_point_once_on_three_cores(three: None) -> None:
    for number in range(SLIPS):
        points = [group.base_times(2**place) for place in range(number)]
        assert group.total(iter(points)) == group.base_times(2**number - 1)


def test_a_mix_a_part_and_the_slips_are_the_same_on_three_cores(request: pytest.FixtureRequest) -> None:
    alone, where = mixed(), opening.context(bytes(32), "board", "all")
    part = opening.decrypt(where, SECRET, alone[0].outputs, 77)
    points = opening.combine(1, alone[0].outputs, {1: part.parts})
    request.getfixturevalue("three")
    assert mixed() == alone
    shuffle_check.check(*alone)
    assert opening.decrypt(where, SECRET, alone[0].outputs, 77) == part
    opening.check(where, KEY, alone[0].outputs, part)
    assert opening.combine(1, alone[0].outputs, {1: part.parts}) == points


@pytest.mark.parametrize("place", [0, 5, SLIPS - 1])
def test_a_false_link_is_found_in_whosever_share_it_is(three: None, place: int) -> None:
    statement, proof = mixed()
    false = [*proof.s_hat]
    false[place] += 1
    assert shuffle_check.failing(statement, replace(proof, s_hat=tuple(false))) == [14]


@pytest.mark.parametrize("place", [0, 5, SLIPS - 1])
def test_a_false_answer_is_found_in_the_sums_whosever_share_it_is(three: None, place: int) -> None:
    statement, proof = mixed()
    false = [*proof.s_prime]
    false[place] += 1
    assert shuffle_check.failing(statement, replace(proof, s_prime=tuple(false))) == [11, 12, 13, 14]
