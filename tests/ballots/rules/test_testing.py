"""What test envelopes find: held against powers worked out by hand, every draw of a small box, and the document."""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import product
from pathlib import Path

import pytest

from govern.ballots.rules import chance_of_finding, needed_to_find, what_tests_find

DOCUMENT = Path(__file__).parents[3] / "docs" / "security.md"
#: Share, tests, chance. 0.95 x 0.95 = 0.9025; 0.99 x 0.99 x 0.99 = 0.970299; 0.9 x 0.9 x 0.9 = 0.729;
#: 0.8 x 0.8 = 0.64, by 0.64 = 0.4096, by 0.8 = 0.32768.
BY_HAND = [
    ("0", 60, "0"),
    ("1", 1, "1"),
    ("0.05", 0, "0"),
    ("0.05", 1, "0.05"),
    ("0.05", 2, "0.0975"),
    ("0.01", 3, "0.029701"),
    ("0.1", 3, "0.271"),
    ("0.2", 5, "0.67232"),
    ("0.5", 2, "0.75"),
    ("0.5", 10, "1023/1024"),
]


@pytest.mark.parametrize(("share", "tests", "chance"), BY_HAND)
def test_the_chance_is_exactly_what_one_works_out_by_hand(share: str, tests: int, chance: str) -> None:
    found = chance_of_finding(Fraction(share), tests)
    assert isinstance(found, Fraction) and found == Fraction(chance)


@pytest.mark.parametrize(("envelopes", "changed", "tests"), [(4, 1, 3), (5, 2, 4), (6, 1, 5), (3, 3, 2)])
def test_of_every_way_to_draw_as_many_find_one_as_it_says(envelopes: int, changed: int, tests: int) -> None:
    """And whoever is not drawn twice, as people who are asked are not, finds no less."""
    draws = list(product(range(envelopes), repeat=tests))
    finds = [draw for draw in draws if any(one < changed for one in draw)]
    chance = chance_of_finding(Fraction(changed, envelopes), tests)
    assert Fraction(len(finds), len(draws)) == chance
    apart = [draw for draw in draws if len(set(draw)) == tests]
    assert not apart or Fraction(sum(draw in finds for draw in apart), len(apart)) >= chance


def test_the_fewest_that_are_enough_are_enough_and_one_fewer_are_not() -> None:
    """Ballot-protocol 3.6: 60 find 5 of 100 with 0.954, 300 find 1 of 100."""
    assert Fraction(9539, 10000) < chance_of_finding(Fraction(5, 100), 60) < Fraction(9540, 10000)
    for changed, fewest in ((1, 299), (5, 59), (10, 29), (20, 14), (50, 5), (100, 1)):
        share = Fraction(changed, 100)
        assert needed_to_find(share) == fewest
        assert chance_of_finding(share, fewest) >= Fraction(95, 100) > chance_of_finding(share, fewest - 1)
    assert needed_to_find(Fraction(1, 2), Fraction(3, 4)) == 2 and needed_to_find(Fraction(1, 2), Fraction(0)) == 0


def test_what_has_no_chance_is_no_number() -> None:
    for share, drawn in ((Fraction(-1, 2), 3), (Fraction(3, 2), 3), (Fraction(1, 2), -1)):
        with pytest.raises(ValueError, match="no chance"):
            chance_of_finding(share, drawn)
    for share, chance in ((Fraction(0), Fraction(1, 2)), (Fraction(1, 2), Fraction(1)), (Fraction(1), Fraction(2))):
        with pytest.raises(ValueError, match="no number finds"):
            needed_to_find(share, chance)


def test_officers_are_told_whole_numbers_that_promise_nothing_more() -> None:
    assert [one.found for one in what_tests_find(0)] == [0, 0, 0, 0]
    assert [(one.changed, one.found, one.needed) for one in what_tests_find(60)] == [
        (1, 45, 299),
        (5, 95, 59),
        (10, 99, 29),
        (20, 99, 14),
    ]
    assert max(one.found for one in what_tests_find(100_000 // 20)) == 99, "nothing is found for certain"


def test_the_document_says_what_the_rules_say() -> None:
    text = DOCUMENT.read_text("utf-8")
    heads = [int(number) for number in re.findall(r"\| (\d+) tests find it", text)]
    rows = re.findall(r"^\| (\d+) \| (\d+) % \| (\d+) % \| (\d+) % \| (\d+) \|$", text, re.M)
    assert heads == [20, 60, 300] and [int(row[0]) for row in rows] == [one.changed for one in what_tests_find(0)]
    for row in rows:
        changed, *found, needed = map(int, row)
        share = Fraction(changed, 100)
        assert found == [int(chance_of_finding(share, tests) * 100) for tests in heads]
        assert needed == needed_to_find(share)
