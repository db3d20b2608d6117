"""Whoever owes an answer is written to when it comes, and once before its last day; and sees it where they begin."""

from __future__ import annotations

from datetime import UTC, date, datetime

from sqlalchemy import select

from govern.desks.posting import addressed
from govern.forums.gatherings import lifecycle as gatherings
from govern.forums.recommendations.lifecycle import tell_owing_due
from govern.forums.recommendations.models import Recommendation
from govern.forums.recommendations.rules import reminder_due
from govern.identity import lifecycle as identity
from govern.identity.lifecycle import PersonChanges
from govern.identity.rules import Site
from govern.permissions import Role
from govern.post.models import Letter
from tests.forums.recommendations.conftest import Valley
from tests.forums.recommendations.test_w15 import agreed, answered, on, written


def site_of(valley: Valley) -> Site:
    return Site("http://testserver.local", valley.town.society.short, "Cartrefi")


async def told(valley: Valley) -> int:
    return await tell_owing_due(valley.town.society, site=site_of(valley), at=valley.town.clock.at)


async def letters(valley: Valley, kind: str) -> list[Letter]:
    async with valley.town.society.store.reading() as reading:
        return list(await reading.scalars(select(Letter).where(Letter.kind == kind).order_by(Letter.to_address)))


async def with_the_region(valley: Valley) -> str:
    gwen, mair = [await valley.window(name) for name in ("Gwen Hughes", "Mair Elis")]
    found = await written(gwen, valley.local)
    await agreed(mair, found)
    return found


async def test_the_facilitator_is_written_to_when_it_comes_and_once_before_the_last_day(valley: Valley) -> None:
    assert await told(valley) == 0
    found = await with_the_region(valley)
    assert await told(valley) == 1 and await told(valley) == 0
    (letter,) = await letters(valley, "recommendation_came")
    assert (letter.to_address, letter.language, letter.subject) == (
        *("sian@example.org", "en"),
        "A forum asks for an answer",
    )
    for part in (
        "A forum asks for this: No drop in sick pay after week four",
        "South region forum owes the answer. It is due by Tuesday 17 March 2026.",
        f"facilitate/recommendations/{found}/answer",
    ):
        assert part in str(letter.body)
    assert "Gwen" not in str(letter.body)
    for month, of_month, letters_now in ((3, 9, 0), (3, 10, 1), (3, 11, 0), (3, 17, 0), (3, 18, 0)):
        on(valley, month, of_month)
        assert await told(valley) == letters_now, (month, of_month)
    (letter,) = await letters(valley, "recommendation_due")
    assert letter.subject == "An answer is due soon" and "There is no answer yet." in str(letter.body)


async def test_a_letter_goes_by_post_in_their_language_and_format_to_whoever_has_no_address(valley: Valley) -> None:
    bo = valley.town.people["Bo Parry"]
    async with valley.town.society.store.writing() as writing:
        await gatherings.name_facilitator(
            writing, valley.regional, bo, valley.town.clock.at.date(), by=None, at=valley.town.clock.at
        )
        await identity.change_person(
            writing, bo, PersonChanges(language="cy"), site=site_of(valley), by=bo, at=valley.town.clock.at
        )
    await with_the_region(valley)
    assert await told(valley) == 1
    async with valley.town.society.store.reading() as reading:
        (one,) = await addressed(reading)
    assert (one.name, one.letter.language, one.letter.format) == ("Bo Parry", "cy", "large_print")
    assert "No drop in sick pay after week four (cy)" in one.letter.body


async def test_for_a_body_and_for_a_forum_that_nobody_leads_the_office_is_written_to(valley: Valley) -> None:
    found = await with_the_region(valley)
    await valley.officer("Nerys Puw", Role.SECRETARY)
    await valley.officer("Gwilym Haf", Role.CHAIR)
    sian = await valley.window("Sian Llwyd")
    await answered(sian, f"facilitate/recommendations/{found}", "adopt", 2, 3)
    assert await told(valley) == 2
    first, second = await letters(valley, "recommendation_came")
    assert {first.person_id, second.person_id} == {valley.town.people[one] for one in ("Nerys Puw", "Gwilym Haf")}
    assert first.by_post and "Council of Members owes the answer." in str(first.body)
    assert f"office/recommendations/{found}" in str(first.body)


async def test_what_is_put_off_is_reminded_of_once_more_before_the_new_day(valley: Valley) -> None:
    found = await with_the_region(valley)
    await told(valley)
    on(valley, 3, 11)
    assert await told(valley) == 1
    sian = await valley.window("Sian Llwyd")
    until = {"until_day": "1", "until_month": "6", "until_year": "2026", "reasons": "We ask about money."}
    await answered(sian, f"facilitate/recommendations/{found}", "hold", 3, 11, **until)
    assert await told(valley) == 0
    on(valley, 5, 25)
    assert await told(valley) == 1
    assert len(await letters(valley, "recommendation_due")) == 2


def test_a_reminder_comes_a_week_before_or_half_way_where_time_is_short() -> None:
    came = date(2026, 2, 3)
    assert not reminder_due(came, date(2026, 2, 10), date(2026, 2, 6))
    assert reminder_due(came, date(2026, 2, 10), date(2026, 2, 7))
    assert not reminder_due(came, date(2026, 2, 10), date(2026, 2, 11)) and not reminder_due(came, None, came)
    assert not reminder_due(came, came, came)


async def test_home_says_what_became_of_what_somebody_raised(valley: Valley) -> None:
    found = await with_the_region(valley)
    gwen, cai = [await valley.window(name) for name in ("Gwen Hughes", "Cai Rhys")]
    await gwen.get("home")
    assert "You raised this: No drop in sick pay after week four With South region forum." in gwen.text()
    await cai.get("home")
    assert "You raised this" not in cai.text()
    on(valley, 3, 20)
    gwen, sian = [await valley.window(name) for name in ("Gwen Hughes", "Sian Llwyd")]
    await gwen.get("home")
    assert "3 days late" in gwen.text()
    await sian.get("facilitate")
    assert (
        "Answers your forums owe Mar 17 Tuesday No drop in sick pay" in sian.text() and "3 days late" in sian.text()
    )
    at = f"facilitate/recommendations/{found}"
    assert f"{at}/answer" in sian.last.text
    await answered(sian, at, "decline", 3, 20, reasons="No money.")
    await gwen.get("home")
    assert "South region forum: Not agreed . Answered." in gwen.text()
    await sian.get("facilitate")
    assert "Answers your forums owe" not in sian.text()
    valley.town.clock.at = datetime(2026, 6, 20, 10, 0, tzinfo=UTC)
    gwen = await valley.window("Gwen Hughes")
    await gwen.get("home")
    assert "You raised this" not in gwen.text()


async def test_the_office_says_what_bodies_are_late_with(valley: Valley) -> None:
    found = await with_the_region(valley)
    sian = await valley.window("Sian Llwyd")
    await answered(sian, f"facilitate/recommendations/{found}", "adopt", 2, 3)
    async with valley.town.society.store.reading() as reading:
        due = (await reading.scalars(select(Recommendation.due_on))).one()
    assert due == date(2026, 3, 31)
    on(valley, 4, 2)
    office = await valley.officer("Nerys Puw", Role.SECRETARY)
    await office.get("office")
    late = office.text().split("What comes next")[0]
    assert "Council of Members owes the answer. It is 2 days late." in late
