"""Opened, counted, declared, archived; and nothing to be read before that."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import func, select, text

from govern import record
from govern.ballots import lifecycle, queries
from govern.ballots.lifecycle import LogDamaged
from govern.ballots.models import Ballot, CastToken, LogLeaf, MemberHandle
from govern.ballots.rules import MeetingFacts, Stage
from govern.ballots.seal import slips
from govern.ballots.seal.documents import Manifest
from govern.constituencies.rulebook.book import example
from govern.errors import NotValid, Unavailable, WrongMoment
from govern.identity.rules import Site
from govern.post.models import Letter
from tests.ballots.given_ballots import (
    CLOSES,
    OPENS,
    Given,
    a_draft,
    a_society,
    all_vote,
    an_open_ballot,
    closed,
    counted,
    declared,
    election,
    lots_drawn,
    motion,
    opened,
    sits,
    stands,
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


async def result_of(given: Given, ballot_id: UUID) -> queries.Result:
    async with given.society.store.reading() as reading:
        return await queries.result(reading, ballot_id, "en", undeclared=True)


async def test_an_open_ballot_is_not_counted_and_shows_no_result(tmp_path: Path) -> None:
    given = await a_society(tmp_path)
    ballot_id, contest = await one_question(given)
    await vote(given, ballot_id, given.people["staff"][0], yes(contest))
    with pytest.raises(WrongMoment, match="This vote is open"):
        await lifecycle.count(given.society, ballot_id, by=given.officer, at=AT)
    with pytest.raises(WrongMoment, match="not declared"):
        await result_of(given, ballot_id)


async def test_members_wait_for_the_declaration_and_officers_see_the_count(tmp_path: Path) -> None:
    given = await a_society(tmp_path)
    ballot_id, contest = await one_question(given)
    await vote(given, ballot_id, given.people["staff"][0], yes(contest))
    await counted(given, ballot_id)
    async with given.society.store.reading() as reading:
        with pytest.raises(WrongMoment, match="not declared yet"):
            await queries.result(reading, ballot_id, "en")
    assert (await result_of(given, ballot_id)).voted == 1


async def test_declaring_signs_the_result_and_tells_everybody(tmp_path: Path) -> None:
    given = await a_society(tmp_path)
    ballot_id, contest = await one_question(given)
    await all_vote(given, ballot_id, [(person, yes(contest)) for person in given.everybody])
    await counted(given, ballot_id)
    with pytest.raises(WrongMoment):
        await _archive(given, ballot_id)
    async with given.society.store.writing() as writing:
        before = await record.last_hash(writing)
        await lifecycle.declare(writing, ballot_id, by=given.officer, at=CLOSES, site=SITE)
    found = await result_of(given, ballot_id)
    assert (found.declared_by, found.declared_at, found.record_hash) == ("Gwilym Hâf", CLOSES, before.hex())
    assert found.recount_until == (CLOSES + timedelta(days=7)).date()
    async with given.society.store.reading() as reading:
        letters = list(await reading.scalars(select(Letter)))
        listed = await queries.declared_since(reading, CLOSES - timedelta(days=1), language="en")
    assert len(letters) == 16
    assert "Saturdays: The resolution is carried." in (letters[0].body or "")
    assert [line.id for line in listed] == [ballot_id]
    with pytest.raises(WrongMoment, match="declared already"):
        async with given.society.store.writing() as writing:
            await lifecycle.declare(writing, ballot_id, by=given.officer, at=CLOSES)


async def _archive(given: Given, ballot_id: UUID, after: timedelta = timedelta()) -> None:
    async with given.society.store.writing() as writing:
        await lifecycle.archive(writing, ballot_id, by=given.officer, at=CLOSES + timedelta(hours=2) + after)


async def test_the_archive_forgets_who_had_which_handle(tmp_path: Path) -> None:
    given = await a_society(tmp_path)
    ballot_id, contest = await one_question(given)
    await vote(given, ballot_id, given.people["staff"][0], yes(contest))
    await declared(given, ballot_id)
    with pytest.raises(WrongMoment, match="recount"):
        await _archive(given, ballot_id, timedelta(days=6))
    await _archive(given, ballot_id, timedelta(days=7))
    async with given.society.store.reading() as reading:
        for table in (MemberHandle, CastToken):
            assert await reading.scalar(select(func.count()).select_from(table)) == 0
        assert (await record.verify(reading)).holds
        assert (await queries.result(reading, ballot_id, "en")).voted == 1
    assert await given.stage(ballot_id) is Stage.ARCHIVED


async def test_a_log_changed_from_outside_is_not_counted(tmp_path: Path) -> None:
    given = await a_society(tmp_path)
    ballot_id, contest = await one_question(given)
    await vote(given, ballot_id, given.people["staff"][0], yes(contest))
    await closed(given, ballot_id)
    async with given.society.store.writing() as writing:
        await writing.execute(text("DELETE FROM log_leaf WHERE place = 1"))
    with pytest.raises(LogDamaged, match="must not be counted"):
        await lifecycle.count(given.society, ballot_id, by=given.officer, at=CLOSES)
    assert await given.stage(ballot_id) is Stage.CLOSED


async def test_other_papers_than_those_voting_was_opened_with_are_not_counted(tmp_path: Path) -> None:
    """Somebody who writes to the database puts another rule under the votes; the log's first leaf knows better."""
    given = await a_society(tmp_path)
    ballot_id, contest = await one_question(given)
    await vote(given, ballot_id, given.people["staff"][0], yes(contest))
    await closed(given, ballot_id)
    async with given.society.store.writing() as writing:
        ballot = await writing.get_one(Ballot, ballot_id)
        other = replace(Manifest.from_bytes(ballot.manifest or b""), title="Something else")
        ballot.manifest, ballot.manifest_hash = other.to_bytes(), other.hash()
    with pytest.raises(LogDamaged, match="not those that voting was opened with"):
        await lifecycle.count(given.society, ballot_id, by=given.officer, at=CLOSES)
    assert await given.stage(ballot_id) is Stage.CLOSED


