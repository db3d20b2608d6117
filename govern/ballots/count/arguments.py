"""What the command line says about an election, put onto the election that was read from the file.

Candidates are given by their numbers on the paper, from 1. Every text that cannot be read is refused in a sentence
that says how to write it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from govern.ballots.count.election import Candidate, Cap, Election, Floor
from govern.ballots.count.lots import LotNeeded, commitment
from govern.errors import NotValid

_CONSTRAINT = re.compile(
    r"\s*(?P<category>[^<>=≤≥]*[^<>=≤≥\s])\s*(?P<sign><=|>=|≤|≥)\s*(?P<limit>[0-9]{1,9})\s*(?:of\s+(?P<of>[0-9]{1,9})\s*)?"
)
_GROUP = re.compile(r"\s*(?P<category>[^<>=≤≥]*[^<>=≤≥\s])\s*=(?P<rest>[^=]*)")


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """The arguments as they were written; each text may stand several times where it is a tuple."""

    seats: str | None = None
    constraints: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    holding: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()
    seed: str | None = None
    lot: str | None = None


class Constraint(msgspec.Struct, frozen=True):
    """At most (or, with `least`, at least) `limit` seats for a category, `of` so many seats of the body."""

    category: str
    limit: int
    least: bool
    of: int | None


def refuse_unreadable(given: Given) -> None:
    """What can be refused before a long file is read. Raises NotValid, or WrongSeed for a seed that is too short."""
    for text in given.constraints:
        read_constraint(text)
    if given.seed is not None:
        commitment(read_seed(given.seed))
    if given.seats is not None:
        _whole_number(given.seats, "--seats")
    for text in given.categories:
        _group(text, "--category", "volunteer=2,5,7")
    for text in given.holding:
        _whole_number(_group(text, "--holding", "volunteer=2")[1], "--holding")


def put_onto(election: Election, given: Given) -> Election:
    """The election with everything the command line says. Raises NotValid."""
    candidates = _with_categories(election, given.categories)
    changes: dict[str, object] = {"candidates": candidates}
    if given.seats is not None:
        changes["seats"] = _whole_number(given.seats, "--seats")
    if given.withdrawn:
        gone = [name for text in given.withdrawn for name in _those(election, text, "--withdrawn")]
        changes["withdrawn"] = tuple(dict.fromkeys((*election.withdrawn, *gone)))
    if given.constraints:
        changes |= _limits(candidates, given)
    elif given.holding:
        raise NotValid("--holding goes with --constraint. Say how many seats the category may have.")
    if given.seed is not None:
        changes["seed"] = read_seed(given.seed)
    if given.lot is not None:
        changes["lot_order"] = _lot(election, given.lot)
    return msgspec.structs.replace(election, **changes)


def read_constraint(text: str) -> Constraint:
    """As in `volunteer<=3`, `volunteer<=3 of 9`, `women>=2`."""
    found = _CONSTRAINT.fullmatch(text)
    if found is None:
        raise NotValid(
            'The constraint "{text}" cannot be read. Write it like "volunteer<=3" or "women>=2".', text=text
        )
    of = found["of"]
    least = found["sign"] in {">=", "≥"}
    return Constraint(found["category"].strip(), int(found["limit"]), least, None if of is None else int(of))


def read_seed(text: str) -> bytes:
    """Hexadecimal digits, two a byte."""
    try:
        return bytes.fromhex(text)
    except ValueError:
        raise NotValid(
            'The seed "{text}" cannot be read. Write each of its bytes with two of the digits 0 to 9 and a to f.',
            text=text,
        ) from None


def lot_to_draw(election: Election, needed: LotNeeded) -> NotValid:
    """What to say where a lot must be drawn: among whom, and how to pass it."""
    names = {candidate.id: candidate.name for candidate in election.candidates}
    numbers = {candidate.id: place for place, candidate in enumerate(election.candidates, start=1)}
    tied = ",".join(str(numbers[name]) for name in needed.tied)
    return NotValid(
        "{names} have equal votes, and a lot must decide. Draw it among them, then count again with their numbers, "
        "from the luckiest to the unluckiest, such as --lot {tied}. If a seed was announced, give it with --seed.",
        names=tuple(names[name] for name in needed.tied),
        tied=tied,
    )


def _limits(candidates: Sequence[Candidate], given: Given) -> dict[str, object]:
    """The constraints as parts of an election: the one place that makes them."""
    holding: dict[str, int] = {}
    for text in given.holding:
        category, number = _group(text, "--holding", "volunteer=2")
        holding[category] = _whole_number(number, "--holding")
    found = [read_constraint(text) for text in given.constraints]
    for category in (*(constraint.category for constraint in found), *holding):
        if not any(category in candidate.categories for candidate in candidates):
            raise NotValid(
                'No candidate is in the category "{category}". Say who is, such as --category {category}=2,5,7.',
                category=category,
            )
    for category in holding:
        if not any(constraint.category == category for constraint in found):
            raise NotValid('No constraint is on "{category}", which holds seats. Give one.', category=category)
    made: dict[type[Cap | Floor], list[Cap | Floor]] = {Cap: [], Floor: []}
    for constraint in found:
        kind = Floor if constraint.least else Cap
        holds = holding.get(constraint.category, 0)
        made[kind].append(kind(constraint.category, constraint.limit, holds, constraint.of))
    return {"caps": tuple(made[Cap]), "floors": tuple(made[Floor])}


def _with_categories(election: Election, texts: Sequence[str]) -> tuple[Candidate, ...]:
    """Candidates with the categories they have from the file and those given here."""
    added: dict[str, list[str]] = {}
    for text in texts:
        category, numbers = _group(text, "--category", "volunteer=2,5,7")
        for name in _those(election, numbers, "--category"):
            added.setdefault(name, []).append(category)
    return tuple(
        msgspec.structs.replace(
            candidate, categories=tuple(dict.fromkeys((*candidate.categories, *added[candidate.id])))
        )
        if candidate.id in added
        else candidate
        for candidate in election.candidates
    )


def _lot(election: Election, text: str) -> tuple[str, ...]:
    order = _those(election, text, "--lot")
    for name in order:
        if order.count(name) > 1:
            raise NotValid("--lot names somebody twice. Name each candidate once, the luckiest first.")
    return tuple(order)


def _those(election: Election, text: str, option: str) -> list[str]:
    """The ids of candidates from their numbers, with commas between."""
    last = len(election.candidates)
    found = []
    for word in text.split(","):
        number = word.strip()
        if not (number.isascii() and number.isdigit()):
            raise NotValid(
                '{option} cannot read "{text}". Write numbers of candidates with commas between them, like 3,1,2.',
                option=option,
                text=text,
            )
        if len(number) > len(str(last)) or not 1 <= int(number) <= last:
            raise NotValid(
                "{option} names candidate {number}, and there is none. Candidates are numbered from 1 to {last}.",
                option=option,
                number=number,
                last=last,
            )
        found.append(election.candidates[int(number) - 1].id)
    return found


def _group(text: str, option: str, example: str) -> tuple[str, str]:
    """What stands before and after the equals sign."""
    found = _GROUP.fullmatch(text)
    if found is None or not found["rest"].strip():
        raise NotValid(
            '{option} cannot read "{text}". Write it like {example}.', option=option, text=text, example=example
        )
    return found["category"].strip(), found["rest"].strip()


def _whole_number(text: str, option: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise NotValid('{option} needs a whole number, not "{text}".', option=option, text=text)
    return int(text)
