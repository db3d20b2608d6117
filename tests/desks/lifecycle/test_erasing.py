"""Erasure against what the law keeps; and what the clock forgets by the rules."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest

from govern import record
from govern.ballots import lifecycle as ballots
from govern.ballots.models import CandidatePhotograph
from govern.ballots.queries import contest_ids
from govern.constituencies.register import lifecycle as register
from govern.constituencies.register import queries as people
from govern.constituencies.register.models import Correction, Membership
from govern.constituencies.register.rules.persons import About
from govern.desks import lifecycle
from govern.desks.lifecycle import InTheWay
from govern.documents import photographs
from govern.errors import AlreadyDone, NotAllowed, NotFound
from govern.identity import lifecycle as identity
from govern.identity.lifecycle import Browser, PersonChanges
from govern.identity.models import Person, Session
from govern.identity.rules import Proof, Site
from govern.permissions import Role
from govern.post import lifecycle as post
from govern.post.models import Letter
from govern.post.rules import Draft, LetterStage
from tests.ballots.given_ballots import BEFORE, OPENS, Given, a_draft, election, opened, sits, stands
from tests.desks.lifecycle.rows import rows
from tests.documents.test_photographs import a_picture

AT = OPENS + timedelta(days=1)
LEFT = BEFORE.date()
SITE = Site("http://testserver.local", "tair-nant", "Tair Nant")


async def leaves(given: Given, person: UUID, on: date = LEFT) -> None:
    async with given.society.store.writing() as writing:
        await register.end_membership(writing, person, "staff", on, "moved away", by=given.second, at=AT)


async def asks(given: Given, person: UUID) -> UUID:
    async with given.society.store.writing() as writing:
        return await register.ask_erasure(writing, person, by=person, at=AT)


async def erased(given: Given, erasure_id: UUID, by: UUID | None = None) -> None:
    async with given.society.store.writing() as writing:
        await lifecycle.erase(writing, erasure_id, by=by or given.second, at=AT)


async def writes(given: Given, person: UUID | None, address: str = "x@example.org") -> None:
    async with given.society.store.writing() as writing:
        draft = Draft(address, "notice", "m:1", "en", "Subject", "CANARY", person_id=person)
        (letter,) = [await post.write(writing, draft, at=BEFORE)]
        await post.sent(writing, letter, at=BEFORE)


async def test_what_need_not_stay_goes_and_the_register_stays(given: Given) -> None:
    person, other = given.people["staff"][:2]
    await writes(given, person)
    await writes(given, other)
    await writes(given, None, f"{person.hex}@example.org")
    async with given.society.store.writing() as writing:
        changes = PersonChanges(phone="01632 960 001", postal_address="1 Stryd Fawr", born_on=date(1970, 1, 1))
        await identity.change_person(writing, person, changes, by=None, at=AT, site=None)
        await identity.begin(writing, person, Proof.LINK, Browser("Firefox"), at=AT)
        await register.ask_correction(writing, person, About.NAME, "X", "Y", at=AT)
    await leaves(given, person)
    await erased(given, await asks(given, person))
    (kept,) = await rows(given, Person, id=person)
    assert kept.name == "Staff 1" and kept.erased_at == AT and kept.deactivated_at == AT
    assert (kept.email, kept.phone, kept.postal_address, kept.born_on) == (None, None, None, None)
    assert await rows(given, Session, person_id=person) == []
    assert await rows(given, Correction) == []
    (membership,) = await rows(given, Membership, person_id=person)
    assert (membership.joined_on, membership.ended_on) == (date(2020, 1, 1), BEFORE.date())
    letters = await rows(given, Letter)
    assert [letter.person_id for letter in letters if letter.stage is not LetterStage.ERASED] == [other]
    assert sum(letter.body is None and letter.to_address == "" for letter in letters) == 2


async def test_a_photograph_they_gave_when_they_stood_goes_and_its_file_is_told(given: Given) -> None:
    ballot_id = await a_draft(given, election())
    person = given.people["supported"][0]
    async with given.society.store.reading() as reading:
        (contest,) = await contest_ids(reading, ballot_id)
    candidate = await stands(given, contest, person)
    kept = await photographs.keep(given.society.uploads(), a_picture())
    async with given.society.store.writing() as writing:
        both = {"en": "Ana", "cy": "Ana"}
        await ballots.put_face(writing, candidate, kept, b"x", both, "on paper", by=None, at=BEFORE)
        await ballots.withdraw_candidate(writing, candidate, by=None, at=BEFORE)
        await register.end_membership(writing, person, "supported", LEFT, "moved", by=given.second, at=AT)
    erasure = await asks(given, person)
    async with given.society.store.writing() as writing:
        gone = await lifecycle.erase(writing, erasure, by=given.second, at=AT)
    assert gone.photographs == (kept.id,) and gone.person_id == person
    assert await rows(given, CandidatePhotograph) == []


async def test_the_record_says_nothing_of_them_any_more_and_its_chain_holds(given: Given) -> None:
    """Decision 31; invariant 84."""
    person = given.people["staff"][0]
    await leaves(given, person)
    await erased(given, await asks(given, person))
    async with given.society.store.reading() as reading:
        about = await record.lines_about(reading, [f"person:{person}"])
        everything = await record.lines_about(reading, limit=1_000)
        assert (await record.verify(reading)).holds
    said = {line.verb: line.facts for line in about}
    assert said["erasure.asked"] is None and said["person.erased"] == {}
    naming = [line.verb for line in everything if line.facts and str(person) in str(line.facts)]
    assert naming == []


async def test_what_stands_in_the_way_is_said_all_at_once(given: Given) -> None:
    person = given.people["staff"][0]
    await sits(given, person, "staff", date(2028, 1, 1))
    async with given.society.store.writing() as writing:
        await identity.appoint(writing, person, Role.TELLER, BEFORE.date(), by=None, at=BEFORE)
    await opened(given, await a_draft(given))
    wish = await asks(given, person)
    with pytest.raises(InTheWay) as refusal:
        await erased(given, wish)
    assert [str(one).split(".")[0] for one in refusal.value.problems] == [
        "A membership goes on",
        "A seat is held",
        "An office is held",
        "A vote with this name on its roll is not over",
    ]
    assert (await rows(given, Person, id=person))[0].erased_at is None


async def test_nobody_erases_themself_and_no_wish_is_answered_twice(given: Given) -> None:
    person = given.people["staff"][0]
    await leaves(given, person)
    wish = await asks(given, person)
    with pytest.raises(AlreadyDone):
        await asks(given, person)
    with pytest.raises(NotAllowed, match="Another officer"):
        await erased(given, wish, by=person)
    await erased(given, wish)
    with pytest.raises(AlreadyDone):
        await erased(given, wish)


async def test_a_wish_is_declined_with_a_reason_and_told(given: Given) -> None:
    person = given.people["staff"][0]
    wish = await asks(given, person)
    async with given.society.store.writing() as writing:
        await register.decline_erasure(writing, wish, "A claim is open", by=given.second, at=AT, site=SITE)
    (letter,) = await rows(given, Letter, person_id=person)
    assert "A claim is open" in (letter.body or "") and "Information Commissioner" in (letter.body or "")
    async with given.society.store.reading() as reading:
        (found,) = await people.erasures(reading, person_id=person)
    assert (found.stage, found.answer) == ("declined", "A claim is open")


async def test_a_wish_is_taken_back_by_its_owner_alone(given: Given) -> None:
    person, other = given.people["staff"][:2]
    wish = await asks(given, person)
    with pytest.raises(NotFound):
        async with given.society.store.writing() as writing:
            await register.take_back_erasure(writing, wish, owner=other, at=AT)
    async with given.society.store.writing() as writing:
        await register.take_back_erasure(writing, wish, owner=person, at=AT)
    async with given.society.store.reading() as reading:
        assert await people.waiting(reading) == (0, 0)


def test_what_stays_is_told_with_its_reason() -> None:
    told = {str(what): str(why) for what, why in lifecycle.what_stays()}
    assert "for ever" in told["Your memberships"] and "minutes" in told["Meetings you came to"]
    assert "What we wrote to you" not in told


async def test_the_clock_forgets_how_to_reach_those_who_left_long_ago(given: Given) -> None:
    """Tair Nant keeps former members' contact facts for twelve months."""
    long_ago, lately, stays = given.people["staff"][:3]
    await leaves(given, long_ago, date(2025, 10, 1))
    await leaves(given, lately, date(2026, 10, 1))
    async with given.society.store.writing() as writing:
        cleared = await lifecycle.clear(writing, at=AT)
    assert cleared.contacts == 1
    emails = {person.id: person.email for person in await rows(given, Person)}
    assert emails[long_ago] is None and emails[lately] and emails[stays]
    async with given.society.store.writing() as writing:
        assert (await lifecycle.clear(writing, at=AT)).contacts == 0


async def test_the_clock_keeps_the_address_of_whoever_still_sits(given: Given) -> None:
    person = given.people["staff"][0]
    await leaves(given, person, date(2025, 10, 1))
    async with given.society.store.writing() as writing:
        await identity.appoint(writing, person, Role.TELLER, BEFORE.date(), by=None, at=BEFORE)
        assert (await lifecycle.clear(writing, at=AT)).contacts == 0


async def test_the_clock_forgets_old_letters_and_old_sign_ins(given: Given) -> None:
    """Tair Nant keeps both for ninety days."""
    person = given.people["staff"][0]
    await writes(given, person)
    async with given.society.store.writing() as writing:
        await identity.begin(writing, person, Proof.LINK, Browser("Firefox"), at=BEFORE)
    async with given.society.store.writing() as writing:
        await lifecycle.clear(writing, at=BEFORE + timedelta(days=89))
    assert len(await rows(given, Session)) == 1 and (await rows(given, Letter))[0].body == "CANARY"
    async with given.society.store.writing() as writing:
        assert (await lifecycle.clear(writing, at=BEFORE + timedelta(days=91))).letters == 1
    assert await rows(given, Session) == [] and (await rows(given, Letter))[0].body is None
