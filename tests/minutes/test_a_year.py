"""A year of a society, from its plan in April to its return: the whole of it through the pages (W7 among it)."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import UUID

import pytest
from litestar.testing import AsyncTestClient

from tests.ballots.given_ballots import a_society
from tests.given import Moments, a_home, the_service
from tests.minutes.year import (
    FOUNDED,
    GROUPS,
    Year,
    by_groups,
    day,
    motion,
    place_of,
    report,
    rules,
    seat_the_board,
    when,
)
from tests.minutes.year_end import (
    members_come_and_go,
    the_agm_in_one_file,
    the_books_hold,
    the_decision_is_found,
    the_return_tells_the_story,
)
from tests.window import Window


@pytest.fixture
async def year(clock: Moments) -> AsyncIterator[Year]:
    clock.at = FOUNDED
    given = await a_society(a_home(), text=rules(), groups=GROUPS, at=FOUNDED)
    async with AsyncTestClient(the_service(clock), base_url="http://testserver.local") as client:
        yield Year(given, clock, lambda: Window(client, given.society, follows=True))
    await given.society.store.close()


async def test_a_year_from_the_plan_to_the_return(year: Year) -> None:
    board = await seat_the_board(year.given)
    await the_plan_in_april(year)
    first = await the_first_board(year, board)
    await the_second_board_agrees_and_signs(year, board, first)
    agm, first_on_it, second_on_it = await the_meetings_are_called(year)
    await the_agm_is_adjourned(year, agm)
    of_agm = await the_agm_is_held_again(year, agm)
    vote = await the_first_meeting_on_it(year, first_on_it, of_agm, board[0])
    await the_second_meeting_confirms_it(year, second_on_it, vote, first_on_it, board[0])
    await the_agm_in_one_file(year, agm)
    await the_books_hold(year)
    await members_come_and_go(year)
    await the_return_tells_the_story(year)
    await the_decision_is_found(year, first_on_it)


async def the_plan_in_april(year: Year) -> None:
    year.clock.at = when(2026, 4, 7, 9)
    secretary = await year.secretary()
    await secretary.get("office/year")
    assert "Nothing is late" in secretary.text()
    later = secretary.text().partition("Later, within a year")[2]
    for duty in (
        "Saturday 26 September 2026 5 terms end: Management Board",
        "Saturday 31 October 2026 Hold the annual general meeting",
        "Send the annual return (AR30) It is due within 7 months of the year's end on Tuesday 31 March 2026.",
    ):
        assert duty in later, duty


async def the_first_board(year: Year, board: list[UUID]) -> str:
    """Live minutes, an open vote, an action; circulated, and one director says what is missing. Its minutes' desk."""
    year.clock.at = when(2026, 5, 4, 9)
    items = (report("The budget"), motion("Two new vans"))
    office = await year.calls("board", "Board in May", when(2026, 5, 18, 19), *items, body="board")
    await year.gives_notice(office)
    assert await year.issues(f"{office}/printed/notice") == "P-2026-1"
    year.clock.at = when(2026, 5, 18, 19)
    await year.come(office, board)
    secretary = await year.opens(office, board[0])
    await secretary.get(f"{office}/minutes")
    await secretary.send(f"{office}/minutes")
    desk = place_of(secretary).removesuffix("/live")
    await secretary.get(f"{desk}/live")
    budget, vans = await year.items(office)
    await secretary.send(f"{desk}/lines", text="The budget is £90,000.", item=str(budget))
    await secretary.get(f"{desk}/actions")
    due = day("due_on", when(2026, 6, 10).date())
    await secretary.send(f"{desk}/actions", {"text": "Ask for two prices.", "owner": "Staff 1", **due})
    assert "Ask for two prices." in secretary.text()
    await secretary.get(f"{office}/items/{vans}/vote")
    await secretary.send(f"{office}/items/{vans}/vote", manner="open")
    vote = place_of(secretary)
    said = {f"said_{one}": "for" for one in board[:4]} | {f"said_{board[4]}": "against"}
    await secretary.send(f"{vote}/voices", said)
    assert "4 for, 1 against" in secretary.text(), secretary.text()
    await secretary.send(f"{vote}/declare")
    year.clock.at = when(2026, 5, 18, 20)
    await year.settles_and_closes(office, "heard", "")
    await circulated(year, desk)
    director = await year.member(board[1])
    minutes = desk.removeprefix("office/")
    await director.get(minutes)
    assert "The budget is £90,000." in director.text()
    await director.send(f"{minutes}/comments", text="It was £95,000.")
    secretary = await year.secretary()
    await secretary.get(f"{desk}/comments")
    (comment,) = re.findall(r'href="([^"]*/comments/[0-9a-f-]+)"', secretary.last.text)
    await secretary.get(comment)
    await secretary.send(comment, taken_up="no", answer="It was £90,000 before the vans.")
    await director.get(minutes)
    assert "Answer: It was £90,000 before the vans." in director.text()
    return desk


