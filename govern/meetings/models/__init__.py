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
from govern.meetings.models.needs import AccessAsk, Interest, InterestInItem
from govern.meetings.models.papers import MeetingPaper, MeetingPaperRead, PaperVersion
from govern.meetings.models.voting import DeclaredInterest, FloorVote, HandsCount, OpenVoice, PollAsked, PollAsker

__all__ = [
    "AccessAsk",
    "AgendaItem",
    "AttendanceSpan",
    "DeclaredInterest",
    "FloorVote",
    "HandsCount",
    "Interest",
    "InterestInItem",
    "Meeting",
    "MeetingEntitled",
    "MeetingPaper",
    "MeetingPaperRead",
    "MemberCard",
    "Notice",
    "NoticeDelivery",
    "OpenVoice",
    "PaperVersion",
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
