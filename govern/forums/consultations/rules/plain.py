"""What a machine sees in a text that is to be plain: it points, it never decides.

Whoever checks a question reads these beside the page and makes up their own mind. Passing them is not Easy Read; the
readers are (easy-read.md, section 5).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from govern.sentences import Sentence

MOST_WORDS_PLAIN, MOST_WORDS_EASY, MOST_LIX = 25, 15, 35
#: Fewer words say nothing about how a text reads.
_FEWEST_FOR_LIX = 12
_SENTENCES = re.compile(r"(?<=[.?!])\s+")
_WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)*")
_CONTRACTED = re.compile(r"\b\w+(?:n[’']t|[’'](?:re|ve|ll|d|m))\b|\b(?:it|that|there|what|he|she)[’']s\b", re.I)
_DIGIT_DAY = re.compile(r"\b\d{1,2}[/.]\d{1,2}(?:[/.]\d{2,4})?\b")
_INITIALS = re.compile(r"\b[A-ZÂÊÎÔÛŴŶ]{2,}\b")
_HARD = frozenset(
    {
        *("hereby", "pursuant", "resolve", "resolved", "carried", "shall", "deem", "deemed", "quorate", "invalid"),
        *("submit", "regarding", "utilise", "facilitate", "stakeholder", "implement", "consultation", "provision"),
    }
)
_LEADING = re.compile(
    r"\b(?:don[’']t you|wouldn[’']t you|isn[’']t it|surely|obviously|of course|everybody knows|great|wonderful|"
    r"better|best|should we not|onid yw|wrth gwrs|gwych|gwell)\b",
    re.I,
)
_FAR = re.compile(r"\b(?:imagine|if you could|in (?:ten|five|\d+) years|one day|ever|dychmygwch|rhyw ddydd)\b", re.I)


def hints_for_question(text: str, language: str) -> tuple[Sentence, ...]:
    """What to look at in a question: more than one idea, something far away, words that pull to one side."""
    found = list(hints_for_text(text, language))
    if re.search(r"\b(?:and|or|a|ac|neu)\b", _asked(text), re.I) and language == "en":
        found.append(Sentence("Does it ask two things at once? There is “and” or “or” in the question."))
    if _LEADING.search(text):
        found.append(Sentence("Does it pull to one side? Look at “{words}”.", words=_LEADING.search(text)[0]))  # type: ignore[index]  # it was found
    if _FAR.search(text):
        found.append(Sentence("Is it near in time? Look at “{words}”.", words=_FAR.search(text)[0]))  # type: ignore[index]  # it was found
    return tuple(found)


def _asked(text: str) -> str:
    return _SENTENCES.split(text.strip())[-1]


def hints_for_text(text: str, language: str, *, easy: bool = False) -> tuple[Sentence, ...]:
    """What to look at in a text of a page, and in a line of Easy Read."""
    most = MOST_WORDS_EASY if easy else MOST_WORDS_PLAIN
    found = [
        Sentence("This sentence has {count} words, more than {most}: “{words}”", count=count, most=most, words=one)
        for one in _SENTENCES.split(text.strip())
        if (count := len(one.split())) > most
    ]
    if "%" in text or re.search(r"\bper ?cent\b|y cant\b", text, re.I):
        found.append(Sentence("There is a percentage. Say it as “3 out of every 4”."))
    if day := _DIGIT_DAY.search(text):
        found.append(Sentence("A day is written in digits: {day}. Write it in words.", day=day[0]))
    if initials := _INITIALS.search(text):
        found.append(Sentence("There are initials: {words}. Say them in full.", words=initials[0]))
    hard = sorted(_HARD & {word.lower() for word in _WORD.findall(text)})
    if hard and language == "en":
        found.append(Sentence("These words may be hard: {words}.", words=tuple(hard)))
    if easy:
        found += _easy_only(text, language)
    elif language == "en" and len(_WORD.findall(text)) >= _FEWEST_FOR_LIX and lix(text) > MOST_LIX:
        found.append(Sentence("Long words and long sentences: this reads as hard as a letter from an office."))
    return tuple(found)


def _easy_only(text: str, language: str) -> list[Sentence]:
    found = []
    contracted = _CONTRACTED.search(text) if language == "en" else None
    if contracted:
        found.append(Sentence("Write “{words}” in full.", words=contracted[0]))
    if re.search(r"[()\[\];–—“”\"]| - ", text):
        found.append(Sentence("There is a bracket, a dash, a semicolon or a quotation mark. Make two lines."))
    if len(_SENTENCES.split(text.strip())) > 1:
        found.append(Sentence("There are two sentences in one line: “{words}”", words=text.strip()))
    return found


def lix(text: str) -> int:
    """How hard a text reads in English: words a sentence, and of 100 words those with more than six letters."""
    words = _WORD.findall(text)
    sentences = max(1, len([one for one in _SENTENCES.split(text.strip()) if one]))
    if not words:
        return 0
    return len(words) // sentences + 100 * sum(len(word) > 6 for word in words) // len(words)


def hints_for_pictures(pictures: Iterable[tuple[str, str]]) -> tuple[Sentence, ...]:
    """Pictures on one page as (key, what it stands for): two with one meaning, or one with two, confuse."""
    by_meaning: dict[str, set[str]] = defaultdict(set)
    by_picture: dict[str, dict[str, str]] = defaultdict(dict)
    for key, meaning in pictures:
        plain = " ".join(meaning.casefold().split())
        if plain:
            by_meaning[plain].add(key)
            by_picture[key][plain] = meaning
    twice = [
        Sentence("There are two pictures for “{words}” on one page.", words=meaning)
        for meaning, keys in by_meaning.items()
        if len(keys) > 1
    ]
    split = [
        Sentence("One picture stands for two things: {words}.", words=tuple(meanings.values()))
        for meanings in by_picture.values()
        if len(meanings) > 1
    ]
    return (*twice, *split)


def hints_for_cards(pictured: Sequence[bool], real: Sequence[bool]) -> tuple[Sentence, ...]:
    """Cards of one question look alike: a picture on all of them or on none."""
    found = []
    if any(pictured) and not all(pictured):
        found.append(Sentence("Some cards have a picture and some have none. The eye goes to the picture."))
    if any(real) and not all(real):
        found.append(Sentence("Some cards show a photograph and some a drawing. Use the same kind for all."))
    return tuple(found)
