"""Tables of ballots: what is put to the vote (`asked`), the frozen roll (`roll`), the log of envelopes (`box`), the
count and the declaration (`counting`).

No row holds a choice in clear before the count. `member_handle` alone ties a person to a handle; it stands apart and
is emptied when the time for challenge has ended (decision 31).
"""

from govern.ballots.models.asked import Ballot, Candidate, Contest, FloorChoice
from govern.ballots.models.box import (
    APPEND_ONLY,
    OWN,
    REFUSALS,
    CastEnvelope,
    CastToken,
    LogHead,
    LogLeaf,
    LogNode,
    SlipSeen,
    append_only_ddl,
)
from govern.ballots.models.columns import Names, table_of
from govern.ballots.models.counting import Challenge, CountRun, Declaration, Reminder
from govern.ballots.models.roll import Appointment, AtTheMeeting, InTheRoom, MemberHandle, RollEntry, RollStrike

__all__ = [
    "APPEND_ONLY",
    "OWN",
    "REFUSALS",
    "Appointment",
    "AtTheMeeting",
    "Ballot",
    "Candidate",
    "CastEnvelope",
    "CastToken",
    "Challenge",
    "Contest",
    "CountRun",
    "Declaration",
    "FloorChoice",
    "InTheRoom",
    "LogHead",
    "LogLeaf",
    "LogNode",
    "MemberHandle",
    "Names",
    "Reminder",
    "RollEntry",
    "RollStrike",
    "SlipSeen",
    "append_only_ddl",
    "table_of",
]
