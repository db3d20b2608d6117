"""A ballot at the level AGM after its close: witnessed, mixed, opened and counted, and what is refused on the way."""

from __future__ import annotations

import dataclasses
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

import pytest

from govern.ballots import casting, lifecycle, queries
from govern.ballots.models import Ballot
from govern.ballots.queries.bundle import bundle_of
from govern.ballots.queries.ceremony import Ceremony, Turn, ceremony_of, final_note
from govern.ballots.rules import Answer, Stage
from govern.ballots.seal import bundle, checkpoint, cosigning
from govern.ballots.seal.canonical import decode_object, from_text
from govern.ballots.seal.documents import Incident
from govern.ballots.seal.duties import Duty
from govern.ballots.seal.proof_documents import Mix
from govern.errors import NotValid, WrongMoment
from tests.ballots.given_ballots import Given, a_society, no, vote, yes
from tests.ballots.given_ceremony import (
    AFTER,
    Holder,
    Ring,
    all_mixed,
    all_witnessed,
    an_open_shared_ballot,
    closed_by_two,
    facts_fixed,
    files_in,
    mixed,
    newest_head,
    opened_by,
    opened_part,
    pack_of,
    take_head,
    take_mixes,
    take_partials,
    verified,
    witnessed,
)


@pytest.fixture
async def given(tmp_path: Path) -> AsyncIterator[Given]:
    made = await a_society(tmp_path, groups={"supported": 8, "staff": 8, "volunteers": 8})
    yield made
    await made.society.store.close()


async def contest_of(given: Given, ballot_id: UUID) -> UUID:
    async with given.society.store.reading() as reading:
        return (await queries.contest_ids(reading, ballot_id))[0]


async def state_of(given: Given, ballot_id: UUID) -> Ceremony:
    async with given.society.store.reading() as reading:
        found = await ceremony_of(reading, ballot_id)
    assert found is not None
    return found


async def turn_of(given: Given, ballot_id: UUID) -> Turn:
    return (await state_of(given, ballot_id)).turn


async def counted(given: Given, ballot_id: UUID) -> bytes:
    return await lifecycle.count(given.society, ballot_id, by=given.officer, at=AFTER)


async def ready_to_mix(given: Given, people: Ring | None = None) -> tuple[UUID, Ring]:
    """A closed ballot that its witnesses have signed; with the people of another one, if they are given."""
    ballot_id, ring = await a_closed_ballot(given, people=people)
    await facts_fixed(given, ballot_id)
    await all_witnessed(given, ballot_id, ring)
    return ballot_id, ring


async def a_closed_ballot(given: Given, people: Ring | None = None) -> tuple[UUID, Ring]:
    ballot_id, ring = await an_open_shared_ballot(given, people=people)
    contest = await contest_of(given, ballot_id)
    for person in given.people["staff"][:3]:
        await vote(given, ballot_id, person, yes(contest))
    await vote(given, ballot_id, given.people["supported"][0], no(contest))
    await closed_by_two(given, ballot_id)
    return ballot_id, ring


async def test_a_ballot_that_two_of_three_open_is_counted_and_its_bundle_holds(given: Given, tmp_path: Path) -> None:
    ballot_id, ring = await a_closed_ballot(given)
    assert await turn_of(given, ballot_id) is Turn.LAY_DOWN
    await facts_fixed(given, ballot_id)
    assert await turn_of(given, ballot_id) is Turn.WITNESS
    await all_witnessed(given, ballot_id, ring)
    assert await turn_of(given, ballot_id) is Turn.MIX
    await all_mixed(given, ballot_id, ring)
    assert await turn_of(given, ballot_id) is Turn.OPEN
    await opened_by(given, ballot_id, ring, 3, 1)
    assert await turn_of(given, ballot_id) is Turn.COUNT
    await counted(given, ballot_id)
    assert await given.stage(ballot_id) is Stage.COUNTED
    async with given.society.store.reading() as reading:
        packed = await bundle_of(reading, ballot_id)
        result = await queries.result(reading, ballot_id, "en", undeclared=True)
    resolution = result.contests[0].outcome.resolution
    assert resolution is not None and (resolution.for_, resolution.against, result.voted) == (3, 1, 4)
    assert any("2 of 3 scrutineers must open it together" in str(one) for one in result.secrecy)
    said = verified(packed, tmp_path)
    assert "2 of 3 trustees open" in said and "2 witnesses signed the last" in said
    assert await counted(given, ballot_id)
    async with given.society.store.reading() as reading:
        assert await bundle_of(reading, ballot_id) == packed


