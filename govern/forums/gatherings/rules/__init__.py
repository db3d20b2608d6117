"""Pure rules of forums: who stands how in one and how far it opens to them (`standing`), and whoever leads it for
how long (`facilitating`)."""

from govern.forums.gatherings.rules.facilitating import (
    check_extension,
    check_term,
    ends_on,
)
from govern.forums.gatherings.rules.standing import (
    COUNTS,
    STANDINGS,
    ItemKind,
    Reach,
    Standing,
    check_joins,
    check_reaches,
    check_room,
    reach_of,
)

__all__ = [
    "COUNTS",
    "STANDINGS",
    "ItemKind",
    "Reach",
    "Standing",
    "check_extension",
    "check_joins",
    "check_reaches",
    "check_room",
    "check_term",
    "ends_on",
    "reach_of",
]
