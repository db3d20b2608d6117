"""Members ask for a general meeting: how many must, by when it is called, and what if it is not (CA 2006 s303-305).

gathering ──enough signed──► due ──notice goes out in time──► called
                              └──the days are over──► late ──they call it themselves──► called by members
"""

from __future__ import annotations

import math
from datetime import date, datetime, timedelta
from enum import StrEnum
from fractions import Fraction

import msgspec

from govern.constituencies.rulebook.book import Rulebook, citation
from govern.errors import NotAllowed, NotFound, NotValid, WrongMoment
from govern.meetings.rules.days import day_of
from govern.sentences import Sentence

COMPANIES = ("company_limited_by_guarantee", "cooperative_company", "cic")
#: In a company one vote of twenty is always enough, whatever the articles say (s303 (2)).
LAW_SHARE = Fraction(1, 20)
MOST_ITEMS = 5


class Asks(msgspec.Struct, frozen=True):
    """The days: to call it, from the notice to the meeting, and until when members hold it themselves.

    For a company the law sets them; societies keep the same where their rules say nothing, with four weeks to call.
    """

    call_days: int
    hold_days: int
    own_months: int
    call_rule: Sentence
    own_rule: Sentence


IN_A_COMPANY = Asks(
    21,
    28,
    3,
    Sentence("Companies Act 2006, section 304"),
    Sentence("Companies Act 2006, section 305"),
)


def asks_of(book: Rulebook) -> Asks:
    if book.society.legal_form in COMPANIES:
        return IN_A_COMPANY
    rule = citation("notice.requisition", book)
    return Asks(28, 28, 3, rule, rule)


class Needed(msgspec.Struct, frozen=True):
    """How many have to sign, of how many, and where that stands."""

    number: int
    entitled: int
    rule: Sentence


def needed_to_ask(book: Rulebook, entitled: int) -> Needed:
    """The number or the share of the rules, the share rounded up; in a company the law's share if that is fewer."""
    by = book.notice.requisition
    share = math.ceil(by.share * entitled)
    number = min(share, by.members) if by.rule == "lesser" else max(share, by.members)
    rule = citation("notice.requisition", book)
    if book.society.legal_form in COMPANIES and math.ceil(LAW_SHARE * entitled) < number:
        number, rule = math.ceil(LAW_SHARE * entitled), Sentence("Companies Act 2006, section 303")
    return Needed(max(number, 1), entitled, rule)


class AskStage(StrEnum):
    """How a meeting that members ask for stands."""

    GATHERING = "gathering"
    DUE = "due"
    LATE = "late"
    CALLED = "called"
    OVER = "over"
    WITHDRAWN = "withdrawn"


def ask_stage_of(*, reached_at: datetime | None, withdrawn: bool, called: bool, asks: Asks, at: datetime) -> AskStage:
    if withdrawn:
        return AskStage.WITHDRAWN
    if called:
        return AskStage.CALLED
    if reached_at is None:
        return AskStage.GATHERING
    if day_of(at) <= call_by(reached_at, asks):
        return AskStage.DUE
    return AskStage.LATE if day_of(at) <= own_until(reached_at, asks) else AskStage.OVER


def call_by(reached_at: datetime, asks: Asks) -> date:
    """The last day on which the board may send the notice."""
    return day_of(reached_at) + timedelta(days=asks.call_days)


def hold_by(sent_on: date, asks: Asks) -> date:
    """The last day on which a meeting called on a day may be."""
    return sent_on + timedelta(days=asks.hold_days)


def own_until(reached_at: datetime, asks: Asks) -> date:
    """The last day on which members may hold it themselves: so many months after they asked (s305 (3)).

    >>> from datetime import UTC
    >>> own_until(datetime(2026, 11, 30, 12, tzinfo=UTC), IN_A_COMPANY)
    datetime.date(2027, 2, 28)
    """
    day = day_of(reached_at)
    years, month = divmod(day.month - 1 + asks.own_months, 12)
    first = date(day.year + years, month + 1, 1)
    after = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return min(first + timedelta(days=day.day - 1), after - timedelta(days=1))


