"""Papers before and after a meeting, opened again by another program and held against what was entered."""

from __future__ import annotations

import io
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import docx as word
import msgspec
import pikepdf
import pytest
from sqlalchemy import update

from govern.ballots.deciding import Window
from govern.ballots.deciding.confirming import SecondVote, Standing
from govern.ballots.models import Contest
from govern.ballots.queries.confirming import FirstDecision
from govern.constituencies.rulebook import lifecycle as rulebook
from govern.constituencies.rulebook.book import example
from govern.constituencies.rulebook.rules import society_name
from govern.documents import Blank, Boxes, Document, EasyRow, Form
from govern.documents.docx import docx
from govern.documents.pdf import pdf
from govern.errors import GovernError, WrongMoment
from govern.languages import LANGUAGES
from govern.meetings import lifecycle as meetings
from govern.minutes.book import lifecycle as book
from govern.minutes.papers import queries
from govern.minutes.papers.queries import Wanted, extract
from govern.minutes.papers.queries.frames import book_on
from govern.minutes.papers.rules import LAST_PAGE_OF_EASY_READ, PaperKind
from tests.meetings.scene import AGM_AT, AT, ELECTION, MOTION, REPORT, Scene, a_called_meeting, a_draft, an_agm, shown
from tests.minutes.book.scene import (
    END,
    LATER,
    a_closed_meeting,
    a_closed_meeting_with_a_ballot,
    declared,
)
from tests.minutes.papers.reading import has, words_of


async def made(
    scene: Scene, kind: PaperKind, subject: UUID, language: str = "en", form: Form = Form.STANDARD
) -> Document:
    async with scene.store.reading() as reading:
        return await queries.made(reading, Wanted(kind, subject, LANGUAGES[language], form, LATER))


async def refused(scene: Scene, kind: PaperKind, subject: UUID) -> GovernError:
    with pytest.raises(GovernError) as refusal:
        await made(scene, kind, subject)
    return refusal.value


async def test_the_notice_is_printed_as_it_went_out(scene: Scene, tmp_path: Path) -> None:
    meeting_id = await a_called_meeting(scene)
    words = words_of(await made(scene, PaperKind.NOTICE, meeting_id), tmp_path)
    has(words, "Notice: Annual general meeting 2026", "Village hall, Pont-y-gof", "Step-free. Hearing loop.")
    has(
        words, "2. Open on Saturdays", "The house opens on Saturdays.", "More than half of the votes cast must be for"
    )
    has(words, "12 December 2026", "https://video.example/agm", "counts as received", "English", "Standard")
    async with scene.store.reading() as reading:
        society = society_name((await book_on(reading, AT.date())).society, "en")
    assert society in words
    welsh = words_of(await made(scene, PaperKind.NOTICE, meeting_id, "cy"), tmp_path)
    has(welsh, "Neuadd y pentref, Pont-y-gof", "Agor ar ddydd Sadwrn", "12 Rhagfyr 2026", "Cymraeg")


async def test_before_a_notice_went_out_there_is_none_to_print(scene: Scene) -> None:
    refusal = await refused(scene, PaperKind.NOTICE, await a_draft(scene))
    assert isinstance(refusal, WrongMoment) and "Send the notice" in str(refusal.message)


async def test_the_agenda_begins_with_welcome_quorum_and_interests_and_says_what_each_item_is_for(
    scene: Scene, tmp_path: Path
) -> None:
    await a_closed_meeting(scene)
    async with scene.store.writing() as writing:
        meeting_id = await meetings.draft(writing, in_spring(), by=scene.secretary, at=LATER)
        for item in (REPORT, MOTION):
            await meetings.add_item(writing, meeting_id, item, by=scene.secretary, at=LATER)
    words = words_of(await made(scene, PaperKind.AGENDA, meeting_id), tmp_path)
    has(words, "Agenda: Spring meeting", "Welcome.", "Apologies", "Quorum: ", "Interests", "1. The year", "To hear.")
    has(words, "The minutes of Saturday 12 December 2026, and what arises from them.", "2. Open on Saturdays")
    has(words, "To decide.", "When we meet again.")


