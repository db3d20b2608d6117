"""What is tried on the proofs of the first verifier is tried on the file in every bundle too.

Cheating mixers, provers who know a trapdoor, every public input changed: `verify.py` accepts none of it.
"""

from __future__ import annotations

import random
import secrets
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest

from govern.ballots.seal import group as first_group
from govern.ballots.seal import shuffle_check, shuffle_proof
from govern.ballots.seal.elgamal import Ciphertext, SealedSlip
from govern.ballots.seal.group import L
from govern.ballots.seal.opening import PartialProof
from govern.ballots.seal.shuffle_proof import ShuffleProof, Statement
from govern.ballots.verifier import verify
from tests.ballots.seal import cheating, claims
from tests.ballots.seal.cheating import KEY, TURN, WHERE, Cheat, Openings, block, dot, identity, run
from tests.ballots.seal.claims import NO_POINTS, Claim, is_a_point, with_a_bit_turned
from tests.ballots.seal.test_cheating_mixers import CHEATS, SIZES, with_known_generators
from tests.ballots.seal.test_statements import MADE

GROUPS = {"fast": verify.Group(plain=False), "plain": verify.Group(plain=True)}
either = pytest.mark.parametrize("group", GROUPS.values(), ids=GROUPS)


class NotWritten(Exception):
    """A file cannot say this: its numbers have 32 bytes and no sign."""


def raw(number: int) -> bytes:
    if not 0 <= number < 2**256:
        raise NotWritten
    return number.to_bytes(32, "little")


def pairs(ciphertexts: Iterable[Ciphertext]) -> list[tuple[bytes, bytes]]:
    return [(one.a, one.b) for one in ciphertexts]


def as_in_a_file(outputs: Iterable[Ciphertext], proof: ShuffleProof) -> dict[str, bytes]:
    """The parts of a mix as a bundle has them: rows of bytes, as long as they come."""
    t = proof.t
    return {
        "outputs": b"".join(one.a + one.b for one in outputs),
        "c": b"".join(proof.c),
        "c_hat": b"".join(proof.c_hat),
        **{name: getattr(t, name) for name in ("t1", "t2", "t3", "t4_b", "t4_a")},
        "t_hat": b"".join(t.t_hat),
        **{name: raw(getattr(proof, name)) for name in ("s1", "s2", "s3", "s4")},
        "s_hat": b"".join(map(raw, proof.s_hat)),
        "s_prime": b"".join(map(raw, proof.s_prime)),
    }


def judge_mix(group: verify.Group, statement: Statement, proof: ShuffleProof) -> None:
    taken = pairs(statement.inputs)
    mix = verify.Mix.of(as_in_a_file(statement.outputs, proof), len(taken))
    verify.check_mix(group, verify.Generators(group), statement.key, statement.context, taken, mix)


def judge_slip(group: verify.Group, key: bytes, sealed: SealedSlip, bound_to: bytes) -> None:
    a, b = sealed.ciphertext.a, sealed.ciphertext.b
    verify.check_knowledge(group, key, a + b + raw(sealed.challenge) + raw(sealed.answer), bound_to)


def judge_opening(
    group: verify.Group, where: bytes, public: bytes, ciphertexts: tuple[Ciphertext, ...], proof: PartialProof
) -> None:
    taken = pairs(ciphertexts)
    shares = verify.points_of(b"".join(proof.parts), len(taken), "the shares of an opening")
    challenge, answer = (verify.number_of(raw(number)) for number in (proof.challenge, proof.answer))
    verify.check_opening(group, public, where, taken, shares, challenge, answer)


JUDGES: dict[str, Callable[..., None]] = {"mix": judge_mix, "slip": judge_slip, "opening": judge_opening}


def accepted(group: verify.Group, proof: str, given: Iterable[Any]) -> bool:
    """Refused only by its own refusal, or before it could be written: any other exception fails the test."""
    try:
        JUDGES[proof](group, *given)
    except (verify.Refusal, NotWritten):
        return False
    return True


