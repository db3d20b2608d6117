"""The life of boards: people take seats and leave them, also by a change in the register (`sitting`), or all at once
(`leaving`)."""

from govern.constituencies.boards.lifecycle.leaving import leave_all
from govern.constituencies.boards.lifecycle.sitting import heeding, seat, vacate

__all__ = ["heeding", "leave_all", "seat", "vacate"]
