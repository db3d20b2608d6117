"""What people send about shared money: opening a pot, putting money in, asking for a spend, saying yes or no."""

from typing import Annotated
from uuid import UUID

import msgspec

from govern.forums.purses.rules import Expressed
from govern.web.forms import Ask


class OpenPot(msgspec.Struct, frozen=True, kw_only=True):
    """A pot as the facilitator names it."""

    name: Annotated[str, Ask(missing="Give the pot a name.", longest=120)]
    name_cy: Annotated[str | None, Ask(longest=120)] = None


class NameGuide(msgspec.Struct, frozen=True, kw_only=True):
    """Who looks on from outside; nobody where it is left open."""

    guide: UUID | None = None


class PutIn(msgspec.Struct, frozen=True, kw_only=True):
    """Money that came into one person's share."""

    person: Annotated[UUID, Ask(missing="Choose whose money it is.", unreadable="Choose whose money it is.")]
    amount: Annotated[str, Ask(missing="Type the amount in pounds, like 1 or 250.00.", longest=20)]
    note: Annotated[str | None, Ask(longest=200)] = None


class AskToSpend(msgspec.Struct, frozen=True, kw_only=True):
    """Something to be spent. Beside these fields there is one for each share, `part-` and the person's id: with all
    of them empty it is split equally between those who are ticked."""

    what: Annotated[str, Ask(missing="Say what it is for.", longest=200)]
    total: Annotated[str, Ask(missing="Say what it costs in all.", longest=20)]
    shares: tuple[UUID, ...] = ()


class AnswerSpend(msgspec.Struct, frozen=True, kw_only=True):
    """One's own answer."""

    answer: Annotated[str, Ask(missing="Choose yes or no.", longest=3)]


class NoteAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """An answer that the facilitator writes down for somebody, with who was there and how it came."""

    person: Annotated[UUID, Ask(missing="Choose whose answer it is.", unreadable="Choose whose answer it is.")]
    answer: Annotated[str, Ask(missing="Choose yes or no.", longest=3)]
    expressed: Annotated[Expressed, Ask(missing="Choose how it came.", unreadable="Choose how it came.")]
    there: Annotated[str, Ask(missing="Say who was there.", longest=200)]
    how: Annotated[
        str, Ask(missing="Say what the person said or did, like “pointed at the picture of the sea, twice”.")
    ]
