"""The paper in the booth is the paper of the service: the same questions, people and order for everybody."""

from __future__ import annotations

from uuid import UUID

import msgspec

from govern.ballots import lifecycle, queries
from govern.ballots.paper.document import PaperDocument
from govern.ballots.paper.views import PaperView
from govern.ballots.queries.handing import papers_to_hand
from govern.constituencies.rulebook.queries import find_face
from tests.ballots.given_ballots import Given, election, lots_drawn, motion, published, stands
from tests.ballots.given_ceremony import FROZEN, a_shared_draft, frozen_by_two, handed_in, opened_by_two, ring_for
from tests.ballots.pages.test_faces import gives
from tests.given import Moments


async def an_election_and_a_motion(given: Given, *, faces: int = 0) -> UUID:
    """Four stand for two seats, the last `faces` of them with a photograph; one steps down when the vote is open."""
    ballot_id = await a_shared_draft(given, election(seats=2), motion())
    async with given.society.store.reading() as reading:
        contest, _ = await queries.contest_ids(reading, ballot_id)
    people = [await stands(given, contest, person) for person in given.people["staff"][:4]]
    for candidate in people[4 - faces :]:
        await gives(given, candidate)
    await lots_drawn(given, ballot_id)
    ring = await ring_for(given, ballot_id)
    await published(given, ballot_id)
    await handed_in(given, ballot_id, ring.files())
    await frozen_by_two(given, ballot_id)
    async with given.society.store.writing() as writing:
        for group in given.people:
            await lifecycle.accept_small_group(writing, ballot_id, group, by=given.officer, at=FROZEN)
    await opened_by_two(given, ballot_id)
    async with given.society.store.writing() as writing:
        await lifecycle.withdraw_candidate(writing, people[1], by=given.officer, at=Moments().at)
    return ballot_id


def bare(paper: PaperView) -> PaperView:
    """Without what no page of a paper shows: how it is counted, and people's numbers in the register."""
    contests = tuple(
        msgspec.structs.replace(
            contest,
            counted=(),
            candidates=tuple(msgspec.structs.replace(one, person_id=one.id) for one in contest.candidates),
        )
        for contest in paper.contests
    )
    return msgspec.structs.replace(paper, contests=contests)


async def test_every_voter_has_the_same_paper_in_the_booth_as_in_the_service(given: Given) -> None:
    ballot_id = await an_election_and_a_motion(given)
    at = Moments().at
    async with given.society.store.reading() as reading:
        ballot = await given.ballot(ballot_id)
        assert ballot.manifest_hash is not None
        faces = {code: await find_face(given.society, code) for code in ("en", "cy")}
        made, pictures = await papers_to_hand(reading, ballot_id, ballot.manifest_hash, faces)
        document = PaperDocument.from_bytes(made.to_bytes())
        manifest = document.checked(ballot_id, ballot.manifest_hash)
        assert pictures == {} and any(one.withdrawn for one in document.wordings["en"].contests[0].candidates)
        for group in given.people.values():
            style = (await lifecycle.hand_out(reading, ballot_id, group[-1], at=at)).style
            for code in ("en", "cy"):
                there = document.paper(manifest, code, style)
                here = await queries.paper(reading, ballot_id, group[-1], language=code, at=at)
                assert there == bare(here)
