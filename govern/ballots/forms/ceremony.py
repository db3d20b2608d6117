"""What is handed in for a vote that nobody opens alone, and whose card is taken back."""

from typing import Annotated

import msgspec
from litestar.datastructures import UploadFile

from govern.web.forms import Ask


class HeadForm(msgspec.Struct, frozen=True):
    """A head of the list with the lines of witnesses."""

    head: Annotated[UploadFile, Ask(missing="Choose the file of the witness.")]


class PackForm(msgspec.Struct, frozen=True):
    """What a mixer or a scrutineer made."""

    pack: Annotated[UploadFile, Ask(missing="Choose the file that the tool wrote.")]


class DutyForm(msgspec.Struct, frozen=True):
    """The key of the card that goes, in hexadecimal."""

    key: Annotated[str, Ask(missing="Choose whose card goes.", longest=64)]


class StepForm(msgspec.Struct, frozen=True):
    """The step that is proposed no more."""

    step: Annotated[str, Ask(missing="Choose which step is taken back.", longest=20)]
