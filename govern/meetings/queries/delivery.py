"""How a notice reached each person: mail, letter, what came back, and what is to be done about it."""

from __future__ import annotations

import hashlib
from collections import Counter
from datetime import datetime
from enum import StrEnum
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.errors import NotFound, WrongMoment
from govern.identity import queries as identity
from govern.meetings.lifecycle.noticing import notices_of
from govern.meetings.models import Notice, NoticeDelivery
from govern.meetings.rules import Channel
from govern.post.models import Letter, StoppedPost
from govern.post.rules import A_PILE, FORMS, LARGE_PRINT, LetterStage


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
    """One person: how the notice went, in which language and format, and why the mail came back."""

    person_id: UUID
    name: str
    channel: Channel
    language: str
    format: str
    reached: Reached
    why: str
    postal_address: str

    @property
    def to_print(self) -> bool:
        return self.reached in REMAINING and bool(self.postal_address)


class Pile(msgspec.Struct, frozen=True):
    """The next letters of one language and one format: one file for the printer. `waiting` are all of this kind.

    Each letter takes a good part of a second to set, so a file has so many that somebody can wait for it.
    """

    language: str
    format: str
    waiting: int
    lines: tuple[DeliveryLine, ...]

    @property
    def number(self) -> int:
        return len(self.lines)

    @property
    def people(self) -> str:
        """Whose letters they are, as the form on the page sends them back."""
        return ",".join(str(line.person_id) for line in self.lines)

    @property
    def digest(self) -> str:
        """Says whether the letters in the file are those of the page."""
        return hashlib.sha256(self.people.encode()).hexdigest()[:16]


class Delivery(msgspec.Struct, frozen=True):
    """Everybody whom a notice goes to, those first for whom something is to be done."""

    version: int
    sent_at: datetime
    lines: tuple[DeliveryLine, ...]

    @property
    def counts(self) -> dict[Reached, int]:
        return Counter(line.reached for line in self.lines)

    @property
    def piles(self) -> tuple[Pile, ...]:
        kinds: dict[tuple[str, str], list[DeliveryLine]] = {}
        for line in sorted(self.lines, key=lambda one: (one.name, str(one.person_id))):
            if line.to_print:
                kinds.setdefault((line.language, line.format), []).append(line)
        return tuple(
            Pile(language, form, len(lines), tuple(lines[:A_PILE]))
            for (language, form), lines in sorted(kinds.items())
        )


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
                format=person.format if person.format in FORMS else LARGE_PRINT,
                reached=reached,
                why=(refusal or "") if reached is Reached.CAME_BACK else "",
                postal_address=person.postal_address or "",
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
    if stage is LetterStage.GIVEN_UP:
        return Reached.CAME_BACK
    if stage is LetterStage.WAITING:
        return Reached.WAITING
    return Reached.SENT


async def notice_of(reading: AsyncSession, meeting_id: UUID, version: int) -> Notice:
    for notice in await notices_of(reading, meeting_id):
        if notice.version == version:
            return notice
    raise NotFound("No such notice has gone out for this meeting. Look at the meeting's page.")


async def pile(
    reading: AsyncSession, meeting_id: UUID, version: int, language: str, form: str, digest: str | None = None
) -> Pile:
    """The next letters of one language and format. Raises `NotFound` where there are none, `WrongMoment` where they
    are no longer those that the page showed."""
    found = await delivery(reading, meeting_id, version)
    for one in found.piles:
        if (one.language, one.format) == (language, form):
            if digest is not None and digest != one.digest:
                raise WrongMoment(
                    "The list of letters has changed since. Load the page again, then open the letters."
                )
            return one
    raise NotFound("There are no such letters to print now. Look at the list again.")


def people_in(words: str) -> tuple[UUID, ...]:
    """Whom a pile names. Raises `NotFound` for what names nobody."""
    try:
        return tuple(UUID(one) for one in words.split(","))
    except ValueError:
        raise NotFound("There are no such letters to print now. Look at the list again.") from None
