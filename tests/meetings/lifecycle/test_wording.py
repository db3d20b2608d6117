"""What a notice says, against its row of domain.md section 5: accounts, candidates, peers, proxies, days, voting."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import update

from govern.constituencies.representation.lifecycle import proxies
from govern.constituencies.representation.rules.proxies import ForMeeting, WantedProxy
from govern.constituencies.rulebook.book import Rulebook
from govern.documents.attachments import Cleaned, Kind
from govern.identity.models import Person
from govern.languages import LANGUAGES
from govern.meetings import lifecycle, queries
from govern.meetings.lifecycle import NewPaper
from govern.meetings.lifecycle.notes import VoteTimes, vote_notes
from govern.meetings.lifecycle.preparing import book_of
from govern.meetings.rules import Readers
from tests.given import LONDON
from tests.meetings.scene import (
    AGM_AT,
    AT,
    ELECTION,
    MOTION,
    PAGES,
    REPORT,
    Scene,
    a_called_meeting,
    a_draft,
    an_agm,
    letters,
)


async def notes(scene: Scene, meeting_id: UUID) -> str:
    async with scene.store.reading() as reading:
        return " ".join((await queries.notice_paper(reading, meeting_id, "en")).notes)


async def rules_of(scene: Scene) -> Rulebook:
    async with scene.store.reading() as reading:
        return await book_of(reading, AT)


async def send(scene: Scene, meeting_id: UUID) -> None:
    async with scene.store.writing() as writing:
        await lifecycle.send_notice(writing, meeting_id, pages=PAGES, by=scene.secretary, at=AT)


async def test_the_accounts_are_laid_before_the_members_and_their_papers_named_but_no_confidential_one(
    scene: Scene,
) -> None:
    meeting_id = await a_draft(scene)
    async with scene.store.writing() as writing:
        for title, readers in (("The accounts", Readers.MEMBERS), ("The wages", Readers.CONFIDENTIAL)):
            new = NewPaper({"en": title, "cy": "Y cyfrifon"}, readers)
            file = Cleaned(Kind.PDF, title.encode())
            await lifecycle.add_paper(writing, meeting_id, new, uuid4(), file, by=scene.secretary, at=AT)
    await send(scene, meeting_id)
    said = await notes(scene, meeting_id)
    assert "The accounts of the year and the reports are laid before the members at this meeting." in said
    assert "You can read these papers before, on the meeting's page: The accounts." in said and "wages" not in said
    assert "Ask us, and we send you a copy before the meeting." in await notes(scene, await a_called_meeting(scene))


async def test_the_days_are_counted_so_that_everybody_can_count_them_again(scene: Scene) -> None:
    """W20, with this society's 14 clear days: by email on the 10th, by post on the 11th, so from the 26th on."""
    said = await notes(scene, await a_called_meeting(scene))
    for part in (
        "This notice is sent on Monday 9 November 2026.",
        "By email it counts as received on Tuesday 10 November 2026.",
        "By post it counts as received on Wednesday 11 November 2026.",
        "Between the last of these days and the meeting there must be 14 clear days.",
        "The day it is received and the day of the meeting do not count.",
        "So the earliest day for the meeting is Thursday 26 November 2026.",
    ):
        assert part in said


async def test_where_all_are_told_by_email_the_notice_says_nothing_of_the_post(scene: Scene) -> None:
    async with scene.store.writing() as writing:
        await writing.execute(update(Person).where(Person.name == "Mair Elis").values(email="mair@example.org"))
    said = await notes(scene, await a_called_meeting(scene))
    assert "By post it counts as received" not in said
    assert "So the earliest day for the meeting is Wednesday 25 November 2026." in said


async def test_a_correction_that_need_not_keep_the_days_claims_no_earliest_day(scene: Scene) -> None:
    meeting_id = await a_called_meeting(scene)
    late = datetime(2026, 12, 8, 9, 0, tzinfo=LONDON)
    async with scene.store.writing() as writing:
        wanted = an_agm(place={"en": "The school", "cy": "Yr ysgol"})
        why = {"en": "The hall is closed.", "cy": "Mae'r neuadd ar gau."}
        await lifecycle.correct_notice(
            writing, meeting_id, wanted, None, why, pages=PAGES, by=scene.secretary, at=late
        )
    said = await notes(scene, meeting_id)
    assert "This notice is sent on Tuesday 8 December 2026." in said and "earliest day" not in said


async def test_an_election_says_until_when_people_can_be_named_and_by_how_many(scene: Scene) -> None:
    meeting_id = await a_called_meeting(scene, ELECTION)
    book = await rules_of(scene)
    last = min(AT.date() + timedelta(days=book.elections.nomination_days), AGM_AT.date() - timedelta(days=1))
    async with scene.store.reading() as reading:
        (item,) = (await queries.notice_paper(reading, meeting_id, "en")).agenda
    assert f"People can be named for it until the end of {LANGUAGES['en'].day(last)}." in item.needs
    assert any("must support" in line for line in item.needs) is (book.elections.nominators > 0)


async def test_each_is_told_who_their_own_peer_and_proxy_are_and_nobody_elses(scene: Scene) -> None:
    meeting_id = await a_draft(scene, REPORT, MOTION)
    member, holder = scene.people["Member 1"], scene.people["Siân Morgan"]
    async with scene.store.writing() as writing:
        appointment = ForMeeting(meeting_id, AGM_AT.date(), AT.date(), AGM_AT)
        await proxies.appoint(writing, appointment, member, WantedProxy(holder), by=member, at=AT)
    await send(scene, meeting_id)
    bodies = {one.to_address: one.body or "" for one in await letters(scene.store)}
    assert "You named Siân Morgan to come and vote for you." in bodies["member1@example.org"]
    assert "You can always vote yourself." in bodies["member1@example.org"]
    assert "You named" not in bodies["member2@example.org"]
    assert "You have no peer. You vote yourself, or choose a peer before the vote." in bodies["member2@example.org"]
    async with scene.store.reading() as reading:
        mine = await queries.own_words(reading, meeting_id, member, LANGUAGES["en"], AT)
        nobody = await queries.own_words(reading, meeting_id, uuid4(), LANGUAGES["en"], AT)
    assert mine[0] == "You named Siân Morgan to come and vote for you." and nobody == ()


async def test_a_vote_taken_in_the_room_is_early_until_then_and_its_warning_stands_there(scene: Scene) -> None:
    """W18: the early vote of whoever is here for the vote does not count."""
    book = await rules_of(scene)
    opens, say = AT + timedelta(days=10), LANGUAGES["en"].say
    day = AT.date()
    taken = " ".join(say(one) for one in vote_notes(VoteTimes(opens, AGM_AT + timedelta(hours=2), day, True), book))
    assert "until the vote is taken in the meeting" in taken and "no second vote" not in taken
    assert "your early vote does not count once you are here for the vote" in taken
    before = " ".join(say(one) for one in vote_notes(VoteTimes(opens, AGM_AT, day), book))
    assert "There is no second vote on that in the meeting." in before and "early vote" not in before
