"""What a change of somebody's status does to their seat (invariant 12)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import msgspec

from govern.constituencies.boards.rules.caps import (
    Standing,
    counts_for,
    established,
    refuses,
    share_of,
    standing,
    who_is_counted,
)
from govern.constituencies.boards.rules.holders import ANYBODY, NOBODY, Holder
from govern.constituencies.boards.rules.seats import FROM_OUTSIDE
from govern.constituencies.rulebook.book import Rulebook
from govern.constituencies.rulebook.rules import called
from govern.sentences import Sentence

NO_REPRESENTATIVE = Sentence("The seat was held for a member organisation, and they do not represent it any more.")
#: Words for why a seat ended, as they are kept with it.
STATUS_CHANGED, NOT_REPRESENTING = "status_changed", "not_representing"


class Vacated(msgspec.Struct, frozen=True):
    """A seat that a change of status empties, and why; `word` is what is kept of it."""

    holder: Holder
    why: Sentence
    word: str = STATUS_CHANGED


def vacated_by(
    book: Rulebook, body_id: str, before: Sequence[Holder], after: Sequence[Holder]
) -> tuple[Vacated, ...]:
    """Which seats a change of status empties (invariant 12): whose own condition fails, and who breaks a cap by it.

    `before` and `after` are the same people on the same seats, as they were and as they are. Only somebody whose
    status changed can lose a seat; the latest to sit goes first.
    """
    was = {holder.person_id: holder for holder in before}
    changed = [h for h in after if was.get(h.person_id) is not None and was[h.person_id] != h]
    out = [Vacated(h, NO_REPRESENTATIVE, NOT_REPRESENTING) for h in changed if _stopped(was[h.person_id], h)]
    others = [h for h in changed if not _stopped(was[h.person_id], h)]
    out += [Vacated(h, why) for h in others if (why := _condition_lost(book, was[h.person_id], h)) is not None]
    gone = {vacated.holder.person_id for vacated in out}
    for cap in book.caps_on(body_id):
        if not refuses(cap):
            continue
        staying = [h for h in after if h.person_id not in gone]
        now = standing(cap, staying, established(book, body_id, staying))
        newly = [h for h in now.counted if h in changed and _counts_newly(now, was[h.person_id], h)]
        newly.sort(key=lambda h: h.from_on or date.min)
        for _ in range(max(0, len(now.counted) - int(now.limit))):
            if newly:
                holder = newly.pop()
                gone.add(holder.person_id)
                why = Sentence(
                    "{cap} may hold at most {limit} seats, and {limit} others sit there.",
                    cap=who_is_counted(book, cap),
                    limit=now.limit,
                )
                out.append(Vacated(holder, why))
    return tuple(out)


def _stopped(was: Holder, now: Holder) -> bool:
    """Whether they held the seat for a member organisation and act for it no longer (M90)."""
    return was.represents and not now.represents


def _counts_newly(now: Standing, was: Holder, holder: Holder) -> bool:
    if now.cap.per is not None:
        return share_of(now.cap, was) != share_of(now.cap, holder)
    return not counts_for(now.cap, was)


def _condition_lost(book: Rulebook, was: Holder, now: Holder) -> Sentence | None:
    seat = now.constituency
    if seat not in (ANYBODY, NOBODY):
        if seat in was.groups and seat not in now.groups:
            return Sentence("The seat is for members of {group}.", group=called(book.constituency(seat)))
        return None
    if was.groups and not now.groups and not (seat == NOBODY and now.how_filled in FROM_OUTSIDE):
        return Sentence("The seat is for members.")
    return None
