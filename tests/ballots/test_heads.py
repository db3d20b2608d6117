"""The last signed head beside the database: written in order, by several at once, whole after a torn write."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from govern.ballots.casting import heads
from govern.ballots.casting.heads import PLACE, Kept, file_of, keep, kept_head

BALLOT = UUID(int=7)


def head(size: int, epoch: int = 0, root: bytes = b"r" * 32) -> Kept:
    return Kept(epoch, size, root, "log\n— sig " * 30)


def test_the_latest_head_is_kept_whatever_the_order_in_which_they_come(tmp_path: Path) -> None:
    assert kept_head(tmp_path, BALLOT) is None
    for size in (1, 2, 5, 4, 3):
        keep(tmp_path, BALLOT, head(size))
    assert kept_head(tmp_path, BALLOT) == head(5)
    keep(tmp_path, BALLOT, head(3, epoch=1))
    keep(tmp_path, BALLOT, head(9))
    assert kept_head(tmp_path, BALLOT) == head(3, epoch=1)
    assert kept_head(tmp_path, uuid4()) is None
    heads.forget(tmp_path, BALLOT)
    heads.forget(tmp_path, BALLOT)
    assert kept_head(tmp_path, BALLOT) is None


@pytest.mark.parametrize("cut", [0, 1, 63, 64, 65, 700, PLACE - 1])
def test_a_write_torn_at_any_place_leaves_the_head_before_it(tmp_path: Path, cut: int) -> None:
    """As after a power cut: the place that was being written is of both, and the other one stands."""
    for size in (1, 2, 3):
        keep(tmp_path, BALLOT, head(size))
    file = file_of(tmp_path, BALLOT)
    before = file.read_bytes()
    keep(tmp_path, BALLOT, head(4))
    after = file.read_bytes()
    (place,) = [at for at in (0, PLACE) if before[at : at + PLACE] != after[at : at + PLACE]]
    torn = bytearray(before)
    torn[place : place + cut] = after[place : place + cut]
    file.write_bytes(torn)
    whole = bytes(torn) == after  # what was not written yet is as it was before: spaces
    assert kept_head(tmp_path, BALLOT) == head(4 if whole else 3)
    keep(tmp_path, BALLOT, head(5))
    assert kept_head(tmp_path, BALLOT) == head(5)


def test_what_was_kept_last_survives_kill_nine_and_several_writers(tmp_path: Path) -> None:
    """Two processes write heads and say each; both are killed; the file has the largest that was said, or later."""
    code = (
        "import sys; from pathlib import Path; from uuid import UUID\n"
        "from govern.ballots.casting.heads import Kept, keep\n"
        "for n in range(int(sys.argv[2]), 10**9, 2):\n"
        "    keep(Path(sys.argv[1]), UUID(int=7), Kept(0, n, n.to_bytes(32, 'big')))\n"
        "    print(n, flush=True)\n"
    )
    running = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(tmp_path), start],
            stdout=subprocess.PIPE,
            text=True,
            env=dict(os.environ),
        )
        for start in ("1", "2")
    ]
    while kept_head(tmp_path, BALLOT) is None:
        time.sleep(0.01)
    time.sleep(0.3)
    for process in running:
        process.kill()
    said = [int(line) for process in running for line in process.communicate()[0].split()]
    found = kept_head(tmp_path, BALLOT)
    assert found is not None and found.size >= max(said) > 10
    assert found.root == found.size.to_bytes(32, "big")


def test_a_note_that_is_too_long_is_left_out_and_the_head_kept(tmp_path: Path) -> None:
    keep(tmp_path, BALLOT, Kept(0, 2**62, b"x" * 32, "—\n" * 1200))
    assert kept_head(tmp_path, BALLOT) == Kept(0, 2**62, b"x" * 32, "")
    keep(tmp_path, BALLOT, Kept(0, 2**62 + 1, b"x" * 32, "—\n" * 260))
    assert kept_head(tmp_path, BALLOT) == Kept(0, 2**62 + 1, b"x" * 32, "—\n" * 260)
