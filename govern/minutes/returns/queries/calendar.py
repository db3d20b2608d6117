"""The year plan as a calendar that other programs read (RFC 5545), behind an officer's own token.

What leaves the service here lies on telephones and with other firms: it says what is due, by which rule and where to
look. It names nobody, and nothing that a forum asks.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import icalendar
from sqlalchemy.ext.asyncio import AsyncSession

from govern.forums.activities import queries as feeds
from govern.identity import queries as identity
from govern.identity.rules import Site, day_of
from govern.languages import Language
from govern.minutes.returns.queries.plan import Plan
from govern.permissions import OFFICERS, Permission, permissions_of
from govern.sentences import Sentence

REMIND = timedelta(days=-14)
MEDIA = feeds.MEDIA


async def may_read(reading: AsyncSession, token: str, at: datetime) -> bool:
    """Whether this token is of somebody who holds an office that sees the plan, today."""
    person_id = await feeds.reader_of(reading, token)
    if person_id is None:
        return False
    today = day_of(at)
    held = await identity.offices_of(reading, person_id)
    roles = {one.role for one in held if one.from_on <= today and (one.to_on is None or today <= one.to_on)}
    return Permission.OFFICE_SEE in permissions_of(roles & OFFICERS)


def calendar(plan: Plan, language: Language, site: Site, at: datetime) -> bytes:
    """A whole day for each thing that is still to be done and has a day, with a reminder two weeks before."""
    made = icalendar.Calendar()
    made.add("prodid", "-//govern//year plan//EN")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", language.say(Sentence("Year plan: {society}", society=site.name)))
    made.add("refresh-interval", timedelta(hours=6), parameters={"value": "DURATION"})
    for duty in (*plan.late, *plan.next):
        if duty.due_on is None:
            continue
        event = icalendar.Event()
        event.add("uid", f"{duty.key}@{site.society}.govern")
        event.add("dtstamp", at.astimezone(UTC).replace(microsecond=0))
        event.add("dtstart", duty.due_on)
        event.add("dtend", duty.due_on + timedelta(days=1))
        event.add("summary", language.say(duty.title))
        event.add("description", "\n".join(language.say(words) for words in (duty.words, *duty.cites)))
        event.add("url", site.page(language.code, "office/year"))
        event.add("transp", "TRANSPARENT")
        alarm = icalendar.Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", language.say(duty.title))
        alarm.add("trigger", REMIND)
        event.add_component(alarm)
        made.add_component(event)
    return bytes(made.to_ical())
