"""A sealed slip: one encoding, one label, and a proof that nobody can take along to another."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

import pytest

from govern.ballots.seal import elgamal, group, group_python, transcript
from govern.ballots.seal.elgamal import Ciphertext, NotSealed, SealedSlip
from tests.ballots.seal.rfc9496 import BAD

SLIP = b"\x11\x04" + bytes(28)
KEY = group.base_times(group.random_scalar())
HASH, TICKET = b"m" * 32, b"t" * 32
LABEL = elgamal.label(HASH, "board", "north", TICKET)
SEALED, K = elgamal.seal(KEY, SLIP, LABEL)


@pytest.fixture(params=["libsodium", "plain Python"], autouse=True)
def worked_by(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param != group.works_with():
        monkeypatch.setattr(group, "_group", group_python.PLAIN)


def test_what_was_sealed_is_sound_and_opens() -> None:
    assert elgamal.is_sound(KEY, SEALED, LABEL)
    assert SealedSlip.from_bytes(SEALED.to_bytes()) == SEALED and len(SEALED.to_bytes()) == elgamal.BOX_SIZE
    assert elgamal.opened_by(KEY, SEALED.ciphertext, K) == SLIP


def test_two_slips_of_one_choice_have_nothing_in_common() -> None:
    again, _ = elgamal.seal(KEY, SLIP, LABEL)
    parts = [one.to_bytes()[at : at + 32] for one in (SEALED, again) for at in range(0, 128, 32)]
    assert len(set(parts)) == 8


# --- One encoding ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("slip", [bytes(30), SLIP, b"\xff" * 30, random.Random(1).randbytes(30)])
def test_every_other_encoding_of_a_slip_is_refused(slip: bytes) -> None:
    right = elgamal.to_point(slip)
    assert elgamal.from_point(right) == slip and right != group.IDENTITY
    others = [
        encoded
        for counter in range(elgamal.COUNTERS)
        if (encoded := bytes([counter << 1]) + slip + b"\0") != right and group.is_point(encoded)
    ]
    assert 12 <= len(others) <= 60  # about one counter in four
    assert min(others)[0] > right[0]  # the right one is the first
    assert all(elgamal.from_point(encoded) is None for encoded in others)


def test_the_slip_of_the_statement_has_thirty_two_other_encodings() -> None:
    slip = bytes([7]) * 30
    valid = [counter for counter in range(128) if group.is_point(bytes([counter << 1]) + slip + b"\0")]
    assert len(valid) == 33
    assert [elgamal.from_point(bytes([counter << 1]) + slip + b"\0") for counter in valid] == [slip] + [None] * 32


def test_marks_in_the_spare_bytes_are_refused() -> None:
    found = 0
    for counter in range(elgamal.COUNTERS):
        for last in (1, 2, 0x10, 0x40):
            marked = bytes([counter << 1]) + SLIP + bytes([last])
            if group.is_point(marked):
                found += 1
                assert elgamal.from_point(marked) is None
    assert found > 50


def test_a_point_that_nobody_wrote_is_no_slip() -> None:
    assert elgamal.from_point(group.IDENTITY) is None
    assert elgamal.from_point(group.base_times(5)) is None


@pytest.mark.parametrize("length", [0, 29, 31])
def test_a_slip_of_another_length_is_refused(length: int) -> None:
    with pytest.raises(NotSealed):
        elgamal.to_point(bytes(length))


def test_a_slip_that_no_counter_makes_a_point_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(group, "is_point", lambda _encoded: False)
    with pytest.raises(NotSealed, match="returning officer"):
        elgamal.to_point(SLIP)
    assert elgamal.from_point(group.BASE) is None


# --- Bytes that are no box ------------------------------------------------------------------------------------------

A, B, CHALLENGE, ANSWER = (SEALED.to_bytes()[at : at + 32] for at in range(0, 128, 32))


def longer(number: bytes) -> bytes:
    return (int.from_bytes(number, "little") + group.L).to_bytes(32, "little")


STRANGE = {
    "A is 0": bytes(32) + B + CHALLENGE + ANSWER,
    "B is 0": A + bytes(32) + CHALLENGE + ANSWER,
    "challenge + L": A + B + longer(CHALLENGE) + ANSWER,
    "answer + L": A + B + CHALLENGE + longer(ANSWER),
    "challenge all ones": A + B + b"\xff" * 32 + ANSWER,
    "answer is L": A + B + CHALLENGE + group.L.to_bytes(32, "little"),
    "one byte short": SEALED.to_bytes()[:-1],
    "one byte long": SEALED.to_bytes() + b"\0",
    "empty": b"",
    "twice": SEALED.to_bytes() * 2,
    **{f"A is {encoded}": bytes.fromhex(encoded) + B + CHALLENGE + ANSWER for encoded in BAD},
    **{f"B is {encoded}": A + bytes.fromhex(encoded) + CHALLENGE + ANSWER for encoded in BAD},
}


@pytest.mark.parametrize("strange", STRANGE)
def test_bytes_that_are_no_box_are_refused_with_a_sentence(strange: str) -> None:
    with pytest.raises(NotSealed, match="vote again"):
        SealedSlip.from_bytes(STRANGE[strange])


# --- The proof ------------------------------------------------------------------------------------------------------

ELSEWHERE = {
    "another ballot": (b"M" * 32, "board", "north", TICKET),
    "another contest": (HASH, "rules", "north", TICKET),
    "another style": (HASH, "board", "south", TICKET),
    "another ticket": (HASH, "board", "north", b"T" * 32),
    "parts that run together": (HASH, "boardn", "orth", TICKET),
    "no ticket": (HASH, "board", "north", b""),
}


@pytest.mark.parametrize("where", ELSEWHERE)
def test_a_copied_slip_is_not_sound_elsewhere(where: str) -> None:
    assert not elgamal.is_sound(KEY, SEALED, elgamal.label(*ELSEWHERE[where]))


def moved(by_a: bytes, by_b: bytes) -> Ciphertext:
    found = SEALED.ciphertext
    return Ciphertext(group.add(found.a, by_a), group.add(found.b, by_b))


def related() -> dict[str, SealedSlip]:
    """Slips made from one that was seen, without knowing k."""
    r = group.random_scalar()
    found = SEALED.ciphertext
    twice = Ciphertext(group.times(2, found.a), group.times(2, found.b))
    return {
        "re-randomised": replace(SEALED, ciphertext=moved(group.base_times(r), group.times(r, KEY))),
        "re-randomised, answer follows": SealedSlip(
            moved(group.base_times(r), group.times(r, KEY)),
            SEALED.challenge,
            (SEALED.answer + SEALED.challenge * r) % group.L,
        ),
        "another choice": replace(SEALED, ciphertext=moved(group.IDENTITY, group.BASE)),
        "twice": SealedSlip(twice, SEALED.challenge, 2 * SEALED.answer % group.L),
        "A and B exchanged": replace(SEALED, ciphertext=Ciphertext(found.b, found.a)),
        "another challenge": replace(SEALED, challenge=(SEALED.challenge + 1) % group.L),
        "another answer": replace(SEALED, answer=(SEALED.answer + 1) % group.L),
        "both turned round": SealedSlip(found, group.L - SEALED.challenge, group.L - SEALED.answer),
        "nought": SealedSlip(found, 0, 0),
    }


def test_a_slip_made_from_another_is_not_sound() -> None:
    for name, made in related().items():
        assert not elgamal.is_sound(KEY, SealedSlip.from_bytes(made.to_bytes()), LABEL), name


def test_a_slip_that_was_never_read_from_bytes_is_looked_at_all_the_same() -> None:
    for strange in (group.IDENTITY, b"\xff" * 32, b"", bytes.fromhex(BAD[13])):
        for made in (Ciphertext(strange, B), Ciphertext(A, strange)):
            assert not elgamal.is_sound(KEY, replace(SEALED, ciphertext=made), LABEL)
            assert elgamal.opened_by(KEY, made, K) is None
        assert not elgamal.is_sound(strange, SEALED, LABEL)
        assert elgamal.opened_by(strange, SEALED.ciphertext, K) is None
    for made_of in (
        replace(SEALED, challenge=SEALED.challenge + group.L),
        replace(SEALED, answer=SEALED.answer + group.L),
        replace(SEALED, answer=SEALED.answer - group.L),
    ):
        assert not elgamal.is_sound(KEY, made_of, LABEL)


def test_a_vote_in_clear_with_a_true_proof_is_refused() -> None:
    # k = 0: A is 0 and B the slip itself; the equation of the proof would hold
    clear = Ciphertext(group.IDENTITY, elgamal.to_point(SLIP))
    w = group.random_scalar()
    challenge = transcript.scalar("pok", KEY, clear.a, clear.b, group.base_times(w), LABEL)
    made = SealedSlip(clear, challenge, w)
    assert not elgamal.is_sound(KEY, made, LABEL)
    with pytest.raises(NotSealed):
        SealedSlip.from_bytes(made.to_bytes())


def test_without_a_and_b_in_the_hash_a_slip_related_to_anothers_would_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    # section 6: somebody who does not know k makes A' and B' from A and B after the challenge is fixed
    def weak(key: bytes, _found: Ciphertext, commitment: bytes, bound_to: bytes) -> int:
        return transcript.scalar("pok", key, commitment, bound_to)

    z, answer = group.random_scalar(), group.random_scalar()
    commitment = group.add(A, group.base_times(z))
    challenge = weak(KEY, SEALED.ciphertext, commitment, LABEL)
    back = group.inverse(challenge)
    a = group.times(back, group.subtract(group.base_times(answer), commitment))
    b = group.add(group.times(-back, B), group.times((answer - z) * back, KEY))
    forged = SealedSlip(Ciphertext(a, b), challenge, answer)
    assert not elgamal.is_sound(KEY, forged, LABEL)
    monkeypatch.setattr(elgamal, "_challenge", weak)
    assert elgamal.is_sound(KEY, forged, LABEL)


def test_without_the_label_in_the_hash_a_copy_would_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    def weak(key: bytes, found: Ciphertext, commitment: bytes, _bound_to: bytes) -> int:
        return transcript.scalar("pok", key, found.a, found.b, commitment)

    elsewhere = elgamal.label(HASH, "board", "north", b"T" * 32)
    assert not elgamal.is_sound(KEY, SEALED, elsewhere)
    monkeypatch.setattr(elgamal, "_challenge", weak)
    copied, _ = elgamal.seal(KEY, SLIP, LABEL)
    assert elgamal.is_sound(KEY, copied, elsewhere)


# --- The test of an envelope ----------------------------------------------------------------------------------------

WRONG_K: dict[str, Callable[[], int]] = {
    "another": group.random_scalar,
    "one more": lambda: K + 1,
    "turned round": lambda: group.L - K,
    "one L more": lambda: K + group.L,
    "nought": lambda: 0,
    "less than nought": lambda: K - group.L,
}


@pytest.mark.parametrize("wrong", WRONG_K)
def test_nothing_but_its_own_k_opens_a_slip(wrong: str) -> None:
    assert elgamal.opened_by(KEY, SEALED.ciphertext, WRONG_K[wrong]()) is None


def test_a_slip_that_was_changed_or_is_for_another_key_does_not_open() -> None:
    assert elgamal.opened_by(KEY, moved(group.IDENTITY, group.BASE), K) is None
    assert elgamal.opened_by(group.base_times(9), SEALED.ciphertext, K) is None
    assert elgamal.opened_by(KEY, Ciphertext(A, group.times(K, KEY)), K) is None
