"""The log's tree (RFC 6962) and its signed heads (C2SP checkpoints, signed notes and cosignatures).

MIT licence; standard library only.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass

from govern.ballots.verifier.ed25519 import verify
from govern.ballots.verifier.reading import Refusal

LOG_SIGNS, WITNESS_SIGNS = b"\x01", b"\x04"
NUMBER = re.compile(r"0|[1-9]\d{0,15}", re.ASCII)
NAME = re.compile(r"[^\s+]+")
LONGEST_NOTE = 16_384
#: the last second of the year 9999
LAST_SECOND = 253_402_300_799


def leaf_hash(leaf: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


class Tree:
    """The hashes of all leaves, and the root that the tree had at every size that is asked for."""

    def __init__(self, leaves: list[bytes]) -> None:
        self.leaves = leaves
        self._whole: dict[tuple[int, int], bytes] = {}

    def root(self, size: int) -> bytes:
        if size == 0:
            return hashlib.sha256(b"").digest()
        return self._root(0, size)

    def _root(self, start: int, end: int) -> bytes:
        count = end - start
        if count == 1:
            return self.leaves[start]
        key = (start, end)
        if key in self._whole:
            return self._whole[key]
        left = 1 << (count - 1).bit_length() - 1
        found = node_hash(self._root(start, start + left), self._root(start + left, end))
        if count & (count - 1) == 0:
            self._whole[key] = found
        return found


def root_by_path(leaf: bytes, index: int, size: int, path: list[bytes]) -> bytes | None:
    """RFC 9162, 2.1.3.2: the root to which this path leads, or None where it does not fit the size."""
    if not 0 <= index < size:
        return None
    first, last, node = index, size - 1, leaf
    for step in path:
        if last == 0:
            return None
        if first & 1 or first == last:
            node = node_hash(step, node)
            while first and not first & 1:
                first, last = first >> 1, last >> 1
        else:
            node = node_hash(node, step)
        first, last = first >> 1, last >> 1
    return node if last == 0 else None


@dataclass(frozen=True, slots=True)
class Head:
    """A signed head as it was read: nothing of it is checked yet but its form."""

    origin: str
    size: int
    root: bytes
    time: int
    text: str
    signatures: tuple[tuple[str, bytes], ...]

    @classmethod
    def of(cls, note: bytes) -> Head:
        try:
            whole = note.decode("utf-8")
        except UnicodeDecodeError:
            raise Refusal("a head is not text") from None
        if len(whole) > LONGEST_NOTE:
            raise Refusal("a head is too long")
        text, found, rest = whole.partition("\n\n")
        lines = text.split("\n")
        if not found or len(lines) != 4 or not rest.endswith("\n") or not lines[3].startswith("time "):
            raise Refusal("a head is not a checkpoint of four lines")
        size, time = lines[1], lines[3].removeprefix("time ")
        if not _is_name(lines[0]) or not NUMBER.fullmatch(size) or not NUMBER.fullmatch(time):
            raise Refusal("a head's name, size or time is none")
        if int(time) > LAST_SECOND:
            raise Refusal("a head's time is too late")
        root = standard(lines[2])
        if len(root) != 32:
            raise Refusal("a head's root is not 32 bytes")
        signatures = tuple(_signature(line) for line in rest[:-1].split("\n"))
        return cls(lines[0], int(size), root, int(time), text + "\n", signatures)

    def signed_by_log(self, name: str, key: bytes) -> bool:
        """Whether the log has signed it, in one line."""
        mark = _mark(name, LOG_SIGNS, key)
        mine = [raw for signer, raw in self.signatures if signer == name and raw[:4] == mark]
        return self.origin == name and len(mine) == 1 and verify(key, self.text.encode(), mine[0][4:])

    def seen_by(self, name: str, key: bytes) -> bool:
        """Whether this witness has cosigned the head."""
        return any(self._cosigned(raw, key) for raw in self._lines_of(name, key))

    def says_true_of(self, name: str, key: bytes) -> bool:
        """Whether no line by this witness's key is false, and there are not two."""
        lines = self._lines_of(name, key)
        return len(lines) <= 1 and all(self._cosigned(raw, key) for raw in lines)

    def _lines_of(self, name: str, key: bytes) -> list[bytes]:
        mark = _mark(name, WITNESS_SIGNS, key)
        return [raw for signer, raw in self.signatures if signer == name and raw[:4] == mark]

    def _cosigned(self, raw: bytes, key: bytes) -> bool:
        time = int.from_bytes(raw[4:12], "big")
        message = f"cosignature/v1\ntime {time}\n{self.text}".encode()
        return len(raw) == 76 and time <= LAST_SECOND and verify(key, message, raw[12:])


def _mark(name: str, kind: bytes, key: bytes) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + kind + key).digest()[:4]


def _is_name(text: str) -> bool:
    return NAME.fullmatch(text) is not None and text.isprintable()


def _signature(line: str) -> tuple[str, bytes]:
    parts = line.split(" ")
    if len(parts) != 3 or parts[0] != "\u2014" or not _is_name(parts[1]) or len(raw := standard(parts[2])) < 5:
        raise Refusal("a head's signature line cannot be read")
    return parts[1], raw


def standard(text: str) -> bytes:
    """Base64 with padding, in its one spelling."""
    try:
        raw = base64.b64decode(text, validate=True)
    except (ValueError, binascii.Error):
        raise Refusal("a head holds what is not base64") from None
    if base64.b64encode(raw).decode() != text:
        raise Refusal("a head holds base64 that is not written in its one way")
    return raw
