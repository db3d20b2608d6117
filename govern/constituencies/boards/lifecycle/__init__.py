"""The life of boards: people take seats and leave them, also by a change in the register (`sitting`)."""

from govern.constituencies.boards.lifecycle.sitting import heeding, seat, vacate

__all__ = ["heeding", "seat", "vacate"]
