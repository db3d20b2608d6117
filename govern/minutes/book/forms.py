"""What the secretary writes into minutes, and brings in from before. Our own texts come in English and Welsh."""

from datetime import date
from enum import StrEnum
from typing import Annotated
from uuid import UUID

import msgspec
from litestar.datastructures import UploadFile

from govern.ballots.deciding.question import Side
from govern.minutes.book.incoming import Kind, SeenBy, State
from govern.minutes.book.lifecycle import Carried
from govern.minutes.book.rules import EasyPart
from govern.web.forms import Ask

LONG = 20_000
MaybeText = Annotated[str | None, Ask(longest=LONG)]


class EntryForm(msgspec.Struct, frozen=True, kw_only=True):
    """What was said, and what was decided, about one item."""

    text: MaybeText = None
    text_cy: MaybeText = None
    decision: MaybeText = None
    decision_cy: MaybeText = None
    reasons: MaybeText = None
    reasons_cy: MaybeText = None


class Way(StrEnum):
    """How a body decided."""

    CONSENSUS = "consensus"
    VOTE = "vote"


Number = Annotated[int | None, Ask(unreadable="Type a number, like 3.", least=0, most=10_000)]


class InBodyForm(msgspec.Struct, frozen=True, kw_only=True):
    """How a body decided one item: the numbers where it voted, and who asked to stand there as not agreeing."""

    way: Annotated[Way, Ask(missing="Choose how they decided.")]
    for_: Number = None
    against: Number = None
    neither: Number = None
    chair: Annotated[Side | None, Ask(unreadable="Choose one from the list.")] = None
    recused: Annotated[tuple[UUID, ...], Ask(unreadable="Choose people from the list.")] = ()
    dissent: Annotated[tuple[UUID, ...], Ask(unreadable="Choose people from the list.")] = ()


class BringInMinutes(msgspec.Struct, frozen=True, kw_only=True):
    """A file with the minutes of a meeting before this service, and what they are."""

    file: Annotated[UploadFile, Ask(missing="Choose the file with the minutes.")]
    body: Annotated[str, Ask(missing="Choose the body whose minutes they are.", longest=60)]
    kind: Annotated[Kind, Ask(missing="Choose what kind of meeting it was.")]
    held_on: Annotated[date, Ask(missing="Say on which day the meeting was.")]
    title: Annotated[str, Ask(missing="Type what the minutes are called.", longest=200)]
    language: Annotated[str, Ask(missing="Choose the language they are written in.", longest=8)]
    state: Annotated[State, Ask(missing="Say whether they were signed.")]
    seen_by: Annotated[SeenBy, Ask(missing="Choose who may read them.")]


class SendArchive(msgspec.Struct, frozen=True):
    """Many at once: a ZIP with the files and their list."""

    archive: Annotated[UploadFile, Ask(missing="Choose the archive with the files and their list.")]


class CorrectPast(msgspec.Struct, frozen=True):
    """A dated correction of past minutes."""

    place: Annotated[str, Ask(missing="Say where in the minutes, like “page 2, item 4”.", longest=200)]
    text: Annotated[str, Ask(missing="Type what is right.", longest=4_000)]


class OpenPast(msgspec.Struct, frozen=True):
    """Who may read past minutes from now on."""

    seen_by: Annotated[SeenBy, Ask(missing="Choose who may read them.")]


# --- Taken live -----------------------------------------------------------------------------------------------------

LINE = 4_000
MaybeLine = Annotated[str | None, Ask(longest=LINE)]
Item = Annotated[UUID | None, Ask(unreadable="Choose an item of this meeting.")]
Token = Annotated[str, Ask(missing="This line came without its mark. Open the page again, then write the line.")]


class LineForm(msgspec.Struct, frozen=True, kw_only=True):
    """A line under an item, in the language of the page. A browser that keeps lines by itself says so: each has its
    token for good. Without a script somebody who goes back sends the same words under a new one."""

    text: Annotated[str, Ask(missing="Type what was said.", longest=LINE)]
    item: Item = None
    token: Token
    kept_here: bool = False


class ChangeLineForm(msgspec.Struct, frozen=True, kw_only=True):
    """A line worded anew, from the version somebody read."""

    text: MaybeLine = None
    text_cy: MaybeLine = None
    version: Annotated[int, Ask(missing="Open the line again, then change it.", least=1)]


