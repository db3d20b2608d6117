"""Second chapter: the notice, its correction, calling off; everybody who had the old one is told."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from govern.constituencies.rulebook import lifecycle as rulebook
from govern.constituencies.rulebook.book import example
from govern.errors import NotValid, WrongMoment
from govern.languages import LANGUAGES
from govern.meetings import lifecycle, queries
from govern.meetings.lifecycle.calendar import LASTS, calendar_file
from govern.meetings.models import Meeting
from govern.meetings.rules import MeetingKind, NoticeKind, Stage
from tests.calendars import read
from tests.given import LONDON
from tests.meetings.scene import (
    AGM_AT,
    AT,
    MOTION,
    PAGES,
    REPORT,
    Scene,
    Try,
    a_called_meeting,
    a_draft,
    an_agm,
    letters,
    lines,
    shown,
    verbs,
)


async def test_the_notice_reaches_every_member_in_their_language_with_the_calendar_file(scene: Scene) -> None:
    meeting_id = await a_called_meeting(scene)
    sent = await letters(scene.store)
    assert len(sent) == 14
    by_address = {letter.to_address: letter for letter in sent}
    welsh, english = by_address["sian@example.org"], by_address["nerys@example.org"]
    assert "Cyfarfod cyffredinol blynyddol 2026" in welsh.subject
    assert "1. Y flwyddyn" in (welsh.body or "")
    body = english.body or ""
    for part in (
        "Saturday 12 December 2026 at 2 in the afternoon (14:00)",
        "Village hall",
        "https://video.example/agm",
    ):
        assert part in body
    assert "More than half of the votes cast must be for it. (Rule" in body
    assert "Votes are weighted by group." in body
    assert "01632 960 123, code 4567" in body and PAGES["en"] in body and "Nerys Wyn" in body
    assert english.attachment_name == "meeting-2026-12-12.ics"
    (notice,) = (await shown(scene, meeting_id)).notices
    assert (notice.kind, notice.by_email, notice.by_post) == (NoticeKind.FIRST, 14, 1)
    async with scene.store.reading() as reading:
        assert [one.name for one in await queries.to_post(reading, meeting_id)] == ["Mair Elis"]


async def test_a_notice_leaves_one_line_without_a_name_in_the_record(scene: Scene) -> None:
    meeting_id = await a_called_meeting(scene)
    line = (await lines(scene.store, meeting_id))[0]
    assert (line.verb, line.by) == ("meeting.notice_sent", scene.secretary)
    assert line.facts is not None
    assert (line.facts["by_email"], line.facts["by_post"]) == (14, 1)
    assert "example.org" not in str(line.facts)


async def test_a_notice_too_late_names_the_earliest_day_and_sends_nothing(scene: Scene) -> None:
    """Sent on 9 November with some by post: served on the 11th, fourteen clear days, so the 26th (W20)."""
    too_soon = datetime(2026, 11, 25, 14, 0, tzinfo=LONDON)
    meeting_id = await a_draft(scene, wanted=an_agm(starts_at=too_soon, ends_expected=None))
    with pytest.raises(NotValid) as refusal:
        async with scene.store.writing() as writing:
            await lifecycle.send_notice(writing, meeting_id, pages=PAGES, by=scene.secretary, at=AT)
    assert "2026-11-26" in str(refusal.value) and "14 clear days" in str(refusal.value)
    assert await letters(scene.store) == []
    assert (await shown(scene, meeting_id)).stage is Stage.DRAFT
    async with scene.store.reading() as reading:
        before = await queries.before_notice(reading, meeting_id, AT)
    assert not before.in_time and before.earliest == datetime(2026, 11, 26, tzinfo=LONDON)


async def test_the_earliest_day_itself_is_allowed(scene: Scene) -> None:
    just_right = datetime(2026, 11, 26, 9, 0, tzinfo=LONDON)
    meeting_id = await a_draft(scene, wanted=an_agm(starts_at=just_right, ends_expected=None))
    async with scene.store.writing() as writing:
        await lifecycle.send_notice(writing, meeting_id, pages=PAGES, by=scene.secretary, at=AT)
    assert (await shown(scene, meeting_id)).stage is Stage.NOTICED


async def test_a_meeting_without_business_is_not_called(scene: Scene) -> None:
    async with scene.store.writing() as writing:
        meeting_id = await lifecycle.draft(writing, an_agm(), by=scene.secretary, at=AT)
    with pytest.raises(NotValid, match="agenda is empty"):
        async with scene.store.writing() as writing:
            await lifecycle.send_notice(writing, meeting_id, pages=PAGES, by=scene.secretary, at=AT)


async def test_the_board_is_called_by_a_notice_to_its_own_members_at_any_time(scene: Scene) -> None:
    soon = an_agm(kind=MeetingKind.BOARD, starts_at=AT + timedelta(days=2), ends_expected=None)
    meeting_id = await a_draft(scene, REPORT, wanted=soon)
    async with scene.store.writing() as writing:
        await lifecycle.send_notice(writing, meeting_id, pages=PAGES, by=scene.secretary, at=AT)
    assert [letter.to_address for letter in await letters(scene.store)] == ["nerys@example.org"]


async def test_a_notice_goes_out_once(scene: Scene) -> None:
    meeting_id = await a_called_meeting(scene)
    with pytest.raises(WrongMoment, match="Correct the notice"):
        async with scene.store.writing() as writing:
            await lifecycle.send_notice(writing, meeting_id, pages=PAGES, by=scene.secretary, at=AT)
    assert len(await letters(scene.store)) == 14


async def test_after_the_notice_no_business_is_added_changed_moved_or_taken_off(scene: Scene) -> None:
    meeting_id = await a_called_meeting(scene)
    item = (await shown(scene, meeting_id)).items[0]
    me = scene.secretary
    with pytest.raises(WrongMoment, match="only with what its notice names"):
        async with scene.store.writing() as writing:
            await lifecycle.add_item(writing, meeting_id, REPORT, by=me, at=AT)
    steps: tuple[Try, ...] = (
        lambda w: lifecycle.change_item(w, item.id, MOTION, by=me, at=AT),
        lambda w: lifecycle.move_item(w, item.id, up=False, by=me, at=AT),
        lambda w: lifecycle.remove_item(w, item.id, by=me, at=AT),
        lambda w: lifecycle.change(w, meeting_id, an_agm(), by=me, at=AT),
    )
    for step in steps:
        with pytest.raises(WrongMoment):
            async with scene.store.writing() as writing:
                await step(writing)
    assert len((await shown(scene, meeting_id)).items) == 2


async def test_everybody_who_had_the_wrong_notice_is_told_of_the_right_one(scene: Scene) -> None:
    meeting_id = await a_called_meeting(scene)
    later = AT + timedelta(days=20)
    moved = an_agm(place={"en": "School hall", "cy": "Neuadd yr ysgol"})
    why = {"en": "The place is another one.", "cy": "Mae'r lle yn wahanol."}
    async with scene.store.writing() as writing:
        await lifecycle.correct_notice(
            writing, meeting_id, moved, None, why, pages=PAGES, by=scene.secretary, at=later
        )
    sent = await letters(scene.store)
    again = [letter for letter in sent if letter.written_at == later]
    assert {letter.to_address for letter in again} == {
        letter.to_address for letter in sent if letter.written_at == AT
    }
    english = next(letter for letter in again if letter.to_address == "nerys@example.org")
    assert english.subject.startswith("Corrected notice:")
    assert "What has changed: The place is another one." in (english.body or "")
    assert "School hall" in (english.body or "")
    meeting = await shown(scene, meeting_id)
    assert [notice.version for notice in meeting.notices] == [1, 2]
    async with scene.store.reading() as reading:
        old = await queries.notice_paper(reading, meeting_id, "en", 1)
        new = await queries.notice_paper(reading, meeting_id, "en")
    assert ("Where", "Village hall, Pont-y-gof") in old.facts and ("Where", "School hall") in new.facts


async def test_a_new_day_or_new_business_needs_the_full_time_again(scene: Scene) -> None:
    meeting_id = await a_called_meeting(scene)
    later = AT + timedelta(days=20)
    why = {"en": "More business.", "cy": "Rhagor o waith."}
    for wanted, added in (
        (an_agm(), REPORT),
        (an_agm(starts_at=AGM_AT - timedelta(days=1), ends_expected=None), None),
    ):
        with pytest.raises(NotValid, match="too late"):
            async with scene.store.writing() as writing:
                await lifecycle.correct_notice(
                    writing, meeting_id, wanted, added, why, pages=PAGES, by=scene.secretary, at=later
                )
    in_time = an_agm(starts_at=AGM_AT + timedelta(days=28), ends_expected=None)
    async with scene.store.writing() as writing:
        await lifecycle.correct_notice(
            writing, meeting_id, in_time, REPORT, why, pages=PAGES, by=scene.secretary, at=later
        )
    assert [item.title for item in (await shown(scene, meeting_id)).items] == [
        "The year",
        "Open on Saturdays",
        "The year",
    ]


async def test_somebody_who_has_left_since_is_told_that_the_meeting_is_off(scene: Scene) -> None:
    from govern.constituencies.register import lifecycle as register

    meeting_id = await a_called_meeting(scene)
    later = AT + timedelta(days=3)
    async with scene.store.writing() as writing:
        await register.end_membership(
            writing, scene.people["Member 1"], "supported", later.date(), "Moved away", by=scene.secretary, at=later
        )
        await lifecycle.call_off(
            writing, meeting_id, {"en": "The hall is flooded.", "cy": "Llifogydd."}, by=scene.secretary, at=later
        )
    told = [letter for letter in await letters(scene.store) if letter.written_at == later]
    assert "member1@example.org" in {letter.to_address for letter in told} and len(told) == 14
    assert "The hall is flooded." in next(x.body or "" for x in told if x.to_address == "nerys@example.org")
    assert (await verbs(scene.store, meeting_id))[-1] == "meeting.called_off"
    with pytest.raises(WrongMoment, match="called off"):
        async with scene.store.writing() as writing:
            await lifecycle.call_off(writing, meeting_id, {"en": "x", "cy": "x"}, by=scene.secretary, at=later)


async def test_a_meeting_nobody_heard_of_is_not_called_off(scene: Scene) -> None:
    meeting_id = await a_draft(scene)
    with pytest.raises(WrongMoment, match="Nobody has been told"):
        async with scene.store.writing() as writing:
            await lifecycle.call_off(writing, meeting_id, {"en": "x", "cy": "x"}, by=scene.secretary, at=AT)


async def test_the_calendar_file_keeps_its_uid_counts_up_and_is_cancelled(scene: Scene) -> None:
    meeting_id = await a_called_meeting(scene)
    why = {"en": "Later.", "cy": "Hwyrach."}
    async with scene.store.writing() as writing:
        at = AT + timedelta(days=1)
        later = an_agm(starts_at=AGM_AT + timedelta(days=1), ends_expected=None)
        await lifecycle.correct_notice(writing, meeting_id, later, None, why, pages=PAGES, by=scene.secretary, at=at)
    async with scene.store.writing() as writing:
        await lifecycle.call_off(writing, meeting_id, why, by=scene.secretary, at=AT + timedelta(days=2))
    files = [
        read(letter.attachment or b"")
        for letter in await letters(scene.store)
        if letter.to_address == "nerys@example.org"
    ]
    events = [event for calendar in files for event in calendar.inside]
    assert [event.text("UID") for event in events] == [f"{meeting_id}@govern"] * 3
    assert [event.number("SEQUENCE") for event in events] == [0, 1, 2]
    assert [event.text("STATUS") for event in events] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert [calendar.text("METHOD") for calendar in files] == ["PUBLISH", "PUBLISH", "CANCEL"]
    stamps = [event.at("DTSTAMP") for event in events]
    assert stamps == [AT, AT + timedelta(days=1), AT + timedelta(days=2)]
    assert [event.at("DTSTART") for event in events[:2]] == [AGM_AT, AGM_AT + timedelta(days=1)]
    assert "https://video.example/agm" in events[0].text("DESCRIPTION")


ODD = "Tŷ Nant; y bore, 1\\2 \\n: “" + "ŵ" * 90 + "”"


SUMMER = datetime(2026, 7, 4, 14, tzinfo=LONDON)


@pytest.mark.parametrize("language", ["en", "cy"])
def test_whatever_is_typed_comes_out_of_the_calendar_file_again(language: str) -> None:
    """Commas, semicolons, backslashes, lines of their own, and Welsh letters wherever a line is folded."""
    for letters_before in range(4):
        title, place = "x" * letters_before + ODD, f"{ODD}\nUp the stairs"
        meeting = Meeting(
            id=uuid4(),
            kind=MeetingKind.GM,
            stage=Stage.NOTICED,
            title={language: title},
            place={language: place},
            video_link="https://video.example/a,b;c",
            telephone="",
            starts_at=SUMMER,
            ends_expected=None,
            sequence=7,
        )
        (event,) = read(calendar_file(meeting, LANGUAGES[language], "https://example.org/m?a=1,2;3", AT)).inside
        assert (event.text("SUMMARY"), event.text("LOCATION"), event.number("SEQUENCE")) == (title, place, 7)
        assert event.text("URL") == "https://example.org/m?a=1,2;3"
        assert "https://video.example/a,b;c" in event.text("DESCRIPTION")
        assert (event.at("DTSTART"), event.at("DTEND")) == (SUMMER, SUMMER + LASTS), "in UTC"


async def test_the_notice_of_a_meeting_with_a_ballot_says_whose_vote_it_is_and_that_there_is_no_second(
    scene: Scene,
) -> None:
    meeting_id = await a_draft(scene, MOTION)
    opens = AGM_AT - timedelta(days=7)
    async with scene.store.writing() as writing:
        await lifecycle.make_ballot(writing, meeting_id, opens_at=opens, closes_at=AGM_AT, by=scene.secretary, at=AT)
        await lifecycle.send_notice(writing, meeting_id, pages=PAGES, by=scene.secretary, at=AT)
    async with scene.store.reading() as reading:
        paper = await queries.notice_paper(reading, meeting_id, "en")
    assert "Whoever is a member on Saturday 28 November 2026 may vote in it." in paper.notes
    assert "What it asks is decided by it. There is no second vote on that in the meeting." in paper.notes
    assert not any("vote early" in note for note in paper.notes)


@pytest.mark.parametrize(
    ("rules", "says"),
    [
        ("tair_nant", ["votes for you (Rule 8.1). It must be a member.", "5 members at most.", "say how they vote"]),
        ("cartrefi_like", ["(Companies Act 2006, section 324). It may be anybody.", "5 members at most."]),
        ("france_scic", ["It must be a member of the same group as you.", "They decide how to vote."]),
    ],
)
async def test_the_notice_states_the_right_to_a_proxy_who_how_and_by_when(
    scene: Scene, rules: str, says: list[str]
) -> None:
    """CA 2006 s325, W21: the meeting is on a Saturday; where the rules skip days off it does not count."""
    if rules != "tair_nant":
        async with scene.store.writing() as writing:
            await rulebook.adopt(writing, example(rules), by=None, at=AT)
    meeting_id = await a_called_meeting(scene)
    async with scene.store.reading() as reading:
        notes = " ".join((await queries.notice_paper(reading, meeting_id, "en", None)).notes)
    for part in (*says, "Name them on the meeting's page, or send us the form or a letter. We must have it by"):
        assert part in notes
    if rules != "france_scic":
        assert "We must have it by Thursday 10 December 2026" in notes


async def test_where_nobody_can_vote_in_anothers_place_the_notice_says_nothing_of_it(scene: Scene) -> None:
    async with scene.store.writing() as writing:
        await rulebook.adopt(writing, example("quebec_solidarity"), by=None, at=AT)
    meeting_id = await a_called_meeting(scene)
    async with scene.store.reading() as reading:
        notes = " ".join((await queries.notice_paper(reading, meeting_id, "en", None)).notes)
    assert "votes for you" not in notes
