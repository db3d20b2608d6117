"""Papers are mixed and read by two, and counted with the envelopes (invariants 45, 46 and 60)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import select

from govern.ballots import lifecycle, queries
from govern.ballots.lifecycle import paper_entries
from govern.ballots.models import Ballot, MixedBatch, PaperEntry
from govern.ballots.rules import Answer, Stage
from govern.errors import AlreadyDone, GovernError, NotAllowed, NotFound, NotValid, WrongMoment
from tests.ballots.given_ballots import (
    Given,
    a_society,
    an_open_ballot,
    closed,
    no,
    vote,
    yes,
)
from tests.ballots.given_papers import AFTER, AT, NO, YES, Counting, ways_of
from tests.ballots.lifecycle.test_carrying import carry


@pytest.fixture
async def given(database_url: str, tmp_path: Path) -> AsyncIterator[Given]:
    """Thirty people supported and ten of each other group, under Tair Nant's rules: the privacy floor is five."""
    groups = {"supported": 30, "staff": 10, "volunteers": 10}
    made = await a_society(tmp_path / "home", groups=groups, url=database_url)
    yield made
    await made.society.store.close()


@pytest.fixture
async def counting(given: Given) -> Counting:
    ballot = await an_open_ballot(given)
    async with given.society.store.reading() as reading:
        return Counting(given, ballot, (await queries.contest_ids(reading, ballot))[0])


# --- Two read every paper -------------------------------------------------------------------------------------------


async def with_papers(counting: Counting, number: int) -> None:
    await counting.arrive(*counting.given.people["supported"][:number])
    await closed(counting.given, counting.ballot_id)


async def test_no_envelope_is_opened_before_the_close(counting: Counting) -> None:
    await counting.arrive(*counting.given.people["supported"][:5])
    with pytest.raises(WrongMoment, match="no envelope is opened yet"):
        await counting.batch(5)


async def test_papers_are_mixed_in_batches_of_at_least_the_privacy_floor(counting: Counting) -> None:
    await with_papers(counting, 11)
    for size, why in ((12, "There are 11"), (4, "at least 5"), (8, "Then 3 would be left")):
        with pytest.raises(NotValid, match=why):
            await counting.batch(size)
    await counting.batch(6)
    await counting.batch(5)
    with pytest.raises(NotValid, match="No paper of this kind waits"):
        await counting.batch(5)
    with pytest.raises(NotValid, match="No paper of this kind waits"):
        await counting.batch(5, style="staff")


async def test_fewer_papers_than_the_floor_are_one_batch(counting: Counting) -> None:
    await with_papers(counting, 3)
    with pytest.raises(NotValid, match="or all that are there"):
        await counting.batch(2)
    await counting.read_alike(await counting.batch(3), YES, (), None)
    outcome = await counting.count()
    votes = outcome.contests[0].resolution
    assert votes is not None and (votes.for_, votes.against, votes.blank, votes.spoilt) == (1, 0, 1, 1)


async def test_the_same_teller_twice_is_refused(counting: Counting) -> None:
    await with_papers(counting, 5)
    async with counting.given.society.store.writing() as writing:
        number = await lifecycle.begin_batch(writing, counting.ballot_id, "supported", 5, by=counting.first, at=AFTER)
    with pytest.raises(NotAllowed, match="Two tellers do this together"):
        async with counting.given.society.store.writing() as writing:
            await lifecycle.join_batch(writing, counting.ballot_id, number, by=counting.first, at=AFTER)
    third = counting.given.people["staff"][0]
    with pytest.raises(NotAllowed, match="Only the two tellers"):
        await counting.enter(number, 1, YES, third)
    async with counting.given.society.store.writing() as writing:
        await lifecycle.join_batch(writing, counting.ballot_id, number, by=counting.second, at=AFTER)
    with pytest.raises(AlreadyDone, match="Two tellers enter this batch already"):
        async with counting.given.society.store.writing() as writing:
            await lifecycle.join_batch(writing, counting.ballot_id, number, by=third, at=AFTER)


