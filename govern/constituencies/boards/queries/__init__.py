"""Who sits where on a day (`sitting`), the bodies as their pages show them (`bodies`), the register in numbers
(`numbers`), seats that fell empty and caps not kept (`vacancies`), who stands down (`rotations`), what they can do
(`skills`), the next year (`ahead`), what the secretary has to do (`tasks`), files of those who sit (`files`)."""

from govern.constituencies.boards.queries.ahead import AheadBody, AheadLine, Coming, ahead
from govern.constituencies.boards.queries.bodies import Board, SeatRow, board, boards
from govern.constituencies.boards.queries.files import SeatFinding, SeatImportView, seat_import, seat_imports
from govern.constituencies.boards.queries.numbers import numbers, reckoned
from govern.constituencies.boards.queries.rotations import Draw, RotationView, rotation, rotations, standing_down
from govern.constituencies.boards.queries.sitting import (
    Past,
    Sitting,
    affected_by,
    breaches,
    check_terms,
    past,
    sitting,
    spans_of,
    tenure,
)
from govern.constituencies.boards.queries.skills import Balance, SkillView, balance, skills_of
from govern.constituencies.boards.queries.tasks import BoardTask, tasks
from govern.constituencies.boards.queries.vacancies import (
    BreachView,
    ElectionsView,
    VacancyView,
    breach_history,
    elections,
    open_breaches,
    vacancies,
    vacancy,
)

__all__ = [
    "AheadBody",
    "AheadLine",
    "Balance",
    "Board",
    "BoardTask",
    "BreachView",
    "Coming",
    "Draw",
    "ElectionsView",
    "Past",
    "RotationView",
    "SeatFinding",
    "SeatImportView",
    "SeatRow",
    "Sitting",
    "SkillView",
    "VacancyView",
    "affected_by",
    "ahead",
    "balance",
    "board",
    "boards",
    "breach_history",
    "breaches",
    "check_terms",
    "elections",
    "numbers",
    "open_breaches",
    "past",
    "reckoned",
    "rotation",
    "rotations",
    "seat_import",
    "seat_imports",
    "sitting",
    "skills_of",
    "spans_of",
    "standing_down",
    "tasks",
    "tenure",
    "vacancies",
    "vacancy",
]
