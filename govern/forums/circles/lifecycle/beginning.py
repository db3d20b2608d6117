"""First chapter: a circle begins under another one or a body; a team begins around a person, by that person's choice.

Every act in a team leaves a `TeamChoice`: who chose, how it was said, who was there, who wrote it down (M19).
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.constituencies.register import queries as register
from govern.constituencies.rulebook import queries as rulebook
from govern.constituencies.rulebook.book import Rulebook
from govern.database import locked
from govern.errors import AlreadyDone, NotAllowed, NotFound, NotValid
from govern.forums.circles import rules
from govern.forums.circles.models import Circle, CircleMatter, CircleSeat, TeamChoice
from govern.forums.circles.queries.circles import supports
from govern.forums.circles.rules import Change, Choice, Kind, Part
from govern.forums.circles.rules.reaching import TOO_FAR, Reach
from govern.identity import queries as identity
from govern.identity.rules import day_of
from govern.record import Event

Words = dict[str, str]


class CircleDraft(msgspec.Struct, frozen=True, kw_only=True):
    """A circle as somebody writes it down. Above it is a circle or a body; `body` is the one it follows."""

    name: Words
    aim: Words
    parent_id: UUID | None = None
    parent_body: str | None = None
    body: str | None = None
    came_from: str = ""


def team_body(book: Rulebook) -> str | None:
    """The body of the rules that is the team around a person, where they have one."""
    return next((body.id for body in book.bodies if body.kind == "circle" and body.selected_by == "person"), None)


async def begin_circle(writing: AsyncSession, wanted: CircleDraft, *, by: UUID | None, at: datetime) -> UUID:
    """A circle begins, with the domain of the body it follows. Raises `NotValid` for a place it cannot have."""
    return (await _begin(writing, Kind.CIRCLE, wanted, None, private=False, by=by, at=at)).id


async def begin_team(
    writing: AsyncSession,
    wanted: CircleDraft,
    leader_id: UUID,
    choice: Choice | None = None,
    *,
    private: bool,
    by: UUID,
    at: datetime,
) -> UUID:
    """A team begins around a person, who leads it and sits in it. Without a circle above it is refused (M20).

    `choice` says how the person chose it where somebody else writes it down. Raises `NotValid`, `NotAllowed`.
    """
    today = day_of(at)
    book = (await rulebook.in_force(writing, today)).rulebook
    follows = team_body(book)
    rules.check_leader(book, follows, await register.constituencies_of(writing, leader_id, today))
    leader = (await identity.person(writing, leader_id)).name
    own = by == leader_id
    rules.check_choice(choice or Choice(), today, own=own, leader=leader)
    wanted = msgspec.structs.replace(wanted, body=follows)
    row = await _begin(writing, Kind.TEAM, wanted, leader_id, private=private, by=by, at=at)
    sit_down(writing, row.id, leader_id, Part.MEMBER, by=by, at=at)
    supporter = None if own else await supports(writing, by, leader_id, today)
    keep_choice(writing, row, Change.BEGAN, None, choice or Choice(), by=by, at=at, care=supporter)
    await writing.flush()
    return row.id


async def _begin(
    writing: AsyncSession,
    kind: Kind,
    wanted: CircleDraft,
    leader_id: UUID | None,
    *,
    private: bool,
    by: UUID | None,
    at: datetime,
) -> Circle:
    today = day_of(at)
    book = (await rulebook.in_force(writing, today)).rulebook
    if not any(wanted.name.values()):
        raise NotValid("Give it a name.", field="name")
    if not any(wanted.aim.values()):
        raise NotValid("Say in a sentence what it is for.", field="aim")
    parent = await above_circle(writing, wanted, book)
    rules.check_above(
        book, kind, wanted.body, parent_follows=(parent.body or "") if parent else None, parent=wanted.parent_body
    )
    row = Circle(
        id=uuid4(),
        kind=kind,
        name=wanted.name,
        aim=wanted.aim,
        body=wanted.body,
        parent_id=wanted.parent_id,
        parent_body=wanted.parent_body if parent is None else None,
        leader_id=leader_id,
        private=private,
        began_on=today,
        began_by=by,
        came_from=wanted.came_from.strip() or None,
    )
    writing.add(row)
    await writing.flush()
    for topic in book.body(wanted.body).domain if wanted.body else ():
        writing.add(CircleMatter(id=uuid4(), circle_id=row.id, topic=topic, words={}, from_on=today, given_by=by))
    await writing.flush()
    await note(writing, "circle.began", row.id, by, at, kind=kind.value)
    return row


async def above_circle(reading: AsyncSession, wanted: CircleDraft, book: Rulebook) -> Circle | None:
    """The circle above, where it is one. A team has no circles below it, and a private one shows itself to nobody."""
    if wanted.parent_id is None:
        if wanted.parent_body is not None:
            book.body(wanted.parent_body)
        return None
    found = await reading.get(Circle, wanted.parent_id)
    if found is None or found.ended_on is not None or found.kind is Kind.TEAM or found.private:
        raise NotFound("There is no such circle any more. Choose another one.", field="above")
    return found


async def change_circle(
    writing: AsyncSession, circle_id: UUID, name: Words, aim: Words, *, by: UUID, at: datetime
) -> None:
    """Its name and what it is for."""
    row = await open_circle(writing, circle_id)
    if not any(name.values()):
        raise NotValid("Give it a name.", field="name")
    if not any(aim.values()):
        raise NotValid("Say in a sentence what it is for.", field="aim")
    row.name, row.aim = name, aim
    await note(writing, "circle.changed", circle_id, by, at)


async def show_team(
    writing: AsyncSession, circle_id: UUID, choice: Choice | None, *, private: bool, by: UUID, at: datetime
) -> None:
    """The person lets others know of the team, or no longer. Raises `NotAllowed` for everybody else."""
    row = await open_circle(writing, circle_id)
    care = await check_chooses(writing, row, by, choice, at)
    if row.private is private:
        raise AlreadyDone("It is so already. Look at the page again.")
    row.private = private
    keep_choice(
        writing, row, Change.CLOSED if private else Change.OPENED, None, choice or Choice(), by=by, at=at, care=care
    )
    await note(writing, "circle.team-chose", circle_id, by, at, change="closed" if private else "opened")


# --- What all chapters share ----------------------------------------------------------------------------------------


async def open_circle(writing: AsyncSession, circle_id: UUID) -> Circle:
    """The circle, held. Raises `AlreadyDone` where it has ended."""
    row = await locked(writing, Circle, circle_id)
    if row.ended_on is not None:
        raise AlreadyDone("This circle ended on {day}. What it did can still be read.", day=row.ended_on)
    return row


async def check_chooses(
    writing: AsyncSession, row: Circle, by: UUID, choice: Choice | None, at: datetime, *, about: UUID | None = None
) -> bool | None:
    """Whether `by` may do what only the person of a team chooses (M19): the person, or a supporter they named who
    says how it was chosen. Returns whether that supporter delivers their care, None for the person themselves.

    Raises `NotAllowed` for everybody else, whatever office they hold.
    """
    assert row.leader_id is not None
    today, own = day_of(at), by == row.leader_id
    care = None if own else await supports(writing, by, row.leader_id, today)
    if not own and care is None:
        raise NotAllowed(TOO_FAR[Reach.LEADS])
    leader = (await identity.person(writing, row.leader_id)).first_name
    rules.check_choice(
        choice or Choice(), today, own=own, leader=leader, lets_in_self=about == by, delivers_care=bool(care)
    )
    return care


def sit_down(
    writing: AsyncSession, circle_id: UUID, person_id: UUID, part: Part, *, by: UUID | None, at: datetime
) -> None:
    writing.add(
        CircleSeat(id=uuid4(), circle_id=circle_id, person_id=person_id, part=part, from_on=day_of(at), let_in_by=by)
    )


def keep_choice(
    writing: AsyncSession,
    row: Circle,
    change: Change,
    about: UUID | None,
    choice: Choice,
    *,
    by: UUID,
    at: datetime,
    care: bool | None,
) -> None:
    assert row.leader_id is not None
    own = by == row.leader_id
    chosen_on: date = day_of(at) if own or choice.chosen_on is None else choice.chosen_on
    kept = Choice() if own else choice
    writing.add(
        TeamChoice(
            id=uuid4(),
            circle_id=row.id,
            change=change,
            about_id=about,
            chosen_by=row.leader_id,
            chosen_on=chosen_on,
            how=kept.how,
            expressed=kept.expressed.strip(),
            present=kept.present.strip(),
            supporter_id=by if care is not None and not own else None,
            delivers_care=bool(care) and not own,
            noted_by=by,
            noted_at=at,
        )
    )


async def note(
    writing: AsyncSession, verb: str, circle_id: UUID, by: UUID | None, at: datetime, **facts: str | int
) -> None:
    await record.add(writing, Event(verb, f"circle:{circle_id}", at, by, dict(facts)))
