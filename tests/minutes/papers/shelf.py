"""Every kind of paper of two societies, made once: a meeting with all that is printed of it, and votes with theirs.

Tests hold each paper against what is true of all of them, and scripts/papers.py shows them as pictures.
"""

from __future__ import annotations

from datetime import timedelta
from itertools import product
from pathlib import Path
from uuid import UUID

import msgspec
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots import lifecycle as ballots
from govern.ballots import queries as votes
from govern.ballots.queries import printed_letters, printing
from govern.constituencies.rulebook import lifecycle as rulebook
from govern.constituencies.rulebook.book import example
from govern.documents import Document, Form, labels_in
from govern.forums.recommendations import queries as recommendations
from govern.forums.recommendations.models import Recommendation
from govern.identity import queries as identity
from govern.identity.models import Person
from govern.languages import LANGUAGES
from govern.meetings import queries as meetings
from govern.meetings.queries import proxy_papers
from govern.minutes.book import queries as books
from govern.minutes.book.lifecycle import easy as easy_words
from govern.minutes.book.rules import EasyPart
from govern.minutes.papers import lifecycle, queries, rules
from govern.minutes.papers.queries import Wanted
from govern.minutes.papers.rules import PaperKind
from tests.ballots import given_ballots
from tests.ballots.given_ballots import Given, election, motion, yes
from tests.given import a_bare_society
from tests.meetings.scene import AT, Scene, a_society, shown
from tests.minutes.book.live_scene import circulated
from tests.minutes.book.scene import LATER, a_closed_meeting_with_a_ballot, declared
from tests.minutes.papers.given_answer import an_answered_recommendation
from tests.minutes.papers.given_consultation import a_published_consultation
from tests.minutes.papers.test_lifecycle import FOUND

NUMBER = "RS012345"
REGISTERED = example("tair_nant").replace('version = "', f'registered_number = "{NUMBER}"\nversion = "', 1)
AFTER = given_ballots.CLOSES + timedelta(hours=3)
GROUPS = {"supported": 12, "staff": 11, "volunteers": 10}
EASY_LINES = (
    (EasyPart.CAME, "openmoji-people", {"en": "13 people came.", "cy": "Daeth 13 o bobl."}),
    (EasyPart.TALKED, "openmoji-talk", {"en": "We talked about the year.", "cy": "Buom yn siarad am y flwyddyn."}),
    (EasyPart.DECIDED, "openmoji-agree", {"en": "We open on Saturdays.", "cy": "Byddwn ni'n agor ar ddydd Sadwrn."}),
)


class Paper(msgspec.Struct, frozen=True):
    """A paper with what it is called here, its form and its language. `issued_later`: a number comes with issuing."""

    name: str
    form: Form
    language: str
    document: Document
    issued_later: bool = False

    @property
    def called(self) -> str:
        return f"{self.name}-{self.form.value}-{self.language}"


async def the_shelf(home: Path) -> list[Paper]:
    """All of them, in every form that there is and in both languages."""
    return [*await _of_a_meeting(home / "meeting"), *await _of_votes(home / "votes")]


async def _issued(reading: AsyncSession, kind: PaperKind, subject: UUID, at: object) -> list[Paper]:
    return [
        Paper(
            kind.value,
            form,
            code,
            await queries.made(reading, Wanted(kind, subject, LANGUAGES[code], form, at)),  # type: ignore[arg-type]
            issued_later=True,
        )
        for form in rules.forms_of(kind)
        for code in LANGUAGES
    ]


async def _of_a_meeting(home: Path) -> list[Paper]:
    society = await a_bare_society(home)
    scene = await a_society(society.store)
    async with society.store.writing() as writing:
        await rulebook.adopt(writing, REGISTERED, by=None, at=AT)
    await _read_on_paper(scene)
    meeting_id, ballot_id = await a_closed_meeting_with_a_ballot(scene)
    await declared(scene, ballot_id)
    minutes_id = await circulated(scene, meeting_id)
    await _easy_minutes(scene, minutes_id)
    asked = await a_published_consultation(society.store, scene.secretary, LATER)
    recommended = await an_answered_recommendation(society.store, scene.secretary, LATER)
    item = (await shown(scene, meeting_id)).items[1].id
    papers: list[Paper] = []
    async with society.store.reading() as reading:
        for kind in rules.OF_MEETING:
            papers += await _issued(reading, kind, meeting_id, LATER)
        papers += await _issued(reading, PaperKind.EXTRACT, item, LATER)
        papers += await _issued(reading, PaperKind.CONSULTATION, asked, LATER)
        papers += await _issued(reading, PaperKind.ANSWER, recommended, LATER)
        papers += await _answers(reading, recommended, scene.secretary)
        for code, language in LANGUAGES.items():
            register = await proxy_papers.register_paper(reading, meeting_id, language, LATER)
            papers.append(Paper("proxy-register", Form.STANDARD, code, register))
            page = await books.minutes_page(reading, minutes_id, code)
            easy = await books.easy_page(reading, minutes_id, code)
            assert easy is not None
            easy_minutes = books.easy_paper(page, easy, language, LATER.date())
            papers.append(Paper("easy-minutes", Form.EASY_READ, code, easy_minutes))
        papers += await _posted(reading, meeting_id)
    await society.store.close()
    return papers