async def test_without_the_key_file_nothing_is_counted(tmp_path: Path) -> None:
    given = await a_society(tmp_path)
    ballot_id, _ = await one_question(given)
    await closed(given, ballot_id)
    (given.society.folder / "keys" / "ballots" / f"{ballot_id}.key").unlink()
    with pytest.raises(Unavailable, match="folder of keys"):
        await lifecycle.count(given.society, ballot_id, by=given.officer, at=CLOSES)


async def test_another_seed_than_the_one_committed_to_counts_nothing(tmp_path: Path) -> None:
    """Invariant 53: nobody can choose the lots after the votes are in."""
    given = await a_society(tmp_path, groups={"supported": 12, "staff": 12, "volunteers": 12})
    ballot_id = await a_draft(given, election("any", 1))
    async with given.society.store.reading() as reading:
        (seats,) = await queries.contest_ids(reading, ballot_id)
    for person in given.people["staff"][:2]:
        await stands(given, seats, person)
    await lots_drawn(given, ballot_id)
    await opened(given, ballot_id)
    await closed(given, ballot_id)
    (given.society.folder / "keys" / "ballots" / f"{ballot_id}.lots").write_bytes(bytes(32))
    with pytest.raises(NotValid, match="not the one that was announced"):
        await lifecycle.count(given.society, ballot_id, by=given.officer, at=CLOSES)
    assert await given.stage(ballot_id) is Stage.CLOSED


