"""Given a vote that belongs to a meeting and is open, and members who have voted early in it."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from govern.ballots import lifecycle as ballots
from govern.ballots import queries
from govern.ballots.lifecycle import BallotDraft
from govern.identity import lifecycle as identity
from govern.permissions import Role
from govern.society import Society
from tests.ballots.given_ballots import motion
from tests.meetings.scene import AGM_AT, AT, Scene

OPENS = AGM_AT - timedelta(days=3)


async def a_vote_of_the_meeting(scene: Scene, society: Society, meeting: UUID) -> UUID:
    """One motion, open for three days before the meeting and until its evening. Its officer is Member 12."""
    officer = scene.people["Member 12"]
    async with scene.store.writing() as writing:
        await identity.appoint(writing, officer, Role.RETURNING_OFFICER, AT.date(), by=None, at=AT)
        new = BallotDraft(
            title={"en": "Saturdays", "cy": "Sadyrnau"},
            opens_at=OPENS,
            closes_at=AGM_AT + timedelta(hours=8),
            meeting_id=meeting,
            meets_at=AGM_AT,
            contests=(motion(),),
        )
        ballot = await ballots.draft(writing, new, by=officer, at=AT)
        await ballots.publish(writing, ballot, by=officer, at=AT)
        await ballots.note_notice(writing, ballot, by=officer, at=AT)
        await ballots.freeze(writing, society, ballot, by=officer, at=OPENS)
        await ballots.accept_small_group(writing, ballot, "staff", by=officer, at=OPENS)
        await ballots.open_(writing, society, ballot, by=officer, at=OPENS)
    return ballot


async def votes(
    scene: Scene, society: Society, ballot: UUID, name: str, side: str, at: datetime = OPENS + timedelta(hours=1)
) -> None:
    """Somebody sends their vote."""
    person = scene.people[name]
    async with scene.store.reading() as reading:
        contest = (await queries.contest_ids(reading, ballot))[0]
        sealing = await ballots.seal_paper(reading, ballot, person, {contest: (side,)}, at=at)
    await ballots.cast(society, person, sealing, at=at)
