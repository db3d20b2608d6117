"""Awards by peers (M69, invariant 87): who names whom, one vote a category, sealed until they are announced.

The vote is the house's own secret ballot and closes when the annual meeting begins. Before that there are no counts:
nobody, officers included, can have seen any.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from govern.constituencies.rulebook.book import Rulebook, citation
from govern.errors import AlreadyDone, NotFound, NotValid, WrongMoment

MOST_CATEGORIES = 12
#: Below two there is nothing to choose between.
TO_CHOOSE = 2


class AwardStage(StrEnum):
    """Where a round of awards stands. ANNOUNCED is the first moment at which anybody sees a number."""

    NAMING = "naming"
    NAMED = "named"  # the day is over, and there is no vote yet
    VOTING = "voting"
    SEALED = "sealed"  # the vote is over, and nothing has been announced
    ANNOUNCED = "announced"


def check_awards(book: Rulebook) -> None:
    """Raises `NotFound` where the rules know no awards."""
    if not book.awards.enabled:
        raise NotFound("By the rules there are no awards here.")


def stage_of(
    *, names_until: date, today: date, announce_at: datetime, at: datetime, to_vote: bool, declared: bool
) -> AwardStage:
    """`to_vote`: there is a ballot for it; `declared`: its result is. Before the meeting nothing is announced."""
    if today <= names_until:
        return AwardStage.NAMING
    if not to_vote:
        return AwardStage.NAMED
    if at < announce_at:
        return AwardStage.VOTING
    return AwardStage.ANNOUNCED if declared else AwardStage.SEALED


def check_categories(titles: Sequence[dict[str, str]], languages: Sequence[str]) -> None:
    """Raises `NotValid`."""
    if not titles or not all(title.get(code, "").strip() for title in titles for code in languages):
        raise NotValid("Write the same number of awards in every language, one a line.", field="categories")
    if len(titles) > MOST_CATEGORIES:
        raise NotValid("A round has {most} awards at most.", field="categories", most=MOST_CATEGORIES)


def check_round_times(names_until: date, announce_at: datetime, at: datetime) -> None:
    """Names come in first, then there is time to vote, then it is announced. Raises `NotValid`."""
    if names_until < at.date():
        raise NotValid("This day has passed. Choose a later one.", field="names_until")
    if announce_at.date() <= names_until + timedelta(days=1):
        raise NotValid(
            "There must be time to vote between the last day for names and the meeting. Choose other days.",
            field="announce_at",
        )


def check_names(book: Rulebook, by: UUID, nominee: UUID) -> None:
    """Nobody names themselves, unless the rules let them (invariant 87). Raises `NotValid`."""
    if by == nominee and not book.awards.self_nomination:
        raise NotValid(
            "Nobody names themselves here ({clause}). Name somebody else.",
            field="person",
            clause=citation("awards.self_nomination", book),
        )


def check_naming(stage: AwardStage) -> None:
    """Raises `WrongMoment`."""
    if stage is not AwardStage.NAMING:
        raise WrongMoment("The last day for names has passed. Look at the page to see what comes next.")


def check_answer(accepted: bool | None, nominee: UUID, by: UUID, *, to_vote: bool) -> None:
    """Only whoever is named accepts, until it is put to the vote. Raises `NotFound`, `AlreadyDone`, `WrongMoment`."""
    if by != nominee:
        raise NotFound("Nobody has named you here. Look at the list of awards.")
    if accepted is not None:
        raise AlreadyDone("You have answered this already. Thank you.")
    if to_vote:
        raise WrongMoment("The vote is being prepared, so it is too late to answer.")


def check_to_vote(stage: AwardStage, opens_at: datetime, announce_at: datetime, choices: Sequence[int]) -> None:
    """`choices` is how many have accepted in each category. Raises `WrongMoment`, `AlreadyDone`, `NotValid`."""
    if stage is AwardStage.NAMING:
        raise WrongMoment("Names can still come in. Put it to the vote after the last day for names.")
    if stage is not AwardStage.NAMED:
        raise AlreadyDone("There is a vote for these awards already.")
    if not any(number >= TO_CHOOSE for number in choices):
        raise WrongMoment("In no award have two people or more accepted, so there is nothing to choose between.")
    if opens_at >= announce_at:
        raise NotValid("The vote must open before the meeting at which it is announced.", field="opens_at")
