"""Shorter notice than the rules ask for, where enough of those who may vote agree (CA 2006 s307 (4) to (6))."""

from __future__ import annotations

import math
from datetime import date, datetime, timedelta
from fractions import Fraction

import msgspec

from govern.errors import NotAllowed, WrongMoment
from govern.meetings.rules.days import day_of, start_of
from govern.meetings.rules.stages import OF_MEMBERS, STANDING, MeetingKind, Stage
from govern.sentences import Sentence


class Consents(msgspec.Struct, frozen=True):
    """How many of those who may vote agreed, and the share that the rules ask for. `rule` says where that stands.

    >>> Consents(13, 15, Fraction(9, 10), Sentence("")).needed
    14
    """

    agreed: int
    entitled: int
    share: Fraction
    rule: Sentence

    @property
    def needed(self) -> int:
        """The share of them, rounded up, and in any case more than half of them."""
        return max(math.ceil(self.share * self.entitled), self.entitled // 2 + 1)

    @property
    def missing(self) -> int:
        return max(self.needed - self.agreed, 0)

    @property
    def enough(self) -> bool:
        return self.entitled > 0 and not self.missing

    def words(self) -> Sentence:
        """The sum, exactly."""
        part = self.share * self.entitled
        return Sentence(
            "{agreed} of {entitled} members with a vote agreed. {share} of {entitled} is {part}, so {needed} must "
            "agree ({rule}).",
            agreed=self.agreed,
            entitled=self.entitled,
            share=f"{self.share.numerator}/{self.share.denominator}",
            part=part if part.denominator == 1 or 10**6 % part.denominator == 0 else exact(part),
            needed=self.needed,
            rule=self.rule,
        )


def exact(part: Fraction) -> str:
    """A part that no few digits say exactly: the whole of it and the rest, like 4 2/3."""
    whole, rest = divmod(part.numerator, part.denominator)
    return f"{whole} {rest}/{part.denominator}" if whole else f"{rest}/{part.denominator}"


def last_day_to_send(starts_at: datetime, days: int, deemed_hours: int, *, clear: bool) -> date:
    """The last day on which a notice, sent at any hour of it, is in time for a meeting.

    >>> from datetime import UTC
    >>> last_day_to_send(datetime(2026, 9, 17, 10, tzinfo=UTC), 14, 24, clear=True)
    datetime.date(2026, 9, 1)
    """
    served_by = day_of(starts_at) - timedelta(days=days + (1 if clear else 0))
    return day_of(start_of(served_by + timedelta(days=1)) - timedelta(hours=deemed_hours, microseconds=1))


def check_short_notice(kind: MeetingKind, stage: Stage) -> None:
    """Members agree to shorter notice of a meeting of theirs, before its notice. Raises `WrongMoment`."""
    if kind not in OF_MEMBERS:
        raise WrongMoment("The rules ask for no days of notice for this meeting, so nobody needs to agree.")
    if stage is Stage.NOTICED:
        raise WrongMoment("The notice has gone out already. Nobody needs to agree any more.")
    if stage is not Stage.DRAFT:
        raise WrongMoment(STANDING[stage])


def check_agrees(*, asked: bool, may_vote: bool, field: str | None = None) -> None:
    """Whoever agrees may come and vote, and was asked. Raises `NotAllowed`, `WrongMoment`."""
    if not asked:
        raise WrongMoment("Nobody has been asked to agree to shorter notice of this meeting.")
    if not may_vote:
        raise NotAllowed(
            "Only members who may vote in the meeting agree to shorter notice. You can still read about it.",
            field=field,
        )


def too_late(*, last: date, consents: Consents | None, refused: Sentence) -> Sentence:
    """The refusal of a notice that comes too late: when it had to go, and how many consents are missing."""
    parts = [refused, Sentence("To be in time it had to go out by {last}.", last=last)]
    if consents is not None:
        parts.append(
            Sentence(
                "Or {missing} more member must agree to shorter notice ({rule}).",
                "Or {missing} more members must agree to shorter notice ({rule}).",
                consents.missing,
                missing=consents.missing,
                rule=consents.rule,
            )
        )
    whole = parts[0]
    for part in parts[1:]:
        whole = Sentence("{first} {then}", first=whole, then=part)
    return whole
