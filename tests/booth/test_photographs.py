"""Photographs in the booth: of who stands and of what there is to choose, given out by the booth from the paper."""

from __future__ import annotations

import re
from uuid import UUID

import msgspec
import pytest
from sqlalchemy import select

from govern.ballots import lifecycle
from govern.ballots.models import CandidatePhotograph
from govern.ballots.paper.document import PaperDocument, Picture
from govern.ballots.queries.picturing import faces_of, photographs_of
from govern.documents import photographs
from govern.documents.photographs import Photograph
from govern.identity import lifecycle as identity
from govern.web.visitor import Look
from tests.ballots.given_ballots import Given, published
from tests.ballots.given_ceremony import a_shared_draft, frozen_by_two, handed_in, opened_by_two, ring_for
from tests.ballots.pages.test_options import VANS, pictured, vans
from tests.booth.conftest import Votes
from tests.booth.given_booth import SERVICE, Asked, Voter
from tests.booth.test_papers import an_election_and_a_motion
from tests.given import Moments


def seen(voter: Voter) -> dict[str, str]:
    """Every photograph on the page last seen in the booth: where its browser gets it from, and its words."""
    found = re.findall(r'<img [^>]*src="([^"]*)" alt="([^"]*)"', voter.booth.last.text)
    return {where: words for where, words in found if "/static/" not in where}


def at_the_booth(voter: Voter, kept: tuple[Photograph, ...]) -> set[str]:
    return {f"{voter.at}/photographs/{one.id}" for one in kept}


async def a_choice_between_vans(given: Given) -> UUID:
    ballot_id = await a_shared_draft(given, vans())
    await pictured(given, ballot_id)
    ring = await ring_for(given, ballot_id)
    await published(given, ballot_id)
    await handed_in(given, ballot_id, ring.files())
    await frozen_by_two(given, ballot_id)
    await opened_by_two(given, ballot_id)
    return ballot_id


async def test_the_booth_shows_each_face_with_its_words_and_gives_it_out_itself(
    given: Given, votes: Votes, asked: Asked
) -> None:
    ballot_id = await an_election_and_a_motion(given, faces=2)
    async with given.society.store.reading() as reading:
        kept = await faces_of(reading, ballot_id)
    voter = await votes(given.people["staff"][5], ballot_id)
    await voter.enter()
    assert len(kept) == 2 and seen(voter) == dict.fromkeys(at_the_booth(voter, kept), "Ana")
    assert SERVICE not in "".join(re.findall(r"<(?:img|link|source)[^>]*>", voter.booth.last.text))
    assert "img-src 'self' data:;" in voter.booth.last.headers["content-security-policy"]
    times, asked.away = asked.times, True
    for one in kept:
        answer = await voter.booth.get(f"{voter.at}/photographs/{one.id}")
        assert answer.headers["content-type"] == "image/jpeg" and answer.headers["cache-control"] == "no-store"
        assert answer.content == photographs.content_of(given.society.uploads(), one)
    assert asked.times == times, "asked of the service, it would tell who is looked at"
    assert (await voter.booth.get(f"{voter.at}/photographs/{ballot_id}")).status_code == 404


async def test_a_paper_without_photographs_shows_none_and_one_that_was_taken_back_goes(
    given: Given, votes: Votes, clock: Moments
) -> None:
    faceless = await votes(given.people["staff"][5], await an_election_and_a_motion(given))
    await faceless.enter()
    assert "What each person says" in faceless.booth.text() and seen(faceless) == {}
    ballot_id = await an_election_and_a_motion(given, faces=1)
    voter = await votes(given.people["staff"][5], ballot_id)
    await voter.enter()
    (where,) = seen(voter)
    async with given.society.store.writing() as writing:
        candidate = await writing.scalar(select(CandidatePhotograph.candidate_id))
        assert candidate is not None
        await lifecycle.take_face(writing, candidate, by=given.officer, at=clock.at)
    clock.pass_(minutes=2)
    await (await votes(given.people["staff"][4], ballot_id)).enter()
    await voter.booth.get(f"{voter.at}/paper/1")
    assert seen(voter) == {} and (await voter.booth.get(where)).status_code == 404


@pytest.mark.parametrize("press", ["standard", "one"])
async def test_what_there_is_to_choose_has_its_photograph_on_the_question_and_on_the_check_page(
    given: Given, votes: Votes, clock: Moments, press: str
) -> None:
    ballot_id = await a_choice_between_vans(given)
    person = given.people["staff"][0]
    async with given.society.store.writing() as writing:
        await identity.choose_look(writing, person, Look(2, "standard", "standard", press), at=clock.at)
        kept = await photographs_of(writing, ballot_id)
    voter = await votes(person, ballot_id)
    await voter.enter()
    assert set(seen(voter)) == at_the_booth(voter, kept)
    assert sorted(seen(voter).values()) == sorted(f"{van} with a ramp" for van in VANS)
    red = next(where for where, words in seen(voter).items() if words == "The red van with a ramp")
    await voter.answers(re.findall(r'name="answer"[^>]* value="([^"]*)"', voter.booth.last.text)[2])
    assert voter.booth.heading() == "Check your vote" and set(seen(voter)) == {red}


async def test_a_photograph_of_something_else_than_the_manifest_says_is_not_shown(
    given: Given, votes: Votes, asked: Asked
) -> None:
    voter = await votes(given.people["staff"][0], await a_choice_between_vans(given))
    form = await voter.hand_over()
    token = f"Bearer {form.fields['voting_pass']}"
    true = (await voter.service.client.get(f"{voter.at}/papers-for-booth", headers={"authorization": token})).content
    document = PaperDocument.from_bytes(true)
    first, second, third = document.pictures
    swapped = Picture(first.address, second.kind, second.content), Picture(second.address, first.kind, first.content)
    for pictures in ((*swapped, third), (first, second), ()):
        asked.changed = msgspec.structs.replace(document, pictures=pictures).to_bytes()
        answer = await voter.enter(form)
        assert answer.status_code == 503 and "is not the one of this vote" in voter.booth.text()
    asked.changed = None
    assert (await voter.enter(form)).status_code == 200