async def test_two_who_differ_look_at_the_paper_and_enter_it_again(counting: Counting) -> None:
    """Nobody changes the other's entry, nor their own once it agrees; what differs is entered anew by both."""
    await with_papers(counting, 5)
    batch = await counting.batch(5)
    for paper in range(1, 6):
        await counting.enter(batch, paper, YES, counting.first)
    assert await counting.finish(batch, counting.first) == ()
    with pytest.raises(WrongMoment, match="You have finished this batch"):
        await counting.enter(batch, 1, NO, counting.first)
    with pytest.raises(WrongMoment, match=r"5 papers are not entered yet. The next one is paper 1"):
        await counting.finish(batch, counting.second)
    for paper in range(1, 6):
        await counting.enter(batch, paper, NO if paper == 4 else YES, counting.second)
    assert await counting.finish(batch, counting.second) == (4,)
    with pytest.raises(WrongMoment, match="On 1 paper the two tellers do not say the same"):
        await counting.count()
    with pytest.raises(AlreadyDone, match="read this paper alike"):
        await counting.enter(batch, 3, NO, counting.first)
    await counting.enter(batch, 4, NO, counting.first)
    with pytest.raises(AlreadyDone, match="Both tellers agree"):
        await counting.enter(batch, 4, YES, counting.second)
    outcome = await counting.count()
    votes = outcome.contests[0].resolution
    assert votes is not None and (votes.for_, votes.against) == (4, 1)


async def test_an_envelope_without_a_paper_is_no_vote(counting: Counting) -> None:
    """Invariant 60: papers that count are those that came, less those that were not in their envelope."""
    await with_papers(counting, 5)
    batch = await counting.batch(5)
    for teller in (counting.first, counting.second):
        await counting.enter(batch, 1, None, teller, missing=True)
        for paper in range(2, 6):
            await counting.enter(batch, paper, YES, teller)
        await counting.finish(batch, teller)
    outcome = await counting.count()
    assert outcome.voted == 4
    assert await ways_of(outcome) == ["4 votes were on paper.", "1 envelope held no paper."]


async def test_counting_waits_for_every_paper(counting: Counting) -> None:
    await with_papers(counting, 10)
    with pytest.raises(WrongMoment, match="10 papers that count are not entered yet"):
        await counting.count()
    first = await counting.batch(5)
    await counting.read_alike(first, *[YES] * 5)
    with pytest.raises(WrongMoment, match="5 papers that count are not entered yet"):
        await counting.count()
    second = await counting.batch(5)
    with pytest.raises(WrongMoment, match="1 batch of papers is not finished"):
        await counting.count()
    await counting.read_alike(second, *[NO] * 5)
    assert (await counting.count()).voted == 10
    assert await counting.given.stage(counting.ballot_id) is Stage.COUNTED
    again = await counting.count()
    assert again.voted == 10


async def test_a_batch_that_went_wrong_is_mixed_anew(counting: Counting) -> None:
    await with_papers(counting, 5)
    batch = await counting.batch(5)
    await counting.read_alike(batch, *[YES] * 5)
    with pytest.raises(NotAllowed, match="Only the two tellers"):
        async with counting.given.society.store.writing() as writing:
            stranger = counting.given.people["staff"][0]
            await lifecycle.drop_batch(writing, counting.ballot_id, batch, by=stranger, at=AFTER)
    async with counting.given.society.store.writing() as writing:
        await lifecycle.drop_batch(writing, counting.ballot_id, batch, by=counting.first, at=AFTER)
    assert await counting.numbers(PaperEntry) == 0 and await counting.numbers(MixedBatch) == 0
    await counting.read_alike(await counting.batch(5), *[NO] * 5)
    votes = (await counting.count()).contests[0].resolution
    assert votes is not None and votes.against == 5


async def test_what_no_paper_can_say_is_refused_and_other_numbers_are_not_there(counting: Counting) -> None:
    await with_papers(counting, 5)
    batch = await counting.batch(5)
    with pytest.raises(NotValid, match="not on this paper"):
        await counting.enter(batch, 1, ("perhaps",), counting.first)
    with pytest.raises(NotValid, match="The most you can choose here is 1"):
        await counting.enter(batch, 1, ("yes", "no"), counting.first)
    with pytest.raises(NotFound, match="no paper with this number"):
        await counting.enter(batch, 6, YES, counting.first)