async def circulated(year: Year, desk: str) -> None:
    """A week later the draft goes to those it concerns."""
    year.clock.pass_(days=7)
    secretary = await year.secretary()
    await secretary.get(desk)
    if f"{desk}/together" in secretary.last.text:
        await secretary.send(f"{desk}/together")
    await secretary.get(desk)
    await secretary.send(f"{desk}/circulate")
    assert "Not agreed yet" in secretary.text()


async def the_second_board_agrees_and_signs(year: Year, board: list[UUID], first: str) -> None:
    """Its agenda begins with the minutes of the last; agreed under that item, then signed by who chaired."""
    year.clock.at = when(2026, 6, 1, 9)
    office = await year.calls("board", "Board in June", when(2026, 6, 15, 19), body="board", standing="true")
    await year.gives_notice(office)
    assert await year.issues(f"{office}/printed/notice") == "P-2026-2"
    year.clock.at = when(2026, 6, 15, 19)
    await year.come(office, board[:4])
    await year.opens(office, board[0])
    minutes, _ = await year.items(office)
    year.clock.pass_(minutes=5)
    await agreed_and_signed(year, first, minutes, board[0], 1)
    await year.settles_and_closes(office, "heard", "heard")


async def agreed_and_signed(year: Year, desk: str, item: UUID, chair: UUID, number: int) -> None:
    """Under an item of the next meeting; `number` is the place in the minute book."""
    secretary = await year.secretary()
    await secretary.get(f"{desk}/approve")
    await secretary.send(f"{desk}/approve", item=str(item))
    assert "The chair signs them next" in secretary.text()
    chairs = await year.member(chair)  # the chair holds no office, and has just come in by a link
    await chairs.get(f"{desk.removeprefix('office/')}/sign")
    await chairs.send(f"{desk.removeprefix('office/')}/sign")
    assert "Signed by Users 1" in chairs.text() and f"Number {number} in the minute book" in chairs.text()


# --- The annual general meeting -------------------------------------------------------------------------------------

AGM = when(2026, 9, 12)
AGAIN = when(2026, 9, 26)
FIRST = when(2026, 10, 17)
SECOND = when(2026, 11, 14)


