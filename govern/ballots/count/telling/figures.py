"""Votes in digits: exact for programs, easy to read for people."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

SHOWN = 5
"""The most decimals that people are shown."""
_CHUNK = 4000
"""Python turns no whole number of more than 4,300 digits into text at once."""


def exact(number: Fraction, places: int = 0) -> str:
    """Every digit, with at least `places` decimals: "0.07142"; where no decimal ends, "n/d": "1/3"."""
    found = decimals(number)
    if found is None:
        return f"{_digits(number.numerator)}/{_digits(number.denominator)}"
    return _pointed(number, max(found, places))


def decimals(number: Fraction) -> int | None:
    """How many decimals write this number exactly; none if no number of them does."""
    rest, counted = number.denominator, {2: 0, 5: 0}
    twos = (rest & -rest).bit_length() - 1
    counted[2], rest = twos, rest >> twos
    while rest % 5 == 0:
        rest //= 5
        counted[5] += 1
    return max(counted.values()) if rest == 1 else None


def shown(number: Fraction | int, places: int | None = None) -> str:
    """For people: commas between thousands, and as many decimals as there are, or as `places` says. At most five;
    what is beyond them is rounded, for display only (invariant 32)."""
    rounded = Fraction(round(number * 10**SHOWN), 10**SHOWN)
    text = _pointed(rounded, (decimals(rounded) or 0) if places is None else places)
    sign, text = ("-", text[1:]) if text.startswith("-") else ("", text)
    whole, point, rest = text.partition(".")
    groups = [whole[max(0, end - 3) : end] for end in range(len(whole), 0, -3)]
    return sign + ",".join(reversed(groups)) + point + rest


def common_places(numbers: Iterable[Fraction]) -> int:
    """How many decimals a table needs so that all its numbers have equally many; at most five."""
    most = 0
    for number in numbers:
        found = decimals(number)
        if found is None or found >= SHOWN:
            return SHOWN
        most = max(most, found)
    return most


def are_rounded(numbers: Iterable[Fraction]) -> bool:
    """Whether any of these has more decimals than people are shown."""
    return any((found := decimals(number)) is None or found > SHOWN for number in numbers)


def _pointed(number: Fraction, places: int) -> str:
    """Written with this many decimals, which hold it exactly."""
    scaled = number * 10**places
    assert scaled.denominator == 1, "the decimals asked for hold the number"
    digits = _digits(abs(scaled.numerator)).rjust(places + 1, "0")
    sign = "-" if number < 0 else ""
    return f"{sign}{digits[:-places]}.{digits[-places:]}" if places else sign + digits


def _digits(number: int) -> str:
    """A whole number, however long, in digits."""
    if number < 0:
        return "-" + _digits(-number)
    chunks: list[str] = []
    edge = 10**_CHUNK
    while number >= edge:
        number, low = divmod(number, edge)
        chunks.append(str(low).rjust(_CHUNK, "0"))
    return "".join([str(number), *reversed(chunks)])
