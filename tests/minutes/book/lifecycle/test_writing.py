"""The life of minutes, in the order it is lived: drafted, written, results brought in, circulated."""

from __future__ import annotations

from uuid import UUID

import pytest

from govern.ballots.models import Ballot
from govern.ballots.rules import Stage as BallotStage
from govern.errors import AlreadyDone, NotFound, NotValid, WrongMoment
from govern.minutes.book import lifecycle, queries
from govern.minutes.book.models import Minutes
from govern.minutes.book.rules import EntryKind, Stage
from govern.record import lines_about
from tests.meetings.scene import Scene, a_called_meeting
from tests.minutes.book.scene import END, LATER, a_closed_meeting, a_closed_meeting_with_a_ballot, declared

SAID = {"en": "The manager told of the year.", "cy": "Dywedodd y rheolwr am y flwyddyn."}


async def drafted(scene: Scene, meeting_id: UUID) -> UUID:
    async with scene.store.writing() as writing:
        return await lifecycle.draft(writing, meeting_id, by=scene.secretary, at=END)


async def read(scene: Scene, minutes_id: UUID, language: str = "en") -> queries.MinutesPage:
    async with scene.store.reading() as reading:
        return await queries.minutes_page(reading, minutes_id, language)


async def verbs(scene: Scene, minutes_id: UUID) -> list[str]:
    async with scene.store.reading() as reading:
        return [line.verb for line in reversed(await lines_about(reading, [f"minutes:{minutes_id}"]))]


async def put_at(scene: Scene, minutes_id: UUID, stage: Stage) -> None:
    async with scene.store.writing() as writing:
        row = await writing.get(Minutes, minutes_id)
        assert row is not None
        row.approved_at = row.signed_at = LATER
        row.stage = stage


async def test_the_draft_tells_who_was_there_the_quorum_each_item_and_what_was_decided(scene: Scene) -> None:
    minutes = await read(scene, await drafted(scene, await a_closed_meeting(scene)))
    assert minutes.stage is Stage.DRAFT
    assert [entry.kind for entry in minutes.entries] == [
        EntryKind.OPENING,
        EntryKind.QUORUM,
        EntryKind.ITEM,
        EntryKind.ITEM,
        EntryKind.CLOSING,
    ]
    opening, quorum, report, motion, _ = minutes.entries
    assert opening.paragraphs[1] == "Nerys Wyn took the chair."
    assert quorum.paragraphs == (
        "15 people were entitled to vote.",
        "12 were needed. 13 counted.",
        "There was a quorum.",
    )
    assert report.heading == "1. The year" and report.paragraphs == ("The meeting heard this.",)
    assert motion.paragraphs == (
        "The house opens on Saturdays.",
        "When this was decided, 12 were needed and 13 counted.",
    )
    assert motion.decision == "The meeting agreed this."
    assert len(minutes.present) == 13
    nerys = next(one for one in minutes.present if one.name == "Nerys Wyn")
    assert (nerys.group, nerys.counts, nerys.out_at) == ("Staff", True, END)


async def test_the_draft_is_there_in_both_languages_at_once(scene: Scene) -> None:
    minutes_id = await drafted(scene, await a_closed_meeting(scene))
    welsh = await read(scene, minutes_id, "cy")
    assert welsh.entries[3].heading == "2. Agor ar ddydd Sadwrn"
    assert next(one.group for one in welsh.present if one.name == "Siân Morgan") == "Pobl sy'n cael cymorth"


async def test_minutes_are_begun_once_and_not_before_the_meeting_is(scene: Scene) -> None:
    to_come = await a_called_meeting(scene)
    with pytest.raises(WrongMoment, match="has not begun"):
        await drafted(scene, to_come)
    over = await a_closed_meeting(scene)
    await drafted(scene, over)
    with pytest.raises(AlreadyDone):
        await drafted(scene, over)


async def test_the_secretary_writes_what_was_said_and_decided(scene: Scene) -> None:
    minutes_id = await drafted(scene, await a_closed_meeting(scene))
    report = (await read(scene, minutes_id)).entries[2]
    decided = {"en": "The report is taken note of.", "cy": "Nodwyd yr adroddiad."}
    async with scene.store.writing() as writing:
        await lifecycle.edit_entry(writing, report.id, SAID, decided, by=scene.secretary, at=LATER)
    entry = (await read(scene, minutes_id)).entries[2]
    assert (entry.paragraphs, entry.decision) == ((SAID["en"],), decided["en"])
    assert await verbs(scene, minutes_id) == ["minutes.drafted", "minutes.edited"]


async def test_a_text_in_one_language_of_two_is_refused(scene: Scene) -> None:
    minutes_id = await drafted(scene, await a_closed_meeting(scene))
    report = (await read(scene, minutes_id)).entries[2]
    with pytest.raises(NotValid) as refusal:
        async with scene.store.writing() as writing:
            await lifecycle.edit_entry(writing, report.id, {"en": "Only English"}, {}, by=scene.secretary, at=LATER)
    assert refusal.value.field == "text_cy"