async def _answers(reading: AsyncSession, recommended: UUID, person_id: UUID) -> list[Paper]:
    """The answer as a letter to somebody who raised it, as if they read each language and each form."""
    row, person = await reading.get_one(Recommendation, recommended), await identity.person(reading, person_id)
    papers = []
    for code, form in product(LANGUAGES, Form):
        reader = msgspec.structs.replace(person, language=code)
        letter = await recommendations.answer_letter(reading, row, reader, form, LATER)
        papers.append(Paper("answer-letter", form, code, letter))
    return papers


async def _read_on_paper(scene: Scene) -> None:
    """In each language somebody reads each form on paper."""
    names = (f"Member {number}" for number in range(1, 7))
    async with scene.store.writing() as writing:
        for name, (code, form) in zip(names, product(LANGUAGES, Form), strict=True):
            changed = {"email": None, "language": code, "format": form.value}
            await writing.execute(update(Person).where(Person.name == name).values(**changed))


async def _easy_minutes(scene: Scene, minutes_id: UUID) -> None:
    async with scene.store.writing() as writing:
        for part, symbol, words in EASY_LINES:
            await easy_words.write_line(writing, minutes_id, None, part, symbol, words, by=scene.secretary, at=LATER)


async def _posted(reading: AsyncSession, meeting_id: UUID) -> list[Paper]:
    """The notice as letters, and the sheet on top of them."""
    papers = []
    for code, language in LANGUAGES.items():
        plan = await meetings.letter_plan(reading, meeting_id, 1, language, LATER, both_sides=False)
        papers.append(Paper("letters-front", Form.STANDARD, code, plan.front))
    for one in plan.kinds:
        form = next(form for form in Form if is_in(one.document, form))
        papers.append(Paper("notice-letter", form, one.document.language, one.document))
    return papers


def is_in(document: Document, form: Form) -> bool:
    """Whether its frame says that it is in this form."""
    language = LANGUAGES[document.language]
    return document.labels.form == labels_in(language, made_on=document.made_on, form=form).form


async def _of_votes(home: Path) -> list[Paper]:
    given = await given_ballots.a_society(home, text=REGISTERED, groups=GROUPS)
    asked, chosen = await _a_counted_vote(given), await _an_election(given)
    still_open = await given_ballots.an_open_ballot(given, motion())
    for ballot_id in (chosen, still_open):
        await _back_to(given, ballot_id)
    papers: list[Paper] = []
    async with given.society.store.reading() as reading:
        for kind in (PaperKind.ROLL, PaperKind.DECLARATION, PaperKind.SCRUTINY):
            papers += await _issued(reading, kind, asked, AFTER)
        for kind in (PaperKind.NOMINATION, PaperKind.BOOKLET):
            papers += await _issued(reading, kind, chosen, AFTER)
        for ballot_id, name in ((still_open, "ballot-paper"), (chosen, "ballot-paper-of-an-election")):
            for code in LANGUAGES:
                frame = await printing.frame_of(
                    reading, ballot_id, code, at=AFTER, page=f"https://vote.example/{code}/tn/ballots/1"
                )
                style = sorted(frame.voted_with)[0]
                for made in frame.forms:
                    papers.append(Paper(name, Form(made), code, printing.ballot_paper(frame, style, made)))
                papers.append(Paper(f"{name}-envelopes", Form.STANDARD, code, printed_letters.envelope_sheets(frame)))
    await given.society.store.close()
    return papers


async def _contest(given: Given, ballot_id: UUID) -> UUID:
    async with given.society.store.reading() as reading:
        return (await votes.contest_ids(reading, ballot_id))[0]


async def _back_to(given: Given, ballot_id: UUID) -> None:
    async with given.society.store.writing() as writing:
        address = "Gwilym Hâf\nTŷ Nant\nLlandeilo"
        await ballots.say_where_papers_go(writing, ballot_id, address, by=given.officer, at=given_ballots.BEFORE)


async def _a_counted_vote(given: Given) -> UUID:
    ballot_id = await given_ballots.an_open_ballot(given, motion())
    contest = await _contest(given, ballot_id)
    for person in given.people["supported"][:5]:
        await given_ballots.vote(given, ballot_id, person, yes(contest))
    await given_ballots.declared(given, ballot_id)
    async with given.society.store.writing() as writing:
        await lifecycle.report(writing, ballot_id, FOUND, by=given.second, at=AFTER)
    return ballot_id


async def _an_election(given: Given) -> UUID:
    """Six stand; five may be volunteers, and some already sit (W8)."""
    draft = await given_ballots.a_draft(given, election())
    contest = await _contest(given, draft)
    for person in given.people["supported"][:6]:
        await given_ballots.stands(given, contest, person)
    await given_ballots.lots_drawn(given, draft)
    await given_ballots.opened(given, draft)
    return draft
