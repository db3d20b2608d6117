"""A whole good bundle, checked as a stranger would: the one file in a process of its own, with nothing but Python."""

from __future__ import annotations

import ast
import hashlib
import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from govern.ballots.verifier.checking_log import fingerprint_of
from govern.ballots.verifier.command import main
from govern.ballots.verifier.reading import Plain, digest, spelled, written
from govern.ballots.verifier.tree import leaf_hash, node_hash
from scripts.join_verifier import FOLDER, MODULES, joined
from tests.ballots.verifier.ballots import a_meeting, a_small_bundle, a_whole_bundle
from tests.ballots.verifier.building import VERIFY, Document, Files, head_note, packed
from tests.ballots.verifier.mutating import leaves
from tests.ballots.verifier.plots import nested


def told(folder: Path, files: Files, *arguments: str) -> subprocess.CompletedProcess[str]:
    bundle, checker = folder / "bundle.zip", folder / "verify.py"
    bundle.write_bytes(packed(files))
    checker.write_bytes(files["verify.py"])
    command = [sys.executable, "-I", str(checker), str(bundle), *arguments]
    return subprocess.run(command, cwd=folder, check=False, capture_output=True, text=True, timeout=120)


@pytest.mark.parametrize("option", ["--plain", "with libsodium where it is there"])
def test_a_whole_meeting_is_passed_by_the_one_file_alone(tmp_path: Path, option: str) -> None:
    words = " ".join(fingerprint_of(digest("manifest", a_whole_bundle()["manifest.json"])))
    more = [option] if option == "--plain" else []
    done = told(tmp_path, a_whole_bundle(), "--fingerprint", words, *more)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    lines = done.stdout.splitlines()
    assert [line.split()[0] for line in lines[:-1]] == [f"V{number}" for number in range(1, 25)]
    assert {line.split()[1] for line in lines[:-1]} == {"PASS", "WARN"} and lines[-1] == "Every check was passed."
    if option == "--plain":
        assert "plain Python" in lines[23] and "libsodium" not in lines[23]


def test_the_result_of_the_meeting_is_the_one_worked_out_by_hand() -> None:
    result: dict[str, Any] = json.loads(a_whole_bundle()["result.json"])
    first, second, board = (entry["outcome"] for entry in result["contests"])
    # users 4 of 5, staff 2 of 2, volunteers 1 of 3: 2/5 × 4/5 + 3/10 + 3/10 × 1/3
    assert first == {"carried": True, "reached": "18/25", "needed": "1/2", "more_than": True}
    # 3 + 2 + 3 of 4 + 2 + 3, one blank; every group has more for than against
    assert second == {"carried": True, "reached": "8/9", "needed": "2/3", "more_than": False}
    assert len(board["elected"]) == 2 and len({1, 2} & {one["option"] for one in board["elected"]}) == 1
    assert result["roll"] == {"users": 6, "staff": 4, "volunteers": 3}, "one volunteer was struck"
    assert result["voted"] == {"users": 5, "staff": 2, "volunteers": 3}
    assert result["ways"] == {"no_paper": 1, "paper": 1, "peer": 1, "proxy_directed": 1, "proxy_free": 1}


def test_each_vote_of_the_meeting_is_displaced_for_its_own_reason() -> None:
    displaced = json.loads(a_whole_bundle()["counted.json"])["displaced"]
    assert [one["why"] for one in displaced] == ["replaced", "ended", "attending", "struck", "outranked", "late"]


def test_the_file_in_the_package_is_a_fresh_join_of_the_small_ones() -> None:
    assert joined() == joined() == VERIFY.read_text("utf-8"), "run scripts/join_verifier.py"


def test_no_module_of_it_needs_more_than_the_standard_library() -> None:
    for module in MODULES:
        for node in ast.walk(ast.parse((FOLDER / f"{module}.py").read_text("utf-8"))):
            names = [node.module] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            for name in names:
                assert name is not None
                top = name.split(".", maxsplit=1)[0]
                assert top in sys.stdlib_module_names or name.startswith("govern.ballots.verifier."), (module, name)


