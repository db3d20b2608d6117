"""Counting: `govern count` from start to result, beside other Python packages and beside the same in C.

Scottish STV of a real ward, of the largest real election at hand and of made-up ones of 100,000 and 1,000,000 papers.
Ours is the whole command: start of the interpreter, reading, counting, printing JSON. The others get their papers
from a reader of ours, timed apart. Medians of user seconds of the processor, and of peak megabytes.
"""

from __future__ import annotations

import gzip
import json
import os
import shutil
import subprocess
import sys
import tempfile
import venv
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from scripts.bench import peers, synthetic
from scripts.bench.figures import median, row

HERE = Path(__file__).parent
FOLDER = HERE.parents[1] / "tests/elections/real"
REAL = {
    "a ward (Glasgow 2017, ward 1)": "glasgow_2017_ward1.blt.gz",
    "Minneapolis 2013": "us_minneapolis_mayor_2013.blt.gz",
}
MADE_UP = {f"{papers:,} made-up papers": papers for papers in (100_000, 1_000_000)}
RELEASES = {"pyrankvote": "pyrankvote==2.0.6", "votekit": "votekit==3.5.0", "pref_voting": "pref_voting==1.18.2"}
PATIENCE = 120
"""Seconds of the processor that a peer may take for one count, reading included."""
METHOD = "scottish-stv"
TIMES = 5


class TooSlow(Exception):
    """A command used up its time."""


class Run(NamedTuple):
    """One process: user seconds, peak megabytes, what it printed."""

    seconds: float
    memory: float
    printed: str


def main() -> None:
    with tempfile.TemporaryDirectory(dir=os.environ.get("GOVERN_BENCH_FOLDER")) as place:
        folder = Path(place)
        elections = {title: folder / f"{at}.blt" for at, title in enumerate((*REAL, *MADE_UP))}
        for title, name in REAL.items():
            elections[title].write_bytes(gzip.decompress((FOLDER / name).read_bytes()))
        for title, papers in MADE_UP.items():
            synthetic.write(elections[title], papers)
        bound = build_bound(folder)
        python = build_peers(folder)
        print(row("election", "counted by", "reading, s", "all or counting, s", "of the bound", "MB", "runs"))
        print(row(*["---"] * 7))
        for title, file in elections.items():
            measure(title, file, bound, python)


def measure(title: str, file: Path, bound: Path | None, python: Path | None) -> None:
    """The rows of one election."""
    limit = 0.0
    if bound is not None:
        runs = [run([str(bound), str(file)]) for _ in range(TIMES)]
        limit = median([each.seconds for each in runs])
        tell(title, "the bound, in C", "", limit, limit, runs)
    else:
        print(row(title, "the bound, in C", "no C compiler here", "", "", "", 0))
    ours = [
        run([sys.executable, "-m", "govern", "count", str(file), "--method", METHOD, "--json"]) for _ in range(TIMES)
    ]
    tell(title, "govern count, from start to result", "", median([each.seconds for each in ours]), limit, ours)
    for peer in peers.PEERS if python else ():
        tell_peer(title, peer, str(file), python, limit)


def tell_peer(title: str, peer: str, file: str, python: Path | None, limit: float) -> None:
    """Three counts of a peer, or one if one takes long; or that it needs more patience than we have."""
    found: list[dict[str, float]] = []
    runs: list[Run] = []
    while len(found) < 3 and (not found or found[0]["counting"] < PATIENCE / 12):
        try:
            runs.append(run([str(python), "-P", str(HERE / "peers.py"), peer, file], PATIENCE))
        except TooSlow:
            print(row(title, peer, "", f"more than {PATIENCE}", "", "", 1), flush=True)
            return
        except subprocess.CalledProcessError:
            print(row(title, peer, "", "fails", "", "", 1), flush=True)
            return
        found.append(json.loads(runs[-1].printed))
    reading = f"{median([each['reading'] for each in found]):.3f}"
    tell(title, peer, reading, median([each["counting"] for each in found]), limit, runs)


def tell(title: str, who: str, reading: str, seconds: float, limit: float, runs: Sequence[Run]) -> None:
    times = f"{seconds / limit:,.1f} ×" if limit > 0.001 else ""
    memory = median([each.memory for each in runs])
    print(row(title, who, reading, f"{seconds:.3f}", times, f"{memory:.0f}", len(runs)), flush=True)


def run(command: Sequence[str], patience: int = 0) -> Run:
    """Raises TooSlow beyond so many seconds of the processor, if any, and CalledProcessError."""
    measured = [sys.executable, "-S", "-c", MEASURED, str(patience), *command]
    done = subprocess.run(measured, capture_output=True, text=True, check=False)
    if done.returncode == SPENT:
        raise TooSlow
    done.check_returncode()
    seconds, memory = done.stderr.rsplit("\n", 1)[-1].split()
    return Run(float(seconds), float(memory) / 1024, done.stdout)


SPENT = 77
#: Runs a command and says what it used: a process of its own has nobody else's figures in its children's.
MEASURED = """
import resource, signal, subprocess, sys
patience = int(sys.argv[1])
def limited():
    resource.setrlimit(resource.RLIMIT_CPU, (patience, patience + 1))
done = subprocess.run(sys.argv[2:], preexec_fn=limited if patience else None)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_utime, used.ru_maxrss, end="", file=sys.stderr)
sys.exit(77 if done.returncode in (-signal.SIGXCPU, -signal.SIGKILL) else done.returncode)
"""


def build_bound(folder: Path) -> Path | None:
    compiler = next((found for name in ("cc", "gcc", "clang") if (found := shutil.which(name))), None)
    if compiler is None:
        return None
    subprocess.run([compiler, "-O3", "-o", str(folder / "bound"), str(HERE / "bound.c")], check=True)
    return folder / "bound"


def build_peers(folder: Path) -> Path | None:
    """An environment of their own; none if the packages cannot be had."""
    venv.create(folder / "peers", with_pip=True)
    python = folder / "peers/bin/python"
    try:
        subprocess.run([str(python), "-m", "pip", "install", "-q", *RELEASES.values()], check=True)
    except subprocess.CalledProcessError:
        print("The peers could not be installed; their rows are missing.\n")
        return None
    return python


if __name__ == "__main__":
    main()
