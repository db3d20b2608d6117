"""The end of voting: "I did not cast this vote", strikes, the close, a withdrawal."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import func, select

from govern import record
from govern.ballots import lifecycle, queries
from govern.ballots.models import CastEnvelope, CastToken, LogHead, LogLeaf
from govern.ballots.rules import Answer, Stage
from govern.ballots.seal.documents import Closed, Struck, Withdrawn, leaf_from_bytes
from govern.errors import AlreadyDone, NotAllowed, NotValid, WrongMoment
from govern.identity.rules import Site
from govern.post.models import Letter
from tests.ballots.given_ballots import (
    BEFORE,
    CLOSES,
    OPENS,
    Given,
    a_draft,
    a_society,
    an_open_ballot,
    closed,
    counted,
    no,
    vote,
    yes,
)

AT = OPENS + timedelta(hours=1)
SITE = Site("http://testserver.local", "tair-nant", "Tair Nant")


async def one_question(given: Given) -> tuple[UUID, UUID]:
    ballot_id = await an_open_ballot(given)
    async with given.society.store.reading() as reading:
        (contest,) = await queries.contest_ids(reading, ballot_id)
    return ballot_id, contest


async def envelopes(given: Given) -> int:
    async with given.society.store.reading() as reading:
        return await reading.scalar(select(func.count()).select_from(CastEnvelope)) or 0


async def leaves(given: Given, ballot_id: UUID) -> list[object]:
    async with given.society.store.reading() as reading:
        rows = await reading.scalars(
            select(LogLeaf.body).where(LogLeaf.ballot_id == ballot_id).order_by(LogLeaf.place)
        )
        return [leaf_from_bytes(body) for body in rows]


async def test_a_challenge_reaches_the_officer_and_waits_for_an_answer_before_the_count(tmp_path: Path) -> None:
    given = await a_society(tmp_path)
    ballot_id, contest = await one_question(given)
    person = given.people["staff"][0]
    with pytest.raises(NotValid, match="no envelope of yours"):
        async with given.society.store.writing() as writing:
            await lifecycle.challenge(writing, ballot_id, person, "Not me", at=AT)
    await vote(given, ballot_id, person, yes(contest))
    async with given.society.store.writing() as writing:
        challenge_id = await lifecycle.challenge(writing, ballot_id, person, "I was away.", at=AT)
    with pytest.raises(AlreadyDone):
        async with given.society.store.writing() as writing:
            await lifecycle.challenge(writing, ballot_id, person, "Again", at=AT)
    with pytest.raises(WrongMoment, match="1 person says"):
        await counted(given, ballot_id)
    async with given.society.store.writing() as writing:
        await lifecycle.answer_challenge(
            writing, given.society, challenge_id, Answer.STANDS, "Spoken to.", by=given.officer, at=CLOSES
        )
    async with given.society.store.reading() as reading:
        (seen,) = await queries.challenges(reading, ballot_id)
    assert (seen.person, seen.answer, seen.waits_for_second) == ("Staff 1", Answer.STANDS, False)
    await lifecycle.count(given.society, ballot_id, by=given.officer, at=CLOSES)
    assert await given.stage(ballot_id) is Stage.COUNTED


async def test_a_strike_needs_two_officers_and_takes_the_vote_out_of_the_count(tmp_path: Path) -> None:
    given = await a_society(tmp_path)
    ballot_id, contest = await one_question(given)
    person, other = given.people["staff"][:2]
    await vote(given, ballot_id, person, yes(contest))
    await vote(given, ballot_id, other, no(contest))
    async with given.society.store.writing() as writing:
        challenge_id = await lifecycle.challenge(writing, ballot_id, person, "Not me.", at=AT)
    await closed(given, ballot_id)

    async def struck_by(officer: UUID) -> None:
        async with given.society.store.writing() as writing:
            await lifecycle.answer_challenge(
                writing, given.society, challenge_id, Answer.STRUCK, "Stolen phone.", by=officer, at=CLOSES
            )

    await struck_by(given.officer)
    with pytest.raises(WrongMoment):
        await lifecycle.count(given.society, ballot_id, by=given.officer, at=CLOSES)
    with pytest.raises(NotAllowed, match="second officer"):
        await struck_by(given.officer)
    await struck_by(given.second)
    with pytest.raises(AlreadyDone):
        await struck_by(given.second)
    assert isinstance((await leaves(given, ballot_id))[-1], Struck)
    await lifecycle.count(given.society, ballot_id, by=given.officer, at=CLOSES)
    async with given.society.store.reading() as reading:
        result = await queries.result(reading, ballot_id, "en", undeclared=True)
    assert (result.voted, result.set_aside) == (1, 1)
    assert result.contests[0].resolution is not None
    assert result.contests[0].resolution.for_ == 0


async def test_two_officers_closing_at_once_one_wins_and_one_is_told(tmp_path: Path) -> None:
    given = await a_society(tmp_path)
    ballot_id, _ = await one_question(given)

    async def close(officer: UUID) -> None:
        async with given.society.store.writing() as writing:
            await lifecycle.close(writing, given.society, ballot_id, by=officer, at=AT)

    answers = await asyncio.gather(close(given.officer), close(given.second), return_exceptions=True)
    (refusal,) = [answer for answer in answers if answer is not None]
    assert isinstance(refusal, WrongMoment)
    assert "closed already" in str(refusal)
    assert [isinstance(leaf, Closed) for leaf in await leaves(given, ballot_id)] == [False, True]
    async with given.society.store.reading() as reading:
        lines = [line.verb for line in await record.lines_about(reading, [f"ballot:{ballot_id}"])]
    assert lines.count("ballot.closed") == 1


async def test_the_clock_does_not_close_early_but_the_officer_may(tmp_path: Path) -> None:
    given = await a_society(tmp_path)
    ballot_id, _ = await one_question(given)
    with pytest.raises(WrongMoment, match="cannot close by itself"):
        async with given.society.store.writing() as writing:
            await lifecycle.close(writing, given.society, ballot_id, by=None, at=AT)
    await closed(given, ballot_id, at=AT)
    assert await given.stage(ballot_id) is Stage.CLOSED


async def test_a_withdrawn_ballot_stays_sealed_and_tells_everybody(tmp_path: Path) -> None:
    given = await a_society(tmp_path)
    ballot_id, contest = await one_question(given)
    person = given.people["staff"][0]
    await vote(given, ballot_id, person, yes(contest))
    with pytest.raises(NotValid, match="Say why"):
        async with given.society.store.writing() as writing:
            await lifecycle.withdraw(writing, given.society, ballot_id, "  ", by=given.officer, at=AT)
    async with given.society.store.writing() as writing:
        await lifecycle.withdraw(
            writing, given.society, ballot_id, "The cost was wrong.\nSorry.", by=given.officer, at=AT, site=SITE
        )
    assert (await leaves(given, ballot_id))[-1] == Withdrawn("The cost was wrong. Sorry.")
    with pytest.raises(WrongMoment, match="withdrawn"):
        await vote(given, ballot_id, given.people["staff"][1], yes(contest))
    with pytest.raises(WrongMoment, match="withdrawn"):
        await lifecycle.count(given.society, ballot_id, by=given.officer, at=CLOSES)
    async with given.society.store.reading() as reading:
        letters = await reading.scalar(select(func.count()).select_from(Letter))
        head = await reading.get_one(LogHead, ballot_id)
        assert await reading.scalar(select(func.count()).select_from(CastToken)) == 1
    assert (letters, head.size) == (16, 3)


async def test_drafts_can_be_withdrawn_too(tmp_path: Path) -> None:
    given = await a_society(tmp_path)
    ballot_id = await a_draft(given)
    async with given.society.store.writing() as writing:
        await lifecycle.withdraw(writing, given.society, ballot_id, "Not needed.", by=given.officer, at=BEFORE)
    assert await given.stage(ballot_id) is Stage.WITHDRAWN
