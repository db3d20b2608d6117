"""Where a peer brings what members said: sealed when noted, cast for each when the peer confirms, else blank."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select

from govern.ballots import lifecycle, queries
from govern.ballots.models import CastEnvelope, KnownPosition
from govern.constituencies.register import lifecycle as register
from govern.constituencies.register.rules import TieKind
from govern.constituencies.representation import lifecycle as representation
from govern.constituencies.representation.rules import HowChosen, Wanted
from govern.constituencies.rulebook.book import example
from govern.errors import NotAllowed, NotFound, NotValid
from tests.ballots.given_ballots import OPENS, Given, a_society, an_open_ballot, motion, no, vote, yes
from tests.ballots.lifecycle.test_carrying import AT, Carried, carry, contest_of, outcome

HOW = "With the mat, Ana helped, agreed."


@pytest.fixture
async def given(database_url: str, tmp_path: Path) -> AsyncIterator[Given]:
    """Tair Nant where a peer brings what members said."""
    text = example("tair_nant").replace('style = "judgement"', 'style = "mandated_split"')
    assert text != example("tair_nant")
    groups = {"supported": 20, "staff": 12, "volunteers": 12}
    made = await a_society(tmp_path / "home", text=text, groups=groups, url=database_url)
    yield made
    await made.society.store.close()


async def note(given: Given, carried: Carried, ballot_id: UUID, member: int, choices: lifecycle.Choices) -> None:
    async with given.society.store.writing() as writing:
        await lifecycle.note_position(
            writing, ballot_id, carried.members[member], choices, HOW, by=given.second, at=AT
        )


async def kept(given: Given) -> list[bytes | None]:
    async with given.society.store.reading() as reading:
        return list(await reading.scalars(select(KnownPosition.envelope)))


async def test_w14_one_for_one_against_and_three_abstain(given: Given) -> None:
    """W14: five are carried, K1 is for and K3 against; of the others nothing is known. A direct vote displaces."""
    carried = await carry(given, 5)
    ballot = await an_open_ballot(given)
    contest = await contest_of(given, ballot)
    await note(given, carried, ballot, 0, yes(contest))
    await note(given, carried, ballot, 2, no(contest))
    assert await lifecycle.follow_positions(given.society, ballot, carried.peer, at=AT) == 5
    assert await kept(given) == [None, None], "no copy waits any more"
    result = await outcome(given, ballot)
    assert result.contests[0].resolution is not None
    group = next(one for one in result.contests[0].resolution.groups if one.id == "supported")
    assert (group.for_, group.against) == (1, 1)
    assert result.voted == 5 and result.contests[0].resolution.blank == 3


async def test_confirming_again_sends_nothing_twice_and_a_later_word_takes_the_place(given: Given) -> None:
    carried = await carry(given, 2)
    ballot = await an_open_ballot(given)
    contest = await contest_of(given, ballot)
    await note(given, carried, ballot, 0, yes(contest))
    assert await lifecycle.follow_positions(given.society, ballot, carried.peer, at=AT) == 2
    assert await lifecycle.follow_positions(given.society, ballot, carried.peer, at=AT) == 0
    await note(given, carried, ballot, 0, no(contest))
    await vote(given, ballot, carried.members[1], yes(contest), at=AT)
    assert await lifecycle.follow_positions(given.society, ballot, carried.peer, at=AT) == 1
    result = await outcome(given, ballot)
    assert result.contests[0].resolution is not None
    assert (result.contests[0].resolution.for_, result.contests[0].resolution.against) == (1, 1)


async def test_what_is_noted_is_sealed_at_once_and_names_nobody(given: Given) -> None:
    carried = await carry(given, 1)
    ballot = await an_open_ballot(given)
    await note(given, carried, ballot, 0, yes(await contest_of(given, ballot)))
    (envelope,) = await kept(given)
    assert envelope is not None and b"yes" not in envelope and carried.members[0].hex.encode() not in envelope
    async with given.society.store.reading() as reading:
        assert (await reading.scalars(select(CastEnvelope))).all() == [], "it waits for the peer"


async def test_the_peer_fills_in_no_paper(given: Given) -> None:
    carried = await carry(given, 1)
    ballot = await an_open_ballot(given)
    contest = await contest_of(given, ballot)
    with pytest.raises(NotAllowed, match="brings what each member said"):
        await carried.sealed(ballot, yes(contest))


async def test_a_change_of_the_rules_is_no_position_of_a_peer(given: Given) -> None:
    """Invariant 50."""
    carried = await carry(given, 1)
    ballot = await an_open_ballot(given, motion(), motion("special", "New rules"))
    async with given.society.store.reading() as reading:
        _, kept_for_members = await queries.contest_ids(reading, ballot)
    with pytest.raises(NotAllowed, match="another group of members"):
        await note(given, carried, ballot, 0, yes(kept_for_members))


async def test_only_with_words_on_how_and_only_for_who_is_carried(given: Given) -> None:
    carried = await carry(given, 1)
    ballot = await an_open_ballot(given)
    contest = await contest_of(given, ballot)
    async with given.society.store.writing() as writing:
        with pytest.raises(NotValid, match="agreed to have it noted"):
            await lifecycle.note_position(
                writing, ballot, carried.members[0], yes(contest), " ", by=given.second, at=AT
            )
        with pytest.raises(NotFound, match="No peer votes for this member"):
            stranger = given.people["staff"][0]
            await lifecycle.note_position(writing, ballot, stranger, yes(contest), HOW, by=given.second, at=AT)


async def test_where_peers_decide_themselves_nothing_is_noted(tmp_path: Path) -> None:
    given = await a_society(tmp_path / "home", groups={"supported": 12, "staff": 12, "volunteers": 12})
    carried = await carry(given, 1)
    ballot = await an_open_ballot(given)
    with pytest.raises(NotFound, match="Here a peer decides themselves"):
        await note(given, carried, ballot, 0, yes(await contest_of(given, ballot)))
    with pytest.raises(NotFound, match="Here a peer decides themselves"):
        await lifecycle.follow_positions(given.society, ballot, carried.peer, at=OPENS + timedelta(hours=1))
    await given.society.store.close()


async def test_neither_the_carer_nor_the_peer_notes_it_whatever_their_office(given: Given) -> None:
    """M94: people tell those what they believe those want to hear; and the peer does not learn it."""
    carried = await carry(given, 1)
    ballot = await an_open_ballot(given)
    choices, member = yes(await contest_of(given, ballot)), carried.members[0]
    async with given.society.store.writing() as writing:
        kind = TieKind.DELIVERS_CARE_TO
        await register.tie(writing, kind, given.officer, member, AT.date(), by=None, at=AT)
    for noter, says in ((given.officer, "You deliver this member's care"), (carried.peer, "You are the peer")):
        with pytest.raises(NotAllowed, match=says):
            async with given.society.store.writing() as writing:
                await lifecycle.note_position(writing, ballot, member, choices, HOW, by=noter, at=AT)
    assert await kept(given) == []


async def test_nor_do_they_note_a_supported_choice(given: Given) -> None:
    carried = await carry(given, 0)
    member, day = given.people["supported"][1], OPENS.date()
    wanted = Wanted(day, day + timedelta(days=200), HowChosen.SUPPORTED, ("all",), "Ana was there")
    async with given.society.store.writing() as writing:
        kind = TieKind.DELIVERS_CARE_TO
        await register.tie(writing, kind, given.officer, member, OPENS.date(), by=None, at=OPENS)
    for noter, says in ((given.officer, "You deliver this member's care"), (carried.peer, "You are the peer")):
        with pytest.raises(NotAllowed, match=says):
            async with given.society.store.writing() as writing:
                await representation.give(writing, carried.office, member, wanted, by=noter, at=OPENS)
    async with given.society.store.writing() as writing:
        assert await representation.give(writing, carried.office, member, wanted, by=given.second, at=OPENS)
