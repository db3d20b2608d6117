"""Spans of days, age, in which group somebody votes, what is true of them.

A span [from, to) holds on its first day and no longer on its last: a membership that ends on 30 June does not hold on
30 June, so a seat that depends on it falls vacant the same day (invariants 7 and 12)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Literal

from govern.sentences import Sentence

#: What may be noted of a person, in words.
ATTRIBUTE_WORDS = {
    "volunteer": Sentence("volunteer"),
    "employee": Sentence("employee"),
    "disadvantaged": Sentence("disadvantaged worker"),
    "mutual_member": Sentence("member by mutual exchange"),
}


def attribute_words(attribute: str) -> Sentence:
    return ATTRIBUTE_WORDS.get(attribute) or Sentence("{word}", word=attribute.replace("_", " "))


def holds_on(day: date, from_on: date, to_on: date | None) -> bool:
    return from_on <= day and (to_on is None or day < to_on)


def old_enough(born_on: date | None, on: date, years: int) -> bool:
    """Whether somebody has had this birthday. Where the birth date is not known, the register's word is taken."""
    if born_on is None:
        return True
    return (on.year - born_on.year) - ((on.month, on.day) < (born_on.month, born_on.day)) >= years


def voting_groups(
    memberships: Iterable[tuple[str, date]], order: Sequence[str], multi_class: Literal["single", "each"]
) -> tuple[str, ...]:
    """In which groups a person votes, from (group, joined on) of those they belong to; the first is the head count's.

    "single": only the group they have belonged to longest; joined on the same day, the one that stands first in the
    rules. "each": all their groups, in the same order (invariant 4). `order` names the groups that vote.
    """
    place = {group: at for at, group in enumerate(order)}
    mine = sorted((joined, place[group], group) for group, joined in memberships if group in place)
    groups = tuple(dict.fromkeys(group for _, _, group in mine))
    return groups if multi_class == "each" else groups[:1]


def attributes_of(
    spans: Iterable[str], groups: Iterable[str], implied: Mapping[str, Sequence[str]]
) -> frozenset[str]:
    """What is true of a person: what was noted, and what belonging to a group implies by the rules."""
    return frozenset(spans).union(*(implied.get(group, ()) for group in groups))
