"""The bundle of a ballot of the service's own passes the checker that was written apart from it."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path
from uuid import UUID

import pytest

from govern.ballots import queries
from govern.ballots.queries.bundle import bundle_of
from govern.ballots.queries.checkers import CHECKER
from govern.errors import NotFound, WrongMoment
from tests.ballots.given_ballots import (
    Given,
    a_draft,
    a_society,
    all_vote,
    an_open_ballot,
    counted,
    election,
    lots_drawn,
    motion,
    no,
    opened,
    stands,
    vote,
    yes,
)


async def written(given: Given, ballot_id: UUID, file: Path) -> Path:
    async with given.society.store.reading() as reading:
        return kept(file, await bundle_of(reading, ballot_id))


def kept(file: Path, content: bytes) -> Path:
    file.write_bytes(content)
    return file


def checked(file: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-I", str(CHECKER), str(file)], capture_output=True, text=True, check=False, timeout=120
    )


async def test_a_counted_ballot_of_the_service_is_checked_by_anybody(tmp_path: Path) -> None:
    given = await a_society(tmp_path, groups={"supported": 6, "staff": 12, "volunteers": 5})
    ballot_id = await a_draft(given, motion(), election("staff", 2))
    async with given.society.store.reading() as reading:
        question, seats = await queries.contest_ids(reading, ballot_id)
    staff = given.people["staff"]
    candidates = [str(await stands(given, seats, person)) for person in staff[:3]]
    await lots_drawn(given, ballot_id)
    await opened(given, ballot_id)
    everybody = [person for person in given.everybody if person not in staff]
    await all_vote(given, ballot_id, [(person, yes(question)) for person in everybody])
    for place, person in enumerate(staff):
        await vote(given, ballot_id, person, no(question) | {seats: (candidates[place % 3],)})
    await vote(given, ballot_id, staff[0], yes(question) | {seats: (candidates[1], candidates[0])})
    await counted(given, ballot_id)
    file = await written(given, ballot_id, tmp_path / "bundle.zip")
    done = checked(file)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "FAIL" not in done.stdout and done.stdout.count("PASS") + done.stdout.count("WARN") >= 24
    assert file.read_bytes() == (await written(given, ballot_id, tmp_path / "again.zip")).read_bytes()


async def test_a_bundle_in_which_a_leaf_is_changed_is_refused(tmp_path: Path) -> None:
    given = await a_society(tmp_path)
    ballot_id = await an_open_ballot(given)
    async with given.society.store.reading() as reading:
        (question,) = await queries.contest_ids(reading, ballot_id)
    await all_vote(given, ballot_id, [(person, yes(question)) for person in given.everybody])
    await counted(given, ballot_id)
    file = await written(given, ballot_id, tmp_path / "bundle.zip")
    assert checked(file).returncode == 0
    other = tmp_path / "other.zip"
    with zipfile.ZipFile(file) as good, zipfile.ZipFile(other, "w") as bad:
        for name in good.namelist():
            content = good.read(name)
            if name == "log.jsonl":
                lines = content.splitlines(keepends=True)
                content = b"".join([*lines[:1], *lines[2:]])  # an envelope is taken out
            bad.writestr(name, content)
    assert checked(other).returncode == 1


async def test_before_the_count_there_is_no_bundle(tmp_path: Path) -> None:
    given = await a_society(tmp_path)
    ballot_id = await an_open_ballot(given)
    with pytest.raises(WrongMoment, match="once a sealed vote is counted"):
        await written(given, ballot_id, tmp_path / "bundle.zip")
    with pytest.raises(NotFound):
        await written(given, UUID(int=1), tmp_path / "bundle.zip")
