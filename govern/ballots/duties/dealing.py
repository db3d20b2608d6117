"""The dealer's part: a new key for one ballot, in shares, on a machine that is off the network (decision 27).

For a moment this machine knows the whole key. That is why it happens before witnesses, and why nothing but the shares
is ever written down.
"""

from __future__ import annotations

from pathlib import Path

from govern.ballots.duties.cards import paper
from govern.ballots.duties.folder import REHEARSAL, file_name, is_rehearsal, read_small, write_whole
from govern.ballots.duties.refusing import found_wrong
from govern.ballots.duties.speaking import Voice
from govern.ballots.seal import share_words, sharing
from govern.ballots.seal.checkpoint import is_name
from govern.ballots.seal.duties import Card, Duty, KeyShares
from govern.ballots.seal.fields import repeats
from govern.ballots.seal.fingerprint import fingerprint
from govern.errors import AlreadyDone, NotValid
from govern.sentences import Sentence

SHARES = "key-shares.json"


def deal(
    voice: Voice, origin: str, needed: int, cards: list[Path], to: Path, *, rehearsal: bool, alone: bool
) -> None:
    """Deal the key. `alone`: the dealer has said already that the machine is off the network."""
    trustees = tuple(_card(path) for path in cards)
    _check(origin, trustees, rehearsal=rehearsal)
    if (to / SHARES).exists():
        raise AlreadyDone(
            "A key was dealt into {folder} already. To deal another, choose a new folder and tell all scrutineers.",
            folder=str(to),
        )
    voice.say(
        Sentence("You are about to make the key of the ballot {origin}.", origin=origin),
        Sentence("For a moment this machine knows the whole key. The result will say that there was a dealer."),
        Sentence("The machine must be off the network: no cable, no wireless. Witnesses should look on."),
    )
    if not alone and voice.ask(Sentence("Is it off the network? Type off to go on.")).lower() not in (
        "off",
        "i ffwrdd",
    ):
        raise NotValid("Nothing was made. Take the machine off the network first.")
    dealing = sharing.deal(needed, len(trustees))
    shares = KeyShares.of(origin, dealing, trustees)
    KeyShares.from_bytes(shares.to_bytes())
    names = " ".join(fingerprint(shares.hash()))
    files = {trustee.name: to / f"{file_name(trustee.name)}.share.txt" for trustee in shares.trustees}
    for trustee in shares.trustees:
        share = dealing.shares[trustee.number]
        sharing.check_share(shares.commitments, trustee.number, share)
        words = share_words.to_words(share)
        if share_words.read_words(" ".join(words)) != share:
            raise NotValid("The words of a share could not be read back. Nothing was dealt. Try another machine.")
        write_whole(files[trustee.name], paper(_head(voice, shares, trustee.number, names), words), secret=True)
    write_whole(to / SHARES, shares.to_bytes())
    del dealing, words, share
    _say_what_next(voice, shares, files, names, to)


def _card(path: Path) -> Card:
    content = read_small(path)
    with found_wrong():
        card = Card.from_bytes(content)
    if card.duty is not Duty.TRUSTEE:
        raise NotValid(
            "The card of {name} is for another duty. Ask for a card made with govern trustee.", name=card.name
        )
    return card


def _check(origin: str, cards: tuple[Card, ...], *, rehearsal: bool) -> None:
    if not is_name(origin) or len(origin) > 200:
        raise NotValid("The name of the ballot's log has no spaces. Copy it from the page of the ballot.")
    if is_rehearsal(origin) is not rehearsal or any(
        card.name.endswith(f"-{REHEARSAL}") is not rehearsal for card in cards
    ):
        raise NotValid(
            "A rehearsal has a log whose name says rehearsal, and cards made with --rehearsal. A ballot has neither."
        )
    if repeats(file_name(card.name).lower() for card in cards) or repeats(card.key for card in cards):
        raise NotValid("Two cards have the same key, or names that are too much alike. Each brings their own card.")


def _head(voice: Voice, shares: KeyShares, number: int, names: str) -> list[str]:
    trustee = shares.trustees[number - 1]
    said = (
        Sentence("A share of the key of the ballot {origin}", origin=shares.origin),
        Sentence(
            "Share {number} of {all}, for {name} alone", number=number, all=len(shares.trustees), name=trustee.name
        ),
        Sentence("The words of this key: {words}", words=names),
        Sentence(
            "Copy the 33 words onto paper and lock it away. Papers that open the ballot together: {n}",
            n=shares.threshold,
        ),
    )
    return [voice.words(sentence) for sentence in said]


def _say_what_next(voice: Voice, shares: KeyShares, files: dict[str, Path], names: str, to: Path) -> None:
    voice.say(
        Sentence("The key is made. Shares: {all}. Needed to open: {n}", all=len(shares.trustees), n=shares.threshold),
        Sentence("Read these twelve words aloud. Everybody writes them down: {words}", words=names),
        Sentence("Give each file to its own scrutineer, on a stick, and to nobody else:"),
    )
    for name, path in files.items():
        voice.say(Sentence("For {name}: {file}", name=name, file=str(path)))
    voice.say(
        Sentence(
            "This one is public. Give it to all of them and to the returning officer: {file}", file=str(to / SHARES)
        ),
        Sentence(
            "The program has forgotten the key. Delete the files of the shares here, and switch the machine off."
        ),
    )
