"""By when a notice goes out, counted by hand (W7, W20): of a meeting, a second one, a vote with a longer notice."""

from __future__ import annotations

from datetime import date, timedelta

from govern.constituencies.rulebook.book import Rulebook, example, load
from govern.meetings import lifecycle as meetings
from govern.minutes.returns.queries.plan import all_duties
from govern.minutes.returns.rules import Duty, SocietyYear, Standing, notices
from govern.minutes.returns.rules.notices import Second
from tests.meetings.scene import AGM_AT, AT, MOTION, PAGES, Scene, a_draft

TODAY = AT.date()
YEAR = SocietyYear(date(2025, 4, 1), date(2026, 3, 31))


def sixty_days() -> Rulebook:
    """A society whose conversion is called sixty days before; its letters count after two days."""
    return load(example("equal_care_like"))


def conversion(decided_on: date, last_day: date) -> Second:
    return Second(id="7", title="Convert", kind="conversion", decided_on=decided_on, last_day=last_day)


def test_w7_a_vote_with_sixty_days_of_notice_is_told_of_before_the_usual_notice_goes_out() -> None:
    book = sixty_days()
    meeting_on = date(2026, 10, 17)
    (found,) = notices.longer_notices(book, [(YEAR, meeting_on, None)], "en")
    wait = timedelta(hours=max(book.notice.deemed_email_hours, book.notice.deemed_post_hours))
    assert found.due_on == meeting_on - timedelta(days=60 + book.notice.clear_days) - wait
    assert found.due_on <= date(2026, 8, 18) and "60 days of notice" in str(found.words)
    assert found.standing(date(2026, 8, 1)) is Standing.SOON and found.standing(date(2026, 9, 1)) is Standing.LATE
    (held,) = notices.longer_notices(book, [(YEAR, meeting_on, meeting_on)], "en")
    assert held.standing(date(2026, 12, 1)) is Standing.DONE


def test_where_no_vote_has_a_longer_notice_nothing_is_asked() -> None:
    book = load(example("tair_nant"))
    assert all((kind.notice_days or 0) <= book.notice.agm_days for kind in book.resolutions)
    assert list(notices.longer_notices(book, [(YEAR, date(2026, 10, 17), None)], "en")) == []


def test_w7_a_second_meeting_within_a_month_has_no_room_for_sixty_days_and_the_plan_says_so() -> None:
    (found,) = notices.second_meetings(sixty_days(), [conversion(date(2026, 10, 17), date(2026, 11, 17))])
    assert found.due_on == date(2026, 10, 17), "on the day of the decision: at once"
    assert str(found.words) == (
        "60 days of notice before 2026-11-17 are not left. Ask the members to agree to shorter notice."
    )


def test_w7_the_notice_of_a_second_meeting_is_due_before_the_last_day_of_its_window() -> None:
    text = example("equal_care_like").replace("notice_days = 60", "notice_days = 14", 1)
    book = load(text)
    (found,) = notices.second_meetings(book, [conversion(date(2026, 10, 17), date(2026, 11, 17))])
    wait = timedelta(hours=max(book.notice.deemed_email_hours, book.notice.deemed_post_hours))
    assert found.due_on == date(2026, 11, 17) - timedelta(days=14 + book.notice.clear_days) - wait
    assert "at the latest" in str(found.words) and len(found.cites) == 2


async def the_notice(scene: Scene, meeting_id: object) -> Duty:
    async with scene.store.reading() as reading:
        found = {one.key: one for one in await all_duties(reading, TODAY, "en")}
    return found[f"notice-{meeting_id}"]


async def test_a_meeting_that_is_written_has_the_last_day_of_its_notice_until_it_went_out(scene: Scene) -> None:
    """W20: fourteen clear days before 12 December, and a letter counts after two."""
    meeting_id = await a_draft(scene, MOTION)
    found = await the_notice(scene, meeting_id)
    assert found.due_on is not None and TODAY < found.due_on < AGM_AT.date() - timedelta(days=14)
    assert found.standing(TODAY) is Standing.SOON
    assert found.standing(found.due_on + timedelta(days=1)) is Standing.LATE
    async with scene.store.writing() as writing:
        await meetings.send_notice(writing, meeting_id, pages=PAGES, by=scene.secretary, at=AT)
    assert (await the_notice(scene, meeting_id)).done_on == TODAY
