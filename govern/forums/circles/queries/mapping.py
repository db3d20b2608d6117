"""One map of who decides what: the bodies of the rules with the circles below them, as a nested list."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, false, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.boards.rules.domains import topic_words
from govern.constituencies.register import queries as register
from govern.constituencies.representation import queries as representation
from govern.constituencies.rulebook import queries as rulebook
from govern.constituencies.rulebook.book import Rulebook
from govern.constituencies.rulebook.rules import body_name
from govern.database import in_language
from govern.forums.circles.models import Circle, CircleSeat
from govern.forums.circles.rules import Kind
from govern.forums.circles.rules.reaching import HAS_A_WORD
from govern.sentences import Sentence


class Node(msgspec.Struct, frozen=True, kw_only=True):
    """A body or a circle on the map, with what stands below it. `id` is a circle's; a body has none."""

    id: UUID | None
    name: str
    aim: str = ""
    decides: tuple[Sentence | str, ...] = ()
    kind: Kind | None = None
    people: int = 0
    mine: bool = False
    private: bool = False
    ended_on: date | None = None
    below: tuple[Node, ...] = ()

    @property
    def has_circles(self) -> bool:
        return self.id is not None or any(one.has_circles for one in self.below)


class BodyOption(msgspec.Struct, frozen=True):
    """A place a circle can hang under, or a body it can follow: the value that a form sends, and its name."""

    value: str
    name: str


def _seen(mine: set[UUID], supported: set[UUID], *, of_the_society: bool) -> ColumnElement[bool]:
    """The circles that are there for somebody: open ones for members, those they sit in, teams they lead or whose
    person named them (M42: a private one is on nobody else's list)."""
    open_ones = Circle.private.is_(False) if of_the_society else false()
    return or_(open_ones, Circle.id.in_(mine), Circle.leader_id.in_(supported))


async def map_for(
    reading: AsyncSession, person_id: UUID, on: date, language: str, *, founds: bool = False
) -> tuple[Node, ...]:
    """Bodies and circles as they hang together, as far as they are there for somebody. The same few questions however
    many circles there are."""
    book = (await rulebook.in_force(reading, on)).rulebook
    of_the_society = founds or bool(await register.constituencies_of(reading, person_id, on))
    mine = set(
        await reading.scalars(
            select(CircleSeat.circle_id).where(CircleSeat.person_id == person_id, CircleSeat.to_on.is_(None))
        )
    )
    supported = {one.member_id for one in await representation.helped_by(reading, person_id, on)} | {person_id}
    sat = (
        select(CircleSeat.circle_id, func.count().label("people"))
        .where(CircleSeat.to_on.is_(None), CircleSeat.part.in_(HAS_A_WORD))
        .group_by(CircleSeat.circle_id)
        .subquery()
    )
    found = await reading.execute(
        select(Circle, sat.c.people)
        .outerjoin(sat, sat.c.circle_id == Circle.id)
        .where(_seen(mine, supported, of_the_society=of_the_society), Circle.ended_on.is_(None))
    )
    rows = [(row, people or 0) for row, people in found]
    return _nested(book, rows, mine, language)


def _nested(book: Rulebook, rows: list[tuple[Circle, int]], mine: set[UUID], language: str) -> tuple[Node, ...]:
    """A circle whose own parent is not there for the reader hangs at the top."""
    known = {row.id for row, _ in rows}
    bodies = {body.id for body in book.bodies}
    under: dict[UUID | str, list[tuple[Circle, int]]] = defaultdict(list)
    for row, people in rows:
        place = row.parent_id if row.parent_id in known else row.parent_body if row.parent_body in bodies else ""
        under[place or ""].append((row, people))

    def circles(place: UUID | str) -> list[Node]:
        found = [
            Node(
                id=row.id,
                name=in_language(row.name, language),
                aim=in_language(row.aim, language),
                kind=row.kind,
                people=people,
                mine=row.id in mine,
                private=row.private,
                ended_on=row.ended_on,
                below=tuple(circles(row.id)),
            )
            for row, people in under[place]
        ]
        return sorted(found, key=lambda node: node.name)

    def body_nodes(parent: str | None) -> list[Node]:
        return [
            Node(
                id=None,
                name=body_name(body, language),
                decides=tuple(topic_words(topic) for topic in body.domain),
                below=(*body_nodes(body.id), *circles(body.id)),
            )
            for body in book.bodies
            if body.parent == parent
        ]

    return (*body_nodes(None), *circles(""))


async def above_options(reading: AsyncSession, on: date, language: str) -> tuple[BodyOption, ...]:
    """What a circle can hang under: open circles that everybody may know of, and the bodies of the rules."""
    book = (await rulebook.in_force(reading, on)).rulebook
    rows = await reading.scalars(
        select(Circle).where(Circle.kind == Kind.CIRCLE, Circle.private.is_(False), Circle.ended_on.is_(None))
    )
    circles = sorted((in_language(row.name, language), f"circle:{row.id}") for row in rows)
    bodies = [BodyOption(f"body:{body.id}", body_name(body, language)) for body in book.bodies]
    return (*(BodyOption(value, name) for name, value in circles), *bodies)


async def follow_options(reading: AsyncSession, on: date, language: str) -> tuple[BodyOption, ...]:
    """The kinds of circle that the rules have, which one outside the bodies can follow. Teams follow their own."""
    book = (await rulebook.in_force(reading, on)).rulebook
    return tuple(
        BodyOption(body.id, body_name(body, language))
        for body in book.bodies
        if body.kind == "circle" and body.selected_by != "person"
    )
