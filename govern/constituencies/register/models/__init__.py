"""Tables of the register: `members` with their groups and what is true of them, and the files they came in."""

from govern.constituencies.register.models.members import AttributeSpan, Import, Member, Membership, people

__all__ = ["AttributeSpan", "Import", "Member", "Membership", "people"]
