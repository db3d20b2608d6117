"""What people may send at the desks: how pages look, their own details and wishes, officers' steps with an entry,
and the founding of the first society."""

from datetime import date
from enum import StrEnum
from typing import Annotated

import msgspec

from govern.constituencies.register.rules.persons import About
from govern.permissions import Role
from govern.sentences import N_
from govern.web.forms import Ask


class YesOrNo(StrEnum):
    """An answer."""

    YES = "yes"
    NO = "no"


class ChooseLook(msgspec.Struct, frozen=True):
    """Text size 1 to 4, a colour set, standard or Easy Read first, and whether each answer is one press."""

    text: Annotated[int, Ask(N_("Choose a text size."), least=1, most=4)]
    colours: Annotated[str, Ask(N_("Choose the colours that are best for you."))]
    layout: Annotated[str, Ask(N_("Choose how we should write to you."))]
    press: Annotated[str, Ask(N_("Choose how you answer."))] = "usual"


class Appointment(msgspec.Struct, frozen=True):
    """Which office, from which day, and what was decided; for a facilitator, the group they are there for."""

    role: Annotated[Role, Ask(N_("Choose the office."), unreadable=N_("Choose the office."))]
    from_on: Annotated[date, Ask(N_("Type the first day of the office."))]
    decision: Annotated[str, Ask(N_("Say which decision this follows. It stays in the record."), longest=400)]
    facilitates: Annotated[str | None, Ask(longest=60)] = None


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


class OwnDetails(msgspec.Struct, frozen=True):
    """How somebody is called and reached, changed by themself. What is left empty is taken away."""

    first_name: Annotated[str, Ask(N_("Type the name you go by."), longest=100)]
    email: Annotated[str | None, Ask(longest=254)] = None
    phone: Annotated[str | None, Ask(longest=40)] = None
    postal_address: Annotated[str | None, Ask(longest=400)] = None
    language: Annotated[str, Ask(longest=5)] = "en"
    format: Annotated[str, Ask(longest=20)] = "standard"


class HowToVote(StrEnum):
    """On what somebody votes from now on."""

    SCREEN = "screen"
    PAPER = "paper"


class OwnPapers(msgspec.Struct, frozen=True):
    """Whether somebody votes on paper, and how their papers are made."""

    way: Annotated[HowToVote, Ask(N_("Choose how you want to vote."), unreadable=N_("Choose how you want to vote."))]
    format: Annotated[str, Ask(N_("Choose how papers are made for you."), longest=20)]


class AskForCorrection(msgspec.Struct, frozen=True):
    """What is wrong in one's entry, what would be right, and how one knows."""

    about: Annotated[About, Ask(N_("Choose what is wrong."), unreadable=N_("Choose what is wrong."))]
    reason: Annotated[str, Ask(N_("Say why. It helps the secretary to check it."), longest=400)]
    wanted: Annotated[str | None, Ask(longest=400)] = None
    born: date | None = None


class AnswerToWish(msgspec.Struct, frozen=True):
    """The secretary's answer, and its reason."""

    accept: Annotated[YesOrNo, Ask(N_("Say whether you accept it."), unreadable=N_("Say whether you accept it."))]
    answer: Annotated[str, Ask(N_("Say why. The person reads it."), longest=400)]


class WayAsked(StrEnum):
    """How somebody asked who did not ask on a page, and how we know that it was them."""

    LETTER = "letter"
    IN_PERSON = "in_person"
    TELEPHONE = "telephone"


class AskedFor(msgspec.Struct, frozen=True):
    """How somebody asked for what is held about them."""

    how: Annotated[WayAsked, Ask(N_("Say how they asked."), unreadable=N_("Say how they asked."))]


class AskedOnPaper(msgspec.Struct, frozen=True):
    """How somebody asked who did not ask on a page."""

    how: Annotated[str, Ask(N_("Say how and when they asked."), longest=200)]


class NoteDeath(msgspec.Struct, frozen=True):
    """On which day somebody died, and who told the society."""

    died_on: Annotated[date, Ask(N_("Type the day on which they died."))]
    told_by: Annotated[str, Ask(N_("Say who told you, and how."), longest=200)]


class UndoDeath(msgspec.Struct, frozen=True):
    """Why a death was noted by mistake."""

    reason: Annotated[str, Ask(N_("Say what the mistake was. It stays in the register."), longest=200)]


class CorrectDays(msgspec.Struct, frozen=True):
    """The right days of a membership, and how it is known."""

    joined_on: Annotated[date, Ask(N_("Type the day on which they joined."))]
    reason: Annotated[str, Ask(N_("Say how you know. It stays in the register."), longest=400)]
    ended_on: date | None = None


class MakeOne(msgspec.Struct, frozen=True):
    """Which facts of the second record hold, and how it is known that both are of one person."""

    reason: Annotated[str, Ask(N_("Say how you know that both are one person."), longest=400)]
    facts: tuple[str, ...] = ()
