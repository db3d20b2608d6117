"""The fund as it opens to each: to members their own, to the panel code and need, to its keeper the ledger.

Who asked is read in two places alone: `own_asked`, by that person, and `name_behind`, by whoever keeps the fund.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

import msgspec
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.register import queries as register
from govern.constituencies.rulebook import queries as rulebook
from govern.errors import NotFound
from govern.forums.purses import rules
from govern.forums.purses.models import (
    THE_FUND,
    Asked,
    Asker,
    Fund,
    FundLine,
    PanelSeat,
    PanelVote,
    StoodAside,
)
from govern.forums.purses.rules import AskStage, FundLineKind, Reason
from govern.identity import queries as identity
from govern.sentences import Sentence


class OwnAsked(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody asked themselves. `again`: it may come again with new facts."""

    id: UUID
    code: str
    pence: int
    need: str
    stage: AskStage
    asked_on: date
    settled_on: date | None
    again: bool


class FundFace(msgspec.Struct, frozen=True, kw_only=True):
    """The fund for a member: what is in it, what was given, whether they may ask, whether they sit on the panel."""

    open: bool
    balance: int
    given: int
    grants: int
    most: int
    may_ask: bool
    on_panel: bool
    own: tuple[OwnAsked, ...]


class CaseLine(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked, in the panel's list. `aside`: whoever reads stands aside; `waits`: their voice is missing."""

    id: UUID
    code: str
    pence: int
    stage: AskStage
    aside: bool
    waits: bool


class Voice(msgspec.Struct, frozen=True):
    """Somebody of the panel, and how they voted, openly within the panel. None: not yet."""

    name: str
    yes: bool | None
    me: bool


class CaseView(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked, for somebody of the panel: the need and the voices, unless they stand aside."""

    id: UUID
    code: str
    pence: int
    stage: AskStage
    asked_on: date
    aside: bool
    need: str
    before: str
    voices: tuple[Voice, ...]
    aside_count: int
    full: bool


class SeatLine(msgspec.Struct, frozen=True):
    """Somebody on the panel now."""

    id: UUID
    name: str
    worker: bool
    minute: str
    from_on: date


class FundLedger(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the ledger, by code where it is a grant, and what was in the fund after it."""

    at: datetime
    kind: FundLineKind
    what: str
    pence: int
    left: int


class MinuteLine(msgspec.Struct, frozen=True):
    """What minutes carry of one decision: its day and the sentence with code and sum (invariant 86)."""

    id: UUID
    on: date
    sentence: Sentence


def _nothing_for_you() -> NotFound:
    return NotFound("There is no such page for you. It is for those who sit on the panel.")


async def panel_of(reading: AsyncSession) -> dict[UUID, bool]:
    """Who sits on the panel now, and whether they were a worker when they were named."""
    rows = await reading.scalars(
        select(PanelSeat).where(PanelSeat.to_on.is_(None)).order_by(PanelSeat.from_on, PanelSeat.id)
    )
    return {row.person_id: row.worker for row in rows}


async def asker_of(reading: AsyncSession, asked_id: UUID) -> UUID | None:
    """Who asked, for rules alone: pages of the panel never hold this."""
    found: UUID | None = await reading.scalar(select(Asker.person_id).where(Asker.asked_id == asked_id))
    return found


async def standing_aside(reading: AsyncSession, row: Asked, panel: Collection[UUID], on: date) -> dict[UUID, Reason]:
    """Who stands aside in this one: who asked, whoever is tied to them by the register, whoever stood aside."""
    stood = set(await reading.scalars(select(StoodAside.person_id).where(StoodAside.asked_id == row.id)))
    applicant = await asker_of(reading, row.id)
    if applicant is None:
        return {person: Reason.SAID for person in panel if person in stood}
    return rules.aside(panel, applicant, await _tied(reading, applicant, on), stood)


async def _tied(reading: AsyncSession, person_id: UUID, on: date) -> set[UUID]:
    """Those to whom somebody is tied on a day in any way that is declared in the register."""
    return {
        tie.other_id
        for tie in await register.ties_of(reading, person_id)
        if tie.from_on <= on and (tie.to_on is None or tie.to_on > on)
    }


async def own_asked(reading: AsyncSession, person_id: UUID) -> tuple[OwnAsked, ...]:
    """What somebody asked of the fund themselves, the newest first."""
    rows = list(
        await reading.scalars(
            select(Asked)
            .join(Asker, Asker.asked_id == Asked.id)
            .where(Asker.person_id == person_id)
            .order_by(Asked.code.desc())
        )
    )
    came_again = {row.again_id for row in rows}
    return tuple(
        OwnAsked(
            id=row.id,
            code=row.code,
            pence=row.pence,
            need=row.need,
            stage=row.stage,
            asked_on=row.asked_on,
            settled_on=row.settled_on,
            again=row.stage in rules.COMES_AGAIN and row.id not in came_again,
        )
        for row in rows
    )


async def fund_face(reading: AsyncSession, person_id: UUID, on: date) -> FundFace:
    """The fund for a member. Raises `NotFound` where the rules know none."""
    book = (await rulebook.in_force(reading, on)).rulebook
    rules.check_fund(book)
    fund = await reading.get(Fund, THE_FUND)
    grants, given = (
        await reading.execute(
            select(func.count(), func.coalesce(func.sum(-FundLine.pence), 0)).where(
                FundLine.kind == FundLineKind.GRANT
            )
        )
    ).one()
    return FundFace(
        open=fund is not None,
        balance=fund.balance_pence if fund else 0,
        given=int(given),
        grants=int(grants),
        most=book.funds.benevolent.grant_max_pence,
        may_ask=rules.is_worker(book, await register.constituencies_of(reading, person_id, on)),
        on_panel=person_id in await panel_of(reading),
        own=await own_asked(reading, person_id),
    )


async def cases(reading: AsyncSession, person_id: UUID, on: date) -> tuple[CaseLine, ...]:
    """What is and was with the panel, for somebody who sits on it. Raises `NotFound` for others."""
    panel = await panel_of(reading)
    if person_id not in panel:
        raise _nothing_for_you()
    rows = await reading.execute(
        select(Asked, Asker.person_id)
        .outerjoin(Asker, Asker.asked_id == Asked.id)
        .order_by(Asked.stage != AskStage.WITH_PANEL, Asked.code.desc())
    )
    mine = set(await reading.scalars(select(PanelVote.asked_id).where(PanelVote.person_id == person_id)))
    stood = set(await reading.scalars(select(StoodAside.asked_id).where(StoodAside.person_id == person_id)))
    close = {person_id, *await _tied(reading, person_id, on)}
    return tuple(
        CaseLine(
            id=row.id,
            code=row.code,
            pence=row.pence,
            stage=row.stage,
            aside=(aside := asker in close or row.id in stood),
            waits=row.stage is AskStage.WITH_PANEL and not aside and row.id not in mine,
        )
        for row, asker in rows
    )


async def case(reading: AsyncSession, asked_id: UUID, person_id: UUID, on: date) -> CaseView:
    """One of them. Whoever stands aside reads the code and no more. Raises `NotFound` for those not on the panel."""
    panel = await panel_of(reading)
    row = await reading.get(Asked, asked_id)
    if person_id not in panel or row is None:
        raise _nothing_for_you()
    found = await standing_aside(reading, row, panel, on)
    aside = person_id in found
    votes = {
        one.person_id: one.yes
        for one in await reading.scalars(select(PanelVote).where(PanelVote.asked_id == asked_id))
    }
    who = [person for person in {**panel, **votes} if person not in found]
    names = await identity.people_by_id(reading, who)
    before = await reading.get(Asked, row.again_id) if row.again_id else None
    book = (await rulebook.in_force(reading, on)).rulebook
    return CaseView(
        id=row.id,
        code=row.code,
        pence=row.pence,
        stage=row.stage,
        asked_on=row.asked_on,
        aside=aside,
        need="" if aside else row.need,
        before="" if aside or before is None else before.need,
        voices=()
        if aside
        else tuple(Voice(names[person].name, votes.get(person), person == person_id) for person in who),
        aside_count=len(found),
        full=len(panel) == book.funds.benevolent.panel_size,
    )


async def seats(reading: AsyncSession) -> tuple[SeatLine, ...]:
    """Who sits on the panel now, for whoever keeps the fund."""
    rows = list(await reading.scalars(select(PanelSeat).where(PanelSeat.to_on.is_(None))))
    names = await identity.people_by_id(reading, [row.person_id for row in rows])
    found = [SeatLine(row.id, names[row.person_id].name, row.worker, row.minute, row.from_on) for row in rows]
    return tuple(sorted(found, key=lambda line: line.name))


async def fund_ledger(reading: AsyncSession) -> tuple[FundLedger, ...]:
    """Every line in its order, grants by their code."""
    rows = await reading.execute(
        select(FundLine, Asked.code).outerjoin(Asked, Asked.id == FundLine.asked_id).order_by(FundLine.number)
    )
    left, found = 0, []
    for line, code in rows:
        left += line.pence
        found.append(FundLedger(at=line.at, kind=line.kind, what=code or line.note, pence=line.pence, left=left))
    return tuple(found)


async def minutes_of_fund(
    reading: AsyncSession, from_on: date = date.min, to_on: date = date.max
) -> tuple[MinuteLine, ...]:
    """What the minutes carry of what was decided in a time: codes and sums, no name, no voice (invariant 86)."""
    rows = await reading.scalars(
        select(Asked)
        .where(Asked.settled_on.between(from_on, to_on), Asked.stage != AskStage.WITHDRAWN)
        .order_by(Asked.code)
    )
    return tuple(
        MinuteLine(row.id, row.settled_on, rules.minute(row.code, row.stage, row.pence))
        for row in rows
        if row.settled_on is not None
    )


async def name_behind(reading: AsyncSession, asked_id: UUID) -> tuple[OwnAsked, str]:
    """Who is behind a code, for whoever pays out. The one place where both stand together. Raises `NotFound`."""
    person_id = await asker_of(reading, asked_id)
    if person_id is None:
        raise NotFound("There is nothing asked under this code. Look at the list again.")
    row = next(one for one in await own_asked(reading, person_id) if one.id == asked_id)
    return row, (await identity.person(reading, person_id)).name
