"""Papers, interests, what people need, letters in the post: each step of them on both databases."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from govern.ballots.rules.reading import HowRead
from govern.constituencies.boards import lifecycle as boards
from govern.documents.attachments import Cleaned, Kind
from govern.errors import AlreadyDone, NotAllowed, NotFound, NotValid, WrongMoment
from govern.identity import lifecycle as identity
from govern.meetings import lifecycle, queries
from govern.meetings.lifecycle import NewPaper
from govern.meetings.lifecycle.presence import recused_of
from govern.meetings.models import NoticeDelivery
from govern.meetings.queries import Reached
from govern.meetings.rules import MeetingKind, Readers
from govern.permissions import Role
from tests.meetings.scene import AT, MOTION, PAGES, Scene, a_called_meeting, a_draft, an_agm, letters, shown

TODAY = AT.date()
OLD, NEW = Cleaned(Kind.PDF, b"old"), Cleaned(Kind.PDF, b"new")
BOTH = {"en": "Accounts", "cy": "Cyfrifon"}


async def a_paper(
    scene: Scene, meeting_id: UUID, readers: Readers = Readers.MEMBERS, item: UUID | None = None
) -> UUID:
    async with scene.store.writing() as writing:
        new = NewPaper(BOTH, readers, item)
        return await lifecycle.add_paper(writing, meeting_id, new, uuid4(), OLD, by=scene.secretary, at=AT)


async def test_whoever_had_the_notice_or_read_a_paper_is_told_of_its_new_version_and_nobody_else(
    scene: Scene,
) -> None:
    meeting_id = await a_called_meeting(scene)
    everybodys = await a_paper(scene, meeting_id)
    bodys = await a_paper(scene, meeting_id, Readers.BODY)
    later = AT + timedelta(hours=1)
    async with scene.store.writing() as writing:
        told = [
            await lifecycle.new_version(
                writing, one, uuid4(), NEW, "Page 3.", pages=PAGES, by=scene.secretary, at=later
            )
            for one in (everybodys, bodys)
        ]
    assert told == [15, 1]
    with pytest.raises(NotValid, match="there already"):
        async with scene.store.writing() as writing:
            await lifecycle.new_version(writing, bodys, uuid4(), NEW, "x", pages=PAGES, by=scene.secretary, at=later)


async def test_a_receipt_is_of_the_newest_version_and_can_be_taken_back(scene: Scene) -> None:
    meeting_id, member = await a_called_meeting(scene), scene.people["Siân Morgan"]
    paper = await a_paper(scene, meeting_id)

    async def say(how: HowRead | None, person: UUID = member) -> HowRead | None:
        async with scene.store.writing() as writing:
            await lifecycle.say_paper_read(writing, paper, person, how, calls=False, at=AT)
        async with scene.store.reading() as reading:
            (one,) = await queries.papers_for(reading, meeting_id, member, "en", AT, calls=False)
        return one.how

    assert await say(HowRead.ALONE) is HowRead.ALONE
    assert await say(HowRead.READ_TO) is HowRead.READ_TO
    assert await say(None) is None
    with pytest.raises(NotAllowed):
        await say(HowRead.ALONE, uuid4())
    for name in list(scene.people)[:6]:
        await say(HowRead.ALONE, scene.people[name])
    async with scene.store.reading() as reading:
        (counted,) = await queries.papers_in_office(reading, meeting_id, member, "en", AT)
    assert counted.count is not None and counted.count.all in (6, None)


async def test_papers_are_of_this_meeting_and_before_its_end(scene: Scene) -> None:
    meeting_id = await a_called_meeting(scene)
    with pytest.raises(NotValid, match="an item of this meeting"):
        await a_paper(scene, meeting_id, item=uuid4())
    paper = await a_paper(scene, meeting_id)
    async with scene.store.writing() as writing:
        await lifecycle.take_paper_away(writing, paper, by=scene.secretary, at=AT)
        why = {"en": "Flood.", "cy": "Llifogydd."}
        await lifecycle.call_off(writing, meeting_id, why, by=scene.secretary, at=AT)
    with pytest.raises(WrongMoment):
        await a_paper(scene, meeting_id)
    with pytest.raises(NotFound):
        async with scene.store.writing() as writing:
            await lifecycle.take_paper_away(writing, paper, by=scene.secretary, at=AT)


async def test_invariant_31_whoever_stays_out_of_one_item_reads_no_confidential_paper_of_it_and_is_in_the_others(
    scene: Scene,
) -> None:
    member = scene.people["Siân Morgan"]
    async with scene.store.writing() as writing:
        await boards.seat(writing, "board", "supported", member, date(2026, 5, 9), by=None, at=AT)
    meeting_id = await a_draft(scene, MOTION, MOTION, wanted=an_agm(kind=MeetingKind.BOARD))
    first, second = (await shown(scene, meeting_id)).items
    await a_paper(scene, meeting_id, Readers.CONFIDENTIAL, first.id)
    await a_paper(scene, meeting_id, Readers.CONFIDENTIAL, second.id)
    async with scene.store.writing() as writing:
        interest = await lifecycle.declare(writing, member, "A shop", AT.date(), by=member, at=AT)
        await lifecycle.declare_in_item(writing, interest, first.id, member, by=member, at=AT)
        with pytest.raises(AlreadyDone):
            await lifecycle.declare_in_item(writing, interest, first.id, member, by=member, at=AT)
        with pytest.raises(NotAllowed, match="your own interest"):
            await lifecycle.decide_interest(writing, interest, first.id, stays_out=False, by=member, at=AT)
        await lifecycle.decide_interest(writing, interest, first.id, stays_out=True, by=scene.secretary, at=AT)
        with pytest.raises(AlreadyDone):
            await lifecycle.decide_interest(writing, interest, first.id, stays_out=False, by=scene.secretary, at=AT)
    async with scene.store.reading() as reading:
        assert await recused_of(reading, first.id) == {member} and not await recused_of(reading, second.id)
        papers = await queries.papers_for(reading, meeting_id, member, "en", AT, calls=False)
    assert [one.item_id for one in papers] == [second.id]


async def test_the_register_is_for_those_who_decide_and_everybody_ends_only_their_own(scene: Scene) -> None:
    member, other = scene.people["Siân Morgan"], scene.people["Member 1"]

    async def declare(person: UUID, since: date = TODAY) -> UUID:
        async with scene.store.writing() as writing:
            return await lifecycle.declare(writing, person, "A shop", since, by=person, at=AT)

    with pytest.raises(NotAllowed):
        await declare(member)
    async with scene.store.writing() as writing:
        await identity.appoint(writing, member, Role.CHAIR, AT.date(), by=None, at=AT)
    with pytest.raises(NotValid):
        await declare(member, AT.date() + timedelta(days=1))
    made = await declare(member)
    with pytest.raises(NotFound):
        async with scene.store.writing() as writing:
            await lifecycle.end_interest(writing, made, other, by=other, at=AT)
    async with scene.store.writing() as writing:
        await lifecycle.end_interest(writing, made, member, by=member, at=AT)
    async with scene.store.reading() as reading:
        (line,) = await queries.interests(reading, "en")
    assert (line.name, line.until) == ("Siân Morgan", AT.date())


async def test_what_is_asked_for_anew_takes_the_place_of_the_old_and_is_answered_by_letter(scene: Scene) -> None:
    meeting_id, mair = await a_called_meeting(scene), scene.people["Mair Elis"]
    async with scene.store.writing() as writing:
        for words in ("A lift.", "A lift for two."):
            await lifecycle.ask_for_access(writing, meeting_id, mair, words, by=mair, at=AT)
        await lifecycle.answer_access(writing, meeting_id, mair, "At one.", by=scene.secretary, at=AT)
        with pytest.raises(NotFound):
            await lifecycle.answer_access(writing, meeting_id, uuid4(), "x", by=scene.secretary, at=AT)
        with pytest.raises(NotAllowed):
            await lifecycle.ask_for_access(writing, meeting_id, uuid4(), "x", by=mair, at=AT)
    async with scene.store.reading() as reading:
        (line,) = await queries.access_asked(reading, meeting_id)
    assert (line.words, line.answer) == ("A lift for two.", "At one.")
    assert [letter.by_post for letter in await letters(scene.store) if letter.kind == "access"] == [True]


async def test_only_those_whom_the_page_named_are_in_the_post(scene: Scene) -> None:
    meeting_id, mair = await a_called_meeting(scene), scene.people["Mair Elis"]
    async with scene.store.writing() as writing:
        notice = await queries.notice_of(writing, meeting_id, 1)
        assert await lifecycle.note_posted(writing, notice.id, [mair], by=scene.secretary, at=AT) == 1
        assert await lifecycle.note_posted(writing, notice.id, [mair], by=scene.secretary, at=AT) == 0
    async with scene.store.reading() as reading:
        found = await queries.delivery(reading, meeting_id, 1)
        posted = list(await reading.scalars(select(NoticeDelivery).where(NoticeDelivery.posted_at.is_not(None))))
    assert [row.person_id for row in posted] == [mair] and found.kinds == {}
    assert found.counts[Reached.POSTED] == 1 and found.counts[Reached.WAITING] == 14
