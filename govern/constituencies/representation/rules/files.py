"""The list of mandates that stand on paper: a line for each member, with their peer and the peer's office."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TypeVar

import msgspec

from govern.constituencies.register.incoming.sheet import Line, read_day
from govern.constituencies.representation.rules.mandates import EVERYTHING, HowChosen, Wanted, WantedOffice
from govern.constituencies.rulebook.book import Rulebook
from govern.constituencies.rulebook.rules import called, group_name
from govern.sentences import Sentence
from govern.words import words_of

T = TypeVar("T")
MOST_LINES = 2_000
MOST_BYTES = 4 * 1024 * 1024
COLUMNS: dict[str, tuple[str, ...]] = {
    "peer": ("number of the peer", "cymar", "rhif y cymar"),
    "member": ("number of the member", "aelod", "rhif yr aelod"),
    "group": ("member group", "constituency", "grŵp"),
    "place": ("forum", "lle", "fforwm"),
    "elected": ("elected on", "etholwyd"),
    "until": ("office until", "hyd at"),
    "from": ("mandate from", "o"),
    "to": ("mandate to", "i"),
    "scope": ("for what", "cwmpas"),
    "review by": ("review", "adolygu erbyn"),
    "how chosen": ("chosen", "sut y dewiswyd"),
    "supporter": ("supported by", "cefnogwr"),
}
REQUIRED = ("peer", "member", "group", "place", "elected", "until", "from", "review by", "how chosen")
CHOSEN = {
    HowChosen.OWN_ACT: ("own act", "own choice", "their own act", "gweithred eu hunain", "dewis eu hunain"),
    HowChosen.SUPPORTED: ("supported choice", "supported", "dewis â chymorth"),
}
#: What no mandate comes from (invariant 49), as forms of paper name it.
NEVER = ("capacity assessment", "mental capacity", "best interests", "asesiad galluedd", "budd pennaf")


class ListedMandate(msgspec.Struct, frozen=True):
    """A line as a mandate: the numbers of two members, the peer's office, the mandate itself."""

    peer: str
    member: str
    office: WantedOffice
    mandate: Wanted


def listed_in(line: Line, book: Rulebook, today: date) -> ListedMandate | tuple[Sentence, ...]:
    """A line read, or everything that is wrong with its cells."""
    problems: list[Sentence] = []

    def read(column: str, how: Callable[[str], T | Sentence]) -> T | None:
        found = how(line.cell(column))
        if isinstance(found, Sentence):
            problems.append(found)
            return None
        return found

    peer = read("peer", lambda text: _number(text, "peer"))
    member = read("member", lambda text: _number(text, "member"))
    group = read("group", lambda text: _group(text, book))
    place = read("place", _place)
    elected, until = (read(column, partial(_day, column=column)) for column in ("elected", "until"))
    from_on, review_by = (read(column, partial(_day, column=column)) for column in ("from", "review by"))
    to_on = read("to", partial(_day, column="to")) if line.cell("to") else None
    scope = read("scope", lambda text: _scope(text, book))
    how = read("how chosen", _how)
    supporter = read("supporter", _supporter)
    if review_by and review_by < today:
        problems.append(
            Sentence("Its review was due on {day}, so it has lapsed. The member chooses anew.", day=review_by)
        )
    if until and until <= today:
        problems.append(Sentence("The peer's office ended on {day}.", day=until))
    read_all = peer and member and group and place and elected and until and from_on and review_by and scope and how
    if not read_all or problems:
        return tuple(problems)
    assert peer and member and group and place and elected and until and from_on and review_by and scope and how
    office = WantedOffice(group, book.peer.elected_in or "", place, elected, until)
    return ListedMandate(peer, member, office, Wanted(from_on, review_by, how, scope, supporter or "", to_on))


def _number(text: str, column: str) -> str | Sentence:
    return text[:40] or Sentence("The number in the column “{column}” is missing.", column=column)


def _day(text: str, column: str) -> date | Sentence:
    """Four columns hold days, so the one that is meant is named."""
    if not text:
        return Sentence("The day in the column “{column}” is missing.", column=column)
    found = read_day(text)
    if not isinstance(found, Sentence):
        return found
    return Sentence(
        "“{text}” in the column “{column}” is no date we can read. Write it as 2026-11-27 or 27/11/2026.",
        text=text[:40],
        column=column,
    )


def _group(text: str, book: Rulebook) -> str | Sentence:
    wanted = words_of(text)
    for group in book.constituencies:
        names = (group.id, group.name, group.plain_name, group_name(group, "cy"))
        if wanted and wanted in {words_of(name) for name in names}:
            return group.id
    groups = tuple(called(group) for group in book.constituencies)
    if not text:
        return Sentence("The group is missing. The groups are: {groups}.", groups=groups)
    return Sentence(
        "There is no group “{text}” in the rules. The groups are: {groups}.", text=text[:40], groups=groups
    )


def _place(text: str) -> str | Sentence:
    return text if 0 < len(text) <= 200 else Sentence("The place is missing, or longer than 200 characters.")


def _scope(text: str, book: Rulebook) -> tuple[str, ...] | Sentence:
    """Nothing, or "all", is everything that peers may vote on; else kinds of decision, parted by commas."""
    if not text or words_of(text) in {(EVERYTHING,), ("popeth",), ("everything",)}:
        return (EVERYTHING,)
    known = {words_of(name): kind.id for kind in book.resolutions for name in (kind.id, kind.name or kind.id)}
    found = tuple(known.get(words_of(part), "") for part in text.replace(";", ",").split(","))
    if all(found):
        return found
    kinds = tuple(kind.id for kind in book.resolutions)
    return Sentence(
        "“{text}” is no kind of decision in the rules. Write all, or some of: {kinds}.", text=text[:40], kinds=kinds
    )


def _how(text: str) -> HowChosen | Sentence:
    wanted = words_of(text)
    if wanted in {words_of(name) for name in NEVER}:
        return Sentence(
            "A mandate never comes from an assessment of somebody's capacity. "
            "It is the member's own act, or a supported choice that was written down."
        )
    for how, names in CHOSEN.items():
        if wanted and wanted in {words_of(name) for name in names}:
            return how
    ways = tuple(names[0] for names in CHOSEN.values())
    if not text:
        return Sentence("How it was chosen is missing. Write one of: {words}.", words=ways)
    return Sentence("“{text}” does not say how it was chosen. Write one of: {words}.", text=text[:40], words=ways)


def _supporter(text: str) -> str | Sentence:
    return text if len(text) <= 400 else Sentence("What is said of the supporter is longer than 400 characters.")
