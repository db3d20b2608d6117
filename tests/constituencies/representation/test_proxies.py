"""The life of a legal proxy in the database: named, refused, replaced, declined, revoked (invariant 51)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from govern.constituencies.representation import queries
from govern.constituencies.representation.lifecycle import proxies as lifecycle
from govern.constituencies.representation.rules.proxies import (
    CannotAppoint,
    ForMeeting,
    ProxyStage,
    Stands,
    WantedProxy,
    WhyRefused,
)
from govern.errors import AlreadyDone, NotAllowed, NotValid
from govern.record import lines_about
from tests.ballots.given_ballots import Given, a_society
from tests.given import START

AT = START
MEETING = ForMeeting(UUID(int=7), date(2026, 12, 12), date(2026, 11, 28), START + timedelta(days=20))


@pytest.fixture
async def given(database_url: str, tmp_path: Path) -> AsyncIterator[Given]:
    made = await a_society(tmp_path / "home", groups={"supported": 8, "staff": 2}, url=database_url)
    yield made
    await made.society.store.close()


async def name(given: Given, member: UUID, holder: UUID | None, *, replaces: bool = False) -> UUID:
    async with given.society.store.writing() as writing:
        wanted = WantedProxy(holder, replaces=replaces)
        return await lifecycle.appoint(writing, MEETING, member, wanted, by=member, at=AT)


async def enter(
    given: Given, member: UUID, holder: UUID | None, received: int = 0
) -> tuple[UUID, CannotAppoint | None]:
    at = MEETING.until + timedelta(days=1)
    came = MEETING.until + timedelta(minutes=received)
    async with given.society.store.writing() as writing:
        wanted = WantedProxy(holder, named="Somebody on paper")
        return await lifecycle.enter_paper(writing, MEETING, member, wanted, came, by=given.second, at=at)


async def standing(given: Given) -> tuple[Stands, ...]:
    async with given.society.store.reading() as reading:
        return await queries.proxies_standing(reading, MEETING.id)


async def test_the_sixth_member_is_refused_at_once_and_a_freed_place_can_be_given_again(given: Given) -> None:
    """W21 and invariant 51: at most five to one holder."""
    holder, *members = given.people["supported"]
    named = [await name(given, one, holder) for one in members[:5]]
    with pytest.raises(CannotAppoint, match="5 members already"):
        await name(given, members[5], holder)
    assert len(await standing(given)) == 5
    async with given.society.store.writing() as writing:
        await lifecycle.revoke(writing, named[0], by=members[0], at=AT)
    await name(given, members[5], holder)
    assert {one.member_id for one in await standing(given)} == set(members[1:6])


async def test_two_at_once_are_refused_and_a_new_one_takes_the_place_of_the_old_where_that_is_wanted(
    given: Given,
) -> None:
    member, first, second, *_ = given.people["supported"]
    await name(given, member, first)
    with pytest.raises(CannotAppoint, match="one person only"):
        await name(given, member, second)
    await name(given, member, second, replaces=True)
    (one,) = await standing(given)
    assert one.holder_id == second
    async with given.society.store.reading() as reading:
        register = await queries.proxy_register(reading, MEETING.id)
    assert [row.stage for row in register] == [ProxyStage.REPLACED, ProxyStage.STANDS]


async def test_only_members_here_and_never_oneself(given: Given) -> None:
    member = given.people["supported"][0]
    for holder, why in ((given.officer, WhyRefused.NOT_A_MEMBER), (member, WhyRefused.ONESELF)):
        with pytest.raises(CannotAppoint) as refused:
            await name(given, member, holder)
        assert refused.value.why is why
    with pytest.raises(CannotAppoint, match="who have a vote"):
        await name(given, given.officer, member)
    assert await standing(given) == ()


async def test_a_late_paper_is_kept_as_refused_with_its_reason_and_one_that_came_in_time_counts(given: Given) -> None:
    """Invariant 51: what counts is when it came, not when it was entered."""
    first, second, third, holder, *_ = given.people["supported"]
    _, late = await enter(given, first, holder, received=1)
    _, in_time = await enter(given, second, holder)
    _, unknown = await enter(given, third, None)
    assert late is not None
    assert late.why is WhyRefused.LATE
    assert "had to have it by" in str(late)
    assert in_time is None
    assert unknown is not None
    async with given.society.store.reading() as reading:
        rows = {row.member_id: row for row in await queries.proxy_register(reading, MEETING.id)}
        lines = await lines_about(reading, [f"meeting:{MEETING.id}"])
    assert str(rows[first].reason) == "It came after the last moment for it."
    assert rows[second].stands
    assert (rows[third].holder, rows[third].why_refused) == ("Somebody on paper", WhyRefused.NOT_A_MEMBER)
    assert sorted(line.verb for line in lines) == ["proxy.appointed", "proxy.refused", "proxy.refused"]
    with pytest.raises(NotValid, match="in the future"):
        await enter(given, first, holder, received=60 * 24 * 3)


async def test_whoever_was_named_may_decline_and_nobody_else_may(given: Given) -> None:
    member, holder, other, *_ = given.people["supported"]
    one = await name(given, member, holder)
    async with given.society.store.writing() as writing:
        with pytest.raises(NotAllowed, match="Only the person who was named"):
            await lifecycle.decline(writing, one, by=other, at=AT)
        await lifecycle.decline(writing, one, by=holder, at=AT)
        with pytest.raises(AlreadyDone):
            await lifecycle.decline(writing, one, by=holder, at=AT)
        with pytest.raises(AlreadyDone):
            await lifecycle.revoke(writing, one, by=member, at=AT)
        found = await queries.proxy_of(writing, MEETING.id, member)
    assert found is not None
    assert found.stage is ProxyStage.DECLINED
    await name(given, member, other)


async def test_what_was_given_to_the_chair_goes_to_whoever_takes_it(given: Given) -> None:
    first, second, usual, chair, *_ = given.people["supported"]
    async with given.society.store.writing() as writing:
        for member in (first, second, chair):
            wanted = WantedProxy(usual, as_chair=True)
            await lifecycle.appoint(writing, MEETING, member, wanted, by=member, at=AT)
        assert await lifecycle.hand_to_chair(writing, MEETING.id, chair, at=AT) == 2
    assert {(one.member_id, one.holder_id) for one in await standing(given)} == {(first, chair), (second, chair)}


async def test_somebody_from_outside_is_one_person_however_often_they_are_named(given: Given) -> None:
    async with given.society.store.writing() as writing:
        ids = {
            await lifecycle.outside_person(writing, each, "1 High Street", "ifan@example.org", by=uuid4(), at=AT)
            for each in ("Ifan Rees", "ifan  rees")
        }
        other = await lifecycle.outside_person(writing, "Non Rees", None, "ifan@example.org", by=uuid4(), at=AT)
    assert len(ids) == 1
    assert other not in ids
