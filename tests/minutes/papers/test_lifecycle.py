"""A paper is issued once, with the next number of its year; scrutineers report on a vote that is counted."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID, uuid4

import msgspec
import pytest
from sqlalchemy import select, update

from govern import record
from govern.ballots.models import Ballot
from govern.documents import Document, Form
from govern.errors import AlreadyDone, NotValid, WrongMoment
from govern.minutes.papers import lifecycle, queries
from govern.minutes.papers.lifecycle import Findings
from govern.minutes.papers.models import IssuedPaper, Scrutiny
from govern.record import lines_about
from tests.documents.papers import declaration
from tests.meetings.scene import AT, Scene
from tests.minutes.book.scene import LATER, a_closed_meeting_with_a_ballot, declared

NEW_YEAR = datetime(2027, 1, 1, 0, 30, tzinfo=UTC)
FOUND = Findings(
    appointed_by="The board, 9 November 2026",
    no_interest=True,
    sample=20,
    differing=0,
    complaints="",
    opinion="The vote was run as the rules say.",
)


async def issued(
    scene: Scene, document: Document, at: datetime = AT, subject: UUID | None = None, form: Form = Form.STANDARD
) -> queries.IssuedPage:
    async with scene.store.writing() as writing:
        paper_id = await lifecycle.issue(
            writing, document, "declaration", subject or uuid4(), form, by=scene.secretary, at=at
        )
    async with scene.store.reading() as reading:
        return await queries.issued_page(reading, paper_id)


async def test_numbers_run_without_gaps_and_begin_anew_each_year(scene: Scene) -> None:
    numbers = [(await issued(scene, declaration(), at)).line.number for at in (AT, LATER, NEW_YEAR, NEW_YEAR)]
    assert numbers == ["P-2026-1", "P-2026-2", "P-2027-1", "P-2027-2"]


async def test_a_refused_issue_leaves_no_gap(scene: Scene) -> None:
    subject = uuid4()
    await issued(scene, declaration(), subject=subject)
    with pytest.raises(AlreadyDone, match=r"as number P-2026-1\. Nothing in it has changed"):
        await issued(scene, declaration(), LATER, subject)
    changed = msgspec.structs.replace(declaration(), title="Another")
    assert (await issued(scene, changed, LATER, subject)).line.number == "P-2026-2"
    large = await issued(scene, declaration(), LATER, subject, Form.LARGE_PRINT)
    assert large.line.number == "P-2026-3", "another form is another paper"


async def test_an_issued_paper_is_kept_word_for_word_with_where_the_record_stood(scene: Scene) -> None:
    async with scene.store.reading() as reading:
        before = (await record.last_hash(reading)).hex()
    found = await issued(scene, declaration())
    assert found.holds and found.line.issued_by == "Nerys Wyn"
    paper = found.document
    assert (paper.number, paper.audit_hash, paper.mark) == ("P-2026-1", before, found.line.mark)
    assert paper.blocks == declaration().blocks
    async with scene.store.reading() as reading:
        line = (await lines_about(reading, [f"paper:{found.line.id}"]))[0]
    assert line.verb == "paper.issued" and line.facts is not None and line.facts["mark"] == found.line.mark


async def test_a_paper_that_was_altered_afterwards_does_not_hold(scene: Scene) -> None:
    found = await issued(scene, declaration())
    async with scene.store.writing() as writing:
        row = await writing.get(IssuedPaper, found.line.id)
        assert row is not None
        altered = row.content.replace("Tŷ Nant", "Tŷ Mawr")
        await writing.execute(update(IssuedPaper).values(content=altered))
    async with scene.store.reading() as reading:
        assert not (await queries.issued_page(reading, found.line.id)).holds
        checked = await queries.check(reading, found.line.number, found.line.mark)
    assert not checked.genuine


async def test_a_paper_whose_mark_was_altered_does_not_hold(scene: Scene) -> None:
    found = await issued(scene, declaration())
    async with scene.store.writing() as writing:
        await writing.execute(update(IssuedPaper).values(mark=bytes(32)))
    async with scene.store.reading() as reading:
        assert not (await queries.issued_page(reading, found.line.id)).holds


async def test_a_paper_in_hand_is_as_issued_only_with_its_own_mark(scene: Scene) -> None:
    found = await issued(scene, declaration())
    other = "0" * 16 if not found.line.mark.startswith("0" * 16) else "1" * 16
    async with scene.store.reading() as reading:
        genuine = await queries.check(reading, "2026/1", found.line.mark[:16].upper())
        wrong = await queries.check(reading, "2026/1", other)
        never = await queries.check(reading, "2026/2", found.line.mark)
    assert genuine.genuine and genuine.line is not None and genuine.line.title == declaration().title
    assert not wrong.genuine and wrong.line is None
    assert not never.genuine


async def test_the_list_is_found_by_words_number_kind_and_year(scene: Scene) -> None:
    await issued(scene, declaration())
    await issued(scene, declaration(title="100% of what_ever"), NEW_YEAR)

    async def numbers(**asked: object) -> list[str]:
        async with scene.store.reading() as reading:
            found = await queries.issued(reading, queries.Asked(**asked), 1)  # type: ignore[arg-type]
        return [one.number for one in found.lines]

    assert await numbers() == ["P-2027-1", "P-2026-1"]
    assert await numbers(words="SATURDAYS") == ["P-2026-1"]
    assert await numbers(words="100%") == ["P-2027-1"] and await numbers(words="_") == ["P-2027-1"]
    assert await numbers(words="P-2026-1") == ["P-2026-1"]
    assert await numbers(year=2027) == ["P-2027-1"] and await numbers(kind="agenda") == []
    assert await numbers(hidden=frozenset()) == ["P-2027-1", "P-2026-1"]


async def test_scrutineers_report_after_the_count_and_a_later_report_stands(scene: Scene) -> None:
    _, ballot_id = await a_closed_meeting_with_a_ballot(scene)
    by = scene.people["Member 1"]
    with pytest.raises(WrongMoment, match="after the count"):
        async with scene.store.writing() as writing:
            await lifecycle.report(writing, ballot_id, FOUND, by=by, at=LATER)
    await declared(scene, ballot_id)
    for opinion in ("First.", "Second."):
        async with scene.store.writing() as writing:
            found = msgspec.structs.replace(FOUND, opinion=opinion)
            await lifecycle.report(writing, ballot_id, found, by=by, at=LATER)
    async with scene.store.reading() as reading:
        said = await queries.scrutiny_of(reading, ballot_id)
        numbers = list(await reading.scalars(select(Scrutiny.number).order_by(Scrutiny.number)))
        line = (await lines_about(reading, [f"ballot:{ballot_id}"]))[0]
    assert said is not None and (said.opinion, said.by_name) == ("Second.", "Member 1")
    assert numbers == [1, 2] and line.verb == "scrutiny.reported"
    assert line.facts == {"sample": 20, "differing": 0}, "no word of theirs stands in the record"


@pytest.mark.parametrize(
    ("change", "field"), [({"no_interest": False}, "no_interest"), ({"differing": 21}, "differing")]
)
async def test_a_report_that_cannot_be_is_refused(scene: Scene, change: dict[str, object], field: str) -> None:
    """Invariant 59: whoever has an interest is no scrutineer."""
    _, ballot_id = await a_closed_meeting_with_a_ballot(scene)
    await declared(scene, ballot_id)
    with pytest.raises(NotValid) as refusal:
        async with scene.store.writing() as writing:
            found = msgspec.structs.replace(FOUND, **change)
            await lifecycle.report(writing, ballot_id, found, by=scene.secretary, at=LATER)
    assert refusal.value.field == field
    async with scene.store.reading() as reading:
        assert await queries.scrutiny_of(reading, ballot_id) is None
        assert (await reading.get(Ballot, ballot_id)) is not None
