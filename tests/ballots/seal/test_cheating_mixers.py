"""Threat T13: mixers who cheat, each refused in just the equations against it (shuffle-proof, section 9)."""

from __future__ import annotations

import os
import random
import secrets
from collections.abc import Callable
from dataclasses import replace

import pytest

from govern.ballots.seal import group, group_python, shuffle_check, shuffle_proof
from govern.ballots.seal.group import L, Point, Scalar
from govern.ballots.seal.shuffle_proof import NotAMix, ShuffleProof, Statement
from tests.ballots.seal import cheating
from tests.ballots.seal.cheating import (
    AGAINST,
    FLIP,
    FOR,
    KEY,
    LINEAR,
    SCALE,
    SOMETHING,
    SWAP,
    TURN,
    TWICE,
    TWO_IN_A_ROW,
    WHERE,
    Cheat,
    Openings,
    applied,
    block,
    dot,
    identity,
    matching,
    opened,
    run,
)

LARGEST = 200 if os.environ.get("GOVERN_SOAK") else 50
SIZES = (1, 2, 3, LARGEST)
OTHER_KEY = group.base_times(7)
NOWHERE = group.subtract(group.IDENTITY, SOMETHING)


def replaced_by(point: Point) -> Callable[[int], Cheat]:
    """The first slip replaced by a fresh encryption of something else."""
    return lambda n: Cheat([[0] * n, *identity(n)[1:]], identity(n), add_to_b={0: point})


#: What each does, the fewest slips it needs, and the equations that refuse it.
CHEATS: dict[str, tuple[int, Callable[[int], Cheat], list[int]]] = {
    # the six of the issue
    "swap, answers as committed": (2, lambda n: Cheat(block(SWAP, n), identity(n)), [12, 13]),
    "duplicate": (2, lambda n: Cheat(block(TWICE, n), identity(n)), [12, 13]),
    "duplicate and drop, committed to": (2, lambda n: Cheat(block(TWICE, n), block(TWICE, n)), [10, 12, 13]),
    "nothing in place of one": (1, replaced_by(group.IDENTITY), [12, 13]),
    "a vote of the mixer's in place of one": (1, replaced_by(AGAINST), [12, 13]),
    "under another key": (1, lambda n: Cheat(identity(n), identity(n), key=OTHER_KEY), [12]),
    # the other rows of the table
    "swap, answers as put out": (
        2,
        lambda n: Cheat(block(SWAP, n), identity(n), claimed=lambda u: [u[1], u[0], *u[2:]]),
        [11],
    ),
    "add to one, take from another": (
        2,
        lambda n: Cheat(identity(n), identity(n), add_to_b={0: SOMETHING, 1: NOWHERE}),
        [12],
    ),
    "B of one moved": (1, lambda n: Cheat(identity(n), identity(n), add_to_b={0: TURN}), [12]),
    "A of one moved": (1, lambda n: Cheat(identity(n), identity(n), add_to_a={0: SOMETHING}), [13]),
    "two ones in a column, honest outputs": (2, lambda n: Cheat(identity(n), block(TWICE, n)), [10, 12, 13]),
    "two ones in a row": (2, lambda n: Cheat(block(TWICE, n), block(TWO_IN_A_ROW, n)), [9, 10, 12, 13]),
    "two votes times 2 and 1/2": (2, lambda n: Cheat(block(SCALE, n), block(matching(SCALE), n)), [9]),
    "a linear mix": (3, lambda n: Cheat(block(LINEAR, n), block(matching(LINEAR), n)), [10]),
    "a linear mix, last link a lie": (
        3,
        lambda n: Cheat(block(LINEAR, n), block(matching(LINEAR), n), lies_in_the_last_link=True),
        [14],
    ),
    "the result turned, honest commitment": (
        3,
        lambda n: Cheat(block(FLIP, n), identity(n), claimed=lambda u: applied(block(matching(FLIP), n), u)),
        [10, 11],
    ),
    "the result turned, matching commitment": (
        3,
        lambda n: Cheat(block(FLIP, n), block(matching(FLIP), n)),
        [9, 10],
    ),
    "every claim nought": (1, lambda n: Cheat(identity(n), identity(n), claimed=lambda u: [0] * n), [10, 11, 12, 13]),
}


def refused(statement: Statement, proof: ShuffleProof) -> bool:
    """By the real check, and by its one sum."""
    with pytest.raises(NotAMix):
        shuffle_check.check(statement, proof)
    return not shuffle_check.holds_in_one_sum(statement, proof)


@pytest.mark.parametrize(
    ("name", "number"),
    [(name, number) for name, (fewest, *_) in CHEATS.items() for number in SIZES if number >= fewest],
)
def test_every_cheat_is_refused_in_just_the_equations_against_it(name: str, number: int) -> None:
    _fewest, cheat, equations = CHEATS[name]
    statement, proof = run(cheat(number))
    shuffle_check.check_form(statement, proof)  # nothing but the equations is wrong with it
    assert shuffle_check.failing(statement, proof) == equations
    assert refused(statement, proof)


