"""Which version of the service this process runs: two processes run the same one where every module is the same."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

HOUSE = Path(__file__).parent


@cache
def release() -> str:
    """The number of the version, then the first 16 hex digits of a SHA-256 over the paths and bytes of its modules.

    The number alone would not do: an owner who takes in one repair runs another program under the same number.
    """
    try:
        number = version("govern")
    except PackageNotFoundError:  # run from its folder, without having been installed
        number = "0"
    return f"{number} {fingerprint_of(HOUSE)}"


def fingerprint_of(folder: Path) -> str:
    """16 hex digits that stand for all modules (`*.py`) in a folder, in the order of their paths."""
    said = hashlib.sha256()
    for file in sorted(folder.rglob("*.py")):
        said.update(file.relative_to(folder).as_posix().encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return said.hexdigest()[:16]
