"""The table of threats names tests that are there, and every threat is in it."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

from tests.ballots.checking.threats import PARTLY, THREATS

ROOT = Path(__file__).parents[3]


@cache
def named_in(path: str) -> frozenset[str]:
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    made = (ast.FunctionDef, ast.AsyncFunctionDef)
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, made))


@pytest.mark.parametrize("threat", sorted(THREATS))
def test_every_test_that_the_table_names_is_there(threat: str) -> None:
    for named in THREATS[threat]:
        path, _, name = named.partition("::")
        assert name.startswith("test_") and name in named_in(path), named


def test_every_threat_has_a_test_and_what_tests_do_not_show_is_said_of_threats_alone() -> None:
    assert list(THREATS) == [f"T{number}" for number in range(1, 30)]
    assert not [threat for threat, tests in THREATS.items() if not tests] and PARTLY.keys() <= THREATS.keys()
