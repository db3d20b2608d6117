"""`govern count`, as a returning officer calls it: W8 and W16 from files, what it refuses, and how it starts."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from govern.__main__ import main
from govern.ballots.count import Election, commitment, luck_order
from govern.ballots.count import commands as counting
from govern.ballots.count.arguments import Constraint, read_constraint
from tests.ballots.count import elections
from tests.ballots.count.elections import FOLDER

ROOT = Path(__file__).parents[3]
NAMES = ("Ana", "Bo", "Cai", "Di", "Eve")
W8 = (80, 75, 60, 55, 40)
VOLUNTEERS = ("--category", "volunteer=1,2,4", "--constraint", "volunteer<=3 of 9", "--holding", "volunteer=2")
Counted = Callable[..., dict[str, Any]]


def stand_in(source: str, *, scores: bool = False) -> Election:
    """Until the formats are there, the tests' own reader."""
    path = Path(source)
    return elections.read(str(path.with_name(path.name.split(".")[0])))


@pytest.fixture(autouse=True)
def formats(monkeypatch: pytest.MonkeyPatch) -> None:
    if find_spec("govern.ballots.count.formats") is None:
        monkeypatch.setattr(counting, "read", stand_in)


def a_file(folder: Path, votes: tuple[int, ...], seats: int, names: tuple[str, ...] = NAMES) -> str:
    """Each vote on a paper of its own, as BLT: a mark is a preference."""
    lines = [f"{len(votes)} {seats}", *(f"{number} {place} 0" for place, number in enumerate(votes, 1)), "0"]
    file = folder / "election.blt"
    file.write_text("\n".join([*lines, *(f'"{name}"' for name in names[: len(votes)]), '"Board"']) + "\n", "utf-8")
    return str(file)


@pytest.fixture
def counted(capsys: pytest.CaptureFixture[str]) -> Counted:
    """What the command prints as JSON."""

    def ask(*arguments: str) -> dict[str, Any]:
        assert main(["count", *arguments, "--json"]) == 0
        said = capsys.readouterr()
        assert said.err == ""
        found: dict[str, Any] = json.loads(said.out)
        return found

    return ask


def winners(found: dict[str, Any]) -> list[str]:
    return [entry["name"] for entry in found["elected"]]


def reasons(found: dict[str, Any]) -> dict[str, str]:
    return {entry["name"]: entry["reason"] for entry in found["not_elected"]}


# --- W8 and W16 ---


def test_w8_the_volunteer_cap_passes_two_over(counted: Counted, tmp_path: Path) -> None:
    found = counted(a_file(tmp_path, W8, 3), "--method", "block-vote", *VOLUNTEERS)
    assert winners(found) == ["Ana", "Cai", "Eve"]
    assert set(reasons(found).values()) == {"not elected: volunteer cap (3 of 9 reached)"}
    assert set(reasons(found)) == {"Bo", "Di"}
    assert found["vacant"] == 0


def test_w8_without_eve_a_seat_stays_empty(counted: Counted, tmp_path: Path) -> None:
    found = counted(a_file(tmp_path, W8[:4], 3), "--method", "block-vote", *VOLUNTEERS)
    assert winners(found) == ["Ana", "Cai"]
    assert found["vacant"] == 1


@pytest.mark.parametrize(("lot", "lucky", "unlucky"), [("1,2", "Ana", "Bo"), ("2,1", "Bo", "Ana")])
def test_w8_two_equal_volunteers_draw_lots(
    counted: Counted, tmp_path: Path, lot: str, lucky: str, unlucky: str
) -> None:
    file = a_file(tmp_path, (80, 80, 60, 55, 40), 3)
    found = counted(file, "--method", "block-vote", *VOLUNTEERS, "--lot", lot)
    assert winners(found) == [lucky, "Cai", "Eve"]
    assert reasons(found)[unlucky] == "not elected: cap, by lot"
    assert [tie["how"] for tie in found["ties"]] == ["lot"]


