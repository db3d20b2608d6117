"""The year plan of a society from what stands in its database, on both kinds; ticks, and taking them back."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from govern.errors import AlreadyDone, NotAllowed
from govern.forums.activities import lifecycle as feeds
from govern.identity import lifecycle as identity
from govern.minutes.book import lifecycle as minutes
from govern.minutes.returns import lifecycle
from govern.minutes.returns.lifecycle import Ticked
from govern.minutes.returns.models import Filing
from govern.minutes.returns.queries import calendar
from govern.minutes.returns.queries.plan import Plan, all_duties, plan
from govern.minutes.returns.rules import Duty, Standing
from govern.permissions import Role
from govern.record import lines_about
from govern.sentences import Sentence
from tests.meetings.scene import AGM_AT, AT, Scene
from tests.minutes.book.scene import END, LATER, a_closed_meeting

TODAY = AT.date()
RETURN, AGM = "return-2026-03-31", "agm-2026-03-31"


async def the_plan(scene: Scene, on: date = TODAY, language: str = "en") -> Plan:
    async with scene.store.reading() as reading:
        return await plan(reading, on, language)


async def duties(scene: Scene, on: date = TODAY) -> dict[str, Duty]:
    async with scene.store.reading() as reading:
        return {one.key: one for one in await all_duties(reading, on, "en")}


async def tick(scene: Scene, key: str, day: date = TODAY) -> UUID:
    async with scene.store.writing() as writing:
        found = await all_duties(writing, TODAY, "en")
        return await lifecycle.tick(
            writing, found, key, Ticked(done_on=day, reference="AR-1"), by=scene.secretary, at=AT
        )


async def test_a_society_that_came_a_year_ago_owes_its_meeting_and_its_return(scene: Scene) -> None:
    found = await the_plan(scene)
    assert [(one.key, one.days_late(TODAY)) for one in found.late] == [(AGM, 9), (RETURN, 9)]
    assert [one.key for one in found.next] == [
        "rotation-board-2026-05-09",
        "agm-2027-03-31",
        "return-2027-03-31",
    ]
    months = found.months()
    assert len(months) == 12 and months[0].first == date(2026, 11, 1)
    assert [one.key for one in months[6].duties] == ["rotation-board-2026-05-09"]


async def test_an_agm_held_here_is_done_by_itself_and_its_minutes_are_due(scene: Scene) -> None:
    meeting = await a_closed_meeting(scene)
    found = await duties(scene, LATER.date())
    assert found[AGM].done_on == AGM_AT.date() and not found[AGM].ticked
    written = found[f"minutes-{meeting}"]
    assert written.due_on == AGM_AT.date() + timedelta(days=14) and written.done_on is None
    async with scene.store.writing() as writing:
        await minutes.draft(writing, meeting, by=scene.secretary, at=END + timedelta(days=2))
    assert (await duties(scene, LATER.date()))[f"minutes-{meeting}"].done_on == LATER.date()
    later = date(2036, 1, 1)
    assert (await duties(scene, later))[f"keep-{meeting}"].due_on == date(2036, 12, 12)


async def test_what_was_done_outside_is_ticked_once_and_taken_back_with_a_reason(scene: Scene) -> None:
    filing = await tick(scene, RETURN, date(2026, 10, 20))
    found = (await duties(scene))[RETURN]
    assert found.done_on == date(2026, 10, 20) and found.ticked
    with pytest.raises(AlreadyDone):
        await tick(scene, RETURN)
    async with scene.store.writing() as writing:
        await lifecycle.undo(writing, filing, "The wrong year", by=scene.secretary, at=AT)
    assert (await duties(scene))[RETURN].standing(TODAY) is Standing.LATE
    async with scene.store.writing() as writing:
        with pytest.raises(AlreadyDone):
            await lifecycle.undo(writing, filing, "Again", by=scene.secretary, at=AT)
    await tick(scene, RETURN)
    async with scene.store.reading() as reading:
        assert len(list(await reading.scalars(select(Filing)))) == 2
        said = [line.verb for line in await lines_about(reading, [f"filing:{filing}"])]
    assert sorted(said) == ["filing.noted", "filing.undone"]


async def test_what_is_done_in_the_service_cannot_be_ticked(scene: Scene) -> None:
    here = Duty(key="terms", title=Sentence("A term ends"), words=Sentence(""), cites=(), due_on=TODAY)
    async with scene.store.writing() as writing:
        with pytest.raises(NotAllowed):
            await lifecycle.tick(writing, [here], "terms", Ticked(done_on=TODAY), by=None, at=AT)


async def test_the_feed_is_for_whoever_holds_an_office_today(scene: Scene) -> None:
    key = b"k" * 32
    async with scene.store.writing() as writing:
        feed = await feeds.make_feed(writing, key, scene.secretary, at=AT)
        token = feeds.token_of(key, feed)
        assert not await calendar.may_read(writing, token, AT)
        await identity.appoint(writing, scene.secretary, Role.SECRETARY, TODAY, by=None, at=AT)
    async with scene.store.reading() as reading:
        assert await calendar.may_read(reading, token, AT)
        assert not await calendar.may_read(reading, token + "x", AT)


async def test_in_welsh_the_same_duties_stand(scene: Scene) -> None:
    assert [one.key for one in (await the_plan(scene, language="cy")).duties] == [
        one.key for one in (await the_plan(scene)).duties
    ]
