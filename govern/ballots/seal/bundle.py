"""The bundle of a ballot as one file: the same contents give the same bytes, whoever packs them (docs/bundle.md)."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterable, Mapping

from govern.ballots.seal import ceremony
from govern.ballots.seal.canonical import Document, Plain, encode, to_text
from govern.ballots.seal.ceremony import OpenSlips, Pair
from govern.ballots.seal.documents import Leaf, Manifest
from govern.ballots.seal.proof_documents import Mix, Partial
from govern.ballots.seal.selecting import Selection, select_by

CHECKSUMS = "checksums.json"
EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The earliest time a zip can say: when it was packed tells nothing of the ballot."""


def pack(files: Mapping[str, bytes]) -> bytes:
    """A zip of these files by name, with their checksums."""
    listed: list[Plain] = [
        {"path": name, "sha256": to_text(hashlib.sha256(content).digest())} for name, content in sorted(files.items())
    ]
    whole = {**files, CHECKSUMS: encode({"files": listed})}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(whole.items()):
            entry = zipfile.ZipInfo(name, EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return packed.getvalue()


def heads(notes: Iterable[str]) -> bytes:
    """`heads.json`: signed heads in the order of their sizes."""
    return encode({"heads": [to_text(note.encode()) for note in notes]})


def counted(selection: Selection) -> bytes:
    """`counted.json`: what counts by handle, and what displaced the rest."""
    standing: list[Plain] = []
    for entry in selection.counted:
        document: Document = {"index": entry.index, "handle": entry.handle, "channel": entry.channel.value}
        standing.append(document if entry.authority is None else document | {"authority": entry.authority})
    displaced: list[Plain] = [
        {
            "index": entry.index,
            "handle": entry.handle,
            "channel": entry.channel.value,
            "why": entry.why.value,
            "by": entry.by,
        }
        for entry in selection.displaced
    ]
    return encode({"counted": standing, "displaced": displaced})


def opened_slips(manifest: Manifest, leaves: list[Leaf], mixes: Iterable[Mix], partials: Iterable[Partial]) -> bytes:
    """`slips.json`: what the mixes and partial decryptions come to. Raises what `check_chain` and `opened` raise."""
    inputs = ceremony.inputs_of(manifest, leaves, select_by(manifest, leaves))
    outputs = ceremony.check_chain(manifest, inputs, mixes)
    parts: dict[Pair, list[Partial]] = {}
    for part in partials:
        parts.setdefault((part.contest, part.style), []).append(part)
    found = {pair: ceremony.opened(manifest, outputs[pair], parts.get(pair, [])) for pair in outputs}
    return slips(manifest, found)


def slips(manifest: Manifest, found: Mapping[Pair, OpenSlips]) -> bytes:
    """`slips.json`: the open slips of each contest and style, in the manifest's order."""
    rows: list[Plain] = []
    for style in manifest.styles:
        for contest in style.contests:
            there = found.get((contest, style.id), OpenSlips((), ()))
            rows.append(
                {
                    "contest": contest,
                    "style": style.id,
                    "slips": [to_text(slip) for slip in there.slips],
                    "unreadable": [to_text(point) for point in there.unreadable],
                }
            )
    return encode({"slips": rows})
