"""Who holds a duty in a ballot that no single machine opens (level AGM), and what is missing until it can be frozen.

Cards, the sharing of the key and acceptances come in any order (docs/ceremony-files.md). Nothing here trusts the
server: each file is signed, and the sharing is for just one ballot.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from govern.ballots.seal import cosigning
from govern.ballots.seal.checkpoint import CheckpointRefused
from govern.ballots.seal.documents import Level, Manifest, Signer, Trustee
from govern.ballots.seal.duties import Acceptance, Card, Duty, KeyShares
from govern.constituencies.rulebook.book import Rulebook, citation
from govern.errors import AlreadyDone, GovernError, NotValid, WrongMoment
from govern.sentences import Sentence

LEAST_MIXERS = 2
LEAST_WITNESSES = 2
"""However few the rules of a society ask for: with one, whoever signs alone could sign two lists."""


class Handed(msgspec.Struct, frozen=True):
    """What was handed in for one ballot so far. Acceptances may be there before the sharing that they are for."""

    cards: tuple[Card, ...] = ()
    shares: KeyShares | None = None
    acceptances: tuple[Acceptance, ...] = ()

    def of(self, duty: Duty) -> tuple[Card, ...]:
        return tuple(card for card in self.cards if card.duty is duty)

    @property
    def accepted(self) -> frozenset[int]:
        return frozenset(one.number for one in self.acceptances) if self.shares is not None else frozenset()


class Holders(msgspec.Struct, frozen=True, kw_only=True):
    """Who opens, mixes and witnesses, as the manifest says it."""

    level: Level
    feldman: tuple[bytes, ...]
    trustees: tuple[Trustee, ...]
    mixers: tuple[Signer, ...]
    witnesses: tuple[Signer, ...] = ()
    witness_quorum: int = 0


def log_origin(society: str, number: str) -> str:
    """The name of a ballot's log: what a key is dealt for, and what its heads say. `society`: its short name."""
    return f"{society}/ballots/{number}"


def quorum_of(witnesses: int) -> int:
    """More than half: two different heads of one log can then never both have enough honest witnesses, and one who
    falls ill does not stop the count (ADR 33)."""
    return witnesses // 2 + 1


# --- Each file as it comes ------------------------------------------------------------------------------------------


def with_card(handed: Handed, card: Card, own_keys: frozenset[bytes]) -> Handed:
    """One more person with a duty. `own_keys` are the server's. Raises NotValid, AlreadyDone."""
    if card in handed.cards:
        raise AlreadyDone("The card of {name} is here already. There is nothing more to do.", name=card.name)
    if card.key in own_keys:
        raise NotValid("This card holds a key of the society’s server. Each person makes a key of their own.")
    for other in handed.cards:
        _check_apart(card.key, card.name, other.key, other.name)
    if handed.shares is not None:
        if card.duty is Duty.TRUSTEE:
            _check_has_a_share(card, handed.shares)
        else:
            for trustee in handed.shares.trustees:
                _check_apart(card.key, card.name, trustee.signing_key, trustee.name)
    return msgspec.structs.replace(handed, cards=(*handed.cards, card))


def _check_apart(key: bytes, name: str, other_key: bytes, other_name: str) -> None:
    if key == other_key:
        raise NotValid(
            "{name} has this key already, for another duty. Make a new card for each duty.", name=other_name
        )
    if name == other_name:
        raise NotValid(
            "{name} has a duty in this vote already. Nobody holds two: ask somebody else, or use another name.",
            name=name,
        )


def _check_has_a_share(card: Card, shares: KeyShares) -> None:
    if (card.name, card.key) not in {(trustee.name, trustee.signing_key) for trustee in shares.trustees}:
        raise NotValid(
            "{name} holds no share of the key of this vote. Deal the key again with this card, or leave it out.",
            name=card.name,
        )