# --- Mixers who cheat -----------------------------------------------------------------------------------------------


@either
@pytest.mark.parametrize("number", [1, 2, 3, 20])
def test_a_mix_of_the_service_is_accepted_where_it_is_honest(group: verify.Group, number: int) -> None:
    claim = claims.of_a_mix(number if group is GROUPS["fast"] else min(number, 3))
    assert accepted(group, "mix", claim.given.values())
    order = list(range(number))
    random.Random(number).shuffle(order)
    permutation = [[int(source == column) for column in range(number)] for source in order]
    assert accepted(GROUPS["fast"], "mix", run(Cheat(permutation, permutation))), "the cheats' own prover"


@pytest.mark.parametrize(
    ("name", "number"),
    [(name, number) for name, (fewest, *_) in CHEATS.items() for number in SIZES if number >= fewest],
)
def test_no_cheat_is_accepted(name: str, number: int) -> None:
    assert not accepted(GROUPS["fast"], "mix", run(CHEATS[name][1](number)))


@pytest.mark.parametrize("name", CHEATS)
def test_no_cheat_is_accepted_in_plain_python(name: str) -> None:
    fewest, cheat, _equations = CHEATS[name]
    assert not accepted(GROUPS["plain"], "mix", run(cheat(fewest)))


class Chosen(verify.Generators):
    """Generators that a mixer chose. No verifier takes these."""

    def __init__(self, points: Iterable[bytes]) -> None:
        self._points = list(points)

    def upto(self, count: int) -> list[bytes]:
        return self._points[: count + 1]


def passes_with(points: Iterable[bytes], statement: Statement, proof: ShuffleProof) -> None:
    """It is a good forgery: with these generators it passes."""
    taken = pairs(statement.inputs)
    mix = verify.Mix.of(as_in_a_file(statement.outputs, proof), len(taken))
    verify.check_mix(GROUPS["fast"], Chosen(points), statement.key, statement.context, taken, mix)


def test_a_mixer_who_knows_the_generators_logarithms_is_not_accepted(monkeypatch: pytest.MonkeyPatch) -> None:
    logarithms = [first_group.random_scalar() for _ in range(4)]
    chosen = tuple(first_group.base_times(one) for one in logarithms)
    with monkeypatch.context() as patched:
        patched.setattr(shuffle_proof, "generators", lambda _n: chosen)
        statement, proof = with_known_generators(logarithms)
    passes_with(chosen, statement, proof)
    assert not any(accepted(group, "mix", (statement, proof)) for group in GROUPS.values())


def test_one_relation_between_two_generators_is_not_accepted(monkeypatch: pytest.MonkeyPatch) -> None:
    k = first_group.random_scalar()
    back, honest = first_group.inverse(k), shuffle_proof.generators(3)
    bad = (honest[0], honest[1], first_group.times(k, honest[1]), honest[3])
    cheat = Cheat(block([[0, back], [k, 0]], 3), identity(3), claimed=lambda u: [k * u[1] % L, back * u[0] % L, u[2]])
    with monkeypatch.context() as patched:
        patched.setattr(shuffle_proof, "generators", lambda _n: bad)
        statement, proof = run(cheat)
    passes_with(bad, statement, proof)
    assert not any(accepted(group, "mix", (statement, proof)) for group in GROUPS.values())


