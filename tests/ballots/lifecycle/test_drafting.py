"""A ballot is written: questions, candidates, and the order of names by lot."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select

from govern import record
from govern.ballots import lifecycle, queries
from govern.ballots.count import commitment, luck_order
from govern.ballots.models import Ballot, Candidate
from govern.ballots.rules import Act, Stage
from govern.constituencies.boards import lifecycle as boards
from govern.constituencies.boards.rules import TermLimit
from govern.errors import AlreadyDone, NotFound, NotValid, WrongMoment
from tests.ballots.given_ballots import (
    BEFORE,
    CLOSES,
    OPENS,
    Given,
    a_draft,
    a_society,
    election,
    lots_drawn,
    motion,
    note,
    published,
    stands,
    wording,
)


async def contests_of(given: Given, ballot_id: UUID) -> tuple[UUID, ...]:
    async with given.society.store.reading() as reading:
        return await queries.contest_ids(reading, ballot_id)


async def office(given: Given, ballot_id: UUID) -> queries.OfficeBallot:
    async with given.society.store.reading() as reading:
        return await queries.office_ballot(reading, ballot_id, language="en", at=OPENS)


async def verbs(given: Given, subject: str) -> list[str]:
    async with given.society.store.reading() as reading:
        return [line.verb for line in reversed(await record.lines_about(reading, [subject]))]


async def test_a_draft_gets_the_next_number_and_the_record_day_of_its_rules(tmp_path: Path) -> None:
    given = await a_society(tmp_path)
    first, second = await a_draft(given), await a_draft(given)
    one, two = await given.ballot(first), await given.ballot(second)
    assert (one.number, two.number) == ("2026-1", "2026-2")
    assert one.record_on == OPENS.date() - timedelta(days=7)
    assert one.stage is Stage.DRAFT
    assert await verbs(given, f"ballot:{first}") == ["ballot.drafted"]


@pytest.mark.parametrize(("opens", "closes"), [(CLOSES, OPENS), (BEFORE - timedelta(days=2), BEFORE)])
async def test_a_ballot_over_before_it_begins_is_refused(tmp_path: Path, opens: object, closes: object) -> None:
    given = await a_society(tmp_path)
    new = lifecycle.BallotDraft(title={"en": "X"}, opens_at=opens, closes_at=closes)  # type: ignore[arg-type]  # table of cases
    with pytest.raises(NotValid, match="later"):
        async with given.society.store.writing() as writing:
            await lifecycle.draft(writing, new, by=given.officer, at=BEFORE)


async def test_everything_missing_is_listed_with_who_has_it(tmp_path: Path) -> None:
    given = await a_society(tmp_path)
    bare = lifecycle.ContestDraft(
        kind=motion().kind, resolution_kind="ordinary", wording=lifecycle.Wording(title={"en": "Saturdays"})
    )
    ballot_id = await a_draft(given, bare, election("any", 2))
    found = await office(given, ballot_id)
    said = [str(item.sentence) for item in found.missing]
    assert "The Welsh Easy Read of “Saturdays” is missing. Easy Read must be ready on the same day." in said
    assert "Nobody stands in “Board” yet. Add the people who do." in said
    assert found.is_missing(Act.DRAW_LOTS)
    assert {item.contest for item in found.missing if item.act is Act.WRITE_EASY} == {found.contests[0].id}
    with pytest.raises(WrongMoment, match="is missing"):
        await published(given, ballot_id)
    assert await given.stage(ballot_id) is Stage.DRAFT


async def test_wording_changes_in_a_draft_and_never_after(tmp_path: Path) -> None:
    given = await a_society(tmp_path)
    ballot_id = await a_draft(given)
    (contest,) = await contests_of(given, ballot_id)
    async with given.society.store.writing() as writing:
        await lifecycle.edit_wording(writing, contest, wording("Sundays"), by=given.officer, at=BEFORE)
    assert (await office(given, ballot_id)).contests[0].title["en"] == "Sundays"
    await published(given, ballot_id)
    with pytest.raises(WrongMoment, match="published"):
        async with given.society.store.writing() as writing:
            await lifecycle.edit_wording(writing, contest, wording("Mondays"), by=given.officer, at=BEFORE)
    assert (await office(given, ballot_id)).contests[0].title["en"] == "Sundays"
    assert await verbs(given, f"contest:{contest}") == ["contest.worded"]


async def test_times_change_in_a_draft_and_the_record_day_with_them(tmp_path: Path) -> None:
    given = await a_society(tmp_path)
    ballot_id = await a_draft(given)
    later = OPENS + timedelta(days=3)
    async with given.society.store.writing() as writing:
        await lifecycle.edit_ballot(
            writing, ballot_id, title={"en": "B"}, opens_at=later, closes_at=CLOSES, by=given.officer, at=BEFORE
        )
    assert (await given.ballot(ballot_id)).record_on == later.date() - timedelta(days=7)


async def test_a_candidate_must_belong_to_the_group_of_the_seat(tmp_path: Path) -> None:
    given = await a_society(tmp_path)
    ballot_id = await a_draft(given, election("staff"))
    (contest,) = await contests_of(given, ballot_id)
    await stands(given, contest, given.people["staff"][0])
    with pytest.raises(NotValid, match="Staff"):
        await stands(given, contest, given.people["volunteers"][0])
    with pytest.raises(NotValid, match="members of the society"):
        other = await a_draft(given, election("any"))
        await stands(given, (await contests_of(given, other))[0], given.officer)


async def test_invariant_20_nobody_stands_who_has_served_all_their_terms(tmp_path: Path) -> None:
    given = await a_society(tmp_path)
    tired, fresh = given.people["staff"][:2]
    async with given.society.store.writing() as writing:
        for person, before in ((tired, 2), (fresh, 1)):
            await boards.seat(
                writing,
                "board",
                "staff",
                person,
                date(2023, 12, 1),
                OPENS.date(),
                particulars=boards.Particulars(terms_before=before),
                by=None,
                at=BEFORE,
            )
    ballot_id = await a_draft(given, election("staff"))
    (contest,) = await contests_of(given, ballot_id)
    with pytest.raises(TermLimit, match="has served 3 terms in a row"):
        await stands(given, contest, tired)
    await stands(given, contest, fresh)


async def test_nobody_stands_twice_in_one_election(tmp_path: Path) -> None:
    given = await a_society(tmp_path)
    ballot_id = await a_draft(given, election("any"))
    (contest,) = await contests_of(given, ballot_id)
    await stands(given, contest, given.people["staff"][0])
    with pytest.raises(AlreadyDone, match="stands in this election already"):
        await stands(given, contest, given.people["staff"][0])
    assert len((await office(given, ballot_id)).contests[0].candidates) == 1


async def test_a_statement_longer_than_the_rules_allow_is_refused(tmp_path: Path) -> None:
    given = await a_society(tmp_path)
    ballot_id = await a_draft(given, election("any"))
    (contest,) = await contests_of(given, ballot_id)
    with pytest.raises(NotValid, match="151 words"):
        async with given.society.store.writing() as writing:
            await lifecycle.add_candidate(
                writing,
                contest,
                given.people["staff"][0],
                statement={"en": "word " * 151},
                by=given.officer,
                at=BEFORE,
            )


async def test_nobody_stands_in_a_question(tmp_path: Path) -> None:
    given = await a_society(tmp_path)
    ballot_id = await a_draft(given)
    (contest,) = await contests_of(given, ballot_id)
    with pytest.raises(NotFound, match="question and not an election"):
        await stands(given, contest, given.people["staff"][0])


async def test_attributes_of_a_candidate_are_kept_for_the_caps(tmp_path: Path) -> None:
    given = await a_society(tmp_path)
    await note(given, given.people["staff"][0], "volunteer")
    ballot_id = await a_draft(given, election("any"))
    (contest,) = await contests_of(given, ballot_id)
    await stands(given, contest, given.people["staff"][0])
    assert "volunteer" in (await office(given, ballot_id)).contests[0].candidates[0].attributes


async def test_the_order_on_the_paper_follows_a_seed_kept_outside_the_database(tmp_path: Path) -> None:
    given = await a_society(tmp_path)
    ballot_id = await a_draft(given, election("any", 2))
    (contest,) = await contests_of(given, ballot_id)
    runs = [str(await stands(given, contest, person)) for person in given.people["supported"][:4]]
    await lots_drawn(given, ballot_id)
    seed = (given.society.folder / "keys" / "ballots" / f"{ballot_id}.lots").read_bytes()
    ballot = await given.ballot(ballot_id)
    assert ballot.lots_commitment == commitment(seed)
    assert ballot.lots_seed is None
    async with given.society.store.reading() as reading:
        ordered = await reading.scalars(
            select(Candidate).where(Candidate.contest_id == contest).order_by(Candidate.lot_order)
        )
        assert [str(c.id) for c in ordered] == list(luck_order(seed, runs, f"paper {contest}"))


async def test_another_candidate_after_the_lot_means_drawing_again(tmp_path: Path) -> None:
    given = await a_society(tmp_path)
    ballot_id = await a_draft(given, election("any", 1))
    (contest,) = await contests_of(given, ballot_id)
    await stands(given, contest, given.people["supported"][0])
    await lots_drawn(given, ballot_id)
    await stands(given, contest, given.people["supported"][1])
    assert (await office(given, ballot_id)).is_missing(Act.DRAW_LOTS)
    before = (await given.ballot(ballot_id)).lots_commitment
    await lots_drawn(given, ballot_id)
    after = await given.ballot(ballot_id)
    assert after.lots_commitment == before
    assert after.lots_drawn_at is not None


async def test_a_returning_officer_who_stands_stops_the_ballot(tmp_path: Path) -> None:
    given = await a_society(tmp_path)
    person = given.people["staff"][0]
    ballot_id = await a_draft(given, election("any", 1))
    (contest,) = await contests_of(given, ballot_id)
    await stands(given, contest, person)
    from govern.identity import lifecycle as identity
    from govern.permissions import Role

    async with given.society.store.writing() as writing:
        await identity.appoint(writing, person, Role.SCRUTINEER, BEFORE.date(), by=None, at=BEFORE)
    assert "Staff 1 stands in this election and also runs or checks it." in " ".join(
        str(item.sentence) for item in (await office(given, ballot_id)).missing
    )


async def test_a_name_taken_back_is_not_on_the_paper(tmp_path: Path) -> None:
    given = await a_society(tmp_path)
    ballot_id = await a_draft(given, election("any", 1))
    (contest,) = await contests_of(given, ballot_id)
    runs = [await stands(given, contest, person) for person in given.people["supported"][:3]]
    await lots_drawn(given, ballot_id)
    async with given.society.store.writing() as writing:
        await lifecycle.withdraw_candidate(writing, runs[0], by=given.officer, at=BEFORE)
    async with given.society.store.reading() as reading:
        page = await queries.ballot_page(reading, ballot_id, None, language="en", at=BEFORE)
        ballot = await reading.get_one(Ballot, ballot_id)
    assert {candidate.id for candidate in page.contests[0].candidates} == set(runs[1:])
    assert ballot.stage is Stage.DRAFT
    with pytest.raises(WrongMoment, match="taken back already"):
        async with given.society.store.writing() as writing:
            await lifecycle.withdraw_candidate(writing, runs[0], by=given.officer, at=BEFORE)
