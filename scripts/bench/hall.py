"""A society of so many voters with an open ballot, everybody signed in: what is measured and what is tried out.

Told through the rooms' own steps; only people and memberships are put in by the thousand.
"""

from __future__ import annotations

import asyncio
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import msgspec
from sqlalchemy import insert

from govern import founding
from govern.ballots import lifecycle as ballots
from govern.ballots import queries as ballot_queries
from govern.ballots.lifecycle import BallotDraft, ContestDraft, Wording
from govern.ballots.rules import ContestKind, EasyLine
from govern.clock import now
from govern.constituencies.register.models import Member, Membership
from govern.identity import lifecycle as identity
from govern.identity import queries as who
from govern.identity.models import Person
from govern.identity.rules import Proof
from govern.permissions import Role
from govern.settings import Settings
from govern.society import Societies, Society

SHORT = "tair-nant"
GROUPS = ("supported", "staff", "volunteers")
SINCE = date(2020, 1, 1)
ROWS = 5_000


class Voter(msgspec.Struct, frozen=True):
    """Somebody on the roll and the cookie they are signed in with."""

    person_id: UUID
    token: str

    @property
    def cookies(self) -> dict[str, str]:
        return {f"s-{SHORT}": self.token}


class Hall(msgspec.Struct, frozen=True):
    """The society with its open ballot. `candidates` are the ids of those who stand, in the order of the paper."""

    home: Path
    ballot_id: UUID
    contests: tuple[UUID, ...]
    candidates: tuple[UUID, ...]
    voters: tuple[Voter, ...]
    officers: tuple[Voter, ...]

    @property
    def path(self) -> str:
        """Where the ballot's pages begin."""
        return f"/en/{SHORT}/ballots/{self.ballot_id}"

    async def open(self) -> Society:
        """The society in this process, beside the server."""
        return await Societies(Settings(home=self.home)).find(SHORT)


async def a_hall(home: Path, *, voters: int, url: str | None = None, ranked: bool = True) -> Hall:
    """Found the society, fill it, open a ballot of two motions and (`ranked`) an election, and sign everybody in.

    `url` is a PostgreSQL database; without it the society lives in SQLite.
    """
    at = now()
    begun = at - timedelta(days=30)
    if url is not None:
        (home / SHORT).mkdir(parents=True)
        (home / SHORT / "society.toml").write_text(f'[database]\nurl = "{url}"\n')
    new = founding.Founding("Tair Nant Care Co-operative", SHORT, "tair_nant", "Nerys Tudur", "nerys@example.org")
    await founding.found(Settings(home=home), new, at=begun)
    society = await Societies(Settings(home=home)).find(SHORT)
    try:
        people = [uuid4() for _ in range(voters)]
        await fill(society, people, begun)
        officers = await _officers(society, begun)
        ballot_id = await _open_ballot(society, officers[0], people[:5] if ranked else [], at)
        async with society.store.reading() as reading:
            seen = await ballot_queries.ballot_page(reading, ballot_id, None, language="en", at=at)
        return Hall(
            home,
            ballot_id,
            tuple(contest.id for contest in seen.contests),
            tuple(candidate.id for candidate in seen.contests[-1].candidates),
            await signed_in(society, people, Proof.LINK),
            await signed_in(society, officers, Proof.PASSWORD_TOTP),
        )
    finally:
        await society.store.close()


async def fill(
    society: Society, people: list[UUID], at: datetime, known: int = 0, groups: tuple[str, ...] = GROUPS
) -> None:
    """So many members, a third of them in each group, numbered on from the `known` ones."""
    for start in range(0, len(people), ROWS):
        some = list(enumerate(people[start : start + ROWS], start=known + start))
        async with society.store.writing() as writing:
            await writing.execute(
                insert(Person),
                [
                    {
                        "id": person,
                        "name": f"Voter Number{number}",
                        "first_name": "Voter",
                        "search": f"voter number{number}",
                        "email": f"voter{number}@example.org",
                        "added_at": at,
                    }
                    for number, person in some
                ],
            )
            await writing.execute(
                insert(Member),
                [{"person_id": person, "number": str(number + 1), "entered_on": SINCE} for number, person in some],
            )
            await writing.execute(
                insert(Membership),
                [
                    {
                        "id": uuid4(),
                        "person_id": person,
                        "constituency": groups[number % len(groups)],
                        "joined_on": SINCE,
                        "joined_reason": "application accepted",
                    }
                    for number, person in some
                ],
            )


