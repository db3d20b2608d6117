"""A count from the manifest alone asks the same questions as the count by the rulebook, in every example society."""

from __future__ import annotations

import msgspec
import pytest

from govern.ballots.deciding import Question
from govern.ballots.rules import ContestInput, question_from
from govern.ballots.rules.params import resolution_params
from govern.ballots.rules.recounting import question_of
from govern.ballots.seal.canonical import Document
from govern.ballots.seal.contests import ContestEntry, OptionEntry
from govern.ballots.seal.contests import ContestKind as SlipKind
from govern.ballots.seal.facts import ContestFacts
from govern.ballots.seal.fields import NotThisDocument
from govern.ballots.seal.slips import Papers
from govern.constituencies.rulebook.book import Rulebook, example, load
from govern.constituencies.rulebook.book.shelf import example_names
from tests.ballots.rules.test_tallying import inputs_of, motion, slips

KINDS = [(name, kind.id) for name in example_names() for kind in load(example(name)).resolutions]
HASH = bytes(32)


def entry(params: Document) -> ContestEntry:
    options = OptionEntry("yes", HASH), OptionEntry("no", HASH)
    return ContestEntry("motion", SlipKind.RESOLUTION, HASH, options, 1, 0, "resolution", params, True)


def papers_of(book: Rulebook, kind: str) -> tuple[dict[str, int], ContestInput]:
    """A roll in which the first two groups also hold people of both, and papers of every style."""
    groups = [group.id for group in book.voting_constituencies()]
    roll = {group: 20 + place for place, group in enumerate(groups)}
    if len(groups) > 1:
        roll["+".join(groups[:2])] = 7
    contest = motion(book, kind, *(slips(style, 3 + place, 4, 1, 1) for place, style in enumerate(roll)))
    return roll, contest


@pytest.mark.parametrize("confirms", [False, True])
@pytest.mark.parametrize("in_a_meeting", [True, False])
@pytest.mark.parametrize(("name", "kind"), KINDS)
def test_the_manifest_asks_what_the_rulebook_asks(name: str, kind: str, in_a_meeting: bool, confirms: bool) -> None:
    book = load(example(name))
    roll, contest = papers_of(book, kind)
    contest = msgspec.structs.replace(contest, confirms=confirms)
    present = {group.id: 19 for group in book.voting_constituencies()}
    inputs = msgspec.structs.replace(inputs_of(roll, contest), of_a_meeting=in_a_meeting, present=present)
    wanted = question_from(book, contest, inputs, str)
    params = resolution_params(
        book, kind, voters=contest.voters, roll=roll, in_a_meeting=in_a_meeting, confirms=confirms
    )
    found = question_of(
        entry(params),
        ContestFacts("motion", present),
        roll,
        {one.style: Papers(one.choices, one.spoilt) for one in contest.slips},
    )
    assert without_names(found) == without_names(wanted)


def without_names(question: Question) -> Question:
    def bare(groups: tuple[object, ...]) -> tuple[object, ...]:
        return tuple(msgspec.structs.replace(group, name="") for group in groups)  # type: ignore[type-var]

    return msgspec.structs.replace(question, groups=bare(question.groups), classes=bare(question.classes))


def test_a_rule_with_a_part_too_many_or_too_few_is_refused() -> None:
    book = load(example("tair_nant"))
    roll, contest = papers_of(book, "ordinary")
    params = resolution_params(book, "ordinary", voters=contest.voters, roll=roll, in_a_meeting=True)
    empty = {style: Papers((), 0) for style in roll}
    for name in params:
        with pytest.raises(NotThisDocument):
            question_of(entry({**params, "more": 1}), ContestFacts("motion"), roll, empty)
        if name not in ("colleges",):
            without = {key: value for key, value in params.items() if key != name}
            with pytest.raises(NotThisDocument):
                question_of(entry(without), ContestFacts("motion"), roll, empty)


def test_the_kinds_that_are_tried_are_all_of_every_society() -> None:
    assert len(example_names()) >= 12 and len(KINDS) >= 30
