"""Drafts of the rules as officers see them, and how each version came about as everybody may see it."""

from __future__ import annotations

import asyncio
from datetime import date, datetime
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.rulebook.book import Rulebook, RulebookNotValid, load
from govern.constituencies.rulebook.models import RulebookDraft, RulebookVersion
from govern.constituencies.rulebook.queries.versions import newest
from govern.constituencies.rulebook.rules import Affected, DraftStage, affected_from, fingerprint_of
from govern.errors import NotFound
from govern.sentences import Sentence


class Draft(msgspec.Struct, frozen=True):
    """A draft with everything its page says. `book` is None while the text has `problems`.

    `is_stale` is whether the rules were changed after it was begun; `seen` marks the text for whoever edits it.
    """

    id: UUID
    stage: DraftStage
    title: str
    text: str
    seen: str
    is_stale: bool
    started_by: UUID | None
    started_at: datetime
    edited_at: datetime
    proposed_by: UUID | None
    proposed_at: datetime | None
    reason: str | None
    resolution: str | None
    effective_from: date | None
    changes_registered: bool
    registered_on: date | None
    transition_on: date | None
    affected: tuple[Affected, ...]
    decided_by: UUID | None
    decided_at: datetime | None
    sent_back_reason: str | None
    version_id: UUID | None
    problems: tuple[Sentence, ...] = ()
    book: Rulebook | None = None

    @property
    def people(self) -> frozenset[UUID]:
        """Everybody who had a hand in it."""
        return frozenset(p for p in (self.started_by, self.proposed_by, self.decided_by) if p is not None)


class DraftLine(msgspec.Struct, frozen=True):
    """A draft as the list names it."""

    id: UUID
    title: str
    stage: DraftStage
    edited_at: datetime
    is_stale: bool
    effective_from: date | None
    proposed_by: UUID | None = None


class Change(msgspec.Struct, frozen=True):
    """How a version came about: the decision that allowed it, why, from when, and how many seats had to change."""

    number: int
    version_id: UUID
    effective_from: date
    adopted_at: datetime
    fingerprint: str
    reason: str | None
    resolution: str | None
    registered_on: date | None
    transition_on: date | None
    affected: int


async def draft(reading: AsyncSession, draft_id: UUID) -> Draft:
    """One draft with the problems of its text. Raises `NotFound`."""
    row = await reading.get(RulebookDraft, draft_id)
    if row is None:
        raise NotFound("There is no such draft of the rules. Go back to the rules and choose from the list.")
    book, problems = await _looked_at(row.text)
    last = await newest(reading)
    return Draft(
        **{name: getattr(row, name) for name in _AS_KEPT},
        seen=fingerprint_of(row.text),
        is_stale=row.based_on != last.version_id and row.stage in (DraftStage.DRAFT, DraftStage.PROPOSED),
        affected=affected_from(row.affected),
        problems=problems,
        book=book,
    )


async def drafts(reading: AsyncSession, *, over: bool = False) -> tuple[DraftLine, ...]:
    """Drafts that are worked on or proposed, or with `over` those that are adopted or withdrawn; the latest first."""
    stages = (DraftStage.ADOPTED, DraftStage.WITHDRAWN) if over else (DraftStage.PROPOSED, DraftStage.DRAFT)
    rows = await reading.scalars(
        select(RulebookDraft)
        .where(RulebookDraft.stage.in_(stages))
        .order_by(RulebookDraft.edited_at.desc(), RulebookDraft.id)
        .limit(100)
    )
    last = (await newest(reading)).version_id
    return tuple(
        DraftLine(
            row.id,
            row.title,
            row.stage,
            row.edited_at,
            not over and row.based_on != last,
            row.effective_from,
            row.proposed_by,
        )
        for row in rows
    )


async def changes(reading: AsyncSession) -> tuple[Change, ...]:
    """The whole history, the newest first. Versions of the founding have no reason and no resolution."""
    rows = await reading.execute(
        select(RulebookVersion, RulebookDraft)
        .outerjoin(RulebookDraft, RulebookDraft.version_id == RulebookVersion.id)
        .order_by(RulebookVersion.number.desc())
    )
    return tuple(_change(version, found) for version, found in rows)


def _change(version: RulebookVersion, found: RulebookDraft | None) -> Change:
    return Change(
        number=version.number,
        version_id=version.id,
        effective_from=version.effective_from,
        adopted_at=version.adopted_at,
        fingerprint=version.fingerprint.hex(),
        reason=found.reason if found else None,
        resolution=found.resolution if found else None,
        registered_on=found.registered_on if found else None,
        transition_on=found.transition_on if found else None,
        affected=len({p for one in affected_from(found.affected) for p in one.people}) if found else 0,
    )


async def _looked_at(text: str) -> tuple[Rulebook | None, tuple[Sentence, ...]]:
    try:
        return await asyncio.to_thread(load, text), ()
    except RulebookNotValid as refusal:
        return None, refusal.problems


#: What a draft shows just as its row has it.
_AS_KEPT = (
    "id",
    "stage",
    "title",
    "text",
    "started_by",
    "started_at",
    "edited_at",
    "proposed_by",
    "proposed_at",
    "reason",
    "resolution",
    "effective_from",
    "changes_registered",
    "registered_on",
    "transition_on",
    "decided_by",
    "decided_at",
    "sent_back_reason",
    "version_id",
)
