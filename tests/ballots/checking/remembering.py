"""What was read or proved once is not again: for tests that look at thousands of bundles with one place changed.

A proof that is refused is never remembered. Whoever forgets part of what a proof is about would be seen at once: the
mutants of that part would be let pass.
"""

from __future__ import annotations

import ctypes.util
import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, lru_cache

import pytest

from govern.ballots.checking import published
from govern.ballots.seal import elgamal, opening, sharing, shuffle_check, signing
from govern.ballots.seal.facts import Facts
from govern.ballots.seal.manifest import Manifest
from govern.ballots.seal.proof_documents import Mix, Partial
from govern.ballots.verifier import checking_count, checking_log, tree
from govern.ballots.verifier import opening as second
from govern.ballots.verifier.group import Group
from govern.ballots.verifier.proofs import Generators

Check = Callable[..., object]


def _remembered(check: Check, beside: tuple[type, ...]) -> Check:
    """The same check; what it said of all its arguments before it says again. Those of the kinds `beside` are the
    machinery that it works with, and no part of what it is about."""
    known: dict[bytes, object] = {}

    def quick(*arguments: object) -> object:
        about = pickle.dumps([one for one in arguments if not isinstance(one, beside)])
        if about not in known:
            known[about] = check(*arguments)
        return known[about]

    return quick


@cache
def _quick_ones() -> list[tuple[object, str, Check]]:
    """What is patched, where, and with what; made once, so that every test knows what another has proved."""
    found: list[tuple[object, str, Check]] = []
    for module, name in (
        *((shuffle_check, "check"), (opening, "check"), (elgamal, "is_sound"), (signing, "is_signed")),
        *((checking_count, "verify"), (tree, "verify"), (checking_log, "check_knowledge")),
        *((checking_count, "check_mix"), (checking_count, "check_opening"), (checking_count, "opened")),
        *((opening, "combine"), (elgamal, "to_point"), (sharing, "share_key"), (checking_log, "feldman_part")),
    ):
        found.append((module, name, _remembered(getattr(module, name), (Group, Generators))))
    readers: list[tuple[object, str]] = [(second, "parsed"), (published, "leaf_from_bytes")]
    readers += [(published, "roll_from_bytes"), (ctypes.util, "find_library")]
    readers += [(kind, "from_bytes") for kind in (Manifest, Facts, Mix, Partial)]
    return found + [(where, name, lru_cache(maxsize=4096)(getattr(where, name))) for where, name in readers]


@contextmanager
def remembering() -> Iterator[None]:
    """Both verifiers remember signatures and proofs while this lasts."""
    with pytest.MonkeyPatch.context() as patch:
        for where, name, quick in _quick_ones():
            patch.setattr(where, name, quick)
        yield
