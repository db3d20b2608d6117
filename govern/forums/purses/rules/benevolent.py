"""Small grants for workers in need: under a code, decided by a panel of whom nobody is tied to whoever asks.

M9, W23, invariant 86: who is tied neither votes nor counts; an equal vote gives nothing and may come again with new
facts; no more is given than the rules allow for one grant, and never more than there is. Minutes carry code and sum.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum
from uuid import UUID

from govern.constituencies.register.rules import pounds
from govern.constituencies.rulebook.book import Rulebook, citation
from govern.errors import AlreadyDone, NotAllowed, NotFound, NotValid, WrongMoment
from govern.sentences import Sentence

WORKER = "worker"
_CODE = re.compile(r"BF-(\d{4})-(\d{3,})")
#: Names of one or two letters stand in too many other words to be told apart from them.
SHORTEST_NAME = 3


class AskStage(StrEnum):
    """Where an application stands. One that was not granted may come again with new facts."""

    WITH_PANEL = "with_panel"
    GRANTED = "granted"
    NOT_GRANTED = "not_granted"
    NO_MONEY = "no_money"  # the panel agreed, and there was not enough
    WITHDRAWN = "withdrawn"


class Reason(StrEnum):
    """Why a panel member stands aside: the register says so, or they do."""

    OWN = "own"  # they asked themselves
    TIE = "tie"
    SAID = "said"


class FundLineKind(StrEnum):
    """A line of the fund's ledger."""

    OPENING = "opening"
    PUT_IN = "put_in"
    GRANT = "grant"


#: Stages from which it may come again.
COMES_AGAIN = frozenset({AskStage.NOT_GRANTED, AskStage.NO_MONEY})


def check_fund(book: Rulebook) -> None:
    """Raises `NotFound` where the rules know no such fund."""
    if not book.funds.benevolent.enabled:
        raise NotFound("By the rules there is no fund for people in need here.")


def next_code(year: int, taken: Iterable[str]) -> str:
    """The next code of a year; codes of all years stay what they are.

    >>> next_code(2026, ["BF-2026-001", "BF-2025-009"])
    'BF-2026-002'
    """
    numbers = [int(m[2]) for code in taken if (m := _CODE.fullmatch(code)) and int(m[1]) == year]
    return f"BF-{year}-{max(numbers, default=0) + 1:03d}"


def is_worker(book: Rulebook, groups: Iterable[str]) -> bool:
    kinds = {group.id: group.kind for group in book.constituencies}
    return any(kinds.get(group) == WORKER for group in groups)


def check_may_ask(book: Rulebook, groups: Iterable[str]) -> None:
    """The fund is for workers of the society. Raises `NotFound`: for others there is no such page."""
    if not is_worker(book, groups):
        raise NotFound("This fund is for those who work here. Ask the person to call what else there is for you.")


def check_grant(book: Rulebook, pence: int, balance: int) -> None:
    """What is asked is no more than one grant by the rules, and there is as much. Raises `NotValid`."""
    most = book.funds.benevolent.grant_max_pence
    if pence <= 0:
        raise NotValid("Type the amount in pounds, like 1 or 250.00.", field="amount")
    if pence > most:
        raise NotValid(
            "One grant is {most} at most ({clause}). Ask for no more than that.",
            field="amount",
            most=pounds(most),
            clause=citation("funds.benevolent", book),
        )
    if pence > balance:
        raise NotValid(
            "There is {balance} in the fund at the moment. Ask for no more than that, or ask later.",
            field="amount",
            balance=pounds(balance),
        )


def check_no_name(need: str, name: str) -> None:
    """The panel reads the words without the name of whoever asks. Raises `NotValid`."""
    said = set(re.findall(r"\w+", need.casefold()))
    if any(part in said for part in re.findall(r"\w+", name.casefold()) if len(part) >= SHORTEST_NAME):
        raise NotValid(
            "Your name stands in these words. The panel reads them without knowing who asks. Take your name out.",
            field="need",
        )


def check_again(stage: AskStage, new_facts: str) -> None:
    """An application comes again with new facts once it was not granted. Raises `WrongMoment`, `NotValid`."""
    if stage not in COMES_AGAIN:
        raise WrongMoment("Only what was not granted comes again. To ask for something else, ask anew.")
    if not new_facts.strip():
        raise NotValid("Say what is new since the panel decided. It comes again with new facts only.", field="need")


