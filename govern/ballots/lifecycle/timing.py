"""The clock's own steps: votes open and close at their set time, whether or not an officer is there."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, select

from govern.ballots.lifecycle.preparing import open_
from govern.ballots.lifecycle.voting import close
from govern.ballots.models import Ballot
from govern.ballots.rules import Stage
from govern.errors import GovernError
from govern.identity.rules import Site
from govern.society import Society


async def open_due(society: Society, *, at: datetime, site: Site | None = None) -> tuple[UUID, ...]:
    """Open every frozen ballot whose time has come and to which nothing is missing. Returns those that opened."""
    opened = []
    for ballot_id in await _at(society, Stage.FROZEN, Ballot.opens_at <= at):
        try:
            async with society.store.writing() as writing:
                await open_(writing, society, ballot_id, by=None, at=at, site=site)
        except GovernError:
            continue  # something is missing; the office page says what
        opened.append(ballot_id)
    return tuple(opened)


async def close_due(society: Society, *, at: datetime) -> tuple[UUID, ...]:
    """Close every open ballot whose time and grace are over. Returns those that closed."""
    closed = []
    for ballot_id in await _at(society, Stage.OPEN, Ballot.closes_at < at):
        try:
            async with society.store.writing() as writing:
                await close(writing, society, ballot_id, by=None, at=at)
        except GovernError:
            continue  # the grace is not over, or an officer closed it at this moment
        closed.append(ballot_id)
    return tuple(closed)


async def _at(society: Society, stage: Stage, when: ColumnElement[bool]) -> list[UUID]:
    async with society.store.reading() as reading:
        due = select(Ballot.id).where(Ballot.stage == stage, when).order_by(Ballot.closes_at)
        return list(await reading.scalars(due))
