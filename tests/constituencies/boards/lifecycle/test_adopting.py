"""A change of the rules beside the board of today: nobody is removed; who no longer fits is named beforehand."""

from __future__ import annotations

from datetime import UTC, date, datetime
from fractions import Fraction
from uuid import UUID

import pytest

from govern import record
from govern.constituencies.boards import lifecycle, queries
from govern.constituencies.boards.queries import Effects
from govern.constituencies.register import lifecycle as register
from govern.constituencies.rulebook import lifecycle as rulebook
from govern.constituencies.rulebook import queries as rulebooks
from govern.constituencies.rulebook.book import load
from govern.constituencies.rulebook.rules import Proposal
from govern.database import Store
from govern.errors import NotAllowed, NotFound, NotValid
from govern.identity.lifecycle import NewPerson
from tests.constituencies.boards.lifecycle.test_sitting import AT, TODAY, a_board, leave, names
from tests.constituencies.rulebook.book.mutating import Place, changed

COLNE = "colne_valley_like"
NEXT: tuple[Place, object] = (("society", "version"), "2026.2")
TIGHTER: tuple[Place, object] = (("cap", 0, "max"), "1/4")
FROM, BY = date(2026, 7, 15), date(2026, 11, 27)
PROPOSAL = Proposal("Fewer volunteers.", "Resolution 3", FROM, changes_registered=False)
DATED = Proposal("Fewer volunteers.", "Resolution 3", FROM, changes_registered=False, transition_on=BY)
ON_THE_DAY = datetime(2026, 7, 15, 9, 0, tzinfo=UTC)


async def a_draft(store: Store, people: dict[str, UUID], *changes: tuple[Place, object]) -> UUID:
    async with store.writing() as writing:
        text = changed(COLNE, NEXT, *changes)
        return await rulebook.start(writing, "A change", text, "file", by=people["Sal"], at=AT)


async def proposed(store: Store, people: dict[str, UUID], draft_id: UUID, proposal: Proposal = DATED) -> None:
    async with store.writing() as writing:
        await lifecycle.propose(writing, draft_id, proposal, by=people["Sal"], at=AT)


async def confirmed(store: Store, people: dict[str, UUID], draft_id: UUID) -> UUID:
    async with store.writing() as writing:
        return await lifecycle.confirm(writing, draft_id, by=people["Una"], at=AT)


async def effects(store: Store, *changes: tuple[Place, object]) -> Effects:
    async with store.reading() as reading:
        before = (await rulebooks.newest(reading)).rulebook
        return await queries.effects(reading, load(changed(COLNE, *changes)), before, TODAY)


async def lines(store: Store, verb: str) -> list[record.Line]:
    async with store.reading() as reading:
        return [line for line in await record.lines_about(reading) if line.verb == verb]


async def test_a_version_with_the_board_over_a_cap_needs_a_day_and_the_list_of_seats(store: Store) -> None:
    """Invariant 13: without a stated transition date it is refused; with one the seats it concerns are listed."""
    people = await a_board(store)
    draft_id = await a_draft(store, people, TIGHTER)
    with pytest.raises(NotValid, match="Some who sit now do not fit") as refusal:
        await proposed(store, people, draft_id, PROPOSAL)
    assert refusal.value.field == "transition_on"
    await proposed(store, people, draft_id)
    async with store.reading() as reading:
        draft = await rulebooks.draft(reading, draft_id)
    (affected,) = draft.affected
    assert (affected.body, affected.cap) == ("board", "volunteer-board")
    assert set(affected.people) == {people[name] for name in ("Ana", "Bo", "Cai")}
    await confirmed(store, people, draft_id)
    async with store.reading() as reading:
        assert (await rulebooks.changes(reading))[0].affected == 3


async def test_when_a_version_takes_effect_breaches_are_noted_and_nobody_is_removed(store: Store) -> None:
    """Invariants 13 and 14."""
    people = await a_board(store)
    draft_id = await a_draft(store, people, TIGHTER)
    await proposed(store, people, draft_id)
    await confirmed(store, people, draft_id)
    assert await lifecycle.take_effect_due(store, at=AT) == ()
    assert await lines(store, "cap.not_kept") == []
    (version_id,) = await lifecycle.take_effect_due(store, at=ON_THE_DAY)
    assert await lifecycle.take_effect_due(store, at=ON_THE_DAY) == ()
    (line,) = await lines(store, "cap.not_kept")
    assert line.facts == {
        "cap": "volunteer-board", "limit": "2", "counted": 3, "on": "2026-07-15",
    }  # fmt: skip
    assert len(await lines(store, "rulebook.took_effect")) == 1
    assert len(await names(store, ON_THE_DAY.date())) == 9
    async with store.reading() as reading:
        assert (await rulebooks.in_force(reading, ON_THE_DAY.date())).version_id == version_id


