"""A meeting on the day that members chose (M67), on both databases."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import func, select

from govern.ballots import queries as ballots
from govern.ballots.rules.meeting_days import DayAndPlace
from govern.errors import NotFound, NotValid
from govern.meetings import lifecycle
from govern.meetings.models import Meeting
from govern.meetings.rules import MeetingKind
from govern.record import lines_about
from tests.ballots.given_ballots import CLOSES, a_society
from tests.given import LONDON, Moments, a_home
from tests.meetings.pages.test_chosen import chosen
from tests.meetings.scene import an_agm

AT = CLOSES + timedelta(days=1)
CHOSEN = datetime(2027, 6, 12, 14, 0, tzinfo=LONDON)


async def test_a_meeting_is_written_down_for_the_chosen_day_and_not_when_its_notice_would_be_too_late(
    database_url: str,
) -> None:
    given = await a_society(a_home(), groups={"supported": 12, "staff": 11, "volunteers": 10}, url=database_url)
    ballot_id, contest = await chosen(given, Moments())
    store, by = given.society.store, given.second
    async with store.reading() as reading:
        found = await ballots.day_chosen(reading, contest, "cy", AT)
        assert (found.ballot_id, found.title[:20]) == (ballot_id, "Dydd Sadwrn 12 Mehef")
        place = {"en": "Village hall", "cy": "Neuadd y pentref"}
        assert found.day == DayAndPlace(date(2027, 6, 12), time(14), place)
    wanted = an_agm(starts_at=CHOSEN, ends_expected=None)
    late = an_agm(starts_at=AT + timedelta(days=9), ends_expected=None)
    for kind in (MeetingKind.AGM, MeetingKind.GM):
        async with store.writing() as writing:
            with pytest.raises(NotValid, match="clear days") as refusal:
                again = an_agm(kind=kind, starts_at=late.starts_at, ends_expected=None)
                await lifecycle.draft_as_chosen(writing, again, contest, by=by, at=AT)
        assert refusal.value.field == "starts_at"
    async with store.writing() as writing:
        with pytest.raises(NotFound):
            await lifecycle.draft_as_chosen(writing, wanted, ballot_id, by=by, at=AT)
        assert await writing.scalar(select(func.count()).select_from(Meeting)) == 0
        meeting = await lifecycle.draft_as_chosen(writing, wanted, contest, by=by, at=AT)
    async with store.reading() as reading:
        line = (await lines_about(reading, [f"meeting:{meeting}"]))[0]
    assert line.facts == {"kind": "agm", "day_chosen_in": str(ballot_id), "on_the_chosen_day": "yes"}
    await store.close()
