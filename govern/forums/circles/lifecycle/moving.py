"""Last chapter: a circle ends or leaves the co-operative with its records; one joins with what it brings (M23)."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from uuid import UUID, uuid4

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.database import in_language
from govern.errors import AlreadyDone, NotValid
from govern.forums.circles.lifecycle.beginning import (
    CircleDraft,
    begin_circle,
    check_chooses,
    keep_choice,
    note,
    open_circle,
)
from govern.forums.circles.lifecycle.deciding import give_matter
from govern.forums.circles.models import Circle, CircleDecision, CircleLink, CircleSeat
from govern.forums.circles.rules import Change, Choice, Kind
from govern.forums.circles.rules.domain import Outside
from govern.forums.circles.rules.records import Records
from govern.identity.rules import day_of
from govern.record import Event

#: Somewhere else a decision came to nothing: it is history, and stands no more.
NOTHING_CAME = frozenset({"lost", "dropped", "to_parent", "ended", "changed"})


async def end_circle(
    writing: AsyncSession,
    circle_id: UUID,
    words: str,
    gone_to: str = "",
    choice: Choice | None = None,
    *,
    by: UUID,
    at: datetime,
) -> None:
    """The circle ends, or leaves for somewhere else; who was in it reads on what it did.

    Raises `NotValid` while circles stand below it, `NotAllowed` in a team for everybody but its person.
    """
    row, today = await open_circle(writing, circle_id), day_of(at)
    care = await check_chooses(writing, row, by, choice, at) if row.kind is Kind.TEAM else None
    if not words.strip():
        raise NotValid("Say in a sentence why.", field="words")
    below = select(Circle.id).where(Circle.parent_id == circle_id, Circle.ended_on.is_(None))
    if await writing.scalar(below.limit(1)) is not None:
        raise NotValid("Circles or teams stand below this one. They end, or get another circle above them, first.")
    if row.kind is Kind.TEAM:
        keep_choice(writing, row, Change.ENDED, None, choice or Choice(), by=by, at=at, care=care)
    await _end(writing, row, words.strip(), gone_to.strip(), today)
    await note(writing, "circle.left-us" if row.gone_to else "circle.ended", circle_id, by, at)


async def _end(writing: AsyncSession, row: Circle, words: str, gone_to: str, today: date) -> None:
    row.ended_on, row.ended_words, row.gone_to = today, words, gone_to or None
    seats = select(CircleSeat).where(CircleSeat.circle_id == row.id, CircleSeat.to_on.is_(None))
    links = select(CircleLink).where(CircleLink.circle_id == row.id, CircleLink.to_on.is_(None))
    for span in (*await writing.scalars(seats), *await writing.scalars(links)):
        span.to_on = today
    await writing.flush()


class Joined(msgspec.Struct, frozen=True):
    """A circle that joined: how many decisions it brought, and which matters are not its to decide here."""

    circle_id: UUID
    decisions: int
    left_out: tuple[str, ...]


async def bring_in(
    writing: AsyncSession, records: Records, content: bytes, wanted: CircleDraft, *, by: UUID, at: datetime
) -> Joined:
    """A group joins as a circle, with the decisions in its records. Nobody comes into it by an archive: its people
    are let in one by one. What the rules give to others does not come into its domain.

    `records` have been read, so every hash is right. Raises `AlreadyDone` for an archive that was brought before.
    """
    mark = hashlib.sha256(content).digest()
    if await writing.scalar(select(Circle.id).where(Circle.brought == mark, Circle.ended_on.is_(None))) is not None:
        raise AlreadyDone("This archive was brought in already. Look at the list of circles.", field="file")
    wanted = msgspec.structs.replace(
        wanted,
        name=records.circle.name,
        aim=records.circle.aim,
        came_from=records.circle.society[:200],
    )
    circle_id = await begin_circle(writing, wanted, by=by, at=at)
    (await writing.get_one(Circle, circle_id)).brought = mark
    left_out = []
    for matter in records.circle.domain:
        try:
            await give_matter(writing, circle_id, matter.topic, matter.words, by=by, at=at)
        except AlreadyDone:
            continue  # by the rules, from the body it follows
        except (Outside, NotValid):
            left_out.append(matter.topic or in_language(matter.words, "en"))
    for number, one in enumerate(records.decisions, 1):
        writing.add(
            CircleDecision(
                id=uuid4(),
                circle_id=circle_id,
                number=number,
                matter=one.matter,
                title=one.title,
                words=in_language(one.text, "en"),
                decided_on=one.decided_on or day_of(records.circle.made_at),
                review_on=one.review_on,
                reviewed_words=one.review[:2000] or None,
                ended_on=day_of(at) if one.came in NOTHING_CAME else None,
                from_before=True,
                there="\n".join(one.there),
                recorded_by=by,
                recorded_at=at,
            )
        )
    await writing.flush()
    await note(writing, "circle.joined-us", circle_id, by, at, decisions=len(records.decisions))
    return Joined(circle_id, len(records.decisions), tuple(left_out))


async def leave_all(writing: AsyncSession, person_id: UUID, *, by: UUID | None, at: datetime) -> int:
    """Somebody sits in no circle any more, and a team around them ends. Returns how many it was."""
    today, found = day_of(at), await _everywhere(writing, person_id)
    teams = select(Circle).where(Circle.leader_id == person_id, Circle.ended_on.is_(None))
    for row in list(await writing.scalars(teams)):
        await _end(writing, row, "", "", max(row.began_on, today))
    for span in found:
        span.to_on = max(span.from_on, today)
    if found:
        await record.add(writing, Event("circle.left-all", f"person:{person_id}", at, by, {"circles": len(found)}))
    return len(found)


async def belong_once(writing: AsyncSession, kept: UUID, gone: UUID, *, at: datetime) -> None:
    """Before two records become one: where both sit in a circle, or link it, the second's time there ends."""
    there = {(type(row), row.circle_id) for row in await _everywhere(writing, kept)}
    for row in await _everywhere(writing, gone):
        if (type(row), row.circle_id) in there:
            row.to_on = max(row.from_on, day_of(at))
    await writing.flush()


async def _everywhere(reading: AsyncSession, person_id: UUID) -> list[CircleSeat | CircleLink]:
    seats = select(CircleSeat).where(CircleSeat.person_id == person_id, CircleSeat.to_on.is_(None))
    links = select(CircleLink).where(CircleLink.person_id == person_id, CircleLink.to_on.is_(None))
    return [*await reading.scalars(seats), *await reading.scalars(links)]
