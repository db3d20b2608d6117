"""Every way of voting there is, in one sealed vote of a meeting at the level AGM, told chapter by chapter.

Everything is done through pages by the person whose work it is, with a clock that is told the time; the tools of
those with a duty run in processes of their own. Told beside the pages: the society, the meeting with its notice, the
peer's office, the consent to a supporter, and that people are signed in.
"""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from litestar import Litestar
from litestar.testing import AsyncTestClient
from sqlalchemy import select

from govern.__main__ import main
from govern.ballots import lifecycle as ballots
from govern.ballots.models import Ballot, CastEnvelope, MemberHandle
from govern.ballots.queries.box import proven
from govern.ballots.seal.documents import Level, Manifest
from govern.ballots.seal.fingerprint import fingerprint as words_of
from govern.meetings import lifecycle, queries
from govern.rehearsals import hall
from govern.rehearsals.hall import Hall
from tests.ballots.given_ballots import BEFORE, OPENS, Given, motion
from tests.ballots.pages.test_ceremony import JSON, TEXT, ZIP, agreed, hand_in
from tests.ballots.pages.test_for_others import Peer, a_peer
from tests.ballots.pages.test_papers import log_all, read_batch
from tests.ballots.pages.test_sending import at_check
from tests.ballots.pages.test_supporting import HELP, beside, opened_paper
from tests.ballots.pages.test_telephone import a_call, a_caller, listens, to_check
from tests.given import Moments
from tests.meetings.pages.test_every_way import casts, names_a_proxy
from tests.meetings.scene import MOTION, PAGES, an_agm
from tests.stories import heard_before
from tests.window import Window

MEETS = OPENS + timedelta(days=10, hours=5)
CLOSES = MEETS + timedelta(hours=6)
GROUPS = {"supported": 36, "staff": 6}
#: Numbers in the register. The peer is 1, and 2 to 7 have asked them; the proxy of three others is 8.
PEER, PROXY, SUPPORTER, FACILITATOR = 1, 8, 30, 31
CARRIED, ON_PAPER = range(2, 8), range(16, 21)
#: Who is there when the vote is taken, the quorum and some more; all but the first three vote on nothing there.
IN_THE_ROOM = (7, 24, 25, 22, *range(26, 36))
LEAVES = 23
ASKED_IN_THE_ROOM = IN_THE_ROOM[:9]
STAFF = dict(zip(range(37, 43), ("yes", "yes", "yes", "yes", "no", "no"), strict=True))


class Day:
    """One vote of one meeting, the people in it by their number, and the receipts that people keep."""

    def __init__(self, given: Given, client: AsyncTestClient[Litestar], clock: Moments, folder: Path) -> None:
        self.given, self.client, self.clock, self.folder = given, client, clock, folder
        self.meeting = self.ballot = self.item = UUID(int=0)
        self.receipts: dict[str, Path] = {}

    @property
    def at(self) -> str:
        return f"ballots/{self.ballot}"

    @property
    def office(self) -> str:
        return f"office/ballots/{self.ballot}"

    def person(self, number: int) -> UUID:
        return self.given.everybody[number - 1]

    async def member(self, number: int, *, officer: bool = False) -> Window:
        browser = Window(self.client, self.given.society, follows=True)
        return await browser.sign_in(self.person(number), officer=officer, at=self.clock.at)

    async def officers(self) -> tuple[Window, Window]:
        """The returning officer and the secretary, signed in this minute."""
        returning, secretary = [Window(self.client, self.given.society, follows=True) for _ in range(2)]
        await returning.sign_in(self.given.officer, officer=True, at=self.clock.at)
        await secretary.sign_in(self.given.second, officer=True, at=self.clock.at)
        return returning, secretary

    async def votes(self, number: int, answer: str, *, keep: str = "") -> None:
        """Their own paper from its page to the box. With `keep` they keep the receipt under this name."""
        browser = await self.member(number)
        await casts(browser, self.at, answer)
        if keep:
            await self.keeps(keep, number)

    async def keeps(self, name: str, number: int) -> None:
        answer = await (await self.member(number)).get(f"{self.at}/receipt/file")
        assert answer.headers["content-type"] == "application/json"
        self._kept(name, answer.content)

    async def keeps_of(self, name: str, number: int, channel: str) -> None:
        """The receipt of an envelope that somebody else sent for this member: pages give its code to the sender."""
        ballot = await self.given.ballot(self.ballot)
        theirs = (
            select(CastEnvelope.leaf)
            .join(MemberHandle, MemberHandle.handle == CastEnvelope.handle)
            .where(MemberHandle.person_id == self.person(number), CastEnvelope.channel == channel)
        )
        async with self.given.society.store.reading() as reading:
            leaf = (await reading.scalars(theirs.order_by(CastEnvelope.leaf.desc()))).first()
            assert leaf is not None, f"nothing was sent for {number} by {channel}"
            made, _ = await proven(reading, Manifest.from_bytes(ballot.manifest or b""), self.ballot, leaf)
        self._kept(name, made.to_bytes())

    def _kept(self, name: str, content: bytes) -> None:
        self.receipts[name] = self.folder / f"{name}.json"
        self.receipts[name].write_bytes(content)


