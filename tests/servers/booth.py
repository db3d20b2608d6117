"""The booth itself, started as its owner would start it: `govern booth` in an empty folder of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from types import TracebackType

from tests.servers.service import Service, free_port, until_it_answers


class Booth:
    """`with Booth(...) as booth: booth.address` — killed at the end. `log` holds what it wrote, `folder` is where it
    runs; `told` is what `govern booth-settings` prints. Temporary files go into `temporary`, else where it runs."""

    def __init__(
        self, folder: Path, *, port: int | None = None, host: str = "127.0.0.1", temporary: Path | None = None
    ) -> None:
        self.port = port or free_port()
        self.address = f"http://{host}:{self.port}"
        self.folder = folder
        self.temporary = temporary or folder
        self.log = folder.parent / f"booth-{self.port}.log"
        self.told: dict[str, str] = {}
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Booth:
        self.folder.mkdir()
        root = str(Path(__file__).parents[2])
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("GOVERN_")},
            **self.told,
            "GOVERN_BOOTH": self.address,
            "GOVERN_BOOTH_PORT": str(self.port),
            "PYTHONPATH": root,
            "TMPDIR": str(self.temporary),
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        with self.log.open("ab") as log:
            run = [sys.executable, "-m", "govern", "booth"]
            self._process = subprocess.Popen(run, env=environment, cwd=self.folder, stdout=log, stderr=log)
        until_it_answers("the booth", self._process, f"http://127.0.0.1:{self.port}/healthz", self.log)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._process is not None
        self._process.kill()
        self._process.wait()

    def is_told_by(self, service: Service) -> None:
        """What the service's owner prints for the booth's: its keys, and where it asks for papers."""
        environment = {
            **os.environ,
            "GOVERN_HOME": str(service.home),
            "GOVERN_ADDRESS": service.address,
            "GOVERN_BOOTH": self.address,
        }
        run = [sys.executable, "-m", "govern", "booth-settings"]
        printed = subprocess.run(run, env=environment, capture_output=True, text=True, check=True).stdout
        self.told = {**dict(line.split("=", 1) for line in printed.splitlines()), "GOVERN_BOOTH_ASKS": service.inside}

    def limit(self, name: str) -> str:
        """A limit of the process, as the kernel has it."""
        assert self._process is not None
        lines = Path(f"/proc/{self._process.pid}/limits").read_text().splitlines()
        return next(" ".join(line.removeprefix(name).split()) for line in lines if line.startswith(name))
