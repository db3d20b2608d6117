"""Tables of the register: `members` with their groups and what is true of them, and the files they came in; what
happens to a person's entry (`persons`)."""

from govern.constituencies.register.models.members import AttributeSpan, Import, Member, Membership, people
from govern.constituencies.register.models.persons import (
    Correction,
    Death,
    Erasure,
    MembershipCorrection,
    MergedRecord,
)

__all__ = [
    "AttributeSpan",
    "Correction",
    "Death",
    "Erasure",
    "Import",
    "Member",
    "Membership",
    "MembershipCorrection",
    "MergedRecord",
    "people",
]
