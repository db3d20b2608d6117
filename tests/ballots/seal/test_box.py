"""Sealing and opening slips."""

from __future__ import annotations

import pytest

from govern.ballots.seal.box import (
    BOX_SIZE,
    NotOpened,
    NotSealed,
    OpenedBoxes,
    key_from_private,
    make_key,
    open_,
    open_all,
    seal,
)

KEY = make_key()
SLIPS = [bytes([n]) * 30 for n in (3, 1, 2, 1)]


def test_a_sealed_slip_opens_with_the_key_and_no_other() -> None:
    box = seal(KEY.public, SLIPS[0])
    assert open_(KEY.private, box) == SLIPS[0]
    with pytest.raises(NotOpened):
        open_(make_key().private, box)


def test_every_box_has_the_same_length_and_no_two_are_alike() -> None:
    boxes = {seal(KEY.public, bytes(30)) for _ in range(20)} | {seal(KEY.public, b"\xff" * 30)}
    assert {len(box) for box in boxes} == {BOX_SIZE} == {78}
    assert len(boxes) == 21


@pytest.mark.parametrize("at", [0, 31, 32, 47, 48, 77])
def test_a_changed_box_does_not_open(at: int) -> None:
    box = bytearray(seal(KEY.public, SLIPS[0]))
    box[at] ^= 1
    with pytest.raises(NotOpened):
        open_(KEY.private, bytes(box))


@pytest.mark.parametrize("box", [b"", bytes(77), bytes(78), bytes(79)])
def test_what_is_no_box_does_not_open(box: bytes) -> None:
    with pytest.raises(NotOpened):
        open_(KEY.private, box)


@pytest.mark.parametrize("slip", [b"", bytes(29), bytes(31)])
def test_only_slips_are_sealed(slip: bytes) -> None:
    with pytest.raises(NotSealed):
        seal(KEY.public, slip)


def test_a_key_of_another_length_is_refused() -> None:
    with pytest.raises(NotSealed):
        seal(bytes(31), bytes(30))
    with pytest.raises(NotSealed):
        key_from_private(bytes(33))


def test_the_pair_comes_back_from_its_private_half_and_never_shows_it() -> None:
    assert key_from_private(KEY.private) == KEY
    assert KEY.private.hex() not in repr(KEY) and repr(KEY.private) not in repr(KEY)


def test_opened_together_the_slips_lose_the_order_of_their_boxes() -> None:
    boxes = [seal(KEY.public, slip) for slip in SLIPS] + [bytes(78)]
    expected = OpenedBoxes(tuple(sorted(SLIPS)), unopened=1)
    assert open_all(KEY.private, boxes) == open_all(KEY.private, reversed(boxes)) == expected
