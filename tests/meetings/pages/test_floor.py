"""Votes in the room: hands by two tellers, open votes by name, papers asked for on the spot by thirty people."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient
from sqlalchemy import func, select

from govern.ballots import lifecycle as ballots
from govern.ballots import queries as ballot_queries
from govern.ballots.models import Ballot, CastEnvelope, RollEntry
from govern.constituencies.register import lifecycle as register
from govern.constituencies.register.rules import TieKind
from govern.identity import lifecycle as identity
from govern.meetings import lifecycle, queries
from govern.meetings.lifecycle import ItemDraft
from govern.meetings.models import PollAsker
from govern.meetings.rules import ItemKind, Mode, Outcome
from govern.minutes.book import lifecycle as minutes
from govern.minutes.book.models import Entry
from govern.permissions import Role
from tests.ballots.given_ballots import BEFORE, Given, a_society, election
from tests.given import Moments, a_home, the_service
from tests.meetings.pages.given_votes import votes
from tests.meetings.scene import AGM_AT, MOTION, PAGES, Scene, an_agm
from tests.window import Window

#: Who comes: the first thirty of forty members.
THIRTY = range(1, 31)
TELLERS = ("Member 29", "Member 30")


@pytest.fixture
async def given(tmp_path: Path) -> AsyncIterator[Given]:
    made = await a_society(a_home(), groups={"supported": 40})
    yield made
    await made.society.store.close()


@pytest.fixture
async def scene(given: Given) -> Scene:
    people = {f"Member {n}": person for n, person in enumerate(given.people["supported"], 1)}
    async with given.society.store.writing() as writing:
        for teller in TELLERS:
            await identity.appoint(writing, people[teller], Role.TELLER, BEFORE.date(), by=None, at=BEFORE)
    return Scene(given.society.store, people | {"Nerys Wyn": given.second, "Gwilym": given.officer})


@pytest.fixture
async def service(given: Given, clock: Moments) -> AsyncIterator[AsyncTestClient[Litestar]]:
    async with AsyncTestClient(the_service(clock), base_url="http://testserver.local") as client:
        yield client


@pytest.fixture
def window(given: Given, service: AsyncTestClient[Litestar]) -> Callable[[], Window]:
    return lambda: Window(service, given.society)


@pytest.fixture
async def meeting(given: Given, scene: Scene, clock: Moments) -> UUID:
    """Thirty are here and the meeting is on, with one motion on its agenda."""
    clock.at = AGM_AT
    async with scene.store.writing() as writing:
        made = await lifecycle.draft(writing, an_agm(), by=scene.secretary, at=BEFORE)
        await lifecycle.add_item(writing, made, MOTION, by=scene.secretary, at=BEFORE)
        await lifecycle.send_notice(writing, made, pages=PAGES, by=scene.secretary, at=BEFORE)
        for number in THIRTY:
            person = scene.people[f"Member {number}"]
            await lifecycle.arrive(
                writing, given.society, made, person, Mode.IN_PERSON, by=scene.secretary, at=AGM_AT
            )
        await lifecycle.open_(writing, made, scene.people["Member 1"], by=scene.secretary, at=AGM_AT)
    return made


@pytest.fixture
async def item(scene: Scene, meeting: UUID) -> UUID:
    async with scene.store.reading() as reading:
        return (await queries.meeting_page(reading, meeting, "en")).items[0].id


async def officer(window: Callable[[], Window], scene: Scene, name: str, clock: Moments) -> Window:
    return await window().sign_in(scene.people[name], officer=True, at=clock.at)


async def hands_called(secretary: Window, scene: Scene, meeting: UUID, item: UUID) -> str:
    call = f"office/meetings/{meeting}/items/{item}/vote"
    await secretary.get(call)
    one, two = (str(scene.people[teller]) for teller in TELLERS)
    await secretary.send(call, manner="hands", teller_one=one, teller_two=two)
    await secretary.follow()
    return secretary.last.request.url.path.rpartition("/tair-nant/")[2]


async def written(scene: Scene, meeting: UUID, at: object) -> Entry:
    """The entry of the motion in the minutes of the meeting, which is over."""
    async with scene.store.writing() as writing:
        await lifecycle.close(writing, meeting, by=scene.secretary, at=AGM_AT)
        made = await minutes.draft(writing, meeting, by=scene.secretary, at=AGM_AT)
    async with scene.store.reading() as reading:
        found = await reading.scalars(select(Entry).where(Entry.minutes_id == made).order_by(Entry.position))
        return next(entry for entry in found if entry.heading["en"].startswith("1."))


async def test_two_tellers_count_apart_differ_count_again_and_agree(
    window: Callable[[], Window], scene: Scene, meeting: UUID, item: UUID, clock: Moments
) -> None:
    secretary = await officer(window, scene, "Nerys Wyn", clock)
    vote = await hands_called(secretary, scene, meeting, item)
    one, two = [await officer(window, scene, teller, clock) for teller in TELLERS]
    for teller, hands in ((one, "17"), (two, "16")):
        await teller.get(vote)
        assert "17" not in teller.text()
        await teller.send(f"{vote}/count", for_supported=hands, against_supported="10", neither_supported="2")
        await teller.follow()
    assert "The two counts differed." in two.text() and "17" not in two.text() and "16" not in two.text()
    for teller in (one, two):
        await teller.get(vote)
        await teller.send(f"{vote}/count", for_supported="17", against_supported="10", neither_supported="2")
    await secretary.get(vote)
    assert "The resolution is carried." in secretary.text() and "People supported 17 10 2" in secretary.text()
    await secretary.send(f"{vote}/declare")
    await secretary.follow()
    assert "The chair declared it at" in secretary.text()
    entry = await written(scene, meeting, clock.at)
    assert entry.decision["en"] == "The resolution is carried."
    assert (
        entry.result is not None
        and "counted by two tellers.\nFor: 17. Against: 10. Neither: 2." in entry.result["en"]
    )


async def test_a_count_is_refused_above_those_present_from_others_and_twice(
    window: Callable[[], Window], scene: Scene, meeting: UUID, item: UUID, clock: Moments
) -> None:
    secretary = await officer(window, scene, "Nerys Wyn", clock)
    vote = await hands_called(secretary, scene, meeting, item)
    teller = await officer(window, scene, TELLERS[0], clock)
    await teller.get(vote)
    refused = await teller.send(f"{vote}/count", for_supported="29", against_supported="2", neither_supported="0")
    assert (
        refused.status_code == 422
        and "People supported: you counted 31 hands, and 30 of this group are here." in teller.text()
    )
    assert 'value="29"' in teller.last.text
    refused = await teller.send(f"{vote}/count", for_supported="many", against_supported="2", neither_supported="0")
    assert refused.status_code == 422 and "Type how many hands you counted" in teller.text()
    token = teller.hidden(f"{vote}/count")
    sent = {"for_supported": "23", "against_supported": "2", "neither_supported": "0"}
    await teller.post(f"{vote}/count", token | sent)
    refused = await teller.post(f"{vote}/count", token | sent)
    assert refused.status_code == 422 and "Your count is in. Wait for the other teller." in teller.text()
    assert "23" not in teller.text()
    await secretary.get(vote)
    assert "23" not in secretary.text() and "Supported 30 is counting." in secretary.text()


async def test_one_teller_alone_a_candidate_and_nobody_with_the_office_are_refused(
    window: Callable[[], Window], given: Given, scene: Scene, meeting: UUID, item: UUID, clock: Moments
) -> None:
    secretary = await officer(window, scene, "Nerys Wyn", clock)
    call = f"office/meetings/{meeting}/items/{item}/vote"
    one, two = (str(scene.people[teller]) for teller in TELLERS)
    await secretary.get(call)
    refused = await secretary.send(call, manner="hands", teller_one=one, teller_two=one)
    assert refused.status_code == 422 and "One teller alone cannot count." in secretary.text()
    refused = await secretary.send(call, manner="hands", teller_one=one, teller_two=str(scene.people["Member 3"]))
    assert refused.status_code == 422 and "Only somebody who holds the office of teller" in secretary.text()
    await stands_in_an_election(given, scene, meeting, TELLERS[1])
    refused = await secretary.send(call, manner="hands", teller_one=one, teller_two=two)
    assert (
        refused.status_code == 422 and "A teller cannot stand in an election of the same meeting." in secretary.text()
    )
    async with scene.store.writing() as writing:
        await identity.appoint(writing, scene.people["Member 4"], Role.TELLER, BEFORE.date(), by=None, at=BEFORE)
        relative, stands = scene.people["Member 4"], scene.people[TELLERS[1]]
        await register.tie(writing, TieKind.HOUSEHOLD, relative, stands, BEFORE.date(), by=None, at=BEFORE)
    refused = await secretary.send(call, manner="hands", teller_one=one, teller_two=str(relative))
    assert refused.status_code == 422 and "Somebody of a teller's household or family" in secretary.text()
    refused = await secretary.send(call)
    assert refused.status_code == 422 and "Choose how it is voted on." in secretary.text()


async def stands_in_an_election(given: Given, scene: Scene, meeting: UUID, name: str) -> None:
    new = ballots.BallotDraft(
        title={"en": "Board", "cy": "Bwrdd"},
        opens_at=AGM_AT + timedelta(days=1),
        closes_at=AGM_AT + timedelta(days=2),
        meeting_id=meeting,
        contests=(election(seats=1),),
    )
    async with scene.store.writing() as writing:
        ballot = await ballots.draft(writing, new, by=given.officer, at=AGM_AT)
        contest = (await ballot_queries.contest_ids(writing, ballot))[0]
        await ballots.add_candidate(
            writing, contest, scene.people[name], statement={"en": "I will."}, by=given.officer, at=AGM_AT
        )


async def test_an_open_vote_stands_in_the_minutes_by_name(
    window: Callable[[], Window], scene: Scene, meeting: UUID, item: UUID, clock: Moments
) -> None:
    secretary = await officer(window, scene, "Nerys Wyn", clock)
    call = f"office/meetings/{meeting}/items/{item}/vote"
    await secretary.get(call)
    await secretary.send(call, manner="open")
    await secretary.follow()
    vote = secretary.last.request.url.path.rpartition("/tair-nant/")[2]
    refused = await secretary.send(f"{vote}/voices")
    assert refused.status_code == 422 and "Choose what each person said." in secretary.text()
    said = {f"said_{scene.people[f'Member {n}']}": "against" if n > 4 else "for" for n in range(1, 11)}
    await secretary.send(f"{vote}/voices", said)
    await secretary.follow()
    assert "The resolution is lost." in secretary.text() and "Supported 4: For" in secretary.text()
    await secretary.send(f"{vote}/declare")
    entry = await written(scene, meeting, clock.at)
    assert entry.decision["en"] == "The resolution is lost." and entry.result is not None
    assert "For: Supported 1, Supported 2, Supported 3 and Supported 4" in entry.result["en"]


async def test_no_vote_without_a_quorum_or_on_a_settled_item_or_a_second_time(
    window: Callable[[], Window], given: Given, scene: Scene, meeting: UUID, item: UUID, clock: Moments
) -> None:
    """Invariant 24, and one vote on one item."""
    secretary = await officer(window, scene, "Nerys Wyn", clock)
    call = f"office/meetings/{meeting}/items/{item}/vote"
    await secretary.get(call)
    async with scene.store.writing() as writing:
        for number in range(2, 21):
            person = scene.people[f"Member {number}"]
            await lifecycle.depart(writing, given.society, meeting, person, by=scene.secretary, at=clock.at)
    refused = await secretary.send(call, manner="open")
    assert refused.status_code == 422 and "There are not enough people here: 11 count" in secretary.text()
    clock.pass_(minutes=1)
    async with scene.store.writing() as writing:
        person = scene.people["Member 2"]
        await lifecycle.arrive(writing, given.society, meeting, person, Mode.REMOTE, by=scene.secretary, at=clock.at)
    await secretary.send(call, manner="open")
    await secretary.get(call)
    refused = await secretary.send(call, manner="open")
    assert refused.status_code == 422 and "A vote on this item is under way or was taken." in secretary.text()
    async with scene.store.writing() as writing:
        await lifecycle.settle_item(writing, item, Outcome.PUT_OFF, by=scene.secretary, at=clock.at)
    await secretary.get(call)
    refused = await secretary.send(call, manner="open")
    assert refused.status_code == 422 and "This item is settled already" in secretary.text()


async def test_a_meeting_of_thirty_asks_for_papers_votes_and_reads_the_result_in_the_minutes(
    window: Callable[[], Window], given: Given, scene: Scene, meeting: UUID, item: UUID, clock: Moments
) -> None:
    """Decision 18: the same papers, the same log, the same count; its roll is who was here."""
    secretary = await officer(window, scene, "Nerys Wyn", clock)
    hands = await hands_called(secretary, scene, meeting, item)
    gwilym = await officer(window, scene, "Gwilym", clock)
    poll = f"office/meetings/{meeting}/items/{item}/poll"
    await gwilym.get(poll)
    assert "The 30 people who are here and may vote get a paper" in gwilym.text()
    refused = await gwilym.send(poll, askers="Supported 2")
    assert refused.status_code == 422 and "“Supported 2” does not name one person who is here." in gwilym.text()
    refused = await gwilym.send(poll, askers="2\n3")
    assert refused.status_code == 422 and "3 members are needed to ask for a vote with papers" in gwilym.text()
    refused = await gwilym.send(poll, askers="2\n3\n40")
    assert refused.status_code == 422 and "Only members who are here and may vote can ask." in gwilym.text()
    await gwilym.send(poll, askers="2\n3\n4")
    await gwilym.follow()
    assert "0 of the 30 people here who may vote have voted." in gwilym.text()
    async with scene.store.reading() as reading:
        ballot = (await reading.scalars(select(Ballot).where(Ballot.meeting_id == meeting))).one()
        roll = await reading.scalar(select(func.count()).select_from(RollEntry))
        asked = set(await reading.scalars(select(PollAsker.person_id)))
    assert (roll, asked) == (30, {scene.people[f"Member {n}"] for n in (2, 3, 4)})
    await secretary.get(hands)
    assert "A vote with papers was asked for in its place." in secretary.text()
    member = await window().sign_in(scene.people["Member 5"], at=clock.at)
    await votes_through_the_pages(member, ballot.id, "no")
    absent = await window().sign_in(scene.people["Member 35"], at=clock.at)
    await absent.get(f"ballots/{ballot.id}")
    assert "You are not on the list of people who may vote here." in absent.text()
    for number in (*range(1, 5), *range(6, 27)):
        side = "yes" if number < 20 else "no"
        await votes(scene, given.society, ballot.id, f"Member {number}", side, at=clock.at)
    await gwilym.get(f"office/meetings/{meeting}/chair")
    assert "26 of the 30 people here who may vote have voted." in gwilym.text()
    for step in ("close", "count", "declare"):
        await gwilym.get(f"office/ballots/{ballot.id}/{step}")
        await gwilym.send(f"office/ballots/{ballot.id}/{step}")
    async with scene.store.reading() as reading:
        ways = set(await reading.scalars(select(CastEnvelope.channel)))
        found = await ballot_queries.result(reading, ballot.id, "en")
    numbers = found.contests[0].resolution
    assert ways == {"room"} and numbers is not None and (numbers.for_, numbers.against) == (18, 8)
    entry = await written(scene, meeting, clock.at)
    assert "A vote with papers was asked for by Supported 2, Supported 3 and Supported 4." in entry.text["en"]
    assert entry.decision["en"] == "The resolution is carried."


async def votes_through_the_pages(member: Window, ballot: UUID, side: str) -> None:
    """On a telephone: the paper, the check page, the box."""
    at = f"ballots/{ballot}"
    await member.get(at)
    assert "You are checked in, so you can vote now." in member.text()
    await member.send(f"{at}/start")
    await member.follow()
    await member.send(f"{at}/paper/1", answer=side)
    await member.follow()
    await member.send(f"{at}/cast")
    await member.get(f"{at}/receipt")
    assert member.last.status_code == 200


async def test_where_nobody_is_checked_in_nobody_is_offered_a_vote_with_papers(
    window: Callable[[], Window], scene: Scene, meeting: UUID, item: UUID, clock: Moments
) -> None:
    gwilym = await officer(window, scene, "Gwilym", clock)
    async with scene.store.writing() as writing:
        for number in THIRTY:
            person = scene.people[f"Member {number}"]
            await lifecycle.check_out(
                writing, meeting, person, by=scene.secretary, at=clock.at + timedelta(minutes=1)
            )
    clock.at += timedelta(minutes=2)
    await gwilym.get(f"office/meetings/{meeting}/items/{item}/poll")
    assert "Nobody who may vote is checked in" in gwilym.text() and "Open the vote now" not in gwilym.text()


async def test_the_chair_alone_may_ask_and_nothing_but_a_motion_is_voted_on(
    window: Callable[[], Window], scene: Scene, meeting: UUID, item: UUID, clock: Moments
) -> None:
    gwilym = await officer(window, scene, "Gwilym", clock)
    poll = f"office/meetings/{meeting}/items/{item}/poll"
    await gwilym.get(poll)
    await gwilym.send(poll, chair="yes")
    await gwilym.get(poll)
    refused = await gwilym.send(poll, chair="yes")
    assert refused.status_code == 422 and "This item is decided by a ballot with papers." in gwilym.text()
    assert ItemDraft(kind=ItemKind.TALK, title={}).resolution is None
