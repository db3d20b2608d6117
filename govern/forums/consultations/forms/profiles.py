"""What is sent about how somebody communicates. No field for a diagnosis or for what somebody can decide."""

from typing import Annotated

import msgspec

from govern.forums.consultations.rules import Adaptation
from govern.web.forms import Ask

LONG = Ask(longest=2_000)
SHORT = Ask(longest=400)


class WriteProfile(msgspec.Struct, frozen=True, kw_only=True):
    """How somebody wants to be asked, in their own words."""

    ways: tuple[Adaptation, ...] = ()
    best_way: Adaptation | None = None
    works: Annotated[str | None, LONG] = None
    works_not: Annotated[str | None, LONG] = None
    supporters: Annotated[str | None, LONG] = None
    sign_yes: Annotated[str | None, SHORT] = None
    sign_no: Annotated[str | None, SHORT] = None
    sign_stop: Annotated[str | None, SHORT] = None
    posture: Annotated[str | None, SHORT] = None
    time_of_day: Annotated[str | None, SHORT] = None
    with_help: Annotated[str | None, SHORT] = None
