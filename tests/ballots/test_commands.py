"""`govern open-due` and `govern close-due`, as a timer outside calls them; `govern bundle`."""

from __future__ import annotations

import asyncio
import zipfile
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from govern.__main__ import main
from govern.ballots import lifecycle
from govern.ballots.lifecycle import BallotDraft
from govern.ballots.rules import Stage
from govern.clock import now
from tests.ballots.given_ballots import Given, a_society, an_open_ballot, counted, motion


async def a_frozen_ballot(home: Path, opens: datetime, closes: datetime) -> tuple[Given, UUID]:
    given = await a_society(home)
    at = now() - timedelta(days=2)
    new = BallotDraft(title={"en": "Vote", "cy": "Pleidlais"}, opens_at=opens, closes_at=closes, contests=(motion(),))
    async with given.society.store.writing() as writing:
        ballot_id = await lifecycle.draft(writing, new, by=given.officer, at=at)
        await lifecycle.publish(writing, ballot_id, by=given.officer, at=at)
        await lifecycle.freeze(writing, given.society, ballot_id, by=given.officer, at=at)
    return given, ballot_id


def test_what_is_due_is_opened_and_closed_and_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GOVERN_HOME", str(tmp_path))
    moment = datetime.now(UTC)

    async def prepare() -> tuple[Given, UUID]:
        return await a_frozen_ballot(tmp_path, moment - timedelta(days=1), moment + timedelta(hours=1))

    given, ballot_id = asyncio.run(prepare())
    assert main(["close-due", "tair-nant"]) == 0
    assert capsys.readouterr().out == "Closed: 0\n"
    assert main(["open-due", "tair-nant"]) == 0
    assert capsys.readouterr().out == "Opened: 1\n"
    assert main(["open-due", "tair-nant"]) == 0
    assert capsys.readouterr().out == "Opened: 0\n"
    assert asyncio.run(given.stage(ballot_id)) is Stage.OPEN


def test_an_unknown_society_is_an_error_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GOVERN_HOME", str(tmp_path))
    assert main(["open-due", "nowhere"]) == 2
    assert "no society of that name" in capsys.readouterr().err


def test_a_counted_vote_is_written_as_a_bundle_by_its_number_and_another_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GOVERN_HOME", str(tmp_path))
    file = tmp_path / "bundle.zip"

    async def prepare() -> str:
        given = await a_society(tmp_path)
        ballot_id = await an_open_ballot(given)
        number = (await given.ballot(ballot_id)).number
        assert main_in_thread(["bundle", "tair-nant", number, "--to", str(file)]) == 2
        assert "once a sealed vote is counted" in capsys.readouterr().err
        await counted(given, ballot_id)
        return number

    number = asyncio.run(prepare())
    assert main(["bundle", "tair-nant", number, "--to", str(file)]) == 0
    assert capsys.readouterr().out.startswith(f"Wrote {file}: {file.stat().st_size} bytes.")
    assert "result.json" in zipfile.ZipFile(file).namelist()
    assert main(["bundle", "tair-nant", "2001-1", "--to", str(file)]) == 2
    assert "no vote with this number" in capsys.readouterr().err


def main_in_thread(arguments: list[str]) -> int:
    """The command line has a loop of its own."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(main, arguments).result()
