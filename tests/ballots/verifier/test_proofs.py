"""The proofs: the vectors of their statement, every public input changed, and mixers who cheat."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from govern.ballots.verifier.ed25519 import ORDER
from govern.ballots.verifier.group import BASE, NOTHING, Group, hash_of, joined_parts, wide
from govern.ballots.verifier.proofs import (
    Generators,
    Mix,
    Pair,
    check_knowledge,
    check_mix,
    check_opening,
    feldman_part,
    opened,
)
from govern.ballots.verifier.reading import Refusal
from govern.ballots.verifier.slips import thirty_of
from tests.ballots.verifier.proving import flat, generators, mix_proof, number, opening, raw, seal, shuffle

VECTORS: dict[str, Any] = json.loads((Path(__file__).parent / "vectors.json").read_text("utf-8"))
GROUPS = {"plain": Group(plain=True), "fast": Group(plain=False)}
KEY = bytes.fromhex(VECTORS["key"]["Y"])
CONTEXT = bytes.fromhex(VECTORS["mix"]["ctx"])
INPUTS: list[Pair] = [(bytes.fromhex(slip["A"]), bytes.fromhex(slip["B"])) for slip in VECTORS["slips"]]
OUTPUTS: list[Pair] = [(bytes.fromhex(e["A"]), bytes.fromhex(e["B"])) for e in VECTORS["mix"]["output"]]
both = pytest.mark.parametrize("group", GROUPS.values(), ids=GROUPS.keys())


def scalar(text: str) -> int:
    return int.from_bytes(bytes.fromhex(text), "little")


def joined(texts: list[str]) -> bytes:
    return b"".join(bytes.fromhex(text) for text in texts)


def vector_mix() -> Mix:
    mix = VECTORS["mix"]
    proof, t = mix["proof"], mix["t"]
    parts = {"outputs": flat(OUTPUTS), "c": joined(proof["c"]), "c_hat": joined(proof["c_hat"])}
    parts |= {"t_hat": joined(t["th"]), "s_hat": joined(proof["s_hat"]), "s_prime": joined(proof["s_prime"])}
    names = {"t1": "t1", "t2": "t2", "t3": "t3", "t4_b": "t41", "t4_a": "t42"}
    parts |= {name: bytes.fromhex(t[theirs]) for name, theirs in names.items()}
    parts |= {name: bytes.fromhex(proof[name]) for name in ("s1", "s2", "s3", "s4")}
    return Mix.of(parts, 3)


# The vectors --------------------------------------------------------------------------------------------------------


def test_hashes_are_laid_out_as_in_the_vectors() -> None:
    made = VECTORS["transcript"]
    parts = ("abc", bytes([0, 255]), 5)
    assert joined_parts(*parts).hex() == made["encoded"]
    tagged = hash_of(made["tag"], b"abc", bytes([0, 255]), 5)
    assert tagged.hex() == made["hash"] and wide(tagged) == scalar(made["hash_to_scalar"])
    assert GROUPS["plain"].mapped(tagged).hex() == made["hash_to_point"]
    assert Generators(GROUPS["plain"]).upto(3) == [
        bytes.fromhex(point) for point in (VECTORS["generators"]["h0"], *VECTORS["generators"]["h"])
    ]


@both
def test_the_vectors_agree(group: Group) -> None:
    """Slips, mix, partials and recombination."""
    for slip in VECTORS["slips"]:
        box = bytes.fromhex(slip["A"] + slip["B"] + slip["c"] + slip["s"])
        check_knowledge(group, KEY, box, bytes.fromhex(slip["label"]))
    check_mix(group, Generators(group), KEY, CONTEXT, INPUTS, vector_mix())
    commitments = [bytes.fromhex(point) for point in VECTORS["key"]["feldman"]]
    shares = {}
    for made in VECTORS["partial"]:
        part = feldman_part(group, commitments, made["i"])
        held = [bytes.fromhex(share) for share in made["D"]]
        context = bytes.fromhex(made["ctx"])
        check_opening(group, part, context, OUTPUTS, held, scalar(made["c"]), scalar(made["s"]))
        shares[made["i"]] = held
    points = opened(group, OUTPUTS, shares)
    assert [point.hex() for point in points] == VECTORS["recombined"]["points_in_output_order"]
    payloads = [thirty_of(group, point) for point in points]
    assert sorted(slip.hex() for slip in payloads if slip) == VECTORS["recombined"]["payloads_sorted"]
    for row in VECTORS["key"]["shares"]:
        assert feldman_part(group, commitments, row["i"]).hex() == row["X"]


def refuse_entries() -> Iterator[tuple[str, Callable[[], tuple[bytes, Mix]]]]:
    """The vectors' `refuse`, in commitment form, where a challenge is never read."""
    good = vector_mix()
    first, second, third = OUTPUTS
    yield "outputs 0 and 1 exchanged", lambda: (CONTEXT, replace(good, outputs=[second, first, third]))
    yield "output 1 a copy of output 0", lambda: (CONTEXT, replace(good, outputs=[first, first, third]))
    yield "context of another stage", lambda: (CONTEXT[:-1] + b"2", good)
    yield "first commitment is the identity", lambda: (CONTEXT, replace(good, c=[NOTHING, *good.c[1:]]))
    yield "s1 plus the group order (not canonical)", lambda: (CONTEXT, Mix.of(above_the_order(), 3))
    yield "challenge one higher", lambda: (CONTEXT, replace(good, t=(good.t[1], *good.t[1:])))


