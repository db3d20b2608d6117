"""What a member wants is noted in the office and brought by the peer with one press, through the pages."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

import pytest

from govern.ballots import queries
from govern.constituencies.rulebook.book import example
from tests.ballots.given_ballots import (
    Given,
    a_draft,
    a_society,
    an_open_ballot,
    election,
    lots_drawn,
    motion,
    opened,
    stands,
)
from tests.ballots.lifecycle.test_carrying import outcome
from tests.ballots.pages.conftest import Opens
from tests.ballots.pages.test_for_others import a_peer, at, by_way
from tests.given import a_home


@pytest.fixture
async def given(tmp_path: Path) -> AsyncIterator[Given]:
    text = example("tair_nant").replace('style = "judgement"', 'style = "mandated_split"')
    made = await a_society(a_home(), text=text, groups={"supported": 12, "staff": 11, "volunteers": 10})
    yield made
    await made.society.store.close()


async def test_the_office_notes_what_a_member_wants_and_the_peer_confirms(given: Given, window: Opens) -> None:
    peer = await a_peer(given, 3)
    ballot_id = await an_open_ballot(given)
    office = await window(given.second)
    where = f"office/peers/mandates/{peer.mandates[0]}"
    await office.get(where)
    assert "Note what the member wants in an open vote" in office.text()
    await office.get(f"{where}/positions")
    assert "Autumn vote" in office.text()
    await office.get(f"{where}/positions/{ballot_id}")
    assert "Tell nobody, not the peer either." in office.text()
    refused = await office.send(f"{where}/positions/{ballot_id}")
    assert refused.status_code == 422 and "Choose what the member said" in office.text()
    await office.send(f"{where}/positions/{ballot_id}", {"answer_1": "maybe", "how": "With the mat"})
    assert "This is not one of the answers on this page." in office.text()
    await office.send(f"{where}/positions/{ballot_id}", {"answer_1": "no", "how": "With the mat, agreed"})
    assert "Autumn vote Noted" in office.text()
    browser = await window(peer.person)
    await browser.get(at(ballot_id))
    assert "What 1 of them wants is noted, sealed, and you do not see it." in browser.text()
    assert (await browser.get(at(ballot_id, "paper/1"))).status_code == 403
    assert "brings what each member said" in browser.text()
    await browser.get(at(ballot_id))
    await browser.send(at(ballot_id, "confirm"))
    assert browser.heading() == "Your vote for others is in" and "3 envelopes are in the box." in browser.text()
    await browser.get(at(ballot_id))
    assert "When more is noted, you confirm again." in browser.text()
    assert await by_way(given, ballot_id) == {"peer": 3}


async def an_election(given: Given) -> tuple[UUID, list[UUID]]:
    """Open, with a motion and an election of two places among three people; the candidates in order of entry."""
    ballot_id = await a_draft(given, motion(), election(seats=2))
    async with given.society.store.reading() as reading:
        contest = (await queries.contest_ids(reading, ballot_id))[1]
    stand = [await stands(given, contest, person) for person in given.people["supported"][-3:]]
    await lots_drawn(given, ballot_id)
    return await opened(given, ballot_id), stand


async def test_an_election_is_brought_as_the_member_ranked_it_and_else_left_blank(
    given: Given, window: Opens
) -> None:
    """The rules give the peer nothing to decide: no ranking, no choice, and the peer is told before confirming."""
    peer = await a_peer(given, 2)
    ballot_id, (first, second, third) = await an_election(given)
    office = await window(given.second)
    where = f"office/peers/mandates/{peer.mandates[0]}/positions/{ballot_id}"
    await office.get(where)
    words = {"answer_1": "yes", "how": "With photographs, agreed"}
    wrong = {f"choice_2_{first}": "1", f"choice_2_{second}": "1"}
    refused = await office.send(where, words | wrong)
    assert refused.status_code == 422 and "Type 1 beside the first choice, 2 beside the next" in office.text()
    await office.send(where, words | {f"choice_2_{second}": "1", f"choice_2_{third}": "2"})
    assert "Autumn vote Noted" in office.text()
    browser = await window(peer.person)
    await browser.get(at(ballot_id))
    assert "is an election." in browser.text() and "you choose nobody for them" in browser.text()
    await browser.send(at(ballot_id, "confirm"))
    assert await by_way(given, ballot_id) == {"peer": 2}
    election_of = (await outcome(given, ballot_id)).contests[1].election
    assert election_of is not None and (election_of.papers, election_of.blank) == (2, 1)
    assert [fate.candidate for fate in election_of.fates if fate.votes[0]] == [str(second)]
