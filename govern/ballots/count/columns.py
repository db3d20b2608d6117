"""Papers as columns of whole numbers, for elections of hundreds of thousands of papers.

`Columns` answers what `stack.Rankings` answers, exactly and in the same order. Only a reader of large files hands
over papers in this way (as a `Sheaf`), so that small counts do not wait for numpy.

All papers stand one after the other in one column of places, each as: a gap, its choices (place + 1), a zero. A paper
on its way through the count is nothing but the position that is read next: moving on is adding one, and the zero
stops it. Weights stand beside the positions where they differ. Sums are exact: where all weights together could leave
62 bits, the papers go to `Rankings`, whose whole numbers have no end.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from govern.ballots.count.election import Bundle, Paper
from govern.ballots.count.stack import Arrived, Papers, Ranking, Sorting, Stack, common_parts

Choices = NDArray[np.unsignedinteger]
Positions = NDArray[np.int32]
Weights = NDArray[np.int64]
Chosen = NDArray[np.bool_]

HEAVIEST = 1 << 62
"""All weights together stay below this, so that no sum of them leaves 64 bits."""
MOST_TIMES = 10**9
"""No paper in `Rows` stands for more like it, so that their number cannot leave 64 bits either."""
MOST_IN_TABLE = 1 << 20
"""Up to so many possible keys a table is quicker than sorting."""
ROWS_AT_ONCE = 1 << 16
"""So many papers are looked at together that what is worked out for them stays in the processor's cache."""


class Rows(NamedTuple):
    """Papers one after the other. `flat`: a gap, the choices (place + 1), 0, for each; `at`: where the first choice
    (or the 0) of each is; `times`: how many there are of each, none where there is one of each."""

    flat: Choices
    at: Positions
    times: Weights | None

    def lengths(self) -> Positions:
        """How many choices each paper has."""
        behind = np.append(self.at[1:], np.int32(len(self.flat) + 1))
        return behind - self.at - np.int32(2)

    def number(self, some: Chosen) -> int:
        """How many papers some of these rows stand for."""
        return int(np.count_nonzero(some) if self.times is None else self.times[some].sum())


def narrow(candidates: int) -> np.dtype[np.unsignedinteger]:
    """The type of a column of places. Its highest number is the gap, and no candidate."""
    return np.dtype(np.uint8 if candidates < 100 else np.uint16)


def gap(column: np.dtype[np.unsignedinteger]) -> int:
    return int(np.iinfo(column).max)


MOST_CANDIDATES = 9999
"""With more than these a place could be taken for a gap."""


def rows_of(rankings: Sequence[Ranking], times: Sequence[int] | None, candidates: int) -> Rows:
    """Rankings of places as rows."""
    column = narrow(candidates)
    parts = ((gap(column), *(place + 1 for place in ranking), 0) for ranking in rankings)
    flat: Choices = np.fromiter(chain.from_iterable(parts), dtype=column)
    ends = np.cumsum(np.fromiter((len(ranking) + 2 for ranking in rankings), dtype=np.int32, count=len(rankings)))
    at = np.ones(len(rankings), np.int32)
    at[1:] += ends[:-1].astype(np.int32)
    return Rows(flat, at, None if times is None else np.array(times, np.int64))


def joined(pieces: Sequence[Rows], candidates: int) -> Rows:
    """Rows after rows, as one. Copies nothing where there is only one."""
    if len(pieces) == 1:
        return pieces[0]
    if not pieces:
        return rows_of((), None, candidates)
    begins = np.cumsum([0, *(len(piece.flat) for piece in pieces)])
    at = np.concatenate([piece.at + np.int32(begin) for piece, begin in zip(pieces, begins[:-1], strict=True)])
    times = None
    if any(piece.times is not None for piece in pieces):
        one = [np.ones(len(piece.at), np.int64) if piece.times is None else piece.times for piece in pieces]
        times = np.concatenate(one)
    return Rows(np.concatenate([piece.flat for piece in pieces]), at, times)