# --- Before voting opens --------------------------------------------------------------------------------------------


async def called(day: Day) -> Peer:
    """The meeting is called with two motions; the first becomes the sealed vote. The peer is in office."""
    given, secretary = day.given, day.given.second
    async with given.society.store.writing() as writing:
        wanted = an_agm(starts_at=MEETS, ends_expected=MEETS + timedelta(hours=2))
        day.meeting = await lifecycle.draft(writing, wanted, by=secretary, at=BEFORE)
        for _ in range(2):
            await lifecycle.add_item(writing, day.meeting, MOTION, by=secretary, at=BEFORE)
        await lifecycle.send_notice(writing, day.meeting, pages=PAGES, by=secretary, at=BEFORE)
        new = ballots.BallotDraft(
            title={"en": "Saturdays", "cy": "Sadyrnau"},
            opens_at=OPENS,
            closes_at=CLOSES,
            meeting_id=day.meeting,
            meets_at=MEETS,
            contests=(motion(),),
            level=Level.AGM,
        )
        day.ballot = await ballots.draft(writing, new, by=given.officer, at=BEFORE)
        await ballots.publish(writing, day.ballot, by=given.officer, at=BEFORE)
        await ballots.note_notice(writing, day.ballot, by=given.officer, at=BEFORE)
    async with given.society.store.reading() as reading:
        day.item = (await queries.meeting_page(reading, day.meeting, "en")).items[1].id
    return await a_peer(given, len(CARRIED))


async def opened(day: Day, tools: Hall) -> None:
    """Cards, the key in five shares and acceptances come by the page; two officers freeze, and two open."""
    origin = ballots.origin_of(day.given.society, await day.given.ballot(day.ballot))
    paths = await asyncio.to_thread(lambda: [*tools.cards(), *tools.deal(origin)])
    day.clock.at = OPENS
    first, second = await day.officers()
    await first.get(f"{day.office}/ceremony")
    await hand_in(
        first, f"{day.office}/ceremony/files", [(one.name, one.read_bytes()) for one in paths], "files", JSON
    )
    assert "Everything was handed in" in first.text()
    await agreed(first, second, day.office, "freeze")
    await agreed(first, second, day.office, "open")


# --- Before the meeting ---------------------------------------------------------------------------------------------


async def early_votes(day: Day) -> None:
    """Directly, twice, after two tests, with help, by telephone; some who will come to the meeting, and the staff."""
    day.clock.at = OPENS + timedelta(hours=1)
    await day.votes(11, "yes", keep="direct")
    await day.votes(12, "yes", keep="voted-first")
    await day.votes(12, "no", keep="voted-again")
    await tests_twice_and_votes(day, 13, "yes")
    await helped(day, 14, "no")
    await by_telephone(day, "yes")
    for number, answer in ((21, "yes"), (22, "yes"), (LEAVES, "no"), (24, "yes")):
        await day.votes(number, answer, keep=f"early-{number}")
    for number, answer in STAFF.items():
        await day.votes(number, answer)


async def tests_twice_and_votes(day: Day, number: int, answer: str) -> None:
    """Two envelopes are opened in front of the member, their files are checked elsewhere, and a third one is sent."""
    browser = await day.member(number)
    at = await at_check(browser, day.ballot, answer)
    for turn in range(2):
        await browser.send(f"{at}/test")
        assert "It holds what you chose." in browser.text()
        file = day.folder / f"test-{turn}.json"
        file.write_bytes((await browser.send(f"{at}/test/file")).content)
        assert await asyncio.to_thread(main, ["check-test", str(file)]) == 0
        await browser.get(f"{at}/check")
    await browser.send(f"{at}/cast")
    assert browser.heading() == "Your vote is in"
    await day.keeps("after-two-tests", number)


async def helped(day: Day, number: int, answer: str) -> None:
    """Somebody whom the member named sits beside them, and is signed in as themself."""
    support = await beside(day.given, day.person(number), day.person(SUPPORTER))
    browser = await day.member(SUPPORTER)
    at = await opened_paper(browser, support, day.ballot)
    await browser.send(f"{at}/paper/1", {"answer": answer})
    await browser.send(f"{at}/cast", HELP)
    assert "The vote is sent." in browser.last.text
    await day.keeps("with-help", number)


