"""When a way of asking is complete: what people see of it is there, in each language, for each card.

A way that is not complete is refused with what is missing; nothing half ready is put before anybody.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from urllib.parse import urlsplit
from uuid import UUID

import msgspec

from govern.errors import NotValid
from govern.forums.consultations.rules.asking import Asks, CountsAs
from govern.forums.consultations.rules.showing import faces_of
from govern.forums.consultations.rules.ways import Adaptation
from govern.sentences import Sentence

#: Easy-read.md, rules 8 and 16.
MOST_EASY_WORDS, MOST_EASY_ROWS = 15, 12
FEWEST_CARDS, FEWEST_TRIES, MOST_TRIES = 2, 2, 12
LONGEST_CARD = 6


class CardOf(msgspec.Struct, frozen=True, kw_only=True):
    """What the rules have to know of a card."""

    id: UUID
    words: Mapping[str, str]
    counts_as: CountsAs
    symbol: str | None = None
    photograph: bool = False
    object: Mapping[str, str] = msgspec.field(default_factory=dict)


class Try(msgspec.Struct, frozen=True):
    """One attempt: a card is tried out on a day."""

    on: date
    card_id: UUID

    def line(self) -> str:
        return f"{self.on.isoformat()} {self.card_id}"


class WayDraft(msgspec.Struct, frozen=True, kw_only=True):
    """A way as it is prepared. `easy`: by language, rows of a picture (a symbol or a photograph's key) and words."""

    kind: Adaptation
    words: dict[str, str] = msgspec.field(default_factory=dict)
    easy: dict[str, list[tuple[str, str]]] = msgspec.field(default_factory=dict)
    link: str | None = None
    faces: int | None = None
    tries: tuple[Try, ...] = ()


def tries_of(lines: Sequence[str]) -> tuple[Try, ...]:
    """The attempts as they are kept, one a line."""
    return tuple(Try(date.fromisoformat(line.split()[0]), UUID(line.split()[1])) for line in lines if line.strip())


def check_languages(words: Mapping[str, str], languages: Sequence[str], field: str) -> None:
    """Raises `NotValid` beside the first language that is missing."""
    for code in languages:
        if not words.get(code, "").strip():
            raise NotValid(
                "Write it in each language of the society. People choose theirs only when they are asked.",
                field=field if code == "en" else f"{field}_{code}",
            )


def check_way(
    way: WayDraft, cards: Sequence[CardOf], asks: Asks, languages: Sequence[str], today: date, until: date
) -> None:
    """Raises `NotValid` with what is missing."""
    choices = [card for card in cards if card.counts_as is not CountsAs.NOTHING]
    match way.kind:
        case Adaptation.EASY:
            _check_easy(way, languages)
        case Adaptation.SYMBOLS:
            _check_cards(choices)
            _check_each(choices, [bool(card.symbol) for card in choices], _NO_SYMBOL)
        case Adaptation.PHOTOGRAPHS:
            _check_cards(choices)
            _check_each(choices, [card.photograph for card in choices], _NO_PHOTOGRAPH)
        case Adaptation.OBJECTS:
            _check_cards(choices)
            _check_each(choices, [all(card.object.get(code) for code in languages) for card in choices], _NO_OBJECT)
            _check_each(choices, [card.photograph for card in choices], _NO_OBJECT_PHOTOGRAPH)
        case Adaptation.SIGNED:
            _check_link(way.link)
        case Adaptation.MAT | Adaptation.SORTING:
            check_languages(way.words, languages, "words")
            _check_cards(choices)
        case Adaptation.FACES:
            faces_of(way.faces if way.faces is not None else 0)
        case Adaptation.YES_NO:
            if asks is not Asks.PROPOSAL:
                raise NotValid("This question asks which of several. It cannot be answered with yes or no.")
        case Adaptation.TRYING:
            _check_tries(way.tries, choices, today, until)
        case Adaptation.OBSERVING:
            check_languages(way.words, languages, "words")
        case Adaptation.WORDS:
            return


_NO_SYMBOL = Sentence("Each card needs a symbol before it can be asked this way. Choose one for:")
_NO_PHOTOGRAPH = Sentence("A way by photographs needs a photograph on every card. Add one for:")
_NO_OBJECT = Sentence("Say which real thing stands for each card, in each language. It is missing for:")
_NO_OBJECT_PHOTOGRAPH = Sentence("Each real thing is photographed too, so that everybody uses the same. Add one for:")


def _check_cards(choices: Sequence[CardOf]) -> None:
    if len(choices) < FEWEST_CARDS:
        raise NotValid("This way shows cards. Add at least two cards that can be chosen.")


def _check_each(choices: Sequence[CardOf], complete: Sequence[bool], why: Sentence) -> None:
    missing = tuple(
        card.words.get("en") or next(iter(card.words.values()), "")
        for card, there in zip(choices, complete, strict=True)
        if not there
    )
    if missing:
        raise NotValid(Sentence("{why} {cards}.", why=why, cards=missing))


def _check_easy(way: WayDraft, languages: Sequence[str]) -> None:
    for code in languages:
        rows = way.easy.get(code, [])
        field = f"easy_{code}"
        if not rows:
            raise NotValid("Write the Easy Read in each language of the society.", field=field)
        if len(rows) > MOST_EASY_ROWS:
            raise NotValid("Easy Read has {most} lines on a page at most.", field=field, most=MOST_EASY_ROWS)
        for number, (picture, words) in enumerate(rows, start=1):
            if not picture:
                raise NotValid("Every line of Easy Read has a picture. Line {n} has none.", field=field, n=number)
            if not words.strip():
                raise NotValid("Every picture has words beside it. Line {n} has none.", field=field, n=number)
            if len(words.split()) > MOST_EASY_WORDS:
                raise NotValid(
                    "A line of Easy Read has {most} words at most. Line {n} has more.",
                    field=field,
                    most=MOST_EASY_WORDS,
                    n=number,
                )


def _check_link(link: str | None) -> None:
    parts = urlsplit(link or "")
    if parts.scheme != "https" or not parts.hostname or "." not in parts.hostname or parts.username is not None:
        raise NotValid("Give the address of the signed video. It begins with https://", field="link")


def _check_tries(tries: Sequence[Try], choices: Sequence[CardOf], today: date, until: date) -> None:
    if not FEWEST_TRIES <= len(tries) <= MOST_TRIES:
        raise NotValid(
            "Say on which days it is tried out: {least} times at least, {most} at most.",
            field="tries",
            least=FEWEST_TRIES,
            most=MOST_TRIES,
        )
    known = {card.id for card in choices}
    if any(one.card_id not in known for one in tries):
        raise NotValid("Choose for each day which card is tried out.", field="tries")
    if any(one.on > until for one in tries):
        raise NotValid("Each day lies before the last day of asking. Choose earlier days.", field="tries")
    if all(one.on < today for one in tries):
        raise NotValid("Choose days that are still to come.", field="tries")
    if len(set(tries)) < len(tries):
        raise NotValid("One card is tried out once a day. Take the double line out.", field="tries")
    _check_each(choices, [any(one.card_id == card.id for one in tries) for card in choices], _NOT_TRIED)


_NOT_TRIED = Sentence("Whoever tries it out has to meet each of the things. There is no day for:")


def check_card(words: Mapping[str, str], object_: Mapping[str, str], languages: Sequence[str]) -> None:
    """A card has words in each language, few enough to be read at one look. Raises `NotValid` beside the field."""
    check_languages(words, languages, "words")
    for code, text in words.items():
        if len(text.split()) > LONGEST_CARD:
            raise NotValid(
                "A card has {most} words at most. Leave the rest to whoever asks.",
                field="words" if code == "en" else f"words_{code}",
                most=LONGEST_CARD,
            )
    if object_:
        check_languages(object_, languages, "object")