def callers_needed(signers: int) -> int:
    """More than half of those who asked call it together (s305 (1))."""
    return signers // 2 + 1


def check_gathering(stage: AskStage) -> None:
    """Names and business change only until enough have signed. Raises `WrongMoment`."""
    if stage is AskStage.WITHDRAWN:
        raise WrongMoment("This was withdrawn. Ask for a meeting again if you still want one.")
    if stage is not AskStage.GATHERING:
        raise WrongMoment("Enough members have signed, so nothing of it changes any more.")


def check_signs(*, may_vote: bool, field: str | None = None) -> None:
    """Raises `NotAllowed` for whoever has no vote in general meetings."""
    if not may_vote:
        raise NotAllowed("Only members who may vote in general meetings ask for one.", field=field)


def check_business(number: int, *, others_signed: bool) -> None:
    """What was signed is not changed afterwards. Raises `NotValid`, `WrongMoment`."""
    if others_signed:
        raise WrongMoment("Others have signed this business, so it stays as it is. You can begin another.")
    if number >= MOST_ITEMS:
        raise NotValid("There can be {most} items at most. Begin another for the rest.", most=MOST_ITEMS)


def check_due(stage: AskStage) -> None:
    """The office calls what enough members asked for, also late. Raises `WrongMoment`."""
    if stage is AskStage.CALLED:
        raise WrongMoment("This meeting has been called already.")
    if stage not in (AskStage.DUE, AskStage.LATE):
        raise WrongMoment("Not enough members have signed, so there is no meeting to call for this.")


def check_own(stage: AskStage, *, signed: bool) -> None:
    """Members call it themselves once the days of the board are over. Raises `NotFound`, `WrongMoment`."""
    if not signed:
        raise NotFound("Only those who signed for this meeting can call it.")
    if stage is AskStage.DUE:
        raise WrongMoment("The board still has time to call this meeting. Wait until its last day is over.")
    if stage is not AskStage.LATE:
        raise WrongMoment("Members cannot call this meeting now.")


def check_own_day(starts_at: datetime, reached_at: datetime, asks: Asks) -> None:
    """Raises `NotValid` for a day after the months of the law."""
    last = own_until(reached_at, asks)
    if day_of(starts_at) > last:
        raise NotValid(
            "Members can hold it themselves until {last} ({rule}). Choose an earlier day.",
            field="starts_at",
            last=last,
            rule=asks.own_rule,
        )


def check_enough_call(callers: int, signers: int) -> None:
    """Raises `WrongMoment` while fewer than half of those who asked call it."""
    missing = callers_needed(signers) - callers
    if missing > 0:
        raise WrongMoment(
            Sentence(
                "{missing} more of those who signed must call it with you. More than half have to.",
                "{missing} more of those who signed must call it with you. More than half have to.",
                missing,
                missing=missing,
            )
        )


def check_held_in_time(starts_at: datetime, sent_at: datetime, asks: Asks) -> None:
    """A meeting that members asked for is not put off for long (s304 (1) (b)). Raises `NotValid`."""
    last = hold_by(day_of(sent_at), asks)
    if day_of(starts_at) > last:
        raise NotValid(
            "Members asked for this meeting. It has to be within {days} days of its notice ({rule}): "
            "on {last} at the latest. Choose an earlier day.",
            field="starts_at",
            days=asks.hold_days,
            rule=asks.call_rule,
            last=last,
        )


def check_not_asked_for(requisition_id: object) -> None:
    """What members asked for stands on the agenda as they signed it. Raises `NotAllowed`."""
    if requisition_id is not None:
        raise NotAllowed(
            "Members asked for this meeting to deal with this. It cannot be changed, taken off or withdrawn."
        )
