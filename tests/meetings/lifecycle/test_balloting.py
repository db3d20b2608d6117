"""Third chapter: what a meeting votes on becomes its ballot."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from govern.ballots.models import Ballot
from govern.ballots.rules import Stage as BallotStage
from govern.errors import AlreadyDone, NotValid, WrongMoment
from govern.meetings import lifecycle
from govern.meetings.rules import Outcome
from govern.record import lines_about
from tests.meetings.scene import (
    AGM_AT,
    AT,
    ELECTION,
    MOTION,
    REPORT,
    Scene,
    a_called_meeting,
    an_open_meeting,
    shown,
)


async def test_motions_and_elections_become_one_ballot_and_remember_their_questions(scene: Scene) -> None:
    from govern.ballots import queries as ballots

    meeting_id = await a_called_meeting(scene, REPORT, MOTION, ELECTION)
    opens, closes = AGM_AT - timedelta(days=7), AGM_AT
    async with scene.store.writing() as writing:
        await lifecycle.make_ballot(writing, meeting_id, opens_at=opens, closes_at=closes, by=scene.secretary, at=AT)
    meeting = await shown(scene, meeting_id)
    assert [item.contest_id is not None for item in meeting.items] == [False, True, True]
    async with scene.store.reading() as reading:
        (line,) = await ballots.ballots_of_meeting(reading, meeting_id, "en")
    assert (line.title, line.opens_at, line.closes_at) == ("Annual general meeting 2026", opens, closes)
    with pytest.raises(AlreadyDone):
        async with scene.store.writing() as writing:
            await lifecycle.make_ballot(
                writing, meeting_id, opens_at=opens, closes_at=closes, by=scene.secretary, at=AT
            )


async def ballot_of(scene: Scene, meeting_id: UUID) -> UUID:
    opens, closes = AGM_AT - timedelta(days=7), AGM_AT
    async with scene.store.writing() as writing:
        return await lifecycle.make_ballot(
            writing, meeting_id, opens_at=opens, closes_at=closes, by=scene.secretary, at=AT
        )


async def withdrawn(scene: Scene, ballot_id: UUID) -> None:
    async with scene.store.writing() as writing:
        ballot = await writing.get_one(Ballot, ballot_id)
        ballot.stage, ballot.withdrawn_at, ballot.withdrawn_reason = BallotStage.WITHDRAWN, AT, "A wrong question."


async def test_after_a_withdrawn_ballot_a_new_one_is_made_from_the_same_agenda(scene: Scene) -> None:
    meeting_id = await a_called_meeting(scene, REPORT, MOTION, ELECTION)
    first = await ballot_of(scene, meeting_id)
    await withdrawn(scene, first)
    assert [item.contest_id for item in (await shown(scene, meeting_id)).items] == [None] * 3
    second = await ballot_of(scene, meeting_id)
    assert second != first
    assert [item.contest_id is not None for item in (await shown(scene, meeting_id)).items] == [False, True, True]


async def test_an_item_whose_ballot_was_withdrawn_is_settled_in_the_meeting(scene: Scene) -> None:
    meeting_id = await an_open_meeting(scene, MOTION)
    await withdrawn(scene, await ballot_of(scene, meeting_id))
    with pytest.raises(WrongMoment, match="1"):
        async with scene.store.writing() as writing:
            await lifecycle.close(writing, meeting_id, by=scene.secretary, at=AGM_AT)
    item = (await shown(scene, meeting_id)).items[0]
    async with scene.store.writing() as writing:
        await lifecycle.settle_item(writing, item.id, Outcome.PUT_OFF, by=scene.secretary, at=AGM_AT)
        await lifecycle.close(writing, meeting_id, by=scene.secretary, at=AGM_AT)


async def test_a_meeting_called_off_takes_its_unopened_ballot_with_it(scene: Scene) -> None:
    meeting_id = await a_called_meeting(scene, MOTION)
    ballot_id = await ballot_of(scene, meeting_id)
    why = {"en": "The hall is flooded.", "cy": "Mae llifogydd yn y neuadd."}
    async with scene.store.writing() as writing:
        await lifecycle.call_off(writing, meeting_id, why, by=scene.secretary, at=AT)
    async with scene.store.reading() as reading:
        ballot = await reading.get_one(Ballot, ballot_id)
        assert (ballot.stage, ballot.withdrawn_reason) == (BallotStage.WITHDRAWN, why["en"])
        assert "ballot.withdrawn" in [line.verb for line in await lines_about(reading, [f"ballot:{ballot_id}"])]


async def test_a_meeting_called_off_leaves_an_open_ballot_to_the_returning_officer(scene: Scene) -> None:
    meeting_id = await a_called_meeting(scene, MOTION)
    ballot_id = await ballot_of(scene, meeting_id)
    async with scene.store.writing() as writing:
        (await writing.get_one(Ballot, ballot_id)).stage = BallotStage.OPEN
        await lifecycle.call_off(writing, meeting_id, {"en": "x", "cy": "x"}, by=scene.secretary, at=AT)
    async with scene.store.reading() as reading:
        assert (await reading.get_one(Ballot, ballot_id)).stage is BallotStage.OPEN


async def test_a_meeting_with_nothing_to_vote_on_has_no_ballot(scene: Scene) -> None:
    meeting_id = await a_called_meeting(scene, REPORT)
    with pytest.raises(NotValid, match="nothing to vote on"):
        async with scene.store.writing() as writing:
            await lifecycle.make_ballot(
                writing, meeting_id, opens_at=AGM_AT, closes_at=AGM_AT, by=scene.secretary, at=AT
            )
