"""Tables of ballots: what is put to the vote (`asked`), the frozen roll (`roll`), the log of envelopes (`box`), the
count and the declaration (`counting`), votes on paper (`paper`), what peers say of their votes (`reports`), who
helped whom (`supporting`), duties of the level AGM (`ceremony`), what goes to the regulator (`filing`), what circles
decide by consent (`consenting`), that people were asked one by one before something is decided (`laid_beside`), what
stays the same when the service is changed (`upgrades`).

No row holds a choice in clear before the count. `member_handle` alone ties a person to a handle; it stands apart and
is emptied when the time for challenge has ended (decision 31).
"""

from govern.ballots.models.asked import Ballot, Candidate, CandidatePhotograph, Contest, ContestOption, FloorChoice
from govern.ballots.models.box import (
    APPEND_ONLY,
    OWN,
    REFUSALS,
    CastEnvelope,
    CastToken,
    LogHead,
    LogLeaf,
    LogNode,
    LogRecovery,
    SlipSeen,
    append_only_ddl,
)
from govern.ballots.models.ceremony import DutyFile, KeptHead, LaidDownLog, StepProposal
from govern.ballots.models.columns import Names, table_of
from govern.ballots.models.consenting import (
    ConsentAnswer,
    ConsentFinding,
    ConsentMember,
    ConsentProposal,
    ConsentRound,
    ConsentVote,
    ConsentWording,
)
from govern.ballots.models.counting import Challenge, CountBackRun, CountRun, Declaration, Reminder, SealedDocument
from govern.ballots.models.filing import RegulatorCopy
from govern.ballots.models.laid_beside import PeopleAsked
from govern.ballots.models.paper import (
    MixedBatch,
    PaperArrival,
    PaperBatch,
    PaperEntry,
    PaperReturn,
    PaperWish,
)
from govern.ballots.models.reading import PaperRead, PaperToRead
from govern.ballots.models.reports import PeerReport, ReportAnswer
from govern.ballots.models.roll import (
    Appointment,
    AtTheMeeting,
    InTheRoom,
    KnownPosition,
    MemberHandle,
    RollEntry,
    RollStrike,
)
from govern.ballots.models.supporting import TelephoneCall, VoteSupport
from govern.ballots.models.upgrades import KeptChecker, LogIncident

__all__ = [
    "APPEND_ONLY",
    "OWN",
    "REFUSALS",
    "Appointment",
    "AtTheMeeting",
    "Ballot",
    "Candidate",
    "CandidatePhotograph",
    "CastEnvelope",
    "CastToken",
    "Challenge",
    "ConsentAnswer",
    "ConsentFinding",
    "ConsentMember",
    "ConsentProposal",
    "ConsentRound",
    "ConsentVote",
    "ConsentWording",
    "Contest",
    "ContestOption",
    "CountBackRun",
    "CountRun",
    "Declaration",
    "DutyFile",
    "FloorChoice",
    "InTheRoom",
    "KeptChecker",
    "KeptHead",
    "KnownPosition",
    "LaidDownLog",
    "LogHead",
    "LogIncident",
    "LogLeaf",
    "LogNode",
    "LogRecovery",
    "MemberHandle",
    "MixedBatch",
    "Names",
    "PaperArrival",
    "PaperBatch",
    "PaperEntry",
    "PaperRead",
    "PaperReturn",
    "PaperToRead",
    "PaperWish",
    "PeerReport",
    "PeopleAsked",
    "RegulatorCopy",
    "Reminder",
    "ReportAnswer",
    "RollEntry",
    "RollStrike",
    "SealedDocument",
    "SlipSeen",
    "StepProposal",
    "TelephoneCall",
    "VoteSupport",
    "append_only_ddl",
    "table_of",
]
