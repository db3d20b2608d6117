"""Peers' reports: the peer's own with the answers to it, and those a member may read once they are out."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots.models import Appointment, Ballot, MemberHandle, PeerReport, ReportAnswer
from govern.ballots.seal.documents import Channel
from govern.database import in_language
from govern.identity import queries as identity


class AnswerView(msgspec.Struct, frozen=True):
    """What a member answered, with their name: they wrote it to their peer."""

    member: str
    words: str
    at: datetime


class ReportView(msgspec.Struct, frozen=True, kw_only=True):
    """A peer's statement. `easy` are the lines in easy words, where there are any; `answers` those one may read."""

    id: UUID
    peer: str
    voted: str
    why: str
    easy: tuple[str, ...]
    language: str
    written_at: datetime
    released_at: datetime | None
    answers: tuple[AnswerView, ...]


class ReportLine(msgspec.Struct, frozen=True):
    """A report that came out lately, for the one who may read it."""

    ballot_id: UUID
    title: str
    peer: str


async def own_report(reading: AsyncSession, ballot_id: UUID, peer_id: UUID) -> ReportView | None:
    """The peer's own report with every answer, or None where none is written."""
    row = await reading.scalar(
        select(PeerReport).where(PeerReport.ballot_id == ballot_id, PeerReport.peer_id == peer_id)
    )
    return None if row is None else await _view(reading, row, None)


async def reports_for(reading: AsyncSession, ballot_id: UUID, member_id: UUID) -> tuple[ReportView, ...]:
    """The reports that are out of whoever carried this member in this vote, each with the member's own answers."""
    found = await reading.scalars(_released_to(member_id).where(PeerReport.ballot_id == ballot_id))
    return tuple([await _view(reading, row, member_id) for row in found])


async def new_reports(
    reading: AsyncSession, member_id: UUID, since: datetime, *, language: str
) -> tuple[ReportLine, ...]:
    """What came out lately for this member, the latest first."""
    rows = await reading.scalars(
        _released_to(member_id).where(PeerReport.released_at >= since).order_by(PeerReport.released_at.desc())
    )
    found = tuple(rows)
    if not found:
        return ()
    people = await identity.people_by_id(reading, {row.peer_id for row in found})
    ballots = {
        ballot.id: ballot
        for ballot in await reading.scalars(select(Ballot).where(Ballot.id.in_([row.ballot_id for row in found])))
    }
    return tuple(
        ReportLine(row.ballot_id, in_language(ballots[row.ballot_id].title, language), people[row.peer_id].name)
        for row in found
    )


def _released_to(member_id: UUID) -> Select[PeerReport]:
    return (
        select(PeerReport)
        .join(
            Appointment,
            (Appointment.ballot_id == PeerReport.ballot_id) & (Appointment.holder_id == PeerReport.peer_id),
        )
        .join(
            MemberHandle,
            (MemberHandle.ballot_id == Appointment.ballot_id) & (MemberHandle.handle == Appointment.handle),
        )
        .where(
            MemberHandle.person_id == member_id,
            Appointment.channel == Channel.PEER,
            Appointment.revoked_leaf.is_(None),
            PeerReport.released_at.is_not(None),
        )
    )


async def _view(reading: AsyncSession, row: PeerReport, only: UUID | None) -> ReportView:
    asked = select(ReportAnswer).where(ReportAnswer.report_id == row.id).order_by(ReportAnswer.answered_at)
    if only is not None:
        asked = asked.where(ReportAnswer.member_id == only)
    answers = tuple(await reading.scalars(asked))
    people = await identity.people_by_id(reading, {row.peer_id} | {one.member_id for one in answers})
    return ReportView(
        id=row.id,
        peer=people[row.peer_id].name,
        voted=row.voted,
        why=row.why,
        easy=tuple(line.strip() for line in row.easy.splitlines() if line.strip()),
        language=row.language,
        written_at=row.written_at,
        released_at=row.released_at,
        answers=tuple(AnswerView(people[one.member_id].name, one.words, one.answered_at) for one in answers),
    )