class ActionForm(msgspec.Struct, frozen=True, kw_only=True):
    """Who does what by when."""

    text: MaybeLine = None
    text_cy: MaybeLine = None
    owner: Annotated[str, Ask(missing="Type who does it: their whole name or their number.", longest=200)]
    due_on: Annotated[date, Ask(missing="Say by which day.")]
    item: Item = None
    token: Token


class Became(StrEnum):
    """What became of something that somebody took on."""

    DONE = "done"
    NOT_DONE = "not_done"


class CloseActionForm(msgspec.Struct, frozen=True, kw_only=True):
    """Whether it was done, with a note."""

    state: Annotated[Became, Ask(missing="Choose whether it was done.")]
    told: Annotated[str, Ask(longest=1_000)] = ""


class CarryForm(msgspec.Struct, frozen=True):
    """What goes on the agenda."""

    what: Annotated[Carried, Ask(missing="Choose what goes on the agenda.")]


# --- Who else belongs in them ---------------------------------------------------------------------------------------


class PeopleForm(msgspec.Struct, frozen=True, kw_only=True):
    """Apologies, a name a line; observers among those who do not count."""

    apologies: MaybeText = None
    observers: Annotated[tuple[int, ...], Ask(unreadable="Choose people from the list.")] = ()


class DissentForm(msgspec.Struct, frozen=True, kw_only=True):
    """Who asked that their dissent is written down, and why."""

    person: Annotated[UUID, Ask(missing="Choose who asked for it.", unreadable="Choose somebody from the list.")]
    reason: MaybeLine = None
    reason_cy: MaybeLine = None


# --- Agreed, signed, corrected --------------------------------------------------------------------------------------


class CommentForm(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody who was there says to the minutes."""

    text: Annotated[str, Ask(missing="Type what is missing or wrong.", longest=LINE)]
    entry: Annotated[UUID | None, Ask(unreadable="Choose a part of the minutes.")] = None


class TakenUp(StrEnum):
    """Whether a comment changes the minutes."""

    YES = "yes"
    NO = "no"


class AnswerForm(msgspec.Struct, frozen=True, kw_only=True):
    """The secretary's answer to a comment."""

    taken_up: Annotated[TakenUp, Ask(missing="Say whether you take it up.")]
    answer: Annotated[str, Ask(longest=LINE)] = ""


class ApproveForm(msgspec.Struct, frozen=True):
    """Under which item of a later meeting the minutes were agreed."""

    item: Annotated[
        UUID, Ask(missing="Choose the item under which they were agreed.", unreadable="Choose from the list.")
    ]


class CorrectForm(msgspec.Struct, frozen=True, kw_only=True):
    """A dated correction: of which line (`entry:number`), and what is right."""

    line: Annotated[str, Ask(missing="Choose the line that is wrong.", longest=60)]
    text: MaybeLine = None
    text_cy: MaybeLine = None


# --- Kept apart, told in easy words ---------------------------------------------------------------------------------


class AnnexForm(msgspec.Struct, frozen=True, kw_only=True):
    """A confidential entry."""

    item: Item = None
    heading: Annotated[str, Ask(missing="Type a heading. Only those who may read the entry see it.", longest=200)]
    heading_cy: Annotated[str | None, Ask(longest=200)] = None
    text: Annotated[str, Ask(missing="Type what was said.", longest=LONG)]
    text_cy: MaybeText = None
    decision: MaybeText = None
    decision_cy: MaybeText = None


class EasyLineForm(msgspec.Struct, frozen=True, kw_only=True):
    """A line of Easy Read: where it stands, its picture, its words."""

    part: Annotated[EasyPart, Ask(missing="Choose where the line stands.")]
    symbol: Annotated[str, Ask(missing="Choose a picture for this line. Type a word and look for one.", longest=120)]
    text: MaybeLine = None
    text_cy: MaybeLine = None
    line: Annotated[UUID | None, Ask(unreadable="Choose a line from the list.")] = None


class ReaderForm(msgspec.Struct, frozen=True):
    """Who read the Easy Read version and checked it."""

    reader: Annotated[str, Ask(missing="Type who read it: their whole name or their number.", longest=200)]
