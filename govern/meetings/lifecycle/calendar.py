"""The meeting as a calendar file (RFC 5545): one stable UID, a SEQUENCE that grows with every notice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import icalendar

from govern.database import in_language
from govern.languages import Language
from govern.meetings.models import Meeting
from govern.meetings.rules import Stage
from govern.sentences import Sentence

KIND = "text/calendar; charset=utf-8; method={method}"
LASTS = timedelta(hours=2)


def file_name(meeting: Meeting) -> str:
    return f"meeting-{meeting.starts_at:%Y-%m-%d}.ics"


def media_type(meeting: Meeting) -> str:
    return KIND.format(method=_method(meeting))


def _method(meeting: Meeting) -> str:
    return "CANCEL" if meeting.stage is Stage.CANCELLED else "PUBLISH"


def calendar_file(
    meeting: Meeting, language: Language, page: str, at: datetime, *, ways_to_join: bool = True
) -> bytes:
    """The meeting for the calendar of somebody who reads this language. `page` is the meeting's address."""
    cancelled = meeting.stage is Stage.CANCELLED
    event = icalendar.Event()
    event.add("uid", f"{meeting.id}@govern")
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", at.astimezone(UTC).replace(microsecond=0))
    event.add("dtstart", meeting.starts_at.astimezone(UTC))
    event.add("dtend", (meeting.ends_expected or meeting.starts_at + LASTS).astimezone(UTC))
    event.add("summary", in_language(meeting.title, language.code))
    event.add("location", in_language(meeting.place, language.code))
    event.add("description", "\n".join([*(_ways(meeting, language) if ways_to_join else ()), page]).strip())
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    if page and not cancelled:
        event.add("url", page)
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//govern//meetings//EN")
    calendar.add("version", "2.0")
    calendar.add("method", _method(meeting))
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _ways(meeting: Meeting, language: Language) -> list[str]:
    """How to join by video or telephone; for members only."""
    lines = []
    if meeting.video_link:
        lines.append(language.say(Sentence("Join by video: {link}", link=meeting.video_link)))
    if meeting.telephone:
        lines.append(language.say(Sentence("Join by telephone: {number}", number=meeting.telephone)))
    return lines
