"""`govern demo`: ways in for everybody the story needs; a second run keeps the data, a fresh one starts over."""

from __future__ import annotations

from pathlib import Path

import pytest

from govern.__main__ import main
from govern.demo import world

WAYS_IN = (
    "tair-nant: a member: people supported",
    "tair-nant: a member: staff",
    "tair-nant: a member: volunteers",
    "tair-nant: the peer",
    "tair-nant: the facilitator",
    "tair-nant: the secretary",
    "tair-nant: the returning officer",
    "tair-nant: the scrutineer",
    "friends-of-pont: a member",
    "friends-of-pont: the secretary",
)


class StartedOver(Exception):
    """The example societies are founded anew."""


def test_everybody_has_a_way_in_and_only_a_fresh_run_starts_over(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "demo"

    def run(*options: str) -> str:
        assert main(["demo", "--folder", str(folder), "--no-server", *options]) == 0
        return capsys.readouterr().out

    first = run()
    for who in WAYS_IN:
        assert who in first, who
    assert first.count("/sign-in/link/") == 6 and first.count("code now: ") == 5
    assert f"demo --codes --folder {folder}" in first

    def build(*_: object) -> None:
        raise StartedOver

    monkeypatch.setattr(world, "build", build)
    second = run()
    secrets = [line for line in first.splitlines() if "password:" in line]
    assert secrets == [line for line in second.splitlines() if "password:" in line], "the data is kept"
    links = {line for line in (first + second).splitlines() if "/sign-in/link/" in line}
    assert len(links) == 12, "each run prints links of its own"
    assert run("--codes").count("tair-nant: the ") == 4
    with pytest.raises(StartedOver):
        main(["demo", "--folder", str(folder), "--no-server", "--fresh"])
    assert not (folder / "tair-nant").exists()
