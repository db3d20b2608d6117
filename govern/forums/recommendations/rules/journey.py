"""The steps of a journey, as they are kept and told."""

from __future__ import annotations

from enum import StrEnum

from govern.forums.recommendations.rules.answering import Answer


class StepKind(StrEnum):
    """What happened at one step. The answers bear the names the rules give them."""

    AGREED = "agreed"
    ADOPT = "adopt"
    AMEND = "amend"
    ANSWER = "answer"
    REFER = "refer"
    HOLD = "hold"
    DECLINE = "decline"
    RECEIVED = "received"
    ACCEPTED = "accepted"
    ASKED_AGAIN = "asked_again"
    APPEALED = "appealed"
    MOTION = "motion"
    SETTLED = "settled"


#: Those that answer what was asked.
ANSWERS = frozenset(StepKind(answer.value) for answer in Answer)
