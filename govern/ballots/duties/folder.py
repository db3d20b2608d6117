"""What the holder of a duty keeps in one folder that nobody else can read: key, shares, what was seen and answered.

Everything is written to another name first and then renamed: after a crash a file is there whole or not at all.
"""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from govern.ballots.duties.refusing import Stop, found_wrong
from govern.ballots.seal import group, signing
from govern.ballots.seal.canonical import Document, decode_object, encode, to_text
from govern.ballots.seal.duties import LONGEST_NAME, Duty, KeyShares
from govern.ballots.seal.fields import Fields
from govern.ballots.seal.group import Scalar
from govern.ballots.seal.manifest import HASH, VERSION, Manifest
from govern.errors import NotFound, NotValid

LARGEST = 2**20
"""Bytes of a file that holds no pack."""
ON_PAPER = "key-for-paper.txt"
REHEARSAL = "rehearsal"
_REHEARSED = re.compile(r"(^|[-/])rehearsal(/|$)")


def is_rehearsal(origin: str) -> bool:
    """Whether this log is one of a dress rehearsal: a part of its name is `rehearsal` or ends in `-rehearsal`."""
    return _REHEARSED.search(origin) is not None


def write_whole(path: Path, content: bytes, *, secret: bool = False) -> None:
    """Whole or not at all, and on the disk when this returns."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f"{path.name}.unfinished")
    how = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)  # Windows would write lines of its own
    handle = os.open(unfinished, how, 0o600 if secret else 0o644)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)


def read_small(path: Path) -> bytes:
    """Raises NotFound, NotValid for a file that is far too long."""
    if not path.is_file():
        raise NotFound("There is no file {name}. Look at how it is written.", name=str(path))
    if path.stat().st_size > LARGEST:
        raise NotValid("The file {name} is too long to be the right one. Choose another.", name=str(path))
    return path.read_bytes()


def file_name(name: str) -> str:
    """A name as part of a file's name: letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-") or "somebody"


def _of(origin: str) -> str:
    """The part of a file's name that stands for one ballot, never another's."""
    return f"{file_name(origin)[:60]}-{hashlib.sha256(origin.encode()).hexdigest()[:8]}"


@dataclass(frozen=True, slots=True)
class Key:
    """Somebody's key for one duty."""

    duty: Duty
    name: str
    seed: bytes

    def __repr__(self) -> str:
        return f"Key({self.duty.value}, {self.name!r})"

    @property
    def public(self) -> bytes:
        return signing.public_key_of(self.seed)

    def to_bytes(self) -> bytes:
        return encode({"v": VERSION, "duty": self.duty.value, "name": self.name, "seed": to_text(self.seed)})

    @classmethod
    def from_bytes(cls, content: bytes) -> Key:
        fields = Fields("key", decode_object(content))
        fields.whole("v", VERSION, VERSION)
        key = cls(fields.word("duty", Duty), fields.text("name", LONGEST_NAME), fields.octets("seed", signing.SEED))
        fields.done()
        return key


@dataclass(frozen=True, slots=True)
class Seen:
    """What a tool saw last of one ballot's log. `at`: the log's time in seconds, `signed`: of one's own signature.

    `opened`: the hash of the sealed slips that this scrutineer helped to open.
    """

    origin: str
    manifest_hash: bytes
    size: int
    root: bytes
    at: int = 0
    signed: int = 0
    opened: bytes | None = None

    def to_bytes(self) -> bytes:
        document: Document = {
            "v": VERSION,
            "log_origin": self.origin,
            "manifest_hash": to_text(self.manifest_hash),
            "size": self.size,
            "root": to_text(self.root),
            "at": self.at,
            "signed": self.signed,
        }
        return encode(document if self.opened is None else document | {"opened": to_text(self.opened)})

    @classmethod
    def from_bytes(cls, content: bytes) -> Seen:
        fields = Fields("note of what was seen", decode_object(content))
        fields.whole("v", VERSION, VERSION)
        seen = cls(
            fields.text("log_origin", 255),
            *(fields.octets("manifest_hash", HASH), fields.whole("size"), fields.octets("root", HASH)),
            *(fields.whole("at"), fields.whole("signed")),
            opened=fields.octets("opened", HASH) if fields.has("opened") else None,
        )
        fields.done()
        return seen


