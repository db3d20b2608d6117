"""One floor (decision 36): the result page and the bundle of one vote tell of the same groups, or of neither."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import msgspec
import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient
from sqlalchemy import select

from govern.ballots import lifecycle, queries
from govern.ballots.deciding.small import LEAST_SHOWN
from govern.ballots.lifecycle.counting import outcome_text, result_hash
from govern.ballots.models import CountRun, FloorChoice
from govern.ballots.queries.gathering import gather
from govern.ballots.rules import Inputs
from tests.ballots.given_ballots import BEFORE, CLOSES, Given, all_vote, an_open_ballot, counted, declared, no, yes
from tests.ballots.pages.conftest import Opens
from tests.ballots.pages.test_voting import contests_of
from tests.window import Window

FOUR = {"supported": 12, "staff": 4, "volunteers": 10}
TWO = {"supported": 12, "staff": 2, "volunteers": 10}
FIVE = {"supported": 12, "staff": 5, "volunteers": 10}


async def voted(given: Given, groups: dict[str, int], *, accepted: bool = False) -> UUID:
    """A vote with so many of each group: one No in each. `accepted`: officers decided before it that staff vote."""
    ballot_id = await an_open_ballot(given)
    if accepted:
        async with given.society.store.writing() as writing:
            writing.add(FloorChoice(ballot_id=ballot_id, style="staff", by=given.officer, at=BEFORE))
    (question,) = await contests_of(given, ballot_id)
    for group, number in groups.items():
        first, *others = given.people[group][:number]
        await all_vote(given, ballot_id, [(first, no(question)), *((one, yes(question)) for one in others)])
    return ballot_id


async def untold_on_page(given: Given, ballot_id: UUID) -> set[str]:
    async with given.society.store.reading() as reading:
        found = await queries.result(reading, ballot_id, "en", undeclared=True)
    resolution = found.contests[0].resolution
    assert resolution is not None
    return {row.id for row in resolution.untold}


@pytest.mark.parametrize(
    ("groups", "accepted", "untold"),
    [
        (FIVE, False, set()),
        (FOUR, False, {"staff", "volunteers"}),
        (TWO, False, {"staff", "volunteers"}),
        (FOUR, True, set()),
        (TWO, True, set()),
    ],
)
async def test_the_page_splits_a_group_where_the_bundle_is_given_out_and_only_there(
    given: Given, window: Opens, groups: dict[str, int], accepted: bool, untold: set[str]
) -> None:
    ballot_id = await declared(given, await voted(given, groups, accepted=accepted))
    member = await window(given.people["staff"][0])
    await member.get(f"ballots/{ballot_id}/result")
    assert await untold_on_page(given, ballot_id) == untold
    assert ("So few people of a group voted" in member.text()) == bool(untold)
    answer = await member.get(f"ballots/{ballot_id}/bundle.zip")
    assert (answer.status_code == 409) == bool(untold)
    async with given.society.store.reading() as reading:
        assert await queries.counts_the_same(reading, ballot_id)


async def test_a_count_of_before_stays_as_it_was_declared(given: Given, service: AsyncTestClient[Litestar]) -> None:
    """Its inputs say no floor, so it is made again with three papers, and four people are told of as they were."""
    ballot_id = await voted(given, FOUR)
    await counted(given, ballot_id)
    async with given.society.store.writing() as writing:
        found = await gather(writing, ballot_id)
        (run,) = await writing.scalars(select(CountRun).where(CountRun.ballot_id == ballot_id))
        inputs = Inputs.from_text(run.inputs)
        assert set(inputs.floors.values()) == {5} and set(FOUR) < set(inputs.floors) and inputs.accepted == ()
        before = msgspec.structs.replace(inputs, floors={}, accepted=())
        assert "floors" not in before.to_text() and "accepted" not in before.to_text()
        run.inputs, run.inputs_hash = before.to_text(), before.hash()
        run.result = outcome_text(before, found)
        run.result_hash = result_hash(run.result)
        await lifecycle.declare(writing, ballot_id, by=given.officer, at=CLOSES + timedelta(hours=2))
    assert FOUR["staff"] > LEAST_SHOWN
    assert await untold_on_page(given, ballot_id) == set()
    anybody = Window(service, given.society)
    await anybody.get(f"ballots/{ballot_id}/result")
    assert "So few people of a group voted" not in anybody.text()
    async with given.society.store.reading() as reading:
        assert await queries.counts_the_same(reading, ballot_id)
