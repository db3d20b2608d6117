"""The counts by stages against slow ones that share nothing with them: one paper at a time, nothing collapsed."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, getcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govern.ballots.count import Candidate, Election, Paper, count

NAMES = "ABCDEF"
RANKING = st.permutations(NAMES).flatmap(lambda order: st.integers(1, 6).map(lambda n: "".join(order)[:n]))
RANKINGS = st.lists(RANKING, max_size=60)
Votes = dict[str, Fraction]
Cut = Callable[[Fraction], Fraction]


def plain(rankings: list[str], seats: int, luck: str) -> Election:
    return Election(
        candidates=tuple(Candidate(name, name) for name in NAMES),
        seats=seats,
        papers=tuple(Paper(tuple(ranking)) for ranking in rankings),
        lot_order=tuple(luck),
    )


def five_decimals(value: Fraction) -> Fraction:
    return Fraction(int(value * 100_000), 100_000)


def nothing_cut(value: Fraction) -> Fraction:
    return value


def scottish_quota(valid: int, seats: int) -> Callable[[Fraction], bool]:
    return lambda votes: votes >= valid // (seats + 1) + 1


def more_than_droop(valid: int, seats: int) -> Callable[[Fraction], bool]:
    return lambda votes: votes * (seats + 1) > valid


def gregory(
    rankings: list[str], seats: int, luck: str, cut: Cut, quota: Fraction, has_it: Callable[[Fraction], bool]
) -> tuple[list[str], list[Votes]]:
    """The elected in order and the votes after every stage, by a plain reading of the Scottish Order."""
    value = [Fraction(1)] * len(rankings)
    held: dict[str, list[int]] = {name: [] for name in NAMES}
    for paper, ranking in enumerate(rankings):
        held[ranking[0]].append(paper)
    votes = {name: Fraction(len(held[name])) for name in NAMES}
    hopeful, spent, past = set(NAMES), set[str](), [dict(votes)]
    elected: list[str] = []

    def narrowed(tied: list[str], lowest: bool) -> str:
        for earlier in reversed(past[:-1]):
            edge = (min if lowest else max)(earlier[name] for name in tied)
            tied = [name for name in tied if earlier[name] == edge]
        return sorted(tied, key=luck.index)[-1 if lowest else 0]

    def hand_on(name: str, factor: Fraction | None) -> None:
        for paper in held.pop(name):
            if factor is not None:
                value[paper] = cut(factor * value[paper])
            following = [other for other in rankings[paper] if other in hopeful]
            later = [other for other in following if rankings[paper].index(other) > rankings[paper].index(name)]
            if later:
                held[later[0]].append(paper)
                votes[later[0]] += value[paper]

    while True:
        for name in sorted(hopeful, key=lambda name: (-votes[name], name)):
            if has_it(votes[name]) and len(elected) < seats:
                elected.append(name)
                hopeful.discard(name)
        if len(elected) >= seats or len(hopeful) <= seats - len(elected):
            rest = sorted(hopeful, key=lambda name: (-votes[name], name))
            return (elected if len(elected) >= seats else elected + rest), past
        over = [name for name in elected if votes[name] > quota and name not in spent]
        if over:
            name = narrowed([n for n in over if votes[n] == max(votes[m] for m in over)], lowest=False)
            spent.add(name)
            hand_on(name, (votes[name] - quota) / votes[name])
            votes[name] = quota
        else:
            name = narrowed([n for n in hopeful if votes[n] == min(votes[m] for m in hopeful)], lowest=True)
            hopeful.discard(name)
            hand_on(name, None)
            votes[name] = Fraction(0)
        past.append(dict(votes))


@pytest.mark.parametrize("method", ["scottish-stv", "wigm"])
@given(rankings=RANKINGS, seats=st.integers(1, 4), luck=st.permutations(NAMES).map("".join))
def test_a_slow_count_of_whole_piles_comes_to_the_same(
    method: str, rankings: list[str], seats: int, luck: str
) -> None:
    valid = len(rankings)
    if method == "wigm":
        droop = Fraction(valid, seats + 1)
        slow = gregory(rankings, seats, luck, nothing_cut, droop, more_than_droop(valid, seats))
    else:
        whole = Fraction(valid // (seats + 1) + 1)
        slow = gregory(rankings, seats, luck, five_decimals, whole, scottish_quota(valid, seats))
    result = count(plain(rankings, seats, luck), method)
    assert [entry.candidate for entry in result.elected] == slow[0]
    assert [dict(zip(NAMES, stage.votes, strict=True)) for stage in result.stages] == slow[1]


@given(rankings=RANKINGS, luck=st.permutations(NAMES).map("".join))
def test_a_slow_alternative_vote_comes_to_the_same(rankings: list[str], luck: str) -> None:
    majority = Fraction(len(rankings) // 2 + 1)
    slow = gregory(rankings, 1, luck, nothing_cut, majority, scottish_quota(len(rankings), 1))
    result = count(plain(rankings, 1, luck), "av")
    assert [entry.candidate for entry in result.elected] == slow[0]
    assert [dict(zip(NAMES, stage.votes, strict=True)) for stage in result.stages] == slow[1]


# --- Meek ---


def meek(rankings: list[str], seats: int, luck: str) -> tuple[list[str], list[dict[str, Decimal]]]:
    """The elected and everybody's votes after every stage, in 50 decimals, from the words of Algorithm 123."""
    getcontext().prec = 50
    keeps = dict.fromkeys(NAMES, Decimal(1))
    hopeful = list(NAMES)
    elected: list[str] = []
    past: list[dict[str, Decimal]] = []
    near = Decimal(len(rankings)).scaleb(-9)

    def tally() -> tuple[dict[str, Decimal], Decimal]:
        votes, lost = dict.fromkeys(NAMES, Decimal(0)), Decimal(0)
        for ranking in rankings:
            left = Decimal(1)
            for name in ranking:
                votes[name] += left * keeps[name]
                left *= 1 - keeps[name]
            lost += left
        return votes, (len(rankings) - lost) / (seats + 1)

    while True:
        votes, quota = tally()
        past.append(votes)
        for name in sorted(hopeful, key=lambda name: (-votes[name], name)):
            if votes[name] > quota + near / 1000 and len(elected) < seats:
                elected.append(name)
                hopeful.remove(name)
        if len(elected) + len(hopeful) <= seats:
            return elected + sorted(hopeful, key=lambda name: (-votes[name], name)), past
        if len(elected) == seats:
            return elected, past
        if sum(votes[name] - quota for name in elected) > near / (seats + 1):
            while sum(abs(votes[name] - quota) for name in elected) > near.scaleb(-15):
                for name in elected:
                    keeps[name] *= quota / votes[name]
                votes, quota = tally()
        else:
            tied = [name for name in hopeful if votes[name] <= min(votes[other] for other in hopeful) + near]
            for earlier in reversed(past):
                tied = [name for name in tied if earlier[name] <= min(earlier[other] for other in tied) + near]
            out = max(tied, key=luck.index)
            hopeful.remove(out)
            keeps[out] = Decimal(0)


@given(rankings=RANKINGS, seats=st.integers(1, 4), luck=st.permutations(NAMES).map("".join))
def test_a_slow_meek_count_comes_to_the_same_within_the_stated_tolerance(
    rankings: list[str], seats: int, luck: str
) -> None:
    elected, past = meek(rankings, seats, luck)
    result = count(plain(rankings, seats, luck), "meek")
    assert {entry.candidate for entry in result.elected} == set(elected)
    assert len(result.stages) == len(past)
    for stage, votes in zip(result.stages, past, strict=True):
        for here, name in zip(stage.votes, NAMES, strict=True):
            assert abs(here - Fraction(votes[name])) * 1_000_000_000 <= len(rankings)
