"""A witness signs what goes on from what they saw, and nothing else (threat T4)."""

from __future__ import annotations

import io
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from govern.ballots.duties import commands
from govern.ballots.duties.folder import Folder
from govern.ballots.seal import bundle, checkpoint, cosigning, packs, signing
from govern.ballots.seal.documents import Closed, Epoch, leaf_to_bytes
from govern.ballots.seal.fingerprint import fingerprint
from tests.ballots.duties.given_duties import LOG, ORIGIN, Said, Service, done, sealed_by, tool


def refused(service: Service, said: Said, code: int, words: str) -> None:
    """With this code and these words, and without a signature."""
    assert (said.code, words in " ".join(said.text.split())) == (code, True), said.text
    assert not (service.hall.out / "Wyn.head.txt").exists()


@pytest.fixture
def seen(closed: Service) -> Service:
    """Wyn has seen and signed the log up to its first votes; the answer was taken away."""
    (closed.hall.out / "Wyn.head.txt").unlink()
    return closed


def test_a_witness_signs_a_log_that_only_grew(seen: Service) -> None:
    said = seen.witness("Wyn")
    assert said.code == 0
    assert "only grew" in said.text
    note = (seen.hall.out / "Wyn.head.txt").read_text("utf-8")
    assert cosigning.cosigned_at(note, seen.manifest.witnesses[0]) is not None
    assert checkpoint.read(note).checkpoint.size == len(seen.leaves)


def test_the_whole_log_will_do_in_place_of_its_hashes(seen: Service) -> None:
    assert tool("witness", "sign", seen.log_pack(), *seen.hall.of("Wyn")).code == 0


def test_t4_a_log_that_lost_its_end_is_not_signed(seen: Service) -> None:
    del seen.leaves[4:]
    seen.notes = []
    seen.sign()
    refused(seen, seen.witness("Wyn"), 2, "The log is shorter than when this tool saw it last")


def test_t4_a_log_that_lost_an_entry_in_the_middle_is_not_signed(seen: Service) -> None:
    del seen.leaves[3]
    seen.notes = []
    seen.sign()
    refused(seen, seen.witness("Wyn"), 2, "The log was changed since this tool saw it last")


def test_what_was_refused_is_not_remembered(seen: Service) -> None:
    honest = seen.copy(seen.hall)
    seen.leaves.insert(1, sealed_by(seen.manifest, 1, "users", {"m1": (), "board": ()}))
    seen.notes = []
    seen.sign()
    refused(seen, seen.witness("Wyn"), 2, "was changed")
    assert honest.witness("Wyn").code == 0


def test_a_second_manifest_for_the_same_ballot_is_refused_whatever_its_fingerprint(seen: Service) -> None:
    second = Service(seen.hall, replace(seen.manifest, title="Annual meeting, other questions"))
    second.open()
    refused(second, second.witness("Wyn"), 2, "There must never be two")


def test_another_fingerprint_than_that_of_the_notice_is_refused(closed: Service) -> None:
    words = " ".join(fingerprint(b"x" * 32))
    (closed.hall.out / "Wyn.head.txt").unlink()
    refused(
        closed,
        tool("witness", "sign", closed.head_pack(), "--fingerprint", words, *closed.hall.of("Wyn")),
        *(2, "not of the ballot in the notice"),
    )


def test_a_word_that_is_not_on_the_list_is_only_typed_wrongly(seen: Service) -> None:
    said = tool("witness", "sign", seen.head_pack(), "--fingerprint", "one two three", *seen.hall.of("Wyn"))
    refused(seen, said, 1, "has twelve words from the list")


def test_the_fingerprint_is_asked_for_and_may_be_typed_again(seen: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in (seen.hall.root / "Wyn" / "seen").iterdir():
        path.unlink()
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"acad acne\n{seen.words.upper()}\n"))
    said = tool("witness", "sign", seen.head_pack(), *seen.hall.of("Wyn"))
    assert said.code == 0
    assert said.text.index("has twelve words") < said.text.index("They are the same")


