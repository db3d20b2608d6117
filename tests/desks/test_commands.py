"""`govern import-members`: shows what would change, puts it in, and says on stderr what cannot be taken."""

from __future__ import annotations

import asyncio
import io
from pathlib import Path

import pytest

from govern.__main__ import main
from govern.constituencies.register import queries
from govern.constituencies.rulebook import lifecycle as rulebook
from govern.constituencies.rulebook.book import example
from tests.given import START, a_bare_society

ROWS = "number,name,group\n1,Gwen Hughes,staff\n2,Mair Elis,supported\n"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    async def found() -> None:
        society = await a_bare_society(tmp_path / "home")
        async with society.store.writing() as writing:
            await rulebook.adopt(writing, example("tair_nant"), by=None, at=START)
        await society.store.close()

    asyncio.run(found())
    monkeypatch.setenv("GOVERN_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def members(home: Path) -> int:
    async def count() -> int:
        from govern.settings import SocietyFile
        from govern.society import Society

        society = Society(home / "tair-nant", SocietyFile())
        async with society.store.reading() as reading:
            total = (await queries.members(reading, START.date().replace(year=2099))).total
        await society.store.close()
        return total

    return asyncio.run(count())


def run(file: Path, *options: str) -> int:
    return main(["import-members", "tair-nant", str(file), *options])


def test_a_dry_run_shows_and_changes_nothing(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "members.csv"
    file.write_text(ROWS)
    assert run(file, "--dry-run") == 0
    assert "line 2: added: 1 Gwen Hughes: Joins Staff." in capsys.readouterr().out
    assert members(home) == 0


def test_members_are_put_in_and_the_same_file_again_changes_nothing(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "members.csv"
    file.write_text(ROWS + "".join(f"{n},Una Puw,staff\n" for n in range(100, 160)))
    assert run(file, "--yes") == 0
    assert "Put into the register." in capsys.readouterr().out
    assert run(file, "--yes") == 0
    assert "unchanged: 62" in capsys.readouterr().out
    assert members(home) == 62
    assert list((home / "tair-nant" / "uploads").iterdir()) == []


def test_nothing_is_put_in_without_a_yes(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "members.csv"
    file.write_text(ROWS)
    monkeypatch.setattr("builtins.input", lambda _: "no")
    assert run(file) == 1
    assert members(home) == 0


def test_where_nobody_can_answer_the_way_on_is_said(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "members.csv"
    file.write_text(ROWS)
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    assert run(file) == 2
    assert "Add --yes" in capsys.readouterr().err
    assert members(home) == 0


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(ROWS + "1,Again,staff\n", "nothing has been put in"), ("hello\n", "has to name the columns")],
)
def test_what_cannot_be_taken_goes_to_stderr_with_exit_code_two(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str, sentence: str
) -> None:
    file = tmp_path / "members.csv"
    file.write_text(content)
    assert run(file, "--yes") == 2
    assert sentence in capsys.readouterr().err
    assert members(home) == 0


def test_a_file_or_a_society_that_is_not_there_is_said(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path / "none.csv") == 2
    assert "none.csv" in capsys.readouterr().err
    assert main(["import-members", "nowhere", str(tmp_path / "none.csv")]) == 2
    assert "no society" in capsys.readouterr().err


def test_those_who_sit_are_put_on_their_seats_and_a_limit_that_is_not_kept_is_said(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    members_file, file = tmp_path / "members.csv", tmp_path / "board.csv"
    names = [f"Vera {letter}owen" for letter in "ABCD"]
    members_file.write_text(
        "number,name,group\n" + "".join(f"{n},{name},volunteers\n" for n, name in enumerate(names))
    )
    assert run(members_file, "--yes") == 0
    rows = [f"{n},{'any' if n < 3 else 'volunteers'},2024-05-09\n" for n in range(4)]
    file.write_text("person,seat,from\n" + "".join(rows))
    seats = ["import-seats", "tair-nant", str(file)]
    assert main([*seats, "--dry-run"]) == 0
    assert "line 2: added: Vera Aowen board: any" in capsys.readouterr().out
    monkeypatch.setattr("sys.stdin", io.StringIO("no\n"))
    assert main(seats) == 1
    assert main([*seats, "--yes"]) == 0
    said = capsys.readouterr().out
    assert "A limit is not kept: board: volunteer-board, 4 counted." in said and "Put on their seats." in said
    file.write_text("person,seat,from\nNobody,throne,2024-05-09\n")
    assert main([*seats, "--yes"]) == 2
    assert "“throne” is no seat of Board" in capsys.readouterr().out
