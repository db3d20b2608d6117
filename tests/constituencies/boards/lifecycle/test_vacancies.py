"""W10 whole, and the life of a vacancy: co-option, by-election, the next in the last election, left, run out."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from govern import record
from govern.constituencies.boards import lifecycle, queries
from govern.constituencies.boards.lifecycle import Unelected
from govern.constituencies.boards.rules import CapReached, HowFilled, VacancyStage, Way
from govern.constituencies.register import lifecycle as register
from govern.constituencies.register import queries as register_queries
from govern.constituencies.rulebook.book import example
from govern.database import Store
from govern.errors import NotAllowed, WrongMoment
from tests.constituencies.boards.lifecycle.given_boards import AT, COLNE, SEATED, TODAY, Home, a_home


async def retire(home: Home, name: str) -> None:
    """From staff to volunteers, as Gwen on 30 June."""
    async with home.store.writing() as writing, lifecycle.heeding(writing, TODAY, by=None, at=AT):
        await register.move(writing, home.people[name], "staff", "volunteers", TODAY, "Retired", by=None, at=AT)


async def test_w10_casual_vacancy_co_option_and_change_of_status(store: Store) -> None:
    home = await a_home(store, "colne_valley_like", COLNE)
    await home.leave("Sal")  # a staff director resigns: eight are left, three of them volunteers
    async with store.writing() as writing:
        await register.admit(writing, home.people["Di"], "staff", TODAY, "Works here too", by=None, at=AT)
    with pytest.raises(CapReached, match="Now: Ana, Bo, Cai"):
        await home.seat("Di", "staff", on=TODAY, how=HowFilled.CO_OPTED)
    await home.leave("Bo")  # a volunteer resigns: one may be co-opted
    await home.seat("Di", "any", on=TODAY, how=HowFilled.CO_OPTED)
    await retire(home, "Gwen")  # three volunteers sit; Gwen leaves employment and becomes one
    async with store.reading() as reading:
        groups = await register_queries.constituencies_of(reading, home.people["Gwen"], TODAY)
    assert groups == ("volunteers",), "the change is recorded"
    assert "Gwen" not in await home.sitting() and "Gwen" in await home.sitting(on=TODAY - timedelta(days=1))
    assert {one.who_left for one in await home.vacancies()} == {"Sal", "Gwen"}
    assert (await home.titles()).count("Fill an empty seat: Management Board") == 2
    with pytest.raises(CapReached):
        await home.seat("Gwen", "any", on=TODAY, how=HowFilled.CO_OPTED)


async def test_w10_with_the_seats_filled_nobody_is_removed_and_a_breach_opens_until_it_is_cured(store: Store) -> None:
    filled = (
        example("colne_valley_like")
        .replace('of = "established"', 'of = "filled"')
        .replace("block_appointment", "alert")
    )
    home = await a_home(store, filled, COLNE)
    await home.leave("Sal")
    assert len(await home.sitting()) == 8
    async with store.reading() as reading:
        (breach,) = await queries.open_breaches(reading, TODAY)
    assert (breach.cap, str(breach.limit), breach.counted, breach.opened_on) == ("volunteer-board", "2", 3, TODAY)
    assert "A limit is not kept: Management Board" in await home.titles()
    await home.enter("Sue", "staff")
    await home.seat("Sue", "staff", on=TODAY, how=HowFilled.CO_OPTED)
    async with store.reading() as reading:
        assert await queries.open_breaches(reading, TODAY) == ()
        (cured,) = await queries.breach_history(reading, TODAY, "board")
        verbs = [line.verb for line in await record.lines_about(reading) if line.verb.startswith("cap.")]
    assert cured.cured_on == TODAY
    assert sorted(verbs) == ["cap.kept_again", "cap.not_kept"]


async def test_invariant_19_whoever_fills_a_vacancy_serves_the_rest_of_the_term(store: Store) -> None:
    home = await a_home(store, "colne_valley_like", COLNE)
    await home.leave("Bo")
    await home.seat("Di", "any", on=TODAY, how=HowFilled.CO_OPTED)
    di = (await home.sitting())["Di"]
    assert (di.due_on, di.casual) == (date(2027, 5, 9), True)
    assert await home.vacancies() == ()
    async with store.reading() as reading:
        down = await queries.standing_down(reading, "board", date(2027, 5, 8))
    assert {one.serving.name for one in down.leaving if one.why == "casual"} == {"Di"}, "until the next AGM"


async def test_an_election_beside_a_vacancy_gives_full_terms_first(store: Store) -> None:
    home = await a_home(store, "tair_nant", [("Ana", "volunteers", "any"), ("Bo", "volunteers", "any")])
    await home.leave("Ana")
    for name in ("Cai", "Eve"):
        await home.enter(name, "staff")
    await home.enter("Fay", "supported")
    await home.seat("Cai", "any", on=TODAY)  # two seats are free: the one never filled is taken first
    await home.seat("Eve", "any", on=TODAY)
    there = await home.sitting()
    assert (there["Cai"].due_on, there["Cai"].casual) == (date(2029, 6, 30), False)
    assert (there["Eve"].due_on, there["Eve"].casual) == (date(2029, 5, 9), True)


async def test_a_term_that_is_over_leaves_no_casual_vacancy(store: Store) -> None:
    home = await a_home(store, "colne_valley_like", COLNE)
    await home.leave("Bo", "term_over")
    assert await home.vacancies() == ()


async def test_a_vacancy_expires_with_its_term_and_is_not_filled_after(store: Store) -> None:
    home = await a_home(store, "colne_valley_like", COLNE)
    await home.leave("Bo")
    (vacancy,) = await home.vacancies()
    later = date(2027, 5, 9)
    async with store.writing() as writing:
        await lifecycle.recheck(writing, later, by=None, at=AT + timedelta(days=400))
    async with store.reading() as reading:
        found = await queries.vacancy(reading, vacancy.id, later, "en")
    assert (found.stage, found.closed_on) == (VacancyStage.EXPIRED, later)
    with pytest.raises(WrongMoment, match="This vacancy is over"):
        await home.seat("Di", "any", on=TODAY, how=HowFilled.CO_OPTED, vacancy_id=vacancy.id)


async def test_a_vacancy_expires_when_the_rules_have_its_seat_no_longer(store: Store) -> None:
    home = await a_home(store, "colne_valley_like", COLNE)
    await home.leave("Bo")
    fewer = example("colne_valley_like").replace("2026.1", "2026.2").replace("seats = 9", "seats = 6")
    start = fewer.index('[[seat]]\nbody = "board"\nconstituency = "any"')
    await home.adopt(fewer[:start] + fewer[fewer.index("[[cap]]") :])
    async with store.writing() as writing:
        await lifecycle.recheck(writing, TODAY, by=None, at=AT)
    assert await home.vacancies() == ()


async def test_the_way_is_chosen_within_the_rules(store: Store) -> None:
    home = await a_home(store, "colne_valley_like", COLNE)
    by = home.people["Una"]
    await home.leave("Bo")
    (vacancy,) = await home.vacancies()
    assert (vacancy.way, vacancy.ways) == (Way.CO_OPTION, (Way.CO_OPTION, Way.BY_ELECTION, Way.LEAVE))
    async with store.writing() as writing:
        await lifecycle.choose_way(writing, vacancy.id, Way.LEAVE, by=by, at=AT)
    assert "Fill an empty seat: Management Board" not in await home.titles()
    async with store.writing() as writing:
        with pytest.raises(NotAllowed, match="those who sit co-opt somebody"):
            await lifecycle.choose_way(writing, vacancy.id, Way.NEXT_BEST, by=by, at=AT)


async def next_best(home: Home, *names: str) -> lifecycle.NextBest:
    (vacancy,) = await home.vacancies("council")
    async with home.store.writing() as writing:
        return await lifecycle.seat_next_best(
            writing,
            vacancy.id,
            [Unelected(home.people[name], name) for name in names],
            SEATED,
            TODAY,
            by=None,
            at=AT,
        )


async def a_council(store: Store) -> Home:
    home = await a_home(store, "cartrefi_like")
    for name in ("Ann", "Ben", "Cat"):
        await home.enter(name, "employee")
        await home.seat(name, "employee", body="council")
    for name in ("Dai", "Eli"):
        await home.enter(name, "employee")
    await home.enter("Fay", "community")
    await home.leave("Ann", body="council")
    return home


async def test_the_next_in_the_last_election_takes_the_seat_and_others_are_passed_over_with_the_reason(
    store: Store,
) -> None:
    home = await a_council(store)
    found = await next_best(home, "Fay", "Dai", "Eli")
    assert found.name == "Dai"
    assert [(name, str(why)[:30]) for name, why in found.passed_over] == [("Fay", "This seat is for members of Em")]
    dai = (await home.sitting("council"))["Dai"]
    assert (dai.how_filled, dai.elected_on, dai.due_on) == ("next_best", SEATED, date(2029, 5, 9))


async def test_where_nobody_is_next_a_by_election_follows(store: Store) -> None:
    home = await a_council(store)
    found = await next_best(home, "Fay")
    assert found.tenure_id is None
    (vacancy,) = await home.vacancies("council")
    assert vacancy.way is Way.BY_ELECTION


async def test_next_best_is_refused_where_the_rules_fill_seats_otherwise(store: Store) -> None:
    home = await a_home(store, "colne_valley_like", COLNE)
    await home.leave("Bo")
    (vacancy,) = await home.vacancies()
    async with store.writing() as writing:
        with pytest.raises(NotAllowed, match="in another way"):
            await lifecycle.seat_next_best(writing, vacancy.id, [], SEATED, TODAY, by=None, at=AT)
