"""What people with a duty hand in before a ballot of the level AGM is frozen, and the two officers who freeze it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from govern.ballots import lifecycle
from govern.ballots.lifecycle.keys import server_seed
from govern.ballots.queries.duty_board import board_of
from govern.ballots.rules import Stage, Step
from govern.ballots.seal import group, sharing
from govern.ballots.seal.documents import Level, Manifest
from govern.ballots.seal.duties import Card, Duty, KeyShares
from govern.constituencies.rulebook.book import example
from govern.errors import GovernError, NotAllowed, NotFound, NotValid, WrongMoment
from govern.identity import lifecycle as identity
from govern.permissions import Role
from tests.ballots.given_ballots import BEFORE, CLOSES, OPENS, Given, a_draft, a_society, frozen, published
from tests.ballots.given_ceremony import (
    FROZEN,
    Holder,
    Ring,
    a_shared_draft,
    an_open_shared_ballot,
    closed_by_two,
    frozen_by_two,
    handed_in,
    opened_by_two,
    proposed,
    ring_for,
)


@pytest.fixture
async def given(tmp_path: Path) -> AsyncIterator[Given]:
    made = await a_society(tmp_path, groups={"supported": 6, "staff": 6, "volunteers": 6})
    yield made
    await made.society.store.close()


async def missing(given: Given, ballot_id: UUID) -> list[str]:
    async with given.society.store.reading() as reading:
        return [str(one) for one in (await board_of(reading, given.society, ballot_id)).missing]


async def a_draft_with_ring(given: Given, **numbers: int) -> tuple[UUID, Ring]:
    ballot_id = await published(given, await a_shared_draft(given))
    return ballot_id, await ring_for(given, ballot_id, **numbers)


# --- The level ------------------------------------------------------------------------------------------------------


async def test_a_vote_is_everyday_unless_somebody_or_the_rules_say_otherwise(given: Given, tmp_path: Path) -> None:
    assert (await given.ballot(await a_draft(given))).level is Level.EVERYDAY
    assert (await given.ballot(await a_shared_draft(given))).level is Level.AGM
    text = example("tair_nant").replace('level = "everyday"', 'level = "agm"')
    strict = await a_society(tmp_path / "strict", text=text)
    assert (await strict.ballot(await a_draft(strict))).level is Level.AGM
    low = await a_shared_draft(strict, level=Level.EVERYDAY)
    with pytest.raises(WrongMoment, match="rules ask for the level AGM"):
        await published(strict, low)
    await strict.society.store.close()


async def test_the_level_contested_is_reserved_and_a_forum_has_everyday(given: Given) -> None:
    with pytest.raises(NotValid, match="Contested needs letters") as refused:
        await a_shared_draft(given, level=Level.CONTESTED)
    assert refused.value.field == "level"
    ballot_id = await a_draft(given)
    for level, done in ((Level.CONTESTED, False), (Level.AGM, True)):
        try:
            async with given.society.store.writing() as writing:
                await lifecycle.edit_ballot(
                    writing,
                    ballot_id,
                    title={"en": "A"},
                    opens_at=OPENS,
                    closes_at=CLOSES,
                    level=level,
                    by=None,
                    at=BEFORE,
                )
        except NotValid:
            assert not done
        assert ((await given.ballot(ballot_id)).level is level) is done


# --- Files ----------------------------------------------------------------------------------------------------------


async def test_files_come_in_any_order_and_the_page_says_what_is_missing(given: Given) -> None:
    ballot_id, ring = await a_draft_with_ring(given, k=2, n=3)
    assert [words.split(".")[0] for words in await missing(given, ballot_id)] == [
        "Two mixers or more are needed",
        "Two witnesses or more are needed",
        "The key is not dealt",
    ]
    await handed_in(given, ballot_id, [ring.acceptance(2)])  # before the sharing that it is for
    await handed_in(given, ballot_id, ring.cards()[2:])
    await handed_in(given, ballot_id, [ring.sharing(), *ring.cards()[:2]])
    assert await missing(given, ballot_id) == [
        f"Scrutineer {number} has not said yet that their share of the key fits." for number in (1, 3)
    ]
    with pytest.raises(WrongMoment, match="Scrutineer 1 has not said"):
        await proposed(given, ballot_id, Step.FREEZE, FROZEN)
    await handed_in(given, ballot_id, [ring.acceptance(3), ring.acceptance(1)])
    assert await missing(given, ballot_id) == []


@pytest.mark.parametrize(("asked", "needed"), [(0, 2), (1, 2), (3, 3)])
async def test_the_rules_may_ask_for_more_witnesses_and_never_for_fewer_than_two(
    tmp_path: Path, asked: int, needed: int
) -> None:
    """Decision 13: the number stands in the rulebook, and the freeze asks for it."""
    text = example("tair_nant").replace("[ballot]\n", f"[ballot]\nwitnesses = {asked}\n")
    given = await a_society(tmp_path / "home", text=text, groups={"supported": 6, "staff": 6, "volunteers": 6})
    ballot_id, ring = await a_draft_with_ring(given, witnesses=needed)
    await handed_in(given, ballot_id, [one for one in ring.files() if "Witness-1" not in one[0]])
    (words,) = await missing(given, ballot_id)
    assert words.startswith(
        "Two witnesses or more are needed." if needed == 2 else "3 witnesses or more are needed ("
    )
    with pytest.raises(WrongMoment, match="witnesses or more are needed"):
        await proposed(given, ballot_id, Step.FREEZE, FROZEN)
    await handed_in(given, ballot_id, [one for one in ring.cards() if "Witness-1" in one[0]])
    assert await missing(given, ballot_id) == []
    await frozen_by_two(given, ballot_id)
    await given.society.store.close()


async def test_secretary_and_returning_officer_are_two_people_above_the_level_everyday(given: Given) -> None:
    """Security 7.7: what one proposes and the other agrees is not one person's. At Everyday one may be both."""
    ballot_id, ring = await a_draft_with_ring(given)
    await handed_in(given, ballot_id, ring.files())
    everyday = await a_draft(given)
    async with given.society.store.writing() as writing:
        office = await identity.appoint(writing, given.officer, Role.SECRETARY, BEFORE.date(), by=None, at=BEFORE)
    with pytest.raises(WrongMoment, match="Gwilym Hâf is secretary and returning officer at once"):
        await frozen_by_two(given, ballot_id)
    await frozen(given, everyday)
    async with given.society.store.writing() as writing:
        await identity.end_office(writing, office, BEFORE.date(), by=None, at=BEFORE)
    await frozen_by_two(given, ballot_id)
    async with given.society.store.writing() as writing:
        await identity.appoint(writing, given.second, Role.RETURNING_OFFICER, FROZEN.date(), by=None, at=FROZEN)
    with pytest.raises(WrongMoment, match="Nerys Tudur is secretary and returning officer at once"):
        await opened_by_two(given, ballot_id)


