"""What somebody showed, what it was taken to mean, and how much that can carry.

Position, evidence and confidence are three things and never one. Source: domain.md 2.6, invariants 72 to 76.
"""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum

import msgspec

from govern.errors import NotAllowed, NotValid
from govern.forums.consultations.rules.ways import GivenBy
from govern.sentences import Sentence


class Assent(StrEnum):
    """What was seen when somebody was asked whether they want to take part."""

    GIVEN = "given"
    DECLINED = "declined"


class Heard(StrEnum):
    """Where one person's answer stands."""

    INVITED = "invited"
    DECLINED = "declined"
    IN_SESSION = "in_session"
    STOPPED = "stopped"
    RECORDED = "recorded"
    FINAL = "final"
    NOT_REACHED = "not_reached"


HEARD_WORDS = {
    Heard.INVITED: Sentence("Not asked yet"),
    Heard.DECLINED: Sentence("Did not want to take part"),
    Heard.IN_SESSION: Sentence("Being asked"),
    Heard.STOPPED: Sentence("Stopped"),
    Heard.RECORDED: Sentence("Written down, not checked back yet"),
    Heard.FINAL: Sentence("Written down and checked back"),
    Heard.NOT_REACHED: Sentence("Not reached"),
}


class Stance(StrEnum):
    """A position. NOT_SURE and NOT_SAYING are answers of the person; NO_CLEAR_VIEW is what readers could not tell."""

    FOR = "for"
    AGAINST = "against"
    CARD = "card"
    NOT_SURE = "not_sure"
    NOT_SAYING = "not_saying"
    NO_CLEAR_VIEW = "no_clear_view"


STANCE_WORDS = {
    Stance.FOR: Sentence("For"),
    Stance.AGAINST: Sentence("Against"),
    Stance.CARD: Sentence("One of the things offered"),
    Stance.NOT_SURE: Sentence("Not sure"),
    Stance.NOT_SAYING: Sentence("Does not want to say"),
    Stance.NO_CLEAR_VIEW: Sentence("No clear view"),
}


class Evidence(StrEnum):
    """Stated in words, signs or by a device; chosen on purpose, again or confirmed; or observed by others."""

    STATED = "stated"
    CHOSEN = "chosen"
    OBSERVED = "observed"


EVIDENCE_WORDS = {
    Evidence.STATED: Sentence("Stated"),
    Evidence.CHOSEN: Sentence("Chosen"),
    Evidence.OBSERVED: Sentence("Observed"),
}


class Confidence(StrEnum):
    """How sure whoever read the answer is."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


CONFIDENCE_WORDS = {
    Confidence.HIGH: Sentence("Sure"),
    Confidence.MEDIUM: Sentence("Fairly sure"),
    Confidence.LOW: Sentence("Not sure"),
}
_STEPS = (Confidence.LOW, Confidence.MEDIUM, Confidence.HIGH)


class Read(msgspec.Struct, frozen=True):
    """One reading of what somebody showed. `card` is the thing they chose, as its key, where it is one of several."""

    stance: Stance
    evidence: Evidence
    confidence: Confidence
    leaning: bool = False
    card: str | None = None


def check_read(read: Read, given_by: GivenBy) -> None:
    """What was seen by others is observed evidence, whatever they made of it. Raises `NotValid` beside the field."""
    if given_by is GivenBy.BEHAVIOUR and read.evidence is not Evidence.OBSERVED:
        raise NotValid("What others saw in what somebody did is observed. Choose observed.", field="evidence")
    if (read.stance is Stance.CARD) != (read.card is not None):
        raise NotValid("Say which of the things offered they chose.", field="card")
    if read.leaning and read.stance not in (Stance.FOR, Stance.AGAINST, Stance.CARD):
        raise NotValid("Only a view can be a leaning. Choose for, against or one of the things.", field="leaning")


def check_assent(assent: Assent | None) -> None:
    """Nothing is asked before somebody showed that they want to take part (invariant 72). Raises `NotAllowed`."""
    if assent is not Assent.GIVEN:
        raise NotAllowed("Ask first whether they want to take part, and write down how they showed it.")


def needs_second(confidence: Confidence, below: str) -> bool:
    """Whether a second reader is needed: `below` is `second_observer_below` of the rules (invariant 74)."""
    return _STEPS.index(confidence) < _STEPS.index(Confidence(below))


def agreed(first: Read, second: Read) -> Read:
    """What two readers make of it together: the same view, less surely, or no clear view (invariant 74)."""
    confidence = min(first.confidence, second.confidence, key=_STEPS.index)
    evidence = Evidence.OBSERVED if Evidence.OBSERVED in (first.evidence, second.evidence) else first.evidence
    if (first.stance, first.card) != (second.stance, second.card):
        return Read(Stance.NO_CLEAR_VIEW, evidence, Confidence.LOW)
    return Read(first.stance, evidence, confidence, first.leaning or second.leaning, first.card)


def may_become_a_mandate(
    read: Read, *, checked_back: bool, evidence: Collection[str], confidence: str
) -> Sentence | None:
    """Why a view may not become a position that a peer carries, or None where it may (invariant 75).

    `evidence` and `confidence` are `mandate_evidence` and `mandate_confidence` of the rules; observed evidence never
    counts, whatever a rulebook says.
    """
    if read.evidence is Evidence.OBSERVED or read.evidence.value not in evidence:
        return Sentence("It was observed by others. Only what somebody said or chose themselves can become a vote.")
    if read.leaning or read.stance not in (Stance.FOR, Stance.AGAINST, Stance.CARD):
        return Sentence("It is not a clear view for or against.")
    if _STEPS.index(read.confidence) < _STEPS.index(Confidence(confidence)):
        return Sentence("Whoever wrote it down was not sure enough.")
    if not checked_back:
        return Sentence("It was not checked back with the person.")
    return None


def check_leads(*, delivers_care: bool) -> None:
    """Who delivers somebody's care does not lead when they are asked (invariant 76, M94). Raises `NotAllowed`."""
    if delivers_care:
        raise NotAllowed(
            "You help this person in their daily life, and people often say what their helper likes to hear. You can "
            "be there as a supporter. Somebody else has to lead."
        )


def check_reads(*, delivers_care: bool, first: bool) -> None:
    """Nor does their reading of it stand alone: only beside somebody else's (invariant 76). Raises `NotAllowed`."""
    if delivers_care and first:
        raise NotAllowed(
            "You help this person in their daily life. Somebody else has to say first what they make of it; you can "
            "be the second."
        )