@dataclass(frozen=True, slots=True)
class Share:
    """One's own share of a ballot's key, with the sharing that it is of."""

    shares: KeyShares
    number: int
    value: Scalar

    def __repr__(self) -> str:
        return f"Share({self.number})"


class Folder:
    """The folder of one person for one duty."""

    def __init__(self, path: Path, *, rehearsal: bool = False) -> None:
        self.path = path
        self.rehearsal = rehearsal

    # The key

    def has_key(self) -> bool:
        return (self.path / "key.json").exists()

    def key(self, duty: Duty) -> Key:
        """Raises NotFound where none was made, and NotValid for one of another duty or of a rehearsal."""
        if not self.has_key():
            raise NotFound("There is no key in {folder}. Make one first, with the word card.", folder=str(self.path))
        key = Key.from_bytes(read_small(self.path / "key.json"))
        if key.duty is not duty:
            raise NotValid("The key in {folder} is for another duty. Choose the right folder.", folder=str(self.path))
        if key.name.endswith(f"-{REHEARSAL}") is not self.rehearsal:
            raise NotValid(
                "The key in {folder} is of a rehearsal, or this is one and the key is not. Choose the right folder.",
                folder=str(self.path),
            )
        return key

    def keep_key(self, key: Key, page: bytes | None) -> None:
        """`page`: its words for paper, written first, so that no key is ever without them."""
        self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
        if page is not None:
            write_whole(self.path / ON_PAPER, page, secret=True)
        write_whole(self.path / "key.json", key.to_bytes(), secret=True)

    def check_rehearsal(self, origin: str) -> None:
        """A rehearsal and a ballot in earnest are never taken for each other. Raises NotValid."""
        if is_rehearsal(origin) and not self.rehearsal:
            raise NotValid("This file is of a dress rehearsal. To rehearse, add --rehearsal.")
        if self.rehearsal and not is_rehearsal(origin):
            raise NotValid("This is a rehearsal, and the file is of a ballot in earnest. Leave --rehearsal out.")

    # What was seen

    def seen(self, origin: str) -> Seen | None:
        """Raises Stop where the note is damaged."""
        path = self.path / "seen" / f"{_of(origin)}.json"
        if not path.exists():
            return None
        with found_wrong():
            seen = Seen.from_bytes(read_small(path))
        if seen.origin != origin:
            raise Stop("The note of what this tool saw before is of another ballot: {name}.", name=str(path))
        return seen

    def keep_seen(self, seen: Seen) -> None:
        write_whole(self.path / "seen" / f"{_of(seen.origin)}.json", seen.to_bytes(), secret=True)

    def keep_lost(self, seen: Seen) -> Path:
        """What was seen of a log before its server was restored: nobody can say later that it was not there."""
        path = self.path / "lost" / f"{_of(seen.origin)}-{seen.size}-{seen.root.hex()[:8]}.json"
        write_whole(path, seen.to_bytes(), secret=True)
        return path

    # The share

    def share(self, origin: str) -> Share | None:
        path = self.path / "shares" / f"{_of(origin)}.json"
        if not path.exists():
            return None
        fields = Fields("share", decode_object(read_small(path)))
        shares = KeyShares.from_bytes(fields.octets("key_shares"))
        share = Share(shares, fields.whole("i", 1), group.scalar_from_bytes(fields.octets("share", group.SIZE)))
        fields.done()
        return share

    def keep_share(self, share: Share) -> None:
        document: Document = {
            "key_shares": to_text(share.shares.to_bytes()),
            "i": share.number,
            "share": to_text(group.scalar_to_bytes(share.value)),
        }
        write_whole(self.path / "shares" / f"{_of(share.shares.origin)}.json", encode(document), secret=True)

    # What was answered

    def answer(self, manifest: Manifest, question: bytes) -> bytes | None:
        """What was answered to just this question (its hash) before: the same is given again, never another."""
        path = self._answer(manifest, question)
        return path.read_bytes() if path.exists() else None

    def keep_answer(self, manifest: Manifest, question: bytes, content: bytes) -> None:
        write_whole(self._answer(manifest, question), content, secret=True)

    def _answer(self, manifest: Manifest, question: bytes) -> Path:
        return self.path / "answers" / _of(manifest.log_origin) / f"{question.hex()[:32]}.zip"
