"""What is true of every paper: two checkers of PDF/UA are silent, Easy Read is easy, the frame is whole.

The papers are those of `shelf`, each kind in every form and in both languages.
"""

from __future__ import annotations

import asyncio
import json
import re
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import govern
from govern.documents import Blank, Block, Bullets, Document, EasyRow, Form, Heading, Numbered, Paragraph, plain
from govern.documents.document import Boxes, Facts
from govern.documents.pdf import pdf
from govern.languages import LANGUAGES
from govern.meetings.lifecycle.easy_notes import EASIER
from govern.minutes.papers.rules import IN_EASY_READ, PaperKind, forms_of
from tests.documents.checking import checker
from tests.minutes.papers.reading import check_inside
from tests.minutes.papers.shelf import NUMBER, Paper, the_shelf

#: What has no number of its own, and so no kind: its name on the shelf, and its forms.
OTHERS = {
    "proxy-register": (Form.STANDARD,),
    "easy-minutes": (Form.EASY_READ,),
    "letters-front": (Form.STANDARD,),
    "notice-letter": tuple(Form),
    "answer-letter": tuple(Form),
    "ballot-paper": tuple(Form),
    "ballot-paper-envelopes": (Form.STANDARD,),
    "ballot-paper-of-an-election": tuple(Form),
    "ballot-paper-of-an-election-envelopes": (Form.STANDARD,),
}
KINDS = {kind.value: forms_of(kind) for kind in PaperKind} | OTHERS
CALLED = [f"{name}-{form.value}-{code}" for name, forms in KINDS.items() for form in forms for code in LANGUAGES]
EASY = [called for called in CALLED if f"-{Form.EASY_READ.value}-" in called]
MOST_WORDS = 15


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Paper]:
    made = asyncio.run(the_shelf(tmp_path_factory.mktemp("societies")))
    return {paper.called: paper for paper in made}


def test_every_kind_is_on_the_shelf_in_every_form_and_language(shelf: dict[str, Paper]) -> None:
    assert sorted(shelf) == sorted(CALLED)


# --- PDF/UA ---------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def found(shelf: dict[str, Paper], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mapping[str, list[str]]]:
    """What the checkers find in each paper. They read all of them at once: starting one takes longer than a paper."""
    folder = tmp_path_factory.mktemp("papers")
    files = [folder / f"{called}.pdf" for called in shelf]
    for file, paper in zip(files, shelf.values(), strict=True):
        file.write_bytes(pdf(paper.document))
    report = folder / "outloud.json"
    subprocess.run([checker("outloud"), "--json", report, *files], check=False, capture_output=True)
    outloud = json.loads(report.read_text())["results"]
    command = [str(checker("pdfua")), "check", "-f", "json", *map(str, files)]
    pdfua = texts_after_each_other(subprocess.run(command, check=False, capture_output=True, text=True).stdout)
    told: dict[str, list[str]] = {}
    for file, read_out, checked in zip(files, outloud, pdfua, strict=True):
        told[file.stem] = [str(one) for one in (*read_out["findings"], *checked["findings"]) if is_a_fault(one)]
        check_inside(file)
    yield told


def texts_after_each_other(said: str) -> list[Mapping[str, list[Mapping[str, object]]]]:
    """One JSON text for each file."""
    texts, decoder = [], json.JSONDecoder()
    while said := said.strip():
        text, end = decoder.raw_decode(said)
        texts.append(text)
        said = said[end:]
    return texts


def is_a_fault(one: Mapping[str, object]) -> bool:
    """But for the hash at the foot of a short paper, taken for prose by chance of its letters (see `reading`)."""
    only_a_hash = (one.get("rule"), one.get("count")) == ("TAG-002", 1) and re.search(
        "[0-9a-f]{64}", str(one)
    ) is not None
    return one["severity"] in ("error", "warning") and not only_a_hash


@pytest.mark.parametrize("called", CALLED)
def test_the_checkers_of_pdf_ua_are_silent(found: Mapping[str, list[str]], called: str) -> None:
    assert found[called] == []


