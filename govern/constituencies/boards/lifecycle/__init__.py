"""The life of boards: people take seats and leave them, also by a change in the register (`sitting`); a change of the
rules is proposed and confirmed with the board in sight, and looked at on its day (`adopting`)."""

from govern.constituencies.boards.lifecycle.adopting import confirm, propose, take_effect_due
from govern.constituencies.boards.lifecycle.sitting import heeding, seat, vacate

__all__ = ["confirm", "heeding", "propose", "seat", "take_effect_due", "vacate"]
