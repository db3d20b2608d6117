"""A part of a bundle on its way: read whole and unchanged, or refused in words."""

from __future__ import annotations

import hashlib
import io
import zipfile

import pytest

from govern.ballots.seal import bundle, packs
from govern.ballots.seal.canonical import Plain, encode, to_text

FILES = {"manifest.json": b"{}", "mix/c1-s2-1.json": b"[]", packs.HASHES: bytes(64)}


def packed(files: dict[str, bytes], *, comment: bytes = b"", listed: dict[str, bytes] | None = None) -> io.BytesIO:
    rows: list[Plain] = [
        {"path": name, "sha256": to_text(hashlib.sha256(content).digest())}
        for name, content in sorted((files if listed is None else listed).items())
    ]
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.comment = comment
        for name, body in files.items():
            archive.writestr(name, body)
        archive.writestr(bundle.CHECKSUMS, encode({"files": rows}))
    return content


def test_what_was_packed_comes_back() -> None:
    assert packs.unpack(io.BytesIO(bundle.pack(FILES))) == FILES


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (io.BytesIO(b"no zip"), "not a zip file"),
        (packed(FILES, comment=b"by the way"), "by another program"),
        (packed({**FILES, "../out.json": b""}), "does not belong"),
        (packed({**FILES, "mix/c0-s1-1.json": b""}), "does not belong"),
        (packed(FILES, listed={}), "changed on its way"),
        (packed(FILES, listed={**FILES, "roll.json": b""}), "changed on its way"),
        (packed(FILES, listed={**FILES, "manifest.json": b"{ }"}), "changed on its way"),
    ],
    ids=["no-zip", "comment", "path", "number", "unlisted", "missing", "other"],
)
def test_anything_else_is_refused(file: io.BytesIO, said: str) -> None:
    with pytest.raises(packs.NotAPack, match=said):
        packs.unpack(file)


def test_what_is_larger_than_it_may_be_is_not_read() -> None:
    bomb = packed({"manifest.json": bytes(1000)})
    with pytest.raises(packs.NotAPack, match="more than a ballot can"):
        packs.unpack(bomb, most=999)


def test_a_flipped_byte_of_a_file_is_refused() -> None:
    content = bytearray(packed(FILES).getvalue())
    content[content.index(bytes(64)) + 3] ^= 1
    with pytest.raises(packs.NotAPack, match="cannot be read"):
        packs.unpack(io.BytesIO(bytes(content)))
