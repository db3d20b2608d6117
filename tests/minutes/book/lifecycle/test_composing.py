"""What comes into the minutes by itself: consultations, interests, what is left; files from before in the book."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID, uuid4

from govern.forums.consultations.models import (
    AttachedTo,
    Consultation,
    ConsultationAttached,
    ConsultationDecision,
)
from govern.forums.consultations.rules import Asks
from govern.forums.consultations.rules import Stage as Asking
from govern.meetings import lifecycle as meetings
from govern.meetings.models import DeclaredInterest
from govern.meetings.rules import VOTED_ON, Outcome
from govern.minutes.book import lifecycle, queries
from govern.minutes.book.incoming import FileKind, Kind, Listed, SeenBy, State
from govern.minutes.book.lifecycle import past
from govern.minutes.book.models import PastMinutes
from govern.minutes.book.rules import ActionState
from tests.meetings.scene import AGM_AT, Scene, an_open_meeting, shown
from tests.minutes.book.live_scene import LINE, circulated, items_of, later, signed, the_next_meeting
from tests.minutes.book.scene import END, LATER

ASKED = {"en": "Saturdays?", "cy": "Dydd Sadwrn?"}
CHANGED = {"en": "It opens at ten, not at nine.", "cy": "Mae'n agor am ddeg, nid am naw."}


async def closed(scene: Scene, meeting_id: UUID) -> None:
    async with scene.store.writing() as writing:
        for item in (await shown(scene, meeting_id)).items:
            outcome = Outcome.DECIDED if item.kind in VOTED_ON else Outcome.HEARD
            await meetings.settle_item(writing, item.id, outcome, by=scene.secretary, at=END)
        await meetings.close(writing, meeting_id, by=scene.secretary, at=END)


async def asked_first(scene: Scene, item: UUID) -> None:
    """People were asked about an item one by one, and something changed because of it."""
    async with scene.store.writing() as writing:
        one = Consultation(
            id=uuid4(),
            stage=Asking.USED,
            asks=Asks.PROPOSAL,
            title=ASKED,
            question=ASKED,
            context={},
            can_change={},
            who_decides={},
            decide_by=date(2026, 12, 12),
            ask_until=date(2026, 12, 1),
            runs_id=scene.secretary,
            written_by=scene.secretary,
            written_at=AGM_AT,
        )
        writing.add(one)
        await writing.flush()
        writing.add(
            ConsultationAttached(
                consultation_id=one.id,
                kind=AttachedTo.AGENDA,
                target_id=item,
                attached_by=scene.secretary,
                attached_at=AGM_AT,
            )
        )
        writing.add(
            ConsultationDecision(
                consultation_id=one.id,
                decided_on=date(2026, 12, 12),
                decided_by={},
                decision={},
                changed=CHANGED,
                nothing_because={},
                answer_by=date(2027, 1, 1),
                noted_by=scene.secretary,
                noted_at=AGM_AT,
            )
        )


async def test_minutes_cite_who_was_asked_first_what_changed_and_who_took_no_part(scene: Scene) -> None:
    meeting_id = await an_open_meeting(scene)
    motion = (await items_of(scene, meeting_id))[1]
    await asked_first(scene, motion)
    async with scene.store.writing() as writing:
        writing.add(
            DeclaredInterest(
                item_id=motion,
                person_id=scene.people["Mair Elis"],
                words="Her son works there.",
                noted_by=scene.secretary,
                noted_at=AGM_AT,
            )
        )
    await closed(scene, meeting_id)
    async with scene.store.writing() as writing:
        minutes_id = await lifecycle.draft(writing, meeting_id, by=scene.secretary, at=END)
    for language, asked, changed in (
        ("en", "People were asked first: “Saturdays?”.", "What changed because of it: It opens at ten, not at nine."),
        ("cy", "Dydd Sadwrn?", "Mae'n agor am ddeg, nid am naw."),
    ):
        async with scene.store.reading() as reading:
            said = (await queries.minutes_page(reading, minutes_id, language)).entries[3].paragraphs
        assert any(asked in line for line in said) and any(changed in line for line in said)
        assert any("Mair Elis" in line and "Her son works there." in line for line in said)


async def test_the_next_minutes_of_the_body_say_what_became_of_what_was_left(scene: Scene) -> None:
    minutes_id = await circulated(scene)
    due = date(2027, 1, 31)
    async with scene.store.writing() as writing:
        facts = (minutes_id, None, LINE, scene.secretary, due)
        one = await lifecycle.take_on(writing, *facts, "token-one", by=scene.secretary, at=LATER)
        await lifecycle.take_on(writing, *facts, "token-two", by=scene.secretary, at=LATER)
        await lifecycle.close_action(writing, one, ActionState.DONE, "It is £40.", by=scene.secretary, at=LATER)
    meeting_id, _ = await the_next_meeting(scene)
    async with scene.store.writing() as writing:
        for item in (await shown(scene, meeting_id)).items:
            await meetings.settle_item(writing, item.id, Outcome.HEARD, by=scene.secretary, at=later())
        await meetings.close(writing, meeting_id, by=scene.secretary, at=later())
        following = await lifecycle.draft(writing, meeting_id, by=scene.secretary, at=later())
    async with scene.store.reading() as reading:
        entry = (await queries.minutes_page(reading, following, "en")).entries[2]
    assert entry.heading == "Matters arising"
    assert [line.split("): ")[1] for line in entry.paragraphs] == ["done. It is £40.", "still to be done."]


def before(day: date, seen_by: SeenBy) -> Listed:
    return Listed("general", Kind.AGM, day, f"AGM {day.year}", "en", State.SIGNED, seen_by)


async def test_the_minute_book_begins_with_files_of_the_time_before_and_hides_what_is_not_for_all(
    scene: Scene,
) -> None:
    async with scene.store.writing() as writing:
        for year, content in ((2019, b"2019"), (2018, b"2018")):
            listed = before(date(year, 5, 18), SeenBy.OFFICERS if year == 2018 else SeenBy.MEMBERS)
            kept = past.Kept(uuid4(), FileKind.PDF, content.ljust(32, b"0"), 100, "")
            await past.bring_in(writing, kept, listed, by=None, at=AGM_AT - timedelta(days=1))
    await signed(scene)
    async with scene.store.reading() as reading:
        readers = (SeenBy.PUBLIC, SeenBy.MEMBERS)
        book = await queries.book_of(reading, "general", LATER, "en", readers)
        verdict = await queries.verify_book(reading, "general")
    assert [(line.number, line.title) for line in book.lines] == [
        *((1, "AGM 2019"), (2, ""), (3, "Annual general meeting 2026")),
    ]
    assert verdict.holds and verdict.checked == 3


async def test_files_that_were_here_before_the_book_come_in_first_in_the_order_of_their_meetings(
    scene: Scene,
) -> None:
    async with scene.store.writing() as writing:
        for year in (2019, 2018):
            row = PastMinutes(
                id=uuid4(),
                body="general",
                kind=Kind.AGM,
                held_on=date(year, 5, 18),
                title=f"AGM {year}",
                language="en",
                state=State.SIGNED,
                seen_by=SeenBy.MEMBERS,
                file_kind=FileKind.PDF,
                file_hash=str(year).encode().ljust(32, b"0"),
                file_size=1,
                brought_at=AGM_AT,
            )
            writing.add(row)
    await signed(scene)
    async with scene.store.reading() as reading:
        book = await queries.book_of(reading, "general", LATER, "en", tuple(SeenBy))
    assert [line.title for line in book.lines] == ["AGM 2018", "AGM 2019", "Annual general meeting 2026"]
