"""A pot as it opens to somebody: those with a share, whoever leads its forum, and the guide. For others it is not
there: what somebody's money does is theirs."""

from __future__ import annotations

from datetime import date, datetime
from enum import IntEnum
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots.deciding.explaining import needed
from govern.ballots.deciding.question import Op
from govern.constituencies.rulebook import queries as rulebook
from govern.database import in_language
from govern.errors import NotFound
from govern.forums.gatherings import queries as gatherings
from govern.forums.gatherings.rules import Reach
from govern.forums.purses.models import Pot, PotLine, PotShare, Spend, SpendPart, SpendVoice
from govern.forums.purses.rules import Expressed, PotLineKind, SpendState, shared_kind
from govern.identity import queries as identity
from govern.sentences import Sentence


class Hold(IntEnum):
    """How somebody holds a pot. Each includes those before it, save that the guide presses nothing."""

    NONE = 0
    READS = 1  # the outside guide
    SHARES = 2  # has a share of their own
    LEADS = 3  # leads its forum


class PotName(msgspec.Struct, frozen=True):
    """A pot in a list."""

    id: UUID
    name: str
    closed: bool


class ShareLine(msgspec.Struct, frozen=True):
    """One person's share."""

    person_id: UUID
    name: str
    pence: int


class PartLine(msgspec.Struct, frozen=True, kw_only=True):
    """What one share gives to a spend, with the answer and how it came where somebody else wrote it down."""

    person_id: UUID
    name: str
    pence: int
    yes: bool | None
    noted: bool
    there: str
    expressed: Expressed | None
    how: str


class Together(msgspec.Struct, frozen=True):
    """Those who share decide on it together: what the rules need, and what those said whose share gives nothing."""

    needs: Sentence
    others: tuple[PartLine, ...]


class SpendLine(msgspec.Struct, frozen=True, kw_only=True):
    """A spend in a list, and in full where `parts` are there."""

    id: UUID
    what: str
    total: int
    state: SpendState
    proposer: str
    proposed_by: UUID
    proposed_at: datetime
    settled_at: datetime | None
    asks_me: bool
    parts: tuple[PartLine, ...]
    together: Together | None


