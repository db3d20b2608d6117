"""What officers send about shares, subscriptions and ties between people."""

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec

from govern.constituencies.register.rules import TieKind
from govern.constituencies.register.rules.training import TrainingKind
from govern.web.forms import Ask


class NoteShares(msgspec.Struct, frozen=True):
    """So many shares from a day on."""

    shares: Annotated[
        int,
        Ask(missing="Type how many shares they hold.", unreadable="Type a whole number.", least=1, most=100_000_000),
    ]
    amount: Annotated[str, Ask(missing="Type the amount in pounds, like 1 or 250.00.", longest=20)]
    shares_on: Annotated[date, Ask(missing="Say from which day.")]
    shares_note: Annotated[str | None, Ask(longest=200)] = None


class EndShares(msgspec.Struct, frozen=True):
    """These shares are held no longer."""

    holding: Annotated[UUID, Ask(missing="Choose which shares.", unreadable="Choose which shares.")]
    shares_end_on: Annotated[date, Ask(missing="Say from which day.")]


class NoteSubscription(msgspec.Struct, frozen=True):
    """A subscription was paid."""

    paid_on: Annotated[date, Ask(missing="Say on which day it was paid.")]
    paid_until: Annotated[date, Ask(missing="Say until when it is good.")]


class NoteTie(msgspec.Struct, frozen=True):
    """A tie to another member, from a day on."""

    tie_kind: Annotated[TieKind, Ask(missing="Choose what ties them.", unreadable="Choose what ties them.")]
    tie_other: Annotated[str, Ask(missing="Type the other member's number.", longest=40)]
    tie_on: Annotated[date, Ask(missing="Say since which day.")]


class NoteTraining(msgspec.Struct, frozen=True):
    """A training somebody had."""

    training_kind: Annotated[
        TrainingKind, Ask(missing="Choose what it was about.", unreadable="Choose what it was about.")
    ]
    training_on: Annotated[date, Ask(missing="Say on which day it was.")]
    training_by: Annotated[str, Ask(missing="Type who gave it.", longest=200)]
    training_evidence: Annotated[str, Ask(missing="Say what you have seen, in a few words.", longest=400)]


class EndTie(msgspec.Struct, frozen=True):
    """It is so no longer."""

    tie: Annotated[UUID, Ask(missing="Choose what has ended.", unreadable="Choose what has ended.")]
    tie_ends_on: Annotated[date, Ask(missing="Say from which day.")]