class Sheaf(Bundle):
    """Papers as a reader found them: plain ones in rows, and `odd` ones that do not fit there (ranks shared, weights
    that are no numbers of papers)."""

    def __init__(self, ids: tuple[str, ...], rows: Rows, odd: Sequence[Paper] = ()) -> None:
        self._ids = ids
        self._rows = rows
        self._odd = tuple(odd)

    def __len__(self) -> int:
        return len(self._rows.at) + len(self._odd)

    def __iter__(self) -> Iterator[Paper]:
        yield from self._some(np.arange(len(self._rows.at)))
        yield from self._odd

    def _some(self, rows: NDArray[np.int64]) -> Iterator[Paper]:
        flat, at, times = self._rows
        lengths = self._rows.lengths()
        for row in rows:
            choices = flat[at[row] : at[row] + lengths[row]].tolist()
            yield Paper(
                tuple(self._ids[choice - 1] for choice in choices), times=1 if times is None else int(times[row])
            )

    def sort(self, ids: tuple[str, ...], withdrawn: frozenset[str], most_marks: int | None) -> Stack:
        rows, candidates = self._rows, len(ids)
        parts = common_parts(self._odd)
        everything = int(len(rows.at) if rows.times is None else rows.times.sum())
        sorting = Sorting(ids, withdrawn, most_marks, parts)
        sorting.add(self._odd)
        heavy = everything * parts + sum(sorting.found.values()) >= HEAVIEST
        if heavy or ids != self._ids or candidates > MOST_CANDIDATES:
            sorting.add(self._some(np.arange(len(rows.at))))
            return sorting.rankings()
        lengths = rows.lengths()
        repeated = _repeated(rows, lengths, candidates)
        sorting.add(self._some(np.flatnonzero(repeated)))
        blank = lengths == 0
        counting = ~(repeated | blank)
        if most_marks is not None:
            counting &= lengths <= most_marks
        sorting.blank += rows.number(blank)
        sorting.void += rows.number(~(counting | repeated | blank))
        if withdrawn:
            gone = [place for place, name in enumerate(self._ids) if name in withdrawn]
            rows = _without(rows, gone)
            empty = counting & (rows.flat[rows.at] == 0)
            sorting.void += rows.number(empty)
            counting &= ~empty
        if not counting.all():
            rows = Rows(rows.flat, rows.at[counting], None if rows.times is None else rows.times[counting])
        return Columns.made(rows, sorting, candidates)


def _repeated(rows: Rows, lengths: Positions, candidates: int) -> Chosen:
    """Which papers mark somebody twice.

    Each choice is a power of two. Different powers have as many ones in their sum as there are powers; where one is
    added twice there are fewer, and what is lost beyond the last bit only makes them fewer still.
    """
    bits = 32 if candidates <= 32 else 64
    kind = np.dtype(np.uint32 if candidates <= 32 else np.uint64)
    different = np.zeros(len(rows.at), np.int32)
    for first in range(1, candidates + 1, bits):
        for begin in range(0, len(rows.at), ROWS_AT_ONCE):
            at = rows.at[begin : begin + ROWS_AT_ONCE]
            ends = at + lengths[begin : begin + ROWS_AT_ONCE]
            left = int(at[0]) - 1
            choices = rows.flat[left : ends[-1] + 1].astype(kind) - kind.type(first)
            sums = np.cumsum(np.left_shift(kind.type(1), choices), dtype=kind)
            # A gap, a zero and a choice of other powers are shifted out altogether.
            ones = np.bitwise_count(sums[ends - left] - sums[at - 1 - left])
            different[begin : begin + ROWS_AT_ONCE] += ones
    unlike: Chosen = different != lengths
    return unlike


def _without(rows: Rows, places: Sequence[int]) -> Rows:
    """The same papers without these candidates."""
    stays = np.ones(gap(rows.flat.dtype) + 1, np.bool_)
    stays[[place + 1 for place in places]] = False
    kept = stays[rows.flat]
    before = np.cumsum(kept, dtype=np.int32)
    at = before[rows.at] - kept[rows.at]
    return Rows(rows.flat[kept], at.astype(np.int32), rows.times)


class _Some(NamedTuple):
    """Some papers: the position that is read next on each, and what each weighs, where weights differ."""

    at: Positions
    weights: Weights | None


