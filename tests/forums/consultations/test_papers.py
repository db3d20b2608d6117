"""The printed papers of a consultation, as PDF/UA-1 wants them, in each language of the society.

With GOVERN_PAPERS=folder in the environment they stay there, to be looked at.
"""

from __future__ import annotations

import io
import os
import subprocess
from pathlib import Path

import pikepdf
import pytest
from sqlalchemy import select

from govern.documents import photographs
from govern.forums.consultations.models import (
    ConsultationAdaptation,
    ConsultationCard,
    ConsultationPhotograph,
    ConsultationResponse,
)
from govern.forums.consultations.rules import Adaptation
from govern.identity.models import Person
from tests.documents.checking import outloud, pdfua
from tests.forums.consultations.after import After, after
from tests.forums.consultations.conftest import Swimming
from tests.forums.consultations.test_kitchen import at, code_of, mair, words_in
from tests.security.given_activities import a_photograph

__all__ = ["after"]

LANGUAGES = ("en", "cy")
#: What a screen reader hears first, the title, and one sentence of the paper.
TOLD = {
    "en": {"table": "For the table", "sheets": "Tick one box", "codes": "Keep this apart", "pack": "How to ask"},
    "cy": {"table": "Ar gyfer y bwrdd", "sheets": "Ticiwch un blwch", "codes": "Cadwch", "pack": "Sut i ofyn"},
}


async def with_everything(swimming: Swimming) -> None:
    """A real photograph, faces, and sorting into three: each kind of thing that is printed is there."""
    kept = await photographs.keep(swimming.forums.town.society.uploads(), a_photograph())
    moment = swimming.forums.town.clock.at
    async with swimming.store.writing() as writing:
        picture = ConsultationPhotograph(
            id=kept.id, consultation_id=swimming.id, width=kept.width, height=kept.height, hash=kept.hash
        )
        picture.description, picture.consent = {"en": "The pool", "cy": "Y pwll"}, "Nobody is in it."
        picture.added_by, picture.added_at = swimming.person("Mair Elis"), moment
        writing.add(picture)
        await writing.flush()
        thursday = await writing.get_one(ConsultationCard, swimming.thursday)
        thursday.photograph_id = kept.id
        faces = ConsultationAdaptation(consultation_id=swimming.id, kind=Adaptation.FACES, faces=5)
        faces.words, faces.written_by, faces.written_at = {}, swimming.person("Mair Elis"), moment
        writing.add(faces)


def checked(content: bytes, tmp_path: Path, name: str, language: str) -> list[str]:
    """Both checkers are silent; what the paper says, page by page."""
    folder = Path(os.environ.get("GOVERN_PAPERS", tmp_path))
    folder.mkdir(parents=True, exist_ok=True)
    paper = folder / f"{name}-{language}.pdf"
    paper.write_bytes(content)
    found = outloud(paper)
    if name == "sheets":  # one form for each person: what stands first on many pages is no running head
        found = [line for line in found if not line.startswith("PAG-001")]
    assert (pdfua(paper), found) == ("", []), name
    with pikepdf.open(io.BytesIO(content)) as file:
        assert str(file.Root.Lang) == language
        pages = words_in(file).split("\f")[: len(file.pages)]
    return [" ".join(page.split()) for page in pages]


def spoken(content: bytes, tmp_path: Path) -> str:
    """What is tagged, and so read aloud."""
    paper = tmp_path / "spoken.pdf"
    paper.write_bytes(content)
    return subprocess.run(["pdfinfo", "-struct-text", paper], check=True, capture_output=True, text=True).stdout


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["table", "sheets", "codes", "pack"])
async def test_two_checkers_find_nothing_in_what_is_printed_for_a_kitchen(
    swimming: Swimming, tmp_path: Path, name: str, language: str
) -> None:
    await with_everything(swimming)
    paper = name if name != "pack" else f"{swimming.people[0]}/pack"
    answer = await (await mair(swimming)).get(at(swimming, f"pack/{paper}.pdf?language={language}"))
    assert answer.status_code == 200
    pages = checked(answer.content, tmp_path, name, language)
    assert TOLD[language][name] in " ".join(pages)
    if name == "pack":  # sheets come apart: each page has the code, and a screen reader hears it once
        code = await code_of(swimming, swimming.people[0])
        sheets = [page for page in pages if page.startswith(f"{'Code' if language == 'en' else 'Cod'} {code}. ")]
        assert len(sheets) == sum(code in page for page in pages) == 4
        assert sheets == pages[-4:]
        assert spoken(answer.content, tmp_path).count(code) == 1


@pytest.mark.parametrize("language", LANGUAGES)
async def test_two_checkers_find_nothing_in_a_card_with_the_answer_and_it_is_in_their_language(
    after: After, tmp_path: Path, language: str
) -> None:
    swimming = after.swimming
    await with_everything(swimming)
    await after.summarise()
    easy = {"en": "Swimming is on Thursdays.", "cy": "Mae nofio ar ddydd Iau."}
    await after.use(cards=(swimming.thursday,), easy=easy)
    async with swimming.store.writing() as writing:
        (await writing.get_one(Person, swimming.people[0])).language = language
    window = await mair(swimming)
    card = at(swimming, f"answers/{swimming.people[0]}/card.pdf")
    (said,) = checked((await window.get(card)).content, tmp_path, "answer", language)  # a card is one page
    other = LANGUAGES[LANGUAGES.index(language) - 1]
    assert easy[language] in said and easy[other] not in said
    await window.get(at(swimming, f"answers/{swimming.people[0]}"))
    assert f"card.pdf?language={other}" in window.last.text
    (said,) = checked((await window.get(f"{card}?language={other}")).content, tmp_path, "other", other)
    assert easy[other] in said
    assert (await window.get(f"{card}?language=fr")).status_code == 404


async def test_a_photograph_that_is_lost_is_left_out_of_the_card(after: After, tmp_path: Path) -> None:
    await after.summarise()
    await after.use(cards=(after.swimming.tuesday,))
    person = after.swimming.people[0]
    async with after.swimming.store.reading() as reading:
        planned = await reading.scalar(
            select(ConsultationResponse.planned).where(ConsultationResponse.person_id == person)
        )
    assert planned is Adaptation.MAT  # a photograph comes first in this way
    answer = await (await mair(after.swimming)).get(at(after.swimming, f"answers/{person}/card.pdf"))
    assert answer.status_code == 200
    (said,) = checked(answer.content, tmp_path, "lost", "en")
    assert "Tuesday Thursday for six weeks." in said
