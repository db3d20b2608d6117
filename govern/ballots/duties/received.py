"""A pack from the service, checked as far as a witness can: who signed which heads, and that the log only grew.

Whoever sends a pack is trusted in nothing. What was damaged on its way is refused as such; everything that is wrong
with what is in it stops the ceremony.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from govern.ballots.duties.folder import Folder, Seen
from govern.ballots.duties.refusing import Stop, found_wrong
from govern.ballots.seal import checkpoint, cosigning, packs, tree
from govern.ballots.seal.canonical import NotCanonical, decode_object, from_text
from govern.ballots.seal.checkpoint import Checkpoint
from govern.ballots.seal.fields import Fields
from govern.ballots.seal.leaves import Epoch, Leaf, Opened, leaf_from_bytes, leaf_to_bytes
from govern.ballots.seal.manifest import Manifest
from govern.errors import NotFound, NotValid
from govern.sentences import Sentence


@dataclass(frozen=True, slots=True)
class Received:
    """A pack, its heads signed by the log and each one that the tree of these hashes has had.

    `leaves` is empty where the pack is a witness's and holds only hashes.
    """

    files: Mapping[str, bytes]
    manifest: Manifest
    notes: tuple[str, ...]
    heads: tuple[Checkpoint, ...]
    hashes: tuple[bytes, ...]
    leaves: tuple[Leaf, ...]

    @property
    def head(self) -> Checkpoint:
        """The newest."""
        return self.heads[-1]

    @property
    def note(self) -> str:
        return self.notes[-1]

    @property
    def origin(self) -> str:
        return self.manifest.log_origin

    def witnesses(self) -> tuple[str, ...]:
        """Who signed the newest head. Raises CheckpointRefused for a line in a witness's name that is false."""
        return tuple(one.name for one in self.manifest.witnesses if cosigning.cosigned_at(self.note, one) is not None)


def receive(path: Path, folder: Folder) -> Received:
    """Raises NotFound, NotAPack and NotValid for the wrong or a damaged file, Stop for what is wrong inside it."""
    files = _unpacked(path)
    for name in ("manifest.json", "heads.json"):
        if name not in files:
            raise NotValid(
                "This pack has no {name}, so it is not the one for this step. Download the pack for your duty.",
                name=name,
            )
    if packs.HASHES not in files and "log.jsonl" not in files:
        raise NotValid("This pack holds neither the log nor its hashes. Download the pack for your duty.")
    with found_wrong():
        manifest = Manifest.from_bytes(files["manifest.json"])
    folder.check_rehearsal(manifest.log_origin)
    with found_wrong():
        hashes, leaves = _log(files)
        notes = _notes(files["heads.json"])
        heads = tuple(checkpoint.verify(note, manifest.log_origin, manifest.log_key) for note in notes)
        opening = tree.leaf_hash(leaf_to_bytes(Opened(manifest.hash())))
        if hashes[:1] != (opening,):
            raise Stop("The log was opened for other papers than those in this pack.")
        _check_heads(heads, hashes)
    return Received(files, manifest, notes, heads, hashes, leaves)


def _unpacked(path: Path) -> dict[str, bytes]:
    if not path.is_file():
        raise NotFound("There is no file {name}. Look at how it is written.", name=str(path))
    with path.open("rb") as file:
        return packs.unpack(file)


def _log(files: Mapping[str, bytes]) -> tuple[tuple[bytes, ...], tuple[Leaf, ...]]:
    """Hashes and entries of the log; of a witness's pack only hashes. If both are there they must agree."""
    alone = files.get(packs.HASHES)
    if alone is not None and len(alone) % tree.HASH_SIZE:
        raise Stop("The hashes in this pack do not have 32 bytes each.")
    hashes = tuple(alone[at : at + tree.HASH_SIZE] for at in range(0, len(alone), tree.HASH_SIZE)) if alone else ()
    if "log.jsonl" not in files:
        return hashes, ()
    *lines, rest = files["log.jsonl"].split(b"\n")
    leaves = tuple(leaf_from_bytes(line) for line in lines)
    made = tuple(tree.leaf_hash(line) for line in lines)
    if rest or (alone is not None and hashes != made):
        raise Stop("The log in this pack does not end as it must, or its hashes are those of another.")
    return made, leaves


