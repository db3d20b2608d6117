"""A key is made once, its dealer never deals over another dealing, and a rehearsal is never taken for a ballot."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import pytest

from govern.ballots.duties.commands import main
from govern.ballots.duties.folder import Folder, file_name, is_rehearsal, write_whole
from govern.ballots.seal import share_words
from govern.ballots.seal.duties import Card, Duty
from tests.ballots.duties.given_duties import ORIGIN, TRUSTEES, Hall, Said, Service, done, tool

REHEARSED = "tair-nant/ballots/2026-3/rehearsal"


def refused(said: Said, code: int, words: str) -> None:
    assert (said.code, words in " ".join(said.text.split())) == (code, True), said.text


@pytest.fixture
def empty(tmp_path: Path) -> Hall:
    return Hall(tmp_path / "all")


# --- Cards ----------------------------------------------------------------------------------------------------------


def test_a_key_is_made_once_and_its_card_as_often_as_one_likes(empty: Hall) -> None:
    done("mixer", "card", "--name", "Mo", *empty.of("Mo"))
    first = empty.card("Mo").read_bytes()
    empty.card("Mo").unlink()
    assert "Your key was made before" in done("mixer", "card", *empty.of("Mo"))
    assert empty.card("Mo").read_bytes() == first
    assert Card.from_bytes(first).duty is Duty.MIXER


def test_nobody_else_on_the_machine_can_read_a_key(empty: Hall) -> None:
    done("witness", "card", "--name", "Wyn", *empty.of("Wyn"))
    assert (empty.root / "Wyn").stat().st_mode & 0o077 == 0
    for path in (empty.root / "Wyn").iterdir():
        assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("at", ["key.json", "key-for-paper.txt"])
def test_when_the_power_fails_no_key_is_left_without_its_paper(
    empty: Hall, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    def fails(path: Path, content: bytes, *, secret: bool = False) -> None:
        if path.name == at:
            raise OSError(5, "Input/output error", str(path))
        write_whole(path, content, secret=secret)

    monkeypatch.setattr("govern.ballots.duties.folder.write_whole", fails)
    refused(tool("mixer", "card", "--name", "Mo", *empty.of("Mo")), 1, "Input/output error")
    assert not empty.card("Mo").exists()
    monkeypatch.undo()
    done("mixer", "card", "--name", "Mo", *empty.of("Mo"))
    page = (empty.root / "Mo" / "key-for-paper.txt").read_text("utf-8")
    words = " ".join(line.split()[1] for line in page.splitlines()[-33:])
    assert share_words.secret_of(words) == Folder(empty.root / "Mo").key(Duty.MIXER).seed


def test_a_second_name_needs_a_second_folder(empty: Hall) -> None:
    done("mixer", "card", "--name", "Mo", *empty.of("Mo"))
    refused(
        tool("mixer", "card", "--name", "Nia", *empty.of("Mo")), 1, "There is a key for Mo in this folder already"
    )
    refused(tool("witness", "card", *empty.of("Mo")), 1, "for another duty")


def test_the_name_is_asked_for(empty: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("Ann Jones\n"))
    done("trustee", "card", *empty.of("Ann"))
    assert Card.from_bytes((empty.out / "Ann-Jones.card.json").read_bytes()).name == "Ann Jones"


def test_a_name_that_cannot_stand_in_a_head_makes_no_key(empty: Hall) -> None:
    refused(tool("witness", "card", "--name", "Ann Jones", *empty.of("Ann")), 1, "no spaces")
    assert not (empty.root / "Ann").exists()


def test_a_key_comes_back_from_its_words(empty: Hall) -> None:
    done("mixer", "card", "--name", "Mo", *empty.of("Mo"))
    paper = empty.root / "Mo" / "key-for-paper.txt"
    seed = Folder(empty.root / "Mo").key(Duty.MIXER).seed
    done("mixer", "card", "--name", "Mo", "--restore", paper, *empty.of("other"))
    assert Folder(empty.root / "other").key(Duty.MIXER).seed == seed
    text = paper.read_text("utf-8")
    line = next(line for line in text.splitlines() if line.startswith("33 "))
    paper.write_text(text.replace(line, "33 acid" if line != "33 acid" else "33 academic"), "utf-8")
    refused(tool("mixer", "card", "--name", "Mo", "--restore", paper, *empty.of("third")), 1, "Word 33,")
    assert not (empty.root / "third").exists()


# --- Dealing --------------------------------------------------------------------------------------------------------


def dealing(hall: Hall, *more: object, origin: str = ORIGIN, names: tuple[str, ...] = TRUSTEES) -> Said:
    cards = [hall.card(name) for name in names]
    words = ["--origin", origin, "--needed", 3, "--off-the-network", *cards]
    return tool("trustee", "deal", *words, *hall.of("dealer"), *more)


def test_any_three_papers_of_five_are_the_key_and_no_paper_is_another(hall: Hall) -> None:
    papers = [hall.paper(name).read_text("utf-8") for name in TRUSTEES]
    shares = [
        share_words.read_words(" ".join(line.split()[1] for line in page.splitlines()[-33:])) for page in papers
    ]
    assert len(set(shares)) == 5
    for name, page in zip(TRUSTEES, papers, strict=True):
        assert f"for {name} alone" in page
        assert hall.paper(name).stat().st_mode & 0o077 == 0


def test_the_dealer_s_folder_keeps_nothing(hall: Hall) -> None:
    assert not (hall.root / "dealer").exists()
    assert {path.name for path in hall.out.iterdir()} >= {"key-shares.json"}
    assert not list(hall.out.glob("*unfinished*"))


def test_nothing_is_dealt_over_another_dealing(hall: Hall) -> None:
    before = (hall.out / "key-shares.json").read_bytes()
    refused(dealing(hall), 1, "A key was dealt into")
    assert (hall.out / "key-shares.json").read_bytes() == before


def test_a_dealing_that_broke_off_is_begun_afresh(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    (hall.out / "key-shares.json").unlink()
    old = hall.paper("Ann").read_bytes()

    def full(path: Path, content: bytes, *, secret: bool = False) -> None:
        if path.name == "key-shares.json":
            raise OSError(28, "No space left on device", str(path))
        write_whole(path, content, secret=secret)

    monkeypatch.setattr("govern.ballots.duties.dealing.write_whole", full)
    refused(dealing(hall), 1, "No space left on device")
    assert not (hall.out / "key-shares.json").exists()
    monkeypatch.undo()
    assert dealing(hall).code == 0
    assert hall.paper("Ann").read_bytes() != old
    hall.accept("Ann")


def test_a_file_is_there_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "key.json"
    write_whole(path, b"old", secret=True)

    def breaks(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", breaks)
    with pytest.raises(OSError, match="No space"):
        write_whole(path, b"new", secret=True)
    assert path.read_bytes() == b"old"


def test_a_machine_on_the_network_deals_nothing(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    (hall.out / "key-shares.json").unlink()
    cards = [hall.card(name) for name in TRUSTEES]
    words = ["trustee", "deal", "--origin", ORIGIN, "--needed", 3, *cards, *hall.of("dealer")]
    monkeypatch.setattr(sys, "stdin", io.StringIO("no\n"))
    refused(tool(*words), 1, "Take the machine off the network first")
    monkeypatch.setattr(sys, "stdin", io.StringIO("off\n"))
    assert tool(*words).code == 0


def test_cards_that_cannot_share_a_key_are_refused(hall: Hall) -> None:
    (hall.out / "key-shares.json").unlink()
    refused(dealing(hall, names=("Ann", "Bo", "Mo")), 1, "The card of Mo is for another duty")
    refused(dealing(hall, names=("Ann", "Bo", "Ann")), 1, "Two cards have the same key")
    refused(dealing(hall, names=("Ann", "Bo")), 1, "no more are needed than there are")
    refused(dealing(hall, origin="tair nant"), 1, "has no spaces")
    card = hall.card("Ann")
    card.write_bytes(card.read_bytes().replace(b'"Ann"', b'"Anna"'))
    refused(dealing(hall), 2, "was not signed with the key that it names")
    assert not (hall.out / "key-shares.json").exists()


# --- Rehearsals -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("origin", "rehearsal"),
    [
        (REHEARSED, True),
        ("tair-nant-rehearsal/ballots/2026-3", True),
        ("rehearsal/ballots/2026-3", True),
        (ORIGIN, False),
        ("rehearsals/ballots/2026-3", False),
        ("dress-rehearsal-choir/ballots/2026-3", False),
    ],
)
def test_the_name_of_the_log_tells_a_rehearsal(origin: str, rehearsal: bool) -> None:
    assert is_rehearsal(origin) is rehearsal


def test_a_rehearsal_goes_as_the_ballot_goes_and_says_what_it_is(empty: Hall) -> None:
    hall = Hall(empty.root, REHEARSED, ("--rehearsal",))
    hall.cards()
    hall.deal()
    for name in TRUSTEES:
        hall.accept(name)
    service = Service(hall, hall.manifest())
    service.open()
    said = tool("witness", "sign", service.head_pack(), "--fingerprint", service.words, *hall.of("Wyn"))
    assert said.code == 0
    assert said.text.startswith("This is a dress rehearsal. Nothing in it counts.")
    assert said.text.endswith("That was a rehearsal.\n")
    assert service.manifest.witnesses[0].name == "Wyn-rehearsal"


def test_a_rehearsal_and_a_ballot_are_never_taken_for_each_other(closed: Service) -> None:
    hall = closed.hall
    rehearsing = Hall(hall.root, REHEARSED, ("--rehearsal",))
    refused(tool("witness", "sign", closed.head_pack(), *rehearsing.of("Wyn")), 1, "of a rehearsal")
    done("witness", "card", "--name", "Wyn", *rehearsing.of("Wyn-2"))
    refused(tool("witness", "sign", closed.head_pack(), *rehearsing.of("Wyn-2")), 1, "of a ballot in earnest")
    refused(tool("witness", "sign", closed.head_pack(), *hall.of("Wyn-2")), 1, "of a rehearsal")
    (hall.out / "key-shares.json").unlink()
    refused(dealing(hall, origin=REHEARSED), 1, "A rehearsal has a log whose name says rehearsal")
    refused(dealing(hall, "--rehearsal"), 1, "A rehearsal has a log whose name says rehearsal")
    done("trustee", "card", "--name", "Zoe", *rehearsing.of("Zoe"))
    mixed_up = [hall.card("Ann"), hall.card("Bo"), rehearsing.card("Zoe")]
    words = ["trustee", "deal", "--origin", ORIGIN, "--needed", 2, "--off-the-network", *mixed_up, *hall.of("dealer")]
    refused(tool(*words), 1, "A rehearsal has a log whose name says rehearsal")


def test_a_pack_of_a_rehearsal_needs_the_word(closed: Service) -> None:
    other = Hall(closed.hall.root, REHEARSED)
    service = Service(other, other.manifest())
    service.open()
    refused(tool("witness", "sign", service.head_pack(), *closed.hall.of("Wyn")), 1, "To rehearse, add --rehearsal")


def test_a_rehearsal_has_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["mixer", "card", "--name", "Mo"]) == main(["mixer", "card", "--name", "Mo", "--rehearsal"]) == 0
    assert {path.name for path in tmp_path.iterdir()} == {
        *("govern-mixer", "govern-mixer-rehearsal", "Mo.card.json", "Mo-rehearsal.card.json")
    }


# --- Words ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "file"), [("Siân Ŵyn-Jones", "Sian-Wyn-Jones"), ("../etc", "etc"), ("李", "somebody"), ("CON.", "CON")]
)
def test_a_name_makes_a_plain_file_name(name: str, file: str) -> None:
    assert file_name(name) == file


def test_a_word_typed_wrongly_in_the_command_is_no_alarm() -> None:
    assert tool("mixer", "mx").code == 1
    assert tool().code == 1
    assert tool("--help").code == 0
