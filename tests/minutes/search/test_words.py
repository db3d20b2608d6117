"""Both databases find the same things: what Python finds, looking at every text (decision 43)."""

from __future__ import annotations

import random
from datetime import date
from uuid import uuid4

import pytest

from govern.database import Store
from govern.minutes.search import words
from govern.minutes.search.models import Findable
from govern.minutes.search.rules import Kind, words_of

ALPHABET = (
    "van",
    "vans",
    "vanilla",
    "dŵr",
    "dwr",
    "can't",
    "3.5",
    "1e5",
    "it's",
    "Café",
    "not",
    "NEAR",
    "and",
    "日本",
)
QUESTIONS = (
    ("van",),
    ("vans",),
    ("dwr",),
    ("van", "cafe"),
    ("1e",),
    ("not",),
    ("near", "and"),
    ("3", "5"),
    ("日",),
    ("x",),
)


@pytest.fixture
async def corpus(store: Store) -> tuple[Store, dict[int, tuple[str, ...]]]:
    """Two hundred texts of a few words each, drawn by a seed."""
    draw = random.Random(8)
    texts: dict[int, tuple[str, ...]] = {}
    async with store.writing() as writing:
        for _ in range(200):
            text = " ".join(draw.choices(ALPHABET, k=draw.randint(0, 6)))
            row = Findable(
                kind=Kind.MINUTES,
                subject_id=uuid4(),
                address="minutes",
                language="en",
                title="",
                text=text,
                on_day=date(2026, 1, 1),
            )
            writing.add(row)
            await writing.flush()
            await words.write(writing, row.number, words_of(text))
            texts[row.number] = words_of(text)
    return store, texts


@pytest.mark.parametrize("question", QUESTIONS)
async def test_what_is_found_is_what_has_all_the_words(
    corpus: tuple[Store, dict[int, tuple[str, ...]]], question: tuple[str, ...]
) -> None:
    store, texts = corpus
    async with store.reading() as reading:
        found = {one.number for one in await words.matching(reading, question)}
    assert found == {
        number
        for number, said in texts.items()
        if all(any(word.startswith(start) for word in said) for start in question)
    }


async def test_what_was_taken_out_is_not_found(corpus: tuple[Store, dict[int, tuple[str, ...]]]) -> None:
    store, texts = corpus
    async with store.writing() as writing:
        await words.take_out(writing, list(texts))
    async with store.reading() as reading:
        assert await words.matching(reading, ("van",)) == []
