"""Who is heard, asked of the database: on SQLite and on PostgreSQL."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from govern.database import Store
from govern.desks import voices as desk
from govern.desks import voices_of_year
from govern.errors import NotFound
from govern.forums.gatherings import lifecycle as gatherings
from govern.forums.gatherings import queries
from govern.forums.gatherings.lifecycle import Decision
from govern.forums.gatherings.models import Heard
from govern.forums.gatherings.rules import HeardWay, HowDecided, Reach
from govern.forums.gatherings.rules.taking_part import Share
from govern.forums.gatherings.rules.voices import Order, Said
from govern.identity.rules import day_of
from govern.meetings import lifecycle as meetings
from govern.meetings.rules import Channel
from govern.record import RecordLine
from tests.forums.gatherings.test_lifecycle import DAY, Held, held

__all__ = ["held"]
NOON = DAY + timedelta(hours=1)


async def test_a_voice_is_one_row_and_the_record_names_nobody(held: Held, store: Store) -> None:
    by, (one, other, *_) = held.scene.secretary, held.people
    async with store.writing() as writing:
        for person, way in ((one, HeardWay.SPOKE), (one, HeardWay.SIGNED), (other, HeardWay.SPOKE)):
            await gatherings.note_heard(writing, held.local, held.meeting, person, way, by=by, at=NOON)
    async with store.writing() as writing:
        await gatherings.take_back_heard(writing, held.local, held.meeting, other, by=by, at=NOON)
    with pytest.raises(NotFound):
        async with store.writing() as writing:
            await gatherings.take_back_heard(writing, held.local, held.meeting, other, by=by, at=NOON)
    with pytest.raises(NotFound):  # under another forum's address there is no such gathering
        async with store.writing() as writing:
            await gatherings.note_heard(writing, held.area, held.meeting, one, HeardWay.SPOKE, by=by, at=NOON)
    async with store.reading() as reading:
        (row,) = await reading.scalars(select(Heard))
        lines = list(await reading.scalars(select(RecordLine).where(RecordLine.verb.startswith("forum.heard"))))
    assert (row.person_id, row.way, row.noted_by) == (one, HeardWay.SIGNED, by)
    assert [line.verb for line in lines] == ["forum.heard"] * 3 + ["forum.heard_taken_back"]
    assert all(
        line.facts == f'{{"gathering":"{held.meeting}"}}' and line.subject == f"forum:{held.local}" for line in lines
    )


async def test_what_is_known_of_a_span_by_person(held: Held, store: Store) -> None:
    by, (one, late, *_) = held.scene.secretary, held.people
    async with store.writing() as writing:
        await meetings.check_out(writing, held.meeting, late, by=by, at=DAY, forum_id=held.local)
        await gatherings.note_heard(writing, held.local, held.meeting, one, HeardWay.DEVICE, by=by, at=NOON)
        wanted = Decision(words="We walk.", how=HowDecided.CONSENSUS)
        await gatherings.decide(writing, held.local, held.points[0], wanted, by=by, at=NOON)
        await gatherings.dissent(writing, held.local, held.points[0], late, "Too far", by=by, at=NOON)
    async with store.reading() as reading:
        found = await queries.voices(reading, held.local, day_of(DAY))
        later = await queries.voices(reading, held.local, day_of(DAY) + timedelta(days=1))
    assert {voice.person_id for voice in found.people} == set(held.people)
    assert found.came == set(held.people) and found.decided == set(held.people) - {late}
    assert found.heard == {one: {HeardWay.DEVICE}} and found.times == {one: 1}
    assert found.raised == {}  # both were raised on the day before, by whoever leads it
    assert found.said_on[late] == found.said_on[one] == day_of(DAY) and found.last_way == {one: HeardWay.DEVICE}
    assert set().union(*found.told.values()) <= set(Channel)
    assert (later.came, later.heard, later.decided, later.told) == (frozenset(), {}, frozenset(), {})
    assert later.said_on == found.said_on and later.last_way == found.last_way


async def test_both_pages_put_it_together(held: Held, store: Store) -> None:
    by, people = held.scene.secretary, held.people
    async with store.writing() as writing:
        wanted = Decision(words="We walk.", how=HowDecided.CONSENSUS)
        await gatherings.decide(writing, held.local, held.points[0], wanted, by=by, at=NOON)
    at = NOON + timedelta(days=200)
    async with store.reading() as reading:
        view = await queries.forum(reading, held.local, by, day_of(NOON), "en", Reach.LEADS)
        page = await desk.of_forum(reading, view, by, at, "en", months=3, order=Order.LONGEST, number=7)
        year = await voices_of_year.of_year(reading, NOON.year, NOON, "en")
    assert (page.number, page.pages, page.to_go_to) == (1, 1, len([one for one in people if one != by]))
    assert all(cell.said is not Said.NUMBER for _, cells in page.numbers.rows for cell in cells[1:])
    (row,) = [cells for name, cells in year.rows if str(name) == "Local forum"]
    assert Share(1, 1) in row
