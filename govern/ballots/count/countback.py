"""Count-back: who takes the seat of a member who left before the end of the term, by the papers that elected them.

Source: R A Newland and F S Britton, How to conduct an election by the single transferable vote, 3rd edition, 1997,
7.1: all original papers are counted again, passing over the member who left and whoever no longer stands; no other
member is excluded; the count goes on until somebody new is elected. The rule here, in full:

- The papers are all papers of the election, the number of seats and so the quota are those of the election, and the
  method is the one that counted it.
- Who left counts as withdrawn, and so does every candidate who no longer stands.
- Who still sits cannot be excluded and cannot be passed over: for them, and for nobody else, there are as many seats
  as there are members sitting. In the words of a constrained count: at most as many new members may be elected as
  seats fell empty, and whoever still sits is guarded by that.
- The first new candidate to be elected has the seat. From then on no other can be elected, and the count is over.
  Where several seats fell empty at once, the first so many have them.
- Caps and floors of the election hold: who still sits holds places under them, and the new ones get the room, and
  meet the need, that is left.
- Ties as in the election. A lot drawn for it holds for the recount too (5.6.3).

It is for the methods in which papers move from one candidate to the next. A seat stays empty if nobody is left who
stands and is allowed.
"""

from __future__ import annotations

from collections import Counter

import msgspec

from govern.ballots.count import words
from govern.ballots.count.election import Cap, Election, NotCountable, refuse_contradictions
from govern.ballots.count.methods import METHODS
from govern.ballots.count.result import Elected, Result
from govern.sentences import Sentence

MOVING = ("scottish-stv", "wigm", "meek", "ers97", "av")
"""The methods in which papers move from one candidate to the next."""
NEW = " new member"
"""The category of those who do not sit; it begins with a blank, so that no rulebook has it."""


class CountBack(msgspec.Struct, frozen=True):
    """A recount for empty seats: `new` are those who take them, in order, `vacant` the seats nobody takes.

    `recount` is the whole count; it lists those who still sit among the elected. `why` tells the rule and outcome.
    """

    recount: Result
    sitting: tuple[str, ...]
    new: tuple[Elected, ...]
    vacant: int
    why: tuple[Sentence, ...]


def count_back(
    election: Election,
    method: str,
    *,
    left: tuple[str, ...],
    sitting: tuple[str, ...],
    declined: tuple[str, ...] = (),
) -> CountBack:
    """Who takes the seats of those who `left`, while those `sitting` keep theirs; `declined` no longer stand.

    All by id. Raises NotCountable where these contradict each other or the method is none in which papers move,
    LotNeeded where a lot must be drawn and has not been.
    """
    refuse_contradictions(election)
    _refuse(election, method, left, sitting, declined)
    recount = METHODS[method](_again(election, left, sitting, declined))
    new = tuple(entry for entry in recount.elected if entry.candidate not in sitting)
    names = {candidate.id: candidate.name for candidate in election.candidates}
    vacant = len(left) - len(new)
    why = [words.counted_back(tuple(names[name] for name in left))]
    why += [words.takes_seat(entry.name) for entry in new]
    if vacant:
        why.append(words.vacant(vacant))
    return CountBack(recount, sitting, new, vacant, tuple(why))


def _again(
    election: Election, left: tuple[str, ...], sitting: tuple[str, ...], declined: tuple[str, ...]
) -> Election:
    """The election of the recount: those who sit are under no cap and hold their places under all of them."""
    held = Counter(
        category
        for candidate in election.candidates
        if candidate.id in sitting
        for category in set(candidate.categories)
    )
    candidates = tuple(
        msgspec.structs.replace(candidate, categories=() if candidate.id in sitting else (*candidate.categories, NEW))
        for candidate in election.candidates
    )
    floors = tuple(
        msgspec.structs.replace(floor, already_holding=floor.already_holding + held[floor.category])
        for floor in election.floors
    )
    caps = [
        msgspec.structs.replace(cap, already_holding=cap.already_holding + held[cap.category])
        for cap in election.caps
    ]
    seats_empty = Cap(NEW, len(left), name=words.empty_seats())
    gone = dict.fromkeys((*election.withdrawn, *left, *declined))
    return msgspec.structs.replace(
        election, candidates=candidates, withdrawn=tuple(gone), caps=(*caps, seats_empty), floors=floors
    )


def _refuse(
    election: Election, method: str, left: tuple[str, ...], sitting: tuple[str, ...], declined: tuple[str, ...]
) -> None:
    if method not in MOVING:
        raise NotCountable(
            "Counting back needs papers that move to next choices, and {method} has none. Fill the seat another way.",
            method=method,
        )
    standing = {candidate.id for candidate in election.candidates} - set(election.withdrawn)
    for name in (*left, *sitting, *declined):
        if name not in standing:
            raise NotCountable('"{name}" did not stand in this election. Look at the names.', name=name)
    if len({*left, *sitting, *declined}) < len(left) + len(sitting) + len(declined):
        raise NotCountable("Somebody is named twice: as sitting, as having left, or as not standing. Name them once.")
    if len(left) + len(sitting) > election.seats:
        raise NotCountable(
            "{members} members are named for {seats} seats. Look at who sits and who left.",
            members=len(left) + len(sitting),
            seats=election.seats,
        )
