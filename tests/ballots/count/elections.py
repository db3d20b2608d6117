"""Reading the elections of tests/elections."""

from __future__ import annotations

import gzip
import json
from fractions import Fraction
from pathlib import Path
from typing import Any

from govern.ballots.count import Candidate, Election, Paper, Result

FOLDER = Path(__file__).parents[2] / "elections"


def expected(name: str) -> dict[str, Any]:
    """The JSON beside an election."""
    content: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return content


def a_paper(weight: str, marks: tuple[str, ...]) -> Paper:
    """A whole number in front of a paper says how many there are of it; any other is a weight."""
    return Paper(marks, times=int(weight)) if weight.isdigit() else Paper(marks, Fraction(weight))


def read(name: str) -> Election:
    """The papers of an election, candidates numbered from 1 as their ids."""
    path = FOLDER / f"{name}.blt"
    if path.exists():
        lines = path.read_text(encoding="utf-8").splitlines()
    else:
        lines = gzip.decompress((FOLDER / f"{name}.blt.gz").read_bytes()).decode("utf-8").splitlines()
    number, seats = (int(word) for word in lines[0].split())
    papers, withdrawn, at = [], [], 1
    while lines[at].split() != ["0"]:
        words = lines[at].split()
        at += 1
        if len(words) == 1 and words[0].startswith("-"):
            withdrawn.append(words[0][1:])
        else:
            papers.append(a_paper(words[0], tuple(word for word in words[1:-1] if word != "-")))
    names = [line.strip().strip('"') for line in lines[at + 1 : at + 1 + number]]
    candidates = tuple(Candidate(str(place), name) for place, name in enumerate(names, start=1))
    return Election(candidates=candidates, seats=seats, papers=tuple(papers), withdrawn=tuple(withdrawn))


def sets_of(name: str) -> Election:
    """An election whose papers are sets of marks, from its JSON."""
    table = expected(name)
    candidates = tuple(Candidate(str(place), each) for place, each in enumerate(table["candidates"], start=1))
    papers = (
        a_paper(str(paper["weight"]), tuple(str(mark) for mark in paper["approve"])) for paper in table["ballots"]
    )
    return Election(candidates=candidates, seats=table["seats"], papers=tuple(papers))


def winners(result: Result) -> list[str]:
    """The elected, by id, in order."""
    return [entry.candidate for entry in result.elected]
