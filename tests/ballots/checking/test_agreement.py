"""Both verifiers say the same of good bundles and of tampered ones (decision 29, threats T2 and T13)."""

from __future__ import annotations

import os
import random
from collections import Counter
from typing import Any

import pytest

from govern.ballots.verifier.reading import Plain, spelled
from tests.ballots.checking.judging import both
from tests.ballots.checking.mutants import mutant
from tests.ballots.checking.remembering import remembering
from tests.ballots.verifier.ballots import a_small_bundle, a_whole_bundle, entry
from tests.ballots.verifier.building import SEED, Document, World, contest, document, election_rule, thirty
from tests.ballots.verifier.plots_of_proofs import PLOTS

SOAK = bool(os.environ.get("GOVERN_SOAK"))
MUTANTS = 10_000 if SOAK else 150


def test_good_bundles_pass_both() -> None:
    for files in (a_small_bundle(), a_whole_bundle()):
        assert both(files) == ([], [])


def test_a_floor_counts_on_seats_elsewhere_only_while_they_are_free() -> None:
    """Two women are needed of four seats. North's one seat goes to a man, so South's two are for women."""

    def row(name: str, people: int, seats: int) -> Document:
        params: Document = {**election_rule(), "constituency": name}
        return contest(name, "set", people, "block_vote", params, seats=seats, at_most=seats)

    def floor(options: list[Plain], elsewhere: Document) -> list[Plain]:
        return [{"id": "women", "least": 2, "held": 0, "places": 4, "options": options, "elsewhere": elsewhere}]

    north = entry("north", floors=floor(["north-1"], {"south": 2}))
    south = entry("south", floors=floor(["south-1", "south-2"], {"north": 1, "west": 0}))
    facts: Document = {"seed": spelled(SEED), "order": ["north", "south"], "contests": [north, south]}
    world = World([row("north", 2, 1), row("south", 3, 2)], {"users": (3, ("north", "south"))}, facts)
    for handle, marks in zip(world.people("users"), ((1, 3), (2, 3), (3,)), strict=True):
        world.vote(handle, north=thirty("set", (2,)), south=thirty("set", marks))
    world.add("close")
    files = world.finish()
    assert both(files) == ([], [])
    result: Any = document(files, "result.json")
    elected = [[one["option"] for one in found["outcome"]["elected"]] for found in result["contests"]]
    assert elected == [[2], [1, 2]], "the one with most votes in South is passed over"


@pytest.mark.parametrize("name", sorted(PLOTS))
def test_a_plot_is_refused_by_both_and_by_the_check_that_it_is_aimed_at(name: str) -> None:
    check, plot = PLOTS[name]
    with remembering():
        for number in range(3):
            first, second = both(plot(a_small_bundle(), random.Random(f"{name}{number}")))
            assert first and second
            assert check in first or "V1" in first, "the service's own code may refuse it as soon as it is read"


def test_no_mutant_is_accepted_by_either_and_they_agree_on_every_one() -> None:
    """T2: some of a bundle are changed anywhere, some signed and summed up again by those who are in the plot."""
    good, chance = a_small_bundle(), random.Random(29)
    accepted, apart, by = list[str](), list[str](), Counter[str]()
    with remembering():
        for _ in range(MUTANTS):
            what, files = mutant(good, chance)
            first, second = both(files)
            by[first[0] if first else "none"] += 1
            accepted += [] if first and second else [f"{what}: {first}, {second}"]
            apart += [] if bool(first) == bool(second) else [what]
    print(f"{MUTANTS} mutants, {len(accepted)} accepted, {len(apart)} apart; first refused by {dict(by)}")
    assert not apart, apart
    assert not accepted, accepted
    assert len(by) > 8, "mutants die of many causes"
