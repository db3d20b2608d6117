"""Questions about meetings: `meetings` themselves, their `notices`, the `people` there, the `seats` to be filled."""

from govern.meetings.queries.meetings import (
    ItemView,
    MeetingPage,
    MeetingRow,
    NoticeRow,
    ballots_of,
    found,
    meeting_of_contests,
    meeting_page,
    meetings_in_office,
    meetings_past,
    meetings_to_come,
)
from govern.meetings.queries.notices import (
    BeforeNotice,
    ToPost,
    before_notice,
    notice_paper,
    to_post,
    without_ways_to_join,
)
from govern.meetings.queries.people import Arriving, Stay, facts_for_a_count, people_to_check_in, quorum, stays
from govern.meetings.queries.seats import (
    Choices,
    KindChoice,
    SeatRow,
    choices,
    seats_to_fill,
    topics_to_name,
)

__all__ = [
    "Arriving",
    "BeforeNotice",
    "Choices",
    "ItemView",
    "KindChoice",
    "MeetingPage",
    "MeetingRow",
    "NoticeRow",
    "SeatRow",
    "Stay",
    "ToPost",
    "ballots_of",
    "before_notice",
    "choices",
    "facts_for_a_count",
    "found",
    "meeting_of_contests",
    "meeting_page",
    "meetings_in_office",
    "meetings_past",
    "meetings_to_come",
    "notice_paper",
    "people_to_check_in",
    "quorum",
    "seats_to_fill",
    "stays",
    "to_post",
    "topics_to_name",
    "without_ways_to_join",
]