async def _officers(society: Society, at: datetime) -> list[UUID]:
    """The returning officer, a second one, and the secretary, who is there since the founding."""
    async with society.store.writing() as writing:
        found = []
        for name in ("Gwilym Hâf", "Rhian Wyn"):
            person = await identity.add_person(
                writing, name=name, email=f"{founding.short_name_of(name)}@example.org", by=None, at=at
            )
            await identity.appoint(writing, person, Role.RETURNING_OFFICER, at.date(), by=None, at=at)
            found.append(person)
        (secretary,) = await who.people_at(writing, "nerys@example.org")
    return [*found, secretary.id]


async def draft_ballot(society: Society, officer: UUID, standing: list[UUID], at: datetime) -> UUID:
    """A ballot that opened an hour ago, drafted and published; its roll is not frozen yet."""
    opens = at - timedelta(hours=1)
    drafted = at - timedelta(days=20)
    contests = [_motion("ordinary", "Saturdays"), _motion("special", "Our name")]
    if standing:
        contests.append(
            ContestDraft(
                kind=ContestKind.ELECTION,
                body="board",
                seat_constituency="any",
                seats=3,
                wording=_wording("The board"),
            )
        )
    new = BallotDraft(
        title=_both("Autumn vote"), opens_at=opens, closes_at=at + timedelta(days=7), contests=tuple(contests)
    )
    async with society.store.writing() as writing:
        ballot_id = await ballots.draft(writing, new, by=officer, at=drafted)
        election = (await ballot_queries.contest_ids(writing, ballot_id))[-1]
        for person in standing:
            words = _both("I will listen to everybody.")
            await ballots.add_candidate(writing, election, person, statement=words, by=officer, at=drafted)
        if standing:
            await ballots.draw_lots(writing, society, ballot_id, by=officer, at=drafted)
        await ballots.publish(writing, ballot_id, by=officer, at=drafted)
    return ballot_id


async def _open_ballot(society: Society, officer: UUID, standing: list[UUID], at: datetime) -> UUID:
    opens = at - timedelta(hours=1)
    ballot_id = await draft_ballot(society, officer, standing, at)
    async with society.store.writing() as writing:
        await ballots.freeze(writing, society, ballot_id, by=officer, at=opens - timedelta(hours=2))
        await ballots.open_(writing, society, ballot_id, by=officer, at=opens)
    return ballot_id


async def signed_in(society: Society, people: list[UUID], proof: Proof) -> tuple[Voter, ...]:
    async with society.store.writing() as writing:
        return tuple(
            [
                Voter(person, (await identity.begin(writing, person, proof, identity.Browser(""), at=now())).token)
                for person in people
            ]
        )


def _motion(kind: str, title: str) -> ContestDraft:
    return ContestDraft(kind=ContestKind.RESOLUTION, resolution_kind=kind, wording=_wording(title))


def _wording(title: str) -> Wording:
    lines = (EasyLine("pictures/stop.svg", f"It is about this: {title}."),)
    return Wording(
        title=_both(title),
        question=_both(f"Do you agree: {title}?"),
        full_text=_both(f"That {title} be agreed, from April 2027."),
        yes_means=_both("It happens."),
        no_means=_both("It does not happen."),
        easy_title=_both(title),
        easy_lines={"en": lines, "cy": lines},
    )


def _both(text: str) -> dict[str, str]:
    return {"en": text, "cy": f"{text} (cy)"}


def a_hall_now(home: Path, *, voters: int, url: str | None = None, ranked: bool = True) -> Hall:
    """`a_hall` where no event loop runs."""
    return asyncio.run(a_hall(home, voters=voters, url=url, ranked=ranked))
