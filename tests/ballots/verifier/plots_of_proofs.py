"""The other half of the plots: those against mixes, openings, papers, the result and what officers do."""

from __future__ import annotations

import random

from govern.ballots.verifier.reading import Plain, digest, spelled, unspelled, written
from tests.ballots.verifier.building import Document, Files, document, resealed, thirty
from tests.ballots.verifier.mutating import (
    above_the_order,
    flipped,
    leaves,
    proofs,
    relogged,
    resigned,
    with_document,
    with_leaf,
)
from tests.ballots.verifier.plots import PLOTS, nested, plot, put

__all__ = ["PLOTS"]


@plot("V16")
def a_mix_is_missing_or_too_short(files: Files, chance: random.Random) -> Files:
    if chance.random() < 0.5:
        name = chance.choice([name for name in proofs(files, "mix") if name.endswith("-1.json")])
        return resealed({path: content for path, content in files.items() if path != name})
    name = chance.choice([name for name in proofs(files, "mix") if "-s1-" in name])
    return resigned(files, name, lambda mix: put(mix, "outputs", spelled(unspelled(str(mix["outputs"]))[:-64])))


@plot("V17")
def a_mix_lies_and_its_mixer_signs(files: Files, chance: random.Random) -> Files:
    names = [*("outputs", "c", "c_hat", "t_hat", "s_hat", "s_prime"), *("t1", "t2", "t3", "t4_b", "t4_a")]
    part = chance.choice([*names, "s1", "s2", "s3", "s4"])
    return resigned(
        files, chance.choice(proofs(files, "mix")), lambda mix: put(mix, part, flipped(chance, mix[part]))
    )


@plot("V17")
def a_number_of_a_mix_is_written_in_another_way(files: Files, chance: random.Random) -> Files:
    part = chance.choice(("s1", "s2", "s3", "s4"))
    return resigned(
        files, chance.choice(proofs(files, "mix")), lambda mix: put(mix, part, above_the_order(mix[part]))
    )


@plot("V17")
def outputs_of_a_mix_change_places(files: Files, chance: random.Random) -> Files:
    def change(mix: Document) -> None:
        content = unspelled(str(mix["outputs"]))
        mix["outputs"] = spelled(content[64:128] + content[:64] + content[128:])

    return resigned(files, chance.choice([name for name in proofs(files, "mix") if "-s1-" in name]), change)


@plot("V17")
def a_mix_is_not_signed_or_one_mixes_twice(files: Files, chance: random.Random) -> Files:
    name = chance.choice([name for name in proofs(files, "mix") if name.endswith("-2.json")])
    if chance.random() < 0.5:
        return resigned(files, name, lambda mix: put(mix, "mixer", "mixer1"))
    value = document(files, name)
    return with_document(files, name, {**value, "signature": flipped(chance, value["signature"])})


@plot("V17")
def the_second_mix_is_left_out(files: Files, chance: random.Random) -> Files:
    name = chance.choice([name for name in proofs(files, "mix") if name.endswith("-2.json")])
    return resealed({path: content for path, content in files.items() if path != name})


@plot("V18")
def a_trustee_lies_and_signs(files: Files, chance: random.Random) -> Files:
    part = chance.choice(("shares", "challenge", "answer"))
    return resigned(files, chance.choice(proofs(files, "partial")), lambda d: put(d, part, flipped(chance, d[part])))


@plot("V18")
def too_few_open(files: Files, chance: random.Random) -> Files:
    name = chance.choice(proofs(files, "partial"))
    return resealed({path: content for path, content in files.items() if path != name})


@plot("V18")
def one_trustee_opens_as_another(files: Files, chance: random.Random) -> Files:
    name = chance.choice([name for name in proofs(files, "partial") if name.endswith("-t2.json")])
    kept = {path: content for path, content in files.items() if path != name}
    other = name.replace("-t2", "-t3")
    return resigned({**kept, other: files[name]}, other, lambda d: put(d, "trustee", 3))


