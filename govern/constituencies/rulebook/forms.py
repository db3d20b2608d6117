"""What officers may send about the rules' surroundings: whom to call."""

from typing import Annotated

import msgspec

from govern.web.forms import Ask


class NameContact(msgspec.Struct, frozen=True):
    """The person to call at the foot of every page; hours in the languages of the society."""

    name: Annotated[str, Ask(missing="Type the name of the person to call.", longest=100)]
    phone: Annotated[str, Ask(missing="Type the telephone number.", longest=40)]
    hours_en: Annotated[str, Ask(missing="Say when people can call.", longest=200)]
    hours_cy: Annotated[str | None, Ask(longest=200)] = None
    email: Annotated[str | None, Ask(longest=254)] = None
