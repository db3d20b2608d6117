"""A change of the rules as the board meets it: proposed with those it does not fit, confirmed, looked at on its day.

Invariant 13: a version under which the present board would be over a cap takes effect only with a day named by which
that is put right, and with the list of the seats it concerns. Nobody loses a seat by a change of the rules.
"""

from __future__ import annotations

import asyncio
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.boards.lifecycle.heeding import recheck
from govern.constituencies.boards.queries import coming as looking
from govern.constituencies.boards.queries.coming import Effects
from govern.constituencies.rulebook import lifecycle as rulebook
from govern.constituencies.rulebook import queries as rulebooks
from govern.constituencies.rulebook.book import Rulebook, load, with_society
from govern.constituencies.rulebook.rules import Proposal
from govern.database import Store
from govern.errors import NotAllowed
from govern.identity.rules import day_of
from govern.sentences import Sentence


async def propose(
    writing: AsyncSession, draft_id: UUID, proposal: Proposal, *, by: UUID | None, at: datetime
) -> None:
    """Propose a draft, with the seats that would not fit on its first day.

    Raises `NotValid` where such seats are there and no day is named by which that is put right, `NotAllowed` where
    members would be left in a group that these rules do not have.
    """
    draft = await rulebooks.draft(writing, draft_id)
    text = with_society(draft.text, {"effective_from": proposal.effective_from})
    coming = await asyncio.to_thread(load, text)
    found = await _look(writing, coming, proposal.effective_from)
    await rulebook.propose(writing, draft_id, proposal, found.affected, by=by, at=at)


async def confirm(writing: AsyncSession, draft_id: UUID, *, by: UUID, at: datetime) -> UUID:
    """The second officer agrees. The board is looked at again; a version that holds from today takes effect now."""
    draft = await rulebooks.draft(writing, draft_id)
    found = None
    if draft.book is not None and draft.effective_from is not None:
        found = await _look(writing, draft.book, draft.effective_from)
    version_id = await rulebook.confirm(writing, draft_id, found.affected if found else (), by=by, at=at)
    version = await rulebooks.version(writing, version_id)
    if version.effective_from <= day_of(at):
        await recheck(writing, day_of(at), by=by, at=at)
    return version_id


async def take_effect_due(store: Store, *, at: datetime) -> tuple[UUID, ...]:
    """Versions whose day has come take effect: the caps are looked at again, and what is not kept is written down.

    Nobody is removed; the duty is to put it right at the next general meeting, or by the day that was named.
    """
    today = day_of(at)
    async with store.reading() as reading:
        due = await rulebooks.due_to_take_effect(reading, today)
    for one in due:
        async with store.writing() as writing:
            await rulebook.note_effect(writing, one.id, at=at)
            await recheck(writing, today, by=None, at=at)
    return tuple(one.id for one in due)


async def _look(writing: AsyncSession, coming: Rulebook, on: date) -> Effects:
    before = (await rulebooks.newest(writing)).rulebook
    found = await looking.effects(writing, coming, before, on)
    if found.homeless:
        names = tuple(before.constituency(group).name for group in found.homeless if group in _groups(before))
        count = sum(found.homeless.values())
        raise NotAllowed(
            Sentence(
                "{count} person belongs to a group that these rules do not have: {groups}. "
                "Move them to another group first, or keep the group.",
                "{count} people belong to a group that these rules do not have: {groups}. "
                "Move them to another group first, or keep the group.",
                count,
                count=count,
                groups=names,
            )
        )
    return found


def _groups(book: Rulebook) -> set[str]:
    return {group.id for group in book.constituencies}
