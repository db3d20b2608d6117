"""Reading a bundle, or a part of one on its way between the service and the tools of scrutineers.

Whoever sends one need not be trusted. Nothing is unpacked to a disk, no name leads anywhere, every size is bounded
before it is used, and what the checksums do not name is refused (docs/bundle.md, section 2).
"""

from __future__ import annotations

import hashlib
import re
import zipfile
import zlib
from collections.abc import Mapping
from typing import BinaryIO

from govern.ballots.seal.bundle import CHECKSUMS
from govern.ballots.seal.canonical import NotCanonical, decode_object
from govern.ballots.seal.fields import Fields, NotThisDocument, repeats
from govern.errors import NotValid

MANY_FILES = 200_000
LARGEST_FILE = 512 * 2**20
LARGEST_PACK = 2 * 2**30
HASHES = "hashes.bin"
"""The 32-byte hashes of all leaves in order: for witnesses while voting is open, who need no more."""

FIXED = frozenset(
    (
        *("manifest.json", "roll.json", "log.jsonl", "heads.json", "facts.json", "counted.json", "slips.json"),
        *("result.json", "verify.py", "README.txt", CHECKSUMS, HASHES),
    )
)
_PROOF = re.compile(
    r"mix/c[1-9]\d{0,3}-s[1-9]\d{0,3}-[1-9]\d?\.json|partial/c[1-9]\d{0,3}-s[1-9]\d{0,3}-t[1-9]\d{0,2}\.json"
)


class NotAPack(NotValid):
    """This file is no bundle and no part of one, or it was changed on its way."""


def unpack(file: BinaryIO, most: int = LARGEST_PACK) -> dict[str, bytes]:
    """Every file but the checksums, by name. `most`: how many bytes it may hold in all. Raises NotAPack."""
    files = contents(file, most)
    check_sums(files)
    del files[CHECKSUMS]
    return files


def contents(file: BinaryIO, most: int = LARGEST_PACK) -> dict[str, bytes]:
    """Every file by name, the checksums too, which nobody has looked at yet. Raises NotAPack."""
    try:
        archive = zipfile.ZipFile(file)
        entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, UnicodeError, OverflowError):
        raise NotAPack("This is not a zip file. Choose the file that the program gave you.") from None
    if len(entries) > MANY_FILES or sum(entry.file_size for entry in entries) > most:
        raise NotAPack("This file holds more than a ballot can. Choose the file that the program gave you.")
    if archive.comment or repeats(entry.filename for entry in entries):
        raise NotAPack("This file was packed by another program. Choose the file that the program gave you.")
    return {entry.filename: _content(archive, entry) for entry in entries}


def _content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    name = entry.filename
    if name != entry.orig_filename or not (name in FIXED or _PROOF.fullmatch(name)):
        raise NotAPack("There is a file in it that does not belong there: {name}.", name=name[:80])
    packed_so = entry.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) and not entry.flag_bits & 1
    if not packed_so or entry.file_size > LARGEST_FILE:
        raise NotAPack("The file {name} in it cannot be read. Ask for a fresh copy.", name=name)
    try:
        with archive.open(entry) as file:
            content = file.read(entry.file_size + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError, NotImplementedError):
        raise NotAPack("The file {name} in it cannot be read. Ask for a fresh copy.", name=name) from None
    if len(content) != entry.file_size:
        raise NotAPack("The file {name} in it is not as long as it says. Ask for a fresh copy.", name=name)
    return content


def check_sums(files: Mapping[str, bytes]) -> None:
    """Whether the checksums are those of all other files, in order. Raises NotAPack."""
    try:
        fields = Fields("checksums", decode_object(files.get(CHECKSUMS, b"")))
        listed = {}
        rows = fields.parts("files")
        for row in rows:
            one = Fields("checksum", row)
            name, digest = one.text("path", 200), one.octets("sha256", 32)
            one.done()
            listed[name] = digest
        fields.done()
    except (NotCanonical, NotThisDocument):
        raise NotAPack("The list of what belongs in this file is missing or damaged. Ask for a fresh copy.") from None
    found = {name: hashlib.sha256(content).digest() for name, content in files.items() if name != CHECKSUMS}
    if len(rows) != len(listed) or list(listed) != sorted(listed) or listed != found:
        raise NotAPack("This file was changed on its way. Ask for a fresh copy.")
