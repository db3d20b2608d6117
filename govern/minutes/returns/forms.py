"""What officers say of duties done outside, of inspections, and for the annual return."""

from datetime import date
from typing import Annotated

import msgspec
from litestar.datastructures import UploadFile

from govern.minutes.returns.rules.registers import How, Kept
from govern.web.forms import Ask


class TickForm(msgspec.Struct, frozen=True, kw_only=True):
    """A duty was done outside: when, under which reference, with which paper."""

    done_on: Annotated[date, Ask(missing="Say on which day it was done.")]
    reference: Annotated[str | None, Ask(longest=200)] = None
    note: Annotated[str | None, Ask(longest=2_000)] = None
    file: UploadFile | None = None


class UndoForm(msgspec.Struct, frozen=True):
    """A tick by mistake."""

    why: Annotated[str, Ask(missing="Say why it is taken back.", longest=400)]


class InspectionForm(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody inspected a register."""

    register: Annotated[Kept, Ask(missing="Choose the register.")]
    how: Annotated[How, Ask(missing="Choose what they did.")]
    who: Annotated[str, Ask(missing="Type who it was: a member's number, or a name.", longest=200)]
    on_day: Annotated[date, Ask(missing="Say on which day it was.")]


Shares = Annotated[int | None, Ask(unreadable="Type a whole number, like 12.", least=0, most=100_000_000)]
LONG = 8_000


class FiguresForm(msgspec.Struct, frozen=True, kw_only=True):
    """What the accounts and the board say for the annual return."""

    shares_issued: Shares = None
    pence_issued: Annotated[str | None, Ask(longest=20)] = None
    shares_withdrawn: Shares = None
    pence_withdrawn: Annotated[str | None, Ask(longest=20)] = None
    benefit: Annotated[str | None, Ask(longest=LONG)] = None
    taking_part: Annotated[str | None, Ask(longest=LONG)] = None
    stakeholders: Annotated[str | None, Ask(longest=LONG)] = None
    statement: Annotated[str | None, Ask(longest=LONG)] = None


class SentForm(msgspec.Struct, frozen=True, kw_only=True):
    """The return was sent."""

    filed_on: Annotated[date, Ask(missing="Say on which day it was sent.")]
    reference: Annotated[str | None, Ask(longest=200)] = None