# Receipts and the fingerprint --------------------------------------------------------------------------------------


def a_receipt(files: Files, index: int) -> Document:
    """The receipt of the envelope at this index, with the log's head right after it."""
    log = leaves(files)
    lines = [written(leaf) for leaf in log][: index + 1]
    envelope: Document = {name: value for name, value in log[index].items() if name != "kind"}
    proof: list[Plain] = [spelled(step) for step in path_of([leaf_hash(line) for line in lines], index)]
    return {
        "envelope": envelope,
        "index": index,
        "checkpoint": spelled(head_note(lines, len(lines), 0)),
        "proof": proof,
    }


def path_of(hashes: list[bytes], index: int) -> list[bytes]:
    """RFC 6962, 2.1.1, straight from its definition."""
    if len(hashes) == 1:
        return []
    split = 1 << (len(hashes) - 1).bit_length() - 1
    if index < split:
        return [*path_of(hashes[:split], index), root_of(hashes[split:])]
    return [*path_of(hashes[split:], index - split), root_of(hashes[:split])]


def root_of(hashes: list[bytes]) -> bytes:
    if len(hashes) == 1:
        return hashes[0]
    split = 1 << (len(hashes) - 1).bit_length() - 1
    return node_hash(root_of(hashes[:split]), root_of(hashes[split:]))


def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], files: Files, *arguments: str) -> tuple[int, str]:
    (tmp_path / "b.zip").write_bytes(packed(files))
    code = main([str(tmp_path / "b.zip"), *arguments])
    return code, capsys.readouterr().out


def test_a_receipt_tells_whether_its_envelope_was_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = a_small_bundle()
    places = [index for index, leaf in enumerate(leaves(files)) if leaf["kind"] == "envelope"]
    for index, said in ((places[1], "it was counted"), (places[0], f"not counted (replaced, by leaf {places[1]})")):
        (tmp_path / "r.json").write_bytes(written(a_receipt(files, index)))
        code, out = run(tmp_path, capsys, files, "--receipt", str(tmp_path / "r.json"))
        assert code == 0 and said in out


@pytest.mark.parametrize("part", ["envelope", "index", "checkpoint", "proof", "nothing of it"])
def test_a_receipt_that_is_not_of_this_log_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], part: str
) -> None:
    files = a_small_bundle()
    first, second = [index for index, leaf in enumerate(leaves(files)) if leaf["kind"] == "envelope"][:2]
    receipt = a_receipt(files, first)
    if part == "nothing of it":
        receipt = {"x": 1}
    else:
        receipt[part] = nested(a_receipt(files, second), part)
    (tmp_path / "r.json").write_bytes(written(receipt))
    code, out = run(tmp_path, capsys, files, "--receipt", str(tmp_path / "r.json"))
    assert code == 1 and "V7   FAIL" in out


def test_other_twelve_words_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out = run(tmp_path, capsys, a_small_bundle(), "--fingerprint", "academic " * 12)
    assert code == 1 and "V2   FAIL" in out


@pytest.mark.parametrize("arguments", [[], ["a.zip", "b.zip"], ["--what"], ["nowhere.zip"], ["--receipt"]])
def test_misuse_ends_with_two(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    assert capsys.readouterr().err.startswith("usage:")


# What is warned of -------------------------------------------------------------------------------------------------


def test_a_group_under_the_privacy_floor_is_warned_of(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    world = a_meeting()
    assert world.floor == 1
    files = a_whole_bundle()
    code, out = run(tmp_path, capsys, files)
    assert code == 0 and "V23  WARN" in out and "V8   WARN" in out
    assert "V22  PASS" in out
    assert hashlib.sha256(VERIFY.read_bytes()).digest() and zipfile.is_zipfile(tmp_path / "b.zip")
