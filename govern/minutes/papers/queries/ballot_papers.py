"""Papers of a vote before it is counted: nomination, the candidates' booklet, the certificate of the roll."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots.models import RollEntry, RollStrike
from govern.ballots.queries.gathering import Gathered, gather, group_name, roll_by_style
from govern.ballots.queries.members import contest_views, returning_officer
from govern.ballots.queries.views import ContestView
from govern.ballots.rules import ContestKind, WhyStruck
from govern.database import in_language
from govern.documents import (
    Blank,
    Block,
    Boxes,
    Bullets,
    Document,
    Facts,
    Heading,
    Paragraph,
    SignatureLine,
    Signatures,
    Table,
)
from govern.errors import WrongMoment
from govern.meetings.queries.notice_blocks import easy
from govern.meetings.rules import day_of
from govern.minutes.book.lifecycle import rule_words
from govern.minutes.papers.queries.frames import Wanted, paper
from govern.sentences import Sentence

WHY_STRUCK = {
    WhyStruck.DIED: Sentence("Died before voting opened"),
    WhyStruck.LEFT: Sentence("No member any more when voting opened"),
    WhyStruck.MERGED: Sentence("Stood on the roll twice"),
}


async def elections_of(reading: AsyncSession, found: Gathered, wanted: Wanted) -> list[ContestView]:
    """Raises `WrongMoment` for a vote in which nobody is elected."""
    views = contest_views(found, await roll_by_style(reading, found.ballot.id), wanted.language.code)
    elections = [one for one in views if one.kind is ContestKind.ELECTION]
    if not elections:
        raise WrongMoment("Nobody is elected in this vote, so there is no such paper of it.")
    return elections


async def nomination_paper(reading: AsyncSession, wanted: Wanted) -> Document:
    """The paper on which somebody is put forward: for which seats, by whom, what they declare, that they agree."""
    found = await gather(reading, wanted.subject)
    say = wanted.say
    elections = await elections_of(reading, found, wanted)
    title = in_language(found.ballot.title, wanted.language.code)
    rows = [(say(Sentence("Vote")), f"{title} ({found.ballot.number})")]
    for one in elections:
        rows.append((one.title, _places(one, wanted)))
    rows.append((say(Sentence("Whom to ask")), await returning_officer(reading, day_of(wanted.at)) or "—"))
    first = Sentence("With this paper you stand for a seat, or put somebody forward who agrees to it.")
    blocks: list[Block]
    if wanted.easy:
        blocks = [easy(say(first), "people"), *(easy(f"{label}: {said}", "read") for label, said in rows)]
    else:
        blocks = [Paragraph(say(first)), Facts(tuple(rows))]
    blocks += [
        Heading(say(Sentence("Who stands"))),
        Blank(say(Sentence("Name"))),
        Blank(say(Sentence("Number in the register, if you know it"))),
        Boxes(tuple(one.title for one in elections)),
        Heading(say(Sentence("Who puts them forward"))),
        Blank(say(Sentence("Name and number in the register")), 2),
        Blank(say(Sentence("Name and number in the register")), 2),
        Heading(say(Sentence("Words about yourself"))),
        Paragraph(say(Sentence("They are printed as they are. Write on another sheet if you need more room."))),
        Blank(say(Sentence("Your words")), 6),
        Heading(say(Sentence("What you declare"))),
        Boxes(tuple(say(one) for one in DECLARED)),
        Blank(say(Sentence("Interests that members should know of")), 2),
        Boxes((say(Sentence("A photograph of me comes with this paper. It may be printed.")),)),
        Signatures((SignatureLine(role=say(Sentence("I agree to stand")), day=say(Sentence("Date"))),)),
        Heading(say(Sentence("For the returning officer"))),
        Blank(say(Sentence("Came in on, at"))),
        Boxes((say(Sentence("Accepted")), say(Sentence("Refused")))),
        Blank(say(Sentence("Reason"))),
    ]
    return paper(wanted, found.book, Sentence("Nomination: {title}", title=title), blocks)


DECLARED = (
    Sentence("I am 16 or older."),
    Sentence("No court and no registrar has forbidden me to sit on a board."),
    Sentence("I did the training that the rules ask for, or will do it in time."),
)


def _places(one: ContestView, wanted: Wanted) -> str:
    return wanted.say(Sentence("There is one place.", "There are {n} places.", one.seats, n=one.seats))


async def booklet_paper(reading: AsyncSession, wanted: Wanted) -> Document:
    """Who stands, in the order of the paper, with their own words. Raises `WrongMoment` before the lot is drawn."""
    found = await gather(reading, wanted.subject)
    elections = await elections_of(reading, found, wanted)
    if found.ballot.lots_drawn_at is None:
        raise WrongMoment("The order of the names is not drawn yet. Draw it, then print the booklet.")
    say, title = wanted.say, in_language(found.ballot.title, wanted.language.code)
    times = Sentence(
        "You can vote from {opens} until {closes}.", opens=found.ballot.opens_at, closes=found.ballot.closes_at
    )
    order = Sentence("The order here was drawn by lot. It is the same for everybody.")
    blocks: list[Block] = [Paragraph(say(times)), Paragraph(say(order))]
    for one in elections:
        blocks += [Heading(one.title), Paragraph(_places(one, wanted))]
        if one.counted:
            blocks.append(Bullets(tuple(say(rule_words(rule)) for rule in one.counted)))
        for candidate in one.candidates:
            withdrawn = Sentence("{name} does not stand any more.", name=candidate.name)
            blocks.append(Heading(candidate.name, 3))
            blocks.append(Paragraph(candidate.group))
            if candidate.withdrawn:
                blocks.append(Paragraph(say(withdrawn)))
                continue
            words = [Paragraph(line) for line in candidate.statement.split("\n") if line.strip()]
            blocks += words or [Paragraph(say(Sentence("They sent no words about themselves.")))]
    return paper(wanted, found.book, Sentence("Who stands: {title}", title=title), blocks)


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
