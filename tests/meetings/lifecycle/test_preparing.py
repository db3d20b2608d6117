"""First chapter: a meeting is drafted, its agenda grows, it is changed and dropped."""

from __future__ import annotations

from datetime import timedelta

import pytest

from govern.errors import NotValid, WrongMoment
from govern.meetings import lifecycle
from govern.meetings.rules import Stage
from tests.meetings.scene import (
    AGM_AT,
    AT,
    ELECTION,
    MOTION,
    REPORT,
    Scene,
    a_draft,
    an_agm,
    letters,
    shown,
    verbs,
)


async def test_a_meeting_is_written_down_and_nobody_is_told(scene: Scene) -> None:
    meeting_id = await a_draft(scene)
    meeting = await shown(scene, meeting_id, "cy")
    assert (meeting.stage, meeting.title) == (Stage.DRAFT, "Cyfarfod cyffredinol blynyddol 2026")
    assert await letters(scene.store) == []
    assert await verbs(scene.store, meeting_id) == ["meeting.drafted", "meeting.item_added", "meeting.item_added"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"starts_at": AT - timedelta(hours=1)}, "starts_at"),
        ({"ends_expected": AGM_AT}, "ends"),
        ({"ends_expected": AGM_AT + timedelta(days=2)}, "ends"),
        ({"title": {"en": "Only English"}}, "title_cy"),
        ({"title": {"cy": "Cymraeg yn unig"}}, "title"),
        ({"video_link": "javascript:alert(1)"}, "video_link"),
    ],
)
async def test_a_meeting_that_cannot_be_is_refused_beside_its_field(
    scene: Scene, changes: dict[str, object], field: str
) -> None:
    with pytest.raises(NotValid) as refusal:
        await a_draft(scene, wanted=an_agm(**changes))
    assert refusal.value.field == field


@pytest.mark.parametrize(
    ("item", "changes", "field"),
    [
        (MOTION, {"resolution": "royal"}, "resolution"),
        (MOTION, {"text": {}}, "text"),
        (MOTION, {"text": {"en": "Only English"}}, "text_cy"),
        (ELECTION, {"seat_constituency": "nobody"}, "seat"),
        (ELECTION, {"places": 3}, "places"),
        (ELECTION, {"places": None}, "places"),
    ],
)
async def test_an_item_the_rules_do_not_know_is_refused(
    scene: Scene, item: lifecycle.ItemDraft, changes: dict[str, object], field: str
) -> None:
    import msgspec

    with pytest.raises(NotValid) as refusal:
        await a_draft(scene, msgspec.structs.replace(item, **changes))
    assert refusal.value.field == field


async def test_items_move_and_leave_and_the_numbers_close_up(scene: Scene) -> None:
    meeting_id = await a_draft(scene, REPORT, MOTION, ELECTION)
    first, second, third = (await shown(scene, meeting_id)).items
    async with scene.store.writing() as writing:
        await lifecycle.move_item(writing, third.id, up=True, by=scene.secretary, at=AT)
        await lifecycle.move_item(writing, first.id, up=True, by=scene.secretary, at=AT)
        await lifecycle.remove_item(writing, first.id, by=scene.secretary, at=AT)
    left = (await shown(scene, meeting_id)).items
    assert [(item.position, item.id) for item in left] == [(1, third.id), (2, second.id)]


async def test_a_draft_is_changed_and_dropped_without_a_word_to_anybody(scene: Scene) -> None:
    meeting_id = await a_draft(scene)
    async with scene.store.writing() as writing:
        later = an_agm(starts_at=AGM_AT + timedelta(days=7), ends_expected=None)
        await lifecycle.change(writing, meeting_id, later, by=scene.secretary, at=AT)
        await lifecycle.cancel(writing, meeting_id, by=scene.secretary, at=AT)
    assert (await shown(scene, meeting_id)).stage is Stage.CANCELLED
    assert await letters(scene.store) == []
    with pytest.raises(WrongMoment, match="called off"):
        async with scene.store.writing() as writing:
            await lifecycle.cancel(writing, meeting_id, by=scene.secretary, at=AT)
