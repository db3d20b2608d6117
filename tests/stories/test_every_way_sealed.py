"""Every way of voting in one sealed vote at the level AGM: counted by hand, by the service, and by both verifiers."""

from __future__ import annotations

import asyncio
import io
import json
import re
from collections import Counter
from collections.abc import AsyncIterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import AsyncTestClient

from govern.ballots.duties import one_file
from govern.ballots.seal import packs
from govern.ballots.seal.receipts import Receipt
from govern.constituencies.rulebook.book import example
from govern.rehearsals import hall
from govern.rehearsals.hall import Hall
from govern.rehearsals.judging import verifiers
from tests.ballots.given_ballots import a_society
from tests.given import Moments, a_home, the_service
from tests.stories import every_way as way
from tests.stories.every_way import GROUPS, Day

#: What counts of whom, by hand. The telephone and a supporter are ways to a member's own vote.
OWN_VOTES = {1: "yes", 5: "no", 9: "yes", 11: "yes", 12: "no", 13: "yes", 14: "no", 21: "yes", 23: "no", 36: "no"}
ROOM = {7: "yes", 24: "no", 25: "yes"}
PAPERS = {16: "yes", 17: "no", 18: "yes", 19: "", 20: "spoilt"}
PROXIES = {6: "no", 10: "yes"}
#: What the peer brings for the three of six who neither voted nor named a proxy.
BROUGHT = {"judgement": {2: "yes", 3: "yes", 4: "yes"}, "mandated_split": {2: "no", 3: "yes", 4: ""}}
#: Every receipt that was kept, and whether its envelope was counted; else what took its place.
KEPT = {
    "direct": "",
    "voted-first": "replaced",
    "voted-again": "",
    "after-two-tests": "",
    "with-help": "",
    "by-telephone": "",
    "early-21": "",
    "early-22": "attending",
    "early-23": "",
    "early-24": "attending",
    "proxy-free": "",
    "proxy-displaced": "outranked",
    "proxy-directed": "",
    "later-than-the-proxy": "",
    "by-the-peer": "",
    "peer-displaced": "outranked",
    "later-than-the-peer": "",
    "while-the-meeting-is-on": "",
    "room-7": "",
    "room-24": "",
    "room-25": "",
}


@pytest.fixture(params=["judgement", "mandated_split"])
def style(request: pytest.FixtureRequest) -> str:
    """What the rules let a peer do: judge for themself, or bring what each member said."""
    return str(request.param)


@pytest.fixture
async def day(style: str, clock: Moments, tmp_path: Path) -> AsyncIterator[Day]:
    text = example("tair_nant").replace('style = "judgement"', f'style = "{style}"')
    given = await a_society(a_home(), text=text, groups=GROUPS)
    async with AsyncTestClient(the_service(clock), base_url="http://testserver.local") as client:
        yield Day(given, client, clock, tmp_path)
    await given.society.store.close()


async def test_every_way_of_voting_is_sealed_counted_and_verified(day: Day, style: str, tmp_path: Path) -> None:
    zipped = tmp_path / "govern-tools.pyz"
    zipped.write_bytes(await asyncio.to_thread(one_file.built))
    tools = Hall(tmp_path / "hall", ("-I", "-S", zipped), rehearsal=False)
    peer = await way.called(day)
    await way.opened(day, tools)
    await way.early_votes(day)
    await way.proxies_vote(day)
    if style == "judgement":
        await way.peer_votes_as_they_judge(day)
    else:
        await way.peer_brings_what_was_said(day, peer)
    await way.papers_come(day)
    asked = await way.the_meeting(day)
    await way.closed_and_papers_read(day)
    await way.opened_and_counted(day, tools)
    bundle = await way.bundle_from_its_page(day, day.ballot, 11)
    counted_by_hand(bundle, style)
    assert day.receipts.keys() == KEPT.keys()
    await both_verify(bundle, tmp_path, day.receipts)
    of_the_room = await way.bundle_from_its_page(day, asked, 7)
    assert ways_in(of_the_room) == {"room": len(way.ASKED_IN_THE_ROOM)}
    await both_verify(of_the_room, tmp_path, {})
    await the_result_says_the_same(day, style)


