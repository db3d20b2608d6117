"""Partial decryptions: whose they are, of which slips, and how many there must be; the vectors that are refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from govern.ballots.seal import elgamal, group, opening, sharing, shuffle_check, shuffle_proof, shuffling
from govern.ballots.seal.elgamal import Ciphertext
from govern.ballots.seal.opening import NotAPartial, PartialProof
from govern.ballots.seal.sharing import TooFewShares
from govern.ballots.seal.shuffle_proof import NotAMix, ShuffleProof, Statement
from tests.ballots.seal import cheating
from tests.ballots.seal.given_vectors import PROOF, STATEMENT, VECTORS, ciphertexts, points, proof, scalar

WHERE = opening.context(bytes(32), "board", "all")
MIXED = shuffle_proof.context(bytes(32), "board", "all", 1)
DEALING = sharing.deal(3, 5)
PUBLIC = {number: sharing.share_key(DEALING.commitments, number) for number in DEALING.shares}
SLIPS = [bytes([0x11, 4 * choice]) + bytes(28) for choice in (1, 2, 1, 3)]
TAKEN = tuple(elgamal.seal(DEALING.key, slip, b"label")[0].ciphertext for slip in SLIPS)
OUTPUTS = shuffling.shuffle(MIXED, DEALING.key, TAKEN)[0]
PARTIALS = {number: opening.decrypt(WHERE, share, OUTPUTS) for number, share in DEALING.shares.items()}


def test_three_of_five_open_what_was_mixed() -> None:
    for number, partial in PARTIALS.items():
        opening.check(WHERE, PUBLIC[number], OUTPUTS, partial)
    found = opening.combine(3, OUTPUTS, {number: PARTIALS[number].parts for number in (1, 4, 5)})
    assert sorted(slip for point in found if (slip := elgamal.from_point(point))) == sorted(SLIPS)


def test_the_partial_of_another_trustee_is_refused() -> None:
    for number, partial in PARTIALS.items():
        for other in set(PUBLIC) - {number}:
            with pytest.raises(NotAPartial, match="Ask this scrutineer"):
                opening.check(WHERE, PUBLIC[other], OUTPUTS, partial)


def test_the_partial_of_the_list_before_the_mix_is_refused() -> None:
    before = opening.decrypt(WHERE, DEALING.shares[1], TAKEN)
    opening.check(WHERE, PUBLIC[1], TAKEN, before)
    with pytest.raises(NotAPartial):
        opening.check(WHERE, PUBLIC[1], OUTPUTS, before)


def test_two_of_three_are_too_few_and_four_too_many() -> None:
    for numbers in ((1, 2), (1, 2, 3, 4), ()):
        with pytest.raises(TooFewShares, match="3 different scrutineers"):
            opening.combine(3, OUTPUTS, {number: PARTIALS[number].parts for number in numbers})


def test_a_part_by_another_share_is_refused_though_all_others_are_right() -> None:
    right = PARTIALS[1]
    for place in range(len(OUTPUTS)):
        wrong = (*right.parts[:place], PARTIALS[2].parts[place], *right.parts[place + 1 :])
        with pytest.raises(NotAPartial):
            opening.check(WHERE, PUBLIC[1], OUTPUTS, replace(right, parts=wrong))


def test_a_trustee_who_proves_for_a_share_of_its_own_is_refused() -> None:
    made_up = opening.decrypt(WHERE, group.random_scalar(), OUTPUTS)
    for public in PUBLIC.values():
        with pytest.raises(NotAPartial):
            opening.check(WHERE, public, OUTPUTS, made_up)


def test_a_cancelling_pair_of_wrong_parts_is_refused() -> None:
    right = PARTIALS[3]
    moved = (
        group.add(right.parts[0], group.BASE),
        group.subtract(right.parts[1], group.BASE),
        *right.parts[2:],
    )
    with pytest.raises(NotAPartial):
        opening.check(WHERE, PUBLIC[3], OUTPUTS, PartialProof(moved, right.challenge, right.answer))


# --- The entries of the vectors that must be refused ----------------------------------------------------------------


def outputs(*order: int) -> Statement:
    return replace(STATEMENT, outputs=tuple(STATEMENT.outputs[place] for place in order))


def with_another_challenge(more: int) -> ShuffleProof:
    """The vectors keep the challenge: t-values that fit one that is higher, as whoever reads it would make them."""
    d = shuffle_proof.statement_hash(STATEMENT, shuffle_proof.generators(3), PROOF.c)
    kappa = shuffle_proof.final_challenge(d, PROOF.c_hat, PROOF.t) + more
    return fitted(STATEMENT, PROOF, kappa)


def fitted(statement: Statement, found: ShuffleProof, kappa: int) -> ShuffleProof:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(shuffle_proof, "final_challenge", lambda *_: kappa)
        return cheating.filled_in(statement, found)


REFUSE: dict[str, Callable[[], tuple[Statement, ShuffleProof]]] = {
    "outputs 0 and 1 exchanged": lambda: (outputs(1, 0, 2), PROOF),
    "output 1 a copy of output 0": lambda: (outputs(0, 0, 2), PROOF),
    "s1 plus the group order (not canonical)": lambda: (STATEMENT, replace(PROOF, s1=PROOF.s1 + group.L)),
    "context of another stage": lambda: (replace(STATEMENT, context=STATEMENT.context + b"x"), PROOF),
    "first commitment is the identity": lambda: (STATEMENT, replace(PROOF, c=(group.IDENTITY, *PROOF.c[1:]))),
    "challenge one higher": lambda: (STATEMENT, with_another_challenge(1)),
}


def test_every_entry_that_must_be_refused_is_here() -> None:
    assert list(REFUSE) == VECTORS["refuse"]
    assert with_another_challenge(0) == PROOF


@pytest.mark.parametrize("entry", REFUSE)
def test_the_entries_of_the_vectors_are_refused(entry: str) -> None:
    statement, found = REFUSE[entry]()
    with pytest.raises(NotAMix):
        shuffle_check.check(statement, found)


def test_the_trapdoor_of_the_vectors_opens_only_where_generators_are_believed() -> None:
    told = VECTORS["trapdoor"]
    statement = replace(STATEMENT, outputs=ciphertexts(told["output"]))
    anything = {
        **dict.fromkeys(("t1", "t2", "t3", "t41", "t42"), told["proof"]["c"][0]),
        "th": told["proof"]["c"],
    }
    kept = proof(told["proof"], anything)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(shuffle_proof, "generators", lambda _number: points(told["generators"]))
        found = fitted(statement, kept, scalar(told["proof"]["challenge"]))
        shuffle_check.check(statement, found)
        assert shuffle_check.holds_in_one_sum(statement, found)
    with pytest.raises(NotAMix, match="equation"):
        shuffle_check.check(statement, found)
    assert not shuffle_check.holds_in_one_sum(statement, found)


def test_the_order_of_the_slips_is_part_of_what_is_proved() -> None:
    for order in ((1, 0, 2), (0, 2, 1), (2, 1, 0)):
        turned = replace(STATEMENT, inputs=tuple(STATEMENT.inputs[place] for place in order))
        with pytest.raises(NotAMix):
            shuffle_check.check(turned, PROOF)


def test_the_first_and_second_mix_are_not_the_same_place() -> None:
    second = shuffling.shuffle(shuffle_proof.context(bytes(32), "board", "all", 2), DEALING.key, OUTPUTS)
    there = Statement(shuffle_proof.context(bytes(32), "board", "all", 2), DEALING.key, OUTPUTS, second[0])
    shuffle_check.check(there, second[1])
    with pytest.raises(NotAMix):
        shuffle_check.check(replace(there, context=MIXED), second[1])


def test_slips_that_are_no_choice_come_out_as_they_went_in() -> None:
    odd = Ciphertext(group.base_times(3), group.add(group.base_times(9), group.times(3, DEALING.key)))
    parts = {number: opening.decrypt(WHERE, DEALING.shares[number], [odd]).parts for number in (1, 2, 3)}
    (found,) = opening.combine(3, [odd], parts)
    assert found == group.base_times(9) and elgamal.from_point(found) is None
