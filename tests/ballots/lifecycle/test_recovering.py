"""A box put back to an older copy is known as one; two officers go on from it; receipts of before are handed in."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select, text

from govern import record
from govern.ballots import casting, lifecycle, queries
from govern.ballots.casting import InRecovery, heads
from govern.ballots.models import Ballot, LogHead, LogLeaf, LogRecovery
from govern.ballots.queries.recovering import in_recovery, recovery_of, went_on
from govern.ballots.rules import Stage
from govern.ballots.seal import checkpoint
from govern.ballots.seal.documents import Cast, Channel, Epoch, Incident, Manifest, leaf_from_bytes
from govern.ballots.seal.receipts import Receipt
from govern.ballots.seal.selecting import select_by
from govern.ballots.verifier import check_receipt
from govern.errors import AlreadyDone, GovernError, NotAllowed, NotValid, WrongMoment
from govern.identity.rules import Site
from govern.post.models import Letter
from govern.society import Society
from tests.ballots.given_ballots import (
    CLOSES,
    OPENS,
    Given,
    a_draft,
    a_society,
    an_open_ballot,
    closed,
    frozen,
    no,
    seal,
    vote,
    yes,
)

AT = OPENS + timedelta(hours=1)
LATER = OPENS + timedelta(days=1)
SITE = Site("https://vote.example.org", "tair-nant", "Tair Nant")


@pytest.fixture
async def given(tmp_path: Path) -> AsyncIterator[Given]:
    made = await a_society(tmp_path, groups={"supported": 8, "staff": 8, "volunteers": 8})
    yield made
    await made.society.store.close()


def copied(given: Given, to: str) -> Path:
    copy = given.society.folder.parent / to
    with sqlite3.connect(given.society.folder / "society.sqlite") as source, sqlite3.connect(copy) as target:
        source.backup(target)
    return copy


def _stands_there(copy: Path, database: Path) -> None:
    for tail in ("", "-wal", "-shm"):
        database.with_name(f"{database.name}{tail}").unlink(missing_ok=True)
    database.write_bytes(copy.read_bytes())


async def put_back(given: Given, copy: Path) -> None:
    """As an owner of the server does it: the service stops, the copy stands where the database stood, it starts."""
    await given.society.store.close()
    _stands_there(copy, given.society.folder / "society.sqlite")
    given.society = Society(given.society.folder, given.society.file)


async def contest_of(given: Given, ballot_id: UUID) -> UUID:
    async with given.society.store.reading() as reading:
        return (await queries.contest_ids(reading, ballot_id))[0]


async def receipt_of(given: Given, ballot_id: UUID, person: UUID) -> bytes:
    async with given.society.store.reading() as reading:
        return (await queries.receipt(reading, ballot_id, person, language="en")).file


class Lost:
    """A vote in which one envelope is in the copy and three are lost with it, with the receipts of all."""

    def __init__(self, ballot_id: UUID, contest: UUID, receipts: dict[UUID, bytes]) -> None:
        self.ballot_id = ballot_id
        self.contest = contest
        self.receipts = receipts


async def a_vote_put_back(given: Given) -> Lost:
    ballot_id = await an_open_ballot(given)
    contest = await contest_of(given, ballot_id)
    people = given.people["staff"][:4]
    await vote(given, ballot_id, people[0], yes(contest))
    copy = copied(given, "yesterday.sqlite")
    for person in people[1:]:
        await vote(given, ballot_id, person, yes(contest))
    found = {person: await receipt_of(given, ballot_id, person) for person in people}
    await put_back(given, copy)
    return Lost(ballot_id, contest, found)


async def agreed(given: Given, ballot_id: UUID) -> None:
    async with given.society.store.writing() as writing:
        await lifecycle.propose_recovery(writing, ballot_id, by=given.officer, at=LATER)
    async with given.society.store.writing() as writing:
        await lifecycle.approve_recovery(writing, given.society, ballot_id, by=given.second, at=LATER, site=SITE)


async def the_leaves(given: Given, ballot_id: UUID) -> list[object]:
    async with given.society.store.reading() as reading:
        found = select(LogLeaf.body).where(LogLeaf.ballot_id == ballot_id).order_by(LogLeaf.place)
        return [leaf_from_bytes(body) for body in await reading.scalars(found)]


async def head_of(given: Given, ballot_id: UUID) -> str:
    async with given.society.store.reading() as reading:
        return await reading.scalar(select(LogHead.checkpoint).where(LogHead.ballot_id == ballot_id)) or ""


async def test_every_head_is_kept_beside_the_database_once_its_vote_is_answered(given: Given) -> None:
    ballot_id = await an_open_ballot(given)
    contest = await contest_of(given, ballot_id)
    for number, person in enumerate(given.people["staff"][:3], start=2):
        await vote(given, ballot_id, person, yes(contest))
        kept = heads.kept_head(given.society.folder, ballot_id)
        assert kept is not None and (kept.size, kept.note) == (number, await head_of(given, ballot_id))
    async with given.society.store.reading() as reading:
        assert await recovery_of(reading, ballot_id) is None
        assert await in_recovery(reading) == ()
    with pytest.raises(WrongMoment, match="nothing to put right"):
        await agreed(given, ballot_id)


async def test_a_transaction_that_fails_keeps_no_head_and_the_file_is_never_ahead(given: Given) -> None:
    ballot_id = await an_open_ballot(given)
    before = heads.kept_head(given.society.folder, ballot_id)
    with pytest.raises(RuntimeError):
        async with given.society.store.writing() as writing:
            ballot = await writing.get_one(Ballot, ballot_id)
            await casting.append(writing, ballot, [Incident(b"T" * 32)], given.society.key("log"), AT)
            raise RuntimeError
    assert heads.kept_head(given.society.folder, ballot_id) == before
    await vote(given, ballot_id, given.everybody[0], yes(await contest_of(given, ballot_id)))


async def test_a_power_cut_between_commit_and_head_is_no_step_back(given: Given) -> None:
    """The database is ahead of the file by some entries: it goes on from it, by the nodes of its tree."""
    ballot_id = await an_open_ballot(given)
    contest = await contest_of(given, ballot_id)
    file = heads.file_of(given.society.folder, ballot_id)
    stands = {}
    for number, person in enumerate(given.everybody[:13]):
        stands[number] = file.read_bytes()
        await vote(given, ballot_id, person, yes(contest))
    for number in (0, 3, 6, 11):
        file.write_bytes(stands[number])
        async with given.society.store.reading() as reading:
            assert await recovery_of(reading, ballot_id) is None
    await vote(given, ballot_id, given.everybody[14], yes(contest))
    file.unlink()  # a society from before heads were kept
    await vote(given, ballot_id, given.everybody[15], yes(contest))
    assert file.exists()


async def test_a_box_put_back_takes_no_envelope_signs_no_head_does_not_close_and_is_not_counted(
    given: Given,
) -> None:
    lost = await a_vote_put_back(given)
    head = await head_of(given, lost.ballot_id)
    with pytest.raises(InRecovery, match="older copy"):
        await vote(given, lost.ballot_id, given.everybody[7], yes(lost.contest))
    for act in (closed(given, lost.ballot_id), _withdrawn(given, lost.ballot_id)):
        with pytest.raises(InRecovery):
            await act
    assert await lifecycle.close_due(given.society, at=CLOSES + timedelta(days=1)) == ()
    assert await head_of(given, lost.ballot_id) == head
    assert await given.stage(lost.ballot_id) is Stage.OPEN
    async with given.society.store.reading() as reading:
        found = await recovery_of(reading, lost.ballot_id)
        assert found is not None and (found.size, found.last_size, found.lost) == (2, 5, 3)
        assert await in_recovery(reading) == (lost.ballot_id,)
    other = await a_draft(given)
    assert await given.stage(other) is Stage.DRAFT


async def _withdrawn(given: Given, ballot_id: UUID) -> None:
    async with given.society.store.writing() as writing:
        await lifecycle.withdraw(writing, given.society, ballot_id, "Lost.", by=given.officer, at=LATER)


async def test_a_database_that_was_put_back_and_went_on_elsewhere_is_known_by_its_root(given: Given) -> None:
    """As many entries as before, and others: the size alone would not tell."""
    lost = await a_vote_put_back(given)
    file = heads.file_of(given.society.folder, lost.ballot_id)
    true = file.read_bytes()
    file.unlink()
    for person in given.people["volunteers"][:4]:
        await vote(given, lost.ballot_id, person, no(lost.contest))
    file.write_bytes(true)
    with pytest.raises(InRecovery):
        await vote(given, lost.ballot_id, given.everybody[0], yes(lost.contest))


async def test_one_officer_proposes_and_another_agrees(given: Given) -> None:
    lost = await a_vote_put_back(given)
    with pytest.raises(WrongMoment, match="Nobody has proposed"):
        async with given.society.store.writing() as writing:
            await lifecycle.approve_recovery(writing, given.society, lost.ballot_id, by=given.second, at=LATER)
    async with given.society.store.writing() as writing:
        await lifecycle.propose_recovery(writing, lost.ballot_id, by=given.officer, at=LATER)
    with pytest.raises(AlreadyDone, match="Another officer"):
        async with given.society.store.writing() as writing:
            await lifecycle.propose_recovery(writing, lost.ballot_id, by=given.second, at=LATER)
    with pytest.raises(NotAllowed, match="agree with yourself"):
        async with given.society.store.writing() as writing:
            await lifecycle.approve_recovery(writing, given.society, lost.ballot_id, by=given.officer, at=LATER)
    with pytest.raises(InRecovery):
        await vote(given, lost.ballot_id, given.everybody[7], yes(lost.contest))
    kept = heads.kept_head(given.society.folder, lost.ballot_id)
    assert kept is not None
    async with given.society.store.writing() as writing:
        await lifecycle.approve_recovery(writing, given.society, lost.ballot_id, by=given.second, at=LATER, site=SITE)
    leaves = await the_leaves(given, lost.ballot_id)
    assert leaves[-1] == Epoch(5, kept.root, ("first officer", "second officer"))
    ballot = await given.ballot(lost.ballot_id)
    manifest = Manifest.from_bytes(ballot.manifest or b"")
    lost_head = checkpoint.verify(kept.note, manifest.log_origin, manifest.log_key)
    assert (lost_head.size, lost_head.root) == (5, kept.root)
    async with given.society.store.reading() as reading:
        row = await reading.get_one(LogRecovery, (lost.ballot_id, 1))
        assert (row.proposed_by, row.approved_by, row.leaf) == (given.officer, given.second, 2)
        letters = [one.body or "" for one in await reading.scalars(select(Letter))]
        lines = await record.lines_about(reading, [f"ballot:{lost.ballot_id}"], limit=2)
    assert len(letters) == 24
    assert all(f"ballots/{lost.ballot_id}/box" in one for one in letters)
    assert [line.verb for line in lines] == ["ballot.recovered", "ballot.recovery_proposed"]
    now = heads.kept_head(given.society.folder, lost.ballot_id)
    assert now is not None and (now.epoch, now.size) == (1, 3)


async def test_receipts_of_before_are_handed_in_and_the_same_envelopes_count(given: Given) -> None:
    lost = await a_vote_put_back(given)
    before = {person: Receipt.from_bytes(file) for person, file in lost.receipts.items()}
    people = list(before)
    with pytest.raises(InRecovery):
        await hand_in(given, lost, people[1])
    await agreed(given, lost.ballot_id)
    assert [(await hand_in(given, lost, person)).again for person in people] == [True, False, False, False]
    assert (await hand_in(given, lost, people[2])).again
    leaves = await the_leaves(given, lost.ballot_id)
    assert [leaf.envelope.code for leaf in leaves if isinstance(leaf, Cast)] == [
        before[person].code for person in people
    ]
    manifest = Manifest.from_bytes((await given.ballot(lost.ballot_id)).manifest or b"")
    selection = select_by(manifest, leaves)  # type: ignore[arg-type]  # they are leaves
    assert len(selection.counted) == 4 and selection.displaced == ()
    new = await receipt_of(given, lost.ballot_id, people[3])
    assert check_receipt.check(new, manifest.log_key)
    await vote(given, lost.ballot_id, given.people["staff"][5], yes(lost.contest), LATER)
    async with given.society.store.reading() as reading:
        assert await went_on(reading, lost.ballot_id)
        assert await recovery_of(reading, lost.ballot_id) is None


async def hand_in(given: Given, lost: Lost, person: UUID, content: bytes | None = None) -> casting.Posted:
    return await lifecycle.hand_in_receipt(
        given.society, lost.ballot_id, person, content or lost.receipts[person], at=LATER
    )


async def test_a_receipt_that_is_altered_of_another_vote_or_somebody_elses_is_refused(given: Given) -> None:
    other_ballot = await an_open_ballot(given)
    person, second = given.people["staff"][1:3]
    await vote(given, other_ballot, person, yes(await contest_of(given, other_ballot)))
    elsewhere = await receipt_of(given, other_ballot, person)
    lost = await a_vote_put_back(given)
    await agreed(given, lost.ballot_id)
    size = len(await the_leaves(given, lost.ballot_id))
    mine = lost.receipts[person]
    refused = {
        "another ballot": elsewhere,
        "not a receipt": b"{}",
        "somebody else's": lost.receipts[second],
    }
    for why, content in refused.items():
        with pytest.raises(NotValid, match=why) as refusal:
            await hand_in(given, lost, person, content)
        assert refusal.value.field == "receipt"
    for at in range(0, len(mine), max(1, len(mine) // 60)):
        changed = bytearray(mine)
        changed[at] ^= 1
        with pytest.raises(GovernError):
            await hand_in(given, lost, person, bytes(changed))
    receipt = Receipt.from_bytes(mine)
    proxied = Receipt(receipt.envelope.sent_by(Channel.PROXY_FREE, 1), receipt.index, receipt.note, receipt.proof)
    with pytest.raises(NotValid, match="does not prove"):
        await hand_in(given, lost, person, proxied.to_bytes())
    stranger = given.officer
    with pytest.raises(GovernError, match="not on the list"):
        await hand_in(given, lost, stranger, mine)
    assert len(await the_leaves(given, lost.ballot_id)) == size


async def test_nothing_is_handed_in_after_the_close(given: Given) -> None:
    lost = await a_vote_put_back(given)
    await agreed(given, lost.ballot_id)
    await closed(given, lost.ballot_id)
    person = given.people["staff"][1]
    with pytest.raises(WrongMoment):
        await lifecycle.hand_in_receipt(
            given.society, lost.ballot_id, person, lost.receipts[person], at=CLOSES + timedelta(hours=1)
        )


async def test_a_copy_from_before_the_opening_cannot_be_opened_again_and_is_withdrawn(given: Given) -> None:
    ballot_id = await frozen(given, await a_draft(given))
    copy = copied(given, "before.sqlite")
    async with given.society.store.writing() as writing:
        await lifecycle.open_(writing, given.society, ballot_id, by=given.officer, at=OPENS)
    await put_back(given, copy)
    with pytest.raises(InRecovery, match="open before"):
        async with given.society.store.writing() as writing:
            await lifecycle.open_(writing, given.society, ballot_id, by=given.officer, at=OPENS)
    async with given.society.store.reading() as reading:
        found = await recovery_of(reading, ballot_id)
        assert found is not None and not found.begun
    with pytest.raises(WrongMoment, match="open before"):
        async with given.society.store.writing() as writing:
            await lifecycle.propose_recovery(writing, ballot_id, by=given.officer, at=LATER)
    await _withdrawn(given, ballot_id)
    assert await given.stage(ballot_id) is Stage.WITHDRAWN


async def test_a_box_is_put_back_twice_also_to_before_the_officers_agreed(given: Given) -> None:
    lost = await a_vote_put_back(given)
    copy = copied(given, "again.sqlite")
    await agreed(given, lost.ballot_id)
    await put_back(given, copy)
    with pytest.raises(InRecovery):
        await vote(given, lost.ballot_id, given.everybody[7], yes(lost.contest))
    async with given.society.store.writing() as writing:
        await lifecycle.propose_recovery(writing, lost.ballot_id, by=given.officer, at=LATER)
    with pytest.raises(InRecovery):
        await vote(given, lost.ballot_id, given.everybody[7], yes(lost.contest))


async def test_a_vote_after_a_disk_that_keeps_no_head_is_not_called_in_and_comes_in_once(
    given: Given, monkeypatch: pytest.MonkeyPatch
) -> None:
    ballot_id = await an_open_ballot(given)
    sealing = await seal(given, ballot_id, given.everybody[0], yes(await contest_of(given, ballot_id)), AT)

    def full(*_any: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(heads, "keep", full)
        with pytest.raises(heads.HeadNotKept, match="cannot say for certain"):
            await lifecycle.cast(given.society, given.everybody[0], sealing, at=AT)
    posted = await lifecycle.cast(given.society, given.everybody[0], sealing, at=AT)
    assert posted.again
    assert len(await the_leaves(given, ballot_id)) == 2


async def test_on_postgresql_too_a_log_shorter_than_its_last_head_is_in_recovery(
    database_url: str, tmp_path: Path
) -> None:
    """Put back as a base backup would: the rows of after are not there."""
    given = await a_society(tmp_path / "home", url=database_url, groups={"supported": 8, "staff": 8, "volunteers": 8})
    ballot_id = await an_open_ballot(given)
    contest = await contest_of(given, ballot_id)
    async with given.society.store.reading() as reading:
        row = await reading.get_one(LogHead, ballot_id)
        before = (row.size, row.frontier, row.checkpoint)
    await vote(given, ballot_id, given.everybody[0], yes(contest))
    receipt = await receipt_of(given, ballot_id, given.everybody[0])
    postgresql = given.society.store.kind == "postgresql"
    async with given.society.store.writing() as writing:
        for table in ("cast_token", "slip_seen", "envelope", "log_node", "log_leaf"):
            if table in ("slip_seen", "envelope", "log_node", "log_leaf") and postgresql:
                await writing.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
            last = " WHERE place = 1" if table == "log_leaf" else ""
            await writing.execute(text(f"DELETE FROM {table}{last}"))
        row = await writing.get_one(LogHead, ballot_id)
        row.size, row.frontier, row.checkpoint = before
    with pytest.raises(InRecovery):
        await vote(given, ballot_id, given.everybody[1], yes(contest))
    await agreed(given, ballot_id)
    posted = await lifecycle.hand_in_receipt(given.society, ballot_id, given.everybody[0], receipt, at=LATER)
    assert (posted.leaf, posted.again) == (2, False)
    await given.society.store.close()
