"""What may happen to a meeting and when: its stages, clear days, quorum, and what an agenda must have. Pure.

Sources: domain.md 2.3 (invariants 22-30), 2.4, worked examples W11, W20 and W21.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from math import ceil
from zoneinfo import ZoneInfo

import msgspec

from govern.constituencies.rulebook.book.tables.meeting import Quorum as QuorumRow
from govern.errors import NotValid, WrongMoment
from govern.sentences import Sentence

LONDON = ZoneInfo("Europe/London")
GENERAL = "general"


class MeetingKind(StrEnum):
    """Annual general meeting, another general meeting, or a meeting of the board."""

    AGM = "agm"
    GM = "gm"
    BOARD = "board"


class Stage(StrEnum):
    """Where a meeting stands in its life (domain.md 2.4)."""

    DRAFT = "draft"
    NOTICED = "noticed"
    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class Step(StrEnum):
    """What an officer does with a meeting."""

    NOTICE = "notice"
    CORRECT = "correct"
    OPEN = "open"
    CLOSE = "close"
    CANCEL = "cancel"


class ItemKind(StrEnum):
    """What an item of business is for: to be heard, decided, elected, or talked about."""

    REPORT = "report"
    MOTION = "motion"
    ELECTION = "election"
    TALK = "talk"


class Outcome(StrEnum):
    """What became of an item. DECIDED needs the quorum at that minute."""

    HEARD = "heard"
    DECIDED = "decided"
    PUT_OFF = "put_off"
    WITHDRAWN = "withdrawn"


class NoticeKind(StrEnum):
    """The first notice, one that puts it right, or the news that the meeting is off."""

    FIRST = "first"
    CORRECTION = "correction"
    WITHDRAWAL = "withdrawal"


class Channel(StrEnum):
    """How a notice reaches somebody."""

    EMAIL = "email"
    POST = "post"


class Mode(StrEnum):
    """How somebody is here. The names are those of the rulebook's quorum."""

    IN_PERSON = "in_person"
    REMOTE = "remote"


VOTED_ON = frozenset({ItemKind.MOTION, ItemKind.ELECTION})
#: Ways of filling seats that are a vote of members.
ELECTED_BY = frozenset({"stv", "block_vote", "approval"})
LONGEST = timedelta(hours=18)

NEXT = {
    (Stage.DRAFT, Step.NOTICE): Stage.NOTICED,
    (Stage.NOTICED, Step.CORRECT): Stage.NOTICED,
    (Stage.NOTICED, Step.OPEN): Stage.OPEN,
    (Stage.OPEN, Step.CLOSE): Stage.CLOSED,
    (Stage.DRAFT, Step.CANCEL): Stage.CANCELLED,
    (Stage.NOTICED, Step.CANCEL): Stage.CANCELLED,
}
STANDING = {
    Stage.DRAFT: Sentence("No notice of this meeting has gone out. Finish the agenda and send the notice first."),
    Stage.NOTICED: Sentence(
        "The notice of this meeting has gone out. Correct the notice, and everybody is told again."
    ),
    Stage.OPEN: Sentence(
        "The meeting is on, so this cannot be changed any more. What is decided goes into the minutes."
    ),
    Stage.CLOSED: Sentence("This meeting is over, and nothing of it changes. A correction goes into the minutes."),
    Stage.CANCELLED: Sentence("This meeting was called off. Call a new meeting instead."),
}


def after(stage: Stage, step: Step) -> Stage:
    """The stage a step leads to. Raises `WrongMoment`, saying where the meeting stands and what can be done."""
    try:
        return NEXT[stage, step]
    except KeyError:
        raise WrongMoment(STANDING[stage]) from None


def check_draft(stage: Stage) -> None:
    """Before the notice things are simply changed. Raises `WrongMoment`."""
    if stage is not Stage.DRAFT:
        raise WrongMoment(STANDING[stage])


def check_agenda_open(stage: Stage) -> None:
    """No business outside the notice (invariant 23). Raises `WrongMoment`."""
    if stage is Stage.NOTICED:
        raise WrongMoment(
            "The notice has gone out, and a meeting deals only with what its notice names. "
            "Correct the notice to add business."
        )
    check_draft(stage)


def check_may_attend(stage: Stage) -> None:
    """People come to a meeting that has been called and is not over. Raises `WrongMoment`."""
    if stage not in (Stage.NOTICED, Stage.OPEN):
        raise WrongMoment(STANDING[stage])


def check_on(stage: Stage) -> None:
    """Items are settled while the meeting is on. Raises `WrongMoment`."""
    if stage is Stage.NOTICED:
        raise WrongMoment("The meeting has not been opened. Check people in, then open it.")
    if stage is not Stage.OPEN:
        raise WrongMoment(STANDING[stage])


def check_may_have_ballot(stage: Stage) -> None:
    """A ballot belongs to a meeting that is to come or is on. Raises `WrongMoment`."""
    if stage in (Stage.CLOSED, Stage.CANCELLED):
        raise WrongMoment(STANDING[stage])