def ways_in(bundle: bytes) -> dict[str, int]:
    counted = json.loads(packs.unpack(io.BytesIO(bundle))["counted.json"])["counted"]
    return dict(Counter(row["channel"] for row in counted))


def counted_by_hand(bundle: bytes, style: str) -> None:
    """The published totals, by way and by answer."""
    assert ways_in(bundle) == {
        "direct": len(OWN_VOTES) + len(way.STAFF),
        "room": len(ROOM),
        "paper": len(PAPERS),
        "proxy_free": 1,
        "proxy_directed": 1,
        "peer": len(BROUGHT[style]),
    }
    kinds = [json.loads(line)["kind"] for line in packs.unpack(io.BytesIO(bundle))["log.jsonl"].splitlines()]
    assert kinds.count("test") == 2
    result: dict[str, Any] = json.loads(packs.unpack(io.BytesIO(bundle))["result.json"])
    answers, of_staff = answers_of(style), Counter(way.STAFF.values())
    assert (result["voted"]["supported"], result["voted"]["staff"]) == (answers.total(), 6)
    assert result["ways"] == {"paper": 5, "peer": 3, "proxy_directed": 1, "proxy_free": 1}
    (question,) = result["contests"]
    found = {one["style"]: told_of(one) for one in question["slips"]}
    assert (found["supported"], found["staff"]) == (answers, of_staff)
    # 30 and 40 of a hundred become a half each: by the rules no group has more.
    reached = sum(Fraction(one["yes"], one["yes"] + one["no"]) for one in (answers, of_staff)) / 2
    assert Fraction(question["outcome"]["reached"]) == reached and question["outcome"]["carried"] is True


def answers_of(style: str) -> Counter[str]:
    """What the people supported answered, each once."""
    return Counter((OWN_VOTES | ROOM | PAPERS | PROXIES | BROUGHT[style]).values())


def told_of(slips: dict[str, Any]) -> Counter[str]:
    """How often each answer stands among the opened slips of one group."""
    words = {(): "", (1,): "yes", (2,): "no"}
    found = Counter({words[tuple(one["marks"])]: one["number"] for one in slips["choices"]})
    return found + Counter({"spoilt": slips["spoilt"]})


async def both_verify(bundle: bytes, folder: Path, receipts: dict[str, Path]) -> None:
    """Both verifiers, each in a process of its own, with every receipt that was kept."""
    file, own = folder / "bundle.zip", folder / "verify.py"
    file.write_bytes(bundle)
    own.write_bytes(packs.unpack(io.BytesIO(bundle))["verify.py"])
    asked = [word for path in receipts.values() for word in ("--receipt", path)]
    for name, words in verifiers(file, own).items():
        ran = await asyncio.to_thread(hall.run, *words, *asked)
        assert ran.code == 0, f"{name}: {ran.said}"
        for kept, path in receipts.items():
            said = said_of(ran.said, Receipt.from_bytes(path.read_bytes()).index)
            wanted = f"not counted.*{KEPT[kept]}" if KEPT[kept] else "it was counted"
            assert re.search(wanted, said), (name, kept, said)


def said_of(said: str, leaf: int) -> str:
    """What a verifier says of the receipt of one leaf."""
    return next(part for part in said.split("The envelope ") if re.search(rf"is leaf {leaf}\b", part))


async def the_result_says_the_same(day: Day, style: str) -> None:
    """In words, for everybody. Set aside: one replaced, two of people who came, one by a proxy, three by the peer."""
    browser = await day.member(11)
    await browser.get(f"{day.at}/result")
    both = answers_of(style) + Counter(way.STAFF.values())
    for words in (
        "29 people voted, of 42 who could. 5 votes were on paper. 1 vote was directed to a proxy. "
        "1 vote was left to a proxy. 3 votes came through elected peers.",
        "7 envelopes were set aside.",
        f"All together {both['yes']} {both['no']} {both['']} 100",
        "1 paper was spoilt.",
        "3 of 5 scrutineers must open it together. The server cannot open an envelope.",
    ):
        assert words in browser.text(), (words, browser.text())
