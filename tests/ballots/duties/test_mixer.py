"""A mixer mixes what was chosen from an honest log and mixed honestly so far; threat T11 by the tools themselves."""

from __future__ import annotations

from dataclasses import replace

import pytest

from govern.ballots.duties.checking import checked_chains
from govern.ballots.duties.folder import Folder
from govern.ballots.seal import ceremony, shuffle_proof
from govern.ballots.seal.ceremony import Pair
from govern.ballots.seal.documents import (
    Cast,
    Leaf,
    OpenedForTest,
    RollRow,
    Struck,
    Withdrawn,
    roll_hash,
    roll_to_bytes,
)
from govern.ballots.seal.duties import Duty
from govern.ballots.seal.elgamal import Ciphertext
from govern.ballots.seal.proof_documents import Mix
from govern.ballots.seal.selecting import select_by
from govern.ballots.seal.shuffle_proof import NotAMix
from tests.ballots.duties.given_duties import (
    FACTS,
    Hall,
    Said,
    Service,
    handle,
    on_all_cores,
    roll,
    sealed_by,
    tool,
)
from tests.ballots.seal import cheating
from tests.ballots.seal.test_cheating_mixers import CHEATS, OTHER_KEY

SIX = list(CHEATS)[:6]
PAIR = ("m1", "users")


def refused(said: Said, code: int, words: str) -> None:
    assert (said.code, words in " ".join(said.text.split())) == (code, True), said.text


def inputs_of(service: Service) -> dict[Pair, tuple[Ciphertext, ...]]:
    return ceremony.inputs_of(service.manifest, service.leaves, select_by(service.manifest, service.leaves))


def seed_of(hall: Hall, name: str) -> bytes:
    return Folder(hall.root / name).key(Duty.MIXER).seed


def put(service: Service, mix: Mix) -> None:
    service.proofs[ceremony.mix_name(service.manifest, (mix.contest, mix.style), mix.stage)] = mix.to_bytes()


