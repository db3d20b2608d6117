"""Wording is published, the roll is frozen, voting opens."""

from __future__ import annotations

import stat
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import func, select

from govern import record
from govern.ballots import lifecycle, queries
from govern.ballots.models import LogHead, LogLeaf, MemberHandle, RollEntry
from govern.ballots.rules import Act, Stage
from govern.ballots.seal import checkpoint
from govern.ballots.seal.documents import Manifest, Opened, RollRow, leaf_from_bytes, roll_hash
from govern.constituencies.rulebook.book import example
from govern.errors import AlreadyDone, WrongMoment
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
    election,
    frozen,
    lots_drawn,
    motion,
    opened,
    published,
    stands,
)

SITE = Site("http://testserver.local", "tair-nant", "Tair Nant")


async def verbs(given: Given, ballot_id: UUID) -> list[str]:
    async with given.society.store.reading() as reading:
        return [line.verb for line in reversed(await record.lines_about(reading, [f"ballot:{ballot_id}"]))]


async def test_the_steps_stand_in_the_record_in_order(tmp_path: Path) -> None:
    given = await a_society(tmp_path)
    ballot_id = await an_open_ballot(given)
    assert await verbs(given, ballot_id) == [
        "ballot.drafted",
        "ballot.published",
        "ballot.frozen",
        "ballot.opened",
    ]


async def test_publishing_twice_is_refused(tmp_path: Path) -> None:
    given = await a_society(tmp_path)
    ballot_id = await published(given, await a_draft(given))
    with pytest.raises(WrongMoment, match="published"):
        await published(given, ballot_id)
    assert await given.stage(ballot_id) is Stage.PUBLISHED


async def test_the_roll_is_frozen_with_random_handles_and_its_hash(tmp_path: Path) -> None:
    given = await a_society(tmp_path)
    ballot_id = await frozen(given, await a_draft(given))
    ballot = await given.ballot(ballot_id)
    async with given.society.store.reading() as reading:
        rows = list(await reading.scalars(select(RollEntry).where(RollEntry.ballot_id == ballot_id)))
        ties = list(await reading.scalars(select(MemberHandle).where(MemberHandle.ballot_id == ballot_id)))
    assert ballot.roll_size == len(rows) == 16
    assert ballot.roll_hash == roll_hash([RollRow(row.handle, row.style, row.units) for row in rows])
    assert {tie.person_id for tie in ties} == set(given.everybody)
    assert [row.handle for row in rows] == sorted(row.handle for row in rows)
    manifest = Manifest.from_bytes(ballot.manifest or b"")
    assert manifest.hash() == ballot.manifest_hash
    assert (manifest.roll_size, manifest.roll_hash) == (16, ballot.roll_hash)
    assert [style.id for style in manifest.styles] == ["supported", "staff", "volunteers", "public_bodies"]


async def test_the_key_to_the_envelopes_is_a_file_of_its_own_and_not_in_the_database(tmp_path: Path) -> None:
    given = await a_society(tmp_path)
    ballot_id = await frozen(given, await a_draft(given))
    file = given.society.folder / "keys" / "ballots" / f"{ballot_id}.key"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    private = file.read_bytes()
    await given.society.store.close()
    kept = b"".join(path.read_bytes() for path in given.society.folder.glob("society.sqlite*"))
    assert private not in kept
    assert private.hex().encode() not in kept


async def test_a_roll_is_not_taken_before_its_day(tmp_path: Path) -> None:
    given = await a_society(tmp_path)
    ballot_id = await published(given, await a_draft(given))
    with pytest.raises(WrongMoment, match="2026-11-02"):
        async with given.society.store.writing() as writing:
            await lifecycle.freeze(writing, given.society, ballot_id, by=given.officer, at=BEFORE)
    assert await given.stage(ballot_id) is Stage.PUBLISHED
    async with given.society.store.reading() as reading:
        assert await reading.scalar(select(func.count()).select_from(RollEntry)) == 0


