"""How votes moved from stage to stage, as the drawing of the house takes it (documents/pictures/flow.py)."""

from __future__ import annotations

from fractions import Fraction

from govern.ballots.count.result import Result, Stage
from govern.ballots.count.telling import wording
from govern.ballots.count.telling.figures import shown
from govern.ballots.count.telling.grid import adds_up
from govern.ballots.count.telling.speaking import Teller, one_line
from govern.documents.pictures import (
    Caption,
    Flow,
    FlowCandidate,
    FlowMove,
    FlowStage,
    FlowWords,
    moves_from,
    whole_flow,
)
from govern.sentences import Sentence

_LONGEST = 28
_THREADS = 6


def flow(result: Result, teller: Teller) -> Flow | None:
    """The drawing; none where nobody stands. Colours only help the eye: order, numbers and frames say everything.

    Where votes do not add up to papers, nothing flows: the last stage stands alone.
    """
    if not result.candidates:
        return None
    places = {candidate.id: place for place, candidate in enumerate(result.candidates)}
    people = [
        FlowCandidate(cut(f"{place} {one_line(candidate.name)}"), place % _THREADS + 1, str(place))
        for place, candidate in enumerate(result.candidates, start=1)
    ]
    shown_stages = result.stages if adds_up(result) else result.stages[-1:]
    stages = []
    for stage, after in zip(shown_stages, (*shown_stages[1:], None), strict=True):
        moves = () if after is None else _moves(stage, after, places)
        stages.append(
            FlowStage(
                label=teller.say(wording.stage_name(stage.number)),
                votes=stage.votes,
                no_next=stage.non_transferable,
                elected=frozenset(places[name] for name in stage.elected),
                moves=moves or (),
                loose=moves is None,
            )
        )
    return whole_flow(people, stages, words=words(result, teller), number=_in_short)


def words(result: Result, teller: Teller) -> FlowWords:
    """What the picture says to somebody who does not see it."""
    titles = (
        f"{teller.say(wording.stage_name(stage.number))}: {teller.say(wording.stage_title(stage, result))}"
        for stage in result.stages
    )
    return FlowWords(
        no_next=teller.say(Sentence("no next choice: {votes}", votes=result.last.non_transferable)),
        caption=Caption(
            teller.say(Sentence("How votes moved between the stages. The table says the same.")),
            one_line("; ".join(titles)),
        ),
    )


def _in_short(votes: Fraction) -> str:
    """With one decimal, so that numbers fit between the columns."""
    return shown(Fraction(round(votes * 10), 10))


def cut(name: str) -> str:
    """A name short enough for the picture; the table has it whole."""
    return name if len(name) <= _LONGEST else name[: _LONGEST - 1].rstrip() + "…"


def _moves(stage: Stage, after: Stage, places: dict[str, int]) -> tuple[FlowMove, ...] | None:
    """Where the papers of the one who was moved went; none where others lost votes too, so that nobody can say."""
    lost = after.non_transferable - stage.non_transferable
    losing = [place for place, votes in enumerate(after.transfers) if votes < 0]
    if not losing and not lost:
        return ()
    source = losing[0] if len(losing) == 1 else -1
    if lost < 0 or after.moved is None or source != places[after.moved]:
        return None
    return moves_from(source, list(enumerate(after.transfers)), lost)
