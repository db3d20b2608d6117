"""Papers come back: two tellers log the outer envelopes together, and no envelope is opened.

    begin_pile ──> log_paper (as often as there are envelopes) ──> confirm_pile: the log has them
                        └── take_out

One teller scans the codes, the other counts the envelopes and confirms: only then do entries `paper-in` stand in the
log, with the record, in one transaction. Neither stands in the vote nor lives with somebody who does (invariant 59).
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.ballots import casting, rules
from govern.ballots.lifecycle import letters
from govern.ballots.models import (
    Ballot,
    Candidate,
    Contest,
    PaperArrival,
    PaperBatch,
    RollEntry,
    RollStrike,
)
from govern.ballots.queries import paper_log
from govern.ballots.rules import papers
from govern.ballots.seal.documents import PaperIn, Struck
from govern.constituencies.register import queries as register
from govern.constituencies.rulebook import queries as rulebooks
from govern.database import locked
from govern.errors import AlreadyDone, NotAllowed, NotFound, NotValid, WrongMoment
from govern.identity.rules import Site
from govern.record import Event
from govern.sentences import Sentence
from govern.society import Society


async def check_teller(reading: AsyncSession, ballot: Ballot, person_id: UUID, at: datetime) -> None:
    """Raises NotAllowed for somebody who stands in this ballot, or is of the house or family of one who does."""
    stand = set(
        await reading.scalars(
            select(Candidate.person_id)
            .join(Contest, Contest.id == Candidate.contest_id)
            .where(Contest.ballot_id == ballot.id, Candidate.withdrawn_at.is_(None))
        )
    )
    tied = await register.ties_between(reading, {person_id, *stand}, at.date()) if stand else ()
    papers.check_teller(person_id, stand, tied)


async def begin_pile(writing: AsyncSession, ballot_id: UUID, *, by: UUID, at: datetime) -> int:
    """One teller begins a pile of outer envelopes. Returns its number. One that is not confirmed yet goes on."""
    ballot = await _open(writing, ballot_id, at)
    await check_teller(writing, ballot, by, at)
    mine = select(PaperBatch.number).where(
        PaperBatch.ballot_id == ballot_id, PaperBatch.opened_by == by, PaperBatch.confirmed_at.is_(None)
    )
    if (begun := await writing.scalar(mine)) is not None:
        return begun
    last = await writing.scalar(select(func.max(PaperBatch.number)).where(PaperBatch.ballot_id == ballot_id))
    number = (last or 0) + 1
    writing.add(PaperBatch(ballot_id=ballot_id, number=number, opened_by=by, opened_at=at))
    await writing.flush()
    await record.add(writing, Event("paper.pile_begun", f"ballot:{ballot_id}", at, by, {"pile": number}))
    return number


async def log_paper(
    writing: AsyncSession, ballot_id: UUID, number: int, code: str, *, by: UUID, at: datetime
) -> Sentence | None:
    """The code of one outer envelope, scanned or typed, goes on the pile.

    Returns what the tellers must know of it: that the member's own vote comes first. Raises for a second paper of the
    same member, a code of another vote or of none, an entry that was struck, and after the close.
    """
    ballot = await _open(writing, ballot_id, at)
    pile = await _pile(writing, ballot_id, number)
    if pile.opened_by != by:
        raise NotAllowed("Another teller logs this pile. You count its envelopes and confirm it, or begin your own.")
    await check_teller(writing, ballot, by, at)
    handle = papers.read_handle(code)
    await _check_handle(writing, ballot, handle)
    assert ballot.manifest_hash is not None
    past = await paper_log.history(writing, ballot_id, [handle])
    if any(isinstance(leaf, Struck) and leaf.handle == handle for _, leaf in past):
        raise _struck()
    writing.add(PaperArrival(ballot_id=ballot_id, handle=handle, batch=number))
    await writing.flush()
    await record.add(writing, Event("paper.logged", f"ballot:{ballot_id}", at, by, {"pile": number}))
    manifest = await casting.manifest_of(writing, ballot_id, ballot.manifest_hash)
    if paper_log.own_vote_first(paper_log.if_logged_now(manifest, past, handle)):
        return Sentence(
            "This member has voted themself already, and that vote comes before a paper. "
            "Log the paper all the same: its envelope stays sealed."
        )
    return None


async def _check_handle(writing: AsyncSession, ballot: Ballot, handle: str) -> None:
    if await writing.get(RollEntry, (ballot.id, handle)) is None:
        other = await writing.scalar(
            select(Ballot.number).join(RollEntry, RollEntry.ballot_id == Ballot.id).where(RollEntry.handle == handle)
        )
        if other is not None:
            raise NotValid(
                "This envelope is for vote {number}, not for this one. Lay it with the papers of that vote.",
                number=other,
                field="code",
            )
        raise NotValid(
            "Nobody on the roll has this code. Scan it again, or type it again. "
            "If it stays so, keep the envelope unopened and tell the returning officer.",
            field="code",
        )
    if await writing.get(RollStrike, (ballot.id, handle)) is not None:
        raise _struck()
    before = await writing.get(PaperArrival, (ballot.id, handle))
    if before is not None:
        raise AlreadyDone(
            "A paper of this member is logged already, in pile {pile}. A second one replaces nothing. "
            "Keep it unopened, and write on it that it came second.",
            pile=before.batch,
            field="code",
        )


def _struck() -> NotAllowed:
    return NotAllowed(
        "This entry was struck from the roll, so its paper does not count. "
        "Keep the envelope unopened, and write on it that the entry was struck.",
        field="code",
    )


async def take_out(writing: AsyncSession, ballot_id: UUID, number: int, code: str, *, by: UUID, at: datetime) -> None:
    """An envelope was logged by mistake: before the pile is confirmed, either teller takes it out again."""
    await locked(writing, Ballot, ballot_id)
    await _pile(writing, ballot_id, number)
    logged = await writing.get(PaperArrival, (ballot_id, papers.read_handle(code)))
    if logged is None or logged.batch != number:
        raise NotFound("This envelope is not on the pile. Look at the list again.")
    await writing.delete(logged)
    await writing.flush()
    await record.add(writing, Event("paper.taken_out", f"ballot:{ballot_id}", at, by, {"pile": number}))


async def confirm_pile(
    writing: AsyncSession,
    society: Society,
    ballot_id: UUID,
    number: int,
    counted: int,
    *,
    by: UUID,
    at: datetime,
    site: Site | None = None,
) -> int:
    """The second teller has counted the envelopes and confirms the pile: now they stand in the log of the ballot.

    With a `site` each member is told that their paper came, so that a paper they did not send comes to light.
    Raises NotAllowed for the teller who logged them, TellersDiffer where the numbers do not agree.
    """
    ballot = await locked(writing, Ballot, ballot_id)
    if ballot.stage is not rules.Stage.OPEN:
        raise WrongMoment(
            "Voting has ended, so this pile came too late. Keep its envelopes unopened, with the day on."
        )
    pile = await _pile(writing, ballot_id, number)
    papers.check_two(pile.opened_by, by)
    await check_teller(writing, ballot, by, at)
    handles = await handles_on(writing, ballot_id, number)
    if not handles:
        raise NotValid("Nothing is on this pile yet. Scan the envelopes first.")
    if counted != len(handles):
        raise papers.TellersDiffer(
            "You counted {counted}, and {logged} are logged. Go through the pile together, envelope by envelope.",
            counted=counted,
            logged=len(handles),
            field="counted",
        )
    leaves = [PaperIn(handle, str(number)) for handle in handles]
    await casting.append(writing, ballot, leaves, society.key("log"), at)
    pile.confirmed_by, pile.confirmed_at = by, at
    await writing.flush()
    if site is not None:
        await letters.tell_papers_came(writing, ballot, handles, site=site, at=at)
    facts: dict[str, str | int | bool | None] = {"pile": number, "papers": len(handles)}
    await record.add(writing, Event("paper.arrived", f"ballot:{ballot_id}", at, by, facts))
    return len(handles)


async def drop_pile(writing: AsyncSession, ballot_id: UUID, number: int, *, by: UUID, at: datetime) -> None:
    """Begin a pile over: nothing of it is in the log."""
    await locked(writing, Ballot, ballot_id)
    pile = await _pile(writing, ballot_id, number)
    on_it = (PaperArrival.ballot_id == ballot_id) & (PaperArrival.batch == number)
    dropped = len(await handles_on(writing, ballot_id, number))
    await writing.execute(delete(PaperArrival).where(on_it))
    await writing.delete(pile)
    await writing.flush()
    facts: dict[str, str | int | bool | None] = {"pile": number, "papers": dropped}
    await record.add(writing, Event("paper.pile_dropped", f"ballot:{ballot_id}", at, by, facts))


async def check_nothing_waits(reading: AsyncSession, ballot: Ballot, *, by: UUID | None, at: datetime) -> None:
    """Before the close: a pile that came in time is confirmed first. The clock waits for it for an hour."""
    piles = select(PaperArrival.batch).join(
        PaperBatch, (PaperBatch.ballot_id == PaperArrival.ballot_id) & (PaperBatch.number == PaperArrival.batch)
    )
    waiting = piles.where(PaperBatch.ballot_id == ballot.id, PaperBatch.confirmed_at.is_(None)).limit(1)
    if (number := await reading.scalar(waiting)) is None:
        return
    book = (await rulebooks.version(reading, ballot.rulebook_version_id)).rulebook
    if by is not None or papers.waits_for_tellers(ballot.closes_at, book.ballot.grace_seconds, at):
        raise WrongMoment(
            "Pile {pile} of papers came in time and waits for its second teller. Confirm it or drop it, then close.",
            pile=number,
        )


async def handles_on(reading: AsyncSession, ballot_id: UUID, number: int) -> tuple[str, ...]:
    """The envelopes of one pile, in an order that tells nothing."""
    on_it = (PaperArrival.ballot_id == ballot_id) & (PaperArrival.batch == number)
    return tuple(await reading.scalars(select(PaperArrival.handle).where(on_it).order_by(PaperArrival.handle)))


async def _open(writing: AsyncSession, ballot_id: UUID, at: datetime) -> Ballot:
    ballot = await locked(writing, Ballot, ballot_id)
    book = (await rulebooks.version(writing, ballot.rulebook_version_id)).rulebook
    papers.may_log(ballot.stage, ballot.opens_at, ballot.closes_at, book.ballot.grace_seconds, at)
    return ballot


async def _pile(writing: AsyncSession, ballot_id: UUID, number: int) -> PaperBatch:
    pile = await writing.get(PaperBatch, (ballot_id, number)) if number <= papers.MOST_BATCHES else None
    if pile is None:
        raise NotFound("There is no such pile. Go back to the papers of this vote.")
    if pile.confirmed_at is not None:
        raise AlreadyDone("Two tellers have confirmed this pile already. Begin another one for what comes now.")
    return pile


__all__ = [
    "begin_pile",
    "check_nothing_waits",
    "check_teller",
    "confirm_pile",
    "drop_pile",
    "handles_on",
    "log_paper",
    "take_out",
]