class Columns(Stack):
    """Papers one after the other in a column, with what each weighs beside it."""

    def __init__(self, rows: Rows, weights: Weights | None, each: int, parts: int, candidates: int) -> None:
        """`weights` are whole numbers of 1/`parts`; where there are none, every paper weighs `each`."""
        self._flat = rows.flat
        self._papers = _Some(rows.at, weights)
        self._each = each
        self._candidates = candidates
        self.parts = parts
        self.blank = 0
        self.void = 0
        self.weight = self._weigh(self._papers)

    @classmethod
    def made(cls, rows: Rows, sorting: Sorting, candidates: int) -> Columns:
        """Of rows without repeats, and what was sorted one by one."""
        weights = None if rows.times is None else rows.times * sorting.parts
        if sorting.found:
            beside = rows_of(list(sorting.found), None, candidates)
            units = np.full(len(rows.at), sorting.parts, np.int64) if weights is None else weights
            weights = np.concatenate([units, np.array(list(sorting.found.values()), np.int64)])
            at = np.concatenate([rows.at, beside.at + np.int32(len(rows.flat))])
            rows = Rows(np.concatenate([rows.flat, beside.flat]), at, None)
        columns = cls(rows, weights, sorting.parts, sorting.parts, candidates)
        columns.blank, columns.void = sorting.blank, sorting.void
        return columns

    def all(self) -> Papers:
        return self._papers

    def _weigh(self, papers: _Some) -> int:
        return len(papers.at) * self._each if papers.weights is None else int(papers.weights.sum())

    def together(self, several: Sequence[Papers]) -> Papers:
        if len(several) == 1:
            return several[0]
        weights = None if self._papers.weights is None else np.concatenate([some.weights for some in several])
        return _Some(np.concatenate([some.at for some in several]), weights)

    def onward(self, papers: Papers, still: Sequence[bool]) -> list[Arrived]:
        at, choices = self._read(papers.at.copy(), self._table([False, *(not stays for stays in still)]))
        order = np.argsort(choices, kind="stable")
        at = at.take(order)
        weights = None if papers.weights is None else papers.weights[order]
        numbers = np.bincount(choices, minlength=self._candidates + 1)
        ends = np.cumsum(numbers)
        arrived = []
        for choice in (*np.flatnonzero(numbers[1:]) + 1, *np.flatnonzero(numbers[:1])):
            part = slice(ends[choice] - numbers[choice], ends[choice])
            some = _Some(at[part], None if weights is None else weights[part])
            arrived.append(Arrived(int(choice) - 1 if choice else None, some, self._weigh(some)))
        return arrived

    def _table(self, of_choices: Sequence[bool]) -> Chosen:
        """For every number that can stand in the column, whether it is meant; first of them the 0."""
        table = np.zeros(gap(self._flat.dtype) + 1, np.bool_)
        table[: len(of_choices)] = of_choices
        return table

    def _read(self, at: Positions, over: Chosen) -> tuple[Positions, Choices]:
        """From these positions (which are changed) on to what is not passed over, and what stands there."""
        choices = self._flat.take(at)
        moving = np.flatnonzero(over.take(choices))
        while len(moving):
            further = at.take(moving) + np.int32(1)
            found = self._flat.take(further)
            at[moving] = further
            choices[moving] = found
            moving = moving.compress(over.take(found))
        return at, choices

    def marks(self) -> list[int]:
        units = [0] * self._candidates
        some = self._papers
        while len(some.at):
            for arrived in self.onward(some, [True] * self._candidates):
                if arrived.place is not None:
                    units[arrived.place] += arrived.weight
            more = self._flat[some.at] != 0
            weights = None if some.weights is None else some.weights[more]
            some = _Some(some.at[more] + np.int32(1), weights)
        return units

    def rankings(self, still: Sequence[bool], stops: Sequence[bool] = ()) -> dict[Ranking, int]:
        """Choice by choice: papers that agree so far are a group, and each further choice divides the groups."""
        over = self._table([False, *(not stays for stays in still)])
        last = self._table([True, *stops])
        base = self._candidates + 1
        found: dict[Ranking, int] = {}
        groups: list[Ranking] = [()]
        some, group = self._papers, np.zeros(len(self._papers.at), np.int64)
        while len(some.at):
            at, choices = self._read(some.at.copy(), over)
            several = _gathered(group * base + choices, some.weights, self._each, len(groups) * base)
            ended = last[several.keys % base]
            going: list[Ranking] = []
            for key, weight, ends in zip(
                several.keys.tolist(), several.weights.tolist(), ended.tolist(), strict=True
            ):
                before, choice = divmod(key, base)
                ranking = (*groups[before], choice - 1) if choice else groups[before]
                if ends:
                    found[ranking] = weight
                else:
                    going.append(ranking)
            on = np.flatnonzero(~ended[several.which])
            group = (np.cumsum(~ended) - 1)[several.which[on]]
            some = _Some(at[on] + np.int32(1), None if some.weights is None else some.weights[on])
            groups = going
        return found


class _Gathered(NamedTuple):
    """Different keys, what all papers of each weigh, and which of them each paper has."""

    keys: NDArray[np.int64]
    weights: Weights
    which: NDArray[np.int64]


def _gathered(keys: NDArray[np.int64], weights: Weights | None, each: int, end: int) -> _Gathered:
    """`keys` are below `end`. Few possible keys are told apart by a table, many by sorting."""
    if end <= MOST_IN_TABLE:
        numbers = np.bincount(keys, minlength=end)
        different = np.flatnonzero(numbers)
        table = np.zeros(end, np.int64)
        table[different] = np.arange(len(different))
        which, numbers = table[keys], numbers[different]
    else:
        different, which, numbers = np.unique(keys, return_inverse=True, return_counts=True)
    if weights is None:
        return _Gathered(different, numbers * each, which)
    sums = np.zeros(len(different), np.int64)
    np.add.at(sums, which, weights)
    return _Gathered(different, sums, which)
