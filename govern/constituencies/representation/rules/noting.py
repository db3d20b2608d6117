"""Who may write down what a member wants: a peer they choose, or what they say in a vote (M1, M62, M92, M94).

A facilitator does it for members of the group they are there for. Neither whoever delivers the member's care nor the
peer who would vote for them writes it down: people say to those what they believe those want to hear.
"""

from __future__ import annotations

from uuid import UUID

import msgspec

from govern.constituencies.representation.rules.mandates import Someone
from govern.errors import NotAllowed


class Noter(msgspec.Struct, frozen=True):
    """A facilitator on a day: the groups they are there for, and to whom they deliver care."""

    person_id: UUID
    groups: frozenset[str]
    cares_for: frozenset[UUID]


def check_member(noter: Noter, member: Someone) -> None:
    """Whether a facilitator may write anything down for a member. Raises `NotAllowed`."""
    if noter.person_id == member.person_id:
        raise NotAllowed("This is you. Choose your own peer on your page about peers, and vote yourself.")
    if not noter.groups & member.groups:
        raise NotAllowed(
            "You note what members of your own group want, and this is not one of them. Ask the secretary, who can."
        )
    check_no_carer(member.person_id, noter.cares_for)


def check_noter(noter: Noter, member: Someone, constituency: str, peer_id: UUID) -> None:
    """As `check_member`, for one group and the peer who votes or would vote for them there. Raises `NotAllowed`."""
    check_member(noter, member)
    if constituency not in noter.groups:
        raise NotAllowed(
            "This peer speaks for a group that is not yours. Ask the facilitator of that group, or the secretary."
        )
    check_apart(noter.person_id, member.person_id, peer_id, noter.cares_for)


def check_apart(noter_id: UUID, member_id: UUID, peer_id: UUID, cares_for: frozenset[UUID]) -> None:
    """Whoever writes it down, facilitator or officer, stands apart from both. Raises `NotAllowed`."""
    check_no_carer(member_id, cares_for)
    if peer_id == noter_id:
        raise NotAllowed(
            "You are the peer who would vote for this member, so you cannot note what they want. Ask another "
            "facilitator or the secretary to do it with them."
        )


def check_no_carer(member_id: UUID, cares_for: frozenset[UUID]) -> None:
    if member_id in cares_for:
        raise NotAllowed(
            "You deliver this member's care, so you cannot note what they want. Ask another facilitator or the "
            "secretary to do it with them."
        )
