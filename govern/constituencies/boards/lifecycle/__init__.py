"""The life of boards: people take seats and leave them (`sitting`), also by a change in the register (`heeding`).

Seats that fall empty early (`vacancies`, `next_best`), caps that are not kept (`breaches`), who stands down
(`rotating`), all seats of somebody at once (`leaving`), what people can do (`skills`), the present board from a file
(`importing`). A change of the rules is proposed and confirmed with the board in sight, and looked at on its day
(`adopting`). A body refers a matter to one above it (`referring`); linked bodies instruct, ask and answer each other
(`instructing`).
"""

from govern.constituencies.boards.lifecycle.adopting import confirm, propose, take_effect_due
from govern.constituencies.boards.lifecycle.heeding import heeding, recheck
from govern.constituencies.boards.lifecycle.importing import (
    SeatLook,
    apply_seats,
    let_go,
    look_at_seats,
    note_seat_import,
)
from govern.constituencies.boards.lifecycle.leaving import leave_all
from govern.constituencies.boards.lifecycle.next_best import NextBest, Unelected, seat_nearest, seat_next_best
from govern.constituencies.boards.lifecycle.rotating import announce, draw, withdraw
from govern.constituencies.boards.lifecycle.sitting import (
    Particulars,
    end_founders,
    name_team,
    office_ended,
    seat,
    take_seat,
    vacate,
)
from govern.constituencies.boards.lifecycle.skills import end_skill, note_skill
from govern.constituencies.boards.lifecycle.vacancies import choose_way

__all__ = [
    "NextBest",
    "Particulars",
    "SeatLook",
    "Unelected",
    "announce",
    "apply_seats",
    "choose_way",
    "confirm",
    "draw",
    "end_founders",
    "end_skill",
    "heeding",
    "leave_all",
    "let_go",
    "look_at_seats",
    "name_team",
    "note_seat_import",
    "note_skill",
    "office_ended",
    "propose",
    "recheck",
    "seat",
    "seat_nearest",
    "seat_next_best",
    "take_effect_due",
    "take_seat",
    "vacate",
    "withdraw",
]
