"""A choice between several things: the vans, a day and place for the meeting, awards, what people think (M63 to M69).

One mark a paper. It is said beforehand whether the vote decides or advises. There is no lot: those with as many votes
are named together, and where the vote advises they all go to the board (W16).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from enum import StrEnum

import msgspec

from govern.ballots.rules.inputs import ContestInput
from govern.ballots.rules.outcome import OptionCount, OptionOutcome, Rule
from govern.errors import NotValid
from govern.sentences import Name, Sentence

MOST_OPTIONS = 30
#: Notes of those who tried one thing; more make its card on the paper longer than the others.
MOST_TRIALS = 6


class Weight(StrEnum):
    """What a choice between options does. VIEWS has no effect and says so: "views, not a vote" (M65)."""

    DECIDES = "decides"
    ADVISES = "advises"
    VIEWS = "views"
    AWARDS = "awards"


WEIGHT_WORDS = {
    Weight.DECIDES: Sentence("This vote decides: what has the most votes is chosen."),
    Weight.ADVISES: Sentence("This vote advises the board, which decides. If several have the most, all go to it."),
    Weight.VIEWS: Sentence("Views, not a vote. It tells what people think, and nothing follows from it by itself."),
    Weight.AWARDS: Sentence("Whoever has the most votes gets the award. If several have the most, they share it."),
}


class OptionDraft(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to choose: its name and what is said of it. A photograph and trials come once it is there."""

    title: dict[str, str]
    words: dict[str, str] = {}


class Trial(msgspec.Struct, frozen=True):
    """Somebody tried it: who, on which day, and what they found, each in the languages of the society."""

    who: dict[str, str]
    on: date
    found: dict[str, str]


class Tried(msgspec.Struct, frozen=True):
    """A trial as one reader has it, in one language."""

    who: str
    on: date
    found: str


def check_option(option: OptionDraft, languages: tuple[str, ...]) -> None:
    """Raises `NotValid`."""
    if not all(option.title.get(code, "").strip() for code in languages):
        raise NotValid("Give it a name in every language of the society.", field="title")


def check_described(words: Mapping[str, str], languages: tuple[str, ...]) -> None:
    """No photograph is without words, in no language of the society. Raises `NotValid` beside the field."""
    for code in languages:
        if not words.get(code, "").strip():
            raise NotValid(
                "Say in words what the photograph shows, in every language of the society, "
                "for those who do not see it.",
                field="description" if code == "en" else f"description_{code}",
            )


def check_trial(trial: Trial, there: int, languages: tuple[str, ...], today: date) -> None:
    """Raises `NotValid` beside the field."""
    if there >= MOST_TRIALS:
        raise NotValid("There can be {most} trials of one thing. Take one away first.", most=MOST_TRIALS)
    for part, words in (("who", trial.who), ("found", trial.found)):
        for code in languages:
            if not words.get(code, "").strip():
                raise NotValid(
                    "Write this in every language of the society.", field=part if code == "en" else f"{part}_{code}"
                )
    if trial.on > today:
        raise NotValid("This day is still to come. Write the day on which it was tried.", field="on")


def check_room_for_option(there: int) -> None:
    """Raises `NotValid`."""
    if there >= MOST_OPTIONS:
        raise NotValid("A paper holds {most} things to choose from. Take one away first.", most=MOST_OPTIONS)


def how_options_are_counted(weight: Weight) -> tuple[Rule, ...]:
    return (Rule(Sentence("You choose one. The votes for each are counted.")), Rule(WEIGHT_WORDS[weight]))


def option_outcome(contest: ContestInput, *, quorate: bool) -> OptionOutcome:
    """Votes for each option, in the order of the paper, and who leads. Nothing is drawn by lot."""
    votes: Counter[str] = Counter()
    blank = 0
    for slips in contest.slips:
        for marks, number in slips.choices:
            blank += 0 if marks else number
            for mark in marks:
                votes[mark] += number
    most = max((votes[option.id] for option in contest.options), default=0)
    leaders = tuple(option.id for option in contest.options if most and votes[option.id] == most)
    weight = Weight(contest.weight)
    names = {option.id: called(option.titles) for option in contest.options}
    return OptionOutcome(
        outcome=_said(tuple(names[option] for option in leaders), weight, quorate=quorate),
        weight=weight.value,
        counts=tuple(
            OptionCount(id=option.id, name=names[option.id], votes=votes[option.id], leads=option.id in leaders)
            for option in contest.options
        ),
        papers=sum(slips.number for slips in contest.slips),
        blank=blank,
        spoilt=sum(slips.spoilt for slips in contest.slips),
        rule=Rule(WEIGHT_WORDS[weight]),
        chosen=leaders[0] if quorate and weight is Weight.DECIDES and len(leaders) == 1 else None,
    )


def called(titles: Mapping[str, str]) -> Name:
    """What an option is called, in each language it has a name in."""
    first = titles.get("en") or next(iter(titles.values()), "")
    return Name(first, **{code: words for code, words in titles.items() if code != "name"})


def _said(leaders: tuple[Sentence, ...], weight: Weight, *, quorate: bool) -> Sentence:
    if not leaders:
        return Sentence("Nobody chose anything.")
    if weight is Weight.VIEWS:
        return Sentence("Most people like this best: {names}. Views, not a vote.", names=leaders)
    if not quorate:
        return Sentence("Too few took part, so nothing is chosen.")
    if weight is Weight.AWARDS:
        return Sentence("{names} gets the award.", "{names} share the award.", len(leaders), names=leaders)
    if weight is Weight.ADVISES:
        return Sentence(
            "{names} has the most votes and goes to the board, which decides.",
            "{names} have as many votes as each other. They all go to the board, which decides.",
            len(leaders),
            names=leaders,
        )
    return Sentence(
        "{names} is chosen.",
        "{names} have as many votes as each other, so nothing is chosen yet.",
        len(leaders),
        names=leaders,
    )
