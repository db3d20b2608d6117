"""Pure rules of circles: how far one opens to whom (`reaching`), what one may decide (`domain`), who says who is in a
team (`choosing`), and the records that a circle takes along (`records`)."""

from govern.forums.circles.rules.choosing import (
    CHANGES,
    Change,
    Choice,
    check_choice,
    check_leader,
)
from govern.forums.circles.rules.domain import (
    Holder,
    Matter,
    check_inside,
    check_may_be_given,
    newly_offered,
    without_ground,
)
from govern.forums.circles.rules.reaching import (
    PARTS,
    Kind,
    Link,
    Part,
    Reach,
    check_above,
    check_link,
    check_reaches,
    reach_of,
)

__all__ = [
    "CHANGES",
    "PARTS",
    "Change",
    "Choice",
    "Holder",
    "Kind",
    "Link",
    "Matter",
    "Part",
    "Reach",
    "check_above",
    "check_choice",
    "check_inside",
    "check_leader",
    "check_link",
    "check_may_be_given",
    "check_reaches",
    "newly_offered",
    "reach_of",
    "without_ground",
]
