"""Mutants of a good bundle: files changed, checksums made right again, and signatures too where the name says so.

Each class names the check that has to refuse it (decision 29). `again` means that whoever signs it is in the plot.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

from govern.ballots.verifier.checking_count import COUNT_CHECKS, v7
from govern.ballots.verifier.checking_log import CHECKS, Finding, v2
from govern.ballots.verifier.ed25519 import ORDER
from govern.ballots.verifier.opening import Bundle
from govern.ballots.verifier.reading import Plain, Refusal, parsed, spelled, unspelled, written
from tests.ballots.verifier.building import Document, Files, document, logged, opened_from, resealed, signed, signer

#: The checks that cost little, then those of proofs.
CHEAP = [f"V{n}" for n in (1, 2, 3, 4, 5, 6, 8, 9, 11, 13, 14, 15, 16, 20, 21, 23, 24)]
ORDER_OF_CHECKS = [*CHEAP, "V10", "V17", "V18", "V19"]
#: What a check builds on.
BEFORE = {"V18": ["V17"], "V19": ["V17"]}
ALL_CHECKS: dict[str, Callable[[Bundle], Finding]] = {
    **CHECKS,
    **COUNT_CHECKS,
    "V2": lambda b: v2(b, None),
    "V7": lambda b: v7(b, []),
}
MALFORMED = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)


def refuses(files: Files, name: str) -> bool:
    """Whether this one check refuses the bundle."""
    try:
        bundle = opened_from(files)
    except Refusal:
        return name == "V1"
    for first in BEFORE.get(name, ()):
        refused(bundle, first)
    return refused(bundle, name)


def refused(bundle: Bundle, name: str) -> bool:
    try:
        ALL_CHECKS[name](bundle)
    except Refusal:
        return True
    except MALFORMED as trouble:  # the command says FAIL here too; a test says where it was
        raise AssertionError(f"{name} stumbled") from trouble
    return False


def first_refusal(files: Files) -> str | None:
    """The first check, cheap ones first, that refuses the bundle; None where all pass."""
    try:
        bundle = opened_from(files)
    except Refusal:
        return "V1"
    return next((name for name in ORDER_OF_CHECKS if refused(bundle, name)), None)


def leaves(files: Files) -> list[Document]:
    found = [parsed(line) for line in files["log.jsonl"].splitlines()]
    return [leaf for leaf in found if isinstance(leaf, dict)]


def relogged(files: Files, changed: list[Document], witnesses: int = 2) -> Files:
    """The bundle with another log, whose heads the log and the witnesses have signed."""
    return resealed({**files, **logged([written(leaf) for leaf in changed], [], witnesses)})


def with_document(files: Files, name: str, value: Plain) -> Files:
    return resealed({**files, name: written(value)})


def with_leaf(files: Files, kind: str, change: Callable[[Document], None], which: int = 0) -> Files:
    """One leaf of a kind changed, and the log signed again."""
    log = leaves(files)
    change([leaf for leaf in log if leaf["kind"] == kind][which])
    return relogged(files, log)


def proofs(files: Files, what: str) -> list[str]:
    return sorted(name for name in files if name.startswith(f"{what}/"))


def flipped(chance: random.Random, text: Plain) -> str:
    """The bytes behind a base64url text with one bit changed."""
    assert isinstance(text, str)
    content = bytearray(unspelled(text))
    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    return spelled(bytes(content))


def resigned(files: Files, name: str, change: Callable[[Document], None]) -> Files:
    """A mix or an opening changed, and signed again by its maker."""
    value = document(files, name)
    change(value)
    what = name.split("/", maxsplit=1)[0]
    maker = value["mixer"] if what == "mix" else f"trustee{value['trustee']}"
    return resealed({**files, name: signed(what, value, signer(str(maker)))})


# Single places, chosen anew each time ------------------------------------------------------------------------------


def places(value: Plain, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Every place in a document that holds a text, a number or a truth value."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from places(inner, (*path, name))
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from places(inner, (*path, place))
    else:
        yield path


def at_place(value: Plain, path: tuple[str | int, ...], change: Callable[[Plain], Plain]) -> Plain:
    if not path:
        return change(value)
    if isinstance(value, dict) and isinstance(path[0], str):
        return {**value, path[0]: at_place(value[path[0]], path[1:], change)}
    assert isinstance(value, list) and isinstance(path[0], int)
    return [at_place(inner, path[1:], change) if place == path[0] else inner for place, inner in enumerate(value)]


def another(chance: random.Random) -> Callable[[Plain], Plain]:
    """Something else of the same kind in a place."""

    def change(value: Plain) -> Plain:
        if isinstance(value, bool):
            return not value
        if isinstance(value, int):
            return value + chance.choice((-1, 1, 2**40))
        assert isinstance(value, str)
        try:
            if len(value) >= 16 and unspelled(value):
                return flipped(chance, value)
        except Refusal:
            pass
        return chance.choice((value + "x", value[:-1], "1/2" if value != "1/2" else "1/3"))

    return change


#: Files where anything that is changed has to be refused. Not README.txt, which says nothing that counts.
JSON_FILES = ["manifest.json", "roll.json", "heads.json", "facts.json", "counted.json", "slips.json", "result.json"]


def random_mutant(files: Files, chance: random.Random) -> tuple[str, Files]:
    """One place of one document changed, and the checksums made right again. What is put there may be what was there:
    then another one is drawn."""
    name = chance.choice([*JSON_FILES, "log.jsonl", *proofs(files, "mix"), *proofs(files, "partial")])
    if name == "log.jsonl":
        log: Plain = list(leaves(files))
        path = chance.choice(list(places(log)))
        changed = at_place(log, path, another(chance))
        assert isinstance(changed, list)
        content = b"".join(written(leaf) + b"\n" for leaf in changed)
    else:
        value = parsed(files[name])
        path = chance.choice(list(places(value)))
        content = written(at_place(value, path, another(chance)))
    if content == files[name]:
        return random_mutant(files, chance)
    return f"{name} at {path}", resealed({**files, name: content})


def above_the_order(text: Plain) -> str:
    assert isinstance(text, str)
    return spelled((int.from_bytes(unspelled(text)[:32], "little") + ORDER).to_bytes(32, "little"))