def above_the_order() -> dict[str, bytes]:
    mix = vector_mix()
    parts = {"outputs": flat(mix.outputs), **{n: b"".join(getattr(mix, n)) for n in ("c", "c_hat", "t_hat")}}
    parts |= {n: b"".join(map(raw, getattr(mix, n))) for n in ("s_hat", "s_prime")}
    parts |= dict(zip(("t1", "t2", "t3", "t4_b", "t4_a"), mix.t, strict=True))
    parts |= {f"s{place + 1}": raw(value) for place, value in enumerate(mix.s)}
    return {**parts, "s1": (mix.s[0] + ORDER).to_bytes(32, "little")}


@both
def test_what_the_vectors_say_is_refused(group: Group) -> None:
    entries = dict(refuse_entries())
    assert set(entries) == set(VECTORS["refuse"])
    for name, made in entries.items():
        with pytest.raises(Refusal):
            context, mix = made()
            check_mix(group, Generators(group), KEY, context, INPUTS, mix)
            raise AssertionError(name)


class BadGenerators(Generators):
    """Generators that a mixer chose, so that it knows what is between them. No verifier takes these."""

    def upto(self, count: int) -> list[bytes]:
        return [bytes.fromhex(point) for point in VECTORS["trapdoor"]["generators"]][: count + 1]


def test_a_prover_who_knows_a_trapdoor_is_refused_since_generators_are_made_anew() -> None:
    """T13. Its proof is in challenge form; the commitments follow from it by the equations themselves."""
    group, trap = GROUPS["plain"], VECTORS["trapdoor"]
    proof, outputs = trap["proof"], [(bytes.fromhex(e["A"]), bytes.fromhex(e["B"])) for e in trap["output"]]
    bad = BadGenerators(group)
    mix = committed(group, bad.upto(3), proof, outputs)
    check_mix(group, bad, KEY, CONTEXT, INPUTS, mix)  # it is a good forgery: with its generators it passes
    for honest in (committed(group, generators(3), proof, outputs), mix):
        with pytest.raises(Refusal):
            check_mix(group, Generators(group), KEY, CONTEXT, INPUTS, honest)


