"""The two checkers of PDF/UA, for a paper that was printed to a file."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from pathlib import Path


def checker(name: str) -> Path:
    """A checker of PDF/UA. They come with requirements-dev.txt; without them nothing would be checked unseen."""
    assert importlib.util.find_spec(name) is not None, f"{name} is not installed: pip install -r requirements-dev.txt"
    return Path(sys.executable).parent / name


def pdfua(printed: Path) -> str:
    """What `pdfua` finds; "" is silence."""
    done = subprocess.run([checker("pdfua"), "check", str(printed)], check=False, capture_output=True, text=True)
    return "" if done.returncode == 0 else done.stdout


def outloud(printed: Path) -> list[str]:
    """What `outloud` finds, warnings too, a line each; [] is silence."""
    report = printed.with_suffix(".json")
    subprocess.run([checker("outloud"), "--json", str(report), str(printed)], check=False, capture_output=True)
    (told,) = json.loads(report.read_text())["results"]
    return [f"{one['rule']} {one['message']}" for one in told["findings"] if one["severity"] in ("error", "warning")]
