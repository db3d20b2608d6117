"""One circle as far as it opens to somebody, who sits in it and links it, its domain, and what its person chose."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots.rules import consenting
from govern.constituencies.boards import queries as boards
from govern.constituencies.boards.rules.domains import topic_words
from govern.constituencies.register import queries as register
from govern.constituencies.representation import queries as representation
from govern.constituencies.representation.rules import HowConsented
from govern.constituencies.rulebook import queries as rulebook
from govern.constituencies.rulebook.rules import body_name
from govern.database import in_language
from govern.errors import NotFound
from govern.forums.circles.models import Circle, CircleLink, CircleMatter, CircleSeat, TeamChoice
from govern.forums.circles.rules import Change, Kind, Link, Part, Reach, check_reaches, reach_of
from govern.forums.circles.rules.reaching import HAS_A_WORD
from govern.identity import queries as identity
from govern.sentences import Sentence


class CircleView(msgspec.Struct, frozen=True, kw_only=True):
    """One circle, in one language, as far as it opens to whoever asks (`reach`). `own`: it is their own team."""

    id: UUID
    kind: Kind
    name: str
    names: dict[str, str]
    aim: str
    aims: dict[str, str]
    body: str | None
    parent_id: UUID | None
    parent_body: str | None
    above: str
    leader_id: UUID | None
    leader: str
    private: bool
    began_on: date
    ended_on: date | None
    ended_words: str
    came_from: str
    gone_to: str
    links_wanted: int
    reach: Reach
    own: bool

    @property
    def is_team(self) -> bool:
        return self.kind is Kind.TEAM

    @property
    def may_run(self) -> bool:
        return self.reach >= Reach.RUNS

    @property
    def may_choose(self) -> bool:
        """Whether they say who sits in it: the person of a team, or whoever facilitates a circle."""
        return self.reach is Reach.LEADS or (self.reach is Reach.RUNS and not self.is_team)


class SeatLine(msgspec.Struct, frozen=True):
    """Somebody who sits in a circle now, or sat in it until it ended."""

    person_id: UUID
    name: str
    part: Part
    from_on: date


class LinkLine(msgspec.Struct, frozen=True):
    """Somebody who links a circle with the one above it."""

    id: UUID
    person_id: UUID
    name: str
    link: Link
    from_on: date


class MatterLine(msgspec.Struct, frozen=True):
    """One matter of a circle's domain, as people read it."""

    id: UUID
    topic: str | None
    name: Sentence | str
    from_on: date


class ChoiceLine(msgspec.Struct, frozen=True, kw_only=True):
    """One choice of the person a team is around, with how it was said and who was there (M19)."""

    change: Change
    about: str
    chosen_on: date
    how: HowConsented
    expressed: str
    present: str
    supporter: str
    delivers_care: bool
    noted_by: str


async def circle(
    reading: AsyncSession,
    circle_id: UUID,
    person_id: UUID | None,
    on: date,
    language: str,
    needed: Reach = Reach.LOOKS,
    *,
    founds: bool = False,
) -> CircleView:
    """One circle for somebody. The one gate to all that is in it. Whoever `founds` circles in the office sees as much
    of them as a member does, and of private ones nothing.

    Raises `NotFound` where it is not there for them, `NotAllowed` where it does not open as far as is `needed`.
    """
    row = await reading.get(Circle, circle_id)
    far = await _reach(reading, row, person_id, on, founds=founds)
    check_reaches(far, needed)
    if row is None:
        raise NotFound("There is no such circle. Go back to the list of circles.")
    book = (await rulebook.in_force(reading, on)).rulebook
    bodies = {body.id: body for body in book.bodies}
    if row.parent_id is not None:
        parent = await reading.get_one(Circle, row.parent_id)
        above = in_language(parent.name, language)
    else:
        body = bodies.get(row.parent_body or "")
        above = body_name(body, language) if body else row.parent_body or ""
    leader = (await identity.person(reading, row.leader_id)).name if row.leader_id else ""
    return CircleView(
        id=row.id,
        kind=row.kind,
        name=in_language(row.name, language),
        names=row.name,
        aim=in_language(row.aim, language),
        aims=row.aim,
        body=row.body,
        parent_id=row.parent_id,
        parent_body=row.parent_body,
        above=above,
        leader_id=row.leader_id,
        leader=leader,
        private=row.private,
        began_on=row.began_on,
        ended_on=row.ended_on,
        ended_words=row.ended_words or "",
        came_from=row.came_from or "",
        gone_to=row.gone_to or "",
        links_wanted=bodies[row.body].links if row.body in bodies else 0,
        reach=far,
        own=row.leader_id == person_id,
    )


