"""The caster: votes of a busy evening, on both kinds of database, in one process and in two."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from govern import record
from govern.ballots import casting, lifecycle, queries
from govern.ballots.casting import Caster, Posted, Vote
from govern.ballots.lifecycle import Sealing
from govern.ballots.models import CastEnvelope, LogHead, LogLeaf, append_only_ddl
from govern.ballots.seal import checkpoint, tree
from govern.ballots.seal.documents import Manifest
from govern.database import open_store
from govern.errors import NotFound, Unavailable
from tests.ballots.given_ballots import CLOSES, OPENS, Given, a_society, an_open_ballot, no, seal, yes

AT = OPENS + timedelta(hours=1)


def as_vote(person: UUID, sealing: Sealing, at_minutes: int = 0) -> Vote:
    envelope = sealing.envelope
    at = AT + timedelta(minutes=at_minutes)
    return Vote(sealing.ballot_id, person, envelope, sealing.token, sealing.sealed_at, at)


async def given_on(database_url: str, tmp_path: Path, people: int = 10) -> tuple[Given, UUID, UUID]:
    groups = {"supported": people, "staff": people, "volunteers": people}
    given = await a_society(tmp_path / "home", groups=groups, url=database_url)
    ballot_id = await an_open_ballot(given)
    async with given.society.store.reading() as reading:
        (contest,) = await queries.contest_ids(reading, ballot_id)
    return given, ballot_id, contest


async def the_log_holds(given: Given, ballot_id: UUID) -> int:
    """Every leaf in its place, the root as signed, the record's chain whole. Returns the number of envelopes."""
    ballot = await given.ballot(ballot_id)
    manifest = Manifest.from_bytes(ballot.manifest or b"")
    async with given.society.store.reading() as reading:
        rows = list(
            await reading.execute(
                select(LogLeaf.place, LogLeaf.body).where(LogLeaf.ballot_id == ballot_id).order_by(LogLeaf.place)
            )
        )
        head = await reading.get_one(LogHead, ballot_id)
        envelopes = await reading.scalar(select(func.count()).select_from(CastEnvelope))
        lines = await record.lines_about(reading, [f"ballot:{ballot_id}"], limit=1000)
        assert (await record.verify(reading)).holds
    assert [place for place, _ in rows] == list(range(len(rows)))
    frontier = tree.Frontier()
    for _, body in rows:
        frontier, _ = frontier.append(tree.leaf_hash(body))
    signed = checkpoint.verify(head.checkpoint, manifest.log_origin, manifest.log_key)
    assert (signed.size, signed.root) == (len(rows), frontier.root)
    cast_lines = sorted(int(line.facts["leaf"] or 0) for line in lines if line.verb == "vote.cast" and line.facts)
    assert cast_lines == list(range(1, (envelopes or 0) + 1))
    return envelopes or 0


async def test_a_busy_evening_commits_votes_together_and_answers_each(database_url: str, tmp_path: Path) -> None:
    given, ballot_id, contest = await given_on(database_url, tmp_path)
    sealed = [(person, await seal(given, ballot_id, person, yes(contest), AT)) for person in given.everybody]
    answers = await asyncio.gather(
        *(lifecycle.cast(given.society, person, sealing, at=AT) for person, sealing in sealed)
    )
    assert sorted(answer.leaf for answer in answers) == list(range(1, 31))
    assert [answer.code for answer in answers] == [sealing.code for _, sealing in sealed]
    assert await the_log_holds(given, ballot_id) == 30
    async with given.society.store.reading() as reading:
        for person, sealing in sealed[:5]:
            shown = await queries.receipt(reading, ballot_id, person, language="en")
            assert shown.code == sealing.code
    await given.society.store.close()


async def test_two_server_processes_share_one_log(database_url: str, tmp_path: Path) -> None:
    """Two stores on one database, each with its own caster, as two processes have."""
    given, ballot_id, contest = await given_on(database_url, tmp_path)
    other = open_store(given.society.database_url)
    key = given.society.key("log")
    casters = [Caster(given.society.store, key), Caster(other, key)]
    votes = [
        as_vote(person, await seal(given, ballot_id, person, choice, AT))
        for person in given.everybody
        for choice in (yes(contest), no(contest))
    ]
    answers = await asyncio.gather(*(casters[n % 2].cast(vote) for n, vote in enumerate(votes)))
    assert sorted(answer.leaf for answer in answers) == list(range(1, 61))
    again = await asyncio.gather(*(casters[(n + 1) % 2].cast(vote) for n, vote in enumerate(votes)))
    assert [answer.leaf for answer in again] == [answer.leaf for answer in answers]
    assert all(answer.again for answer in again)
    assert await the_log_holds(given, ballot_id) == 60
    await other.close()
    await given.society.store.close()


async def test_the_same_form_in_both_processes_at_once_makes_one_envelope(database_url: str, tmp_path: Path) -> None:
    given, ballot_id, contest = await given_on(database_url, tmp_path)
    other = open_store(given.society.database_url)
    casters = [Caster(given.society.store, given.society.key("log")), Caster(other, given.society.key("log"))]
    person = given.everybody[0]
    vote = as_vote(person, await seal(given, ballot_id, person, yes(contest), AT))
    answers = await asyncio.gather(*(casters[n % 2].cast(vote) for n in range(6)))
    assert {answer.leaf for answer in answers} == {1}
    assert await the_log_holds(given, ballot_id) == 1
    await other.close()
    await given.society.store.close()


