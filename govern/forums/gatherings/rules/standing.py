"""How somebody stands in a forum, and how far a forum opens to whom."""

from __future__ import annotations

from collections.abc import Collection
from enum import IntEnum, StrEnum

from govern.constituencies.rulebook.book.tables import ForumLayer
from govern.errors import AlreadyDone, NotAllowed, NotFound, NotValid
from govern.sentences import Sentence


class Standing(StrEnum):
    """What somebody is in a forum. Only members vote and count towards the quorum (invariants 30 and 62)."""

    MEMBER = "member"
    GUEST = "guest"  # takes part, no vote (M7)
    PARTNER = "partner"  # sits there for another organisation, no vote (M40, M86)
    OBSERVER = "observer"  # reads what is opened to them (M96)


STANDINGS = {
    Standing.MEMBER: Sentence("Member"),
    Standing.GUEST: Sentence("Guest"),
    Standing.PARTNER: Sentence("Partner"),
    Standing.OBSERVER: Sentence("Observer"),
}
#: Whose presence makes a quorum and whose voice is a vote.
COUNTS = frozenset({Standing.MEMBER})


class ItemKind(StrEnum):
    """What somebody raises: to talk about, to decide, to do together, to ask of the next layer, or an answer owed."""

    TALK = "talk"
    DECIDE = "decide"
    ACTIVITY = "activity"
    ASK = "ask"
    OWED = "owed"


class Reach(IntEnum):
    """How far a forum opens to somebody. Each includes those before it."""

    NOT_THERE = 0  # they are told nothing, not even that there is such a forum
    LOOKS = 1  # a member of the society: agenda, notes and decisions, no names of guests
    LISTENS = 2  # an observer: what is opened to observers, and may come
    TAKES_PART = 3  # a guest or partner: speaks, raises things
    VOTES = 4  # a member of the forum
    LEADS = 5  # the facilitator of now


_BY_STANDING = {
    Standing.MEMBER: Reach.VOTES,
    Standing.GUEST: Reach.TAKES_PART,
    Standing.PARTNER: Reach.TAKES_PART,
    Standing.OBSERVER: Reach.LISTENS,
}


def reach_of(*, restricted: bool, leads: bool, standing: Standing | None, of_the_society: bool) -> Reach:
    """How far a forum opens to somebody (invariant 61). `of_the_society`: they are a member of the society now.

    >>> reach_of(restricted=True, leads=False, standing=None, of_the_society=True)
    <Reach.NOT_THERE: 0>
    """
    if leads:
        return Reach.LEADS
    if standing is not None:
        return _BY_STANDING[standing]
    return Reach.LOOKS if of_the_society and not restricted else Reach.NOT_THERE


def check_reaches(reach: Reach, needed: Reach) -> None:
    """Raises `NotFound` where nothing is to be known of the forum, `NotAllowed` where it is open, but not so far."""
    if reach is Reach.NOT_THERE:
        raise NotFound("There is no such forum. Go back to the list of forums.")
    if reach < needed:
        raise NotAllowed(_TOO_FAR[needed])


_TOO_FAR = {
    Reach.LOOKS: Sentence("This page is for members. Sign in first."),
    Reach.LISTENS: Sentence("This part is for those who come to the forum. Ask its facilitator to let you in."),
    Reach.TAKES_PART: Sentence("This part is for those who take part in the forum. Join it first."),
    Reach.VOTES: Sentence("Only members of the forum decide here. Join it first."),
    Reach.LEADS: Sentence("This part is for the facilitator of the forum. Ask them to do it."),
}


def check_joins(
    layer: ForumLayer, standing: Standing, *, attributes: Collection[str], of_the_society: bool, there: bool
) -> None:
    """Who may come into a forum of this layer, and as what.

    `attributes` is what is noted of them in the register. Raises `AlreadyDone` or `NotValid` with the rule.
    """
    if there:
        raise AlreadyDone("This person belongs to the forum already.", field="person")
    if standing is Standing.MEMBER and not of_the_society:
        raise NotValid(
            "Only a member of the society can be a member of a forum. Let them come as a guest.", field="standing"
        )
    if standing is Standing.GUEST and not of_the_society and not layer.open_to_nonmembers:
        raise NotValid(
            "By the rules, forums of this kind are for members of the society only. ({rule})",
            field="standing",
            rule=f"forum_layer.{layer.id}.open_to_nonmembers",
        )
    # Of people outside the register nothing is noted: there the facilitator answers for whom they let in.
    if layer.restricted_to and of_the_society and not set(layer.restricted_to) & set(attributes):
        raise NotValid(
            "This forum is for certain people only, and the register does not say that this person is one of them. "
            "Ask the secretary to note it first. ({rule})",
            field="person",
            rule=f"forum_layer.{layer.id}.restricted_to",
        )


def advice_on_size(layer: ForumLayer, members: int) -> Sentence | None:
    """What to advise once a forum has so many members (M78): it is never refused, people are not turned away."""
    if layer.size_max is not None and members > layer.size_max:
        return Sentence(
            "There are {count} people here, and by the rules a forum of this kind has at most {most}. "
            "Think about making two of it.",
            count=members,
            most=layer.size_max,
        )
    return None
