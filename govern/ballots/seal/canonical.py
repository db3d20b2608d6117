"""One way to write a document as bytes, and one way to hash it.

Design: ballot-protocol 3.3. RFC 8785 JSON, restricted to objects, arrays, strings (NFC, no control characters),
booleans and whole numbers below 2^53 in size. What would not be written identically again is not read.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import unicodedata
from fractions import Fraction
from functools import lru_cache
from typing import TypeAlias

from govern.errors import NotValid

Plain: TypeAlias = "str | bool | int | list[Plain] | dict[str, Plain]"
Document = dict[str, Plain]

LARGEST = 2**53 - 1
DEEPEST = 16
TAG = "covote/v1/"
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False)


class NotCanonical(NotValid):
    """These bytes, or these values, are not in the one form that is allowed."""


def encode(value: Plain) -> bytes:
    """The only bytes that stand for this value. Raises NotCanonical for what has no such form."""
    return _ENCODER.encode(_ordered(value, 0)).encode("utf-8")


def decode(document: bytes) -> Plain:
    """The value these bytes stand for. Raises NotCanonical unless they are exactly what `encode` would write."""
    try:
        value: Plain = json.loads(document.decode("utf-8"))
    except (UnicodeDecodeError, ValueError, RecursionError):
        raise NotCanonical("This record cannot be read: it is damaged. Please ask for a fresh copy.") from None
    if encode(value) != document:
        raise NotCanonical(
            "This record is not written in the one way that is allowed. It may have been changed. "
            "Please ask for a fresh copy."
        )
    return value


def decode_object(document: bytes) -> Document:
    """As `decode`, for what must be an object at its outermost."""
    value = decode(document)
    if not isinstance(value, dict):
        raise NotCanonical("This record is not a list of named facts. Please ask for a fresh copy.")
    return value


def digest(kind: str, content: bytes) -> bytes:
    """SHA-256(u32be(len(tag)) || tag || content) with the tag covote/v1/<kind>: 32 bytes, one kind never
    another's."""
    return hashlib.sha256(_tagged(kind) + content).digest()


@lru_cache(maxsize=64)
def _tagged(kind: str) -> bytes:
    tag = (TAG + kind).encode("ascii")
    return len(tag).to_bytes(4, "big") + tag


def to_text(content: bytes) -> str:
    """Bytes as base64url without padding."""
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode("ascii")


def from_text(text: str) -> bytes:
    """The way back; refuses padding, other alphabets and spare bits, so that each content has one text."""
    try:
        content = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        content = b""
    if to_text(content) != text:
        raise NotCanonical("A coded part of this record cannot be read. Please ask for a fresh copy.")
    return content


def fraction_to_text(number: Fraction) -> str:
    """A fraction in lowest terms as "num/den"."""
    return f"{number.numerator}/{number.denominator}"


def fraction_from_text(text: str) -> Fraction:
    """The way back; refuses what is not in lowest terms, signs of plus, spaces and leading zeros."""
    try:
        above, _, below = text.partition("/")
        number = Fraction(int(above), int(below))
    except (ValueError, ZeroDivisionError):
        number = None
    if number is None or fraction_to_text(number) != text:
        raise NotCanonical('"{text}" is not a fraction in lowest terms. Please ask for a fresh copy.', text=text[:40])
    return number


def _ordered(value: object, depth: int) -> object:
    """The same value, checked, with names in the order of RFC 8785 (by UTF-16 code units)."""
    if depth > DEEPEST:
        raise NotCanonical("This record is nested too deeply to be read. Please ask for a fresh copy.")
    if isinstance(value, str):  # most of what a record holds, so asked first: a paper is written three times a vote
        return value if value.isascii() and value.isprintable() else _checked_text(value)
    if isinstance(value, dict):
        return {name: _ordered(value[name], depth + 1) for name in _names(value)}
    if isinstance(value, list):
        return [_ordered(part, depth + 1) for part in value]
    if isinstance(value, bool):
        return value
    if isinstance(value, int):
        return _checked_number(value)
    raise NotCanonical(
        "A record may hold text, whole numbers, yes or no, and lists and groups of these. It holds {kind}.",
        kind=type(value).__name__,
    )


def _names(group: dict[object, object]) -> list[str]:
    """The names of a group in order. Letters of ASCII stand in the same order in UTF-16 as among themselves."""
    names = []
    for name in group:
        if not isinstance(name, str):
            raise NotCanonical("The names in a record must be text. Please ask for a fresh copy.")
        names.append(_checked_text(name))
    return sorted(names) if all(map(str.isascii, names)) else sorted(names, key=_utf16)


def _utf16(name: str) -> bytes:
    return name.encode("utf-16-be")


def _checked_text(text: str) -> str:
    if text.isascii():
        if text.isprintable():
            return text
    elif _is_plain_unicode(text):
        return text
    raise NotCanonical("A text in this record has characters that are not allowed. Please write it again.")


def _is_plain_unicode(text: str) -> bool:
    return unicodedata.is_normalized("NFC", text) and not any(
        unicodedata.category(letter) in {"Cc", "Cs"} for letter in text
    )


def _checked_number(number: int) -> int:
    if abs(number) > LARGEST:
        raise NotCanonical("A number in this record is too large. Please ask for a fresh copy.")
    return number
