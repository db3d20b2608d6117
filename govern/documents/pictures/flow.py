"""How votes moved between the stages of a count by single transferable vote.

A column a stage, a block a candidate (its height the votes), pale bands for votes that stay and dark bands for votes
that move on. A heavy frame marks the stage where somebody is elected (look/06-result-election.html).

`stage_flow` is the small picture of a page, for few people and stages; `whole_flow` has room for any number of both,
with the number of every block written in it or beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
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
from govern.sentences import decimal

MOST_CANDIDATES, MOST_STAGES = 8, 5
TOP, TALL, GAP, RIGHT = 44, 252, 11, 350
NUMBER_ROOM = 18  # a lower block has no number inside
NAME_ROOM = 20  # first column: names must not touch


class FlowCandidate(msgspec.Struct, frozen=True):
    """A candidate by a short name, such as the first name where it is alone. `sign` stands before their blocks in the
    later columns of a whole flow: the number they have in the table."""

    name: str
    thread: int
    sign: str = ""


class FlowMove(msgspec.Struct, frozen=True):
    """Votes that left a candidate after a stage: to another candidate, or (None) to no next choice."""

    source: int
    target: int | None
    votes: Fraction


class FlowStage(msgspec.Struct, frozen=True):
    """Votes of every candidate at a stage, in the order of the candidates, and of no next choice so far.

    Where `label` ("Stage 1") is too long for its column, the number of the stage stands alone.

    `moves` lead to the next stage (none at the last one). What a count loses by cutting off decimals belongs to no
    next choice, so that nothing vanishes. `loose` is a stage after which votes of several move at once, so that it is
    not known which went where: only the ends of these ways are drawn.
    """

    label: str
    votes: tuple[Fraction, ...]
    no_next: Fraction = Fraction(0)
    elected: frozenset[int] = frozenset()
    moves: tuple[FlowMove, ...] = ()
    loose: bool = False


class FlowWords(msgspec.Struct, frozen=True):
    """`no_next` stands under the last column: "no next choice: 3.5"; it is left out where there are none."""

    no_next: str
    caption: Caption


class _Room(msgspec.Struct, frozen=True):
    """How much room a flow has: `step` from column to column, and whether every block has room for a number."""

    first: Fraction
    width: int
    step: Fraction
    tall: int
    numbered: bool


class _Grid(msgspec.Struct, frozen=True):
    """Where columns stand, and the top of each block: `tops[stage][candidate]`, last the block of no next choice."""

    room: _Room
    lefts: tuple[Fraction, ...]
    right: Fraction
    scale: Fraction
    tops: tuple[tuple[Fraction, ...], ...]
    foot: Fraction

    @property
    def width(self) -> int:
        return self.room.width


class Flow(msgspec.Struct, frozen=True):
    """A flow that is drawn: its parts, how large it is, and the right edge of each stage's column."""

    parts: tuple[Markup, ...]
    width: int
    height: int
    edges: tuple[Fraction, ...]


def stage_flow(
    candidates: Sequence[FlowCandidate], stages: Sequence[FlowStage], *, words: FlowWords, prefix: str
) -> Markup | None:
    """The picture, or None beyond eight candidates or five stages. Raises ValueError if the moves do not add up."""
    if not (1 <= len(candidates) <= MOST_CANDIDATES and 2 <= len(stages) <= MOST_STAGES):
        return None
    names = max(text_width(candidate.name) for candidate in candidates)
    first = min(max(Fraction(66), names + 12), Fraction(120))
    width = 44 if len(stages) <= 3 else 34
    room = _Room(first, width, (RIGHT - width - first) / (len(stages) - 1), TALL, numbered=False)
    flow = _drawn(room, candidates, stages, words, decimal)
    return drawing(prefix, (0, 0, 356, flow.height), words.caption, *flow.parts)


def whole_flow(
    candidates: Sequence[FlowCandidate],
    stages: Sequence[FlowStage],
    *,
    words: FlowWords,
    number: Callable[[Fraction], str] = decimal,
) -> Flow:
    """All of it, however many people and stages. Raises ValueError if there are none, or the moves do not add up."""
    if not candidates or not stages:
        raise ValueError("a flow needs somebody who stands, and a stage")
    first = max(text_width(candidate.name) for candidate in candidates) + 24
    tall = max(TALL, 30 * len(candidates))
    return _drawn(_Room(first, 76, Fraction(166), tall, numbered=True), candidates, stages, words, number)


def whole_picture(flow: Flow, caption: Caption, prefix: str) -> Markup:
    """A whole flow at its own size, for a place that scrolls sideways."""
    return drawing(prefix, (0, 0, flow.width, flow.height), caption, *flow.parts, sized=True)


def moves_from(source: int, gained: Sequence[tuple[int, Fraction]], lost: Fraction) -> tuple[FlowMove, ...]:
    """The moves when papers of one candidate go on: what each (by place) gained, what found no next choice."""
    moves = [FlowMove(source, place, votes) for place, votes in gained if votes > 0 and place != source]
    return (*moves, FlowMove(source, None, lost)) if lost > 0 else tuple(moves)


