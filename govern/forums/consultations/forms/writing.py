"""What is sent while a question is written, checked and opened: its words, cards, photographs, ways, people."""

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec
from litestar.datastructures import UploadFile

from govern.documents.cropping import CropPart, Near
from govern.forums.consultations.lifecycle import Way
from govern.forums.consultations.rules import Adaptation, Asks, CountsAs
from govern.web.forms import Ask

_TEXT = Ask(longest=1_000)


class QuestionForm(msgspec.Struct, frozen=True, kw_only=True):
    """A question and what belongs to it. `of`: the forum it belongs to, or the society."""

    asks: Annotated[Asks, Ask(missing="Choose what the question asks.")]
    title: Annotated[str, Ask(missing="Give the question a short name.", longest=150)]
    question: Annotated[str, Ask(missing="Write the question.", longest=300)]
    decide_by: Annotated[date, Ask(missing="Say by which day it is decided.", unreadable="Type a real day.")]
    ask_until: Annotated[date, Ask(missing="Say until when people are asked.", unreadable="Type a real day.")]
    of: Annotated[str | None, Ask(longest=40)] = None
    title_cy: Annotated[str | None, Ask(longest=150)] = None
    question_cy: Annotated[str | None, Ask(longest=300)] = None
    context: Annotated[str | None, _TEXT] = None
    context_cy: Annotated[str | None, _TEXT] = None
    can_change: Annotated[str | None, _TEXT] = None
    can_change_cy: Annotated[str | None, _TEXT] = None
    who_decides: Annotated[str | None, _TEXT] = None
    who_decides_cy: Annotated[str | None, _TEXT] = None


class StopForm(msgspec.Struct, frozen=True):
    """Why it stops."""

    because: Annotated[str, Ask(missing="Say why it stops. The people who were asked will hear it.", longest=400)]


class ExtendForm(msgspec.Struct, frozen=True):
    """Another last day of asking."""

    ask_until: Annotated[date, Ask(missing="Say until when people are asked.", unreadable="Type a real day.")]


class CheckForm(msgspec.Struct, frozen=True, kw_only=True):
    """What a second person says of one wording."""

    wording: int
    passed: Annotated[str, Ask(missing="Say whether it can be asked like this.", longest=3)]
    words: Annotated[str | None, Ask(longest=1_000)] = None


class CardForm(msgspec.Struct, frozen=True, kw_only=True):
    """A card. `object` is the name of the real thing."""

    counts_as: Annotated[CountsAs, Ask(missing="Say what it means when somebody chooses this card.")]
    words: Annotated[str | None, Ask(longest=80)] = None
    words_cy: Annotated[str | None, Ask(longest=80)] = None
    object: Annotated[str | None, Ask(longest=120)] = None
    object_cy: Annotated[str | None, Ask(longest=120)] = None
    photograph_id: UUID | None = None


class MoveForm(msgspec.Struct, frozen=True):
    """One place up or down."""

    way: Annotated[Way, Ask(missing="Choose where it goes.")]


class SymbolForm(msgspec.Struct, frozen=True):
    """The symbol of a card, "" for none."""

    symbol: Annotated[str | None, Ask(longest=120)] = None


class PhotographForm(msgspec.Struct, frozen=True, kw_only=True):
    """A photograph, what it shows in each language, and how those in it agreed."""

    photograph: Annotated[UploadFile, Ask(missing="Choose a photograph.")]
    consent: Annotated[str, Ask(missing="Say who is in the picture and how they agreed.", longest=400)]
    description: Annotated[str | None, Ask(longest=400)] = None
    description_cy: Annotated[str | None, Ask(longest=400)] = None


class CropForm(msgspec.Struct, frozen=True):
    """Which part of it stays, and how near."""

    part: Annotated[CropPart, Ask(missing="Choose a part of the picture.")]
    near: Annotated[Near, Ask(missing="Choose how near it is.")]


class WayForm(msgspec.Struct, frozen=True, kw_only=True):
    """A way as it is prepared; the rows of Easy Read and of trying out are read beside it."""

    words: Annotated[str | None, Ask(longest=600)] = None
    words_cy: Annotated[str | None, Ask(longest=600)] = None
    link: Annotated[str | None, Ask(longest=400)] = None
    faces: Annotated[int | None, Ask(least=3, most=5)] = None


class FindForm(msgspec.Struct, frozen=True):
    """Words of a name."""

    search: Annotated[str, Ask(missing="Type a name, or how it begins.", longest=100)]


class PutOnForm(msgspec.Struct, frozen=True):
    """People who are to be asked."""

    people: Annotated[tuple[UUID, ...], Ask(missing="Choose at least one person.")] = ()


class GiveForm(msgspec.Struct, frozen=True):
    """People, and who asks them."""

    asker: Annotated[UUID, Ask(missing="Choose who asks them.")]
    people: tuple[UUID, ...] = ()


class AskerForm(msgspec.Struct, frozen=True):
    """Somebody who asks people here."""

    asker: Annotated[UUID, Ask(missing="Choose who asks people too.")]


class PlanForm(msgspec.Struct, frozen=True):
    """The way thought of for somebody."""

    planned: Annotated[Adaptation, Ask(missing="Choose a way.")]


class MeaningForm(msgspec.Struct, frozen=True, kw_only=True):
    """The words for what a symbol means."""

    words: Annotated[str | None, Ask(longest=80)] = None
    words_cy: Annotated[str | None, Ask(longest=80)] = None