def with_shares(handed: Handed, shares: KeyShares, origin: str, own_keys: frozenset[bytes]) -> Handed:
    """How the key is shared, among two or more (a share that is the key itself was refused when it was read).

    Acceptances that are for another dealing go. Raises NotValid, AlreadyDone."""
    if shares == handed.shares:
        raise AlreadyDone("This sharing of the key is here already. There is nothing more to do.")
    if shares.origin != origin:
        raise NotValid(
            "This key was dealt for {other}, and this vote is {own}. Deal a key for this vote.",
            other=shares.origin,
            own=origin,
        )
    for trustee in shares.trustees:
        if trustee.signing_key in own_keys:
            raise NotValid("This sharing gives a share to the society’s server. Deal it to people only.")
        for other in handed.cards:
            if other.duty is not Duty.TRUSTEE:
                _check_apart(trustee.signing_key, trustee.name, other.key, other.name)
    for card in handed.of(Duty.TRUSTEE):
        _check_has_a_share(card, shares)
    kept = tuple(one for one in handed.acceptances if _fits(one, shares))
    return msgspec.structs.replace(handed, shares=shares, acceptances=kept)


def with_acceptance(handed: Handed, accepted: Acceptance) -> Handed:
    """One scrutineer's word. Before the sharing is here it is kept unread. Raises NotSigned, AlreadyDone."""
    if accepted in handed.acceptances:
        raise AlreadyDone("This acceptance is here already. There is nothing more to do.")
    if handed.shares is not None:
        accepted.check(handed.shares)
    others = tuple(one for one in handed.acceptances if one.number != accepted.number)
    return msgspec.structs.replace(handed, acceptances=(*others, accepted))


def _fits(accepted: Acceptance, shares: KeyShares) -> bool:
    try:
        accepted.check(shares)
    except GovernError:
        return False
    return True


# --- What is missing ------------------------------------------------------------------------------------------------


def missing_duties(handed: Handed, book: Rulebook) -> Iterator[Sentence]:
    """Everything that stops the freeze, in the order in which it is done. The rules may ask for more witnesses
    (decision 13)."""
    witnesses = max(LEAST_WITNESSES, book.ballot.witnesses)
    for duty, least, asked in (
        (Duty.MIXER, LEAST_MIXERS, Sentence("Two mixers or more are needed. Each hands in a card.")),
        (Duty.WITNESS, witnesses, _asked_of_witnesses(witnesses, book)),
    ):
        if len(handed.of(duty)) < least:
            yield asked
    if handed.shares is None:
        yield Sentence("The key is not dealt. The scrutineers meet, deal it, and hand in the file key-shares.json.")
        return
    for trustee in handed.shares.trustees:
        if trustee.number not in handed.accepted:
            yield Sentence("{name} has not said yet that their share of the key fits.", name=trustee.name)


def _asked_of_witnesses(least: int, book: Rulebook) -> Sentence:
    if least == LEAST_WITNESSES:
        return Sentence("Two witnesses or more are needed. Each hands in a card.")
    return Sentence(
        "{least} witnesses or more are needed ({clause}). Each hands in a card.",
        least=least,
        clause=citation("ballot.witnesses", book),
    )


def holders_of(handed: Handed, book: Rulebook) -> Holders:
    """What goes into the manifest. Raises WrongMoment naming the first thing that is missing."""
    for sentence in missing_duties(handed, book):
        raise WrongMoment(sentence)
    assert handed.shares is not None
    witnesses = tuple(card.signer() for card in handed.of(Duty.WITNESS))
    return Holders(
        level=Level.AGM,
        feldman=handed.shares.commitments,
        trustees=handed.shares.trustees,
        mixers=tuple(card.signer() for card in handed.of(Duty.MIXER)),
        witnesses=witnesses,
        witness_quorum=quorum_of(len(witnesses)),
    )


# --- Witnesses ------------------------------------------------------------------------------------------------------


def who_signed(manifest: Manifest, note: str) -> tuple[Signer, ...]:
    """The witnesses of this ballot whose line stands under a head, in the manifest's order. A wrong line is none."""

    def signed(witness: Signer) -> bool:
        try:
            return cosigning.cosigned_at(note, witness) is not None
        except CheckpointRefused:
            return False

    return tuple(witness for witness in manifest.witnesses if signed(witness))
