"""What a screen reader says of paper, check page and receipt, kept word for word in English and in Welsh.

`GOVERN_WRITE_READ_ALOUD=1` writes the files anew; look at what has changed before it is kept.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from tests.servers import checkers
from tests.stories import day as days
from tests.stories.day import Day
from tests.stories.dyffryn import NAME, person
from tests.stories.walkers import Walker

pytestmark = [pytest.mark.browser, pytest.mark.node]
KEPT = Path(__file__).parent / "read_aloud"
STAND = [person(first).name for first in ("Carys", "Dewi", "Elin")]


@pytest.mark.parametrize("language", ["en", "cy"])
def test_a_screen_reader_says_the_same_as_before(voting: Day, tools: None, language: str) -> None:
    who = person("Haf")
    walker = Walker(voting.browser, voting.service.address, "dyffryn", scripts=False, language=language)
    voting.desk.let_in(walker, voting.desk.person(who.email, who.name))
    said = {"paper": aloud(walker, f"{voting.ballot}/paper/1")}
    said["ranked"] = aloud(walker, f"{voting.ballot}/paper/4")
    days.fill_in(voting, walker, ("yes", "blank", "no", ("Carys", "Dewi"), ()))
    said["check"] = aloud(walker, f"{voting.ballot}/check")
    days.go_on(walker)
    said["receipt"] = aloud(walker, f"{voting.ballot}/receipt")
    walker.close()
    for name, text in said.items():
        file = KEPT / f"{name}.{language}.txt"
        if os.environ.get("GOVERN_WRITE_READ_ALOUD"):
            KEPT.mkdir(exist_ok=True)
            file.write_text(text, "utf-8")
        assert text == file.read_text("utf-8"), f"{file.name} is not what a screen reader says now"


def aloud(walker: Walker, path: str) -> str:
    return masked(checkers.read_aloud(walker.download(path).decode())) + "\n"


def masked(phrases: list[str]) -> str:
    """Without what is different each time: codes, days, and the order of names that the lot gave."""
    text = "\n".join(phrases)
    # First: four digits, a hyphen and four digits stand in some ids too, and look like a code.
    text = re.sub(r"\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b", "(id)", text)
    text = re.sub(r"[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}", "(code)", text)
    text = re.sub(r"\b\w+ \d{1,2} \w+ 20\d\d\b", "(day)", text)
    text = re.sub(r"\b20\d\d-1\b", "(number)", text)
    drawn = sorted((name for name in STAND if name in text), key=text.index)
    for place, name in enumerate(drawn, 1):
        text = text.replace(name, f"(candidate {place})")
    assert NAME in text or "Dyffryn" in text
    return text