async def the_meetings_are_called(year: Year) -> tuple[str, str, str]:
    """On 10 August: the AGM, and both meetings on the conversion. Their notice takes 60 clear days, so the second is
    called before the first is held. A week earlier the plan says what is late, and it is done."""
    year.clock.at = when(2026, 8, 3, 9)
    secretary = await year.secretary()
    await secretary.get("office/year")
    late, _, soon = secretary.text().partition("In the next three months")
    assert "35 days late Write the minutes: Board in June" in late and "Board in May" not in late
    assert "Hold the annual general meeting" in soon.partition("Later, within a year")[0]
    assert "Write the minutes: Board in May Done on Monday 18 May 2026" in soon
    desk = await year.writes_minutes(await year.meeting_called("Board in June"))
    await circulated(year, desk)
    assert year.clock.at == when(2026, 8, 10, 9)
    secretary = await year.secretary()
    await secretary.get("office/year")
    assert "Nothing is late" in secretary.text()
    seats = {"kind": "election", "title": "Board: who use the service", "seat": "board/users", "places": "3"}
    agm = await year.calls(
        "agm", "AGM 2026", AGM, report("The year"), motion("new rules", "extraordinary"), seats, standing="true"
    )
    early = await year.calls("gm", "Too soon", when(2026, 10, 10), motion("conversion", "conversion"))
    secretary = await year.secretary()
    await secretary.get(f"{early}/notice")
    assert "Sent now, the earliest day is Sunday 11 October 2026." in secretary.text(), "60 clear days, for its kind"
    await secretary.get(early)
    await secretary.send(f"{early}/cancel")
    first = await year.calls("gm", "On converting", FIRST, motion("conversion", "conversion"))
    second = await year.calls("gm", "On converting again", SECOND, motion("conversion", "conversion"))
    for number, office in enumerate((agm, first, second), 3):
        if office == first:
            await its_agenda_takes_the_minutes_to_come(year, first)
        await year.gives_notice(office)
        assert await year.issues(f"{office}/printed/notice") == f"P-2026-{number}"
    return agm, first, second


async def its_agenda_takes_the_minutes_to_come(year: Year, office: str) -> None:
    """The AGM is still to be held, and its minutes are business of the meeting after: the notice names them."""
    secretary = await year.secretary()
    await secretary.get(f"{office}/arising")
    assert "AGM 2026 Saturday 12 September 2026. The minutes are not begun." in secretary.text()
    await secretary.send(f"{office}/arising", what="minutes")
    assert "Minutes of the last meeting" in secretary.text()


async def the_agm_is_adjourned(year: Year, agm: str) -> None:
    """Ten come on the day and 44 are needed, one in five of 220."""
    year.clock.at = AGM
    secretary = await year.come(agm, year.given.everybody[:10])
    assert "10 people count. 44 are needed." in secretary.text(), secretary.text()
    refused = await secretary.send(f"{agm}/open", chair=str(year.given.people["users"][0]))
    assert refused.status_code == 422 and "10 count and 44 are needed" in secretary.text()
    year.clock.pass_(minutes=30)
    secretary = await year.secretary()
    await secretary.get(f"{agm}/adjourn")
    soon = day("starts_at", (AGM + timedelta(days=5)).date()) | {"starts_at_time": "14:00"}
    refused = await secretary.send(f"{agm}/adjourn", {**soon, "why": "Too few came."})
    assert refused.status_code == 422
    assert "members must have it 7 clear days before (Rule 6.4). Choose Monday 21 September 2026" in secretary.text()
    then = day("starts_at", AGAIN.date()) | {"starts_at_time": "14:00"}
    await secretary.send(f"{agm}/adjourn", {**then, "why": "Too few came."})
    assert "Called for Saturday 12 September 2026 and adjourned." in secretary.text()


