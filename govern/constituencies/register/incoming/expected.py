"""What the society's rules let a row say: which groups, attributes, languages and formats there are."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import msgspec

from govern.constituencies.rulebook.book import Rulebook
from govern.words import words_of

#: Facts that the register notes in every society, whether or not its rules ask about them.
ALWAYS_NOTED = ("volunteer", "employee")


class Expected(msgspec.Struct, frozen=True):
    """What the society's rules let a row say. Keys of `groups` and `formats` are normalised words."""

    groups: Mapping[tuple[str, ...], str]
    group_names: Mapping[str, str]
    closed: frozenset[str]
    attributes: frozenset[str]
    languages: tuple[str, ...]
    formats: Mapping[tuple[str, ...], str]
    today: date
    book: Rulebook | None = None

    @property
    def member_age(self) -> int:
        """The youngest age of members, in years; without rules nothing is asked."""
        return 0 if self.book is None else self.book.society.member_age


def expected_of(book: Rulebook, today: date) -> Expected:
    """From the rules in force. A group is known by its id and by its names in both languages."""
    groups = {
        words_of(name): group.id
        for group in book.constituencies
        for name in (group.id, group.name, group.name_cy, group.plain_name, group.plain_name_cy)
        if name
    }
    formats = dict.fromkeys(("standard", *book.notice.formats))
    return Expected(
        groups=groups,
        group_names={group.id: group.name for group in book.constituencies},
        closed=frozenset(group.id for group in book.constituencies if group.closed),
        attributes=attributes_asked(book),
        languages=book.society.languages,
        formats={words_of(name): name for name in formats},
        today=today,
        book=book,
    )


def attributes_asked(book: Rulebook) -> frozenset[str]:
    """Every attribute that may be noted of a person: those the rules ask about, and volunteer and employee."""
    of_groups = (attribute for group in book.constituencies for attribute in group.attributes)
    of_caps = (cap.attribute for cap in book.caps if cap.attribute)
    of_forums = (attribute for layer in book.forum_layers for attribute in layer.restricted_to)
    return frozenset((*of_groups, *of_caps, *of_forums, *ALWAYS_NOTED))
