"""A scrutineer accepts a share that fits and opens only what may be opened: threats T4, T14, T15, T16 by the tool."""

from __future__ import annotations

import io
import shutil
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from govern.ballots.duties.folder import Folder
from govern.ballots.seal import bundle, ceremony, checkpoint, group, share_words, sharing
from govern.ballots.seal.documents import Level, Manifest, Sealing, Struck
from govern.ballots.seal.duties import Acceptance, Duty
from govern.ballots.seal.proof_documents import Mix, Partial
from govern.ballots.seal.selecting import select_by
from tests.ballots.duties.given_duties import (
    Hall,
    Said,
    Service,
    expected_slips,
    handle,
    on_all_cores,
    slips_of,
    tool,
)

KEY_SHARES = "key-shares.json"


def refused(said: Said, code: int, words: str) -> None:
    assert (said.code, words in " ".join(said.text.split())) == (code, True), said.text


# --- Accepting ------------------------------------------------------------------------------------------------------


def accepting(hall: Hall, name: str, share: object, *more: object) -> Said:
    """What the tool says, and that nothing is signed where it refuses."""
    said = tool("trustee", "accept", hall.out / KEY_SHARES, "--share", share, *more, *hall.of(name))
    assert (hall.out / f"{name}.acceptance.json").exists() is (said.code == 0)
    return said


def test_a_share_that_fits_is_kept_and_accepted(hall: Hall) -> None:
    accepted = hall.accept("Bo")
    assert accepted.check(hall.shares()).name == "Bo"
    (kept,) = (hall.root / "Bo" / "shares").iterdir()
    assert kept.stat().st_mode & 0o077 == 0


def test_accepting_again_needs_no_paper_and_says_the_same(hall: Hall) -> None:
    first = hall.accept("Bo")
    (hall.out / "Bo.acceptance.json").unlink()
    assert tool("trustee", "accept", hall.out / KEY_SHARES, *hall.of("Bo")).code == 0
    assert Acceptance.from_bytes((hall.out / "Bo.acceptance.json").read_bytes()) == first


