"""What is missing, so that it can be read: a heading a part, a card an act, in it the words still to write."""

from collections.abc import Iterator
from itertools import groupby
from uuid import UUID

import msgspec

from govern.ballots.queries import OfficeBallot
from govern.ballots.rules import Act, Missing, Step
from govern.permissions import Permission
from govern.sentences import Sentence
from govern.web.visitor import Visitor

#: What an officer may do themself about something missing; the first of these is the page's primary button.
MAY_DO = {
    Act.WRITE: Permission.BALLOT_PREPARE,
    Act.WRITE_EASY: Permission.BALLOT_PREPARE,
    Act.SETTLE: Permission.BALLOT_PREPARE,
    Act.ADD_CANDIDATE: Permission.BALLOT_PREPARE,
    Act.ADD_OPTION: Permission.BALLOT_PREPARE,
    Act.DRAW_LOTS: Permission.BALLOT_FREEZE,
    Act.PUBLISH: Permission.BALLOT_PREPARE,
    Act.SEND_NOTICE: Permission.MEETING_CALL,
    Act.FREEZE: Permission.BALLOT_FREEZE,
    Act.ACCEPT_SMALL_GROUP: Permission.BALLOT_FREEZE,
    Act.CHANGE_LEVEL: Permission.BALLOT_PREPARE,
    Act.HAND_IN: Permission.BALLOT_PREPARE,
    Act.CHANGE_TIMES: Permission.BALLOT_PREPARE,
}
TOGETHER = {
    Act.WRITE: Sentence("These words are missing. All languages must be ready on the same day."),
    Act.WRITE_EASY: Sentence("Easy Read is missing. It must be ready on the same day."),
}


class Card(msgspec.Struct, frozen=True):
    """Missing things that one act helps with. `words` name them where there are several; `may`: it is this
    officer's turn."""

    number: int
    item: Missing
    title: Sentence
    words: tuple[Sentence, ...]
    may: bool
    first: bool


class Part(msgspec.Struct, frozen=True):
    """A question of the vote, or the vote as a whole, with what it lacks."""

    title: Sentence
    cards: tuple[Card, ...]


def parts_missing(ballot: OfficeBallot, visitor: Visitor, language: str) -> tuple[Part, ...]:
    """In the order of the list: the vote, its questions one by one, the steps before it opens."""
    titles = {contest.id: contest.title for contest in ballot.contests}
    cards = list(_cards(ballot, visitor))
    parts = []
    for contest, found in groupby(cards, key=lambda card: card.item.contest):
        inside = tuple(found)
        if contest is None:
            whole = all(card.item.act is Act.WRITE for card in inside)
            title = Sentence("The vote as a whole") if whole else Sentence("Before it can open")
        else:
            words = titles[contest]
            title = Sentence(
                "{title}", title=words.get(language) or words.get("en") or next(iter(words.values()), "?")
            )
        parts.append(Part(title, inside))
    return tuple(parts)


def _cards(ballot: OfficeBallot, visitor: Visitor) -> Iterator[Card]:
    taken = False
    for number, items in enumerate(_together(ballot.missing), start=1):
        item = items[0]
        may = _is_their_turn(item, ballot.missing, visitor)
        several = len(items) > 1 and item.act in TOGETHER
        title = TOGETHER[item.act] if several else item.sentence
        words = tuple(one.in_short for one in items if one.in_short is not None) if several else ()
        yield Card(number, item, title, words, may, may and not taken)
        taken = taken or may


def _together(missing: tuple[Missing, ...]) -> list[list[Missing]]:
    """Neighbours of the same question that the same act helps with."""
    rows: list[list[Missing]] = []
    place: dict[tuple[UUID, Act], list[Missing]] = {}
    for item in missing:
        row = place.get((item.contest, item.act)) if item.contest is not None else None
        if row is not None:
            row.append(item)
            continue
        rows.append([item])
        if item.contest is not None and item.act in TOGETHER:
            place[item.contest, item.act] = rows[-1]
    return rows


def _is_their_turn(item: Missing, missing: tuple[Missing, ...], visitor: Visitor) -> bool:
    """Whether this officer can do it now: a step waits until nothing stops it."""
    order = (Step.PUBLISH, Step.FREEZE, Step.OPEN)
    own = {Act.PUBLISH: Step.PUBLISH, Act.FREEZE: Step.FREEZE}
    step = own.get(item.act)
    earlier = order[: order.index(step) + 1] if step else ()
    waits = any(other.stops in earlier and other is not item for other in missing)
    permission = MAY_DO.get(item.act)
    return permission is not None and visitor.may(permission) and not waits