@pytest.mark.parametrize("name", CHEATS)
def test_every_cheat_is_refused_by_plain_python_too(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    fewest, cheat, _equations = CHEATS[name]
    statement, proof = run(cheat(fewest))
    monkeypatch.setattr(group, "_group", group_python.PLAIN)
    assert refused(statement, proof)


@pytest.mark.parametrize("equation", range(9, 15))
def test_no_equation_can_be_dropped(equation: int) -> None:
    alone = [name for name, (_fewest, _cheat, equations) in CHEATS.items() if equations == [equation]]
    assert alone, "no cheat that this equation alone refuses"


@pytest.mark.parametrize("number", SIZES)
def test_the_same_prover_is_believed_where_it_is_honest(number: int) -> None:
    order = list(range(number))
    random.Random(number).shuffle(order)
    permutation = [[int(source == column) for column in range(number)] for source in order]
    statement, proof = run(Cheat(permutation, permutation))
    shuffle_check.check(statement, proof)
    assert shuffle_check.holds_in_one_sum(statement, proof)
    assert sorted(opened(statement.outputs)) == sorted(opened(statement.inputs))


def test_what_the_cheats_would_come_to() -> None:
    # were they believed: the result turned round, or a vote changed
    assert opened(run(CHEATS["the result turned, honest commitment"][1](3))[0].outputs) == [
        "Against",
        "Against",
        "For",
    ]
    assert opened(run(CHEATS["B of one moved"][1](3))[0].outputs) == ["Against", "For", "Against"]
    assert opened(run(CHEATS["two votes times 2 and 1/2"][1](2))[0].outputs) == ["spoilt", "spoilt"]


# --- Generators with a trapdoor -------------------------------------------------------------------------------------


def with_known_generators(logarithms: list[Scalar]) -> tuple[Statement, ShuffleProof]:
    """For, For, Against becomes Against, Against, For; `generators` must be patched to these."""
    taken = cheating.inputs(3)
    outputs, r = cheating.put_out(Cheat(FLIP, FLIP), taken)
    statement = Statement(WHERE, KEY, taken, outputs)
    blind = [group.random_scalar() for _ in taken]
    c = [group.base_times(one) for one in blind]
    u = cheating.challenges(statement, c)
    claimed = applied(matching(FLIP), u)
    known = Openings(
        (sum(blind) - sum(logarithms[1:])) % L,
        (dot(blind, u) - dot(claimed, logarithms[1:])) % L,
        dot(r, claimed),
        lambda said, true: (said - true) * logarithms[0],
    )
    return statement, cheating.finish(statement, c, u, claimed, known)


def test_a_mixer_who_knows_the_generators_logarithms_is_refused_since_they_are_made_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    logarithms = [group.random_scalar() for _ in range(4)]
    with monkeypatch.context() as patched:
        patched.setattr(shuffle_proof, "generators", lambda _n: tuple(group.base_times(a) for a in logarithms))
        statement, proof = with_known_generators(logarithms)
        shuffle_check.check(statement, proof)  # believed: this is what is at stake
        assert shuffle_check.holds_in_one_sum(statement, proof)
    assert opened(statement.outputs) == ["Against", "Against", "For"]
    assert refused(statement, proof)


def test_one_relation_between_two_generators_is_enough_and_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    k = group.random_scalar()
    honest = shuffle_proof.generators(3)
    bad = (honest[0], honest[1], group.times(k, honest[1]), honest[3])
    made = block([[0, group.inverse(k)], [k, 0]], 3)
    cheat = Cheat(made, identity(3), claimed=lambda u: [k * u[1] % L, group.inverse(k) * u[0] % L, u[2]])
    with monkeypatch.context() as patched:
        patched.setattr(shuffle_proof, "generators", lambda _n: bad)
        statement, proof = run(cheat)
        shuffle_check.check(statement, proof)
        assert shuffle_check.holds_in_one_sum(statement, proof)
    assert opened(statement.outputs) == ["spoilt", "spoilt", "Against"]
    assert refused(statement, proof)


# --- Weights of the one sum -----------------------------------------------------------------------------------------


def test_weights_that_the_mixer_can_foresee_let_a_vote_be_turned_and_fresh_ones_do_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def foreseen() -> Callable[[int], int]:
        return random.Random("known").getrandbits

    draw, number = foreseen(), 3
    weight = [1 + draw(shuffle_check.WEIGHT_BITS) for _ in range(5 + number)]
    of_10, of_12, of_last = weight[1], weight[3], weight[-1]
    taken = cheating.inputs(number)
    outputs, r = cheating.put_out(Cheat(identity(number), identity(number), add_to_b={0: TURN}), taken)
    statement = Statement(WHERE, KEY, taken, outputs)
    c, rho = cheating.commit(identity(number), shuffle_proof.generators(number))
    u = cheating.challenges(statement, c)
    # (12) is wrong by κ u_1 TURN. The last link comes after u: (10) and (14) are wrong by what cancels it.
    off = group.times(of_12 * u[0] * group.inverse(of_10 + of_last), TURN)
    proof = cheating.finish(
        *(statement, c, u, u, Openings(sum(rho) % L, dot(rho, u), dot(r, u))),
        last_link=lambda honest, _x_hat, _product: group.add(honest, off),
    )
    assert shuffle_check.failing(statement, proof) == [10, 12, 14]
    assert opened(statement.outputs) == ["Against", "For", "Against"] and opened(taken)[0] == "For"
    with monkeypatch.context() as patched:
        patched.setattr(secrets, "randbits", foreseen())
        assert shuffle_check.holds_in_one_sum(statement, proof)
    assert refused(statement, proof)


def test_the_weights_are_drawn_once_the_whole_proof_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    statement, proof = run(Cheat(identity(2), identity(2)))
    drawn: list[int] = []
    monkeypatch.setattr(secrets, "randbits", lambda bits: drawn.append(bits) or 1)  # type: ignore[func-returns-value]
    with pytest.raises(NotAMix):
        shuffle_check.check_form(statement, replace(proof, s1=L))
    assert drawn == []
    assert shuffle_check.holds_in_one_sum(statement, proof)
    assert drawn == [128] * 7


def test_votes_are_what_they_seem() -> None:
    assert FOR != AGAINST and opened(cheating.inputs(4)) == ["For", "For", "Against", "For"]
