"""Every value of the test vectors, made again by this code."""

from __future__ import annotations

from govern.ballots.seal import elgamal, group, opening, sharing, shuffle_check, shuffling, transcript
from govern.ballots.seal.shuffle_proof import challenges, final_challenge, generators, statement_hash
from tests.ballots.seal.given_vectors import (
    INPUTS,
    KEY,
    MIX,
    OUTPUTS,
    PROOF,
    STATEMENT,
    VECTORS,
    points,
    raw,
    scalar,
    scalars,
)

DEALING = sharing.dealt_with([scalar(value) for value in VECTORS["key"]["coefficients"]], VECTORS["key"]["n"])


def test_the_group_is_the_one_that_was_meant() -> None:
    assert int(VECTORS["order"]) == group.L
    assert (raw(VECTORS["base_point"]), raw(VECTORS["identity"])) == (group.BASE, group.IDENTITY)


def test_hashes_of_several_parts() -> None:
    told = VECTORS["transcript"]
    parts = "abc", raw("00ff"), 5
    assert transcript.lp(*parts) == raw(told["encoded"])
    assert transcript.hashed(told["tag"], *parts) == raw(told["hash"])
    assert transcript.scalar(told["tag"], *parts) == scalar(told["hash_to_scalar"])
    assert transcript.point(told["tag"], *parts) == raw(told["hash_to_point"])


def test_the_generators_come_from_the_hash() -> None:
    told = VECTORS["generators"]
    assert generators(told["N"]) == (raw(told["h0"]), *points(told["h"]))


def test_a_key_in_shares() -> None:
    told = VECTORS["key"]
    assert points(told["feldman"]) == DEALING.commitments and raw(told["Y"]) == DEALING.key
    for share in told["shares"]:
        assert DEALING.shares[share["i"]] == scalar(share["x"])
        assert sharing.share_key(DEALING.commitments, share["i"]) == raw(share["X"])


def test_slips_and_their_proofs() -> None:
    for slip in VECTORS["slips"]:
        label = raw(slip["label"])
        made = elgamal.sealed_with(KEY, raw(slip["payload"]), label, scalar(slip["k"]), scalar(slip["w"]))
        assert made.to_bytes() == raw(slip["A"] + slip["B"] + slip["c"] + slip["s"])
        assert elgamal.to_point(raw(slip["payload"])) == raw(slip["point"])
        assert elgamal.from_point(raw(slip["point"])) == raw(slip["payload"])
        assert elgamal.is_sound(KEY, made, label)


def test_a_mix_and_its_proof() -> None:
    order, r, nonces = MIX["permutation_from_0"], scalars(MIX["r"]), MIX["nonces"]
    assert shuffling.re_encrypted(KEY, INPUTS, order, r) == OUTPUTS
    w1, w2, w3, w4 = scalars(nonces["w"])
    drawn = shuffling.Nonces(
        scalars(nonces["commitment_r_in_output_order"]),
        scalars(nonces["chain_r"]),
        (w1, w2, w3, w4),
        scalars(nonces["w_hat"]),
        scalars(nonces["w_prime"]),
    )
    assert shuffling.prove(STATEMENT, order, r, drawn) == PROOF
    d = statement_hash(STATEMENT, generators(len(INPUTS)), PROOF.c)
    assert d == raw(MIX["statement_hash"])
    assert tuple(challenges(d, len(INPUTS))) == scalars(MIX["u"])
    assert final_challenge(d, PROOF.c_hat, PROOF.t) == scalar(MIX["proof"]["challenge"])
    shuffle_check.check(STATEMENT, PROOF)
    assert shuffle_check.holds_in_one_sum(STATEMENT, PROOF)


def test_partial_decryptions_and_what_they_come_to() -> None:
    parts = {}
    for told in VECTORS["partial"]:
        made = opening.decrypt(raw(told["ctx"]), DEALING.shares[told["i"]], OUTPUTS, scalar(told["w"]))
        assert (made.parts, made.challenge, made.answer) == (points(told["D"]), scalar(told["c"]), scalar(told["s"]))
        opening.check(raw(told["ctx"]), sharing.share_key(DEALING.commitments, told["i"]), OUTPUTS, made)
        parts[told["i"]] = made.parts
    whole = VECTORS["recombined"]
    found = opening.combine(2, OUTPUTS, parts)
    assert found == points(whole["points_in_output_order"])
    payloads = sorted(slip for point in found if (slip := elgamal.from_point(point)) is not None)
    assert payloads == [raw(payload) for payload in whole["payloads_sorted"]]
