"""What is sent about the sum of a consultation, the decision that cites it, and the answers on their way back."""

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec

from govern.forums.gatherings.forms.gathering import Number
from govern.forums.gatherings.rules import HowDecided
from govern.web.forms import Ask


class Nothing(msgspec.Struct, frozen=True):
    """A button that sends nothing but itself."""


class ReasonForm(msgspec.Struct, frozen=True):
    """Why somebody could not be asked."""

    why_not: Annotated[str, Ask(missing="Say why they could not be asked.", longest=400)]


class SumForm(msgspec.Struct, frozen=True, kw_only=True):
    """The words to a sum: where its writer is not sure, and why some were not reached."""

    doubts: Annotated[str | None, Ask(longest=4_000)] = None
    doubts_cy: Annotated[str | None, Ask(longest=4_000)] = None
    unreached: Annotated[str | None, Ask(longest=2_000)] = None
    unreached_cy: Annotated[str | None, Ask(longest=2_000)] = None


class ReleaseForm(msgspec.Struct, frozen=True):
    """What of one person may be told, and how they agreed to it."""

    words: Annotated[str, Ask(missing="Write what may be told.", longest=2_000)]
    agreed: Annotated[str, Ask(missing="Say how they agreed to it, and who was there.", longest=400)]


class SeenForm(msgspec.Struct, frozen=True):
    """How somebody agreed that others may see which answer is theirs."""

    seen: Annotated[str, Ask(missing="Say how they agreed to it, and who was there.", longest=400)]


class AttachForm(msgspec.Struct, frozen=True):
    """What the consultation is laid beside: the kind and the thing, with a colon between."""

    target: Annotated[str, Ask(missing="Choose what it belongs to.", longest=80)]


class CitedForm(msgspec.Struct, frozen=True, kw_only=True):
    """What changed because of what people showed, or why nothing did."""

    changed: Annotated[str | None, Ask(longest=4_000)] = None
    changed_cy: Annotated[str | None, Ask(longest=4_000)] = None
    nothing_because: Annotated[str | None, Ask(longest=4_000)] = None
    nothing_because_cy: Annotated[str | None, Ask(longest=4_000)] = None
    easy: Annotated[str | None, Ask(longest=2_000)] = None
    easy_cy: Annotated[str | None, Ask(longest=2_000)] = None
    cards: tuple[UUID, ...] = ()
    look_again_on: date | None = None


class DecisionForm(CitedForm, frozen=True, kw_only=True):
    """A decision that was taken somewhere, with what changed."""

    decision: Annotated[str, Ask(missing="Write down what was decided.", longest=4_000)]
    decision_cy: Annotated[str | None, Ask(longest=4_000)] = None
    decided_by: Annotated[str, Ask(missing="Say who decided it.", longest=200)]
    decided_by_cy: Annotated[str | None, Ask(longest=200)] = None
    decided_on: Annotated[date, Ask(missing="Say on which day it was decided.")]


class PointDecisionForm(CitedForm, frozen=True, kw_only=True):
    """A decision that a forum takes now, at its gathering, with what changed. As the forum's own form, and more."""

    decision: Annotated[str, Ask(missing="Write down what was decided.", longest=4_000)]
    how: Annotated[HowDecided, Ask(missing="Say how it was decided.")]
    decision_cy: Annotated[str | None, Ask(longest=4_000)] = None
    sought: bool = False
    voted_for: Number = None
    voted_against: Number = None
    voted_neither: Number = None
    topic: Annotated[str | None, Ask(longest=60)] = None


class HeardForm(msgspec.Struct, frozen=True):
    """How somebody took the answer."""

    how: Annotated[str, Ask(missing="Say how they took it: what they did, said or showed.", longest=400)]
