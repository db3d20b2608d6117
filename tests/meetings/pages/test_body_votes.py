"""Hands and open votes of a board: each seat one vote, its own quorum, interests heeded, ties as its rules say."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID

import pytest
from sqlalchemy import select

from govern.constituencies.boards import lifecycle as boards
from govern.constituencies.rulebook import lifecycle as rulebook
from govern.constituencies.rulebook.book import example
from govern.errors import NotValid
from govern.identity import lifecycle as identity
from govern.meetings import lifecycle, queries
from govern.meetings.rules import Manner, MeetingKind, Mode
from govern.minutes.book import lifecycle as minutes
from govern.minutes.book.models import Entry
from govern.permissions import Role
from govern.society import Society
from tests.given import Moments
from tests.meetings.scene import AGM_AT, AT, MOTION, PAGES, Scene, an_agm
from tests.window import Window

BOARD = ("Nerys Wyn", "Siân Morgan", "Mair Elis", "Member 1", "Member 2", "Member 3")


@pytest.fixture
async def scene(scene: Scene) -> Scene:
    async with scene.store.writing() as writing:
        for name, row in zip(BOARD[1:], ("supported", "supported", "any", "any", "any"), strict=True):
            await boards.seat(writing, "board", row, scene.people[name], date(2026, 5, 9), by=None, at=AT)
        for name in ("Member 11", "Member 12"):
            await identity.appoint(writing, scene.people[name], Role.TELLER, AT.date(), by=None, at=AT)
    return scene


@pytest.fixture
async def secretary(window: Callable[[], Window], scene: Scene, clock: Moments) -> Window:
    clock.at = AGM_AT
    return await window().sign_in(scene.secretary, Role.SECRETARY, at=clock.at)


@pytest.fixture
async def meeting(scene: Scene, society: Society, clock: Moments) -> UUID:
    """All six of the board are here and the meeting is on, with one motion."""
    clock.at = AGM_AT
    return await a_board_meeting(scene, society)


async def a_board_meeting(scene: Scene, society: Society, here: tuple[str, ...] = BOARD) -> UUID:
    wanted = an_agm(kind=MeetingKind.BOARD, body="board", title={"en": "Board", "cy": "Bwrdd"})
    async with scene.store.writing() as writing:
        made = await lifecycle.draft(writing, wanted, by=scene.secretary, at=AT)
        await lifecycle.add_item(writing, made, MOTION, by=scene.secretary, at=AT)
        await lifecycle.send_notice(writing, made, pages=PAGES, by=scene.secretary, at=AT)
        for name in (*here, "Member 5"):
            await lifecycle.arrive(
                writing, society, made, scene.people[name], Mode.IN_PERSON, by=scene.secretary, at=AGM_AT
            )
        await lifecycle.open_(writing, made, scene.people["Siân Morgan"], by=scene.secretary, at=AGM_AT)
    return made


@pytest.fixture
async def item(scene: Scene, meeting: UUID) -> UUID:
    async with scene.store.reading() as reading:
        return (await queries.meeting_page(reading, meeting, "en")).items[0].id


async def called(secretary: Window, meeting: UUID, item: UUID, **fields: str) -> str:
    call = f"office/meetings/{meeting}/items/{item}/vote"
    await secretary.get(call)
    await secretary.send(call, fields)
    await secretary.follow()
    return secretary.last.request.url.path.rpartition("/tair-nant/")[2]


async def the_entry(scene: Scene, meeting: UUID) -> Entry:
    async with scene.store.writing() as writing:
        await lifecycle.close(writing, meeting, by=scene.secretary, at=AGM_AT)
        made = await minutes.draft(writing, meeting, by=scene.secretary, at=AGM_AT)
    async with scene.store.reading() as reading:
        found = await reading.scalars(select(Entry).where(Entry.minutes_id == made).order_by(Entry.position))
        return next(entry for entry in found if entry.heading["en"].startswith("1."))


def said(scene: Scene, **voices: tuple[str, ...]) -> dict[str, str]:
    return {f"said_{scene.people[name]}": voice.strip("_") for voice, names in voices.items() for name in names}


async def test_whoever_declared_an_interest_is_in_neither_quorum_nor_vote_and_stands_in_the_minutes(
    secretary: Window, scene: Scene, meeting: UUID, item: UUID
) -> None:
    """Invariant 31: of that item only; invariant 30: nor is a guest."""
    mair = scene.people["Mair Elis"]
    vote = await called(secretary, meeting, item, manner="open", **{f"interest_{mair}": "My sister runs the bus."})
    assert "Mair Elis declared an interest and does not vote on this: My sister runs the bus." in secretary.text()
    assert f"said_{mair}" not in secretary.last.text and f"said_{scene.people['Member 5']}" not in secretary.last.text
    token = secretary.hidden(f"{vote}/voices")
    voices = said(scene, for_=("Nerys Wyn", "Siân Morgan", "Member 1"), against=("Member 2", "Member 3"))
    await secretary.post(f"{vote}/voices", token | voices | said(scene, against=("Mair Elis",)))
    await secretary.follow()
    assert "The decision is made." in secretary.text() and "3 for, 2 against" in secretary.text()
    assert "5 seats have a vote on this. 5 of these people are there. 3 are needed." in secretary.text()
    await secretary.send(f"{vote}/declare")
    entry = await the_entry(scene, meeting)
    assert entry.decision["en"] == "The decision is made." and entry.result is not None
    assert "Mair Elis declared an interest" in entry.result["en"] and "My sister runs the bus." in entry.result["en"]
    assert "Against: Member 2 and Member 3" in entry.result["en"]


async def test_equal_votes_of_the_board_keep_things_as_they_are(
    secretary: Window, scene: Scene, meeting: UUID, item: UUID
) -> None:
    """W16 and invariant 35."""
    vote = await called(secretary, meeting, item, manner="open")
    await secretary.send(f"{vote}/voices", said(scene, for_=BOARD[:3], against=BOARD[3:]))
    await secretary.follow()
    assert "Things stay as they are." in secretary.text()
    assert "The question can be put to the general meeting instead." in secretary.text()
    assert "casting" not in secretary.last.text
    refused = await secretary.send(f"{vote}/declare", casting="for")
    assert refused.status_code == 422 and "The chair has no casting vote here." in secretary.text()


async def with_a_casting_vote(scene: Scene, at: datetime) -> None:
    text = example("tair_nant").replace('tie = "status_quo"\nseats = 9', 'tie = "chair_casting"\nseats = 9')
    async with scene.store.writing() as writing:
        await rulebook.adopt(writing, text, by=None, at=at)


async def test_the_chair_breaks_equal_votes_where_the_rules_say_so_and_not_with_an_interest(
    secretary: Window, scene: Scene, society: Society, clock: Moments
) -> None:
    await with_a_casting_vote(scene, AT)
    clock.at = AGM_AT
    meeting = await a_board_meeting(scene, society)
    async with scene.store.reading() as reading:
        item = (await queries.meeting_page(reading, meeting, "en")).items[0].id
    vote = await called(secretary, meeting, item, manner="open")
    await secretary.send(f"{vote}/voices", said(scene, for_=BOARD[:3], against=BOARD[3:]))
    await secretary.follow()
    assert "The votes are equal. How does the chair use the casting vote?" in secretary.text()
    await secretary.send(f"{vote}/declare", casting="for")
    await secretary.follow()
    assert "The decision is made." in secretary.text() and "the chair votes for" in secretary.text()
    other = await a_board_meeting(scene, society)
    async with scene.store.reading() as reading:
        item = (await queries.meeting_page(reading, other, "en")).items[0].id
    chair = {f"interest_{scene.people['Siân Morgan']}": "I own the house."}
    vote = await called(secretary, other, item, manner="open", **chair)
    await secretary.send(
        f"{vote}/voices", said(scene, for_=("Nerys Wyn", "Mair Elis"), against=("Member 1", "Member 2"))
    )
    await secretary.follow()
    assert "casting vote?" not in secretary.text()
    refused = await secretary.send(f"{vote}/declare", casting="for")
    assert refused.status_code == 422 and "Whoever is in the chair declared an interest" in secretary.text()


async def test_hands_of_the_board_are_counted_by_two_tellers_and_never_more_than_may_vote(
    secretary: Window, window: Callable[[], Window], scene: Scene, meeting: UUID, item: UUID, clock: Moments
) -> None:
    tellers = {f"teller_{n}": str(scene.people[name]) for n, name in (("one", "Member 11"), ("two", "Member 12"))}
    interest = {f"interest_{scene.people['Member 3']}": "Works there."}
    vote = await called(secretary, meeting, item, manner="hands", **tellers, **interest)
    one, two = [
        await window().sign_in(scene.people[name], officer=True, at=clock.at) for name in ("Member 11", "Member 12")
    ]
    row = {"against_everybody": "1", "neither_everybody": "0"}
    await one.get(vote)
    assert "Everybody: 5 may vote" in one.text()
    refused = await one.send(f"{vote}/count", row | {"for_everybody": "5"})
    assert refused.status_code == 422 and "You counted 6 hands, and 5 people here may vote." in one.text()
    for teller in (one, two):
        await teller.get(vote)
        await teller.send(f"{vote}/count", row | {"for_everybody": "4"})
    await secretary.get(vote)
    assert "The decision is made." in secretary.text() and "4 for, 1 against" in secretary.text()


async def test_interests_can_leave_too_few_to_decide_and_are_only_of_those_on_a_seat(
    secretary: Window, scene: Scene, society: Society, meeting: UUID, item: UUID, clock: Moments
) -> None:
    call = f"office/meetings/{meeting}/items/{item}/vote"
    async with scene.store.writing() as writing:
        for name in BOARD[3:]:
            await lifecycle.depart(writing, society, meeting, scene.people[name], by=scene.secretary, at=clock.at)
    clock.pass_(minutes=1)
    await secretary.get(call)
    refused = await secretary.send(
        call, manner="open", **{f"interest_{scene.people['Mair Elis']}": "Lives next door."}
    )
    assert (
        refused.status_code == 422
        and "There are not enough people here: 2 count and 3 are needed" in secretary.text()
    )
    assert "Lives next door." in secretary.last.text, "what was typed is kept"
    async with scene.store.writing() as writing:
        guest = scene.people["Member 5"]
        with pytest.raises(NotValid, match="Only somebody who is here and has a vote"):
            await lifecycle.call(
                writing, item, Manner.OPEN, (), interests={guest: "None"}, by=scene.secretary, at=clock.at
            )