@pytest.mark.parametrize("name", SIX)
def test_t11_a_cheating_mixer_is_refused_by_the_next_mixer_and_by_scrutineers(
    name: str, closed: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed.witnessed()
    inputs, manifest = inputs_of(closed), closed.manifest
    for pair, taken in inputs.items():
        put(closed, ceremony.mix(manifest, pair, 1, "Mo", taken, seed_of(closed.hall, "Mo")))
    cheat = CHEATS[name][1](len(inputs[PAIR]))
    cheat = replace(cheat, key=OTHER_KEY if cheat.key == OTHER_KEY else manifest.election_key)
    monkeypatch.setattr(cheating, "KEY", manifest.election_key)
    monkeypatch.setattr(cheating, "inputs", lambda _number: inputs[PAIR])
    statement, proof = cheating.run(cheat, shuffle_proof.context(manifest.hash(), *PAIR, 1))
    put(closed, Mix(*PAIR, 1, "Mo", statement.outputs, proof).signed(seed_of(closed.hall, "Mo")))
    refused(closed.mix("Nia"), 2, "A mix is not proved")
    assert not list(closed.hall.out.glob("*mix*"))
    refused(closed.open_by("Ann"), 2, "A mix is not proved")
    assert not list(closed.hall.out.glob("*partial*"))


def test_the_second_mixer_goes_on_from_the_first(closed: Service) -> None:
    closed.mixed("Mo")
    said = closed.mix("Nia")
    assert "Mixers before you: 1" in said.text
    found = closed.take(closed.hall.out / "Nia.mix-2.zip")
    assert sorted(found) == [f"mix/c{c}-s{s}-2.json" for c in (1, 2) for s in (1, 2)]


def test_a_mixer_does_not_mix_twice(closed: Service) -> None:
    closed.mixed("Mo", "Nia")
    refused(closed.mix("Mo"), 1, "You have mixed this ballot already")


def test_asked_the_same_again_a_mixer_gives_the_same_file(closed: Service) -> None:
    assert closed.mix("Mo").code == 0
    first = (closed.hall.out / "Mo.mix-1.zip").read_bytes()
    (closed.hall.out / "Mo.mix-1.zip").unlink()
    assert "the same file again" in closed.mix("Mo").text
    assert (closed.hall.out / "Mo.mix-1.zip").read_bytes() == first


def test_after_another_mixer_stepped_in_a_mixer_mixes_what_is_there_now(closed: Service) -> None:
    assert closed.mix("Mo").code == 0
    closed.mixed("Nia")
    assert closed.mix("Mo").code == 0
    assert (closed.hall.out / "Mo.mix-2.zip").exists()


def test_a_log_that_lost_an_entry_since_it_was_mixed_is_refused(closed: Service) -> None:
    assert closed.mix("Mo").code == 0
    del closed.leaves[2]
    closed.notes = []
    closed.sign()
    refused(closed.mix("Mo"), 2, "is shorter")


def test_a_mix_signed_by_somebody_else_is_refused(closed: Service) -> None:
    for pair, taken in inputs_of(closed).items():
        put(closed, ceremony.mix(closed.manifest, pair, 1, "Mo", taken, seed_of(closed.hall, "Olwen")))
    refused(closed.mix("Nia"), 2, "not signed by the scrutineer whose name it has")


def test_a_stage_with_a_question_left_out_is_refused(closed: Service) -> None:
    closed.mixed("Mo")
    del closed.proofs["mix/c2-s1-1.json"]
    refused(closed.mix("Nia"), 2, "The mixes are not whole")


def test_a_mix_under_another_name_is_refused(closed: Service) -> None:
    closed.mixed("Mo")
    changed = {"mix/c2-s1-1.json": closed.proofs["mix/c1-s1-1.json"]}
    refused(closed.mix("Nia", closed.log_pack(**changed)), 2, "holds a mix of something else")


def test_somebody_who_is_no_mixer_of_this_ballot_is_told_so(closed: Service) -> None:
    assert tool("mixer", "card", "--name", "Stranger", *closed.hall.of("Stranger")).code == 0
    refused(closed.mix("Stranger"), 1, "You are no mixer")


def test_the_pack_for_witnesses_is_not_the_one_for_mixers(closed: Service) -> None:
    refused(closed.mix("Mo", closed.head_pack()), 1, "not the one for this step")


def test_a_key_for_another_duty_does_not_mix(closed: Service) -> None:
    refused(tool("mixer", "mix", closed.log_pack(), *closed.hall.of("Ann")), 1, "is for another duty")


# --- What is wrong with the log -------------------------------------------------------------------------------------


def with_leaf(service: Service, leaf: Leaf, at: int = 3) -> Service:
    """The server puts something in while voting is open and signs it all afresh."""
    service.leaves.insert(at, leaf)
    service.notes = []
    service.sign()
    return service


def test_an_envelope_of_somebody_who_is_not_on_the_roll_is_found(closed: Service) -> None:
    leaf = sealed_by(closed.manifest, 99, "users", {"m1": ("for",), "board": ()})
    refused(with_leaf(closed, leaf).mix("Mo"), 2, "another paper or another ballot")


def test_an_envelope_with_another_style_s_paper_is_found(closed: Service) -> None:
    leaf = sealed_by(closed.manifest, 1, "staff", {"m1": ("for",), "board": ()})
    refused(with_leaf(closed, leaf).mix("Mo"), 2, "another paper or another ballot")


def test_an_envelope_of_another_ballot_is_found(closed: Service) -> None:
    other = replace(closed.manifest, ballot_id="another")
    leaf = sealed_by(other, 1, "users", {"m1": ("for",), "board": ()})
    refused(with_leaf(closed, leaf).mix("Mo"), 2, "another paper or another ballot")


def test_an_envelope_with_half_a_paper_is_found(closed: Service) -> None:
    refused(
        with_leaf(closed, sealed_by(closed.manifest, 1, "users", {"m1": ("for",)})).mix("Mo"), 2, "one slip for each"
    )


def test_a_slip_copied_from_another_voter_is_found(closed: Service) -> None:
    cast, other = closed.leaves[1], sealed_by(closed.manifest, 3, "users", {"m1": (), "board": ()})
    assert isinstance(cast, Cast)
    copied = replace(other.envelope, sealed=replace(other.envelope.sealed, slips=cast.envelope.sealed.slips))
    refused(with_leaf(closed, Cast(copied)).mix("Mo"), 2, "is not proved")


def test_the_same_envelope_twice_is_found(closed: Service) -> None:
    refused(with_leaf(closed, closed.leaves[1]).mix("Mo"), 2, "A slip stands in the log twice")


def test_an_envelope_that_was_opened_as_a_test_and_then_cast_is_found(closed: Service) -> None:
    cast = closed.leaves[1]
    assert isinstance(cast, Cast)
    test = OpenedForTest(cast.envelope.sealed.hash(), (b"a" * 32, b"b" * 32))
    refused(with_leaf(closed, test).mix("Mo"), 2, "opened as a test, and then cast")


def test_a_strike_of_somebody_who_is_not_on_the_roll_is_found(closed: Service) -> None:
    leaf = Struck(handle(77), "left", ("secretary", "chair"))
    refused(with_leaf(closed, leaf).mix("Mo"), 2, "not on the roll")


def test_a_roll_that_is_not_the_frozen_one_is_found(closed: Service) -> None:
    refused(
        closed.mix("Mo", closed.log_pack(**{"roll.json": roll_to_bytes(roll()[1:])})),
        2,
        "not the one that was frozen",
    )


def test_a_roll_of_the_same_length_with_somebody_else_on_it_is_found(closed: Service) -> None:
    rows = roll_to_bytes((*roll()[:-1], RollRow(handle(88), "staff")))
    refused(closed.mix("Mo", closed.log_pack(**{"roll.json": rows})), 2, "not the one that was frozen")


def test_a_paper_that_the_ballot_does_not_have_is_found(closed: Service) -> None:
    rows = (*roll()[:-1], RollRow(handle(88), "visitors"))
    manifest = replace(closed.manifest, log_origin="tair-nant/ballots/2026-6", roll_hash=roll_hash(rows))
    service = Service(closed.hall, manifest)
    service.open()
    service.close()
    refused(service.mix("Mo", service.log_pack(**{"roll.json": roll_to_bytes(rows)})), 2, "does not have")


def test_nothing_is_mixed_before_the_facts_are_fixed(closed: Service) -> None:
    del closed.leaves[-1], closed.notes[-1]
    refused(closed.mix("Mo"), 2, "what the count is told is not in it")


def test_other_facts_than_the_log_has_fixed_are_found(closed: Service) -> None:
    facts = replace(FACTS, seed=bytes(32))
    refused(closed.mix("Mo", closed.log_pack(**{"facts.json": facts.to_bytes()})), 2, "not what the log has fixed")


def test_nothing_is_mixed_before_the_close(closed: Service) -> None:
    del closed.leaves[-2:], closed.notes[-2:]
    refused(closed.mix("Mo"), 2, "Voting is not closed")


def test_nothing_is_mixed_of_a_ballot_that_was_withdrawn(closed: Service) -> None:
    closed.add(Withdrawn("wrong candidates"))
    refused(closed.mix("Mo"), 2, "withdrawn")


def test_a_log_whose_entries_are_out_of_order_is_refused(closed: Service) -> None:
    leaf = closed.leaves.pop(-2)
    refused(with_leaf(closed, leaf, 0).mix("Mo"), 2, "opened for other papers")


def test_a_ballot_in_which_nobody_voted_has_nothing_to_mix(closed: Service) -> None:
    empty = Service(closed.hall, replace(closed.manifest, log_origin="tair-nant/ballots/2026-4"))
    empty.open()
    empty.close()
    said = empty.mix("Mo")
    refused(said, 0, "nothing to mix")
    assert not list(closed.hall.out.glob("*mix*"))


def test_mixers_in_another_order_at_another_question_are_refused(closed: Service) -> None:
    inputs, manifest = inputs_of(closed), closed.manifest
    for pair in inputs:
        names = ("Nia", "Mo") if pair == PAIR else ("Mo", "Nia")
        for stage, name in enumerate(names, 1):
            mix = ceremony.mix(manifest, pair, stage, name, inputs[pair], seed_of(closed.hall, name))
            inputs[pair] = mix.outputs
            put(closed, mix)
    refused(closed.mix("Olwen"), 2, "The mixes are not whole")


def test_a_mix_of_a_question_on_which_nobody_of_that_paper_voted_is_refused(closed: Service) -> None:
    service = Service(closed.hall, replace(closed.manifest, log_origin="tair-nant/ballots/2026-7"))
    service.open()
    service.add(sealed_by(service.manifest, 1, "users", {"m1": ("for",), "board": ("c1",)}))
    service.close()
    service.mixed("Mo")
    taken = inputs_of(service)[PAIR]
    put(service, ceremony.mix(service.manifest, ("m1", "staff"), 1, "Mo", taken, seed_of(service.hall, "Mo")))
    refused(service.mix("Nia"), 2, "The mixes are not whole")


def test_on_several_cores_the_mixes_are_as_good(closed: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    on_all_cores(monkeypatch)
    closed.mixed("Mo", "Nia")
    mixes = [Mix.from_bytes(content) for content in closed.proofs.values()]
    assert ceremony.check_chain(closed.manifest, inputs_of(closed), mixes).keys() == inputs_of(closed).keys()


def test_on_several_cores_a_wrong_mix_of_either_stage_is_found(closed: Service) -> None:
    """Each is checked by itself against what came before it, so a false one in the middle is seen too."""
    closed.mixed("Mo", "Nia")
    inputs, manifest = inputs_of(closed), closed.manifest
    mixes = [Mix.from_bytes(content) for content in closed.proofs.values()]
    assert checked_chains(manifest, inputs, mixes) == ceremony.check_chain(manifest, inputs, mixes)
    for place, mix in enumerate(mixes):
        turned = replace(mix, outputs=mix.outputs[1:] + mix.outputs[:1])
        wrong = [*mixes[:place], turned.signed(seed_of(closed.hall, mix.mixer)), *mixes[place + 1 :]]
        if len(mix.outputs) > 1:
            with pytest.raises(NotAMix):
                checked_chains(manifest, inputs, wrong)


def test_on_several_cores_a_false_mix_is_refused_in_the_same_words(
    closed: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed.mixed("Mo")
    name = "mix/c1-s1-1.json"
    mix = Mix.from_bytes(closed.proofs[name])
    put(closed, replace(mix, outputs=mix.outputs[::-1]).signed(seed_of(closed.hall, "Mo")))
    on_all_cores(monkeypatch)
    said = closed.mix("Nia")
    refused(said, 2, "STOP. A mix is not proved")
    assert "Traceback" not in said.text