class LedgerLine(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the ledger. `pence` is below zero where money went out; `left` is that share after it."""

    at: datetime
    name: str
    kind: PotLineKind
    what: str
    pence: int
    left: int


class PotView(msgspec.Struct, frozen=True, kw_only=True):
    """A pot for somebody who may see it (`hold`)."""

    id: UUID
    forum_id: UUID
    forum_name: str
    name: str
    guide: str
    guide_id: UUID | None
    closed_at: datetime | None
    hold: Hold
    shares: tuple[ShareLine, ...]

    @property
    def total(self) -> int:
        return sum(share.pence for share in self.shares)


def _not_there() -> NotFound:
    return NotFound("There is no such pot. It is there for those who put money in.")


async def hold_of(reading: AsyncSession, pot: Pot, person_id: UUID, on: date) -> Hold:
    """How somebody holds a pot. Whoever leads the forum has it through the one gate of forums."""
    reach = await gatherings.reach(reading, pot.forum_id, person_id, on)
    if reach is Reach.LEADS:
        return Hold.LEADS
    if await reading.get(PotShare, (pot.id, person_id)) is not None:
        return Hold.SHARES
    return Hold.READS if pot.guide_id == person_id and reach >= Reach.LISTENS else Hold.NONE


async def pot(
    reading: AsyncSession, pot_id: UUID, person_id: UUID, on: date, language: str, needed: Hold = Hold.READS
) -> PotView:
    """A pot. Raises `NotFound` where it does not open so far to somebody: nobody is told whose money is where."""
    found = await reading.get(Pot, pot_id)
    if found is None:
        raise _not_there()
    hold = await hold_of(reading, found, person_id, on)
    if hold < max(needed, Hold.READS):
        raise _not_there()
    rows = list(await reading.scalars(select(PotShare).where(PotShare.pot_id == pot_id)))
    forum = await gatherings.line(reading, found.forum_id, on, language)
    names = await identity.people_by_id(
        reading, [*(row.person_id for row in rows), *([found.guide_id] if found.guide_id else [])]
    )
    shares = [ShareLine(row.person_id, names[row.person_id].name, row.pence) for row in rows]
    return PotView(
        id=found.id,
        forum_id=found.forum_id,
        forum_name=forum.name,
        name=in_language(found.name, language),
        guide=names[found.guide_id].name if found.guide_id else "",
        guide_id=found.guide_id,
        closed_at=found.closed_at,
        hold=hold,
        shares=tuple(sorted(shares, key=lambda share: share.name)),
    )


async def pots_of(
    reading: AsyncSession, forum_id: UUID, person_id: UUID, on: date, language: str
) -> tuple[PotName, ...]:
    """The pots of a forum that are there for somebody."""
    rows = list(await reading.scalars(select(Pot).where(Pot.forum_id == forum_id).order_by(Pot.opened_at)))
    if not rows:
        return ()
    reach = await gatherings.reach(reading, forum_id, person_id, on)
    mine = set(
        await reading.scalars(
            select(PotShare.pot_id).where(
                PotShare.person_id == person_id, PotShare.pot_id.in_([row.id for row in rows])
            )
        )
    )
    return tuple(
        PotName(row.id, in_language(row.name, language), row.closed_at is not None)
        for row in rows
        if reach is Reach.LEADS or row.id in mine or (row.guide_id == person_id and reach >= Reach.LISTENS)
    )


async def spends(
    reading: AsyncSession, pot_id: UUID, person_id: UUID, on: date, language: str, only: UUID | None = None
) -> tuple[SpendLine, ...]:
    """What was asked to be spent, what waits first and the newest first within that. As many questions, however
    much was asked."""
    question = select(Spend).where(Spend.pot_id == pot_id)
    if only is not None:
        question = question.where(Spend.id == only)
    rows = list(
        await reading.scalars(question.order_by(Spend.state != SpendState.ASKED, Spend.proposed_at.desc(), Spend.id))
    )
    ids = [row.id for row in rows]
    parts: dict[UUID, list[SpendPart]] = {row.id: [] for row in rows}
    asked = select(SpendPart).where(SpendPart.spend_id.in_(ids)).order_by(SpendPart.place)
    for part in await reading.scalars(asked):
        parts[part.spend_id].append(part)
    said = {
        (voice.spend_id, voice.person_id): voice
        for voice in await reading.scalars(select(SpendVoice).where(SpendVoice.spend_id.in_(ids)))
    }
    kind = shared_kind((await rulebook.in_force(reading, on)).rulebook)
    shares = set(await reading.scalars(select(PotShare.person_id).where(PotShare.pot_id == pot_id)))
    named = {row.proposed_by for row in rows} | shares | {p.person_id for some in parts.values() for p in some}
    names = {key: one.name for key, one in (await identity.people_by_id(reading, named)).items()}

    def together(row: Spend) -> Together | None:
        """While it waits, everybody with a share is asked; afterwards it shows whoever was heard."""
        if kind is None:
            return None
        gives = {part.person_id for part in parts[row.id]}
        heard = {person: voice for (spend_id, person), voice in said.items() if spend_id == row.id}
        asks = (shares if row.state is SpendState.ASKED else set(heard)) - gives
        others = (_part(person, 0, heard.get(person), names) for person in asks)
        needs = needed(Op(kind.pass_.op), kind.pass_.of)
        return Together(needs, tuple(sorted(others, key=lambda line: line.name)))

    return tuple(_spend(row, parts[row.id], together(row), names, person_id, language) for row in rows)


def _part(person_id: UUID, pence: int, said: SpendPart | SpendVoice | None, names: dict[UUID, str]) -> PartLine:
    return PartLine(
        person_id=person_id,
        name=names[person_id],
        pence=pence,
        yes=None if said is None else said.yes,
        noted=said is not None and said.noted_by is not None,
        there="" if said is None else said.there,
        expressed=None if said is None else said.expressed,
        how="" if said is None else said.how,
    )


def _spend(
    row: Spend,
    parts: list[SpendPart],
    together: Together | None,
    names: dict[UUID, str],
    person_id: UUID,
    language: str,
) -> SpendLine:
    lines = tuple(_part(part.person_id, part.pence, part, names) for part in parts)
    asked = (*lines, *(together.others if together is not None else ()))
    return SpendLine(
        id=row.id,
        what=in_language(row.what, language),
        total=row.total_pence,
        state=row.state,
        proposer=names[row.proposed_by],
        proposed_by=row.proposed_by,
        proposed_at=row.proposed_at,
        settled_at=row.settled_at,
        asks_me=row.state is SpendState.ASKED and any(p.person_id == person_id and p.yes is None for p in asked),
        parts=lines,
        together=together,
    )


async def spend(
    reading: AsyncSession, pot_id: UUID, spend_id: UUID, person_id: UUID, on: date, language: str
) -> SpendLine:
    """One spend of a pot. Raises `NotFound`."""
    found = await spends(reading, pot_id, person_id, on, language, only=spend_id)
    if not found:
        raise NotFound("There is nothing of the kind in this pot. Look at the pot again.")
    return found[0]


async def ledger(reading: AsyncSession, pot_id: UUID, language: str) -> tuple[LedgerLine, ...]:
    """Every line in the order it happened, each with what that share came to after it."""
    rows = (
        await reading.execute(
            select(PotLine, Spend.what)
            .outerjoin(Spend, Spend.id == PotLine.spend_id)
            .where(PotLine.pot_id == pot_id)
            .order_by(PotLine.number)
        )
    ).all()
    names = await identity.people_by_id(reading, {line.person_id for line, _ in rows})
    left: dict[UUID, int] = {}
    found = []
    for line, what in rows:
        left[line.person_id] = left.get(line.person_id, 0) + line.pence
        found.append(
            LedgerLine(
                at=line.at,
                name=names[line.person_id].name,
                kind=line.kind,
                what=in_language(what, language) if what else line.note,
                pence=line.pence,
                left=left[line.person_id],
            )
        )
    return tuple(found)
