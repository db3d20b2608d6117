"""What a voter is told of the room: until when early votes are taken, what becomes of theirs (invariant 42, W18)."""

from __future__ import annotations

from datetime import datetime

import msgspec

from govern.errors import WrongMoment
from govern.sentences import Sentence


class InRoom(msgspec.Struct, frozen=True, kw_only=True):
    """One voter and one vote of a meeting. `early` and `from_room`: they have voted so. `meets_at`: when the meeting
    begins, where the vote is taken at it. `discounts`: by the rules an early vote falls if its owner is there."""

    meets_at: datetime | None
    taken: bool
    here: bool
    early: bool
    from_room: bool
    discounts: bool

    @property
    def voted(self) -> bool:
        """Whether something they sent themself still counts, as things stand now."""
        if self.taken and self.here and self.discounts:
            return self.from_room
        return self.early or self.from_room

    def told(self) -> tuple[Sentence, ...]:
        if self.taken:
            return self._being_taken() if self.here and not self.from_room else ()
        if self.here:
            return (Sentence("You are checked in at the meeting."), self._here_before())
        return () if self.meets_at is None else self._from_elsewhere(self.meets_at)

    def _being_taken(self) -> tuple[Sentence, ...]:
        now = Sentence("The vote is being taken at the meeting now.")
        if self.early and self.discounts:
            return now, Sentence("You are here, so your early vote does not count any more. Please vote now.")
        if self.early:
            return now, Sentence("Your early vote counts. If you vote again now, this one counts instead.")
        return now, Sentence("You are checked in, so you can vote now.")

    def _here_before(self) -> Sentence:
        if not self.discounts:
            return Sentence("You can vote now, or when the vote is taken at the meeting.")
        if self.early:
            return Sentence(
                "Your early vote is cancelled if you are here when the vote is taken. You can vote again then."
            )
        return Sentence(
            "Wait until the vote is taken, and vote then. What you send before is cancelled if you are here then."
        )

    def _from_elsewhere(self, meets_at: datetime) -> tuple[Sentence, ...]:
        until = Sentence(
            "You can vote early until the vote is taken at the meeting. The meeting begins on {moment}.",
            moment=meets_at,
        )
        if not self.discounts:
            return (until,)
        return until, Sentence(
            "If you are at the meeting when the vote is taken, your early vote is cancelled, and you vote there."
        )


def can_vote_until(closes_at: datetime, *, in_the_room: bool) -> Sentence:
    """Until when votes are taken, as pages and letters say it (decision 34)."""
    if in_the_room:
        return Sentence(
            "You can vote early until the vote is taken at the meeting, and no later than {day}.", day=closes_at
        )
    return Sentence("You can vote until {day}.", day=closes_at)


def early_voting_over() -> WrongMoment:
    """The refusal for an early vote that comes once the vote is being taken in the room (decision 34)."""
    return WrongMoment(
        "The vote is being taken at the meeting, so early voting has ended and your vote was not sent. "
        "If you had voted before, that vote counts. If you are at the meeting, check in at the desk, then vote."
    )
