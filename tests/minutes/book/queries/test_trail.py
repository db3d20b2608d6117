"""The audit trail: who with which office, what in a sentence, page by page, and only what belongs to a meeting."""

from __future__ import annotations

from datetime import timedelta

from govern.ballots import lifecycle as ballots
from govern.ballots import queries as ballot_queries
from govern.identity import lifecycle as identity
from govern.minutes.book import lifecycle, queries
from govern.permissions import Role
from tests.meetings.scene import AT, Scene, a_draft
from tests.minutes.book.scene import END, a_closed_meeting, a_closed_meeting_with_a_ballot


async def test_a_line_says_who_held_which_office_that_day_and_what_they_did(scene: Scene) -> None:
    async with scene.store.writing() as writing:
        await identity.appoint(writing, scene.secretary, Role.SECRETARY, AT.date(), by=None, at=AT)
    meeting_id = await a_closed_meeting(scene)
    async with scene.store.reading() as reading:
        found = await queries.trail(reading, [f"meeting:{meeting_id}"])
    newest = found.lines[0]
    assert (newest.who, newest.roles, str(newest.what)) == ("Nerys Wyn", (Role.SECRETARY,), "A meeting was closed.")
    assert len(newest.chain_hash) == 64 and ("here", "13") in newest.facts
    assert [str(line.what) for line in found.lines[-1:]] == ["A meeting was written down."]


async def test_a_step_of_nobody_has_no_name(scene: Scene) -> None:
    async with scene.store.reading() as reading:
        found = await queries.trail(reading)
    assert {line.who for line in found.lines if line.verb == "rulebook.adopted"} == {None}


async def test_the_trail_is_read_page_by_page_without_gap_or_repeat(scene: Scene) -> None:
    for _ in range(20):
        await a_draft(scene)
    numbers: list[int] = []
    before: int | None = None
    async with scene.store.reading() as reading:
        while True:
            found = await queries.trail(reading, before=before)
            numbers += [line.number for line in found.lines]
            assert len(found.lines) <= 50
            before = found.before
            if before is None:
                break
    assert numbers == list(range(len(numbers), 0, -1)) and len(numbers) > 60


async def test_a_meeting_brings_its_ballot_its_questions_and_its_minutes(scene: Scene) -> None:
    other = await a_draft(scene)
    meeting_id, ballot_id = await a_closed_meeting_with_a_ballot(scene)
    async with scene.store.writing() as writing:
        question = (await ballot_queries.contest_ids(writing, ballot_id))[-1]
        await ballots.add_candidate(
            writing, question, scene.people["Siân Morgan"], statement={}, by=scene.secretary, at=END
        )
        minutes_id = await lifecycle.draft(writing, meeting_id, by=scene.secretary, at=END + timedelta(hours=1))
    async with scene.store.reading() as reading:
        subjects = await queries.subjects_of_meeting(reading, meeting_id)
        found = await queries.trail(reading, subjects)
    assert {f"meeting:{meeting_id}", f"ballot:{ballot_id}", f"minutes:{minutes_id}"} <= set(subjects)
    assert {"ballot.drafted", "contest.added", "candidate.added", "minutes.drafted"} <= {
        line.verb for line in found.lines
    }
    assert all(str(other) not in line.subject for line in found.lines)
