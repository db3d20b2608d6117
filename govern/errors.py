"""What can be refused, by meaning. No HTTP here: `web/errors.py` alone turns a kind into a status.

Every refusal is a sentence to a person: what is not possible, why, and what they can do now.
"""

from __future__ import annotations

from govern.sentences import Sentence, Value


class GovernError(Exception):
    """A refusal. `message` is for people; `field` names the form field it belongs beside; `facts` are for logs."""

    def __init__(self, message: str | Sentence, *, field: str | None = None, **values: Value) -> None:
        self.message = message if isinstance(message, Sentence) else Sentence(message, **values)
        self.field = field
        super().__init__(str(self.message))


class NotFound(GovernError):
    """There is no such thing, or this person may not know of it."""


class NotAllowed(GovernError):
    """It exists, and this person may not do this with it."""


class WrongMoment(GovernError):
    """It could be done at another stage of its life, not at this one."""


class AlreadyDone(GovernError):
    """Somebody (perhaps the same person) has done it already."""


class NotValid(GovernError):
    """What was sent cannot be accepted as it is."""


class TooMany(GovernError):
    """Too many tries in a short time. `wait_seconds` says when the next one is listened to."""

    def __init__(
        self, message: str | Sentence, *, wait_seconds: int, field: str | None = None, **values: Value
    ) -> None:
        super().__init__(message, field=field, **values)
        self.wait_seconds = wait_seconds


class Unavailable(GovernError):
    """A part that is needed is not there now; trying again later may work."""
