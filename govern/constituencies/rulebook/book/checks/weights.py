"""Weights of groups and ceilings on their votes."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from govern.constituencies.rulebook.book.problems import Problem
from govern.constituencies.rulebook.book.tables import Tables
from govern.sentences import Sentence

SCIC_LEAST, SCIC_MOST, SCIC_GROUPS = (
    Fraction(1, 10),
    Fraction(1, 2),
    3,
)  # French law on SCIC: 10% to 50%, three groups


def _weighted(tables: Tables) -> bool:
    bases = {tables.voting.basis, tables.voting.poll_basis} | {kind.basis for kind in tables.resolutions}
    return "college_weighted" in bases


def weights_come_with_a_weighted_basis(tables: Tables) -> Iterator[Problem]:
    for number, group in enumerate(tables.constituencies):
        path = ("constituency", number, "weight")
        if group.weight is not None and not _weighted(tables):
            yield Problem(
                path, Sentence("A weight is given but no basis is “college_weighted”. Take one of them out.")
            )
        if group.weight is not None and group.votes != "full":
            yield Problem(path, Sentence("Only a group with votes = “full” can have a weight."))
        if _weighted(tables) and group.votes == "full" and group.weight is None:
            yield Problem(path, Sentence("Groups are weighted, so every voting group needs a weight."))
        if _weighted(tables) and group.votes == "capped":
            wrong = Sentence(
                "Groups are weighted, and a ceiling on votes does not go with weights. Give it a weight."
            )
            yield Problem(("constituency", number, "votes"), wrong)


def weights_add_up_to_one(tables: Tables) -> Iterator[Problem]:
    weights = [group.weight for group in tables.constituencies if group.weight is not None and group.votes == "full"]
    if _weighted(tables) and weights and sum(weights) != 1:
        total = str(sum(weights))
        yield Problem(("constituency",), Sentence("The weights add up to {total}, not 1. Change them.", total=total))


def weighted_votes_say_what_happens_at_the_edges(tables: Tables) -> Iterator[Problem]:
    for key in ("college_result", "vacant_college", "silent_college"):
        if _weighted(tables) and getattr(tables.voting, key) is None:
            yield Problem(("voting", key), Sentence("“{key}” is needed where groups are weighted.", key=key))


def weights_keep_floor_and_ceiling(tables: Tables) -> Iterator[Problem]:
    floor, ceiling = tables.voting.weight_floor, tables.voting.weight_ceiling
    for number, group in enumerate(tables.constituencies):
        if group.weight is None:
            continue
        path = ("constituency", number, "weight")
        if floor is not None and group.weight < floor:
            yield Problem(path, Sentence("The weight is under the floor of {floor}.", floor=str(floor)))
        if ceiling is not None and group.weight > ceiling:
            yield Problem(path, Sentence("The weight is over the ceiling of {ceiling}.", ceiling=str(ceiling)))


def capped_votes_have_a_cap(tables: Tables) -> Iterator[Problem]:
    for number, group in enumerate(tables.constituencies):
        if (group.votes == "capped") != (group.vote_cap is not None):
            wrong = Sentence("votes = “capped” and vote_cap belong together. Write both or neither.")
            yield Problem(("constituency", number, "vote_cap"), wrong)


def investors_are_barred_from_conversion(tables: Tables) -> Iterator[Problem]:
    """FCA guidance on non-user investors: they may not vote on a conversion (Community Shares Handbook 2.2.3)."""
    for number, group in enumerate(tables.constituencies):
        if group.kind == "investor" and "conversion" not in group.barred_from:
            wrong = Sentence("Investors who do not use the society must be barred from “conversion”. Add it here.")
            yield Problem(("constituency", number, "barred_from"), wrong)


def barred_kinds_exist(tables: Tables) -> Iterator[Problem]:
    known = {kind.id for kind in tables.resolutions} | {"conversion"}
    for number, group in enumerate(tables.constituencies):
        for kind in group.barred_from:
            if kind not in known:
                wrong = Sentence("It is barred from “{kind}”, which is no [[resolution]] here.", kind=kind)
                yield Problem(("constituency", number, "barred_from"), wrong)


def scic_colleges_keep_the_law(tables: Tables) -> Iterator[Problem]:
    if tables.society.legal_form != "fr_scic":
        return
    for number, group in enumerate(tables.constituencies):
        if group.weight is not None and not SCIC_LEAST <= group.weight <= SCIC_MOST:
            yield Problem(("constituency", number, "weight"), Sentence("A college of a SCIC has 10% to 50%."))
    if len(tables.constituencies) < SCIC_GROUPS:
        yield Problem(("constituency",), Sentence("A SCIC has at least three groups."))


CHECKS = (
    weights_come_with_a_weighted_basis,
    weights_add_up_to_one,
    weighted_votes_say_what_happens_at_the_edges,
    weights_keep_floor_and_ceiling,
    capped_votes_have_a_cap,
    investors_are_barred_from_conversion,
    barred_kinds_exist,
    scic_colleges_keep_the_law,
)
