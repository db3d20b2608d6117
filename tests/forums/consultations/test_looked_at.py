"""What somebody who looked at the pages of a question found wrong, and what they would find again."""

from __future__ import annotations

import re
from uuid import uuid4

from govern.forums.consultations import queries
from govern.forums.consultations.pages.showing import Thing, can_be_chosen, things_of
from govern.forums.consultations.queries import CardView
from govern.forums.consultations.rules import Adaptation, CountsAs
from tests.forums.conftest import Forums
from tests.forums.consultations.test_question_pages import sent, with_cards, written


def a_card(counts_as: CountsAs, english: str, welsh: str, symbol: str) -> CardView:
    return CardView(
        id=uuid4(),
        consultation_id=uuid4(),
        position=1,
        counts_as=counts_as,
        words=english,
        texts={"en": english, "cy": welsh},
        symbol=symbol,
        photograph=None,
        object="",
        objects={},
    )


def test_a_card_that_is_only_shown_cannot_be_pressed() -> None:
    cards = [a_card(CountsAs.FOR, "Yes", "Ie", "a"), a_card(CountsAs.NOTHING, "The pool", "Y pwll", "b")]
    assert can_be_chosen(cards) == (cards[0],)
    assert things_of(Adaptation.SYMBOLS, None, cards) == (
        Thing(name="picked", value=str(cards[0].id), card=cards[0]),
    )
    assert [one.value for one in things_of(Adaptation.SYMBOLS, None, cards[1:])] == ["yes", "no"]


def test_the_same_words_in_two_languages_are_no_two_things_of_one_picture() -> None:
    tuesday = a_card(CountsAs.FOR, "Tuesday", "Dydd Mawrth", "mulberry-day")
    assert queries.hints_of([], [], [tuesday], []) == ()
    also = a_card(CountsAs.AGAINST, "Thursday", "Dydd Iau", "mulberry-day")
    assert len(queries.hints_of([], [], [tuesday, also], [])) == 2  # in each of the languages


async def test_the_question_itself_is_asked_unless_another_wording_is_written(forums: Forums) -> None:
    """The name of the question stands in the field of a topic only: elsewhere it would be asked instead."""
    mair, at = await written(forums)
    await with_cards(mair, at)
    for way, topic in (("yes_no", False), ("words", False), ("mat", True)):
        await mair.get(f"{at}/ways/{way}")
        assert ("\nSwimming</textarea>" in mair.last.text, 'value="Swimming"' in mair.last.text) == (False, topic)
    await sent(mair, f"{at}/ways/yes_no", f"{at}/ways/yes_no", {"words": "", "words_cy": ""})
    await mair.follow()
    assert "<h1>Swimming is on Tuesday. Move it to Thursday evening?</h1>" in mair.last.text


async def test_a_way_is_looked_at_as_a_sitting_shows_it_and_no_press_goes_anywhere(forums: Forums) -> None:
    mair, at = await written(forums)
    await with_cards(mair, at)
    await sent(mair, f"{at}/ways/sorting", f"{at}/ways/sorting", {"words": "Swimming", "words_cy": "Nofio"})
    await mair.follow()
    main = mair.last.text.split("<main")[1]
    assert "<form" not in main and "Stop" in mair.text() and "To look at. Nothing is kept." in mair.last.text
    assert ("Tuesday" in main, "Thursday" in main) == (True, False)  # one card after the other


async def test_what_to_watch_for_never_stands_on_the_screen_of_the_person(forums: Forums) -> None:
    mair, at = await written(forums)
    await with_cards(mair, at)
    watch: dict[str, str | list[str]] = {"words": "Comes, stays, turns away", "words_cy": "Yn dod, yn aros"}
    await sent(mair, f"{at}/ways/observing", f"{at}/ways/observing", watch)
    await mair.follow()
    assert "turns away" not in mair.text() and "<h1>Swimming</h1>" in mair.last.text
    await mair.get(f"{at}/check/plain")
    assert "turns away" in mair.text()


async def test_easy_read_begins_with_few_lines_and_has_room_for_more(forums: Forums) -> None:
    mair, at = await written(forums)

    async def lines() -> int:
        await mair.get(f"{at}/ways/easy")
        return len(re.findall(r'name="line_en"', mair.last.text))

    assert await lines() == 6
    easy: dict[str, str | list[str]] = {f"line_{code}": [f"Line {n}." for n in range(5)] for code in ("en", "cy")}
    easy |= {f"picture_{code}": ["openmoji-clock"] * 5 for code in ("en", "cy")}
    await sent(mair, f"{at}/ways/easy", f"{at}/ways/easy", easy)
    assert await lines() == 8
