"""Offers: somebody offers a forum something, the forum answers within the days of its layer, they are told (M14)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.constituencies.register import queries as register
from govern.constituencies.rulebook import queries as rulebook
from govern.database import in_language, locked
from govern.errors import AlreadyDone, NotFound, NotValid
from govern.forums.activities import rules
from govern.forums.activities.lifecycle.telling import tell_answered
from govern.forums.activities.models import Offer
from govern.forums.activities.rules import OfferAnswer, OfferKind
from govern.forums.gatherings.models import Forum
from govern.identity import queries as identity
from govern.identity.rules import Site, day_of
from govern.record import Event


class OfferDraft(msgspec.Struct, frozen=True, kw_only=True):
    """What is offered. `outside` and `contact`: who from outside offers it, which the facilitator enters for them."""

    kind: OfferKind
    words: str
    outside: str | None = None
    contact: str | None = None


async def make_offer(writing: AsyncSession, forum_id: UUID, wanted: OfferDraft, *, by: UUID, at: datetime) -> UUID:
    """Somebody offers something; by when it is answered follows from the rules of today. Raises `AlreadyDone`."""
    forum = await locked(writing, Forum, forum_id)
    if forum.closed_on is not None:
        raise AlreadyDone("This forum was closed on {day}. What it did can still be read.", day=forum.closed_on)
    today = day_of(at)
    layer = (await rulebook.in_force(writing, today)).rulebook.forum_layer(forum.layer)
    groups = () if wanted.outside else await register.constituencies_of(writing, by, today)
    row = Offer(
        id=uuid4(),
        forum_id=forum_id,
        kind=wanted.kind,
        words=wanted.words.strip(),
        offered_by=None if wanted.outside else by,
        outside=wanted.outside,
        contact=wanted.contact if wanted.outside else None,
        constituency=groups[0] if groups else None,
        offered_at=at,
        due_on=rules.answer_by(layer, today),
        entered_by=by if wanted.outside else None,
    )
    writing.add(row)
    await writing.flush()
    facts: dict[str, str | int | bool | None] = {"forum": str(forum_id), "kind": wanted.kind.value}
    await record.add(writing, Event("offer.made", f"offer:{row.id}", at, by, facts))
    return row.id


async def answer_offer(
    writing: AsyncSession,
    forum_id: UUID,
    offer_id: UUID,
    answer: OfferAnswer,
    words: str,
    *,
    by: UUID,
    site: Site,
    at: datetime,
) -> None:
    """The forum says yes or no, with a reason for no; whoever offered it is told. Raises `AlreadyDone`, `NotValid`.

    How somebody from outside is reached is kept only where the forum takes up what they offered.
    """
    row = await _standing(writing, forum_id, offer_id)
    if answer is OfferAnswer.NO_THANKS and not words.strip():
        raise NotValid("Say why, in a sentence. Whoever offered it reads it.", field="words")
    row.answer, row.answer_words, row.answered_at, row.answered_by = answer, words.strip(), at, by
    if answer is OfferAnswer.NO_THANKS:
        row.contact = None
    if row.offered_by is not None:
        code = (await identity.person(writing, row.offered_by)).language
        forum = await writing.get_one(Forum, forum_id)
        await tell_answered(writing, row, in_language(forum.name, code), site=site, at=at)
    facts: dict[str, str | int | bool | None] = {
        "answer": answer.value,
        "late": rules.is_late(row.due_on, day_of(at), day_of(at)),
    }
    await record.add(writing, Event("offer.answered", f"offer:{offer_id}", at, by, facts))


async def take_offer_back(
    writing: AsyncSession, forum_id: UUID, offer_id: UUID, *, leads: bool, by: UUID, at: datetime
) -> None:
    """Whoever offered it takes it back; the facilitator does for somebody from outside. Raises `NotFound`."""
    row = await _standing(writing, forum_id, offer_id)
    if row.offered_by != by and not (leads and row.offered_by is None):
        raise NotFound("Only whoever offered this can take it back.")
    row.taken_back_at, row.contact = at, None
    await record.add(writing, Event("offer.taken_back", f"offer:{offer_id}", at, by))


async def _standing(writing: AsyncSession, forum_id: UUID, offer_id: UUID) -> Offer:
    row = await locked(writing, Offer, offer_id)
    if row.forum_id != forum_id:
        raise NotFound("There is no such offer in this forum. Look at the list again.")
    if row.taken_back_at is not None:
        raise AlreadyDone("This offer was taken back.")
    if row.answer is not None:
        raise AlreadyDone("This offer has been answered already.")
    return row
