"""What is published of a ballot: its bundle once it is declared, its turnout once it is closed, never a small group.

Every way out goes through here, and looks at the very document that would go out.
"""

from __future__ import annotations

import asyncio
from typing import Literal
from uuid import UUID

import msgspec
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots.models import Ballot, CountRun
from govern.ballots.queries.bundle import CheckerGone, kept_of, packed
from govern.ballots.queries.checkers import named_by
from govern.ballots.queries.gathering import (
    accepted_small,
    floors,
    gather,
    roll_by_style,
    style_name,
    voted_by_style,
)
from govern.ballots.queries.office_views import GroupTurnout
from govern.ballots.queries.results import DECLARED
from govern.ballots.rules import Stage
from govern.ballots.rules.publishing import Cell, cells_withheld, turnout_shown
from govern.ballots.seal.canonical import Document
from govern.constituencies.rulebook.book import citation
from govern.database import is_rehearsal
from govern.errors import GovernError, NotFound, WrongMoment
from govern.sentences import Sentence

KNOWN = 64
OVER = (Stage.CLOSED, Stage.COUNTED, *DECLARED)


class Withheld(WrongMoment):
    """So few of a group voted that the bundle would tell how: it stays with the scrutineers."""


class Published(msgspec.Struct, frozen=True):
    """Whether the bundle may be had, by whom as the rules say, and if not why."""

    to: Literal["members", "public"]
    why_not: Sentence | None


class Turnout(msgspec.Struct, frozen=True):
    """How many voted, in all and by group; None where the number would tell who."""

    roll: int
    voted: int | None
    groups: tuple[GroupTurnout, ...]


async def published(reading: AsyncSession, ballot_id: UUID, language: str) -> Published:
    """What the page of the bundle says. Raises NotFound."""
    found = await gather(reading, ballot_id)
    to = found.book.ballot.bundle
    try:
        await _check(reading, ballot_id, language)
    except GovernError as refusal:
        return Published(to, refusal.message)
    return Published(to, None)


async def published_bundle(reading: AsyncSession, ballot_id: UUID, language: str) -> bytes:
    """The bundle for those to whom the rules give it. Raises WrongMoment before the declaration, Withheld where it
    would say how a group below the privacy floor voted, CheckerGone where its verify.py was never kept."""
    await _check(reading, ballot_id, language)
    return await packed(await kept_of(reading, ballot_id))


_known: dict[tuple[bool, UUID, int], tuple[Cell, ...]] = {}


async def _cells(reading: AsyncSession, ballot_id: UUID) -> tuple[Cell, ...]:
    """What the latest count publishes by contest and style, worked out once a process: a declared count stays."""
    run = await reading.scalar(select(func.max(CountRun.run)).where(CountRun.ballot_id == ballot_id))
    key = is_rehearsal(reading), ballot_id, run or 0  # a rehearsal has the votes of the society it is a copy of
    if key not in _known:
        kept = await kept_of(reading, ballot_id)
        cells = cells_of(await asyncio.to_thread(kept.result))
        while len(_known) >= KNOWN:
            _known.pop(next(iter(_known)))
        _known[key] = cells
    return _known[key]


async def _check(reading: AsyncSession, ballot_id: UUID, language: str) -> None:
    stage = await reading.scalar(select(Ballot.stage).where(Ballot.id == ballot_id))
    if stage is None:
        raise NotFound("There is no such vote. Go back to the list of votes and choose again.")
    if stage not in DECLARED:
        raise WrongMoment("The bundle of this vote is given out once its result is declared. Come back then.")
    found, cells = await gather(reading, ballot_id), await _cells(reading, ballot_id)
    floor = floors(found, tuple({cell.style for cell in cells}))
    withheld = cells_withheld(cells, floor, await accepted_small(reading, ballot_id))
    if withheld:
        first = withheld[0]
        raise Withheld(
            "The bundle of this vote is not given out. So few of the group {group} voted that it would tell how they "
            "did: fewer than {floor} ({rule}). The scrutineers have it and can check it with you.",
            group=style_name(found.book, first.style, language),
            floor=floor[first.style],
            rule=citation("ballot.privacy_floor", found.book),
        )
    named = await named_by(reading, ballot_id)
    if named is not None and not named.is_kept:
        raise CheckerGone()


def cells_of(result: Document) -> tuple[Cell, ...]:
    """What a `result.json` says of each contest and style, and what anybody can count in the rest of its bundle."""
    told = msgspec.convert(result, _Result)
    return tuple(
        Cell(contest.contest, row.style, row.spoilt + sum(choice.number for choice in row.choices))
        for contest in told.contests
        for row in contest.slips
    )


class _Choice(msgspec.Struct):
    number: int


class _Row(msgspec.Struct):
    style: str
    choices: list[_Choice]
    spoilt: int


class _Contest(msgspec.Struct):
    contest: str
    slips: list[_Row]


class _Result(msgspec.Struct):
    contests: list[_Contest]


async def turnout(reading: AsyncSession, ballot_id: UUID, language: str) -> Turnout | None:
    """None until voting is over: the rules of a society give no turnout before that (ballot-protocol 3.7)."""
    found = await gather(reading, ballot_id)
    if found.ballot.stage not in OVER:
        return None
    roll, voted = await roll_by_style(reading, ballot_id), await voted_by_style(reading, ballot_id)
    whole, by_style = turnout_shown({style: voted.get(style, 0) for style in roll}, floors(found, tuple(roll)))
    return Turnout(
        sum(roll.values()),
        whole,
        tuple(
            GroupTurnout(style, style_name(found.book, style, language), size, by_style[style])
            for style, size in roll.items()
        ),
    )


async def may_be_known(reading: AsyncSession, ballot_id: UUID) -> Ballot:
    """A ballot whose wording is out. Raises NotFound for one that is still being written."""
    ballot = await reading.get(Ballot, ballot_id)
    if ballot is None or ballot.stage is Stage.DRAFT:
        raise NotFound("There is no such vote. Go back to the list of votes and choose again.")
    return ballot


__all__ = ["Published", "Turnout", "Withheld", "cells_of", "may_be_known", "published", "published_bundle", "turnout"]
