"""A member chooses a peer by their own act, is represented, takes their vote back, chooses again, stops; refusals."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID

import msgspec
import pytest
from sqlalchemy import select

from govern.ballots import queries as ballots
from govern.constituencies.representation import lifecycle as representation
from govern.constituencies.representation import queries as mandates
from govern.constituencies.representation.models import PeerMandate
from govern.constituencies.representation.rules import check_enabled
from govern.constituencies.rulebook import lifecycle as rulebooks
from govern.constituencies.rulebook.book import example
from govern.constituencies.rulebook.book.loading import load
from govern.desks.lifecycle import keep_mandates
from govern.errors import GovernError, NotAllowed
from govern.identity.models import Session
from govern.identity.rules import Site
from govern.post.models import Letter
from govern.timer import _tick
from govern.web.door import FORM_FIELD
from govern.web.visitor import form_token
from tests.ballots.given_ballots import CLOSES, OPENS, declared, vote
from tests.desks.villages import Village
from tests.window import Window

SITE = Site("https://vote.example.org", "tair-nant", "Tair Nant")


async def test_a_member_opts_in_is_represented_then_votes_directly_and_takes_their_vote_back(
    village: Village,
) -> None:
    """Invariants 44 and 49, M2."""
    browser = await village.window(village.member)
    await browser.get("me")
    assert "Nobody. Only you cast your vote." in browser.text()
    await browser.get("me/peers")
    assert "Supported 1" in browser.text() and "Supported 2" in browser.text()
    await browser.get(f"me/peers/{village.offices[0]}")
    assert browser.heading() == "Shall Supported 1 vote for you when you do not?"
    said = browser.text()
    assert "On this only you vote, and nobody for you:" in said and "You can stop at any time, with one press" in said
    assert "It holds until" in said and "A peer votes for at most 12 members." in said
    await browser.get(f"/cy/tair-nant/me/peers/{village.offices[0]}")
    assert "Penderfyniad arbennig" in browser.text() and "pecial resolution" not in browser.text()
    await browser.get("home")
    assert "me/peers" in browser.last.text and "me/supporters" in browser.last.text
    await browser.get(f"ballots/{village.ballot_id}")
    assert "Nobody votes for you. Who votes for me if I don't" in browser.text()
    await browser.get(f"me/peers/{village.offices[0]}")
    await browser.send(f"me/peers/{village.offices[0]}", {"what": "all"})
    assert "Supported 1 Holds" in browser.text() and "Your choice holds from now." in browser.last.text
    await browser.get(f"ballots/{village.ballot_id}")
    assert "Your peer Supported 1 votes for you unless you vote yourself." in browser.text()
    assert await village.standing() == [village.peers[0]]
    await village.votes_for_all(village.peers[0])
    await browser.send(f"ballots/{village.ballot_id}/start")
    await browser.send(f"ballots/{village.ballot_id}/paper/1", {"answer": "no"})
    await browser.send(f"ballots/{village.ballot_id}/cast")
    assert browser.heading() == "Your vote is in"
    peer = await village.window(village.peers[0])
    await peer.get(f"ballots/{village.ballot_id}/for-others/peer")
    assert "You vote for 1 person here. 1 of them has voted themselves. So your vote counts for 0." in peer.text()


async def test_one_press_stops_it_and_what_was_cast_does_not_count(village: Village) -> None:
    """Invariant 49: ended at any time, in open votes too."""
    browser = await village.window(village.member)
    await browser.get(f"me/peers/{village.offices[0]}")
    await browser.send(f"me/peers/{village.offices[0]}", {"what": "all"})
    await village.votes_for_all(village.peers[0])
    await browser.get("me")
    stop = next(one for one in links(browser) if one.endswith("/end"))
    token = browser.hidden(stop)
    await browser.send(stop)
    again = await browser.post(stop, token)
    assert again.status_code == 303, "a second press finds it stopped"
    await browser.get("me/peers?done=stopped")
    assert "Nobody. Only you cast your vote." in browser.text() and "Stopped." in browser.last.text
    assert await village.standing() == []
    peer = await village.window(village.peers[0])
    assert (await peer.get(f"ballots/{village.ballot_id}/for-others/peer")).status_code == 404


def links(browser: Window) -> list[str]:
    """Where the forms of the page go, within the society."""
    return [
        one.split("/tair-nant/")[1]
        for one in re.findall(r'<form[^>]*action="([^"]*/me/peers/[^"]*)"', browser.last.text)
    ]


async def test_another_peer_is_chosen_in_one_step(village: Village) -> None:
    browser = await village.window(village.member)
    for office in village.offices:
        await browser.get(f"me/peers/{office}")
        await browser.send(f"me/peers/{office}", {"what": "some", "scope": "ordinary"})
    assert "Supported 2 Holds" in browser.text() and "Supported 1 Holds" not in browser.text()
    assert await village.standing() == [village.peers[1]]
    await browser.get(f"me/peers/{village.offices[0]}")
    assert "Supported 2 votes for you now. When you choose here" in browser.text()


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({}, "Choose what your peer votes on for you."),
        ({"what": "some"}, "Choose at least one kind of decision, or choose everything."),
        ({"what": "some", "scope": "special"}, "On this kind of decision nobody votes for others"),
        ({"what": "some", "scope": "nothing"}, "Choose kinds of decision from the rules"),
    ],
)
async def test_a_choice_that_cannot_be_is_refused_beside_its_field(
    village: Village, sent: dict[str, str], says: str
) -> None:
    """Invariant 50: nobody votes for others on a change of the rules."""
    browser = await village.window(village.member)
    await browser.get(f"me/peers/{village.offices[0]}")
    refused = await browser.send(f"me/peers/{village.offices[0]}", sent)
    assert refused.status_code == 422 and says in browser.text()
    assert await village.standing() == []


async def test_a_peer_of_another_group_and_somebody_elses_choice_are_not_there(village: Village) -> None:
    staff = await village.window(village.given.people["staff"][0])
    await staff.get("me/peers")
    assert "Peers are elected for these groups only:" in staff.text() and "You vote yourself." in staff.text()
    browser = await village.window(village.member)
    await browser.get(f"me/peers/{village.offices[0]}")
    await browser.send(f"me/peers/{village.offices[0]}", {"what": "all"})
    stop = next(one for one in links(browser) if one.endswith("/end"))
    mandate = UUID(stop.split("/")[-2])
    async with village.given.society.store.reading() as reading:
        assert await mandates.is_of(reading, mandate, village.member)
    stranger = village.given.people["supported"][6]
    other = await village.window(stranger)
    async with village.given.society.store.reading() as reading:
        secret = (await reading.scalars(select(Session.secret).where(Session.person_id == stranger))).one()
    for what in ("end", "renew"):
        where = f"me/peers/mandates/{mandate}/{what}"
        assert (await other.post(where, {FORM_FIELD: form_token(secret, f"/{where}")})).status_code == 404
        assert "There is no such choice of yours." in other.text()
    assert await village.standing() == [village.peers[0]]


async def test_too_many_carried_is_refused_and_the_list_says_who_is_full(village: Village) -> None:
    """Invariant 48."""
    text = example("tair_nant").replace("max_represented = 12", "max_represented = 1")
    assert text != example("tair_nant")
    async with village.given.society.store.writing() as writing:
        await rulebooks.adopt(writing, text, by=None, at=OPENS)
    for member, status in ((village.member, 200), (village.given.people["supported"][6], 422)):
        browser = await village.window(member)
        await browser.get(f"me/peers/{village.offices[0]}")
        assert (await browser.send(f"me/peers/{village.offices[0]}", {"what": "all"})).status_code == status
    assert "A peer carries at most 1 members" in browser.text()
    await browser.get("me/peers")
    assert "Supported 1 Votes for as many as the rules allow" in browser.text()


async def test_it_is_renewed_yearly_a_letter_says_when_and_home_too_and_it_lapses_by_itself(village: Village) -> None:
    """Invariant 49: renewed by the member's own act; a lapsed one ends in open votes by the clock."""
    browser = await village.window(village.member)
    await browser.get(f"me/peers/{village.offices[0]}")
    await browser.send(f"me/peers/{village.offices[0]}", {"what": "all"})
    assert "Choose the same peer again" not in browser.text(), "not yet"
    begun = village.clock.at
    async with village.given.society.store.writing() as writing:
        (held,) = await representation.held_in(writing, village.member, "supported", begun.date())
        (await writing.get_one(PeerMandate, held)).review_by = begun.date() + timedelta(days=10)
    assert await keep_mandates(village.given.society, SITE, at=begun) == (0, 1)
    assert await keep_mandates(village.given.society, SITE, at=begun + timedelta(days=1)) == (0, 0), "once"
    async with village.given.society.store.reading() as reading:
        letter = (await reading.scalars(select(Letter).where(Letter.kind == "mandate_review"))).one()
    assert letter.person_id == village.member and "me/peers" in (letter.body or "")
    await browser.get("home")
    assert "Who votes for you if you don't: Supported 1 Choose again by" in browser.text()
    assert await keep_mandates(village.given.society, SITE, at=begun + timedelta(days=11)) == (1, 0)
    assert await village.standing() == [], "lapsed, so the log says so"
    await browser.get("me/peers")
    again = next(one for one in links(browser) if one.endswith("/renew"))
    await browser.send(again)
    assert "Your choice holds for another year." in browser.last.text
    assert await village.standing() == [village.peers[0]]