async def by_telephone(day: Day, answer: str) -> None:
    """The peer's own vote: they ring up, one officer reads, the other listens."""
    _, number = await a_caller(day.given)
    reader, listener = await day.officers()
    call = await a_call(reader, day.ballot, number)
    await to_check(reader, call, answer)
    day.clock.pass_(minutes=1)
    await listens(listener, day.ballot, call)
    await reader.send(f"{call}/cast", {"declared": "yes"})
    assert "The caller's vote is in the box." in reader.last.text
    await day.keeps("by-telephone", PEER)


async def proxies_vote(day: Day) -> None:
    """Two leave it to the proxy, one says what to vote. One of the two votes later themself after all."""
    for number, answer in ((6, None), (9, None), (10, "yes")):
        await names_a_proxy(await day.member(number), day.meeting, day.ballot, answer, str(PROXY))
    proxy = await day.member(PROXY)
    page = f"{day.at}/for-others/proxy"
    await proxy.get(page)
    assert "You vote for 2 people here." in proxy.text(), "what is directed is not theirs to vote on"
    await casts(proxy, page, "no")
    for name, number, channel in (
        ("proxy-free", 6, "proxy_free"),
        ("proxy-displaced", 9, "proxy_free"),
        ("proxy-directed", 10, "proxy_directed"),
    ):
        await day.keeps_of(name, number, channel)
    await day.votes(9, "yes", keep="later-than-the-proxy")


async def peer_votes_as_they_judge(day: Day) -> None:
    """For six. One of them votes later themself, one has named a proxy, and one comes to the meeting."""
    peer = await day.member(PEER)
    page = f"{day.at}/for-others/peer"
    await casts(peer, page, "yes")
    await day.votes(5, "no", keep="later-than-the-peer")
    await peer.get(page)
    said = "You vote for 6 people here. 1 of them has voted themselves. A proxy votes for 1 of them."
    assert f"{said} So your vote counts for 4." in peer.text(), peer.text()
    await _keeps_of_the_peer(day)


async def peer_brings_what_was_said(day: Day, peer: Peer) -> None:
    """The office notes what one member wants, another's answer from a consultation is let count; the peer brings both
    unseen, and for the others a blank paper."""
    _, office = await day.officers()
    where = f"office/peers/mandates/{peer.mandates[0]}/positions/{day.ballot}"
    await office.get(where)
    await office.send(where, {"answer_1": "no", "how": "With the mat, agreed"})
    assert "Noted" in office.text()
    member, facilitator = day.person(3), day.person(FACILITATOR)
    async with day.given.society.store.writing() as writing:
        asked = await heard_before.heard(writing, member, facilitator, day.ballot, day.clock.at)
    await heard_before.let_count(await day.member(FACILITATOR, officer=True), asked, member, day.ballot)
    browser = await day.member(PEER)
    page = f"{day.at}/for-others/peer"
    await browser.get(page)
    assert "What 2 of them want is noted, sealed, and you do not see it." in browser.text()
    await browser.send(f"{page}/confirm")
    assert "6 envelopes are in the box." in browser.text()
    await day.votes(5, "no", keep="later-than-the-peer")
    await _keeps_of_the_peer(day)


async def _keeps_of_the_peer(day: Day) -> None:
    await day.keeps_of("by-the-peer", 2, "peer")
    await day.keeps_of("peer-displaced", 5, "peer")


async def papers_come(day: Day) -> None:
    """Five papers, and one of somebody who has voted on a screen, whose paper stays shut."""
    people = [day.person(number) for number in (*ON_PAPER, 21)]
    await log_all(day.given, await day.officers(), day.ballot, people)


# --- At the meeting -------------------------------------------------------------------------------------------------


