"""How votes moved between the stages of a count by single transferable vote.

A column a stage, a block a candidate (its height the votes), pale bands for votes that stay and dark bands for votes
that move on. A heavy frame marks the stage where somebody is elected (look/06-result-election.html).
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import msgspec
from markupsafe import Markup

from govern.documents.pictures.drawing import (
    Caption,
    Number,
    coordinate,
    drawing,
    element,
    frame,
    inside,
    lettering,
    shortest_that_fits,
    text_width,
)

MOST_CANDIDATES, MOST_STAGES = 8, 5
TOP, TALL, GAP, RIGHT = 44, 252, 11, 350
NUMBER_ROOM = 18  # a lower block has no number inside
NAME_ROOM = 20  # first column: names must not touch


class FlowCandidate(msgspec.Struct, frozen=True):
    """A candidate by a short name, such as the first name where it is alone."""

    name: str
    thread: int


class FlowMove(msgspec.Struct, frozen=True):
    """Votes that left a candidate after a stage: to another candidate, or (None) to no next choice."""

    source: int
    target: int | None
    votes: Fraction


class FlowStage(msgspec.Struct, frozen=True):
    """Votes of every candidate at a stage, in the order of the candidates, and of no next choice so far.

    Where `label` ("Stage 1") is too long for its column, its `number` stands alone.

    `moves` lead to the next stage (none at the last one). What a count loses by cutting off decimals belongs to no
    next choice, so that nothing vanishes.
    """

    label: str
    votes: tuple[Fraction, ...]
    no_next: Fraction = Fraction(0)
    elected: frozenset[int] = frozenset()
    moves: tuple[FlowMove, ...] = ()
    number: int = 0


class FlowWords(msgspec.Struct, frozen=True):
    """`no_next` stands under the last column: "no next choice: 3.5"; it is left out where there are none."""

    no_next: str
    caption: Caption


class _Grid(msgspec.Struct, frozen=True):
    """Where columns stand, and the top of each block: `tops[stage][candidate]`, last the block of no next choice."""

    lefts: tuple[Fraction, ...]
    width: int
    scale: Fraction
    tops: tuple[tuple[Fraction, ...], ...]
    foot: Fraction


def stage_flow(
    candidates: Sequence[FlowCandidate], stages: Sequence[FlowStage], *, words: FlowWords, prefix: str
) -> Markup | None:
    """The picture, or None beyond eight candidates or five stages. Raises ValueError if the moves do not add up."""
    if not (1 <= len(candidates) <= MOST_CANDIDATES and 2 <= len(stages) <= MOST_STAGES):
        return None
    if any(len(stage.votes) != len(candidates) for stage in stages):
        raise ValueError("every stage needs the votes of every candidate")
    grid = _grid(candidates, stages)
    parts: list[Markup] = []
    for place in range(len(stages) - 1):
        parts += _bands(grid, stages, place)
    for place, stage in enumerate(stages):
        parts += _column(grid, candidates, stage, place)
    foot = grid.foot
    if stages[-1].no_next:
        parts.append(lettering(RIGHT, foot + 22, words.no_next, "e sm"))
        foot += 26
    return drawing(prefix, (0, 0, 356, round(foot) + 6), words.caption, *parts)


def _grid(candidates: Sequence[FlowCandidate], stages: Sequence[FlowStage]) -> _Grid:
    names = max(text_width(candidate.name) for candidate in candidates)
    first = min(max(Fraction(66), names + 12), Fraction(120))
    width = 44 if len(stages) <= 3 else 34
    step = (RIGHT - width - first) / (len(stages) - 1)
    total = max(sum(stage.votes, stage.no_next) for stage in stages)
    scale = Fraction(TALL) / total if total else Fraction(0)
    tops = tuple(_tops(stage, scale, NAME_ROOM if place == 0 else 0) for place, stage in enumerate(stages))
    foot = max(
        column[-1] + (stage.no_next * scale) if stage.no_next else column[-1] - GAP
        for column, stage in zip(tops, stages, strict=True)
    )
    return _Grid(tuple(first + step * place for place in range(len(stages))), width, scale, tops, foot)


def _tops(stage: FlowStage, scale: Fraction, room: int) -> tuple[Fraction, ...]:
    """Blocks below one another. Those who are out take no room, save in the first column, which has the names."""
    y = Fraction(TOP)
    tops: list[Fraction] = []
    for votes in stage.votes:
        tops.append(y)
        if votes or room:
            y += max(votes * scale + GAP, Fraction(room))
    return (*tops, y)


def _bands(grid: _Grid, stages: Sequence[FlowStage], place: int) -> list[Markup]:
    """From the column at `place` to the next: what stays lies on top of each block, what comes lies below it."""
    stage, after = stages[place], stages[place + 1]
    votes = [*stage.votes, stage.no_next]
    gone = [Fraction(0)] * len(votes)
    for move in stage.moves:
        gone[move.source] += move.votes
    leaving = [have - away for have, away in zip(votes, gone, strict=True)]
    arriving = list(leaving)
    bands = [
        _band(grid, place, index, index, Fraction(0), Fraction(0), stays, "flow")
        for index, stays in enumerate(leaving[:-1])
        if stays > 0
    ]
    for move in sorted(stage.moves, key=lambda move: move.source):
        target = len(stage.votes) if move.target is None else move.target
        bands.append(
            _band(grid, place, move.source, target, leaving[move.source], arriving[target], move.votes, "flow2")
        )
        leaving[move.source] += move.votes
        arriving[target] += move.votes
    if arriving != [*after.votes, after.no_next] or min(gone) < 0:
        raise ValueError(f"the moves after {stage.label!r} do not lead to the votes of {after.label!r}")
    return bands


def _band(
    grid: _Grid, place: int, source: int, target: int, out: Fraction, into: Fraction, votes: Fraction, class_: str
) -> Markup:
    """A soft band as high as its votes, from `out` votes below a block's top to `into` votes below the next one's."""
    left, right = grid.lefts[place] + grid.width, grid.lefts[place + 1]
    middle = (left + right) / 2
    start = grid.tops[place][source] + out * grid.scale
    end = grid.tops[place + 1][target] + into * grid.scale
    high = votes * grid.scale
    a, b, c = coordinate(left), coordinate(middle), coordinate(right)
    s, e = coordinate(start), coordinate(end)
    low_s, low_e = coordinate(start + high), coordinate(end + high)
    return element(
        "path", d=f"M{a} {s}C{b} {s} {b} {e} {c} {e}V{low_e}C{b} {low_e} {b} {low_s} {a} {low_s}Z", class_=class_
    )


def _column(grid: _Grid, candidates: Sequence[FlowCandidate], stage: FlowStage, place: int) -> list[Markup]:
    left = grid.lefts[place]
    middle = left + Fraction(grid.width, 2)
    fits = text_width(stage.label) <= grid.lefts[1] - grid.lefts[0] - 4
    head = stage.label if fits else str(stage.number or place + 1)
    at, anchor = inside(middle, head, 0, 356)
    drawn = [lettering(at, 16, head, f"{anchor} b")]
    for index, (candidate, votes) in enumerate(zip(candidates, stage.votes, strict=True)):
        top, high = grid.tops[place][index], votes * grid.scale
        base = top + high / 2 + 6
        if place == 0:
            drawn.append(lettering(left - 8, max(base, top + 9), candidate.name, "e b"))
        if votes:
            drawn.append(_block(left, top, grid.width, high, f"t{candidate.thread}"))
        if high >= NUMBER_ROOM and (number := shortest_that_fits(votes, grid.width)):
            drawn.append(lettering(middle, base, number, "m b on"))
        if index in stage.elected:
            drawn.append(_elected(left, top, grid.width, high))
    if stage.no_next:
        drawn.append(frame(left, grid.tops[place][-1], grid.width, stage.no_next * grid.scale))
    return drawn


def _block(left: Number, top: Number, width: Number, high: Number, class_: str) -> Markup:
    return element("rect", x=left, y=top, width=width, height=high, class_=class_)


def _elected(left: Number, top: Number, width: Number, high: Number) -> Markup:
    return element(
        "rect", x=left - 3, y=top - 3, width=width + 6, height=high + 6, rx=3, class_="nofill inkline", stroke_width=4
    )
