"""How minutes are agreed and closed: comments, the next meeting, the chair's hand, corrections, the minute book."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.errors import AlreadyDone, GovernError, NotAllowed, NotValid, WrongMoment
from govern.identity.lifecycle import add_person
from govern.meetings import lifecycle as meetings
from govern.meetings.models import AgendaItem, Meeting
from govern.minutes.book import lifecycle, queries
from govern.minutes.book.lifecycle.carrying import PUT, Carried
from govern.minutes.book.rules import Stage
from govern.record import Event
from tests.meetings.scene import Scene
from tests.minutes.book.live_scene import LINE, NEXT_AT, agreed, circulated, later, signed, the_next_meeting
from tests.minutes.book.scene import LATER

Step = Callable[[AsyncSession], Awaitable[object]]


async def refused(scene: Scene, kind: type[GovernError], words: str, step: Step) -> None:
    with pytest.raises(kind, match=words):
        async with scene.store.writing() as writing:
            await step(writing)


async def page(scene: Scene, minutes_id: UUID) -> queries.MinutesPage:
    async with scene.store.reading() as reading:
        return await queries.minutes_page(reading, minutes_id, "en")


async def test_only_those_who_were_there_comment_and_each_comment_has_its_answer(scene: Scene) -> None:
    minutes_id = await circulated(scene)
    _, item = await the_next_meeting(scene)
    sian, away = scene.people["Siân Morgan"], scene.people["Member 12"]
    await refused(
        scene,
        NotAllowed,
        "Only those who were at the meeting",
        lambda w: lifecycle.comment(w, minutes_id, None, "I was away.", by=away, at=LATER),
    )
    async with scene.store.writing() as writing:
        one = await lifecycle.comment(writing, minutes_id, None, "The hour is wrong.", by=sian, at=LATER)
    await refused(
        scene,
        WrongMoment,
        "A comment has no answer",
        lambda w: lifecycle.approve(w, minutes_id, item, by=scene.secretary, at=later()),
    )
    await refused(
        scene,
        NotValid,
        "why this is not taken up",
        lambda w: lifecycle.answer_comment(w, minutes_id, one, False, "", by=scene.secretary, at=LATER),
    )
    async with scene.store.writing() as writing:
        await lifecycle.answer_comment(writing, minutes_id, one, False, "It was two.", by=scene.secretary, at=LATER)
        await lifecycle.approve(writing, minutes_id, item, by=scene.secretary, at=later())
    found = await page(scene, minutes_id)
    assert found.stage is Stage.APPROVED and found.agreed is not None
    await refused(
        scene,
        WrongMoment,
        "agreed, so their words stand",
        lambda w: lifecycle.comment(w, minutes_id, None, "Too late.", by=sian, at=LATER),
    )


async def test_a_meeting_agrees_minutes_only_when_it_is_open_and_has_a_quorum(scene: Scene) -> None:
    minutes_id = await circulated(scene)
    _, not_open = await the_next_meeting(scene, opened=False)
    await refused(
        scene,
        WrongMoment,
        "has not been opened",
        lambda w: lifecycle.approve(w, minutes_id, not_open, by=scene.secretary, at=later()),
    )


async def test_a_meeting_without_quorum_agrees_nothing(scene: Scene) -> None:
    minutes_id = await circulated(scene)
    meeting_id, item = await the_next_meeting(scene)
    async with scene.store.writing() as writing:
        for name in ("Siân Morgan", "Mair Elis"):
            await _leaves(writing, scene, meeting_id, name)
    await refused(
        scene,
        WrongMoment,
        "no quorum at that moment",
        lambda w: lifecycle.approve(w, minutes_id, item, by=scene.secretary, at=later()),
    )


async def _leaves(writing: AsyncSession, scene: Scene, meeting_id: UUID, name: str) -> None:

    await meetings.check_out(writing, meeting_id, scene.people[name], by=scene.secretary, at=NEXT_AT)


async def test_its_own_meeting_cannot_agree_minutes(scene: Scene) -> None:
    minutes_id = await circulated(scene)
    own = (await page(scene, minutes_id)).entries[2].item_id
    assert own is not None
    await refused(
        scene,
        NotValid,
        "Only a later meeting of the same body",
        lambda w: lifecycle.approve(w, minutes_id, own, by=scene.secretary, at=later()),
    )


async def test_an_item_that_names_other_minutes_agrees_none_of_these(scene: Scene) -> None:
    minutes_id = await circulated(scene)
    meeting_id, item = await the_next_meeting(scene)
    async with scene.store.writing() as writing:
        (await writing.get_one(AgendaItem, item)).about_meeting_id = meeting_id
    await refused(
        scene,
        NotValid,
        "only under the item that is for them",
        lambda w: lifecycle.approve(w, minutes_id, item, by=scene.secretary, at=later()),
    )


async def test_an_item_that_was_carried_before_items_had_a_mark_still_agrees_minutes(scene: Scene) -> None:
    """It has none, and the record says what it was put there for. An item of the same title put there by hand agrees
    nothing, and neither does what was carried for something else."""
    minutes_id = await circulated(scene)
    meeting_id, item = await the_next_meeting(scene)
    by_hand, arising = uuid4(), uuid4()
    async with scene.store.writing() as writing:
        carried = await writing.get_one(AgendaItem, item)
        carried.standing = None
        for position, other in enumerate((by_hand, arising), 9):
            like = AgendaItem(id=other, meeting_id=meeting_id, position=position, kind=carried.kind)
            like.title, like.text = carried.title, carried.text
            writing.add(like)
        facts: dict[str, str | int | bool | None] = {"item": str(arising), "what": Carried.ARISING.value}
        await record.add(writing, Event(PUT, f"meeting:{meeting_id}", NEXT_AT, scene.secretary, facts))
    async with scene.store.reading() as reading:
        assert [one.id for one in await queries.agreeing_items(reading, minutes_id, "en")] == [item]
    for other in (by_hand, arising):
        await refused(
            scene,
            NotValid,
            "only under the item that is for them",
            partial(lifecycle.approve, minutes_id=minutes_id, item_id=other, by=scene.secretary, at=later()),
        )
    async with scene.store.writing() as writing:
        await lifecycle.approve(writing, minutes_id, item, by=scene.secretary, at=later())
    assert (await page(scene, minutes_id)).stage is Stage.APPROVED


async def test_minutes_wait_for_whoever_chaired_either_meeting_until_they_are_signed(scene: Scene) -> None:
    minutes_id = await circulated(scene)
    meeting_id, item = await the_next_meeting(scene)
    sian = scene.people["Siân Morgan"]
    async with scene.store.writing() as writing:
        (await writing.get_one(Meeting, meeting_id)).chair_id = sian
    assert await waiting(scene) == {}, "nothing waits before it is agreed"
    async with scene.store.writing() as writing:
        await lifecycle.approve(writing, minutes_id, item, by=scene.secretary, at=later())
    assert await waiting(scene) == {scene.secretary: [minutes_id], sian: [minutes_id]}
    async with scene.store.writing() as writing:
        await lifecycle.sign(writing, minutes_id, by=sian, at=later())
    assert await waiting(scene) == {}


async def waiting(scene: Scene) -> dict[UUID, list[UUID]]:
    """Whose signature minutes wait for."""
    async with scene.store.reading() as reading:
        found = {who: await queries.to_sign(reading, who, "en") for who in (scene.secretary, *scene.people.values())}
    return {who: [one.id for one in those] for who, those in found.items() if those}


async def test_only_who_chaired_signs(scene: Scene) -> None:
    minutes_id = await agreed(scene)
    sian = scene.people["Siân Morgan"]
    await refused(scene, NotAllowed, "Nerys Wyn", lambda w: lifecycle.sign(w, minutes_id, by=sian, at=later()))
    async with scene.store.writing() as writing:
        await lifecycle.sign(writing, minutes_id, by=scene.secretary, at=later())
    found = await page(scene, minutes_id)
    assert found.stage is Stage.SIGNED and found.agreed is not None
    assert (found.agreed.signed_by, found.agreed.number, found.agreed.body) == ("Nerys Wyn", 1, "general")


async def test_invariant_81_signed_minutes_cannot_change_and_a_correction_points_to_the_line(scene: Scene) -> None:
    minutes_id = await signed(scene)
    entry = (await page(scene, minutes_id)).entries[2]
    for step in (
        lambda w: lifecycle.edit_entry(w, entry.id, LINE, {}, by=scene.secretary, at=later()),
        lambda w: lifecycle.add_line(w, minutes_id, None, LINE, "token-one", by=scene.secretary, at=later()),
        lambda w: lifecycle.note_people(w, minutes_id, ["Bo"], (), by=scene.secretary, at=later()),
        lambda w: lifecycle.keep_apart(w, minutes_id, None, LINE, LINE, {}, by=scene.secretary, at=later()),
    ):
        await refused(scene, WrongMoment, "signed, so their words stand", step)
    await refused(
        scene,
        NotValid,
        "no such line",
        lambda w: lifecycle.correct(w, minutes_id, entry.id, 9, LINE, by=scene.secretary, at=later()),
    )
    async with scene.store.writing() as writing:
        await lifecycle.correct(writing, minutes_id, entry.id, 1, LINE, by=scene.secretary, at=later())
    now = (await page(scene, minutes_id)).entries[2]
    assert now.paragraphs == entry.paragraphs
    assert [(one.line, one.line_was, one.text) for one in now.corrections] == [
        (1, "The meeting heard this.", LINE["en"])
    ]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE minutes SET stage = 'draft'",
        "UPDATE minutes_entry SET text = '{}'",
        "UPDATE minutes_presence SET name = 'Somebody else'",
        "DELETE FROM minutes_presence",
        "DELETE FROM minutes_entry",
        "DELETE FROM minutes",
        "UPDATE minute_book_leaf SET number = 7",
        "DELETE FROM minute_book_leaf",
        "INSERT INTO minutes_apology (minutes_id, position, name) SELECT id, 1, 'Bo' FROM minutes",
    ],
)
async def test_invariants_81_and_82_the_database_itself_refuses_to_change_or_lose_signed_minutes(
    scene: Scene, statement: str
) -> None:
    await signed(scene)
    with pytest.raises(DBAPIError, match=r"signed minutes stand|minutes are kept"):
        async with scene.store.writing() as writing:
            await writing.execute(text(statement))


async def test_invariant_82_minutes_that_are_not_signed_cannot_be_deleted_either(scene: Scene) -> None:
    await circulated(scene)
    with pytest.raises(DBAPIError, match="minutes are kept"):
        async with scene.store.writing() as writing:
            await writing.execute(text("DELETE FROM minutes"))


async def test_the_book_verifies_from_first_to_last_and_names_the_first_that_differs(scene: Scene) -> None:
    minutes_id = await signed(scene)
    async with scene.store.reading() as reading:
        verdict = await queries.verify_book(reading, "general")
    assert verdict.holds and verdict.checked == 1
    async with scene.store.writing() as writing:
        kind = scene.store.kind
        drop = "DROP TRIGGER minutes_entry_signed" + ("_update" if kind == "sqlite" else " ON minutes_entry")
        await writing.execute(text(drop))
        await writing.execute(text('UPDATE minutes_entry SET decision = \'{"en": "Something else."}\''))
    async with scene.store.reading() as reading:
        verdict = await queries.verify_book(reading, "general")
    assert (verdict.holds, verdict.first_broken) == (False, 1)
    assert minutes_id


async def test_dissent_is_written_down_for_whoever_asks_and_was_there(scene: Scene) -> None:
    minutes_id = await circulated(scene)
    motion = (await page(scene, minutes_id)).entries[3]
    sian, away = scene.people["Siân Morgan"], scene.people["Member 12"]
    await refused(
        scene,
        NotValid,
        "was at the meeting and counted",
        lambda w: lifecycle.note_dissent(w, minutes_id, motion.id, away, {}, by=scene.secretary, at=LATER),
    )
    reason = {"en": "It costs too much.", "cy": "Mae'n costio gormod."}
    async with scene.store.writing() as writing:
        await lifecycle.note_dissent(writing, minutes_id, motion.id, sian, reason, by=scene.secretary, at=LATER)
        with pytest.raises(AlreadyDone):
            await lifecycle.note_dissent(writing, minutes_id, motion.id, sian, {}, by=scene.secretary, at=LATER)
    found = await page(scene, minutes_id)
    assert [(one.name, one.reason) for one in found.entries[3].dissent] == [("Siân Morgan", "It costs too much.")]
    assert found.stage is Stage.AMENDED


async def test_apologies_stand_in_the_minutes_and_nobody_who_counts_is_an_observer(scene: Scene) -> None:
    minutes_id = await circulated(scene)
    async with scene.store.writing() as writing:
        await lifecycle.note_people(writing, minutes_id, ["Bo", "Cai"], (), by=scene.secretary, at=LATER)
        await lifecycle.note_people(writing, minutes_id, ["Cai"], (), by=scene.secretary, at=LATER)
    assert (await page(scene, minutes_id)).apologies == ("Cai",)
    await refused(
        scene,
        NotValid,
        "no observer",
        lambda w: lifecycle.note_people(w, minutes_id, [], (1,), by=scene.secretary, at=LATER),
    )


async def test_the_annex_is_for_those_who_decided_and_changes_nothing_else(scene: Scene) -> None:
    minutes_id = await circulated(scene)
    sian, away = scene.people["Siân Morgan"], scene.people["Member 12"]
    async with scene.store.writing() as writing:
        guest = await add_person(writing, name="Guest", by=None, at=LATER)
        await lifecycle.keep_apart(writing, minutes_id, None, LINE, LINE, {}, by=scene.secretary, at=LATER)
    async with scene.store.reading() as reading:
        assert len(await lifecycle.may_read(reading, minutes_id, sian)) == 1
        assert await lifecycle.may_read(reading, minutes_id, away) == frozenset()
        assert await lifecycle.may_read(reading, minutes_id, guest) == frozenset()
    found = await page(scene, minutes_id)
    assert found.withheld == 1 and all(LINE["en"] not in entry.paragraphs for entry in found.entries)


async def test_only_signed_minutes_are_opened_to_everybody_and_once(scene: Scene) -> None:
    minutes_id = await agreed(scene)
    await refused(
        scene,
        WrongMoment,
        "not signed yet",
        lambda w: lifecycle.open_to_everybody(w, minutes_id, by=scene.secretary, at=later()),
    )
    async with scene.store.writing() as writing:
        await lifecycle.sign(writing, minutes_id, by=scene.secretary, at=later())
        await lifecycle.open_to_everybody(writing, minutes_id, by=scene.secretary, at=later())
        with pytest.raises(AlreadyDone):
            await lifecycle.open_to_everybody(writing, minutes_id, by=scene.secretary, at=later())
