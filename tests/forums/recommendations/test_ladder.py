"""The drawing of the map: a mark for each, another shape for what is late, and the numbers for who cannot see it."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

from govern.forums.recommendations.pages.ladder import MOST, ladder
from govern.forums.recommendations.queries import Line, Rung
from govern.forums.recommendations.rules import Stage
from govern.languages import LANGUAGES


def a_line(late: int) -> Line:
    day = date(2026, 2, 3)
    return Line(
        id=uuid4(),
        title="A ramp",
        stage=Stage.WITH,
        asks="Pont forum",
        through=False,
        order=2,
        layer="Area forum",
        holder="South",
        agreed_on=day,
        came_on=day,
        due_on=day,
        late=late,
        times=0,
        answered_on=None,
    )


def test_each_question_has_a_mark_and_a_late_one_another_shape() -> None:
    rungs = [Rung("Board", (a_line(3), a_line(0)), 1), Rung("Area <forum>", (a_line(0),), 0)]
    drawn = ladder(rungs, LANGUAGES["en"])
    assert drawn.count("<circle") == 2 and drawn.count('class="t5"') == 1
    assert "Board: 2, of which 1 late. Area &lt;forum&gt;: 1, of which 0 late." in drawn


def test_more_than_fit_are_a_number_and_none_is_no_drawing() -> None:
    drawn = ladder([Rung("Board", (a_line(0),) * (MOST + 7), 0)], LANGUAGES["en"])
    assert drawn.count("<circle") == MOST and "+7" in drawn
    assert ladder([], LANGUAGES["en"]) == ""
