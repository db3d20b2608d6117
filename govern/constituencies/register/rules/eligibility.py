"""What a group asks of its members, and what follows when it holds no longer (invariant 7)."""

from __future__ import annotations

from datetime import timedelta

from govern.constituencies.rulebook.book.tables import Constituency
from govern.constituencies.rulebook.plain.words import CONDITIONS, EVENTS, listed
from govern.sentences import Sentence

#: A check older than this is looked at again.
CHECK_LASTS = timedelta(days=365)

#: Conditions that a share fulfils: a share bought after the record date is not on that roll (M54).
SHARE_CONDITIONS = frozenset(
    {
        "holds_one_share",
        "holds_community_share",
        "holds_community_shares",
        "holds_investor_shares",
        "qualifying_shares",
    }
)

#: An event of `ends_when`, and the conditions of `eligibility` that hold no longer when it happens.
ENDED_BY = {
    "employment_ends": frozenset(
        {
            "contract_of_employment",
            "work_relationship",
            "works_for_coop",
            "regular_labour",
            "qualifying_labour",
        }
    ),
    "support_ends": frozenset(
        {
            "receives_support",
            "receives_support_min_2h_week",
            "receives_support_or_family",
            "receives_service",
            "two_months_support",
            "uses_services",
        }
    ),
}


def asks_for_a_share(group: Constituency) -> bool:
    return not SHARE_CONDITIONS.isdisjoint(group.eligibility)


def ends_membership(group: Constituency, condition: str) -> str | None:
    """The event of the group's `ends_when` by which a membership ends when this condition holds no longer.

    None where the rules let the membership go on. A condition that `ends_when` names itself ends it too.
    """
    for event in group.ends_when:
        if event == condition or condition in ENDED_BY.get(event, ()):
            return event
    return None


def explained(group: Constituency) -> tuple[Sentence, ...]:
    """What belonging to a group asks for and brings, in plain words, for somebody who thinks of joining (M58)."""
    said = [
        Sentence("What you need: {conditions}.", conditions=listed(group.eligibility, CONDITIONS)),
        Sentence("You have no vote in this group. You can speak, propose and see everything.")
        if group.votes == "none"
        else Sentence("You have one vote."),
    ]
    if group.ends_when:
        said.append(Sentence("Membership ends when: {events}.", events=listed(group.ends_when, EVENTS)))
    if group.organisations:
        said.append(
            Sentence("Organisations can belong. Each names one person who acts for it.")
            if group.natural_persons
            else Sentence("This group is for organisations. Each names one person who acts for it.")
        )
    return tuple(said)
