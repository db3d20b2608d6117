"""A death ends everything at once, in one transaction; a mistake is put right by a second officer."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from govern import record
from govern.ballots import lifecycle as ballots
from govern.ballots import queries as votes
from govern.ballots.models import Candidate, Contest, LogLeaf, MemberHandle, RollEntry, RollStrike
from govern.ballots.rules import NotOnTheRoll
from govern.ballots.seal.documents import Opened, Struck, leaf_from_bytes
from govern.constituencies.boards.models import Tenure
from govern.constituencies.register import lifecycle as register
from govern.constituencies.register import queries as people
from govern.constituencies.register.models import AttributeSpan, Membership
from govern.desks import lifecycle
from govern.desks.lifecycle import Stopped
from govern.errors import AlreadyDone, NotAllowed, NotFound, NotValid, WrongMoment
from govern.identity import lifecycle as identity
from govern.identity.lifecycle import Browser
from govern.identity.models import LetterCode, Office, Person, Session, SignInLink
from govern.identity.rules import Proof
from govern.permissions import Role
from govern.post import lifecycle as post
from govern.post.models import Letter
from govern.post.rules import Draft, LetterStage
from tests.ballots.given_ballots import (
    BEFORE,
    OPENS,
    Given,
    a_draft,
    counted,
    election,
    frozen,
    note,
    opened,
    sits,
    stands,
    vote,
    yes,
)
from tests.desks.lifecycle.rows import rows

NOTED = OPENS - timedelta(hours=20)
DIED = NOTED.date() - timedelta(days=1)


async def dies(given: Given, person: UUID, died_on: date = DIED) -> Stopped:
    async with given.society.store.writing() as writing:
        return await lifecycle.note_death(
            writing, given.society, person, died_on, "Their sister", by=given.second, at=NOTED
        )


async def write_to(given: Given, person: UUID, about: str = "m:1") -> UUID:
    draft = Draft("somebody@example.org", "notice", about, "en", "Subject", "Dear friend", person_id=person)
    async with given.society.store.writing() as writing:
        return await post.write(writing, draft, at=NOTED)


async def verbs(given: Given, *subjects: str) -> list[str]:
    async with given.society.store.reading() as reading:
        return [line.verb for line in reversed(await record.lines_about(reading, subjects))]


async def test_a_death_stops_all_post_to_the_person_and_no_other(given: Given) -> None:
    gone, other = given.people["staff"][:2]
    waiting, of_other = await write_to(given, gone), await write_to(given, other, about=f"person:{gone}")
    stopped = await dies(given, gone)
    later = await write_to(given, gone)
    letters = {letter.id: letter for letter in await rows(given, Letter)}
    assert stopped.letters == 1
    for letter_id in (waiting, later):
        letter = letters[letter_id]
        assert (letter.stage, letter.to_address, letter.body, letter.subject) == (LetterStage.ERASED, "", None, "")
    assert letters[of_other].stage is LetterStage.WAITING
    async with given.society.store.writing() as writing:
        assert [letter.id for letter in await post.hold_due(writing, "w", at=NOTED)] == [of_other]


async def test_a_letter_that_a_worker_holds_does_not_go_out_after_a_death(given: Given) -> None:
    gone = given.people["staff"][0]
    letter = await write_to(given, gone)
    async with given.society.store.writing() as writing:
        assert len(await post.hold_due(writing, "w", at=NOTED)) == 1
    async with given.society.store.reading() as reading:
        assert await post.goes_out(reading, letter)
    await dies(given, gone)
    async with given.society.store.reading() as reading:
        assert not await post.goes_out(reading, letter)


async def test_a_death_ends_memberships_and_what_is_noted_with_its_day_and_reason(given: Given) -> None:
    """Invariant 1: what was stays, with its end."""
    gone = given.people["volunteers"][0]
    await note(given, gone, "employee")
    await dies(given, gone)
    (membership,) = await rows(given, Membership, person_id=gone)
    assert (membership.joined_on, membership.ended_on, membership.ended_reason) == (date(2020, 1, 1), DIED, "died")
    (span,) = await rows(given, AttributeSpan, person_id=gone)
    assert (span.from_on, span.to_on) == (date(2020, 1, 1), DIED)
    assert "person.died" in await verbs(given, f"person:{gone}")
    assert await verbs(given, f"membership:{membership.id}") == ["membership.ended"]


async def test_a_death_empties_the_seat_with_its_reason_and_ends_offices(given: Given) -> None:
    gone = given.people["supported"][0]
    await sits(given, gone, "supported", date(2028, 1, 1))
    async with given.society.store.writing() as writing:
        office = await identity.appoint(writing, gone, Role.TELLER, BEFORE.date(), by=None, at=BEFORE)
        to_come = await identity.appoint(
            writing, gone, Role.PEER, NOTED.date() + timedelta(days=9), by=None, at=BEFORE
        )
    stopped = await dies(given, gone)
    assert (stopped.seats, stopped.offices) == (1, 2)
    (tenure,) = await rows(given, Tenure, person_id=gone)
    assert tenure.to_on == DIED
    async with given.society.store.reading() as reading:
        (line,) = [
            line for line in await record.lines_about(reading, [f"tenure:{tenure.id}"]) if line.verb == "tenure.ended"
        ]
        assert line.facts is not None and line.facts["why"] == "died"
        assert (await reading.get_one(Office, office)).to_on == DIED
        never = await reading.get_one(Office, to_come)
        assert never.to_on is not None and never.to_on < never.from_on


async def test_a_death_closes_every_way_in(given: Given) -> None:
    gone = given.people["staff"][0]
    async with given.society.store.writing() as writing:
        await identity.begin(writing, gone, Proof.LINK, Browser("Firefox"), at=NOTED)
        await identity.make_link(writing, gone, at=NOTED)
    await dies(given, gone)
    (session,) = await rows(given, Session, person_id=gone)
    assert session.ended_at is not None
    assert await rows(given, SignInLink, person_id=gone) == []
    assert await rows(given, LetterCode, person_id=gone) == []
    assert (await rows(given, Person, id=gone))[0].deactivated_at == NOTED


async def test_a_death_takes_the_name_back_from_elections_that_have_not_closed(given: Given) -> None:
    gone = given.people["supported"][0]
    ballot_id = await a_draft(given, election(seats=1))
    (contest,) = await rows(given, Contest, ballot_id=ballot_id)
    await stands(given, contest.id, gone)
    assert (await dies(given, gone)).names == 1
    (candidate,) = await rows(given, Candidate, person_id=gone)
    assert candidate.withdrawn_at == NOTED


async def test_invariant_2_the_entry_is_struck_before_opening_and_the_chain_shows_it(given: Given) -> None:
    gone, stays = given.people["staff"][:2]
    ballot_id = await frozen(given, await a_draft(given))
    before = await given.ballot(ballot_id)
    (tie,) = await rows(given, MemberHandle, ballot_id=ballot_id, person_id=gone)
    assert (await dies(given, gone)).rolls == 1
    after = await given.ballot(ballot_id)
    assert (after.roll_hash, after.roll_size) == (before.roll_hash, before.roll_size)
    assert len(await rows(given, RollEntry, ballot_id=ballot_id)) == before.roll_size
    assert await rows(given, MemberHandle, ballot_id=ballot_id, person_id=gone) == []
    async with given.society.store.reading() as reading:
        lines = list(await record.lines_about(reading, [f"ballot:{ballot_id}"]))
        assert (lines[0].verb, lines[0].facts) == ("roll.struck", {"why": "died", "entries": 1})
        page = await votes.ballot_page(reading, ballot_id, stays, language="en", at=OPENS)
    async with given.society.store.writing() as writing:
        await ballots.open_(writing, given.society, ballot_id, by=given.officer, at=OPENS)
    bodies = [leaf_from_bytes(leaf.body) for leaf in await rows(given, LogLeaf, ballot_id=ballot_id)]
    assert isinstance(bodies[0], Opened)
    assert bodies[1] == Struck(
        tie.handle, "This voter died before voting opened.", ("secretary", "returning officer")
    )
    (strike,) = await rows(given, RollStrike, ballot_id=ballot_id)
    assert strike.person_id is None
    assert page is not None


async def test_invariant_2_the_struck_do_not_vote_and_do_not_count_among_those_who_may(given: Given) -> None:
    gone, voter = given.people["staff"][:2]
    ballot_id = await frozen(given, await a_draft(given))
    (contest,) = await rows(given, Contest, ballot_id=ballot_id)
    await dies(given, gone)
    async with given.society.store.writing() as writing:
        await ballots.open_(writing, given.society, ballot_id, by=given.officer, at=OPENS)
    with pytest.raises(NotOnTheRoll):
        await vote(given, ballot_id, gone, yes(contest.id))
    await vote(given, ballot_id, voter, yes(contest.id))
    async with given.society.store.reading() as reading:
        watch = (await votes.office_ballot(reading, ballot_id, language="en", at=OPENS)).watch
    assert watch is not None
    assert {group.id: group.roll for group in watch.groups}["staff"] == len(given.people["staff"]) - 1
    await counted(given, ballot_id)


async def test_invariant_2_whoever_left_or_was_removed_before_opening_is_struck_at_opening(given: Given) -> None:
    """Also where somebody changed groups: their entry stays as the record date had it."""
    removed, moves = given.people["staff"][:2]
    ballot_id = await frozen(given, await a_draft(given))
    (tie,) = await rows(given, MemberHandle, ballot_id=ballot_id, person_id=removed)
    async with given.society.store.writing() as writing:
        await register.end_membership(writing, removed, "staff", DIED, "Removed by the board", by=None, at=NOTED)
        await register.move(writing, moves, "staff", "volunteers", DIED, "Retired", by=None, at=NOTED)
    async with given.society.store.writing() as writing:
        await ballots.open_(writing, given.society, ballot_id, by=given.officer, at=OPENS)
    (strike,) = await rows(given, RollStrike, ballot_id=ballot_id)
    assert (strike.handle, strike.why, strike.person_id) == (tie.handle, "left", None)
    (stays,) = await rows(given, MemberHandle, ballot_id=ballot_id, person_id=moves)
    (entry,) = await rows(given, RollEntry, ballot_id=ballot_id, handle=stays.handle)
    assert entry.style == "staff"


async def test_a_death_noted_before_the_freeze_but_after_the_record_date_is_struck_as_a_death(given: Given) -> None:
    gone = given.people["staff"][0]
    ballot_id = await a_draft(given)
    await dies(given, gone)
    await opened(given, ballot_id)
    found = await rows(given, RollStrike, ballot_id=ballot_id)
    on_roll = await rows(given, MemberHandle, ballot_id=ballot_id, person_id=gone)
    assert on_roll == [] and [strike.why for strike in found] in ([], ["died"])


async def test_what_was_cast_before_the_death_still_counts(given: Given) -> None:
    """Invariant 2: from the opening on an end alters nothing."""
    gone = given.people["staff"][0]
    ballot_id = await opened(given, await a_draft(given))
    (contest,) = await rows(given, Contest, ballot_id=ballot_id)
    await vote(given, ballot_id, gone, yes(contest.id))
    async with given.society.store.writing() as writing:
        stopped = await lifecycle.note_death(
            writing, given.society, gone, OPENS.date(), "Their sister", by=given.second, at=OPENS + timedelta(days=1)
        )
    assert stopped.rolls == 0 and await rows(given, RollStrike) == []
    await counted(given, ballot_id)
    async with given.society.store.reading() as reading:
        (one,) = (await votes.result(reading, ballot_id, language="en", undeclared=True)).contests
    assert one.resolution is not None and one.resolution.for_ == 1


async def test_a_death_is_refused_for_oneself_twice_and_on_a_day_that_cannot_be(given: Given) -> None:
    person = given.people["staff"][0]
    async with given.society.store.writing() as writing:
        with pytest.raises(NotAllowed, match="yourself"):
            await lifecycle.note_death(writing, given.society, given.second, DIED, "x", by=given.second, at=NOTED)
    for day, words in (
        (NOTED.date() + timedelta(days=1), "has not come yet"),
        (date(2019, 12, 31), "They joined on 2020-01-01"),
    ):
        with pytest.raises(NotValid, match=words):
            await dies(given, person, day)
    assert await rows(given, Membership, person_id=person, ended_on=None)
    await dies(given, person)
    with pytest.raises(AlreadyDone):
        await dies(given, person)


async def test_a_refused_death_leaves_everything_as_it_was(given: Given) -> None:
    person = given.people["staff"][0]
    letter = await write_to(given, person)
    with pytest.raises(NotValid):
        await dies(given, person, date(2019, 12, 31))
    assert (await rows(given, Letter, id=letter))[0].stage is LetterStage.WAITING
    assert (await rows(given, Person, id=person))[0].deactivated_at is None


async def test_a_mistake_is_put_right_by_another_officer_and_nothing_is_overwritten(given: Given) -> None:
    person = given.people["staff"][0]
    ballot_id = await frozen(given, await a_draft(given))
    (tie,) = await rows(given, MemberHandle, ballot_id=ballot_id, person_id=person)
    await note(given, person, "employee")
    death = (await dies(given, person)).death_id
    with pytest.raises(NotAllowed, match="Another officer"):
        async with given.society.store.writing() as writing:
            await lifecycle.undo_death(writing, given.society, death, "Another Alys", by=given.second, at=NOTED)
    async with given.society.store.writing() as writing:
        right = await lifecycle.undo_death(writing, given.society, death, "Another Alys", by=given.officer, at=NOTED)
    assert (right.person_id, right.rolls) == (person, 1)
    spans = sorted(await rows(given, Membership, person_id=person), key=lambda m: m.joined_on)
    assert [(m.joined_on, m.ended_on, m.joined_reason) for m in spans] == [
        (date(2020, 1, 1), DIED, "application accepted"),
        (DIED, None, "Another Alys"),
    ]
    assert [span.to_on for span in await rows(given, AttributeSpan, person_id=person)].count(None) == 1
    (back,) = await rows(given, MemberHandle, ballot_id=ballot_id, person_id=person)
    assert back.handle == tie.handle and await rows(given, RollStrike) == []
    letter = await write_to(given, person)
    assert (await rows(given, Letter, id=letter))[0].stage is LetterStage.WAITING
    assert (await rows(given, Person, id=person))[0].deactivated_at is None
    async with given.society.store.reading() as reading:
        assert await people.death_of(reading, person) is None
    with pytest.raises(AlreadyDone):
        async with given.society.store.writing() as writing:
            await lifecycle.undo_death(writing, given.society, death, "Again", by=given.officer, at=NOTED)


async def test_after_a_month_a_death_is_not_put_right_this_way(given: Given) -> None:
    death = (await dies(given, given.people["staff"][0])).death_id
    with pytest.raises(WrongMoment, match="30 days"):
        async with given.society.store.writing() as writing:
            await lifecycle.undo_death(
                writing, given.society, death, "x", by=given.officer, at=NOTED + timedelta(days=31)
            )


async def test_nobody_can_be_found_dead_who_is_not_known(given: Given) -> None:
    with pytest.raises(NotFound):
        await dies(given, uuid4())
