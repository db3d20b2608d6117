"""Score by median (majority judgement): the highest middle grade comes first.

Sources: M Balinski and R Laraki, A theory of measuring, electing, and ranking, Proceedings of the National Academy of
Sciences 104 (2007); Majority judgment, MIT Press (2010), chapter 1. Grades are whole numbers from 0, the
lowest; the scores of a paper stand beside its marks. Who has no grade on a paper has the lowest from it. Of an even
number of grades the lower of the two in the middle is the median. Equal medians are told apart by removal: one median
grade of each is taken away, and the next medians are compared, until they differ (the majority-value, not the
majority-gauge). With weights, grades are taken away a part of a vote at a time, which comes to the same. Only equal
numbers of every grade leave a tie, which goes to lot where it touches the last place.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import lcm

from msgspec.structs import replace

from govern.ballots.count import words, words_choosing
from govern.ballots.count.election import Election, NotCountable, Paper, refuse_limits
from govern.ballots.count.result import Action, Result, Stage
from govern.ballots.count.stages import still_stage
from govern.ballots.count.taking import Taking
from govern.sentences import Sentence

METHOD = "median"
LOWEST = 0

Grades = dict[int, Fraction]
"""How many votes gave each grade."""
Value = tuple[tuple[int, int], ...]
"""The grades that are taken away, from the middle outwards: below it and above it, step by step."""


def count(election: Election) -> Result:
    """Raises NotCountable for caps, marks without scores and scores below 0; LotNeeded."""
    refuse_limits(election)
    found, valid, blank, void = _read(election)
    values = majority_values(found, valid)
    stage = _graded(election, found, values, valid)
    taking = Taking(election, stage.votes, (stage,), ranked=True)
    stands = taking.standing()
    best_first = sorted({values[place] for place in stands}, reverse=True)
    taking.take_all([place for place in stands if values[place] == value] for value in best_first)
    return taking.result(METHOD, valid, blank, void)


def _read(election: Election) -> tuple[list[Grades], Fraction, int, int]:
    """Every candidate's grades; the weight of all valid papers; how many are blank, and how many void."""
    parts = lcm(*{Fraction(paper.weight).denominator for paper in election.papers}, 1)
    places = {candidate.id: place for place, candidate in enumerate(election.candidates)}
    found: list[dict[int, int]] = [{} for _ in places]
    whole = blank = void = 0
    for paper in election.papers:
        scores = _scores(paper, election)
        if not paper.marks:
            blank += paper.times
        elif not scores:
            void += paper.times
        else:
            units = (paper.weight * parts).numerator * paper.times
            whole += units
            for mark, grade in scores.items():
                grades = found[places[mark]]
                grades[grade] = grades.get(grade, 0) + units
    for grades in found:
        grades[LOWEST] = grades.get(LOWEST, 0) + whole - sum(grades.values())
    exact = [{grade: Fraction(units, parts) for grade, units in grades.items() if units} for grades in found]
    return exact, Fraction(whole, parts), blank, void


def _scores(paper: Paper, election: Election) -> dict[str, int]:
    """The grades on a paper, without those who have withdrawn; who is graded twice has the first grade."""
    if len(paper.scores) != len(paper.marks):
        raise NotCountable("A paper marks candidates without a score for each. Put a score beside every name.")
    if any(score < LOWEST for score in paper.scores):
        raise NotCountable("A score cannot be below zero. Let the lowest grade be zero, and count up from there.")
    found: dict[str, int] = {}
    for mark, score in zip(paper.marks, paper.scores, strict=True):
        found.setdefault(mark, score)
    return {mark: score for mark, score in found.items() if mark not in election.withdrawn}


def majority_values(found: Sequence[Grades], valid: Fraction) -> list[Value]:
    """Larger is better. All walk outwards from the middle by the same steps, so that they can be compared.

    A step ends wherever somebody's grade changes, `distance` votes below or above the middle; distances are doubled.
    """
    ends = {abs(2 * end - valid) for grades in found for end in _ends(grades).values()}
    distances = sorted((ends | {Fraction(0)}) - {valid})
    return [
        tuple((_below(grades, valid - distance), _above(grades, valid + distance)) for distance in distances)
        for grades in found
    ]


def _ends(grades: Grades) -> dict[int, Fraction]:
    """Where each grade ends, when all votes are laid out from the lowest grade to the highest."""
    ends, end = {}, Fraction(0)
    for grade in sorted(grades):
        if grades[grade]:
            end += grades[grade]
            ends[grade] = end
    return ends


def _below(grades: Grades, doubled: Fraction) -> int:
    """The grade of the vote that ends here."""
    return next(grade for grade, end in _ends(grades).items() if 2 * end >= doubled)


def _above(grades: Grades, doubled: Fraction) -> int:
    """The grade of the vote that begins here."""
    return next(grade for grade, end in _ends(grades).items() if 2 * end > doubled)


def _graded(election: Election, found: list[Grades], values: list[Value], valid: Fraction) -> Stage:
    """The only stage before the seats: every candidate's grades and median, and how equal medians were told apart."""
    stands = [at for at, candidate in enumerate(election.candidates) if candidate.id not in election.withdrawn]
    medians = [Fraction(value[0][0] if value else LOWEST) for value in values]
    columns = tuple(sorted({grade for place in stands for grade in found[place]}, reverse=True))
    matrix = tuple(
        tuple(grades.get(grade, Fraction(0)) if place in stands else Fraction(0) for grade in columns)
        for place, grades in enumerate(found)
    )
    order = sorted(stands, key=lambda place: values[place], reverse=True)
    why = [words_choosing.graded(valid) if valid else words.no_votes()]
    why += [words_choosing.median(election.candidates[place].name, medians[place]) for place in order]
    why += _removals(election, order, values, medians)
    stage = still_stage(election, 1, Action.GRADE, medians)
    return replace(stage, matrix=matrix, grades=columns, why=tuple(why))


def _removals(election: Election, order: list[int], values: list[Value], medians: list[Fraction]) -> list[Sentence]:
    """One sentence for each median that several have and that removal told apart."""
    told = []
    for median in sorted({medians[place] for place in order}, reverse=True):
        equal = [place for place in order if medians[place] == median]
        if len({values[place] for place in equal}) > 1:
            told.append(words_choosing.told_apart(tuple(election.candidates[place].name for place in equal)))
    return told
