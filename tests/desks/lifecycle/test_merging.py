"""Two records of one person become one: nothing is lost, nobody counts twice, and what stands in the way is said."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest

from govern import record
from govern.ballots import lifecycle as ballots
from govern.ballots.models import Contest, MemberHandle, RollStrike
from govern.constituencies.boards.models import Tenure
from govern.constituencies.register import lifecycle as register
from govern.constituencies.register import queries as people
from govern.constituencies.register.models import AttributeSpan, Membership, MembershipCorrection, MergedRecord
from govern.constituencies.register.rules.persons import About
from govern.desks import lifecycle
from govern.desks.lifecycle import Wish
from govern.errors import AlreadyDone, GovernError, NotValid, WrongMoment
from govern.identity import lifecycle as identity
from govern.identity.lifecycle import Browser
from govern.identity.models import Office, PastFact, Person, Session
from govern.identity.rules import Proof
from govern.permissions import Role
from govern.post import lifecycle as post
from govern.post.models import Letter
from govern.post.rules import Draft
from tests.ballots.given_ballots import (
    BEFORE,
    CLOSES,
    OPENS,
    Given,
    a_draft,
    election,
    frozen,
    note,
    opened,
    sits,
    stands,
)
from tests.desks.lifecycle.rows import rows

AT = OPENS - timedelta(hours=20)
DAY = AT.date()


async def merged(given: Given, kept: UUID, gone: UUID, *facts: str, by: UUID | None = None) -> dict[str, int]:
    wish = Wish(kept, gone, frozenset(facts), "Entered twice at the open day")
    async with given.society.store.writing() as writing:
        return await lifecycle.merge(writing, given.society, wish, by=by or given.second, at=AT)


async def refused(given: Given, kept: UUID, gone: UUID, by: UUID | None = None) -> GovernError:
    with pytest.raises(GovernError) as refusal:
        await merged(given, kept, gone, by=by)
    assert (await rows(given, Person, id=gone))[0].merged_into_id is None
    return refusal.value


async def joins(given: Given, person: UUID, group: str, on: date, until: date | None = None) -> None:
    async with given.society.store.writing() as writing:
        await register.admit(writing, person, group, on, f"joined {group}", by=None, at=AT)
        if until:
            await register.end_membership(writing, person, group, until, "moved away", by=None, at=AT)


async def test_invariant_1_spans_that_overlap_become_one_and_what_they_were_is_kept(given: Given) -> None:
    kept, gone = given.people["staff"][:2]
    await merged(given, kept, gone)
    holding = [m for m in await rows(given, Membership, person_id=kept) if m.ended_on is None]
    assert [(m.constituency, m.joined_on, m.joined_reason) for m in holding] == [
        ("staff", date(2020, 1, 1), "application accepted")
    ]
    (taken,) = await rows(given, Membership, person_id=gone)
    assert (taken.joined_on, taken.ended_on) == (date(2020, 1, 1), date(2020, 1, 1))
    was = {row.was_of: (row.was_joined_on, row.was_ended_on) for row in await rows(given, MembershipCorrection)}
    assert was == {kept: (date(2020, 1, 1), None), gone: (date(2020, 1, 1), None)}


async def test_the_reasons_of_both_are_kept_and_other_groups_go_over(given: Given) -> None:
    kept, gone = given.people["staff"][0], given.people["volunteers"][0]
    await joins(given, gone, "staff", date(2019, 5, 1), date(2021, 5, 1))
    await note(given, gone, "employee")
    moved = await merged(given, kept, gone)
    mine = {m.constituency: m for m in await rows(given, Membership, person_id=kept) if m.ended_on != m.joined_on}
    assert set(mine) == {"staff", "volunteers"}
    lines = {m.id: m for m in (await rows(given, Membership)) if m.constituency == "staff"}
    reasons = " ".join(m.joined_reason for m in lines.values())
    assert "application accepted" in reasons and "joined staff" in reasons
    staff = next(m for m in lines.values() if m.ended_on is None and m.person_id == kept)
    assert (staff.joined_on, staff.joined_reason) == (date(2019, 5, 1), "joined staff; application accepted")
    assert [span.person_id for span in await rows(given, AttributeSpan)] == [kept]
    assert moved["attribute_span"] == 1


async def test_invariant_3_whoever_was_entered_twice_is_once_on_the_next_roll(given: Given) -> None:
    kept, gone = given.people["staff"][:2]
    async with given.society.store.reading() as reading:
        before = await people.electorate(reading, AT)
    await merged(given, kept, gone)
    async with given.society.store.reading() as reading:
        after = await people.electorate(reading, AT)
        members = await people.members_on(reading, DAY)
    assert len(after) == len(before) - 1
    assert [e.person_id for e in after].count(kept) == 1 and gone not in {e.person_id for e in after}
    assert gone not in {m.person_id for m in members}
    ballot_id = await frozen(given, await a_draft(given))
    assert len(await rows(given, MemberHandle, ballot_id=ballot_id)) == len(after)


async def test_a_frozen_roll_with_both_has_one_struck_before_opening(given: Given) -> None:
    """Invariants 2 and 3."""
    kept, gone = given.people["staff"][:2]
    ballot_id = await frozen(given, await a_draft(given))
    (second,) = await rows(given, MemberHandle, ballot_id=ballot_id, person_id=gone)
    await merged(given, kept, gone)
    (strike,) = await rows(given, RollStrike, ballot_id=ballot_id)
    assert (strike.handle, strike.why) == (second.handle, "merged")
    assert len(await rows(given, MemberHandle, ballot_id=ballot_id, person_id=kept)) == 1
    async with given.society.store.writing() as writing:
        await ballots.open_(writing, given.society, ballot_id, by=given.officer, at=OPENS)
    assert len(await rows(given, RollStrike, ballot_id=ballot_id)) == 1


async def test_a_place_on_an_open_roll_goes_over_when_only_the_second_record_is_on_it(given: Given) -> None:
    gone = given.people["staff"][0]
    ballot_id = await opened(given, await a_draft(given))
    async with given.society.store.writing() as writing:
        kept = await identity.add_person(writing, name="Alys Wyn", by=None, at=AT)
    (before,) = await rows(given, MemberHandle, ballot_id=ballot_id, person_id=gone)
    await merged(given, kept, gone)
    (after,) = await rows(given, MemberHandle, ballot_id=ballot_id, person_id=kept)
    assert after.handle == before.handle


async def test_both_on_the_roll_of_an_open_vote_is_refused_and_says_until_when(given: Given) -> None:
    await opened(given, await a_draft(given))
    refusal = await refused(given, *given.people["staff"][:2])
    assert isinstance(refusal, WrongMoment)
    assert "which is open" in str(refusal) and CLOSES.date().isoformat() in str(refusal)


async def test_invariant_17_two_seats_on_one_body_are_refused(given: Given) -> None:
    kept, gone = given.people["staff"][:2]
    await sits(given, kept, "staff", date(2028, 1, 1))
    await sits(given, gone, "any", date(2028, 1, 1))
    assert "cannot sit twice" in str(await refused(given, kept, gone))


async def test_a_seat_and_an_office_go_over(given: Given) -> None:
    kept, gone = given.people["staff"][:2]
    await sits(given, gone, "staff", date(2028, 1, 1))
    async with given.society.store.writing() as writing:
        await identity.appoint(writing, gone, Role.TELLER, BEFORE.date(), by=None, at=BEFORE)
    await merged(given, kept, gone)
    (tenure,) = await rows(given, Tenure)
    (office,) = await rows(given, Office, role=Role.TELLER)
    assert (tenure.person_id, tenure.to_on, office.person_id) == (kept, None, kept)


async def test_both_standing_in_one_election_is_refused(given: Given) -> None:
    kept, gone = given.people["staff"][:2]
    ballot_id = await a_draft(given, election(seats=1))
    (contest,) = await rows(given, Contest, ballot_id=ballot_id)
    await stands(given, contest.id, kept)
    await stands(given, contest.id, gone)
    assert "stood in one election" in str(await refused(given, kept, gone))


async def test_what_cannot_be_one_is_refused(given: Given) -> None:
    kept, gone, third = given.people["staff"][:3]
    assert isinstance(await refused(given, kept, kept), NotValid)
    assert "is your own" in str(await refused(given, kept, gone, by=gone))
    async with given.society.store.writing() as writing:
        await lifecycle.note_death(writing, given.society, gone, DAY, "A sister", by=given.second, at=AT)
    assert "one of these records only" in str(await refused(given, kept, gone))
    await merged(given, kept, third)
    with pytest.raises(AlreadyDone):
        await merged(given, gone, third)


async def test_the_chosen_facts_hold_and_the_name_before_is_kept(given: Given) -> None:
    kept, gone = given.people["staff"][:2]
    (other,) = await rows(given, Person, id=gone)
    await merged(given, kept, gone, "name", "email")
    (stays,) = await rows(given, Person, id=kept)
    (part,) = await rows(given, Person, id=gone)
    assert (stays.name, stays.email) == (other.name, other.email)
    assert (part.merged_into_id, part.email, part.search, part.name) == (kept, None, "", other.name)
    assert part.deactivated_at is not None
    (past,) = await rows(given, PastFact)
    assert (past.person_id, past.fact, past.was, past.reason) == (
        kept,
        "name",
        "Staff 1",
        "Entered twice at the open day",
    )


async def test_letters_and_wishes_go_over_and_the_ways_in_of_the_second_are_closed(given: Given) -> None:
    kept, gone = given.people["staff"][:2]
    async with given.society.store.writing() as writing:
        await post.write(writing, Draft("x@example.org", "n", "m:1", "en", "S", "B", person_id=gone), at=AT)
        await register.ask_correction(writing, gone, About.NAME, "X", "Y", at=AT)
        await identity.begin(writing, gone, Proof.LINK, Browser("Firefox"), at=AT)
    await merged(given, kept, gone)
    assert [letter.person_id for letter in await rows(given, Letter)] == [kept]
    assert (await rows(given, Session, person_id=gone))[0].ended_at is not None
    async with given.society.store.reading() as reading:
        assert [c.person_id for c in await people.corrections(reading)] == [kept]
        assert await people.became_part_of(reading, kept) == (gone,)


async def test_the_number_of_the_record_that_is_gone_finds_the_one_that_stays(given: Given) -> None:
    kept, gone = given.people["staff"][:2]
    async with given.society.store.reading() as reading:
        number = (await people.member_page(reading, gone, DAY)).number
    await merged(given, kept, gone)
    async with given.society.store.reading() as reading:
        assert await people.person_with_number(reading, number) == kept
        assert gone not in {line.person_id for line in (await people.members(reading, DAY, left=True)).lines}
        assert (await record.verify(reading)).holds
    (row,) = await rows(given, MergedRecord)
    assert (row.gone_id, row.kept_id, row.by) == (gone, kept, given.second)


async def test_likely_doubles_are_found_by_mailbox_birthday_and_address(given: Given) -> None:
    one, two, three, four = given.people["staff"][:4]
    facts: dict[UUID, dict[str, object]] = {
        one: {"name": "Alys Wyn", "email": "home@example.org"},
        two: {"name": "Alys Wyn Jones", "email": "home@example.org"},
        three: {"name": "Bryn Llwyd", "email": "home@example.org", "postal_address": "1 Stryd Fawr"},
        four: {"name": "Bryn Llwyd", "postal_address": "1 Stryd Fawr", "born_on": date(1980, 1, 1)},
        given.people["volunteers"][0]: {"name": "Bryn Llwyd", "born_on": date(1980, 1, 1), "postal_address": None},
    }
    async with given.society.store.writing() as writing:
        for person_id, values in facts.items():
            person = await writing.get_one(Person, person_id)
            for name, value in values.items():
                setattr(person, name, value)
    async with given.society.store.reading() as reading:
        found = {frozenset((d.first, d.second)): d.why for d in await people.likely_doubles(reading)}
    assert found == {
        frozenset((one, two)): "email",
        frozenset((three, four)): "address",
        frozenset((four, given.people["volunteers"][0])): "birthday",
    }


async def test_an_unknown_fact_is_refused(given: Given) -> None:
    with pytest.raises(NotValid):
        await merged(given, given.people["staff"][0], given.people["staff"][1], "search")


async def test_somebody_of_no_register_takes_over_memberships_under_a_number_of_their_own(given: Given) -> None:
    gone = given.people["staff"][0]
    async with given.society.store.writing() as writing:
        kept = await identity.add_person(writing, name="Alys Wyn", by=None, at=AT)
    await merged(given, kept, gone)
    async with given.society.store.reading() as reading:
        page = await people.member_page(reading, kept, DAY)
    assert page.groups_now == ("staff",) and page.entered_on == date(2020, 1, 1)
