"""What counts, by the log: every rule by hand, and random histories against a plain telling of the rules (T22)."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator

import pytest

from govern.ballots.verifier.reading import Doc, Plain
from govern.ballots.verifier.selecting import History, select
from tests.ballots.verifier.building import Document, hashed

HISTORIES = 10_000 if os.environ.get("GOVERN_SOAK") else 1_000
ORDER = ("room", "direct", "paper", "proxy_directed", "proxy_free", "peer")
APPOINTED = ("proxy_directed", "proxy_free", "peer")
ANN, BEN = "a" * 16, "b" * 16


def cast(channel: str, handle: str = ANN, authority: int | None = None) -> Document:
    more: Document = {} if authority is None else {"authority": authority}
    return {"kind": "envelope", "handle": handle, "channel": channel, **more}


def appoint(channel: str, handle: str = ANN, contests: list[Plain] | None = None) -> Document:
    more: Document = {} if contests is None else {"contests": contests}
    return {"kind": "appoint", "handle": handle, "channel": channel, "holder_hash": hashed("h"), **more}


def paper(handle: str = ANN) -> Document:
    return {"kind": "paper-in", "handle": handle, "batch": "b1"}


def about(kind: str, handle: str = ANN) -> Document:
    return {"kind": kind, "handle": handle}


OPEN: Document = {"kind": "open"}
CLOSE: Document = {"kind": "close"}
TAKEN: Document = {"kind": "taken"}


def chosen(log: list[Document], rule: str = "discount") -> tuple[list[int], list[tuple[int, str, int]]]:
    found = select(History([Doc(leaf) for leaf in log]), ORDER, rule)
    return [vote.index for vote in found.counted], [(vote.index, why, by) for vote, why, by in found.displaced]


CASES: list[tuple[str, list[Document], list[int], list[tuple[int, str, int]]]] = [
    ("the last of a channel", [OPEN, cast("direct"), cast("direct")], [2], [(1, "replaced", 2)]),
    ("the strongest channel", [OPEN, cast("direct"), paper()], [1], [(2, "outranked", 1)]),
    ("the room over all", [OPEN, cast("direct"), cast("room")], [2], [(1, "outranked", 2)]),
    ("after the close", [OPEN, cast("direct"), CLOSE, cast("direct")], [1], [(3, "late", 2)]),
    ("a strike, wherever it stands", [OPEN, cast("direct"), about("strike")], [], [(1, "struck", 2)]),
    ("a late vote of somebody struck is late", [OPEN, CLOSE, cast("direct"), about("strike")], [], [(2, "late", 1)]),
    ("an appointment", [OPEN, appoint("peer"), cast("peer", authority=1)], [2], []),
    ("one own vote takes its own alone", [OPEN, appoint("peer"), appoint("peer", BEN), cast("peer", authority=1),
      cast("peer", BEN, 2), cast("direct", BEN)], [3, 5], [(4, "outranked", 5)]),
    ("ended afterwards", [OPEN, appoint("peer"), cast("peer", authority=1), {"kind": "revoke", "authority": 1}], [],
     [(2, "ended", 3)]),
    ("of another channel", [OPEN, appoint("proxy_free"), cast("peer", authority=1)], [], [(2, "ended", 2)]),
    ("of another handle", [OPEN, appoint("peer", BEN), cast("peer", authority=1)], [], [(2, "ended", 2)]),
    ("one that comes later", [OPEN, cast("peer", authority=2), appoint("peer")], [], [(1, "ended", 1)]),
    ("no appointment at all", [OPEN, cast("direct", BEN), cast("peer", authority=1)], [1], [(2, "ended", 2)]),
    ("there when the vote is taken", [OPEN, cast("direct"), about("arrive"), TAKEN], [], [(1, "attending", 3)]),
    ("gone before it", [OPEN, cast("direct"), about("arrive"), about("leave"), TAKEN], [1], []),
    ("after it", [OPEN, about("arrive"), TAKEN, cast("direct")], [3], []),
    ("there, and a paper too", [OPEN, cast("direct"), paper(), about("arrive"), TAKEN], [2], [(1, "attending", 4)]),
    ("a shared paper", [OPEN, appoint("proxy_directed", contests=["m1"]), appoint("proxy_free", contests=["m2"]),
      cast("proxy_free", authority=2), cast("proxy_directed", authority=1), cast("proxy_free", authority=2)], [4, 5],
     [(3, "replaced", 5)]),
    ("not shared where both have one", [OPEN, appoint("proxy_directed", contests=["m1"]), appoint("proxy_free",
      contests=["m1", "m2"]), cast("proxy_directed", authority=1), cast("proxy_free", authority=2)], [3],
     [(4, "outranked", 3)]),
    ("nor where one has all", [OPEN, appoint("proxy_directed", contests=["m1"]), appoint("proxy_free"),
      cast("proxy_directed", authority=1), cast("proxy_free", authority=2)], [3], [(4, "outranked", 3)]),
    ("nor with a peer", [OPEN, appoint("proxy_directed", contests=["m1"]), appoint("peer", contests=["m2"]),
      cast("proxy_directed", authority=1), cast("peer", authority=2)], [3], [(4, "outranked", 3)]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("log", "counted", "displaced"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_each_rule_of_what_counts(
    log: list[Document], counted: list[int], displaced: list[tuple[int, str, int]]
) -> None:
    assert chosen(log) == (counted, displaced)


def test_an_early_vote_of_somebody_there_stays_where_the_rule_keeps_it() -> None:
    assert chosen([OPEN, cast("direct"), about("arrive"), TAKEN], "keep") == ([1], [])


# Random histories --------------------------------------------------------------------------------------------------


def cited_in(log: list[Document], chance: random.Random, handle: str) -> int:
    """Mostly an appointment of the handle, sometimes any place."""
    own = [index for index, leaf in enumerate(log) if leaf["kind"] == "appoint" and leaf["handle"] == handle]
    return chance.choice(own) if own and chance.random() < 0.9 else chance.randrange(len(log) + 2)


CHANCES = (("room", "direct", *APPOINTED), ("proxy_directed", "proxy_free"))


def a_history(chance: random.Random, number: int) -> list[Document]:
    log, closed, taken = [OPEN], False, False
    for _ in range(chance.randrange(3, 30)):
        handle, way = chance.choice((ANN, BEN)), chance.random()
        if way < 0.5:
            channel = chance.choice(CHANCES[number % 2])
            log.append(cast(channel, handle, cited_in(log, chance, handle) if channel in APPOINTED else None))
        elif way < 0.7:
            contests: list[Plain] | None = [None, ["m1"], ["m2"], ["m2"]][chance.randrange(4)]  # type: ignore[assignment]
            log.append(appoint(chance.choice(APPOINTED), handle, contests))
        elif way < 0.76:
            log.append(paper(handle) if number % 2 == 0 else appoint("peer", handle))
        elif way < 0.9:
            log.append(about(chance.choice(("arrive", "arrive", "leave")), handle))
        elif way < 0.93:
            log.append({"kind": "revoke", "authority": chance.randrange(len(log))})
        elif way < 0.95 and not taken:
            taken = True
            log.append(TAKEN)
        elif way < 0.97:
            log.append(about("strike", handle))
        elif not closed:
            closed = True
            log.append(CLOSE)
    return log


def standing(log: list[Document], handle: str, rule: str) -> Iterator[int]:
    """The votes of one handle that nothing takes away, told one condition after the other."""
    kinds = [leaf["kind"] for leaf in log]
    end = kinds.index("close") if "close" in kinds else len(log)
    taken = kinds.index("taken") if "taken" in kinds else -1
    moves = [
        leaf["kind"]
        for leaf in log[: max(taken, 0)]
        if leaf["kind"] in ("arrive", "leave") and leaf["handle"] == handle
    ]
    there = moves[-1:] == ["arrive"]
    if any(leaf["kind"] == "strike" and leaf["handle"] == handle for leaf in log):
        return
    for index, leaf in enumerate(log[:end]):
        if leaf["kind"] not in ("envelope", "paper-in") or leaf["handle"] != handle:
            continue
        channel = leaf.get("channel", "paper")
        if channel in APPOINTED:
            place = leaf["authority"]
            assert isinstance(place, int)
            cited = log[place] if place < index else {}
            good = cited.get("kind") == "appoint" and (cited["handle"], cited["channel"]) == (handle, channel)
            if not good or any(other == {"kind": "revoke", "authority": place} for other in log):
                continue
        if rule == "discount" and channel == "direct" and index < taken and there:
            continue
        yield index


def by_hand(log: list[Document], rule: str) -> list[int]:
    found: list[int] = []
    for handle in (ANN, BEN):
        left = list(standing(log, handle, rule))
        for channel in ORDER:
            mine = [index for index in left if log[index].get("channel", "paper") == channel]
            if mine:
                found.append(mine[-1])
                found += the_rest(log, left, mine[-1], channel)
                break
    return found


def the_rest(log: list[Document], left: list[int], winner: int, channel: str) -> list[int]:
    other = {"proxy_directed": "proxy_free", "proxy_free": "proxy_directed"}.get(channel)
    last = [index for index in left if log[index].get("channel") == other][-1:]
    parts = [log[int(str(log[index]["authority"]))].get("contests") for index in (winner, *last) if other]
    return last if len(parts) == 2 and all(parts) and parts[0] != parts[1] else []


def test_random_histories_count_as_the_rules_tell() -> None:
    """Invariant 42: at most one vote of a handle counts, or two parts of one paper."""
    shared = 0
    for number in range(HISTORIES):
        log = a_history(random.Random(number), number)
        for rule in ("discount", "keep"):
            counted, displaced = chosen(log, rule)
            assert counted == by_hand(log, rule), log
            votes = [index for index, leaf in enumerate(log) if leaf["kind"] in ("envelope", "paper-in")]
            assert sorted(counted + [index for index, _, _ in displaced]) == votes
            shared += len(counted) > len({str(log[index]["handle"]) for index in counted})
    assert shared, "shared papers are among them"