async def test_nothing_is_counted_or_handed_in_before_its_turn(given: Given) -> None:
    ballot_id, ring = await an_open_shared_ballot(given)
    with pytest.raises(WrongMoment, match="not closed"):
        await take_mixes(given, ballot_id, b"")
    contest = await contest_of(given, ballot_id)
    await vote(given, ballot_id, given.people["staff"][0], yes(contest))
    await closed_by_two(given, ballot_id)
    with pytest.raises(WrongMoment, match="not fixed in the log yet"):
        await counted(given, ballot_id)
    with pytest.raises(WrongMoment, match="not fixed in the log yet"):
        await take_mixes(given, ballot_id, b"")
    await facts_fixed(given, ballot_id)
    for act in (counted(given, ballot_id), take_mixes(given, ballot_id, b""), take_partials(given, ballot_id, b"")):
        with pytest.raises(WrongMoment, match="Too few witnesses"):
            await act
    for kind in ("log", "mixed"):
        with pytest.raises(WrongMoment):
            await pack_of(given, ballot_id, kind)
    await all_witnessed(given, ballot_id, ring)
    with pytest.raises(WrongMoment, match="Wait for the second one"):
        await take_partials(given, ballot_id, b"")
    await take_mixes(given, ballot_id, mixed(await pack_of(given, ballot_id, "log"), ring.mixers[0]))
    with pytest.raises(WrongMoment, match="Two mixers"):
        await counted(given, ballot_id)
    with pytest.raises(WrongMoment):
        await pack_of(given, ballot_id, "mixed")
    await take_mixes(given, ballot_id, mixed(await pack_of(given, ballot_id, "log"), ring.mixers[1]))
    await opened_by(given, ballot_id, ring, 2)
    with pytest.raises(WrongMoment, match="2 scrutineers must open this vote, and 1 have"):
        await counted(given, ballot_id)
    with pytest.raises(WrongMoment, match="nobody mixes it any more"):
        await take_mixes(given, ballot_id, mixed(await pack_of(given, ballot_id, "log"), ring.mixers[0]))


async def test_a_mixer_mixes_once_a_whole_stage_of_this_vote(given: Given) -> None:
    ballot_id, ring = await ready_to_mix(given)
    pack = await pack_of(given, ballot_id, "log")
    good = mixed(pack, ring.mixers[0])
    files = files_in(good)
    assert len(files) == 2
    name = next(iter(files))
    stranger = Holder(ring.mixers[0].card, ring.mixers[1].seed)
    for content, why in (
        (b"hello", "not a zip file"),
        (good[:-30], "not a zip file"),
        (good.replace(files[name][:40], b"x" * 40) if files[name][:40] in good else b"", "zip"),
        (bundle.pack({name: files[name]}), "not the whole of mixing stage 1"),
        (bundle.pack({**files, "facts.json": b"{}"}), "not the whole"),
        (bundle.pack({}), "not the whole"),
        (bundle.pack(dict(zip(files, reversed(files.values()), strict=True))), "for another vote"),
        (mixed(pack, stranger), "not signed"),
        (mixed(pack, Holder(Holder.new(Duty.MIXER, "Nobody").card, bytes(32))), "no mixer of this ballot"),
    ):
        with pytest.raises(NotValid, match=why) as refused:
            await take_mixes(given, ballot_id, content)
        assert refused.value.field == "pack"
    with pytest.raises(NotValid, match="too large"):
        await take_mixes(given, ballot_id, bytes(lifecycle.LARGEST_PACK + 1))
    assert await take_mixes(given, ballot_id, good) == "Mixer 1"
    with pytest.raises(NotValid, match="mixing stage 2"):
        await take_mixes(given, ballot_id, good)
    with pytest.raises(NotValid, match="Mixer 1 has mixed this vote already"):
        await take_mixes(given, ballot_id, mixed(await pack_of(given, ballot_id, "log"), ring.mixers[0]))
    other = files_in(mixed(pack, ring.mixers[1]))  # of the slips, where the first mix is to be mixed
    moved = bundle.pack({name.replace("-1.json", "-2.json"): content for name, content in other.items()})
    with pytest.raises(NotValid, match="for another vote, or for another stage"):
        await take_mixes(given, ballot_id, moved)


