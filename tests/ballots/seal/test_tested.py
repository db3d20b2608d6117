"""An envelope opened as a test is checked from its file alone, and no lie about it passes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from govern.ballots.seal import covers, group, slips, tested
from govern.ballots.seal.canonical import Document, decode_object, encode
from govern.ballots.seal.documents import (
    NotThisDocument,
    Sealed,
    Sealing,
    Slip,
    handle_from,
    leaf_from_bytes,
    leaf_to_bytes,
    ticket_of,
)
from govern.ballots.seal.slips import Marks
from govern.ballots.seal.tested import NotAsSealed, Tested
from tests.ballots.seal.test_manifest import MANIFEST

BALLOT = replace(MANIFEST, sealing=Sealing.SLIPS, election_key=group.base_times(group.random_scalar()))
TICKET = ticket_of(handle_from(bytes(range(10))), bytes(16))
CHOSEN: dict[str, Marks] = {"m1": ("o0",), "board": ("o3", "o1")}


def sealed_up(chosen: dict[str, Marks]) -> Tested:
    """These choices in an envelope, with the numbers that open it."""
    done = {
        contest: covers.cover(BALLOT, contest, "users", TICKET, slips.encode(BALLOT.contest(contest), marks))
        for contest, marks in chosen.items()
    }
    sealed = Sealed(BALLOT.hash(), "users", TICKET, tuple(Slip(contest, one.box) for contest, one in done.items()))
    return Tested(BALLOT, sealed, tuple(one.opener or 0 for one in done.values()), {"o3": "Ann Rees"})


GOOD = sealed_up(CHOSEN)


def with_slip(at: int, box: bytes) -> Sealed:
    boxes = list(GOOD.sealed.slips)
    boxes[at] = Slip(boxes[at].contest, box)
    return replace(GOOD.sealed, slips=tuple(boxes))


def flipped(box: bytes) -> bytes:
    """Another last bit: a new last byte could by chance be what stood there."""
    return box[:-1] + bytes([box[-1] ^ 1])


def test_the_numbers_open_just_what_was_sealed_and_the_file_comes_back() -> None:
    again = Tested.from_bytes(GOOD.to_bytes())
    assert again == GOOD and again.code == GOOD.code and len(again.fingerprint) == 12
    assert dict(tested.opened(again.manifest, again.sealed, again.openers)) == CHOSEN


def test_the_entry_of_the_log_names_no_voter_and_no_choice() -> None:
    leaf = tested.leaf_of(GOOD.sealed)
    assert leaf_from_bytes(leaf_to_bytes(leaf)) == leaf
    assert set(decode_object(leaf_to_bytes(leaf))) == {"kind", "sealed_hash", "slips"}
    other = tested.leaf_of(sealed_up({"m1": (), "board": ()}).sealed)
    assert len(leaf_to_bytes(other)) == len(leaf_to_bytes(leaf)), "as long, whatever was chosen"


OTHER = sealed_up({"m1": ("o1",), "board": ()})
LIES: dict[str, Callable[[], Tested]] = {
    "the number of another slip": lambda: replace(GOOD, openers=(GOOD.openers[1], GOOD.openers[0])),
    "the numbers of another envelope": lambda: replace(GOOD, openers=OTHER.openers),
    "a number out of range": lambda: replace(GOOD, openers=(GOOD.openers[0] + group.L, GOOD.openers[1])),
    "no number": lambda: replace(GOOD, openers=GOOD.openers[:1]),
    "nothing": lambda: replace(GOOD, openers=(0, 0)),
    "a slip of another envelope": lambda: replace(GOOD, sealed=with_slip(0, OTHER.sealed.slips[0].box)),
    "a slip that was cut": lambda: replace(GOOD, sealed=with_slip(0, GOOD.sealed.slips[0].box[:-1])),
    "a proof that was changed": lambda: replace(GOOD, sealed=with_slip(0, flipped(GOOD.sealed.slips[0].box))),
    "half the paper": lambda: replace(
        GOOD, sealed=replace(GOOD.sealed, slips=GOOD.sealed.slips[:1]), openers=GOOD.openers[:1]
    ),
    "another style": lambda: replace(GOOD, sealed=replace(GOOD.sealed, style="staff")),
    "another ticket": lambda: replace(GOOD, sealed=replace(GOOD.sealed, ticket=bytes(32))),
    "another ballot": lambda: replace(GOOD, manifest=replace(BALLOT, title="Another")),
    "a ballot sealed to one key": lambda: replace(GOOD, manifest=MANIFEST),
}


@pytest.mark.parametrize("lie", LIES)
def test_a_lie_about_a_tested_envelope_is_refused(lie: str) -> None:
    told = LIES[lie]()
    with pytest.raises(NotAsSealed):
        tested.opened(told.manifest, told.sealed, told.openers)


def test_a_slip_that_stands_for_no_choice_is_refused() -> None:
    """A covert mark: bytes that no choice has, sealed honestly otherwise (T17)."""
    slip = bytearray(slips.encode(BALLOT.contest("m1"), ()))
    slip[-1] = 1
    done = covers.cover(BALLOT, "m1", "users", TICKET, bytes(slip))
    with pytest.raises(NotAsSealed):
        tested.opened(BALLOT, with_slip(0, done.box), (done.opener or 0, GOOD.openers[1]))


@pytest.mark.parametrize("name", ["v", "manifest", "sealed", "openers", "names"])
def test_a_file_without_one_of_its_parts_or_with_another_is_refused(name: str) -> None:
    document: Document = decode_object(GOOD.to_bytes())
    without = {key: value for key, value in document.items() if key != name}
    for bad in (without, document | {name: 2}, document | {"more": 1}):
        with pytest.raises(NotThisDocument):
            Tested.from_bytes(encode(bad))


def test_a_number_that_is_no_scalar_is_refused() -> None:
    document = decode_object(GOOD.to_bytes())
    with pytest.raises(NotThisDocument):
        Tested.from_bytes(encode(document | {"openers": ["_" * 42 + "8"]}))
