"""Tables of the register: `members` with their groups and what is true of them, how they come in (`joining`), what
only officers see (`holdings`), what they learned (`training`), and what becomes of an entry (`persons`)."""

from govern.constituencies.register.models.holdings import ShareHolding, Subscription, Tie
from govern.constituencies.register.models.joining import Appellant, Application, EligibilityCheck, Representative
from govern.constituencies.register.models.members import AttributeSpan, Import, Member, Membership, people
from govern.constituencies.register.models.persons import (
    Correction,
    Death,
    Erasure,
    MembershipCorrection,
    MergedRecord,
)
from govern.constituencies.register.models.training import Training

__all__ = [
    "Appellant",
    "Application",
    "AttributeSpan",
    "Correction",
    "Death",
    "EligibilityCheck",
    "Erasure",
    "Import",
    "Member",
    "Membership",
    "MembershipCorrection",
    "MergedRecord",
    "Representative",
    "ShareHolding",
    "Subscription",
    "Tie",
    "Training",
    "people",
]