def committed(group: Group, h: list[bytes], proof: dict[str, Any], outputs: list[Pair]) -> Mix:
    """Equations 9 to 14 solved for the commitments."""
    c, c_hat = ([bytes.fromhex(point) for point in proof[name]] for name in ("c", "c_hat"))
    s1, s2, s3, s4, kappa = (scalar(proof[name]) for name in ("s1", "s2", "s3", "s4", "challenge"))
    s_hat, s_prime = ([scalar(text) for text in proof[name]] for name in ("s_hat", "s_prime"))
    d = hash_of("shuffle-st", CONTEXT, 3, KEY, b"".join(h), flat(INPUTS), flat(outputs), b"".join(c))
    u = [wide(hash_of("shuffle-u", d, place)) for place in range(3)]
    product = u[0] * u[1] * u[2]
    before = [h[0], *c_hat]
    t = (
        group.sum([(s1, BASE), *((-kappa, p) for p in c), *((kappa, p) for p in h[1:])]),
        group.sum([(s2, BASE), (-kappa, c_hat[-1]), (kappa * product, h[0])]),
        group.sum(
            [(s3, BASE), *zip(s_prime, h[1:], strict=True), *((-kappa * e, p) for e, p in zip(u, c, strict=True))]
        ),
        group.sum(
            [(-s4, KEY), *((s, e[1]) for s, e in zip(s_prime, outputs, strict=True))]
            + [(-kappa * e, p[1]) for e, p in zip(u, INPUTS, strict=True)]
        ),
        group.sum(
            [(-s4, BASE), *((s, e[0]) for s, e in zip(s_prime, outputs, strict=True))]
            + [(-kappa * e, p[0]) for e, p in zip(u, INPUTS, strict=True)]
        ),
    )
    t_hat = [group.sum([(s_hat[i], BASE), (s_prime[i], before[i]), (-kappa, c_hat[i])]) for i in range(3)]
    return Mix(outputs, c, c_hat, t, t_hat, (s1, s2, s3, s4), s_hat, s_prime)


# Every public input changed -----------------------------------------------------------------------------------------

OTHER = GROUPS["plain"].sum([(7, BASE)])
WRONG_POINTS = [OTHER, NOTHING, b"\xff" * 32, b"\x01" + bytes(31)]


def changed_points(points: list[bytes]) -> Iterator[list[bytes]]:
    for place in range(len(points)):
        for wrong in WRONG_POINTS:
            yield [*points[:place], wrong, *points[place + 1 :]]
    yield points[:-1]
    yield [*points, points[0]]


def changed_numbers(numbers: list[int]) -> Iterator[list[int]]:
    for place in range(len(numbers)):
        yield [*numbers[:place], (numbers[place] + 1) % ORDER, *numbers[place + 1 :]]


def changed_pairs(pairs: list[Pair]) -> Iterator[list[Pair]]:
    for place, (a, b) in enumerate(pairs):
        for wrong in WRONG_POINTS:
            yield [*pairs[:place], (wrong, b), *pairs[place + 1 :]]
            yield [*pairs[:place], (a, wrong), *pairs[place + 1 :]]
    yield pairs[:-1]
    yield [*pairs, pairs[0]]
    yield []


def changed_mixes(mix: Mix) -> Iterator[Mix]:
    """Every field of the proof by its declaration, so that one that is forgotten fails here."""
    for name in Mix.__dataclass_fields__:
        value = getattr(mix, name)
        if name == "outputs":
            yield from (replace(mix, outputs=pairs) for pairs in changed_pairs(value))
        elif isinstance(value[0], bytes):
            for points in changed_points(list(value)):
                if name != "t" or len(points) == 5:
                    yield replace(mix, **{name: type(value)(points)})
        else:
            yield from (replace(mix, **{name: type(value)(numbers)}) for numbers in changed_numbers(list(value)))


def refused(check: Callable[[], None]) -> bool:
    try:
        check()
    except Refusal:
        return True
    except (ValueError, IndexError):  # lists of other lengths never get so far from a file: Mix.of refuses them
        return True
    return False


