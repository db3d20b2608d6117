"""The index follows the record: what was said is found, and what was changed as it is now. On both databases."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select

from govern import record
from govern.minutes.book import lifecycle as book
from govern.minutes.book import queries as minutes
from govern.minutes.book.incoming import Kind as PastKind
from govern.minutes.book.incoming import Listed, SeenBy, State
from govern.minutes.book.lifecycle import past
from govern.minutes.search import lifecycle, queries
from govern.minutes.search.models import Findable, SearchHead
from govern.minutes.search.queries import Hits
from govern.minutes.search.rules import Kind, Reader, asked
from tests.documents.test_texts import printed
from tests.meetings.scene import Scene, a_called_meeting, a_draft
from tests.minutes.book.scene import LATER, a_closed_meeting, a_closed_meeting_with_a_ballot, declared


async def found(scene: Scene, text: str, *, who: str | None = "Siân Morgan", language: str = "en") -> Hits:
    await lifecycle.follow(scene.store)
    reader = Reader(scene.people[who] if who else None, LATER)
    async with scene.store.reading() as reading:
        return await queries.find(reading, asked(text), reader, language, kind=None)


async def test_a_meeting_is_found_once_its_notice_has_gone_out(scene: Scene) -> None:
    await a_draft(scene)
    assert (await found(scene, "saturdays")).all == 0
    meeting_id = await a_called_meeting(scene)
    hits = await found(scene, "agor sadwrn", language="cy")
    assert [(hit.address, hit.title, hit.language) for hit in hits.hits] == [
        (f"meetings/{meeting_id}", "Cyfarfod cyffredinol blynyddol 2026", "cy")
    ]
    assert (await found(scene, "agor sadwrn", who=None)).all == 1


async def test_minutes_are_found_by_members_once_circulated_and_as_they_read_now(scene: Scene) -> None:
    meeting_id = await a_closed_meeting(scene)
    async with scene.store.writing() as writing:
        minutes_id = await book.draft(writing, meeting_id, by=scene.secretary, at=LATER)
    async with scene.store.reading() as reading:
        entry = (await minutes.minutes_page(reading, minutes_id, "en")).entries[2]

    async def say(english: str) -> None:
        text = {"en": english, "cy": english}
        async with scene.store.writing() as writing:
            await book.edit_entry(writing, entry.id, text, {}, by=scene.secretary, at=LATER)

    async def circulate() -> None:
        async with scene.store.writing() as writing:
            await book.circulate(writing, minutes_id, by=scene.secretary, at=LATER)

    await say("The roof leaks.")
    assert (await found(scene, "leaks")).all == 0
    await circulate()
    hits = await found(scene, "leaks")
    assert [hit.address for hit in hits.hits] == [f"minutes/{minutes_id}#entry-{entry.id}"]
    assert hits.of_kind[Kind.MINUTES] == 1
    assert (await found(scene, "leaks", who=None)).all == 0
    await say("The roof was mended.")
    assert (await found(scene, "roof")).all == 0, "amended, and not circulated again"
    await circulate()
    assert (await found(scene, "leaks")).all == 0
    assert (await found(scene, "mended")).all == 1


async def test_a_result_is_found_by_everybody_once_it_is_declared(scene: Scene) -> None:
    _, ballot_id = await a_closed_meeting_with_a_ballot(scene)
    assert (await found(scene, "resolution carried", who=None)).of_kind[Kind.VOTE] == 0
    await declared(scene, ballot_id)
    async with scene.store.writing() as writing:
        await record.add(writing, record.Event("ballot.declared", f"ballot:{ballot_id}", LATER))
    hits = await found(scene, "resolution carried", who=None)
    assert [hit.address for hit in hits.hits if hit.address.startswith("ballots/")] == [
        f"ballots/{ballot_id}/result/1"
    ]


async def test_an_index_made_again_is_the_same(scene: Scene) -> None:
    await a_called_meeting(scene)

    async def stands() -> list[tuple[str, str, str, str]]:
        async with scene.store.reading() as reading:
            rows = await reading.scalars(select(Findable))
            return sorted((row.address, row.language, row.title, row.text) for row in rows)

    await lifecycle.follow(scene.store)
    before = await stands()
    assert before and await lifecycle.begin_again(scene.store) == 1
    assert await stands() == before
    assert (await found(scene, "saturdays")).all == 1


async def test_following_leaves_the_record_alone_and_is_done_when_it_has_come_to_its_end(scene: Scene) -> None:
    await a_called_meeting(scene)
    async with scene.store.reading() as reading:
        lines = await reading.scalar(select(func.max(record.RecordLine.number)))
    assert await lifecycle.follow(scene.store) == 1
    assert await lifecycle.follow(scene.store) == 0
    async with scene.store.reading() as reading:
        assert await reading.scalar(select(SearchHead.line)) == lines
        assert await reading.scalar(select(func.max(record.RecordLine.number))) == lines


async def test_a_long_record_is_followed_in_parts(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    await a_called_meeting(scene)
    monkeypatch.setattr(lifecycle, "AT_ONCE", 3)
    assert (await found(scene, "saturdays")).all == 1


async def test_the_words_inside_of_a_file_of_before_are_found_by_those_who_may_read_it(
    scene: Scene, tmp_path: Path
) -> None:
    for title, words, seen_by in (
        ("AGM 2019", "The minibus was bought second hand.", SeenBy.MEMBERS),
        ("Board 2018", "The minibus was too dear.", SeenBy.OFFICERS),
    ):
        kept = await past.keep(tmp_path, printed(words))
        listed = Listed("general", PastKind.AGM, date(2019, 5, 18), title, "en", State.SIGNED, seen_by)
        async with scene.store.writing() as writing:
            await past.bring_in(writing, kept, listed, by=scene.secretary, at=LATER)
    assert [hit.title for hit in (await found(scene, "minibus")).hits] == ["AGM 2019"]
    assert (await found(scene, "second hand")).of_kind[Kind.PAST] == 1
    assert (await found(scene, "minibus", who=None)).all == 0
    async with scene.store.reading() as reading:
        writer = Reader(scene.secretary, LATER, writes_minutes=True)
        assert (await queries.find(reading, asked("minibus"), writer, "en", kind=None)).all == 2