async def test_results_come_in_with_rule_base_and_numbers_when_they_are_declared(scene: Scene) -> None:
    meeting_id, ballot_id = await a_closed_meeting_with_a_ballot(scene)
    minutes_id = await drafted(scene, meeting_id)
    before = await read(scene, minutes_id)
    assert [entry.waits for entry in before.entries] == [False, False, False, True, True, False]
    with pytest.raises(WrongMoment, match="is not in the minutes"):
        async with scene.store.writing() as writing:
            await lifecycle.circulate(writing, minutes_id, by=scene.secretary, at=LATER)
    await declared(scene, ballot_id)
    async with scene.store.writing() as writing:
        assert await lifecycle.bring_results(writing, minutes_id, by=scene.secretary, at=LATER) == 2
    minutes = await read(scene, minutes_id)
    motion, election = minutes.entries[3], minutes.entries[4]
    assert motion.decision == "The resolution is carried."
    assert motion.result == (
        "For: 54.375 of 100. More than half is needed. (Rule 3.3)",
        "112 of 195 people voted.",
    )
    assert election.decision == "Ana is elected. One seat is vacant."
    assert "Di: not elected: volunteer cap (3 of 9 reached)." in election.result
    async with scene.store.writing() as writing:
        assert await lifecycle.bring_results(writing, minutes_id, by=scene.secretary, at=LATER) == 0


async def test_minutes_do_not_wait_for_a_vote_that_was_withdrawn_after_the_meeting(scene: Scene) -> None:
    meeting_id, ballot_id = await a_closed_meeting_with_a_ballot(scene)
    minutes_id = await drafted(scene, meeting_id)
    async with scene.store.writing() as writing:
        (await writing.get_one(Ballot, ballot_id)).stage = BallotStage.WITHDRAWN
        assert await lifecycle.bring_results(writing, minutes_id, by=scene.secretary, at=LATER) == 2
        await lifecycle.circulate(writing, minutes_id, by=scene.secretary, at=LATER)
    motion = (await read(scene, minutes_id)).entries[3]
    assert (motion.waits, motion.paragraphs[-1]) == (False, "The vote on this was withdrawn.")


async def test_results_that_are_declared_already_stand_in_the_first_draft(scene: Scene) -> None:
    meeting_id, ballot_id = await a_closed_meeting_with_a_ballot(scene)
    await declared(scene, ballot_id)
    minutes = await read(scene, await drafted(scene, meeting_id))
    assert not minutes.waits_for_results


async def test_what_a_ballot_decided_is_not_the_secretarys_to_word(scene: Scene) -> None:
    meeting_id, ballot_id = await a_closed_meeting_with_a_ballot(scene)
    await declared(scene, ballot_id)
    minutes_id = await drafted(scene, meeting_id)
    motion = (await read(scene, minutes_id)).entries[3]
    other = {"en": "The resolution is lost.", "cy": "Collwyd."}
    async with scene.store.writing() as writing:
        await lifecycle.edit_entry(writing, motion.id, SAID, other, by=scene.secretary, at=LATER)
    entry = (await read(scene, minutes_id)).entries[3]
    assert (entry.paragraphs[0], entry.decision) == (SAID["en"], "The resolution is carried.")


async def test_minutes_are_circulated_amended_and_circulated_again(scene: Scene) -> None:
    minutes_id = await drafted(scene, await a_closed_meeting(scene))
    report = (await read(scene, minutes_id)).entries[2]
    async with scene.store.writing() as writing:
        await lifecycle.circulate(writing, minutes_id, by=scene.secretary, at=LATER)
    with pytest.raises(WrongMoment, match="circulated already"):
        async with scene.store.writing() as writing:
            await lifecycle.circulate(writing, minutes_id, by=scene.secretary, at=LATER)
    async with scene.store.writing() as writing:
        await lifecycle.edit_entry(writing, report.id, SAID, {}, by=scene.secretary, at=LATER)
    assert (await read(scene, minutes_id)).stage is Stage.AMENDED
    async with scene.store.writing() as writing:
        await lifecycle.circulate(writing, minutes_id, by=scene.secretary, at=LATER)
    assert (await read(scene, minutes_id)).stage is Stage.CIRCULATED


@pytest.mark.parametrize("stage", [Stage.APPROVED, Stage.SIGNED])
async def test_agreed_minutes_never_change(scene: Scene, stage: Stage) -> None:
    minutes_id = await drafted(scene, await a_closed_meeting(scene))
    before = await read(scene, minutes_id)
    await put_at(scene, minutes_id, stage)
    with pytest.raises(WrongMoment, match="correction is added"):
        async with scene.store.writing() as writing:
            await lifecycle.edit_entry(writing, before.entries[2].id, SAID, {}, by=scene.secretary, at=LATER)
    with pytest.raises(WrongMoment):
        async with scene.store.writing() as writing:
            await lifecycle.bring_results(writing, minutes_id, by=scene.secretary, at=LATER)
    with pytest.raises(WrongMoment):
        async with scene.store.writing() as writing:
            await lifecycle.circulate(writing, minutes_id, by=scene.secretary, at=LATER)
    assert (await read(scene, minutes_id)).entries == before.entries


async def test_minutes_that_are_not_there_are_not_found(scene: Scene) -> None:
    with pytest.raises(NotFound):
        await read(scene, scene.secretary)
