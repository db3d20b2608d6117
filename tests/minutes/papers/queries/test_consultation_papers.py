"""The summary of a consultation on paper says what its page says: views by evidence, limits, what came of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from govern.documents import Document, Facts, Form, plain
from govern.documents.docx import docx
from govern.errors import NotAllowed, WrongMoment
from govern.forums.consultations.models import ConsultationSum
from govern.languages import LANGUAGES
from govern.minutes.papers import queries
from govern.minutes.papers.queries import Wanted
from govern.minutes.papers.rules import PaperKind
from tests.meetings.scene import AT, Scene
from tests.minutes.papers.given_consultation import a_published_consultation
from tests.minutes.papers.reading import has, words_of


async def made(scene: Scene, subject: object, form: Form = Form.STANDARD, language: str = "en") -> Document:
    async with scene.store.reading() as reading:
        wanted = Wanted(PaperKind.CONSULTATION, subject, LANGUAGES[language], form, AT)  # type: ignore[arg-type]
        return await queries.made(reading, wanted)


async def test_it_has_the_question_the_numbers_by_evidence_the_limits_and_what_came_of_it(
    scene: Scene, tmp_path: Path
) -> None:
    one = await a_published_consultation(scene.store, scene.secretary, AT)
    words = words_of(await made(scene, one), tmp_path)
    has(words, "What people showed: The pool", "Should the pool be open on Thursdays?", "Wording", "It is near.")
    has(words, "Views, not a vote.", "People who were asked: 14.", "Stated", "Chosen", "Observed")
    has(words, "No group of fewer than 3 people is shown unless each of them agreed.", "Two were tired.")
    has(words, "The pool opens on Thursdays.", "Decided by The board on", "It was Tuesday.", "We look at it again on")
    has(words, "The answer goes back to each person in their own way, by")
    welsh = words_of(await made(scene, one, language="cy"), tmp_path)
    has(welsh, "A ddylai'r pwll fod ar agor ddydd Iau?", "Mae'r pwll yn agor ddydd Iau.", "Roedd dau wedi blino.")


async def test_a_group_under_the_floor_is_not_told_apart_in_any_form(scene: Scene) -> None:
    """Invariant 77: two lean against. They stand with the four who are against, and nowhere alone."""
    one = await a_published_consultation(scene.store, scene.secretary, AT)
    async with scene.store.reading() as reading:
        told = (await reading.get_one(ConsultationSum, one)).told
    assert '"leans:against"' in told
    for form in Form:
        document = await made(scene, one, form)
        facts = [block.rows for block in document.blocks if isinstance(block, Facts)][1:]
        assert all(number not in ("1", "2", "4") for rows in facts for _, number in rows)
        lines = [plain(getattr(block, "text", "")) for block in document.blocks]
        assert not any(line.endswith((": 1.", ": 2.", ": 4.")) for line in lines)


async def test_in_easy_read_it_is_one_idea_a_line(scene: Scene) -> None:
    one = await a_published_consultation(scene.store, scene.secretary, AT)
    document = await made(scene, one, Form.EASY_READ)
    lines = [plain(getattr(block, "text", "")) for block in document.blocks]
    assert lines[:3] == [
        "People were asked one by one.",
        "Should the pool be open on Thursdays?",
        "This is not a vote. It is what people think.",
    ]
    assert "The pool opens on Thursdays." in lines and "This was decided." in lines


async def test_before_anything_is_decided_it_says_so(scene: Scene, tmp_path: Path) -> None:
    one = await a_published_consultation(scene.store, scene.secretary, AT, decided=False)
    has(words_of(await made(scene, one), tmp_path), "Nothing is decided yet. It is to be decided by")
    lines = [plain(getattr(block, "text", "")) for block in (await made(scene, one, Form.EASY_READ)).blocks]
    assert lines[-1] == "Nothing is decided yet."


@pytest.mark.parametrize(("restricted", "refused"), [(True, True), (False, False)])
async def test_what_one_forum_keeps_to_itself_gets_no_paper(scene: Scene, restricted: bool, refused: bool) -> None:
    one = await a_published_consultation(scene.store, scene.secretary, AT, restricted=restricted)
    if refused:
        with pytest.raises(NotAllowed, match="told to the people of one forum alone"):
            await made(scene, one)
    else:
        assert docx(await made(scene, one)).startswith(b"PK")


async def test_what_is_not_published_has_no_paper(scene: Scene) -> None:
    one = await a_published_consultation(scene.store, scene.secretary, AT)
    async with scene.store.writing() as writing:
        (await writing.get_one(ConsultationSum, one)).published_at = None
    with pytest.raises(WrongMoment, match="Nothing is published of this yet"):
        await made(scene, one)
