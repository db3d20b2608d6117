"""One-press mode: each answer is a button that answers and goes on, for a switch, for eyes, for a single key.

Only how a question is shown and what one press means differ here; the draft, the check page and the envelope are
those of everybody. Four people at most stand on a page, so that nobody scrolls to find the last one.
"""

import msgspec

from govern.ballots.paper.drafts import Marks
from govern.ballots.paper.views import CandidateView, ContestView
from govern.ballots.rules import NO, YES, ContestKind, Tried
from govern.sentences import Sentence
from govern.web.page import static

#: People on one page (service-standard.md 5.3).
FEW = 4
BLANK, NOBODY, ENOUGH = "blank", "none", "enough"


class Card(msgspec.Struct, frozen=True):
    """One button: what it sends, its words, what stands below them, a picture, whether it was pressed before.

    `photo` is a photograph below the society's address, and `alt` its words: none for a face, named beside it.
    """

    value: str
    words: Sentence | str
    more: str = ""
    picture: str = ""
    chosen: bool = False
    photo: str = ""
    alt: str = ""
    trials: tuple[Tried, ...] = ()


def cards_of(
    contest: ContestView, left: list[CandidateView], chosen: Marks, ranked: bool, place: int, part: int
) -> list[Card]:
    """The buttons of one page. `part` is which few of the people stand on it, from 1."""
    if contest.kind is ContestKind.RESOLUTION:
        return [
            Card(YES, Sentence("Yes"), contest.yes_means, _symbol("yes"), YES in chosen),
            Card(NO, Sentence("No"), contest.no_means, _symbol("no"), NO in chosen),
            _blank(chosen),
        ]
    if contest.kind is ContestKind.OPTION:
        things = [
            Card(
                *(str(one.id), one.name, one.statement, "", str(one.id) in chosen),
                photo=one.picture,
                alt=one.picture_alt,
                trials=one.trials,
            )
            for one in left[(part - 1) * FEW : part * FEW]
        ]
        blank = Card(
            BLANK, Sentence("I leave this one blank"), "", static("pictures/blank-paper.svg"), BLANK in chosen
        )
        return [*things, blank]
    people = [
        Card(str(person.id), person.name, person.group, "", str(person.id) in chosen, photo=person.picture)
        for person in left[(part - 1) * FEW : part * FEW]
    ]
    if ranked:
        stop = "Nobody. I leave this paper blank" if place == 1 else "I do not want to choose any more"
        return [*people, Card(NOBODY, Sentence(stop))]
    if any(str(person.id) in chosen for person in left):
        return [*people, Card(ENOUGH, Sentence("That is all. Go on"))]
    return [*people, Card(NOBODY, Sentence("Nobody. I leave this paper blank"))]


def parts_of(contest: ContestView, left: list[CandidateView]) -> int:
    """How many pages the people of this question take."""
    return 1 if contest.kind is ContestKind.RESOLUTION else max(1, -(-len(left) // FEW))


def after_press(contest: ContestView, marks: Marks, pressed: str) -> tuple[Marks, bool]:
    """A question where up to so many are chosen: the choices after one press, and whether it is done with that.

    Pressing somebody again takes them out. Where one person is chosen, one press is all. None are over the most.
    """
    if pressed == NOBODY:
        return (), True
    if pressed == ENOUGH:
        return marks, True
    if contest.at_most == 1:
        return (pressed,), True
    if pressed in marks:
        return tuple(mark for mark in marks if mark != pressed), False
    return (*marks, pressed)[: contest.at_most], len(marks) + 1 >= contest.at_most


def _blank(chosen: Marks) -> Card:
    return Card(BLANK, Sentence("I leave this one blank"), "", static("pictures/blank-paper.svg"), BLANK in chosen)


def _symbol(name: str) -> str:
    return static(f"vendor/symbols/openmoji-{name}.svg")