def in_spring() -> meetings.MeetingDraft:
    starts = AGM_AT + timedelta(days=120)
    return an_agm(
        title={"en": "Spring meeting", "cy": "Cyfarfod y gwanwyn"},
        starts_at=starts,
        ends_expected=starts + timedelta(hours=2),
    )


async def test_an_agenda_in_easy_read_has_one_idea_a_row_and_at_most_twenty_pages(
    scene: Scene, tmp_path: Path
) -> None:
    meeting_id = await a_called_meeting(scene)
    for language in ("en", "cy"):
        for kind in (PaperKind.AGENDA, PaperKind.NOTICE):
            paper = await made(scene, kind, meeting_id, language, Form.EASY_READ)
            assert sum(isinstance(one, EasyRow) for one in paper.blocks) >= 5
            words_of(paper, tmp_path)
            with pikepdf.open(io.BytesIO(pdf(paper))) as file:
                assert len(file.pages) <= LAST_PAGE_OF_EASY_READ
    assert paper.labels.form == LANGUAGES["cy"].gettext("Easy Read")


async def test_an_extract_certifies_the_exact_text_with_quorum_result_and_two_signatures(
    scene: Scene, tmp_path: Path
) -> None:
    """M32: somebody who gives a grant reads the resolution, the day, the quorum and who certified it."""
    meeting_id, ballot_id = await a_closed_meeting_with_a_ballot(scene)
    motion = (await shown(scene, meeting_id)).items[1]
    early = await refused(scene, PaperKind.EXTRACT, motion.id)
    assert "not declared yet" in str(early.message)
    await declared(scene, ballot_id)
    paper = await made(scene, PaperKind.EXTRACT, motion.id)
    words = words_of(paper, tmp_path)
    has(words, "Extract of a resolution: Open on Saturdays", "The house opens on Saturdays.", "12 December 2026")
    has(words, "12 were needed. 13 counted.", "Decided. The resolution is carried.", "For: 54.375 of 100.")
    has(words, "We certify that this is a true copy", "Nerys Wyn, Chair of the meeting", "Secretary")
    opened = word.Document(io.BytesIO(docx(paper)))
    assert any("true copy" in one.text for one in opened.paragraphs)


async def test_an_extract_has_the_text_that_was_voted(scene: Scene, tmp_path: Path) -> None:
    meeting_id, ballot_id = await a_closed_meeting_with_a_ballot(scene)
    await declared(scene, ballot_id)
    motion = (await shown(scene, meeting_id)).items[1]
    voted = {"en": "The house opens on Saturdays from ten.", "cy": "Mae'r tŷ yn agor ar ddydd Sadwrn o ddeg."}
    async with scene.store.writing() as writing:
        await writing.execute(update(Contest).where(Contest.id == motion.contest_id).values(full_text=voted))
    has(words_of(await made(scene, PaperKind.EXTRACT, motion.id), tmp_path), "The house opens on Saturdays from ten.")


async def test_what_is_no_resolution_or_was_not_decided_is_not_certified(scene: Scene) -> None:
    meeting_id = await a_called_meeting(scene)
    items = (await shown(scene, meeting_id)).items
    assert "no resolution" in str((await refused(scene, PaperKind.EXTRACT, items[0].id)).message)
    assert "has not decided" in str((await refused(scene, PaperKind.EXTRACT, items[1].id)).message)
    assert "no such item" in str((await refused(scene, PaperKind.EXTRACT, meeting_id)).message)


async def test_minutes_are_issued_only_once_they_are_circulated(scene: Scene) -> None:
    meeting_id = await a_closed_meeting(scene)
    assert "Write them first" in str((await refused(scene, PaperKind.MINUTES, meeting_id)).message)
    async with scene.store.writing() as writing:
        minutes_id = await book.draft(writing, meeting_id, by=scene.secretary, at=END)
    assert "Circulate them" in str((await refused(scene, PaperKind.MINUTES, meeting_id)).message)
    async with scene.store.writing() as writing:
        await book.circulate(writing, minutes_id, by=scene.secretary, at=END)
    assert (await made(scene, PaperKind.MINUTES, meeting_id)).title.startswith("Minutes: ")


