"""The life of a circle on both kinds of database: it begins, decides, agrees by consent, is exported, ends."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots.deciding.consent import Phase
from govern.ballots.lifecycle import consenting, proposing
from govern.ballots.rules.consenting import Said
from govern.forums.circles import lifecycle, queries
from govern.forums.circles.lifecycle import CircleDraft, DecisionDraft
from govern.forums.circles.rules import Link, Part, Reach, records
from tests.ballots.given_ballots import a_society
from tests.forums.circles.conftest import GROUPS, RULES
from tests.given import START
from tests.servers.postgres import Cluster


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
async def test_a_circle_lives_on_both_kinds_of_database(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    url = None
    if kind == "postgresql":
        cluster: Cluster = request.getfixturevalue("postgres")
        url = cluster.new_database()
    given = await a_society(tmp_path / "home", text=RULES, groups=GROUPS, url=url)
    mair, (one, two, *_) = given.people["supported"][0], given.people["worker"]
    async with given.society.store.writing() as writing:
        above = CircleDraft(
            name={"en": "Hebden"}, aim={"en": "Support"}, parent_body="members_circle", body="local_circle"
        )
        circle = await lifecycle.begin_circle(writing, above, by=one, at=START)
        for person in (one, two):
            await lifecycle.let_in(writing, circle, person, Part.FACILITATOR, by=one, at=START)
        await lifecycle.name_link(writing, circle, one, Link.DELEGATE, by=one, at=START)
        below = CircleDraft(name={"en": "Mair's team"}, aim={"en": "Good days"}, parent_id=circle)
        team = await lifecycle.begin_team(writing, below, mair, private=True, by=mair, at=START)
        await lifecycle.let_in(writing, team, two, Part.MEMBER, by=mair, at=START)
        wanted = DecisionDraft(
            title={"en": "At 8:30"}, words="", decided_on=START.date(), there=(mair, two), other="visits"
        )
        await lifecycle.decide(writing, team, wanted, "en", by=mair, at=START)
        said = ({"en": "Sundays"}, {"en": "None on Sundays."})
        asked = await lifecycle.propose(writing, team, *said, None, "the rota", "en", by=mair, at=START)
        for _ in range(4):
            await lifecycle.present(writing, team, asked, by=mair, at=START)
        for person in (mair, two):
            await consenting.answer(writing, asked, person, Said.CONSENT, by=person, at=START, own=True)
        assert await proposing.end_round(writing, asked, by=mair, at=START) is Phase.CONSENTED
    async with given.society.store.reading() as reading:
        seen = await queries.circle(reading, team, two, START.date(), "en")
        assert (seen.reach, seen.above) == (Reach.SITS, "Hebden")
        assert await names(reading, two) == {"Hebden", "Mair's team"}
        assert await names(reading, one) == {"Hebden"}
        kept = await queries.kept_records(reading, team, "Calder", START)
    read = records.read(records.packed(kept, "<html></html>"))
    assert [one.title["en"] for one in read.decisions] == ["Sundays", "At 8:30"] and read == kept
    async with given.society.store.writing() as writing:
        await lifecycle.end_circle(writing, team, "Done.", by=mair, at=START)
        await lifecycle.end_circle(writing, circle, "Done.", "Elsewhere", by=one, at=START)
    async with given.society.store.reading() as reading:
        assert await names(reading, two) == set()
    await given.society.store.close()


async def names(reading: AsyncSession, person: UUID) -> set[str]:
    """The circles on somebody's map."""
    found = await queries.map_for(reading, person, START.date(), "en")

    def circles(nodes: tuple[queries.Node, ...]) -> set[str]:
        return {node.name for node in nodes if node.id} | {n for node in nodes for n in circles(node.below)}

    return circles(found)