async def test_the_office_changes_a_mandate_and_the_open_vote_follows(village: Village) -> None:
    browser = await village.window(village.member)
    await browser.get(f"me/peers/{village.offices[0]}")
    await browser.send(f"me/peers/{village.offices[0]}", {"what": "all"})
    office = await village.window(village.given.second)
    await office.get(f"office/peers/{village.offices[0]}")
    day = village.clock.at.date()
    ends = {f"office_ends_on_{part}": str(getattr(day, part)) for part in ("day", "month", "year")}
    await office.send(f"office/peers/{village.offices[0]}/end", ends | {"why_over": "stopped"})
    assert await village.standing() == []
    async with village.given.society.store.reading() as reading:
        letter = (await reading.scalars(select(Letter).where(Letter.kind == "peer_over"))).one()
    assert letter.person_id == village.member and "Supported 1 is no longer a peer from" in (letter.body or "")


async def test_a_recall_needs_a_declared_decision_of_the_group(village: Village) -> None:
    office = await village.window(village.given.second)
    where, day = f"office/peers/{village.offices[0]}", village.clock.at.date()
    ends = {f"office_ends_on_{part}": str(getattr(day, part)) for part in ("day", "month", "year")}
    recall = ends | {"why_over": "recalled", "decision": (await village.given.ballot(village.ballot_id)).number}
    await office.get(where)
    refused = await office.send(f"{where}/end", recall)
    assert refused.status_code == 422 and "A recall is the group's own decision." in office.text()
    async with village.given.society.store.reading() as reading:
        contest = (await ballots.contest_ids(reading, village.ballot_id))[0]
    for person in village.given.everybody:
        await vote(village.given, village.ballot_id, person, {contest: ("yes",)})
    await declared(village.given, village.ballot_id)
    await office.send(f"{where}/end", recall)
    assert f"Recalled by the group in vote {recall['decision']}." in office.text()


