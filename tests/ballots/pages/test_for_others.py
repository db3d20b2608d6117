"""A peer votes for nine people through the pages: numbers, kept questions, codes, refusals (invariants 42-45)."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from govern.ballots import lifecycle
from govern.ballots.models import CastEnvelope, CountRun, MemberHandle
from govern.ballots.rules.outcome import outcomes_from_text
from govern.ballots.seal.documents import Channel
from govern.constituencies.representation import lifecycle as representation
from govern.constituencies.representation.rules import HowChosen, Wanted, WantedOffice, WhyEnded
from tests.ballots.given_ballots import (
    OPENS,
    Given,
    a_draft,
    an_open_ballot,
    counted,
    election,
    lots_drawn,
    motion,
    opened,
    stands,
    vote,
)
from tests.ballots.pages.conftest import Opens
from tests.ballots.pages.test_voting import contests_of
from tests.given import Moments
from tests.window import Window

SINCE = OPENS.date() - timedelta(days=60)


class Peer:
    """The first of the people supported is a peer and carries the next so many."""

    def __init__(self, person: UUID, office: UUID, members: list[UUID], mandates: list[UUID]) -> None:
        self.person, self.office, self.members, self.mandates = person, office, members, mandates


async def a_peer(given: Given, number: int = 9, scope: tuple[str, ...] = ("all",)) -> Peer:
    peer, *others = given.people["supported"]
    at, members, mandates = OPENS - timedelta(days=60), others[:number], []
    async with given.society.store.writing() as writing:
        wanted = WantedOffice("supported", "local", "Tywi", SINCE, SINCE + timedelta(days=365))
        office = await representation.open_office(writing, peer, wanted, by=given.second, at=at)
        chosen = Wanted(SINCE, SINCE + timedelta(days=300), HowChosen.OWN_ACT, scope)
        for member in members:
            mandates.append(await representation.give(writing, office, member, chosen, by=member, at=at))
    return Peer(peer, office, members, mandates)


def at(ballot_id: UUID, rest: str = "", way: str = "peer") -> str:
    return f"ballots/{ballot_id}/for-others/{way}" + (f"/{rest}" if rest else "")


async def to_check(browser: Window, ballot_id: UUID, answer: str = "yes") -> None:
    await browser.get(at(ballot_id))
    await browser.send(at(ballot_id, "start"))
    await browser.send(at(ballot_id, "paper/1"), {"answer": answer})
    assert browser.heading() == "Check your vote"


async def by_way(given: Given, ballot_id: UUID) -> dict[str, int]:
    async with given.society.store.reading() as reading:
        rows = await reading.scalars(select(CastEnvelope.channel).where(CastEnvelope.ballot_id == ballot_id))
        found: dict[str, int] = {}
        for way in rows:
            found[way] = found.get(way, 0) + 1
    return found


async def test_a_peer_with_nine_people_votes_once_and_nine_envelopes_go_in(given: Given, window: Opens) -> None:
    """W12 and invariants 42 to 45, as the peer sees it."""
    peer = await a_peer(given)
    ballot_id = await an_open_ballot(given)
    browser = await window(peer.person)
    await browser.get("home")
    assert "For others: Autumn vote You vote for 9 people here." in browser.text()
    await browser.get(f"ballots/{ballot_id}")
    assert "You are a peer You vote for 9 people here." in browser.text()
    await to_check(browser, ballot_id)
    assert "A vote for 9 people who asked you to" in browser.text()
    assert "sealed in 9 envelopes, one for each person" in browser.text()
    shown = codes_in(browser.last.text)
    assert len(shown) == 9 and shown == sorted(shown), "an order that names nobody"
    await browser.send(at(ballot_id, "cast"))
    assert browser.heading() == "Your vote for others is in"
    assert codes_in(browser.last.text) == shown
    assert await by_way(given, ballot_id) == {"peer": 9}
    contest = (await contests_of(given, ballot_id))[0]
    for member in peer.members[:3]:
        await vote(given, ballot_id, member, {contest: ("no",)})
    await browser.get(at(ballot_id))
    assert "You vote for 9 people here. 3 of them have voted themselves. So your vote counts for 6." in browser.text()
    assert not any(f"Supported {n}" in browser.last.text for n in range(2, 11)), "never who"
    await counted(given, ballot_id)
    async with given.society.store.reading() as reading:
        text = await reading.scalar(select(CountRun.result).where(CountRun.ballot_id == ballot_id))
    result = outcomes_from_text(text or "{}")["en"]
    assert result.contests[0].resolution is not None
    group = next(one for one in result.contests[0].resolution.groups if one.id == "supported")
    assert (group.for_, group.against) == (6, 3)


def codes_in(text: str) -> list[str]:
    """The codes in the list of a page, as they stand."""
    half = "([2-9A-Z]{4}-[2-9A-Z]{4})"
    return [f"{a}-{b}" for a, b in re.findall(rf"{half}\W+{half}", re.sub(r"<[^>]+>", " ", text))]


async def test_the_peers_own_vote_is_a_paper_of_its_own(given: Given, window: Opens) -> None:
    peer = await a_peer(given, 2)
    ballot_id = await an_open_ballot(given)
    browser = await window(peer.person)
    await to_check(browser, ballot_id)
    await browser.get(f"ballots/{ballot_id}")
    assert "Start my vote" in browser.text(), "the draft for others is not a draft of the own vote"
    await browser.get(at(ballot_id, "check"))
    await browser.send(at(ballot_id, "cast"))
    await browser.get(f"ballots/{ballot_id}")
    assert "Start my vote" in browser.text() and "See your vote for others" in browser.text()
    await browser.send(f"ballots/{ballot_id}/start")
    assert "who asked you to" not in browser.text()
    await browser.send(f"ballots/{ballot_id}/paper/1", {"answer": "no"})
    await browser.send(f"ballots/{ballot_id}/cast")
    assert await by_way(given, ballot_id) == {"peer": 2, "direct": 1}


async def test_a_change_of_the_rules_is_not_on_the_paper_and_the_page_says_by_which_rule(
    given: Given, window: Opens
) -> None:
    """Invariant 50: what `[peer].not_for` keeps for members is shown as theirs."""
    peer = await a_peer(given, 4)
    ballot_id = await an_open_ballot(given, motion(title="Saturdays"), motion("special", "New rules"))
    browser = await window(peer.person)
    await browser.get(at(ballot_id))
    kept = browser.text().split("What only they themselves vote on")[1]
    assert "Each member answers them alone. New rules" in kept and re.search("New rules Rule [0-9.]+ How ", kept)
    await to_check(browser, ballot_id)
    assert "New rules" not in browser.text()
    assert (await browser.get(at(ballot_id, "paper/2"))).status_code == 404
    member = await window(peer.members[0])
    await member.get(f"ballots/{ballot_id}")
    assert "Your peer Supported 1 votes for you unless you vote yourself. On this only you vote: New rules." in (
        member.text()
    )


async def test_a_mandate_for_some_kinds_only_is_counted_by_question(given: Given, window: Opens) -> None:
    peer = await a_peer(given, 2, ("ordinary",))
    async with given.society.store.writing() as writing:
        wanted = Wanted(SINCE, SINCE + timedelta(days=300), HowChosen.OWN_ACT)
        extra = given.people["supported"][4]
        await representation.give(writing, peer.office, extra, wanted, by=extra, at=OPENS - timedelta(days=60))
    ballot_id = await a_draft(given, motion(), election(seats=1))
    contest = (await contests_of(given, ballot_id))[1]
    ada, _ = [await stands(given, contest, person) for person in given.people["staff"][:2]]
    await lots_drawn(given, ballot_id)
    await opened(given, ballot_id)
    browser = await window(peer.person)
    await browser.get(at(ballot_id))
    assert "Board. 1 of them asked you to vote on this." in browser.text().replace("Do you agree: Board?", "Board")
    await browser.send(at(ballot_id, "start"))
    await browser.send(at(ballot_id, "paper/1"), {"answer": "yes"})
    await browser.send(at(ballot_id, "paper/2"), {"answer": str(ada)})
    await browser.send(at(ballot_id, "paper/2/2"), {"answer": "none"})
    await browser.send(at(ballot_id, "cast"))
    assert browser.heading() == "Your vote for others is in"
    assert await by_way(given, ballot_id) == {"peer": 3}


async def test_who_takes_it_back_between_check_and_sending_is_left_out(
    given: Given, window: Opens, clock: Moments
) -> None:
    """Invariant 49: ended in one step; the others' envelopes go in."""
    peer = await a_peer(given, 3)
    ballot_id = await an_open_ballot(given)
    browser = await window(peer.person)
    await to_check(browser, ballot_id)
    async with given.society.store.writing() as writing:
        gone = peer.members[1]
        today = clock.at.date()
        await representation.end(writing, peer.mandates[1], today, WhyEnded.WITHDRAWN, by=gone, at=clock.at)
        await lifecycle.follow_mandates(writing, given.society, [gone], at=clock.at)
    await browser.send(at(ballot_id, "cast"))
    assert "2 envelopes are in the box." in browser.text() and "You vote for 2 people here." in browser.text()


