"""The meeting at this minute: W11 on the chair's screen, a quorum lost and found, numbers without names."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient
from sqlalchemy import select

from govern.ballots import lifecycle as ballots
from govern.ballots import queries
from govern.constituencies.register.models import Member
from govern.constituencies.representation import lifecycle as representation
from govern.constituencies.representation.rules import HowChosen, Wanted, WantedOffice
from govern.meetings import lifecycle
from govern.meetings import queries as meeting_queries
from govern.meetings.rules import Mode
from govern.permissions import Role
from tests.ballots.given_ballots import BEFORE, Given, a_society
from tests.given import Moments, a_home, the_service
from tests.meetings.pages.given_votes import a_vote_of_the_meeting, votes
from tests.meetings.scene import AGM_AT, PAGES, REPORT, Scene, an_agm
from tests.window import Window

DAY = AGM_AT.date()


@pytest.fixture
async def given(tmp_path: Path) -> AsyncIterator[Given]:
    """W11: a roll of 120, of whom a fifth are needed; two peers carry nine and eight."""
    made = await a_society(a_home(), groups={"supported": 120})
    yield made
    await made.society.store.close()


@pytest.fixture
async def scene(given: Given) -> Scene:
    people = {f"Member {n}": person for n, person in enumerate(given.people["supported"], 1)}
    return Scene(given.society.store, people | {"Nerys Wyn": given.second})


@pytest.fixture
async def service(given: Given, clock: Moments) -> AsyncIterator[AsyncTestClient[Litestar]]:
    async with AsyncTestClient(the_service(clock), base_url="http://testserver.local") as client:
        yield client


@pytest.fixture
def window(given: Given, service: AsyncTestClient[Litestar]) -> Callable[[], Window]:
    return lambda: Window(service, given.society)


@pytest.fixture
async def secretary(window: Callable[[], Window], scene: Scene, clock: Moments) -> Window:
    clock.at = AGM_AT
    return await window().sign_in(scene.secretary, officer=True, at=clock.at)


@pytest.fixture
async def meeting(scene: Scene) -> UUID:
    async with scene.store.writing() as writing:
        made = await lifecycle.draft(writing, an_agm(), by=scene.secretary, at=BEFORE)
        await lifecycle.add_item(writing, made, REPORT, by=scene.secretary, at=BEFORE)
        await lifecycle.send_notice(writing, made, pages=PAGES, by=scene.secretary, at=BEFORE)
    return made


async def peers_carry(scene: Scene) -> None:
    """Members 1 and 2 are peers; they carry members 21 to 29 and 31 to 38."""
    begins = DAY - timedelta(days=60)
    async with scene.store.writing() as writing:
        for peer, carried in ((1, range(21, 30)), (2, range(31, 39))):
            office = await representation.open_office(
                writing,
                scene.people[f"Member {peer}"],
                WantedOffice("supported", "local", f"Tywi {peer}", begins, begins + timedelta(days=365)),
                by=None,
                at=BEFORE,
            )
            for number in carried:
                member = scene.people[f"Member {number}"]
                wanted = Wanted(begins, begins + timedelta(days=300), HowChosen.OWN_ACT, ("all",))
                await representation.give(writing, office, member, wanted, by=member, at=BEFORE)


async def come(given: Given, scene: Scene, meeting: UUID, clock: Moments, *numbers: int) -> None:
    async with scene.store.writing() as writing:
        for number in numbers:
            person = scene.people[f"Member {number}"]
            await lifecycle.arrive(
                writing, given.society, meeting, person, Mode.IN_PERSON, by=scene.secretary, at=clock.at
            )


async def test_w11_represented_people_count_for_at_most_half_of_the_number_needed(
    secretary: Window, given: Given, scene: Scene, meeting: UUID, clock: Moments
) -> None:
    """W11 and invariants 26 and 27: 14 here and 17 represented make 26 of 24; 11 here make 23, and no quorum."""
    await peers_carry(scene)
    chair = f"office/meetings/{meeting}/chair"
    await come(given, scene, meeting, clock, *range(1, 12))
    await secretary.get(chair)
    assert "23 count. 24 are needed. 11 people are here; 17 are represented, and 12 of those may count." in (
        secretary.text()
    )
    assert "There has been no quorum yet." in secretary.text()
    clock.pass_(minutes=7)
    await come(given, scene, meeting, clock, 12, 13, 14)
    await secretary.get(chair)
    assert "26 count. 24 are needed. 14 people are here; 17 are represented" in secretary.text()
    assert "The meeting can decide." in secretary.text() and "There is a quorum since" in secretary.text()


async def test_a_represented_member_who_comes_counts_in_person_and_no_more_as_represented(
    secretary: Window, given: Given, scene: Scene, meeting: UUID, clock: Moments
) -> None:
    """Invariant 27; and when their peer leaves, nobody is represented by that peer any more."""
    await peers_carry(scene)
    chair = f"office/meetings/{meeting}/chair"
    await come(given, scene, meeting, clock, 1, 21)
    await secretary.get(chair)
    assert "2 people are here; 8 are represented" in secretary.text()
    async with scene.store.writing() as writing:
        person = scene.people["Member 1"]
        await lifecycle.check_out(writing, meeting, person, by=scene.secretary, at=clock.pass_(minutes=1))
    await secretary.get(chair)
    assert "1 person counts. 24 are needed." in secretary.text() and "represented" not in secretary.text()


async def test_early_votes_and_guests_are_nobodys_presence(
    secretary: Window, given: Given, scene: Scene, meeting: UUID, clock: Moments
) -> None:
    """Invariants 28 and 30."""
    async with scene.store.writing() as writing:
        await lifecycle.welcome_guest(writing, meeting, "Olga Petrova", Mode.REMOTE, by=scene.secretary, at=clock.at)
    ballot = await a_vote_of_the_meeting(scene, given.society, meeting)
    for number in (3, 4, 5):
        await votes(scene, given.society, ballot, f"Member {number}", "no")
    await secretary.get(f"office/meetings/{meeting}/chair")
    assert "0 people count. 24 are needed." in secretary.text() and "3 early votes are in." in secretary.text()
    assert "1 person is here in all. 1 of them by telephone or video." in secretary.text()
    assert "Here and may not vote Olga Petrova" in secretary.text()


async def test_the_screen_asks_again_and_is_answered_with_nothing_until_something_changes(
    secretary: Window, given: Given, scene: Scene, meeting: UUID, clock: Moments
) -> None:
    chair = f"office/meetings/{meeting}/chair"
    await secretary.get(chair)
    asks = secretary.last.text.split('data-hx-get="')[1].split('"')[0]
    assert (await secretary.get(asks)).status_code == 204
    await come(given, scene, meeting, clock, 1)
    assert (await secretary.get(asks)).status_code == 200 and "1 person is here in all." in secretary.text()


async def test_the_hall_reads_numbers_and_no_name_and_no_choice(
    window: Callable[[], Window], given: Given, scene: Scene, meeting: UUID, clock: Moments
) -> None:
    ballot = await a_vote_of_the_meeting(scene, given.society, meeting)
    clock.at = AGM_AT
    await come(given, scene, meeting, clock, 1, 2)
    async with scene.store.writing() as writing:
        await ballots.take_vote(writing, given.society, ballot, by=scene.secretary, at=clock.at)
    await votes(scene, given.society, ballot, "Member 1", "no", at=clock.at)
    member = await window().sign_in(scene.people["Member 7"], at=clock.at)
    await member.get(f"meetings/{meeting}/hall")
    assert "2 people are here" in member.text() and "1 of the 2 people here who may vote have voted." in member.text()
    assert not any(f"Supported {n}" in member.last.text for n in (1, 2))
    asks = member.last.text.split('data-hx-get="')[1].split('"')[0]
    assert (await member.get(asks)).status_code == 204


# --- The vote is taken ----------------------------------------------------------------------------------------------


async def number_of(scene: Scene, name: str) -> str:
    async with scene.store.reading() as reading:
        found = await reading.scalar(select(Member.number).where(Member.person_id == scene.people[name]))
    assert found is not None
    return found


async def opened(given: Given, scene: Scene, meeting: UUID, clock: Moments, *numbers: int) -> None:
    """So many come, and the meeting opens with the first of them in the chair."""
    await come(given, scene, meeting, clock, *numbers)
    async with scene.store.writing() as writing:
        chair = scene.people[f"Member {numbers[0]}"]
        await lifecycle.open_(writing, meeting, chair, by=scene.secretary, at=clock.at)


async def test_w18_two_early_voters_come_and_one_has_gone_before_the_vote_is_taken(
    secretary: Window, window: Callable[[], Window], given: Given, scene: Scene, meeting: UUID, clock: Moments
) -> None:
    """W18 through the pages: 58 early votes, one from the room, and the early vote of whoever left at 14:40."""
    ballot = await a_vote_of_the_meeting(scene, given.society, meeting)
    for number in range(1, 61):
        await votes(scene, given.society, ballot, f"Member {number}", "yes")
    await opened(given, scene, meeting, clock, *range(61, 85))
    desk = f"office/meetings/{meeting}/desk"
    for number in (1, 2):
        await secretary.get(desk)
        await secretary.send(f"{desk}/in", find=await number_of(scene, f"Member {number}"))
        await secretary.follow()
        assert "Their early vote is cancelled if they are here when the vote is taken." in secretary.text()
    clock.pass_(minutes=4)
    await secretary.get(f"{desk}?way=out")
    await secretary.send(f"{desk}/out", find=await number_of(scene, "Member 2"))
    take = f"office/meetings/{meeting}/votes/{ballot}/take"
    await secretary.get(take)
    assert "This cannot be undone." in secretary.text()
    await secretary.send(take)
    await secretary.follow()
    assert "0 of the 25 people here who may vote have voted." in secretary.text()
    one = await window().sign_in(scene.people["Member 1"], at=clock.at)
    await one.get(f"ballots/{ballot}")
    assert "your early vote does not count any more. Please vote now." in one.text()
    await votes(scene, given.society, ballot, "Member 1", "no", at=clock.at)
    await one.get(f"ballots/{ballot}")
    assert "Your vote is in." in one.text()
    gone = await window().sign_in(scene.people["Member 100"], at=clock.at)
    await gone.get(f"ballots/{ballot}")
    assert "early voting has ended" in gone.text() and "Start my vote" not in gone.text()
    officer = await window().sign_in(scene.people["Member 12"], officer=True, at=clock.pass_(minutes=5))
    await officer.get(f"office/ballots/{ballot}/close")
    await officer.send(f"office/ballots/{ballot}/close")
    await officer.get(f"office/ballots/{ballot}/count")
    await officer.send(f"office/ballots/{ballot}/count")
    async with scene.store.reading() as reading:
        found = await queries.result(reading, ballot, "en", undeclared=True)
    votes_of = found.contests[0].resolution
    assert votes_of is not None and (votes_of.for_, votes_of.against) == (59, 1)


async def test_a_vote_is_not_taken_without_a_quorum_or_before_the_meeting_or_twice_or_by_a_teller(
    secretary: Window, window: Callable[[], Window], given: Given, scene: Scene, meeting: UUID, clock: Moments
) -> None:
    """Invariant 24."""
    ballot = await a_vote_of_the_meeting(scene, given.society, meeting)
    take = f"office/meetings/{meeting}/votes/{ballot}/take"
    await secretary.get(take)
    refused = await secretary.send(take)
    assert refused.status_code == 422 and "The meeting has not been opened." in secretary.text()
    await opened(given, scene, meeting, clock, *range(61, 85))
    async with scene.store.writing() as writing:
        person = scene.people["Member 70"]
        await lifecycle.check_out(writing, meeting, person, by=scene.secretary, at=clock.pass_(minutes=1))
    refused = await secretary.send(take)
    assert refused.status_code == 422 and "There are not enough people here: 23 count" in secretary.text()
    clock.pass_(minutes=1)
    await come(given, scene, meeting, clock, 71 + 20)
    token = secretary.hidden(take)
    await secretary.send(take)
    refused = await secretary.post(take, token)
    assert refused.status_code == 422 and "being taken already" in secretary.text()
    teller = await window().sign_in(scene.people["Member 9"], Role.TELLER, at=clock.at)
    assert (await teller.get(take)).status_code == 403
    assert (await secretary.get(f"office/meetings/{meeting}/votes/{uuid4()}/take")).status_code == 404


async def test_a_count_goes_by_the_quorum_of_the_minute_at_which_the_vote_was_taken(
    given: Given, scene: Scene, meeting: UUID, clock: Moments
) -> None:
    """Invariant 24: more were there before, and fewer are now."""
    clock.at = AGM_AT
    await opened(given, scene, meeting, clock, *range(61, 91))
    taken = clock.pass_(minutes=2)
    async with scene.store.writing() as writing:
        for number in range(61, 66):
            person = scene.people[f"Member {number}"]
            await lifecycle.depart(writing, given.society, meeting, person, by=scene.secretary, at=AGM_AT)
    async with scene.store.reading() as reading:
        fullest = await meeting_queries.facts_for_a_count(reading, meeting, clock.pass_(hours=1))
        then = await meeting_queries.facts_for_a_count(reading, meeting, clock.at, taken)
    assert fullest is not None and then is not None
    assert (then.counted, then.present, then.quorate) == (25, {"supported": 25}, True)


async def test_the_meeting_is_not_closed_while_a_vote_is_being_taken(
    secretary: Window, given: Given, scene: Scene, meeting: UUID, clock: Moments
) -> None:
    ballot = await a_vote_of_the_meeting(scene, given.society, meeting)
    await opened(given, scene, meeting, clock, *range(61, 85))
    async with scene.store.writing() as writing:
        await lifecycle.call_vote(writing, given.society, meeting, ballot, by=scene.secretary, at=clock.at)
    await secretary.get(f"office/meetings/{meeting}")
    refused = await secretary.send(f"office/meetings/{meeting}/close")
    assert refused.status_code == 409 and "A vote is being taken in the room." in secretary.text()


async def test_pages_say_that_early_voting_lasts_until_the_vote_is_taken(
    window: Callable[[], Window], given: Given, scene: Scene, meeting: UUID, clock: Moments
) -> None:
    """Decision 34."""
    ballot = await a_vote_of_the_meeting(scene, given.society, meeting)
    clock.at = AGM_AT - timedelta(days=1)
    member = await window().sign_in(scene.people["Member 7"], at=clock.at)
    for page in ("home", "ballots"):
        await member.get(page)
        assert "You can vote early until the vote is taken at the meeting, and no later than" in member.text()
    await member.get(f"ballots/{ballot}?easy=0")
    assert "Early voting lasts until then" in member.text()
    assert "If you are at the meeting when the vote is taken, your early vote is cancelled" in member.text()
