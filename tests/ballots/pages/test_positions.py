"""What a member wants is noted in the office and brought by the peer with one press, through the pages."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from govern.constituencies.rulebook.book import example
from tests.ballots.given_ballots import Given, a_society, an_open_ballot
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
