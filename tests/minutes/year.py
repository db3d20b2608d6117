"""Given a society of 220 with its officers on the first days of its year, and how each of them does a step in it.

The rules are those of a care society with a board, weighted colleges and a conversion that a second meeting confirms;
to them twenty investors are added, who have no vote on a conversion (W7).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

import msgspec
from sqlalchemy import select

from govern.ballots import lifecycle as ballots
from govern.ballots.models import Candidate, Contest
from govern.constituencies.boards import lifecycle as boards
from govern.constituencies.rulebook.book import example
from govern.identity import lifecycle as identity
from govern.meetings.models import AgendaItem
from govern.permissions import Role
from tests.ballots.given_ballots import Given
from tests.given import LONDON, Moments
from tests.window import Window

AT_THE_PAGES = 10
GROUPS = {"users": 120, "staff": 50, "volunteers": 30, "investors": 20}
INVESTORS = """[[constituency]]
id = "investors"
name = "Investors"
plain_name = "People who put money in"
kind = "investor"
votes = "full"
weight = "1/10"
barred_from = ["conversion"]
eligibility = ["holds_community_share"]

[voting]
"""


def when(year: int, month: int, day: int, hour: int = 14, minute: int = 0) -> datetime:
    """A moment by the clock on the wall of the hall."""
    return datetime(year, month, day, hour, minute, tzinfo=LONDON)


FOUNDED = when(2026, 4, 6, 9)


def rules() -> str:
    text = example("colne_valley_like").replace("[voting]\n", INVESTORS, 1)
    return text.replace('weight = "2/5"', 'weight = "3/10"', 1)


def moment(name: str, at: datetime) -> dict[str, str]:
    """A day and a time as they are typed."""
    return day(name, at.date()) | {f"{name}_time": at.strftime("%H:%M")}


def day(name: str, on: date) -> dict[str, str]:
    return {f"{name}_day": str(on.day), f"{name}_month": str(on.month), f"{name}_year": str(on.year)}


async def seat_the_board(given: Given) -> list[UUID]:
    """Three who use the service and two of the staff, each until 26 September. The first is the chair."""
    rows = [*(("users", person) for person in given.people["users"][:3])]
    rows += [("staff", person) for person in given.people["staff"][:2]]
    async with given.society.store.writing() as writing:
        for row, person in rows:
            await boards.seat(
                writing, "board", row, person, date(2025, 9, 27), date(2026, 9, 26), by=None, at=FOUNDED
            )
    async with given.society.store.writing() as writing:
        await identity.appoint(writing, rows[0][1], Role.CHAIR, FOUNDED.date(), by=None, at=FOUNDED)
    return [person for _, person in rows]


class Year(msgspec.Struct):
    """The society, the clock on the wall, and a new browser each time one is opened."""

    given: Given
    clock: Moments
    window: Callable[[], Window]

    async def member(self, person: UUID) -> Window:
        return await self.window().sign_in(person, at=self.clock.at)

    async def secretary(self) -> Window:
        """Signed in anew, as somebody is who comes back another day."""
        return await self.window().sign_in(self.given.second, officer=True, at=self.clock.at)

    async def officer(self) -> Window:
        return await self.window().sign_in(self.given.officer, officer=True, at=self.clock.at)

    # --- A meeting ---

    async def calls(self, kind: str, title: str, starts_at: datetime, *items: dict[str, str], **more: str) -> str:
        """A meeting is written down with its agenda; its address in the office."""
        secretary = await self.secretary()
        await secretary.get("office/meetings/new")
        wanted = {"kind": kind, "title": title, **moment("starts_at", starts_at), "place": "Village hall", **more}
        await secretary.send("office/meetings/new", {**wanted, "ends": "17:00" if starts_at.hour < 17 else "21:00"})
        assert secretary.last.status_code == 200, secretary.text()
        office = place_of(secretary)
        for item in items:
            await secretary.get(f"{office}/items/new?kind={item['kind']}")
            await secretary.send(f"{office}/items/new", item)
            assert secretary.last.status_code == 200, secretary.text()
        return office

    async def gives_notice(self, office: str) -> Window:
        """The notice is issued as a paper with its number, and sent."""
        secretary = await self.secretary()
        await secretary.get(f"{office}/notice")
        await secretary.send(f"{office}/notice")
        assert "Notice sent" in secretary.text(), secretary.text()
        return secretary

    async def issues(self, paper: str) -> str:
        """A paper is issued through its page; its number."""
        secretary = await self.secretary()
        await secretary.get(paper)
        await secretary.send(paper, made="standard")
        found = re.search(r"P-\d{4}-\d+", secretary.text())
        assert found is not None, secretary.text()
        return found[0]

    async def come(self, office: str, people: Iterable[UUID]) -> Window:
        """So many are checked in at the desk by the door, each by their number in the register."""
        numbers = {person: str(n) for n, person in enumerate(self.given.everybody, 1)}
        secretary = await self.secretary()
        await secretary.get(f"{office}/desk")
        token = secretary.hidden(f"{office}/desk/in")
        for person in people:
            answer = await secretary.post(f"{office}/desk/in", {**token, "find": numbers[person]})
            assert answer.status_code == 303, secretary.text()
        await secretary.get(f"{office}/people")
        return secretary

    async def opens(self, office: str, chair: UUID) -> Window:
        secretary = await self.secretary()
        await secretary.get(f"{office}/people")
        await secretary.send(f"{office}/open", chair=str(chair))
        assert "On now" in secretary.text(), secretary.text()
        return secretary

    async def settles_and_closes(self, office: str, *outcomes: str) -> None:
        """What became of each item; an empty word where a vote says it."""
        secretary = await self.secretary()
        for item, outcome in zip(await self.items(office), outcomes, strict=True):
            if outcome:
                await secretary.get(office)
                await secretary.send(f"{office}/items/{item}/outcome", outcome=outcome)
        await secretary.get(office)
        await secretary.send(f"{office}/close")
        assert "Write the minutes" in secretary.text(), secretary.text()

    async def items(self, office: str) -> list[UUID]:
        rows = select(AgendaItem.id).where(AgendaItem.meeting_id == UUID(office.rpartition("/")[2]))
        async with self.given.society.store.reading() as reading:
            return list(await reading.scalars(rows.order_by(AgendaItem.position)))

    async def meeting_called(self, title: str) -> str:
        """The address of a meeting in the office, as the list there has it."""
        secretary = await self.secretary()
        await secretary.get("office/meetings")
        found = re.search(
            rf'href="/en/tair-nant/(office/meetings/[0-9a-f-]{{36}})"[^>]*>[^<]*{title}', secretary.last.text
        )
        assert found is not None, secretary.last.text
        return found[1]

    async def writes_minutes(self, office: str) -> str:
        """Drafted from what the meeting decided; their desk."""
        secretary = await self.secretary()
        await secretary.get(f"{office}/minutes")
        await secretary.send(f"{office}/minutes")
        assert secretary.last.status_code == 200, secretary.text()
        return place_of(secretary).removesuffix("/live")

    # --- A vote ---

    async def contests(self, ballot: str) -> list[UUID]:
        rows = select(Contest.id).where(Contest.ballot_id == UUID(ballot.rpartition("/")[2]))
        async with self.given.society.store.reading() as reading:
            return list(await reading.scalars(rows.order_by(Contest.position)))

    async def makes_its_ballot(self, office: str, opens: datetime, closes: datetime) -> str:
        """The ballot of a meeting from its agenda; its address in the office."""
        secretary = await self.secretary()
        await secretary.get(f"{office}/ballot")
        await secretary.send(f"{office}/ballot", moment("opens_at", opens) | moment("closes_at", closes))
        assert secretary.last.status_code == 200, secretary.text()
        found = re.search(r"office/ballots/[0-9a-f-]{36}", secretary.last.text)
        assert found is not None, secretary.text()
        return found[0]

    async def makes_a_ballot(self, title: str, opens: datetime, closes: datetime) -> str:
        """A ballot of no meeting; its address in the office."""
        secretary = await self.secretary()
        await secretary.get("office/ballots/new")
        await secretary.send(
            "office/ballots/new", {"title": title, **moment("opens_at", opens), **moment("closes_at", closes)}
        )
        assert secretary.last.status_code == 200, secretary.text()
        return place_of(secretary)

    async def asks(self, ballot: str, title: str, kind: str) -> None:
        """A motion in a ballot of no meeting."""
        secretary = await self.secretary()
        await secretary.get(f"{ballot}/questions/new")
        await secretary.send(f"{ballot}/questions/new", {"kind": "resolution", "title": title, "resolution": kind})
        assert secretary.last.status_code == 200, secretary.text()

    async def candidates(self, contest: UUID) -> dict[str, str]:
        """Who stands, by name, as papers name them."""
        async with self.given.society.store.reading() as reading:
            rows = await reading.scalars(select(Candidate).where(Candidate.contest_id == contest))
            return {row.name: str(row.id) for row in rows}

    async def words_it(self, ballot: str, title: str, contest: UUID) -> None:
        """What yes and no mean, and the question in easy words; the rest as a notice has it, if there is one."""
        secretary = await self.secretary()
        page = f"{ballot}/questions/{contest}"
        await secretary.get(page)
        words = {"title": title, "question": title, "full_text": f"That {title} be agreed."}
        await secretary.send(page, {**words, "yes_means": "It happens.", "no_means": "It does not happen."})
        assert "Your words are kept." in secretary.text(), secretary.text()
        await self.words_it_easily(ballot, title, contest)

    async def words_it_easily(self, ballot: str, title: str, contest: UUID) -> None:
        secretary = await self.secretary()
        page = f"{ballot}/questions/{contest}/easy/en"
        await secretary.get(page)
        line = {"title": title, "picture": "pictures/stop.svg", "words": f"It is about {title}.", "readers": "one"}
        await secretary.send(page, line)
        assert secretary.last.status_code == 200, secretary.text()

    async def publishes_freezes_opens(self, ballot: str, opens: datetime) -> None:
        secretary = await self.secretary()
        await secretary.get(f"{ballot}/publish")
        await secretary.send(f"{ballot}/publish")
        officer = await self.officer()
        await officer.get(f"{ballot}/freeze")
        await officer.send(f"{ballot}/freeze")
        assert officer.heading() == "Nothing is missing: the vote can be opened", officer.text()
        self.clock.at = opens
        officer = await self.officer()
        await officer.get(f"{ballot}/open")
        await officer.send(f"{ballot}/open")
        assert officer.heading() == "Voting is open", officer.text()

    async def vote(self, ballot: str, papers: Iterable[tuple[UUID, dict[UUID, tuple[str, ...]]]]) -> None:
        """Every tenth at the pages, from the paper to the receipt; the rest many at once, beside them."""
        ballot_id, at = UUID(ballot.rpartition("/")[2]), self.clock.at + timedelta(hours=1)
        for number, (person, choices) in enumerate(papers):
            if number % AT_THE_PAGES == 0:
                await self.votes(ballot, person, choices)
                continue
            async with self.given.society.store.reading() as reading:
                sealed = await ballots.seal_paper(reading, ballot_id, person, choices, at=at)
            await ballots.cast(self.given.society, person, sealed, at=at)

    async def votes(self, ballot: str, person: UUID, choices: dict[UUID, tuple[str, ...]]) -> None:
        """One member's own vote, question by question; of an election all whom they want at once."""
        member = await self.member(person)
        at = ballot.removeprefix("office/")
        await member.get(at)
        await member.send(f"{at}/start")
        for contest in await self.contests(ballot):
            if contest in choices:
                await member.send(place_of(member), {"answer": list(choices[contest])})
        assert member.heading() == "Check your vote", member.text()
        await member.send(f"{at}/cast")
        assert member.heading() == "Your vote is in", member.text()

    async def closes_counts_declares(self, ballot: str) -> Window:
        officer = await self.officer()
        for step in ("close", "count", "declare"):
            await officer.get(f"{ballot}/{step}")
            await officer.send(f"{ballot}/{step}")
            assert officer.last.status_code == 200, officer.text()
        await officer.get(ballot.removeprefix("office/") + "/result/1")
        return officer


def place_of(browser: Window) -> str:
    """The address of the page last seen, inside the society."""
    return str(browser.last.url.path).removeprefix("/en/tair-nant/")


def report(title: str) -> dict[str, str]:
    """An item that is heard."""
    return {"kind": "report", "title": title}


def motion(title: str, kind: str = "ordinary") -> dict[str, str]:
    return {"kind": "motion", "title": title, "text": f"That {title} be agreed.", "resolution": kind}


def by_groups(year: Year, contest: UUID, for_: int, against: int) -> list[tuple[UUID, dict[UUID, tuple[str, ...]]]]:
    """So many of those who have a vote say yes and no."""
    people = [person for group in ("users", "staff", "volunteers") for person in year.given.people[group]]
    return [(one, {contest: ("yes" if n < for_ else "no",)}) for n, one in enumerate(people[: for_ + against])]
