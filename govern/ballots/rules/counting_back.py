"""A seat that fell empty early, filled by counting the kept papers of its election again (STV).

The papers, the seats and so the quota are those of the election; who left and who cannot sit any more are passed
over, who still sits is not excluded, and the first new one to be elected has the seat (`count/countback.py`).
"""

from __future__ import annotations

import msgspec

from govern.ballots.count import CountBack, count_back, scottish
from govern.ballots.rules.electing import election_of, stage_outcome
from govern.ballots.rules.inputs import CapInput, ContestInput, Inputs
from govern.ballots.rules.outcome import StageOutcome, as_it_is
from govern.sentences import Sentence, from_json, to_json


class BackInputs(msgspec.Struct, frozen=True, kw_only=True):
    """Who is looked at in which place, by candidate: who left, who still sits, who cannot or will not sit; and how
    many of the others on the body count under each limit."""

    contest: str
    left: str
    sitting: tuple[str, ...]
    declined: tuple[str, ...]
    caps: tuple[CapInput, ...] = ()


class PassedOver(msgspec.Struct, frozen=True):
    """Somebody who was next and cannot sit, and why."""

    name: str
    why: Sentence


class BackOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """What came of it, as it is kept and shown: who left, who takes the seat or nobody, and every step."""

    left: str
    new: str | None
    candidate: str | None
    sitting: tuple[str, ...]
    declined: tuple[str, ...]
    why: tuple[Sentence, ...]
    stages: tuple[StageOutcome, ...]
    passed_over: tuple[PassedOver, ...] = ()


def counted_back(inputs: Inputs, back: BackInputs) -> BackOutcome:
    """The kept papers counted again. The same two inputs give the same outcome."""
    contest = next(one for one in inputs.contests if one.id == back.contest)
    found = _counted(contest, inputs, back)
    names = {runner.id: runner.name for runner in contest.runners}
    new = found.new[0] if found.new else None
    return BackOutcome(
        left=names[back.left],
        new=new.name if new is not None else None,
        candidate=new.candidate if new is not None else None,
        sitting=tuple(names[one] for one in back.sitting),
        declined=tuple(names[one] for one in back.declined),
        why=found.why,
        stages=tuple(stage_outcome(stage, found.recount) for stage in found.recount.stages),
    )


def _counted(contest: ContestInput, inputs: Inputs, back: BackInputs) -> CountBack:
    election = election_of(msgspec.structs.replace(contest, caps=back.caps), inputs)
    return count_back(election, scottish.METHOD, left=(back.left,), sitting=back.sitting, declined=back.declined)


def back_to_text(outcome: BackOutcome) -> str:
    """As it is kept."""
    return to_json(outcome)


def back_from_text(text: str) -> BackOutcome:
    """The way back."""

    def restore(value: object) -> BackOutcome:
        return msgspec.convert(value, BackOutcome, dec_hook=as_it_is)

    return from_json(text, restore)
