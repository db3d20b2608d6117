"""Third chapter: what a meeting votes on becomes its ballot."""

from __future__ import annotations

from datetime import timedelta

import pytest

from govern.errors import AlreadyDone, NotValid
from govern.meetings import lifecycle
from tests.meetings.scene import (
    AGM_AT,
    AT,
    ELECTION,
    MOTION,
    REPORT,
    Scene,
    a_called_meeting,
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


async def test_a_meeting_with_nothing_to_vote_on_has_no_ballot(scene: Scene) -> None:
    meeting_id = await a_called_meeting(scene, REPORT)
    with pytest.raises(NotValid, match="nothing to vote on"):
        async with scene.store.writing() as writing:
            await lifecycle.make_ballot(
                writing, meeting_id, opens_at=AGM_AT, closes_at=AGM_AT, by=scene.secretary, at=AT
            )