async def test_the_manifest_names_them_all_and_more_than_half_of_the_witnesses(given: Given) -> None:
    ballot_id, ring = await a_draft_with_ring(given, k=3, n=5, mixers=2, witnesses=3)
    await handed_in(given, ballot_id, ring.files())
    await frozen_by_two(given, ballot_id)
    manifest = Manifest.from_bytes((await given.ballot(ballot_id)).manifest or b"")
    assert (manifest.level, manifest.threshold, len(manifest.trustees)) == (Level.AGM, 3, 5)
    assert manifest.election_key == ring.shares.key and manifest.feldman == ring.shares.commitments
    assert [one.name for one in manifest.mixers] == ["Mixer 1", "Mixer 2"]
    assert (len(manifest.witnesses), manifest.witness_quorum) == (3, 2)
    with pytest.raises(WrongMoment, match="roll is frozen"):
        await handed_in(given, ballot_id, [ring.acceptance(1)])


async def test_a_sharing_for_another_vote_or_that_one_alone_opens_is_refused(given: Given) -> None:
    ballot_id, ring = await a_draft_with_ring(given)
    with pytest.raises(NotValid, match="dealt for tair-nant/ballots/2026-99") as refused:
        await handed_in(given, ballot_id, [Ring.of("tair-nant/ballots/2026-99").sharing()])
    assert refused.value.field == "files" and "key-shares.json" in str(refused.value.message)
    with pytest.raises(NotValid, match="does not fit the key"):
        await handed_in(given, ballot_id, [Ring.of(ring.shares.origin, k=1, n=2).sharing()])


async def test_a_new_sharing_drops_the_acceptances_of_the_old_one_and_says_so(given: Given) -> None:
    ballot_id, ring = await a_draft_with_ring(given)
    await handed_in(given, ballot_id, ring.files())
    other = Ring.of(ring.shares.origin)
    told = await handed_in(given, ballot_id, [other.sharing()])
    assert (told.kept, told.dropped) == (1, 3)
    assert len(await missing(given, ballot_id)) == 3
    with pytest.raises(NotValid, match="for another key"):
        await handed_in(given, ballot_id, [ring.acceptance(1)])
    assert (await handed_in(given, ballot_id, [other.acceptance(1)])).dropped == 0