async def test_no_choice_can_be_read_in_any_file_before_the_count(tmp_path: Path) -> None:
    """The canary: a ranking, as bytes and as text, is looked for in every file; after the count it is there."""
    given = await a_society(tmp_path, groups={"supported": 12, "staff": 12, "volunteers": 12})
    ballot_id = await a_draft(given, motion(), election("any", 1))
    async with given.society.store.reading() as reading:
        question, seats = await queries.contest_ids(reading, ballot_id)
    runs = [str(await stands(given, seats, person)) for person in given.people["staff"][:3]]
    await lots_drawn(given, ballot_id)
    await opened(given, ballot_id)
    folder = given.society.folder
    person = given.people["supported"][0]
    ranking = (runs[2], runs[0])
    await vote(given, ballot_id, person, {question: ("yes",), seats: ranking})
    manifest = Manifest.from_bytes((await given.ballot(ballot_id)).manifest or b"")
    slip = slips.encode(manifest.contest(str(seats)), ranking)
    as_text = f'{runs[2]}","{runs[0]}'.encode()
    forms = [slip, slip[:6], slip.hex().encode(), slips.encode(manifest.contest(str(question)), ("yes",)), as_text]
    kept = _everything(folder)
    assert ballot_id.hex.encode() in kept
    assert [form for form in forms if form in kept] == []
    assert [form for form in (b'["yes"]', b'"yes",1') if form in kept] == []
    await counted(given, ballot_id)
    assert as_text in _everything(folder)


def _everything(folder: Path) -> bytes:
    """The database, its WAL and every other file of the society, but its keys."""
    return b"".join(path.read_bytes() for path in sorted(folder.glob("society.sqlite*")))


async def test_lots_are_shown_after_the_count_and_fit_what_was_committed_to(tmp_path: Path) -> None:
    from govern.ballots.count import commitment

    given = await a_society(tmp_path, groups={"supported": 12, "staff": 12, "volunteers": 12})
    ballot_id = await a_draft(given, election("any", 1))
    async with given.society.store.reading() as reading:
        (seats,) = await queries.contest_ids(reading, ballot_id)
    runs = [str(await stands(given, seats, person)) for person in given.people["staff"][:2]]
    await lots_drawn(given, ballot_id)
    await opened(given, ballot_id)
    await all_vote(given, ballot_id, [(p, {seats: (runs[n % 2],)}) for n, p in enumerate(given.people["supported"])])
    await counted(given, ballot_id)
    found = await result_of(given, ballot_id)
    shown = found.contests[0].election
    assert shown is not None
    assert len(shown.elected) == 1
    assert len(shown.lots) == 1
    assert found.lots_seed is not None
    assert commitment(bytes.fromhex(found.lots_seed)).hex() == found.lots_commitment


async def test_a_candidate_who_withdraws_late_stays_on_the_paper_and_is_not_elected(tmp_path: Path) -> None:
    given = await a_society(tmp_path, groups={"supported": 12, "staff": 12, "volunteers": 12})
    ballot_id = await a_draft(given, election("any", 1))
    async with given.society.store.reading() as reading:
        (seats,) = await queries.contest_ids(reading, ballot_id)
    runs = [await stands(given, seats, person) for person in given.people["staff"][:3]]
    await lots_drawn(given, ballot_id)
    await opened(given, ballot_id)
    async with given.society.store.writing() as writing:
        await lifecycle.withdraw_candidate(writing, runs[0], by=given.officer, at=AT)
    async with given.society.store.reading() as reading:
        paper = await queries.paper(reading, ballot_id, given.everybody[0], language="en", at=AT)
    assert {c.id: c.withdrawn for c in paper.contests[0].candidates}[runs[0]]
    await all_vote(given, ballot_id, [(p, {seats: (str(runs[0]), str(runs[1]))}) for p in given.people["supported"]])
    await counted(given, ballot_id)
    shown = (await result_of(given, ballot_id)).contests[0].election
    assert shown is not None
    assert [UUID(fate.candidate) for fate in shown.elected] == [runs[1]]
    with pytest.raises(WrongMoment, match="closed"):
        async with given.society.store.writing() as writing:
            await lifecycle.withdraw_candidate(writing, runs[1], by=given.officer, at=CLOSES)


