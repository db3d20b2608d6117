"""Which seats an agenda may fill by an election: none before the rules hold elections (W26)."""

from __future__ import annotations

from datetime import timedelta

from govern.constituencies.rulebook.book import example
from govern.database import Store
from govern.meetings import queries
from tests.constituencies.boards.lifecycle.given_boards import AT, a_home

RULES = example("fairshares_like").replace("trigger_members = 50", "trigger_members = 3")


async def test_w26_seats_wait_for_the_members_that_elections_need(store: Store) -> None:
    home = await a_home(store, RULES, [("Una", "user", ""), ("Lou", "labour", "")])
    async with store.reading() as reading:
        assert await queries.seats_to_fill(reading, AT, "en") == ()
        assert (await queries.choices(reading, AT, "en")).elections_from == 3
    await home.enter("Ulf", "user", AT.date())
    async with store.reading() as reading:
        rows = await queries.seats_to_fill(reading, AT + timedelta(days=1), "en")
        assert rows and any(row.free for row in rows)
        assert (await queries.choices(reading, AT + timedelta(days=1), "en")).elections_from is None
