"""A board decides by consensus or by a vote, and its minutes say which (M57); dissent stands there on request."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from litestar.testing import AsyncTestClient
from sqlalchemy import select

from govern.constituencies.rulebook.book import example
from govern.meetings.models import AgendaItem, AttendanceSpan, Meeting
from govern.meetings.rules import ItemKind, MeetingKind, Mode, Outcome, Stage
from govern.minutes.book import lifecycle
from govern.minutes.book.models import Entry
from tests.ballots.given_ballots import CLOSES, Given, a_society, sits
from tests.given import START, Moments, a_home, the_service
from tests.window import Window

RULES = example("tair_nant").replace('decision = "majority"', 'decision = "consensus_then_majority"')
ROWS = ("supported", "supported", "any", "any", "any")


class Board:
    """A board of five that met: its minutes, the entry of its one item, and the secretary at it."""

    def __init__(self, given: Given, people: list[UUID], window: Window, minutes: UUID, entry: UUID) -> None:
        self.given, self.people, self.window = given, people, window
        self.minutes, self.entry = f"office/minutes/{minutes}", entry
        self.at = f"{self.minutes}/entries/{entry}/decided"

    async def say(self, **fields: str | list[str]) -> str:
        """Sent from its page; what the minutes say of it afterwards, or the page with what stands in the way."""
        await self.window.get(self.at)
        await self.window.send(self.at, fields)
        return self.window.text()


@pytest.fixture
async def board(clock: Moments) -> AsyncIterator[Board]:
    given = await a_society(a_home(), text=RULES, groups={"supported": 6})
    people = given.people["supported"][:5]
    for person, row in zip(people, ROWS, strict=True):
        await sits(given, person, row, CLOSES.date())
    opened = START - timedelta(hours=2)
    meeting = Meeting(
        id=uuid4(),
        kind=MeetingKind.BOARD,
        body="board",
        stage=Stage.CLOSED,
        title={"en": "Board"},
        starts_at=opened,
        place={"en": "The hall"},
        access={},
        roll='{"": 5}',
        drafted_at=opened,
        opened_at=opened,
        closed_at=START - timedelta(hours=1),
    )
    item = AgendaItem(
        meeting_id=meeting.id,
        position=1,
        kind=ItemKind.TALK,
        title={"en": "A new van"},
        text={},
        outcome=Outcome.DECIDED,
    )
    async with given.society.store.writing() as writing:
        writing.add(meeting)
        await writing.flush()
        writing.add(item)
        for person in people:
            writing.add(
                AttendanceSpan(
                    id=uuid4(),
                    meeting_id=meeting.id,
                    person_id=person,
                    mode=Mode.IN_PERSON,
                    counts=True,
                    in_at=opened,
                )
            )
        await writing.flush()
        minutes = await lifecycle.draft(writing, meeting.id, by=given.second, at=START)
    async with given.society.store.reading() as reading:
        entries = await reading.scalars(select(Entry).where(Entry.minutes_id == minutes))
        entry = next(one.id for one in entries if one.heading["en"].endswith("A new van"))
    async with AsyncTestClient(the_service(clock), base_url="http://testserver.local") as client:
        window = await Window(client, given.society, follows=True).sign_in(given.second, officer=True, at=clock.at)
        yield Board(given, people, window, minutes, entry)
    await given.society.store.close()


async def test_m57_the_minutes_say_consensus(board: Board) -> None:
    await board.window.get(f"{board.minutes}/entries/{board.entry}")
    assert "Write down how it was decided: by consensus, or by a vote" in board.window.text()
    text = await board.say(way="consensus")
    assert "The decision is made." in text and "Consensus: nobody was against it, so there was no vote." in text


async def test_m57_or_the_numbers_after_agreement_was_looked_for_with_dissent_on_request(board: Board) -> None:
    text = await board.say(way="vote", for_="3", against="2", neither="0", dissent=[str(board.people[4])])
    assert "The decision is made." in text and "3 for, 2 against." in text
    assert "This body looks for agreement first. A vote comes after that." in text
    assert "They asked that it is written down that they did not agree: Supported 5." in text
    assert "Supported 4." not in text.split("did not agree")[1].split("Closing")[0]


async def test_m57_equal_votes_and_too_few_people_decide_nothing(board: Board) -> None:
    out = [str(person) for person in board.people[3:4]]
    text = await board.say(way="vote", for_="2", against="2", recused=out)
    assert "Things stay as they are." in text
    assert "They declared an interest and took no part in this: Supported 4." in text
    text = await board.say(way="vote", for_="1", against="0")
    assert "Nothing can be decided." in text


async def test_m57_numbers_and_names_that_cannot_be_are_refused(board: Board) -> None:
    empty = await board.say()
    assert board.window.last.status_code == 422 and "Choose how they decided." in empty
    many = await board.say(way="vote", for_="4", against="2")
    assert board.window.last.status_code == 422 and "6 votes were given, and 5 people with a vote took part." in many
    dissent = [str(person) for person in board.people[:2]]
    few = await board.say(way="vote", for_="4", against="1", dissent=dissent)
    assert board.window.last.status_code == 422 and "More people did not agree" in few
    stranger = await board.say(way="consensus", dissent=str(board.given.people["supported"][5]))
    assert board.window.last.status_code == 422 and "Choose people who were there" in stranger
    both = str(board.people[0])
    await board.say(way="consensus", dissent=both, recused=both)
    assert board.window.last.status_code == 422