async def the_agm_is_held_again(year: Year, agm: str) -> str:
    """Two weeks later those who come are enough. Members voted for twelve days before; five stand for three seats.

    The desk of its minutes.
    """
    people = year.given.people
    ballot = await year.makes_its_ballot(agm, when(2026, 9, 14, 9), AGAIN)
    year.clock.at = AGM + timedelta(hours=1)
    rules_, seats = await year.contests(ballot)
    await year.words_it(ballot, "new rules", rules_)
    await year.words_it_easily(ballot, "the board", seats)
    secretary = await year.secretary()
    page = f"{ballot}/questions/{seats}/candidates"
    for n in range(4, 9):
        await secretary.get(page)
        await secretary.send(f"{page}/search", {"search": f"Users {n}"})
        await secretary.send(page, {"person": str(people["users"][n - 1]), "statement": "I will listen."})
        assert f"Users {n}" in secretary.text(), secretary.text()
    officer = await year.officer()
    await officer.get(f"{ballot}/lots")
    await officer.send(f"{ballot}/lots")
    await year.publishes_freezes_opens(ballot, when(2026, 9, 14, 9))
    chosen = await year.candidates(seats)
    papers = agm_papers(year, rules_, seats, chosen)
    await year.vote(ballot, papers)
    year.clock.at = AGAIN
    secretary = await year.come(agm, [*people["users"][:1], *people["staff"][:1]])
    assert "2 people count. 2 are needed." in secretary.text(), secretary.text()
    await year.opens(agm, people["users"][0])
    result = await year.closes_counts_declares(ballot)
    assert "The resolution is carried. 87 of 100 were for. At least 75 in every 100 was needed." in result.text()
    assert "2 people counted towards the meeting's quorum. 2 were needed." in result.text(), "not the ten of the 12th"
    await result.get(ballot.removeprefix("office/") + "/result/2")
    assert "They serve from Saturday 26 September 2026 until Sunday 26 September 2027." in result.text()
    assert "are not elected: all seats are taken." in result.text(), result.text()
    assert "could not take the seat" not in result.text()
    year.clock.pass_(hours=2)
    await year.settles_and_closes(agm, "heard", "", "")
    desk = await year.writes_minutes(agm)
    await circulated(year, desk)
    member = await year.member(people["users"][20])
    await member.get(desk.removeprefix("office/"))
    called = (
        "It was called for Saturday 12 September 2026 at 2 in the afternoon. Too few came then, so it was put off."
    )
    assert called in member.text(), member.text()
    assert "2 were needed. 2 counted." in member.text() and "Users 10" not in member.text()
    return desk


def agm_papers(
    year: Year, resolution: UUID, seats: UUID, chosen: dict[str, str]
) -> list[tuple[UUID, dict[UUID, tuple[str, ...]]]]:
    """Who votes how on the new rules; of those who use the service 40 want Users 4, 5 and 6, and 10 Users 7 and 8.

    In each group: 40 to 10 of users, 27 to 3 of staff, 20 to 0 of volunteers, 6 to 4 of investors. With weights of
    3, 3, 3 and 1 tenth this is 24 + 27 + 30 + 6 = 87 of 100.
    """
    papers = []
    for group, for_, against in (("users", 40, 10), ("staff", 27, 3), ("volunteers", 20, 0), ("investors", 6, 4)):
        for n, person in enumerate(year.given.people[group][: for_ + against]):
            choices: dict[UUID, tuple[str, ...]] = {resolution: ("yes" if n < for_ else "no",)}
            if group == "users":
                wanted = ("Users 4", "Users 5", "Users 6") if n < 40 else ("Users 7", "Users 8")
                choices[seats] = tuple(chosen[name] for name in wanted)
            papers.append((person, choices))
    return papers


# --- The conversion (W7) --------------------------------------------------------------------------------------------


def a_hall(year: Year) -> list[UUID]:
    """44 of all four groups: as many as are needed."""
    people = year.given.people
    return [*people["users"][:30], *people["staff"][:10], *people["volunteers"][:3], people["investors"][0]]