# --- Times ----------------------------------------------------------------------------------------------------------


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
    earliest = earliest_day(sent_at, days, deemed_hours, clear=clear)
    if day_of(starts_at) < earliest:
        kind = Sentence("{days} clear days", days=days) if clear else Sentence("{days} days", days=days)
        raise NotValid(
            "A notice sent now is too late for this day: members must have it {kind} before ({rule}). "
            "Choose {earliest} or a later day.",
            field="starts_at",
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


# --- The agenda -----------------------------------------------------------------------------------------------------


def check_languages(words: Mapping[str, str], languages: Sequence[str], field: str) -> None:
    """What goes to members is there in every language of the society at the same moment. Raises `NotValid`."""
    for code in languages:
        if not words.get(code):
            raise NotValid(
                "Type this in every language of the society. Members read it in theirs.",
                field=field if code == "en" else f"{field}_{code}",
            )


def check_link(link: str | None) -> None:
    if link and not link.startswith(("https://", "http://")):
        raise NotValid("A video link begins with https://. Copy the whole link.", field="video_link")


def check_motion(resolution: str | None, text: Mapping[str, str], kinds: Collection[str]) -> None:
    """A motion has its full text and is a kind of decision that the rules know. Raises `NotValid`."""
    if resolution not in kinds:
        raise NotValid(
            "Choose what kind of decision this is. The rules say what each kind needs.", field="resolution"
        )
    if not any(text.values()):
        raise NotValid("Type the full text of the motion. People vote on these words.", field="text")


def check_election(seat: tuple[str, str], places: int | None, seats: Mapping[tuple[str, str], int]) -> None:
    """An election fills places of a row of seats that members elect. Raises `NotValid`."""
    if seat not in seats:
        raise NotValid("Choose the seats that are to be filled.", field="seat")
    if not places or not 1 <= places <= seats[seat]:
        raise NotValid("Type how many places are to be filled, from 1 to {most}.", field="places", most=seats[seat])


def check_has_business(items: int) -> None:
    if not items:
        raise NotValid("The agenda is empty, and a meeting deals only with what its notice names. Add an item first.")


def check_voted_on(items: int) -> None:
    if not items:
        raise NotValid("There is nothing to vote on. Add a motion or an election to the agenda first.")


def check_all_settled(open_items: Sequence[int]) -> None:
    """Every item was heard, decided, put off or withdrawn, or a ballot decides it. Raises `WrongMoment`."""
    if open_items:
        raise WrongMoment(
            Sentence(
                "Item {items} is still open. Say what became of it, then close the meeting.",
                "Items {items} are still open. Say what became of them, then close the meeting.",
                len(open_items),
                items=tuple(open_items),
            )
        )


# --- Quorum ---------------------------------------------------------------------------------------------------------


def is_here(in_at: datetime, out_at: datetime | None, at: datetime) -> bool:
    """Whether a stay covers a moment: from its first instant, up to but not at its end."""
    return in_at <= at and (out_at is None or at < out_at)


class Quorum(msgspec.Struct, frozen=True):
    """How many are needed and how many count. `missing_groups` are groups with members, of whom too few are here."""

    entitled: int
    needed: int
    here: int
    represented: int
    represented_counted: int
    missing_groups: tuple[str, ...] = ()

    @property
    def counted(self) -> int:
        return self.here + self.represented_counted

    @property
    def holds(self) -> bool:
        return self.counted >= self.needed and not self.missing_groups

    def verdict(self) -> Sentence:
        if self.holds:
            return Sentence("The meeting can decide.")
        return Sentence("There are not enough people here for the meeting to decide.")

    def words(self) -> Sentence:
        """The numbers, in sentences (W11)."""
        if self.represented:
            return Sentence(
                "{counted} count. {needed} are needed. {here} people are here; {represented} are represented, "
                "and {may} of those may count.",
                counted=self.counted,
                needed=self.needed,
                here=self.here,
                represented=self.represented,
                may=self.represented_counted,
            )
        return Sentence("{counted} count. {needed} are needed.", counted=self.counted, needed=self.needed)


def needed_for(row: QuorumRow, entitled: int, *, adjourned: bool = False) -> int:
    """The greater or the lesser of number and share, the share rounded up (invariant 25). A meeting put off for want
    of a quorum may need only those present, but never fewer than two (CA 2006 s318 for companies; invariant 29)."""
    if adjourned and row.adjourned == "those_present":
        return 2
    if row.share is None or row.rule == "number":
        return row.number
    share = ceil(row.share * entitled)
    return max(row.number, share) if row.rule == "greater" else min(row.number, share)


def quorum(
    row: QuorumRow | None,
    roll: Mapping[str, int],
    *,
    modes: Mapping[Mode, int],
    groups: Mapping[str, int],
    represented: int = 0,
    adjourned: bool = False,
) -> Quorum:
    """The quorum of a meeting at one moment. `roll` is how many are entitled in each group, `modes` and `groups` how
    many are here in each way and from each group. `represented` people, none of them here (invariant 27), count up to
    their share of the number needed, rounded down (26). Early votes are nobody's presence (28). A body whose rules
    name no quorum needs one person.
    """
    entitled = sum(roll.values())
    if row is None:
        return Quorum(entitled, 1, sum(modes.values()), 0, 0)
    needed = needed_for(row, entitled, adjourned=adjourned)
    here = sum(number for mode, number in modes.items() if mode.value in row.counts)
    counts_represented = "proxy" in row.counts or "peer" in row.counts
    most = needed if row.max_represented_share is None else int(row.max_represented_share * needed)
    counted = min(represented, most) if counts_represented else 0
    missing = tuple(
        group
        for group, members in roll.items()
        if group and members and groups.get(group, 0) < min(row.each_constituency, members)
    )
    return Quorum(entitled, needed, here, represented, counted, missing)


def check_quorum(found: Quorum) -> None:
    """Without a quorum nothing is opened and nothing decided (invariant 24). Raises `WrongMoment`."""
    if found.holds:
        return
    if found.counted >= found.needed:
        raise WrongMoment("Somebody from every group must be here. Wait for them, or put the meeting off.")
    raise WrongMoment(
        "There are not enough people here: {counted} count and {needed} are needed. "
        "Wait for more people, or put the meeting off.",
        counted=found.counted,
        needed=found.needed,
    )
