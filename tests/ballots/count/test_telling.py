"""Results told outwards: the same numbers in every form, exact where programs read, and safe whatever names hold."""

from __future__ import annotations

import csv
import io
import json
import re
from fractions import Fraction
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from govern.ballots.count import Candidate, Election, Paper, Result, count
from govern.ballots.count.telling import Form, tell
from govern.ballots.count.telling.figures import decimals, exact, shown
from govern.ballots.count.telling.speaking import teller
from tests.ballots.count.elections import FOLDER, expected, read

REAL = sorted(path.stem for path in (FOLDER / "real").glob("*.json") if "scottish" in path.read_text("utf-8")[:40])
SVG = "{http://www.w3.org/2000/svg}"


def told(result: Result, form: Form, language: str = "en", title: str = "Ward 1") -> str:
    return tell(result, form, teller(language), title)


@pytest.fixture(scope="module", params=["dundee_2022_ward4", "renfrewshire_2017_ward3"])
def ward(request: pytest.FixtureRequest) -> tuple[Result, dict[str, Any]]:
    name = f"real/{request.param}"
    return count(read(name), "scottish-stv"), expected(name)


# --- JSON ---


@pytest.mark.parametrize("name", REAL)
def test_the_json_of_a_real_election_is_that_of_the_official_count(name: str) -> None:
    found, official = (
        json.loads(told(count(read(f"real/{name}"), "scottish-stv"), Form.JSON)),
        expected(f"real/{name}"),
    )
    for field in ("method", "seats", "candidates", "valid_votes", "quota", "elected", "excluded_in_order"):
        assert found[field] == official[field], field
    assert found["stages"] == official["stages"]
    assert found["vacant"] == 0


@pytest.mark.parametrize("name", ["edinburgh_2012_ward4_w_dec", "glasgow_2007_linn_w_int"])
def test_the_json_of_a_weighted_election_has_every_decimal(name: str) -> None:
    found, wanted = (
        json.loads(told(count(read(f"weighted/{name}"), "scottish-stv"), Form.JSON)),
        expected(f"weighted/{name}"),
    )
    assert Fraction(found["valid_votes"]) == Fraction(wanted["valid_votes"])
    for stage, right in zip(found["stages"], wanted["stages"], strict=True):
        assert list(map(Fraction, stage["votes"])) == list(map(Fraction, right["votes"]))
        assert Fraction(stage["non_transferable"]) == Fraction(right["non_transferable"])


def test_ties_lots_and_reasons_are_in_the_json() -> None:
    election = replace(read("nasty/n01_all_tied_lot"), lot_order=("1", "2", "3"))
    found, right = json.loads(told(count(election, "scottish-stv"), Form.JSON)), expected("nasty/n01_all_tied_lot")
    assert [stage["tie_break"] for stage in found["stages"]] == [None, "lot", "lot"]
    assert [sorted(tie["tied"]) for tie in found["ties"]] == [lot["tied"] for lot in right["scottish-stv"]["lots"]]
    assert [tie["chosen"] for tie in found["ties"]] == [[3], [2]]
    assert found["lot_order"] == right["lot_order"]
    assert {entry["candidate"]: entry["why"] for entry in found["not_elected"]} == {2: "lot", 3: "lot"}


def test_what_only_some_methods_have_is_in_the_json_too() -> None:
    tennessee = read("nasty/n19_tennessee")
    by_pairs = json.loads(told(count(tennessee, "ranked-pairs"), Form.JSON))
    compared, locked = by_pairs["explained"][0], by_pairs["explained"][1]
    pairs = expected("nasty/n19_tennessee")["pairwise"]
    assert [[int(votes) for votes in row] for row in compared["matrix"]] == pairs
    assert all(
        majority["votes"] == compared["matrix"][majority["winner"] - 1][majority["loser"] - 1]
        and majority["against"] == compared["matrix"][majority["loser"] - 1][majority["winner"] - 1]
        for majority in locked["majorities"]
    )
    assert by_pairs["order"][0] == [by_pairs["elected"][0]["candidate"]]
    shared = Election(
        candidates=(Candidate("a", "A"), Candidate("b", "B"), Candidate("c", "C")),
        seats=2,
        papers=(Paper(("a",), times=2), Paper(("b",), times=1)),
    )
    bought = json.loads(told(count(shared, "equal-shares"), Form.JSON))
    assert bought["completion"] == "utilitarian" and bought["explained"][0]["money"]
    assert "matrix" not in bought["explained"][0] and "spent" not in by_pairs
    ers = json.loads(told(count(read("models/ers97_model"), "ers97"), Form.JSON))
    assert [stage["quota"] for stage in ers["explained"]][-1] == ers["quota"]


