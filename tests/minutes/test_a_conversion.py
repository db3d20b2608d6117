"""W7, what else may come of a vote on a conversion, at the pages: too few vote, the second meeting is too early or
too late, the window is cut short by February. The course that ends well is in test_a_year.py; a second vote that is
lost and one that is never held are in tests/ballots/lifecycle/test_settling.py."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import date, datetime, timedelta

import pytest
from litestar.testing import AsyncTestClient

from govern.minutes.returns.queries.plan import all_duties
from tests.ballots.given_ballots import a_society
from tests.given import Moments, a_home, the_service
from tests.minutes.year import GROUPS, Year, by_groups, place_of, rules, when
from tests.window import Window

Founds = Callable[[datetime, dict[str, int]], Awaitable[Year]]


@pytest.fixture
async def founded(clock: Moments) -> AsyncIterator[Founds]:
    open_ = AsyncExitStack()

    async def found(at: datetime, groups: dict[str, int]) -> Year:
        clock.at = at
        given = await a_society(a_home(), text=rules(), groups=groups, at=at)
        open_.push_async_callback(given.society.store.close)
        client = AsyncTestClient(the_service(clock), base_url="http://testserver.local")
        await open_.enter_async_context(client)
        return Year(given, clock, lambda: Window(client, given.society, follows=True))

    async with open_:
        yield found


async def decided(year: Year, closes: datetime, for_: int, against: int) -> str:
    """A vote on a conversion, held and declared; its address in the office."""
    opens = closes - timedelta(days=14)
    ballot = await year.makes_a_ballot("Converting", opens, closes)
    await year.asks(ballot, "conversion", "conversion")
    (contest,) = await year.contests(ballot)
    await year.words_it(ballot, "conversion", contest)
    year.clock.at = opens - timedelta(days=1)
    await year.publishes_freezes_opens(ballot, opens)
    await year.vote(ballot, by_groups(year, contest, for_, against))
    year.clock.at = closes
    await year.closes_counts_declares(ballot)
    return ballot


async def read(year: Year, ballot: str) -> Window:
    """The result, as a member reads it."""
    member = await year.member(year.given.people["users"][0])
    await member.get(ballot.removeprefix("office/") + "/result/1")
    return member


async def voted(year: Year, closes: datetime, for_: int, against: int) -> Window:
    return await read(year, await decided(year, closes, for_, against))


async def asked_to_confirm(year: Year, first: str, on: datetime) -> Window:
    """The secretary has written a second vote that ends at this moment, and says that it confirms the first."""
    (before,) = await year.contests(first)
    second = await year.makes_a_ballot("Converting again", on - timedelta(days=3), on)
    await year.asks(second, "conversion", "conversion")
    (contest,) = await year.contests(second)
    secretary = await year.secretary()
    await secretary.get(f"{second}/questions/{contest}/decision")
    said = {"kind": "conversion", "confirms": str(before)}
    await secretary.send(f"{second}/questions/{contest}/decision", said)
    return secretary


async def test_w7_ninety_to_nine_is_not_carried_when_99_of_200_vote(founded: Founds) -> None:
    """90 of 99 is 90.9 in a hundred, but 99 of 200 is 49.5."""
    year = await founded(when(2026, 9, 1, 9), GROUPS)
    result = await voted(year, when(2026, 10, 17), 90, 9)
    said = result.text()
    assert "90 of 99 were for. At least 75 in every 100 was needed. Too few members voted. 99 people" in said
    assert "That is 90.909 of 100." in said and "99 of 200 members voted. Rule 4.3 At least half is needed." in said
    assert said.count("Too few members voted.") == 2, "beside the outcome, and at its step with the rule"
    assert "second meeting" not in said


async def test_w7_a_second_meeting_on_30_october_or_18_november_confirms_nothing(founded: Founds) -> None:
    """84 to 26 on 17 October: the second meeting is from 31 October to 17 November, and on no day beside."""
    year = await founded(when(2026, 9, 1, 9), GROUPS)
    first = await decided(year, when(2026, 10, 17), 84, 26)
    window = "from Saturday 31 October 2026 to Tuesday 17 November 2026"
    result = await read(year, first)
    assert "84 of 110 were for." in result.text() and f"on any day {window}" in result.text()
    beside = {
        when(2026, 10, 30): "Friday 30 October 2026 is too early",
        when(2026, 11, 18): "Wednesday 18 November 2026 is too late",
    }
    for on, what in beside.items():
        secretary = await asked_to_confirm(year, first, on)
        assert secretary.last.status_code == 422
        assert f"A second meeting on {what}." in secretary.text() and window in secretary.text()
    result = await read(year, first)
    assert "This is not in force yet: a second meeting must confirm it." in result.text()
    for last_or_first in (when(2026, 11, 17), when(2026, 10, 31)):
        secretary = await asked_to_confirm(year, first, last_or_first)
        assert secretary.last.status_code == 200 and "It is kept." in secretary.text(), secretary.text()
        second = place_of(secretary).partition("/questions/")[0]
        await secretary.get(f"{second}/withdraw")
        await secretary.send(f"{second}/withdraw", reason="Another day suits more people.")
        assert "This vote was withdrawn" in secretary.text(), secretary.text()


async def test_w7_after_the_last_of_january_the_window_ends_with_february(founded: Founds) -> None:
    year = await founded(when(2026, 1, 10, 9), {"users": 8, "staff": 5, "volunteers": 5, "investors": 2})
    result = await voted(year, when(2026, 1, 31), 12, 3)
    assert "from Saturday 14 February 2026 to Saturday 28 February 2026" in result.text()
    office = await year.secretary()
    await office.get("office/year")
    said = office.text()
    assert "Send the notice of the second meeting" in said
    async with year.given.society.store.reading() as reading:
        found = {one.key: one for one in await all_duties(reading, date(2026, 2, 1), "en")}
        (notice,) = [one for key, one in found.items() if key.startswith("confirm-notice-")]
    # These rules want sixty days of notice, and there are not so many between 31 January and 28 February: it is said
    # on the day of the decision.
    assert notice.due_on == date(2026, 1, 31)
    assert "60 days of notice before Saturday 28 February 2026 are not left." in said
