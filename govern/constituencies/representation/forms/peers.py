"""What officers send about peers: an office, a mandate, its renewal or end, a file from paper."""

from datetime import date
from enum import StrEnum
from typing import Annotated
from uuid import UUID

import msgspec
from litestar.datastructures import UploadFile

from govern.constituencies.representation.rules import HowChosen, HowConsented, WhyEnded, WhyOver
from govern.web.forms import Ask

Supporter = Annotated[str | None, Ask(longest=400)]


class NewPeer(msgspec.Struct, frozen=True):
    """A member was elected by peers in a forum. `peer` is their number in the register."""

    peer: Annotated[str, Ask(missing="Type the peer's number in the register.", longest=40)]
    group: Annotated[str, Ask(missing="Choose the group they speak for.", longest=60)]
    place: Annotated[str, Ask(missing="Type the name of the forum that elected them.", longest=200)]
    from_on: Annotated[date, Ask(missing="Say from which day.")]
    to_on: Annotated[date, Ask(missing="Say until which day.")]


class GiveMandate(msgspec.Struct, frozen=True, kw_only=True):
    """A member chose this peer. Nothing ticked in `scope` is everything that peers may vote on."""

    member: Annotated[str, Ask(missing="Type the member's number in the register.", longest=40)]
    mandate_from: Annotated[date, Ask(missing="Say on which day they chose.")]
    review_by: Annotated[date, Ask(missing="Say by when it is looked at again.")]
    how: Annotated[HowChosen, Ask(missing="Say how they chose.")]
    supporter: Supporter = None
    scope: tuple[str, ...] = ()


class HowMuch(StrEnum):
    """For how much a peer votes for a member."""

    EVERYTHING = "all"
    SOME = "some"


class ChoosePeer(msgspec.Struct, frozen=True):
    """A member chooses for themself. `scope` are kinds of decision, asked where it is not everything."""

    what: Annotated[HowMuch, Ask(missing="Choose what your peer votes on for you.")]
    scope: tuple[str, ...] = ()


class NoteChoice(msgspec.Struct, frozen=True, kw_only=True):
    """A facilitator writes down which peer a member wants, how the member said it and who was there (M93)."""

    peer: Annotated[UUID, Ask(missing="Choose the peer whom the member wants.", unreadable="Choose a peer.")]
    what: Annotated[HowMuch, Ask(missing="Choose what the peer votes on for them.")]
    expressed: Annotated[HowConsented, Ask(missing="Say in which way the member said it.")]
    supporter: Annotated[str, Ask(missing="Say who was there, and how it was made clear.", longest=400)]
    scope: tuple[str, ...] = ()


class FindMember(msgspec.Struct, frozen=True):
    """A facilitator looks for a member of their group."""

    search: Annotated[str, Ask(missing="Type the member's name.", longest=100)]


class RenewMandate(msgspec.Struct, frozen=True, kw_only=True):
    """The member chooses the same peer again."""

    review_by: Annotated[date, Ask(missing="Say by when it is looked at again.")]
    how: Annotated[HowChosen, Ask(missing="Say how they chose.")]
    supporter: Supporter = None


class EndMandate(msgspec.Struct, frozen=True):
    """A mandate ends by somebody's word."""

    why: Annotated[WhyEnded, Ask(missing="Say why.")]
    on: Annotated[date, Ask(missing="Say from which day it no longer holds.")]


class EndPeer(msgspec.Struct, frozen=True):
    """A peer stops before their term is over. A recall names the vote in which the group decided it."""

    why_over: Annotated[WhyOver, Ask(missing="Say why they stop.")]
    office_ends_on: Annotated[date, Ask(missing="Say from which day they are no longer a peer.")]
    decision: Annotated[str | None, Ask(longest=20)] = None


class SendMandates(msgspec.Struct, frozen=True):
    """A file of mandates."""

    file: Annotated[UploadFile, Ask(missing="Choose the file with the mandates.")]
