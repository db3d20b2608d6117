"""Last chapter: people come and go, the meeting opens, items are settled, it closes and stays closed."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from govern.ballots import lifecycle as ballots
from govern.errors import AlreadyDone, NotAllowed, NotFound, WrongMoment
from govern.meetings import lifecycle, queries
from govern.meetings.rules import Mode, Outcome, Stage
from tests.meetings.scene import (
    AGM_AT,
    AT,
    PAGES,
    REPORT,
    Scene,
    Try,
    a_called_meeting,
    a_draft,
    an_agm,
    an_open_meeting,
    everybody_comes,
    shown,
    verbs,
)


async def test_people_come_and_go_and_come_again(scene: Scene) -> None:
    meeting_id = await a_called_meeting(scene)
    person = scene.people["Siân Morgan"]
    async with scene.store.writing() as writing:
        await lifecycle.check_in(writing, meeting_id, person, Mode.REMOTE, by=scene.secretary, at=AGM_AT)
    with pytest.raises(AlreadyDone, match="checked in already"):
        async with scene.store.writing() as writing:
            await lifecycle.check_in(writing, meeting_id, person, Mode.IN_PERSON, by=scene.secretary, at=AGM_AT)
    back = AGM_AT + timedelta(minutes=20)
    async with scene.store.writing() as writing:
        out = AGM_AT + timedelta(minutes=10)
        await lifecycle.check_out(writing, meeting_id, person, by=scene.secretary, at=out)
        await lifecycle.check_in(writing, meeting_id, person, Mode.IN_PERSON, by=scene.secretary, at=back)
    async with scene.store.reading() as reading:
        found = await queries.stays(reading, meeting_id)
        away = await queries.quorum(reading, meeting_id, AGM_AT + timedelta(minutes=15))
        here = await queries.quorum(reading, meeting_id, back)
    assert [(s.mode, s.group["cy"], s.out_at) for s in found] == [
        (Mode.REMOTE, "Pobl sy'n cael cymorth", out),
        (Mode.IN_PERSON, "Pobl sy'n cael cymorth", None),
    ]
    assert (away.here, here.here, here.needed) == (0, 1, 12)


async def test_nobody_is_checked_in_before_the_notice_or_checked_out_who_is_not_here(scene: Scene) -> None:
    draft, called = await a_draft(scene), await a_called_meeting(scene)
    person = scene.people["Siân Morgan"]
    with pytest.raises(WrongMoment):
        async with scene.store.writing() as writing:
            await lifecycle.check_in(writing, draft, person, Mode.IN_PERSON, by=scene.secretary, at=AGM_AT)
    with pytest.raises(NotFound):
        async with scene.store.writing() as writing:
            await lifecycle.check_out(writing, called, person, by=scene.secretary, at=AGM_AT)
    with pytest.raises(NotFound):
        async with scene.store.writing() as writing:
            await lifecycle.check_in(writing, called, uuid4(), Mode.IN_PERSON, by=scene.secretary, at=AGM_AT)


async def test_before_the_day_nobody_is_checked_in_and_nothing_begins(scene: Scene) -> None:
    meeting_id = await a_called_meeting(scene)
    early = AGM_AT - timedelta(days=1)
    steps: tuple[Try, ...] = (
        lambda w: lifecycle.check_in(w, meeting_id, scene.secretary, Mode.REMOTE, by=scene.secretary, at=early),
        lambda w: lifecycle.open_(w, meeting_id, scene.secretary, by=scene.secretary, at=early),
    )
    for step in steps:
        with pytest.raises(WrongMoment, match="The meeting is on 2026-12-12"):
            async with scene.store.writing() as writing:
                await step(writing)


async def test_a_guest_is_there_and_does_not_count(scene: Scene) -> None:
    from govern.identity.lifecycle import add_person

    meeting_id = await a_called_meeting(scene)
    async with scene.store.writing() as writing:
        guest = await add_person(writing, name="A Guest", by=scene.secretary, at=AT)
        await lifecycle.check_in(writing, meeting_id, guest, Mode.IN_PERSON, by=scene.secretary, at=AGM_AT)
    async with scene.store.reading() as reading:
        assert (await queries.quorum(reading, meeting_id, AGM_AT)).counted == 0
        assert [(s.name, s.counts) for s in await queries.stays(reading, meeting_id)] == [("A Guest", False)]


async def test_without_a_quorum_the_meeting_does_not_open(scene: Scene) -> None:
    meeting_id = await a_called_meeting(scene)
    await everybody_comes(scene, meeting_id, AGM_AT, number=11)
    with pytest.raises(WrongMoment, match="11 count and 12 are needed"):
        async with scene.store.writing() as writing:
            await lifecycle.open_(writing, meeting_id, scene.secretary, by=scene.secretary, at=AGM_AT)
    assert (await shown(scene, meeting_id)).stage is Stage.NOTICED


async def test_somebody_who_is_not_here_does_not_take_the_chair(scene: Scene) -> None:
    meeting_id = await a_called_meeting(scene)
    await everybody_comes(scene, meeting_id, AGM_AT)
    with pytest.raises(NotFound) as refusal:
        async with scene.store.writing() as writing:
            absent = scene.people["Member 12"]
            await lifecycle.open_(writing, meeting_id, absent, by=scene.secretary, at=AGM_AT)
    assert refusal.value.field == "chair"


async def test_a_decision_needs_the_quorum_at_its_own_minute(scene: Scene) -> None:
    meeting_id = await an_open_meeting(scene)
    motion = (await shown(scene, meeting_id)).items[1]
    leaving = AGM_AT + timedelta(minutes=30)
    async with scene.store.writing() as writing:
        for name in ("Member 9", "Member 10"):
            await lifecycle.check_out(writing, meeting_id, scene.people[name], by=scene.secretary, at=leaving)
    with pytest.raises(WrongMoment, match="not enough people"):
        async with scene.store.writing() as writing:
            await lifecycle.settle_item(writing, motion.id, Outcome.DECIDED, by=scene.secretary, at=leaving)
    async with scene.store.writing() as writing:
        await lifecycle.settle_item(writing, motion.id, Outcome.PUT_OFF, by=scene.secretary, at=leaving)
    assert (await shown(scene, meeting_id)).items[1].outcome is Outcome.PUT_OFF


async def test_nothing_is_decided_over_the_heads_of_people_who_were_asked(scene: Scene) -> None:
    """Invariant 78: where people were asked one by one, it says first what changed because of them."""
    motion = (await shown(scene, await an_open_meeting(scene))).items[1]
    asked, me = uuid4(), scene.secretary
    async with scene.store.writing() as writing:
        await ballots.lay_beside(writing, motion.id, asked, told=True, cited=False)
    with pytest.raises(NotAllowed, match="People were asked about this one by one") as refusal:
        async with scene.store.writing() as writing:
            await lifecycle.settle_item(writing, motion.id, Outcome.DECIDED, by=me, at=AGM_AT)
    assert refusal.value.field == "outcome"
    async with scene.store.writing() as writing:
        await ballots.now_cited(writing, asked)
        await lifecycle.settle_item(writing, motion.id, Outcome.DECIDED, by=me, at=AGM_AT)


async def test_the_meeting_closes_when_every_item_is_settled_and_then_nothing_changes(scene: Scene) -> None:
    meeting_id = await an_open_meeting(scene)
    report, motion = (await shown(scene, meeting_id)).items
    end = AGM_AT + timedelta(hours=2)
    me = scene.secretary
    async with scene.store.writing() as writing:
        await lifecycle.settle_item(writing, report.id, Outcome.HEARD, by=me, at=end)
    with pytest.raises(WrongMoment, match="Item 2 is still open"):
        async with scene.store.writing() as writing:
            await lifecycle.close(writing, meeting_id, by=me, at=end)
    async with scene.store.writing() as writing:
        await lifecycle.settle_item(writing, motion.id, Outcome.DECIDED, by=me, at=end)
        await lifecycle.close(writing, meeting_id, by=me, at=end)
    async with scene.store.reading() as reading:
        assert {stay.out_at for stay in await queries.stays(reading, meeting_id)} == {end}
    steps: tuple[Try, ...] = (
        lambda w: lifecycle.close(w, meeting_id, by=me, at=end),
        lambda w: lifecycle.open_(w, meeting_id, me, by=me, at=end),
        lambda w: lifecycle.add_item(w, meeting_id, REPORT, by=me, at=end),
        lambda w: lifecycle.settle_item(w, report.id, Outcome.PUT_OFF, by=me, at=end),
        lambda w: lifecycle.check_in(w, meeting_id, me, Mode.REMOTE, by=me, at=end),
        lambda w: lifecycle.call_off(w, meeting_id, {"en": "x", "cy": "x"}, by=me, at=end),
        lambda w: lifecycle.correct_notice(
            w,
            meeting_id,
            an_agm(starts_at=end + timedelta(days=90), ends_expected=None),
            None,
            {"en": "x", "cy": "x"},
            pages=PAGES,
            by=me,
            at=end,
        ),
    )
    for step in steps:
        with pytest.raises(WrongMoment, match="over"):
            async with scene.store.writing() as writing:
                await step(writing)
    assert (await verbs(scene.store, meeting_id))[-1] == "meeting.closed"
