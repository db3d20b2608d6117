"""The pictures of a result: shares and weights of a resolution, how votes moved, the board after it.

Every number comes from the count as it is kept; a table or list beside each picture says the same.
"""

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from uuid import UUID

import msgspec
from markupsafe import Markup

from govern.ballots.queries import ElectionOutcome, Fate, ResolutionOutcome, StageOutcome
from govern.constituencies.boards.queries import Board, Sitting
from govern.documents.pictures import (
    Caption,
    FlowCandidate,
    FlowMove,
    FlowStage,
    FlowWords,
    Seat,
    SeatWords,
    ShareBar,
    ShareWords,
    WeightWords,
    cap_slots,
    moves_from,
    seat_map,
    share_strip,
    stage_flow,
    weights_chart,
    whole_flow,
    whole_picture,
)
from govern.sentences import Sentence, decimal
from govern.web.face import Group

Say = Callable[[Sentence], str]
#: Group -> number of its thread.
Threads = dict[str, int]
BASE = Fraction(100)


class SeatLine(msgspec.Struct, frozen=True):
    """Somebody in the list under the seat map."""

    name: str
    thread: int
    row: Sentence | str
    until: date | None
    new: bool


class CapLine(msgspec.Struct, frozen=True):
    """How a cap stands after the election, with its places drawn."""

    slots: Markup
    sentence: Sentence


class BoardAfter(msgspec.Struct, frozen=True):
    """The body as it sits from the first day of the elected."""

    name: str
    picture: Markup | None
    seats: tuple[SeatLine, ...]
    caps: tuple[CapLine, ...]


# --- A resolution ---------------------------------------------------------------------------------------------------


def bars(found: ResolutionOutcome, threads: Threads, say: Say) -> tuple[ShareBar, ...]:
    """A bar a group, in hundredths. A group without a share in this vote has none."""
    return tuple(
        ShareBar(
            name=row.name,
            thread=threads.get(row.id, 1),
            in_rules=(row.rule_share or Fraction(0)) * BASE,
            in_vote=(row.share or Fraction(0)) * BASE,
            for_=(row.contribution or Fraction(0)) * BASE,
            line=say(
                Sentence(
                    "{for_} for, of {share}",
                    for_=(row.contribution or Fraction(0)) * BASE,
                    share=(row.share or Fraction(0)) * BASE,
                )
            ),
        )
        for row in found.groups
    )


def strip_of(found: ResolutionOutcome, threads: Threads, say: Say, prefix: str) -> Markup | None:
    """How the hundred is shared: by the rules, and in this vote."""
    drawn = bars(found, threads, say)
    if not found.weighted or not any(bar.in_vote for bar in drawn):
        return None
    said = ", ".join(f"{bar.name} {decimal(bar.in_rules)}, {decimal(bar.in_vote)}" for bar in drawn)
    words = ShareWords(
        in_rules=say(Sentence("In the rules")),
        in_vote=say(Sentence("In this vote")),
        caption=Caption(say(Sentence("How the 100 is shared: in the rules, then in this vote.")), said),
    )
    return share_strip(drawn, base=BASE, words=words, prefix=f"{prefix}-shares")


def weights_of(found: ResolutionOutcome, threads: Threads, say: Say, prefix: str) -> Markup | None:
    """A bar a group, filled as far as it was for, and all of them together against what is needed."""
    drawn = bars(found, threads, say)
    if not found.weighted or not any(bar.in_vote for bar in drawn):
        return None
    needed = found.needed * BASE
    mark = (
        Sentence("{needed}: more than this is needed", needed=needed)
        if found.more_than
        else Sentence("{needed}: this much is needed", needed=needed)
    )
    words = WeightWords(
        together=say(Sentence("All together")),
        together_line=say(Sentence("{for_} for, of {share}", for_=found.reached * BASE, share=BASE)),
        needed=say(mark),
        caption=Caption(
            say(Sentence("How much of each group's share was for.")),
            "; ".join(f"{bar.name}: {bar.line}" for bar in drawn),
        ),
    )
    return weights_chart(drawn, base=BASE, needed=needed, words=words, prefix=f"{prefix}-weights")


# --- An election ----------------------------------------------------------------------------------------------------


def in_order(found: ElectionOutcome) -> tuple[Fate, ...]:
    """The elected as they came in, then the others, the one who stayed longest with most votes first."""

    def key(fate: Fate) -> tuple[int, int, int, Fraction]:
        stayed = sum(votes is not None for votes in fate.votes)
        last = next((votes for votes in reversed(fate.votes) if votes is not None), Fraction(0))
        return (0, fate.stage or 0, 0, -last) if fate.elected else (1, 0, -stayed, -last)

    return tuple(sorted(found.fates, key=key))


