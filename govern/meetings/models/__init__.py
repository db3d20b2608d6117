"""Tables of meetings: `calling` (the meeting, its agenda, its notices), `attending` (who was there when),
`voting` (votes in the room)."""

from govern.meetings.models.agreeing import (
    Requisition,
    RequisitionCaller,
    RequisitionItem,
    RequisitionSigner,
    ShortNoticeConsent,
)
from govern.meetings.models.attending import (
    AttendanceSpan,
    MeetingEntitled,
    MemberCard,
    StayCorrection,
    TabletAsk,
)
from govern.meetings.models.calling import AgendaItem, Meeting, Notice, NoticeDelivery
from govern.meetings.models.voting import DeclaredInterest, FloorVote, HandsCount, OpenVoice, PollAsked, PollAsker

__all__ = [
    "AgendaItem",
    "AttendanceSpan",
    "DeclaredInterest",
    "FloorVote",
    "HandsCount",
    "Meeting",
    "MeetingEntitled",
    "MemberCard",
    "Notice",
    "NoticeDelivery",
    "OpenVoice",
    "PollAsked",
    "PollAsker",
    "Requisition",
    "RequisitionCaller",
    "RequisitionItem",
    "RequisitionSigner",
    "ShortNoticeConsent",
    "StayCorrection",
    "TabletAsk",
]
