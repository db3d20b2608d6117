"""By when a notice goes out: of a meeting that is written, of a second meeting, and of what asks for a longer one.

Counted as the notice itself is (meetings/rules): clear days where the rules say so, and the hours after which the
last letter counts as received. A vote with a longer notice of its own is told of before the usual day has passed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time

import msgspec

from govern.constituencies.rulebook.book import Rulebook, citation
from govern.constituencies.rulebook.plain import decision_name
from govern.meetings.rules import last_day_to_send
from govern.minutes.returns.rules.duties import Duty
from govern.minutes.returns.rules.years import SocietyYear
from govern.sentences import Sentence


class ToCall(msgspec.Struct, frozen=True, kw_only=True):
    """A meeting of the members to come: how many days its business asks for, and the last day to send its notice."""

    id: str
    title: str
    days: int
    until: date
    sent_on: date | None = None


class Second(msgspec.Struct, frozen=True, kw_only=True):
    """A decision of one kind that waits for a second meeting, of which nothing is written yet."""

    id: str
    title: str
    kind: str
    decided_on: date
    last_day: date


def longest_wait(book: Rulebook) -> int:
    """Hours until the last of them counts as having the notice, where it is not known who gets letters."""
    return max(book.notice.deemed_email_hours, book.notice.deemed_post_hours)


def last_day_for(book: Rulebook, meeting_on: date, days: int) -> date:
    """The last day on which a notice of so many days is in time for a meeting on a day."""
    noon = datetime.combine(meeting_on, time(12), UTC)
    return last_day_to_send(noon, days, longest_wait(book), clear=book.notice.clear_days)


def meetings_to_call(book: Rulebook, owed: Iterable[ToCall]) -> Iterator[Duty]:
    for one in owed:
        yield Duty(
            key=f"notice-{one.id}",
            title=Sentence("Send the notice: {meeting}", meeting=one.title),
            words=Sentence("What is on its agenda asks for {n} day of notice.",
                           "What is on its agenda asks for {n} days of notice.", one.days, n=one.days),
            cites=(citation("notice.gm_days", book),),
            due_on=one.until,
            done_on=one.sent_on,
            address=f"office/meetings/{one.id}",
        )  # fmt: skip


def second_meetings(book: Rulebook, waiting: Iterable[Second]) -> Iterator[Duty]:
    """W7: the second meeting has a last day, and so has its notice. Where the rules ask for more days than there are
    between the two meetings, that is said at once."""
    for one in waiting:
        days = max(book.notice.gm_days, book.resolution(one.kind).notice_days or 0)
        until = last_day_for(book, one.last_day, days)
        words = (
            Sentence("{n} days of notice before {last} are not left. Ask the members to agree to shorter notice.",
                     n=days, last=one.last_day)
            if until < one.decided_on
            else Sentence("The rules ask for {n} days of notice. The meeting can be on {last} at the latest.",
                          n=days, last=one.last_day)
        )  # fmt: skip
        yield Duty(
            key=f"confirm-notice-{one.id}",
            title=Sentence("Send the notice of the second meeting: {title}", title=one.title),
            words=words,
            cites=(citation("notice.gm_days", book), citation(f"resolution.{one.kind}", book)),
            due_on=max(until, one.decided_on),
            address="office/meetings",
        )


def longer_notices(
    book: Rulebook, years: Iterable[tuple[SocietyYear, date, date | None]], language: str
) -> Iterator[Duty]:
    """Kinds of decision with a notice longer than the annual meeting's: by when it must be known that one is to be
    decided there. `years`: each with the last day of its annual meeting, and when that was held."""
    longer = [kind for kind in book.resolutions if (kind.notice_days or 0) > book.notice.agm_days]
    for year, meeting_on, held_on in years if longer else ():
        for kind in longer:
            days = kind.notice_days or 0
            yield Duty(
                key=f"long-notice-{kind.id}-{year.last}",
                title=Sentence("Decide whether the annual meeting votes on this: {kind}",
                               kind=decision_name(book, kind.id, language)),
                words=Sentence("Such a vote asks for {n} days of notice. After this day it is too late for a meeting "
                               "on {day}.", n=days, day=meeting_on),
                cites=(citation(f"resolution.{kind.id}", book),),
                due_on=last_day_for(book, meeting_on, days),
                done_on=held_on,
                tick=True,
                address="office/meetings",
            )  # fmt: skip
