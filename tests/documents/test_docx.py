"""The editable paper, opened again as a word processor would."""

from __future__ import annotations

import io

import docx as word
import msgspec
import pytest
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from PIL import Image

from govern.documents import Table
from govern.documents.docx import docx
from tests.documents.papers import declaration


def opened(language: str = "en") -> WordDocument:
    return word.Document(io.BytesIO(docx(declaration(language))))


def test_headings_are_real_headings() -> None:
    found = [
        (paragraph.style.name, paragraph.text)
        for paragraph in opened().paragraphs
        if paragraph.style is not None and str(paragraph.style.name).startswith("Heading")
    ]
    assert found == [
        ("Heading 1", "Should Tŷ Nant open on Saturdays?"),
        ("Heading 2", "Why 54.375"),
        ("Heading 3", "What happens now"),
        ("Heading 2", "About this paper"),
    ]


def test_the_table_repeats_its_header_and_has_a_title() -> None:
    table, _beside = opened().tables
    rows = [row._tr.find(qn("w:trPr")) for row in table.rows]
    assert [row.find(qn("w:tblHeader")) is not None for row in rows] == [True, False, False, False, False]
    assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) == "Votes by group"
    assert [cell.text for cell in table.rows[4].cells] == ["All together", "77", "43", "100", "54.375"]


@pytest.mark.parametrize(("language", "locale"), [("en", "en-GB"), ("cy", "cy-GB")])
def test_the_language_is_set_everywhere(language: str, locale: str) -> None:
    file = opened(language)
    said = {element.get(qn("w:val")) for element in file.styles.element.iter(qn("w:lang"))}
    assert said == {locale}
    assert file.core_properties.language == locale


def test_the_properties_say_who_and_what() -> None:
    core = opened().core_properties
    assert core.title == "Should Tŷ Nant open on Saturdays?"
    assert core.author == core.last_modified_by == "Tair Nant Care Co-operative"
    assert core.identifier == "2026-4-2"
    assert core.created is not None
    assert core.created.date() == declaration().made_on
    assert core.comments == "3f2a" * 16


@pytest.mark.parametrize(("large", "points"), [(False, (16, 26, 11)), (True, (24, 39, 16.5))])
def test_letters_are_large_and_in_large_print_half_as_large_again(large: bool, points: tuple[float, ...]) -> None:
    file = word.Document(io.BytesIO(docx(msgspec.structs.replace(declaration("en"), large=large))))
    body, title = (file.styles[name].element.rPr.sz.val.pt for name in ("Normal", "Heading 1"))
    foot = file.sections[0].footer.paragraphs[0].runs[0].font.size
    assert foot is not None and (body, title, foot.pt) == points


def test_a_picture_of_easy_read_stands_at_the_left_of_its_words_and_is_not_read_out() -> None:
    file = opened()
    rows = [row for table in file.tables[1:] for row in table.rows]
    assert [row.cells[1].text for row in rows] == ["We talked about Saturdays.", "We said yes."]
    assert [len(row._tr.findall(f".//{qn('pic:pic')}")) for row in rows] == [1, 0]
    (shown,) = file.element.body.iter(qn("wp:docPr"))
    assert shown.get("descr") == "" and "decorative" in shown.xml and 'val="1"' in shown.xml
    (part,) = [part for part in file.part.package.iter_parts() if part.partname.startswith("/word/media/")]
    with Image.open(io.BytesIO(part.blob)) as drawn:
        assert drawn.size[0] == 425 and drawn.convert("L").getextrema() == (0, 255)  # in black ink on white


@pytest.mark.parametrize("large", [False, True])
def test_columns_are_as_wide_as_their_words_need_and_fill_the_sheet(large: bool) -> None:
    names = tuple((f"{name} Fotheringay-Pennington", "14:00", "0") for name in ("Ana", "Bo"))
    table = Table("Who was there", ("Name", "Came", "Left"), names)
    file = word.Document(io.BytesIO(docx(msgspec.structs.replace(declaration("en"), blocks=(table,), large=large))))
    (drawn,) = file.tables
    grid = [column.width.mm for column in drawn.columns]
    assert [cell.width.mm for cell in drawn.rows[1].cells] == grid
    assert grid[0] > (3.1 * 21 if not large else 4.65 * 21) and grid[1] > 5 * (4.65 if large else 3.1)
    assert round(sum(grid)) == 178


def test_a_table_of_more_than_the_sheet_holds_is_made_narrower_all_over() -> None:
    table = Table("Marks", ("A" * 60 + " more", "B" * 30), (("1", "2"),))
    file = word.Document(io.BytesIO(docx(msgspec.structs.replace(declaration("en"), blocks=(table,)))))
    wide, narrow = (column.width.mm for column in file.tables[0].columns)
    assert round(wide + narrow) == 178 and 1.8 < wide / narrow < 2


def test_each_numbered_list_starts_again() -> None:
    numbers = [
        paragraph._p.find(f".//{qn('w:numId')}").get(qn("w:val"))
        for paragraph in opened().paragraphs
        if paragraph.style is not None and paragraph.style.name == "List Number"
    ]
    assert len(numbers) == 3
    assert numbers[0] == numbers[1] != numbers[2]


def test_the_text_is_all_there_in_order() -> None:
    text = "\n".join("".join(part.itertext()) for part in opened().element.body.iter(qn("w:p")))
    inside = ["Yes. Tŷ Nant", "121 people voted. Gwilym Hâf declared this.", "Read the rules.", "Neuadd Pont-y-gof"]
    inside += ["Shares of 100: people supported 30.", "Decided. Open the house", "ŵ and ŷ", "☐  Yes, open"]
    inside += ["Your name", "Gwilym Hâf, Returning officer", "We said yes.", "Record 3f2a"]
    places = [text.find(words) for words in inside]
    assert -1 not in places, inside[places.index(-1)]
    assert places == sorted(places)


def test_the_foot_counts_its_pages() -> None:
    foot = opened().sections[0].footer
    fields = [element.text for element in foot._element.iter(qn("w:instrText"))]
    assert fields == ["PAGE", "NUMPAGES"]
    assert "Paper 2026-4-2" in foot.paragraphs[0].text


def test_a_link_leads_outside() -> None:
    targets = [part.target_ref for part in opened().part.rels.values() if part.is_external]
    assert targets == ["https://tairnant.example/rules"]
