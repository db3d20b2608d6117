"""Organisations as members: where they may belong, and who acts for them (invariant 6)."""

from __future__ import annotations

from govern.constituencies.rulebook.book import Rulebook, citation
from govern.constituencies.rulebook.book.tables import Constituency
from govern.constituencies.rulebook.rules import called
from govern.errors import NotAllowed
from govern.identity.rules import PersonKind


def may_belong(book: Rulebook, group: Constituency, kind: PersonKind) -> None:
    """Whether the rules take a person of this kind into the group. Raises `NotAllowed`."""
    rule = citation(f"constituency.{group.id}", book)
    if kind is PersonKind.ORGANISATION and not group.organisations:
        raise NotAllowed(
            "{group} is for people, not for organisations ({rule}). Choose a group that takes organisations.",
            field="group",
            group=called(group),
            rule=rule,
        )
    if kind is PersonKind.HUMAN and not group.natural_persons:
        raise NotAllowed(
            "{group} is for organisations, not for single people ({rule}). Enter the organisation, and name this "
            "person as the one who represents it.",
            field="group",
            group=called(group),
            rule=rule,
        )


def kind_for(group: Constituency) -> PersonKind:
    """What somebody is of whom only the group is said: an organisation where the group takes nobody else."""
    return PersonKind.HUMAN if group.natural_persons else PersonKind.ORGANISATION


class ActsForNobody(NotAllowed):
    """Somebody acts for an organisation that another person represents now."""


def not_its_representative(name: str) -> ActsForNobody:
    return ActsForNobody(
        "You do not represent {name} now, so you cannot act for it. An organisation votes through the one person it "
        "has named. If this is a mistake, call the secretary.",
        name=name,
    )


def acts_alone(member: bool, represents: int) -> bool:
    """Whether the choice makes itself: somebody who is no member and represents just one organisation."""
    return not member and represents == 1
