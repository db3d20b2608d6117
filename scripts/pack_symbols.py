"""Packs the Mulberry symbols into the one file they are read from: python scripts/pack_symbols.py FROM.tar.gz

The drawings stay as they are. Order and days in the archive are fixed, so that the same set makes the same file.
"""

from __future__ import annotations

import sys
import tarfile
import zipfile
from pathlib import Path

WHERE = Path(__file__).parents[1] / "govern" / "static" / "vendor" / "symbols" / "mulberry.zip"
LONG_AGO = (1980, 1, 1, 0, 0, 0)


def pack(source: Path, target: Path) -> int:
    """How many drawings the file holds."""
    drawings: dict[str, bytes] = {}
    with tarfile.open(source) as sent:
        for member in sent:
            name = Path(member.name).name
            content = sent.extractfile(member) if member.isfile() else None
            if content is not None and (name.endswith(".svg") or name == "LICENSE.txt"):
                drawings[name] = content.read()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for name in sorted(drawings):
            packed.writestr(zipfile.ZipInfo(name, LONG_AGO), drawings[name], zipfile.ZIP_DEFLATED, 9)
    return len(drawings) - 1


if __name__ == "__main__":
    print(pack(Path(sys.argv[1]), WHERE), "drawings,", WHERE.stat().st_size, "bytes")
