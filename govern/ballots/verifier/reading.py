"""Reading a bundle: a zip that is never unpacked to disk, documents that have one spelling, hashes with a purpose.

MIT licence; standard library only. Everything that is read was written by somebody whom nobody has to trust, so every
size is bounded before it is used, and whatever is not as docs/bundle.md says raises `Refusal` with plain words.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from fractions import Fraction

Plain = str | int | bool | list["Plain"] | dict[str, "Plain"]

MANY_FILES = 200_000
LARGEST_FILE = 512 * 2**20
LARGEST_BUNDLE = 2 * 2**30
LARGEST_DOCUMENT = 64 * 2**20
LARGEST_LINE = 2**20
MANY_VALUES = 4_000_000
LARGEST_NUMBER = 2**53
DEEPEST = 16
FIXED = [
    *("manifest.json", "roll.json", "log.jsonl", "heads.json", "facts.json", "counted.json", "slips.json"),
    *("result.json", "verify.py", "README.txt", "checksums.json"),
]
PROOF_NAME = re.compile(
    r"mix/c[1-9]\d{0,3}-s[1-9]\d{0,3}-[1-9]\d?\.json|partial/c[1-9]\d{0,3}-s[1-9]\d{0,3}-t[1-9]\d{0,2}\.json"
)


class Refusal(Exception):
    """What was read is not as it has to be; the message says what."""


class Archive:
    """The files of a bundle by name, each read into memory when it is asked for and never onto the disk."""

    def __init__(self, path: str) -> None:
        try:
            self._zip = zipfile.ZipFile(path)
            entries = self._zip.infolist()
        except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, UnicodeError, OverflowError):
            raise Refusal("this is not a zip file") from None
        if len(entries) > MANY_FILES:
            raise Refusal(f"the bundle has more than {MANY_FILES} files")
        if self._zip.comment:
            raise Refusal("the bundle carries a remark outside its files")
        self._entries: dict[str, zipfile.ZipInfo] = {}
        for entry in entries:
            self._take(entry)
        if sum(entry.file_size for entry in entries) > LARGEST_BUNDLE:
            raise Refusal("the bundle is larger than two gigabytes")
        if missing := sorted(set(FIXED) - set(self._entries)):
            raise Refusal(f"the bundle lacks {', '.join(missing)}")

    def _take(self, entry: zipfile.ZipInfo) -> None:
        name = entry.filename
        if name in self._entries:
            raise Refusal(f"the file {name[:80]!r} is in the bundle twice")
        if name != entry.orig_filename or (name not in FIXED and not PROOF_NAME.fullmatch(name)):
            raise Refusal(f"the file {name[:80]!r} does not belong in a bundle")
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) or entry.flag_bits & 1:
            raise Refusal(f"the file {name} is packed in a way that a bundle does not use")
        if entry.file_size > LARGEST_FILE:
            raise Refusal(f"the file {name} is too large")
        self._entries[name] = entry

    def names(self) -> list[str]:
        return sorted(self._entries)

    def pieces(self, name: str) -> Iterator[bytes]:
        """A file in pieces of a megabyte at most, and no more than it says that it has."""
        left = self._entries[name].file_size
        try:
            with self._zip.open(self._entries[name]) as file:
                while piece := file.read(2**20):
                    left -= len(piece)
                    if left < 0:
                        raise Refusal(f"the file {name} is larger than it says")
                    yield piece
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError, NotImplementedError):
            raise Refusal(f"the file {name} cannot be unpacked") from None
        if left:
            raise Refusal(f"the file {name} is shorter than it says")

    def read(self, name: str, limit: int = LARGEST_DOCUMENT) -> bytes:
        if name not in self._entries:
            raise Refusal(f"the file {name} is not there")
        if self._entries[name].file_size > limit:
            raise Refusal(f"the file {name} is larger than {limit} bytes")
        return b"".join(self.pieces(name))

    def sha256(self, name: str) -> bytes:
        hashed = hashlib.sha256()
        for piece in self.pieces(name):
            hashed.update(piece)
        return hashed.digest()

    def lines(self, name: str) -> Iterator[bytes]:
        """The lines of a file, each ended by a newline and short enough."""
        rest = b""
        for piece in self.pieces(name):
            *whole, rest = (rest + piece).split(b"\n")
            if max(map(len, (*whole, rest))) > LARGEST_LINE:
                raise Refusal(f"a line of {name} is too long")
            yield from whole
        if rest:
            raise Refusal(f"the last line of {name} has no end")


def parsed(raw: bytes) -> Plain:
    """The document in these bytes; refused where it would not be written with the very same bytes."""
    if raw.count(b",") > MANY_VALUES or raw.count(b"[") + raw.count(b"{") > MANY_VALUES:
        raise Refusal("a document has too many parts")
    try:
        value: Plain = json.loads(
            raw.decode("utf-8"),
            parse_int=_whole,
            parse_float=_no_float,
            parse_constant=_no_float,
            object_pairs_hook=_once,
        )
    except (ValueError, RecursionError):
        raise Refusal("a document cannot be read") from None
    if written(value) != raw:
        raise Refusal("a document is not written in its one way")
    return value


def _whole(text: str) -> int:
    if len(text) > 17 or abs(int(text)) >= LARGEST_NUMBER:
        raise Refusal("a number is too large")
    return int(text)


def _no_float(text: str) -> int:
    raise Refusal("a number has a fraction")


def _once(pairs: list[tuple[str, Plain]]) -> dict[str, Plain]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Refusal("a name stands twice in a document")
    return found


def written(value: Plain) -> bytes:
    """RFC 8785 for these documents: the one way to write them."""
    return json.dumps(_ordered(value, 0), ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def _ordered(value: Plain, depth: int) -> Plain:
    if depth > DEEPEST:
        raise Refusal("a document is too deep")
    if isinstance(value, dict):
        for name in value:
            _proper(name)
        names = sorted(value, key=lambda name: name.encode("utf-16-be"))
        return {name: _ordered(value[name], depth + 1) for name in names}
    if isinstance(value, list):
        return [_ordered(item, depth + 1) for item in value]
    if isinstance(value, str):
        _proper(value)
    elif not isinstance(value, int):
        raise Refusal("a document holds something that is neither text nor a number")
    return value


def _proper(text: str) -> None:
    if text.isascii() and text.isprintable():
        return
    if not unicodedata.is_normalized("NFC", text) or any(unicodedata.category(c) in ("Cc", "Cs") for c in text):
        raise Refusal("a text holds characters that it may not hold")


class Doc:
    """A document with its names, read one by one with the kind that each has to be of."""

    def __init__(self, value: Plain) -> None:
        if not isinstance(value, dict):
            raise Refusal("a document is not a list of names")
        self.plain = value

    def has(self, name: str) -> bool:
        return name in self.plain

    def text(self, name: str) -> str:
        value = self.plain.get(name)
        if not isinstance(value, str):
            raise Refusal(f"{name} is not a text")
        return value

    def number(self, name: str) -> int:
        value = self.plain.get(name)
        if not isinstance(value, int) or isinstance(value, bool):
            raise Refusal(f"{name} is not a whole number")
        return value

    def flag(self, name: str) -> bool:
        value = self.plain.get(name)
        if not isinstance(value, bool):
            raise Refusal(f"{name} is neither true nor false")
        return value

    def raw(self, name: str) -> bytes:
        return unspelled(self.text(name))

    def fraction(self, name: str) -> Fraction:
        return fraction(self.text(name))

    def doc(self, name: str) -> Doc:
        return Doc(self.plain.get(name, ""))

    def all(self, name: str) -> list[Plain]:
        value = self.plain.get(name)
        if not isinstance(value, list):
            raise Refusal(f"{name} is not a list")
        return value

    def docs(self, name: str) -> list[Doc]:
        return [Doc(item) for item in self.all(name)]

    def texts(self, name: str) -> tuple[str, ...]:
        return tuple(Doc({name: item}).text(name) for item in self.all(name))

    def numbers(self, name: str) -> tuple[int, ...]:
        return tuple(Doc({name: item}).number(name) for item in self.all(name))

    def pairs(self, name: str) -> dict[str, int]:
        inner = self.doc(name)
        return {key: inner.number(key) for key in inner.plain}


def unspelled(text: str) -> bytes:
    """base64url without padding and without spare bits."""
    try:
        raw = base64.b64decode(text.replace("-", "+").replace("_", "/") + "=" * (-len(text) % 4), validate=True)
    except (ValueError, binascii.Error):
        raise Refusal("bytes are not written in base64url") from None
    if spelled(raw) != text:
        raise Refusal("bytes are not written in their one way")
    return raw


def spelled(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def fraction(text: str) -> Fraction:
    if not re.fullmatch(r"-?\d{1,60}/\d{1,60}", text, re.ASCII) or text.endswith("/0"):
        raise Refusal("a fraction is not written as num/den")
    over, under = (int(part) for part in text.split("/"))
    if under == 0 or f"{Fraction(over, under).numerator}/{Fraction(over, under).denominator}" != text:
        raise Refusal("a fraction is not in lowest terms")
    return Fraction(over, under)


def digest(kind: str, raw: bytes) -> bytes:
    """The hash of a document of this kind."""
    tag = b"covote/v1/" + kind.encode()
    return hashlib.sha256(len(tag).to_bytes(4, "big") + tag + raw).digest()
