"""A proof together with all that it speaks of, taken apart so that each piece can be changed.

What there is to change is read from the signature of the check and from the fields of the dataclasses, never from a
list kept by hand: an input that is added later is changed too, and one that no hash holds makes a test fail.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import partial
from typing import Any

from govern.ballots.seal import elgamal, group, opening, sharing, shuffle_check, shuffling
from govern.ballots.seal.opening import NotAPartial
from govern.ballots.seal.shuffle_proof import NotAMix, Statement
from govern.errors import NotValid
from tests.ballots.seal.cheating import KEY, SECRET, WHERE, inputs


class Unsound(NotValid):
    """What a check that answers no is taken for here."""


@dataclass(frozen=True)
class Claim:
    """A check, everything it is given, and the one way in which it refuses."""

    check: Callable[..., Any]
    given: dict[str, Any]
    refusal: type[NotValid]

    def __post_init__(self) -> None:
        assert list(self.given) == list(inspect.signature(self.check).parameters)

    def ask(self) -> None:
        """Raises the refusal; anything else that is raised is a fault of the code."""
        if self.check(**self.given) is False:
            raise Unsound("This is not sound.")

    def pieces(self) -> Iterator[Piece]:
        """Where it stands, what stands there, and the claim with something else there. Lists are pieces too."""
        for name, value in self.given.items():
            for path, piece, put in _taken_apart(name, value):
                yield path, piece, partial(self._with, name, put)

    def _with(self, name: str, put: Callable[[Any], Any], new: Any) -> Claim:
        return replace(self, given={**self.given, name: put(new)})


Piece = tuple[str, Any, Callable[[Any], Any]]


def _taken_apart(path: str, value: Any) -> Iterator[Piece]:
    if is_dataclass(value) and not isinstance(value, type):
        for one in fields(value):
            for inner, piece, put in _taken_apart(f"{path}.{one.name}", getattr(value, one.name)):
                yield inner, piece, partial(_in_field, value, one.name, put)
        return
    yield path, value, lambda new: new
    if isinstance(value, tuple):
        for place, item in enumerate(value):
            for inner, piece, put in _taken_apart(f"{path}[{place}]", item):
                yield inner, piece, partial(_in_place, value, place, put)


def _in_field(whole: Any, name: str, put: Callable[[Any], Any], new: Any) -> Any:
    return replace(whole, **{name: put(new)})


def _in_place(whole: tuple[Any, ...], place: int, put: Callable[[Any], Any], new: Any) -> tuple[Any, ...]:
    return (*whole[:place], put(new), *whole[place + 1 :])


# --- The three proofs -----------------------------------------------------------------------------------------------

SLIP = b"\x11\x04" + bytes(28)


def of_a_slip() -> Claim:
    label = elgamal.label(bytes(32), "board", "all", b"t" * 32)
    sealed, _ = elgamal.seal(KEY, SLIP, label)
    return Claim(elgamal.is_sound, {"key": KEY, "sealed": sealed, "bound_to": label}, Unsound)


def of_a_mix(number: int) -> Claim:
    taken = inputs(number)
    outputs, proof = shuffling.shuffle(WHERE, KEY, taken)
    given = {"statement": Statement(WHERE, KEY, taken, outputs), "proof": proof}
    return Claim(shuffle_check.check, given, NotAMix)


def of_an_opening(number: int) -> Claim:
    where, taken = opening.context(bytes(32), "board", "all"), inputs(number)
    dealing = sharing.dealt_with([SECRET, 5], 3)
    given = {
        "where": where,
        "public": sharing.share_key(dealing.commitments, 2),
        "ciphertexts": taken,
        "proof": opening.decrypt(where, dealing.shares[2], taken),
    }
    return Claim(opening.check, given, NotAPartial)


def claims(number: int) -> dict[str, Claim]:
    return {"slip": of_a_slip(), "mix": of_a_mix(number), "opening": of_an_opening(number)}


# --- What stands in place of a piece --------------------------------------------------------------------------------


def with_a_bit_turned(value: bytes, bit: int) -> bytes:
    return (int.from_bytes(value, "little") ^ 1 << bit).to_bytes(len(value), "little")


def is_a_point(value: object) -> bool:
    return isinstance(value, bytes) and group.is_point(value)


NO_POINTS = {
    "0": group.IDENTITY,
    "32 x ff": b"\xff" * 32,
    "p + 2, not canonical": (2**255 - 19 + 2).to_bytes(32, "little"),
    "base with the highest bit": group.BASE[:-1] + bytes([group.BASE[-1] | 0x80]),
    "negative": b"\x01" + bytes(31),
    "no square": bytes.fromhex("26948d35ca62e643e26a83177332e6b6afeb9d08e4268b650f1f5bbd8d81d371"),
    "empty": b"",
    "one byte short": group.BASE[:-1],
    "one byte long": group.BASE + b"\0",
}
