"""A peer's report: held back until the close, then to everybody carried at that vote, in their format; answers."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select, update

from govern.ballots import lifecycle, queries
from govern.ballots.lifecycle import Said
from govern.ballots.models import PeerReport, ReportAnswer
from govern.errors import AlreadyDone, NotAllowed, NotFound, TooMany
from govern.identity.models import Person
from govern.identity.rules import Site
from govern.post import queries as post
from govern.post.models import Letter
from tests.ballots.given_ballots import CLOSES, Given, a_society, an_open_ballot, closed, declared, vote, yes
from tests.ballots.lifecycle.test_carrying import AT, Carried, carry, contest_of

SITE = Site("https://vote.example.org", "tair-nant", "Tair Nant")
SAID = Said("I voted yes on Saturdays.", "Most of you want a place to go.", "I said yes.\nMost of you want it.")
AFTER = CLOSES + timedelta(minutes=5)


@pytest.fixture
async def given(database_url: str, tmp_path: Path) -> AsyncIterator[Given]:
    groups = {"supported": 20, "staff": 12, "volunteers": 12}
    made = await a_society(tmp_path / "home", groups=groups, url=database_url)
    yield made
    await made.society.store.close()


async def write(given: Given, ballot: UUID, peer: UUID, said: Said = SAID) -> None:
    async with given.society.store.writing() as writing:
        await lifecycle.write_report(writing, ballot, peer, said, "en", site=SITE, at=AT)


async def release(given: Given) -> int:
    async with given.society.store.writing() as writing:
        return await lifecycle.release_reports(writing, site=SITE, at=AFTER)


async def readers(given: Given) -> dict[UUID | None, str]:
    async with given.society.store.reading() as reading:
        found = await reading.scalars(select(Letter).where(Letter.kind == "peer_report"))
        return {letter.person_id: letter.body or "" for letter in found}


async def read_by(given: Given, ballot: UUID, member: UUID) -> int:
    async with given.society.store.reading() as reading:
        return len(await queries.reports_for(reading, ballot, member))


async def test_nobody_reads_it_before_the_close_and_everybody_carried_reads_it_after(given: Given) -> None:
    """Invariant 47: those too who voted themselves; not who ended it before the close, and no stranger."""
    carried: Carried = await carry(given, 4)
    ballot = await an_open_ballot(given)
    await write(given, ballot, carried.peer)
    await vote(given, ballot, carried.members[0], yes(await contest_of(given, ballot)))
    await carried.end(3)
    assert await release(given) == 0 and await read_by(given, ballot, carried.members[1]) == 0
    await closed(given, ballot)
    assert await release(given) == 1 and await release(given) == 0
    assert set(await readers(given)) == set(carried.members[:3])
    assert [await read_by(given, ballot, one) for one in carried.members] == [1, 1, 1, 0]
    assert await read_by(given, ballot, given.people["staff"][0]) == 0


async def test_the_letter_says_whose_words_they_are_and_easy_read_gets_easy_words(given: Given) -> None:
    carried = await carry(given, 2)
    async with given.society.store.writing() as writing:
        easy = update(Person).where(Person.id == carried.members[1])
        await writing.execute(easy.values(format="easy_read", language="cy"))
    ballot = await an_open_ballot(given)
    await write(given, ballot, carried.peer)
    await closed(given, ballot)
    await release(given)
    told = await readers(given)
    plain, easy_words = told[carried.members[0]], told[carried.members[1]]
    assert "These are the words of Supported 1. They are not taken from an envelope." in plain
    assert SAID.voted in plain and SAID.why in plain and "/en/tair-nant/ballots/" in plain
    assert "I said yes.\n\nMost of you want it." in easy_words and SAID.voted not in easy_words
    assert "/cy/tair-nant/ballots/" in easy_words


async def test_it_is_written_anew_until_it_is_out_and_one_written_late_goes_out_at_once(given: Given) -> None:
    carried = await carry(given, 1)
    ballot = await an_open_ballot(given)
    await write(given, ballot, carried.peer, Said("First", "words"))
    await write(given, ballot, carried.peer)
    await closed(given, ballot)
    await write(given, ballot, carried.peer)
    assert SAID.voted in (await readers(given))[carried.members[0]]
    with pytest.raises(AlreadyDone, match="have your report already"):
        await write(given, ballot, carried.peer)


async def test_only_who_carries_somebody_writes_one(given: Given) -> None:
    await carry(given, 1)
    ballot = await an_open_ballot(given)
    with pytest.raises(NotFound, match="Nobody has asked you to vote for them here"):
        await write(given, ballot, given.people["staff"][0])


async def test_members_answer_and_the_peer_reads_it_with_the_name(given: Given) -> None:
    carried = await carry(given, 2)
    ballot = await an_open_ballot(given)
    await write(given, ballot, carried.peer)
    async with given.society.store.reading() as reading:
        report = (await reading.scalars(select(PeerReport.id))).one()

    async def answer(member: UUID, words: str = "Thank you.") -> None:
        async with given.society.store.writing() as writing:
            await lifecycle.answer_report(writing, report, member, words, at=AFTER)

    with pytest.raises(NotFound, match="There is no such report"):
        await answer(carried.members[0])
    await closed(given, ballot)
    await release(given)
    with pytest.raises(NotAllowed, match="Only whom this peer voted for"):
        await answer(given.people["staff"][0])
    for number in range(5):
        await answer(carried.members[0], f"Thank you {number}.")
    with pytest.raises(TooMany, match="several answers already"):
        await answer(carried.members[0])
    async with given.society.store.reading() as reading:
        own = await queries.own_report(reading, ballot, carried.peer)
        (theirs,) = await queries.reports_for(reading, ballot, carried.members[1])
    assert own is not None and [one.member for one in own.answers] == ["Supported 2"] * 5
    assert theirs.answers == (), "each reads their own answers only"


async def test_when_handles_are_erased_reports_and_answers_go(given: Given) -> None:
    """Decision 31."""
    carried = await carry(given, 1)
    ballot = await an_open_ballot(given)
    await write(given, ballot, carried.peer)
    await vote(given, ballot, carried.members[0], yes(await contest_of(given, ballot)))
    await declared(given, ballot)
    await release(given)
    async with given.society.store.writing() as writing:
        report = (await writing.scalars(select(PeerReport.id))).one()
        await lifecycle.answer_report(writing, report, carried.members[0], "Why not no?", at=AFTER)
    async with given.society.store.writing() as writing:
        await lifecycle.archive(writing, ballot, by=given.officer, at=CLOSES + timedelta(days=400))
    async with given.society.store.reading() as reading:
        assert (await reading.scalars(select(PeerReport))).all() == []
        assert (await reading.scalars(select(ReportAnswer))).all() == []


async def test_whoever_has_no_mail_address_gets_the_report_by_post_in_their_format(given: Given) -> None:
    carried = await carry(given, 2)
    async with given.society.store.writing() as writing:
        person = update(Person).where(Person.id == carried.members[1])
        await writing.execute(person.values(email=None, format="easy_read", language="cy"))
    ballot = await an_open_ballot(given)
    await write(given, ballot, carried.peer)
    await closed(given, ballot)
    await release(given)
    async with given.society.store.reading() as reading:
        (letter,) = await post.to_post(reading)
        assert await post.waiting_by_post(reading) == 1
    assert (letter.person_id, letter.format, letter.language) == (carried.members[1], "easy_read", "cy")
    assert "I said yes." in letter.body, "the peer's easy words"
    assert set(await readers(given)) == set(carried.members), "the other one by mail"
