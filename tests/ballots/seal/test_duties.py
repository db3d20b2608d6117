"""Cards, the sharing of a key and its acceptance: what cannot be trusted is refused before a ballot opens."""

from __future__ import annotations

import dataclasses

import pytest

from govern.ballots.seal import duties, group, sharing
from govern.ballots.seal.duties import Acceptance, Card, Duty, KeyShares
from govern.ballots.seal.manifest import Trustee
from govern.ballots.seal.proof_documents import NotSigned
from govern.errors import NotValid

SEEDS = [bytes([number]) * 32 for number in range(1, 6)]
CARDS = tuple(Card.made(Duty.TRUSTEE, f"Scrutineer {n}", seed) for n, seed in enumerate(SEEDS, 1))
DEALT = sharing.deal(3, 5)
SHARES = KeyShares.of("tair-nant/ballots/2026-3", DEALT, CARDS)


def test_each_document_is_read_back_as_it_was_written() -> None:
    accepted = Acceptance.made(SHARES, 2, DEALT.shares[2], SEEDS[1])
    for document in (CARDS[0], SHARES, accepted):
        assert duties.handed_in(document.to_bytes()) == document
    assert accepted.check(SHARES).name == "Scrutineer 2"


def test_a_card_under_another_name_or_duty_is_refused() -> None:
    for changed in (
        dataclasses.replace(CARDS[0], name="Somebody else"),
        dataclasses.replace(CARDS[0], duty=Duty.MIXER),
        dataclasses.replace(CARDS[0], key=CARDS[1].key),
    ):
        with pytest.raises(NotSigned):
            Card.from_bytes(changed.to_bytes())


@pytest.mark.parametrize("name", ["", " Ann", "Ann\nBo", "A" * 101])
def test_a_name_that_cannot_be_shown_is_refused(name: str) -> None:
    with pytest.raises(NotValid):
        Card.made(Duty.MIXER, name, SEEDS[0])


def test_the_name_of_a_witness_can_stand_in_a_head() -> None:
    with pytest.raises(NotValid, match="hyphen"):
        Card.made(Duty.WITNESS, "Federation of Co-ops", SEEDS[0])
    assert Card.made(Duty.WITNESS, "Federation-of-Co-ops", SEEDS[0]).name == "Federation-of-Co-ops"


def test_a_lying_dealer_is_found_by_the_trustee_whose_share_it_is() -> None:
    with pytest.raises(sharing.WrongShare):
        Acceptance.made(SHARES, 4, DEALT.shares[4] + 1, SEEDS[3])


def test_nobody_accepts_for_another() -> None:
    with pytest.raises(NotSigned):
        Acceptance.made(SHARES, 2, DEALT.shares[2], SEEDS[0])
    accepted = Acceptance.made(SHARES, 2, DEALT.shares[2], SEEDS[1])
    for changed in (dataclasses.replace(accepted, number=3), dataclasses.replace(accepted, shares_hash=bytes(32))):
        with pytest.raises(NotSigned):
            changed.check(SHARES)


def test_an_acceptance_of_another_dealing_is_none() -> None:
    again = KeyShares.of(SHARES.origin, sharing.deal(3, 5), CARDS)
    with pytest.raises(NotSigned):
        Acceptance.made(SHARES, 2, DEALT.shares[2], SEEDS[1]).check(again)


def changed_trustees(**changes: object) -> tuple[Trustee, ...]:
    first, *rest = SHARES.trustees
    return (dataclasses.replace(first, **changes), *rest)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "changed",
    [
        dataclasses.replace(SHARES, threshold=2),
        dataclasses.replace(SHARES, commitments=(*SHARES.commitments[:2], group.IDENTITY)),
        dataclasses.replace(SHARES, commitments=(SHARES.commitments[1], *SHARES.commitments[1:])),
        dataclasses.replace(SHARES, trustees=SHARES.trustees[:2]),
        dataclasses.replace(SHARES, trustees=SHARES.trustees[1:]),
        dataclasses.replace(SHARES, trustees=changed_trustees(name="Scrutineer 2")),
        dataclasses.replace(SHARES, trustees=changed_trustees(signing_key=CARDS[1].key)),
        dataclasses.replace(SHARES, trustees=changed_trustees(share_key=SHARES.trustees[1].share_key)),
    ],
    ids=["needed", "identity", "key", "too-few", "numbers", "name-twice", "key-twice", "share-of-another"],
)
def test_a_sharing_that_does_not_fit_is_refused(changed: KeyShares) -> None:
    with pytest.raises(sharing.NotADealing):
        KeyShares.from_bytes(changed.to_bytes())


def test_a_share_that_is_the_key_itself_is_refused() -> None:
    """With k = 1 every share is the key: nobody but the server at the level Everyday does so."""
    with pytest.raises(sharing.NotADealing):
        KeyShares.from_bytes(KeyShares.of("a/b", sharing.deal(1, 1), CARDS[:1]).to_bytes())


def test_another_file_is_named_as_such() -> None:
    with pytest.raises(NotValid, match="no card"):
        duties.handed_in(b'{"v":1}')
