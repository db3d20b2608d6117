"""What somebody's own presses say, where nobody reads them: only what follows from the cards themselves."""

from __future__ import annotations

from collections.abc import Mapping

from govern.forums.consultations.rules.asking import Asks, CountsAs
from govern.forums.consultations.rules.sittings import NOT_SAYING, NOT_SURE, Place
from govern.forums.consultations.rules.weighing import Confidence, Evidence, Read, Stance

_COUNTS = {CountsAs.FOR: Stance.FOR, CountsAs.AGAINST: Stance.AGAINST}
#: A face says how somebody feels about a proposal: a leaning, never more. The middle one is "not sure".
_FACES = {
    "face-1": Stance.FOR,
    "face-2": Stance.FOR,
    "face-3": Stance.NOT_SURE,
    "face-4": Stance.AGAINST,
    "face-5": Stance.AGAINST,
}


def meant_by(
    asks: Asks, picked: str, placed: Mapping[str, Place], cards: Mapping[str, CountsAs], evidence: Evidence
) -> Read:
    """The view that was pressed, as its own reading. What says nothing clear is no clear view, and not guessed at."""
    if picked == NOT_SURE:
        return Read(Stance.NOT_SURE, evidence, Confidence.HIGH)
    if picked == NOT_SAYING:
        return Read(Stance.NOT_SAYING, evidence, Confidence.HIGH)
    if picked in cards:
        return _of_card(asks, picked, cards, evidence)
    if asks is Asks.PROPOSAL and picked in ("yes", "no"):
        return Read(Stance.FOR if picked == "yes" else Stance.AGAINST, evidence, Confidence.HIGH)
    if asks is Asks.PROPOSAL and picked in _FACES:
        stance = _FACES[picked]
        return Read(stance, evidence, Confidence.HIGH, leaning=stance is not Stance.NOT_SURE)
    liked = [card for card, place in placed.items() if place is Place.GOOD and card in cards]
    if len(liked) == 1:
        return _of_card(asks, liked[0], cards, evidence)
    return Read(Stance.NO_CLEAR_VIEW, evidence, Confidence.LOW)


def _of_card(asks: Asks, card: str, cards: Mapping[str, CountsAs], evidence: Evidence) -> Read:
    counts = cards[card]
    if asks is Asks.BETWEEN and counts is CountsAs.ITSELF:
        return Read(Stance.CARD, evidence, Confidence.HIGH, card=card)
    if asks is Asks.PROPOSAL and counts in _COUNTS:
        return Read(_COUNTS[counts], evidence, Confidence.HIGH)
    return Read(Stance.NO_CLEAR_VIEW, evidence, Confidence.LOW)
