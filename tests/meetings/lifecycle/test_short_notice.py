"""Members agree to shorter notice of their meeting; with one too few it is refused, with enough it goes out."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from govern.errors import AlreadyDone, NotAllowed, NotValid, WrongMoment
from govern.meetings import lifecycle, queries
from govern.meetings.rules import MeetingKind
from tests.given import LONDON
from tests.meetings.scene import AT, PAGES, Scene, a_called_meeting, a_draft, an_agm, letters, lines

SOON = datetime(2026, 11, 20, 14, 0, tzinfo=LONDON).astimezone(UTC)


async def a_meeting_too_soon(scene: Scene) -> UUID:
    return await a_draft(scene, wanted=an_agm(starts_at=SOON, ends_expected=None))


async def ask(scene: Scene, meeting_id: UUID) -> None:
    async with scene.store.writing() as writing:
        await lifecycle.ask_for_short_notice(writing, meeting_id, pages=PAGES, by=scene.secretary, at=AT)


async def agree(scene: Scene, meeting_id: UUID, *people: UUID) -> None:
    async with scene.store.writing() as writing:
        for person in people:
            await lifecycle.agree(writing, meeting_id, person, by=person, at=AT)


async def send(scene: Scene, meeting_id: UUID) -> None:
    async with scene.store.writing() as writing:
        await lifecycle.send_notice(writing, meeting_id, pages=PAGES, by=scene.secretary, at=AT)


async def test_one_consent_too_few_is_refused_and_the_last_opens_the_way(scene: Scene) -> None:
    """9/10 of 15 is 13.5: fourteen."""
    meeting_id = await a_meeting_too_soon(scene)
    await ask(scene, meeting_id)
    people = list(scene.people.values())
    await agree(scene, meeting_id, *people[:13])
    with pytest.raises(NotValid) as refused:
        await send(scene, meeting_id)
    assert "Or 1 more member must agree" in str(refused.value.message)
    assert "it had to go out by" in str(refused.value.message)
    async with scene.store.writing() as writing:
        await lifecycle.note_agreement(
            writing, meeting_id, people[13], AT.date(), by=scene.secretary, at=AT + timedelta(hours=1)
        )
    await send(scene, meeting_id)
    sent = (await lines(scene.store, meeting_id))[0]
    assert sent.verb == "meeting.notice_sent" and sent.facts is not None
    assert (sent.facts["agreed"], sent.facts["entitled"]) == (14, 15)
    async with scene.store.reading() as reading:
        paper = await queries.notice_paper(reading, meeting_id, "en")
    assert "14 of 15 members with a vote agreed." in paper.notes[0]


async def test_whoever_is_asked_gets_a_letter_in_their_language_and_on_paper_without_email(scene: Scene) -> None:
    meeting_id = await a_meeting_too_soon(scene)
    await ask(scene, meeting_id)
    written = await letters(scene.store)
    assert len(written) == 15 and sum(letter.by_post for letter in written) == 1
    welsh = next(letter for letter in written if letter.to_address == "sian@example.org")
    assert welsh.language == "cy" and "https://vote.example/cy/tn/meetings/1/sooner" in (welsh.body or "")
    with pytest.raises(AlreadyDone):
        await ask(scene, meeting_id)


async def test_who_agreed_to_another_day_has_not_agreed_to_this_one(scene: Scene) -> None:
    meeting_id = await a_meeting_too_soon(scene)
    await ask(scene, meeting_id)
    await agree(scene, meeting_id, *scene.people.values())
    async with scene.store.writing() as writing:
        sooner = an_agm(starts_at=SOON - timedelta(days=1), ends_expected=None)
        await lifecycle.change(writing, meeting_id, sooner, by=scene.secretary, at=AT)
    async with scene.store.reading() as reading:
        short = await queries.short_notice(reading, meeting_id, AT)
    assert (short.consents.agreed, short.old) == (0, 15)
    with pytest.raises(NotValid, match="14 more members must agree"):
        await send(scene, meeting_id)
    await ask(scene, meeting_id)
    await agree(scene, meeting_id, scene.secretary)


async def test_who_takes_it_back_does_not_count(scene: Scene) -> None:
    meeting_id = await a_meeting_too_soon(scene)
    await ask(scene, meeting_id)
    await agree(scene, meeting_id, scene.secretary)
    async with scene.store.writing() as writing:
        await lifecycle.take_back_agreement(writing, meeting_id, scene.secretary, by=scene.secretary, at=AT)
    async with scene.store.reading() as reading:
        assert (await queries.short_notice(reading, meeting_id, AT)).consents.agreed == 0


async def test_what_is_refused_of_an_agreement(scene: Scene) -> None:
    meeting_id = await a_meeting_too_soon(scene)
    with pytest.raises(WrongMoment, match="Nobody has been asked"):
        await agree(scene, meeting_id, scene.secretary)
    await ask(scene, meeting_id)
    await agree(scene, meeting_id, scene.secretary)
    with pytest.raises(AlreadyDone):
        await agree(scene, meeting_id, scene.secretary)

    async def on_paper(person: UUID, day: date) -> None:
        async with scene.store.writing() as writing:
            await lifecycle.note_agreement(writing, meeting_id, person, day, by=scene.secretary, at=AT)

    with pytest.raises(NotValid, match="still to come"):
        await on_paper(scene.people["Mair Elis"], AT.date() + timedelta(days=1))
    with pytest.raises(NotValid, match="Nobody can have agreed"):
        await on_paper(scene.people["Mair Elis"], AT.date() - timedelta(days=1))
    with pytest.raises(NotAllowed):
        await on_paper(uuid4(), AT.date())
    called = await a_called_meeting(scene)
    with pytest.raises(WrongMoment, match="gone out already"):
        await ask(scene, called)


async def test_a_meeting_of_the_board_needs_nobody_to_agree(scene: Scene) -> None:
    board = await a_draft(scene, wanted=an_agm(kind=MeetingKind.BOARD, starts_at=SOON, ends_expected=None))
    with pytest.raises(WrongMoment, match="no days of notice"):
        await ask(scene, board)
    await send(scene, board)
