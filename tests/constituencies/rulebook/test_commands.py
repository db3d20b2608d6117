"""`govern rulebook check`, `explain` and `diff`: what they print, and how they end."""

from __future__ import annotations

from pathlib import Path

import pytest

from govern.__main__ import main
from govern.constituencies.rulebook.book import example, example_names


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "rules.toml"
    made.write_text(example("tair_nant").replace("agm_days = 14", "agm_days = 21"), "utf-8")
    return made


def run(*words: str) -> int:
    return main(["rulebook", *words])


def test_every_example_is_right_by_its_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("check", *example_names()) == 0
    assert capsys.readouterr().out.count(": right") == len(example_names())


def test_problems_stand_with_file_and_line_and_the_others_are_still_looked_at(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = file.read_text("utf-8").replace("agm_days = 21", "agm_days = soon")
    file.write_text(text.replace("agm_days = soon", 'agm_days = "soon"'), "utf-8")
    line = next(at for at, words in enumerate(text.splitlines(), 1) if "agm_days" in words)
    assert run("check", str(file), "tiny") == 1
    said = capsys.readouterr()
    assert said.err.startswith(f"{file}:{line}: Line {line}, notice, agm_days: “soon” does not fit here.")
    assert said.out == "tiny: right\n"


def test_a_file_with_a_byte_order_mark_is_read(file: Path) -> None:
    file.write_text("\ufeff" + example("tiny"), "utf-8")
    assert run("check", str(file)) == 0


def test_a_rulebook_is_explained_by_chapter(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("explain", str(file)) == 0
    said = capsys.readouterr().out
    assert "6. Who is told, and when" in said
    assert "  6.1  Members are told of the annual general meeting 21 days before." in said


def test_in_welsh_it_is_explained_in_welsh(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("explain", "tair_nant", "--language", "cy") == 0
    said = capsys.readouterr().out
    assert "Gwirfoddolwyr" in said and "Who is told, and when" not in said


def test_two_rulebooks_are_compared_and_the_end_says_whether_they_differ(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("diff", "tair_nant", "tair_nant") == 0
    assert capsys.readouterr().out == ""
    assert run("diff", "tair_nant", str(file)) == 1
    said = capsys.readouterr().out
    assert "- Members are told of the annual general meeting 14 days before." in said
    assert "+ Members are told of the annual general meeting 21 days before." in said


def test_a_difference_that_no_sentence_shows_is_shown_from_the_file(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_text(example("tair_nant").replace('rounding = "floor"', 'rounding = "exact"'), "utf-8")
    assert run("diff", "tair_nant", str(file)) == 1
    assert 'rounding = "floor" -> "exact"' in capsys.readouterr().out


def test_another_legal_form_says_what_the_law_asks(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("diff", "tair_nant", "friends_united_like") == 1
    assert "+ register of directors (Companies Act 2006, section 162)" in capsys.readouterr().out


@pytest.mark.parametrize("act", ["check", "explain"])
def test_a_file_that_is_not_there_is_named(act: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(act, str(tmp_path / "none.toml")) == 2
    assert "There is no file" in capsys.readouterr().err


def test_what_cannot_be_read_is_not_explained(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_bytes(b"\xff\xfe\x00")
    assert run("explain", str(file)) == 2
    assert "UTF-8" in capsys.readouterr().err
    file.write_text("schema = 1\n", "utf-8")
    assert run("diff", "tiny", str(file)) == 2
    assert str(file) in capsys.readouterr().err
