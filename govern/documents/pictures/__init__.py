"""Pictures of numbers as inline SVG: look/README.md section 6.

Each takes exact numbers and finished texts and gives one `<svg role="img">` with a title and perhaps a description,
coloured by the classes of the style sheet. `prefix` keeps its ids apart from those of other pictures on the page.
Beside every picture the page says the same in a table or list. Where a picture would be too crowded the function
gives None, and the page shows the table alone. Votes are exact until they are drawn; only coordinates are decimals.
"""

from govern.documents.pictures.drawing import Caption, cap_slots, mark
from govern.documents.pictures.flow import (
    Flow,
    FlowCandidate,
    FlowMove,
    FlowStage,
    FlowWords,
    moves_from,
    stage_flow,
    whole_flow,
    whole_picture,
)
from govern.documents.pictures.quorum import QuorumWords, quorum_row
from govern.documents.pictures.seats import Seat, SeatWords, seat_map
from govern.documents.pictures.shares import ShareBar, ShareWords, WeightWords, share_strip, weights_chart
from govern.documents.pictures.turnout import TurnoutBar, turnout_bars
from govern.documents.pictures.year import Due, YearMonth, year_strip

__all__ = [
    "Caption",
    "Due",
    "Flow",
    "FlowCandidate",
    "FlowMove",
    "FlowStage",
    "FlowWords",
    "QuorumWords",
    "Seat",
    "SeatWords",
    "ShareBar",
    "ShareWords",
    "TurnoutBar",
    "WeightWords",
    "YearMonth",
    "cap_slots",
    "mark",
    "moves_from",
    "quorum_row",
    "seat_map",
    "share_strip",
    "stage_flow",
    "turnout_bars",
    "weights_chart",
    "whole_flow",
    "whole_picture",
    "year_strip",
]
