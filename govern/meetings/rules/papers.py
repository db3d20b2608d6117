"""Papers of a meeting: who may read them. Pure."""

from __future__ import annotations

from enum import StrEnum

from govern.errors import NotValid, WrongMoment
from govern.meetings.rules.stages import STANDING, MeetingKind, Stage

MOST_PAPERS = 60


class Readers(StrEnum):
    """Everybody who is told of the meeting; those who sit on the body; or of these those with no interest in it."""

    MEMBERS = "members"
    BODY = "body"
    CONFIDENTIAL = "confidential"


def may_read(readers: Readers, *, told: bool, sits: bool, recused: bool, calls: bool) -> bool:
    """Whether somebody may read a paper. Whoever calls the meeting prepares all of them.

    >>> may_read(Readers.CONFIDENTIAL, told=True, sits=True, recused=True, calls=False)
    False
    """
    if calls:
        return True
    if readers is Readers.MEMBERS:
        return told or sits
    return sits and not (recused and readers is Readers.CONFIDENTIAL)


def open_to_all(kind: MeetingKind) -> tuple[Readers, ...]:
    """Which papers everybody who is told of a meeting may read: what its notice and agenda may name."""
    return (Readers.MEMBERS, Readers.BODY) if kind is MeetingKind.BOARD else (Readers.MEMBERS,)


def check_papers_open(stage: Stage, there: int) -> None:
    """Papers come before and during the meeting. Raises `WrongMoment`, `NotValid`."""
    if stage in (Stage.CLOSED, Stage.CANCELLED):
        raise WrongMoment(STANDING[stage])
    if there >= MOST_PAPERS:
        raise NotValid("There can be {most} papers for a meeting. Take one away first.", most=MOST_PAPERS)
