"""What is sent about supporters: by the member on their own page, or by an officer who records a wish."""

from datetime import date
from typing import Annotated

import msgspec

from govern.constituencies.representation.rules import HowConsented, SupporterKind
from govern.web.forms import Ask

Name = Annotated[str, Ask(missing="Type the name of the person who helps.", longest=200)]
Mark = Annotated[str, Ask(missing="Type their member number, or their mail address.", longest=300)]
Kind = Annotated[SupporterKind, Ask(missing="Say what this person is to you.")]


class NameSupporter(msgspec.Struct, frozen=True, kw_only=True):
    """A member names who helps them. Without a last day it holds until they end it."""

    supporter_name: Name
    supporter_mark: Mark
    kind: Kind
    to_on: Annotated[date | None, Ask()] = None


class RecordWish(msgspec.Struct, frozen=True, kw_only=True):
    """An officer records whom a member wants beside them, who was there, and how the member said so (M93)."""

    member: Annotated[str, Ask(missing="Type the member's number in the register.", longest=40)]
    supporter_name: Name
    supporter_mark: Mark
    kind: Annotated[SupporterKind, Ask(missing="Say what this person is to the member.")]
    consent_on: Annotated[date, Ask(missing="Say on which day the member said yes.")]
    consented: Annotated[HowConsented, Ask(missing="Say in which way the member said yes.")]
    present: Annotated[str, Ask(missing="Say who was there when the member expressed this wish.", longest=400)]
    expressed: Annotated[str, Ask(missing="Say how the member expressed this wish.", longest=400)]
    to_on: Annotated[date | None, Ask()] = None
    enter: Annotated[str | None, Ask(longest=10)] = None
