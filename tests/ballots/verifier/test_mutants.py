"""Mutants of a bundle of five voters: each is refused, and by the check that it is aimed at (decision 29)."""

from __future__ import annotations

import os
import random

import pytest

from tests.ballots.verifier.ballots import a_small_bundle
from tests.ballots.verifier.mutating import first_refusal, random_mutant, refuses
from tests.ballots.verifier.plots_of_proofs import PLOTS

SOAK = bool(os.environ.get("GOVERN_SOAK"))
#: of each class, and of changes at any place
OF_EACH, ANYWHERE = (130, 6_000) if SOAK else (6, 150)


@pytest.mark.parametrize("name", sorted(PLOTS))
def test_a_plot_is_refused_by_the_check_that_it_is_aimed_at(name: str) -> None:
    check, plot = PLOTS[name]
    good = a_small_bundle()
    for number in range(OF_EACH):
        files = plot(good, random.Random(f"{name}{number}"))
        assert files != good
        assert refuses(files, check), f"{check} let number {number} of {name} pass"


def test_a_bundle_with_one_place_changed_anywhere_is_refused() -> None:
    good, chance, seen = a_small_bundle(), random.Random(29), set()
    for _ in range(ANYWHERE):
        what, files = random_mutant(good, chance)
        refusal = first_refusal(files)
        assert refusal is not None, f"{what} was let pass"
        seen.add(refusal)
    assert len(seen) > 5, "mutants die of many causes, not of their checksums alone"


def test_the_bundle_that_mutants_are_made_of_is_good() -> None:
    assert first_refusal(a_small_bundle()) is None
