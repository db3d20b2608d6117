"""The service itself, started as its owner would start it: `govern serve` in a process of its own, on loopback.

With one worker, what is left out is reading the program's modules again, which takes longer than the rest of a start:
every such service is forked from a process that has done that once. With several workers nothing is left out.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import TracebackType

from govern.__main__ import main


class Service:
    """`with Service(home) as service: service.address` — killed at the end. `log` holds what it wrote."""

    def __init__(
        self,
        home: Path,
        *,
        workers: int = 1,
        port: int | None = None,
        log: Path | None = None,
        timer: bool = True,
        name: str = "127.0.0.1",
        booth: str = "",
        temporary: Path | None = None,
    ) -> None:
        """`name` is the one by which people reach it, `booth` the origin of a booth beside it, `temporary` a folder
        for its temporary files alone."""
        self.home = home
        self.temporary = temporary
        self.booth = booth
        self.workers = workers
        self.timer = timer
        self.port = port or free_port()
        self.address = f"http://{name}:{self.port}"
        self.inside = f"http://127.0.0.1:{self.port}"
        self.log = log or home.parent / f"service-{self.port}.log"
        self._process: subprocess.Popen[bytes] | Forked | None = None

    def __enter__(self) -> Service:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()

    def start(self) -> None:
        """Start and wait until it answers, 90 seconds at most."""
        environment = {
            **os.environ,
            "GOVERN_HOME": str(self.home),
            "GOVERN_PORT": str(self.port),
            "GOVERN_ADDRESS": self.address,
            "GOVERN_DEMO": "1",
            "GOVERN_TIMER": "1" if self.timer else "0",
            "GOVERN_BOOTH": self.booth,
            **({} if self.temporary is None else {"TMPDIR": str(self.temporary)}),
        }
        serve = ["serve", "--workers", str(self.workers)]
        if self.workers == 1:
            self._process = Forked(serve, environment, self.log)
        else:
            with self.log.open("ab") as log:
                self._process = subprocess.Popen(
                    [sys.executable, "-m", "govern", *serve],
                    env=environment,
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                )
        until_it_answers("the service", self._process, f"{self.inside}/healthz", self.log)

    def kill(self) -> None:
        """kill -9, the server and its workers, as a power cut would."""
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None

    def cpu_seconds(self) -> float:
        """Processor time that the server and its workers have used so far."""
        ticks = sum(int(fields[11]) + int(fields[12]) for fields in self._stats().values())
        return ticks / os.sysconf("SC_CLK_TCK")

    def pids(self) -> list[int]:
        """The server and its workers."""
        return list(self._stats())

    def _stats(self) -> dict[int, list[str]]:
        """What the kernel says of each process of its session, from the state on (proc_pid_stat(5))."""
        assert self._process is not None
        found = {}
        for entry in Path("/proc").iterdir():
            with contextlib.suppress(OSError):
                if entry.name.isdigit():
                    fields = (entry / "stat").read_text().rpartition(") ")[2].split()
                    if int(fields[2]) == self._process.pid:
                        found[int(entry.name)] = fields
        return found


class Forked:
    """A command of the service in a session of its own, forked from a process that knows the program already."""

    def __init__(self, typed: list[str], environment: dict[str, str], log: Path) -> None:
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["govern.app", "govern.commands", "tests.servers.service"])
        self._process: BaseProcess = context.Process(target=_run, args=(typed, environment, log), daemon=True)
        self._process.start()
        assert self._process.pid is not None
        self.pid = self._process.pid

    def poll(self) -> int | None:
        return self._process.exitcode

    def wait(self) -> None:
        self._process.join()


def _run(typed: list[str], environment: dict[str, str], log: Path) -> None:
    os.setsid()
    with log.open("ab") as written:
        os.dup2(written.fileno(), 1)
        os.dup2(written.fileno(), 2)
    os.environ.clear()
    os.environ.update(environment)
    tempfile.tempdir = None  # found out again, from this environment
    sys.exit(main(typed))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until_it_answers(what: str, process: subprocess.Popen[bytes] | Forked, address: str, log: Path) -> None:
    """Raises RuntimeError with the end of its log where it ended, or says nothing within a minute and a half."""
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(address, timeout=1):
                return
        except (urllib.error.URLError, OSError):
            if process.poll() is not None:
                break
            time.sleep(0.1)
    raise RuntimeError(f"{what} did not start: {log.read_text()[-2000:]}")
