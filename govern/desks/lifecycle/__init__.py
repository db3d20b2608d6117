"""Steps that span the rooms, each in one transaction: a death (`dying`), two records of one person (`merging`),
erasure (`erasing`), what the clock forgets (`clearing`), steps of the register that seats and open votes follow
(`following`), and votes that follow mandates day by day (`mandates`)."""

from govern.desks.lifecycle.clearing import Cleared, clear
from govern.desks.lifecycle.dying import PutRight, Stopped, note_death, undo_death
from govern.desks.lifecycle.erasing import InTheWay, erase, in_the_way, what_stays
from govern.desks.lifecycle.following import follow, heeding
from govern.desks.lifecycle.mandates import keep_mandates
from govern.desks.lifecycle.merging import FACTS, Wish, check, merge

__all__ = [
    "FACTS",
    "Cleared",
    "InTheWay",
    "PutRight",
    "Stopped",
    "Wish",
    "check",
    "clear",
    "erase",
    "follow",
    "heeding",
    "in_the_way",
    "keep_mandates",
    "merge",
    "note_death",
    "undo_death",
    "what_stays",
]
