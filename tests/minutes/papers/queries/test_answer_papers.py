"""The answer to a recommendation on paper: what was asked, its journey with days, reasons, what can be done."""

from __future__ import annotations

from pathlib import Path

import pytest

from govern.documents import Document, EasyRow, Form, Heading, plain
from govern.documents.symbols import STATIC
from govern.errors import NotFound, WrongMoment
from govern.forums.recommendations.rules import Stage
from govern.languages import LANGUAGES
from govern.minutes.papers import queries
from govern.minutes.papers.queries import Wanted
from govern.minutes.papers.rules import PaperKind
from tests.meetings.scene import AT, Scene
from tests.minutes.papers.given_answer import PICTURE, an_answered_recommendation
from tests.minutes.papers.reading import has, words_of


async def made(scene: Scene, stage: Stage, form: Form = Form.STANDARD, language: str = "en") -> Document:
    one = await an_answered_recommendation(scene.store, scene.secretary, AT, stage)
    async with scene.store.reading() as reading:
        return await queries.made(reading, Wanted(PaperKind.ANSWER, one, LANGUAGES[language], form, AT))


async def test_it_has_what_was_asked_the_journey_with_its_days_the_answer_and_what_can_be_done(
    scene: Scene, tmp_path: Path
) -> None:
    document = await made(scene, Stage.ANSWER_DUE)
    words = words_of(document, tmp_path)
    has(words, "Answer to a recommendation: Sick pay after week six", "Asked by Pont forum", "10 September 2026")
    has(words, "What was asked", "Sick pay stays the same.", "From July we can pay for it.", "It stands in: Item 7")
    has(words, "If you are not satisfied, talk to your forum. It can ask again, with new facts.")
    assert [plain(block.text) for block in document.blocks if isinstance(block, Heading)] == [
        "What was asked",
        "The answer",
        "Its journey",
        "Pont forum agreed on this on Thursday 10 September 2026.",
        "Board agreed with it on Monday 9 November 2026.",
        "What you can do now",
    ]
    assert words.count("3 days late.") == 1, "the answer was late, the step of the forum that asked never is"
    welsh = words_of(await made(scene, Stage.ANSWER_DUE, language="cy"), tmp_path)
    has(welsh, "Tâl salwch ar ôl wythnos chwech", "O fis Gorffennaf gallwn dalu amdano.", "Fforwm Pont")


@pytest.mark.parametrize(
    ("stage", "then"),
    [
        (Stage.ACCEPTED, "The forum that asked is satisfied with the answer. Write a new one if things change."),
        (Stage.APPEALED, "There is an appeal about this. Wait for what comes of it."),
        (Stage.MOVED, "The members decide about this in a general meeting. Wait for what comes of it."),
    ],
)
async def test_where_nothing_can_be_done_now_it_says_why(scene: Scene, stage: Stage, then: str) -> None:
    document = await made(scene, stage)
    assert plain(document.blocks[-1].text) == then  # type: ignore[union-attr]


async def test_in_easy_read_it_begins_with_what_was_asked_and_ends_with_what_can_be_done(scene: Scene) -> None:
    document = await made(scene, Stage.ANSWER_DUE, Form.EASY_READ)
    rows = [block for block in document.blocks if isinstance(block, EasyRow)]
    own = (STATIC / PICTURE).read_text("utf-8")
    assert [str(row.picture) in own for row in rows[:4]] == [False, True, True, False], "its own pictures"
    assert [plain(row.text) for row in rows] == [
        "You asked for something:",
        "You are ill.",
        "Your pay stays the same.",
        "Now there is an answer.",
        "It comes from Board.",
        "They say: yes.",
        "Yes, from July.",
        "Are you not happy with it? Talk to your forum.",
    ]


@pytest.mark.parametrize("stage", [Stage.WITH, Stage.HELD])
async def test_while_the_answer_is_owed_there_is_no_paper(scene: Scene, stage: Stage) -> None:
    """After it was asked again the answer of before is no answer to it."""
    with pytest.raises(WrongMoment, match="There is no answer to this yet"):
        await made(scene, stage)


@pytest.mark.parametrize("stage", [Stage.DRAFT, Stage.DROPPED])
async def test_of_what_never_left_its_forum_there_is_no_paper(scene: Scene, stage: Stage) -> None:
    with pytest.raises(NotFound):
        await made(scene, stage)
