"""Seats of every kind: selected, held through another, by office, nominated, until the first elections, by belonging;
the trigger of elections; term limits; caps on the membership."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from govern.constituencies.boards import lifecycle, queries
from govern.constituencies.boards.rules import CapReached, HowFilled, TermLimit
from govern.constituencies.register import lifecycle as register
from govern.constituencies.register.rules import LimitReached
from govern.constituencies.rulebook.book import example
from govern.database import Store
from govern.errors import AlreadyDone, NotAllowed, NotValid
from govern.identity import lifecycle as identity
from govern.identity.lifecycle import NewPerson
from tests.constituencies.boards.lifecycle.given_boards import AT, SEATED, TODAY, Home, a_home


async def test_m18_the_council_selects_the_board_once_it_is_there(store: Store) -> None:
    home = await a_home(store, "cartrefi_like", [("Ann", "employee", ""), ("Cat", "community", "")])
    with pytest.raises(
        NotAllowed, match=r"Council of Members chooses who sits on Board of Management \(Rule 10\.2\), and nobody"
    ):
        await home.seat("Cat", "any", how=HowFilled.SELECTED)
    await home.seat("Ann", "employee", body="council")
    await home.seat("Cat", "any", how=HowFilled.SELECTED)
    cat = (await home.sitting())["Cat"]
    assert (cat.how_filled, cat.nominated_by) == ("selected", "council")
    with pytest.raises(NotAllowed, match="not filled in this way"):
        await home.seat("Ann", "any", how=HowFilled.ELECTED)


async def test_m53_a_seat_from_the_council_ends_when_the_council_term_ends(store: Store) -> None:
    home = await a_home(store, "cartrefi_like", [("Ann", "employee", ""), ("Ben", "employee", "")])
    await home.seat("Ben", "employee", body="council")
    council = await home.seat("Ann", "employee", body="council", due=date(2027, 5, 9))
    await home.seat("Ann", "any", how=HowFilled.SELECTED, through_id=council)
    assert (await home.sitting())["Ann"].due_on == date(2027, 5, 9), "no longer than the council's own"
    await home.leave("Ann", "term_over", body="council")
    assert await home.sitting() == {}
    async with store.reading() as reading:
        (past,) = await queries.past(reading, "board", TODAY)
    assert (past.to_on, past.why) == (TODAY, "seat_ended")
    with pytest.raises(NotValid, match="do not sit there"):
        await home.seat("Ann", "any", how=HowFilled.SELECTED, on=TODAY, through_id=council)


async def known(home: Home, name: str) -> None:
    async with home.store.writing() as writing:
        (home.people[name],) = await identity.add_people(writing, [NewPerson(name=name)], by=None, at=AT)


async def test_an_office_brings_a_seat_and_takes_it_away(store: Store) -> None:
    home = await a_home(store, "worker_led")
    await known(home, "Chief")
    with pytest.raises(NotValid, match="which office"):
        await home.seat("Chief", "none:ex_officio", how=HowFilled.EX_OFFICIO)
    await home.seat("Chief", "none:ex_officio", how=HowFilled.EX_OFFICIO, office="secretary")
    assert (await home.sitting())["Chief"].due_on is None
    async with store.writing() as writing:
        await lifecycle.office_ended(writing, home.people["Chief"], "chair", TODAY, by=None, at=AT)
    assert "Chief" in await home.sitting()
    async with store.writing() as writing:
        await lifecycle.office_ended(writing, home.people["Chief"], "secretary", TODAY, by=None, at=AT)
    assert await home.sitting() == {} and await home.vacancies() == ()


async def test_m40_a_partner_sits_without_a_vote_and_says_who_sent_them(store: Store) -> None:
    partner = example("worker_led").replace(
        'constituency = "none"\ncount = 1                                      # A: independent chair appointed by'
        ' the board\nmethod = "appointed"',
        'constituency = "none"\ncount = 1\nmethod = "appointed"\nseat_vote = false',
    )
    assert "seat_vote = false" in partner
    home = await a_home(store, partner)
    await known(home, "Councillor")
    with pytest.raises(NotValid, match="who nominates"):
        await home.seat("Councillor", "none:appointed", how=HowFilled.NOMINATED)
    await home.seat("Councillor", "none:appointed", how=HowFilled.NOMINATED, nominated_by="Gwynedd Council")
    (one,) = (await home.sitting()).values()
    assert not one.votes and one.nominated_by == "Gwynedd Council"
    async with store.reading() as reading:
        board = await queries.board(reading, "board", TODAY, "en")
    assert (board.filled, board.voting, board.too_few) == (1, 0, True)


async def test_m60_the_rules_say_who_nominates_and_until_when(store: Store) -> None:
    founding = example("worker_led").replace(
        'constituency = "none"\ncount = 1                                      # A: independent chair appointed by'
        ' the board\nmethod = "appointed"',
        'constituency = "none"\ncount = 1\nmethod = "nominated"\nnominated_by = ["First DPO"]\n'
        'ends_at = "first_elections"',
    )
    home = await a_home(store, founding)
    await known(home, "Founder")
    with pytest.raises(NotValid, match="nominate somebody for this seat: First DPO"):
        await home.seat("Founder", "none:nominated", how=HowFilled.NOMINATED, nominated_by="Somebody else")
    await home.seat("Founder", "none:nominated", how=HowFilled.NOMINATED)
    (one,) = (await home.sitting()).values()
    assert (one.nominated_by, one.until_elections) == ("First DPO", True)


async def test_m60_founders_seats_end_at_the_first_elections(store: Store) -> None:
    home = await a_home(store, "cartrefi_like", [("Ann", "employee", ""), ("Ben", "employee", "")])
    await home.seat("Ann", "employee", body="council", how=HowFilled.FIRST)
    assert (await home.sitting("council"))["Ann"].until_elections
    await home.seat("Ben", "employee", body="council", on=TODAY)
    assert list(await home.sitting("council")) == ["Ben"]
    async with store.reading() as reading:
        assert (await queries.past(reading, "council", TODAY))[0].why == "first_elections"
    assert await home.vacancies("council") == ()


async def test_m26_a_fifth_member_joins_and_becomes_director_the_same_day(store: Store) -> None:
    home = await a_home(store, "friends_united_like")
    for name in ("Ann", "Ben", "Cat", "Dan", "Eve"):
        await home.enter(name, "friend")
    there = await home.sitting()
    assert sorted(there) == ["Ann", "Ben", "Cat", "Dan", "Eve"]
    assert {one.from_on for one in there.values()} == {date(2020, 1, 1)}
    assert {one.how_filled for one in there.values()} == {"by_membership"}
    async with store.writing() as writing, lifecycle.heeding(writing, TODAY, by=None, at=AT):
        await register.end_membership(writing, home.people["Eve"], "friend", TODAY, "Moved", by=None, at=AT)
    assert sorted(await home.sitting()) == ["Ann", "Ben", "Cat", "Dan"]
    assert await home.vacancies() == ()
    async with store.reading() as reading:
        assert await queries.open_breaches(reading, TODAY) == ()


async def test_w26_the_last_admission_needed_begins_elections_and_they_go_on_if_one_leaves(store: Store) -> None:
    three = example("cartrefi_like").replace("trigger_members = 100", "trigger_members = 3")
    home = await a_home(store, three, [("Ann", "employee", ""), ("Ben", "community", "")])
    async with store.reading() as reading:
        before = await queries.elections(reading, TODAY)
    assert before is not None and (before.members, before.needed, before.begun) == (2, 3, None)
    assert "Call for candidates: elections have begun" not in await home.titles()
    await home.enter("Cat", "supported", TODAY)
    async with store.writing() as writing, lifecycle.heeding(writing, TODAY, by=None, at=AT):
        await register.end_membership(writing, home.people["Cat"], "supported", TODAY, "Moved", by=None, at=AT)
    async with store.reading() as reading:
        after = await queries.elections(reading, TODAY)
    assert after is not None and after.begun is not None and after.members == 2
    assert after.begun.nominations_until == TODAY + timedelta(days=28)
    assert "Call for candidates: elections have begun" in await home.titles()
    await home.seat("Ann", "employee", body="council", on=TODAY)
    assert "Call for candidates: elections have begun" not in await home.titles()


async def test_invariant_20_somebody_who_has_served_all_their_terms_is_refused_and_told_until_when(
    store: Store,
) -> None:
    home = await a_home(store, "colne_valley_like", [("Una", "users", "")])
    await home.seat("Una", "users", on=date(2025, 5, 9), terms_before=5)
    await home.leave("Una", "term_over", on=SEATED)
    with pytest.raises(TermLimit, match="has served 6 terms in a row"):
        await home.seat("Una", "users", on=SEATED)
    await home.seat("Una", "users", on=date(2026, 12, 1), at=AT + timedelta(days=200))


async def test_w19_an_admission_past_the_cap_is_refused_and_leaving_only_opens_a_breach(store: Store) -> None:
    home = await a_home(store, "italy_type_a")
    volunteer, worker = "volontari", "lavoratori"
    for name in ("Ada", "Bea"):
        await home.enter(name, worker)
    for name in ("Vito", "Zeno"):
        await home.enter(name, volunteer)
    with pytest.raises(LimitReached, match="of 5 members"):
        await home.enter("Uno", volunteer)
    async with store.writing() as writing, lifecycle.heeding(writing, TODAY, by=None, at=AT):
        await register.end_membership(writing, home.people["Ada"], worker, TODAY, "Left", by=None, at=AT)
    async with store.reading() as reading:
        (breach,) = await queries.open_breaches(reading, TODAY)
    assert (breach.scope, breach.counted) == ("", 2)
    with pytest.raises(LimitReached):
        await home.enter("Due", volunteer, TODAY)
    await home.enter("Cia", worker, TODAY)
    async with store.reading() as reading:
        assert await queries.open_breaches(reading, TODAY) == ()


async def test_a_member_organisation_holds_one_seat_through_its_people(store: Store) -> None:
    home = await a_home(store, "secondary_coop")
    for name in ("Sun Care", "Moon Care"):
        await home.enter(name, "member_provider")
    for name in ("Ann", "Ben"):
        await known(home, name)
    await home.seat("Ann", "member_provider", organisation_id=home.people["Sun Care"])
    assert (await home.sitting())["Ann"].organisation == "Sun Care"
    with pytest.raises(CapReached, match="one member organisation"):
        await home.seat("Ben", "member_provider", organisation_id=home.people["Sun Care"])
    await home.seat("Ben", "member_provider", organisation_id=home.people["Moon Care"])
    async with store.writing() as writing, lifecycle.heeding(writing, TODAY, by=None, at=AT):
        await register.end_membership(
            writing, home.people["Moon Care"], "member_provider", TODAY, "Closed", by=None, at=AT
        )
    assert list(await home.sitting()) == ["Ann"], "the organisation is a member no longer"


async def test_invariant_17_nobody_holds_two_seats_on_the_same_body(store: Store) -> None:
    home = await a_home(store, "colne_valley_like", [("Una", "users", "users")])
    with pytest.raises(AlreadyDone, match="Nobody holds two seats"):
        await home.seat("Una", "any")


async def test_a_change_written_down_late_still_costs_a_seat_taken_since(store: Store) -> None:
    home = await a_home(store, "colne_valley_like", [("Sal", "staff", "staff")])
    before = SEATED - timedelta(days=30)
    async with store.writing() as writing, lifecycle.heeding(writing, before, by=None, at=AT):
        await register.end_membership(writing, home.people["Sal"], "staff", before, "Left", by=None, at=AT)
    assert await home.sitting() == {}
    async with store.reading() as reading:
        assert (await queries.past(reading, "board", TODAY))[0].to_on == SEATED
