"""Mutants of a bundle whose makers are in the plot: what is changed is signed, logged and summed up again."""

from __future__ import annotations

import random
from collections.abc import Callable

from govern.ballots.verifier.reading import digest, parsed, spelled, written
from govern.ballots.verifier.tree import Tree, leaf_hash
from tests.ballots.verifier.building import Document, Files, document, resealed
from tests.ballots.verifier.mutating import (
    another,
    at_place,
    leaves,
    places,
    proofs,
    random_mutant,
    relogged,
    resigned,
)
from tests.ballots.verifier.plots_of_proofs import PLOTS

#: What a log may say in another way, and the bundle is still a good one: nobody can know what was meant.
FREE = {
    ("test", "sealed_hash"),
    ("test", "slips"),
    ("appoint", "holder_hash"),
    ("paper-in", "batch"),
    ("paper-batch", "batch"),
    ("strike", "reason"),
    ("strike", "officers"),
    ("incident", "text_hash"),
}
#: What the society says of itself, and nobody can check: how many have to vote, where enough did either way.
TOLD = {("quorum", "required")}
Mutant = tuple[str, Files]


def anywhere(files: Files, chance: random.Random) -> Mutant:
    """One place of any document, and the checksums made right again."""
    return random_mutant(files, chance)


def in_a_signed_log(files: Files, chance: random.Random) -> Mutant:
    """One place of one leaf; all heads are signed again, by the witnesses too, and the result names the new root."""
    log = leaves(files)
    while True:
        place = chance.randrange(len(log))
        path = chance.choice(list(places(log[place])))
        if (log[place]["kind"], path[0]) not in FREE:
            break
    changed = at_place(log[place], path, another(chance))
    assert isinstance(changed, dict)
    log[place] = changed
    return f"leaf {place} at {path}, signed", summed(relogged(files, log))


def in_a_signed_proof(files: Files, chance: random.Random) -> Mutant:
    """One place of a mix or an opening, signed again by whoever the file says made it, where there is such a one."""
    name = chance.choice([*proofs(files, "mix"), *proofs(files, "partial")])
    value = document(files, name)
    path = chance.choice([path for path in places(value) if path != ("signature",)])

    def change(doc: Document) -> None:
        new = at_place(dict(doc), path, another(chance))
        assert isinstance(new, dict)
        doc.update(new)

    return f"{name} at {path}, signed", resigned(files, name, change)


def in_facts_that_are_logged(files: Files, chance: random.Random) -> Mutant:
    """One place of the facts; the log fixes them so, and everything is signed."""
    path = chance.choice([path for path in places(parsed(files["facts.json"])) if path not in TOLD])
    facts = written(at_place(parsed(files["facts.json"]), path, another(chance)))
    log = leaves(files)
    for leaf in log:
        if leaf["kind"] == "facts":
            leaf["facts_hash"] = spelled(digest("facts", facts))
    return f"facts at {path}, logged", summed(relogged({**files, "facts.json": facts}, log))


def in_a_manifest_that_is_opened_with(files: Files, chance: random.Random) -> Mutant:
    """One place of the manifest; the log opens with it."""
    path = chance.choice(list(places(parsed(files["manifest.json"]))))
    manifest = written(at_place(parsed(files["manifest.json"]), path, another(chance)))
    log = leaves(files)
    log[0]["manifest_hash"] = spelled(digest("manifest", manifest))
    result = {**document(files, "result.json"), "manifest_hash": log[0]["manifest_hash"]}
    return (
        f"manifest at {path}, opened with",
        summed(relogged({**files, "manifest.json": manifest, "result.json": written(result)}, log)),
    )


def by_a_plot(files: Files, chance: random.Random) -> Mutant:
    name = chance.choice(sorted(PLOTS))
    return name, PLOTS[name][1](files, chance)


def summed(files: Files) -> Files:
    """The result with the root of the log as it is now."""
    lines = files["log.jsonl"].splitlines()
    root = Tree([leaf_hash(line) for line in lines]).root(len(lines))
    result = {**document(files, "result.json"), "log_root": spelled(root), "log_size": len(lines)}
    return resealed({**files, "result.json": written(result)})


WAYS: list[tuple[int, Callable[[Files, random.Random], Mutant]]] = [
    (30, anywhere),
    (25, in_a_signed_log),
    (20, in_a_signed_proof),
    (8, in_facts_that_are_logged),
    (7, in_a_manifest_that_is_opened_with),
    (10, by_a_plot),
]


def mutant(files: Files, chance: random.Random) -> Mutant:
    """One mutant of any of these kinds, that is not the bundle itself."""
    (way,) = chance.choices([way for _, way in WAYS], [weight for weight, _ in WAYS])
    while True:
        what, changed = way(files, chance)
        if changed != files:
            return what, changed