async def test_who_joins_after_the_record_day_is_not_on_the_roll(tmp_path: Path) -> None:
    given = await a_society(tmp_path)
    from govern.constituencies.register import lifecycle as register
    from govern.identity.lifecycle import NewPerson

    async with given.society.store.writing() as writing:
        day = OPENS - timedelta(days=3)
        late = await register.enter(
            writing, NewPerson(name="Late Comer"), "staff", day.date(), "application accepted", by=None, at=day
        )
    ballot_id = await an_open_ballot(given)
    async with given.society.store.reading() as reading:
        assert await queries.open_ballots_for(reading, late, language="en", at=OPENS + timedelta(hours=1)) == ()
        page = await queries.ballot_page(reading, ballot_id, late, language="en", at=OPENS + timedelta(hours=1))
    assert not page.may_vote
    assert "not on the list" in str(page.why_not)


async def test_a_reserved_seat_is_on_the_papers_of_its_group_alone(tmp_path: Path) -> None:
    given = await a_society(tmp_path, groups={"supported": 12, "staff": 12, "volunteers": 12})
    ballot_id = await a_draft(given, motion(), election("staff", 1))
    async with given.society.store.reading() as reading:
        _, seats = await queries.contest_ids(reading, ballot_id)
    for person in given.people["staff"][:2]:
        await stands(given, seats, person)
    await lots_drawn(given, ballot_id)
    await opened(given, ballot_id)
    manifest = Manifest.from_bytes((await given.ballot(ballot_id)).manifest or b"")
    assert len(manifest.style("staff").contests) == 2
    assert len(manifest.style("supported").contests) == 1
    async with given.society.store.reading() as reading:
        at = OPENS + timedelta(hours=1)
        mine = await queries.paper(reading, ballot_id, given.people["staff"][0], language="en", at=at)
        other = await queries.paper(reading, ballot_id, given.people["supported"][0], language="cy", at=at)
    assert [view.position for view in mine.contests] == [1, 2]
    assert [view.title for view in other.contests] == ["Saturdays (cy)"]


async def test_an_election_without_a_choice_is_not_voted_on(tmp_path: Path) -> None:
    given = await a_society(tmp_path)
    ballot_id = await a_draft(given, motion(), election("staff", 2))
    async with given.society.store.reading() as reading:
        _, seats = await queries.contest_ids(reading, ballot_id)
    await stands(given, seats, given.people["staff"][0])
    await lots_drawn(given, ballot_id)
    await opened(given, ballot_id)
    manifest = Manifest.from_bytes((await given.ballot(ballot_id)).manifest or b"")
    assert str(seats) not in {contest for style in manifest.styles for contest in style.contests}
    assert str(seats) in {contest.id for contest in manifest.contests}, "who is elected there fills places too"


async def test_a_small_group_is_decided_on_before_opening_and_told(tmp_path: Path) -> None:
    given = await a_society(tmp_path, groups={"supported": 6, "staff": 5, "volunteers": 2})
    ballot_id = await frozen(given, await a_draft(given))
    with pytest.raises(WrongMoment, match="only 2 on the roll"):
        async with given.society.store.writing() as writing:
            await lifecycle.open_(writing, given.society, ballot_id, by=given.officer, at=OPENS)
    async with given.society.store.writing() as writing:
        await lifecycle.accept_small_group(writing, ballot_id, "volunteers", by=given.officer, at=OPENS)
    with pytest.raises(AlreadyDone):
        async with given.society.store.writing() as writing:
            await lifecycle.accept_small_group(writing, ballot_id, "volunteers", by=given.officer, at=OPENS)
    async with given.society.store.writing() as writing:
        await lifecycle.open_(writing, given.society, ballot_id, by=given.officer, at=OPENS)
    async with given.society.store.reading() as reading:
        at = OPENS + timedelta(hours=1)
        told = await queries.paper(reading, ballot_id, given.people["volunteers"][0], language="en", at=at)
        others = await queries.paper(reading, ballot_id, given.people["staff"][0], language="en", at=at)
        seen = await queries.office_ballot(reading, ballot_id, language="en", at=at)
    assert "Only 2 people of your group" in str(told.small_group)
    assert others.small_group is None
    assert seen.watch is not None
    assert {group.id: group.voted for group in seen.watch.groups} == {
        "volunteers": None,
        "staff": None,
        "supported": 0,
    }


