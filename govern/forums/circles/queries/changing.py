"""What circles have to look at again: domains whose ground changed above them or in the rules, decisions whose time
is over. Derived each time: a change of the rules widens and narrows nothing by itself."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots.deciding.consent import STANDS
from govern.ballots.models import ConsentProposal
from govern.constituencies.boards.queries import BoardTask
from govern.constituencies.boards.rules.domains import topic_words
from govern.constituencies.rulebook import queries as rulebook
from govern.constituencies.rulebook.book import Rulebook
from govern.constituencies.rulebook.rules import ruling_on
from govern.database import in_language
from govern.forums.circles.models import Circle, CircleDecision, CircleMatter, CircleProposal
from govern.forums.circles.rules import newly_offered, without_ground
from govern.sentences import Sentence


class ChangedMatter(msgspec.Struct, frozen=True):
    """A matter that is to be looked at: `id` where it is in the circle's domain, `topic` as the rules write it."""

    id: UUID | None
    topic: str
    name: Sentence | str


class Changed(msgspec.Struct, frozen=True, kw_only=True):
    """A circle whose domain is to be looked at again. `gone`: it has them, and nothing above it or in the rules does
    any more; `offered`: by new rules a circle of its kind may decide them, and it does not."""

    id: UUID
    name: str
    gone: tuple[ChangedMatter, ...]
    offered: tuple[ChangedMatter, ...]
    since: date


async def to_look_at(reading: AsyncSession, on: date, language: str, only: UUID | None = None) -> tuple[Changed, ...]:
    """Circles and open teams; with `only` that one, whoever may know of it. As many questions, however many circles
    there are."""
    wanted = select(Circle).where(Circle.ended_on.is_(None))
    if only is None:
        wanted = wanted.where(Circle.private.is_(False))
    rows = {row.id: row for row in await reading.scalars(wanted)}
    of_each: dict[UUID, dict[str, UUID]] = defaultdict(dict)
    kept = select(CircleMatter).where(CircleMatter.to_on.is_(None), CircleMatter.topic.is_not(None))
    for matter in await reading.scalars(kept):
        of_each[matter.circle_id][matter.topic or ""] = matter.id
    now = await rulebook.in_force(reading, on)
    versions, bodies = await rulebook.history(reading), {body.id: body for body in now.rulebook.bodies}
    found = []
    for row in rows.values():
        if only is not None and row.id != only:
            continue
        has, own = of_each[row.id], bodies[row.body].domain if row.body in bodies else ()
        above = _above(row, rows, of_each, now.rulebook)
        offered: tuple[str, ...] = ()
        if row.body is not None:
            before = ruling_on(versions, row.began_on)
            if row.looked_at_rules is not None:
                before = next((one for one in versions if one.number == row.looked_at_rules), before)
            if before is not None and before.number != now.number:
                book = (await rulebook.version(reading, before.id)).rulebook
                then = next((body.domain for body in book.bodies if body.id == row.body), ())
                offered = newly_offered(has, then, own)
        gone = without_ground(has, own, above)
        if gone or offered:
            found.append(
                Changed(
                    id=row.id,
                    name=in_language(row.name, language),
                    gone=tuple(ChangedMatter(has[topic], topic, topic_words(topic)) for topic in gone),
                    offered=tuple(ChangedMatter(None, topic, topic_words(topic)) for topic in offered),
                    since=now.effective_from,
                )
            )
    return tuple(sorted(found, key=lambda one: one.name))


def _above(
    row: Circle, rows: dict[UUID, Circle], of_each: dict[UUID, dict[str, UUID]], book: Rulebook
) -> tuple[str, ...]:
    """What stands above a circle can hand down."""
    bodies = {body.id: body.domain for body in book.bodies}
    if row.parent_id is None:
        return bodies.get(row.parent_body or "", ())
    parent = rows.get(row.parent_id)
    follows = bodies.get(parent.body or "", ()) if parent is not None else ()
    return (*follows, *of_each[row.parent_id])


async def handed_down_by(
    reading: AsyncSession, book: Rulebook, parent_id: UUID | None, parent_body: str | None
) -> tuple[str, ...]:
    """The topics that a circle or a body has, and so can hand down to what is below it."""
    if parent_id is None:
        return book.body(parent_body or "").domain
    above = await reading.get_one(Circle, parent_id)
    follows = book.body(above.body).domain if above.body else ()
    topics = await reading.scalars(
        select(CircleMatter.topic).where(
            CircleMatter.circle_id == parent_id, CircleMatter.to_on.is_(None), CircleMatter.topic.is_not(None)
        )
    )
    return (*follows, *(topic for topic in topics if topic))


async def tasks(reading: AsyncSession, on: date, language: str) -> tuple[BoardTask, ...]:
    """For whoever looks after circles: domains to look at again, and decisions and agreements whose day of review has
    come. Of a private team nothing is told (M42)."""
    found = [_domain_task(one, on) for one in await to_look_at(reading, on, language)]
    rows = await reading.execute(
        select(CircleDecision, Circle.id, Circle.name)
        .join(Circle, Circle.id == CircleDecision.circle_id)
        .where(
            CircleDecision.review_on <= on,
            CircleDecision.ended_on.is_(None),
            Circle.ended_on.is_(None),
            Circle.private.is_(False),
        )
        .order_by(CircleDecision.review_on, CircleDecision.number)
    )
    agreed = await reading.execute(
        select(ConsentProposal, Circle.id, Circle.name)
        .join(CircleProposal, CircleProposal.proposal_id == ConsentProposal.id)
        .join(Circle, Circle.id == CircleProposal.circle_id)
        .where(
            ConsentProposal.phase.in_(STANDS),
            ConsentProposal.review_on <= on,
            Circle.ended_on.is_(None),
            Circle.private.is_(False),
        )
        .order_by(ConsentProposal.review_on, ConsentProposal.id)
    )
    due = [(row.title, row.review_on, name, f"circles/{circle}") for row, circle, name in rows]
    due += [(one.title, one.review_on, name, one.address) for one, _, name in agreed]
    found += [_review_task(*one, on, language) for one in due]
    return tuple(found)


def _review_task(
    title: dict[str, str], review_on: date | None, name: dict[str, str], address: str, on: date, language: str
) -> BoardTask:
    return BoardTask(
        due_on=review_on or on,
        title=Sentence("A circle looks at this again: {title}", title=in_language(title, language)),
        words=Sentence("It is for: {body}.", body=in_language(name, language)),
        address=address,
        late=review_on is not None and review_on < on,
    )


def _domain_task(one: Changed, on: date) -> BoardTask:
    return BoardTask(
        due_on=min(one.since, on),
        title=Sentence("Look at what a circle may decide: {name}", name=one.name),
        words=Sentence("The rules changed, or what is above it. Nothing changes by itself."),
        address=f"circles/{one.id}/domain",
        late=False,
    )
