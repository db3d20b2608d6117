"""A file of members: looked at; perhaps approved by a second officer; put into the register, or let go."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from govern.errors import NotAllowed, WrongMoment

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
