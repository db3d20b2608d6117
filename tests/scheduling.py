"""In which order tests run on several workers: what takes long begins first, so that nobody waits at the end.

A module stays on one worker, as with `--dist loadscope`, with two exceptions: modules that share a society which
takes long to make are one piece of work, and the longest walk is two, one for each language.
"""

from __future__ import annotations

from collections import Counter

import pytest
from xdist.scheduler import LoadScopeScheduling

#: What takes longest, the longest first; the beginning of a path is enough.
LONGEST = (
    "tests/stories/test_every_address.py",
    "tests/stories/test_refusals.py",
    "tests/stories/test_every_page.py",
    "tests/stories/test_one_agm_on_postgresql.py",
    "tests/durability/",
    "tests/societies/",
    "tests/security/",
    "tests/ballots/count/test_stages_always.py",
    "tests/constituencies/boards/pages/test_instructions.py",
    "tests/constituencies/representation/test_lifecycle.py",
    "tests/ballots/count/test_limits_always.py",
    "tests/demo/",
)
#: They begin from the AGM of Dyffryn, whose calling is walked through pages once for each worker that needs it.
DYFFRYN = tuple(f"tests/stories/test_{name}.py" for name in ("refusals", "one_agm", "read_aloud"))
IN_TWO = "tests/stories/test_every_page.py"


class LongestFirst(LoadScopeScheduling):  # type: ignore[misc]  # xdist says nothing of its types
    """The pieces of work in the order that `in_order` gave the tests."""

    def _split_scope(self, nodeid: str) -> str:
        return piece_of(nodeid)


def piece_of(nodeid: str) -> str:
    """The piece of work that this test belongs to."""
    module = nodeid.partition("::")[0]
    if module in DYFFRYN:
        return "Dyffryn"
    if module == IN_TWO:
        return f"{module} {nodeid[-3:-1]}"
    return module


def in_order(items: list[pytest.Item]) -> None:
    """The longest first, then where most tests are; the tests of one piece stay as they were."""
    many = Counter(piece_of(item.nodeid) for item in items)
    first: dict[str, int] = {}
    for item in items:
        piece, place = piece_of(item.nodeid), _place(item.nodeid)
        first[piece] = min(first.get(piece, place), place)
    pieces = sorted(many, key=lambda piece: (first[piece], -many[piece]))
    places = {piece: place for place, piece in enumerate(pieces)}
    items.sort(key=lambda item: places[piece_of(item.nodeid)])


def _place(nodeid: str) -> int:
    return next((place for place, path in enumerate(LONGEST) if nodeid.startswith(path)), len(LONGEST))
