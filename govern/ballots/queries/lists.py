"""Lists of ballots: those open to somebody, those that members see, the office's, a meeting's."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots import rules
from govern.ballots.models import OWN, Ballot, CastEnvelope, Contest, MemberHandle, RollEntry
from govern.ballots.queries.views import (
    BallotLine,
    OpenBallot,
)
from govern.ballots.rules import Stage
from govern.ballots.rules.secrecy import Guarded, level_in_short
from govern.database import in_language

SEEN_BY_MEMBERS = (
    Stage.PUBLISHED,
    Stage.FROZEN,
    Stage.OPEN,
    Stage.CLOSED,
    Stage.COUNTED,
    Stage.DECLARED,
    Stage.ARCHIVED,
)


async def open_ballots_for(
    reading: AsyncSession, person_id: UUID, *, language: str, at: datetime
) -> tuple[OpenBallot, ...]:
    """The ballots on whose roll this person is and which are open now, the first to close first."""
    rows = await reading.execute(
        select(Ballot, MemberHandle.handle, RollEntry.style)
        .join(MemberHandle, MemberHandle.ballot_id == Ballot.id)
        .join(RollEntry, (RollEntry.ballot_id == MemberHandle.ballot_id) & (RollEntry.handle == MemberHandle.handle))
        .where(
            MemberHandle.person_id == person_id,
            Ballot.stage == Stage.OPEN,
            Ballot.opens_at <= at,
            Ballot.closes_at >= at,
        )
        .order_by(Ballot.closes_at)
    )
    found = []
    for ballot, handle, style in rows.all():
        contests = await reading.scalars(
            select(Contest).where(Contest.ballot_id == ballot.id).order_by(Contest.position)
        )
        groups = set(rules.groups_of(style))
        questions = tuple(in_language(c.title, language) for c in contests if groups & set(c.voters))
        voted = await _has_voted(reading, ballot.id, handle)
        found.append(
            OpenBallot(
                *(ballot.id, ballot.number, in_language(ballot.title, language), ballot.closes_at, questions, voted),
                rules.can_vote_until(ballot.closes_at, in_the_room=ballot.in_the_room),
            )
        )
    return tuple(found)


async def _has_voted(reading: AsyncSession, ballot_id: UUID, handle: str) -> bool:
    question = select(CastEnvelope.leaf).where(
        CastEnvelope.ballot_id == ballot_id, CastEnvelope.handle == handle, CastEnvelope.channel.in_(OWN)
    )
    return await reading.scalar(question.limit(1)) is not None


def _there_for(person_id: UUID | None) -> ColumnElement[bool]:
    """A vote of a forum that is there for its people only is there for those on its roll."""
    if person_id is None:
        return ~Ballot.hidden
    theirs = select(MemberHandle.handle).where(
        MemberHandle.ballot_id == Ballot.id, MemberHandle.person_id == person_id
    )
    return or_(~Ballot.hidden, theirs.exists())


async def is_there_for(reading: AsyncSession, ballot_id: UUID, person_id: UUID | None, *, runs: bool) -> bool:
    """Whether there is such a ballot for somebody; whoever `runs` votes has those of hidden forums too."""
    hidden = await reading.scalar(select(Ballot.hidden).where(Ballot.id == ballot_id))
    if not hidden or runs:
        return True
    theirs = select(Ballot.id).where(Ballot.id == ballot_id, _there_for(person_id))
    return await reading.scalar(theirs) is not None


async def there_for(
    reading: AsyncSession, ids: Collection[UUID], person_id: UUID | None, *, runs: bool
) -> frozenset[UUID]:
    """Those of these ballots that are there for somebody, as `is_there_for` says of one."""
    question = select(Ballot.id).where(Ballot.id.in_(ids))
    return frozenset(await reading.scalars(question if runs else question.where(_there_for(person_id))))


async def ballots_to_see(
    reading: AsyncSession, *, language: str, person_id: UUID | None = None
) -> tuple[BallotLine, ...]:
    """Every ballot that members know of, or this one, the latest to close first."""
    rows = await reading.scalars(
        select(Ballot)
        .where(Ballot.stage.in_(SEEN_BY_MEMBERS), _there_for(person_id))
        .order_by(Ballot.closes_at.desc())
    )
    return tuple(line_of(ballot, language) for ballot in rows)


async def ballots_in_office(reading: AsyncSession, *, language: str, hidden: bool = False) -> tuple[BallotLine, ...]:
    """Every ballot, drafts and withdrawn ones too, the latest made first; `hidden`: those of hidden forums too."""
    question = select(Ballot) if hidden else select(Ballot).where(~Ballot.hidden)
    rows = await reading.scalars(question.order_by(Ballot.drafted_at.desc()))
    return tuple(line_of(ballot, language) for ballot in rows)


async def ballots_of_meeting(reading: AsyncSession, meeting_id: UUID, language: str) -> tuple[BallotLine, ...]:
    """The ballots that belong to a meeting."""
    rows = await reading.scalars(select(Ballot).where(Ballot.meeting_id == meeting_id).order_by(Ballot.drafted_at))
    return tuple(line_of(ballot, language) for ballot in rows)


async def questions_of_meeting(reading: AsyncSession, meeting_id: UUID) -> frozenset[UUID]:
    """The contests of a meeting's ballots; those of a withdrawn ballot ask nothing any more."""
    asked = (
        select(Contest.id)
        .join(Ballot, Ballot.id == Contest.ballot_id)
        .where(Ballot.meeting_id == meeting_id, Ballot.stage != Stage.WITHDRAWN)
    )
    return frozenset(await reading.scalars(asked))


async def declared_since(
    reading: AsyncSession, since: datetime, *, language: str, person_id: UUID | None = None
) -> tuple[BallotLine, ...]:
    """Ballots declared lately, the latest first."""
    rows = await reading.scalars(
        select(Ballot).where(Ballot.declared_at >= since, _there_for(person_id)).order_by(Ballot.declared_at.desc())
    )
    return tuple(line_of(ballot, language) for ballot in rows)


def line_of(ballot: Ballot, language: str) -> BallotLine:
    return BallotLine(
        ballot.id,
        ballot.number,
        in_language(ballot.title, language),
        ballot.stage,
        ballot.meeting_id,
        ballot.opens_at,
        ballot.closes_at,
        ballot.record_on,
        level_in_short(Guarded(ballot.level)),
    )
