"""Agenda with owners, times and breaks; ways to join and what people need; interests; how a notice reached people."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import select, update

from govern.constituencies.boards import lifecycle as boards
from govern.identity.models import Person
from govern.meetings import lifecycle, queries
from govern.meetings.lifecycle.easy_parts import easy_parts
from govern.meetings.models import Notice
from govern.meetings.rules import MeetingKind, Mode, Outcome
from govern.permissions import Role
from govern.post.models import Letter
from govern.post.rules import LetterStage
from tests.given import Moments
from tests.meetings.pages.test_calling import AGM
from tests.meetings.pages.test_calling import MOTION as MOTION_FORM
from tests.meetings.scene import (
    AGM_AT,
    AT,
    MOTION,
    PAGES,
    Scene,
    a_called_meeting,
    a_draft,
    an_agm,
    everybody_comes,
    letters,
    shown,
    verbs,
)
from tests.window import HERE, Window


async def test_items_have_an_owner_minutes_and_a_break_and_the_running_time_is_shown(
    secretary: Window, member: Window, scene: Scene
) -> None:
    meeting_id = await a_draft(scene)
    office = f"{HERE}/office/meetings/{meeting_id}"
    first, second = (await shown(scene, meeting_id)).items
    await secretary.get(f"{office}/items/{first.id}/change")
    await secretary.send(
        f"{office}/items/{first.id}/change",
        title="The year",
        title_cy="Y flwyddyn",
        owner="Mair Elis",
        minutes="30",
        break_after="15",
    )
    await secretary.get(f"{office}/items/{second.id}/change")
    answer = await secretary.send(f"{office}/items/{second.id}/change", **MOTION_FORM, minutes="999")
    assert answer.status_code == 422 and 'href="#minutes"' in answer.text
    await secretary.send(f"{office}/items/{second.id}/change", **MOTION_FORM, minutes="90")
    await secretary.get(office)
    text = secretary.text()
    assert "Brought by Mair Elis. About 30 minutes. Then a break of 15 minutes." in text
    assert "With these times the meeting goes on until about" in text and "That is later than" in text
    await secretary.get(f"{office}/notice")
    await secretary.send(f"{office}/notice")
    await member.get(f"meetings/{meeting_id}/notice")
    assert "Brought by Mair Elis." in member.text() and "Then a break of 15 minutes." in member.text()
    assert "What will be dealt with" in member.text() and "co-easy" not in member.last.text
    await member.get(f"meetings/{meeting_id}/notice/1?easy=1")
    assert "What we talk about 1. The year" in member.text() and "What will be dealt with" not in member.text()
    assert "Where: Village hall, Pont-y-gof" in member.text() and '<ol class="co-easy">' in member.last.text
    async with scene.store.reading() as reading:
        parts = easy_parts(await queries.notice_paper(reading, meeting_id, "en"))
    assert all(" ".join(words.split()) in member.text() for part in parts for words, _ in part.lines)
    assert member.last.text.count('<ol class="co-easy">') == len(parts) + 1, "and what is for them alone"


async def test_an_agenda_begins_with_the_minutes_of_the_meeting_before_where_it_shall(
    secretary: Window, scene: Scene, clock: Moments
) -> None:
    before = await a_called_meeting(scene)
    await everybody_comes(scene, before, AGM_AT)
    async with scene.store.writing() as writing:
        await lifecycle.open_(writing, before, scene.secretary, by=scene.secretary, at=AGM_AT)
        for item in (await shown(scene, before)).items:
            await lifecycle.settle_item(writing, item.id, Outcome.HEARD, by=scene.secretary, at=AGM_AT)
        await lifecycle.close(writing, before, by=scene.secretary, at=AGM_AT)
    later = {**AGM, "kind": "gm", "starts_at_year": "2027"}
    await secretary.get("office/meetings/new")
    assert 'name="standing" value="yes" checked' in " ".join(secretary.last.text.split())
    await secretary.send("office/meetings/new", **later, standing="yes")
    await secretary.follow()
    assert "Minutes of the meeting of Saturday 12 December 2026" in secretary.text()
    assert "Matters arising from the last meeting" in secretary.text()
    await secretary.get("office/meetings/new")
    await secretary.send("office/meetings/new", **later)
    await secretary.follow()
    assert "The agenda is empty" in secretary.text()


async def test_the_first_meeting_has_no_minutes_before_it(secretary: Window) -> None:
    await secretary.get("office/meetings/new")
    await secretary.send("office/meetings/new", **AGM, standing="yes")
    await secretary.follow()
    assert "The agenda is empty" in secretary.text()


async def test_captions_and_interpreter_stand_beside_video_for_members_and_not_for_the_public(
    window: Callable[[], Window], secretary: Window, member: Window, scene: Scene
) -> None:
    await secretary.get("office/meetings/new")
    ways = {
        "captions_link": "https://captions.example/agm",
        "interpreter": "BSL from 14:00 to 16:00",
        "interpreter_cy": "BSL rhwng 14:00 a 16:00",
        "ask_access": "Nerys, 01632 960 999",
    }
    answer = await secretary.send("office/meetings/new", **{**AGM, **ways, "captions_link": "captions.example"})
    assert answer.status_code == 422 and 'href="#captions_link"' in answer.text
    await secretary.send("office/meetings/new", **AGM, **ways)
    await secretary.follow()
    office = str(secretary.last.url.path)
    await secretary.get(f"{office}/items/new?kind=talk")
    await secretary.send(f"{office}/items/new", title="Anything", title_cy="Unrhyw beth")
    await secretary.get(f"{office}/notice")
    await secretary.send(f"{office}/notice")
    page = office.replace("/office", "")
    await member.get(page)
    assert "https://captions.example/agm" in member.text() and "BSL from 14:00 to 16:00" in member.text()
    assert "Nerys, 01632 960 999" in member.text()
    public = window()
    for path in (page, f"{page}/notice"):
        await public.get(path)
        assert not any(secret in public.text() for secret in ("captions.example", "BSL from", "960 999"))


async def test_a_member_says_what_they_need_and_the_office_answers(
    secretary: Window, member: Window, scene: Scene
) -> None:
    meeting_id = await a_called_meeting(scene)
    mine, office = f"{HERE}/meetings/{meeting_id}/access", f"{HERE}/office/meetings/{meeting_id}/access"
    await member.get(mine)
    answer = await member.send(mine)
    assert answer.status_code == 422 and "Say what you need." in member.text()
    await member.send(mine, words="A seat near the door.")
    await member.follow()
    assert "The office has it and will answer you." in member.text()
    await secretary.get(office)
    assert "Siân Morgan To answer A seat near the door." in secretary.text()
    person = scene.people["Siân Morgan"]
    await secretary.get(f"{office}/{person}")
    before = len(await letters(scene.store))
    await secretary.send(f"{office}/{person}", answer="Row one is kept for you.")
    await secretary.follow()
    assert "Answered" in secretary.text()
    await member.get(mine)
    assert "The office answers: Row one is kept for you." in member.text()
    (letter,) = (await letters(scene.store))[before:]
    assert letter.to_address == "sian@example.org" and "Row one is kept for you." in (letter.body or "")


# --- Interests ------------------------------------------------------------------------------------------------------


@pytest.fixture
async def board(scene: Scene) -> Scene:
    async with scene.store.writing() as writing:
        for name, row in (("Siân Morgan", "supported"), ("Member 1", "any"), ("Member 2", "any")):
            await boards.seat(writing, "board", row, scene.people[name], date(2026, 5, 9), by=None, at=AT)
    return scene


async def test_invariant_31_an_interest_is_declared_before_and_decided_on_before_the_item_opens(
    window: Callable[[], Window], member: Window, board: Scene, clock: Moments
) -> None:
    meeting_id = await a_draft(board, MOTION, wanted=an_agm(kind=MeetingKind.BOARD))
    async with board.store.writing() as writing:
        await lifecycle.send_notice(writing, meeting_id, pages=PAGES, by=board.secretary, at=AT)
    item = (await shown(board, meeting_id)).items[0]
    mine = f"{HERE}/meetings/{meeting_id}/interests"
    await member.get(mine)
    answer = await member.send(mine, item=str(item.id))
    assert answer.status_code == 422 and 'href="#words"' in answer.text
    await member.send(mine, item=str(item.id), words="My sister rents us the house.")
    await member.follow()
    assert "To be decided" in member.text() and "Siân Morgan: My sister rents us the house." in member.text()
    await member.get(f"meetings/{meeting_id}")
    assert "My sister rents us the house." in member.text()

    clock.at = AGM_AT
    async with board.store.writing() as writing:
        for name in ("Nerys Wyn", "Siân Morgan", "Member 1", "Member 2"):
            await lifecycle.check_in(
                writing, meeting_id, board.people[name], Mode.IN_PERSON, by=board.secretary, at=AGM_AT
            )
        await lifecycle.open_(writing, meeting_id, board.secretary, by=board.secretary, at=AGM_AT)
    secretary = await window().sign_in(board.secretary, Role.SECRETARY, at=clock.at)
    vote = f"{HERE}/office/meetings/{meeting_id}/items/{item.id}/vote"
    await secretary.get(vote)
    refused = await secretary.send(vote, manner="open")
    assert refused.status_code == 422 and "nothing is decided about it" in secretary.text()
    office = f"{HERE}/office/meetings/{meeting_id}/interests"
    await secretary.get(office)
    (here,) = await _interests(board, meeting_id)
    await secretary.send(f"{office}/{here.interest_id}", item=str(item.id), decision="out")
    await secretary.follow()
    assert "Stays out" in secretary.text()
    await secretary.get(vote)
    await secretary.send(vote, manner="open")
    await secretary.follow()
    assert "Siân Morgan declared an interest and does not vote on this" in secretary.text()
    assert "Member 1 For" in secretary.text() and "Siân Morgan For" not in secretary.text()
    await secretary.get("office/interests")
    assert "My sister rents us the house." in secretary.text() and "Open on Saturdays" in secretary.text()


async def _interests(scene: Scene, meeting_id: UUID) -> tuple[queries.InterestHere, ...]:
    async with scene.store.reading() as reading:
        return await queries.interests_at(reading, meeting_id, "en")


async def test_nobody_decides_on_their_own_interest(
    window: Callable[[], Window], secretary: Window, board: Scene, clock: Moments
) -> None:
    meeting_id = await a_draft(board, MOTION, wanted=an_agm(kind=MeetingKind.BOARD))
    async with board.store.writing() as writing:
        await lifecycle.send_notice(writing, meeting_id, pages=PAGES, by=board.secretary, at=AT)
    item = (await shown(board, meeting_id)).items[0]
    mine, office = f"{HERE}/meetings/{meeting_id}/interests", f"{HERE}/office/meetings/{meeting_id}/interests"
    await secretary.get(mine)
    await secretary.send(mine, item=str(item.id), words="I own the shop.")
    await secretary.get(office)
    assert "This is your own. Somebody else decides on it." in secretary.text()
    (here,) = await _interests(board, meeting_id)
    await secretary.get(mine)
    token = secretary.hidden(mine)
    answer = await secretary.post(f"{office}/{here.interest_id}", {**token, "item": str(item.id), "decision": "in"})
    assert answer.status_code == 403


async def test_the_register_is_for_those_who_sit_and_a_line_ends_and_stays(member: Window, board: Scene) -> None:
    await member.get("interests")
    day = {"since_day": "1", "since_month": "11", "since_year": "2026"}
    answer = await member.send("interests", words="A job at the council", **{**day, "since_year": "2027"})
    assert answer.status_code == 422 and 'href="#since"' in answer.text
    await member.send("interests", words="A job at the council", **day)
    await member.follow()
    end = next(part for part in member.last.text.split('"') if part.endswith("/end"))
    await member.send(end)
    await member.follow()
    assert "A job at the council Sunday 1 November 2026 Monday 9 November 2026" in member.text()


async def test_a_member_who_decides_nothing_for_others_declares_nothing(member: Window) -> None:
    await member.get("interests")
    assert "The register of interests is for those who sit on a body or hold an office." in member.text()
    assert "Declare this interest" not in member.text()


# --- How a notice reached everybody ---------------------------------------------------------------------------------


async def test_mail_that_came_back_and_whoever_has_none_is_printed_in_their_format_and_posted(
    secretary: Window, scene: Scene
) -> None:
    meeting_id = await a_called_meeting(scene)
    async with scene.store.writing() as writing:
        gone = update(Letter).where(Letter.to_address == "member1@example.org")
        await writing.execute(gone.values(stage=LetterStage.GIVEN_UP, last_refusal="550 no such mailbox"))
        large = update(Person).where(Person.name == "Member 1")
        await writing.execute(large.values(format="large_print"))
    at = f"{HERE}/office/meetings/{meeting_id}/delivery/1"
    await secretary.get(f"{HERE}/office/meetings/{meeting_id}")
    assert "How it reached everybody" in secretary.text()
    await secretary.get(at)
    text = secretary.text()
    assert "The email to 1 person came back." in text and "The mail server said: 550 no such mailbox" in text
    assert "English, Large print: 1 letter" in text and "English, Standard: 1 letter" in text
    form = secretary.hidden(f"{at}/letters")
    await secretary.send(f"{at}/letters", sides="both")
    await secretary.follow()
    for _ in range(100):  # a busy machine takes longer than one request waits
        if "2 letters are ready." in secretary.text():
            break
        await asyncio.sleep(0.3)
        await secretary.get(secretary.last.request.url.path)
    file = next(part for part in secretary.last.text.split('"') if part.endswith("/letters.pdf"))
    answer = await secretary.get(file)
    assert answer.headers["content-type"] == "application/pdf" and answer.headers["cache-control"] == "no-store"
    await secretary.get(file.removesuffix("/letters.pdf"))
    await secretary.send(file.replace("letters.pdf", "posted"))
    await secretary.follow()
    assert "Letters to print" not in secretary.text() and "Member 1 Posted" in secretary.text()
    assert (await secretary.get(file)).status_code == 404, "they hold addresses, and are deleted"
    answer = await secretary.post(f"{at}/letters", form)
    assert answer.status_code == 404 and "There are no such letters to print now." in answer.text
    for wrong in ("2", "999999999999", "1/letters/999999999999", "1/letters/999999999999/letters.pdf"):
        assert (await secretary.get(f"{HERE}/office/meetings/{meeting_id}/delivery/{wrong}")).status_code == 404


async def test_an_officer_notes_that_an_email_came_back_and_takes_a_slip_back(
    secretary: Window, scene: Scene
) -> None:
    meeting_id = await a_called_meeting(scene)
    async with scene.store.writing() as writing:
        gone = update(Letter).where(Letter.to_address != "member2@example.org")
        await writing.execute(gone.values(stage=LetterStage.SENT))
    at = f"{HERE}/office/meetings/{meeting_id}/delivery/1"
    one, waits, mair = [str(scene.people[name]) for name in ("Member 1", "Member 2", "Mair Elis")]
    await secretary.get(at)
    assert secretary.text().count("This email came back") == 13 and "came back." not in secretary.text()
    await secretary.send(f"{at}/came-back", person=one)
    await secretary.follow()
    text = secretary.text()
    assert "The email to 1 person came back." in text and "An officer saw it come back on" in text
    assert "English, Standard: 2 letters" in text and text.count("This email came back") == 12
    assert (await verbs(scene.store, meeting_id))[-2:] == ["meeting.notice_sent", "meeting.notice_came_back"]
    for person, why in (
        (one, "It is noted already that this email came back."),
        (waits, "This email has not been sent yet"),
        (mair, "This notice goes by post, so no email can come back."),
        (str(UUID(int=7)), "This notice did not go to that person."),
        ("", "Press the button beside the person whose email came back."),
    ):
        refused = await secretary.send(f"{at}/came-back", person=person)
        assert refused.status_code in (404, 422) and why in secretary.text(), why
        await secretary.get(at)
    await secretary.send(f"{at}/arrived", person=one)
    await secretary.follow()
    assert "came back." not in secretary.text() and "English, Standard: 1 letter" in secretary.text()
    refused = await secretary.send(f"{at}/came-back", person=one)
    assert refused.status_code == 303
    async with scene.store.writing() as writing:
        notice = (await writing.scalars(select(Notice))).one()
        await lifecycle.note_posted(writing, notice.id, [scene.people["Member 1"]], by=scene.secretary, at=AT)
    await secretary.get(at)
    for step in ("came-back", "arrived"):
        refused = await secretary.by_hand(f"{at}/{step}".removeprefix(f"{HERE}/"), {"person": one}, at=AT)
        assert refused.status_code == 422 and "in the post already" in refused.text


# --- Refused with a sentence ----------------------------------------------------------------------------------------


async def test_w20_by_email_alone_a_day_less_is_needed_than_in_a_mixed_mailing(
    secretary: Window, scene: Scene
) -> None:
    """Sent on 9 November at nine: served by email on the 10th, so from the 25th on; by post on the 11th, the 26th."""
    day = AT.replace(month=11, day=25, hour=14)
    meeting_id = await a_draft(scene, wanted=an_agm(starts_at=day, ends_expected=None))
    office = f"{HERE}/office/meetings/{meeting_id}/notice"
    await secretary.get(office)
    assert "the earliest day is Thursday 26 November 2026" in secretary.text()
    async with scene.store.writing() as writing:
        mair = update(Person).where(Person.name == "Mair Elis")
        await writing.execute(mair.values(email="mair@example.org"))
    await secretary.get(office)
    assert "allows a meeting from Wednesday 25 November 2026 on." in secretary.text()
    await secretary.send(office)
    await secretary.follow()
    assert "By email to 15, by post to 0." in secretary.text()


async def test_business_outside_the_notice_is_refused_and_told_how_it_can_be_added(
    secretary: Window, scene: Scene
) -> None:
    """Invariant 23."""
    meeting_id = await a_called_meeting(scene)
    office = f"{HERE}/office/meetings/{meeting_id}"
    await secretary.get(f"{office}/items/new?kind=motion")
    answer = await secretary.send(f"{office}/items/new", **MOTION_FORM)
    assert answer.status_code == 422
    assert "a meeting deals only with what its notice names. Correct the notice to add business." in secretary.text()
    assert len((await shown(scene, meeting_id)).items) == 2


async def test_a_decision_without_a_quorum_is_refused_with_the_numbers(
    window: Callable[[], Window], scene: Scene, clock: Moments
) -> None:
    """Invariant 24: thirteen came, two have left, twelve are needed."""
    meeting_id = await a_called_meeting(scene)
    await everybody_comes(scene, meeting_id, AGM_AT)
    clock.at = AGM_AT
    async with scene.store.writing() as writing:
        await lifecycle.open_(writing, meeting_id, scene.secretary, by=scene.secretary, at=AGM_AT)
    secretary = await window().sign_in(scene.secretary, Role.SECRETARY, at=clock.at)
    office, item = f"{HERE}/office/meetings/{meeting_id}", (await shown(scene, meeting_id)).items[1]
    await secretary.get(office)
    token = secretary.hidden(f"{office}/items/{item.id}/outcome")
    async with scene.store.writing() as writing:
        for name in list(scene.people)[11:13]:
            await lifecycle.check_out(writing, meeting_id, scene.people[name], by=scene.secretary, at=AGM_AT)
    answer = await secretary.post(f"{office}/items/{item.id}/outcome", {**token, "outcome": "decided"})
    assert answer.status_code == 409 and "12" in secretary.text()
    assert (await shown(scene, meeting_id)).items[1].outcome is None
