"""What officers may send about the rules: a draft and its text, and whom to call."""

from enum import StrEnum
from typing import Annotated

import msgspec
from litestar.datastructures import UploadFile

from govern.constituencies.rulebook.book import LARGEST_TEXT
from govern.sentences import N_
from govern.web.forms import Ask


class Origin(StrEnum):
    """What a draft of the rules begins from."""

    IN_FORCE = "in_force"
    EXAMPLE = "example"
    FILE = "file"


class StartDraft(msgspec.Struct, frozen=True):
    """A draft's name, and the rules, the example or the file it begins from."""

    title: Annotated[str, Ask(N_("Give the draft a name, so that you find it again."), longest=200)]
    origin: Annotated[
        Origin,
        Ask(N_("Choose what the draft begins from."), unreadable=N_("Choose what the draft begins from.")),
    ]
    example: Annotated[str | None, Ask(longest=60)] = None
    file: UploadFile | None = None


class EditDraft(msgspec.Struct, frozen=True):
    """The text of a draft, and the fingerprint of the text that was changed."""

    text: Annotated[str, Ask(N_("The rules are empty. Type them, or withdraw the draft."), longest=LARGEST_TEXT)]
    seen: Annotated[str, Ask(longest=64)]


class NameContact(msgspec.Struct, frozen=True):
    """The person to call at the foot of every page; hours in the languages of the society."""

    name: Annotated[str, Ask(missing="Type the name of the person to call.", longest=100)]
    phone: Annotated[str, Ask(missing="Type the telephone number.", longest=40)]
    hours_en: Annotated[str, Ask(missing="Say when people can call.", longest=200)]
    hours_cy: Annotated[str | None, Ask(longest=200)] = None
    email: Annotated[str | None, Ask(longest=254)] = None