def test_where_nobody_answers_nothing_is_signed(seen: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in (seen.hall.root / "Wyn" / "seen").iterdir():
        path.unlink()
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    refused(seen, tool("witness", "sign", seen.head_pack(), *seen.hall.of("Wyn")), 1, "was not answered")


def test_a_head_by_another_key_is_refused(seen: Service) -> None:
    head = checkpoint.read(seen.notes[-1]).checkpoint
    seen.notes[-1] = checkpoint.sign(head, b"o" * 32).note()
    refused(seen, seen.witness("Wyn"), 2, "The log has not signed this head")


def test_an_earlier_head_that_the_log_never_had_is_refused(seen: Service) -> None:
    head = checkpoint.read(seen.notes[2]).checkpoint
    seen.notes[2] = checkpoint.sign(replace(head, root=b"r" * 32), LOG).note()
    refused(seen, seen.witness("Wyn"), 2, "does not belong to these entries")


def test_hashes_that_go_beyond_the_newest_head_are_refused(seen: Service) -> None:
    del seen.notes[-1]
    refused(seen, seen.witness("Wyn"), 2, "not of the whole log")


def test_a_log_that_was_opened_for_other_papers_is_refused(seen: Service) -> None:
    seen.manifest = replace(seen.manifest, society="Somebody else")
    refused(seen, seen.witness("Wyn"), 2, "opened for other papers")


def test_hashes_beside_another_log_are_refused(seen: Service) -> None:
    refused(
        seen, tool("witness", "sign", seen.log_pack(**{packs.HASHES: bytes(32)}), *seen.hall.of("Wyn")), 2, "another"
    )


def test_somebody_who_is_no_witness_of_this_ballot_is_told_so(closed: Service) -> None:
    (closed.hall.out / "Wyn.head.txt").unlink()
    stranger = tool("witness", "card", "--name", "Stranger", *closed.hall.of("Stranger"))
    assert stranger.code == 0
    refused(closed, tool("witness", "sign", closed.head_pack(), *closed.hall.of("Stranger")), 1, "You are no witness")


def test_a_pack_that_was_damaged_on_its_way_is_no_crime(seen: Service) -> None:
    pack = seen.head_pack()
    content = bytearray(pack.read_bytes())
    content[len(content) // 2] ^= 1
    pack.write_bytes(content)
    refused(seen, tool("witness", "sign", pack, *seen.hall.of("Wyn")), 1, "Ask for a fresh copy")
    pack.write_bytes(b"")
    refused(seen, tool("witness", "sign", pack, *seen.hall.of("Wyn")), 1, "not a zip file")
    refused(seen, tool("witness", "sign", Path("none.zip"), *seen.hall.of("Wyn")), 1, "There is no file none.zip")


def test_a_pack_without_its_heads_is_the_wrong_one(seen: Service) -> None:
    pack = seen.hall.root / "part.zip"
    pack.write_bytes(bundle.pack({"manifest.json": seen.manifest.to_bytes()}))
    refused(seen, tool("witness", "sign", pack, *seen.hall.of("Wyn")), 1, "not the one for this step")


def test_a_witness_s_clock_never_goes_back(seen: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "_now", lambda: datetime.now(UTC) - timedelta(days=1))
    refused(seen, seen.witness("Wyn"), 1, "The clock of this machine has gone back")


def test_the_server_s_clock_is_told_and_stops_nothing(seen: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    seen.at -= timedelta(hours=2)
    seen.sign()
    said = seen.witness("Wyn")
    assert (said.code, "the server's clock went back" in said.text) == (0, True)
    seen.at = datetime.now(UTC) + timedelta(days=2)
    seen.sign()
    assert "Check this clock" in seen.witness("Wyn").text


# --- A server that was restored -------------------------------------------------------------------------------------


def restored(service: Service, *, says_so: bool) -> None:
    """The server goes on from the copy with three entries."""
    lost = checkpoint.read(service.notes[6]).checkpoint
    del service.leaves[3:], service.notes[3:]
    if says_so:
        service.add(Epoch(lost.size, lost.root, ("secretary", "chair")))
    service.add(Closed())


def test_after_a_restore_a_witness_goes_on_only_when_everybody_agreed(seen: Service) -> None:
    restored(seen, says_so=True)
    words = ["witness", "sign", seen.log_pack(), *seen.hall.of("Wyn")]
    refused(seen, tool(*words), 2, "put back to an older copy")
    assert tool(*words, "--after-restore").code == 0
    assert seen.witness("Wyn").code == 0, "from here on it is the log that was seen"


def test_with_hashes_alone_a_witness_follows_the_officers_word_and_keeps_the_proof(seen: Service) -> None:
    before = Folder(seen.hall.root / "Wyn").seen(ORIGIN)
    restored(seen, says_so=True)
    words = ["witness", "sign", seen.head_pack(), *seen.hall.of("Wyn")]
    refused(seen, tool(*words), 2, "is shorter")
    assert "kept as proof" in done(*words, "--after-restore")
    (kept,) = (seen.hall.root / "Wyn" / "lost").iterdir()
    assert before is not None
    assert kept.read_bytes() == before.to_bytes()
    assert "only grew" in seen.witness("Wyn").text


def test_no_option_helps_where_the_log_does_not_say_that_it_was_restored(seen: Service) -> None:
    restored(seen, says_so=False)
    refused(seen, tool("witness", "sign", seen.log_pack(), "--after-restore", *seen.hall.of("Wyn")), 2, "is shorter")


def test_a_restore_that_lost_less_than_was_seen_explains_nothing(seen: Service) -> None:
    lost = checkpoint.read(seen.notes[2]).checkpoint
    del seen.leaves[2:], seen.notes[2:]
    seen.add(Epoch(lost.size, lost.root, ("secretary", "chair")))
    seen.add(*(Closed(),))
    refused(seen, tool("witness", "sign", seen.log_pack(), "--after-restore", *seen.hall.of("Wyn")), 2, "is shorter")


def test_a_damaged_note_of_what_was_seen_stops_everything(seen: Service) -> None:
    (path,) = (seen.hall.root / "Wyn" / "seen").iterdir()
    path.write_bytes(path.read_bytes()[:-1])
    refused(seen, seen.witness("Wyn"), 2, "STOP.")


def test_the_line_is_over_what_the_manifest_calls_the_log(seen: Service) -> None:
    assert seen.witness("Wyn").code == 0
    note = (seen.hall.out / "Wyn.head.txt").read_text("utf-8")
    assert checkpoint.verify(note, ORIGIN, signing.public_key_of(LOG)).size == len(seen.leaves)
    assert leaf_to_bytes(seen.leaves[0])
