"""What a forum may do when it gathers: its agenda, deciding, what concerns one person, putting off, what is owed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import StrEnum
from uuid import UUID

from govern.constituencies.register.rules.training import TrainingKind
from govern.errors import AlreadyDone, NotAllowed, NotValid, WrongMoment
from govern.sentences import Sentence


class HowDecided(StrEnum):
    """How a decision was found: by consensus first, by a majority of those present where there was none (M57)."""

    CONSENSUS = "consensus"
    MAJORITY = "majority"


class View(StrEnum):
    """Where the view of the person stands whom something is about (M33)."""

    NOT_ASKED = "not_asked"
    HERE = "here"
    SAID = "said"


class Box(StrEnum):
    """The three boxes of a gathering that looks back (M27)."""

    WORKS = "works"
    DOES_NOT = "does_not"
    CHANGE = "change"


def check_trained(lacking: Collection[TrainingKind]) -> None:
    """Whoever leads a forum has learned how before an agenda goes out (M16). Raises `NotAllowed` with the rule."""
    if lacking:
        raise NotAllowed(
            "Whoever leads a forum learns how first, and the register does not say that you have. Once you had the "
            "training, ask the secretary to note it. Then send the agenda. ({rule})",
            rule="elections.training_required",
        )


def check_view(about: UUID | None, view: View | None) -> None:
    """Nothing about a person is settled while they were not asked (M33). Raises `NotAllowed`."""
    if about is not None and view in (None, View.NOT_ASKED):
        raise NotAllowed(
            "This is about one person, and nobody has asked them yet. Hear them first, or put it off.",
            field="decision",
        )


def check_numbers(voted_for: int, against: int, neither: int, *, present: int) -> None:
    """Never more voices than members present. Guests have none (invariant 62). Raises `NotValid`."""
    voices = voted_for + against + neither
    if voices > present:
        raise NotValid(
            "Voices you counted: {voices}. Members here: {present}. Guests have no vote. Count again.",
            field="voted_for",
            voices=voices,
            present=present,
        )


def carried_by(voted_for: int, present: int) -> bool:
    """A majority is more than half of the members present, strictly (invariant 33).

    >>> carried_by(3, 6), carried_by(4, 6)
    (False, True)
    """
    return 2 * voted_for > present


def check_consensus_first(sought: bool) -> None:
    """Raises `NotValid` where nobody looked for agreement before voting (M57)."""
    if not sought:
        raise NotValid(
            "Look for something everybody can agree to first. Vote only when that has not worked.", field="sought"
        )


def check_more_time(more_time_given: bool, owed: bool) -> None:
    """More time is given once, without a vote (M87). Raises `AlreadyDone`, or `NotAllowed` for an answer owed."""
    check_stays(owed)
    if more_time_given:
        raise AlreadyDone("More time was given on this once. It is dealt with now.")


def check_stays(owed: bool) -> None:
    """An answer that is owed is neither taken off nor put off: it is answered (invariant 66). Raises `NotAllowed`."""
    if owed:
        raise NotAllowed("The forum owes an answer to this. It stays until it is answered.")


def check_not_answered_by_talk(owed: bool) -> None:
    """Talking about it answers nobody (invariant 66). Raises `NotAllowed`."""
    if owed:
        raise NotAllowed(
            "The forum owes an answer to this. Answer on the page of the recommendation; then it is done here too."
        )


def check_may_be_planned(owed: bool, about: UUID | None) -> None:
    """An answer is given and not planned; a plan is read by others than those who know whom something is about (M33).

    Raises `NotAllowed`.
    """
    check_stays(owed)
    if about is not None:
        raise NotAllowed("This is about one person, and others read a plan. Write the plan in words of its own.")


def check_quorum_of_a_forum(counted: int, needed: int) -> None:
    """Without a quorum a forum talks and decides nothing (invariant 24). Raises `WrongMoment`."""
    if counted < needed:
        raise WrongMoment(
            "Members here: {counted}. Needed to decide: {needed}. Guests do not count. Go on talking, and decide "
            "when more have come, or next time.",
            counted=counted,
            needed=needed,
        )


def check_says_why(why: Mapping[str, str]) -> None:
    """Whoever was told reads why. Raises `NotValid`."""
    if not any(why.values()):
        raise NotValid("Say why. Everybody who was told will read it.", field="why")


def check_no_names(names: Collection[str], **texts: str) -> None:
    """What one forum passes on names nobody who belongs to it (M5). Raises `NotValid` beside the text."""
    for field, text in texts.items():
        found = [name for name in names if name.casefold() in text.casefold()]
        if found:
            raise NotValid(
                "This names {name}. What is said here stays here: write it without names.", field=field, name=found[0]
            )


def check_unsettled(settled: bool) -> None:
    if settled:
        raise WrongMoment("This was dealt with already. What was noted stays as it is.")


BOXES = {
    Box.WORKS: Sentence("What works"),
    Box.DOES_NOT: Sentence("What does not work"),
    Box.CHANGE: Sentence("What should change"),
}