def test_a_third_of_a_vote_is_a_fraction_in_json_and_a_decimal_in_a_spreadsheet() -> None:
    papers = (Paper(("A",), Fraction(1, 3)), Paper(("B",), Fraction(1, 7)))
    election = Election(candidates=(Candidate("A", "Ana"), Candidate("B", "Bo")), seats=1, papers=papers)
    result = count(election, "block-vote")
    found = json.loads(told(result, Form.JSON))
    assert found["stages"][0]["votes"] == ["1/3", "1/7"]
    assert found["valid_votes"] == "10/21"
    rows = list(csv.reader(io.StringIO(told(result, Form.CSV))))
    assert rows[1][4] == "0.333333333333"
    assert "Votes are shown to five decimals" in told(result, Form.TABLE)


# --- the other forms have the same numbers ---


def test_a_spreadsheet_has_a_row_for_each_candidate_and_a_column_for_each_stage(
    ward: tuple[Result, dict[str, Any]],
) -> None:
    result, official = ward
    rows = list(csv.reader(io.StringIO(told(result, Form.CSV), newline="")))
    assert rows[0][:4] == ["candidate", "name", "result", "stage"]
    assert [row[1] for row in rows[1:-2]] == official["candidates"]
    elected = {entry["candidate"]: entry["stage"] for entry in official["elected"]}
    assert {int(row[0]): int(row[3]) for row in rows[1:-2] if row[2] == "elected"} == elected
    for at, stage in enumerate(official["stages"]):
        column = [row[4 + at] for row in rows[1:]]
        assert [Fraction(cell or 0) for cell in column[:-2]] == list(map(Fraction, stage["votes"]))
        assert Fraction(column[-2]) == Fraction(stage["non_transferable"])
        assert Fraction(column[-1]) == official["valid_votes"]


def numbers_in(text: str) -> list[Fraction]:
    return [Fraction(found.replace(",", "")) for found in re.findall(r"\d[\d,]*\.\d{5}", text)]


def standing(official: dict[str, Any]) -> list[Fraction]:
    """Every number of the table but those of people who are out, stage by stage."""
    kept = []
    out: set[int] = set()
    for stage in official["stages"]:
        if stage["action"] == "exclude":
            out.add(stage["candidate"])
        kept += [Fraction(votes) for place, votes in enumerate(stage["votes"], start=1) if place not in out]
        kept += [Fraction(stage["non_transferable"]), Fraction(official["valid_votes"])]
    return kept


@pytest.mark.parametrize("form", [Form.TABLE, Form.HTML, Form.SVG])
def test_every_form_for_people_shows_every_number_of_the_table(
    ward: tuple[Result, dict[str, Any]], form: Form
) -> None:
    result, official = ward
    text = told(result, form)
    if form is Form.HTML:
        text = text[text.index("<h2>Votes at each stage") : text.index("<figure>")]
    if form is Form.TABLE:
        text = text[text.index("Votes at each stage") : text.index("\nStage 1: ")]
    if form is Form.SVG:
        text = text[text.index("Votes at each stage") :]
    assert sorted(numbers_in(text)) == sorted(standing(official))


def test_text_fits_a_hundred_columns_however_many_stages_and_however_long_the_names() -> None:
    election = read("real/edinburgh_2017_ward1")
    longer = tuple(replace(one, name=f"{one.name} {'of a very long street ' * 4}") for one in election.candidates)
    for candidates in (election.candidates, longer, (replace(longer[0], name="x" * 300), *longer[1:])):
        text = told(count(replace(election, candidates=candidates), "scottish-stv"), Form.TABLE)
        assert max(len(line) for line in text.splitlines()) <= 100


def test_the_columns_of_a_text_table_stand_below_one_another() -> None:
    election = Election(
        candidates=(Candidate("A", "Siân Llŷr"), Candidate("B", "李小龍"), Candidate("C", "O\u0302wain")),
        seats=1,
        papers=(Paper(("A",), times=1204), Paper(("B",), times=30), Paper(("C",), times=2)),
    )
    lines = told(count(election, "block-vote"), Form.TABLE).splitlines()
    rows = [line for line in lines if re.match(r"[123] .*\d", line) and "Stage" not in line]
    assert rows == ["1 Siân Llŷr   1,204*", "2 李小龍         30", "3 O\u0302wain           2"]


def test_each_stage_is_told_in_sentences() -> None:
    election = Election(
        candidates=(Candidate("1", "Ana"), Candidate("2", "Bo"), Candidate("3", "Cai"), Candidate("4", "Di")),
        seats=2,
        papers=(
            Paper(("2", "3"), times=1204), Paper(("1",), times=1000),
            Paper(("3", "1"), times=849), Paper(("4",), times=299),
        ),
    )  # fmt: skip
    text = " ".join(told(count(election, "scottish-stv"), Form.TABLE).split())
    for said in (
        "Quota: 1,118.",
        "Votes needed to be elected: 1,118.",
        "Bo has 1,204 votes. 1,118 are needed. Bo is elected.",
        "The 86 spare votes of Bo move to next choices, each paper at 0.07142 of a vote.",
        "Di has the fewest votes, 299, and is out. The papers move to next choices.",
    ):
        assert said in text, said


