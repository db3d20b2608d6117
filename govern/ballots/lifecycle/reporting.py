"""A peer's report: how they voted for others and why, in their own words.

    write_report ──> held back ──> release_reports after the close ──> read by those carried, who can answer

It is the peer's statement and not taken from an envelope, which nobody can open to look (invariants 46 and 47,
decision 32). Released to everybody whom the peer carried at the close, those too who voted themselves.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

import msgspec
from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.ballots.models import Appointment, Ballot, MemberHandle, PeerReport, ReportAnswer
from govern.ballots.queries.carried import held_by, nobody_to_vote_for
from govern.ballots.rules import Stage
from govern.ballots.seal.documents import Channel
from govern.constituencies.representation.lifecycle import letters
from govern.constituencies.representation.lifecycle.letters import Written
from govern.database import in_language, locked
from govern.errors import AlreadyDone, NotAllowed, NotFound, TooMany, WrongMoment
from govern.identity import queries as identity
from govern.identity.queries import PersonView
from govern.identity.rules import Site
from govern.record import Event
from govern.sentences import Sentence

REPORT = "peer_report"
#: From here on nobody changes what is in the box, so what a peer says cannot move a vote.
AFTER = (Stage.CLOSED, Stage.COUNTED, Stage.DECLARED)
#: How many answers a member may write to one report.
MOST_ANSWERS = 5


class Said(msgspec.Struct, frozen=True):
    """What the peer writes: how they voted, why, and where they like the same in easy words, a sentence a line."""

    voted: str
    why: str
    easy: str = ""


async def write_report(
    writing: AsyncSession, ballot_id: UUID, peer_id: UUID, said: Said, language: str, *, site: Site, at: datetime
) -> None:
    """Keep it until the close; one written after the close goes out at once. Until then it may be written anew.

    Raises NotFound where the peer carries nobody here, WrongMoment, AlreadyDone once it is out.
    """
    ballot = await locked(writing, Ballot, ballot_id)
    if ballot.stage not in (Stage.OPEN, *AFTER):
        raise WrongMoment("A report can be written from the opening of a vote until its papers are put away.")
    if not await held_by(writing, ballot_id, peer_id, (Channel.PEER,)):
        raise nobody_to_vote_for()
    mine = select(PeerReport).where(PeerReport.ballot_id == ballot_id, PeerReport.peer_id == peer_id)
    row = await writing.scalar(mine)
    if row is not None and row.released_at is not None:
        raise AlreadyDone("Those you voted for have your report already. You can answer what they write to you.")
    if row is None:
        row = PeerReport(id=uuid4(), ballot_id=ballot_id, peer_id=peer_id)
        writing.add(row)
    row.voted, row.why, row.easy = said.voted.strip(), said.why.strip(), said.easy.strip()
    row.language, row.written_at = language, at
    await writing.flush()
    await record.add(writing, Event("report.written", f"ballot:{ballot_id}", at, peer_id))
    if ballot.stage in AFTER:
        await _release(writing, ballot, row, site, at)


async def release_reports(writing: AsyncSession, *, site: Site, at: datetime) -> int:
    """After the close: every report that was held back goes to those whom its peer carried. Returns how many."""
    found = await writing.execute(
        select(PeerReport, Ballot)
        .join(Ballot, Ballot.id == PeerReport.ballot_id)
        .where(PeerReport.released_at.is_(None), Ballot.stage.in_(AFTER))
        .order_by(PeerReport.written_at)
    )
    rows = [(report, ballot) for report, ballot in found]
    for report, ballot in rows:
        await _release(writing, ballot, report, site, at)
    return len(rows)


async def any_held_back(reading: AsyncSession) -> bool:
    """Whether the clock has a report to release."""
    found = select(PeerReport.id).join(Ballot, Ballot.id == PeerReport.ballot_id)
    held = found.where(PeerReport.released_at.is_(None), Ballot.stage.in_(AFTER))
    return await reading.scalar(held.limit(1)) is not None


async def _release(writing: AsyncSession, ballot: Ballot, report: PeerReport, site: Site, at: datetime) -> None:
    report.released_at = at
    members = await writing.scalars(
        select(MemberHandle.person_id)
        .join(
            Appointment,
            (Appointment.ballot_id == MemberHandle.ballot_id) & (Appointment.handle == MemberHandle.handle),
        )
        .where(
            Appointment.ballot_id == ballot.id,
            Appointment.holder_id == report.peer_id,
            Appointment.channel == Channel.PEER,
            Appointment.revoked_leaf.is_(None),
        )
    )
    people = await identity.people_by_id(writing, set(members))
    peer = await identity.person(writing, report.peer_id)
    told = 0
    for easy in (True, False):
        readers = [one for one in people.values() if (one.format == "easy_read") == easy]
        words = _letter(ballot, report, peer, site, easy=easy)
        told += await letters.write(writing, REPORT, f"ballot:{ballot.id}", readers, words, site, at)
    facts: dict[str, str | int | bool | None] = {"letters": told}
    await record.add(writing, Event("report.released", f"ballot:{ballot.id}", at, None, facts))


def _letter(ballot: Ballot, report: PeerReport, peer: PersonView, site: Site, *, easy: bool) -> letters.Worded:
    """In the reader's language; in Easy Read one short sentence at a time, in the peer's easy words where there are
    any."""

    def words(language: str) -> Written:
        title = in_language(ballot.title, language)
        subject = Sentence("How your peer voted: {title}", title=title)
        page = site.page(language, f"ballots/{ballot.id}/peer-report")
        own = Sentence("These are the words of {peer}. They are not taken from an envelope.", peer=peer.name)
        if easy and report.easy:
            lines = tuple(line.strip() for line in report.easy.splitlines() if line.strip())
            said: tuple[Sentence | str, ...] = lines
        else:
            said = (Sentence("How I voted:"), report.voted, Sentence("Why:"), report.why)
        if easy:
            return subject, (
                Sentence("{peer} is your peer.", peer=peer.name),
                Sentence("There was a vote."),
                Sentence("This is what your peer says:"),
                *said,
                Sentence("Did you vote yourself? Then your own vote counts."),
                Sentence("You can write back. Look here:"),
                page,
            )
        return subject, (
            own,
            *said,
            Sentence("If you voted yourself, your own vote counts and not this one."),
            Sentence("You can read it with pictures, and write back, here:"),
            page,
        )

    return words


async def answer_report(writing: AsyncSession, report_id: UUID, member_id: UUID, words: str, *, at: datetime) -> None:
    """A member carried at that vote answers their peer, who reads it with the name. Raises NotFound, TooMany."""
    report = await writing.get(PeerReport, report_id)
    if report is None or report.released_at is None:
        raise NotFound("There is no such report. Go back to the vote and look there.")
    if not await was_carried(writing, report.ballot_id, report.peer_id, member_id):
        raise NotAllowed("Only whom this peer voted for can answer. Go back to the vote.")
    mine = select(func.count()).select_from(ReportAnswer)
    given = await writing.scalar(mine.where(ReportAnswer.report_id == report_id, ReportAnswer.member_id == member_id))
    if (given or 0) >= MOST_ANSWERS:
        raise TooMany("You have written several answers already. Talk to your peer about the rest.", wait_seconds=0)
    writing.add(ReportAnswer(report_id=report_id, member_id=member_id, words=words.strip()[:2000], answered_at=at))
    await record.add(writing, Event("report.answered", f"ballot:{report.ballot_id}", at, member_id))


async def was_carried(reading: AsyncSession, ballot_id: UUID, peer_id: UUID, member_id: UUID) -> bool:
    """Whether this peer carried this member in this vote, as the log has it."""
    found = (
        select(Appointment.leaf)
        .join(
            MemberHandle,
            (MemberHandle.ballot_id == Appointment.ballot_id) & (MemberHandle.handle == Appointment.handle),
        )
        .where(
            Appointment.ballot_id == ballot_id,
            Appointment.holder_id == peer_id,
            Appointment.channel == Channel.PEER,
            Appointment.revoked_leaf.is_(None),
            MemberHandle.person_id == member_id,
        )
    )
    return await reading.scalar(found.limit(1)) is not None


async def forget_reports(writing: AsyncSession, ballot_id: UUID) -> None:
    """When what ties handles to people is erased, nobody can be shown who was carried: the reports go too."""
    reports = select(PeerReport.id).where(PeerReport.ballot_id == ballot_id)
    await writing.execute(delete(ReportAnswer).where(ReportAnswer.report_id.in_(reports)))
    await writing.execute(delete(PeerReport).where(PeerReport.ballot_id == ballot_id))


__all__ = ["Said", "answer_report", "any_held_back", "forget_reports", "release_reports", "write_report"]
