"""What a story does beside the browser: begin a session at the desk, print a way in, let minutes pass."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import TypeVar
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.ballots import lifecycle as ballots
from govern.ballots.models import CastEnvelope
from govern.clock import now
from govern.identity import lifecycle as identity
from govern.identity import queries as people
from govern.identity.lifecycle import Browser
from govern.identity.models import Session
from govern.identity.rules import Proof
from govern.meetings.models import Meeting
from govern.post.models import Letter
from govern.settings import Settings
from govern.society import Societies, Society
from tests.stories.dyffryn import Person
from tests.stories.walkers import Walker, aside

T = TypeVar("T")


class Desk:
    """The society's own desk, behind the service: `home` as the service has it."""

    def __init__(self, home: Path, short: str) -> None:
        self.home = home
        self.short = short

    def run(self, act: Callable[[Society], Awaitable[T]]) -> T:
        async def acting() -> T:
            societies = Societies(Settings(home=self.home))
            try:
                return await act(await societies.find(self.short))
            finally:
                await societies.close()

        return aside(lambda: asyncio.run(acting()))

    def write(self, act: Callable[[AsyncSession], Awaitable[T]]) -> T:
        async def acting(society: Society) -> T:
            async with society.store.writing() as writing:
                return await act(writing)

        return self.run(acting)

    def person(self, email: str, name: str) -> UUID:
        async def asking(writing: AsyncSession) -> UUID:
            return next(one.id for one in await people.people_at(writing, email) if one.name == name)

        return self.write(asking)

    def stranger(self, name: str, email: str) -> UUID:
        """Somebody the society knows who is no member."""
        return self.write(lambda writing: identity.add_person(writing, name=name, email=email, by=None, at=now()))

    def link(self, person_id: UUID, *, hours_ago: int = 0) -> str:
        """A sign-in link's token, as a letter would bring it."""
        at = now() - timedelta(hours=hours_ago)
        return self.write(lambda writing: identity.make_link(writing, person_id, at=at))

    def sessions(self, ids: list[UUID], proof: Proof = Proof.LINK) -> list[str]:
        """Sessions begun at the desk, for stories that are not about signing in. Returns what the cookies hold."""

        async def beginning(writing: AsyncSession) -> list[str]:
            return [(await identity.begin(writing, one, proof, Browser("Chromium"), at=now())).token for one in ids]

        return self.write(beginning)

    def let_in(self, walker: Walker, person_id: UUID, proof: Proof = Proof.LINK) -> None:
        (token,) = self.sessions([person_id], proof)
        walker.context.add_cookies([{"name": f"s-{self.short}", "value": token, "url": walker.address}])

    def minutes_pass(self, minutes: int) -> None:
        """For everybody's second step it is so many minutes later."""

        async def ageing(writing: AsyncSession) -> None:
            for session in await writing.scalars(select(Session).where(Session.stepped_up_at.is_not(None))):
                assert session.stepped_up_at is not None
                session.stepped_up_at -= timedelta(minutes=minutes)

        self.write(ageing)

    def night_passes(self, meeting_id: str) -> None:
        """The meeting that was called for tomorrow is today."""

        async def dawning(writing: AsyncSession) -> None:
            meeting = await writing.get_one(Meeting, UUID(meeting_id))
            meeting.starts_at -= timedelta(days=1)

        self.write(dawning)

    def letters(self, kind: str) -> list[tuple[str, str]]:
        """Letters of a kind in the outbox: to whom, and what they say. The oldest first."""

        async def reading_them(writing: AsyncSession) -> list[tuple[str, str]]:
            found = await writing.scalars(select(Letter).where(Letter.kind == kind).order_by(Letter.written_at))
            return [(letter.to_address, letter.body or "") for letter in found]

        return self.write(reading_them)

    def open_the_vote(self, ballot_id: str, officer: Person) -> None:
        """The returning officer's steps from freezing to opening."""
        ballot, by, at = UUID(ballot_id), self.person(officer.email, officer.name), now()

        async def opening(society: Society) -> None:
            async with society.store.writing() as writing:
                await ballots.freeze(writing, society, ballot, by=by, at=at)
                for style in ("volunteers", "public_bodies"):
                    await ballots.accept_small_group(writing, ballot, style, by=by, at=at)
                await ballots.open_(writing, society, ballot, by=by, at=at)

        self.run(opening)

    def envelopes(self, ballot_id: str) -> int:
        """How many envelopes are in the box."""

        async def counting(writing: AsyncSession) -> int:
            inside = select(func.count()).select_from(CastEnvelope).where(CastEnvelope.ballot_id == UUID(ballot_id))
            return await writing.scalar(inside) or 0

        return self.write(counting)

    def record_holds(self) -> bool:
        async def verifying(writing: AsyncSession) -> bool:
            return (await record.verify(writing)).holds

        return self.write(verifying)
