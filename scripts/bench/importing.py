"""The import of 100,000 members by `govern import-members`: seconds, and how much memory a large file takes."""

from __future__ import annotations

import asyncio
import csv
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from scripts.bench.figures import row
from scripts.bench.hall import GROUPS, SHORT, a_hall

SIZES = (10_000, 100_000)


def main() -> None:
    print(row("members", "seconds", "most memory, MB"))
    print(row("---", "---", "---"))
    for size in SIZES:
        seconds, memory = import_members(size)
        print(row(f"{size:,}", f"{seconds:.1f}", f"{memory:.0f}"), flush=True)


def import_members(size: int) -> tuple[float, float]:
    """Seconds and peak megabytes of the command, in a fresh society."""
    with tempfile.TemporaryDirectory(dir=os.environ.get("GOVERN_BENCH_FOLDER")) as name:
        home = Path(name) / "home"
        asyncio.run(a_hall(home, voters=60, ranked=False))
        file = Path(name) / "members.csv"
        write(file, size)
        begun = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-c", RUN, "import-members", SHORT, str(file), "--yes"],
            env={**os.environ, "GOVERN_HOME": str(home)},
            capture_output=True,
            text=True,
            check=False,
        )
        seconds = time.perf_counter() - begun
    if done.returncode:
        raise RuntimeError(done.stdout[-500:] + done.stderr[-500:])
    return seconds, int(done.stderr.rsplit("peak ", 1)[1]) / 1024


#: The command, which says at its end how much memory it took at most, in kilobytes.
RUN = """
import resource, sys
from govern.__main__ import main
done = main(sys.argv[1:])
print("peak", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)
sys.exit(done)
"""


def write(file: Path, size: int) -> None:
    """A register as a co-operative's spreadsheet would save it."""
    with file.open("w", encoding="utf-8-sig", newline="") as opened:
        table = csv.writer(opened)
        table.writerow(["number", "name", "email", "group", "joined"])
        for number in range(size):
            mail = f"import{number}@example.org"
            table.writerow([f"B{number}", f"Member Number{number}", mail, GROUPS[number % 3], "2020-01-01"])