def check_panel_seat(book: Rulebook, worker: bool, panel: Mapping[UUID, bool]) -> None:
    """Whether one more person may sit on the panel: its size, and that workers are more than half (M9).

    `panel` says of those who sit whether they are workers. Raises `NotValid`.
    """
    fund = book.funds.benevolent
    if len(panel) >= fund.panel_size:
        raise NotValid(
            "The panel has its {size} members ({clause}). Somebody leaves it first.",
            field="person",
            size=fund.panel_size,
            clause=citation("funds.benevolent", book),
        )
    others = sum(not each for each in panel.values()) + (not worker)
    if fund.worker_majority and others * 2 >= fund.panel_size:
        raise NotValid(
            "More than half of the panel are workers ({clause}). Name somebody who works here.",
            field="person",
            clause=citation("funds.benevolent", book),
        )


def check_panel(book: Rulebook, panel: Mapping[UUID, bool]) -> None:
    """The panel is as the rules have it. Raises `WrongMoment` where it decides nothing yet."""
    fund = book.funds.benevolent
    workers = sum(panel.values())
    if len(panel) != fund.panel_size or (fund.worker_majority and workers * 2 <= len(panel)):
        raise WrongMoment(
            Sentence(
                "The panel has {have} member, and by the rules {size} decide ({clause}). It waits until it is full.",
                "The panel has {have} members, and by the rules {size} decide ({clause}). It waits until it is full.",
                len(panel),
                have=len(panel),
                size=fund.panel_size,
                clause=citation("funds.benevolent", book),
            )
        )


def aside(
    panel: Collection[UUID], applicant: UUID, tied: Collection[UUID], said: Collection[UUID]
) -> dict[UUID, Reason]:
    """Who of the panel neither votes nor counts, and why (invariant 86): own, tie by the register, own word."""
    found: dict[UUID, Reason] = {}
    for person in panel:
        if person == applicant:
            found[person] = Reason.OWN
        elif person in tied:
            found[person] = Reason.TIE
        elif person in said:
            found[person] = Reason.SAID
    return found


def check_votes(person: UUID, panel: Collection[UUID], standing_aside: Mapping[UUID, Reason]) -> None:
    """Raises `NotFound` for whoever does not sit there, `NotAllowed` for whoever stands aside."""
    if person not in panel:
        raise NotFound("There is no such page for you. It is for those who sit on the panel.")
    if person in standing_aside:
        raise NotAllowed("You stand aside in this one, so you neither vote nor count. The others decide it.")


def check_with_panel(stage: AskStage) -> None:
    """Raises `AlreadyDone`."""
    if stage is not AskStage.WITH_PANEL:
        raise AlreadyDone("This is decided already. Look at the list again.")


def check_stands_aside(voted: bool) -> None:
    """Raises `WrongMoment`: whoever knew is asked to say so before they vote."""
    if voted:
        raise WrongMoment("You have voted on this already. If it was wrong to vote, tell the keeper of the fund.")


def outcome(
    panel: Collection[UUID], standing_aside: Collection[UUID], votes: Mapping[UUID, bool], pence: int, balance: int
) -> AskStage | None:
    """What the panel decided, once everybody who counts has voted; None before that.

    More than half of those who voted grant it; an equal vote does not (W23). Never more than there is (invariant 86).

    >>> outcome([1, 2, 3, 4, 5], [5], {1: True, 2: True, 3: False, 4: False}, 480_00, 20_000_00)
    <AskStage.NOT_GRANTED: 'not_granted'>
    """
    counts = [person for person in panel if person not in standing_aside]
    if not counts or any(person not in votes for person in counts):
        return None
    ayes = sum(votes[person] for person in counts)
    if ayes * 2 <= len(counts):
        return AskStage.NOT_GRANTED
    return AskStage.GRANTED if pence <= balance else AskStage.NO_MONEY


def minute(code: str, stage: AskStage, pence: int) -> Sentence:
    """What minutes say of a decision: code and sum, never a name (invariant 86)."""
    if stage is AskStage.GRANTED:
        return Sentence("{code} granted {amount}.", code=code, amount=pounds(pence))
    if stage is AskStage.NO_MONEY:
        return Sentence("{code} agreed, and not given: there was not enough in the fund.", code=code)
    if stage is AskStage.WITHDRAWN:
        return Sentence("{code} was taken back.", code=code)
    if stage is AskStage.WITH_PANEL:
        return Sentence("{code} is with the panel.", code=code)
    return Sentence("{code} not granted.", code=code)
