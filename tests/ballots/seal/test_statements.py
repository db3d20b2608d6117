"""Every public input of every proof changed, each refused with a sentence and with nothing else."""

from __future__ import annotations

import inspect
import os
import random
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest

from govern.ballots.seal import elgamal, group, group_python, opening, shuffle_check, shuffle_proof, shuffling
from govern.ballots.seal.elgamal import Ciphertext
from govern.ballots.seal.opening import NotAPartial
from govern.ballots.seal.shuffle_proof import NotAMix, Statement
from tests.ballots.seal import claims
from tests.ballots.seal.cheating import KEY, WHERE, inputs
from tests.ballots.seal.claims import NO_POINTS, Claim, is_a_point, with_a_bit_turned

SOAK = bool(os.environ.get("GOVERN_SOAK"))
WAYS = ("one by one", "in one sum", "plain Python")
PROOFS = ("slip", "mix", "opening")
MADE = claims.claims(3)


@pytest.fixture(params=WAYS)
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Each equation by itself, all in one sum with libsodium, or all in plain Python."""
    if request.param == "in one sum":
        monkeypatch.setattr(group, "works_with", lambda: "libsodium, in one sum")
    if request.param == "plain Python":
        monkeypatch.setattr(group, "_group", group_python.PLAIN)
    return str(request.param)


def refused(claim: Claim) -> bool:
    """Only by its own refusal: any other exception fails the test that asks."""
    try:
        claim.ask()
    except claim.refusal as refusal:
        assert str(refusal).endswith((".", "!"))
        return True
    return False


def all_refused(claim: Claim, changes: Callable[[Any], dict[str, Any]]) -> int:
    """How many changes there were; each must be refused."""
    number = 0
    for path, piece, put in claim.pieces():
        for name, changed in changes(piece).items():
            number += 1
            assert refused(put(changed)), f"{path}: {name}"
    return number


# --- Believed where nothing was changed -----------------------------------------------------------------------------


@pytest.mark.parametrize("number", [1, 2, 3, 50])
@pytest.mark.parametrize("proof", PROOFS)
def test_a_proof_to_which_nothing_was_done_is_believed(proof: str, number: int, way: str) -> None:
    if proof == "slip" and number > 1:
        return
    claims.claims(min(number, 5 if way == "plain Python" else number))[proof].ask()


@pytest.mark.parametrize("proof", PROOFS)
def test_the_pieces_are_all_there(proof: str) -> None:
    paths = [path for path, _, _ in MADE[proof].pieces()]
    assert len(paths) == len(set(paths))
    numbers = {"slip": 6, "mix": 1 + 1 + 2 * (1 + 6) + (1 + 3) * 3 + 5 + 4 + (1 + 3) * 2, "opening": 2 + 7 + 4 + 2}
    assert len(paths) == numbers[proof]


# --- One bit --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("proof", PROOFS)
def test_every_public_input_changed_by_one_bit_is_refused(proof: str, way: str) -> None:
    drawn = random.Random(proof)

    def one_bit(piece: Any) -> dict[str, Any]:
        if isinstance(piece, bytes):
            bits = range(8 * len(piece)) if SOAK else [0, 8 * len(piece) - 1, drawn.randrange(8 * len(piece))]
            return {f"bit {bit}": with_a_bit_turned(piece, bit) for bit in bits}
        if isinstance(piece, int):
            return {f"bit {bit}": piece ^ 1 << bit for bit in (0, 1, drawn.randrange(252), 252, 255)}
        return {}

    assert all_refused(MADE[proof], one_bit) > 10


@pytest.mark.parametrize("proof", PROOFS)
def test_every_point_changed_to_another_point_is_refused(proof: str, way: str) -> None:
    def another(piece: Any) -> dict[str, Any]:
        if not is_a_point(piece):
            return {}
        return {"plus the base": group.add(piece, group.BASE), "turned": group.subtract(group.IDENTITY, piece)}

    assert all_refused(MADE[proof], another) > 5


# --- Every length, every encoding -----------------------------------------------------------------------------------


@pytest.mark.parametrize("proof", PROOFS)
def test_every_list_one_longer_or_shorter_is_refused(proof: str, way: str) -> None:
    def lengths(piece: Any) -> dict[str, Any]:
        if not isinstance(piece, tuple):
            return {}
        return {
            "one fewer": piece[:-1],
            "the first one gone": piece[1:],
            "one more": (*piece, piece[-1]),
            "none": (),
            "all twice": piece * 2,
            "turned round": piece[::-1],
        }

    number = all_refused(MADE[proof], lengths)
    assert number == {"slip": 0, "mix": 7 * 6, "opening": 2 * 6}[proof]


@pytest.mark.parametrize("proof", PROOFS)
def test_every_point_replaced_by_what_is_none_is_refused(proof: str, way: str) -> None:
    def no_points(piece: Any) -> dict[str, Any]:
        return NO_POINTS if is_a_point(piece) else {}

    number = all_refused(MADE[proof], no_points)
    assert number == {"slip": 3, "mix": 1 + 12 + 9 + 5, "opening": 1 + 6 + 3}[proof] * len(NO_POINTS)


@pytest.mark.parametrize("proof", PROOFS)
def test_every_number_out_of_range_is_refused(proof: str, way: str) -> None:
    def out_of_range(piece: Any) -> dict[str, Any]:
        if not isinstance(piece, int):
            return {}
        return {"+ L": piece + group.L, "- L": piece - group.L, "+ 8 L": piece + 8 * group.L, "all ones": 2**256 - 1}

    number = all_refused(MADE[proof], out_of_range)
    assert number == {"slip": 2, "mix": 4 + 6, "opening": 2}[proof] * 4


def test_a_sample_of_changes_to_fifty_slips_is_refused(way: str) -> None:
    if way == "plain Python":
        pytest.skip("fifty slips take two minutes in plain Python: the proof of three slips stands for them")
    drawn, claim = random.Random(50), MADE_OF_FIFTY
    pieces = [one for one in claim.pieces() if is_a_point(one[1]) or isinstance(one[1], int)]
    for path, piece, put in drawn.sample(pieces, 400 if SOAK else 25):
        changed = (piece + 1) % group.L if isinstance(piece, int) else group.add(piece, group.BASE)
        assert refused(put(changed)), path


MADE_OF_FIFTY = claims.of_a_mix(50)


# --- No slips -------------------------------------------------------------------------------------------------------


def test_nothing_is_no_mix_and_no_opening(way: str) -> None:
    mix, part = MADE["mix"].given, MADE["opening"].given
    t = replace(mix["proof"].t, t_hat=())
    empty = replace(mix["proof"], c=(), c_hat=(), t=t, s_hat=(), s_prime=())
    with pytest.raises(NotAMix):
        shuffle_check.check(Statement(WHERE, KEY, (), ()), empty)
    with pytest.raises(NotAMix):
        shuffling.shuffle(WHERE, KEY, ())
    with pytest.raises(NotAPartial):
        opening.check(part["where"], part["public"], (), replace(part["proof"], parts=()))


def test_a_mixer_takes_nothing_that_is_no_slip(way: str) -> None:
    (good,) = inputs(1)
    for strange in NO_POINTS.values():
        for taken in (Ciphertext(strange, good.b), Ciphertext(good.a, strange)):
            with pytest.raises(NotAMix):
                shuffling.shuffle(WHERE, KEY, (good, taken))
        with pytest.raises(NotAMix):
            shuffling.shuffle(WHERE, strange, (good,))


# --- At another place -----------------------------------------------------------------------------------------------

PLACES: dict[Callable[..., bytes], dict[str, Any]] = {
    elgamal.label: {"manifest_hash": bytes(32), "contest": "board", "style": "all", "ticket": b"t" * 32},
    shuffle_proof.context: {"manifest_hash": bytes(32), "contest": "board", "style": "all", "stage": 1},
    opening.context: {"manifest_hash": bytes(32), "contest": "board", "style": "all"},
}
OTHERS: dict[str, Any] = {
    **{"manifest_hash": b"\x01" + bytes(31), "contest": "rules", "style": "north"},
    **{"ticket": b"u" * 32, "stage": 2},
}


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.__module__.rpartition(".")[2])
def test_a_proof_is_of_no_use_at_another_place(place: Callable[..., bytes], way: str) -> None:
    here = PLACES[place]
    assert list(here) == list(inspect.signature(place).parameters)
    claim = MADE[{elgamal.label: "slip", shuffle_proof.context: "mix", opening.context: "opening"}[place]]
    (put,) = [put for _, piece, put in claim.pieces() if piece == place(**here)]
    put(place(**here)).ask()
    for name in here:
        assert refused(put(place(**{**here, name: OTHERS[name]}))), name
    run_together = {**here, "contest": "boarda", "style": "ll"}
    assert refused(put(place(**run_together)))


def test_no_context_of_one_proof_is_one_of_another() -> None:
    written = {place(**here) for place, here in PLACES.items()}
    assert len(written) == 3
    with suppress(NotAPartial):
        opening.check(WHERE, *list(MADE["opening"].given.values())[1:])
        raise AssertionError("an opening at the place of a mix")
