"""What officers and facilitators send of what there is to choose from, and papers to read before a vote."""

from datetime import date
from enum import StrEnum
from typing import Annotated

import msgspec
from litestar.datastructures import UploadFile

from govern.sentences import N_
from govern.web.forms import Ask

LINE = 200
TEXT = 20_000
SOMEBODY = N_("Choose somebody from the list.")
MaybeLine = Annotated[str | None, Ask(longest=LINE)]
MaybeText = Annotated[str | None, Ask(longest=TEXT)]


class OptionForm(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to choose, and what is said of it: trial notes, what it costs, where it is."""

    title: Annotated[str, Ask(missing="Give it a name.", longest=LINE)]
    title_cy: MaybeLine = None
    words: Annotated[str | None, Ask(longest=2_000)] = None
    words_cy: Annotated[str | None, Ask(longest=2_000)] = None


class PictureForm(msgspec.Struct, frozen=True, kw_only=True):
    """The photograph of one thing to choose, with words for those who do not see it."""

    photograph: Annotated[UploadFile, Ask(missing="Choose a photograph.")]
    description: Annotated[str, Ask(missing="Say what the picture shows, for those who cannot see it.", longest=400)]
    description_cy: Annotated[str | None, Ask(longest=400)] = None


class FaceForm(PictureForm, frozen=True, kw_only=True):
    """The photograph of somebody who stands, and how they agreed to it."""

    consent: Annotated[
        str, Ask(missing="Say how they agreed that everybody who votes sees this photograph.", longest=400)
    ]


class TrialForm(msgspec.Struct, frozen=True, kw_only=True):
    """Who tried one thing to choose, when, and what they found."""

    who: Annotated[str, Ask(missing="Say who tried it.", longest=LINE)]
    who_cy: MaybeLine = None
    on: Annotated[date, Ask(missing="Write the day on which it was tried.")]
    found: Annotated[str, Ask(missing="Say what they found.", longest=600)]
    found_cy: Annotated[str | None, Ask(longest=600)] = None


class ReadingForm(msgspec.Struct, frozen=True, kw_only=True):
    """A paper to read before a vote."""

    title: Annotated[str, Ask(missing="Type what the paper is called.", longest=LINE)]
    title_cy: MaybeLine = None
    words: Annotated[str, Ask(missing="Type the paper.", longest=TEXT)]
    words_cy: MaybeText = None


class Pressed(StrEnum):
    """What the buttons below a paper say. NONE takes back what was said."""

    ALONE = "alone"
    READ_TO = "read_to"
    NONE = "none"


class ReadForm(msgspec.Struct, frozen=True):
    """The button a voter pressed below a paper."""

    how: Pressed | None = None
