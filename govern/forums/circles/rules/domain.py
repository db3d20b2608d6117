"""What a circle may decide: its domain, of matters of the rules and of matters in words of its own (invariant 68).

A matter of the rules is in a circle's domain where the body it follows has it, or where it was handed down by the
circle or the body above. What is in no domain here is not decided: the refusal names who may (M22).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from uuid import UUID

import msgspec

from govern.constituencies.boards.rules.domains import belongs_to, check_topic, put_it_to, topic_words, topics
from govern.constituencies.rulebook.book import Rulebook
from govern.errors import NotAllowed, NotValid
from govern.sentences import Sentence

Say = Callable[[Sentence | str], str]


class Matter(msgspec.Struct, frozen=True):
    """One matter of a domain: a topic of the rules, or words of the circle's own."""

    id: UUID
    topic: str | None
    words: dict[str, str]

    def names(self, say: Say) -> tuple[str, ...]:
        """What people call it: in the reader's language and as it was written."""
        return topic_names(self.topic, say) if self.topic else tuple(self.words.values())


class Holder(msgspec.Struct, frozen=True):
    """Another circle that everybody may know of, and what it decides."""

    name: str
    matters: tuple[Matter, ...]


class Outside(NotAllowed):
    """A circle would decide what it may not. The message names who may."""


def topic_names(topic: str, say: Say) -> tuple[str, ...]:
    words = topic_words(topic)
    return (say(words), str(words), topic.replace("_", " "))


def plain(words: str) -> str:
    """Letters and figures in small print, one space between words."""
    return " ".join(re.findall(r"\w+", words.casefold()))


def same(wanted: str, names: Iterable[str]) -> bool:
    return plain(wanted) in {plain(name) for name in names}


def near(wanted: str, names: Iterable[str]) -> bool:
    """One is part of the other, in whole words: “pay rate” is near “pay rate of workers” and near “pay”."""
    asked = f" {plain(wanted)} "
    return any(f" {plain(name)} " in asked or asked in f" {plain(name)} " for name in names if plain(name))


def check_inside(
    book: Rulebook,
    chosen: UUID | None,
    typed: str,
    own: Sequence[Matter],
    others: Sequence[Holder],
    above: str,
    say: Say = str,
) -> Matter:
    """The matter of the circle's own domain that a decision is about: `chosen` from the list, or `typed`.

    Raises `Outside` naming the circle or the body that may decide it, `NotValid` where nothing is said.
    """
    if chosen is not None:
        found = next((one for one in own if one.id == chosen), None)
        if found is None:
            raise NotValid("This is no longer in the circle's domain. Choose again.", field="matter")
        return found
    if not plain(typed):
        raise NotValid("Choose what it is about, or say it in a few words.", field="matter")
    mine = next((one for one in own if same(typed, one.names(say))), None)
    if mine is not None:
        return mine
    raise Outside(_elsewhere(book, typed, others, above, say), field="other")


def _elsewhere(book: Rulebook, typed: str, others: Sequence[Holder], above: str, say: Say) -> Sentence:
    for fits in (same, near):
        for holder in others:
            if any(fits(typed, matter.names(say)) for matter in holder.matters):
                return Sentence(
                    "This belongs to the circle named “{name}”: {matter}. Put it to them.",
                    name=holder.name,
                    matter=typed.strip(),
                )
        for topic in topics(book):
            if fits(typed, topic_names(topic, say)):
                return put_it_to(book, belongs_to(book, topic)[0], topic)
    return Sentence(
        "“{matter}” is not in this circle's domain, and no circle has it. Bring it to “{above}”, which can decide it "
        "or hand it down.",
        matter=typed.strip(),
        above=above,
    )


def check_may_be_given(book: Rulebook, topic: str, follows: str | None, above: Collection[str]) -> None:
    """A matter of the rules comes into a domain from the body the circle follows, or from above it. Raises `Outside`
    with who has it."""
    check_topic(book, topic)
    own = book.body(follows).domain if follows else ()
    if topic not in own and topic not in above:
        raise Outside(put_it_to(book, belongs_to(book, topic)[0], topic), field="topic")


def without_ground(topics: Iterable[str], own: Collection[str], above: Collection[str]) -> tuple[str, ...]:
    """Matters of the rules in a domain that neither the body the circle follows nor what is above it has."""
    return tuple(topic for topic in topics if topic not in own and topic not in above)


def newly_offered(topics: Collection[str], then: Collection[str], now: Iterable[str]) -> tuple[str, ...]:
    """Matters that the body a circle follows has by the rules of today and had not before, and the circle has not."""
    return tuple(topic for topic in now if topic not in then and topic not in topics)
