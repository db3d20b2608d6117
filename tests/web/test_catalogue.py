"""The catalogue: every text of the house has Welsh, whole and with the same gaps, and sentences are short."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from scripts.translations import LOCALE, UNCHECKED, gather

WELSH = LOCALE / "cy" / "LC_MESSAGES" / "govern.po"
#: One form each for other numbers, 1, 2, 3 and 6 (CLDR's Welsh without its form for nought).
PLURALS = "nplurals=5; plural=(n==1 ? 1 : n==2 ? 2 : n==3 ? 3 : n==6 ? 4 : 0);"
GAP = re.compile(r"\{\w*\}|%\(\w+\)s")
MOST_WORDS = 25
#: Sentences that may be longer, each with its reason.
LONGER: dict[str, str] = {}
#: English texts whose Welsh a speaker has checked; only these may go without the comment.
CHECKED: frozenset[str] = frozenset()


def read(file: Path) -> Catalog:
    with file.open("rb") as opened:
        return read_po(opened, locale="cy")


@pytest.fixture(scope="module")
def house() -> Catalog:
    return gather()


@pytest.fixture(scope="module")
def welsh() -> Catalog:
    return read(WELSH)


def entries(catalogue: Catalog) -> list[Message]:
    return [message for message in catalogue if message.id]


def texts_of(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def welsh_of(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def test_every_text_of_the_house_is_in_the_catalogue_and_no_other(house: Catalog, welsh: Catalog) -> None:
    assert {m.id for m in entries(house)} == {m.id for m in entries(welsh)}


def test_every_text_has_welsh_in_every_form(welsh: Catalog) -> None:
    bare = [m.id for m in entries(welsh) if not all(text.strip() for text in welsh_of(m))]
    assert bare == []
    short = [m.id for m in entries(welsh) if not isinstance(m.id, str) and len(welsh_of(m)) != 5]
    assert short == []


def test_the_gaps_are_the_same_in_both_languages(welsh: Catalog) -> None:
    wrong = []
    for message in entries(welsh):
        asked = {gap for text in texts_of(message) for gap in GAP.findall(text)}
        always = set.intersection(*(set(GAP.findall(text)) for text in texts_of(message)))
        for text in welsh_of(message):
            found = set(GAP.findall(text))
            if not always <= found <= asked:
                wrong.append((message.id, text))
    assert wrong == []


def test_what_no_speaker_has_checked_says_so_and_nothing_is_fuzzy(welsh: Catalog) -> None:
    assert [m.id for m in entries(welsh) if m.fuzzy] == []
    assert [m.id for m in entries(welsh) if UNCHECKED not in m.user_comments and m.id not in CHECKED] == []


def test_the_compiled_catalogue_is_the_written_one(welsh: Catalog) -> None:
    compiled = BytesIO()
    write_mo(compiled, welsh)
    assert WELSH.with_suffix(".mo").read_bytes() == compiled.getvalue()


def test_welsh_has_a_form_for_one_two_three_six_and_the_rest() -> None:
    assert f'"Plural-Forms: {PLURALS}\\n"' in WELSH.read_text("utf-8")


def sentences_in(text: str) -> list[str]:
    return re.split(r"(?<=[.!?])[”\")]?\s+", text)


def test_english_sentences_are_short(house: Catalog) -> None:
    long = {
        sentence
        for message in entries(house)
        for text in texts_of(message)
        for sentence in sentences_in(text)
        if len(sentence.split()) > MOST_WORDS
    }
    assert long == LONGER.keys()