async def test_a_mix_that_lies_is_refused(given: Given) -> None:
    """T7: a mixer who swaps an output for another is found by the proof."""
    ballot_id, ring = await ready_to_mix(given)
    files = files_in(mixed(await pack_of(given, ballot_id, "log"), ring.mixers[0]))
    for name, content in files.items():
        mix = Mix.from_bytes(content)
        if len(mix.outputs) > 1:
            swapped = dataclasses.replace(mix, outputs=(mix.outputs[0], *mix.outputs[:1], *mix.outputs[2:]))
            files[name] = swapped.signed(ring.mixers[0].seed).to_bytes()
    with pytest.raises(NotValid):
        await take_mixes(given, ballot_id, bundle.pack(files))
    assert await turn_of(given, ballot_id) is Turn.MIX


async def test_a_scrutineer_opens_the_whole_last_mix_once(given: Given) -> None:
    ballot_id, ring = await ready_to_mix(given)
    await take_mixes(given, ballot_id, mixed(await pack_of(given, ballot_id, "log"), ring.mixers[0]))
    early = opened_part(await pack_of(given, ballot_id, "log"), ring, 1)
    await take_mixes(given, ballot_id, mixed(await pack_of(given, ballot_id, "log"), ring.mixers[1]))
    good = opened_part(await pack_of(given, ballot_id, "mixed"), ring, 1)
    files, others = files_in(good), files_in(opened_part(await pack_of(given, ballot_id, "mixed"), ring, 2))
    name = next(iter(files))
    for content, why in (
        (early, "Scrutineer 1 opened is not the last mix"),
        (bundle.pack({name: files[name]}), "not all that one scrutineer opens"),
        (bundle.pack({**files, **others}), "not all that one"),
        (bundle.pack({}), "not all that one"),
        (bundle.pack(dict(zip(files, reversed(files.values()), strict=True))), "for another vote"),
        (bundle.pack({one: others[two] for one, two in zip(files, others, strict=True)}), "not all that one"),
        (good[:-1], "zip"),
    ):
        with pytest.raises(NotValid, match=why) as refused:
            await take_partials(given, ballot_id, content)
        assert refused.value.field == "pack"
    assert await take_partials(given, ballot_id, good) == "Scrutineer 1"
    with pytest.raises(NotValid, match="Scrutineer 1 has opened their part already"):
        await take_partials(given, ballot_id, good)
    assert await lifecycle.take_pack(given.society, ballot_id, bundle.pack(others), by=given.officer, at=AFTER) == (
        "Scrutineer 2"
    )


async def test_files_of_another_vote_are_refused_even_by_the_same_people(given: Given) -> None:
    ballot_id, ring = await ready_to_mix(given)
    other_id, other = await ready_to_mix(given, people=ring)
    theirs = mixed(await pack_of(given, other_id, "log"), other.mixers[0])
    with pytest.raises(NotValid, match="for another vote"):
        await take_mixes(given, ballot_id, theirs)
    head = witnessed(await pack_of(given, other_id, "head"), other.witnesses[0])
    with pytest.raises(NotValid, match="head of another log"):
        await take_head(given, ballot_id, head)


# --- The log changes ------------------------------------------------------------------------------------------------


async def struck(given: Given, ballot_id: UUID, person: UUID) -> None:
    """A member says that a vote is not theirs, and two officers strike it."""
    async with given.society.store.writing() as writing:
        said = await lifecycle.challenge(writing, ballot_id, person, "Not mine.", at=AFTER)
    for officer in (given.officer, given.second):
        async with given.society.store.writing() as writing:
            await lifecycle.answer_challenge(
                writing, given.society, said, Answer.STRUCK, "So it is.", by=officer, at=AFTER
            )