async def _reach(
    reading: AsyncSession, row: Circle | None, person_id: UUID | None, on: date, *, founds: bool
) -> Reach:
    if row is None or person_id is None:
        return Reach.NOT_THERE
    here: ColumnElement[bool] = CircleSeat.to_on.is_(None)
    if row.ended_on is not None:
        here = or_(here, CircleSeat.to_on == row.ended_on)
    part = await reading.scalar(
        select(CircleSeat.part).where(CircleSeat.circle_id == row.id, CircleSeat.person_id == person_id, here)
    )
    leads = row.leader_id == person_id
    if row.leader_id is not None and not leads:
        leads = await supports(reading, person_id, row.leader_id, on) is not None
    of_the_society = founds or bool(await register.constituencies_of(reading, person_id, on))
    ended = row.ended_on is not None
    return reach_of(private=row.private, leads=leads, part=part, ended=ended, of_the_society=of_the_society)


async def supports(reading: AsyncSession, person_id: UUID, leader_id: UUID, on: date) -> bool | None:
    """Whether somebody is a supporter whom the leader named; None where not, else whether they deliver the leader's
    care."""
    helped = await representation.helped_by(reading, person_id, on)
    found = [one.delivers_care for one in helped if one.member_id == leader_id]
    return any(found) if found else None


async def seats_of(reading: AsyncSession, view: CircleView) -> tuple[SeatLine, ...]:
    """Who sits in it, those with a word first."""
    here: ColumnElement[bool] = CircleSeat.to_on.is_(None)
    if view.ended_on is not None:
        here = or_(here, CircleSeat.to_on == view.ended_on)
    rows = list(await reading.scalars(select(CircleSeat).where(CircleSeat.circle_id == view.id, here)))
    people = await identity.people_by_id(reading, [row.person_id for row in rows])
    found = [SeatLine(row.person_id, people[row.person_id].name, row.part, row.from_on) for row in rows]
    order = list(Part)
    return tuple(sorted(found, key=lambda one: (order.index(one.part), one.name)))


async def links_of(reading: AsyncSession, circle_id: UUID) -> tuple[LinkLine, ...]:
    rows = list(
        await reading.scalars(select(CircleLink).where(CircleLink.circle_id == circle_id, CircleLink.to_on.is_(None)))
    )
    people = await identity.people_by_id(reading, [row.person_id for row in rows])
    return tuple(
        LinkLine(row.id, row.person_id, people[row.person_id].name, row.link, row.from_on)
        for row in sorted(rows, key=lambda row: (row.link, people[row.person_id].name))
    )


async def matters_of(reading: AsyncSession, circle_id: UUID, language: str) -> tuple[MatterLine, ...]:
    """Its domain: what it may decide."""
    rows = await reading.scalars(
        select(CircleMatter)
        .where(CircleMatter.circle_id == circle_id, CircleMatter.to_on.is_(None))
        .order_by(CircleMatter.from_on, CircleMatter.id)
    )
    return tuple(
        MatterLine(
            row.id,
            row.topic,
            topic_words(row.topic) if row.topic else in_language(row.words, language),
            row.from_on,
        )
        for row in rows
    )


async def choices_of(reading: AsyncSession, circle_id: UUID) -> tuple[ChoiceLine, ...]:
    """What the person of a team chose, the newest first; for those in it alone."""
    rows = list(
        await reading.scalars(
            select(TeamChoice).where(TeamChoice.circle_id == circle_id).order_by(TeamChoice.noted_at.desc())
        )
    )
    ids = {one for row in rows for one in (row.about_id, row.supporter_id, row.noted_by) if one}
    people = await identity.people_by_id(reading, ids)

    def name(person_id: UUID | None) -> str:
        return people[person_id].name if person_id in people else ""

    return tuple(
        ChoiceLine(
            change=row.change,
            about=name(row.about_id),
            chosen_on=row.chosen_on,
            how=row.how,
            expressed=row.expressed,
            present=row.present,
            supporter=name(row.supporter_id),
            delivers_care=row.delivers_care,
            noted_by=name(row.noted_by),
        )
        for row in rows
    )


async def handed_down(reading: AsyncSession, circle_id: UUID) -> consenting.Circle:
    """The circle as the rounds of consent see it: those with a word in it now, and the body it follows."""
    row = await reading.get_one(Circle, circle_id)
    people = await reading.scalars(
        select(CircleSeat.person_id)
        .where(CircleSeat.circle_id == circle_id, CircleSeat.to_on.is_(None), CircleSeat.part.in_(HAS_A_WORD))
        .order_by(CircleSeat.from_on, CircleSeat.id)
    )
    return consenting.Circle(id=row.id, name=row.name, people=tuple(people), body=row.body or consenting.CIRCLE)


async def sits_above(reading: AsyncSession, circle_id: UUID, person_id: UUID, on: date) -> bool:
    """Whether somebody sits in the circle or the body above. A body without seats is all members together."""
    row = await reading.get_one(Circle, circle_id)
    if row.parent_id is not None:
        return person_id in (await handed_down(reading, row.parent_id)).people
    body = (await rulebook.in_force(reading, on)).rulebook.body(row.parent_body or "")
    if body.seats == 0:
        return bool(await register.constituencies_of(reading, person_id, on))
    return person_id in {one.person_id for one in await boards.sitting(reading, body.id, on)}
