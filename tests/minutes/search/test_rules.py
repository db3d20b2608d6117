"""How a text becomes words, which words were asked for, and the part that is shown."""

from __future__ import annotations

import pytest

from govern.errors import NotValid
from govern.minutes.search.rules import MOST_WORDS, Piece, asked, pieces, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Dŵr a thân", ("dwr", "a", "than")),
        ("STRASSE, straße", ("strasse", "strasse")),
        ("3.5 % of 40-year-olds", ("3", "5", "of", "40", "year", "olds")),
        ("'; DROP TABLE findable; --", ("drop", "table", "findable")),
        ("a:* & !b | (c)", ("a", "b", "c")),
        ("“”…", ()),
        ("ﬁne ½", ("fine", "1", "2")),
    ],
)
def test_words_are_small_letters_and_digits_without_marks(text: str, words: tuple[str, ...]) -> None:
    assert words_of(text) == words


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Type a word to look for"),
        (" ?! ", "Type a word to look for"),
        ("a b c", "Type at least 2 letters of a word."),
        ("one two three four five six seven eight nine", f"Type {MOST_WORDS} words or fewer."),
    ],
)
def test_nothing_to_look_for_is_refused_with_what_to_type(text: str, said: str) -> None:
    with pytest.raises(NotValid, match=said.replace(".", r"\.")) as refused:
        asked(text)
    assert refused.value.field == "q"


def test_each_word_is_asked_for_once() -> None:
    assert asked("The van, the VAN!") == ("the", "van")


def test_the_words_around_the_first_hit_are_shown_and_every_hit_is_marked() -> None:
    text = " ".join(["before"] * 40 + ["Minibuses", "and", "a", "minibus"] + ["after"] * 40)
    found = pieces(text, ("minibus",))
    assert [piece.text for piece in found if piece.hit] == ["Minibuses", "minibus"]
    shown = "".join(piece.text for piece in found)
    assert shown.startswith("… before") and shown.endswith("after …") and len(shown.split()) < 45


def test_where_only_the_heading_has_the_word_the_beginning_is_shown() -> None:
    assert pieces("Nothing of it here.", ("van",)) == (Piece("Nothing of it here.", False),)
