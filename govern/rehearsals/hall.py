"""Everybody with a duty in a dress rehearsal: five scrutineers of whom three open, two mixers, two witnesses.

Each has a folder of their own and runs the tools as they would on their own machine, each time in a process of its
own. All that goes between them and the service is files.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import msgspec

from govern.errors import NotValid

TRUSTEES, NEEDED = ("Ann", "Bo", "Cai", "Dee", "Eve"), 3
OPENING = ("Ann", "Cai", "Eve")
MIXERS = ("Mo", "Nia")
WITNESSES = ("Wyn", "Xan")
PACKAGE = Path(__file__).parent.parent.parent


class Ran(msgspec.Struct, frozen=True):
    """What a program came to: its exit code and all that it said."""

    code: int
    said: str


def run(*words: object) -> Ran:
    """A program of this Python, with the service beside it, and nobody at the keyboard."""
    done = subprocess.run(  # noqa: S603  this Python, and words of ours
        [sys.executable, *map(str, words)],
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(PACKAGE)},
    )
    return Ran(done.returncode, done.stdout + done.stderr)


class Hall:
    """Their folders below one root. What a tool hands on comes back as files, by the name that it gave them.

    A vote in earnest takes the same people with `rehearsal` off.
    """

    def __init__(self, root: Path, tools: Sequence[object] = ("-m", "govern"), *, rehearsal: bool = True) -> None:
        self.root, self.tools, self.rehearsal = root, tools, rehearsal
        self.of_trustees: list[Path] = []
        self.number = 0

    def cards(self) -> list[Path]:
        """Keys for everybody. Returns the cards that the service is given, and keeps those for the dealer."""
        self.of_trustees = [self._tool("trustee", "card", name, "--name", name)[0] for name in TRUSTEES]
        mixing = [self._tool("mixer", "card", name, "--name", name)[0] for name in MIXERS]
        return mixing + [self._tool("witness", "card", name, "--name", name)[0] for name in WITNESSES]

    def deal(self, origin: str) -> list[Path]:
        """The key in shares, and each scrutineer's acceptance of theirs."""
        asked = ("--origin", origin, "--needed", NEEDED, "--off-the-network", *self.of_trustees)
        made = {path.name: path for path in self._tool("trustee", "deal", "dealer", *asked)}
        shares = made.pop("key-shares.json")
        accepted = []
        for name, card in zip(TRUSTEES, self.of_trustees, strict=True):
            paper = made[card.name.replace(".card.json", ".share.txt")]
            accepted += self._tool("trustee", "accept", name, shares, "--share", paper)
            paper.unlink()  # on paper alone from here on; the tool has it in its folder
        return [shares, *accepted]

    def witness(self, name: str, pack: bytes, words: str) -> bytes:
        return self._answer("witness", "sign", name, pack, words)

    def mix(self, name: str, pack: bytes, words: str) -> bytes:
        return self._answer("mixer", "mix", name, pack, words)

    def open(self, name: str, pack: bytes, words: str) -> bytes:
        return self._answer("trustee", "open", name, pack, words)

    def _answer(self, duty: str, step: str, name: str, pack: bytes, words: str) -> bytes:
        self.number += 1
        given = self.root / f"pack-{self.number}.zip"
        given.write_bytes(pack)
        (answer,) = self._tool(duty, step, name, given, "--fingerprint", words)
        return answer.read_bytes()

    def _tool(self, duty: str, step: str, name: str, *words: object) -> list[Path]:
        """Raises NotValid with what the tool said, where it refused."""
        self.number += 1
        to = self.root / f"out-{self.number}"
        to.mkdir(parents=True)
        common = ("--folder", self.root / name, "--to", to, "--language", "en")
        ran = run(*self.tools, duty, step, *words, *common, *(("--rehearsal",) if self.rehearsal else ()))
        if ran.code:
            raise NotValid("The tool of {name} refused: {said}", name=name, said=ran.said.strip())
        return sorted(path for path in to.iterdir() if path.suffix in (".json", ".txt", ".zip"))
