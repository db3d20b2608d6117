"""The two checkers of PDF/UA, for a paper that was printed to a file."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import pytest

BIN = Path(sys.executable).parent


def pdfua(printed: Path) -> str:
    """What `pdfua` finds; "" is silence."""
    if importlib.util.find_spec("pdfua") is None:
        pytest.skip("pdfua is not installed")
    done = subprocess.run([BIN / "pdfua", "check", str(printed)], check=False, capture_output=True, text=True)
    return "" if done.returncode == 0 else done.stdout


def outloud(printed: Path) -> list[str]:
    """What `outloud` finds, warnings too, a line each; [] is silence."""
    if importlib.util.find_spec("outloud") is None:
        pytest.skip("outloud is not installed")
    report = printed.with_suffix(".json")
    subprocess.run([BIN / "outloud", "--json", str(report), str(printed)], check=False, capture_output=True)
    (told,) = json.loads(report.read_text())["results"]
    return [f"{one['rule']} {one['message']}" for one in told["findings"] if one["severity"] in ("error", "warning")]