@plot("V19")
def other_slips_are_published(files: Files, chance: random.Random) -> Files:
    value = document(files, "slips.json")
    entries = nested(value, "slips")
    assert isinstance(entries, list)
    cell = chance.choice([place for place, entry in enumerate(entries) if nested(entry, "slips")])
    kind = "resolution" if nested(entries, cell, "contest") == "m1" else "ranking"
    held = nested(entries, cell, "slips")
    assert isinstance(held, list)
    new = sorted([spelled(thirty(kind, chance.choice([(1,), (2,), ()]))) for _ in held], key=unspelled)
    if new == held:
        new = [spelled(bytes(30)) for _ in held]
    put(value, "slips", cell, "slips", new)  # type: ignore[arg-type]
    return with_document(files, "slips.json", value)


@plot("V20")
def papers_are_read_wrongly(files: Files, chance: random.Random) -> Files:
    slip = spelled(thirty("resolution", (1,)))
    name, new = chance.choice(
        [
            ("papers", 2),
            ("missing", 1),
            ("tellers", ["teller1"]),
            ("tellers", ["teller1", "teller1"]),
            ("tellers", ["teller1", "somebody"]),
            ("style", "users"),
            ("slips", [{"contest": "m1", "slips": [slip], "spoilt": 0}]),
        ]
    )
    return with_leaf(files, "paper-batch", lambda leaf: put(leaf, name, new))  # type: ignore[arg-type]


@plot("V20")
def a_slip_of_a_paper_is_no_slip(files: Files, chance: random.Random) -> Files:
    odd = bytes([0x11]) + chance.randbytes(29)
    return with_leaf(files, "paper-batch", lambda leaf: put(leaf, "slips", 0, "slips", [spelled(odd)]))


@plot("V21")
def another_result_is_declared(files: Files, chance: random.Random) -> Files:
    value = document(files, "result.json")
    outcome = ("contests", 0, "outcome")
    change: tuple[Plain, ...] = chance.choice(
        [
            (*outcome, "carried", False),
            (*outcome, "reached", "1/1"),
            (*outcome, "more_than", False),
            ("contests", 1, "outcome", "elected", 0, "option", 1),
            ("contests", 1, "outcome", "elected", 0, "by_lot", True),
            ("contests", 1, "outcome", "quota", "9/1"),
            ("contests", 0, "slips", 0, "choices", 0, "number", 5),
            ("contests", 0, "slips", 0, "choices", 0, "number", True),
            ("contests", 1, "slips", 1, "spoilt", 0),
            ("quorate", False),
            ("log_size", 5),
        ]
    )
    put(value, *change)
    return with_document(files, "result.json", value)


@plot("V21")
def other_facts_are_told_and_logged(files: Files, chance: random.Random) -> Files:
    value = document(files, "facts.json")
    change: tuple[Plain, ...] = chance.choice(
        [
            ("seed", flipped(chance, value["seed"])),
            ("quorum", "required", 99),
            ("contests", 1, "withdrawn", ["chair-3"]),
            ("order", ["m1"]),
            ("contests", 1, "caps", [{"id": "nobody", "held": 0}]),
        ]
    )
    put(value, *change)
    log = leaves(files)
    told = spelled(digest("facts", written(value)))
    put(next(leaf for leaf in log if leaf["kind"] == "facts"), "facts_hash", told)
    return relogged({**files, "facts.json": written(value)}, log)


@plot("V23")
def one_officer_strikes_alone(files: Files, chance: random.Random) -> Files:
    log = leaves(files)
    officers: Plain = chance.choice([["o1"], ["o1", "o1"], []])  # type: ignore[assignment]
    handle = next(leaf["handle"] for leaf in log if leaf["kind"] == "envelope")
    log.append({"kind": "strike", "handle": handle, "reason": "x", "officers": officers})
    return relogged(files, log)


@plot("V24")
def another_checker_lies_in_the_bundle(files: Files, chance: random.Random) -> Files:
    return resealed({**files, "verify.py": files["verify.py"] + b"#" * chance.randrange(1, 9)})
