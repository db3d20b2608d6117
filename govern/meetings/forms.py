"""What people send about meetings. Texts come in English and, where the society speaks it, in Welsh (`_cy`)."""

from datetime import date, datetime, time
from enum import StrEnum
from typing import Annotated
from uuid import UUID

import msgspec
from litestar.datastructures import UploadFile

from govern.meetings.rules import ItemKind, Manner, MeetingKind, Mode, Outcome, Readers
from govern.meetings.rules.tablet import Looked
from govern.web.forms import Ask

LINE = 200
TEXT = 20_000

Title = Annotated[str, Ask(missing="Type what it is called.", longest=LINE)]
MaybeLine = Annotated[str | None, Ask(longest=400)]
MaybeText = Annotated[str | None, Ask(longest=TEXT)]
ClockTime = Annotated[time | None, Ask(unreadable="Type the time with hours and minutes, like 17:00.")]
Minutes = Annotated[int | None, Ask(unreadable="Type a number of minutes, like 15.", least=1, most=480)]
Places = Annotated[int | None, Ask(unreadable="Type a number, like 3.", least=1, most=100)]


class MeetingForm(msgspec.Struct, frozen=True, kw_only=True):
    """A meeting as it is called. `ends` is a time of the same day."""

    kind: Annotated[MeetingKind, Ask(missing="Choose what kind of meeting this is.")] = MeetingKind.GM
    body: Annotated[str | None, Ask(longest=60)] = None
    title: Title
    title_cy: MaybeLine = None
    starts_at: Annotated[datetime, Ask(missing="Type the day and the time the meeting begins.")]
    ends: ClockTime = None
    place: Annotated[str, Ask(missing="Type where the meeting is, with the full address.", longest=400)]
    place_cy: MaybeLine = None
    video_link: MaybeLine = None
    telephone: Annotated[str | None, Ask(longest=LINE)] = None
    access: Annotated[str | None, Ask(longest=2_000)] = None
    access_cy: Annotated[str | None, Ask(longest=2_000)] = None
    captions_link: MaybeLine = None
    interpreter: Annotated[str | None, Ask(longest=1_000)] = None
    interpreter_cy: Annotated[str | None, Ask(longest=1_000)] = None
    ask_access: Annotated[str | None, Ask(longest=LINE)] = None


class NewMeetingForm(MeetingForm, frozen=True, kw_only=True):
    """A meeting written down. `chosen` is the vote in which members chose its day, where there was one.

    `standing`: its agenda begins with the minutes of the meeting before.
    """

    standing: bool = False
    chosen: UUID | None = None


class ItemForm(msgspec.Struct, frozen=True, kw_only=True):
    """An item of business. `seat` is "body/group" of a row of seats, `topic` a matter of the rules."""

    kind: Annotated[ItemKind, Ask(missing="Choose what is to be done with this item.")]
    title: Title
    title_cy: MaybeLine = None
    text: MaybeText = None
    text_cy: MaybeText = None
    resolution: Annotated[str | None, Ask(longest=60)] = None
    seat: Annotated[str | None, Ask(longest=121)] = None
    places: Places = None
    topic: Annotated[str | None, Ask(longest=60)] = None
    owner: Annotated[str | None, Ask(longest=LINE)] = None
    minutes: Minutes = None
    break_after: Minutes = None


class CorrectionForm(MeetingForm, frozen=True, kw_only=True):
    """The meeting as it shall be, why the notice is corrected, and perhaps one more item."""

    why: Annotated[str, Ask(missing="Say what has changed. Everybody who had the notice reads this.", longest=1_000)]
    why_cy: Annotated[str | None, Ask(longest=1_000)] = None
    item_kind: ItemKind | None = None
    item_title: MaybeLine = None
    item_title_cy: MaybeLine = None
    item_text: MaybeText = None
    item_text_cy: MaybeText = None
    item_resolution: Annotated[str | None, Ask(longest=60)] = None
    item_seat: Annotated[str | None, Ask(longest=121)] = None
    item_places: Places = None


class WhyForm(msgspec.Struct, frozen=True, kw_only=True):
    """Why a meeting is called off."""

    why: Annotated[str, Ask(missing="Say why. Everybody who had the notice reads this.", longest=1_000)]
    why_cy: Annotated[str | None, Ask(longest=1_000)] = None


class AdjournForm(WhyForm, frozen=True, kw_only=True):
    """When a meeting goes on, and why it stops. `ends` is a time of the same day."""

    starts_at: Annotated[datetime, Ask(missing="Type the day and the time at which the meeting goes on.")]
    ends: ClockTime = None


class MoveForm(msgspec.Struct, frozen=True):
    """Up or down the agenda."""

    way: Annotated[str, Ask(missing="Choose up or down.", longest=4)]