def test_a_mix_with_any_public_input_changed_is_refused() -> None:
    group = GROUPS["plain"]
    made, mix = Generators(group), vector_mix()
    tried = 0
    for context, key in ((CONTEXT + b"x", KEY), (CONTEXT, OTHER), (CONTEXT, NOTHING), (CONTEXT, b"\xff" * 32)):
        assert refused(lambda c=context, k=key: check_mix(group, made, k, c, INPUTS, mix))  # type: ignore[misc]
    for inputs in changed_pairs(INPUTS):
        assert refused(lambda e=inputs: check_mix(group, made, KEY, CONTEXT, e, mix))  # type: ignore[misc]
    for other in changed_mixes(mix):
        assert refused(lambda m=other: check_mix(group, made, KEY, CONTEXT, INPUTS, m))  # type: ignore[misc]
        tried += 1
    assert tried > 80


def test_a_slip_with_any_public_input_changed_is_refused() -> None:
    group, slip = GROUPS["plain"], VECTORS["slips"][0]
    box, label = bytes.fromhex(slip["A"] + slip["B"] + slip["c"] + slip["s"]), bytes.fromhex(slip["label"])
    check_knowledge(group, KEY, box, label)
    cases = [(OTHER, box, label), (KEY, box, label + b"x"), (KEY, box, label[:-1])]
    for part in range(4):
        before, mine, after = box[: 32 * part], box[32 * part : 32 * part + 32], box[32 * part + 32 :]
        above = (int.from_bytes(mine, "little") + ORDER) % 2**256
        for wrong in (*WRONG_POINTS, above.to_bytes(32, "little")):
            cases.append((KEY, before + wrong + after, label))
    for key, other, told in cases:
        with pytest.raises(Refusal):
            check_knowledge(group, key, other, told)


def test_an_opening_with_any_public_input_changed_is_refused() -> None:
    group, made = GROUPS["plain"], VECTORS["partial"][0]
    part = feldman_part(group, [bytes.fromhex(point) for point in VECTORS["key"]["feldman"]], made["i"])
    other = feldman_part(group, [bytes.fromhex(point) for point in VECTORS["key"]["feldman"]], 2)
    context, shares = bytes.fromhex(made["ctx"]), [bytes.fromhex(share) for share in made["D"]]
    challenge, answer = scalar(made["c"]), scalar(made["s"])
    for key in (other, *WRONG_POINTS):
        assert refused(lambda k=key: check_opening(group, k, context, OUTPUTS, shares, challenge, answer))  # type: ignore[misc]
    for pairs in (*changed_pairs(OUTPUTS), INPUTS):
        assert refused(lambda e=pairs: check_opening(group, part, context, e, shares, challenge, answer))  # type: ignore[misc]
    for points in changed_points(shares):
        assert refused(lambda d=points: check_opening(group, part, context, OUTPUTS, d, challenge, answer))  # type: ignore[misc]
    for c, s, told in ((challenge + 1, answer, context), (challenge, answer + 1, context), (challenge, answer, b"x")):
        assert refused(lambda c=c, s=s, x=told: check_opening(group, part, x, OUTPUTS, shares, c, s))  # type: ignore[misc]


def test_a_slip_has_one_point_and_every_other_spelling_of_it_is_unreadable() -> None:
    """Other counters make points of the same thirty bytes too: room to mark a slip."""
    group, thirty = GROUPS["plain"], bytes.fromhex(VECTORS["slips"][0]["payload"])
    others = [point for point in (bytes([n << 1]) + thirty + b"\x00" for n in range(128)) if group.valid(point)]
    assert len(others) > 20 and others[0].hex() == VECTORS["slips"][0]["point"]
    assert [thirty_of(group, point) for point in others] == [thirty] + [None] * (len(others) - 1)


# Mixers who cheat ---------------------------------------------------------------------------------------------------

GROUP = GROUPS["fast"]


def some_slips(chance: random.Random, count: int) -> list[Pair]:
    boxes = [seal(chance, KEY, GROUP.sum([(number(chance), BASE)]), b"label") for _ in range(count)]
    return [(box[:32], box[32:64]) for box in boxes]


