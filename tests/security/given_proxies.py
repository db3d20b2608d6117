"""Given a member who named somebody for the meeting of the open vote."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from govern.ballots import lifecycle as ballots
from govern.ballots.models import Ballot
from govern.constituencies.representation.lifecycle import proxies
from govern.constituencies.representation.rules.proxies import ForMeeting, WantedProxy
from govern.society import Society
from tests.given import START
from tests.meetings import scene as meetings

AT = START + timedelta(hours=2)
UNTIL = START + timedelta(days=60)


async def somebody_is_named(society: Society, people: Sequence[UUID], ids: dict[str, str]) -> str:
    """The first of these members names the third. Returns the appointment."""
    member, holder, meeting = people[0], people[2], UUID(ids["meeting_id"])
    async with society.store.writing() as writing:
        (await writing.get_one(Ballot, UUID(ids["ballot_id"]))).meeting_id = meeting
        wanted_for = ForMeeting(meeting, meetings.AGM_AT.date(), AT.date(), UNTIL)
        made = await proxies.appoint(writing, wanted_for, member, WantedProxy(holder), by=member, at=AT)
        await ballots.follow_proxies(writing, society, meeting, at=AT)
    return str(made)
