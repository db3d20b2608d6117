"""A server with many lives: killed without warning, and there again in less than a second.

Each life is the real server (`govern serve`: uvicorn, the whole app, loopback HTTP). What is left out is reading the
program's modules again: every life is forked from a process that has done that once.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import socket
import time
from multiprocessing.process import BaseProcess
from pathlib import Path

from govern import commands
from govern.settings import Settings
from tests.servers.service import free_port


class Lives:
    """`begin()`, `end()` (kill -9), `begin()` again, at the same address."""

    def __init__(self, home: Path) -> None:
        self.port = free_port()
        self.settings = Settings(home=home, address=f"http://127.0.0.1:{self.port}", port=self.port)
        self.log = home.parent / f"lives-{self.port}.log"
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(["govern.commands", "tests.durability.lives"])
        self._process: BaseProcess | None = None

    def begin(self) -> None:
        self._process = self._context.Process(target=_serve, args=(self.settings, self.log), daemon=True)
        self._process.start()
        wait_for(self.port)

    def end(self) -> None:
        """Without warning, as a power cut would end it for this process."""
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._process = None


def _serve(settings: Settings, log: Path) -> None:
    with log.open("ab") as written:
        os.dup2(written.fileno(), 1)
        os.dup2(written.fileno(), 2)
    os.environ.update(GOVERN_HOME=str(settings.home), GOVERN_PORT=str(settings.port), GOVERN_ADDRESS=settings.address)
    commands.serve(settings)


def wait_for(port: int, seconds: float = 60) -> None:
    """Until somebody listens there."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.01)
    raise RuntimeError("the server did not begin")