# --- pages and pictures ---


class Page(HTMLParser):
    """What a page holds: tags with their attributes, and its words."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


NASTY = 'Ana <script>alert(1)</script> & "Co" \u0007\u001b[31m\n=1+1'


@pytest.fixture(scope="module")
def nasty() -> Result:
    election = read("nasty/n16_truncation_matters")
    named = (replace(election.candidates[0], name=NASTY), *election.candidates[1:])
    return count(replace(election, candidates=named), "scottish-stv")


def test_a_page_stands_alone_without_scripts_and_its_tables_have_captions_and_scopes(nasty: Result) -> None:
    page = Page(told(nasty, Form.HTML, "cy", title=NASTY))
    assert page.all("html")[0]["lang"] == "cy"
    assert not page.all("script") and not page.all("link") and not page.all("img")
    assert len(page.all("caption")) == len(page.all("table")) == 2
    assert all(heading["scope"] in {"col", "row"} for heading in page.all("th"))
    assert page.all("svg")[0]["role"] == "img"
    assert "<script>alert(1)</script>" in "".join(page.words), "as words, not as a script"


def test_a_picture_stands_alone_and_says_what_it_shows(nasty: Result) -> None:
    root = ElementTree.fromstring(told(nasty, Form.SVG, title=NASTY).encode())
    assert root.tag == f"{SVG}svg" and root.get("role") == "img"
    assert root.findtext(f"{SVG}title") and "Stage 2" in (root.findtext(f"{SVG}desc") or "")
    assert len(root.findall(f"{SVG}rect[@class='nofill inkline']")) == len(nasty.elected)
    assert not list(root.iter(f"{SVG}script"))


def test_names_move_no_cursor_in_text_and_run_no_formula_in_a_spreadsheet(nasty: Result) -> None:
    text = told(nasty, Form.TABLE, title=NASTY)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", text)
    formula = replace(nasty, candidates=(replace(nasty.candidates[0], name="=1+1"), *nasty.candidates[1:]))
    rows = list(csv.reader(io.StringIO(told(formula, Form.CSV), newline="")))
    assert rows[1][1] == "'=1+1"


@pytest.mark.parametrize("form", list(Form))
@pytest.mark.parametrize("case", ["n05_fewer_candidates_than_seats", "n06_withdrawn", "n17_no_valid_votes"])
def test_every_form_tells_counts_at_the_edge(form: Form, case: str) -> None:
    election = replace(read(f"nasty/{case}"), seed=bytes(16))
    result = count(election, "scottish-stv")
    text = told(result, form)
    assert text.endswith("\n") and all(name.name in text for name in election.candidates)
    if result.vacant and form in {Form.TABLE, Form.HTML}:
        assert f"{result.vacant} seat" in text


@pytest.mark.parametrize("form", list(Form))
def test_every_form_tells_an_election_without_anybody(form: Form) -> None:
    assert told(count(Election(candidates=(), seats=1), "block-vote"), form)


def test_where_votes_of_several_move_at_once_only_the_ends_are_drawn() -> None:
    result = count(read("real/shetland_2017_ward4"), "scottish-stv")
    known = told(result, Form.SVG)
    loose = told(replace(result, stages=tuple(replace(stage, moved=None) for stage in result.stages)), Form.SVG)
    assert known.count('class="flow2"') == known.count("<path") - known.count('class="flow"')
    assert 'class="flow2"' in loose and loose.count("<path") == loose.count('class="flow"')


# --- digits ---


@given(st.fractions())
def test_exact_digits_are_read_back_as_the_same_number(number: Fraction) -> None:
    assert Fraction(exact(number)) == number
    assert Fraction(exact(number, 5)) == number


@given(st.integers(-(10**9), 10**9), st.integers(0, 8))
def test_decimals_are_as_few_as_write_the_number(digits: int, places: int) -> None:
    number = Fraction(digits, 10**places)
    found = decimals(number)
    assert found is not None and (number * 10**found).denominator == 1
    assert found == 0 or (number * 10 ** (found - 1)).denominator != 1


def test_numbers_longer_than_python_writes_at_once_are_written() -> None:
    number = 7 * 10**9001 + 123
    text = exact(Fraction(number, 3 * 10**9001))
    assert text.endswith("/3" + "0" * 9001) and text.startswith("7" + "0" * 8000)
    assert exact(Fraction(1, 2**20000)).startswith("0.0")


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (Fraction(1204), "1,204"), (Fraction(12), "12"), (Fraction(-1204567, 100), "-12,045.67"),
        (Fraction(2, 3), "0.66667"), (Fraction(1, 10**6), "0"), (Fraction(999999999, 1000), "999,999.999"),
    ],
)  # fmt: skip
def test_numbers_for_people(number: Fraction, text: str) -> None:
    assert shown(number) == text