def _drawn(
    room: _Room,
    candidates: Sequence[FlowCandidate],
    stages: Sequence[FlowStage],
    words: FlowWords,
    number: Callable[[Fraction], str],
) -> Flow:
    if any(len(stage.votes) != len(candidates) for stage in stages):
        raise ValueError("every stage needs the votes of every candidate")
    grid = _grid(room, stages)
    parts: list[Markup] = []
    for place in range(len(stages) - 1):
        parts += _loose_ends(grid, stages, place) if stages[place].loose else _bands(grid, stages, place)
    for place, stage in enumerate(stages):
        parts += _column(grid, candidates, stage, place, number)
    foot = grid.foot
    if stages[-1].no_next:
        parts.append(lettering(grid.right, foot + 22, words.no_next, "e sm"))
        foot += 26
    width = round(grid.right) + (90 if room.numbered else 6)
    edges = tuple(left + room.width for left in grid.lefts)
    return Flow(tuple(parts), width, round(foot) + 6, edges)


def _grid(room: _Room, stages: Sequence[FlowStage]) -> _Grid:
    total = max(sum(stage.votes, stage.no_next) for stage in stages)
    scale = Fraction(room.tall) / total if total else Fraction(0)
    tops = tuple(_tops(stage, scale, room, first=place == 0) for place, stage in enumerate(stages))
    foot = max(
        column[-1] + (stage.no_next * scale) if stage.no_next else column[-1] - GAP
        for column, stage in zip(tops, stages, strict=True)
    )
    lefts = tuple(room.first + room.step * place for place in range(len(stages)))
    return _Grid(room, lefts, lefts[-1] + room.width, scale, tops, foot)


def _tops(stage: FlowStage, scale: Fraction, room: _Room, *, first: bool) -> tuple[Fraction, ...]:
    """Blocks below one another. Those who are out take no room, save in the first column, which has the names."""
    y = Fraction(TOP)
    tops: list[Fraction] = []
    for votes in stage.votes:
        tops.append(y)
        if votes or first:
            y += max(votes * scale + GAP, Fraction(NAME_ROOM if first or room.numbered else 0))
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


def _loose_ends(grid: _Grid, stages: Sequence[FlowStage], place: int) -> list[Markup]:
    """What stays as a band; what goes and what comes as short dark ends that nothing joins."""
    before = [*stages[place].votes, stages[place].no_next]
    after = [*stages[place + 1].votes, stages[place + 1].no_next]
    if sum(before) != sum(after):
        raise ValueError(f"votes vanish after {stages[place].label!r}")
    none = Fraction(0)
    drawn = [
        _band(grid, place, index, index, none, none, min(had, has), "flow")
        for index, (had, has) in enumerate(zip(before[:-1], after[:-1], strict=True))
        if min(had, has) > 0
    ]
    end = (grid.lefts[place + 1] - grid.lefts[place] - grid.width) / 5
    for index, (had, has) in enumerate(zip(before, after, strict=True)):
        left = grid.lefts[place] + grid.width if has < had else grid.lefts[place + 1] - end
        top = grid.tops[place if has < had else place + 1][index] + min(had, has) * grid.scale
        if has != had:
            drawn.append(_block(left, top, end, abs(has - had) * grid.scale, "flow2"))
    return drawn


def _column(
    grid: _Grid,
    candidates: Sequence[FlowCandidate],
    stage: FlowStage,
    place: int,
    number: Callable[[Fraction], str],
) -> list[Markup]:
    left = grid.lefts[place]
    middle = left + Fraction(grid.width, 2)
    fits = text_width(stage.label) <= grid.room.step - 4
    head = stage.label if fits else str(place + 1)
    at, anchor = inside(middle, head, 0, grid.right + 6)
    drawn = [lettering(at, 16, head, f"{anchor} b")]
    for index, (candidate, votes) in enumerate(zip(candidates, stage.votes, strict=True)):
        top, high = grid.tops[place][index], votes * grid.scale
        base = top + high / 2 + 6
        if place == 0:
            drawn.append(lettering(left - 8, max(base, top + 9), candidate.name, "e b"))
        if votes:
            drawn.append(_block(left, top, grid.width, high, f"t{candidate.thread}"))
        fitting = shortest_that_fits(votes, grid.width, number=number) if high >= NUMBER_ROOM else ""
        if fitting:
            drawn.append(lettering(middle, base, fitting, "m b on"))
        elif votes and grid.room.numbered:
            drawn.append(_beside(left + grid.width + 5, max(base, top + 9), number(votes), "sm halo"))
        if votes and place and candidate.sign:
            drawn.append(_beside(left - 6, max(base, top + 9), candidate.sign, "e sm halo"))
        if index in stage.elected:
            drawn.append(_elected(left, top, grid.width, high))
    if stage.no_next:
        drawn.append(frame(left, grid.tops[place][-1], grid.width, stage.no_next * grid.scale))
    return drawn


def _beside(x: Number, y: Number, text: str, class_: str) -> Markup:
    """Text upon bands, with a halo of the ground under its letters."""
    return element("text", text, x=x, y=y, class_=class_, paint_order="stroke")


def _block(left: Number, top: Number, width: Number, high: Number, class_: str) -> Markup:
    return element("rect", x=left, y=top, width=width, height=high, class_=class_)


def _elected(left: Number, top: Number, width: Number, high: Number) -> Markup:
    return element(
        "rect", x=left - 3, y=top - 3, width=width + 6, height=high + 6, rx=3, class_="nofill inkline", stroke_width=4
    )
