"""Papers come back: two tellers log outer envelopes (invariants 42 and 59; ballot-protocol 3.5)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from govern.ballots import lifecycle, queries
from govern.ballots.lifecycle import timing
from govern.ballots.models import LogLeaf, PaperArrival
from govern.ballots.queries import paper_log
from govern.ballots.rules import Answer, papers
from govern.ballots.seal.documents import PaperIn, leaf_from_bytes
from govern.constituencies.register import lifecycle as register
from govern.constituencies.register.rules import TieKind
from govern.errors import AlreadyDone, NotAllowed, NotValid, WrongMoment
from tests.ballots.given_ballots import (
    CLOSES,
    OPENS,
    Given,
    a_draft,
    a_society,
    an_open_ballot,
    closed,
    election,
    lots_drawn,
    opened,
    stands,
    vote,
    yes,
)
from tests.ballots.given_papers import AT, NO, Counting, manifest_of, ways_of


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


# --- Papers come back -----------------------------------------------------------------------------------------------


async def test_a_paper_stands_in_the_log_once_two_tellers_have_seen_it(counting: Counting) -> None:
    """Ballot-protocol 3.5: one logs, another counts and confirms; the entry, the record and the pile go together."""
    person = counting.given.people["supported"][0]
    pile = await counting.pile()
    assert await counting.log(pile, papers.grouped(await counting.handle(person))) is None
    async with counting.given.society.store.reading() as reading:
        before = [leaf_from_bytes(body) for body in await reading.scalars(select(LogLeaf.body))]
    assert not any(isinstance(leaf, PaperIn) for leaf in before)
    assert await counting.confirm(pile, 1) == 1
    async with counting.given.society.store.reading() as reading:
        after = [leaf_from_bytes(body) for body in await reading.scalars(select(LogLeaf.body))]
    assert PaperIn(await counting.handle(person), str(pile)) in after


async def test_one_teller_alone_is_refused(counting: Counting) -> None:
    pile = await counting.pile()
    await counting.log(pile, await counting.handle(counting.given.people["supported"][0]))
    with pytest.raises(NotAllowed, match="Two tellers do this together"):
        await counting.confirm(pile, 1, by=counting.first)
    with pytest.raises(NotAllowed, match="Another teller logs this pile"):
        await counting.log(pile, await counting.handle(counting.given.people["supported"][1]), by=counting.second)


async def test_two_tellers_who_count_differently_go_through_the_pile(counting: Counting) -> None:
    pile = await counting.pile()
    with pytest.raises(NotValid, match="Nothing is on this pile"):
        await counting.confirm(pile, 0)
    await counting.log(pile, await counting.handle(counting.given.people["supported"][0]))
    with pytest.raises(papers.TellersDiffer, match="You counted 2, and 1 are logged"):
        await counting.confirm(pile, 2)


async def test_a_second_paper_of_a_member_is_kept_unopened(counting: Counting) -> None:
    person = counting.given.people["supported"][0]
    await counting.arrive(person)
    with pytest.raises(AlreadyDone, match=r"logged already, in pile 1. A second one replaces nothing"):
        await counting.log(await counting.pile(), await counting.handle(person))
    assert await counting.numbers(PaperArrival) == 1


async def test_a_code_of_nobody_or_of_another_vote_is_refused(counting: Counting) -> None:
    pile = await counting.pile()
    with pytest.raises(NotValid, match="Nobody on the roll has this code"):
        await counting.log(pile, "aaaa bbbb cccc dddd")
    with pytest.raises(NotValid, match="sixteen letters"):
        await counting.log(pile, "aaaa")
    other = await an_open_ballot(counting.given)
    there = Counting(counting.given, other, counting.contest)
    with pytest.raises(NotValid, match="is for vote 2026-2"):
        await counting.log(pile, await there.handle(counting.given.people["supported"][0]))


async def test_a_paper_after_the_close_is_kept_unopened_with_the_day(counting: Counting) -> None:
    pile = await counting.pile()
    code = await counting.handle(counting.given.people["supported"][0])
    with pytest.raises(WrongMoment, match="Write today's date on the envelope"):
        await counting.log(pile, code, at=CLOSES + timedelta(seconds=1))
    await closed(counting.given, counting.ballot_id)
    with pytest.raises(WrongMoment, match="a paper that comes now does not count"):
        await counting.log(pile, code)


async def test_a_pile_that_came_in_time_is_confirmed_before_the_close(counting: Counting) -> None:
    pile = await counting.pile()
    await counting.log(pile, await counting.handle(counting.given.people["supported"][0]))
    with pytest.raises(WrongMoment, match="Pile 1 of papers came in time"):
        await closed(counting.given, counting.ballot_id)
    society = counting.given.society
    assert await timing.close_due(society, at=CLOSES + timedelta(minutes=30)) == ()
    assert await counting.confirm(pile, 1) == 1
    assert await timing.close_due(society, at=CLOSES + timedelta(minutes=31)) == (counting.ballot_id,)


async def test_the_clock_does_not_wait_for_ever(counting: Counting) -> None:
    pile = await counting.pile()
    await counting.log(pile, await counting.handle(counting.given.people["supported"][0]))
    closes = await timing.close_due(counting.given.society, at=CLOSES + timedelta(hours=1, minutes=1))
    assert closes == (counting.ballot_id,)
    with pytest.raises(WrongMoment, match="came too late"):
        await counting.confirm(pile, 1)


async def test_a_struck_entry_has_no_paper(counting: Counting) -> None:
    given, person = counting.given, counting.given.people["supported"][0]
    await vote(given, counting.ballot_id, person, yes(counting.contest))
    async with given.society.store.writing() as writing:
        said = await lifecycle.challenge(writing, counting.ballot_id, person, "Not mine", at=AT)
    for officer in (given.officer, given.second):
        async with given.society.store.writing() as writing:
            await lifecycle.answer_challenge(
                writing, given.society, said, Answer.STRUCK, "Somebody else", by=officer, at=AT
            )
    with pytest.raises(NotAllowed, match="struck from the roll"):
        await counting.log(await counting.pile(), await counting.handle(person))


async def test_an_envelope_logged_by_mistake_is_taken_out_and_a_pile_dropped(counting: Counting) -> None:
    one, two = counting.given.people["supported"][:2]
    pile = await counting.pile()
    for person in (one, two):
        await counting.log(pile, await counting.handle(person))
    async with counting.given.society.store.writing() as writing:
        code = await counting.handle(one)
        await lifecycle.take_out(writing, counting.ballot_id, pile, code, by=counting.second, at=AT)
    assert await counting.numbers(PaperArrival) == 1
    async with counting.given.society.store.writing() as writing:
        await lifecycle.drop_pile(writing, counting.ballot_id, pile, by=counting.first, at=AT)
    assert await counting.numbers(PaperArrival) == 0
    await counting.arrive(one, two)


async def test_nobody_who_stands_or_lives_with_a_candidate_is_a_teller(given: Given) -> None:
    """Invariant 59."""
    ballot = await a_draft(given, election(seats=1))
    async with given.society.store.reading() as reading:
        (contest,) = await queries.contest_ids(reading, ballot)
    one, relative, other = given.people["supported"][:3]
    for person in (one, other):
        await stands(given, contest, person)
    async with given.society.store.writing() as writing:
        await register.tie(writing, TieKind.HOUSEHOLD, relative, one, OPENS.date(), by=None, at=OPENS)
    await lots_drawn(given, ballot)
    await opened(given, ballot)
    counting = Counting(given, ballot, contest)
    with pytest.raises(NotAllowed, match="You stand in this vote"):
        await counting.pile(by=one)
    with pytest.raises(NotAllowed, match="household or family"):
        await counting.pile(by=relative)
    pile = await counting.pile()
    await counting.log(pile, await counting.handle(relative))
    with pytest.raises(NotAllowed, match="You stand in this vote"):
        await counting.confirm(pile, 1, by=other)


# --- A paper against a vote on a screen -----------------------------------------------------------------------------


async def test_a_vote_on_a_screen_comes_before_a_paper_in_either_order(counting: Counting) -> None:
    """Invariant 42: direct before paper. The losing paper stays sealed, and it is listed by its code."""
    given = counting.given
    before, after, only = given.people["supported"][:3]
    others = given.people["supported"][3:7]
    await vote(given, counting.ballot_id, before, yes(counting.contest))
    pile = await counting.pile()
    said = await counting.log(pile, await counting.handle(before))
    assert said is not None and "that vote comes before a paper" in str(said)
    for person in (after, only, *others):
        assert await counting.log(pile, await counting.handle(person)) is None
    await counting.confirm(pile, 7)
    await vote(given, counting.ballot_id, after, yes(counting.contest), AT + timedelta(hours=1))
    await closed(given, counting.ballot_id)
    manifest = await manifest_of(counting)
    async with given.society.store.reading() as reading:
        opens, sealed = await paper_log.opened_and_sealed(reading, counting.ballot_id, manifest)
    assert set(opens["supported"]) == {await counting.handle(person) for person in (only, *others)}
    assert {entry.handle for entry in sealed} == {await counting.handle(before), await counting.handle(after)}
    await counting.read_alike(await counting.batch(5), NO, NO, NO, NO, NO)
    outcome = await counting.count()
    votes = outcome.contests[0].resolution
    assert votes is not None and (votes.for_, votes.against) == (2, 5)
    assert outcome.voted == 7 and outcome.set_aside == 2
    assert await ways_of(outcome) == ["5 votes were on paper."]


async def test_reminders_and_turnout_know_of_papers(counting: Counting) -> None:
    given = counting.given
    await counting.arrive(*given.people["supported"][:3])
    async with given.society.store.reading() as reading:
        office = await queries.office_ballot(reading, counting.ballot_id, language="en", at=AT)
    assert office.watch is not None and office.watch.voted == 3
