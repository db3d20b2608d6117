"""The picture of a count: a long one is drawn in pieces that join, and with the stages' own numbers."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest

from govern.ballots.pages.numbers import flow_of
from govern.ballots.rules import ContestInput, ContestKind, Inputs, Method, Runner, Slips, outcome_of
from govern.ballots.rules.outcome import ElectionOutcome
from govern.constituencies.rulebook.book import example, load

NAMES = ("Ana", "Bo", "Cai", "Di", "Eve", "Fay", "Gwen", "Huw")


def a_count(number: int) -> ElectionOutcome:
    """So many stand for one place. Nobody has half until all but two are out, the one with fewest votes first."""
    names = NAMES[:number]
    slips = Slips("users", tuple((names[place:], place + 10) for place in range(number)), 0)
    contest = ContestInput(
        id="one",
        kind=ContestKind.ELECTION,
        voters=("users",),
        slips=(slips,),
        method=Method.STV,
        body="board",
        constituency="any",
        seats=1,
        runners=tuple(
            Runner(
                id=name,
                person=str(uuid4()),
                name=name,
                constituency="users",
                attributes=(),
                capped_by=(),
                withdrawn=False,
            )
            for name in names
        ),
    )
    votes = slips.number
    inputs = Inputs(
        ballot=str(uuid4()),
        manifest_hash="00" * 32,
        log_size=1,
        log_root="00" * 32,
        roll={"users": votes},
        voted={"users": votes},
        set_aside=0,
        contests=(contest,),
        order=("one",),
    )
    book = load(example("tair_nant"))
    found = outcome_of(inputs, book, lambda group: group).contests[0].election
    assert found is not None
    return found


@pytest.mark.parametrize(("number", "pieces"), [(3, 1), (8, 2)])
def test_a_long_count_is_drawn_in_pieces_of_five_stages(number: int, pieces: int) -> None:
    found = a_count(number)
    drawn = flow_of(found, {"users": 1}, str, "vote")
    assert len(drawn) == pieces
    heads = [[int(head) for head in re.findall(r">(?:Stage )?(\d)</text>", picture)] for picture in drawn]
    stages = [stage.number for stage in found.stages]
    if pieces == 1:
        assert heads[0] == stages
        return
    first, second = heads
    assert first == stages[:5] and second == stages[4:], "the second begins where the first ends"
    assert "Ana" in drawn[0] and "Ana" not in drawn[1], "who is out by then is left out"
    ids = re.findall(r'\bid="([^"]+)"', "".join(drawn))
    assert len(ids) == len(set(ids))
