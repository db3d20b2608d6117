"""What kind of circle it is, who is what in it, how far it opens to whom, and where it stands among the others."""

from __future__ import annotations

from enum import IntEnum, StrEnum

from govern.constituencies.rulebook.book import Rulebook, citation
from govern.errors import NotAllowed, NotFound, NotValid
from govern.sentences import Sentence


class Kind(StrEnum):
    """A circle, or the team around one person, which that person leads."""

    CIRCLE = "circle"
    TEAM = "team"


class Part(StrEnum):
    """What somebody is in a circle. A guide reads what it does and has no word in it (M31)."""

    MEMBER = "member"
    FACILITATOR = "facilitator"
    GUIDE = "guide"


PARTS = {
    Part.MEMBER: Sentence("Member"),
    Part.FACILITATOR: Sentence("Facilitator"),
    Part.GUIDE: Sentence("Guide from outside"),
}
#: Who has a word in what the circle decides.
HAS_A_WORD = frozenset({Part.MEMBER, Part.FACILITATOR})


class Link(StrEnum):
    """Somebody who sits in a circle and in the one above it: sent down from above, or up by the circle."""

    LEAD = "lead"
    DELEGATE = "delegate"


class Reach(IntEnum):
    """How far a circle opens to somebody. Each includes those before it."""

    NOT_THERE = 0  # they are told nothing, not even that there is such a circle
    LOOKS = 1  # a member of the society: what it is for and what it decided
    READS = 2  # a guide: everything, with no word in it
    SITS = 3  # has a word in it
    RUNS = 4  # facilitates it
    LEADS = 5  # the person a team is around, or a supporter they named


_BY_PART = {Part.MEMBER: Reach.SITS, Part.FACILITATOR: Reach.RUNS, Part.GUIDE: Reach.READS}


def reach_of(*, private: bool, leads: bool, part: Part | None, ended: bool, of_the_society: bool) -> Reach:
    """How far a circle opens to somebody. One that has ended is read by those who were in it, and changed by nobody.

    >>> reach_of(private=True, leads=False, part=None, ended=False, of_the_society=True)
    <Reach.NOT_THERE: 0>
    """
    own = Reach.LEADS if leads else _BY_PART[part] if part is not None else Reach.NOT_THERE
    if own is not Reach.NOT_THERE:
        return Reach.READS if ended else own
    return Reach.LOOKS if of_the_society and not private else Reach.NOT_THERE


def check_reaches(reach: Reach, needed: Reach) -> None:
    """Raises `NotFound` where nothing is to be known of the circle, `NotAllowed` where it does not open so far."""
    if reach is Reach.NOT_THERE:
        raise NotFound("There is no such circle. Go back to the list of circles.")
    if reach < needed:
        raise NotAllowed(TOO_FAR[needed])


TOO_FAR = {
    Reach.LOOKS: Sentence("This page is for members. Sign in first."),
    Reach.READS: Sentence("This part is for those who are in the circle. Ask one of them."),
    Reach.SITS: Sentence("Only those who sit in this circle have a word in it. Ask one of them to bring it."),
    Reach.RUNS: Sentence("This part is for whoever facilitates the circle. Ask them to do it."),
    Reach.LEADS: Sentence(
        "Only the person this team is around chooses who is in it. Ask them, or a supporter they named."
    ),
}


def check_above(
    book: Rulebook, kind: Kind, body: str | None, *, parent_follows: str | None, parent: str | None
) -> None:
    """Where a circle hangs. `body` is the body of the rules it follows; above it is a circle, which follows
    `parent_follows`, or the body `parent`. Raises `NotValid`: a team without a circle above it (M20), or under
    another one than the rules say."""
    if parent_follows is None and parent is None:
        if kind is Kind.TEAM:
            raise NotValid("A team grows in a circle that helps it begin. Choose the circle above it.", field="above")
        raise NotValid("Choose the circle or the body that this circle gets its domain from.", field="above")
    if kind is Kind.TEAM and parent is not None and book.body(parent).kind != "circle":
        raise NotValid("A team grows in a circle, not under a board. Choose a circle above it.", field="above")
    wanted = book.body(body).parent if body else None
    if wanted is not None and wanted not in (parent, parent_follows):
        raise NotValid(
            "By the rules a circle of this kind stands under “{name}” ({rule}). Choose one of that kind.",
            field="above",
            name=book.body(wanted).name,
            rule=citation(f"body.{body}", book),
        )


def check_link(*, sits_here: bool, sits_above: bool, name: str) -> None:
    """A link sits in both circles. Raises `NotValid`."""
    if not sits_here:
        raise NotValid("{name} does not sit in this circle. Let them in first.", field="person", name=name)
    if not sits_above:
        raise NotValid(
            "{name} does not sit in the circle above. A link sits in both: choose somebody else, or let them in "
            "there first.",
            field="person",
            name=name,
        )
