"""What holds in the register of members: spans of days, who may vote where, and how a file of members is taken in.

A span [from, to) holds on its first day and no longer on its last: a membership that ends on 30 June does not hold on
30 June, so a seat that depends on it falls vacant the same day (invariants 7 and 12).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Literal

from govern.errors import NotAllowed, WrongMoment
from govern.sentences import Sentence

#: Members are at least 16 (invariant 5; Co-operatives UK multi-stakeholder model rules).
MEMBER_AGE = 16
#: Decision 39.
MOST_ROWS = 200_000
MOST_BYTES = 64 * 1024 * 1024
SECOND_OFFICER_FROM = 50


class ImportStage(StrEnum):
    """A file of members: looked at; perhaps approved by a second officer; put into the register, or let go."""

    LOOKED_AT = "looked_at"
    APPROVED = "approved"
    APPLIED = "applied"
    ABANDONED = "abandoned"


NEXT: dict[tuple[ImportStage, str], ImportStage] = {
    (ImportStage.LOOKED_AT, "approve"): ImportStage.APPROVED,
    (ImportStage.LOOKED_AT, "apply"): ImportStage.APPLIED,
    (ImportStage.APPROVED, "apply"): ImportStage.APPLIED,
    (ImportStage.LOOKED_AT, "abandon"): ImportStage.ABANDONED,
    (ImportStage.APPROVED, "abandon"): ImportStage.ABANDONED,
}


def after(stage: ImportStage, step: Literal["approve", "apply", "abandon"]) -> ImportStage:
    """The stage after a step. Raises `WrongMoment`."""
    try:
        return NEXT[stage, step]
    except KeyError:
        if stage is ImportStage.APPLIED:
            raise WrongMoment("This file is in the register already. Nothing more can be done with it.") from None
        if stage is ImportStage.ABANDONED:
            raise WrongMoment("This file has been let go. Send it again to start anew.") from None
        raise WrongMoment("A second officer has said yes to this file already. It can be put in now.") from None


def needs_second_officer(changes: int) -> bool:
    return changes >= SECOND_OFFICER_FROM


def may_apply(stage: ImportStage, *, changes: int, refused: int, by_owner: bool = False) -> None:
    """A file is taken whole or not at all. The server's owner, who holds the database itself, needs nobody's yes.

    Raises `NotAllowed` or `WrongMoment` saying what is needed first.
    """
    after(stage, "apply")
    if refused:
        raise NotAllowed(
            "Some lines of this file cannot be taken, so nothing has been put in. Correct the file and send it again."
        )
    if changes == 0:
        raise WrongMoment("Everything in this file is in the register already. There is nothing to put in.")
    if not by_owner and needs_second_officer(changes) and stage is not ImportStage.APPROVED:
        raise NotAllowed(
            "This file changes {changes} people. From {limit} on, a second officer looks at it and says yes first.",
            changes=changes,
            limit=SECOND_OFFICER_FROM,
        )


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


def old_enough(born_on: date | None, on: date, years: int = MEMBER_AGE) -> bool:
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
