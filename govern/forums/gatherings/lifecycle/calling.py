"""Fifth chapter: a gathering is called, what was raised comes onto its agenda, and the agenda goes out.

call ──► take up what was raised, in an order ──► send the agenda ──► add more until it opens
  │                                                   │ another time or place: everybody is told again
  └──drop (nobody was told)                           └──call off: whoever was told is told
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.constituencies.register import queries as register
from govern.constituencies.rulebook.book.tables import ForumLayer
from govern.database import locked
from govern.errors import AlreadyDone, NotFound
from govern.forums.gatherings import rules
from govern.forums.gatherings.lifecycle.founding import check_open, layer_of
from govern.forums.gatherings.lifecycle.handing_down import people_of_a_gathering
from govern.forums.gatherings.models import FacilitatorTerm, Forum, ForumItem, GatheringNote
from govern.identity.rules import day_of
from govern.meetings import lifecycle as meetings
from govern.meetings.lifecycle import GatheringDraft
from govern.meetings.lifecycle.gathering import point
from govern.record import Event

Words = dict[str, str]


class Invitation(msgspec.Struct, frozen=True, kw_only=True):
    """When and where a forum gathers, as whoever leads it writes it down."""

    starts_at: datetime
    place: Words
    ends_expected: datetime | None = None
    video_link: str | None = None
    telephone: str | None = None
    access: Words = {}


def _draft(row: Forum, layer: ForumLayer, wanted: Invitation) -> GatheringDraft:
    return GatheringDraft(
        body=layer.body or "",
        title=row.name,
        starts_at=wanted.starts_at,
        ends_expected=wanted.ends_expected,
        place=wanted.place,
        video_link=wanted.video_link,
        telephone=wanted.telephone,
        access=wanted.access,
    )


async def call(writing: AsyncSession, forum_id: UUID, wanted: Invitation, *, by: UUID, at: datetime) -> UUID:
    """The forum will gather. Answers it owes put themselves on the agenda at once (invariant 66).

    Raises `NotValid`.
    """
    row, layer = await _forum(writing, forum_id, day_of(at))
    people = await people_of_a_gathering(writing, forum_id)
    meeting_id = await meetings.call_gathering(
        writing, forum_id, _draft(row, layer, wanted), people, layer.quorum_number, by=by, at=at
    )
    await put_what_is_owed(writing, forum_id, meeting_id, by=by, at=at)
    return meeting_id


async def _forum(writing: AsyncSession, forum_id: UUID, on: date) -> tuple[Forum, ForumLayer]:
    row = await locked(writing, Forum, forum_id)
    check_open(row)
    return row, await layer_of(writing, row.layer, on)


async def put_what_is_owed(
    writing: AsyncSession, forum_id: UUID, meeting_id: UUID, *, by: UUID, at: datetime
) -> None:
    """Answers the forum owes put themselves on its next agenda, also after it went out (invariant 66)."""
    owed = select(ForumItem.id).where(
        ForumItem.forum_id == forum_id,
        ForumItem.owed_id.is_not(None),
        ForumItem.meeting_id.is_(None),
        ForumItem.settled_at.is_(None),
    )
    for item_id in list(await writing.scalars(owed.order_by(ForumItem.raised_at))):
        await take_up(writing, forum_id, meeting_id, item_id, by=by, at=at)


async def take_up(
    writing: AsyncSession, forum_id: UUID, meeting_id: UUID, raised_id: UUID, *, by: UUID, at: datetime
) -> UUID:
    """Something raised comes onto the agenda, until the gathering opens. Raises `NotFound`, `AlreadyDone`."""
    item = await raised(writing, forum_id, raised_id)
    if item.meeting_id is not None or item.settled_at is not None:
        raise AlreadyDone("This is on an agenda already, or was dealt with. Look at the list again.")
    text = {next(iter(item.title), "en"): item.words} if item.words else {}
    point_id = await meetings.put_item(writing, forum_id, meeting_id, item.title, text, item.topic, by=by, at=at)
    item.meeting_id, item.agenda_item_id = meeting_id, point_id
    writing.add(GatheringNote(item_id=point_id, meeting_id=meeting_id, forum_id=forum_id, raised_id=raised_id))
    await writing.flush()
    return point_id


async def raised(writing: AsyncSession, forum_id: UUID, raised_id: UUID) -> ForumItem:
    """Something raised in this forum that stands. Raises `NotFound`."""
    item = await locked(writing, ForumItem, raised_id)
    if item.forum_id != forum_id or item.taken_back_at is not None:
        raise NotFound("There is nothing of the kind in this forum. Look at the list again.")
    return item


async def put_back(writing: AsyncSession, forum_id: UUID, point_id: UUID, *, by: UUID, at: datetime) -> None:
    """An item leaves the agenda before the gathering opens, and waits again. An answer owed stays (invariant 66)."""
    await point(writing, forum_id, point_id)
    item = await item_behind(writing, point_id)
    rules.check_stays(item is not None and item.owed_id is not None)
    await meetings.remove_item(writing, point_id, by=by, at=at, forum_id=forum_id)
    note = await writing.get(GatheringNote, point_id)
    if note is not None:
        await writing.delete(note)
    if item is not None:
        item.meeting_id = item.agenda_item_id = None
    await writing.flush()


async def item_behind(reading: AsyncSession, point_id: UUID) -> ForumItem | None:
    """What had been raised and became this item of an agenda."""
    found: ForumItem | None = await reading.scalar(select(ForumItem).where(ForumItem.agenda_item_id == point_id))
    return found


async def move(writing: AsyncSession, forum_id: UUID, point_id: UUID, *, up: bool, by: UUID, at: datetime) -> None:
    """Up or down by one place, until the gathering opens."""
    await meetings.move_item(writing, point_id, up=up, by=by, at=at, forum_id=forum_id)


async def send_agenda(
    writing: AsyncSession, forum_id: UUID, meeting_id: UUID, *, pages: dict[str, str], by: UUID, at: datetime
) -> UUID:
    """Everybody who belongs to the forum is told, each in their own way.

    Raises `WrongMoment` when the facilitator's term is over (invariant 67), `NotAllowed` where they lack the training
    that the rules ask for (M16), `NotValid` for an empty agenda.
    """
    row, layer = await _forum(writing, forum_id, day_of(at))
    await _check_leads_still(writing, row, layer, by, day_of(at))
    await put_what_is_owed(writing, forum_id, meeting_id, by=by, at=at)
    return await meetings.send_notice(writing, meeting_id, pages=pages, by=by, at=at, forum_id=forum_id)


async def _check_leads_still(writing: AsyncSession, row: Forum, layer: ForumLayer, by: UUID, today: date) -> None:
    due = await writing.scalar(
        select(FacilitatorTerm.due_on)
        .where(FacilitatorTerm.forum_id == row.id, FacilitatorTerm.to_on.is_(None))
        .order_by(FacilitatorTerm.from_on.desc())
        .limit(1)
    )
    rules.check_term(layer, due, today)
    rules.check_trained(await register.facilitator_lacks(writing, by, today))


async def change(
    writing: AsyncSession,
    forum_id: UUID,
    meeting_id: UUID,
    wanted: Invitation,
    why: Words,
    *,
    pages: dict[str, str],
    by: UUID,
    at: datetime,
) -> None:
    """Another time or place. Once the agenda is out everybody is told again, and why. Raises `NotValid`."""
    row, layer = await _forum(writing, forum_id, day_of(at))
    draft = _draft(row, layer, wanted)
    if not await meetings.people_were_told(writing, meeting_id, forum_id):
        await meetings.change_gathering(writing, forum_id, meeting_id, draft, by=by, at=at)
        return
    await _check_leads_still(writing, row, layer, by, day_of(at))
    rules.check_says_why(why)
    await meetings.correct_agenda(writing, forum_id, meeting_id, draft, why, pages=pages, by=by, at=at)


async def call_off(
    writing: AsyncSession, forum_id: UUID, meeting_id: UUID, why: Words, *, by: UUID, at: datetime
) -> None:
    """It does not take place. Whoever was told is told why; what was on the agenda waits again."""
    if await meetings.people_were_told(writing, meeting_id, forum_id):
        rules.check_says_why(why)
        await meetings.call_off(writing, meeting_id, why, by=by, at=at, forum_id=forum_id)
    else:
        await meetings.cancel(writing, meeting_id, by=by, at=at, forum_id=forum_id)
    for item in await writing.scalars(select(ForumItem).where(ForumItem.meeting_id == meeting_id)):
        item.meeting_id = item.agenda_item_id = None
    await record.add(writing, Event("forum.gathering_called_off", f"forum:{forum_id}", at, by))