def _notes(content: bytes) -> tuple[str, ...]:
    fields = Fields("list of heads", decode_object(content))
    parts = fields.parts("heads")
    fields.done()
    try:
        notes = tuple(from_text(part).decode() for part in parts if isinstance(part, str))
    except (NotCanonical, UnicodeDecodeError):
        raise fields.refusal("heads") from None
    if not notes or len(notes) != len(parts):
        raise fields.refusal("heads")
    return notes


def _check_heads(heads: tuple[Checkpoint, ...], hashes: tuple[bytes, ...]) -> None:
    """Raises Stop unless each is a head that this log has had, and the last is of all of it."""
    sizes = [head.size for head in heads]
    if sizes != sorted(sizes) or sizes[-1] != len(hashes):
        raise Stop("The newest head is not of the whole log in this pack, or the heads are not in order.")
    roots = roots_of(hashes, sizes)
    for head in heads:
        if roots[head.size] != head.root:
            raise Stop(
                "The log has signed a head that does not belong to these entries: at {n} entries.", n=head.size
            )


def roots_of(hashes: Iterable[bytes], sizes: Iterable[int]) -> dict[int, bytes]:
    """The root at each of these sizes, all in one walk. A size that the log has not reached is left out."""
    wanted, frontier = set(sizes), tree.Frontier()
    roots = {0: frontier.root}
    for one in hashes:
        frontier, _ = frontier.append(one)
        if frontier.size in wanted:
            roots[frontier.size] = frontier.root
    return roots


# --- What was seen before -------------------------------------------------------------------------------------------


def check_continues(received: Received, seen: Seen, *, after_restore: bool = False) -> bool:
    """Whether the log goes on from what this tool saw, entry by entry. Raises Stop where it does not.

    A server that was restored from a backup goes on from an older copy, and two officers say so in the log. Whoever
    has spoken with them may follow, with `after_restore`; then the answer is no. Whoever has the whole log follows
    only where it says so; a witness with nothing but hashes has only the officers' word.
    """
    if seen.manifest_hash != received.manifest.hash():
        raise Stop("This tool has seen other papers for the same ballot. There must never be two.")
    root = roots_of(received.hashes, [seen.size]).get(seen.size)
    if root == seen.root:
        return True
    said = any(_lost(leaf, seen) for leaf in received.leaves)
    if after_restore and (said or not received.leaves):
        return False
    if said:
        raise Stop(
            "The log says that the server was put back to an older copy. Speak with the officers and the other "
            "scrutineers first. If you all agree, start again with --after-restore."
        )
    if root is None:
        raise Stop(
            "The log is shorter than when this tool saw it last. It had {before} entries then, and has {now} now.",
            before=seen.size,
            now=len(received.hashes),
        )
    raise Stop(
        "The log was changed since this tool saw it last. Its first {n} entries are not the ones from then.",
        n=seen.size,
    )


def _lost(leaf: Leaf, seen: Seen) -> bool:
    """Whether two officers say in the log that what this tool saw was lost when a backup was restored."""
    if not isinstance(leaf, Epoch):
        return False
    return leaf.lost_size > seen.size or (leaf.lost_size, leaf.lost_root) == (seen.size, seen.root)


def warnings(received: Received, seen: Seen | None, at: datetime) -> tuple[Sentence, ...]:
    """What is odd about the clocks. The order of the log rests on its hashes, so no clock stops anything."""
    found: list[Sentence] = []
    times = ([seen.at] if seen else []) + [_seconds(head.at) for head in received.heads if head.at]
    if times != sorted(times):
        found.append(Sentence("Note: the server's clock went back at some time. Ask the officers why, and go on."))
    if _seconds(received.head.at) > at.timestamp() + 600:
        found.append(Sentence("Note: by the clock of this machine the log is from the future. Check this clock."))
    return tuple(found)


def seen_now(received: Received, seen: Seen | None) -> Seen:
    """What is to be remembered from now on."""
    head = received.head
    new = Seen(received.origin, received.manifest.hash(), head.size, head.root, _seconds(head.at))
    return new if seen is None else replace(new, signed=seen.signed, opened=seen.opened)


def _seconds(moment: datetime | None) -> int:
    return 0 if moment is None else int(moment.timestamp())
