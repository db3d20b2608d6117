"""What a recommendation says: plain words, and the same in Easy Read, one idea a line with its picture."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import msgspec

from govern.errors import NotValid

#: Words in one line of Easy Read, as the society's easy texts have them.
MOST_WORDS = 15
MOST_LINES = 12


class EasyLine(msgspec.Struct, frozen=True):
    """One idea: the name of its picture under `static/`, and the words."""

    picture: str
    words: str


EasyLines = dict[str, tuple[EasyLine, ...]]


class Wording(msgspec.Struct, frozen=True, kw_only=True):
    """Title, plain words and Easy Read, each in the languages it was typed in."""

    title: Mapping[str, str]
    text: Mapping[str, str]
    easy: Mapping[str, Sequence[EasyLine]] = {}


def check_wording(wording: Wording) -> None:
    """Raises `NotValid` where nothing is asked."""
    if not any(one.strip() for one in wording.title.values()):
        raise NotValid("Say in a few words what you ask for.", field="title")
    if not any(one.strip() for one in wording.text.values()):
        raise NotValid("Write what you ask for, in plain words.", field="text")


def check_easy(lines: Sequence[EasyLine], pictures: Collection[str]) -> None:
    """Short lines, each with a picture that is there. Raises `NotValid`."""
    if not lines:
        raise NotValid("Write at least one line.", field="words")
    if len(lines) > MOST_LINES:
        raise NotValid("Easy Read is short. Use {most} lines at most.", field="words", most=MOST_LINES)
    for number, line in enumerate(lines, 1):
        if len(line.words.split()) > MOST_WORDS:
            raise NotValid(
                "Line {number} has more than {most} words. Make two lines of it.",
                field="words",
                number=number,
                most=MOST_WORDS,
            )
        if line.picture not in pictures:
            raise NotValid("Choose a picture from the list for every line.", field="words")


def is_whole(wording: Wording, languages: Sequence[str], *, easy_needed: bool) -> bool:
    """Whether it could go on as it is: the words in each language, and the Easy Read where the rules ask for it."""
    plain = all(wording.title.get(code) and wording.text.get(code) for code in languages)
    return plain and (not easy_needed or all(wording.easy.get(code) for code in languages))


def check_agreed(wording: Wording, languages: Sequence[str], minute: str, *, easy_needed: bool) -> None:
    """What the forum needs before it passes something on: the words in each language, and its decision (W15)."""
    for code in languages:
        if not wording.title.get(code) or not wording.text.get(code):
            raise NotValid(
                "Before it goes on, write it in every language of the society. Others read it in theirs.",
                field="minute",
            )
    for code in languages:
        if easy_needed and not wording.easy.get(code):
            raise NotValid("Before it goes on, write the Easy Read in every language of the society.", field="minute")
    if not minute.strip():
        raise NotValid("Say where the forum's decision stands, like “Notes of 3 February, item 4”.", field="minute")
