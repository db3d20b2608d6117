"""Whoever owes an answer is written to: when it comes to them, and once more before its last day. By the clock.

A forum's answer is its facilitator's to write down; of a body, or a forum that nobody leads, the office's. The clock
asks first and writes only where a letter is missing, so that each step on the way up need not know of letters.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

import msgspec
from sqlalchemy import and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.rulebook.book import Rulebook
from govern.database import in_language
from govern.forums.gatherings.lifecycle.letters import Part, letter_to
from govern.forums.gatherings.models import FacilitatorTerm, Forum
from govern.forums.recommendations.lifecycle.keeping import book_of
from govern.forums.recommendations.lifecycle.telling import who
from govern.forums.recommendations.models import Recommendation, RecommendationVersion
from govern.forums.recommendations.rules import OWED, REMINDED_BEFORE, reminder_due
from govern.identity import queries as identity
from govern.identity.queries import PersonView
from govern.identity.rules import Site, day_of
from govern.permissions import HOLDS, Permission
from govern.post import lifecycle as post
from govern.post.rules import Draft
from govern.sentences import Sentence
from govern.society import Society

CAME, SOON = "recommendation_came", "recommendation_due"
OFFICE = tuple(role for role, may in HOLDS.items() if Permission.RECOMMENDATION_ANSWER in may)


class Owed(msgspec.Struct, frozen=True):
    """An answer that somebody is to be written to about: `soon`, since its last day comes near, or since it came."""

    row: Recommendation
    title: Mapping[str, str]
    soon: bool


async def to_tell(reading: AsyncSession, at: datetime) -> tuple[Owed, ...]:
    """About which answers somebody is to be written to now. One question."""
    today = day_of(at)
    near = and_(
        Recommendation.reminded_on.is_(None),
        Recommendation.told_on < today,
        Recommendation.due_on >= today,
        Recommendation.due_on <= today + timedelta(days=REMINDED_BEFORE),
    )
    found = await reading.execute(
        select(Recommendation, RecommendationVersion.title)
        .join(
            RecommendationVersion,
            (RecommendationVersion.recommendation_id == Recommendation.id)
            & (RecommendationVersion.number == Recommendation.version),
        )
        .where(Recommendation.stage.in_(list(OWED)), or_(Recommendation.told_on.is_(None), near))
        .order_by(Recommendation.due_on, Recommendation.id)
    )
    return tuple(
        Owed(row, title, row.told_on is not None)
        for row, title in found
        if row.told_on is None or reminder_due(row.told_on, row.due_on, today)
    )


async def tell_owing(writing: AsyncSession, *, site: Site, at: datetime) -> int:
    """Everybody who is to write down an answer is told of it. Returns how many letters were written."""
    told = await to_tell(writing, at)
    if not told:
        return 0
    today, book = day_of(at), await book_of(writing, at)
    forums = {one.row.with_forum_id for one in told if one.row.with_forum_id is not None}
    named = {row.id: row.name for row in await writing.scalars(select(Forum).where(Forum.id.in_(forums)))}
    leads = await _leaders(writing, forums, today)
    office = {one.id: one for role in OFFICE for one in await identity.holders(writing, role, today)}
    drafts = []
    for one in told:
        row = one.row
        leader = leads.get(row.with_forum_id) if row.with_forum_id is not None and row.with_body is None else None
        for person in [leader] if leader is not None else office.values():
            drafts.append(_letter(one, person, _whose(one, book, named), site=site, leads=leader is not None))
        if one.soon:
            row.reminded_on = today
        else:
            row.told_on = today
    await post.write_all(writing, drafts, at=at)
    await writing.flush()
    return len(drafts)


async def _leaders(reading: AsyncSession, forums: Collection[UUID], on: date) -> dict[UUID, PersonView]:
    """Whoever leads each of these forums on a day."""
    rows = list(
        await reading.scalars(
            select(FacilitatorTerm)
            .where(
                FacilitatorTerm.forum_id.in_(forums),
                FacilitatorTerm.from_on <= on,
                or_(FacilitatorTerm.to_on.is_(None), FacilitatorTerm.to_on > on),
            )
            .order_by(FacilitatorTerm.from_on)
        )
    )
    people = await identity.people_by_id(reading, [row.person_id for row in rows])
    return {row.forum_id: people[row.person_id] for row in rows}


def _whose(one: Owed, book: Rulebook, named: Mapping[UUID, Mapping[str, str]]) -> Part:
    return who(book, named, one.row.with_forum_id, one.row.with_body)


def _letter(one: Owed, person: PersonView, whose: Part, *, site: Site, leads: bool) -> Draft:
    """In plain words: what is asked, who owes the answer, by which day, and where it is written down."""
    row = one.row
    page = f"facilitate/recommendations/{row.id}/answer" if leads else f"office/recommendations/{row.id}"

    def written(language: str) -> tuple[Sentence, tuple[Part, ...]]:
        return Sentence("An answer is due soon") if one.soon else Sentence("A forum asks for an answer"), (
            Sentence("A forum asks for this: {title}", title=in_language(dict(one.title), language)),
            Sentence("{who} owes the answer. It is due by {day}.", who=whose, day=row.due_on or ""),
            *((Sentence("There is no answer yet. We remind you once."),) if one.soon else ()),
            Sentence("If it is late, it puts itself on the next agenda and stays there until it is answered."),
            Sentence("You can read it and write the answer down here:"),
            site.page(language, page),
        )

    return letter_to(person, written, kind=SOON if one.soon else CAME, about=f"recommendation:{row.id}", site=site)


async def tell_owing_due(society: Society, *, site: Site, at: datetime) -> int:
    """The clock's call: nothing is written where nobody is to be told."""
    async with society.store.reading() as reading:
        waits = await to_tell(reading, at)
    if not waits:
        return 0
    async with society.store.writing() as writing:
        return await tell_owing(writing, site=site, at=at)
