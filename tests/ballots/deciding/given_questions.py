"""Groups, thresholds and rules that the questions of these tests are put together from."""

from __future__ import annotations

from fractions import Fraction

from govern.ballots.deciding import (
    Basis,
    CollegeResult,
    Colleges,
    Decision,
    EmptyCollege,
    Group,
    Op,
    Rule,
    Threshold,
)

MORE_THAN_HALF = Threshold(Op.GT, Fraction(1, 2))


THREE_QUARTERS = Threshold(Op.GE, Fraction(3, 4))


WEIGHTED = Rule(threshold=MORE_THAN_HALF, basis=Basis.WEIGHTED)


HEADS = Rule(threshold=MORE_THAN_HALF)


PROPORTIONAL = Colleges(
    result=CollegeResult.PROPORTIONAL,
    vacant=EmptyCollege.REDISTRIBUTE,
    silent=EmptyCollege.REDISTRIBUTE,
    ceiling=Fraction(1, 2),
)


BLOCK = Colleges(
    result=CollegeResult.BLOCK, vacant=EmptyCollege.REDISTRIBUTE, silent=EmptyCollege.REDISTRIBUTE, ceiling=None
)


def group(name: str, entitled: int, for_: int = 0, against: int = 0, **more: object) -> Group:
    plain = {"id": name.lower().replace(" ", "_"), "name": name, "entitled": entitled}
    return Group(for_=for_, against=against, **plain, **more)  # type: ignore[arg-type] # a table of cases


W1 = (
    group("Users", 120, 60, 20, weight=Fraction(30, 100)),
    group("employees", 45, 12, 18, weight=Fraction(40, 100)),
    group("volunteers", 30, 5, 5, weight=Fraction(10, 100)),
    group("Public bodies", 0, weight=Fraction(20, 100)),
)


W3 = (W1[0], W1[1], group("volunteers", 0, weight=Fraction(10, 100)), W1[3])


def told(decision: Decision) -> str:
    return " ".join(str(step) for step in decision.steps)


W4 = (
    group("Users", 80, 30, 10, weight=Fraction(2, 5)),
    group("Staff", 30, 12, 8, weight=Fraction(3, 10)),
    group("Volunteers", 40, weight=Fraction(3, 10)),
)


def colleges(vacant: EmptyCollege, silent: EmptyCollege) -> Colleges:
    return Colleges(result=CollegeResult.PROPORTIONAL, vacant=vacant, silent=silent)


def investors(for_: int, against: int) -> Group:
    return group("Investors", 60, for_, against, ceiling=Fraction(1, 10))


W6 = (group("Users", 60, 40, 10), group("Labour members", 30, 10, 11), group("Investors", 25, 20, 0))


EVERY_CLASS = Rule(threshold=THREE_QUARTERS, each_class=MORE_THAN_HALF)


BARE = colleges(EmptyCollege.REDISTRIBUTE, EmptyCollege.REDISTRIBUTE)
