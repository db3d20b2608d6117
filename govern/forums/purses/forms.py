"""What people send about shared money: pots, their spends and answers; what is asked of the fund for people in need,
and what its panel answers."""

from datetime import date, datetime
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


class AskFund(msgspec.Struct, frozen=True, kw_only=True):
    """What a worker asks of the fund. `again` is the one before, where it comes again."""

    amount: Annotated[str, Ask(missing="Type the amount in pounds, like 1 or 250.00.", longest=20)]
    need: Annotated[str, Ask(missing="Say what you need it for.", longest=4_000)]
    again: UUID | None = None


class PanelAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """One voice of the panel."""

    answer: Annotated[str, Ask(missing="Choose yes or no.", longest=3)]


class FundMoney(msgspec.Struct, frozen=True, kw_only=True):
    """Money that came into the fund."""

    amount: Annotated[str, Ask(missing="Type the amount in pounds, like 1 or 250.00.", longest=20)]
    note: Annotated[str | None, Ask(longest=200)] = None


class SeatPanel(msgspec.Struct, frozen=True, kw_only=True):
    """Who sits on the panel, and where that was decided. `person` is a number in the register or an address."""

    person: Annotated[str, Ask(missing="Type the number or the email address of this person.", longest=254)]
    minute: Annotated[
        str, Ask(missing="Say where the decision stands, like “Board, 3 February, item 4”.", longest=200)
    ]


class OpenRound(msgspec.Struct, frozen=True, kw_only=True):
    """A round of awards, its awards one a line in each language."""

    title: Annotated[str, Ask(missing="Say what these awards are called.", longest=120)]
    title_cy: Annotated[str | None, Ask(longest=120)] = None
    categories: Annotated[str, Ask(missing="Write the awards, one a line.", longest=2_000)]
    categories_cy: Annotated[str | None, Ask(longest=2_000)] = None
    names_until: Annotated[date, Ask(missing="Say which is the last day for names.")]
    announce_at: Annotated[datetime, Ask(missing="Say when the annual meeting begins.")]


class NameForAward(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody named for an award, with the reason."""

    category: Annotated[UUID, Ask(missing="Choose one of these awards.", unreadable="Choose one of these awards.")]
    person: Annotated[str, Ask(missing="Say whom you name.", longest=254)]
    reason: Annotated[str, Ask(missing="Say why you name this person.", longest=1_000)]


class AnswerNaming(msgspec.Struct, frozen=True, kw_only=True):
    """Whether whoever is named would like to stand."""

    answer: Annotated[str, Ask(missing="Choose yes or no.", longest=3)]


class PutToVote(msgspec.Struct, frozen=True, kw_only=True):
    """When the vote on a round opens."""

    opens_at: Annotated[datetime, Ask(missing="Say when the vote opens.")]
