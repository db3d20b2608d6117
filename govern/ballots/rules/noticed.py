"""What the notice of a meeting said of a question, pure: the vote is on these words alone (invariant 23)."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from govern.errors import NotAllowed
from govern.sentences import Sentence

Words = Mapping[str, str]


class Said(msgspec.Struct, frozen=True):
    """The title and the full text of one item of business as the notice has them, in each language.

    `asks` is what it asks: the kind of resolution, or the seats and how many; see `asks_for`.
    """

    title: dict[str, str]
    full_text: dict[str, str]
    asks: str = ""


def asks_for(resolution: str | None, body: str | None, constituency: str | None, places: int | None) -> str:
    """What an item or a question asks, to tell whether both ask the same."""
    return resolution or f"{body}/{constituency}/{places}"


class Noticed(msgspec.Struct, frozen=True):
    """What stands of a question since the notice: its words, and how it was put then."""

    said: Said
    question: dict[str, str]


OTHER_WORDS = Sentence(
    "The notice has gone out, and people vote on the words that it names. For other words, correct the notice with a "
    "new item, or call another meeting. Easy Read, and what Yes and No mean, can still change."
)
NEW_BUSINESS = Sentence(
    "The notice has gone out, and a meeting votes only on what its notice names. Correct the notice to add an item: "
    "it joins this vote."
)


def off_notice(noticed: Noticed, title: Words, question: Words, full_text: Words) -> str | None:
    """Which part has other words than the notice: "title", "question" or "full_text". None where all stand.

    A question may be put as it was when the notice went out, or in the words of the title. White space does not
    count, and a language that the notice did not have may be added.
    """
    said = noticed.said
    if not _stands(said.title, title):
        return "title"
    if not all(
        _plain(question.get(code, "")) in (_plain(words), _plain(said.title.get(code, "")))
        for code, words in noticed.question.items()
        if words.strip()
    ):
        return "question"
    return None if _stands(said.full_text, full_text) else "full_text"


def check_as_noticed(noticed: Noticed, title: Words, question: Words, full_text: Words) -> None:
    """Raises `NotAllowed` at the field that has other words than the notice."""
    part = off_notice(noticed, title, question, full_text)
    if part is not None:
        raise NotAllowed(OTHER_WORDS, field=part)


def _stands(said: Words, now: Words) -> bool:
    told = {code: words for code, words in said.items() if words.strip()}
    if not told:
        return not any(words.strip() for words in now.values())
    return all(_plain(now.get(code, "")) == _plain(words) for code, words in told.items())


def _plain(words: str) -> list[str]:
    return words.split()


def not_in_it(title: str) -> Sentence:
    return Sentence(
        "“{title}” is not in the notice of the meeting, and a meeting votes only on what its notice names. "
        "Withdraw this vote, and make it anew from the agenda.",
        title=title,
    )


def has_other_words(title: str) -> Sentence:
    return Sentence(
        "“{title}” has other words than the notice of the meeting. Write the words of the notice, "
        "or withdraw this vote and make it anew from the agenda.",
        title=title,
    )
