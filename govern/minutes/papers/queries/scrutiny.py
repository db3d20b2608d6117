"""What scrutineers see of a vote, worked out from its log, and their report as a paper.

Nothing here says who voted: entries of the log are counted by the reason why they do not count.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots import queries as ballots
from govern.ballots.models import LogLeaf, RollEntry
from govern.ballots.queries.gathering import gather, roll_by_style
from govern.ballots.seal.documents import Channel, Manifest, RollRow, leaf_from_bytes, roll_hash
from govern.ballots.seal.selecting import Selection, Why, select_by
from govern.database import in_language
from govern.documents import Block, Document, Facts, Heading, Paragraph, SignatureLine, Signatures
from govern.errors import WrongMoment
from govern.minutes.papers.lifecycle import COUNTED
from govern.minutes.papers.models import Scrutiny
from govern.minutes.papers.queries.ballot_papers import in_eights
from govern.minutes.papers.queries.frames import Wanted, paper
from govern.sentences import Sentence

ASIDE = {
    Why.REPLACED: Sentence("Replaced by a later one of the same kind"),
    Why.OUTRANKED: Sentence("Another vote of the member comes before it"),
    Why.ATTENDING: Sentence("Early vote, and the member was there when the vote was taken"),
    Why.ENDED: Sentence("Nobody was appointed for it any more"),
    Why.STRUCK: Sentence("Struck by two officers"),
    Why.LATE: Sentence("Came after the close"),
    Why.WITHDRAWN: Sentence("The vote was withdrawn"),
}
BY_OTHERS = (Channel.PROXY_DIRECTED, Channel.PROXY_FREE, Channel.PEER)


class BoxSums(msgspec.Struct, frozen=True, kw_only=True):
    """The sums of a box. A paper that was sent again is issued again: issued = returned + not returned + replaced.

    `returned` are members from whom something came, `counted` those of whom something counts; `aside` is the number
    of entries that do not count, by reason, and `displaced` how many of these were a peer's or a proxy's.
    """

    on_the_roll: int
    returned: int
    replaced: int
    counted: int
    aside: dict[Why, int]
    displaced: int
    papers_came: int

    @property
    def issued(self) -> int:
        return self.on_the_roll + self.replaced

    @property
    def not_returned(self) -> int:
        return self.on_the_roll - self.returned


class Reconciled(BoxSums, frozen=True, kw_only=True):
    """The sums of the box, held against the roll as it was frozen, the count as it was kept, and a second count."""

    said_counted: int
    roll_holds: bool
    recount_holds: bool

    @property
    def holds(self) -> bool:
        """Whether the roll is as it was frozen, the log gives what was counted, and a second count gives the same."""
        fits = self.issued == self.returned + self.not_returned + self.replaced and self.not_returned >= 0
        return fits and self.counted == self.said_counted and self.roll_holds and self.recount_holds


class ScrutinyView(msgspec.Struct, frozen=True):
    """A report as pages and papers show it."""

    appointed_by: str
    sample: int
    differing: int
    complaints: str
    opinion: str
    by_name: str
    at: datetime


async def scrutiny_of(reading: AsyncSession, ballot_id: UUID) -> ScrutinyView | None:
    """The newest report on a vote."""
    row = await reading.scalar(
        select(Scrutiny).where(Scrutiny.ballot_id == ballot_id).order_by(Scrutiny.number.desc()).limit(1)
    )
    if row is None:
        return None
    return ScrutinyView(row.appointed_by, row.sample, row.differing, row.complaints, row.opinion, row.by_name, row.at)


async def reconciled(reading: AsyncSession, ballot_id: UUID) -> Reconciled:
    """The sums from the log and the frozen roll. Raises `WrongMoment` before the count."""
    found = await gather(reading, ballot_id)
    ballot = found.ballot
    if ballot.stage not in COUNTED or ballot.manifest is None:
        raise WrongMoment("This vote is not counted yet. Scrutineers report after the count.")
    rows = (await reading.scalars(select(RollEntry).where(RollEntry.ballot_id == ballot_id))).all()
    roll = [RollRow(row.handle, row.style, row.units) for row in rows]
    result = await ballots.result(reading, ballot_id, "en", undeclared=True)
    again = await ballots.counts_the_same(reading, ballot_id)
    sums = await box_sums(reading, ballot_id, ballot.manifest)
    return Reconciled(
        **msgspec.structs.asdict(sums),
        said_counted=result.voted,
        roll_holds=await asyncio.to_thread(roll_hash, roll) == ballot.roll_hash,
        recount_holds=again,
    )


async def box_sums(reading: AsyncSession, ballot_id: UUID, manifest: bytes) -> BoxSums:
    """What the log and the roll alone say of a vote that is over."""
    bodies = (
        await reading.scalars(select(LogLeaf.body).where(LogLeaf.ballot_id == ballot_id).order_by(LogLeaf.place))
    ).all()
    heads = sum((await roll_by_style(reading, ballot_id)).values())
    chosen = await asyncio.to_thread(_chosen, manifest, bodies)
    counted = {one.handle for one in chosen.counted}
    came = counted | {one.handle for one in chosen.displaced}
    entries = len({one.index for one in chosen.counted} | {one.index for one in chosen.displaced})
    of_others = [one for one in chosen.displaced if one.channel in BY_OTHERS and one.why is Why.OUTRANKED]
    papers = {one.index for one in chosen.counted if one.channel is Channel.PAPER}
    papers |= {one.index for one in chosen.displaced if one.channel is Channel.PAPER}
    return BoxSums(
        on_the_roll=heads,
        returned=len(came),
        replaced=entries - len(came),
        counted=len(counted),
        aside=dict(Counter(one.why for one in chosen.displaced)),
        displaced=len(of_others),
        papers_came=len(papers),
    )


def _chosen(manifest: bytes, bodies: Sequence[bytes]) -> Selection:
    return select_by(Manifest.from_bytes(manifest), [leaf_from_bytes(body) for body in bodies])


async def scrutiny_paper(reading: AsyncSession, wanted: Wanted) -> Document:
    """The report: who, the sums, what was found, who signs. Raises `WrongMoment` before somebody reported."""
    found = await gather(reading, wanted.subject)
    sums = await reconciled(reading, wanted.subject)
    said = await scrutiny_of(reading, wanted.subject)
    if said is None:
        raise WrongMoment("No scrutineer has reported on this vote yet. The report is made after that.")
    say, title = wanted.say, in_language(found.ballot.title, wanted.language.code)
    none = say(Sentence("There were none."))
    assert found.ballot.roll_hash is not None
    counted = await ballots.result(reading, wanted.subject, wanted.language.code, undeclared=True)
    blocks: list[Block] = [
        Facts(
            (
                (say(Sentence("Vote")), f"{title} ({found.ballot.number})"),
                (say(Sentence("Scrutineer")), said.by_name),
                (say(Sentence("Appointed by")), said.appointed_by),
                (say(Sentence("Reported")), wanted.language.moment(said.at)),
                (say(Sentence("No interest")), say(NO_INTEREST)),
            )
        ),
        Heading(say(Sentence("The sums"))),
        *_tables(sums, wanted),
        Heading(say(Sentence("What was checked"))),
        Facts(
            (
                (say(Sentence("Hash of the roll")), in_eights(found.ballot.roll_hash.hex())),
                (say(Sentence("The roll")), say(ROLL_HOLDS if sums.roll_holds else ROLL_DIFFERS)),
                (say(Sentence("Counted again")), say(RECOUNT_HOLDS if sums.recount_holds else RECOUNT_DIFFERS)),
                (say(Sentence("What came out")), in_eights(counted.result_hash)),
                (say(Sentence("Sample counted by hand")), say(_sample(said))),
                (say(Sentence("Complaints")), said.complaints or none),
                (say(Sentence("All together")), say(ALL_HOLDS if sums.holds else NOT_ALL_HOLDS)),
            )
        ),
        Heading(say(Sentence("What we think"))),
        *(Paragraph(line) for line in said.opinion.split("\n") if line.strip()),
        Signatures((SignatureLine(role=say(Sentence("Scrutineer")), name=said.by_name, day=say(Sentence("Date"))),)),
    ]
    return paper(wanted, found.book, Sentence("Scrutineers' report: {title}", title=title), blocks)


NO_INTEREST = Sentence(
    "The scrutineer says that they have no interest in the result: they neither stand nor nominate."
)
ROLL_HOLDS = Sentence("It is as it was frozen.")
ROLL_DIFFERS = Sentence("It is not as it was frozen.")
RECOUNT_HOLDS = Sentence("The same papers, counted again, give the same result.")
RECOUNT_DIFFERS = Sentence("The same papers, counted again, give another result.")
ALL_HOLDS = Sentence("Roll, papers and count fit together.")
NOT_ALL_HOLDS = Sentence("Roll, papers and count do not fit together. This has to be looked into.")


def _sample(said: ScrutinyView) -> Sentence:
    if said.sample == 0:
        return Sentence("No sample was taken.")
    return Sentence(
        "{n} papers were counted by hand. {differing} came out another way.", n=said.sample, differing=said.differing
    )


def sum_rows(sums: BoxSums) -> tuple[tuple[Sentence, int], ...]:
    """Issued, and what became of it: the three below the first add up to it."""
    return (
        (Sentence("Issued"), sums.issued),
        (Sentence("Returned"), sums.returned),
        (Sentence("Not returned"), sums.not_returned),
        (Sentence("Replaced by another of the same member"), sums.replaced),
    )


def aside_rows(sums: BoxSums) -> tuple[tuple[Sentence, int], ...]:
    """What does not count, by reason; displaced votes of peers and proxies are told apart."""
    rows = [(words, sums.aside.get(why, 0)) for why, words in ASIDE.items()]
    return (*rows, (Sentence("Of these a peer's or a proxy's, since the member voted"), sums.displaced))


def _tables(sums: Reconciled, wanted: Wanted) -> list[Block]:
    """The sums as lists: a table of two columns is read worse than a list of names and numbers."""
    say, number = wanted.say, wanted.language.number

    def rows(lines: tuple[tuple[Sentence, int], ...]) -> Facts:
        return Facts(tuple((say(words), number(many)) for words, many in lines))

    counted = (
        (Sentence("Members whose vote counts, by the log"), sums.counted),
        (Sentence("Members whose vote counts, by the count"), sums.said_counted),
        (Sentence("Of what came, on paper"), sums.papers_came),
    )
    return [
        Heading(say(Sentence("Issued and returned")), 3),
        rows(sum_rows(sums)),
        Heading(say(Sentence("Counted")), 3),
        rows(counted),
        Heading(say(Sentence("What does not count, and why")), 3),
        rows(aside_rows(sums)),
    ]
