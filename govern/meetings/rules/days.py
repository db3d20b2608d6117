"""Days and hours: clear days (W20), working days, the proxies' deadline (W21), the day of the meeting itself."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from govern.errors import NotValid, WrongMoment
from govern.sentences import Sentence

LONDON = ZoneInfo("Europe/London")
LONGEST = timedelta(hours=18)


def day_of(moment: datetime) -> date:
    """The day of a moment, as people here count it."""
    return moment.astimezone(LONDON).date()


def start_of(day: date) -> datetime:
    """The first moment of a day here, in UTC."""
    return datetime.combine(day, time(0), LONDON).astimezone(UTC)


def check_times(starts_at: datetime, ends_expected: datetime | None, at: datetime) -> None:
    """A meeting lies ahead and ends after it begins. Raises `NotValid`."""
    if starts_at <= at:
        raise NotValid("The meeting must begin in the future. Choose a later day or time.", field="starts_at")
    if ends_expected is not None and not starts_at < ends_expected <= starts_at + LONGEST:
        raise NotValid("The meeting must end after it begins, on the same day. Choose another time.", field="ends")


def check_day(starts_at: datetime, at: datetime) -> None:
    """People come, and business begins, on the day the notice names and not before it. Raises `WrongMoment`."""
    if day_of(at) < day_of(starts_at):
        raise WrongMoment("The meeting is on {day}. Come back to this page on that day.", day=day_of(starts_at))


def check_has_begun(starts_at: datetime, at: datetime) -> None:
    """What has not begun is not adjourned: its notice is corrected. Raises `WrongMoment`."""
    if at < starts_at:
        raise WrongMoment("The meeting has not begun. Correct the notice to move it; everybody is told again.")


def earliest_day(sent_at: datetime, days: int, deemed_hours: int, *, clear: bool) -> date:
    """The first day a meeting may be on. Clear days leave out the day of service and the day of the meeting (W20).

    >>> earliest_day(datetime(2026, 9, 1, 9, tzinfo=LONDON), 14, 24, clear=True)
    datetime.date(2026, 9, 17)
    """
    return day_of(sent_at + timedelta(hours=deemed_hours)) + timedelta(days=days + (1 if clear else 0))


def check_clear_days(
    starts_at: datetime, *, sent_at: datetime, days: int, deemed_hours: int, clear: bool, rule: Sentence
) -> None:
    """Refuse a notice that comes too late, naming the earliest day possible. Raises `NotValid`."""
    refused = too_few_days(starts_at, sent_at=sent_at, days=days, deemed_hours=deemed_hours, clear=clear, rule=rule)
    if refused is not None:
        raise NotValid(refused, field="starts_at")


def too_few_days(
    starts_at: datetime, *, sent_at: datetime, days: int, deemed_hours: int, clear: bool, rule: Sentence
) -> Sentence | None:
    """Why a notice sent now comes too late, or None where it is in time."""
    earliest = earliest_day(sent_at, days, deemed_hours, clear=clear)
    if day_of(starts_at) >= earliest:
        return None
    kind = Sentence("{days} clear days", days=days) if clear else Sentence("{days} days", days=days)
    return Sentence(
        "A notice sent now is too late for this day: members must have it {kind} before ({rule}). "
        "Choose {earliest} or a later day.",
        kind=kind,
        rule=rule,
        earliest=earliest,
    )


#: England and Wales. Source: gov.uk/bank-holidays. A year that is not here has weekends only.
BANK_HOLIDAYS = frozenset(
    date.fromisoformat(day)
    for day in (
        *("2026-01-01", "2026-04-03", "2026-04-06", "2026-05-04", "2026-05-25", "2026-08-31", "2026-12-25"),
        *("2026-12-28", "2027-01-01", "2027-03-26", "2027-03-29", "2027-05-03", "2027-05-31", "2027-08-30"),
        *("2027-12-27", "2027-12-28", "2028-01-03", "2028-04-14", "2028-04-17", "2028-05-01", "2028-05-29"),
        *("2028-08-28", "2028-12-25", "2028-12-26"),
    )
)


def is_working_day(day: date) -> bool:
    return day.weekday() < 5 and day not in BANK_HOLIDAYS


def proxy_deadline(starts_at: datetime, hours: int, *, skip_non_working_days: bool) -> datetime:
    """Until when somebody may be named as proxy; hours of non-working days do not count (CA 2006 s327; W21)."""
    local = starts_at.astimezone(LONDON).replace(tzinfo=None)
    if not skip_non_working_days:
        return (local - timedelta(hours=hours)).replace(tzinfo=LONDON).astimezone(UTC)
    left = timedelta(hours=hours)
    while True:
        midnight = datetime.combine(local.date(), time(0))
        if local == midnight:
            midnight -= timedelta(days=1)
        there = local - midnight if is_working_day(midnight.date()) else timedelta(0)
        if there >= left:
            return (local - left).replace(tzinfo=LONDON).astimezone(UTC)
        left -= there
        local = midnight
