"""W24: an organisation votes through its one representative; a new one makes no second vote (invariants 2, 3, 6)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import func, select

from govern.ballots import lifecycle, queries
from govern.ballots.models import CastEnvelope, CountRun, LogLeaf
from govern.ballots.rules import Outcome, Stage
from govern.ballots.rules.outcome import outcomes_from_text
from govern.ballots.seal.documents import Struck, leaf_from_bytes
from govern.constituencies.register import lifecycle as register
from govern.errors import NotAllowed
from govern.identity import lifecycle as identity
from govern.identity.lifecycle import NewPerson
from govern.identity.rules import PersonKind, Site
from govern.post.models import Letter
from tests.ballots.given_ballots import (
    BEFORE,
    CLOSES,
    OPENS,
    Given,
    a_draft,
    a_society,
    counted,
    frozen,
    no,
    opened,
    seal,
    yes,
)

AT = OPENS + timedelta(hours=1)
SITE = Site("http://testserver.local", "tair-nant", "Tair Nant")
JOINED = date(2020, 1, 1)


class Federation:
    """Twenty-four providers, each an organisation with one representative, under a secondary co-operative's rules."""

    def __init__(self, given: Given, members: list[UUID], humans: list[UUID], spare: UUID) -> None:
        self.given, self.members, self.humans, self.spare = given, members, humans, spare

    async def contest(self, ballot_id: UUID) -> UUID:
        async with self.given.society.store.reading() as reading:
            return (await queries.contest_ids(reading, ballot_id))[0]

    async def cast(
        self, ballot_id: UUID, member: UUID, by: UUID | None, choice: bool = True, at: datetime = AT
    ) -> lifecycle.Posted:
        contest = await self.contest(ballot_id)
        sealing = await seal(self.given, ballot_id, member, yes(contest) if choice else no(contest), at)
        return await lifecycle.cast(self.given.society, member, sealing, at=at, by=by)

    async def outcome(self, ballot_id: UUID) -> Outcome:
        """What is counted, once voting is closed."""
        await counted(self.given, ballot_id)
        async with self.given.society.store.reading() as reading:
            text = await reading.scalar(select(CountRun.result).where(CountRun.ballot_id == ballot_id))
        return outcomes_from_text(text or "{}")["en"]

    async def replace(self, member: UUID, human: UUID, at: datetime) -> None:
        async with self.given.society.store.writing() as writing:
            await register.name_representative(writing, member, human, at.date(), "Letter", by=None, at=at)


async def a_federation(home: Path) -> Federation:
    """24 organisations with a representative each, and one person whom nobody named."""
    given = await a_society(home, rules="secondary_coop", groups={})
    async with given.society.store.writing() as writing:
        humans = await identity.add_people(
            writing,
            [NewPerson(name=f"Clerk {n}", email=f"clerk{n}@example.org") for n in range(25)],
            by=None,
            at=BEFORE,
        )
        members = []
        for n in range(24):
            new = NewPerson(name=f"Provider {n}", email=f"p{n}@example.org", kind=PersonKind.ORGANISATION)
            member = await register.enter(writing, new, "member_provider", JOINED, "Founder", by=None, at=BEFORE)
            await register.name_representative(
                writing, member, humans[n], BEFORE.date(), "Letter", by=None, at=BEFORE
            )
            members.append(member)
    return Federation(given, members, humans[:24], humans[24])


@pytest.fixture
async def federation(tmp_path: Path) -> Federation:
    return await a_federation(tmp_path)


async def test_w24_the_representative_votes_and_a_second_one_of_the_same_member_is_refused(
    federation: Federation,
) -> None:
    ballot_id = await opened(federation.given, await a_draft(federation.given))
    member, human = federation.members[0], federation.humans[0]
    assert not (await federation.cast(ballot_id, member, human)).again
    with pytest.raises(NotAllowed, match="do not represent this organisation any more"):
        await federation.cast(ballot_id, member, federation.spare)
    with pytest.raises(NotAllowed, match="do not represent"):
        await federation.cast(ballot_id, member, federation.humans[1])