def plus(a: bytes, b: bytes) -> bytes:
    return GROUP.sum([(1, a), (1, b)])


def cheats(chance: random.Random, inputs: list[Pair], outputs: list[Pair]) -> dict[str, list[Pair]]:
    """What a cheating mixer puts out in place of honest outputs; the proof is then made as well as it can be."""
    fresh, (a, b) = some_slips(chance, 1)[0], outputs[0]
    r = number(chance)
    found = {
        "one replaced": [fresh, *outputs[1:]],
        "the B part shifted": [(a, plus(b, OTHER)), *outputs[1:]],
        "the A part shifted": [(plus(a, OTHER), b), *outputs[1:]],
        "under another key": [(plus(a, GROUP.sum([(r, BASE)])), plus(b, GROUP.sum([(r, OTHER)]))), *outputs[1:]],
        "scaled": [(GROUP.sum([(2, a)]), GROUP.sum([(2, b)])), *outputs[1:]],
    }
    if len(outputs) > 1:
        c, d = outputs[1]
        found["swapped after committing"] = [outputs[1], outputs[0], *outputs[2:]]
        found["one twice, one dropped"] = [outputs[0], outputs[0], *outputs[2:]]
        found["one up, one down"] = [(a, plus(b, OTHER)), (c, GROUP.sum([(1, d), (-1, OTHER)])), *outputs[2:]]
    return found


@pytest.mark.parametrize("count", [1, 2, 3, 20])
def test_mixers_who_cheat_are_refused_and_honest_ones_are_not(count: int) -> None:
    """T11: wrong outputs with an honest proof, and with a proof made over the wrong outputs."""
    chance = random.Random(count)
    inputs = some_slips(chance, count)
    outputs, order, covers = shuffle(chance, KEY, inputs)
    made = Generators(GROUP)
    honest = mix_proof(chance, KEY, CONTEXT, inputs, outputs, order, covers)
    check_mix(GROUP, made, KEY, CONTEXT, inputs, Mix.of(honest, count))
    for name, wrong in cheats(chance, inputs, outputs).items():
        over = mix_proof(chance, KEY, CONTEXT, inputs, wrong, order, covers)
        for proof in ({**honest, "outputs": flat(wrong)}, over):
            with pytest.raises(Refusal):
                check_mix(GROUP, made, KEY, CONTEXT, inputs, Mix.of(proof, count))
                raise AssertionError(name)


def test_a_trustee_with_another_secret_or_another_list_is_refused() -> None:
    """T14."""
    chance = random.Random(4)
    pairs, secret = some_slips(chance, 4), number(chance)
    part = GROUP.sum([(secret, BASE)])
    for told, used in ((pairs, secret + 1), (pairs[:3], secret), (pairs[::-1], secret)):
        proof = opening(chance, used, b"ctx", told)
        shares = [proof["shares"][at : at + 32] for at in range(0, len(proof["shares"]), 32)]
        with pytest.raises(Refusal):
            check_opening(GROUP, part, b"ctx", pairs, shares, wide(proof["challenge"]), wide(proof["answer"]))


@pytest.mark.parametrize("trustees", [(1,), (1, 2), (2, 5), (1, 3, 7), (1, 2, 3, 4, 5, 6, 7, 8, 9)])
def test_any_trustees_that_are_enough_open_the_same(trustees: tuple[int, ...]) -> None:
    chance = random.Random(len(trustees))
    f = [number(chance) for _ in trustees]
    key, message = GROUP.sum([(f[0], BASE)]), GROUP.sum([(number(chance), BASE)])
    box = seal(chance, key, message, b"")
    pair = (box[:32], box[32:64])
    secrets = {i: sum(c * pow(i, j, ORDER) for j, c in enumerate(f)) % ORDER for i in trustees}
    for group in GROUPS.values():
        shares = {i: [group.sum([(x, pair[0])])] for i, x in secrets.items()}
        assert opened(group, [pair], shares) == [message]
