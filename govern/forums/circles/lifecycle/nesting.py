"""A circle gets another circle or body above it; and what new rules mean for its domain is looked at, by people."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.boards.rules.domains import topic_words
from govern.constituencies.rulebook import queries as rulebook
from govern.errors import AlreadyDone, NotAllowed, NotValid
from govern.forums.circles import rules
from govern.forums.circles.lifecycle.beginning import CircleDraft, above_circle, note, open_circle
from govern.forums.circles.models import Circle, CircleLink
from govern.forums.circles.queries.changing import handed_down_by
from govern.forums.circles.queries.deciding import own_matters
from govern.forums.circles.rules import Kind
from govern.identity.rules import day_of


async def move_circle(
    writing: AsyncSession, circle_id: UUID, parent_id: UUID | None, parent_body: str | None, *, by: UUID, at: datetime
) -> int:
    """Another circle or body stands above it from today, with all that stands below it. Whoever linked it with the
    one above before links it no longer. Returns how many those were.

    Raises `NotAllowed` for a team, `NotValid` beside the field for a place it cannot have: below itself, against the
    rules, or where what is above has not all that was handed down to it; `AlreadyDone` where it stands there.
    """
    row, today = await open_circle(writing, circle_id), day_of(at)
    if row.kind is Kind.TEAM:
        raise NotAllowed("Where a team stands is for the person it is around to say. Talk to them.")
    book = (await rulebook.in_force(writing, today)).rulebook
    wanted = CircleDraft(name=row.name, aim=row.aim, parent_id=parent_id, parent_body=parent_body, body=row.body)
    above = await above_circle(writing, wanted, book)
    if (parent_id, None if above else parent_body) == (row.parent_id, row.parent_body):
        raise AlreadyDone("It stands there already. Choose another circle or body.", field="above")
    if above is not None and above.id in await _itself_and_below(writing, row.id):
        raise NotValid("This stands below the circle itself. Choose one that does not.", field="above")
    rules.check_above(
        book, row.kind, row.body, parent_follows=(above.body or "") if above else None, parent=parent_body
    )
    has = await handed_down_by(writing, book, parent_id if above else None, parent_body)
    topics = [one.topic for one in await own_matters(writing, row.id) if one.topic]
    lacking = rules.without_ground(topics, book.body(row.body).domain if row.body else (), has)
    if lacking:
        raise NotValid(
            "It may decide what is above it there may not: {matters}. Take these out of its domain first, or let the "
            "circle above decide them too.",
            field="above",
            matters=tuple(topic_words(topic) for topic in lacking),
        )
    row.parent_id, row.parent_body = (parent_id, None) if above else (None, parent_body)
    links = list(
        await writing.scalars(
            select(CircleLink).where(CircleLink.circle_id == row.id, CircleLink.to_on.is_(None)).with_for_update()
        )
    )
    for link in links:
        link.to_on = max(link.from_on, today)
    await writing.flush()
    await note(writing, "circle.moved", row.id, by, at, links=len(links))
    return len(links)


async def _itself_and_below(reading: AsyncSession, circle_id: UUID) -> set[UUID]:
    """The circle with everything that hangs below it. One question for each step down."""
    found, last = {circle_id}, {circle_id}
    while last:
        last = set(await reading.scalars(select(Circle.id).where(Circle.parent_id.in_(last)))) - found
        found |= last
    return found


async def look_at_domain(writing: AsyncSession, circle_id: UUID, *, by: UUID, at: datetime) -> None:
    """What new rules would let it decide was looked at: whatever was not given to it stays out."""
    row = await open_circle(writing, circle_id)
    row.looked_at_rules = (await rulebook.in_force(writing, day_of(at))).number
    await note(writing, "circle.domain-looked-at", circle_id, by, at)
