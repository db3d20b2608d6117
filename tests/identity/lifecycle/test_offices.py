"""Officers give offices and end them: told by mail, never to oneself, never so that nobody is left who can."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from govern import record
from govern.database import Store
from govern.errors import AlreadyDone, GovernError, NotAllowed, NotFound, NotValid
from govern.identity import lifecycle, queries, rules
from govern.identity.lifecycle import Given
from govern.identity.rules import LinkState, Proof
from govern.permissions import Role
from tests.given import Moments
from tests.identity.conftest import BROWSER, SITE, AddPerson, letters, verbs

DECISION = "Board meeting of 3 November, item 4"
DAY = timedelta(days=1)


async def give(
    store: Store,
    clock: Moments,
    person: UUID,
    by: UUID,
    role: Role = Role.CHAIR,
    from_on: date | None = None,
    decision: str = DECISION,
) -> Given:
    async with store.writing() as writing:
        return await lifecycle.appoint_and_tell(
            writing,
            person,
            role,
            from_on or clock.at.date(),
            decision=decision,
            site=SITE,
            by=by,
            at=clock.at,
        )


async def end(
    store: Store, clock: Moments, office: UUID, by: UUID | None, to_on: date, reason: str = "They resigned"
) -> None:
    async with store.writing() as writing:
        await lifecycle.end_office(writing, office, to_on, reason=reason, site=SITE, by=by, at=clock.at)


async def office_of(store: Store, person: UUID) -> UUID:
    async with store.reading() as reading:
        return (await queries.offices_of(reading, person))[0].id


async def again(store: Store, clock: Moments, office: UUID, by: UUID) -> Given:
    async with store.writing() as writing:
        return await lifecycle.send_set_up_again(writing, office, site=SITE, by=by, at=clock.at)


async def test_a_member_is_appointed_told_and_asked_to_set_up_their_sign_in(
    store: Store, clock: Moments, an_officer: AddPerson, a_person: AddPerson
) -> None:
    secretary, member = await an_officer(), await a_person()
    before = len(await verbs(store))
    given = await give(store, clock, member, secretary)
    assert given.told and given.token is None
    (letter,) = await letters(store)
    assert (letter.to_address, letter.kind) == ("sian@example.org", "set_up")
    assert letter.body is not None and DECISION in letter.body and "Chair" in letter.body
    token = letter.body.split("/set-up/")[1].split()[0]
    async with store.reading() as reading:
        assert (await queries.link_page(reading, token, None, clock.at)).state is LinkState.READY
        (line, *_) = await record.lines_about(reading, [f"office:{given.office_id}"])
        (shown,) = [one for one in await queries.officers(reading, clock.at.date()) if one.person_id == member]
    assert (await verbs(store))[before:] == ["office.given", "link.made"]
    assert line.by == secretary and line.facts is not None
    assert (line.facts["decision"], line.facts["person"]) == (DECISION, str(member))
    assert (shown.role, shown.from_on, shown.ready) == (Role.CHAIR, clock.at.date(), False)


async def test_somebody_without_email_gets_their_link_on_paper(
    store: Store, clock: Moments, an_officer: AddPerson, a_person: AddPerson
) -> None:
    secretary, member = await an_officer(), await a_person(email=None)
    given = await give(store, clock, member, secretary)
    assert not given.told and given.token is not None and await letters(store) == []
    async with store.reading() as reading:
        assert (await queries.link_page(reading, given.token, None, clock.at)).state is LinkState.READY


async def test_an_office_that_needs_no_officers_sign_in_brings_no_link(
    store: Store, clock: Moments, an_officer: AddPerson, a_person: AddPerson
) -> None:
    secretary, member, other = await an_officer(), await a_person(), await a_person("Huw Rees", None)
    await give(store, clock, member, secretary, Role.FACILITATOR)
    given = await give(store, clock, other, secretary, Role.PEER)
    assert not given.told and given.token is None
    (letter,) = await letters(store)
    assert letter.kind == "identity_notice" and "set-up" not in (letter.body or "")


async def test_a_further_office_leaves_an_officers_sign_in_as_it_is(
    store: Store, clock: Moments, an_officer: AddPerson
) -> None:
    secretary = await an_officer()
    chair = await an_officer("Huw Rees", "huw@example.org", Role.CHAIR)
    await give(store, clock, chair, secretary, Role.TELLER)
    (letter,) = await letters(store)
    assert letter.kind == "identity_notice" and "/sign-in/officer" in (letter.body or "")
    assert "link.made" not in await verbs(store)


@pytest.mark.parametrize(
    ("case", "refusal", "field"),
    [
        ("oneself", NotAllowed, "role"),
        ("twice", AlreadyDone, "role"),
        ("twice, from later", AlreadyDone, "role"),
        ("no decision", NotValid, "decision"),
        ("two years ahead", NotValid, "from_on"),
        ("closed account", NotAllowed, None),
        ("nobody", NotFound, None),
    ],
)
async def test_an_office_is_not_given(
    store: Store,
    clock: Moments,
    an_officer: AddPerson,
    a_person: AddPerson,
    case: str,
    refusal: type[GovernError],
    field: str | None,
) -> None:
    secretary, member, today = await an_officer(), await a_person(), clock.at.date()
    await give(store, clock, member, secretary)
    if case == "closed account":
        async with store.writing() as writing:
            await lifecycle.deactivate(writing, member, by=None, at=clock.at)
    person, role, from_on, decision = {
        "oneself": (secretary, Role.RETURNING_OFFICER, today, DECISION),
        "twice": (member, Role.CHAIR, today, DECISION),
        "twice, from later": (member, Role.CHAIR, today + 30 * DAY, DECISION),
        "no decision": (member, Role.TELLER, today, "  "),
        "two years ahead": (member, Role.TELLER, today + 730 * DAY, DECISION),
        "closed account": (member, Role.TELLER, today, DECISION),
        "nobody": (uuid4(), Role.TELLER, today, DECISION),
    }[case]
    before, told = await verbs(store), len(await letters(store))
    with pytest.raises(refusal) as refused:
        await give(store, clock, person, secretary, role, from_on, decision)
    assert refused.value.field == field
    assert await verbs(store) == before and len(await letters(store)) == told


async def test_the_same_office_given_twice_at_once_is_given_once(
    store: Store, clock: Moments, an_officer: AddPerson, a_person: AddPerson
) -> None:
    secretary, member = await an_officer(), await a_person()
    outcomes = await asyncio.gather(
        *(give(store, clock, member, secretary) for _ in range(3)), return_exceptions=True
    )
    assert sum(isinstance(one, AlreadyDone) for one in outcomes) == 2
    assert len(await letters(store)) == 1


async def test_a_new_link_ends_the_one_before(
    store: Store, clock: Moments, an_officer: AddPerson, a_person: AddPerson
) -> None:
    secretary, member = await an_officer(), await a_person(email=None)
    first = await give(store, clock, member, secretary)
    second = await again(store, clock, first.office_id, secretary)
    assert first.token and second.token and (await verbs(store))[-1] == "link.made"
    async with store.reading() as reading:
        states = [(await queries.link_page(reading, t, None, clock.at)).state for t in (first.token, second.token)]
    assert states == [LinkState.TOO_OLD, LinkState.READY]


async def test_no_new_link_for_whoever_has_a_sign_in_or_needs_none(
    store: Store, clock: Moments, an_officer: AddPerson, a_person: AddPerson
) -> None:
    secretary, chair = await an_officer(), await an_officer("Huw Rees", "huw@example.org", Role.CHAIR)
    with pytest.raises(AlreadyDone):
        await again(store, clock, await office_of(store, chair), secretary)
    facilitator = await give(store, clock, await a_person(), secretary, Role.FACILITATOR)
    ended = await give(store, clock, await a_person("Cai", "cai@example.org"), secretary, Role.TELLER)
    await end(store, clock, ended.office_id, secretary, clock.at.date() - DAY)
    for office in (facilitator, ended):
        with pytest.raises(NotAllowed):
            await again(store, clock, office.office_id, secretary)


async def test_an_office_ends_on_its_day_and_its_holder_is_told(
    store: Store, clock: Moments, an_officer: AddPerson
) -> None:
    secretary = await an_officer()
    chair = await an_officer("Huw Rees", "huw@example.org", Role.CHAIR)
    office, today = await office_of(store, chair), clock.at.date()
    async with store.writing() as writing:
        await lifecycle.begin(writing, chair, Proof.PASSWORD_TOTP, BROWSER, at=clock.at)
    await end(store, clock, office, secretary, today + 7 * DAY)
    (letter,) = await letters(store)
    assert (letter.to_address, letter.kind) == ("huw@example.org", "identity_notice")
    assert "They resigned" in (letter.body or "")
    async with store.reading() as reading:
        assert await queries.sessions_of(reading, chair, clock.at) != ()
        (line, *_) = await record.lines_about(reading, [f"office:{office}"])
        held = [bool(await queries.holders(reading, Role.CHAIR, today + n * DAY)) for n in (7, 8)]
    assert held == [True, False]
    assert (line.verb, line.by) == ("office.ended", secretary)
    assert line.facts is not None and line.facts["reason"] == "They resigned"
    with pytest.raises(AlreadyDone):
        await end(store, clock, office, secretary, today + 9 * DAY)
    await end(store, clock, office, secretary, today - DAY)
    async with store.reading() as reading:
        assert await queries.sessions_of(reading, chair, clock.at) == ()
        assert await queries.holders(reading, Role.CHAIR, today) == ()
        assert chair not in {one.person_id for one in await queries.officers(reading, today)}


@pytest.mark.parametrize("days", [0, 14])
async def test_an_office_given_by_mistake_is_taken_back_and_may_be_given_anew(
    store: Store, clock: Moments, an_officer: AddPerson, a_person: AddPerson, days: int
) -> None:
    secretary, member, from_on = await an_officer(), await a_person(), clock.at.date() + days * DAY
    given = await give(store, clock, member, secretary, Role.TELLER, from_on)
    await end(store, clock, given.office_id, secretary, from_on - DAY)
    async with store.reading() as reading:
        days_held = [n for n in range(-2, 20) if await queries.holders(reading, Role.TELLER, from_on + n * DAY)]
        assert days_held == []
        assert member not in {one.person_id for one in await queries.officers(reading, clock.at.date())}
    await give(store, clock, member, secretary, Role.TELLER)


@pytest.mark.parametrize(
    ("days", "reason", "refusal", "field"),
    [
        (-3, "They resigned", NotValid, "to_on"),
        (0, " ", NotValid, "reason"),
    ],
)
async def test_an_office_does_not_end(
    store: Store,
    clock: Moments,
    an_officer: AddPerson,
    a_person: AddPerson,
    days: int,
    reason: str,
    refusal: type[GovernError],
    field: str,
) -> None:
    secretary, member, today = await an_officer(), await a_person(), clock.at.date()
    given = await give(store, clock, member, secretary, from_on=today - 60 * DAY)
    before = await verbs(store)
    with pytest.raises(refusal) as refused:
        await end(store, clock, given.office_id, secretary, today + days * DAY, reason)
    assert refused.value.field == field and await verbs(store) == before
    with pytest.raises(NotFound):
        await end(store, clock, uuid4(), secretary, today)


async def test_the_last_secretary_stays_until_another_can_give_offices(
    store: Store, clock: Moments, an_officer: AddPerson, a_person: AddPerson
) -> None:
    secretary, today = await an_officer(), clock.at.date()
    office = await office_of(store, secretary)
    await give(store, clock, await a_person(), secretary, Role.SECRETARY)
    with pytest.raises(NotAllowed, match="appoint another secretary"):
        await end(store, clock, office, secretary, today + 30 * DAY)
    second = await an_officer("Huw Rees", "huw@example.org")
    await end(store, clock, office, secretary, today + 30 * DAY)
    with pytest.raises(NotAllowed):
        await end(store, clock, await office_of(store, second), secretary, today)
    # The server's owner may do what no officer may.
    await end(store, clock, await office_of(store, second), None, today)


async def test_two_secretaries_do_not_end_each_other_at_the_same_moment(
    store: Store, clock: Moments, an_officer: AddPerson
) -> None:
    one, two = await an_officer(), await an_officer("Huw Rees", "huw@example.org")
    offices, today = [await office_of(store, person) for person in (one, two)], clock.at.date()
    outcomes = await asyncio.gather(
        end(store, clock, offices[0], two, today - DAY),
        end(store, clock, offices[1], one, today - DAY),
        return_exceptions=True,
    )
    assert [type(outcome) for outcome in outcomes].count(NotAllowed) == 1 and None in outcomes


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ((), 0),
        (((0, None),), None),
        (((-5, None),), None),
        (((1, None),), 0),
        (((-5, 3),), 4),
        (((-5, 3), (4, None)), None),
        (((-5, 3), (5, None)), 4),
        (((0, 9), (2, 4), (10, 12)), 13),
        (((0, -1),), 0),
    ],
)
def test_the_first_day_on_which_nobody_holds_an_office(
    clock: Moments, spans: tuple[tuple[int, int | None], ...], expected: int | None
) -> None:
    today = clock.at.date()
    days = [(today + start * DAY, None if last is None else today + last * DAY) for start, last in spans]
    alone = rules.day_without(days, today)
    assert alone == (None if expected is None else today + expected * DAY)