async def test_invariant_6_a_new_representative_replaces_the_vote_and_makes_no_second_one(
    federation: Federation,
) -> None:
    given = federation.given
    ballot_id = await opened(given, await a_draft(given))
    member, old, new = federation.members[0], federation.humans[0], federation.spare
    await federation.cast(ballot_id, member, old, choice=False)
    later = AT + timedelta(days=1)
    await federation.replace(member, new, later)
    with pytest.raises(NotAllowed, match="do not represent"):
        await federation.cast(ballot_id, member, old, choice=False, at=later)
    await federation.cast(ballot_id, member, new, choice=True, at=later)
    async with given.society.store.reading() as reading:
        handles = select(func.count(func.distinct(CastEnvelope.handle)), func.count()).select_from(CastEnvelope)
        assert tuple((await reading.execute(handles)).one()) == (1, 2)
    outcome = await federation.outcome(ballot_id)
    assert outcome.voted == 1 and outcome.roll_size == 24


async def test_invariant_6_who_was_replaced_after_sealing_is_refused_at_the_moment_of_casting(
    federation: Federation,
) -> None:
    given = federation.given
    ballot_id = await opened(given, await a_draft(given))
    member, old = federation.members[0], federation.humans[0]
    contest = await federation.contest(ballot_id)
    sealing = await seal(given, ballot_id, member, yes(contest), AT)
    await federation.replace(member, federation.spare, AT)
    with pytest.raises(NotAllowed, match="this vote was not sent"):
        await lifecycle.cast(given.society, member, sealing, at=AT, by=old)


async def test_w24_a_member_withdrawn_after_the_record_date_is_struck_and_the_base_is_twenty_three(
    federation: Federation,
) -> None:
    given = federation.given
    ballot_id = await frozen(given, await a_draft(given))
    gone = federation.members[5]
    eve = OPENS - timedelta(days=1)
    async with given.society.store.writing() as writing:
        await register.end_membership(writing, gone, "member_provider", eve.date(), "Withdrew", by=None, at=eve)
    async with given.society.store.writing() as writing:
        await lifecycle.open_(writing, given.society, ballot_id, by=given.officer, at=OPENS)
    async with given.society.store.reading() as reading:
        bodies = await reading.scalars(
            select(LogLeaf.body).where(LogLeaf.ballot_id == ballot_id).order_by(LogLeaf.place)
        )
        leaves = [leaf_from_bytes(body) for body in bodies]
        page = await queries.ballot_page(reading, ballot_id, gone, language="en", at=AT)
    (struck,) = [leaf for leaf in leaves if isinstance(leaf, Struck)]
    assert leaves[1] is struck and "no member any more" in struck.reason and len(leaves) == 2
    assert not page.may_vote
    with pytest.raises(NotAllowed):
        await federation.cast(ballot_id, gone, federation.humans[5])
    for member, human in zip(federation.members[:3], federation.humans, strict=False):
        await federation.cast(ballot_id, member, human)
    outcome = await federation.outcome(ballot_id)
    assert (outcome.roll_size, outcome.voted) == (23, 3)


async def test_invariant_2_an_end_after_the_opening_alters_nothing(federation: Federation) -> None:
    given = federation.given
    ballot_id = await opened(given, await a_draft(given))
    async with given.society.store.writing() as writing:
        await register.end_membership(
            writing, federation.members[5], "member_provider", AT.date(), "Withdrew", by=None, at=AT
        )
    await federation.cast(ballot_id, federation.members[5], federation.humans[5])
    assert (await federation.outcome(ballot_id)).roll_size == 24
    assert await given.stage(ballot_id) is Stage.COUNTED


async def test_that_voting_is_open_is_told_to_the_organisation_and_to_its_representative_once_each(
    federation: Federation,
) -> None:
    given = federation.given
    ballot_id = await frozen(given, await a_draft(given))
    async with given.society.store.writing() as writing:
        await lifecycle.open_(writing, given.society, ballot_id, by=given.officer, at=OPENS, site=SITE)
    async with given.society.store.reading() as reading:
        letters = list(await reading.scalars(select(Letter).where(Letter.kind == "ballot_open")))
    told = [letter.to_address for letter in letters]
    assert sorted(told) == sorted([f"{who}{n}@example.org" for n in range(24) for who in ("p", "clerk")])
    mine = next(letter.body or "" for letter in letters if letter.to_address == "clerk3@example.org")
    assert "the vote of Provider 3, which you represent" in mine


def test_the_moments_of_this_story_are_in_order() -> None:
    assert BEFORE < OPENS < AT < CLOSES
