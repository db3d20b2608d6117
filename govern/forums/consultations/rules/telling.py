"""What a consultation adds up to, and what of it may be told to everybody (invariants 77 and 79).

Whoever runs it sees every cell. What is published is a tree of parts: all who were asked; whether they were heard;
of those heard, each position; of each position, its evidence. A whole is opened into its parts only so far that no
part under the floor can be read or worked out:

    parts at or over the floor, empty ones, and small ones in which everybody agreed      shown
    the rest                                    told together, as one number, with as many of the next larger parts
                                                as it takes until the number reaches the floor and the parts differ
    where that is never so                                                      the whole is not opened at all

Parts are put together by their size alone, those of the same size always together. So whoever knows the numbers and
this rule can swap any two parts that are told together, and reads the same: none of them is ever known. A part that
is told together with others is not opened further, for what is below would say how large it is. How sure readers were
adds up to the same people another way; it is told only where nothing else had to be kept back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from govern.forums.consultations.rules.weighing import Confidence, Evidence, Heard, Stance

#: What happened to somebody who was to be asked, as it is told.
HEARD, STOPPED, DECLINED, NOT_REACHED, WAITING = "heard", "stopped", "declined", "not_reached", "waiting"
_HAPPENED = {
    Heard.RECORDED: HEARD,
    Heard.FINAL: HEARD,
    Heard.STOPPED: STOPPED,
    Heard.DECLINED: DECLINED,
    Heard.NOT_REACHED: NOT_REACHED,
}
HAPPENED = (HEARD, STOPPED, DECLINED, NOT_REACHED)
_LEANS = "leans:"
_CARD = "card:"


class Tally(msgspec.Struct, frozen=True, kw_only=True):
    """So many people of whom the same is known. `agreed`: each of them agreed that it may be seen it is theirs."""

    people: int
    heard: Heard
    position: str = ""
    evidence: Evidence | None = None
    confidence: Confidence | None = None
    agreed: bool = False


class Cell(msgspec.Struct, frozen=True):
    """One part of a whole: so many people. `agreed` where each of them agreed."""

    key: str
    people: int
    agreed: bool = False

    def small(self, floor: int) -> bool:
        return 0 < self.people < floor


class Opened(msgspec.Struct, frozen=True):
    """A whole as it is told: the parts that are shown, and those told together as one number.

    Where nothing of it can be shown, `shown` is empty and `together` names every part.
    """

    shown: tuple[tuple[str, int], ...] = ()
    together: tuple[str, ...] = ()
    people_together: int = 0

    def of(self, key: str) -> int | None:
        """How many in one part, if that is told."""
        return dict(self.shown).get(key)

    @property
    def whole(self) -> bool:
        """Whether every part is told."""
        return not self.together


class Sum(msgspec.Struct, frozen=True):
    """What a consultation adds up to, every cell: for whoever runs it."""

    asked: int
    happened: tuple[Cell, ...]
    positions: tuple[Cell, ...]
    evidence: Mapping[str, tuple[Cell, ...]]
    confidence: tuple[Cell, ...]
    waiting: int = 0


class Published(msgspec.Struct, frozen=True, kw_only=True):
    """What everybody may read. `asked` is None where fewer than `floor` were asked; then nothing else is told."""

    floor: int
    asked: int | None
    happened: Opened | None = None
    positions: Opened | None = None
    evidence: dict[str, Opened] = {}
    confidence: Opened | None = None

    @property
    def heard(self) -> int | None:
        return None if self.happened is None else self.happened.of(HEARD)


def position_key(stance: Stance, card: object = None, *, leaning: bool = False) -> str:
    """A position as one word: for, against, leans:for, card:…, not_sure."""
    key = f"{_CARD}{card}" if stance is Stance.CARD else stance.value
    return f"{_LEANS}{key}" if leaning else key


def position_of(key: str) -> tuple[Stance, str | None, bool]:
    """The other way round: the stance, the card it names, and whether it is a leaning."""
    leaning = key.startswith(_LEANS)
    plain = key.removeprefix(_LEANS)
    if plain.startswith(_CARD):
        return Stance.CARD, plain.removeprefix(_CARD), leaning
    return Stance(plain), None, leaning


def positions_of(cards: Sequence[object]) -> tuple[str, ...]:
    """Every position there may be, in the order they are told: for or against, or each of the cards."""
    views = [position_key(Stance.CARD, card) for card in cards] if cards else [Stance.FOR.value, Stance.AGAINST.value]
    rest = (Stance.NOT_SURE, Stance.NOT_SAYING, Stance.NO_CLEAR_VIEW)
    return (*views, *(f"{_LEANS}{view}" for view in views), *(stance.value for stance in rest))


def sum_up(tallies: Iterable[Tally], positions: Sequence[str]) -> Sum:
    """Every cell of a consultation. Position, evidence and confidence are counted apart, never into one number."""
    all_of = list(tallies)
    heard = [one for one in all_of if _HAPPENED.get(one.heard) == HEARD]
    keys = (*positions, *sorted({one.position for one in heard} - set(positions)))
    return Sum(
        asked=sum(one.people for one in all_of),
        happened=tuple(_cell(key, [one for one in all_of if _HAPPENED.get(one.heard) == key]) for key in HAPPENED),
        positions=tuple(_cell(key, [one for one in heard if one.position == key]) for key in keys),
        evidence={
            key: tuple(
                _cell(kind.value, [one for one in heard if one.position == key and one.evidence is kind])
                for kind in Evidence
            )
            for key in keys
        },
        confidence=tuple(_cell(step.value, [one for one in heard if one.confidence is step]) for step in Confidence),
        waiting=sum(one.people for one in all_of if one.heard not in _HAPPENED),
    )


def _cell(key: str, tallies: Sequence[Tally]) -> Cell:
    return Cell(key, sum(one.people for one in tallies), all(one.agreed for one in tallies) and bool(tallies))


def opened(parts: Sequence[Cell], floor: int) -> Opened:
    """A whole, opened into its parts as far as nobody under the floor can be told apart (see above)."""
    if not any(_keeps_back(part, floor) for part in parts):
        return Opened(shown=tuple((part.key, part.people) for part in parts))
    loose = [part for part in parts if not (part.small(floor) and part.agreed)]
    together = _together(loose, floor) or _together(parts, floor) or {part.key for part in parts}
    return Opened(
        shown=tuple((part.key, part.people) for part in parts if part.key not in together),
        together=tuple(part.key for part in parts if part.key in together),
        people_together=sum(part.people for part in parts if part.key in together),
    )


def _keeps_back(part: Cell, floor: int) -> bool:
    return part.small(floor) and not part.agreed


def _together(parts: Sequence[Cell], floor: int) -> set[str] | None:
    """The smallest parts, up to a size, that can be told as one number; None where even all of them cannot."""
    for size in sorted({part.people for part in parts}):
        group = [part for part in parts if part.people <= size]
        rest = [part for part in parts if part.people > size]
        enough = sum(part.people for part in group) >= floor and len({part.people for part in group}) > 1
        if enough and not any(_keeps_back(part, floor) for part in rest):
            return {part.key for part in group}
    return None


def published(found: Sum, floor: int) -> Published:
    """What everybody may read of a sum (invariant 77)."""
    everybody = Cell("asked", found.asked, all(cell.agreed or not cell.people for cell in found.happened))
    if found.asked == 0 or _keeps_back(everybody, floor):
        return Published(floor=floor, asked=None)
    happened = opened(found.happened, floor)
    if happened.of(HEARD) is None:
        return Published(floor=floor, asked=found.asked, happened=happened)
    positions = opened(found.positions, floor)
    evidence = {key: opened(found.evidence[key], floor) for key, people in positions.shown if people}
    bare = [happened, positions, *evidence.values()]
    sure = opened(found.confidence, floor)
    return Published(
        floor=floor,
        asked=found.asked,
        happened=happened,
        positions=positions,
        evidence=evidence,
        confidence=sure if sure.whole and all(one.whole for one in bare) else None,
    )


def says_nothing_apart(told: Published) -> bool:
    """Whether nothing but how many were asked can be told: what each showed was too much their own."""
    return told.asked is None or told.happened is None or not told.happened.shown


def says_no_views(told: Published) -> bool:
    """Whether no position can be told of anybody, whatever else is."""
    return told.positions is None or not told.positions.shown
