"""Not satisfied: asked again as often as the rules say, then an appeal or a motion to the general meeting (W15)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from enum import StrEnum
from uuid import UUID

from govern.constituencies.register.rules.applications import may_appeal
from govern.constituencies.rulebook.book import Rulebook, citation
from govern.constituencies.rulebook.plain.words import APPEALS, said
from govern.constituencies.rulebook.rules import called
from govern.errors import NotAllowed, NotValid
from govern.sentences import Sentence


class Way(StrEnum):
    """How an answer comes to somebody who raised the question."""

    EMAIL = "email"
    LETTER = "letter"
    TOLD = "told"  # somebody tells them, in their own way


WAYS = {
    Way.EMAIL: Sentence("By email"),
    Way.LETTER: Sentence("By a letter on paper"),
    Way.TOLD: Sentence("Somebody tells me"),
}
FORMATS = {
    "standard": Sentence("Standard"),
    "large_print": Sentence("Large print"),
    "easy_read": Sentence("Easy Read"),
}


def way_of(wish: Way | None, email: str | None) -> Way:
    """The way they chose; by email only where there is an address, else on paper."""
    if wish is Way.EMAIL or wish is None:
        return Way.EMAIL if email else Way.LETTER
    return wish


def format_of(wish: str | None, profile: str) -> str:
    """The format they chose for this answer, else the one of their own pages and papers."""
    chosen = wish or profile
    return chosen if chosen in FORMATS else "standard"


def may_ask_again(book: Rulebook, times: int) -> bool:
    return times < book.recommendation.re_raise_max


def check_again(book: Rulebook, times: int, facts: Iterable[str]) -> None:
    """Asked again with new facts, within the limit of the rules. Raises `NotAllowed` (W15) or `NotValid`."""
    most = book.recommendation.re_raise_max
    rule = citation("recommendation.re_raise_max", book)
    if most == 0:
        raise NotAllowed(
            "By the rules a question that is answered is not asked again ({rule}). {then}",
            rule=rule,
            then=what_is_left(book),
        )
    if times >= most:
        raise NotAllowed(
            Sentence(
                "This was asked again already. By the rules it is asked again once at most ({rule}). {then}",
                "This was asked again already. By the rules it is asked again {count} times at most ({rule}). {then}",
                most,
                count=most,
                rule=rule,
                then=what_is_left(book),
            )
        )
    if not any(one.strip() for one in facts):
        raise NotValid("Say what is new. Without new facts the answer would be the same.", field="facts")


def what_is_left(book: Rulebook) -> Sentence:
    """What a forum can still do that is not satisfied."""
    if book.recommendation.appeal is not None:
        return Sentence("You can appeal, or ask for a motion at the general meeting.")
    return Sentence("You can ask for a motion at the general meeting.")


def what_then(book: Rulebook, times: int) -> Sentence:
    """What whoever raised it can do who is not satisfied, by how often it was asked again."""
    if may_ask_again(book, times):
        return Sentence("If you are not satisfied, talk to your forum. It can ask again, with new facts.")
    return Sentence("If you are not satisfied, talk to your forum. {then}", then=what_is_left(book))


def appeal_step(book: Rulebook, number: int) -> str | None:
    """Where the appeal goes at its step (from 0), as the rules' word for it; None after the last."""
    appeal = book.recommendation.appeal
    return appeal.steps[number] if appeal is not None and number < len(appeal.steps) else None


def appeal_words(book: Rulebook, step: str) -> Sentence | str:
    """A step of the appeal as people read it."""
    return next((called(body) for body in book.bodies if body.id == step), None) or said(step, APPEALS)


def check_appeal(
    book: Rulebook,
    number: int,
    appellants: Collection[UUID],
    reasons: str,
    *,
    unrelated: bool,
    tied: Iterable[tuple[UUID, UUID]],
) -> None:
    """So many people, unrelated, with reasons, while a step is left (M25). Raises `NotAllowed` or `NotValid`."""
    if book.recommendation.appeal is None:
        raise NotAllowed("The rules know no appeal about this. You can ask for a motion at the general meeting.")
    if appeal_step(book, number) is None:
        raise NotAllowed(
            "Every step of the appeal has been taken ({rule}). You can ask for a motion at the general meeting.",
            rule=citation("recommendation.appeal", book),
        )
    if not reasons.strip():
        raise NotValid("Say why the answer should be looked at again.", field="appeal_words")
    if not appellants:
        raise NotValid("Say who appeals. Type their numbers.", field="appeal_people")
    may_appeal(book, appellants, unrelated=unrelated, tied=tied)