async def test_nobody_holds_two_duties_and_no_key_serves_two(given: Given) -> None:
    ballot_id, ring = await a_draft_with_ring(given)
    await handed_in(given, ballot_id, ring.files())
    mixer, trustee = ring.mixers[0], ring.trustees[0]
    own = server_seed(given.society, "mixer")
    for card, why in (
        (Card.made(Duty.WITNESS, "Other", mixer.seed), "Mixer 1 has this key already"),
        (Card.made(Duty.MIXER, "Other", trustee.seed), "Scrutineer 1 has this key already"),
        (Holder.new(Duty.MIXER, "Witness-1").card, "Witness-1 has a duty in this vote already"),
        (Holder.new(Duty.MIXER, "Scrutineer 2").card, "Scrutineer 2 has a duty"),
        (Holder.new(Duty.TRUSTEE, "Late").card, "Late holds no share"),
        (Card.made(Duty.MIXER, "Server", own), "key of the society’s server"),
        (mixer.card, "is here already"),
    ):
        with pytest.raises(NotValid, match=why):
            await handed_in(given, ballot_id, [("x.card.json", card.to_bytes())])
    clash = sharing.deal(2, 2)
    cards = (Card.made(Duty.TRUSTEE, "A", mixer.seed), Holder.new(Duty.TRUSTEE, "B").card)
    with pytest.raises(NotValid, match="Mixer 1 has this key already"):
        await handed_in(given, ballot_id, [("k", KeyShares.of(ring.shares.origin, clash, cards).to_bytes())])
    cards = (Card.made(Duty.TRUSTEE, "A", own), Holder.new(Duty.TRUSTEE, "B").card)
    with pytest.raises(NotValid, match="a share to the society’s server"):
        await handed_in(given, ballot_id, [("k", KeyShares.of(ring.shares.origin, clash, cards).to_bytes())])


async def test_all_files_are_kept_or_none_and_a_wrong_one_is_named(given: Given) -> None:
    ballot_id, ring = await a_draft_with_ring(given)
    for content in (b"hello", b'{"a":1}', b"{" * 70_000, b"x" * 300_000):
        with pytest.raises(NotValid, match=r"^second\.json: "):
            await handed_in(given, ballot_id, [ring.cards()[0], ("second.json", content)])
    with pytest.raises(NotValid, match="from one file"):
        await handed_in(given, ballot_id, [])
    assert len(await missing(given, ballot_id)) == 3
    everyday = await a_draft(given)
    with pytest.raises(WrongMoment, match="nobody holds a share"):
        await handed_in(given, everyday, ring.cards())


async def test_a_card_can_be_taken_back_and_a_scrutineers_takes_the_key_with_it(given: Given) -> None:
    ballot_id, ring = await a_draft_with_ring(given)
    trustees = [(one.card.name, one.card.to_bytes()) for one in ring.trustees]
    await handed_in(given, ballot_id, [*ring.files(), *trustees])
    async with given.society.store.writing() as writing:
        await lifecycle.take_back_duty(writing, ballot_id, ring.mixers[0].card.key, by=given.officer, at=BEFORE)
    assert await missing(given, ballot_id) == ["Two mixers or more are needed. Each hands in a card."]
    async with given.society.store.writing() as writing:
        await lifecycle.take_back_duty(writing, ballot_id, ring.trustees[0].card.key, by=given.officer, at=BEFORE)
    assert "The key is not dealt" in (await missing(given, ballot_id))[-1]
    with pytest.raises(NotFound):
        async with given.society.store.writing() as writing:
            await lifecycle.take_back_duty(writing, ballot_id, bytes(32), by=given.officer, at=BEFORE)


# --- Two officers ---------------------------------------------------------------------------------------------------


