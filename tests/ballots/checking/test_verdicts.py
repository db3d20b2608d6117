"""The first verifier: what it says of good and of damaged bundles, of receipts, and at the command line."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from govern.__main__ import main
from govern.ballots.checking import Asked, Verdict, verdicts
from govern.ballots.seal.bundle import CHECKSUMS
from govern.ballots.verifier.reading import written
from tests.ballots.checking.judging import failed, first
from tests.ballots.verifier.ballots import a_small_bundle, a_whole_bundle
from tests.ballots.verifier.building import Files, packed, resealed
from tests.ballots.verifier.mutating import leaves
from tests.ballots.verifier.test_whole_bundle import a_receipt

ALL = [f"V{number}" for number in range(1, 25)]
DOCUMENTS = ["manifest.json", "roll.json", "log.jsonl", "heads.json", "facts.json", "counted.json", "slips.json"]


def words_of(files: Files, name: str, asked: Asked) -> str:
    return next(line.words for line in first(files, asked) if line.name == name)


def test_a_good_bundle_passes_every_check_with_numbers() -> None:
    lines = first(a_whole_bundle())
    assert [line.name for line in lines] == ALL
    assert {line.verdict for line in lines} == {Verdict.PASS, Verdict.WARN}
    said = {line.name: line.words for line in lines}
    assert said["V5"].startswith("34 leaves") and said["V14"].startswith("12 votes counted and 6 not")
    assert said["V12"] == "this level has no codes of voters"
    assert "struck by o1 and o2" in said["V23"]


@pytest.mark.parametrize("name", [*DOCUMENTS, "result.json", "verify.py", CHECKSUMS])
def test_without_a_file_what_rests_on_it_says_that_it_cannot_be_made(name: str) -> None:
    files = {path: content for path, content in a_small_bundle().items() if path != name}
    lines = {line.name: line for line in first(resealed(files) if name != CHECKSUMS else files)}
    assert lines["V1"].verdict is Verdict.FAIL
    assert name in lines["V1"].words or name == CHECKSUMS
    assert list(lines) == ALL
    resting = [line for line in lines.values() if f"rests on {name}" in line.words]
    assert all(line.verdict is Verdict.FAIL for line in resting)
    assert resting or name == CHECKSUMS
    if name == "manifest.json":
        assert sorted(set(ALL) - {line.name for line in resting}) == ["V1", "V19", "V23", "V7", "V8"]


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b"\xff", b'{"a":', b"null", b"[" * 5000])
@pytest.mark.parametrize("name", [*DOCUMENTS, "result.json", CHECKSUMS, "mix/c1-s1-1.json", "partial/c1-s1-t1.json"])
def test_a_damaged_file_fails_by_name_and_breaks_nothing(name: str, content: bytes) -> None:
    """Each check fails in words; none ends with the name of a fault in a program."""
    files = {**a_small_bundle(), name: content}
    lines = first(resealed(files) if name != CHECKSUMS else files)
    assert Verdict.FAIL in {line.verdict for line in lines}
    assert [line.name for line in lines] == ALL
    assert not [line.words for line in lines if "Error" in line.words]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"not a zip" * 99])
def test_what_is_no_zip_is_refused_in_words(content: bytes) -> None:
    lines = verdicts(io.BytesIO(content))
    assert {line.verdict for line in lines} == {Verdict.FAIL} and "not a zip file" in lines[0].words
    assert "there is no bundle" in lines[5].words


def test_a_file_more_is_refused() -> None:
    assert "V1" in failed(resealed({**a_small_bundle(), "hashes.bin": bytes(32)}))
    space = io.BytesIO(packed(a_small_bundle()))
    with zipfile.ZipFile(space, "a") as archive:
        archive.writestr("../more.txt", b"x")
    assert "does not belong" in verdicts(space)[0].words


# Receipts -----------------------------------------------------------------------------------------------------------


def test_a_receipt_says_whether_its_envelope_counts_and_which_leaf_displaced_it() -> None:
    files = a_whole_bundle()
    log = leaves(files)
    places = [place for place, leaf in enumerate(log) if leaf["kind"] == "envelope"]
    said = [words_of(files, "V7", Asked(receipts=(written(a_receipt(files, place)),))) for place in places]
    assert f"leaf {places[1]} of the log, and it was counted." in said[1]
    assert f"not counted. A later vote in the same way replaced it. (replaced: leaf {places[1]}, a vote by" in said[0]
    struck = next(place for place, leaf in enumerate(log) if leaf["kind"] == "strike")
    assert any(f"(struck: leaf {struck}, strike)" in words for words in said)
    close = next(place for place, leaf in enumerate(log) if leaf["kind"] == "close")
    assert f"(late: leaf {close}, close)" in said[-1]


def test_a_receipt_of_another_log_fails_and_so_does_what_is_none() -> None:
    files, other = a_small_bundle(), a_whole_bundle()
    place = next(place for place, leaf in enumerate(leaves(other)) if leaf["kind"] == "envelope")
    for content in (written(a_receipt(other, place)), b"{}", b"", b"x" * 2**21):
        assert failed(files, Asked(receipts=(content,))) == ["V7"]
    moved = {**a_receipt(files, 2), "index": 3}
    assert failed(files, Asked(receipts=(written(moved),))) == ["V7"]


# The command --------------------------------------------------------------------------------------------------------


def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], files: Files, *more: str) -> tuple[int, str]:
    (tmp_path / "bundle.zip").write_bytes(packed(files))
    code = main(["verify", str(tmp_path / "bundle.zip"), *more])
    return code, capsys.readouterr().out


def test_the_command_ends_with_0_or_1_and_names_each_check(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out = run(tmp_path, capsys, a_small_bundle())
    assert code == 0 and out.splitlines()[-1] == "Every check was passed."
    assert [line.split()[0] for line in out.splitlines()[:-1]] == ALL
    code, out = run(tmp_path, capsys, {**a_small_bundle(), "result.json": b"{}"})
    assert code == 1 and "V21  FAIL" in out and out.splitlines()[-1].endswith("of 24 checks failed.")


def test_the_fingerprint_of_the_notice_is_compared(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out = run(tmp_path, capsys, a_small_bundle())
    twelve = next(line for line in out.splitlines() if line.startswith("V2")).rpartition(": ")[2]
    assert run(tmp_path, capsys, a_small_bundle(), "--fingerprint", twelve)[0] == 0
    code, out = run(tmp_path, capsys, a_small_bundle(), "--fingerprint", " ".join(reversed(twelve.split())))
    assert code == 1 and "another fingerprint" in out
    code, out = run(tmp_path, capsys, a_small_bundle(), "--fingerprint", "twelve words")
    assert code == 1 and "twelve words from the list" in out


def test_a_file_that_is_not_there_is_told_of_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", "/nowhere/bundle.zip"]) == 2
    assert "/nowhere/bundle.zip" in capsys.readouterr().err