async def test_a_version_that_holds_from_today_is_looked_at_at_once(store: Store) -> None:
    people = await a_board(store)
    draft_id = await a_draft(store, people, TIGHTER)
    today = Proposal("Now.", "Resolution 3", TODAY, changes_registered=False, transition_on=BY)
    await proposed(store, people, draft_id, today)
    await confirmed(store, people, draft_id)
    assert len(await lines(store, "cap.not_kept")) == 1
    assert await lifecycle.take_effect_due(store, at=AT) == ()


async def test_a_change_that_everybody_fits_needs_no_day(store: Store) -> None:
    people = await a_board(store)
    draft_id = await a_draft(store, people, (("notice", "agm_days"), 21))
    await proposed(store, people, draft_id, PROPOSAL)
    await confirmed(store, people, draft_id)
    async with store.reading() as reading:
        draft = await rulebooks.draft(reading, draft_id)
    assert (draft.affected, draft.transition_on) == ((), None)


async def test_those_on_a_row_that_goes_are_named(store: Store) -> None:
    people = await a_board(store)
    rows = (("seat", 1, "count"), 2), (("seat", 2, "count"), 4)
    found = await effects(store, *rows)
    assert [(row.seat, row.before, row.after) for row in found.seats] == [("staff", 3, 2), ("any", 3, 4)]
    assert found.seats[0].sitting == ("Gwen", "Sal", "Sid")
    (affected,) = found.affected
    assert (affected.seat, set(affected.people)) == ("staff", {people[n] for n in ("Sal", "Sid", "Gwen")})


async def test_an_attribute_that_a_group_would_bring_counts_for_the_caps_to_come(store: Store) -> None:
    await a_board(store)
    found = await effects(
        store, (("constituency", 1, "attributes"), ["volunteer"]), (("seat", 1, "constituency"), "any")
    )
    (cap,) = found.caps
    assert (len(cap.standing.counted), cap.standing.is_kept) == (6, False)


async def test_a_quota_that_is_not_kept_today_is_no_news(store: Store) -> None:
    """Only what the change itself breaks needs a transition; a quota broken before stays to be cured as it is."""
    people = await a_board(store)
    quota = {"id": "q", "scope": "body:board", "constituencies": ["users"], "min_count": 3, "of": "established"}
    whole = [{**quota, "rounding": "exact", "on_breach": "alert"}]
    draft_id = await a_draft(store, people, (("cap",), whole))
    await proposed(store, people, draft_id, PROPOSAL)
    await confirmed(store, people, draft_id)
    await leave(store, "Una")
    async with store.reading() as reading:
        newest = (await rulebooks.newest(reading)).rulebook
        again = await queries.effects(reading, newest, newest, TODAY)
    assert again.affected == ()


async def test_who_gains_and_who_loses_a_vote_is_counted_by_group(store: Store) -> None:
    await a_board(store)
    async with store.writing() as writing:
        both = NewPerson(name="Ivo")
        ivo = await register.enter(writing, both, "volunteers", date(2020, 1, 1), "Founding", by=None, at=AT)
        await register.admit(writing, ivo, "staff", date(2021, 1, 1), "Employed", by=None, at=AT)
    found = await effects(
        store,
        (("constituency", 0, "weight"), "1/2"),
        (("constituency", 1, "weight"), "1/2"),
        (("constituency", 2, "votes"), "none"),
        (("constituency", 2), {**GROUP, "votes": "none"}),
    )
    by_name = {group.name: group for group in found.groups}
    lost = by_name["Neighbours and volunteers"]
    assert (lost.members, lost.gain, lost.lose) == (5, 0, 4)
    assert (lost.weight_before, lost.weight_after) == (Fraction(3, 10), None)
    assert (found.voters_before, found.voters_after) == (11, 7)
    users = next(group for group in found.groups if group.weight_before == Fraction(2, 5))
    assert (users.gain, users.lose, users.weight_after) == (0, 0, Fraction(1, 2))


GROUP = {
    "id": "volunteers",
    "name": "Neighbours and volunteers",
    "plain_name": "Neighbours",
    "kind": "community",
    "eligibility": ["supports_objects"],
    "attributes": ["volunteer"],
}


async def test_members_are_never_left_in_a_group_that_the_rules_do_not_have(store: Store) -> None:
    people = await a_board(store)
    renamed = {**GROUP, "id": "neighbours", "votes": "full", "weight": "3/10"}
    draft_id = await a_draft(store, people, (("constituency", 2), renamed))
    with pytest.raises(NotAllowed, match="4 people belong to a group that these rules do not have"):
        await proposed(store, people, draft_id)


async def test_looking_at_the_effects_changes_nothing(store: Store) -> None:
    await a_board(store)
    before = len(await lines(store, "tenure.began"))
    await effects(store, TIGHTER)
    assert len(await names(store)) == 9
    assert len(await lines(store, "tenure.began")) == before and await lines(store, "cap.not_kept") == []


async def test_a_draft_that_was_never_proposed_is_not_confirmed(store: Store) -> None:
    people = await a_board(store)
    draft_id = await a_draft(store, people, TIGHTER)
    with pytest.raises(Exception, match="not proposed yet"):
        await confirmed(store, people, draft_id)
    with pytest.raises(NotFound, match="no such draft"):
        await confirmed(store, people, people["Sal"])
