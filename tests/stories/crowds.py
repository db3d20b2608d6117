"""Many voters at once, over HTTP, each with a session of their own; and a society whose vote they find open."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import msgspec

from govern import founding
from govern.ballots import lifecycle as ballots
from govern.ballots import queries as ballot_queries
from govern.ballots.lifecycle import BallotDraft, ContestDraft, Wording
from govern.ballots.rules import ContestKind, EasyLine
from govern.clock import now
from govern.constituencies.boards import lifecycle as boards
from govern.constituencies.register import lifecycle as register
from govern.identity import lifecycle as identity
from govern.permissions import Role
from govern.settings import Settings
from govern.society import Society
from scripts.bench.http import Client
from tests.stories.desk import Desk
from tests.stories.walkers import aside

SHORT = "crowd"
AT_ONCE = 8
FORM = re.compile(rb'<form method="post" action="([^"]+)".*?</form>', re.DOTALL)
FIELD = re.compile(rb'<input type="hidden" name="([^"]+)" value="([^"]*)">')


class Row(msgspec.Struct, frozen=True):
    """A member of the crowd."""

    number: int
    name: str
    group: str
    attributes: str = ""


class Crowd:
    """A society of many members, founded forty days ago. `people` are ids by their number in the register."""

    def __init__(self, home: Path, rules: str, rows: Sequence[Row]) -> None:
        self.rows = tuple(rows)
        self.desk = Desk(home, SHORT)
        self.begun = now() - timedelta(days=40)
        wanted = founding.Founding("Crowd Care", SHORT, rules, "Sara Jenkins", "sara@example.org")
        aside(lambda: asyncio.run(founding.found(Settings(home=home), wanted, at=self.begun)))
        self.officer = self.desk.person("sara@example.org", "Sara Jenkins")
        self.people = self.desk.run(self._settle)

    async def _settle(self, society: Society) -> dict[int, UUID]:
        """The officer gets the box to look after, and the register is filled from a file."""
        async with society.store.writing() as writing:
            await identity.appoint(
                writing, self.officer, Role.RETURNING_OFFICER, self.begun.date(), by=None, at=self.begun
            )
            found: dict[int, UUID] = {}
            for row in self.rows:
                new = identity.NewPerson(name=row.name, email=f"c{row.number}@example.org")
                since = date(2024, 3, 1)
                found[row.number] = await register.enter(
                    writing, new, row.group, since, "founder", by=None, at=self.begun
                )
                if row.attributes:
                    await register.note_attribute(
                        writing, found[row.number], row.attributes, since, "register", by=None, at=self.begun
                    )
        return found

    def sits(self, number: int, row: str) -> None:
        """Somebody sits on the board for two more years."""
        today = now().date()

        async def seating(society: Society) -> None:
            async with society.store.writing() as writing:
                await boards.seat(
                    writing, "board", row, self.people[number], today - timedelta(days=300),
                    today + timedelta(days=730), "elected", by=None, at=self.begun,
                )  # fmt: skip

        self.desk.run(seating)

    def a_vote(self, contest: ContestDraft, stand: Sequence[int] = ()) -> str:
        """A vote drafted ten days ago that opened yesterday. Returns its id."""
        at = now()
        drafted, opens = at - timedelta(days=10), at - timedelta(days=1)

        async def opening(society: Society) -> str:
            new = BallotDraft(
                title=said("Autumn vote"), opens_at=opens, closes_at=at + timedelta(days=1), contests=(contest,)
            )
            async with society.store.writing() as writing:
                ballot = await ballots.draft(writing, new, by=self.officer, at=drafted)
                (question,) = await ballot_queries.contest_ids(writing, ballot)
                for number in stand:
                    await ballots.add_candidate(
                        writing, question, self.people[number], statement={}, by=self.officer, at=drafted
                    )
                if stand:
                    await ballots.draw_lots(writing, society, ballot, by=self.officer, at=drafted)
                await ballots.publish(writing, ballot, by=self.officer, at=drafted)
                await ballots.freeze(writing, society, ballot, by=self.officer, at=opens)
                await ballots.open_(writing, society, ballot, by=self.officer, at=opens)
            return str(ballot)

        return self.desk.run(opening)

    def votes(self, port: int, ballot: str, marks: Mapping[int, tuple[str, ...]]) -> None:
        """Everybody named votes, some at once. `marks` are labels on the paper, by number in the register."""
        numbers = list(marks)
        tokens = self.desk.sessions([self.people[number] for number in numbers])

        async def voting() -> None:
            gate = asyncio.Semaphore(AT_ONCE)

            async def one(number: int, token: str) -> None:
                async with gate:
                    await cast(port, token, ballot, marks[number])

            await asyncio.gather(*(one(n, t) for n, t in zip(numbers, tokens, strict=True)))

        aside(lambda: asyncio.run(voting()))


async def cast(port: int, token: str, ballot: str, labels: tuple[str, ...]) -> None:
    """One voter, as a browser without JavaScript asks: the paper, its answer, the check page, the envelope."""
    client = Client(port)
    client.cookies[f"s-{SHORT}"] = token
    base = f"/en/{SHORT}/ballots/{ballot}"
    _, paper = await client.get(f"{base}/paper/1")
    answers = [value_of(paper, label) for label in labels]
    fields = [*hidden(paper, f"{base}/paper/1").items(), *(("answer", answer) for answer in answers)]
    status, onward, body = await client.post(f"{base}/paper/1", fields)
    assert (status, onward) == (303, f"{base}/check"), (status, onward, body[:500])
    _, check = await client.get(onward)
    status, onward, body = await client.post(f"{base}/cast", list(hidden(check, f"{base}/cast").items()))
    assert (status, onward) == (303, f"{base}/receipt"), (status, onward, body[:500])
    await client.close()


def hidden(page: bytes, action: str) -> dict[str, str]:
    """The hidden fields of the form that is sent to `action`."""
    form = next(found for found in FORM.finditer(page) if found.group(1).decode() == action)
    return {name.decode(): value.decode() for name, value in FIELD.findall(form.group())}


def value_of(page: bytes, label: str) -> str:
    """The value of the answer whose card bears this label."""
    found = re.search(
        r'value="([^"]+)"[^>]*>\s*<label[^>]*>(?:<img[^>]*>)?\s*<span[^>]*><strong>' + re.escape(label) + "</strong>",
        page.decode(),
    )
    assert found, f"no answer {label!r}"
    return found.group(1)


def said(text: str) -> dict[str, str]:
    return {"en": text, "cy": f"{text} (cy)"}


def worded(title: str) -> Wording:
    lines = (EasyLine("pictures/stop.svg", f"It is about {title}."),)
    return Wording(
        title=said(title),
        question=said(f"{title}: what do you say?"),
        yes_means=said("It is done."),
        no_means=said("All stays as it is."),
        easy_title=said(title),
        easy_lines={"en": lines, "cy": lines},
    )


def motion(title: str, kind: str = "ordinary") -> ContestDraft:
    return ContestDraft(kind=ContestKind.RESOLUTION, resolution_kind=kind, wording=worded(title))


def election(title: str, row: str) -> ContestDraft:
    return ContestDraft(kind=ContestKind.ELECTION, body="board", seat_constituency=row, wording=worded(title))
