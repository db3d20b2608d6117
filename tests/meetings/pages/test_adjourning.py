"""An adjourned meeting: it goes on another day, proxies stay, and have a last moment of their own (CA 2006 s327)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from govern.constituencies.representation import queries as representation
from govern.meetings import lifecycle, queries
from govern.meetings.models import AttendanceSpan, Meeting
from govern.meetings.rules import Mode, Stage
from govern.permissions import Role
from govern.post.models import Letter
from govern.society import Society
from tests.given import LONDON, Moments
from tests.meetings.pages.given_votes import a_vote_of_the_meeting
from tests.meetings.scene import AGM_AT, Scene, a_called_meeting
from tests.window import Window

#: Wednesday 6 January 2027 at ten: 48 hours before it, without the bank holiday and the weekend, is Monday at ten.
GOES_ON = {
    "starts_at_day": "6",
    "starts_at_month": "1",
    "starts_at_year": "2027",
    "starts_at_time": "10:00",
    "why": "Too few came.",
    "why_cy": "Daeth rhy ychydig.",
}
NEW_LAST = datetime(2027, 1, 4, 10, 0, tzinfo=LONDON)


@pytest.fixture
async def meeting(scene: Scene, clock: Moments) -> UUID:
    made = await a_called_meeting(scene)
    clock.at = AGM_AT
    return made


@pytest.fixture
async def secretary(window: Callable[[], Window], scene: Scene, clock: Moments) -> Window:
    clock.at = AGM_AT
    return await window().sign_in(scene.secretary, Role.SECRETARY, at=clock.at)


async def named(scene: Scene, window: Callable[[], Window], meeting: UUID, clock: Moments, member: str) -> Window:
    browser = await window().sign_in(scene.people[member], at=clock.at)
    await browser.get(f"meetings/{meeting}/proxy")
    await browser.send(f"meetings/{meeting}/proxy", {"whom": "member", "holder": "Member 3"})
    return browser


async def test_an_adjourned_meeting_keeps_its_proxies_and_takes_more_until_48_working_hours_before(
    secretary: Window, window: Callable[[], Window], scene: Scene, society: Society, meeting: UUID, clock: Moments
) -> None:
    clock.at = AGM_AT - timedelta(days=10)
    early = await named(scene, window, meeting, clock, "Mair Elis")
    assert early.last.status_code == 303
    clock.at = AGM_AT
    late = await window().sign_in(scene.people["Member 4"], at=clock.at)
    await late.get(f"meetings/{meeting}/proxy")
    assert "The last moment for it was" in late.text()
    await secretary.get(f"office/meetings/{meeting}")
    assert "Adjourn the meeting" in secretary.text()
    await secretary.get(f"office/meetings/{meeting}/adjourn")
    assert "Whoever was named as a proxy stays named." in secretary.text()
    await secretary.send(f"office/meetings/{meeting}/adjourn", GOES_ON)
    await secretary.follow()
    assert "Called for Saturday 12 December 2026 and adjourned. It goes on" in secretary.text()
    clock.at = NEW_LAST - timedelta(minutes=1)
    member = await window().sign_in(scene.people["Mair Elis"], at=clock.at)
    await member.get(f"meetings/{meeting}")
    assert "Whoever you named to vote for you stays named." in member.text()
    assert "Monday 4 January 2027" in member.text(), "the last moment of the adjourned meeting"
    await member.get(f"meetings/{meeting}/proxy")
    assert "Member 3 votes for you" in member.text() and "Name them by Monday 4 January 2027" in member.text()
    assert (await named(scene, window, meeting, clock, "Member 4")).last.status_code == 303
    refused = await window().sign_in(scene.people["Member 5"], at=clock.at)
    await refused.get(f"meetings/{meeting}/proxy")
    clock.at = NEW_LAST + timedelta(minutes=1)
    await refused.send(f"meetings/{meeting}/proxy", {"whom": "member", "holder": "Member 3"})
    assert "too late to name somebody for this meeting: we had to have it by Monday 4 January 2027" in refused.text()
    async with scene.store.reading() as reading:
        stands = await representation.proxies_standing(reading, meeting)
        letters = list(await reading.scalars(select(Letter.subject).where(Letter.about == f"meeting:{meeting}")))
    assert {one.member_id for one in stands} == {scene.people["Mair Elis"], scene.people["Member 4"]}
    assert "Adjourned: Annual general meeting 2026" in letters


async def test_it_stops_with_everybody_out_and_goes_on_with_those_who_come_again(
    secretary: Window, scene: Scene, society: Society, meeting: UUID, clock: Moments
) -> None:
    """Invariant 29: put off for want of a quorum, those who come are enough where the rules say so, but never one."""
    async with scene.store.writing() as writing:
        for name in ("Member 1", "Member 2", "Member 3"):
            await lifecycle.arrive(
                writing, society, meeting, scene.people[name], Mode.IN_PERSON, by=scene.secretary, at=AGM_AT
            )
    clock.pass_(minutes=5)
    await secretary.get(f"office/meetings/{meeting}/adjourn")
    await secretary.send(f"office/meetings/{meeting}/adjourn", GOES_ON)
    async with scene.store.reading() as reading:
        stays = list(await reading.scalars(select(AttendanceSpan.out_at)))
        row = await reading.get_one(Meeting, meeting)
    assert stays == [clock.at] * 3 and row.stage is Stage.NOTICED and row.called_for == AGM_AT
    clock.at = row.starts_at
    async with scene.store.writing() as writing:
        await lifecycle.arrive(
            writing, society, meeting, scene.people["Member 1"], Mode.IN_PERSON, by=scene.secretary, at=clock.at
        )
        await lifecycle.arrive(
            writing, society, meeting, scene.people["Member 2"], Mode.IN_PERSON, by=scene.secretary, at=clock.at
        )
    async with scene.store.reading() as reading:
        quorum = await queries.quorum(reading, meeting, clock.at)
    assert (quorum.needed, quorum.counted, quorum.holds) == (2, 2, True)
    async with scene.store.writing() as writing:
        await lifecycle.open_(writing, meeting, scene.people["Member 1"], by=scene.secretary, at=clock.at)
    async with scene.store.reading() as reading:
        told = await queries.facts_for_a_count(reading, meeting, clock.at)
    assert told is not None and told.counted == 2, "the three who came on the first day are no part of this"


async def test_a_meeting_with_a_quorum_needs_it_again(
    secretary: Window, scene: Scene, society: Society, meeting: UUID, clock: Moments
) -> None:
    async with scene.store.writing() as writing:
        for name in list(scene.people)[:13]:
            await lifecycle.arrive(
                writing, society, meeting, scene.people[name], Mode.IN_PERSON, by=scene.secretary, at=AGM_AT
            )
        await lifecycle.open_(writing, meeting, scene.people["Member 1"], by=scene.secretary, at=AGM_AT)
    await secretary.get(f"office/meetings/{meeting}")
    assert "Adjourn the meeting" in secretary.text()
    await secretary.get(f"office/meetings/{meeting}/adjourn")
    await secretary.send(f"office/meetings/{meeting}/adjourn", GOES_ON)
    async with scene.store.reading() as reading:
        quorum = await queries.quorum(reading, meeting, clock.at)
    assert quorum.needed == 12


async def test_not_before_its_time_not_too_soon_and_not_over_a_vote_that_is_to_be_taken(
    secretary: Window, scene: Scene, society: Society, meeting: UUID, clock: Moments
) -> None:
    page = f"office/meetings/{meeting}/adjourn"
    clock.at = AGM_AT - timedelta(hours=1)
    await secretary.get(f"office/meetings/{meeting}")
    assert "Adjourn the meeting" not in secretary.text()
    await secretary.get(page)
    refused = await secretary.send(page, GOES_ON)
    assert refused.status_code == 422 and "The meeting has not begun." in secretary.text()
    clock.at = AGM_AT
    refused = await secretary.send(page, GOES_ON | {"why": ""})
    assert refused.status_code == 422 and "Say why." in secretary.text()
    soon = {"starts_at_day": "15", "starts_at_month": "12", "starts_at_year": "2026"}
    refused = await secretary.send(page, GOES_ON | soon)
    assert refused.status_code == 422 and "A notice sent now is too late for this day" in secretary.text()
    assert "Too few came." in secretary.last.text, "what was typed is kept"
    await a_vote_of_the_meeting(scene, society, meeting)
    refused = await secretary.send(page, GOES_ON)
    assert refused.status_code == 422 and "The vote “Saturdays” is to be taken in this meeting" in secretary.text()