async def test_the_peers_own_page_lists_whom_they_carry_and_nothing_more(village: Village) -> None:
    browser = await village.window(village.member)
    await browser.get(f"me/peers/{village.offices[0]}")
    await browser.send(f"me/peers/{village.offices[0]}", {"what": "all"})
    peer = await village.window(village.peers[0])
    await peer.get("home")
    assert "You are a peer" in peer.text()
    await peer.get("peers")
    assert "Supported 6 Everything that peers may vote on" in peer.text()
    assert "You vote for 1 person here." in peer.text()
    assert village.member.hex not in peer.last.text, "no mail address"
    await browser.get("peers")
    assert "Supported 6" not in browser.text(), "who chose whom is not for others"


def test_without_a_legal_basis_peers_are_off() -> None:
    text = example("tair_nant")
    without = text.replace('legal_basis = "rules_delegate"\n', "", 1)
    assert without != text
    with pytest.raises(GovernError, match="a peer votes for others only on one"):
        load(without)
    book = load(text)
    book = msgspec.structs.replace(book, peer=msgspec.structs.replace(book.peer, legal_basis=None))
    with pytest.raises(NotAllowed, match="on which legal basis"):
        check_enabled(book)


async def test_a_member_reads_the_reason_after_the_close_and_answers(village: Village) -> None:
    """Invariant 47: the peer's own statement, in Easy Read too; the peer reads the answer."""
    browser = await village.window(village.member)
    await browser.get(f"me/peers/{village.offices[0]}")
    await browser.send(f"me/peers/{village.offices[0]}", {"what": "all"})
    await village.votes_for_all(village.peers[0])
    peer = await village.window(village.peers[0])
    own, read = f"ballots/{village.ballot_id}/for-others/peer/report", f"ballots/{village.ballot_id}/peer-report"
    await peer.get(own)
    assert "They are not taken from an envelope" in peer.text()
    refused = await peer.send(own, {"voted": "I voted yes."})
    assert (
        refused.status_code == 422 and "Say why. They want to know." in peer.text() and "I voted yes." in peer.text()
    )
    await peer.send(own, {"voted": "I voted yes.", "why": "You want Saturdays.", "easy": "I said yes."})
    assert "Your report is kept until the vote has closed." in peer.last.text
    assert (await browser.get(read)).status_code == 404, "held back"
    village.clock.at = CLOSES + timedelta(minutes=5)
    await _tick(village.given.society, "https://vote.example.org", {}, village.clock.at)
    browser = await village.window(village.member)
    await browser.get("home")
    assert "How your peer voted: Autumn vote Supported 1 says how they voted for you, and why." in browser.text()
    await browser.get(f"ballots/{village.ballot_id}")
    assert "Read how your peer voted, and why" in browser.text()
    await browser.get(read)
    assert "Supported 1’s own statement. It is not taken from an envelope" in browser.text()
    assert "I voted yes." in browser.text() and "You want Saturdays." in browser.text()
    assert (await browser.send(read)).status_code == 422 and "Write what you want to say" in browser.text()
    await browser.send(read, {"words": "Thank you, Saturdays are good."})
    assert "You answered" in browser.text() and "Thank you, Saturdays are good." in browser.text()
    await browser.get(f"{read}?easy=1")
    assert "I said yes." in browser.text() and "You want Saturdays." not in browser.text()
    peer = await village.window(village.peers[0])
    await peer.get(own)
    assert "Supported 6" in peer.text() and "Thank you, Saturdays are good." in peer.text()


