"""W21 on the member's page and in the notice: 48 hours before the meeting, days off left out."""

from __future__ import annotations

from datetime import datetime

import pytest

from govern.constituencies.register import lifecycle as register
from govern.constituencies.rulebook import lifecycle as rulebook
from govern.constituencies.rulebook.book import example
from govern.identity.lifecycle import NewPerson
from govern.meetings import lifecycle
from govern.society import Society
from tests.given import LONDON, Moments
from tests.meetings.pages.test_proxies import Windows
from tests.meetings.scene import JOINED, MOTION, PAGES, an_agm

CALLED = datetime(2026, 7, 20, 9, tzinfo=LONDON)


@pytest.mark.parametrize(
    ("starts", "until", "last"),
    [
        ("2026-09-21T10:00", "Thursday 17 September 2026 at 10 in the morning", "2026-09-17T10:00"),
        ("2026-09-23T10:00", "Monday 21 September 2026 at 10 in the morning", "2026-09-21T10:00"),
        ("2026-09-02T10:00", "Friday 28 August 2026 at 10 in the morning", "2026-08-28T10:00"),
    ],
)
async def test_w21_the_page_names_the_last_moment_takes_a_name_in_it_and_none_after_it(
    society: Society, window: Windows, clock: Moments, starts: str, until: str, last: str
) -> None:
    """A Monday, a Wednesday, and a Wednesday after the bank holiday of 31 August."""
    people = []
    async with society.store.writing() as writing:
        await rulebook.adopt(writing, example("tair_nant"), by=None, at=CALLED)
        for name in ("Siân Morgan", "Mair Elis", "Huw Rees"):
            new = NewPerson(name=name, email=f"{name.split()[0].lower()}@example.org")
            people.append(await register.enter(writing, new, "supported", JOINED, "Founding", by=None, at=CALLED))
        begins = datetime.fromisoformat(starts).replace(tzinfo=LONDON)
        wanted = an_agm(starts_at=begins, ends_expected=begins.replace(hour=12))
        meeting = await lifecycle.draft(writing, wanted, by=people[0], at=CALLED)
        await lifecycle.add_item(writing, meeting, MOTION, by=people[0], at=CALLED)
        await lifecycle.send_notice(writing, meeting, pages=PAGES, by=people[0], at=CALLED)
    page, fields = f"meetings/{meeting}/proxy", {"whom": "member", "holder": "Siân Morgan"}
    clock.at = datetime.fromisoformat(last).replace(tzinfo=LONDON)
    early, late = [await window().sign_in(person, at=clock.at) for person in people[1:]]
    await early.get(page)
    assert f"Name them by {until}." in early.text()
    await early.send(page, fields)
    await early.follow()
    assert "Siân Morgan votes for you" in early.text()
    await late.get(page)
    clock.pass_(minutes=1)
    refused = await late.send(page, fields)
    assert refused.status_code == 422 and f"we had to have it by {until} (Rule " in late.text()
