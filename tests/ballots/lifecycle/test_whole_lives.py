"""Whole ballots from draft to declaration: the worked examples W1, W6 and W8 of the domain report."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from uuid import UUID

from govern import record
from govern.ballots import lifecycle, queries
from govern.ballots.lifecycle import Choices
from govern.ballots.models import Ballot
from govern.ballots.rules import Stage
from govern.constituencies.boards import queries as boards
from govern.constituencies.rulebook.book import example
from tests.ballots.given_ballots import (
    CLOSES,
    W1_GROUPS,
    Given,
    a_draft,
    a_society,
    all_vote,
    an_open_ballot,
    blank,
    counted,
    declared,
    election,
    lots_drawn,
    motion,
    no,
    note,
    opened,
    sits,
    stands,
    yes,
)


async def contests_of(given: Given, ballot_id: UUID) -> tuple[UUID, ...]:
    async with given.society.store.reading() as reading:
        return await queries.contest_ids(reading, ballot_id)


async def result_of(given: Given, ballot_id: UUID, language: str = "en") -> queries.Result:
    async with given.society.store.reading() as reading:
        return await queries.result(reading, ballot_id, language)


async def test_w1_a_weighted_resolution_with_an_empty_group(tmp_path: Path) -> None:
    given = await a_society(tmp_path, groups=W1_GROUPS)
    ballot_id = await an_open_ballot(given)
    (contest,) = await contests_of(given, ballot_id)
    votes: list[tuple[UUID, Choices]] = []
    for group, for_, against, empty in (("supported", 60, 20, 1), ("staff", 12, 18, 0), ("volunteers", 5, 5, 0)):
        choices = [yes(contest)] * for_ + [no(contest)] * against + [blank(contest)] * empty
        votes += list(zip(given.people[group], choices, strict=False))
    await all_vote(given, ballot_id, votes)
    await declared(given, ballot_id)

    found = await result_of(given, ballot_id)
    shown = found.contests[0].resolution
    assert shown is not None
    assert shown.carried
    assert shown.reached == Fraction(87, 160)
    assert (shown.for_, shown.against, shown.blank) == (77, 43, 1)
    assert str(shown.figure) == "54.375 of 100 were for. More than half was needed."
    assert str(found.turnout) == "121 people voted, of 195 who could."
    said = " ".join(str(rule.sentence) for rule in shown.why)
    assert "Public bodies have no members, so their 20 of 100 is shared among the other groups." in said
    assert "People supported count for 37.5, Staff for 50, Volunteers for 12.5." in said
    clauses = ["Rule 3.5", "Rule 2", "Rule 3.1", "Rule 4.1", "Rule 3.9"]
    assert [str(rule.clause) for rule in shown.why] == clauses
    rows = {row.id: row for row in shown.groups}
    assert rows["supported"].contribution == Fraction(225, 800)
    assert rows["staff"].share == Fraction(1, 2)
    assert rows["volunteers"].contribution == Fraction(1, 16)
    assert rows["public_bodies"].share == 0


async def test_w1_reads_in_welsh_with_the_welsh_names_of_the_groups(tmp_path: Path) -> None:
    given = await a_society(tmp_path, groups={"supported": 6, "staff": 6, "volunteers": 6})
    ballot_id = await an_open_ballot(given)
    (contest,) = await contests_of(given, ballot_id)
    await all_vote(given, ballot_id, [(person, yes(contest)) for person in given.everybody])
    await declared(given, ballot_id)
    shown = (await result_of(given, ballot_id, "cy")).contests[0].resolution
    assert shown is not None
    assert shown.groups[0].name == "Pobl sy'n cael cymorth"
    assert (await result_of(given, ballot_id, "cy")).title == "Pleidlais yr hydref"


async def test_w6_a_special_resolution_that_one_group_stops(tmp_path: Path) -> None:
    every = 'id = "every_class"'
    head, tail = example("tair_nant").split(every)
    tail = tail.replace('op = "gt", of = "1/2", base = "cast"', 'op = "ge", of = "3/4", base = "cast"', 1)
    given = await a_society(
        tmp_path, text=head + every + tail, groups={"supported": 50, "staff": 21, "volunteers": 20}
    )
    ballot_id = await an_open_ballot(given, motion("every_class"))
    (contest,) = await contests_of(given, ballot_id)
    votes: list[tuple[UUID, Choices]] = []
    for group, for_ in (("supported", 40), ("staff", 10), ("volunteers", 20)):
        people = given.people[group]
        votes += [(person, yes(contest) if n < for_ else no(contest)) for n, person in enumerate(people)]
    await all_vote(given, ballot_id, votes)
    await declared(given, ballot_id)

    shown = (await result_of(given, ballot_id)).contests[0].resolution
    assert shown is not None
    assert not shown.carried
    assert shown.reached == Fraction(70, 91) > Fraction(3, 4)
    assert [str(reason) for reason in shown.reasons] == ["Staff did not agree."]
    assert {row.id: row.agreed for row in shown.groups} == {
        "supported": True,
        "staff": False,
        "volunteers": True,
        "public_bodies": None,
    }


async def w8(tmp_path: Path) -> tuple[Given, UUID, dict[str, str]]:
    """Board of nine, six go on, two of them volunteers; three open seats; five stand."""
    given = await a_society(tmp_path, rules="colne_valley_like", groups={"users": 60, "staff": 40, "volunteers": 25})
    later = date(2028, 11, 20)
    for row in ("users", "staff"):
        for person in given.people[row][:3]:
            if row == "users" and person != given.people[row][0]:
                await note(given, person, "volunteer")
            await sits(given, person, row, later)
    names = {
        "Ana": given.people["volunteers"][0],
        "Bo": given.people["volunteers"][1],
        "Cai": given.people["staff"][10],
        "Di": given.people["volunteers"][2],
        "Eve": given.people["users"][10],
    }
    ballot_id = await a_draft(given, election("any"))
    (contest,) = await contests_of(given, ballot_id)
    runs = {name: str(await stands(given, contest, person)) for name, person in names.items()}
    await lots_drawn(given, ballot_id)
    await opened(given, ballot_id)
    left = {"Ana": 80, "Bo": 75, "Cai": 60, "Di": 55, "Eve": 40}
    votes: list[tuple[UUID, Choices]] = []
    for person in given.everybody:
        marked = [name for name in sorted(left, key=lambda name: -left[name])[:3] if left[name]]
        for name in marked:
            left[name] -= 1
        votes.append((person, {contest: tuple(runs[name] for name in marked)}))
    assert not any(left.values())
    await all_vote(given, ballot_id, votes)
    return given, ballot_id, {run: name for name, run in runs.items()}


async def test_w8_the_volunteer_cap_passes_over_two_who_had_more_votes(tmp_path: Path) -> None:
    given, ballot_id, names = await w8(tmp_path)
    await declared(given, ballot_id)
    found = await result_of(given, ballot_id)
    shown = found.contests[0].election
    assert shown is not None
    fates = {names[fate.candidate]: fate for fate in shown.fates}
    assert {name for name, fate in fates.items() if fate.elected} == {"Ana", "Cai", "Eve"}
    for name in ("Bo", "Di"):
        assert str(fates[name].said) == "not elected: volunteer cap (3 of 9 reached)"
    assert {name: fate.votes[0] for name, fate in fates.items()} == {
        "Ana": 80, "Bo": 75, "Cai": 60, "Di": 55, "Eve": 40,
    }  # fmt: skip
    assert shown.vacant == 0
    assert str(shown.outcome) == "Volunteers 1, Staff 11, Users 11 are elected."
    cap = str(shown.caps[0].sentence)
    assert cap == "At most 3 of the 9 may be volunteers. 2 were before this election, 3 are now."
    async with given.society.store.reading() as reading:
        sitting = await boards.sitting(reading, "board", shown.serves_from or date.min)
        last = await queries.last_election(reading, "board", "any")
    assert last is not None and last.elected_on == shown.serves_from
    assert [str(one.person_id) for one in last.unelected] == [fates["Bo"].person, fates["Di"].person]
    assert len(sitting) == 9
    assert {one.person_id for one in sitting if one.constituency == "any"} == {
        UUID(fate.person) for fate in shown.elected
    }


async def test_a_count_made_again_gives_the_same_hash_and_another_run(tmp_path: Path) -> None:
    given, ballot_id, _ = await w8(tmp_path)
    first = await counted(given, ballot_id)
    again = await lifecycle.count(given.society, ballot_id, by=given.officer, at=CLOSES + timedelta(hours=3))
    assert first == again
    async with given.society.store.reading() as reading:
        office = await queries.office_ballot(reading, ballot_id, language="en", at=CLOSES + timedelta(hours=3))
        assert await queries.counts_the_same(reading, ballot_id)
        verdict = await record.verify(reading)
        ballot = await reading.get_one(Ballot, ballot_id)
    assert [run.run for run in office.count_runs] == [1, 2]
    assert len({run.result_hash for run in office.count_runs}) == 1
    assert verdict.holds
    assert ballot.stage is Stage.COUNTED
