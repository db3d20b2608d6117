"""Decision 27: what scrutineers' tools need of this package runs on Python's standard library alone."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
#: Sealed boxes go through PyNaCl, on the server alone.
WITH_LIBSODIUM = {"box", "covers"}


def test_the_documents_the_log_and_the_selection_need_nothing_installed() -> None:
    modules = sorted(
        file.stem
        for file in (ROOT / "govern" / "ballots" / "seal").glob("*.py")
        if file.stem not in WITH_LIBSODIUM | {"documents", "__init__"}
    )
    assert {"selecting", "group", "shuffling", "opening"} <= set(modules)
    program = f"import sys; sys.path.insert(0, {str(ROOT)!r})\n" + "".join(
        f"import govern.ballots.seal.{module}\n" for module in modules
    )
    done = subprocess.run([sys.executable, "-I", "-S", "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
