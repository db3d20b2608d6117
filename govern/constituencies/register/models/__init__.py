"""Tables of the register: `members` with their groups and what is true of them, how they come in (`joining`),
and what only officers see (`holdings`)."""

from govern.constituencies.register.models.holdings import ShareHolding, Subscription, Tie
from govern.constituencies.register.models.joining import Appellant, Application, EligibilityCheck, Representative
from govern.constituencies.register.models.members import AttributeSpan, Import, Member, Membership, people

__all__ = [
    "Appellant",
    "Application",
    "AttributeSpan",
    "EligibilityCheck",
    "Import",
    "Member",
    "Membership",
    "Representative",
    "ShareHolding",
    "Subscription",
    "Tie",
    "people",
]