class HereForm(msgspec.Struct, frozen=True):
    """Somebody came: in the room or from elsewhere."""

    person: Annotated[UUID, Ask(missing="Choose who came.")]
    mode: Annotated[Mode, Ask(missing="Choose how they are here.")]


class GuestForm(msgspec.Struct, frozen=True):
    """Somebody came whom the register does not know."""

    guest: Annotated[str, Ask(missing="Type the guest's name.", longest=LINE)]
    mode: Annotated[Mode, Ask(missing="Choose how they are here.")]


class LeftForm(msgspec.Struct, frozen=True):
    """Somebody left."""

    person: Annotated[UUID, Ask(missing="Choose who left.")]


class ChairForm(msgspec.Struct, frozen=True):
    """Who takes the chair."""

    chair: Annotated[UUID, Ask(missing="Choose who is in the chair.")]


class OutcomeForm(msgspec.Struct, frozen=True):
    """What became of an item."""

    outcome: Annotated[Outcome, Ask(missing="Choose what became of this item.")]


class BallotForm(msgspec.Struct, frozen=True):
    """When the meeting's ballot opens and closes."""

    opens_at: Annotated[datetime, Ask(missing="Type the day and the time voting opens.")]
    closes_at: Annotated[datetime, Ask(missing="Type the day and the time voting closes.")]


class DeskForm(msgspec.Struct, frozen=True):
    """What a scanner or a hand typed at the desk."""

    find: Annotated[str, Ask(missing="Scan a card, or type a number or a name.", longest=100)]


class CardForm(msgspec.Struct, frozen=True):
    """The code of the card somebody holds up at a tablet."""

    code: Annotated[str, Ask(missing="Hold up your card, or type its code.", longest=100)]


class LookedForm(msgspec.Struct, frozen=True):
    """What somebody at the desk says who has looked at whoever stands at a tablet."""

    looked: Annotated[Looked, Ask(missing="Say whether it is them.")]


class StayForm(msgspec.Struct, frozen=True):
    """Which press at the desk is meant."""

    stay: Annotated[UUID, Ask(missing="Choose which entry you mean.")]


class CorrectStayForm(msgspec.Struct, frozen=True, kw_only=True):
    """A stay as it was, and why it is put right."""

    came: Annotated[
        time, Ask(missing="Type when they came.", unreadable="Type the time with hours and minutes, like 17:00.")
    ]
    left: ClockTime = None
    mode: Annotated[Mode, Ask(missing="Choose how they were here.")]
    reason: Annotated[str, Ask(missing="Say why. It is kept with the change.", longest=400)]


class CallVoteForm(msgspec.Struct, frozen=True, kw_only=True):
    """How a motion is voted on in the room, and for hands by whom they are counted."""

    manner: Annotated[Manner, Ask(missing="Choose how it is voted on.")]
    teller_one: UUID | None = None
    teller_two: UUID | None = None


class ConsentForm(msgspec.Struct, frozen=True, kw_only=True):
    """The words in which a motion is looked at by consent."""

    title: Annotated[str, Ask(missing="Type a short title.", longest=LINE)]
    title_cy: MaybeLine = None
    text: Annotated[str, Ask(missing="Type what is proposed.", longest=TEXT)]
    text_cy: MaybeText = None


class Casting(StrEnum):
    """How the chair breaks equal votes of a body."""

    FOR = "for"
    AGAINST = "against"
    NOT_USED = "not_used"


class DeclareForm(msgspec.Struct, frozen=True, kw_only=True):
    """A vote is read out; with a casting vote where there is one."""

    casting: Casting | None = None


class PollForm(msgspec.Struct, frozen=True, kw_only=True):
    """Who asks for a vote with papers, and whether very small groups vote all the same."""

    chair: bool = False
    askers: Annotated[str | None, Ask(longest=4_000)] = None
    small: bool = False


# --- Proxies --------------------------------------------------------------------------------------------------------


class Whom(StrEnum):
    """Whom a member names."""

    MEMBER = "member"
    CHAIR = "chair"
    OUTSIDE = "outside"


class NameProxyForm(msgspec.Struct, frozen=True, kw_only=True):
    """A member names somebody. `holder` is a member's whole name or number; the rest is of somebody from outside."""

    whom: Annotated[Whom, Ask(missing="Choose who votes for you.")]
    holder: MaybeLine = None
    outside_name: Annotated[str | None, Ask(longest=LINE)] = None
    outside_address: MaybeLine = None
    outside_email: Annotated[str | None, Ask(longest=254)] = None
    replaces: bool = False


