"""What a circle decided by consent at a meeting stands in its minutes: openly, by name, with reasons (M21)."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from uuid import uuid4

from sqlalchemy import select

from govern.ballots.deciding.consent import Phase
from govern.ballots.rules.consenting import Said
from govern.meetings.models import Meeting
from govern.meetings.rules import MeetingKind, Stage
from govern.minutes.book import lifecycle
from govern.minutes.book.models import Entry
from tests.ballots.given_ballots import BEFORE, CLOSES, a_society, sits
from tests.ballots.lifecycle.test_consenting import Circle


async def test_the_minutes_say_who_consented_who_did_not_why_and_what_came_of_it(tmp_path: Path) -> None:
    given = await a_society(tmp_path / "home", rules="equal_care_like", groups={"supported": 7})
    for person in given.people["supported"][:2]:
        await sits(given, person, "supported", CLOSES.date())
    board = Circle(given, "board")
    await board.propose(people=0)
    for _ in range(4):
        await board.step()
    await board.say(0)
    await board.say(1, Said.CONCERN, "The bus.")
    assert await board.end_round() is Phase.CONSENTED
    meeting = Meeting(
        id=uuid4(),
        kind=MeetingKind.BOARD,
        body="board",
        stage=Stage.CLOSED,
        title={"en": "Board"},
        starts_at=BEFORE - timedelta(hours=1),
        place={"en": "The hall"},
        access={},
        roll='{"supported": 2}',
        drafted_at=BEFORE - timedelta(days=30),
        opened_at=BEFORE - timedelta(hours=1),
        closed_at=BEFORE + timedelta(hours=1),
    )
    async with given.society.store.writing() as writing:
        writing.add(meeting)
        await writing.flush()
        minutes = await lifecycle.draft(writing, meeting.id, by=given.second, at=BEFORE + timedelta(days=1))
    async with given.society.store.reading() as reading:
        entries = {
            one.heading["en"]: one for one in await reading.scalars(select(Entry).where(Entry.minutes_id == minutes))
        }
    entry = entries["Night shifts"]
    assert entry.text["en"].splitlines() == [
        "Consent round 1, on wording 1.",
        "Consent: Supported 1.",
        "Concern of Supported 2: The bus.",
    ]
    assert "The circle has agreed." in entry.decision["en"] and "The review is on" in entry.decision["en"]
    await given.society.store.close()
