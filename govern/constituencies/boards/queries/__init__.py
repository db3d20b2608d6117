"""Who sits where on a day (`sitting`), the bodies as their pages show them (`bodies`), seats that fell empty and caps
not kept (`vacancies`), who stands down (`rotations`), what they can do (`skills`), the next year (`ahead`), what new
rules would change (`coming`), what the secretary has to do (`tasks`), files of those who sit (`files`).
"""

from govern.constituencies.boards.queries.ahead import AheadBody, AheadLine, Coming, ahead
from govern.constituencies.boards.queries.bodies import Board, SeatRow, board, boards
from govern.constituencies.boards.queries.coming import (
    CapStanding,
    Effects,
    GroupChange,
    SeatChange,
    effects,
)
from govern.constituencies.boards.queries.directors import Director, directors
from govern.constituencies.boards.queries.files import SeatFinding, SeatImportView, seat_import, seat_imports
from govern.constituencies.boards.queries.holding import Held, held_by
from govern.constituencies.boards.queries.rotations import Draw, RotationView, rotation, rotations, standing_down
from govern.constituencies.boards.queries.sitting import (
    Past,
    Sitting,
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
    Left,
    VacancyView,
    breach_history,
    elections,
    open_breaches,
    vacancies,
    vacancy,
    whose_seat,
)

__all__ = [
    "AheadBody",
    "AheadLine",
    "Balance",
    "Board",
    "BoardTask",
    "BreachView",
    "CapStanding",
    "Coming",
    "Director",
    "Draw",
    "Effects",
    "ElectionsView",
    "GroupChange",
    "Held",
    "Left",
    "Past",
    "RotationView",
    "SeatChange",
    "SeatFinding",
    "SeatImportView",
    "SeatRow",
    "Sitting",
    "SkillView",
    "VacancyView",
    "ahead",
    "balance",
    "board",
    "boards",
    "breach_history",
    "breaches",
    "check_terms",
    "directors",
    "effects",
    "elections",
    "held_by",
    "open_breaches",
    "past",
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
    "whose_seat",
]