# --- Easy Read ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("called", EASY)
def test_easy_read_has_a_row_with_a_picture_for_each_idea(shelf: dict[str, Paper], called: str) -> None:
    blocks = shelf[called].document.blocks
    rows = [one for one in blocks if isinstance(one, EasyRow)]
    assert len([one for one in rows if one.picture is not None]) >= 3
    assert not any(isinstance(one, Numbered | Bullets) for one in blocks), "a list has no pictures"
    with_pictures = [one for one in rows if one.picture is not None]
    assert len(with_pictures) > sum(isinstance(one, Paragraph) for one in blocks)


def test_every_kind_in_easy_read_is_among_them(shelf: dict[str, Paper]) -> None:
    assert {kind.value for kind in IN_EASY_READ} <= {shelf[called].name for called in EASY}
    full = {(one.name, one.language): one.document for one in shelf.values() if one.form is Form.STANDARD}
    for called in EASY:
        paper = shelf[called]
        same = full.get((paper.name, paper.language))
        assert same is None or same.blocks != paper.document.blocks, "the standard text under another label"


#: Where a sentence ends. What stands before a colon says what comes after it: "When: …".
AFTER_A_SENTENCE = re.compile(r"(?<=[.!?:]) ")


def words_in(block: Block) -> list[str]:
    match block:
        case EasyRow(text=text) | Paragraph(text=text) | Heading(text=text):
            return [plain(text)]
        case Boxes(options=options):
            return [plain(one) for one in options]
        case Blank(label=label):
            return [label]
        case Facts(rows=rows):
            return [label for label, _ in rows]
    return []


@pytest.mark.parametrize("called", EASY)
def test_no_sentence_of_easy_read_has_more_than_fifteen_words(shelf: dict[str, Paper], called: str) -> None:
    said = [one for block in shelf[called].document.blocks for text in words_in(block) for one in sentences(text)]
    assert said and [one for one in said if len(one.split()) > MOST_WORDS] == []


def sentences(text: str) -> list[str]:
    return AFTER_A_SENTENCE.split(text)


# --- The frame ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("called", CALLED)
def test_every_paper_bears_its_society_rules_language_form_and_record(shelf: dict[str, Paper], called: str) -> None:
    paper = shelf[called]
    document = paper.document
    assert document.society_name and document.rules_version and document.society_number == NUMBER
    assert document.labels.language and document.labels.form == form_name(document, paper.form)
    assert document.large is (paper.form is Form.LARGE_PRINT)
    assert paper.issued_later or (document.number and re.fullmatch("[0-9a-f]{64}", document.audit_hash))


def form_name(document: Document, form: Form) -> str:
    names = {Form.STANDARD: "Standard", Form.LARGE_PRINT: "Large print", Form.EASY_READ: "Easy Read"}
    return LANGUAGES[document.language].gettext(names[form])


# --- What a ballot paper of an election says of it ------------------------------------------------------------------


@pytest.mark.parametrize("form", list(Form))
def test_a_ballot_paper_says_how_many_volunteers_can_sit_and_where_to_read_of_each(
    shelf: dict[str, Paper], form: Form
) -> None:
    """W8: a board of nine, and a third of it is three; the count leaves out whoever would be the fourth."""
    paper = shelf[f"ballot-paper-of-an-election-{form.value}-en"].document
    said = " ".join(text for block in paper.blocks for text in words_in(block))
    assert "At most 3 of the 9 places may be held by: " in said
    assert "Read here what each person says: https://vote.example/en/tn/ballots/1" in said
    assert "At most" not in str(shelf[f"ballot-paper-{form.value}-en"].document.blocks), "nobody is elected there"


def test_every_line_with_easy_wording_is_still_a_line_of_a_notice() -> None:
    """Else a line that is worded anew would lose its easy words unseen."""
    assert set(EASIER) - catalogue() == set()
    long = [one for texts in EASIER.values() for text in texts for one in sentences(text) if len(one.split()) > 15]
    assert long == []


def catalogue() -> set[str]:
    """Every text of the service."""
    with (Path(govern.__file__).parent / "locale" / "govern.pot").open("rb") as file:
        return {one.id if isinstance(one.id, str) else one.id[0] for one in read_po(file)}