async def test_closing_while_votes_come_in_leaves_no_vote_after_the_close(database_url: str, tmp_path: Path) -> None:
    given, ballot_id, contest = await given_on(database_url, tmp_path)
    votes = [as_vote(person, await seal(given, ballot_id, person, yes(contest), AT)) for person in given.everybody]
    other = open_store(given.society.database_url)
    caster = Caster(other, given.society.key("log"))

    async def close() -> None:
        async with given.society.store.writing() as writing:
            await lifecycle.close(writing, given.society, ballot_id, by=given.officer, at=AT)

    results = await asyncio.gather(
        *(caster.cast(vote) for vote in votes[:15]),
        close(),
        *(caster.cast(vote) for vote in votes[15:]),
        return_exceptions=True,
    )
    posted = [answer for answer in results if isinstance(answer, Posted)]
    assert await the_log_holds(given, ballot_id) == len(posted)
    async with given.society.store.reading() as reading:
        last = await reading.scalar(select(func.max(CastEnvelope.leaf)))
        size = await reading.scalar(select(LogHead.size))
    assert size == len(posted) + 2
    assert last is None or last < size - 1
    await lifecycle.count(given.society, ballot_id, by=given.officer, at=CLOSES)
    async with given.society.store.reading() as reading:
        assert (await queries.result(reading, ballot_id, "en", undeclared=True)).voted == len(posted)
    await other.close()
    await given.society.store.close()


async def test_one_bad_envelope_in_a_batch_spoils_no_other(tmp_path: Path) -> None:
    """A constraint refuses the batch as a whole; then each goes in under its own savepoint."""
    given, ballot_id, contest = await given_on(f"sqlite:///{tmp_path}/one.sqlite", tmp_path)
    sealed = [(person, await seal(given, ballot_id, person, yes(contest), AT)) for person in given.everybody[:5]]
    votes = [as_vote(person, sealing) for person, sealing in sealed]
    (first,) = await casting.post(given.society.store, votes[:1], given.society.key("log"))
    assert isinstance(first, Posted)
    replayed = Vote(ballot_id, votes[0].person_id, votes[0].envelope, b"another token...", AT, AT)
    answers = await casting.post(given.society.store, [replayed, *votes[1:]], given.society.key("log"))
    assert "in the box already" in str(answers[0])
    assert [answer.leaf for answer in answers if isinstance(answer, Posted)] == [2, 3, 4, 5]
    assert await the_log_holds(given, ballot_id) == 5


async def test_votes_for_two_ballots_and_for_none_in_one_batch(tmp_path: Path) -> None:
    given, ballot_id, contest = await given_on(f"sqlite:///{tmp_path}/one.sqlite", tmp_path)
    person = given.everybody[0]
    good = as_vote(person, await seal(given, ballot_id, person, yes(contest), AT))
    lost = Vote(uuid4(), person, good.envelope, good.token, AT, AT)
    refused, posted = await casting.post(given.society.store, [lost, good], given.society.key("log"))
    assert isinstance(refused, NotFound)
    assert isinstance(posted, Posted)


async def test_when_the_database_fails_nobody_is_told_that_they_voted(tmp_path: Path) -> None:
    given, ballot_id, contest = await given_on(f"sqlite:///{tmp_path}/one.sqlite", tmp_path)
    person = given.everybody[0]
    sealing = await seal(given, ballot_id, person, yes(contest), AT)
    async with given.society.store.writing() as writing:
        await writing.execute(text("ALTER TABLE log_node RENAME TO elsewhere"))
        await writing.execute(text("ALTER TABLE log_leaf RENAME TO elsewhere_too"))
    with pytest.raises(Unavailable, match="you have not voted"):
        await lifecycle.cast(given.society, person, sealing, at=AT)
    async with given.society.store.writing() as writing:
        await writing.execute(text("ALTER TABLE elsewhere RENAME TO log_node"))
        await writing.execute(text("ALTER TABLE elsewhere_too RENAME TO log_leaf"))
    assert (await lifecycle.cast(given.society, person, sealing, at=AT)).leaf == 1
    assert await the_log_holds(given, ballot_id) == 1


async def test_a_voter_who_goes_away_does_not_stop_the_others(tmp_path: Path) -> None:
    given, ballot_id, contest = await given_on(f"sqlite:///{tmp_path}/one.sqlite", tmp_path)
    people = given.everybody[:4]
    sealed = [await seal(given, ballot_id, person, yes(contest), AT) for person in people]
    tasks = [
        asyncio.create_task(lifecycle.cast(given.society, person, sealing, at=AT))
        for person, sealing in zip(people, sealed, strict=True)
    ]
    await asyncio.sleep(0)
    tasks[0].cancel()
    answers = await asyncio.gather(*tasks, return_exceptions=True)
    assert isinstance(answers[0], asyncio.CancelledError)
    assert all(isinstance(answer, Posted) for answer in answers[1:])
    assert await the_log_holds(given, ballot_id) in (3, 4)


async def test_the_log_refuses_changes_once_its_tripwire_is_set(database_url: str, tmp_path: Path) -> None:
    given, ballot_id, contest = await given_on(database_url, tmp_path)
    store = given.society.store
    async with store.engine.begin() as connection:
        for statement in append_only_ddl(store.kind):
            await connection.exec_driver_sql(statement)
    person = given.everybody[0]
    await lifecycle.cast(given.society, person, await seal(given, ballot_id, person, yes(contest), AT), at=AT)
    for statement in ("UPDATE log_leaf SET place = 9", "DELETE FROM envelope", "DELETE FROM slip_seen"):
        with pytest.raises((DBAPIError, IntegrityError), match="append-only"):
            async with store.writing() as writing:
                await writing.execute(text(statement))
    assert await the_log_holds(given, ballot_id) == 1
    await store.close()
