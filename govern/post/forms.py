"""What officers may send about the post."""

from typing import Annotated

import msgspec

from govern.web.forms import Ask


class TestMail(msgspec.Struct, frozen=True):
    """Where a test mail goes."""

    email: Annotated[str, Ask("Type the address that the test mail goes to.", longest=254)]


class TakePile(msgspec.Struct, frozen=True):
    """Letters by post of one language and one format are taken to the printer."""

    language: Annotated[str, Ask("Choose the letters.", longest=5)]
    made: Annotated[str, Ask("Choose the letters.", longest=20)]
