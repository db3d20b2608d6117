"""A whole dress rehearsal by one command: every duty by the tools, every way of voting, judged by both verifiers."""

from __future__ import annotations

import asyncio
import contextlib
import io
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from govern.__main__ import main
from govern.ballots.duties.folder import is_rehearsal
from govern.ballots.seal import bundle, covers, packs, slips
from govern.ballots.seal.canonical import decode_object, encode
from govern.ballots.seal.covers import Covered
from govern.ballots.seal.documents import Manifest
from govern.rehearsals import commands
from govern.rehearsals.judging import FIRST, SECOND, Dressed, Told, judged


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A rehearsal with 60 members: its bundle, and all that the command said; it has ended with 0."""
    out, heard = tmp_path_factory.mktemp("dress") / "bundle.zip", io.StringIO()
    with contextlib.redirect_stdout(heard):
        assert main(["rehearse", "--members", "60", "--out", str(out), "--seed", "a wet Saturday"]) == 0
    return out, heard.getvalue()


@pytest.fixture
def held(said: tuple[Path, str]) -> Path:
    return said[0]


def files(packed: Path) -> dict[str, bytes]:
    return packs.unpack(io.BytesIO(packed.read_bytes()))


def test_three_of_five_open_what_two_mixed_and_two_witnessed(held: Path) -> None:
    manifest = json.loads(files(held)["manifest.json"])
    assert manifest["level"] == "agm" and manifest["k"] == 3
    assert [len(manifest[part]) for part in ("trustees", "mixers", "witnesses", "contests")] == [5, 2, 2, 3]
    assert manifest["log_origin"].startswith("dress-rehearsal/ballots/") and is_rehearsal(manifest["log_origin"])
    assert manifest["society"] == "Rehearsal, nothing counts: Tair Nant Care Co-operative"
    names = [one["name"] for part in ("trustees", "mixers", "witnesses") for one in manifest[part]]
    assert all(name.endswith("-rehearsal") for name in names), "tools that were made for a rehearsal alone"
    caps = [contest["rule_params"].get("caps") for contest in manifest["contests"]]
    assert caps[2] and not caps[0]


def test_people_vote_in_every_way_and_again(held: Path) -> None:
    found = files(held)
    leaves = [json.loads(line) for line in found["log.jsonl"].splitlines()]
    kinds = Counter(leaf["kind"] for leaf in leaves)
    channels = Counter(leaf["channel"] for leaf in leaves if leaf["kind"] == "envelope")
    assert (kinds["paper-in"], kinds["paper-batch"], kinds["appoint"]) == (6, 1, 4)
    assert (channels["peer"], channels["proxy_free"]) == (3, 1) and channels["direct"] > 30
    handles = Counter(leaf["handle"] for leaf in leaves if leaf["kind"] == "envelope" and leaf["channel"] == "direct")
    assert max(handles.values()) == 2, "some voted again"
    mixes = {name for name in found if name.startswith("mix/")}
    assert {name.rpartition("-")[2] for name in mixes} == {"1.json", "2.json"}
    opened = {name.rpartition("-")[2] for name in found if name.startswith("partial/")}
    assert opened == {"t1.json", "t3.json", "t5.json"}


def test_members_test_envelopes_before_they_vote_and_the_report_says_how_many(said: tuple[Path, str]) -> None:
    """Two by the first voter of each eight and one by the second; nothing of a test is ever cast (V11)."""
    out, heard = said
    leaves = [json.loads(line) for line in files(out)["log.jsonl"].splitlines()]
    kinds = [leaf["kind"] for leaf in leaves]
    tests = [leaf for leaf in leaves if leaf["kind"] == "test"]
    assert len(tests) >= 12 and len({leaf["sealed_hash"] for leaf in tests}) == len(tests)
    assert kinds.index("test") < kinds.index("envelope")
    assert f"{len(tests)} test envelopes were opened before, and each held what was chosen." in heard
    assert all(leaf.keys() == {"kind", "sealed_hash", "slips"} for leaf in tests), "neither voter nor choice"


def test_a_test_that_does_not_hold_what_was_chosen_stops_the_rehearsal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """T7: a cheat build seals every question blank."""
    honest = covers.cover

    def cover(manifest: Manifest, contest: str, style: str, ticket: bytes, slip: bytes) -> Covered:
        return honest(manifest, contest, style, ticket, slips.encode(manifest.contest(contest), ()))

    monkeypatch.setattr(covers, "cover", cover)
    assert main(["rehearse", "--members", "40", "--out", str(tmp_path / "b.zip")]) == 2
    assert "did not hold what was chosen" in capsys.readouterr().err and not (tmp_path / "b.zip").exists()


def test_a_small_society_rehearses_too_and_its_groups_are_told_before_they_vote(tmp_path: Path) -> None:
    """Forty members, the fewest: eight volunteers are under the floor of elections, and a bundle goes out."""
    out = tmp_path / "bundle.zip"
    assert main(["rehearse", "--members", "40", "--out", str(out)]) == 0 and out.exists()


def test_where_a_verifier_refuses_the_command_ends_with_1(
    held: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One choice in the result is told otherwise; the checksums are made again."""
    found = files(held)
    result: dict[str, Any] = dict(decode_object(found["result.json"]))
    result["contests"][0]["outcome"]["carried"] = not result["contests"][0]["outcome"]["carried"]
    found["result.json"] = encode(result)
    packed = bundle.pack({name: content for name, content in found.items() if name != "checksums.json"})
    heard: list[str] = []
    verdicts = dict(asyncio.run(judged(packed, tmp_path, Told(heard.append))))
    assert set(verdicts) == {FIRST, SECOND} and len(heard) == 2
    assert all(ran.code == 1 and "FAIL" in ran.said for ran in verdicts.values())

    async def lied(*_: object, **__: object) -> Dressed:
        return Dressed(packed, 54, 12, tuple(verdicts.items()))

    monkeypatch.setattr(commands, "dress", lied)
    assert main(["rehearse", "--members", "60", "--out", str(tmp_path / "b.zip")]) == 1
    told = capsys.readouterr().out
    assert "12 test envelopes were opened before" in told
    assert f"{FIRST}: REFUSED" in told and f"{SECOND}: REFUSED" in told and "FAIL" in told


@pytest.mark.parametrize("words", [["--members", "39", "--out", "x.zip"], ["--members", "60"], []])
def test_what_cannot_be_held_is_refused(
    words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    try:
        assert main(["rehearse", *words]) == 2
    except SystemExit as left:
        assert left.code == 2
    said = capsys.readouterr().err
    assert "40 to 5000 members" in said or "--out bundle.zip" in said or "--society --members" in said
    assert not list(tmp_path.iterdir())


def test_a_file_that_is_there_is_not_written_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "bundle.zip"
    out.write_bytes(b"something of mine")
    assert main(["rehearse", "--members", "60", "--out", str(out)]) == 2
    assert "already" in capsys.readouterr().err and out.read_bytes() == b"something of mine"
