"""How long it can still be told whose envelope is whose, and what is said once it cannot (decision 31)."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec

from govern.errors import AlreadyDone, WrongMoment
from govern.sentences import Sentence


class Keeping(msgspec.Struct, frozen=True):
    """When a vote that is over goes to the archive: from when an officer may put it there, and when the clock does.

    `over_at` is when it was declared, or withdrawn. Nothing is kept beyond `at_latest`.
    """

    over_at: datetime
    may_from: datetime
    at_latest: datetime
    withdrawn: bool = False

    def check(self, at: datetime, *, by_an_officer: bool) -> None:
        """Raises `WrongMoment` while somebody may still question the result."""
        if at >= (self.may_from if by_an_officer else self.at_latest):
            return
        day = self.may_from if by_an_officer else self.at_latest
        if self.withdrawn:
            raise WrongMoment(
                "Until {day} members may ask what became of their envelope. Please come back after that.", day=day
            )
        raise WrongMoment("Until {day} members may ask for a recount. Please come back after that.", day=day)


def keeping(
    declared_at: datetime | None, withdrawn_at: datetime | None, challenge_days: int, handles_days: int
) -> Keeping | None:
    """None where the vote is not over: it is neither declared nor withdrawn."""
    over_at = declared_at or withdrawn_at
    if over_at is None:
        return None
    may_from = over_at + timedelta(days=challenge_days)
    return Keeping(over_at, may_from, may_from + timedelta(days=handles_days), declared_at is None)


def archived_already() -> AlreadyDone:
    return AlreadyDone("This vote is in the archive already. Whose envelope was whose is forgotten.")


#: What a page says where it would have told somebody of their own envelope.
FORGOTTEN = Sentence(
    "Whose envelope was whose has been forgotten, as the rules say. The list itself stays as it was. A code from a "
    "receipt still finds its envelope."
)


__all__ = ["FORGOTTEN", "Keeping", "archived_already", "keeping"]
