"""A motion is looked at by consent: its words become a proposal of the body that meets, and the item keeps which.

The rounds are those of circles (`ballots.lifecycle.proposing`). Where no agreement is found the chair may still put
the motion to the vote; what was said stands in the minutes under the item either way.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.ballots.lifecycle import proposing
from govern.ballots.lifecycle.proposing import NewProposal
from govern.errors import AlreadyDone, NotAllowed
from govern.meetings.lifecycle.floor import opened_for_decision, to_be_voted_on
from govern.meetings.lifecycle.presence import recused_of
from govern.meetings.rules import MeetingKind
from govern.record import Event


async def look_for_consent(
    writing: AsyncSession,
    item_id: UUID,
    title: dict[str, str],
    text: dict[str, str],
    *,
    interests: Mapping[UUID, str] | None = None,
    by: UUID,
    at: datetime,
) -> UUID:
    """Bring a motion of a meeting that is going on to its body as a proposal. Returns the proposal.

    `interests`: what those of a body have declared, before the item opens. They are in neither quorum nor circle
    (invariant 31).

    Raises `WrongMoment` without a quorum (invariant 24), on a settled item and outside the meeting, `AlreadyDone`
    where it is voted on or looked at by consent already, `NotAllowed` where the rules give the body no consent,
    `NotValid` beside the field.
    """
    item, meeting, _ = await to_be_voted_on(writing, item_id)
    if meeting.kind is MeetingKind.FORUM:
        raise NotAllowed("A forum does not decide by consent here. It agrees on what it wants in its own gathering.")
    await opened_for_decision(writing, item, meeting, interests or {}, by=by, at=at)
    if item.proposal_id is not None:
        raise AlreadyDone("Agreement is looked for on this item already. Go to its proposal.")
    of_the_members = meeting.kind is not MeetingKind.BOARD
    new = NewProposal(
        body=meeting.body,
        title=title,
        text=text,
        kind=item.resolution if of_the_members else None,
        apart=frozenset(await recused_of(writing, item_id)),
    )
    item.proposal_id = await proposing.draft_proposal(writing, new, by=by, at=at)
    facts: dict[str, str | int | bool | None] = {"item": str(item_id), "proposal": str(item.proposal_id)}
    await record.add(writing, Event("meeting.consent_looked_for", f"meeting:{meeting.id}", at, by, facts))
    return item.proposal_id