def test_w16_a_tie_for_the_last_seat_needs_a_lot_and_the_command_says_how_to_draw_it(
    counted: Counted, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = a_file(tmp_path, (41, 41), 1)
    assert main(["count", file, "--method", "block-vote"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1 and "Ana, Bo have equal votes" in said.err and "--lot 1,2" in said.err
    assert winners(counted(file, "--method", "block-vote", "--lot", "2,1")) == ["Bo"]


def test_w16_a_lot_orders_three_for_two_seats_and_none_is_drawn_where_all_are_in(
    counted: Counted, tmp_path: Path
) -> None:
    found = counted(a_file(tmp_path, (30, 30, 30), 2), "--method", "block-vote", "--lot", "3,1,2")
    assert winners(found) == ["Cai", "Ana"]
    found = counted(a_file(tmp_path, (30, 30, 20), 2), "--method", "block-vote")
    assert sorted(winners(found)) == ["Ana", "Bo"] and found["ties"] == [] and found["lot_order"] is None


def test_a_seed_gives_the_lot_that_anybody_can_draw_again(counted: Counted, tmp_path: Path) -> None:
    seed = bytes(range(16))
    found = counted(a_file(tmp_path, (41, 41), 1), "--method", "block-vote", "--seed", seed.hex())
    assert len(commitment(seed)) == 32
    assert found["lot_order"] == [int(name) for name in luck_order(seed, ("1", "2"))]
    assert found["elected"][0]["candidate"] == found["lot_order"][0]


# --- what the command line changes ---


def test_seats_and_those_who_withdrew_are_as_the_command_line_says(counted: Counted, tmp_path: Path) -> None:
    file = a_file(tmp_path, W8, 3)
    found = counted(file, "--method", "block-vote", "--seats", "1", "--withdrawn", "1", "--withdrawn", "2,5")
    assert found["seats"] == 1 and winners(found) == ["Cai"]
    assert [e["name"] for e in found["not_elected"] if e["why"] == "withdrawn"] == ["Ana", "Bo", "Eve"]


def test_a_cap_binds_a_count_by_stages_too(counted: Counted) -> None:
    case = elections.expected("nasty/n10_cap_two_volunteers_of_six")
    file = str(FOLDER / "nasty" / "n10_cap_two_volunteers_of_six.blt")
    limits = ("--category", "volunteer=1,2,3,4", "--constraint", "volunteer<=2")
    found = counted(file, "--method", "scottish-stv", *limits)
    right = case["scottish-stv+constraints"]
    assert {entry["candidate"] for entry in found["elected"]} == {entry["candidate"] for entry in right["elected"]}
    assert {entry["candidate"] for entry in found["not_elected"] if entry["why"] == "cap"} == {3, 4}


def test_a_real_ward_is_counted_from_its_packed_file_in_every_form(capsys: pytest.CaptureFixture[str]) -> None:
    file = str(FOLDER / "real" / "shetland_2017_ward7.blt.gz")
    for form, sign in (("--table", "Stage 4"), ("--csv", '"stage 4"'), ("--html", "</html>"), ("--svg", "</svg>")):
        assert main(["count", file, "--method", "scottish-stv", form]) == 0
        assert sign in capsys.readouterr().out
    assert main(["count", file, "--method", "scottish-stv", "--csv"]) == 0
    rows = list(csv.reader(io.StringIO(capsys.readouterr().out, newline="")))
    assert rows[4][:4] == ["4", "Amanda WESTLAKE (Ind)", "elected", "4"] and rows[4][-1] == "408.83193"


def test_welsh_is_spoken_where_it_is_asked_for(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["count", a_file(tmp_path, (3, 2), 1), "--method", "block-vote", "--language", "cy"]) == 0
    assert "etholwyd" in capsys.readouterr().out.lower()


@pytest.mark.parametrize(
    ("text", "constraint"),
    [
        ("volunteer<=3", Constraint("volunteer", 3, False, None)),
        (" night staff <= 3 of 9 ", Constraint("night staff", 3, False, 9)),
        ("women>=2", Constraint("women", 2, True, None)),
        ("women≥2", Constraint("women", 2, True, None)),
    ],
)
def test_a_constraint_is_read(text: str, constraint: Constraint) -> None:
    assert read_constraint(text) == constraint


# --- what it refuses ---


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "--method. There are these: "),
        (("--method", "coin-toss"), 'called "coin-toss". There are these: '),
        (("--lot", "1,9"), "candidate 9, and there is none. Candidates are numbered from 1 to 5"),
        (("--lot", "1,0"), "candidate 0"),
        (("--lot", "1,1"), "twice"),
        (("--lot", "Ana"), '--lot cannot read "Ana"'),
        (("--lot", "1,²"), "--lot cannot read"),
        (("--seed", "not hex"), 'seed "not hex" cannot be read'),
        (("--seed", "abcd"), "sixteen random bytes"),
        (("--withdrawn", "7"), "--withdrawn names candidate 7"),
        (("--withdrawn", "9" * 5000), "--withdrawn names candidate 9"),
        (("--category", "volunteer"), '--category cannot read "volunteer"'),
        (("--category", "=1"), "--category cannot read"),
        (("--category", "volunteer=6"), "--category names candidate 6"),
        (("--constraint", "volunteer=<3"), 'constraint "volunteer=<3" cannot be read'),
        (("--constraint", "<=3"), "cannot be read"),
        (("--constraint", "volunteer<=-1"), "cannot be read"),
        (("--constraint", "volunteer<=3"), 'No candidate is in the category "volunteer"'),
        (("--holding", "volunteer=2"), "--holding goes with --constraint"),
        (("--holding", "volunteer=x"), "--holding needs a whole number"),
        (("--seats", "-1"), "--seats"),
        (("--seats", "many"), "--seats needs a whole number"),
        (("--language", "fr"), "--language"),
        (("--json", "--csv"), "--csv: not allowed with argument --json"),
        (("--seed", "ab" * 16, "--lot", "1,2"), "not allowed"),
        (("--frobnicate",), "--frobnicate"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line_and_nothing_is_printed(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, arguments: tuple[str, ...], words: str
) -> None:
    method = () if not arguments or "--method" in arguments else ("--method", "block-vote")
    try:
        code: object = main(["count", a_file(tmp_path, W8, 3), *method, *arguments])
    except SystemExit as leaving:
        code = leaving.code
    said = capsys.readouterr()
    assert code == 2 and said.out == ""
    assert said.err.startswith("govern") and said.err.count("\n") == 1
    assert words in said.err


def test_holding_seats_for_a_category_that_no_constraint_is_on_is_refused(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    options = ("--category", "a=1", "--category", "b=2", "--constraint", "a<=1", "--holding", "b=1")
    assert main(["count", a_file(tmp_path, W8, 3), "--method", "block-vote", *options]) == 2
    assert 'No constraint is on "b"' in capsys.readouterr().err


def test_a_file_that_is_not_there_is_said(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["count", str(tmp_path / "none.blt"), "--method", "block-vote"]) == 2
    assert "none.blt" in capsys.readouterr().err


# --- how it starts, and how it ends ---


def python(script: str, **more: Any) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=False, capture_output=True, **more)


@pytest.mark.parametrize("form", ["--table", "--json", "--csv", "--html", "--svg"])
def test_the_command_starts_without_the_service(form: str, tmp_path: Path) -> None:
    file = a_file(tmp_path, W8, 3)
    script = f"""
import sys
from importlib.util import find_spec
from govern.__main__ import main
from govern.ballots.count import commands
if find_spec("govern.ballots.count.formats") is None:
    from tests.ballots.count import elections
    commands.read = lambda source, scores: elections.read(source.removesuffix(".blt"))
code = main(["count", {file!r}, "--method", "block-vote", {form!r}])
strangers = {{"litestar", "sqlalchemy", "jinja2", "cryptography", "weasyprint", "govern.web", "govern.database"}}
rooms = sorted(name for name in sys.modules if name.startswith("govern.") and "commands" in name)
print(sorted(strangers & set(sys.modules)), rooms, file=sys.stderr)
sys.exit(code)
"""
    done = python(script)
    assert done.returncode == 0, done.stderr
    assert done.stderr.decode().split("\n")[-2] == "[] ['govern.ballots.count.commands']"


def test_whoever_stops_reading_is_left_in_peace() -> None:
    script = "from govern.ballots.count.commands import write_out; input(); write_out('line\\n' * 1_000_000)"
    command = [sys.executable, "-c", script]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, stderr=pipe) as writer:
        assert writer.stdin is not None and writer.stdout is not None and writer.stderr is not None
        writer.stdout.close()
        writer.stdin.write(b"now\n")
        writer.stdin.close()
        assert writer.stderr.read() == b""
    assert writer.returncode == 0


def test_a_long_count_says_that_it_goes_on(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counting, "PATIENCE", 0.01)
    with counting.progress("Counting"):
        import time

        time.sleep(0.2)
    said = capsys.readouterr()
    assert said.out == "" and said.err.startswith("govern count: Counting, ")


def test_help_names_every_method_and_option(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as leaving:
        main(["count", "--help"])
    said = capsys.readouterr().out
    assert leaving.value.code == 0
    for word in ("scottish-stv", "block-vote", "--lot", "luckiest", "--category", "--holding", "--language"):
        assert word in said
    with pytest.raises(SystemExit):
        main(["--help"])
    assert "count an election from a file" in capsys.readouterr().out
