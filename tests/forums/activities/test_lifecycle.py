"""The life of a day out: three ways to sign up, waiting, changes, reminders, what is forgotten, its outcome."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from uuid import UUID

import msgspec
import pytest
from sqlalchemy import select

from govern.desks import lifecycle as desks
from govern.documents.photographs import Photograph
from govern.errors import AlreadyDone, GovernError, NotAllowed, NotFound, NotValid, WrongMoment
from govern.forums.activities import lifecycle, queries
from govern.forums.activities.lifecycle import Outcome
from govern.forums.activities.models import Activity, SignUp
from govern.forums.activities.rules import News, OpenTo, Plan, Way
from govern.forums.gatherings import lifecycle as gatherings
from govern.identity.rules import day_of
from govern.record import RecordLine
from tests.forums.activities.conftest import SITE, Given
from tests.given import START


async def test_people_sign_up_in_three_ways_and_which_is_kept(given: Given) -> None:
    walk = await given.plan()
    await given.signs_up(walk, "Gwen Hughes")
    await given.signs_up(walk, "Bo Parry", Way.PAPER, "A step to get on the bus")
    await given.signs_up(walk, "Cai Rhys", Way.PHONE)
    async with given.store.reading() as reading:
        people = await queries.people_of(reading, walk, START)
        lines = list(await reading.scalars(select(RecordLine.facts).where(RecordLine.verb == "activity.signed_up")))
    assert [(one.name, one.way, one.support) for one in people] == [
        ("Gwen Hughes", Way.PAGE, ""),
        ("Bo Parry", Way.PAPER, "A step to get on the bus"),
        ("Cai Rhys", Way.PHONE, ""),
    ]
    assert people[1].reach_by == "01632 960 001"
    assert not any("step" in (line or "") or "Bo" in (line or "") for line in lines)


async def test_it_is_said_how_it_came_and_nobody_signs_up_others_on_the_page(given: Given) -> None:
    walk = await given.plan()
    async with given.store.writing() as writing:
        for person, by, way in (("Ana Bowen", "Mair Elis", Way.PAGE), ("Ana Bowen", "Ana Bowen", Way.PAPER)):
            with pytest.raises(NotValid, match="on paper or by telephone"):
                await lifecycle.sign_up(writing, walk, given.people[person], way, None, by=given.people[by], at=START)


async def test_nobody_signs_up_twice_and_who_does_not_belong_is_told_what_to_do(given: Given) -> None:
    walk = await given.plan()
    await given.signs_up(walk, "Ana Bowen")
    with pytest.raises(AlreadyDone, match="signed up already"):
        await given.signs_up(walk, "Ana Bowen")
    with pytest.raises(NotAllowed, match="Join the forum first"):
        await given.signs_up(walk, "Di Owen")
    with pytest.raises(NotValid, match="Let them into the forum first"):
        await given.signs_up(walk, "Di Owen", Way.PHONE)
    members = await given.plan(open_to=OpenTo.MEMBERS)
    with pytest.raises(NotAllowed):
        await given.signs_up(members, "Cai Rhys")
    everybody = await given.plan(open_to=OpenTo.SOCIETY)
    await given.signs_up(everybody, "Di Owen")


async def test_a_full_day_has_a_waiting_list_that_moves_up_in_order(given: Given) -> None:
    walk = await given.plan(places=2)
    waits = [await given.signs_up(walk, name) for name in ("Gwen Hughes", "Cai Rhys", "Ana Bowen")]
    assert waits == [False, False, True]
    assert await given.signs_up(walk, "Bo Parry", Way.PHONE) is True
    await given.takes_back(walk, "Gwen Hughes")
    assert not (await given.signed(walk, "Ana Bowen")).waits and (await given.signed(walk, "Bo Parry")).waits
    ((to, kind, body),) = await given.letters()
    assert (to, kind) == ("ana@example.org", "activity_moved_up")
    assert "There is a place for you now" in body and f"activities/{walk}" in body
    # Bo has no mail address: the facilitator tells him.
    await given.takes_back(walk, "Cai Rhys")
    bo = await given.signed(walk, "Bo Parry")
    assert not bo.waits and bo.to_tell is News.MOVED_UP
    async with given.store.writing() as writing:
        await lifecycle.told(writing, walk, bo.id, by=given.people["Mair Elis"], at=START)
    assert (await given.signed(walk, "Bo Parry")).to_tell is None
    async with given.store.writing() as writing:
        with pytest.raises(AlreadyDone):
            await lifecycle.told(writing, walk, bo.id, by=given.people["Mair Elis"], at=START)
        with pytest.raises(NotFound):
            await lifecycle.told(writing, given.forum, bo.id, by=given.people["Mair Elis"], at=START)


async def test_whoever_takes_it_back_stands_at_the_end_when_they_come_again(given: Given) -> None:
    walk = await given.plan(places=1)
    for name in ("Gwen Hughes", "Ana Bowen"):
        await given.signs_up(walk, name, support="Needs")
    await given.takes_back(walk, "Gwen Hughes")
    assert (await given.signed(walk, "Gwen Hughes")).support is None
    assert await given.signs_up(walk, "Gwen Hughes") is True
    with pytest.raises(NotFound, match="not signed up"):
        await given.takes_back(walk, "Cai Rhys")


async def test_a_change_is_told_and_more_places_are_given_to_those_who_wait(given: Given) -> None:
    walk = await given.plan(places=1)
    await given.signs_up(walk, "Ana Bowen")
    await given.signs_up(walk, "Cai Rhys")
    later = Plan(title="A walk", place="Llan", starts_at=START + timedelta(days=12), places=2)
    gwen = given.people["Gwen Hughes"]
    async with given.store.writing() as writing:
        await lifecycle.change(writing, walk, later, "cy", by=gwen, site=SITE, at=START)
        row = await writing.get_one(Activity, walk)
        # A walk is what it was; where it is stands in the language of the change alone.
        assert row.title == {"en": "A walk"} and row.place == {"cy": "Llan"} and row.sequence == 1
    kinds = [(to.split("@")[0], kind) for to, kind, _ in await given.letters()]
    assert kinds == [("ana", "activity_changed"), ("cai", "activity_changed"), ("cai", "activity_moved_up")]
    assert "Llan" in (await given.letters())[0][2]
    async with given.store.writing() as writing:
        with pytest.raises(NotValid, match="2 people have a place already") as refusal:
            fewer = msgspec.structs.replace(later, places=1)
            await lifecycle.change(writing, walk, fewer, "cy", by=gwen, site=SITE, at=START)
    assert refusal.value.field == "places"
    # What nobody need be told is not told.
    async with given.store.writing() as writing:
        about = msgspec.structs.replace(later, about="Bring a coat")
        await lifecycle.change(writing, walk, about, "cy", by=gwen, site=SITE, at=START)
    assert len(await given.letters()) == 3


async def test_what_is_called_off_is_told_to_everybody_with_the_reason(given: Given) -> None:
    walk = await given.plan(places=1)
    for name in ("Ana Bowen", "Cai Rhys"):
        await given.signs_up(walk, name, support="A seat")
    gwen = given.people["Gwen Hughes"]
    async with given.store.writing() as writing:
        with pytest.raises(NotValid, match="why"):
            await lifecycle.call_off(writing, walk, "  ", by=gwen, site=SITE, at=START)
        assert await lifecycle.call_off(writing, walk, "Snow", by=gwen, site=SITE, at=START) == 2
    letters = await given.letters()
    assert [(kind, "Snow" in body) for _, kind, body in letters] == [("activity_called_off", True)] * 2
    assert (await given.signed(walk, "Ana Bowen")).support is None
    async with given.store.writing() as writing:
        for refused in (
            lifecycle.call_off(writing, walk, "Again", by=gwen, site=SITE, at=START),
            lifecycle.change(writing, walk, Plan(title="x"), "en", by=gwen, site=SITE, at=START),
            lifecycle.sign_up(writing, walk, gwen, Way.PAGE, None, by=gwen, at=START),
            lifecycle.note_outcome(writing, walk, Outcome(came=1), by=gwen, at=START),
        ):
            with pytest.raises(WrongMoment, match="called off"):
                await refused


async def test_a_closed_forum_plans_nothing(given: Given) -> None:
    mair = given.people["Mair Elis"]
    async with given.store.writing() as writing:
        await gatherings.close_forum(writing, given.family, by=mair, at=START)
        with pytest.raises(AlreadyDone, match="closed"):
            await lifecycle.plan(writing, given.family, Plan(title="x"), "en", organiser=mair, by=mair, at=START)


async def test_people_are_reminded_by_mail_or_by_whoever_looks_after_the_day(given: Given) -> None:
    walk = await given.plan(places=2)
    await given.signs_up(walk, "Ana Bowen")
    await given.signs_up(walk, "Bo Parry", Way.PAPER)
    await given.signs_up(walk, "Cai Rhys")  # waits for a place: is not reminded
    told = []
    for hours in (0, 3 * 24, 3 * 24 + 1, 9 * 24 - 3, 9 * 24, 9 * 24 + 2):
        async with given.store.writing() as writing:
            told.append(await lifecycle.remind_due(writing, site=SITE, at=START + timedelta(hours=hours)))
    assert told == [0, 2, 0, 0, 2, 0]
    letters = await given.letters()
    assert [(to, kind) for to, kind, _ in letters] == [("ana@example.org", "activity_reminder")] * 2
    assert "Where: Pont" in letters[0][2]
    assert (await given.signed(walk, "Bo Parry")).to_tell is News.REMINDER


async def test_what_people_needed_is_gone_after_the_day(given: Given) -> None:
    walk = await given.plan()
    await given.signs_up(walk, "Ana Bowen", support="A hoist")
    day = START + timedelta(days=10)

    async def seen(at: timedelta) -> str:
        async with given.store.reading() as reading:
            (one,) = await queries.people_of(reading, walk, day + at)
        return one.support

    midnight = timedelta(hours=15)
    assert await seen(midnight - timedelta(minutes=1)) == "A hoist"
    assert await seen(midnight) == ""  # before the clock has come round
    async with given.store.writing() as writing:
        assert await lifecycle.forget_needs(writing, at=day + midnight - timedelta(minutes=1)) == 0
        assert await lifecycle.forget_needs(writing, at=day + midnight) == 1
        assert await lifecycle.forget_needs(writing, at=day + midnight) == 0
    assert (await given.signed(walk, "Ana Bowen")).support is None


async def test_what_came_of_it_is_written_down_after_it_began_and_corrected(given: Given) -> None:
    walk = await given.plan()
    await given.signs_up(walk, "Ana Bowen", support="A hoist")
    gwen, after = given.people["Gwen Hughes"], START + timedelta(days=10, hours=3)
    outcome = Outcome(came=7, words="Dry at last", raised_pence=31240, raised_for="Food bank")
    async with given.store.writing() as writing:
        with pytest.raises(WrongMoment, match="not begun"):
            await lifecycle.note_outcome(writing, walk, outcome, by=gwen, at=START)
        with pytest.raises(NotValid, match="for whom"):
            await lifecycle.note_outcome(writing, walk, Outcome(came=1, raised_pence=5), by=gwen, at=after)
        with pytest.raises(WrongMoment, match="how many people came"):
            await lifecycle.give_hours(writing, walk, "staff", 60, by=gwen, at=after)
        with pytest.raises(WrongMoment, match="how many people came"):
            shown = Photograph(UUID(int=1), 1, 1, bytes(32))
            await lifecycle.add_picture(writing, walk, shown, "A hill", "Yes", by=gwen, at=after)
        await lifecycle.note_outcome(writing, walk, outcome, by=gwen, at=after)
        await lifecycle.note_outcome(writing, walk, msgspec.structs.replace(outcome, came=8), by=gwen, at=after)
        row = await writing.get_one(Activity, walk)
        assert (row.held_on, row.came, row.raised_for) == (day_of(after), 8, "Food bank")
    assert (await given.signed(walk, "Ana Bowen")).support is None
    with pytest.raises(WrongMoment):
        await given.signs_up(walk, "Bo Parry", Way.PAPER)


async def test_where_no_day_was_agreed_the_outcome_says_it(given: Given) -> None:
    walk = await given.plan(starts_at=None)
    gwen = given.people["Gwen Hughes"]
    async with given.store.writing() as writing:
        for day in (None, START.date() + timedelta(days=1)):
            with pytest.raises(NotValid, match="which day") as refusal:
                await lifecycle.note_outcome(writing, walk, Outcome(came=1, held_on=day), by=gwen, at=START)
            assert refusal.value.field == "held_on"
        await lifecycle.note_outcome(writing, walk, Outcome(came=1, held_on=START.date()), by=gwen, at=START)


async def test_hours_are_kept_by_group_replaced_and_taken_away(given: Given) -> None:
    walk = await given.plan(starts_at=None)
    gwen = given.people["Gwen Hughes"]
    async with given.store.writing() as writing:
        await lifecycle.note_outcome(writing, walk, Outcome(came=1, held_on=START.date()), by=gwen, at=START)
        for group, minutes in (("staff", 60), ("", 30), ("staff", 90), ("volunteers", 5), ("volunteers", 0)):
            await lifecycle.give_hours(writing, walk, group, minutes, by=gwen, at=START)
        with pytest.raises(NotValid, match="group"):
            await lifecycle.give_hours(writing, walk, "nobody", 30, by=gwen, at=START)
    async with given.store.reading() as reading:
        assert await queries.hours_of(reading, walk) == (("", 30), ("staff", 90))


@pytest.mark.parametrize(("description", "consent", "field"), [("", "Yes", "description"), ("A", " ", "consent")])
async def test_no_photograph_without_its_words_and_consent(
    given: Given, description: str, consent: str, field: str
) -> None:
    walk = await given.plan(starts_at=None)
    gwen = given.people["Gwen Hughes"]
    async with given.store.writing() as writing:
        await lifecycle.note_outcome(writing, walk, Outcome(came=1, held_on=START.date()), by=gwen, at=START)
        with pytest.raises(NotValid) as refusal:
            shown = Photograph(UUID(int=1), 1, 1, bytes(32))
            await lifecycle.add_picture(writing, walk, shown, description, consent, by=gwen, at=START)
    assert refusal.value.field == field


async def test_somebody_who_dies_leaves_their_place_to_the_next(given: Given) -> None:
    walk = await given.plan(places=1)
    await given.signs_up(walk, "Cai Rhys")
    await given.signs_up(walk, "Ana Bowen")
    async with given.store.writing() as writing:
        assert await lifecycle.leave_all(writing, given.people["Cai Rhys"], by=None, at=START) == 1
        assert await lifecycle.leave_all(writing, given.people["Cai Rhys"], by=None, at=START) == 0
    ana = await given.signed(walk, "Ana Bowen")
    assert not ana.waits and ana.to_tell is News.MOVED_UP


async def test_a_death_that_is_noted_frees_the_place(given: Given, tmp_path: Path) -> None:
    walk = await given.plan(places=1)
    await given.signs_up(walk, "Cai Rhys")
    await given.signs_up(walk, "Ana Bowen")
    cai, mair = given.people["Cai Rhys"], given.people["Mair Elis"]
    async with given.store.writing() as writing:
        await desks.note_death(writing, given.society(tmp_path), cai, START.date(), "A sister", by=mair, at=START)
    assert (await given.signed(walk, "Cai Rhys")).taken_back_at == START
    assert not (await given.signed(walk, "Ana Bowen")).waits


async def test_two_records_of_one_person_have_one_place(given: Given, tmp_path: Path) -> None:
    walk = await given.plan()
    for name in ("Ana Bowen", "Cai Rhys"):
        await given.signs_up(walk, name)
    async with given.store.writing() as writing:
        wish = desks.Wish(given.people["Ana Bowen"], given.people["Cai Rhys"], frozenset(), "One person")
        await desks.merge(writing, given.society(tmp_path), wish, by=given.people["Mair Elis"], at=START)
        standing = select(SignUp.person_id).where(SignUp.taken_back_at.is_(None))
        assert list(await writing.scalars(standing)) == [given.people["Ana Bowen"]]


async def test_a_photograph_of_another_activity_is_not_taken_away(given: Given) -> None:
    walk = await given.plan(starts_at=None)
    gwen = given.people["Gwen Hughes"]
    async with given.store.writing() as writing:
        await lifecycle.note_outcome(writing, walk, Outcome(came=1, held_on=START.date()), by=gwen, at=START)
        shown = Photograph(UUID(int=1), 1, 1, bytes(32))
        await lifecycle.add_picture(writing, walk, shown, "A hill", "Yes", by=gwen, at=START)
        for activity, photograph in ((given.forum, shown.id), (walk, UUID(int=2))):
            refused: type[GovernError] = NotFound
            with pytest.raises(refused):
                await lifecycle.remove_picture(writing, activity, photograph, by=gwen, at=START)
        await lifecycle.remove_picture(writing, walk, shown.id, by=gwen, at=START)
    async with given.store.reading() as reading:
        assert await queries.pictures_of(reading, walk) == ()
