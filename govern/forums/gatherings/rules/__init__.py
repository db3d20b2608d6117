"""Pure rules of forums: who stands how in one and how far it opens to them (`standing`), whoever leads it for how
long (`facilitating`), what it may do when it gathers (`gathering`), whom it sends up (`delegating`), who was heard
(`hearing`), what it may put to a vote of its own (`voting`)."""

from govern.forums.gatherings.rules.delegating import check_delegate, check_may_send
from govern.forums.gatherings.rules.facilitating import (
    check_extension,
    check_term,
    ends_on,
)
from govern.forums.gatherings.rules.gathering import (
    BOXES,
    Box,
    HowDecided,
    View,
    carried_by,
    check_consensus_first,
    check_may_be_planned,
    check_more_time,
    check_no_names,
    check_not_answered_by_talk,
    check_numbers,
    check_quorum_of_a_forum,
    check_says_why,
    check_stays,
    check_trained,
    check_unsettled,
    check_view,
)
from govern.forums.gatherings.rules.hearing import HEARD_WORDS, HeardWay, check_heard, check_notes_heard
from govern.forums.gatherings.rules.standing import (
    COUNTS,
    STANDINGS,
    ItemKind,
    Reach,
    Standing,
    advice_on_size,
    check_joins,
    check_reaches,
    reach_of,
)
from govern.forums.gatherings.rules.voting import WEIGHTS, VoteKind, check_weight, yes_and_no

__all__ = [
    "BOXES",
    "COUNTS",
    "HEARD_WORDS",
    "STANDINGS",
    "WEIGHTS",
    "Box",
    "HeardWay",
    "HowDecided",
    "ItemKind",
    "Reach",
    "Standing",
    "View",
    "VoteKind",
    "advice_on_size",
    "carried_by",
    "check_consensus_first",
    "check_delegate",
    "check_extension",
    "check_heard",
    "check_joins",
    "check_may_be_planned",
    "check_may_send",
    "check_more_time",
    "check_no_names",
    "check_not_answered_by_talk",
    "check_notes_heard",
    "check_numbers",
    "check_quorum_of_a_forum",
    "check_reaches",
    "check_says_why",
    "check_stays",
    "check_term",
    "check_trained",
    "check_unsettled",
    "check_view",
    "check_weight",
    "ends_on",
    "reach_of",
    "yes_and_no",
]