async def the_first_meeting_on_it(year: Year, office: str, of_agm: str, chair: UUID) -> str:
    """84 for and 26 against, of 200 who have a vote; the address of the vote. The minutes of the AGM are agreed."""
    ballot = await year.makes_its_ballot(office, when(2026, 10, 5, 9), FIRST)
    (contest,) = await year.contests(ballot)
    await year.words_it(ballot, "conversion", contest)
    await year.publishes_freezes_opens(ballot, when(2026, 10, 5, 9))
    investor = await year.member(year.given.people["investors"][0])
    await investor.get(ballot.removeprefix("office/"))
    assert "You are not on the list of people who may vote here." in investor.text()
    assert "The 200 people who were members on Monday 28 September 2026" in investor.text()
    await year.vote(ballot, by_groups(year, contest, 84, 26))
    year.clock.at = FIRST
    await year.come(office, a_hall(year))
    await year.opens(office, chair)
    converting, agree = await year.items(office)
    await agreed_and_signed(year, of_agm, agree, chair, 1)
    result = await year.closes_counts_declares(ballot)
    for words in (
        "84 of 110 were for. At least 75 in every 100 was needed. 110 people voted, of 200 who could.",
        "This is not in force yet: a second meeting must confirm it.",
        "on any day from Saturday 31 October 2026 to Tuesday 17 November 2026",
        "That is 76.364 of 100.",
    ):
        assert words in result.text(), words
    secretary = await year.secretary()
    await secretary.get("office/year")
    late, _, soon = secretary.text().partition("In the next three months")
    assert "21 days late 2 terms end: Management Board" in late and "It is about: Staff 1 and Staff 2." in late
    assert "Tuesday 17 November 2026 Hold a second meeting: conversion" in soon
    assert "Hold the annual general meeting Done on Saturday 26 September 2026." in soon
    refused = await secretary.get(f"{office}/items/{converting}/extract")
    assert refused.status_code == 409
    assert "between Saturday 31 October 2026 and Tuesday 17 November 2026. Certify it after" in secretary.text()
    year.clock.pass_(hours=1)
    await year.settles_and_closes(office, "", "heard")
    await circulated(year, await year.writes_minutes(office))
    return ballot


async def the_second_meeting_confirms_it(year: Year, office: str, first: str, on_first: str, chair: UUID) -> None:
    """40 for and 35 against on 14 November. A vote on 30 October would be a day too early."""
    year.clock.at = when(2026, 10, 26, 9)
    (decided,) = await year.contests(first)
    early = await year.makes_a_ballot("Converting, too early", when(2026, 10, 27, 9), when(2026, 10, 30))
    await year.asks(early, "conversion", "conversion")
    (contest,) = await year.contests(early)
    secretary = await year.secretary()
    await secretary.get(f"{early}/questions/{contest}/decision")
    refused = await secretary.send(
        f"{early}/questions/{contest}/decision", {"kind": "conversion", "confirms": str(decided)}
    )
    assert refused.status_code == 422
    assert "A second meeting on Friday 30 October 2026 is too early." in secretary.text()
    assert "from Saturday 31 October 2026 to Tuesday 17 November 2026" in secretary.text()
    ballot = await year.makes_its_ballot(office, when(2026, 11, 2, 9), SECOND)
    (contest,) = await year.contests(ballot)
    await year.words_it(ballot, "conversion", contest)
    await secretary.get(f"{ballot}/questions/{contest}/decision")
    await secretary.send(f"{ballot}/questions/{contest}/decision", {"kind": "conversion", "confirms": str(decided)})
    assert "It is kept." in secretary.text(), secretary.text()
    await year.publishes_freezes_opens(ballot, when(2026, 11, 2, 9))
    await year.vote(ballot, by_groups(year, contest, 40, 35))
    year.clock.at = SECOND
    await year.come(office, a_hall(year))
    await year.opens(office, chair)
    result = await year.closes_counts_declares(ballot)
    assert "40 of 75 were for. More than half was needed. 75 people voted, of 200 who could." in result.text()
    await result.get(first.removeprefix("office/") + "/result/1")
    assert "A second meeting confirmed this on Saturday 14 November 2026." in result.text()
    assert "A copy goes to the Financial Conduct Authority by" in result.text()
    converting = (await year.items(on_first))[0]
    extract = f"{on_first}/items/{converting}/extract"
    secretary = await year.secretary()
    await secretary.get(extract)
    assert "A second meeting confirmed it on Saturday 14 November 2026. Certified" in secretary.text()
    assert "84 of 110 were for." in secretary.text() and "Users 1, Chair of the second meeting" in secretary.text()
    assert await year.issues(extract) == "P-2026-6"
    await secretary.get("office/year")
    assert "Hold a second meeting" not in secretary.text()
    year.clock.pass_(hours=1)
    await year.settles_and_closes(office, "")
