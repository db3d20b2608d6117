"""A group elects its peers by the election machine: nominated by invariant 48, the declaration opens the offices."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select

from govern.ballots import lifecycle, queries
from govern.ballots.lifecycle import ContestDraft
from govern.ballots.models import Contest
from govern.ballots.rules import PEERS, ContestKind
from govern.constituencies.representation.models import PeerOffice
from govern.constituencies.representation.rules import WhyOver
from govern.errors import NotAllowed, NotValid
from tests.ballots.given_ballots import (
    OPENS,
    Given,
    a_draft,
    a_society,
    counted,
    declared,
    lots_drawn,
    motion,
    note,
    opened,
    stands,
    vote,
    wording,
    yes,
)


def of_peers(group: str = "supported", seats: int | None = 1) -> ContestDraft:
    return ContestDraft(
        kind=ContestKind.ELECTION, body=PEERS, seat_constituency=group, seats=seats, wording=wording("Our peer")
    )


@pytest.fixture
async def given(database_url: str, tmp_path: Path) -> AsyncIterator[Given]:
    made = await a_society(
        tmp_path / "home", groups={"supported": 12, "staff": 11, "volunteers": 10}, url=database_url
    )
    yield made
    await made.society.store.close()


async def contest_of(given: Given, ballot_id: UUID) -> UUID:
    async with given.society.store.reading() as reading:
        return (await queries.contest_ids(reading, ballot_id))[0]


async def offices(given: Given) -> list[PeerOffice]:
    async with given.society.store.reading() as reading:
        return list(await reading.scalars(select(PeerOffice).order_by(PeerOffice.from_on)))


async def an_election_is_declared(given: Given, *people: UUID) -> tuple[UUID, date]:
    """One peer is elected; everybody who votes wants the first of these."""
    ballot_id = await a_draft(given, of_peers())
    contest = await contest_of(given, ballot_id)
    first, *_ = [await stands(given, contest, person) for person in people]
    await lots_drawn(given, ballot_id)
    await opened(given, ballot_id)
    for person in given.people["supported"][3:6]:
        await vote(given, ballot_id, person, {contest: (str(first),)})
    await declared(given, ballot_id)
    async with given.society.store.reading() as reading:
        begins = (await reading.get_one(Contest, contest)).serves_from
    assert begins is not None
    return ballot_id, begins


async def test_the_declaration_opens_the_office_for_the_term_of_the_rules(given: Given) -> None:
    ada, ben = given.people["supported"][:2]
    ballot_id, begins = await an_election_is_declared(given, ada, ben)
    (office,) = await offices(given)
    assert (office.person_id, office.constituency) == (ada, "supported")
    assert (office.from_on, office.to_on) == (begins, begins.replace(year=begins.year + 1))
    assert office.elected_by == (await given.ballot(ballot_id)).number


async def test_only_the_group_votes_for_its_peers(given: Given) -> None:
    ballot_id = await a_draft(given, of_peers())
    async with given.society.store.reading() as reading:
        contest = (await reading.scalars(select(Contest).where(Contest.ballot_id == ballot_id))).one()
    assert contest.voters == ("supported",)


async def test_staff_and_other_groups_cannot_be_nominated(given: Given) -> None:
    """Invariant 48, at nomination."""
    ballot_id = await a_draft(given, of_peers())
    contest = await contest_of(given, ballot_id)
    with pytest.raises(NotValid, match="These seats are for"):
        await stands(given, contest, given.people["volunteers"][0])
    employed = given.people["supported"][0]
    await note(given, employed, "employee")
    with pytest.raises(NotAllowed, match="works here, and staff cannot be peers") as refused:
        await stands(given, contest, employed)
    assert refused.value.field == "person"


@pytest.mark.parametrize(
    ("contest", "says"),
    [
        (of_peers("staff"), "Peers are elected for these groups only"),
        (of_peers(seats=None), "Say how many peers are elected"),
        (of_peers(seats=0), "Say how many peers are elected"),
    ],
)
async def test_an_election_that_the_rules_do_not_know_is_refused(
    given: Given, contest: ContestDraft, says: str
) -> None:
    with pytest.raises((NotAllowed, NotValid), match=says):
        await a_draft(given, contest)


async def test_where_nobody_votes_for_others_there_is_no_such_election(tmp_path: Path) -> None:
    given = await a_society(tmp_path / "home", rules="tiny", groups={"friend": 6})
    with pytest.raises(NotAllowed, match="Nobody votes for others in this society"):
        await a_draft(given, of_peers("friend"))
    await given.society.store.close()


async def test_who_is_elected_again_begins_a_new_office_that_day(given: Given) -> None:
    ada, ben = given.people["supported"][:2]
    _, begins = await an_election_is_declared(given, ada, ben)
    async with given.society.store.writing() as writing:
        office = (await writing.scalars(select(PeerOffice))).one()
        office.from_on = begins - timedelta(days=300)
    _, again = await an_election_is_declared(given, ada, ben)
    old, new = await offices(given)
    assert (old.to_on, old.why_over) == (again, WhyOver.ELECTED_AGAIN)
    assert (new.from_on, new.person_id) == (again, ada)


async def test_a_group_agreed_only_where_the_motion_was_carried_with_its_own_votes(given: Given) -> None:
    """What a recall cites."""
    ballot_id = await a_draft(given, motion(title="Recall"))
    await opened(given, ballot_id)
    contest = await contest_of(given, ballot_id)
    for person in (*given.people["supported"][:5], *given.people["volunteers"][:5], *given.people["staff"][:2]):
        await vote(given, ballot_id, person, yes(contest))
    for person in given.people["staff"][2:5]:
        await vote(given, ballot_id, person, {contest: ("no",)})
    number = (await given.ballot(ballot_id)).number

    async def agreed(group: str, asked: str = number) -> bool:
        async with given.society.store.reading() as reading:
            return await queries.agreed_in(reading, asked, group)

    await counted(given, ballot_id)
    assert not await agreed("supported"), "not declared yet"
    async with given.society.store.writing() as writing:
        await lifecycle.declare(writing, ballot_id, by=given.officer, at=OPENS + timedelta(days=15))
    assert (await agreed("supported"), await agreed("staff")) == (True, False)
    assert not await agreed("supported", "2026-99")
