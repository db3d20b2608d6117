"""Papers to read before a vote (M64): whoever votes may say that they have read them. Nobody must."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

import msgspec

from govern.ballots.rules.stages import Stage
from govern.errors import NotValid, WrongMoment

MOST_PAPERS = 12
#: While voters may say that they have read the papers: from the day everybody can read them until voting is over.
READ_IN = (Stage.PUBLISHED, Stage.FROZEN, Stage.OPEN)


class HowRead(StrEnum):
    """I read it myself, or somebody read it to me."""

    ALONE = "alone"
    READ_TO = "read_to"


class ReadCount(msgspec.Struct, frozen=True):
    """How many have read one paper, and of them those to whom it was read. None where so few are not told."""

    all: int | None
    read_to: int | None


def check_paper(title: Mapping[str, str], words: Mapping[str, str], there: int, languages: tuple[str, ...]) -> None:
    """Raises `NotValid` beside the field."""
    if there >= MOST_PAPERS:
        raise NotValid("There can be {most} papers to read. Take one away first.", most=MOST_PAPERS)
    for part, said in (("title", title), ("words", words)):
        for code in languages:
            if not said.get(code, "").strip():
                raise NotValid(
                    "Write this in every language of the society.", field=part if code == "en" else f"{part}_{code}"
                )


def check_reads(stage: Stage, *, on_the_roll: bool, frozen: bool) -> None:
    """Raises `WrongMoment` outside the time for it, and for whoever does not vote in it."""
    if stage not in READ_IN:
        raise WrongMoment("This can be said from when the papers are published until voting is over.")
    if frozen and not on_the_roll:
        raise WrongMoment("Only those who vote in this say that they have read its papers. You can still read them.")


def told(alone: int, read_to: int, floor: int) -> ReadCount:
    """What the office learns: no number so small that it could be guessed who is meant.

    >>> told(9, 3, 5)
    ReadCount(all=12, read_to=None)
    >>> told(2, 1, 5)
    ReadCount(all=None, read_to=None)
    """
    everybody = alone + read_to
    if everybody < floor:
        return ReadCount(None, None)
    # The rest can be reckoned from the two numbers, so it must not be small either.
    shown = read_to >= floor and (alone == 0 or alone >= floor)
    return ReadCount(everybody, read_to if shown else None)
