"""Two kinds of refusal: something to put right oneself (exit code 1), and something to call the others for (2)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from govern.errors import GovernError, NotValid

DONE, PUT_RIGHT, CALL_THE_OTHERS = 0, 1, 2


class Stop(GovernError):
    """The log, the mixes or the key are not what they should be. The tool does nothing with them."""


class Unanswered(NotValid):
    """A question was not answered: there is nobody at the keyboard."""


@contextmanager
def found_wrong() -> Iterator[None]:
    """Whatever is not as it should be in here was made so by somebody else: Stop."""
    try:
        yield
    except NotValid as refusal:
        raise Stop(refusal.message) from refusal
