"""What time it is, as something that can be handed in. Nothing else in the service asks the machine's clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def now() -> datetime:
    """This moment, in UTC with its time zone, to the microsecond."""
    return datetime.now(UTC)
