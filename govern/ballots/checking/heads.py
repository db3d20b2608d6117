"""Two heads of one log, from two people: are they of the same history (threat T6)?

A server that shows two histories has signed both. Whoever puts the two heads side by side sees it in one step: heads
of one size with two roots need no proof, and of two sizes the smaller must be the beginning of the larger.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Sequence

from govern.ballots.checking.published import Fails, Published, some
from govern.ballots.seal import checkpoint, tree
from govern.ballots.seal.canonical import Document, NotCanonical, decode
from govern.ballots.seal.checkpoint import Checkpoint, CheckpointRefused
from govern.ballots.seal.documents import Epoch
from govern.ballots.seal.fields import Fields, NotThisDocument
from govern.errors import NotValid

LARGEST = 2**20


class Views(enum.StrEnum):
    """How two signed heads stand to each other."""

    SAME = "of one history"
    SPLIT = "of two histories"
    UNPROVED = "not shown to be of one history"


def compare(one: Checkpoint, other: Checkpoint, proof: Sequence[bytes] | None = None) -> Views:
    """Two heads that the same log has signed. `proof`: the consistency proof from the smaller to the larger.

    Without a proof two heads of different sizes are neither: the log has to give one. A proof that does not hold is
    no proof of the contrary, but an honest log always has one.
    """
    old, new = sorted((one, other), key=lambda head: head.size)
    if old.size == new.size:
        return Views.SAME if old.root == new.root else Views.SPLIT
    if old.size and not proof:
        return Views.UNPROVED
    good = tree.verify_consistency(old.size, new.size, old.root, new.root, proof or ())
    return Views.SAME if good else Views.UNPROVED


def note_of(content: bytes) -> str:
    """The signed head in what somebody has: a receipt, a part of a page, or the note itself."""
    if len(content) > LARGEST:
        raise Fails("a file with a head is too large to be one")
    try:
        if content.lstrip().startswith(b"{"):
            return _in_document(decode(content.strip()))
        return content.decode("utf-8")
    except (NotCanonical, NotThisDocument, UnicodeDecodeError):
        raise Fails("there is no signed head in this file: give a receipt, or the head as the log gave it") from None


def _in_document(document: object) -> str:
    found: Document = document if isinstance(document, dict) else {}
    return Fields("receipt", {"checkpoint": found.get("checkpoint", "")}).octets("checkpoint").decode("utf-8")


def check_heads(p: Published, given: Iterable[bytes]) -> str:
    """Whether this log is the one that others were shown. Raises Fails for a split view, with both heads."""
    heads = [_head(p, content) for content in given]
    for place, one in enumerate(heads):
        for other in heads[place + 1 :]:
            if compare(one, other) is Views.SPLIT:
                raise Fails(f"SPLIT VIEW: the log signed two histories. {_told(one)} and {_told(other)}")
    roots = p.roots(head.size for head in heads)
    for head in heads:
        if head.size > len(p.lines):
            raise Fails(f"the log signed a longer history than this one: {_told(head)}, here {len(p.lines)} leaves")
        if roots.get(head.size) != head.root:
            here = roots.get(head.size, b"").hex()[:16]
            why = _restored(p, head.size)
            raise Fails(f"SPLIT VIEW: the log signed two histories. {_told(head)}, and here the root is {here}…{why}")
    return f"{some(len(heads), 'head')} that others were shown, of this log"


def _restored(p: Published, size: int) -> str:
    """Where the log says itself that it lost such an end."""
    for place, leaf in enumerate(p.leaves):
        if isinstance(leaf, Epoch) and place < size <= leaf.lost_size:
            return f" Leaf {place} says that the server was restored and this end was lost: ask the two officers."
    return ""


def _head(p: Published, content: bytes) -> Checkpoint:
    try:
        return checkpoint.verify(note_of(content), p.manifest.log_origin, p.manifest.log_key)
    except CheckpointRefused as why:
        raise Fails(f"a head that was given proves nothing: {why}") from None
    except NotValid as why:
        raise Fails(f"a head that was given cannot be read: {why}") from None


def _told(head: Checkpoint) -> str:
    return f"size {head.size}, root {head.root.hex()[:16]}…"
