"""The map as a drawing: a floor a layer, the highest at the top, a mark for each question that is there now.

A round mark is in time, a triangle is late: shape says what colour says. The list beside it says all of it in words.
"""

from collections.abc import Sequence

from markupsafe import Markup

from govern.documents.pictures.drawing import Caption, drawing, element, frame, lettering, shape
from govern.forums.recommendations.queries import Rung
from govern.languages import Language
from govern.sentences import Sentence

WIDE, TALL, GAP, EDGE = 560, 66, 22, 2
#: Marks on one floor; where there are more, a number says how many.
MOST = 18
IN_TIME, LATE = 1, 5


def ladder(rungs: Sequence[Rung], reader: Language) -> Markup:
    """Nothing where nothing is on its way."""
    if not rungs:
        return Markup("")
    floors = [_floor(rung, EDGE + at * (TALL + GAP), reader) for at, rung in enumerate(rungs)]
    ways = [_way(EDGE + at * (TALL + GAP)) for at in range(1, len(rungs))]
    height = len(rungs) * (TALL + GAP) - GAP + 2 * EDGE
    told = " ".join(
        reader.say(
            Sentence(
                "{layer}: {count}, of which {late} late.",
                layer=rung.name,
                count=len(rung.lines),
                late=rung.late,
            )
        )
        for rung in rungs
    )
    caption = Caption(reader.say(Sentence("What each layer has now, the highest at the top")), told)
    return drawing("ladder", (0, 0, WIDE + 2 * EDGE, height), caption, *floors, *ways)


def _floor(rung: Rung, top: int, reader: Language) -> Markup:
    name = rung.name if isinstance(rung.name, str) else reader.say(rung.name)
    parts = frame(EDGE, top, WIDE, TALL) + lettering(EDGE + 14, top + 24, name[:60], "b")
    late = [line.late > 0 for line in rung.lines]
    for place, is_late in enumerate(late[:MOST]):
        parts += shape(LATE if is_late else IN_TIME, EDGE + 26 + place * 28, top + 46, 10)
    if len(late) > MOST:
        parts += lettering(EDGE + WIDE - 14, top + 52, f"+{len(late) - MOST}", "e b")
    return parts


def _way(top: int) -> Markup:
    """From a floor up to the one above."""
    middle = EDGE + WIDE // 2
    tip = top - GAP + 4
    return element(
        "path",
        d=f"M{middle} {top - 3}V{tip}M{middle - 7} {tip + 8}L{middle} {tip}L{middle + 7} {tip + 8}",
        class_="nofill inkline",
        stroke_width=2,
    )
