"""Members ask for a general meeting: signed, called by the office, or by themselves where it was not."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest

from govern.errors import AlreadyDone, NotAllowed, NotFound, NotValid, WrongMoment
from govern.meetings import lifecycle, queries
from govern.meetings.lifecycle import ItemDraft, OwnDay
from govern.meetings.rules import AskStage, ItemKind, MeetingKind, Outcome
from tests.meetings.scene import AT, PAGES, Scene, Try, an_agm, everybody_comes, shown

BUSINESS = ItemDraft(
    kind=ItemKind.MOTION,
    title={"en": "Keep the shop open"},
    text={"en": "The shop stays open on Sundays."},
    resolution="ordinary",
)
OWN_PAGES = {"en": "https://vote.example/en/tn/meetings/MEETING", "cy": "https://vote.example/cy/tn/meetings/MEETING"}
#: 28 days are over, at which the board had to call it.
LATER = AT + timedelta(days=29)


async def begun(scene: Scene, by: str = "Member 1") -> UUID:
    async with scene.store.writing() as writing:
        person = scene.people[by]
        return await lifecycle.begin(writing, BUSINESS, person=person, by=person, at=AT)


async def signed(scene: Scene, asked: UUID, who: str, at: datetime = AT) -> None:
    async with scene.store.writing() as writing:
        await lifecycle.sign(writing, asked, person=scene.people[who], by=scene.people[who], at=at)


async def reached(scene: Scene) -> UUID:
    """Two of fifteen are enough: one of ten, rounded up."""
    asked = await begun(scene)
    await signed(scene, asked, "Member 2")
    return asked


async def page(scene: Scene, asked: UUID, who: str = "Member 1", at: datetime = AT) -> queries.AskPage:
    async with scene.store.reading() as reading:
        return await queries.ask_page(reading, asked, scene.people[who], "en", at)


async def called(scene: Scene, asked: UUID, starts_at: datetime) -> UUID:
    async with scene.store.writing() as writing:
        wanted = an_agm(kind=MeetingKind.GM, starts_at=starts_at, ends_expected=None)
        return await lifecycle.call_asked_for(writing, asked, wanted, by=scene.secretary, at=AT)


async def test_whoever_begins_has_signed_and_the_number_of_the_rules_is_enough(scene: Scene) -> None:
    asked = await begun(scene)
    first = await page(scene, asked)
    assert (first.line.stage, first.needed.number, first.missing) == (AskStage.GATHERING, 2, 1)
    async with scene.store.writing() as writing:
        mair = scene.people["Mair Elis"]
        await lifecycle.note_signature(
            writing, asked, mair, AT.date(), by=scene.secretary, at=AT + timedelta(hours=1)
        )
    found = await page(scene, asked)
    assert found.line.stage is AskStage.DUE and str(found.line.call_by) == "2026-12-07"
    assert [one.on_paper for one in found.signers] == [False, True]


async def test_the_office_calls_it_with_its_business_which_nobody_takes_off(scene: Scene) -> None:
    asked = await reached(scene)
    with pytest.raises(NotValid, match="within 28 days"):
        await called(scene, asked, AT + timedelta(days=40))
    meeting_id = await called(scene, asked, AT + timedelta(days=25))
    with pytest.raises(AlreadyDone):
        await called(scene, asked, AT + timedelta(days=26))
    (item,) = (await shown(scene, meeting_id)).items
    assert (item.title, item.text) == ("Keep the shop open", "The shop stays open on Sundays.")
    steps: tuple[Try, ...] = (
        lambda w: lifecycle.remove_item(w, item.id, by=scene.secretary, at=AT),
        lambda w: lifecycle.change_item(w, item.id, BUSINESS, by=scene.secretary, at=AT),
    )
    for step in steps:
        with pytest.raises(NotAllowed, match="Members asked for this meeting"):
            async with scene.store.writing() as writing:
                await step(writing)
    assert (await page(scene, asked)).line.stage is AskStage.DUE
    async with scene.store.writing() as writing:
        await lifecycle.send_notice(writing, meeting_id, pages=PAGES, by=scene.secretary, at=AT)
    assert (await page(scene, asked)).line.stage is AskStage.CALLED
    day = AT + timedelta(days=25)
    await everybody_comes(scene, meeting_id, day)
    async with scene.store.writing() as writing:
        await lifecycle.open_(writing, meeting_id, scene.secretary, by=scene.secretary, at=day)
    with pytest.raises(NotAllowed, match="withdrawn"):
        async with scene.store.writing() as writing:
            await lifecycle.settle_item(writing, item.id, Outcome.WITHDRAWN, by=scene.secretary, at=day)


async def test_a_meeting_called_off_leaves_the_board_owing_one(scene: Scene) -> None:
    asked = await reached(scene)
    meeting_id = await called(scene, asked, AT + timedelta(days=25))
    async with scene.store.writing() as writing:
        await lifecycle.send_notice(writing, meeting_id, pages=PAGES, by=scene.secretary, at=AT)
        why = {"en": "Flood.", "cy": "Llifogydd."}
        await lifecycle.call_off(writing, meeting_id, why, by=scene.secretary, at=AT)
    assert (await page(scene, asked)).line.stage is AskStage.DUE
    assert await called(scene, asked, AT + timedelta(days=26)) != meeting_id


async def test_a_notice_for_a_day_too_far_off_is_refused(scene: Scene) -> None:
    asked = await reached(scene)
    meeting_id = await called(scene, asked, AT + timedelta(days=20))
    async with scene.store.writing() as writing:
        far = an_agm(kind=MeetingKind.GM, starts_at=AT + timedelta(days=29), ends_expected=None)
        await lifecycle.change(writing, meeting_id, far, by=scene.secretary, at=AT)
    with pytest.raises(NotValid, match="within 28 days"):
        async with scene.store.writing() as writing:
            await lifecycle.send_notice(writing, meeting_id, pages=PAGES, by=scene.secretary, at=AT)


async def test_where_it_is_not_called_more_than_half_of_those_who_asked_call_it_themselves(scene: Scene) -> None:
    asked = await reached(scene)
    one, two, other = (scene.people[f"Member {n}"] for n in (1, 2, 3))
    day = OwnDay(LATER + timedelta(days=20), "The shop, High Street")

    async def propose(person: UUID, at: datetime, day: OwnDay = day) -> None:
        async with scene.store.writing() as writing:
            await lifecycle.propose_own(writing, asked, day, person=person, by=person, at=at)

    with pytest.raises(WrongMoment, match="still has time"):
        await propose(one, AT)
    with pytest.raises(NotFound, match="Only those who signed"):
        await propose(other, LATER)
    with pytest.raises(NotValid, match="until 2027-02-09"):
        await propose(one, LATER, OwnDay(AT + timedelta(days=100), "The shop"))
    await propose(one, LATER)

    async def call() -> UUID:
        async with scene.store.writing() as writing:
            return await lifecycle.call_own(
                writing, asked, {"en": "Members' meeting"}, pages=OWN_PAGES, person=one, by=one, at=LATER
            )

    with pytest.raises(WrongMoment, match="1 more of those who signed"):
        await call()
    async with scene.store.writing() as writing:
        await lifecycle.join_own(writing, asked, person=two, by=two, at=LATER)
    meeting_id = await call()
    async with scene.store.reading() as reading:
        paper = await queries.notice_paper(reading, meeting_id, "en")
        waits = await queries.office_waits(reading, "en", LATER)
    assert paper.signed.startswith("Called by members who asked for it. Member 1")
    assert paper.link.endswith(f"/meetings/{meeting_id}") and waits == ()
    assert (await page(scene, asked, at=LATER)).line.stage is AskStage.CALLED


async def test_a_new_day_is_agreed_to_anew_and_too_near_a_day_is_refused(scene: Scene) -> None:
    asked = await reached(scene)
    people = [scene.people[f"Member {n}"] for n in (1, 2)]
    async with scene.store.writing() as writing:
        for days in (20, 3):
            day = OwnDay(LATER + timedelta(days=days), "The shop")
            await lifecycle.propose_own(writing, asked, day, person=people[0], by=people[0], at=LATER)
            if days == 20:
                await lifecycle.join_own(writing, asked, person=people[1], by=people[1], at=LATER)
    assert (await page(scene, asked, at=LATER)).callers == 1
    async with scene.store.writing() as writing:
        await lifecycle.join_own(writing, asked, person=people[1], by=people[1], at=LATER)
    with pytest.raises(NotValid, match="too late for this day"):
        async with scene.store.writing() as writing:
            await lifecycle.call_own(
                writing, asked, {"en": "Ours"}, pages=OWN_PAGES, person=people[0], by=people[0], at=LATER
            )


async def test_the_office_sees_what_it_owes_and_that_it_is_late(scene: Scene) -> None:
    await reached(scene)
    async with scene.store.reading() as reading:
        (due,) = await queries.office_waits(reading, "en", AT)
        (late,) = await queries.office_waits(reading, "en", LATER)
        (mine,) = await queries.waits_for(reading, scene.people["Member 1"], "en", LATER)
        nobodys = await queries.waits_for(reading, scene.people["Member 3"], "en", LATER)
    assert (due.late, late.late) == (False, True) and "by 2026-12-07" in str(due.words)
    assert "did not call this meeting" in str(mine.title) and nobodys == ()


async def test_names_and_business_change_only_until_enough_have_signed(scene: Scene) -> None:
    asked = await begun(scene)
    one, two = scene.people["Member 1"], scene.people["Member 2"]
    async with scene.store.writing() as writing:
        talk = ItemDraft(kind=ItemKind.TALK, title={"en": "The garden"})
        await lifecycle.add_business(writing, asked, talk, person=one, by=one, at=AT)
    with pytest.raises(NotFound):
        async with scene.store.writing() as writing:
            await lifecycle.add_business(writing, asked, talk, person=two, by=two, at=AT)
    with pytest.raises(NotAllowed):
        async with scene.store.writing() as writing:
            await lifecycle.sign(writing, asked, person=uuid4(), by=two, at=AT)
    await signed(scene, asked, "Member 2")
    steps: tuple[Try, ...] = (
        lambda w: lifecycle.add_business(w, asked, talk, person=one, by=one, at=AT),
        lambda w: lifecycle.take_back_signature(w, asked, person=one, by=one, at=AT),
        lambda w: lifecycle.sign(w, asked, person=scene.people["Member 3"], by=one, at=AT),
    )
    for step in steps:
        with pytest.raises(WrongMoment, match="Enough members have signed"):
            async with scene.store.writing() as writing:
                await step(writing)


async def test_when_the_last_signature_is_taken_back_it_is_withdrawn(scene: Scene) -> None:
    asked = await begun(scene)
    one = scene.people["Member 1"]
    async with scene.store.writing() as writing:
        await lifecycle.take_back_signature(writing, asked, person=one, by=one, at=AT)
    assert (await page(scene, asked)).line.stage is AskStage.WITHDRAWN
    with pytest.raises(WrongMoment, match="withdrawn"):
        await signed(scene, asked, "Member 2")


async def test_what_is_asked_for_is_something_a_meeting_can_deal_with(scene: Scene) -> None:
    one = scene.people["Member 1"]
    election = ItemDraft(kind=ItemKind.ELECTION, title={"en": "Board"})
    bare = ItemDraft(kind=ItemKind.MOTION, title={"en": "Something"}, resolution="ordinary")
    for wrong in (election, bare):
        with pytest.raises(NotValid):
            async with scene.store.writing() as writing:
                await lifecycle.begin(writing, wrong, person=one, by=one, at=AT)
    with pytest.raises(NotAllowed):
        async with scene.store.writing() as writing:
            await lifecycle.begin(writing, BUSINESS, person=uuid4(), by=one, at=AT)
