"""The way back: what a decision says of a consultation, and in which way each person hears it (invariant 78)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, timedelta

from govern.errors import NotAllowed, NotValid
from govern.forums.consultations.rules.ways import Adaptation

#: So many days after the decision everybody who was asked has heard of it (domain.md, W14).
ANSWER_DAYS = 14
#: Trying something out and being watched are ways to be asked, not ways to be told.
_NOT_TO_TELL = (Adaptation.TRYING, Adaptation.OBSERVING)


def answer_by(decided_on: date) -> date:
    """The last day on which the answers go back."""
    return decided_on + timedelta(days=ANSWER_DAYS)


def way_back(best: Adaptation | None, asked: Adaptation | None, prepared: Collection[Adaptation]) -> Adaptation:
    """How somebody hears the answer: in the way that is best for them, else as they were asked, of those that are
    prepared. Where none of these is, on a plain card."""
    for way in (best, asked):
        if way is not None and way in prepared and way not in _NOT_TO_TELL:
            return way
    return Adaptation.WORDS


def check_says_what_changed(changed: Mapping[str, str], nothing_because: Mapping[str, str]) -> None:
    """A decision says what changed because of what people showed, or why nothing did: one of the two. Raises
    `NotValid` beside the field."""
    if not changed and not nothing_because:
        raise NotValid(
            "Say what changed because of what people showed. If nothing did, say why below.", field="changed"
        )
    if changed and nothing_because:
        raise NotValid(
            "Either something changed or nothing did. Leave one of the two empty.", field="nothing_because"
        )


def check_all_have_heard(waiting: int) -> None:
    """Raises `NotAllowed` while the answer has not gone back to each person."""
    if waiting:
        raise NotAllowed(
            "This cannot be closed yet. The answer has not gone back to each person who was asked. Still waiting: "
            "{waiting}.",
            waiting=waiting,
        )


def check_heard_how(how: str) -> None:
    """Raises `NotValid` without a word on how the answer was received."""
    if not how.strip():
        raise NotValid("Say how they took it: what they did, said or showed.", field="how")


def check_reasons(missing: Collection[str]) -> None:
    """Nobody is left out of a sum without a word. Raises `NotValid` with the list of those."""
    if missing:
        raise NotValid(
            "Read what each person showed, or say why they were not reached. Still open: {names}.",
            names=", ".join(missing),
            field="unreached_list",
        )