async def test_whoever_leaves_the_group_is_carried_no_longer_in_the_same_step(village: Village) -> None:
    """Through the page of the register, and not by the clock of the next day."""
    browser = await village.window(village.member)
    await browser.get(f"me/peers/{village.offices[0]}")
    await browser.send(f"me/peers/{village.offices[0]}", {"what": "all"})
    assert await village.standing() == [village.peers[0]]
    office = await village.window(village.given.second)
    where, day = f"office/register/{village.member}", village.clock.at.date()
    leaves = {f"leave_on_{part}": str(getattr(day, part)) for part in ("day", "month", "year")}
    await office.get(where)
    await office.send(f"{where}/leave", leaves | {"leave_group": "supported", "leave_reason": "Moved away"})
    assert "Moved away" in office.text() and await village.standing() == []


async def test_a_death_and_its_mistake_reach_the_open_vote_through_the_pages(village: Village) -> None:
    browser = await village.window(village.member)
    await browser.get(f"me/peers/{village.offices[0]}")
    await browser.send(f"me/peers/{village.offices[0]}", {"what": "all"})
    office = await village.window(village.given.second)
    where, day = f"office/register/{village.peers[0]}/death", village.clock.at.date()
    died = {f"died_on_{part}": str(getattr(day, part)) for part in ("day", "month", "year")}
    await office.get(where)
    await office.send(where, died | {"told_by": "A sister"})
    assert await village.standing() == []
    async with village.given.society.store.reading() as reading:
        letter = (await reading.scalars(select(Letter).where(Letter.kind == "peer_over"))).one()
    assert letter.person_id == village.member
