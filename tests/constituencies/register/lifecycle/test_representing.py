"""Organisations are members through one human each: named, replaced, chosen; one roll entry (invariants 3, 6)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from govern import record
from govern.constituencies.register import lifecycle, queries, rules
from govern.constituencies.rulebook import lifecycle as rulebook
from govern.constituencies.rulebook.book import example
from govern.database import Store
from govern.errors import AlreadyDone, NotAllowed, NotFound, NotValid
from govern.identity import lifecycle as identity
from govern.identity.lifecycle import Browser, NewPerson
from govern.identity.models import Session
from govern.identity.rules import PersonKind, Proof

AT = datetime(2026, 11, 9, 9, 0, tzinfo=UTC)
TODAY, JOINED = AT.date(), date(2020, 3, 1)
LATER = AT + timedelta(days=3)
LETTER = "Letter of 3 November"
COUNCIL = NewPerson(name="Dyffryn Town Council", email="clerk@dyffryn.example", kind=PersonKind.ORGANISATION)


class Three:
    """A council that belongs to Tair Nant, and two people who are no members."""

    def __init__(self, council: UUID, ann: UUID, ben: UUID) -> None:
        self.council, self.ann, self.ben = council, ann, ben


@pytest.fixture
async def three(store: Store) -> Three:
    async with store.writing() as writing:
        await rulebook.adopt(writing, example("tair_nant"), by=None, at=AT)
        council = await lifecycle.enter(writing, COUNCIL, "public_bodies", JOINED, "Joined", by=None, at=AT)
        people = [NewPerson(name="Ann Price", email="ann@example.org"), NewPerson(name="Ben Rees")]
        ann, ben = await identity.add_people(writing, people, by=None, at=AT)
    return Three(council, ann, ben)


async def named(store: Store, three: Three, human: UUID, on: date = TODAY, at: datetime = AT) -> None:
    async with store.writing() as writing:
        await lifecycle.name_representative(writing, three.council, human, on, LETTER, by=None, at=at)


async def voters(store: Store, at: datetime = AT) -> list[UUID]:
    async with store.reading() as reading:
        return [elector.person_id for elector in await queries.electorate(reading, at)]


async def test_where_the_rules_want_a_representative_there_is_no_vote_until_one_is_named(
    store: Store, three: Three
) -> None:
    assert await voters(store) == []
    async with store.reading() as reading:
        assert [one.name for one in await queries.without_representative(reading, TODAY)] == [COUNCIL.name]
    await named(store, three, three.ann)
    assert await voters(store) == [three.council]
    async with store.reading() as reading:
        assert await queries.without_representative(reading, TODAY) == ()


async def test_invariant_6_a_new_representative_ends_the_old_the_same_day_and_the_roll_has_one_entry(
    store: Store, three: Three
) -> None:
    await named(store, three, three.ann)
    await named(store, three, three.ben, LATER.date(), LATER)
    assert await voters(store, LATER) == [three.council]
    async with store.reading() as reading:
        found = await queries.representation(reading, three.council, LATER.date())
        assert found.now is not None and found.now.human_id == three.ben
        assert [(one.name, one.from_on, one.to_on) for one in found.before] == [("Ann Price", TODAY, LATER.date())]
        pairs = [(three.council, three.ann), (three.council, three.ben)]
        assert await queries.representing(reading, pairs, LATER.date()) == {pairs[1]}
        assert await queries.representing(reading, pairs, TODAY) == {pairs[0]}
        verbs = [line.verb for line in await record.lines_about(reading) if line.verb.startswith("repr")]
        assert verbs == ["representative.began", "representative.ended", "representative.began"]


async def test_invariant_3_a_member_who_represents_an_organisation_is_there_once_and_the_organisation_once(
    store: Store, three: Three
) -> None:
    async with store.writing() as writing:
        await lifecycle.admit(writing, three.ann, "staff", JOINED, "Began work", by=None, at=AT)
    await named(store, three, three.ann)
    assert sorted(await voters(store)) == sorted([three.council, three.ann])
    async with store.reading() as reading:
        told = [one.person_id for one in await queries.members_on(reading, TODAY)]
    assert sorted(told) == sorted([three.council, three.ann])


async def test_a_notice_reaches_the_organisation_and_its_representative_once_each(store: Store, three: Three) -> None:
    await named(store, three, three.ann)
    async with store.reading() as reading:
        told = await queries.members_on(reading, TODAY)
    assert sorted(one.email or "" for one in told) == ["ann@example.org", "clerk@dyffryn.example"]


async def test_seats_of_a_group_of_organisations_are_for_those_who_represent_them(store: Store, three: Three) -> None:
    await named(store, three, three.ann)
    async with store.reading() as reading:
        found = await queries.groups_for_seats(reading, [three.ann, three.ben, three.council], TODAY)
    assert found == {three.ann: ("public_bodies",), three.council: ("public_bodies",)}


async def test_what_cannot_be_a_representation_is_refused(store: Store, three: Three) -> None:
    async def naming(organisation: UUID, human: UUID, on: date = TODAY, authority: str = LETTER) -> None:
        async with store.writing() as writing:
            await lifecycle.name_representative(writing, organisation, human, on, authority, by=None, at=AT)

    with pytest.raises(NotAllowed, match="Only an organisation"):
        await naming(three.ann, three.ben)
    with pytest.raises(NotAllowed, match="not an organisation"):
        await naming(three.council, three.council)
    with pytest.raises(NotAllowed, match="has not come yet"):
        await naming(three.council, three.ann, TODAY + timedelta(days=1))
    with pytest.raises(NotValid, match="where this is written"):
        await naming(three.council, three.ann, authority=" ")
    await naming(three.council, three.ann)
    with pytest.raises(AlreadyDone, match="represents it already"):
        await naming(three.council, three.ann)
    with pytest.raises(NotValid, match="cannot begin before"):
        await naming(three.council, three.ben, TODAY - timedelta(days=1))


async def test_a_representation_ends_without_another_and_then_nobody_acts(store: Store, three: Three) -> None:
    async with store.writing() as writing:
        with pytest.raises(NotFound, match="Nobody represents"):
            await lifecycle.end_representation(writing, three.council, TODAY, by=None, at=AT)
    await named(store, three, three.ann)
    async with store.writing() as writing:
        with pytest.raises(NotValid, match="from then until today"):
            await lifecycle.end_representation(writing, three.council, JOINED, by=None, at=AT)
    async with store.writing() as writing:
        await lifecycle.end_representation(writing, three.council, LATER.date(), by=None, at=LATER)
    assert await voters(store, LATER) == []


async def test_w24_only_the_present_representative_may_act_and_one_who_is_replaced_acts_no_longer(
    store: Store, three: Three
) -> None:
    await named(store, three, three.ann)
    async with store.writing() as writing:
        ann = await identity.begin(writing, three.ann, Proof.LINK, Browser("Firefox"), at=AT)
        ben = await identity.begin(writing, three.ben, Proof.LINK, Browser("Firefox"), at=AT)
        await lifecycle.act_for(writing, ann.session_id, three.ann, three.council, at=AT)
        with pytest.raises(rules.ActsForNobody, match="do not represent Dyffryn Town Council"):
            await lifecycle.act_for(writing, ben.session_id, three.ben, three.council, at=AT)

    async def acting() -> dict[UUID, UUID | None]:
        async with store.reading() as reading:
            return {one.person_id: one.acts_for for one in await reading.scalars(select(Session))}

    assert await acting() == {three.ann: three.council, three.ben: None}
    await named(store, three, three.ben, LATER.date(), LATER)
    assert await acting() == {three.ann: None, three.ben: None}
    async with store.writing() as writing:
        with pytest.raises(rules.ActsForNobody):
            await lifecycle.act_for(writing, ann.session_id, three.ann, three.council, at=LATER)
        await lifecycle.act_for(writing, ben.session_id, three.ben, three.council, at=LATER)
        await lifecycle.act_for(writing, ben.session_id, three.ben, None, at=LATER)
    assert await acting() == {three.ann: None, three.ben: None}


async def test_who_signs_in_for_one_organisation_alone_is_there_for_it(store: Store, three: Three) -> None:
    async def first() -> UUID | None:
        async with store.reading() as reading:
            return await queries.acts_first(reading, three.ann, TODAY)

    assert await first() is None
    await named(store, three, three.ann)
    assert await first() == three.council
    async with store.writing() as writing:
        await lifecycle.admit(writing, three.ann, "staff", JOINED, "Began work", by=None, at=AT)
    assert await first() is None


async def test_a_group_of_people_takes_no_organisation_and_the_other_way_round(store: Store, three: Three) -> None:
    async with store.writing() as writing:
        with pytest.raises(NotAllowed, match="not for organisations"):
            await lifecycle.admit(writing, three.council, "staff", JOINED, "x", by=None, at=AT)
        with pytest.raises(NotAllowed, match="not for single people"):
            await lifecycle.admit(writing, three.ann, "public_bodies", JOINED, "x", by=None, at=AT)


async def test_the_human_is_found_by_number_or_by_name_and_address_or_is_new(store: Store, three: Three) -> None:
    async def find(number: str | None = None, name: str = "", email: str | None = None) -> UUID:
        async with store.writing() as writing:
            person = NewPerson(name=name, email=email) if name else None
            return await lifecycle.find_or_add_human(writing, number=number, person=person, by=None, at=AT)

    assert await find(name="ann  price", email="Ann@example.org") == three.ann
    assert await find(name="Ann Price", email="other@example.org") not in (three.ann, three.ben)
    with pytest.raises(NotValid, match="No member has the number 99"):
        await find("99")
    with pytest.raises(NotValid, match="Type the member's number"):
        await find()
