"""Each part that is left out of a hash lets a forgery pass; with the part in it the same forgery is refused.

Shuffle-proof, section 6. The weakened verifier is the real one with one hash patched. For N, the generators, d and ĉ
there is no forgery to run, only the arguments there and in 7.4; that they are hashed is tested all the same.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from govern.ballots.seal import group, opening, shuffle_check, shuffle_proof, transcript
from govern.ballots.seal.elgamal import Ciphertext
from govern.ballots.seal.group import L, Point, Scalar
from govern.ballots.seal.opening import NotAPartial, PartialProof
from govern.ballots.seal.shuffle_proof import Commitments, NotAMix, ShuffleProof, Statement
from tests.ballots.seal import cheating
from tests.ballots.seal.cheating import (
    AGAINST,
    KEY,
    LINEAR,
    SCALE,
    SECRET,
    SOMETHING,
    TURN,
    WHERE,
    Cheat,
    Openings,
    applied,
    block,
    dot,
    identity,
    matching,
    opened,
)

N = 3
Forged = tuple[Statement, ShuffleProof]


def first_hash_without(part: str) -> Callable[[Statement, Sequence[Point], Sequence[Point]], bytes]:
    """d with one part left out."""

    def hashed(statement: Statement, h: Sequence[Point], c: Sequence[Point]) -> bytes:
        parts: dict[str, transcript.Part] = {
            "context": statement.context,
            "N": len(statement.inputs),
            "key": statement.key,
            "generators": transcript.joined(h),
            "inputs": transcript.joined(one.to_bytes() for one in statement.inputs),
            "outputs": transcript.joined(one.to_bytes() for one in statement.outputs),
            "c": transcript.joined(c),
        }
        return transcript.hashed("shuffle-st", *(value for name, value in parts.items() if name != part))

    return hashed


def second_hash_without(part: str) -> Callable[[bytes, Sequence[Point], Commitments], Scalar]:
    """κ with one part left out."""

    def hashed(d: bytes, c_hat: Sequence[Point], t: Commitments) -> Scalar:
        parts: dict[str, transcript.Part] = {
            "d": d,
            "c_hat": transcript.joined(c_hat),
            **{name: getattr(t, name) for name in ("t1", "t2", "t3", "t4_b", "t4_a")},
            "t_hat": transcript.joined(t.t_hat),
        }
        return transcript.scalar("shuffle-c", *(value for name, value in parts.items() if name != part))

    return hashed


def test_with_nothing_left_out_the_hashes_are_the_real_ones() -> None:
    statement, proof = cheating.run(Cheat(identity(2), identity(2)))
    h = shuffle_proof.generators(2)
    d = shuffle_proof.statement_hash(statement, h, proof.c)
    assert first_hash_without("")(statement, h, proof.c) == d
    assert second_hash_without("")(d, proof.c_hat, proof.t) == shuffle_proof.final_challenge(d, proof.c_hat, proof.t)
    parts = ("context", "N", "key", "generators", "inputs", "outputs", "c")
    assert len({first_hash_without(part)(statement, h, proof.c) for part in parts} | {d}) == 8


# --- Forgeries ------------------------------------------------------------------------------------------------------


def inputs_chosen_late() -> Forged:
    """One input turned, another spoilt to pay for it, after u is known."""
    return _chosen_late("inputs")


def outputs_chosen_late() -> Forged:
    """One vote turned, another spoilt to pay for it, after u is known."""
    return _chosen_late("outputs")


def _chosen_late(which: str) -> Forged:
    taken = cheating.inputs(N)
    outputs, r = cheating.put_out(Cheat(identity(N), identity(N)), taken)
    statement = Statement(WHERE, KEY, taken, outputs)
    c, rho = cheating.commit(identity(N), shuffle_proof.generators(N))
    u = cheating.challenges(statement, c)
    turned = list(taken if which == "inputs" else outputs)
    turned[0] = Ciphertext(turned[0].a, group.add(turned[0].b, TURN))
    payment = group.times(u[0] * group.inverse(u[1]), TURN)
    turned[1] = Ciphertext(turned[1].a, group.subtract(turned[1].b, payment))
    late = Statement(
        *(WHERE, KEY),
        inputs=tuple(turned) if which == "inputs" else taken,
        outputs=tuple(turned) if which == "outputs" else outputs,
    )
    return late, cheating.finish(late, c, u, u, Openings(sum(rho) % L, dot(rho, u), dot(r, u)))


def commitments_chosen_late() -> Forged:
    """Two votes times 2 and 1/2, and a matrix found for it after u is known: no secret is needed."""
    taken = cheating.inputs(N)
    made = block(SCALE, N)
    outputs, r = cheating.put_out(Cheat(made, made), taken)
    statement = Statement(WHERE, KEY, taken, outputs)
    h = shuffle_proof.generators(N)
    u = cheating.challenges(statement, cheating.commit(identity(N), h)[0])
    claimed = applied(matching(made), u)
    back = group.inverse(u[0] - u[1])
    of_first = [(claimed[place] - u[1]) * back % L for place in (0, 1)]
    c = (
        group.weighted_sum(zip(of_first, h[1:3], strict=True)),
        group.weighted_sum(zip([1 - one for one in of_first], h[1:3], strict=True)),
        *h[3:],
    )
    return statement, cheating.finish(statement, c, u, claimed, Openings(0, 0, dot(r, claimed)))


def key_chosen_late() -> Forged:
    """Every output opens to Against under the true key, and the proof is for a key made to fit."""
    taken = cheating.inputs(N)
    r = [group.random_scalar() for _ in taken]
    outputs, moved = [], []
    for one, fresh in zip(taken, r, strict=True):
        a = group.add(one.a, group.base_times(fresh))
        b = group.add(AGAINST, group.times(SECRET, a))
        outputs.append(Ciphertext(a, b))
        moved.append(group.subtract(b, one.b))
    c, rho = cheating.commit(identity(N), shuffle_proof.generators(N))
    u = cheating.challenges(Statement(WHERE, KEY, taken, tuple(outputs)), c)
    r_star = dot(r, u)
    key = group.times(group.inverse(r_star), group.weighted_sum(zip(u, moved, strict=True)))
    statement = Statement(WHERE, key, taken, tuple(outputs))
    return statement, cheating.finish(statement, c, u, u, Openings(sum(rho) % L, dot(rho, u), r_star))


def offered_elsewhere() -> Forged:
    """An honest proof, taken to another contest with the same slips."""
    statement, proof = cheating.run(Cheat(identity(N), identity(N)))
    return replace(statement, context=shuffle_proof.context(bytes(32), "rules", "all", 1)), proof


FIRST: dict[str, tuple[Callable[[], Forged], list[str]]] = {
    "context": (offered_elsewhere, ["For", "For", "Against"]),
    "key": (key_chosen_late, ["Against"] * 3),
    "inputs": (inputs_chosen_late, ["For", "For", "Against"]),
    "outputs": (outputs_chosen_late, ["Against", "spoilt", "Against"]),
    "c": (commitments_chosen_late, ["spoilt", "spoilt", "Against"]),
}
SCALED = block(SCALE, N)
FITTING = Cheat(block(LINEAR, N), block(matching(LINEAR), N))
SECOND: dict[str, Cheat] = {
    "t1": Cheat(SCALED, matching(SCALED)),
    "t2": FITTING,
    "t3": Cheat(SCALED, identity(N), claimed=lambda u: applied(matching(SCALED), u)),
    "t4_b": Cheat(identity(N), identity(N), add_to_b={0: TURN}),
    "t4_a": Cheat(identity(N), identity(N), add_to_a={0: SOMETHING}),
    "t_hat": replace(FITTING, lies_in_the_last_link=True),
}


def believed(statement: Statement, proof: ShuffleProof) -> bool:
    alone = not shuffle_check.failing(statement, proof)
    assert shuffle_check.holds_in_one_sum(statement, proof) is alone
    if alone:
        shuffle_check.check(statement, proof)
    else:
        with pytest.raises(NotAMix):
            shuffle_check.check(statement, proof)
    return alone


@pytest.mark.parametrize("part", FIRST)
def test_a_part_left_out_of_the_first_hash(part: str, monkeypatch: pytest.MonkeyPatch) -> None:
    forge, comes_to = FIRST[part]
    assert not believed(*forge())  # made against the real hash, with all that the mixer can do
    with monkeypatch.context() as weakened:
        weakened.setattr(shuffle_proof, "statement_hash", first_hash_without(part))
        statement, proof = forge()
        assert believed(statement, proof)
        assert opened(statement.outputs) == comes_to
    assert not believed(statement, proof)


def test_inputs_that_were_chosen_late_are_not_the_slips_of_the_log(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shuffle_proof, "statement_hash", first_hash_without("inputs"))
    statement, _ = inputs_chosen_late()
    assert opened(statement.inputs) == ["Against", "spoilt", "Against"]
    assert opened(statement.outputs) == ["For", "For", "Against"]


@pytest.mark.parametrize("part", SECOND)
def test_a_part_left_out_of_the_second_hash(part: str, monkeypatch: pytest.MonkeyPatch) -> None:
    statement, proof = cheating.run(SECOND[part])
    assert not believed(statement, cheating.filled_in(statement, proof))
    with monkeypatch.context() as weakened:
        weakened.setattr(shuffle_proof, "final_challenge", second_hash_without(part))
        statement, proof = cheating.run(SECOND[part])
        filled = cheating.filled_in(statement, proof)
        assert believed(statement, filled)
        assert filled.t != proof.t and opened(statement.outputs) != opened(statement.inputs)
    assert not believed(statement, filled)


@pytest.mark.parametrize("part", ["d", "c_hat", "t1", "t2", "t3", "t4_b", "t4_a", "t_hat"])
def test_every_part_changes_the_second_hash(part: str) -> None:
    statement, proof = cheating.run(Cheat(identity(2), identity(2)))
    d = shuffle_proof.statement_hash(statement, shuffle_proof.generators(2), proof.c)
    before = shuffle_proof.final_challenge(d, proof.c_hat, proof.t)
    if part == "d":
        after = shuffle_proof.final_challenge(d[:-1] + bytes([d[-1] ^ 1]), proof.c_hat, proof.t)
    elif part == "c_hat":
        after = shuffle_proof.final_challenge(d, proof.c_hat[::-1], proof.t)
    else:
        value = (SOMETHING, SOMETHING) if part == "t_hat" else SOMETHING
        after = shuffle_proof.final_challenge(d, proof.c_hat, replace(proof.t, **{part: value}))  # type: ignore[arg-type]
    assert before != after


# --- Partial decryption ---------------------------------------------------------------------------------------------


def test_weights_that_do_not_depend_on_the_parts_let_wrong_ones_cancel(monkeypatch: pytest.MonkeyPatch) -> None:
    def weak(where: bytes, public: Point, ciphertexts: Sequence[Ciphertext], _parts: Sequence[Point]) -> bytes:
        joined = transcript.joined(one.to_bytes() for one in ciphertexts)
        return transcript.hashed("dleq-st", where, public, len(ciphertexts), joined)

    def forge() -> tuple[list[Ciphertext], PartialProof]:
        taken = list(cheating.inputs(N))
        right = opening.decrypt(WHERE, SECRET, taken).parts
        delta = opening._statement(WHERE, KEY, taken, right)
        weights = [transcript.scalar("dleq-w", delta, place) for place in range(N)]
        wrong = (
            group.add(right[0], group.times(group.inverse(weights[0]), SOMETHING)),
            group.subtract(right[1], group.times(group.inverse(weights[1]), SOMETHING)),
            right[2],
        )
        delta = opening._statement(WHERE, KEY, taken, wrong)
        a_bar, d_bar = opening._combined(delta, taken, wrong)
        w = group.random_scalar()
        challenge = opening._challenge(delta, a_bar, d_bar, group.base_times(w), group.times(w, a_bar))
        return taken, PartialProof(wrong, challenge, (w + challenge * SECRET) % L)

    taken, forged = forge()
    with pytest.raises(NotAPartial):
        opening.check(WHERE, KEY, taken, forged)
    with monkeypatch.context() as weakened:
        weakened.setattr(opening, "_statement", weak)
        taken, forged = forge()
        opening.check(WHERE, KEY, taken, forged)
        right = opening.decrypt(WHERE, SECRET, taken).parts
        assert opening.combine(1, taken, {1: forged.parts})[0] != opening.combine(1, taken, {1: right})[0]
    with pytest.raises(NotAPartial):
        opening.check(WHERE, KEY, taken, forged)