def test_weights_that_can_be_foreseen_would_be_cheated_and_fresh_ones_are_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As of the first verifier: a vote is turned, and what is wrong in three equations cancels if these are known."""

    def foreseen() -> Callable[[int], int]:
        return random.Random("known").getrandbits

    draw, number = foreseen(), 3
    weight = [draw(128) for _ in range(5 + number)]
    of_10, of_12, of_last = weight[1], weight[3], weight[-1]
    taken = cheating.inputs(number)
    outputs, r = cheating.put_out(Cheat(identity(number), identity(number), add_to_b={0: TURN}), taken)
    statement = Statement(WHERE, KEY, taken, outputs)
    c, rho = cheating.commit(identity(number), shuffle_proof.generators(number))
    u = cheating.challenges(statement, c)
    off = first_group.times(of_12 * u[0] * first_group.inverse(of_10 + of_last), TURN)
    proof = cheating.finish(
        *(statement, c, u, u, Openings(sum(rho) % L, dot(rho, u), dot(r, u))),
        last_link=lambda honest, _x_hat, _product: first_group.add(honest, off),
    )
    with monkeypatch.context() as patched:
        patched.setattr(secrets, "randbits", foreseen())
        assert accepted(GROUPS["fast"], "mix", (statement, proof)), "this is what is at stake"
    assert not any(accepted(group, "mix", (statement, proof)) for group in GROUPS.values())


def proved(taken: tuple[Ciphertext, ...], key: bytes) -> tuple[Statement, ShuffleProof]:
    """Whatever these are: put out as they came in under new covers, and truly proved."""
    number = len(taken)
    outputs, r = cheating.put_out(Cheat(identity(number), identity(number), key=key), taken)
    statement = Statement(WHERE, key, taken, outputs)
    c, rho = cheating.commit(identity(number), shuffle_proof.generators(number))
    u = cheating.challenges(statement, c)
    return statement, cheating.finish(statement, c, u, u, Openings(sum(rho) % L, dot(rho, u), dot(r, u)))


def test_a_true_proof_of_what_is_no_slip_or_under_no_key_is_not_accepted() -> None:
    """Every equation holds: only that these are points other than nought is asked of them."""
    one, *others = cheating.inputs(3)
    nothing = first_group.IDENTITY
    assert accepted(GROUPS["fast"], "mix", proved((one, *others), KEY)), "the prover is honest"
    cases = [((one, *others), nothing)]
    cases += [((slip, *others), KEY) for slip in (Ciphertext(nothing, one.b), Ciphertext(one.a, nothing))]
    for taken, key in cases:
        statement, proof = proved(taken, key)
        assert shuffle_check.failing(statement, proof) == []
        assert not any(accepted(group, "mix", (statement, proof)) for group in GROUPS.values())


# --- Every public input changed -------------------------------------------------------------------------------------


def changes(piece: Any, drawn: random.Random) -> Iterator[tuple[str, Any]]:
    """What stands in place of a point, a text, a number or a list."""
    if isinstance(piece, bytes):
        for bit in (0, 8 * len(piece) - 1, drawn.randrange(8 * len(piece))):
            yield f"bit {bit}", with_a_bit_turned(piece, bit)
    if is_a_point(piece):
        yield "plus the base", first_group.add(piece, first_group.BASE)
        yield "turned", first_group.subtract(first_group.IDENTITY, piece)
        yield from NO_POINTS.items()
    if isinstance(piece, int):
        for bit in (0, 1, drawn.randrange(252), 252, 255):
            yield f"bit {bit}", piece ^ 1 << bit
        yield from {"+ L": piece + L, "- L": piece - L, "+ 8 L": piece + 8 * L, "all ones": 2**256 - 1}.items()
    if isinstance(piece, tuple):
        yield from {
            "one fewer": piece[:-1],
            "the first one gone": piece[1:],
            "none": (),
            "all twice": piece * 2,
        }.items()
        yield from {"one more": (*piece, piece[-1]), "turned round": piece[::-1]}.items()


@either
@pytest.mark.parametrize("proof", JUDGES)
def test_nothing_that_is_changed_in_a_proof_or_in_what_it_speaks_of_is_accepted(
    group: verify.Group, proof: str
) -> None:
    claim, drawn, tried = MADE[proof], random.Random(proof), 0
    assert accepted(group, proof, claim.given.values())
    for path, piece, put in claim.pieces():
        for name, changed in changes(piece, drawn):
            given: Claim = put(changed)
            tried += 1
            assert not accepted(group, proof, given.given.values()), f"{path}: {name}"
    pieces = {"slip": 6, "mix": 49, "opening": 15}[proof]
    assert tried > 5 * pieces