class ProxyPaperForm(NameProxyForm, frozen=True, kw_only=True):
    """A form or letter that came. `member` is the number or whole name of the member who sent it."""

    member: Annotated[str, Ask(missing="Type the number or the whole name of the member.", longest=LINE)]
    received: Annotated[datetime, Ask(missing="Type the day and the time at which it came.")]


# --- What members bring about before a meeting ----------------------------------------------------------------------


class PersonForm(msgspec.Struct, frozen=True):
    """Whose entry is meant."""

    person: Annotated[UUID, Ask(missing="Choose whose entry you mean.")]


class AgreedOnPaperForm(msgspec.Struct, frozen=True, kw_only=True):
    """A member agreed on paper. `member` is their number or whole name."""

    member: Annotated[str, Ask(missing="Type the number or the whole name of the member.", longest=LINE)]
    agreed_on: Annotated[date, Ask(missing="Type the day on the paper.")]


class AskForm(msgspec.Struct, frozen=True, kw_only=True):
    """An item that members ask a general meeting for. Welsh may be left out."""

    kind: Annotated[ItemKind, Ask(missing="Choose what is to be done with it.")]
    title: Title
    title_cy: MaybeLine = None
    text: MaybeText = None
    text_cy: MaybeText = None
    resolution: Annotated[str | None, Ask(longest=60)] = None


class SignedOnPaperForm(msgspec.Struct, frozen=True, kw_only=True):
    """A member signed on paper. `member` is their number or whole name."""

    member: Annotated[str, Ask(missing="Type the number or the whole name of the member.", longest=LINE)]
    signed_on: Annotated[date, Ask(missing="Type the day on the paper.")]


class OwnDayForm(msgspec.Struct, frozen=True, kw_only=True):
    """When and where those who asked mean to hold the meeting."""

    starts_at: Annotated[datetime, Ask(missing="Type the day and the time the meeting begins.")]
    place: Annotated[str, Ask(missing="Type where the meeting is, with the full address.", longest=400)]
    video_link: MaybeLine = None


class AccessForm(msgspec.Struct, frozen=True):
    """What somebody needs to take part in a meeting."""

    words: Annotated[str, Ask(missing="Say what you need.", longest=1_000)]


class AccessAnswerForm(msgspec.Struct, frozen=True):
    """What was arranged for somebody."""

    answer: Annotated[str, Ask(missing="Type what you answer.", longest=1_000)]


class InterestForm(msgspec.Struct, frozen=True):
    """A line for the register of interests."""

    words: Annotated[str, Ask(missing="Say what you have at stake.", longest=400)]
    since: Annotated[date, Ask(missing="Type the day since which you have it.")]


class InItemForm(msgspec.Struct, frozen=True, kw_only=True):
    """An interest in one item: one of the register, or a new one in words."""

    item: Annotated[UUID, Ask(missing="Choose an item of this meeting.")]
    interest: UUID | None = None
    words: Annotated[str | None, Ask(longest=400)] = None


class InterestDecision(StrEnum):
    """Whether somebody with an interest stays out of an item."""

    OUT = "out"
    IN = "in"


class DecideInterestForm(msgspec.Struct, frozen=True):
    """What is decided about an interest in one item."""

    item: Annotated[UUID, Ask(missing="Choose an item of this meeting.")]
    decision: Annotated[InterestDecision, Ask(missing="Say whether they stay out.")]


Attached = Annotated[UploadFile, Ask(missing="Choose the file with the paper.")]


class NewPaperForm(msgspec.Struct, frozen=True, kw_only=True):
    """A paper for a meeting: its file, which item it is for, who may read it."""

    title: Annotated[str, Ask(missing="Type what the paper is called.", longest=LINE)]
    title_cy: MaybeLine = None
    item: UUID | None = None
    readers: Annotated[Readers, Ask(missing="Choose who may read it.")]
    file: Attached


class NewVersionForm(msgspec.Struct, frozen=True, kw_only=True):
    """A new version of a paper, and what changed in it."""

    changed: Annotated[str, Ask(missing="Say what changed. Whoever had the old version reads this.", longest=400)]
    file: Attached


class SaidRead(StrEnum):
    """What somebody says about a paper; the last takes it back."""

    ALONE = "alone"
    READ_TO = "read_to"
    NONE = "none"


class PaperReadForm(msgspec.Struct, frozen=True):
    """Whether somebody has read a paper."""

    how: SaidRead | None = None


class Sides(StrEnum):
    """How letters are printed on their sheets."""

    ONE = "one"
    BOTH = "both"


class CameBackForm(msgspec.Struct, frozen=True, kw_only=True):
    """Whose email came back."""

    person: Annotated[str, Ask(longest=60)] = ""


class LettersForm(msgspec.Struct, frozen=True, kw_only=True):
    """How the letters of a notice are printed."""

    sides: Sides = Sides.ONE