async def test_entries_are_sealed_and_bear_no_handle_and_no_time(counting: Counting) -> None:
    """Invariants 45 and 46: the same choice is kept differently each time; nothing ties it to a member."""
    await with_papers(counting, 5)
    batch = await counting.batch(5)
    for paper in range(1, 6):
        await counting.enter(batch, paper, YES, counting.first)
    async with counting.given.society.store.reading() as reading:
        boxes = set(await reading.scalars(select(PaperEntry.box)))
    assert len(boxes) == 5
    columns = set(PaperEntry.__table__.columns.keys()) | set(MixedBatch.__table__.columns.keys())
    assert "handle" not in columns
    assert not {column.name for column in PaperEntry.__table__.columns if column.name.endswith("_at")}


async def test_a_paper_the_member_did_not_send_is_struck_before_it_is_opened(counting: Counting) -> None:
    """Whoever sends a paper in another's name is found out: the member says so, and two officers strike the entry."""
    given, person = counting.given, counting.given.people["supported"][0]
    with pytest.raises(NotValid, match="no envelope of yours"):
        async with given.society.store.writing() as writing:
            await lifecycle.challenge(writing, counting.ballot_id, person, "I sent none", at=AT)
    await with_papers(counting, 6)
    async with given.society.store.writing() as writing:
        said = await lifecycle.challenge(writing, counting.ballot_id, person, "I sent none", at=AFTER)
    with pytest.raises(WrongMoment, match="before envelopes are opened"):
        await counting.batch(6)
    for officer in (given.officer, given.second):
        async with given.society.store.writing() as writing:
            await lifecycle.answer_challenge(
                writing, given.society, said, Answer.STRUCK, "Not theirs", by=officer, at=AFTER
            )
    await counting.read_alike(await counting.batch(5), *[YES] * 5)
    outcome = await counting.count()
    assert (outcome.voted, outcome.set_aside) == (5, 1)


async def test_an_entry_cannot_be_struck_once_its_paper_is_mixed(counting: Counting) -> None:
    given, person = counting.given, counting.given.people["supported"][0]
    voter = given.people["supported"][6]
    await vote(given, counting.ballot_id, voter, no(counting.contest))
    await with_papers(counting, 5)
    async with given.society.store.writing() as writing:
        said = await lifecycle.challenge(writing, counting.ballot_id, voter, "Not mine", at=AFTER)
    with pytest.raises(WrongMoment, match="before envelopes are opened"):
        await counting.batch(5)
    async with given.society.store.writing() as writing:
        await lifecycle.answer_challenge(
            writing, given.society, said, Answer.STANDS, "They did", by=given.officer, at=AFTER
        )
    await counting.batch(5)
    async with given.society.store.reading() as reading:
        ballot = await reading.get_one(Ballot, counting.ballot_id)
        await paper_entries.check_not_mixed(reading, ballot, await counting.handle(voter))
        with pytest.raises(GovernError, match="lies mixed with others"):
            await paper_entries.check_not_mixed(reading, ballot, await counting.handle(person))


async def test_a_paper_takes_out_a_members_own_entry_from_their_peers_votes(given: Given) -> None:
    """Invariants 42 and 44: through the log and the count; the sixth member's vote stays with the peer."""
    carried = await carry(given, 6)
    ballot = await an_open_ballot(given)
    async with given.society.store.reading() as reading:
        counting = Counting(given, ballot, (await queries.contest_ids(reading, ballot))[0])
    assert await carried.cast(ballot, yes(counting.contest)) == (6, 0)
    await counting.arrive(*carried.members[:5])
    await closed(given, ballot)
    await counting.read_alike(await counting.batch(5), *[NO] * 5)
    outcome = await counting.count()
    votes = outcome.contests[0].resolution
    assert votes is not None and (votes.for_, votes.against) == (1, 5)
    assert await ways_of(outcome) == ["5 votes were on paper.", "1 vote came through an elected peer."]
