"""Votes in the town that is walked: open, in preparation, over; on paper, by peers, in circles."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import UUID

import msgspec
from sqlalchemy import select

from govern.ballots import lifecycle as ballots
from govern.ballots.lifecycle import consenting, proposing
from govern.ballots.lifecycle.proposing import NewProposal
from govern.ballots.models import Contest, MemberHandle
from govern.ballots.queries import circles
from govern.ballots.rules.consenting import Said
from govern.ballots.seal.documents import Channel
from govern.constituencies.representation import lifecycle as representation
from govern.constituencies.representation.lifecycle import files as mandates
from govern.constituencies.representation.rules import HowChosen, Wanted, WantedOffice
from govern.identity.rules import Site
from govern.society import Society
from tests.ballots import given_ballots
from tests.ballots.given_ballots import Given, election, motion
from tests.constituencies.supporters import a_supporter
from tests.given import START

NOW = START + timedelta(hours=2)
CLOSES = START + timedelta(days=60)
GROUPS = {"supported": 6, "staff": 12, "volunteers": 12}
#: How somebody holding an office is signed in: as officers do, by a link alone, as officers do ten minutes ago. Each
#: is a person of their own, so that ending one's other sessions ends nobody else's here.
WAYS = ("", " as member", " long ago")
FILE = "number,name,group,joined\n901,{canary} Newcomer,supported,2026-01-01\n"


CONSENT = """[consent]
enabled = true
bodies = ["board"]
rounds_max = 3
objection = "reasoned"
absent_hours = 72
fallback = "vote:ordinary"
review_months = 6
"""


async def of_each_stage(given: Given, ids: dict[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """An open vote with a challenge, one in preparation with an election, one declared that goes to the regulator."""
    voter = given.people["supported"][0]
    await carried(given)
    rules = msgspec.structs.replace(motion("special", "New rules"), matter="change_rules")
    closed = await given_ballots.a_draft(given, rules, motion(title="Fridays"))
    await given_ballots.opened(given, closed)
    opened = await given_ballots.a_draft(given, motion(title="Sundays"), closes=CLOSES)
    paper = {"en": "What Sundays cost", "cy": "Cost dydd Sul"}
    async with given.society.store.writing() as writing:
        ids["reading_id"] = str(
            await ballots.add_paper(writing, opened, paper, paper, by=None, at=given_ballots.BEFORE)
        )
    await given_ballots.opened(given, opened)
    async with given.society.store.reading() as reading:
        contests = {
            b: (
                await reading.scalars(select(Contest.id).where(Contest.ballot_id == b).order_by(Contest.position))
            ).all()[0]
            for b in (closed, opened)
        }
    for ballot_id, contest_id in contests.items():
        await given_ballots.vote(given, ballot_id, voter, {contest_id: ("yes",)})
    for group in ("staff", "volunteers"):
        await given_ballots.vote(given, closed, given.people[group][-1], {contests[closed]: ("yes",)})
    async with given.society.store.writing() as writing:
        challenge = await ballots.challenge(writing, opened, voter, "Not mine at all.", at=NOW)
    drafted = await given_ballots.a_draft(given, election(seats=1), closes=CLOSES)
    async with given.society.store.reading() as reading:
        contest = await reading.scalar(select(Contest.id).where(Contest.ballot_id == drafted))
    assert contest is not None
    candidate = await given_ballots.stands(given, contest, given.people["supported"][1])
    await given_ballots.declared(given, closed)
    async with given.society.store.writing() as writing:
        said = ballots.Said("I voted yes.", "It helps most of you.", "I said yes.")
        site, peer = Site("http://testserver.local", given.society.short, "Tair Nant"), given.people["supported"][1]
        await ballots.write_report(writing, closed, peer, said, "en", site=site, at=NOW)
    ids |= {"ballot_id": str(opened), "contest_id": str(contests[opened]), "challenge_id": str(challenge)}
    ids |= {"candidate_id": str(candidate)}
    return (
        {"ballot_id": str(drafted), "contest_id": str(contest)},
        {"ballot_id": str(closed), "contest_id": str(contests[closed])},
    )


async def circle(given: Given, ids: dict[str, str]) -> None:
    """A proposal on which a round is on, with an objection by one of the circle."""
    ours = given.people["supported"][:3]
    both = {"en": "Doors close at nine.", "cy": "Mae'r drysau'n cau am naw."}
    new = NewProposal(body="board", title={"en": "Doors", "cy": "Drysau"}, text=both)
    async with given.society.store.writing() as writing:
        made = await proposing.draft_proposal(writing, new, by=given.second, at=NOW)
        there = (await circles.proposal(writing, made, NOW, "en")).circle
        for person in ours:
            if person not in there:
                await proposing.add_to_circle(writing, made, person, by=given.second, at=NOW)
        for _ in range(4):
            await proposing.move_on(writing, made, by=given.second, at=NOW)
        await consenting.answer(writing, made, ours[0], Said.OBJECTION, "Too early.", by=given.second, at=NOW)
    ids["proposal_id"] = str(made)


async def on_paper(given: Given, opened: UUID, teller: UUID) -> dict[str, str]:
    """Of the open vote somebody gets a paper and a pile is begun; of a closed one a batch is being read."""
    supported = given.people["supported"]
    closed = await given_ballots.a_draft(given, motion(title="Mondays"))
    await given_ballots.opened(given, closed)
    async with given.society.store.writing() as writing:
        await ballots.ask_for_paper(writing, supported[0], opened, by=supported[0], at=NOW)
        await ballots.say_where_papers_go(writing, opened, "1 High Street", by=given.second, at=NOW)
        for ballot_id, number in ((opened, 1), (closed, 5)):
            pile = await ballots.begin_pile(writing, ballot_id, by=given.second, at=NOW)
            handles = select(MemberHandle.handle).where(
                MemberHandle.ballot_id == ballot_id, MemberHandle.person_id.in_(supported[:number])
            )
            for handle in list(await writing.scalars(handles)):
                await ballots.log_paper(writing, ballot_id, pile, handle, by=given.second, at=NOW)
        await ballots.confirm_pile(writing, given.society, closed, pile, 5, by=given.officer, at=NOW)
    await given_ballots.closed(given, closed, at=NOW)
    async with given.society.store.writing() as writing:
        batch = await ballots.begin_batch(writing, closed, "supported", 5, by=teller, at=NOW)
        await ballots.join_batch(writing, closed, batch, by=given.second, at=NOW)
    return {"ballot_id": str(closed)}


async def carried(given: Given) -> None:
    """The member who visits has a peer, since before the votes."""
    day = given_ballots.BEFORE.date()
    office = WantedOffice("supported", "local", "Forum", day, day.replace(year=day.year + 1))
    chosen = Wanted(day, day + timedelta(days=60), HowChosen.OWN_ACT)
    member, peer = given.people["supported"][:2]
    async with given.society.store.writing() as writing:
        office_id = await representation.open_office(writing, peer, office, by=None, at=given_ballots.BEFORE)
        await representation.give(writing, office_id, member, chosen, by=member, at=given_ballots.BEFORE)


async def peers(society: Society, given: Given, canary: str, ids: dict[str, str]) -> None:
    """A peer who carries a member, and a file of mandates that waits."""
    day = NOW.date()
    in_a_year, soon = day.replace(year=day.year + 1), day + timedelta(days=30)

    async def parts() -> AsyncIterator[bytes]:
        yield b"peer,member,group,place,elected,until,from,review by,how chosen\n998,999,,,,,,,\n"

    office = WantedOffice("supported", "local", f"Forum {canary}", day, in_a_year)
    chosen = Wanted(day, soon, HowChosen.OWN_ACT)
    peer, member = given.people["supported"][4], given.people["supported"][3]
    file_id, digest = await mandates.keep(society.uploads(), parts())
    async with society.store.writing() as writing:
        office_id = await representation.open_office(writing, peer, office, by=None, at=NOW)
        mandate = await representation.give(writing, office_id, member, chosen, by=None, at=NOW)
        look = await mandates.look_at(writing, mandates.file_of(society.uploads(), file_id), at=NOW)
        await mandates.note_file(writing, file_id, digest, f"{canary}.csv", look, by=given.second, at=NOW)
        helps = await a_supporter(writing, member, given.people["supported"][0], NOW)
    ids |= {"support_id": str(helps), "call_id": str(helps)}
    ids |= {"peer_id": str(office_id), "mandate_id": str(mandate), "mandate_file_id": str(file_id), "way": "peer"}
    await votes_for_others(society, given, office, chosen, ids)


async def votes_for_others(
    society: Society, given: Given, office: WantedOffice, chosen: Wanted, ids: dict[str, str]
) -> None:
    """The member who visits is a peer too, and has voted for somebody in the open vote."""
    peer, member = given.people["supported"][0], given.people["supported"][2]
    ballot_id, choices = UUID(ids["ballot_id"]), given_ballots.yes(UUID(ids["contest_id"]))
    async with society.store.writing() as writing:
        office_id = await representation.open_office(writing, peer, office, by=None, at=NOW)
        await representation.give(writing, office_id, member, chosen, by=None, at=NOW)
        await ballots.follow_mandates(writing, society, [member], at=NOW)
    async with society.store.reading() as reading:
        held = await ballots.held_by(reading, ballot_id, peer, (Channel.PEER,))
        bundle = await ballots.seal_for_others(reading, ballot_id, held, choices, at=NOW)
    await ballots.cast_for_others(society, bundle, by=peer, at=NOW)
