"""The life of boards: people take seats and leave them, also by a change in the register (`sitting`); a body refers a
matter to one above it (`referring`); linked bodies instruct, ask and answer each other (`instructing`)."""

from govern.constituencies.boards.lifecycle.sitting import heeding, seat, vacate

__all__ = ["heeding", "seat", "vacate"]
