"""What a rulebook can say: one frozen struct for each TOML table, one file for each subject.

A field without a default must be in the file. A table refuses keys it does not know, so that a slip of the pen never
quietly loosens a rule. Shares are exact fractions; lengths of time carry their unit in the name.
"""

from govern.constituencies.rulebook.book.tables.all_tables import Tables
from govern.constituencies.rulebook.book.tables.bodies import Body, Cap, Elections, Seat, Terms
from govern.constituencies.rulebook.book.tables.keeping import (
    Awards,
    BenevolentFund,
    Filing,
    Funds,
    MinutesRules,
    PooledBudget,
    Retention,
    Support,
)
from govern.constituencies.rulebook.book.tables.meeting import Notice, Peer, Proxy, Quorum, Requisition, Roll
from govern.constituencies.rulebook.book.tables.one import Table
from govern.constituencies.rulebook.book.tables.society import Constituency, Society
from govern.constituencies.rulebook.book.tables.talking import (
    Appeal,
    Consent,
    Consultation,
    ForumLayer,
    Recommendation,
)
from govern.constituencies.rulebook.book.tables.voting import (
    Ballot,
    BallotQuorum,
    ClassMajority,
    Confirmation,
    ElectronicVote,
    Pass,
    Resolution,
    Secrecy,
    Turnout,
    Voting,
)

__all__ = [
    "Appeal",
    "Awards",
    "Ballot",
    "BallotQuorum",
    "BenevolentFund",
    "Body",
    "Cap",
    "ClassMajority",
    "Confirmation",
    "Consent",
    "Constituency",
    "Consultation",
    "Elections",
    "ElectronicVote",
    "Filing",
    "ForumLayer",
    "Funds",
    "MinutesRules",
    "Notice",
    "Pass",
    "Peer",
    "PooledBudget",
    "Proxy",
    "Quorum",
    "Recommendation",
    "Requisition",
    "Resolution",
    "Retention",
    "Roll",
    "Seat",
    "Secrecy",
    "Society",
    "Support",
    "Table",
    "Tables",
    "Terms",
    "Turnout",
    "Voting",
]
