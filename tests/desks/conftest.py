"""Given for the desks: a society with four members, one without email, and a browser at it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from litestar.testing import AsyncTestClient

from govern.constituencies.register import lifecycle as register
from govern.constituencies.representation import lifecycle as representation
from govern.constituencies.representation.rules import WantedOffice
from govern.constituencies.rulebook import lifecycle as rulebook
from govern.constituencies.rulebook.book import example
from govern.identity.lifecycle import NewPerson
from govern.society import Society
from tests.ballots.given_ballots import OPENS, a_society, an_open_ballot
from tests.desks.villages import Village
from tests.given import Moments, a_bare_society, a_home, the_service
from tests.window import Window

#: Name, group, email.
MEMBERS = (
    ("Siân Elis", "supported", "elis@example.org"),
    ("Eve Morgan", "staff", "morgan@example.org"),
    ("Nerys Tudur", "staff", "tudur@example.org"),
    ("Gwenllian Wyn", "staff", None),
)


class Desk:
    """A society with its members, and a browser at it."""

    def __init__(self, society: Society, clock: Moments, people: dict[str, UUID], window: Window) -> None:
        self.society, self.clock, self.people, self.window = society, clock, people, window


@pytest.fixture
async def desk(tmp_path: Path, clock: Moments) -> AsyncIterator[Desk]:
    society = await a_bare_society(a_home())
    ids = {}
    async with society.store.writing() as writing:
        await rulebook.adopt(writing, example("tair_nant"), by=None, at=clock.at)
        for name, group, email in MEMBERS:
            joined = clock.at.date() - timedelta(days=400)
            new = NewPerson(name=name, email=email)
            ids[name] = await register.enter(writing, new, group, joined, "joined", by=None, at=clock.at)
    app = the_service(clock)
    async with AsyncTestClient(app, base_url="http://testserver.local") as client:
        yield Desk(society, clock, ids, Window(client, society))
    await society.store.close()


@pytest.fixture
async def village(clock: Moments) -> AsyncIterator[Village]:
    given = await a_society(a_home(), groups={"supported": 9, "staff": 6, "volunteers": 6})
    begins, offices = OPENS.date() - timedelta(days=30), []
    async with given.society.store.writing() as writing:
        for peer in given.people["supported"][:2]:
            wanted = WantedOffice("supported", "local", "Tywi", begins, begins + timedelta(days=365))
            offices.append(await representation.open_office(writing, peer, wanted, by=None, at=OPENS))
    ballot_id = await an_open_ballot(given)
    clock.pass_(hours=1)
    made = Village(given, offices, ballot_id, clock)
    async with AsyncTestClient(the_service(clock), base_url="http://testserver.local") as client:
        made.client = client
        yield made
    await given.society.store.close()
