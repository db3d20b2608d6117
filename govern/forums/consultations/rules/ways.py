"""The ways of asking and of answering, and which of them a society's rules allow.

`Adaptation` is how the question is shown; `GivenBy` how the answer came. The rulebook names methods
(`[consultation] methods`): each adaptation, and two ways of answering, need one of them.
Source: domain.md 2.6, service-standard.md section 6.
"""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum

from govern.errors import NotAllowed
from govern.sentences import Sentence


class Adaptation(StrEnum):
    """How a question is shown to one person."""

    WORDS = "words"
    EASY = "easy"
    SYMBOLS = "symbols"
    PHOTOGRAPHS = "photographs"
    OBJECTS = "objects"
    SIGNED = "signed"
    MAT = "mat"
    FACES = "faces"
    YES_NO = "yes_no"
    SORTING = "sorting"
    TRYING = "trying"
    OBSERVING = "observing"


ADAPTATION_WORDS = {
    Adaptation.WORDS: Sentence("In words"),
    Adaptation.EASY: Sentence("In Easy Read"),
    Adaptation.SYMBOLS: Sentence("With symbols"),
    Adaptation.PHOTOGRAPHS: Sentence("With photographs"),
    Adaptation.OBJECTS: Sentence("With objects"),
    Adaptation.SIGNED: Sentence("In sign language, on video"),
    Adaptation.MAT: Sentence("On a talking mat"),
    Adaptation.FACES: Sentence("With faces"),
    Adaptation.YES_NO: Sentence("Yes, no, not sure"),
    Adaptation.SORTING: Sentence("Sorting into three"),
    Adaptation.TRYING: Sentence("Trying it out"),
    Adaptation.OBSERVING: Sentence("Watching what the person does"),
}

#: The method of the rulebook that each adaptation is.
METHOD = {
    Adaptation.WORDS: "spoken",
    Adaptation.EASY: "spoken",
    Adaptation.YES_NO: "spoken",
    Adaptation.SYMBOLS: "photo_choice",
    Adaptation.PHOTOGRAPHS: "photo_choice",
    Adaptation.FACES: "photo_choice",
    Adaptation.OBJECTS: "objects_of_reference",
    Adaptation.SIGNED: "signed",
    Adaptation.MAT: "talking_mats",
    Adaptation.SORTING: "talking_mats",
    Adaptation.TRYING: "try_it",
    Adaptation.OBSERVING: "observation",
}


class GivenBy(StrEnum):
    """How the answer came."""

    SPOKE = "spoke"
    SIGNED = "signed"
    WROTE = "wrote"
    POINTED = "pointed"
    EYE_GAZE = "eye_gaze"
    DEVICE = "device"
    SYMBOLS = "symbols"
    OBJECTS = "objects"
    PLACED = "placed"
    BEHAVIOUR = "behaviour"


GIVEN_WORDS = {
    GivenBy.SPOKE: Sentence("Spoke"),
    GivenBy.SIGNED: Sentence("Signed"),
    GivenBy.WROTE: Sentence("Wrote or typed"),
    GivenBy.POINTED: Sentence("Pointed or touched"),
    GivenBy.EYE_GAZE: Sentence("Looked, by eye gaze"),
    GivenBy.DEVICE: Sentence("Used a device that speaks"),
    GivenBy.SYMBOLS: Sentence("Gave a symbol or a photograph"),
    GivenBy.OBJECTS: Sentence("Took or handed over an object"),
    GivenBy.PLACED: Sentence("Put cards in places"),
    GivenBy.BEHAVIOUR: Sentence("Showed it by what they did, seen by somebody who knows them"),
}

_NEEDS = {GivenBy.EYE_GAZE: "eye_gaze", GivenBy.BEHAVIOUR: "observation", GivenBy.SIGNED: "signed"}


def allowed(methods: Collection[str]) -> tuple[Adaptation, ...]:
    """The adaptations that the rulebook's methods allow, in their order."""
    return tuple(kind for kind in Adaptation if METHOD[kind] in methods)


def check_adaptation(kind: Adaptation, methods: Collection[str]) -> None:
    """Raises `NotAllowed` where the rules do not name its method."""
    if METHOD[kind] not in methods:
        raise NotAllowed(
            "The rules of this society do not name this way of asking: {way}. Choose another one.",
            way=ADAPTATION_WORDS[kind],
        )


def check_given_by(given_by: GivenBy, methods: Collection[str]) -> None:
    """Raises `NotAllowed` where the rules do not name this way of answering.

    Somebody who speaks by eye gaze or by signs is heard all the same where "spoken" is allowed: it is their speech.
    """
    needed = _NEEDS.get(given_by)
    if needed is not None and needed not in methods and (needed == "observation" or "spoken" not in methods):
        raise NotAllowed(
            "The rules of this society do not name this way of answering: {way}.", way=GIVEN_WORDS[given_by]
        )
