"""What people may send at the desks: how pages look, and the founding of the first society."""

from datetime import date
from typing import Annotated

import msgspec

from govern.permissions import Role
from govern.sentences import N_
from govern.web.forms import Ask


class ChooseLook(msgspec.Struct, frozen=True):
    """Text size 1 to 4, a colour set, standard or Easy Read first."""

    text: Annotated[int, Ask(N_("Choose a text size."), least=1, most=4)]
    colours: Annotated[str, Ask(N_("Choose the colours that are best for you."))]
    layout: Annotated[str, Ask(N_("Choose how we should write to you."))]


class Appointment(msgspec.Struct, frozen=True):
    """Which office, from which day, and what was decided."""

    role: Annotated[Role, Ask(N_("Choose the office."), unreadable=N_("Choose the office."))]
    from_on: Annotated[date, Ask(N_("Type the first day of the office."))]
    decision: Annotated[str, Ask(N_("Say which decision this follows. It stays in the record."), longest=400)]


class EndOfOffice(msgspec.Struct, frozen=True):
    """The last day of an office, and why it ends."""

    to_on: Annotated[date, Ask(N_("Type the last day of the office."))]
    reason: Annotated[str, Ask(N_("Say why it ends. It stays in the record."), longest=400)]


class FirstSociety(msgspec.Struct, frozen=True):
    """The first society of an installation, founded on a page by whoever holds the server's code."""

    code: Annotated[str, Ask(N_("Type the code that the server printed when it started."), longest=40)]
    name: Annotated[str, Ask(N_("Type the society's name."), longest=120)]
    short: Annotated[str, Ask(N_("Type a short name."), longest=32)]
    rules: Annotated[str, Ask(N_("Choose the rules that are nearest to yours."), longest=60)]
    officer: Annotated[str, Ask(N_("Type the secretary's name."), longest=120)]
    email: Annotated[str, Ask(N_("Type the secretary's mail address."), longest=254)]