async def test_what_was_mixed_is_void_after_a_strike(given: Given, tmp_path: Path) -> None:
    ballot_id, ring = await ready_to_mix(given)
    await take_mixes(given, ballot_id, mixed(await pack_of(given, ballot_id, "log"), ring.mixers[0]))
    pack = await pack_of(given, ballot_id, "log")
    await struck(given, ballot_id, given.people["staff"][0])
    assert await turn_of(given, ballot_id) is Turn.LAY_DOWN_AGAIN
    with pytest.raises(WrongMoment, match="The log has changed"):
        await take_mixes(given, ballot_id, mixed(pack, ring.mixers[1]))
    await facts_fixed(given, ballot_id)
    assert await turn_of(given, ballot_id) is Turn.WITNESS  # the new end of the list
    assert (await state_of(given, ballot_id)).mixed == ()
    await all_witnessed(given, ballot_id, ring)
    await all_mixed(given, ballot_id, ring)
    await opened_by(given, ballot_id, ring, 1, 2)
    await counted(given, ballot_id)
    async with given.society.store.reading() as reading:
        packed = await bundle_of(reading, ballot_id)
    said = verified(packed, tmp_path)
    assert "1 strike" in said
    notes = decode_object(files_in(packed)["heads.json"])["heads"]
    assert isinstance(notes, list) and len(notes) == 2  # the end that was mixed first, too


async def test_nothing_that_counts_changes_once_a_scrutineer_has_opened(given: Given) -> None:
    """Whoever set one envelope aside then and had it all opened again would see what was in it."""
    ballot_id, ring = await ready_to_mix(given)
    await all_mixed(given, ballot_id, ring)
    async with given.society.store.writing() as writing:
        said = await lifecycle.challenge(writing, ballot_id, given.people["staff"][0], "Not mine.", at=AFTER)
    async with given.society.store.writing() as writing:
        await lifecycle.answer_challenge(
            writing, given.society, said, Answer.STRUCK, "So it is.", by=given.officer, at=AFTER
        )
    await opened_by(given, ballot_id, ring, 1)
    for act in (
        lambda w: lifecycle.challenge(w, ballot_id, given.people["staff"][1], "Not mine.", at=AFTER),
        lambda w: lifecycle.answer_challenge(w, given.society, said, Answer.STRUCK, "", by=given.second, at=AFTER),
    ):
        with pytest.raises(WrongMoment, match="begun to open"):
            async with given.society.store.writing() as writing:
                await act(writing)


async def test_a_line_that_changes_no_slip_needs_witnesses_anew_and_no_new_mix(given: Given) -> None:
    ballot_id, ring = await ready_to_mix(given)
    await all_mixed(given, ballot_id, ring)
    await opened_by(given, ballot_id, ring, 1, 2)
    async with given.society.store.writing() as writing:
        ballot = await writing.get_one(Ballot, ballot_id)
        await casting.append(writing, ballot, [Incident(b"T" * 32)], given.society.key("log"), AFTER)
    assert await turn_of(given, ballot_id) is Turn.LAY_DOWN_AGAIN
    with pytest.raises(WrongMoment, match="Too few witnesses"):
        await counted(given, ballot_id)
    state = await state_of(given, ballot_id)
    assert (len(state.mixed), state.opened) == (2, (1, 2))
    await all_witnessed(given, ballot_id, ring)
    await counted(given, ballot_id)


async def test_where_nobody_voted_on_a_screen_nothing_is_mixed(given: Given, tmp_path: Path) -> None:
    ballot_id, ring = await an_open_shared_ballot(given)
    await closed_by_two(given, ballot_id)
    await facts_fixed(given, ballot_id)
    await all_witnessed(given, ballot_id, ring)
    assert await turn_of(given, ballot_id) is Turn.COUNT
    await counted(given, ballot_id)
    async with given.society.store.reading() as reading:
        assert "passed" in verified(await bundle_of(reading, ballot_id), tmp_path)


# --- Witnesses ------------------------------------------------------------------------------------------------------


