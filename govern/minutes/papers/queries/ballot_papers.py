"""The certificate of the roll of a vote."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots.models import RollEntry, RollStrike
from govern.ballots.queries.gathering import Gathered, gather, group_name, roll_by_style
from govern.ballots.queries.members import returning_officer
from govern.ballots.rules import WhyStruck
from govern.database import in_language
from govern.documents import (
    Block,
    Document,
    Facts,
    Paragraph,
    SignatureLine,
    Signatures,
    Table,
)
from govern.errors import WrongMoment
from govern.meetings.rules import day_of
from govern.minutes.papers.queries.frames import Wanted, paper
from govern.sentences import Sentence

WHY_STRUCK = {
    WhyStruck.DIED: Sentence("Died before voting opened"),
    WhyStruck.LEFT: Sentence("No member any more when voting opened"),
    WhyStruck.MERGED: Sentence("Stood on the roll twice"),
}


async def roll_certificate(reading: AsyncSession, wanted: Wanted) -> Document:
    """How many may vote, by group, on which day; who was struck and why, by number; the hash of the roll.

    Raises `WrongMoment` before the roll is frozen.
    """
    found = await gather(reading, wanted.subject)
    ballot, code, say = found.ballot, wanted.language.code, wanted.say
    if ballot.frozen_at is None or ballot.roll_hash is None or ballot.roll_size is None:
        raise WrongMoment("The roll of this vote is not frozen yet, so nobody can certify it. Freeze it first.")
    roll = await roll_by_style(reading, ballot.id)
    struck = await _struck(reading, ballot.id)
    title = in_language(ballot.title, code)
    number = wanted.language.number
    styles = sorted({*roll, *(style for style, _ in struck)})
    gone = {style: sum(heads for (of, _), heads in struck.items() if of == style) for style in styles}
    rows = tuple((_groups_named(found, one, code), roll.get(one, 0) + gone[one], gone[one]) for one in styles)
    facts = [
        (say(Sentence("Vote")), f"{title} ({ballot.number})"),
        (say(Sentence("Whoever was a member on")), wanted.language.day(ballot.record_on)),
        (say(Sentence("Frozen")), wanted.language.moment(ballot.frozen_at)),
        (say(Sentence("Entries when it was frozen")), number(ballot.roll_size)),
        (say(Sentence("Hash of the roll")), in_eights(ballot.roll_hash.hex())),
    ]
    for why in WhyStruck:
        heads = sum(many for (_, reason), many in struck.items() if reason is why)
        if heads:
            facts.append((say(WHY_STRUCK[why]), number(heads)))
    blocks: list[Block] = [
        Facts(tuple(facts)),
        Table(
            caption=say(Sentence("Who may vote, by group")),
            header=tuple(say(words) for words in ROLL),
            rows=tuple((name, number(all_), number(out), number(all_ - out)) for name, all_, out in rows),
            numeric=frozenset({1, 2, 3}),
            footer=(
                say(Sentence("Together")),
                number(sum(row[1] for row in rows)),
                number(sum(row[2] for row in rows)),
                number(sum(row[1] - row[2] for row in rows)),
            ),
        ),
    ]
    if not struck:
        blocks.append(Paragraph(say(Sentence("No entry was struck."))))
    officer = await returning_officer(reading, day_of(wanted.at))
    certify = Sentence("I certify that this is the roll of this vote as it was frozen.")
    role = say(Sentence("Returning officer"))
    signed = SignatureLine(role=role, name=officer, day=say(Sentence("Date")))
    blocks += [Paragraph(say(certify)), Signatures((signed,))]
    return paper(wanted, found.book, Sentence("Certificate of the roll: {title}", title=title), blocks)


ROLL = (Sentence("Group"), Sentence("When frozen"), Sentence("Struck"), Sentence("May vote"))


async def _struck(reading: AsyncSession, ballot_id: UUID) -> dict[tuple[str, WhyStruck], int]:
    """How many entries were struck before voting opened, by style of paper and reason."""
    rows = await reading.execute(
        select(RollEntry.style, RollStrike.why, func.count())
        .join(RollEntry, (RollEntry.ballot_id == RollStrike.ballot_id) & (RollEntry.handle == RollStrike.handle))
        .where(RollStrike.ballot_id == ballot_id)
        .group_by(RollEntry.style, RollStrike.why)
    )
    return {(row[0], row[1]): int(row[2]) for row in rows}


def _groups_named(found: Gathered, style: str, code: str) -> str:
    return " + ".join(group_name(found.book, part, code) for part in style.split("+"))


def in_eights(mark: str) -> str:
    """A long mark in groups of eight, so that it can be read aloud and breaks across lines."""
    return " ".join(mark[start : start + 8] for start in range(0, len(mark), 8))
