"""The words around the numbers: names of methods, headings of stages and tables, what became of each."""

from __future__ import annotations

from govern.ballots.count.result import Action, Elected, NotElected, Result, Stage
from govern.ballots.count.words import plain
from govern.sentences import Sentence

_METHODS = {
    "scottish-stv": Sentence("Single transferable vote, as in Scottish councils"),
    "wigm": Sentence("Single transferable vote, weighted inclusive Gregory method"),
    "ers97": Sentence("Single transferable vote, ERS97 rules"),
    "meek": Sentence("Single transferable vote, Meek’s method"),
    "av": Sentence("Alternative vote"),
    "plurality": Sentence("Most votes"),
    "block-vote": Sentence("Block vote"),
    "approval": Sentence("Approval vote"),
    "yes-no": Sentence("Yes or no"),
    "schulze": Sentence("Schulze method"),
    "ranked-pairs": Sentence("Ranked pairs"),
    "median": Sentence("Median score"),
    "equal-shares": Sentence("Method of Equal Shares"),
}

_TITLES = {
    "compare": Sentence("Every two are compared"),
    "paths": Sentence("The strongest paths are found"),
    "lock": Sentence("Majorities are locked in"),
    "grade": Sentence("The middle grades are found"),
    "buy": Sentence("One is paid for"),
    "complete": Sentence("What money is left is spent"),
    "seats": Sentence("The seats are given"),
}
NO_NEXT = Sentence("No next choice")
ALL = Sentence("All votes")


def method(name: str) -> Sentence:
    """What a method is called; one that has no name here is called as the command calls it."""
    return _METHODS.get(name) or Sentence(name)


def counted(method_name: str) -> Sentence:
    """What the numbers in the table of votes are, and that they stand there for each stage."""
    if method_name in {"schulze", "ranked-pairs"}:
        return Sentence("How many others each stands above, at each stage")
    return Sentence("Median grades at each stage") if method_name == "median" else Sentence("Votes at each stage")


def summary(result: Result) -> tuple[Sentence, ...]:
    """Seats, papers and quota, a sentence each."""
    said = [
        Sentence("{n} seat.", "{n} seats.", result.seats, n=result.seats),
        Sentence("Valid votes: {votes}.", votes=plain(result.valid)),
    ]
    if result.quota is not None:
        said.append(Sentence("Quota: {quota}.", quota=plain(result.quota)))
    if result.blank:
        said.append(Sentence("{n} paper was blank.", "{n} papers were blank.", result.blank, n=result.blank))
    if result.void:
        said.append(Sentence("{n} paper was void.", "{n} papers were void.", result.void, n=result.void))
    return tuple(said)


def outcome(result: Result) -> Sentence:
    """Who is elected, in one sentence."""
    names = tuple(entry.name for entry in result.elected)
    if not names:
        return Sentence("Nobody is elected.")
    return Sentence("{names} is elected.", "{names} are elected.", len(names), names=names)


def vacancies(result: Result) -> Sentence | None:
    """How many seats stay empty, where any do."""
    if not result.vacant:
        return None
    return Sentence("{seats} seat stays empty.", "{seats} seats stay empty.", result.vacant, seats=result.vacant)


def stage_title(stage: Stage, result: Result) -> Sentence:
    """The heading of a stage: what it does."""
    if stage.action.value in _TITLES:
        return _TITLES[stage.action.value]
    if stage.moved is None:
        if stage.action is not Action.FIRST:
            return Sentence("Votes move on")
        return Sentence("First choices are counted") if result.quota is not None else Sentence("Votes are counted")
    name = next(candidate.name for candidate in result.candidates if candidate.id == stage.moved)
    if stage.action is Action.SURPLUS:
        return Sentence("{name} has more than needed", name=name)
    return Sentence("The papers of {name} move on", name=name)


def stage_name(number: int) -> Sentence:
    return Sentence("Stage {n}", n=number)


def starred() -> Sentence:
    return Sentence("* marks the stage in which somebody is elected.")


def rounded() -> Sentence:
    return Sentence("Votes are shown to five decimals; the count has them exactly.")


def fate(entry: Elected | NotElected) -> Sentence:
    """What became of somebody, short, as it stands in a table."""
    if isinstance(entry, NotElected):
        return entry.reason
    return Sentence("elected, by lot") if entry.by_lot else Sentence("elected")


def lot_order(names: tuple[str, ...]) -> Sentence:
    return Sentence("Lots follow this order, the luckiest first: {names}.", names=names)