async def test_an_election_without_a_vote_seats_those_who_stood(tmp_path: Path) -> None:
    given = await a_society(tmp_path)
    ballot_id = await a_draft(given, motion(), election("staff", 2))
    async with given.society.store.reading() as reading:
        _, seats = await queries.contest_ids(reading, ballot_id)
    await stands(given, seats, given.people["staff"][0])
    await lots_drawn(given, ballot_id)
    await opened(given, ballot_id)
    await declared(given, ballot_id)
    shown = (await result_of(given, ballot_id)).contests[1].election
    assert shown is not None
    assert shown.uncontested
    assert (len(shown.elected), shown.vacant) == (1, 1)
    assert "without a vote" in str(shown.rule.sentence)


async def test_a_ballot_by_itself_needs_the_quorum_its_rules_name(tmp_path: Path) -> None:
    rules = example("tair_nant").replace(
        'level = "everyday"', 'level = "everyday"\nquorum = { number = 3, share = "1/2", rule = "greater" }', 1
    )
    given = await a_society(tmp_path, text=rules)
    ballot_id, contest = await one_question(given)
    await all_vote(given, ballot_id, [(person, yes(contest)) for person in given.everybody[:7]])
    await counted(given, ballot_id)
    found = await result_of(given, ballot_id)
    assert not found.quorate
    assert found.quorum is not None
    assert str(found.quorum.sentence) == "7 people took part. At least 8 were needed."
    assert found.contests[0].resolution is not None
    assert not found.contests[0].resolution.carried


async def test_a_meeting_hands_down_its_quorum(tmp_path: Path) -> None:
    given = await a_society(tmp_path)
    ballot_id, contest = await one_question(given)
    async with given.society.store.writing() as writing:
        await writing.execute(text("UPDATE ballot SET meeting_id = id"))
    await all_vote(given, ballot_id, [(person, yes(contest)) for person in given.everybody])
    await closed(given, ballot_id)
    facts = MeetingFacts(quorate=False, counted=23, required=24)
    await lifecycle.count(given.society, ballot_id, by=given.officer, at=CLOSES, meeting=facts)
    found = await result_of(given, ballot_id)
    assert not found.quorate
    assert found.contests[0].resolution is not None
    assert "Too few took part" in str(found.contests[0].resolution.reasons[0])
    async with given.society.store.reading() as reading:
        assert await reading.scalar(select(func.count()).select_from(LogLeaf)) == 19


async def test_a_quota_that_refuses_gives_its_seat_to_whom_it_counts_and_says_so(tmp_path: Path) -> None:
    """At least seven of nine for users and staff; six of them go on, so one of the three open seats is theirs."""
    quota = (
        '[[cap]]\nid = "users-and-staff"\nscope = "body:board"\nconstituencies = ["users", "staff"]\nmin_count = 7\n'
    )
    quota += 'of = "established"\nrounding = "ceil"\non_breach = "block_appointment"\n\n[terms]'
    text = example("colne_valley_like").replace("[terms]", quota, 1)
    given = await a_society(tmp_path, text=text, groups={"users": 6, "staff": 6, "volunteers": 6})
    for group in ("users", "staff"):
        for person in given.people[group][:3]:
            await sits(given, person, group, date(2030, 1, 1))
    ballot_id = await a_draft(given, election("any"))
    async with given.society.store.reading() as reading:
        (contest,) = await queries.contest_ids(reading, ballot_id)
    volunteers = [str(await stands(given, contest, person)) for person in given.people["volunteers"][:3]]
    worker = str(await stands(given, contest, given.people["staff"][5]))
    await lots_drawn(given, ballot_id)
    await opened(given, ballot_id)
    marks = [tuple(volunteers)] * 9 + [(volunteers[0], volunteers[1], worker)] * 2
    await all_vote(given, ballot_id, [(p, {contest: mark}) for p, mark in zip(given.everybody, marks, strict=False)])
    await declared(given, ballot_id)
    shown = (await result_of(given, ballot_id)).contests[0].election
    assert shown is not None
    assert {fate.candidate for fate in shown.elected} == {volunteers[0], volunteers[1], worker}
    assert [str(rule.sentence) for rule in shown.caps][1:] == [
        "At least 7 of the 9 seats are for members of Service users and their families, Staff. "
        "They held 6 before this election, and hold 7 now."
    ]
