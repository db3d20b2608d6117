"""What is sent about the register: `members` and their files, `joining`, and what only officers see (`holdings`)."""

from govern.constituencies.register.forms.holdings import (
    EndShares,
    EndTie,
    NoteShares,
    NoteSubscription,
    NoteTie,
    NoteTraining,
)
from govern.constituencies.register.forms.joining import (
    ActFor,
    AppealForm,
    Apply,
    ApplyFurther,
    CheckForm,
    DecideAppeal,
    Decline,
    EndRepresentation,
    FindMine,
    NameRepresentative,
    NewOrganisation,
)
from govern.constituencies.register.forms.members import (
    Contact,
    EndAttribute,
    JoinGroup,
    LeaveGroup,
    NewMember,
    NoteAttribute,
    SendFile,
)

__all__ = [
    "ActFor",
    "AppealForm",
    "Apply",
    "ApplyFurther",
    "CheckForm",
    "Contact",
    "DecideAppeal",
    "Decline",
    "EndAttribute",
    "EndRepresentation",
    "EndShares",
    "EndTie",
    "FindMine",
    "JoinGroup",
    "LeaveGroup",
    "NameRepresentative",
    "NewMember",
    "NewOrganisation",
    "NoteAttribute",
    "NoteShares",
    "NoteSubscription",
    "NoteTie",
    "NoteTraining",
    "SendFile",
]
