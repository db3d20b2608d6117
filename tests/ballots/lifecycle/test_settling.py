"""How a question is decided: its matter (M91), a group asking for more (W25), consent first, a second vote (W7)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from msgspec.structs import asdict, replace

from govern.ballots import lifecycle, queries
from govern.ballots.deciding import Side
from govern.ballots.lifecycle import BallotDraft, ContestDraft
from govern.ballots.models import Contest
from govern.ballots.rules import Act, ContestKind, Settling
from govern.constituencies.rulebook.book import example
from govern.errors import NotFound, NotValid, WrongMoment
from tests.ballots.given_ballots import (
    BEFORE,
    CLOSES,
    OPENS,
    Given,
    a_draft,
    a_society,
    all_vote,
    closed,
    counted,
    election,
    motion,
    no,
    opened,
    published,
    wording,
    yes,
)

CONVERSION = {"users": 6, "staff": 5, "volunteers": 5}
FIRST_DAY = CLOSES.date()
NEXT_DAY = CLOSES + timedelta(days=1)


@pytest.fixture
async def colne(tmp_path: Path) -> AsyncIterator[Given]:
    made = await a_society(tmp_path / "home", rules="colne_valley_like", groups=CONVERSION)
    yield made
    await made.society.store.close()


async def only_contest(given: Given, ballot_id: UUID) -> UUID:
    async with given.society.store.reading() as reading:
        (contest,) = await queries.contest_ids(reading, ballot_id)
    return contest


async def settle(given: Given, contest_id: UUID, at: datetime | None = None, **said: object) -> None:
    async with given.society.store.writing() as writing:
        settling = Settling(**said)  # type: ignore[arg-type] # keys of the struct
        await lifecycle.settle_decision(writing, contest_id, settling, by=given.second, at=at or BEFORE)


async def contest(given: Given, contest_id: UUID) -> Contest:
    async with given.society.store.reading() as reading:
        return await reading.get_one(Contest, contest_id)


# --- The matter (M91) -----------------------------------------------------------------------------------------------


@pytest.fixture
async def secondary(tmp_path: Path) -> AsyncIterator[Given]:
    made = await a_society(tmp_path / "home", rules="secondary_coop", groups={})
    yield made
    await made.society.store.close()


async def test_m91_a_fee_is_not_decided_by_another_kind_than_the_rules_give_it_to(secondary: Given) -> None:
    fee = ContestDraft(
        kind=ContestKind.RESOLUTION, resolution_kind="extraordinary", matter="membership_fee", wording=wording("Fee")
    )
    with pytest.raises(NotValid, match=r"another kind of decision.*\(Rule 4\.1\)") as refusal:
        await a_draft(secondary, fee)
    assert refusal.value.field == "matter"
    ballot_id = await a_draft(secondary, motion("extraordinary"))
    contest_id = await only_contest(secondary, ballot_id)
    with pytest.raises(NotValid, match="Choose that kind"):
        await settle(secondary, contest_id, kind="extraordinary", matter="membership_fee")
    await settle(secondary, contest_id, kind="ordinary", matter="membership_fee")
    kept = await contest(secondary, contest_id)
    assert (kept.resolution_kind, kept.matter) == ("ordinary", "membership_fee")
    with pytest.raises(NotValid, match="do not name this matter"):
        await settle(secondary, contest_id, kind="ordinary", matter="the weather")


async def test_nothing_is_settled_once_the_papers_are_out_and_nothing_of_an_election(colne: Given) -> None:
    ballot_id = await published(colne, await a_draft(colne, motion()))
    with pytest.raises(WrongMoment):
        await settle(colne, await only_contest(colne, ballot_id), kind="extraordinary")
    other = await only_contest(colne, await a_draft(colne, election("users")))
    with pytest.raises(NotFound, match="This is an election"):
        await settle(colne, other, kind="ordinary")


# --- A group asks for more (W25) ------------------------------------------------------------------------------------


@pytest.fixture
async def fairshares(tmp_path: Path) -> AsyncIterator[Given]:
    made = await a_society(
        tmp_path / "home", rules="fairshares_like", groups={"user": 3, "labour": 3, "investor": 11}
    )
    yield made
    await made.society.store.close()


async def test_w25_investors_turn_an_ordinary_resolution_into_a_special_one(fairshares: Given) -> None:
    contest_id = await only_contest(fairshares, await a_draft(fairshares, motion("ordinary")))
    asked = Settling(kind="ordinary", raised_by="investor", raised_for=6, raised_against=5)
    await settle(fairshares, contest_id, **asdict(asked))
    kept = await contest(fairshares, contest_id)
    assert (kept.resolution_kind, kept.raised_from, kept.raised_for) == ("special", "ordinary", 6)
    await settle(fairshares, contest_id, **asdict(replace(asked, kind="special")))
    assert (await contest(fairshares, contest_id)).raised_from == "ordinary"
    await settle(fairshares, contest_id, kind="ordinary")
    kept = await contest(fairshares, contest_id)
    assert (kept.resolution_kind, kept.raised_from, kept.raised_by) == ("ordinary", None, None)


@pytest.mark.parametrize(
    ("said", "field", "words"),
    [
        ({"raised_for": 5, "raised_against": 5}, "raised_for", "With 5 to 5 the usual kind holds"),
        ({"raised_for": 6}, "raised_for", "Type how many of the group voted"),
        ({"raised_by": "strangers", "raised_for": 6, "raised_against": 5}, "raised_by", "Choose a group"),
        ({"kind": "special", "raised_for": 6, "raised_against": 5}, "raised_by", "cannot be raised"),
    ],
)
async def test_w25_what_is_not_asked_as_the_rules_say_changes_nothing(
    fairshares: Given, said: dict[str, object], field: str, words: str
) -> None:
    contest_id = await only_contest(fairshares, await a_draft(fairshares, motion("ordinary")))
    with pytest.raises(NotValid, match=words) as refusal:
        await settle(fairshares, contest_id, None, **{"kind": "ordinary", "raised_by": "investor", **said})
    assert refusal.value.field == field
    assert (await contest(fairshares, contest_id)).resolution_kind == "ordinary"


async def test_where_the_rules_give_no_group_that_right_nobody_can_ask(colne: Given) -> None:
    contest_id = await only_contest(colne, await a_draft(colne, motion()))
    with pytest.raises(NotValid, match="no group can ask"):
        await settle(colne, contest_id, kind="ordinary", raised_by="users", raised_for=6, raised_against=5)


# --- Consent first --------------------------------------------------------------------------------------------------


async def test_where_the_rules_want_agreement_first_the_vote_waits_until_it_is_said(tmp_path: Path) -> None:
    given = await a_society(tmp_path / "home", rules="equal_care_like", groups={"supported": 6})
    ballot_id = await a_draft(given, motion("ordinary"))
    contest_id = await only_contest(given, ballot_id)
    async with given.society.store.reading() as reading:
        office = await queries.office_ballot(reading, ballot_id, language="en", at=BEFORE)
    assert [item.act for item in office.missing if item.contest == contest_id] == [Act.SETTLE]
    with pytest.raises(WrongMoment, match=r"look for agreement before a vote \(Rule 4\.1\)"):
        await published(given, ballot_id)
    day = BEFORE.date()
    for said, field in (
        ({"consent_on": day + timedelta(days=1), "consent_rounds": 3}, "consent_on"),
        ({"consent_rounds": 3}, "consent_on"),
        ({"consent_on": day}, "consent_rounds"),
        ({"consent_on": day, "consent_rounds": 4}, "consent_rounds"),
    ):
        with pytest.raises(NotValid) as refusal:
            await settle(given, contest_id, kind="ordinary", **said)
        assert refusal.value.field == field
    await settle(given, contest_id, kind="ordinary", consent_on=day, consent_rounds=3)
    await published(given, ballot_id)
    async with given.society.store.reading() as reading:
        page = await queries.ballot_page(reading, ballot_id, None, language="en", at=OPENS)
    assert "Agreement was looked for first, in 3 rounds" in str(page.contests[0].counted[0].sentence)
    await given.society.store.close()


async def test_where_the_rules_do_not_ask_for_it_nobody_says_it(colne: Given) -> None:
    contest_id = await only_contest(colne, await a_draft(colne, motion()))
    with pytest.raises(NotValid, match="do not ask to look for agreement first"):
        await settle(colne, contest_id, kind="ordinary", consent_on=BEFORE.date(), consent_rounds=1)


# --- The second meeting (W7) ----------------------------------------------------------------------------------------


async def decided(
    given: Given, ballot_id: UUID, *, for_: int, against: int, at: datetime, opens: datetime | None = None
) -> UUID:
    """Opened, voted on, closed, counted and declared at a moment."""
    contest_id = await only_contest(given, ballot_id)
    people = given.everybody
    votes = [(one, yes(contest_id)) for one in people[:for_]]
    votes += [(one, no(contest_id)) for one in people[for_ : for_ + against]]
    if opens is None:
        await opened(given, ballot_id)
        await all_vote(given, ballot_id, votes)
    else:
        await published_frozen_opened(given, ballot_id, opens)
        for one, choices in votes:
            async with given.society.store.reading() as reading:
                sealed = await lifecycle.seal_paper(reading, ballot_id, one, choices, at=opens + timedelta(hours=1))
            await lifecycle.cast(given.society, one, sealed, at=opens + timedelta(hours=1))
    await closed(given, ballot_id, at)
    await lifecycle.count(given.society, ballot_id, by=given.officer, at=at + timedelta(minutes=1))
    async with given.society.store.writing() as writing:
        await lifecycle.declare(writing, ballot_id, by=given.officer, at=at + timedelta(minutes=2))
    return contest_id


async def published_frozen_opened(given: Given, ballot_id: UUID, opens: datetime) -> None:
    async with given.society.store.writing() as writing:
        await lifecycle.publish(writing, ballot_id, by=given.officer, at=opens - timedelta(days=2))
    async with given.society.store.writing() as writing:
        await lifecycle.freeze(writing, given.society, ballot_id, by=given.officer, at=opens - timedelta(days=1))
    async with given.society.store.writing() as writing:
        await lifecycle.open_(writing, given.society, ballot_id, by=given.officer, at=opens)


async def a_second(given: Given, closes: datetime, at: datetime = NEXT_DAY) -> UUID:
    new = BallotDraft(
        title={"en": "Second vote", "cy": "Ail bleidlais"},
        opens_at=closes - timedelta(days=3),
        closes_at=closes,
        contests=(motion("conversion", "Conversion"),),
    )
    async with given.society.store.writing() as writing:
        return await lifecycle.draft(writing, new, by=given.officer, at=at)


async def standing(given: Given, ballot_id: UUID, at: datetime) -> str:
    async with given.society.store.reading() as reading:
        found = await queries.result(reading, ballot_id, "en", at=at)
    return " ".join(str(rule.sentence) for rule in found.contests[0].standing)


async def first_carried(given: Given) -> tuple[UUID, UUID]:
    ballot_id = await a_draft(given, motion("conversion", "Conversion"))
    return ballot_id, await decided(given, ballot_id, for_=12, against=4, at=CLOSES)


async def test_w7_from_the_first_decision_to_its_confirmation(colne: Given) -> None:
    ballot_id, first = await first_carried(colne)
    window = (FIRST_DAY + timedelta(days=14), date(2026, 12, FIRST_DAY.day))
    said = await standing(colne, ballot_id, NEXT_DAY)
    assert "not in force yet: a second meeting must confirm it" in said
    assert f"from {window[0]} to {window[1]}" in said and "section 113" in said
    async with colne.society.store.reading() as reading:
        (waiting,) = await queries.awaiting(reading, FIRST_DAY)
    assert (waiting.contest_id, waiting.window.first_day, waiting.window.last_day) == (first, *window)
    closes = CLOSES + timedelta(days=15)
    second = await a_second(colne, closes)
    await settle(colne, await only_contest(colne, second), NEXT_DAY, kind="ordinary", confirms=first)
    kept = await contest(colne, await only_contest(colne, second))
    assert (kept.resolution_kind, kept.confirms_id) == ("conversion", first)
    await decided(colne, second, for_=5, against=4, at=closes, opens=closes - timedelta(days=3))
    said = await standing(colne, ballot_id, closes + timedelta(days=1))
    assert f"A second meeting confirmed this on {closes.date()}." in said
    assert "A copy goes to the Financial Conduct Authority by" in said
    async with colne.society.store.reading() as reading:
        assert await queries.awaiting(reading, closes.date()) == ()
        assert await queries.counts_the_same(reading, second)


async def test_w7_a_second_vote_outside_the_window_is_refused_with_the_days(colne: Given) -> None:
    _, first = await first_carried(colne)
    for days, words in ((13, "too early"), (32, "too late")):
        early = await a_second(colne, CLOSES + timedelta(days=days))
        with pytest.raises(NotValid, match=rf"{words}.*from 2026-12-\d+ to 2026-12-\d+|{words}") as refusal:
            await settle(colne, await only_contest(colne, early), NEXT_DAY, kind="conversion", confirms=first)
        assert refusal.value.field == "confirms"
        assert str(FIRST_DAY + timedelta(days=14)) in str(refusal.value.message)
    good = await a_second(colne, CLOSES + timedelta(days=15))
    await settle(colne, await only_contest(colne, good), NEXT_DAY, kind="conversion", confirms=first)
    with pytest.raises(NotValid, match="too late") as moved:
        async with colne.society.store.writing() as writing:
            await lifecycle.edit_ballot(
                writing,
                good,
                title={"en": "Later", "cy": "Wedyn"},
                opens_at=CLOSES + timedelta(days=20),
                closes_at=CLOSES + timedelta(days=40),
                by=colne.second,
                at=NEXT_DAY,
            )
    assert moved.value.field == "closes_at"
    third = await a_second(colne, CLOSES + timedelta(days=16))
    with pytest.raises(NotValid, match="asks for this already"):
        await settle(colne, await only_contest(colne, third), NEXT_DAY, kind="conversion", confirms=first)


async def test_w7_a_second_vote_that_is_lost_lets_the_first_lapse(colne: Given) -> None:
    ballot_id, first = await first_carried(colne)
    closes = CLOSES + timedelta(days=15)
    second = await a_second(colne, closes)
    await settle(colne, await only_contest(colne, second), NEXT_DAY, kind="conversion", confirms=first)
    await decided(colne, second, for_=4, against=4, at=closes, opens=closes - timedelta(days=3))
    assert "did not confirm this, so it has lapsed" in await standing(colne, ballot_id, closes)


async def test_w7_without_a_second_meeting_in_a_month_the_first_lapses(colne: Given) -> None:
    ballot_id, first = await first_carried(colne)
    late = CLOSES + timedelta(days=40)
    assert "so it has lapsed. To take it up again" in await standing(colne, ballot_id, late)
    second = await a_second(colne, late + timedelta(days=20), late)
    with pytest.raises(NotValid, match="waits for no second meeting"):
        await settle(colne, await only_contest(colne, second), late, kind="conversion", confirms=first)


async def test_a_first_decision_that_is_lost_waits_for_nobody(colne: Given) -> None:
    ballot_id = await a_draft(colne, motion("conversion", "Conversion"))
    first = await decided(colne, ballot_id, for_=8, against=8, at=CLOSES)
    assert await standing(colne, ballot_id, CLOSES) == ""
    second = await a_second(colne, CLOSES + timedelta(days=15))
    with pytest.raises(NotValid, match="waits for no second meeting"):
        await settle(colne, await only_contest(colne, second), CLOSES, kind="conversion", confirms=first)


async def test_members_read_before_the_vote_that_it_confirms_an_earlier_decision(colne: Given) -> None:
    _, first = await first_carried(colne)
    closes = CLOSES + timedelta(days=15)
    second = await a_second(colne, closes)
    await settle(colne, await only_contest(colne, second), NEXT_DAY, kind="conversion", confirms=first)
    async with colne.society.store.reading() as reading:
        page = await queries.ballot_page(reading, second, None, language="en", at=closes)
    said = " ".join(str(rule.sentence) for rule in page.contests[0].counted)
    assert "This confirms a decision of an earlier meeting." in said and "More than half is needed." in said


# --- The chair's casting vote (invariant 35) ------------------------------------------------------------------------


async def a_tied_count(tmp_path: Path, tie: str) -> tuple[Given, UUID, UUID]:
    text = example("colne_valley_like").replace('tie = "lost"', f'tie = "{tie}"', 1)
    given = await a_society(tmp_path / "home", text=text, groups={"users": 6, "staff": 0, "volunteers": 0})
    ballot_id = await opened(given, await a_draft(given, motion()))
    contest_id = await only_contest(given, ballot_id)
    people = given.everybody
    votes = [(one, yes(contest_id)) for one in people[:3]] + [(one, no(contest_id)) for one in people[3:]]
    await all_vote(given, ballot_id, votes)
    await counted(given, ballot_id)
    return given, ballot_id, contest_id


async def chair_votes(given: Given, contest_id: UUID, side: Side) -> None:
    async with given.society.store.writing() as writing:
        await lifecycle.use_casting_vote(writing, contest_id, side, by=given.officer, at=NEXT_DAY)


async def resolution(given: Given, ballot_id: UUID) -> queries.ContestResult:
    async with given.society.store.reading() as reading:
        return (await queries.result(reading, ballot_id, "en", undeclared=True, at=NEXT_DAY)).contests[0]


@pytest.mark.parametrize(("side", "carried"), [(Side.FOR, True), (Side.AGAINST, False)])
async def test_invariant_35_the_chair_decides_an_equal_vote_where_the_rules_say_so(
    tmp_path: Path, side: Side, carried: bool
) -> None:
    given, ballot_id, contest_id = await a_tied_count(tmp_path, "chair_casting")
    before = await resolution(given, ballot_id)
    assert before.waits_for_chair and before.resolution is not None and not before.resolution.carried
    await chair_votes(given, contest_id, side)
    await lifecycle.count(given.society, ballot_id, by=given.officer, at=NEXT_DAY)
    after = await resolution(given, ballot_id)
    assert after.resolution is not None and after.resolution.carried is carried
    assert not after.waits_for_chair
    assert f"and the chair votes {side.value}." in " ".join(str(rule.sentence) for rule in after.resolution.why)
    with pytest.raises(WrongMoment, match="no casting vote here"):
        await chair_votes(given, contest_id, side)
    async with given.society.store.reading() as reading:
        assert await queries.counts_the_same(reading, ballot_id)
    await given.society.store.close()


async def test_invariant_35_there_is_no_casting_vote_unless_the_rules_give_one(tmp_path: Path) -> None:
    given, ballot_id, contest_id = await a_tied_count(tmp_path, "lost")
    assert not (await resolution(given, ballot_id)).waits_for_chair
    with pytest.raises(WrongMoment, match=r"no casting vote here \(Rule 3\.10\)"):
        await chair_votes(given, contest_id, Side.FOR)
    await given.society.store.close()
