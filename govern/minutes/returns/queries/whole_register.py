"""The whole register of members for those who keep it: with shares and money, which no copy for inspection has.

Loans and deposits (CCBSA 2014 s30(1)(d)) are in the society's accounts and not kept here; the paper says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.constituencies.register.queries import WholeLine
from govern.constituencies.register.rules import pounds
from govern.documents import Document
from govern.identity import queries as identity
from govern.languages import Language
from govern.minutes.returns.lifecycle import TAKEN
from govern.minutes.returns.queries.registers import MEMBERS, SHOWN, Frame, member_row, register_paper
from govern.minutes.returns.rules.registers import TakenAs
from govern.sentences import Sentence

TITLE = Sentence("Whole register of members, with shares")
NOT_FOR_OTHERS = Sentence(
    "This is for those who keep the register. Whoever inspects the register gets the copy without shares and money."
)
FROM_THE_ACCOUNTS = Sentence("Loans and deposits are not in it. They stand in the accounts of the society.")
COLUMNS = (*MEMBERS, Sentence("Shares"), Sentence("Paid on them, in pounds"))
#: On paper what belongs together stands in one column, so that a page is wide enough in every language.
ON_PAPER = (
    Sentence("Number"),
    Sentence("Name and address"),
    Sentence("Email"),
    Sentence("Groups"),
    Sentence("Entered and ceased"),
    Sentence("Shares and what was paid"),
)


class Taken(msgspec.Struct, frozen=True):
    """That somebody took it, when, and as what; without a name where whoever took it is gone."""

    name: str
    at: datetime
    taken_as: TakenAs


async def takers(reading: AsyncSession) -> tuple[Taken, ...]:
    """Who took it, the latest first. Two questions."""
    lines = await record.lines_about(reading, [TAKEN], limit=SHOWN)
    people = await identity.people_by_id(reading, {line.by for line in lines if line.by is not None})
    return tuple(
        Taken(people[line.by].name if line.by in people else "", line.at, TakenAs(str((line.facts or {})["as"])))
        for line in lines
        if line.facts is not None
    )


def whole_row(one: WholeLine, groups: dict[str, str], language: Language) -> tuple[str, ...]:
    """A line of the file for a spreadsheet, in `COLUMNS`."""
    paid = f"{one.pence // 100}.{one.pence % 100:02}"
    return (*member_row(one.line, groups, language), str(one.shares), paid)


def whole_paper(
    frame: Frame, now: Sequence[WholeLine], past: Sequence[WholeLine], groups: dict[str, str], language: Language
) -> Document:
    """Members of the day, then those who have ceased to be."""
    tables = [
        (title, ON_PAPER, [_on_paper(one, groups, language) for one in lines])
        for title, lines in ((Sentence("Members"), now), (Sentence("Former members"), past))
    ]
    return register_paper(frame, "whole", TITLE, tables, language, last=(FROM_THE_ACCOUNTS, NOT_FOR_OTHERS))


def _on_paper(one: WholeLine, groups: dict[str, str], language: Language) -> tuple[str, ...]:
    number, name, address, email, its_groups, entered, ceased = member_row(one.line, groups, language)
    reached = ", ".join(part for part in (name, *address.split("\n")) if part)
    days = f"{entered} – {ceased}" if ceased else entered
    shares = f"{language.number(one.shares)} ({pounds(one.pence)})" if one.shares else "–"
    return (number, reached, email, its_groups, days, shares)
