"""From a clone to the first page: `git clone`, `make demo`, until the society's front page answers."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path

from tests.servers.service import free_port

REPOSITORY = Path(__file__).parents[2]
MOST_SECONDS = 600


def main() -> None:
    print(f"From `git clone` to the first page: {seconds():.0f} s (packages from the cache of pip)")


def seconds() -> float:
    with tempfile.TemporaryDirectory(dir=os.environ.get("GOVERN_BENCH_FOLDER")) as name:
        begun, port = time.perf_counter(), free_port()
        subprocess.run(["git", "clone", "-q", str(REPOSITORY), f"{name}/govern"], check=True)
        with Path(name, "demo.log").open("wb") as log:
            demo = subprocess.Popen(
                ["make", "demo", f"PORT={port}"],
                cwd=f"{name}/govern",
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        try:
            while time.perf_counter() - begun < MOST_SECONDS and demo.poll() is None:
                if _answers(f"http://127.0.0.1:{port}/en/tair-nant"):
                    return time.perf_counter() - begun
                time.sleep(0.2)
            raise RuntimeError(f"no page came: {Path(name, 'demo.log').read_text()[-1500:]}")
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(demo.pid, signal.SIGKILL)
            demo.wait()


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5):
            return True
    except OSError:
        return False
