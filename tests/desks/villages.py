"""Given: Tair Nant with two peers and an open vote, and a browser for everybody."""

from __future__ import annotations

from uuid import UUID

from litestar import Litestar
from litestar.testing import AsyncTestClient
from sqlalchemy import select

from govern.ballots.models import Appointment
from tests.ballots.given_ballots import Given
from tests.given import Moments
from tests.window import Window


class Village:
    """Tair Nant with two peers of the people supported, and an open vote."""

    def __init__(self, given: Given, offices: list[UUID], ballot_id: UUID, clock: Moments) -> None:
        self.given, self.offices, self.ballot_id, self.clock = given, offices, ballot_id, clock
        self.peers = given.people["supported"][:2]
        self.member = given.people["supported"][5]

    client: AsyncTestClient[Litestar]

    async def window(self, person: UUID) -> Window:
        officer = person in (self.given.officer, self.given.second)
        browser = Window(self.client, self.given.society, follows=True)
        return await browser.sign_in(person, officer=officer, at=self.clock.at)

    async def standing(self) -> list[UUID]:
        """Who votes for the members of the open vote, by the log."""
        async with self.given.society.store.reading() as reading:
            return list(
                await reading.scalars(
                    select(Appointment.holder_id).where(
                        Appointment.ballot_id == self.ballot_id, Appointment.revoked_leaf.is_(None)
                    )
                )
            )

    async def votes_for_all(self, peer: UUID) -> None:
        """The peer votes yes for everybody they carry, through the pages."""
        at = f"ballots/{self.ballot_id}/for-others/peer"
        browser = await self.window(peer)
        await browser.get(at)
        assert browser.last.status_code == 200, browser.text()
        await browser.send(f"{at}/start")
        await browser.send(f"{at}/paper/1", {"answer": "yes"})
        await browser.send(f"{at}/cast")
        assert browser.heading() == "Your vote for others is in"
