"""Tables of boards: who sits and what follows from it (`seats`), what bodies ask of each other (`between`), who
learns a role (`learning`)."""

from govern.constituencies.boards.models.between import Instruction, InstructionReply, Referral
from govern.constituencies.boards.models.learning import ShadowRole
from govern.constituencies.boards.models.seats import (
    CapBreach,
    ElectionsBegun,
    Rotation,
    RotationPlace,
    SeatImport,
    Skill,
    Tenure,
    Vacancy,
)

__all__ = [
    "CapBreach",
    "ElectionsBegun",
    "Instruction",
    "InstructionReply",
    "Referral",
    "Rotation",
    "RotationPlace",
    "SeatImport",
    "ShadowRole",
    "Skill",
    "Tenure",
    "Vacancy",
]
