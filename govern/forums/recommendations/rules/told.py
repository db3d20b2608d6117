"""How a step of the journey, and where a recommendation stands, are told: one sentence each, on pages and papers."""

from __future__ import annotations

from datetime import date

from govern.forums.recommendations.rules.journey import StepKind
from govern.forums.recommendations.rules.stages import Stage
from govern.sentences import Sentence


def told_step(kind: StepKind, who: Sentence | str, day: date, *, number: int, until: date | None) -> Sentence:
    """What happened, by whom and on which day. `number`: the wording that came of it; `until`: put off until then."""
    words = {
        StepKind.AGREED: Sentence("{who} agreed on this on {day}.", who=who, day=day),
        StepKind.ADOPT: Sentence("{who} agreed with it on {day}.", who=who, day=day),
        StepKind.AMEND: Sentence(
            "{who} agreed with it in other words on {day}: wording {number}.", who=who, day=day, number=number
        ),
        StepKind.ANSWER: Sentence("{who} answered on {day}.", who=who, day=day),
        StepKind.REFER: Sentence("{who} passed it to others on {day}.", who=who, day=day),
        StepKind.HOLD: Sentence("{who} put it off on {day}, until {until}.", who=who, day=day, until=until or ""),
        StepKind.DECLINE: Sentence("{who} did not agree with it on {day}.", who=who, day=day),
        StepKind.RECEIVED: Sentence("{who} heard the answer on {day}.", who=who, day=day),
        StepKind.ACCEPTED: Sentence("{who} is satisfied with the answer, {day}.", who=who, day=day),
        StepKind.ASKED_AGAIN: Sentence("{who} asked again on {day}, with new facts.", who=who, day=day),
        StepKind.APPEALED: Sentence("People appealed on {day}.", day=day),
        StepKind.MOTION: Sentence("{who} asked on {day} for a motion at the general meeting.", who=who, day=day),
        StepKind.SETTLED: Sentence("The last word was said on {day}.", day=day),
    }
    return words[kind]


def told_stage(stage: Stage, holder: Sentence | str | None, due_on: date | None) -> Sentence:
    """Where it stands, and what is waited for. `holder` and `due_on` where somebody owes an answer."""
    if stage is Stage.WITH:
        return Sentence("With {who}. The answer is due by {day}.", who=holder or "", day=due_on or "")
    if stage is Stage.HELD:
        return Sentence("{who} put it off until {day}.", who=holder or "", day=due_on or "")
    return _STANDS[stage]


_STANDS = {
    Stage.DRAFT: Sentence("A draft. The forum has not agreed on it yet."),
    Stage.DROPPED: Sentence("Taken back before the forum agreed on it."),
    Stage.ANSWER_DUE: Sentence("Answered. The answer is on its way back to the forum that asked."),
    Stage.RECEIVED: Sentence("The forum that asked has the answer."),
    Stage.ACCEPTED: Sentence("The forum that asked is satisfied with the answer."),
    Stage.APPEALED: Sentence("There is an appeal about the answer."),
    Stage.MOVED: Sentence("The forum takes it to the general meeting."),
    Stage.SETTLED: Sentence("The last word is said."),
}


def told_origin(asks: Sentence | str, *, through: bool) -> Sentence:
    """Whose it is: the forum that asked, or the one that a forum for certain people speaks through."""
    if through:
        return Sentence("Passed on through {who}", who=asks)
    return Sentence("Asked by {who}", who=asks)


def told_late(days: int) -> Sentence:
    return Sentence("{count} day late", "{count} days late", days, count=days)