async def test_a_form_for_a_peer_says_that_one_can_always_vote_oneself(scene: Scene, tmp_path: Path) -> None:
    meeting_id = await a_called_meeting(scene)
    words = words_of(await made(scene, PaperKind.PEER_FORM, meeting_id), tmp_path)
    has(words, "You can always vote yourself.", "You can end this on any day.", "Who supported you")


async def test_the_form_for_a_proxy_says_until_when_and_how_it_is_taken_back(scene: Scene, tmp_path: Path) -> None:
    meeting_id = await a_called_meeting(scene)
    words = words_of(await made(scene, PaperKind.PROXY_FORM, meeting_id), tmp_path)
    has(words, "We must have it by", "You can take this back until the vote.", "Member", "Who supported them")


@pytest.mark.parametrize("language", ["en", "cy"])
async def test_the_form_for_a_proxy_in_easy_read_asks_the_same_in_easy_words(
    scene: Scene, tmp_path: Path, language: str
) -> None:
    meeting_id = await a_called_meeting(scene, REPORT, MOTION, ELECTION)
    full = await made(scene, PaperKind.PROXY_FORM, meeting_id, language)
    easy = await made(scene, PaperKind.PROXY_FORM, meeting_id, language, Form.EASY_READ)
    words = words_of(easy, tmp_path)
    assert easy.labels.form == LANGUAGES[language].gettext("Easy Read")

    def asked(paper: Document) -> list[int]:
        """How many answers each question offers, and how many lines there are to write on."""
        asks = [one for one in paper.blocks if isinstance(one, Boxes | Blank)]
        return [len(one.options) if isinstance(one, Boxes) else one.lines for one in asks]

    assert asked(easy) == asked(full), "nothing more and nothing less is asked"
    if language == "en":
        has(words, "This paper lets another person vote for you.", "It must be a member.", "Send us this paper.")
        has(words, "Did somebody help you? They write their name too.", "Who supported them")
        has(words, "Last time: Thursday 10 December 2026 at 12 midnight.", "2. Open on Saturdays", "Yes", "No")


async def test_where_nobody_votes_for_others_there_is_no_form_for_it(
    scene: Scene,
) -> None:
    meeting_id = await a_called_meeting(scene)
    async with scene.store.writing() as writing:
        await rulebook.adopt(writing, example("quebec_solidarity"), by=None, at=AT)
    assert "there is no form for it" in str((await refused(scene, PaperKind.PROXY_FORM, meeting_id)).message)


async def test_a_resolution_that_a_second_meeting_confirms_is_certified_after_it_by_that_meetings_chair(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """W7, invariant 40: between the meetings nothing is certified, after it lapsed nothing either."""
    meeting_id, ballot_id = await a_closed_meeting_with_a_ballot(scene)
    await declared(scene, ballot_id)
    motion = (await shown(scene, meeting_id)).items[1]
    assert motion.contest_id is not None
    window = Window(date(2026, 12, 26), date(2027, 1, 12), "section 113")
    decision = FirstDecision(
        motion.contest_id, "2026-1", {"en": "x"}, "conversion", date(2026, 12, 12), window, Standing.AWAITING
    )

    async def stands(*_: object) -> FirstDecision:
        return decision

    monkeypatch.setattr(extract, "first_decision", stands)
    waits = str((await refused(scene, PaperKind.EXTRACT, motion.id)).message)
    assert "A second meeting has to confirm this, between 2026-12-26 and 2027-01-12." in waits
    decision = msgspec.structs.replace(decision, standing=Standing.LAPSED)
    assert "it has lapsed" in str((await refused(scene, PaperKind.EXTRACT, motion.id)).message)
    second = SecondVote(date(2026, 12, 28), carried=True)
    decision = msgspec.structs.replace(decision, standing=Standing.CONFIRMED, second=second)
    words = words_of(await made(scene, PaperKind.EXTRACT, motion.id), tmp_path)
    has(words, "A second meeting confirmed it on Monday 28 December 2026.", "Chair of the second meeting")
    has(words, "Countersigned: secretary")