async def the_meeting(day: Day) -> UUID:
    """People come and go, the vote is taken, three vote from the room. Returns the vote that is asked for there."""
    day.clock.at = MEETS
    _, secretary = await day.officers()
    desk = f"office/meetings/{day.meeting}/desk"
    for number in (*IN_THE_ROOM, LEAVES):
        await secretary.get(desk)
        await secretary.send(f"{desk}/in", find=str(number))
    await secretary.get(f"{desk}?way=out")
    await secretary.send(f"{desk}/out", find=str(LEAVES))
    assert f"{len(IN_THE_ROOM)} people are here" in secretary.text()
    async with day.given.society.store.writing() as writing:
        chair = day.person(IN_THE_ROOM[-1])
        await lifecycle.open_(writing, day.meeting, chair, by=day.given.second, at=MEETS)
    await early_votes_from_elsewhere_still_go_in(day)
    take = f"office/meetings/{day.meeting}/votes/{day.ballot}/take"
    await secretary.get(take)
    await secretary.send(take)
    for number, answer in ((7, "yes"), (24, "no"), (25, "yes")):
        await day.votes(number, answer, keep=f"room-{number}")
    elsewhere = await day.member(15)
    await elsewhere.get(day.at)
    refused = await elsewhere.get(f"{day.at}/paper/1")
    assert refused.status_code == 409 and "early voting has ended" in elsewhere.text(), elsewhere.text()
    return await a_vote_asked_for_in_the_room(day)


async def early_votes_from_elsewhere_still_go_in(day: Day) -> None:
    """Until the vote is taken, also while the meeting is on."""
    await day.votes(36, "no", keep="while-the-meeting-is-on")


async def a_vote_asked_for_in_the_room(day: Day) -> UUID:
    """Three ask for papers on the second motion: sealed at the level Everyday, and its roll is who is there."""
    returning, _ = await day.officers()
    poll = f"office/meetings/{day.meeting}/items/{day.item}/poll"
    await returning.get(poll)
    await returning.send(poll, askers="7\n24\n25")
    assert f"0 of the {len(IN_THE_ROOM)} people here who may vote have voted." in returning.text()
    async with day.given.society.store.reading() as reading:
        asked = (await reading.scalars(select(Ballot.id).where(Ballot.on_demand))).one()
    for number in ASKED_IN_THE_ROOM:
        await casts(await day.member(number), f"ballots/{asked}", "yes" if number % 2 else "no")
    for step in ("close", "count", "declare"):
        await returning.get(f"office/ballots/{asked}/{step}")
        await returning.send(f"office/ballots/{asked}/{step}")
    return asked


# --- After the close ------------------------------------------------------------------------------------------------


async def closed_and_papers_read(day: Day) -> None:
    """Two officers close. Five papers are mixed and entered twice: two for, one against, one blank, one spoilt."""
    day.clock.pass_(hours=1)
    first, second = await day.officers()
    await agreed(first, second, day.office, "close")
    at = f"office/paper/{day.ballot}"
    await first.get(f"{at}/openings")
    assert "Open 5 outer envelopes." in first.text()
    await first.send(f"{at}/batches", {"style": "supported", "papers": "5"})
    await second.get(f"{at}/batches/1")
    await second.send(f"{at}/batches/1/join")
    for teller in (first, second):
        await read_batch(teller, f"{at}/batches/1", ["yes", "no", "yes", "blank", "spoilt"])
        await teller.get(f"{at}/batches/1")
        await teller.send(f"{at}/batches/1/finish")


async def opened_and_counted(day: Day, tools: Hall) -> None:
    """Facts, two witnesses, two mixers, three of five scrutineers; each with the tools, files by the page."""
    first, _ = await day.officers()
    page = f"{day.office}/ceremony"
    words = await fingerprint(day)
    await first.get(page)
    await first.send(f"{page}/facts")
    for name in hall.WITNESSES:
        pack = (await first.get(f"{page}/head.zip")).content
        await _back(day, first, "head", TEXT, await asyncio.to_thread(tools.witness, name, pack, words))
    for name in hall.MIXERS:
        pack = (await first.get(f"{page}/log.zip")).content
        await _back(day, first, "pack", ZIP, await asyncio.to_thread(tools.mix, name, pack, words))
    for name in hall.OPENING:
        pack = (await first.get(f"{page}/mixed.zip")).content
        await _back(day, first, "pack", ZIP, await asyncio.to_thread(tools.open, name, pack, words))
    assert "Everything is here" in first.text()
    for step in ("count", "declare"):
        await first.get(f"{day.office}/{step}")
        await first.send(f"{day.office}/{step}")


async def fingerprint(day: Day) -> str:
    """The twelve words that everybody read aloud when the roll was frozen."""
    return " ".join(words_of((await day.given.ballot(day.ballot)).manifest_hash or b""))


async def _back(day: Day, officer: Window, field: str, kind: str, content: bytes) -> None:
    page = f"{day.office}/ceremony"
    await officer.get(page)
    await hand_in(officer, f"{page}/{field}", [(f"back.{field}", content)], field, kind)


async def bundle_from_its_page(day: Day, ballot: UUID, number: int) -> bytes:
    answer = await (await day.member(number)).get(f"ballots/{ballot}/bundle.zip")
    assert answer.headers["content-type"] == "application/zip"
    return answer.content
