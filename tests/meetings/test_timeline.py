"""The quorum from minute to minute says at every minute what the count of who is here says (invariants 26 to 30)."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

from govern.constituencies.rulebook.book.tables.meeting import Quorum as QuorumRow
from govern.meetings.rules import (
    Attended,
    Attendee,
    Mode,
    Place,
    Quorum,
    Tally,
    is_here,
    quorum,
    standing,
    tallies,
    tally,
)

START = datetime(2026, 12, 12, 14, 0, tzinfo=UTC)
ROW = QuorumRow(body="general", number=3, rule="number", counts=("in_person", "remote", "peer"), adjourned="same")
REPRESENTS = {"p0": frozenset({"p1", "p5", "p6"}), "p1": frozenset({"p6", "p7"})}


def judge(found: Tally) -> Quorum:
    return quorum(ROW, {"a": 20}, modes=found.modes, groups=found.groups, represented=found.represented)


def minute(number: int) -> datetime:
    return START + timedelta(minutes=number)


def an_evening(lots: random.Random) -> list[Attended]:
    """Six people who come and go at will, a guest among them; nobody is here twice at once."""
    stays = []
    for number in range(6):
        place = Place.GUEST if number == 5 else Place.MEMBER
        edges = sorted(lots.sample(range(30), 4))
        for came, left in ((edges[0], edges[1]), (edges[2], edges[3] if lots.random() < 0.5 else None)):
            attendee = Attendee(f"p{number}", lots.choice(list(Mode)), "a", place)
            stays.append(Attended(attendee, minute(came), None if left is None else minute(left)))
    return stays


def test_each_minute_is_counted_as_if_it_were_counted_alone() -> None:
    lots = random.Random(26)
    for _ in range(200):
        stays = an_evening(lots)
        told = dict(tallies(stays, REPRESENTS, minute(40)))
        for moment, found in told.items():
            here = [one.attendee for one in stays if is_here(one.in_at, one.out_at, moment)]
            alone = tally(here, represents=REPRESENTS)
            assert (dict(found.modes), dict(found.groups), found.represented) == (
                dict(alone.modes),
                dict(alone.groups),
                alone.represented,
            )


def test_since_when_there_is_a_quorum_is_the_minute_it_was_last_found() -> None:
    def stay(person: str, came: int, left: int | None = None) -> Attended:
        return Attended(Attendee(person, Mode.IN_PERSON, "a"), minute(came), None if left is None else minute(left))

    stays = [stay("a", 0), stay("b", 1), stay("c", 2, 5), stay("d", 9)]
    assert standing(stays, {}, judge, minute(1)).since is None
    assert standing(stays, {}, judge, minute(4)).since == minute(2)
    lost = standing(stays, {}, judge, minute(6))
    assert (lost.quorum.holds, lost.since) == (False, minute(5))
    again = standing(stays, {}, judge, minute(20))
    assert (again.quorum.holds, again.since) == (True, minute(9))
