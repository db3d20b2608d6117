"""What a body may decide, and where a matter belongs that it may not (invariant 68; M17, M22, M55, M66).

A topic is a word of the rules: of a body's `domain`, or of what a kind of resolution is `used_for`. A body decides
the topics of its own domain. A body above it decides one of them only after a recorded referral. What only the
members decide in a general meeting no body decides for them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date

import msgspec

from govern.constituencies.rulebook.book import Rulebook, citation
from govern.constituencies.rulebook.plain.words import MATTERS, said
from govern.constituencies.rulebook.rules import called
from govern.errors import NotAllowed, NotValid
from govern.sentences import Sentence

#: The members together, where a matter belongs to no body but to a general meeting.
GENERAL = "general"
#: A forum that the rules make no body: what they give to somebody is never its own to decide.
NOBODY = ""


class Place(msgspec.Struct, frozen=True):
    """Where a topic belongs: a body's id or "general", and the path of the rule that says so."""

    body: str
    path: str


class Referral(msgspec.Struct, frozen=True):
    """A body has handed one topic of its domain to a body above it."""

    topic: str
    from_body: str
    to_body: str


class Opinion(msgspec.Struct, frozen=True):
    """What a body said on a topic when it was asked, and on which day."""

    body: str
    topic: str
    said_on: date


class OutsideTheDomain(NotAllowed):
    """A body would decide what belongs to another. `place` is where it belongs."""

    def __init__(self, message: Sentence, place: Place) -> None:
        super().__init__(message, field="topic")
        self.place = place


def topics(book: Rulebook) -> tuple[str, ...]:
    """Every topic the rules name: those of bodies first, then those of the members; each once."""
    of_bodies = (topic for body in book.bodies for topic in body.domain)
    of_members = (topic for kind in book.resolutions for topic in kind.used_for)
    return tuple(dict.fromkeys((*of_bodies, *of_members)))


def topic_words(topic: str) -> Sentence | str:
    """A topic as people read it: "the quality of care"."""
    return said(topic, MATTERS)


def belongs_to(book: Rulebook, topic: str) -> tuple[Place, ...]:
    """Everybody who may decide a topic by the rules alone: bodies in their order, then the members."""
    bodies = [Place(body.id, f"body.{body.id}") for body in book.bodies if topic in body.domain]
    members = [Place(GENERAL, f"resolution.{kind.id}") for kind in book.resolutions if topic in kind.used_for]
    return (*bodies, *members)


def above(book: Rulebook, body_id: str) -> tuple[str, ...]:
    """The bodies over a body, its parent first."""
    over: list[str] = []
    parents = {body.id: body.parent for body in book.bodies}
    parent = parents.get(body_id)
    while parent is not None and parent not in over:
        over.append(parent)
        parent = parents.get(parent)
    return tuple(over)


def check_topic(book: Rulebook, topic: str) -> None:
    """Raises `NotValid` for a word that no rule has."""
    if topic not in topics(book):
        raise NotValid("The rules know no such matter. Choose one from the list.", field="topic")


def check_may_decide(book: Rulebook, body_id: str, topic: str, referrals: Iterable[Referral] = ()) -> Place:
    """The ground on which a body decides a topic: its own domain, or that of a body below which referred it.

    Raises `OutsideTheDomain` naming the right body and the rule, or `NotValid` for an unknown topic.
    """
    if body_id not in (GENERAL, NOBODY):
        book.body(body_id)
    check_topic(book, topic)
    places = belongs_to(book, topic)
    own = next((place for place in places if place.body == body_id), None)
    if own is not None:
        return own
    referred = {(r.topic, r.from_body) for r in referrals if r.to_body == body_id}
    for place in places:
        if (topic, place.body) in referred and body_id in above(book, place.body):
            return place
    raise OutsideTheDomain(_elsewhere(book, body_id, topic, places[0]), places[0])


def _elsewhere(book: Rulebook, body_id: str, topic: str, place: Place) -> Sentence:
    """“This belongs to the circle named …”, with the rule, and what can be done."""
    if place.body == GENERAL:
        return put_it_to(book, place, topic)
    rule, what = citation(place.path, book), topic_words(topic)
    right = book.body(place.body)
    name = called(right)
    if body_id in above(book, place.body):
        if right.kind == "circle":
            return Sentence(
                "This belongs to the circle named “{name}”: {topic} ({rule}). "
                "Leave it to them. If they referred it here, record that first.",
                name=name, topic=what, rule=rule,
            )  # fmt: skip
        return Sentence(
            "This belongs to the body named “{name}”: {topic} ({rule}). "
            "Leave it to them. If they referred it here, record that first.",
            name=name, topic=what, rule=rule,
        )  # fmt: skip
    return put_it_to(book, place, topic)


def put_it_to(book: Rulebook, place: Place, topic: str) -> Sentence:
    """Where a topic belongs by the rules, for whoever has no word in it."""
    rule, what = citation(place.path, book), topic_words(topic)
    if place.body == GENERAL:
        return Sentence(
            "This belongs to the members: {topic} ({rule}). Put it on the agenda of a general meeting.",
            topic=what,
            rule=rule,
        )
    right = book.body(place.body)
    name = called(right)
    if right.kind == "circle":
        return Sentence(
            "This belongs to the circle named “{name}”: {topic} ({rule}). Put it to them.",
            name=name, topic=what, rule=rule,
        )  # fmt: skip
    return Sentence(
        "This belongs to the body named “{name}”: {topic} ({rule}). Put it to them.",
        name=name, topic=what, rule=rule,
    )  # fmt: skip


def check_may_refer(book: Rulebook, from_body: str, to_body: str, topic: str) -> None:
    """A body refers only what is its own, and only to a body above it. Raises `OutsideTheDomain` or `NotAllowed`."""
    check_may_decide(book, from_body, topic)
    over = above(book, from_body)
    if to_body in over:
        return
    if not over:
        raise NotAllowed(
            "No body stands above this one in the rules ({rule}), so it has nobody to refer a matter to. "
            "It decides itself.",
            field="to_body",
            rule=citation(f"body.{from_body}", book),
        )
    raise NotAllowed(
        "A matter is referred to a body above: {names} ({rule}). Choose one of them.",
        field="to_body",
        rule=citation(f"body.{from_body}", book),
        names=tuple(called(book.body(one)) for one in over),
    )


def consulted_on(book: Rulebook) -> Mapping[str, tuple[str, ...]]:
    """Body -> the topics on which it is asked before another decides. Files that name none have none."""
    return {body.id: body.consulted_on for body in book.bodies}


def to_be_consulted(wanted: Mapping[str, Collection[str]], deciding: str, topic: str) -> tuple[str, ...]:
    """The bodies that must be asked before `deciding` decides a topic. `wanted` is `consulted_on` of the rules."""
    return tuple(body for body, on in wanted.items() if topic in on and body != deciding)


def not_yet_consulted(
    wanted: Mapping[str, Collection[str]],
    deciding: str,
    topic: str,
    opinions: Iterable[Opinion],
    last_decided: date | None = None,
) -> tuple[str, ...]:
    """The bodies that have not said what they think (M55). An opinion serves one decision: it is given after the
    last time the topic was decided."""
    heard = {o.body for o in opinions if o.topic == topic and (last_decided is None or o.said_on > last_decided)}
    return tuple(body for body in to_be_consulted(wanted, deciding, topic) if body not in heard)