async def test_one_officer_alone_freezes_opens_and_closes_nothing(given: Given) -> None:
    ballot_id, ring = await a_draft_with_ring(given)
    await handed_in(given, ballot_id, ring.files())
    store, society = given.society.store, given.society

    async def step(kind: Step, by: UUID | None) -> None:
        async with store.writing() as writing:
            if kind is Step.FREEZE:
                await lifecycle.freeze(writing, society, ballot_id, by=by, at=FROZEN)
            elif kind is Step.OPEN:
                await lifecycle.open_(writing, society, ballot_id, by=by, at=OPENS)
            else:
                await lifecycle.close(writing, society, ballot_id, by=by, at=OPENS + timedelta(hours=1))

    for kind, after, at in (
        (Step.FREEZE, Stage.FROZEN, FROZEN),
        (Step.OPEN, Stage.OPEN, OPENS),
        (Step.CLOSE, Stage.CLOSED, OPENS),
    ):
        with pytest.raises(NotAllowed, match="Two officers take this step"):
            await step(kind, given.officer)
        await proposed(given, ballot_id, kind, at)
        with pytest.raises(GovernError, match="proposed already"):
            await proposed(given, ballot_id, kind, at)
        with pytest.raises(NotAllowed, match="cannot agree with yourself"):
            await step(kind, given.officer)
        await step(kind, given.second)
        assert await given.stage(ballot_id) is after
    async with store.reading() as reading:
        board = await board_of(reading, society, ballot_id)
    assert {(one.step, one.name, one.agreed_by) for one in board.proposals} == {
        (kind, "Gwilym Hâf", "Nerys Tudur") for kind in (Step.FREEZE, Step.OPEN, Step.CLOSE)
    }


async def test_the_clock_freezes_nothing_and_keeps_the_times_that_two_officers_fixed(given: Given) -> None:
    ballot_id, ring = await a_draft_with_ring(given)
    await handed_in(given, ballot_id, ring.files())
    with pytest.raises(NotAllowed):
        async with given.society.store.writing() as writing:
            await lifecycle.freeze(writing, given.society, ballot_id, by=None, at=FROZEN)
    await frozen_by_two(given, ballot_id)
    assert await lifecycle.open_due(given.society, at=OPENS - timedelta(minutes=1)) == ()
    assert await lifecycle.open_due(given.society, at=OPENS) == (ballot_id,)
    assert await lifecycle.close_due(given.society, at=CLOSES - timedelta(minutes=1)) == ()
    assert await lifecycle.close_due(given.society, at=CLOSES + timedelta(hours=1)) == (ballot_id,)


async def test_what_was_proposed_is_proposed_anew_after_a_file_changed(given: Given) -> None:
    ballot_id, ring = await a_draft_with_ring(given)
    await handed_in(given, ballot_id, ring.files())
    await proposed(given, ballot_id, Step.FREEZE, FROZEN)
    late = Holder.new(Duty.MIXER, "Mixer 3").card
    await handed_in(given, ballot_id, [("late.card.json", late.to_bytes())])
    with pytest.raises(NotAllowed, match="Two officers take this step"):
        async with given.society.store.writing() as writing:
            await lifecycle.freeze(writing, given.society, ballot_id, by=given.second, at=FROZEN)


async def test_a_vote_at_the_level_everyday_needs_no_second_officer(given: Given) -> None:
    ballot_id = await published(given, await a_draft(given))
    with pytest.raises(WrongMoment, match="needs no second officer"):
        await proposed(given, ballot_id, Step.FREEZE, FROZEN)
    with pytest.raises(WrongMoment):  # a step that is not next
        await proposed(given, ballot_id, Step.CLOSE, FROZEN)


# --- What lies on the server ----------------------------------------------------------------------------------------


async def test_no_file_of_the_society_opens_the_box(given: Given) -> None:
    """T1: at the level AGM neither the key nor a share of it is ever on the server."""
    ballot_id, ring = await an_open_shared_ballot(given)
    await closed_by_two(given, ballot_id)
    manifest = Manifest.from_bytes((await given.ballot(ballot_id)).manifest or b"")
    public = {manifest.election_key, *(trustee.share_key for trustee in manifest.trustees)}
    secret = [group.scalar_to_bytes(share) for share in ring.dealing.shares.values()]
    files = [file for file in given.society.folder.rglob("*") if file.is_file()]
    assert not [file for file in files if file.suffix == ".share"]
    keys = [file for file in files if "keys" in file.parts]
    assert keys
    for file in files:
        content = file.read_bytes()
        assert not any(one in content or one.hex().encode() in content for one in secret), file
        for start in range(0, len(content) - 31, 32) if file in keys else ():
            scalar = int.from_bytes(content[start : start + 32], "little") % group.L
            assert not scalar or group.base_times(scalar) not in public, file
    everyday = await a_draft(given)
    await published(given, everyday)
    async with given.society.store.writing() as writing:
        await lifecycle.freeze(writing, given.society, everyday, by=given.officer, at=FROZEN)
    assert [file.name for file in given.society.folder.rglob("*.share")] == [f"{everyday}.share"]