async def test_who_asks_later_is_told_to_the_peer(given: Given, window: Opens, clock: Moments) -> None:
    peer = await a_peer(given, 2)
    ballot_id = await an_open_ballot(given)
    browser = await window(peer.person)
    await to_check(browser, ballot_id)
    await browser.send(at(ballot_id, "cast"))
    extra = given.people["supported"][5]
    async with given.society.store.writing() as writing:
        wanted = Wanted(clock.at.date(), clock.at.date() + timedelta(days=99), HowChosen.OWN_ACT)
        await representation.give(writing, peer.office, extra, wanted, by=extra, at=clock.at)
        await lifecycle.follow_mandates(writing, given.society, [extra], at=clock.at)
    await browser.get(at(ballot_id))
    assert "You have voted for 2 of them. More asked you after that: 1." in browser.text()
    await to_check(browser, ballot_id, "no")
    await browser.send(at(ballot_id, "cast"))
    assert "3 envelopes are in the box." in browser.text()


async def test_the_form_sent_twice_makes_one_vote_and_changed_choices_are_not_sent(
    given: Given, window: Opens
) -> None:
    peer = await a_peer(given, 3)
    ballot_id = await an_open_ballot(given)
    browser = await window(peer.person)
    await to_check(browser, ballot_id)
    form = browser.hidden(at(ballot_id, "cast"))
    await browser.send(at(ballot_id, "cast"))
    again = await browser.post(at(ballot_id, "cast"), form)
    assert again.status_code == 303 and again.headers["location"].endswith("/receipt")
    assert await by_way(given, ballot_id) == {"peer": 3}
    await to_check(browser, ballot_id, "no")
    form = browser.hidden(at(ballot_id, "cast"))
    await browser.get(at(ballot_id, "paper/1"))
    await browser.send(at(ballot_id, "paper/1"), {"answer": "yes"})
    changed = await browser.post(at(ballot_id, "cast"), form)
    assert changed.status_code == 409 and "changed in another window" in browser.text()
    assert await by_way(given, ballot_id) == {"peer": 3}


