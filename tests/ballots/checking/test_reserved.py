"""T10: what the level Contested reserves (slots, codes, keys of voters) does nothing at the levels that there are.

The slots themselves come with that level. Until then a vote forged with one is refused by whoever reads it, so nobody
can lay a log aside today that another version would count otherwise.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from govern.ballots.checking import Asked, Verdict
from govern.ballots.seal.documents import leaf_from_bytes
from govern.ballots.seal.fields import NotThisDocument
from govern.ballots.verifier.reading import Plain, spelled, written
from tests.ballots.checking.judging import both, first
from tests.ballots.checking.test_threats import a_vote_on_one_question, envelopes
from tests.ballots.verifier.ballots import a_small_bundle
from tests.ballots.verifier.building import Document, Files, resealed
from tests.ballots.verifier.mutating import leaves, relogged
from tests.ballots.verifier.test_whole_bundle import a_receipt

Forged = Callable[[list[Document]], list[Document]]
SIGNATURE = spelled(bytes(64))


def a_slot_in_an_envelope(log: list[Document]) -> list[Document]:
    """The one that is there says now that it was cast with the first code."""
    place = envelope_in(log)
    return [*log[:place], {**log[place], "slot": "A"}, *log[place + 1 :]]


def no_slot_said_in_words(log: list[Document]) -> list[Document]:
    place = envelope_in(log)
    return [*log[:place], {**log[place], "slot": "-"}, *log[place + 1 :]]


def a_second_envelope_with_a_later_slot(log: list[Document]) -> list[Document]:
    """The highest slot would win, so the copy would displace what its owner sent."""
    place = envelope_in(log)
    return before_the_close(log, {**log[place], "slot": "C", "sig": SIGNATURE})


def a_slot_under_a_handle_that_is_not_on_the_roll(log: list[Document]) -> list[Document]:
    place = envelope_in(log)
    return before_the_close(log, {**log[place], "handle": "a" * 16, "slot": "A", "sig": SIGNATURE})


def a_signature_without_a_slot(log: list[Document]) -> list[Document]:
    place = envelope_in(log)
    return [*log[:place], {**log[place], "sig": SIGNATURE}, *log[place + 1 :]]


def new_codes_for_somebody(log: list[Document]) -> list[Document]:
    """Two officers who gave a handle other keys could vote in its name."""
    handle, officers = log[envelope_in(log)]["handle"], ["one", "two"]
    keys: Document = dict.fromkeys(("A", "B", "C"), spelled(bytes(32)))
    made: Document = {"kind": "reissue", "handle": handle, "keys": keys, "reason": "lost", "officers": list(officers)}
    return before_the_close(log, made)


def envelope_in(log: list[Document]) -> int:
    return next(place for place, leaf in enumerate(log) if leaf["kind"] == "envelope")


def before_the_close(log: list[Document], leaf: Document) -> list[Document]:
    place = next(place for place, one in enumerate(log) if one["kind"] == "close")
    return [*log[:place], leaf, *log[place:]]


FORGED: tuple[Forged, ...] = (
    a_slot_in_an_envelope,
    no_slot_said_in_words,
    a_second_envelope_with_a_later_slot,
    a_slot_under_a_handle_that_is_not_on_the_roll,
    a_signature_without_a_slot,
    new_codes_for_somebody,
)


@pytest.mark.parametrize("forged", FORGED)
def test_t10_both_verifiers_refuse_whatever_bears_a_slot_a_code_or_new_keys(forged: Forged) -> None:
    """The log, its heads and its witnesses are all in the plot: everything is signed anew."""
    files = a_small_bundle()
    assert both(files) == ([], [])
    one, other = both(relogged(files, forged(leaves(files))))
    assert "V1" in one and "V1" in other, (one, other)


@pytest.mark.parametrize("forged", FORGED)
def test_t10_no_leaf_with_one_is_ever_read_so_select_never_sees_it(forged: Forged) -> None:
    log = leaves(a_small_bundle())
    (made,) = [leaf for leaf in forged(log) if leaf not in log]
    with pytest.raises(NotThisDocument):
        leaf_from_bytes(written(made))
    bare = {name: value for name, value in made.items() if name not in ("slot", "sig")}
    assert bare in log or made["kind"] == "reissue" or made["handle"] == "a" * 16, "but for that it would be read"


def test_t10_a_roll_with_keys_of_voters_is_refused_by_both() -> None:
    files: Files = a_small_bundle()
    handles = sorted({str(leaf["handle"]) for leaf in leaves(files) if leaf["kind"] == "envelope"})
    keys: Document = {"A": spelled(bytes(32))}
    roll: list[Plain] = [{"handle": handle, "style": "users", "units": 1, "keys": keys} for handle in handles]
    one, other = both(resealed({**files, "roll.json": written(roll)}))
    assert "V1" in one and "V1" in other, (one, other)


def test_t10_a_vote_that_calls_itself_contested_is_warned_of_since_it_has_no_codes() -> None:
    world = a_vote_on_one_question(4, 3)
    world.add("close")
    assert said_of_codes(world.finish()) == (Verdict.PASS, "this level has no codes of voters")
    other = a_vote_on_one_question(4, 3, level="contested")
    other.add("close")
    verdict, words = said_of_codes(other.finish())
    assert verdict is Verdict.WARN and "the level says that there should be codes" in words


def said_of_codes(files: Files) -> tuple[Verdict, str]:
    line = first(files)[11]
    assert line.name == "V12"
    return line.verdict, line.words


def test_t10_without_slots_a_vote_forged_over_another_is_told_by_its_owners_receipt() -> None:
    """What is left at the level AGM: the last envelope counts, also one that the server made. The receipt says so."""
    world = a_vote_on_one_question(4, 3)
    owner = world.people("users")[0]
    world.vote(owner, m1=(2,))
    world.add("close")
    files = world.finish()
    assert both(files) == ([], [])
    mine = envelopes(files)[0]
    line = first(files, Asked(receipts=(written(a_receipt(files, mine)),)))[6]
    assert line.verdict is Verdict.PASS and "it was not counted. A later vote in the same way" in line.words
