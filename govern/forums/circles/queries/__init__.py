"""Questions about circles: the one gate and what a circle is (`circles`), the map of all (`mapping`), what it decided
(`deciding`), what is to be looked at again (`changing`), and everything it takes along when it leaves (`records`)."""

from govern.forums.circles.queries.changing import Changed, tasks, to_look_at
from govern.forums.circles.queries.circles import (
    ChoiceLine,
    CircleView,
    LinkLine,
    MatterLine,
    SeatLine,
    choices_of,
    circle,
    handed_down,
    links_of,
    matters_of,
    seats_of,
    sits_above,
    supports,
)
from govern.forums.circles.queries.deciding import DecisionLine, above_name, decisions_of, holders, own_matters
from govern.forums.circles.queries.mapping import BodyOption, Node, above_options, follow_options, map_for
from govern.forums.circles.queries.records import kept_records

__all__ = [
    "BodyOption",
    "Changed",
    "ChoiceLine",
    "CircleView",
    "DecisionLine",
    "LinkLine",
    "MatterLine",
    "Node",
    "SeatLine",
    "above_name",
    "above_options",
    "choices_of",
    "circle",
    "decisions_of",
    "follow_options",
    "handed_down",
    "holders",
    "kept_records",
    "links_of",
    "map_for",
    "matters_of",
    "own_matters",
    "seats_of",
    "sits_above",
    "supports",
    "tasks",
    "to_look_at",
]
