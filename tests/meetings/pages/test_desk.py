"""At the desk: cards, numbers, names; taking back; putting right; what an early voter is told (W18, decision 19)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, update

from govern.ballots import lifecycle as ballots
from govern.ballots.models import Ballot, LogLeaf
from govern.ballots.seal.documents import Arrived, Left, leaf_from_bytes
from govern.constituencies.register.models import Member
from govern.meetings import lifecycle, queries
from govern.meetings.lifecycle.desk import make_card
from govern.meetings.models import AttendanceSpan, StayCorrection
from govern.meetings.rules import Mode
from govern.permissions import Role
from govern.society import Society
from tests.given import Moments
from tests.meetings.pages.given_votes import a_vote_of_the_meeting, votes
from tests.meetings.scene import AGM_AT, Scene, a_called_meeting
from tests.window import Window


@pytest.fixture
async def secretary(window: Callable[[], Window], scene: Scene, clock: Moments) -> Window:
    clock.at = AGM_AT
    return await window().sign_in(scene.secretary, Role.SECRETARY, at=clock.at)


@pytest.fixture
async def meeting(scene: Scene) -> UUID:
    return await a_called_meeting(scene)


async def card_for(scene: Scene, name: str) -> str:
    async with scene.store.writing() as writing:
        return await make_card(writing, scene.people[name], by=scene.secretary, at=AGM_AT)


async def number_of(scene: Scene, name: str) -> str:
    async with scene.store.reading() as reading:
        found = await reading.scalar(select(Member.number).where(Member.person_id == scene.people[name]))
    assert found is not None
    return found


async def here(scene: Scene, meeting: UUID) -> list[str]:
    async with scene.store.reading() as reading:
        stays = await queries.stays(reading, meeting)
    return [stay.name for stay in stays if stay.out_at is None]


async def test_a_card_goes_through_at_once_in_and_out(secretary: Window, scene: Scene, meeting: UUID) -> None:
    code = await card_for(scene, "Siân Morgan")
    desk = f"office/meetings/{meeting}/desk"
    await secretary.get(desk)
    assert "autofocus" in secretary.last.text
    await secretary.send(f"{desk}/in", find=code)
    assert code not in secretary.last.headers["location"]
    await secretary.follow()
    assert "Siân Morgan is checked in since" in secretary.text() and "1 person is here" in secretary.text()
    await secretary.get(f"{desk}?way=out")
    await secretary.send(f"{desk}/out", find=f"{code[:4]}-{code[4:8]}-{code[8:]}".lower())
    await secretary.follow()
    assert "Siân Morgan left at" in secretary.text() and "0 people are here" in secretary.text()


async def test_a_whole_number_goes_through_and_a_name_shows_whom_it_fits(
    secretary: Window, scene: Scene, meeting: UUID
) -> None:
    desk = f"office/meetings/{meeting}/desk"
    await secretary.get(f"{desk}?way=remote")
    await secretary.send(f"{desk}/remote", find=await number_of(scene, "Mair Elis"))
    await secretary.follow()
    assert "Mair Elis is checked in since" in secretary.text() and "by telephone or video" in secretary.text()
    found = await secretary.send(f"{desk}/remote", find="mor")
    assert found.status_code == 200 and "Found for “mor”" in secretary.text()
    await secretary.send(f"{desk}/remote/person")
    await secretary.follow()
    assert await here(scene, meeting) == ["Mair Elis", "Siân Morgan"]


async def test_two_desks_check_the_same_person_in_once(
    secretary: Window, window: Callable[[], Window], scene: Scene, meeting: UUID, clock: Moments
) -> None:
    number, desk = await number_of(scene, "Siân Morgan"), f"office/meetings/{meeting}/desk"
    chair = await window().sign_in(scene.people["Mair Elis"], Role.CHAIR, at=clock.at)
    for one in (secretary, chair):
        await one.get(desk)
    await secretary.send(f"{desk}/in", find=number)
    refused = await chair.send(f"{desk}/in", find=number)
    assert refused.status_code == 422 and "checked in already" in chair.text()
    assert f'value="{number}"' in chair.last.text
    assert await here(scene, meeting) == ["Siân Morgan"]


async def test_an_old_card_says_so_and_an_empty_field_asks(secretary: Window, scene: Scene, meeting: UUID) -> None:
    old = await card_for(scene, "Siân Morgan")
    await card_for(scene, "Siân Morgan")
    desk = f"office/meetings/{meeting}/desk"
    await secretary.get(desk)
    await secretary.send(f"{desk}/in", find=old)
    assert "No card has this code." in secretary.text()
    refused = await secretary.send(f"{desk}/in", find="")
    assert refused.status_code == 422 and "Scan a card, or type a number or a name." in secretary.text()
    assert await here(scene, meeting) == []


async def test_the_last_press_is_taken_back_within_a_quarter_of_an_hour(
    secretary: Window, scene: Scene, meeting: UUID, clock: Moments
) -> None:
    desk, number = f"office/meetings/{meeting}/desk", await number_of(scene, "Siân Morgan")
    await secretary.get(desk)
    await secretary.send(f"{desk}/in", find=number)
    await secretary.follow()
    await secretary.send(f"{desk}/in/undo")
    await secretary.follow()
    assert "0 people are here" in secretary.text() and "Siân Morgan" not in secretary.text()
    await secretary.send(f"{desk}/in", find=number)
    await secretary.follow()
    clock.pass_(minutes=16)
    refused = await secretary.send(f"{desk}/in/undo")
    assert refused.status_code == 422 and "more than 15 minutes ago" in secretary.text()
    assert await here(scene, meeting) == ["Siân Morgan"]


async def test_times_are_put_right_with_a_reason_and_what_they_said_is_kept(
    secretary: Window, scene: Scene, meeting: UUID, clock: Moments
) -> None:
    async with scene.store.writing() as writing:
        stay = await lifecycle.check_in(
            writing, meeting, scene.people["Siân Morgan"], Mode.IN_PERSON, by=scene.secretary, at=AGM_AT
        )
    clock.pass_(minutes=15)
    page = f"office/meetings/{meeting}/people/{stay}"
    await secretary.get(page)
    refused = await secretary.send(page, came="14:00", left="14:10", mode="in_person", reason="")
    assert refused.status_code == 422 and "Say why. It is kept with the change." in secretary.text()
    refused = await secretary.send(page, came="14:00", left="13:10", mode="in_person", reason="A slip")
    assert refused.status_code == 422 and "They cannot leave before they came." in secretary.text()
    refused = await secretary.send(page, came="14:00", left="15:10", mode="in_person", reason="A slip")
    assert refused.status_code == 422 and "This time has not come yet." in secretary.text()
    await secretary.send(page, came="14:00", left="14:10", mode="remote", reason="Left by the garden door.")
    await secretary.get(page)
    assert "Left by the garden door." in secretary.text() and "What it said before" in secretary.text()
    async with scene.store.reading() as reading:
        span = await reading.get_one(AttendanceSpan, stay)
        kept = (await reading.scalars(select(StayCorrection))).one()
    assert (span.in_at, span.out_at, span.mode) == (AGM_AT, AGM_AT + timedelta(minutes=10), Mode.REMOTE)
    assert (kept.was_out, kept.was_mode, kept.by) == (None, Mode.IN_PERSON, scene.secretary)


async def test_the_log_of_an_open_vote_says_who_came_went_and_was_never_here(
    secretary: Window, scene: Scene, society: Society, meeting: UUID
) -> None:
    """W18 and decision 19: by handle, in the same transaction as the check-in."""
    ballot = await a_vote_of_the_meeting(scene, society, meeting)
    desk, number = f"office/meetings/{meeting}/desk", await number_of(scene, "Siân Morgan")
    await secretary.get(desk)
    await secretary.send(f"{desk}/in", find=number)
    await secretary.follow()
    await secretary.send(f"{desk}/in/undo")
    await secretary.follow()
    await secretary.send(f"{desk}/in", find=number)
    await secretary.get(f"{desk}?way=out")
    await secretary.send(f"{desk}/out", find=number)
    async with scene.store.reading() as reading:
        bodies = await reading.scalars(
            select(LogLeaf.body).where(LogLeaf.ballot_id == ballot).order_by(LogLeaf.place)
        )
        leaves = [leaf_from_bytes(body) for body in bodies]
    assert [type(leaf) for leaf in leaves[1:]] == [Arrived, Left, Arrived, Left]


async def test_the_desk_is_told_of_an_early_vote_and_nothing_of_how(
    secretary: Window, window: Callable[[], Window], scene: Scene, society: Society, meeting: UUID, clock: Moments
) -> None:
    """W18: "their early vote is cancelled if they are here when the vote is taken"; their own page says it too."""
    ballot = await a_vote_of_the_meeting(scene, society, meeting)
    await votes(scene, society, ballot, "Siân Morgan", "yes")
    desk = f"office/meetings/{meeting}/desk"
    await secretary.get(desk)
    await secretary.send(f"{desk}/in", find=await number_of(scene, "Siân Morgan"))
    await secretary.follow()
    assert "Their early vote is cancelled if they are here when the vote is taken." in secretary.text()
    assert "yes" not in secretary.text().lower().split()
    sian = await window().sign_in(scene.people["Siân Morgan"], at=clock.at)
    await sian.get(f"ballots/{ballot}")
    assert "Your early vote is cancelled if you are here when the vote is taken." in sian.text()
    await sian.get(f"meetings/{meeting}")
    assert "You are checked in since" in sian.text() and "When you leave, tell the desk." in sian.text()
    await secretary.send(f"{desk}/in", find=await number_of(scene, "Mair Elis"))
    await secretary.follow()
    assert "voted early" not in secretary.text()


async def test_a_press_is_not_taken_back_once_a_vote_went_by_it(
    secretary: Window, scene: Scene, society: Society, meeting: UUID, clock: Moments
) -> None:
    ballot = await a_vote_of_the_meeting(scene, society, meeting)
    desk = f"office/meetings/{meeting}/desk"
    await secretary.get(desk)
    await secretary.send(f"{desk}/in", find=await number_of(scene, "Siân Morgan"))
    await secretary.follow()
    clock.pass_(minutes=1)
    async with scene.store.writing() as writing:
        await ballots.take_vote(writing, society, ballot, by=scene.secretary, at=clock.at)
    refused = await secretary.send(f"{desk}/in/undo")
    assert refused.status_code == 422 and "A vote was taken since" in secretary.text()
    await secretary.get(f"office/meetings/{meeting}/people")
    refused = await secretary.send(f"office/meetings/{meeting}/people/guest", guest="", mode="in_person")
    assert refused.status_code == 422


async def test_a_member_makes_their_card_reads_what_it_says_and_prints_it(member: Window, scene: Scene) -> None:
    await member.get("me/card")
    assert "You have no card yet." in member.text()
    await member.send("me/card")
    await member.follow()
    async with scene.store.reading() as reading:
        code = await queries.card_of(reading, scene.people["Siân Morgan"])
    assert code is not None and code[:4] in member.text() and "<svg" in member.last.text
    assert "nobody can sign in, vote or read anything" in member.text()
    printed = await member.get("me/card.pdf")
    assert printed.content.startswith(b"%PDF")
    await member.get("me/card")
    await member.send("me/card")
    async with scene.store.reading() as reading:
        assert await queries.card_of(reading, scene.people["Siân Morgan"]) != code


async def test_the_desk_prints_a_card_for_somebody_who_does_not_sign_in_and_keeps_the_one_they_have(
    secretary: Window, scene: Scene, meeting: UUID
) -> None:
    desk, mair = f"office/meetings/{meeting}/desk", scene.people["Mair Elis"]
    await secretary.get(desk)
    await secretary.send(f"{desk}/in", find="mair")
    await secretary.send(f"office/cards/{mair}")
    printed = await secretary.follow()
    assert printed.content.startswith(b"%PDF")
    async with scene.store.reading() as reading:
        code = await queries.card_of(reading, mair)
    await secretary.get(desk)
    await secretary.send(f"{desk}/in", find="mair")
    await secretary.send(f"office/cards/{mair}")
    async with scene.store.reading() as reading:
        assert await queries.card_of(reading, mair) == code
    assert (await secretary.get(f"office/cards/{scene.secretary}/card.pdf")).status_code == 404


async def test_no_stay_and_no_desk_that_is_not_there(secretary: Window, meeting: UUID) -> None:
    assert (await secretary.get(f"office/meetings/{meeting}/people/{uuid4()}")).status_code == 404
    await secretary.get(f"office/meetings/{meeting}/desk")
    token = secretary.hidden(f"office/meetings/{meeting}/desk/in")
    assert (await secretary.post(f"office/meetings/{meeting}/desk/roof", token)).status_code in (403, 404)


async def test_a_vote_that_closes_before_the_meeting_is_none_of_the_room(
    scene: Scene, society: Society, meeting: UUID
) -> None:
    ballot = await a_vote_of_the_meeting(scene, society, meeting)
    async with scene.store.writing() as writing:
        await writing.execute(update(Ballot).where(Ballot.id == ballot).values(closes_at=AGM_AT - timedelta(hours=1)))
    async with scene.store.reading() as reading:
        assert not (await reading.get_one(Ballot, ballot)).in_the_room
