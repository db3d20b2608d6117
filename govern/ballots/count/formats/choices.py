"""Elections as JSON: approvals, rankings, scores, and budgets with costs.

    {"seats": 3, "candidates": ["Ana", {"name": "Bo", "cost": "2.5", "categories": ["volunteer"]}],
     "budget": 100, "withdrawn": [2], "title": "...",
     "ballots": [{"weight": 4, "approve": [1, 2]}, {"rank": [2, [1, 3]]}, {"scores": [3, null]}]}

Candidates are numbers from 1 in the order of the list. A whole weight says how many papers there are; a decimal, or a
fraction in quotes, is a weight. `rank` may give several the same rank; `scores` has one for each candidate, null for
none. Without seats there is one, or with a budget no limit. What else stands in the file is passed over. Numbers are
read as they are written, never as binary fractions.
"""

from __future__ import annotations

import json

from govern.ballots.count.election import Candidate, Election, Number, Paper
from govern.ballots.count.formats.lines import Lines, Malformed
from govern.ballots.count.formats.marks import nobody, weighed, weighted
from govern.errors import NotValid
from govern.sentences import Sentence

MOST_BYTES = 1 << 26
LONGEST_NUMBER = 40


def read(lines: Lines) -> Election:
    """Raises Malformed with line and column for what is no JSON, NotValid for what is no election."""
    content = _json(lines.everything(MOST_BYTES))
    if not isinstance(content, dict):
        raise NotValid("The JSON has to be one object with candidates and ballots.")
    candidates = _candidates(content)
    spend = content.get("budget")
    budget = None if spend is None else _number(spend, _no_budget(spend))
    seats = content.get("seats", len(candidates) if budget is not None else 1)
    if not _is_whole(seats):
        raise NotValid("The number of seats has to be a whole number.")
    title = content.get("title", "")
    return Election(
        candidates=candidates,
        seats=seats,
        papers=tuple(_papers(content, len(candidates))),
        withdrawn=_numbers(content.get("withdrawn", []), len(candidates), Sentence("Withdrawn")),
        budget=budget,
        title=title if isinstance(title, str) else "",
    )


def _json(text: str) -> object:
    """Decimals stay texts."""
    try:
        return json.loads(text, parse_float=str, parse_int=_whole, parse_constant=str)
    except json.JSONDecodeError as error:
        what = Sentence("This is no JSON. Look for a comma, a quote or a bracket that is missing or too many.")
        raise Malformed(error.lineno, error.colno, what) from None
    except RecursionError:
        raise NotValid("The JSON has brackets within brackets within brackets, too many of them.") from None


def _whole(text: str) -> int | str:
    return int(text) if len(text) <= LONGEST_NUMBER else text


def _candidates(content: dict[str, object]) -> tuple[Candidate, ...]:
    listed, costs = content.get("candidates"), content.get("costs")
    if not isinstance(listed, list):
        raise NotValid('There is no list of "candidates" in the JSON. Put their names in one.')
    if costs is not None and (not isinstance(costs, list) or len(costs) != len(listed)):
        raise NotValid('The list of "costs" has to have one cost for each candidate.')
    return tuple(_candidate(at, one, costs[at - 1] if costs else None) for at, one in enumerate(listed, start=1))


def _candidate(number: int, one: object, cost: object) -> Candidate:
    name, categories = one, []
    if isinstance(one, dict):
        name, cost, categories = one.get("name"), one.get("cost", cost), one.get("categories", [])
    if not isinstance(name, str) or not name.strip():
        raise NotValid("Candidate {number} has no name. Put it in quotes.", number=number)
    if not isinstance(categories, list) or not all(isinstance(category, str) for category in categories):
        raise NotValid('The "categories" of {name} have to be a list of words.', name=name)
    return Candidate(str(number), name, tuple(categories), None if cost is None else _number(cost, _no_cost(cost)))


def _papers(content: dict[str, object], candidates: int) -> list[Paper]:
    listed = content.get("ballots", [])
    if not isinstance(listed, list):
        raise NotValid('The "ballots" in the JSON have to be a list.')
    return [_paper(Sentence("Ballot {number}", number=at), one, candidates) for at, one in enumerate(listed, start=1)]


def _paper(place: Sentence, one: object, candidates: int) -> Paper:
    if not isinstance(one, dict):
        raise _wrong(place, Sentence('It has to be an object with "approve", "rank" or "scores".'))
    found = [key for key in ("approve", "rank", "scores") if key in one]
    if len(found) != 1:
        raise _wrong(place, Sentence('It needs one of "approve", "rank" and "scores".'))
    weight = weighed(str(one.get("weight", 1)))
    if weight is None or isinstance(one.get("weight"), bool):
        what = Sentence("Its weight has to be a whole number, a decimal or a fraction, and not below zero.")
        raise _wrong(place, what)
    if found == ["approve"]:
        paper = Paper(_numbers(one["approve"], candidates, place))
    elif found == ["rank"]:
        paper = _ranking(one["rank"], candidates, place)
    else:
        paper = _scored(one["scores"], candidates, place)
    return weighted(paper, weight)


def _ranking(ranks: object, candidates: int, place: Sentence) -> Paper:
    if not isinstance(ranks, list):
        raise _wrong(place, Sentence('"rank" has to be a list of numbers of candidates.'))
    numbers = [_numbers(rank if isinstance(rank, list) else [rank], candidates, place) for rank in ranks]
    shared = tuple(len(rank) for rank in numbers if rank)
    marks = tuple(mark for rank in numbers for mark in rank)
    return Paper(marks, shared=shared if len(shared) < len(marks) else ())


def _scored(scores: object, candidates: int, place: Sentence) -> Paper:
    if not isinstance(scores, list) or len(scores) != candidates:
        raise _wrong(place, Sentence('"scores" has to be a list with a score, or null, for each candidate.'))
    if not all(score is None or _is_whole(score) for score in scores):
        raise _wrong(place, Sentence("Scores are whole numbers from 0."))
    given = [(-score, number) for number, score in enumerate(scores, start=1) if score is not None]
    given.sort()
    return Paper(tuple(str(number) for _, number in given), scores=tuple(-score for score, _ in given))


def _numbers(listed: object, candidates: int, place: Sentence) -> tuple[str, ...]:
    """Candidates by number, as their ids."""
    if not isinstance(listed, list):
        raise _wrong(place, Sentence("Put the numbers of candidates in square brackets."))
    return tuple(_of_candidate(number, candidates, place) for number in listed)


def _of_candidate(number: object, candidates: int, place: Sentence) -> str:
    if not isinstance(number, int) or isinstance(number, bool):
        what = Sentence('"{word}" is no number of a candidate. Put a whole number.', word=str(number)[:40])
        raise _wrong(place, what)
    if not 0 < number <= candidates:
        raise _wrong(place, nobody(number, candidates))
    return str(number)


def _is_whole(number: object) -> bool:
    return isinstance(number, int) and not isinstance(number, bool) and number >= 0


def _number(given: object, otherwise: Sentence) -> Number:
    number = None if isinstance(given, bool) else weighed(str(given))
    if number is None:
        raise NotValid(otherwise)
    return number


def _no_cost(given: object) -> Sentence:
    return Sentence('"{given}" is no cost. Put a number that is not below zero.', given=str(given)[:40])


def _no_budget(given: object) -> Sentence:
    return Sentence('"{given}" is no budget. Put a number that is not below zero.', given=str(given)[:40])


def _wrong(place: Sentence, what: Sentence) -> NotValid:
    return NotValid("{place}: {what}", place=place, what=what)
