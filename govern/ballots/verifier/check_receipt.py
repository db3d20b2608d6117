"""Does this receipt prove that its envelope is in the log? `python check_receipt.py receipt.json LOG-KEY-IN-HEX`

MIT licence; Python's standard library only. It needs the receipt as the service gave it and the log's public key as
the society published it. It learns nothing of the choice: a receipt holds only sealed slips.
"""

from __future__ import annotations

import base64
import hashlib
import json
import sys
from pathlib import Path

try:
    from govern.ballots.verifier.ed25519 import verify
except ImportError:  # the two files lie side by side, without the service
    from ed25519 import verify  # type: ignore[import-not-found, no-redef]

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
LARGEST_FILE = 1_000_000


class Doubtful(Exception):
    """The receipt proves nothing; the message says why."""


def check(receipt: bytes, log_key: bytes) -> str:
    """What the receipt proves, in a sentence. Raises Doubtful."""
    if len(receipt) > LARGEST_FILE:
        raise Doubtful("this file is too large to be a receipt")
    try:
        parts = json.loads(receipt)
        envelope, index = parts["envelope"], parts["index"]
        note = _bytes(parts["checkpoint"]).decode()
        proof = [_bytes(step) for step in parts["proof"]]
        origin, size, root = _head(note, log_key)
    except (ValueError, KeyError, TypeError):
        raise Doubtful("this is not a receipt") from None
    if type(index) is not int or index < 0 or not isinstance(envelope, dict):
        raise Doubtful("this is not a receipt")
    leaf = hashlib.sha256(b"\x00" + _canonical({**envelope, "kind": "envelope"})).digest()
    if _root(leaf, index, size, proof) != root:
        raise Doubtful("the proof does not lead from this envelope to the signed head")
    place = f"number {index + 1} of {size} in the log {origin}"
    return f"The envelope {_code(envelope)} is {place}, and the log has signed it."


def _canonical(document: object) -> bytes:
    """RFC 8785 for the documents of a ballot: text, whole numbers, lists and objects with plain keys."""
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _head(note: str, log_key: bytes) -> tuple[str, int, bytes]:
    """Origin, size and root of a C2SP checkpoint that this key has signed."""
    text, found, signatures = note.rpartition("\n\n")
    lines = text.split("\n")
    if not found or len(lines) < 3:
        raise Doubtful("the log's head cannot be read")
    origin = lines[0]
    mark = hashlib.sha256(origin.encode() + b"\n\x01" + log_key).digest()[:4]
    for line in signatures.splitlines():
        start = f"\u2014 {origin} "
        if line.startswith(start):
            raw = base64.b64decode(line.removeprefix(start), validate=True)
            if raw[:4] == mark and verify(log_key, (text + "\n").encode(), raw[4:]):
                return origin, int(lines[1]), base64.b64decode(lines[2], validate=True)
    raise Doubtful("the log's head is not signed with this key")


def _root(leaf: bytes, index: int, size: int, proof: list[bytes]) -> bytes | None:
    """RFC 9162, 2.1.3.2: the root that this path leads to, or None where the path does not fit the size."""
    if index >= size:
        return None
    first, last, node = index, size - 1, leaf
    for step in proof:
        if last == 0:
            return None
        if first & 1 or first == last:
            node = hashlib.sha256(b"\x01" + step + node).digest()
            while not first & 1 and first:
                first, last = first >> 1, last >> 1
        else:
            node = hashlib.sha256(b"\x01" + node + step).digest()
        first, last = first >> 1, last >> 1
    return node if last == 0 else None


def _code(envelope: dict[str, object]) -> str:
    """The code that the receipt page shows: 80 bits of the hash of `sealed`, in fours."""
    tag = b"covote/v1/sealed"
    hashed = hashlib.sha256(len(tag).to_bytes(4, "big") + tag + _canonical(envelope.get("sealed"))).digest()
    number = int.from_bytes(hashed[:10], "big")
    letters = "".join(LETTERS[number >> shift & 31] for shift in range(75, -1, -5))
    return "-".join(letters[at : at + 4] for at in range(0, 16, 4))


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def main(arguments: list[str]) -> int:
    if len(arguments) != 2:
        print("usage: check_receipt.py receipt.json LOG-KEY-IN-HEX", file=sys.stderr)
        return 2
    try:
        print(check(Path(arguments[0]).read_bytes(), bytes.fromhex(arguments[1])))
    except Doubtful as why:
        print(f"This receipt proves nothing: {why}.")
        return 1
    except (OSError, ValueError) as trouble:
        print(f"check_receipt.py: {trouble}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