def test_words_may_be_typed_and_a_mistyped_one_is_told_by_its_place(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = hall.paper("Bo").read_text("utf-8").splitlines()
    words = [line.split()[1] for line in page if line[:2].strip().isdigit()]
    wrong = [*words[:6], "academic" if words[6] != "academic" else "acid", *words[7:]]
    typed = f"{' '.join(wrong)}\n\n{' '.join(words[:20])}\n{' '.join(words[20:])}\n\n"
    monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
    said = tool("trustee", "accept", hall.out / KEY_SHARES, *hall.of("Bo"))
    assert said.code == 0, said.text
    assert "Word 7," in said.text


def test_a_mistyped_word_in_a_file_is_told_by_its_place(hall: Hall) -> None:
    text = hall.paper("Bo").read_text("utf-8")
    line = next(line for line in text.splitlines() if line.startswith("12 "))
    copied = hall.root / "copied.txt"
    copied.write_text(text.replace(line, "12 acid" if line != "12 acid" else "12 academic"), "utf-8")
    refused(accepting(hall, "Bo", copied), 1, "Word 12,")


def test_the_words_may_stand_in_the_command_itself(hall: Hall) -> None:
    words = [
        line.split()[1] for line in hall.paper("Bo").read_text("utf-8").splitlines() if line[:2].strip().isdigit()
    ]
    assert accepting(hall, "Bo", " ".join(words)).code == 0


def test_the_paper_of_somebody_else_is_told_by_its_owner(hall: Hall) -> None:
    refused(accepting(hall, "Bo", hall.paper("Cai")), 1, "This is the share of Cai, not yours")


def test_the_paper_of_the_key_is_not_the_paper_of_the_share(hall: Hall) -> None:
    seed = b"\x05" + bytes(31)
    key = replace(Folder(hall.root / "Bo").key(Duty.TRUSTEE), seed=seed)
    Folder(hall.root / "Bo").keep_key(key, None)
    words = share_words.written(seed, 7)
    assert tool("trustee", "card", *hall.of("Bo")).code == 0
    (hall.out / KEY_SHARES).unlink()
    hall.deal()
    refused(accepting(hall, "Bo", " ".join(words)), 1, "the words of your key")


def test_t15_a_lying_dealer_is_found_and_nothing_is_signed(hall: Hall) -> None:
    lie = share_words.to_words(group.random_scalar())
    said = accepting(hall, "Bo", " ".join(lie))
    refused(said, 2, "does not fit the published commitments. Do not sign. Stop")
    assert "STOP." in said.text


def test_t15_commitments_that_do_not_fit_each_other_are_found(hall: Hall) -> None:
    shares = hall.shares()
    other = sharing.deal(3, 5)
    moved = replace(shares.trustees[1], share_key=sharing.share_key(other.commitments, 2))
    changed = replace(shares, trustees=(shares.trustees[0], moved, *shares.trustees[2:]))
    (hall.out / KEY_SHARES).write_bytes(changed.to_bytes())
    refused(accepting(hall, "Bo", hall.paper("Bo")), 2, "The public share of Bo does not fit the key")


def test_a_second_key_for_the_same_ballot_needs_everybody_s_word(hall: Hall) -> None:
    hall.accept("Bo")
    for path in (hall.out / KEY_SHARES, hall.out / "Bo.acceptance.json"):
        path.unlink()
    hall.deal()
    refused(accepting(hall, "Bo", hall.paper("Bo")), 2, "You have accepted another key for this ballot")
    assert accepting(hall, "Bo", hall.paper("Bo"), "--instead-of-earlier").code == 0


def test_once_the_ballot_was_seen_there_is_no_other_key(closed: Service) -> None:
    hall = closed.hall
    closed.witnessed()
    refused(closed.open_by("Ann"), 2, "0 mixers have mixed")
    closed.mixed("Mo", "Nia")
    assert closed.open_by("Ann").code == 0
    for path in (hall.out / KEY_SHARES, hall.out / "Ann.acceptance.json"):
        path.unlink()
    hall.deal()
    refused(accepting(hall, "Ann", hall.paper("Ann"), "--instead-of-earlier"), 2, "there is no other key")


def test_somebody_without_a_share_is_told_so(hall: Hall) -> None:
    assert tool("trustee", "card", "--name", "Stranger", *hall.of("Stranger")).code == 0
    refused(accepting(hall, "Stranger", hall.paper("Bo")), 1, "You have no share in this key")


# --- Opening --------------------------------------------------------------------------------------------------------


def test_t16_the_envelopes_of_the_log_are_not_opened(closed: Service) -> None:
    closed.witnessed()
    refused(closed.open_by("Ann"), 2, "Nothing is opened before two have")
    closed.mixed("Mo")
    refused(closed.open_by("Ann"), 2, "1 mixer has mixed. Nothing is opened before two have")
    assert not list(closed.hall.out.glob("*partial*"))


def test_t16_a_pack_from_which_mixes_were_taken_is_not_opened(mixed: Service) -> None:
    for name in [name for name in mixed.proofs if name.endswith("-2.json")]:
        del mixed.proofs[name]
    refused(mixed.open_by("Ann"), 2, "1 mixer has mixed")


def test_t16_what_is_opened_are_the_outputs_of_the_last_mix(mixed: Service) -> None:
    assert mixed.open_by("Ann").code == 0
    inputs = ceremony.inputs_of(mixed.manifest, mixed.leaves, select_by(mixed.manifest, mixed.leaves))
    parts = [Partial.from_bytes(content) for content in mixed.take(mixed.hall.out / "Ann.partial.zip").values()]
    mixes = [Mix.from_bytes(content) for name, content in mixed.proofs.items() if name.startswith("mix/")]
    outputs = ceremony.check_chain(mixed.manifest, inputs, mixes)
    assert {(part.contest, part.style) for part in parts} == outputs.keys()
    for part in parts:
        ceremony.check_part(mixed.manifest, part, outputs[part.contest, part.style])


def test_on_several_cores_the_part_is_the_same(mixed: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    assert mixed.open_by("Ann").code == 0
    alone = {name: Partial.from_bytes(c).proof.parts for name, c in mixed.take(answer(mixed, "Ann")).items()}
    on_all_cores(monkeypatch)
    shutil.rmtree(mixed.hall.root / "Ann" / "answers")
    answer(mixed, "Ann").unlink()
    assert mixed.open_by("Ann").code == 0
    again = {name: Partial.from_bytes(c).proof.parts for name, c in mixed.take(answer(mixed, "Ann")).items()}
    assert again == alone and len(alone) > 1


def answer(mixed: Service, name: str) -> Path:
    return mixed.hall.out / f"{name}.partial.zip"


def test_t16_a_ballot_is_never_opened_with_other_envelopes_than_before(mixed: Service) -> None:
    assert mixed.open_by("Ann").code == 0
    mixed.add(Struck(handle(4), "left", ("secretary", "chair")))
    mixed.proofs.clear()
    mixed.witnessed()
    mixed.mixed("Nia", "Olwen")
    (mixed.hall.out / "Ann.partial.zip").unlink()
    refused(mixed.open_by("Ann"), 2, "could learn a single vote")
    assert not list(mixed.hall.out.glob("*partial*"))


def test_the_same_envelopes_may_be_opened_again_after_other_mixes(mixed: Service) -> None:
    assert mixed.open_by("Ann").code == 0
    first = (mixed.hall.out / "Ann.partial.zip").read_bytes()
    assert mixed.open_by("Ann").code == 0
    assert (mixed.hall.out / "Ann.partial.zip").read_bytes() == first
    mixed.proofs.clear()
    mixed.mixed("Nia", "Olwen")
    assert mixed.open_by("Ann").code == 0
    assert (mixed.hall.out / "Ann.partial.zip").read_bytes() != first


def test_t4_a_log_that_lost_an_entry_is_not_opened(mixed: Service) -> None:
    assert mixed.open_by("Ann").code == 0
    (mixed.hall.out / "Ann.partial.zip").unlink()
    del mixed.leaves[2]
    mixed.notes = []
    mixed.sign()
    refused(mixed.open_by("Ann"), 2, "is shorter")


def test_before_the_witnesses_have_signed_the_end_nothing_is_opened(mixed: Service) -> None:
    mixed.sign()
    refused(mixed.open_by("Ann"), 2, "Too few witnesses have signed the end of the log: 0, and 2 are needed")


def test_a_witness_s_line_that_is_false_is_found(mixed: Service) -> None:
    lines = checkpoint.read(mixed.notes[-1]).signatures
    mixed.sign()
    mixed.notes[-1] += "".join(line.line() for line in lines[1:])
    refused(mixed.open_by("Ann"), 2, "The signature of the witness Wyn on this log head is wrong")


def test_the_fingerprint_is_asked_for_each_time(mixed: Service) -> None:
    assert mixed.open_by("Ann").code == 0
    said = tool("trustee", "open", mixed.log_pack(), *mixed.hall.of("Ann"))
    refused(said, 1, "from the notice of the vote")


def test_a_pack_of_another_ballot_is_told_by_its_fingerprint(mixed: Service) -> None:
    words = mixed.words
    other = Service(mixed.hall, replace(mixed.manifest, ballot_id="another", log_origin="tair-nant/ballots/2026-4"))
    other.open()
    other.close()
    said = tool("trustee", "open", other.log_pack(), "--fingerprint", words, *mixed.hall.of("Ann"))
    refused(said, 2, "not of the ballot in the notice")


def test_a_ballot_under_another_key_than_the_accepted_one_is_not_opened(mixed: Service) -> None:
    (mixed.hall.out / KEY_SHARES).unlink()
    mixed.hall.deal()
    other = Service(mixed.hall, mixed.hall.manifest())
    other.open()
    other.vote()
    other.close()
    for name in ("Wyn", "Xan", "Mo", "Nia", "Ann"):
        shutil.rmtree(mixed.hall.root / name / "seen", ignore_errors=True)
    other.witnessed()
    other.mixed("Mo", "Nia")
    refused(other.open_by("Ann"), 2, "another key than the one that you accepted")


def on_another_machine(mixed: Service, name: str) -> Hall:
    """The folder is lost; of the key and of the share there is only paper."""
    folder = mixed.hall.root / name
    paper = mixed.hall.root / f"{name}-key.txt"
    paper.write_bytes((folder / "key-for-paper.txt").read_bytes())
    shutil.rmtree(folder)
    assert tool("trustee", "card", "--name", name, "--restore", paper, *mixed.hall.of(name)).code == 0
    return mixed.hall


def test_who_lost_their_machine_opens_from_two_papers_on_another(mixed: Service) -> None:
    hall = on_another_machine(mixed, "Ann")
    assert mixed.open_by("Ann", "--share", hall.paper("Ann")).code == 0
    mixed.take(hall.out / "Ann.partial.zip")
    for name in ("Bo", "Dee"):
        assert mixed.open_by(name).code == 0
        mixed.take(hall.out / f"{name}.partial.zip")
    mixes = [Mix.from_bytes(content) for name, content in mixed.proofs.items() if name.startswith("mix/")]
    parts = [Partial.from_bytes(content) for name, content in mixed.proofs.items() if name.startswith("partial/")]
    assert slips_of(bundle.opened_slips(mixed.manifest, mixed.leaves, mixes, parts)) == expected_slips(mixed.manifest)


def test_t14_with_the_share_of_somebody_else_nothing_is_opened(mixed: Service) -> None:
    hall = on_another_machine(mixed, "Ann")
    refused(mixed.open_by("Ann", "--share", hall.paper("Bo")), 1, "not your share of the key of this ballot")
    assert not list(hall.out.glob("*partial*"))


def test_t14_with_the_share_of_another_ballot_nothing_is_opened(mixed: Service) -> None:
    other = " ".join(share_words.to_words(sharing.deal(3, 5).shares[1]))
    refused(mixed.open_by("Ann", "--share", other), 1, "not your share of the key of this ballot")


def test_somebody_who_is_no_scrutineer_of_this_ballot_is_told_so(mixed: Service) -> None:
    assert tool("trustee", "card", "--name", "Stranger", *mixed.hall.of("Stranger")).code == 0
    refused(mixed.open_by("Stranger"), 1, "You are no scrutineer")


Changing = Callable[[Service], None]


def _no_key(service: Service) -> None:
    service.manifest = replace(service.manifest, election_key=group.base_times(5))


def _other_share(service: Service) -> None:
    first, second, *rest = service.manifest.trustees
    service.manifest = replace(service.manifest, trustees=(first, replace(second, share_key=first.share_key), *rest))


def _one_key_twice(service: Service) -> None:
    mixer = replace(service.manifest.mixers[1], key=service.manifest.mixers[0].key)
    service.manifest = replace(service.manifest, mixers=(service.manifest.mixers[0], mixer))


def _one_mixer(service: Service) -> None:
    service.manifest = replace(service.manifest, mixers=service.manifest.mixers[:1])


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (_no_key, "commitments are those of another key"),
        (_other_share, "The public share of Bo does not fit"),
        (_one_key_twice, "the same key"),
        (_one_mixer, "fewer than two mixers"),
    ],
)
def test_a_manifest_whose_keys_do_not_fit_is_refused(closed: Service, change: Changing, words: str) -> None:
    change(closed)
    made = Service(closed.hall, replace(closed.manifest, log_origin="tair-nant/ballots/2026-5"))
    made.open()
    made.close()
    refused(made.open_by("Ann"), 2, words)