def flow_of(found: ElectionOutcome, threads: Threads, say: Say, prefix: str, *, whole: bool = False) -> Markup | None:
    """How votes moved from stage to stage; None where nothing moved. The small picture is None beyond eight people or
    five stages, where only the `whole` one has room for all."""
    fates = in_order(found)
    places = {fate.candidate: place for place, fate in enumerate(fates)}
    stages = [_stage(found, stage, fates, places, say) for stage in found.stages]
    words = FlowWords(
        no_next=say(Sentence("no next choice: {votes}", votes=stages[-1].no_next)) if stages else "",
        caption=Caption(
            say(Sentence("How votes moved between the stages. The table says the same.")),
            "; ".join(say(stage.title) for stage in found.stages),
        ),
    )
    names = short_names([fate.name for fate in fates])
    people = [
        FlowCandidate(name, threads.get(fate.group, 1), initials(fate.name))
        for name, fate in zip(names, fates, strict=True)
    ]
    if not whole:
        return stage_flow(people, stages, words=words, prefix=f"{prefix}-flow")
    if len(stages) < 2:
        return None
    return whole_picture(whole_flow(people, stages, words=words), words.caption, f"{prefix}-flow")


def _stage(
    found: ElectionOutcome, stage: StageOutcome, fates: tuple[Fate, ...], places: dict[str, int], say: Say
) -> FlowStage:
    at = found.stages.index(stage)
    after = found.stages[at + 1] if at + 1 < len(found.stages) else None
    return FlowStage(
        label=say(Sentence("Stage {n}", n=stage.number)),
        votes=tuple(fate.votes[at] or Fraction(0) for fate in fates),
        no_next=stage.no_next_choice,
        elected=frozenset(places[who] for who in stage.elected),
        moves=_moves(found, stage, after, places) if after is not None else (),
    )


def _moves(
    found: ElectionOutcome, stage: StageOutcome, after: StageOutcome, places: dict[str, int]
) -> tuple[FlowMove, ...]:
    """Whose votes moved on to make the next stage, and where they went."""
    if after.moved is None:
        return ()
    gained = [(places[fate.candidate], votes) for fate, votes in zip(found.fates, after.transfers, strict=True)]
    return moves_from(places[after.moved], gained, after.no_next_choice - stage.no_next_choice)


def short_names(names: list[str]) -> list[str]:
    """First names where each is there once; else all names in full."""
    first = [name.split()[0] if name.split() else name for name in names]
    return first if len(set(first)) == len(first) else names


# --- The board afterwards -------------------------------------------------------------------------------------------


def board_after(
    board: Board, elected: frozenset[UUID], groups: tuple[Group, ...], say: Say, prefix: str
) -> BoardAfter:
    """Seats in the order of the groups, the newly elected marked, and each cap with its places.

    Somebody on a seat that is open to every member stands with their own group.
    """
    threads = {group.id: group.thread for group in groups}
    names = {group.thread: group.name for group in groups}
    lines: list[SeatLine] = []
    for row in board.rows:
        for one in row.sitting:
            thread = row.thread or _own_thread(one, threads)
            new = one.person_id in elected
            lines.append(SeatLine(one.name, thread, names.get(thread, row.name), one.due_on, new))
    lines.sort(key=lambda line: line.thread)
    seats = [Seat(line.thread, initials(line.name), line.new) for line in lines]
    seats += [Seat(row.thread or _no_group(threads)) for row in board.rows for _ in range(row.free)]
    seats.sort(key=lambda seat: seat.thread)
    total = Sentence("{n} seat", "{n} seats", len(seats), n=len(seats))
    state = (
        Sentence("{n} is free", "{n} are free", board.free, n=board.free) if board.free else Sentence("all filled")
    )
    words = SeatWords(
        total=say(total),
        state=say(state),
        caption=Caption(say(Sentence("The seats of {body}. The list says who sits there.", body=board.name))),
    )
    caps = tuple(
        CapLine(
            cap_slots(_cap_thread(now.cap.constituencies, now.counted, threads), used=len(now.counted), most=most),
            Sentence(
                "Places held by {who}: {n}. At most {most} of the {seats} may be.",
                n=used,
                who=who,
                most=most,
                seats=board.seats,
            ),
        )
        for now, who in zip(board.standings, board.counted, strict=True)
        if not now.is_quota
        for most, used in [(int(now.limit), len(now.counted))]
    )
    return BoardAfter(board.name, seat_map(seats, words=words, prefix=f"{prefix}-seats"), tuple(lines), caps)


def _own_thread(one: Sitting, threads: Threads) -> int:
    return next((threads[group] for group in sorted(one.groups) if group in threads), _no_group(threads))


def _no_group(threads: Threads) -> int:
    """A shape that no group has, while there is one left."""
    return min(len(threads) + 1, 6)


def _cap_thread(groups: tuple[str, ...] | None, counted: tuple[object, ...], threads: Threads) -> int:
    """The shape of the group a cap is about; else of those it counts."""
    for group in groups or ():
        if group in threads:
            return threads[group]
    for holder in counted:
        for group in sorted(getattr(holder, "groups", ())):
            if group in threads:
                return threads[group]
    return _no_group(threads)


def initials(name: str) -> str:
    words = name.split()
    return (words[0][0] + words[-1][0] if len(words) > 1 else name[:2]).upper() if words else ""
