"""The day and place of the annual meeting chosen by members (M67): from the declared vote to the meeting's draft."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, update

from govern.ballots.lifecycle import ContestDraft
from govern.ballots.models import Ballot, Contest, ContestOption
from govern.ballots.rules import ContestKind, OptionDraft, Weight
from govern.meetings.models import Meeting
from govern.record import lines_about
from tests.ballots.given_ballots import CLOSES, Given, a_draft, declared, opened, vote, wording
from tests.ballots.pages.conftest import Opens, given, service, window
from tests.given import Moments

__all__ = ["given", "service", "window"]
NEW = "office/meetings/new"
CALL = "Call the meeting on the chosen day"
DAYS = (
    ("Saturday 12 June 2027, 14:00, Village hall", "Dydd Sadwrn 12 Mehefin 2027, 14:00, Neuadd y pentref"),
    ("Sunday 13 June 2027, 11:00, The mill", "Dydd Sul 13 Mehefin 2027, 11:00, Y felin"),
)
#: What stands in the form that the first of them fills.
FILLED = {
    **{"kind": "agm", "starts_at_day": "12", "starts_at_month": "6", "starts_at_year": "2027"},
    **{"starts_at_time": "14:00", "place": "Village hall", "place_cy": "Neuadd y pentref"},
}
TITLE = {"title": "Annual meeting", "title_cy": "Cyfarfod blynyddol"}


async def chosen(
    given: Given,
    clock: Moments,
    *days: tuple[str, str],
    weight: Weight = Weight.DECIDES,
    votes: tuple[int, int] = (20, 4),
    until_declared: bool = True,
) -> tuple[UUID, UUID]:
    """A vote of all members between two days. The ballot and its question."""
    options = tuple(OptionDraft(title={"en": english, "cy": welsh}) for english, welsh in days or DAYS)
    question = ContestDraft(kind=ContestKind.OPTION, wording=wording("When?"), weight=weight, options=options)
    ballot_id = await opened(given, await a_draft(given, question))
    async with given.society.store.reading() as reading:
        contest = (await reading.scalars(select(Contest.id).where(Contest.ballot_id == ballot_id))).one()
        ordered = select(ContestOption.id).where(ContestOption.contest_id == contest).order_by(ContestOption.position)
        first, second = [str(option) for option in await reading.scalars(ordered)]
    marks = [first] * votes[0] + [second] * votes[1]
    voters = zip(given.everybody, marks, strict=False)
    await asyncio.gather(*(vote(given, ballot_id, person, {contest: (mark,)}) for person, mark in voters))
    if until_declared:
        await declared(given, ballot_id)
        clock.at = CLOSES + timedelta(hours=2)
    return ballot_id, contest


async def test_m67_the_day_members_chose_fills_the_form_of_the_meeting_and_the_record_knows_the_vote(
    given: Given, window: Opens, clock: Moments
) -> None:
    ballot_id, contest = await chosen(given, clock)
    office = await window(given.second)
    await office.get(f"ballots/{ballot_id}/result")
    assert CALL in office.text()
    await office.get(f"{NEW}?chosen={contest}")
    seen = office.last.text
    assert "members chose: Saturday 12 June 2027, 14:00, Village hall." in office.text() and "too late" not in seen
    assert all(f'value="{typed}"' in seen for typed in ("12", "6", "2027", "14:00", "Village hall"))
    assert 'value="Neuadd y pentref"' in seen
    await office.send(NEW, {**FILLED, **TITLE})
    assert office.heading() == "Annual meeting" and "Village hall" in office.text()
    async with given.society.store.reading() as reading:
        meeting = (await reading.scalars(select(Meeting))).one()
        line = (await lines_about(reading, [f"meeting:{meeting.id}"]))[0]
    assert meeting.starts_at.isoformat() == "2027-06-12T13:00:00+00:00" and meeting.kind == "agm"
    assert line.facts == {"kind": "agm", "day_chosen_in": str(ballot_id), "on_the_chosen_day": "yes"}


async def test_a_chosen_day_that_is_too_near_is_refused_with_the_rule_and_nothing_typed_is_lost(
    given: Given, window: Opens, clock: Moments
) -> None:
    soon = (CLOSES + timedelta(days=5)).strftime("%-d %B %Y")
    _, contest = await chosen(given, clock, (f"{soon}, 14:00, Hall", f"{soon}, 14:00, Neuadd"), DAYS[1])
    office = await window(given.second)
    answer = await office.get(f"{NEW}?chosen={contest}")
    assert answer.status_code == 200 and "A notice sent now is too late for this day" in office.text()
    assert "clear days before" in office.text() and 'href="#starts_at' in office.last.text
    day = CLOSES + timedelta(days=5)
    near = {"starts_at_day": str(day.day), "starts_at_month": str(day.month), "starts_at_year": str(day.year)}
    sent = {**FILLED, **TITLE, **near, "place": "The old chapel"}
    answer = await office.send(NEW, sent)
    assert answer.status_code == 422 and "A notice sent now is too late" in office.text()
    assert 'value="The old chapel"' in office.last.text and str(contest) in office.last.text
    assert f"members chose: {soon}, 14:00, Hall." in office.text()
    async with given.society.store.reading() as reading:
        assert (await reading.scalars(select(Meeting))).all() == []
    await office.send(NEW, {**sent, **{"starts_at_day": "12", "starts_at_month": "6", "starts_at_year": "2027"}})
    assert office.heading() == "Annual meeting" and "The old chapel" in office.text()
    async with given.society.store.reading() as reading:
        meeting = (await reading.scalars(select(Meeting.id))).one()
        line = (await lines_about(reading, [f"meeting:{meeting}"]))[0]
    assert line.facts is not None and line.facts["on_the_chosen_day"] == "no"


async def test_an_ordinary_draft_may_lie_as_near_as_before_and_only_members_meet_on_what_members_chose(
    given: Given, window: Opens, clock: Moments
) -> None:
    _, contest = await chosen(given, clock)
    office = await window(given.second)
    await office.get(f"{NEW}?chosen={contest}")
    answer = await office.send(NEW, {**FILLED, **TITLE, "kind": "board"})
    assert answer.status_code == 422 and "Choose that kind of meeting." in office.text()
    day = CLOSES + timedelta(days=5)
    near = {"starts_at_day": str(day.day), "starts_at_month": str(day.month), "starts_at_year": str(day.year)}
    await office.get(NEW)
    await office.send(NEW, {**FILLED, **TITLE, **near})
    assert office.heading() == "Annual meeting"


@pytest.mark.parametrize(
    ("weight", "votes"), [(Weight.DECIDES, (10, 10)), (Weight.ADVISES, (20, 4)), (Weight.DECIDES, (0, 0))]
)
async def test_a_vote_that_chose_no_day_by_itself_says_so_and_fills_nothing(
    given: Given, window: Opens, clock: Moments, weight: Weight, votes: tuple[int, int]
) -> None:
    ballot_id, contest = await chosen(given, clock, weight=weight, votes=votes)
    office = await window(given.second)
    await office.get(f"ballots/{ballot_id}/result")
    assert CALL not in office.text() and "This vote has chosen no day by itself" in office.text()
    answer = await office.get(f"{NEW}?chosen={contest}")
    assert answer.status_code == 409 and "This vote has chosen no day by itself" in office.text()


async def test_only_days_of_all_members_declared_and_seen_by_who_calls_meetings_call_a_meeting(
    given: Given, window: Opens, clock: Moments
) -> None:
    ballot_id, contest = await chosen(given, clock, until_declared=False)
    office = await window(given.second)
    answer = await office.get(f"{NEW}?chosen={contest}")
    assert answer.status_code == 409 and "not declared yet" in office.text()
    await declared(given, ballot_id)
    clock.at = CLOSES + timedelta(hours=2)
    member = await window(given.people["staff"][0])
    await member.get(f"ballots/{ballot_id}/result")
    assert CALL not in member.text() and "chosen" in member.text()
    assert (await member.get(f"{NEW}?chosen={contest}")).status_code == 403
    office = await window(given.second)
    for strange, answered in ((uuid4(), 404), ("999999999999", 422)):
        assert (await office.get(f"{NEW}?chosen={strange}")).status_code == answered
    async with given.society.store.writing() as writing:
        some = {"forum_id": uuid4(), "forum_name": {"en": "Walks"}}
        await writing.execute(update(Ballot).where(Ballot.id == ballot_id).values(**some))
    await office.get(f"ballots/{ballot_id}/result")
    assert CALL not in office.text()
    assert (await office.get(f"{NEW}?chosen={contest}")).status_code == 404


async def test_where_things_to_choose_are_no_days_no_meeting_is_called_on_one(
    given: Given, window: Opens, clock: Moments
) -> None:
    ballot_id, contest = await chosen(given, clock, ("The long van", "Y fan hir"), DAYS[0])
    office = await window(given.second)
    await office.get(f"ballots/{ballot_id}/result")
    assert CALL not in office.text() and "no day by itself" not in office.text()
    assert (await office.get(f"{NEW}?chosen={contest}")).status_code == 404
