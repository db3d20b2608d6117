"""When a person dies, or two records turn out to be of one: peers' offices, mandates, consents to help, and proxies.

Each of these ends at once, and whoever is concerned is written to; or goes over to the record that stays, so that
nobody has two where one may be. Open votes follow: the caller asks `ballots.lifecycle` in the same transaction.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.representation.lifecycle import letters, proxies, standing
from govern.constituencies.representation.lifecycle.support import end_support
from govern.constituencies.representation.models import PeerMandate, PeerOffice, ProxyAppointment, Supporter
from govern.constituencies.representation.rules import WhyEnded, WhyOver
from govern.constituencies.representation.rules.proxies import ProxyStage
from govern.identity.rules import Site, day_of

A_DAY = timedelta(days=1)


# --- A death --------------------------------------------------------------------------------------------------------


async def end_offices_of(
    writing: AsyncSession, person_id: UUID, on: date, *, by: UUID | None, site: Site | None, at: datetime
) -> int:
    """Somebody is no peer any more from a day on; whom they carried is told. Returns how many offices ended."""
    held = select(PeerOffice).where(PeerOffice.person_id == person_id, PeerOffice.to_on > on)
    offices = list(await writing.scalars(held.order_by(PeerOffice.id)))
    for office in offices:
        last = max(on, office.from_on + A_DAY)
        if last < office.to_on:
            await standing.end_office(writing, office.id, last, WhyOver.STOPPED, by=by, at=at)
        if site is not None:
            await letters.tell_over(writing, office.id, last, site=site, at=at)
    return len(offices)


async def end_support_of(writing: AsyncSession, person_id: UUID, *, by: UUID, at: datetime) -> int:
    """Nobody helps this person to vote any more, and they help nobody. Returns how many consents ended."""
    theirs = or_(Supporter.member_id == person_id, Supporter.supporter_id == person_id)
    going_on = select(Supporter.id).where(theirs, Supporter.ended_at.is_(None)).order_by(Supporter.id)
    ids = list(await writing.scalars(going_on))
    for support_id in ids:
        await end_support(writing, support_id, by=by, officer=True, at=at)
    return len(ids)


# --- Two records of one person --------------------------------------------------------------------------------------


async def both_peers(reading: AsyncSession, kept: UUID, gone: UUID) -> bool:
    """Whether both records hold an office of peer for one group at the same time: then one of them ends first."""
    found = await reading.scalars(select(PeerOffice).where(PeerOffice.person_id.in_((kept, gone))))
    offices = list(found)
    return any(
        one.constituency == other.constituency and one.from_on < other.to_on and other.from_on < one.to_on
        for one in offices
        for other in offices
        if one.person_id == kept and other.person_id == gone
    )


async def take_over(writing: AsyncSession, kept: UUID, gone: UUID, *, by: UUID, at: datetime) -> dict[str, int]:
    """What one record has goes over to the other, after offices and mandates were moved. What went over.

    One peer a group, one consent for the same helper, one proxy a meeting; nobody carries or helps themself.
    """
    await _one_peer_a_group(writing, kept, by=by, at=at)
    moved = {"supporter": await _consents(writing, kept, gone, by=by, at=at)}
    return moved | {"proxy_appointment": await _proxies(writing, kept, gone, by=by, at=at)}


async def _one_peer_a_group(writing: AsyncSession, kept: UUID, *, by: UUID, at: datetime) -> None:
    """The wish that was noted last holds."""
    today = day_of(at)
    rows = await writing.execute(
        select(PeerMandate.id, PeerOffice.person_id, PeerOffice.constituency)
        .join(PeerOffice, PeerOffice.id == PeerMandate.office_id)
        .where(
            PeerMandate.member_id == kept,
            PeerMandate.ended_on.is_(None),
            PeerMandate.from_on <= today,
            PeerMandate.review_by >= today,
        )
        .order_by(PeerMandate.noted_at.desc(), PeerMandate.id)
    )
    held: set[str] = set()
    for mandate_id, peer_id, constituency in list(rows):
        if peer_id == kept or constituency in held:
            await standing.end(writing, mandate_id, today, WhyEnded.MISTAKE, by=by, at=at)
        else:
            held.add(constituency)


async def _consents(writing: AsyncSession, kept: UUID, gone: UUID, *, by: UUID, at: datetime) -> int:
    rows = list(
        await writing.scalars(
            select(Supporter)
            .where(or_(Supporter.member_id == gone, Supporter.supporter_id == gone))
            .order_by(Supporter.noted_at, Supporter.id)
        )
    )
    moved = 0
    for row in rows:
        member, supporter = (kept if one == gone else one for one in (row.member_id, row.supporter_id))
        if member == supporter:
            await end_support(writing, row.id, by=by, officer=True, at=at)
            continue
        same = Supporter.member_id == member, Supporter.supporter_id == supporter, Supporter.ended_at.is_(None)
        other = await writing.scalar(select(Supporter).where(*same, Supporter.id != row.id))
        if other is not None and row.ended_at is None:
            over = other.to_on is not None and other.to_on <= day_of(at)
            await end_support(writing, other.id if over else row.id, by=by, officer=True, at=at)
            await writing.flush()
        row.member_id, row.supporter_id = member, supporter
        await writing.flush()
        moved += 1
    return moved


async def _proxies(writing: AsyncSession, kept: UUID, gone: UUID, *, by: UUID, at: datetime) -> int:
    """The appointment that came last holds for a meeting; whoever is now named by themself is named by nobody."""
    both = select(ProxyAppointment).where(ProxyAppointment.member_id.in_((kept, gone)))
    rows = list(await writing.scalars(both.order_by(ProxyAppointment.received_at.desc(), ProxyAppointment.id)))
    held: set[UUID] = set()
    for row in rows:
        if row.stage is not ProxyStage.STANDS:
            continue
        if row.holder_id in (kept, gone):
            await proxies.end(writing, row, ProxyStage.REVOKED, by=by, at=at)
        elif row.meeting_id in held:
            await proxies.end(writing, row, ProxyStage.REPLACED, by=by, at=at)
        else:
            held.add(row.meeting_id)
    mine = [row for row in rows if row.member_id == gone]
    for row in mine:
        row.member_id = kept
    await writing.flush()
    return len(mine)


__all__ = ["both_peers", "end_offices_of", "end_support_of", "take_over"]
