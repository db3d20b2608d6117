"""Papers of meetings are found by their titles and the words inside, by those who may read them: both databases."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from govern.documents.attachments import Cleaned, Kind
from govern.documents.texts import read
from govern.meetings import lifecycle as meetings
from govern.meetings.lifecycle import NewPaper
from govern.meetings.models import AgendaItem, DeclaredInterest
from govern.meetings.rules import Readers
from govern.minutes.search import lifecycle, queries
from govern.minutes.search.models import Findable
from govern.minutes.search.queries import Hits
from govern.minutes.search.rules import Kind as Found
from govern.minutes.search.rules import Reader, asked
from tests.documents.test_texts import printed
from tests.meetings.scene import AT, PAGES, Scene, a_called_meeting, a_draft

BOTH = {"en": "The accounts", "cy": "Y cyfrifon"}


async def sent(scene: Scene, meeting_id: UUID, words: str, readers: Readers, item: UUID | None = None) -> UUID:
    file = await read(Cleaned(Kind.PDF, printed(words)))
    async with scene.store.writing() as writing:
        new = NewPaper(BOTH, readers, item)
        return await meetings.add_paper(writing, meeting_id, new, uuid4(), file, by=scene.secretary, at=AT)


async def found(
    scene: Scene, text: str, *, who: str | None = "Siân Morgan", language: str = "en", calls: bool = False
) -> Hits:
    await lifecycle.follow(scene.store)
    reader = Reader(scene.people[who] if who else None, AT, calls=calls)
    async with scene.store.reading() as reading:
        return await queries.find(reading, asked(text), reader, language, kind=None)


async def test_a_paper_is_found_by_the_words_inside_and_leads_to_its_place_on_the_page(scene: Scene) -> None:
    meeting_id = await a_called_meeting(scene)
    paper = await sent(scene, meeting_id, "Reserves fell by a third.", Readers.MEMBERS)
    hits = await found(scene, "reserves fell", language="cy")
    assert [(hit.address, hit.title, hit.language, str(hit.kind)) for hit in hits.hits] == [
        (f"meetings/{meeting_id}/papers#paper-{paper}", "Y cyfrifon", "cy", "Papers of meetings")
    ]
    assert hits.of_kind[Found.PAPER] == 1
    assert (await found(scene, "accounts reserves")).all == 1, "a word of the title and one of the file"
    assert (await found(scene, "reserves", who=None)).all == 0, "whoever is not signed in has no papers"


@pytest.mark.parametrize("readers", [Readers.BODY, Readers.CONFIDENTIAL])
async def test_what_is_for_those_who_sit_on_the_body_is_found_by_nobody_else(scene: Scene, readers: Readers) -> None:
    meeting_id = await a_called_meeting(scene)
    await sent(scene, meeting_id, "Redundancies are planned.", readers)
    assert (await found(scene, "redundancies")).all == 0
    assert (await found(scene, "redundancies", who="Nerys Wyn")).all == 1, "she sits on the board"
    assert (await found(scene, "redundancies", calls=True)).all == 1, "whoever calls meetings prepares the papers"


async def test_an_interest_declared_later_takes_a_confidential_paper_from_the_search(scene: Scene) -> None:
    meeting_id = await a_called_meeting(scene)
    async with scene.store.reading() as reading:
        item = await reading.scalar(
            select(AgendaItem.id).where(AgendaItem.meeting_id == meeting_id).order_by(AgendaItem.position)
        )
    assert item is not None
    await sent(scene, meeting_id, "The rent of the hall.", Readers.CONFIDENTIAL, item)
    assert (await found(scene, "rent", who="Nerys Wyn")).all == 1
    async with scene.store.writing() as writing:
        nerys = scene.people["Nerys Wyn"]
        writing.add(DeclaredInterest(item_id=item, person_id=nerys, words="Mine.", noted_by=nerys, noted_at=AT))
    assert (await found(scene, "rent", who="Nerys Wyn")).all == 0


async def test_a_new_version_is_found_in_place_of_the_old_and_nothing_once_it_is_taken_away(scene: Scene) -> None:
    meeting_id, later = await a_called_meeting(scene), AT + timedelta(hours=1)
    paper = await sent(scene, meeting_id, "A loss of nine.", Readers.MEMBERS)
    assert (await found(scene, "loss")).all == 1
    file = await read(Cleaned(Kind.PDF, printed("A surplus of nine.")))
    async with scene.store.writing() as writing:
        await meetings.new_version(
            writing, paper, uuid4(), file, "Page 3.", pages=PAGES, by=scene.secretary, at=later
        )
    assert (await found(scene, "loss")).all == 0
    assert (await found(scene, "surplus")).all == 1
    async with scene.store.writing() as writing:
        await meetings.take_paper_away(writing, paper, by=scene.secretary, at=later)
    assert (await found(scene, "surplus")).all == 0


async def test_papers_of_a_meeting_that_nobody_was_told_of_are_not_found(scene: Scene) -> None:
    meeting_id = await a_draft(scene)
    await sent(scene, meeting_id, "Reserves fell.", Readers.MEMBERS)
    assert (await found(scene, "reserves", calls=True)).all == 0


async def test_what_a_paper_still_says_is_not_written_again_whenever_its_meeting_is_spoken_of(scene: Scene) -> None:
    meeting_id = await a_called_meeting(scene)
    await sent(scene, meeting_id, "Reserves fell.", Readers.MEMBERS)
    await lifecycle.follow(scene.store)

    async def rows() -> list[int]:
        async with scene.store.reading() as reading:
            return sorted(await reading.scalars(select(Findable.number)))

    before = await rows()
    await sent(scene, meeting_id, "The roof.", Readers.MEMBERS)
    assert (await found(scene, "reserves")).all == 1
    after = await rows()
    assert set(before) < set(after) and len(after) == len(before) + 2
    async with scene.store.reading() as reading:
        assert await reading.scalar(select(func.count()).select_from(Findable)) == len(after)
