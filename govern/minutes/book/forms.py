"""What the secretary writes into minutes, and brings in from before. Our own texts come in English and Welsh."""

from datetime import date
from enum import StrEnum
from typing import Annotated
from uuid import UUID

import msgspec
from litestar.datastructures import UploadFile

from govern.ballots.deciding.question import Side
from govern.minutes.book.incoming import Kind, SeenBy, State
from govern.web.forms import Ask

LONG = 20_000
MaybeText = Annotated[str | None, Ask(longest=LONG)]


class EntryForm(msgspec.Struct, frozen=True, kw_only=True):
    """What was said, and what was decided, about one item."""

    text: MaybeText = None
    text_cy: MaybeText = None
    decision: MaybeText = None
    decision_cy: MaybeText = None


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
