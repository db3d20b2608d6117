"""How a notice reached each person: mail, letter, what came back, and what is to be done about it."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from enum import StrEnum
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.errors import NotFound
from govern.identity import queries as identity
from govern.meetings.lifecycle.held import notices_of
from govern.meetings.models import Notice, NoticeDelivery
from govern.meetings.rules import Channel
from govern.post.models import Letter, StoppedPost
from govern.post.rules import LetterStage, form_for


class Reached(StrEnum):
    """Where a notice to one person is. CAME_BACK and TO_PRINT are to be printed and posted."""

    SENT = "sent"
    WAITING = "waiting"
    CAME_BACK = "came_back"
    TO_PRINT = "to_print"
    POSTED = "posted"
    STOPPED = "stopped"


REMAINING = (Reached.CAME_BACK, Reached.TO_PRINT)


class DeliveryLine(msgspec.Struct, frozen=True):
    """One person: how the notice went, in which language and format, and why the mail came back. `noted_at`: when an
    officer saw it come back."""

    person_id: UUID
    name: str
    channel: Channel
    language: str
    format: str
    reached: Reached
    why: str
    postal_address: str
    noted_at: datetime | None = None

    @property
    def to_print(self) -> bool:
        return self.reached in REMAINING and bool(self.postal_address)


class Delivery(msgspec.Struct, frozen=True):
    """Everybody whom a notice goes to, those first for whom something is to be done."""

    version: int
    sent_at: datetime
    lines: tuple[DeliveryLine, ...]

    @property
    def counts(self) -> dict[Reached, int]:
        return Counter(line.reached for line in self.lines)

    @property
    def kinds(self) -> dict[tuple[str, str], int]:
        """How many letters of each language and format are to be printed."""
        return dict(sorted(Counter((line.language, line.format) for line in self.lines if line.to_print).items()))


async def delivery(reading: AsyncSession, meeting_id: UUID, version: int) -> Delivery:
    """Raises `NotFound` for a notice that never went out."""
    notice = await notice_of(reading, meeting_id, version)
    rows = list(
        await reading.execute(
            select(NoticeDelivery, Letter.stage, Letter.last_refusal)
            .outerjoin(Letter, Letter.id == NoticeDelivery.letter_id)
            .where(NoticeDelivery.notice_id == notice.id)
        )
    )
    people = await identity.people_by_id(reading, [row.person_id for row, _, _ in rows])
    stopped = set(await reading.scalars(select(StoppedPost.person_id)))
    lines = []
    for row, stage, refusal in rows:
        person = people[row.person_id]
        reached = _reached(row, stage, stopped)
        lines.append(
            DeliveryLine(
                person_id=person.id,
                name=person.name,
                channel=row.channel,
                language=person.language if person.language in notice.paper else next(iter(notice.paper)),
                format=form_for(person.format),
                reached=reached,
                why=(refusal or "") if reached is Reached.CAME_BACK else "",
                postal_address=person.postal_address or "",
                noted_at=row.came_back_at,
            )
        )
    order = list(Reached)
    urgent = (Reached.CAME_BACK, Reached.TO_PRINT)
    lines.sort(key=lambda one: (one.reached not in urgent, order.index(one.reached), one.name))
    return Delivery(version, notice.sent_at, tuple(lines))


def _reached(row: NoticeDelivery, stage: LetterStage | None, stopped: set[UUID]) -> Reached:
    if row.person_id in stopped:
        return Reached.STOPPED
    if row.posted_at is not None:
        return Reached.POSTED
    if row.channel is Channel.POST:
        return Reached.TO_PRINT
    if stage is LetterStage.GIVEN_UP or row.came_back_at is not None:
        return Reached.CAME_BACK
    if stage is LetterStage.WAITING:
        return Reached.WAITING
    return Reached.SENT


async def notice_of(reading: AsyncSession, meeting_id: UUID, version: int) -> Notice:
    for notice in await notices_of(reading, meeting_id):
        if notice.version == version:
            return notice
    raise NotFound("No such notice has gone out for this meeting. Look at the meeting's page.")
