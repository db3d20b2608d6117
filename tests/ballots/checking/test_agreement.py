"""Both verifiers say the same of good bundles and of tampered ones (decision 29, threats T2 and T13)."""

from __future__ import annotations

import os
import random
from collections import Counter

import pytest

from tests.ballots.checking.judging import both
from tests.ballots.checking.mutants import mutant
from tests.ballots.checking.remembering import remembering
from tests.ballots.verifier.ballots import a_small_bundle, a_whole_bundle
from tests.ballots.verifier.plots_of_proofs import PLOTS

SOAK = bool(os.environ.get("GOVERN_SOAK"))
MUTANTS = 10_000 if SOAK else 150


def test_good_bundles_pass_both() -> None:
    for files in (a_small_bundle(), a_whole_bundle()):
        assert both(files) == ([], [])


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
