"""A card at a tablet: a number to show, somebody at the desk who looks, a short time for both."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from govern.errors import AlreadyDone, NotAllowed, WrongMoment

#: From the card to the button. Whoever looks stands a few steps away.
LASTS = timedelta(minutes=5)
LOWEST, HIGHEST = 100, 999


class AskState(StrEnum):
    """How a card at a tablet stands."""

    WAITING = "waiting"
    LET_IN = "let_in"
    TURNED_AWAY = "turned_away"
    OVER = "over"


class Looked(StrEnum):
    """What somebody at the desk says of whoever stands at the tablet."""

    THEM = "them"
    SOMEBODY_ELSE = "somebody_else"


def new_number(taken: Collection[int]) -> int:
    """Three figures that no other tablet of this meeting shows now, drawn by chance. Raises `WrongMoment`."""
    free = [number for number in range(LOWEST, HIGHEST + 1) if number not in taken]
    if not free:
        raise WrongMoment("Too many tablets are waiting. Wait five minutes, then hold up your card again.")
    return secrets.choice(free)


def ask_state(asked_at: datetime, *, let_in: bool | None, used: bool, at: datetime) -> AskState:
    if used or at - asked_at > LASTS:
        return AskState.OVER
    if let_in is None:
        return AskState.WAITING
    return AskState.LET_IN if let_in else AskState.TURNED_AWAY


def check_is_here(*, in_the_room: bool) -> None:
    """A tablet stands at the desk, so it is for people whom the desk has seen. Raises `WrongMoment`."""
    if not in_the_room:
        raise WrongMoment(
            "You are not checked in at a meeting here. Go to the desk first, then come back with your card.",
            field="code",
        )


def check_answered(state: AskState, person: UUID, by: UUID, *, answered: bool) -> None:
    """One answer, in time, by somebody else. Raises `NotAllowed`, `AlreadyDone`, `WrongMoment`."""
    if person == by:
        raise NotAllowed("This is your own card. Somebody else at the desk must look and answer.")
    if answered:
        raise AlreadyDone("This was answered already. Look at the list of tablets.")
    if state is AskState.OVER:
        raise WrongMoment("That was more than five minutes ago. Ask them to hold up the card again.")


def check_enters(state: AskState) -> None:
    """Only who was looked at comes in, once. Raises `WrongMoment`."""
    if state is AskState.WAITING:
        raise WrongMoment("Nobody at the desk has answered yet. Show them the number.")
    if state is not AskState.LET_IN:
        raise WrongMoment("This does not let you in any more. Hold up your card again.")