def test_a_ballot_of_another_level_or_another_way_of_sealing_is_not_opened(closed: Service) -> None:
    changes: tuple[tuple[Manifest, int, str], ...] = (
        (replace(closed.manifest, level=Level.EVERYDAY, log_origin="a/ballots/1"), 1, "At the level Everyday"),
        (replace(closed.manifest, sealing=Sealing.BOX, log_origin="a/ballots/2"), 2, "not sealed to a key in shares"),
    )
    for manifest, code, words in changes:
        service = Service(closed.hall, manifest)
        service.open()
        service.close()
        refused(service.open_by("Ann"), code, words)


def test_a_ballot_in_which_nobody_voted_has_nothing_to_open(hall: Hall) -> None:
    hall.accept("Ann")
    service = Service(hall, hall.manifest())
    service.open()
    service.close()
    service.witnessed()
    said = service.open_by("Ann")
    assert (said.code, "nothing to open" in said.text) == (0, True)
    assert not list(hall.out.glob("*partial*"))


def test_a_share_is_never_said(mixed: Service) -> None:
    said = mixed.open_by("Ann").text + repr(Folder(mixed.hall.root / "Ann").share(mixed.manifest.log_origin))
    words = [
        line.split()[1]
        for line in mixed.hall.paper("Ann").read_text("utf-8").splitlines()
        if line[:2].strip().isdigit()
    ]
    assert " ".join(words[:3]) not in said
    assert str(share_words.read_words(" ".join(words))) not in said