async def test_a_level_that_this_version_cannot_give_is_refused_before_anybody_votes(tmp_path: Path) -> None:
    text = example("tair_nant").replace('level = "everyday"', 'level = "contested"')
    given = await a_society(tmp_path, text=text)
    with pytest.raises(WrongMoment, match="cannot give"):
        await published(given, await a_draft(given))


async def test_opening_waits_for_its_time_and_for_the_notice_of_its_meeting(tmp_path: Path) -> None:
    given = await a_society(tmp_path)
    ballot_id = await frozen(given, await a_draft(given))
    with pytest.raises(WrongMoment, match="opens on"):
        async with given.society.store.writing() as writing:
            await lifecycle.open_(writing, given.society, ballot_id, by=given.officer, at=OPENS - timedelta(hours=1))
    async with given.society.store.writing() as writing:
        (await writing.get_one(type(await given.ballot(ballot_id)), ballot_id)).meeting_id = given.officer
    with pytest.raises(WrongMoment, match="notice of the meeting"):
        async with given.society.store.writing() as writing:
            await lifecycle.open_(writing, given.society, ballot_id, by=given.officer, at=OPENS)
    async with given.society.store.writing() as writing:
        await lifecycle.note_notice(writing, ballot_id, by=given.officer, at=BEFORE)
        await lifecycle.open_(writing, given.society, ballot_id, by=given.officer, at=OPENS)
    assert await given.stage(ballot_id) is Stage.OPEN


async def test_opening_begins_a_signed_log_with_the_manifest_and_writes_to_everybody(tmp_path: Path) -> None:
    given = await a_society(tmp_path)
    ballot_id = await frozen(given, await a_draft(given))
    async with given.society.store.writing() as writing:
        await lifecycle.open_(writing, given.society, ballot_id, by=given.officer, at=OPENS, site=SITE)
    ballot = await given.ballot(ballot_id)
    manifest = Manifest.from_bytes(ballot.manifest or b"")
    async with given.society.store.reading() as reading:
        (leaf,) = await reading.scalars(select(LogLeaf.body).where(LogLeaf.ballot_id == ballot_id))
        head = await reading.get_one(LogHead, ballot_id)
        letters = list(await reading.scalars(select(Letter)))
    assert leaf_from_bytes(leaf) == Opened(ballot.manifest_hash or b"")
    assert checkpoint.verify(head.checkpoint, manifest.log_origin, manifest.log_key).size == head.size == 1
    assert len(letters) == 16
    async with given.society.store.reading() as reading:
        page = await queries.ballot_page(reading, ballot_id, None, language="en", at=OPENS)
    assert " ".join(page.fingerprint) in (letters[0].body or "")


async def test_opening_twice_is_refused(tmp_path: Path) -> None:
    given = await a_society(tmp_path)
    ballot_id = await an_open_ballot(given)
    with pytest.raises(WrongMoment, match="open"):
        async with given.society.store.writing() as writing:
            await lifecycle.open_(writing, given.society, ballot_id, by=given.officer, at=OPENS)


async def test_the_clock_opens_what_is_ready_and_closes_what_is_over(tmp_path: Path) -> None:
    given = await a_society(tmp_path)
    ready, unready = await frozen(given, await a_draft(given)), await a_draft(given)
    assert await lifecycle.open_due(given.society, at=OPENS - timedelta(seconds=1)) == ()
    assert await lifecycle.open_due(given.society, at=OPENS) == (ready,)
    assert await lifecycle.open_due(given.society, at=OPENS) == ()
    assert await lifecycle.close_due(given.society, at=CLOSES) == ()
    assert await lifecycle.close_due(given.society, at=CLOSES + timedelta(seconds=1)) == (ready,)
    assert await given.stage(unready) is Stage.DRAFT
    assert await given.stage(ready) is Stage.CLOSED


async def test_what_is_missing_names_the_act(tmp_path: Path) -> None:
    given = await a_society(tmp_path)
    ballot_id = await a_draft(given)
    async with given.society.store.reading() as reading:
        found = await queries.office_ballot(reading, ballot_id, language="en", at=OPENS)
    assert [item.act for item in found.missing] == [Act.PUBLISH, Act.FREEZE]
