"""The office asks a group to elect a peer, names who stands, and the declared result makes them one."""

from __future__ import annotations

import re

from govern.ballots.lifecycle import ContestDraft
from govern.ballots.rules import PEERS, ContestKind
from tests.ballots.given_ballots import Given, a_draft, declared, lots_drawn, motion, opened, stands, vote, wording
from tests.ballots.pages.conftest import Opens
from tests.ballots.pages.test_voting import contests_of


async def test_a_peer_is_elected_from_the_draft_to_their_own_page(given: Given, window: Opens) -> None:
    ballot_id = await a_draft(given, motion())
    office = await window(given.officer)
    await office.get(f"office/ballots/{ballot_id}/questions/new")
    assert "Peers: People supported" in office.text()
    asked = {"kind": "election", "title": "Our peer", "title_cy": "Ein cynrychiolydd", "seat": "@peers/supported"}
    refused = await office.send(f"office/ballots/{ballot_id}/questions/new", asked)
    assert refused.status_code == 422 and "Say how many peers are elected" in office.text()
    await office.send(f"office/ballots/{ballot_id}/questions/new", asked | {"places": "1"})
    assert "Peers of People supported" in office.last.text
    contest = (await contests_of(given, ballot_id))[1]
    await stands(given, contest, given.people["supported"][0])
    await office.get(f"office/ballots/{ballot_id}/questions/{contest}")
    assert office.last.status_code == 200


async def test_the_result_says_who_is_elected_and_the_peer_has_a_page(given: Given, window: Opens) -> None:
    draft = ContestDraft(
        kind=ContestKind.ELECTION, body=PEERS, seat_constituency="supported", seats=1, wording=wording("Our peer")
    )
    ballot_id = await a_draft(given, draft)
    contest = (await contests_of(given, ballot_id))[0]
    ada, ben, *others = given.people["supported"]
    first, _ = [await stands(given, contest, person) for person in (ada, ben)]
    await lots_drawn(given, ballot_id)
    await opened(given, ballot_id)
    member = await window(others[0])
    await member.get(f"ballots/{ballot_id}")
    assert re.search(r"You put people in order\. You can stop when you like\. Rule [0-9.]+", member.text())
    for person in others[:4]:
        await vote(given, ballot_id, person, {contest: (str(first),)})
    await declared(given, ballot_id)
    await member.get(f"ballots/{ballot_id}/result")
    assert "Supported 1 is elected." in member.text()
    await member.get("peers")
    assert "Supported 1" in member.text()
