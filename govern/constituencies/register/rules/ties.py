"""Ties between two people that rules ask about (decision 17). Noted is only that there is one, and since when."""

from __future__ import annotations

from enum import StrEnum
from uuid import UUID

from govern.errors import NotValid
from govern.sentences import Sentence


class TieKind(StrEnum):
    """The first delivers care to the second; the other two hold both ways."""

    DELIVERS_CARE_TO = "delivers_care_to"
    HOUSEHOLD = "household"
    CLOSE_RELATIVE = "close_relative"


#: Who carries one appeal may have none of these among them (M25).
RELATED = (TieKind.HOUSEHOLD, TieKind.CLOSE_RELATIVE)

TIE_WORDS = {
    TieKind.DELIVERS_CARE_TO: Sentence("Delivers care to"),
    TieKind.HOUSEHOLD: Sentence("Lives in one household with"),
    TieKind.CLOSE_RELATIVE: Sentence("Is a close relative of"),
}
#: The same seen from the second person.
TIE_WORDS_BACK = {**TIE_WORDS, TieKind.DELIVERS_CARE_TO: Sentence("Gets care from")}


def tied_ends(kind: TieKind, person: UUID, other: UUID) -> tuple[UUID, UUID]:
    """The two in the order in which the tie is kept: a tie that holds both ways is noted once. Raises `NotValid`."""
    if person == other:
        raise NotValid("This is the same person. Name the other one.", field="tie_other")
    if kind is TieKind.DELIVERS_CARE_TO:
        return person, other
    return (person, other) if person.hex < other.hex else (other, person)
