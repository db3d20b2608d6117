"""The result for programs: one JSON object, every number exact.

Candidates are numbered from 1 in the order of the paper. Votes are decimal texts ("806.07214"), or "n/d" where no
decimal ends. Keys: `method`, `seats`, `candidates` (names), `valid_votes` (a number if whole, else a text), `quota`
(text or null), `elected` (in the order of election), `elected_by_lot`, `not_elected` (with the reason as a word,
`why`, and in words, `reason`), `excluded_in_order`, `vacant`, `blank` and `void` papers, `stages`, `explained` (each
stage in sentences, who was elected in it, what one paper was worth), `ties`, `lot_order` (luckiest first, null where
no lot was needed). Where the method has them: `order` (all who stand, best first, equal ones together), `spent` and
`completion`; where a minimum could not be met, `unmet`. What else a stage of the method has stands in `explained`:
the `quota` at its end, who moved `together`, the `matrix` of a comparison, `majorities` as they were locked,
`grades`, `money` left.

`tie_break` of a stage is null, "previous stage", "earlier stage" or "lot"; `ties` says of each tie what it was about,
who were equal, how it was broken, who was chosen, among whom a lot was drawn.
"""

from __future__ import annotations

import json
from fractions import Fraction

from govern.ballots.count.election import TieRule
from govern.ballots.count.result import Majority, Result, Stage, Tie
from govern.ballots.count.telling.figures import exact
from govern.ballots.count.telling.speaking import Teller

Json = str | int | bool | None | list["Json"] | dict[str, "Json"]

#: How many decimals the rules of a method write at least, as on its official sheets.
_PLACES = {"scottish-stv": 5, "av": 5, "ers97": 2}
_BROKEN = {TieRule.BACKWARDS: "previous stage", TieRule.FORWARDS: "earlier stage", TieRule.LOT: "lot"}


def as_json(result: Result, teller: Teller) -> str:
    """The object, a line for each key, and for each stage, tie and person. The language is that of `reason` and
    `sentences`."""
    lines = [f"{json.dumps(key)}: {_laid_out(value)}" for key, value in _object(result, teller).items()]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _object(result: Result, teller: Teller) -> dict[str, Json]:
    places = _PLACES.get(result.method, 0)
    numbers = {candidate.id: place for place, candidate in enumerate(result.candidates, start=1)}
    return {
        "method": result.method,
        "seats": result.seats,
        "candidates": [candidate.name for candidate in result.candidates],
        "valid_votes": result.valid.numerator if result.valid.denominator == 1 else exact(result.valid),
        "quota": None if result.quota is None else exact(result.quota),
        "elected": [
            {"candidate": numbers[entry.candidate], "name": entry.name, "stage": entry.stage}
            for entry in result.elected
        ],
        "elected_by_lot": [numbers[entry.candidate] for entry in result.elected if entry.by_lot],
        "not_elected": [
            {
                "candidate": numbers[entry.candidate],
                "name": entry.name,
                "stage": entry.stage,
                "votes": exact(entry.votes, places),
                "why": entry.why.value,
                "reason": teller.say(entry.reason),
            }
            for entry in result.not_elected
        ],
        "excluded_in_order": [numbers[name] for stage in result.stages for name in stage.excluded],
        "vacant": result.vacant,
        "blank": result.blank,
        "void": result.void,
        "stages": [_stage(stage, numbers, places) for stage in result.stages],
        "explained": [_explained(stage, numbers, teller) for stage in result.stages],
        "ties": [_tie(tie, stage.number, numbers) for stage in result.stages for tie in stage.ties],
        "lot_order": None if result.lot_order is None else [numbers[name] for name in result.lot_order],
        **_of_the_method(result, numbers),
    }


def _of_the_method(result: Result, numbers: dict[str, int]) -> dict[str, Json]:
    """What only some methods have."""
    found: dict[str, Json] = {}
    if result.order:
        found["order"] = [[numbers[name] for name in equal] for equal in result.order]
    if result.spent is not None:
        found["spent"] = exact(result.spent)
    if result.completion is not None:
        found["completion"] = result.completion
    if result.unmet:
        found["unmet"] = [{"category": f.category, "least": f.least, "kept": f.kept} for f in result.unmet]
    return found


def _stage(stage: Stage, numbers: dict[str, int], places: int) -> Json:
    return {
        "stage": stage.number,
        "action": stage.action.value,
        "candidate": None if stage.moved is None else numbers[stage.moved],
        "tie_break": _tie_break(stage),
        "votes": [exact(votes, places) for votes in stage.votes],
        "non_transferable": exact(stage.non_transferable, places),
    }


def _explained(stage: Stage, numbers: dict[str, int], teller: Teller) -> Json:
    return {
        "stage": stage.number,
        "elected": [numbers[name] for name in stage.elected],
        "value": _or_null(stage.value),
        "sentences": [teller.say(sentence) for sentence in stage.why],
        **_of_the_stage(stage, numbers),
    }


def _of_the_stage(stage: Stage, numbers: dict[str, int]) -> dict[str, Json]:
    found: dict[str, Json] = {}
    if stage.quota is not None:
        found["quota"] = exact(stage.quota)
    if stage.together:
        found["together"] = [numbers[name] for name in stage.together]
    if stage.kept:
        found["kept"] = [exact(part) for part in stage.kept]
    if stage.matrix:
        found["matrix"] = [[exact(votes) for votes in row] for row in stage.matrix]
    if stage.majorities:
        found["majorities"] = [_majority(majority, numbers) for majority in stage.majorities]
    if stage.grades:
        found["grades"] = list(stage.grades)
    if stage.money:
        found["money"] = [exact(money) for money in stage.money]
    return found


def _majority(majority: Majority, numbers: dict[str, int]) -> Json:
    return {
        "winner": numbers[majority.winner],
        "loser": numbers[majority.loser],
        "votes": exact(majority.votes),
        "against": exact(majority.against),
        "locked": majority.locked,
    }


def _or_null(number: Fraction | None) -> str | None:
    return None if number is None else exact(number)


def _tie_break(stage: Stage) -> str | None:
    """How the ties of a stage were broken: a lot weighs more than what an earlier stage said."""
    rules = [tie.how for tie in stage.ties]
    if not rules:
        return None
    return _BROKEN[TieRule.LOT if TieRule.LOT in rules else rules[0]]


def _tie(tie: Tie, stage: int, numbers: dict[str, int]) -> Json:
    return {
        "stage": stage,
        "for": tie.purpose.value,
        "tied": [numbers[name] for name in tie.tied],
        "how": _BROKEN[tie.how],
        "by_stage": tie.stage,
        "undecided": [numbers[name] for name in tie.undecided],
        "chosen": [numbers[name] for name in tie.chosen],
    }


def _laid_out(value: Json) -> str:
    """A list of objects a line each; everything else on one line."""
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return "[\n " + ",\n ".join(json.dumps(part, ensure_ascii=False) for part in value) + "\n]"
    return json.dumps(value, ensure_ascii=False)
