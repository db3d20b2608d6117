"""Invariant 23 in the vote itself: a meeting votes on what its notice named, in the words of the notice."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import msgspec
import pytest
from sqlalchemy import select, update

from govern.ballots import lifecycle as ballots
from govern.ballots import queries
from govern.ballots.lifecycle import ContestDraft, Wording
from govern.ballots.models import Ballot, Contest
from govern.ballots.rules import Act, ContestKind, EasyLine, Stage
from govern.errors import NotAllowed, WrongMoment
from govern.meetings import lifecycle
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
    shown,
)

LATER = AT + timedelta(hours=1)
OTHER = {"en": "Close for good", "cy": "Cau am byth"}


async def a_vote(scene: Scene, meeting_id: UUID) -> UUID:
    async with scene.store.writing() as writing:
        return await lifecycle.make_ballot(
            writing, meeting_id, opens_at=AGM_AT - timedelta(days=7), closes_at=AGM_AT, by=scene.secretary, at=AT
        )


async def called(scene: Scene, meeting_id: UUID) -> None:
    async with scene.store.writing() as writing:
        await lifecycle.send_notice(writing, meeting_id, pages=PAGES, by=scene.secretary, at=AT)


async def office(scene: Scene, ballot_id: UUID) -> queries.OfficeBallot:
    async with scene.store.reading() as reading:
        return await queries.office_ballot(reading, ballot_id, language="en", at=LATER)


async def worded(scene: Scene, ballot_id: UUID, **changes: object) -> None:
    """The first question with other words; the rest of it complete."""
    contest = (await office(scene, ballot_id)).contests[0]
    lines = (EasyLine("pictures/stop.svg", "It is about Saturdays."),)
    both = {"en": "It is so.", "cy": "Felly y mae."}
    wording = Wording(
        title=contest.title,
        question=contest.question,
        full_text=contest.full_text,
        yes_means=both,
        no_means=both,
        easy_title=both,
        easy_lines={"en": lines, "cy": lines},
    )
    async with scene.store.writing() as writing:
        await ballots.edit_wording(
            writing, contest.id, msgspec.structs.replace(wording, **changes), by=scene.secretary, at=LATER
        )


def another(kind: str = "special") -> ContestDraft:
    return ContestDraft(kind=ContestKind.RESOLUTION, resolution_kind=kind, wording=Wording(title=OTHER))


async def published(scene: Scene, ballot_id: UUID) -> None:
    async with scene.store.writing() as writing:
        await ballots.publish(writing, ballot_id, by=scene.secretary, at=LATER)


@pytest.mark.parametrize("part", ["title", "question", "full_text"])
@pytest.mark.parametrize("vote_first", [True, False])
async def test_after_the_notice_the_words_of_the_vote_stand(scene: Scene, part: str, vote_first: bool) -> None:
    special = msgspec.structs.replace(MOTION, resolution="special")
    meeting_id = await (a_draft if vote_first else a_called_meeting)(scene, special)
    ballot_id = await a_vote(scene, meeting_id)
    if vote_first:
        await called(scene, meeting_id)
    with pytest.raises(NotAllowed, match="people vote on the words that it names") as refusal:
        await worded(scene, ballot_id, **{part: OTHER})
    assert refusal.value.field == part
    await worded(scene, ballot_id)
    assert (await office(scene, ballot_id)).contests[0].no_means["en"] == "It is so."
    await worded(scene, ballot_id, question=MOTION.title)
    await published(scene, ballot_id)


async def test_before_the_notice_the_question_may_be_worded_better_and_then_stands(scene: Scene) -> None:
    meeting_id = await a_draft(scene, MOTION)
    ballot_id = await a_vote(scene, meeting_id)
    better = {"en": "Shall the house open on Saturdays?", "cy": "A ddylai'r tŷ agor ar ddydd Sadwrn?"}
    await worded(scene, ballot_id, question=better)
    await called(scene, meeting_id)
    await worded(scene, ballot_id, question=better)
    with pytest.raises(NotAllowed):
        await worded(scene, ballot_id, question=OTHER)


@pytest.mark.parametrize(
    "new",
    [
        another(),
        another("ordinary"),
        ContestDraft(kind=ContestKind.ELECTION, body="board", seat_constituency="any", wording=Wording(title=OTHER)),
        ContestDraft(kind=ContestKind.OPTION, wording=Wording(title=OTHER)),
    ],
    ids=["special", "ordinary", "election", "choice"],
)
async def test_after_the_notice_nothing_more_is_asked(scene: Scene, new: ContestDraft) -> None:
    ballot_id = await a_vote(scene, await a_called_meeting(scene, MOTION))
    with pytest.raises(NotAllowed, match="votes only on what its notice names"):
        async with scene.store.writing() as writing:
            await ballots.add_contest(writing, ballot_id, new, by=scene.secretary, at=LATER)
    assert len((await office(scene, ballot_id)).contests) == 1
    assert (await office(scene, ballot_id)).bound


async def test_what_was_asked_before_the_notice_and_is_not_in_it_is_not_published(scene: Scene) -> None:
    meeting_id = await a_draft(scene, MOTION)
    ballot_id = await a_vote(scene, meeting_id)
    await worded(scene, ballot_id)
    async with scene.store.writing() as writing:
        await ballots.add_contest(writing, ballot_id, another(), by=scene.secretary, at=AT)
    await called(scene, meeting_id)
    outside = [one for one in (await office(scene, ballot_id)).missing if one.act is Act.WITHDRAW]
    assert ["“Close for good” is not in the notice" in str(one.sentence) for one in outside] == [True]
    with pytest.raises(WrongMoment, match="is not in the notice of the meeting"):
        await published(scene, ballot_id)


async def test_other_words_before_the_notice_have_to_become_those_of_the_notice(scene: Scene) -> None:
    meeting_id = await a_draft(scene, MOTION)
    ballot_id = await a_vote(scene, meeting_id)
    await worded(scene, ballot_id, full_text=OTHER)
    await called(scene, meeting_id)
    with pytest.raises(WrongMoment, match="has other words than the notice of the meeting"):
        await published(scene, ballot_id)
    await worded(scene, ballot_id, full_text=MOTION.text)
    await published(scene, ballot_id)


async def test_an_item_that_became_another_kind_of_decision_is_not_what_the_vote_asks(scene: Scene) -> None:
    meeting_id = await a_draft(scene, MOTION)
    ballot_id = await a_vote(scene, meeting_id)
    await worded(scene, ballot_id)
    item = (await shown(scene, meeting_id)).items[0]
    special = msgspec.structs.replace(MOTION, resolution="special")
    async with scene.store.writing() as writing:
        await lifecycle.change_item(writing, item.id, special, by=scene.secretary, at=AT)
    await called(scene, meeting_id)
    with pytest.raises(WrongMoment, match="is not in the notice of the meeting"):
        await published(scene, ballot_id)


@pytest.mark.parametrize("stage", [Stage.PUBLISHED, Stage.FROZEN])
async def test_papers_published_before_the_notice_are_looked_at_again(scene: Scene, stage: Stage) -> None:
    """Freezing and opening ask for the same as publishing does."""
    meeting_id = await a_draft(scene, MOTION)
    ballot_id = await a_vote(scene, meeting_id)
    await worded(scene, ballot_id, title=OTHER)
    await published(scene, ballot_id)
    await called(scene, meeting_id)
    async with scene.store.writing() as writing:
        await writing.execute(update(Ballot).where(Ballot.id == ballot_id).values(stage=stage))
    (found,) = (one for one in (await office(scene, ballot_id)).missing if "other words" in str(one.sentence))
    assert found.act is Act.WITHDRAW


async def test_an_item_of_a_corrected_notice_joins_the_vote_that_is_being_written(scene: Scene) -> None:
    meeting_id = await a_draft(scene, REPORT, MOTION)
    ballot_id = await a_vote(scene, meeting_id)
    await called(scene, meeting_id)
    why, by = {"en": "Seats are free.", "cy": "Mae seddi'n wag."}, scene.secretary
    async with scene.store.writing() as writing:
        await lifecycle.correct_notice(writing, meeting_id, an_agm(), ELECTION, why, pages=PAGES, by=by, at=LATER)
    contests = (await office(scene, ballot_id)).contests
    assert [one.title["en"] for one in contests] == ["Open on Saturdays", "Board: supported people"]
    assert [item.contest_id for item in (await shown(scene, meeting_id)).items] == [None, *(c.id for c in contests)]
    assert not [one for one in (await office(scene, ballot_id)).missing if one.act is Act.WITHDRAW]
    async with scene.store.reading() as reading:
        rows = list(await reading.scalars(select(Contest).where(Contest.ballot_id == ballot_id)))
    assert all(row.noticed_title == row.title for row in rows)
