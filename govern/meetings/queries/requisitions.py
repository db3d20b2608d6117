"""The meetings that members ask for: the list, one of them for whoever looks at it, what the office owes."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.rulebook.book import Rulebook
from govern.constituencies.rulebook.plain import decision_name
from govern.database import in_language
from govern.errors import NotFound
from govern.identity import queries as identity
from govern.meetings import rules
from govern.meetings.lifecycle.agreeing import may_vote_now
from govern.meetings.lifecycle.preparing import book_of
from govern.meetings.lifecycle.requisition import business_of, callers_of, signers_of, stage_of
from govern.meetings.models import Requisition, RequisitionItem, RequisitionSigner
from govern.meetings.rules import Asks, AskStage, ItemKind, Needed
from govern.sentences import Sentence

#: Nobody looks further back than so many.
MOST = 200


class Business(msgspec.Struct, frozen=True):
    """An item that the meeting is asked for, in one language; `decision` is its kind of resolution."""

    position: int
    kind: ItemKind
    title: str
    text: str
    decision: Sentence | str | None


class AskLine(msgspec.Struct, frozen=True):
    """A meeting asked for, in a list: by its first item, how many signed, and by when the board calls it."""

    id: UUID
    title: str
    stage: AskStage
    signed: int
    begun_at: datetime
    call_by: date | None


class Signer(msgspec.Struct, frozen=True):
    """Who signed, when, and whether it came on paper."""

    person_id: UUID
    name: str
    signed_on: date
    on_paper: bool


class AskPage(msgspec.Struct, frozen=True):
    """All of one for whoever looks at it. `mine`: I began it; `signed`, `calls`: I signed, I call it too."""

    line: AskLine
    business: tuple[Business, ...]
    signers: tuple[Signer, ...]
    needed: Needed
    asks: Asks
    own_until: date | None
    meeting_id: UUID | None
    mine: bool
    signed: bool
    may: bool
    calls: bool
    callers: int
    callers_needed: int
    own_starts_at: datetime | None
    own_place: str
    own_video_link: str | None

    @property
    def missing(self) -> int:
        return max(self.needed.number - len(self.signers), 0)


async def needed_now(reading: AsyncSession, at: datetime) -> Needed:
    """How many would have to sign today."""
    return rules.needed_to_ask(await book_of(reading, at), len(await may_vote_now(reading, at)))


async def asked_for(reading: AsyncSession, language: str, at: datetime) -> tuple[AskLine, ...]:
    """Every meeting that members ask or asked for, the newest first."""
    book = await book_of(reading, at)
    rows = await reading.scalars(select(Requisition).order_by(Requisition.begun_at.desc()).limit(MOST))
    return tuple([await _line(reading, row, book, language, at) for row in rows])


async def _line(reading: AsyncSession, row: Requisition, book: Rulebook, language: str, at: datetime) -> AskLine:
    first = (await business_of(reading, row.id))[0]
    return AskLine(
        id=row.id,
        title=in_language(first.title, language),
        stage=await stage_of(reading, row, at, book),
        signed=len(await signers_of(reading, row.id)),
        begun_at=row.begun_at,
        call_by=rules.call_by(row.reached_at, rules.asks_of(book)) if row.reached_at else None,
    )


async def ask_page(
    reading: AsyncSession, requisition_id: UUID, person_id: UUID, language: str, at: datetime
) -> AskPage:
    """Raises `NotFound`."""
    row = await reading.get(Requisition, requisition_id)
    if row is None:
        raise NotFound("Nobody asked for such a meeting. Go to the list and choose from there.")
    book, entitled = await book_of(reading, at), await may_vote_now(reading, at)
    needed = rules.needed_to_ask(book, len(entitled))
    if row.needed is not None and row.entitled is not None:
        needed = msgspec.structs.replace(needed, number=row.needed, entitled=row.entitled)
    callers, signers = await callers_of(reading, row.id), await _signers(reading, row.id)
    return AskPage(
        line=await _line(reading, row, book, language, at),
        business=tuple(_business(one, book, language) for one in await business_of(reading, row.id)),
        signers=signers,
        needed=needed,
        asks=rules.asks_of(book),
        own_until=rules.own_until(row.reached_at, rules.asks_of(book)) if row.reached_at else None,
        meeting_id=row.meeting_id,
        mine=row.begun_by == person_id,
        signed=any(one.person_id == person_id for one in signers),
        may=person_id in entitled,
        calls=person_id in callers,
        callers=len(callers),
        callers_needed=rules.callers_needed(len(signers)),
        own_starts_at=row.own_starts_at,
        own_place=row.own_place or "",
        own_video_link=row.own_video_link,
    )


def _business(one: RequisitionItem, book: Rulebook, language: str) -> Business:
    return Business(
        position=one.position,
        kind=one.kind,
        title=in_language(one.title, language),
        text=in_language(one.text, language),
        decision=decision_name(book, one.resolution, language) if one.resolution else None,
    )


async def _signers(reading: AsyncSession, requisition_id: UUID) -> tuple[Signer, ...]:
    rows = list(
        await reading.scalars(
            select(RequisitionSigner)
            .where(RequisitionSigner.requisition_id == requisition_id)
            .order_by(RequisitionSigner.noted_at)
        )
    )
    names = await identity.people_by_id(reading, [row.person_id for row in rows])
    return tuple(Signer(r.person_id, names[r.person_id].name, r.signed_on, r.noted_by is not None) for r in rows)
