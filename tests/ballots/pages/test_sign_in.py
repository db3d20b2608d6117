"""While a vote is open, an address that was just changed is no way in."""

from __future__ import annotations

from litestar import Litestar
from litestar.testing import AsyncTestClient
from sqlalchemy import select

from govern.identity import lifecycle as identity
from govern.identity.lifecycle import PersonChanges
from govern.post.models import Letter
from tests.ballots.given_ballots import Given, an_open_ballot, closed
from tests.given import Moments
from tests.window import Window


async def kinds_sent(given: Given, address: str) -> list[str]:
    async with given.society.store.reading() as reading:
        found = select(Letter.kind).where(Letter.to_address == address).order_by(Letter.written_at)
        return list(await reading.scalars(found))


async def test_a_link_goes_to_a_changed_address_only_when_no_vote_is_open(
    given: Given, service: AsyncTestClient[Litestar], clock: Moments
) -> None:
    ballot_id = await an_open_ballot(given)
    async with given.society.store.writing() as writing:
        changes = PersonChanges(email="new@example.org")
        person = given.people["staff"][0]
        await identity.change_person(writing, person, changes, by=None, at=clock.at, site=None)
    browser = Window(service, given.society)
    await browser.get("sign-in")
    await browser.send("sign-in", email="new@example.org")
    assert await kinds_sent(given, "new@example.org") == ["identity_notice"]
    await closed(given, ballot_id)
    await browser.get("sign-in")
    await browser.send("sign-in", email="new@example.org")
    assert "sign_in" in await kinds_sent(given, "new@example.org")