async def test_envelopes_that_waited_too_long_are_sealed_again(given: Given, window: Opens, clock: Moments) -> None:
    peer = await a_peer(given, 2)
    ballot_id = await an_open_ballot(given)
    browser = await window(peer.person)
    await to_check(browser, ballot_id)
    before = codes_in(browser.last.text)
    clock.pass_(minutes=21)
    assert (await browser.send(at(ballot_id, "cast"))).status_code == 409
    assert browser.heading() == "Check your vote" and codes_in(browser.last.text) != before
    await browser.send(at(ballot_id, "cast"))
    assert browser.heading() == "Your vote for others is in"


async def test_nobody_votes_for_others_unasked_and_no_form_fits_another(given: Given, window: Opens) -> None:
    peer = await a_peer(given, 2)
    ballot_id = await an_open_ballot(given)
    stranger = await window(given.people["staff"][0])
    for rest in ("", "check", "paper/1", "receipt"):
        assert (await stranger.get(at(ballot_id, rest))).status_code == 404
        assert "Nobody has asked you to vote for them here." in stranger.text()
    browser = await window(peer.person)
    assert (await browser.get(at(ballot_id, way="attorney"))).status_code == 404
    assert (await browser.get(at(ballot_id, way="proxy"))).status_code == 404
    await to_check(browser, ballot_id)
    taken = browser.hidden(at(ballot_id, "cast"))["envelope"]
    await browser.get(f"ballots/{ballot_id}")
    await browser.send(f"ballots/{ballot_id}/start")
    await browser.send(f"ballots/{ballot_id}/paper/1", {"answer": "no"})
    form = browser.hidden(f"ballots/{ballot_id}/cast") | {"envelope": taken}
    assert (await browser.post(f"ballots/{ballot_id}/cast", form)).status_code == 409, "sealed for another way"
    assert await by_way(given, ballot_id) == {}


async def test_after_the_close_nothing_moves(given: Given, window: Opens, clock: Moments) -> None:
    """Invariant 43."""
    peer = await a_peer(given, 2)
    ballot_id = await an_open_ballot(given)
    browser = await window(peer.person)
    await to_check(browser, ballot_id)
    form = browser.hidden(at(ballot_id, "cast"))
    clock.pass_(days=15)
    browser = await window(peer.person)
    await browser.get(at(ballot_id))
    assert "Start the vote for them" not in browser.text()
    late = await browser.post(at(ballot_id, "cast"), form)
    assert late.status_code >= 400
    assert await by_way(given, ballot_id) == {}


async def test_a_free_proxy_votes_on_the_same_pages(given: Given, window: Opens) -> None:
    holder, member = given.people["staff"][0], given.people["supported"][1]
    peer = await a_peer(given, 1)
    ballot_id = await an_open_ballot(given)
    async with given.society.store.writing() as writing:
        handle = await writing.scalar(
            select(MemberHandle.handle).where(MemberHandle.ballot_id == ballot_id, MemberHandle.person_id == member)
        )
        assert handle is not None
        naming = lifecycle.Naming(handle, Channel.PROXY_FREE, holder)
        await lifecycle.appoint(writing, given.society, ballot_id, [naming], at=OPENS)
    browser = await window(holder)
    await browser.get("home")
    assert "For others: Autumn vote You vote for 1 person here." in browser.text()
    await browser.get(at(ballot_id, way="proxy"))
    await browser.send(at(ballot_id, "start", "proxy"))
    await browser.send(at(ballot_id, "paper/1", "proxy"), {"answer": "yes"})
    await browser.send(at(ballot_id, "cast", "proxy"))
    assert "1 envelope is in the box." in browser.text()
    assert await by_way(given, ballot_id) == {"proxy_free": 1}
    own = await window(peer.person)
    await own.get(at(ballot_id))
    assert "A proxy votes for 1 of them. So your vote counts for 0." in own.text()
    whose = await window(member)
    await whose.get(f"ballots/{ballot_id}")
    assert "Your proxy Staff 1 votes for you unless you vote yourself." in whose.text()