async def test_a_witness_signs_while_voting_is_open_and_every_head_given_out_is_in_the_bundle(
    given: Given, tmp_path: Path
) -> None:
    ballot_id, ring = await an_open_shared_ballot(given)
    contest = await contest_of(given, ballot_id)
    unkept = await pack_of(given, ballot_id, "head")  # signed there and handed in later
    await vote(given, ballot_id, given.people["staff"][0], yes(contest))
    async with given.society.store.writing() as writing:
        await lifecycle.keep_head(writing, ballot_id)
    pack = await pack_of(given, ballot_id, "head")
    assert set(files_in(pack)) == {"manifest.json", "heads.json", "hashes.bin"}
    await vote(given, ballot_id, given.people["staff"][1], yes(contest))
    first, second = ring.witnesses
    assert await take_head(given, ballot_id, witnessed(pack, first)) == ("Witness-1",)
    assert await take_head(given, ballot_id, witnessed(pack, second)) == ("Witness-2",)
    await take_head(given, ballot_id, witnessed(unkept, second))
    await closed_by_two(given, ballot_id)
    await facts_fixed(given, ballot_id)
    await all_witnessed(given, ballot_id, ring)
    await all_mixed(given, ballot_id, ring)
    await opened_by(given, ballot_id, ring, 2, 3)
    await counted(given, ballot_id)
    async with given.society.store.reading() as reading:
        packed = await bundle_of(reading, ballot_id)
    assert "3 heads, each one that the tree has had" in verified(packed, tmp_path)
    notes = decode_object(files_in(packed)["heads.json"])["heads"]
    assert isinstance(notes, list)
    lines = [from_text(str(note)).decode().count("\u2014 Witness-") for note in notes]
    assert lines == [1, 2, 2]


async def test_a_head_that_is_not_of_this_log_or_that_nobody_signed_is_refused(given: Given) -> None:
    ballot_id, ring = await a_closed_ballot(given)
    pack = await pack_of(given, ballot_id, "head")
    note = newest_head(pack)
    stranger = Holder.new(Duty.WITNESS, "Stranger")
    forged = checkpoint.sign(
        dataclasses.replace(checkpoint.read(note).checkpoint, root=b"R" * 32), given.society.key("log")
    ).note()
    wrong = note + cosigning.cosign(forged, "Witness-1", ring.witnesses[0].seed, AFTER).splitlines(keepends=True)[-1]
    for content, why in (
        (b"\xff\xfe", "not the signed head"),
        (b"hello", "not the signed head"),
        (note.encode(), "No witness of this vote"),
        (witnessed(pack, stranger), "No witness of this vote"),
        (cosigning.cosign(forged, "Witness-1", ring.witnesses[0].seed, AFTER).encode(), "never had this head"),
        (wrong.encode(), "signature of the witness Witness-1 on this log head is wrong"),
    ):
        with pytest.raises(NotValid, match=why) as refused:
            await take_head(given, ballot_id, content)
        assert refused.value.field == "head"
    both = cosigning.cosign(witnessed(pack, stranger).decode(), "Witness-1", ring.witnesses[0].seed, AFTER)
    await take_head(given, ballot_id, both.encode())
    async with given.society.store.reading() as reading:
        assert "Stranger" not in await final_note(reading, ballot_id)


async def test_on_postgresql_too_a_strike_voids_the_mixes_and_the_rest_is_opened(
    database_url: str, tmp_path: Path
) -> None:
    given = await a_society(tmp_path / "home", url=database_url, groups={"supported": 8, "staff": 8, "volunteers": 8})
    ballot_id, ring = await ready_to_mix(given)
    await all_mixed(given, ballot_id, ring)
    await struck(given, ballot_id, given.people["staff"][0])
    await facts_fixed(given, ballot_id)
    await all_witnessed(given, ballot_id, ring)
    assert (await state_of(given, ballot_id)).mixed == ()
    await all_mixed(given, ballot_id, ring)
    await opened_by(given, ballot_id, ring, 1, 3)
    await counted(given, ballot_id)
    async with given.society.store.reading() as reading:
        assert "2 of 3 trustees open" in verified(await bundle_of(reading, ballot_id), tmp_path)
    await given.society.store.close()
