"""Minutes in Easy Read: written line by line, checked by a reader who did not write them, released to members.

none ──write──► drafted ──check──► checked_by_reader ──release──► released
                   ▲ every change of a line, and every look at changed minutes, begins here again
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.database import locked
from govern.documents.symbols import is_there
from govern.errors import NotFound, NotValid, WrongMoment
from govern.identity import queries as identity
from govern.meetings import queries as meetings
from govern.minutes.book import rules
from govern.minutes.book.lifecycle.composing import spoken_at
from govern.minutes.book.lifecycle.formal import open_text
from govern.minutes.book.models import EasyMinutes, EasyMinutesLine, Minutes
from govern.minutes.book.rules import EasyPart, EasyStage
from govern.record import Event

Words = dict[str, str]
Facts = dict[str, str | int | bool | None]


async def is_stale(reading: AsyncSession, easy: EasyMinutes) -> bool:
    """Whether the minutes have changed since the version was written or last compared."""
    return easy.based_on != await open_text(reading, easy.minutes_id)


async def write_line(
    writing: AsyncSession,
    minutes_id: UUID,
    line_id: UUID | None,
    part: EasyPart,
    symbol: str,
    text: Words,
    *,
    by: UUID,
    at: datetime,
) -> UUID:
    """Write a new line, or word one anew. Raises `NotValid` beside its field, `WrongMoment`."""
    minutes = await locked(writing, Minutes, minutes_id)
    if minutes.composed_at is None:
        raise WrongMoment("These minutes are still taken live. Put them together first, then write the Easy Read.")
    spoken = await spoken_at(writing, await meetings.meeting_page(writing, minutes.meeting_id, "en"))
    rules.check_easy_line(text, spoken)
    if not is_there(symbol):
        raise NotValid("Choose a picture for this line. Type a word and look for one.", field="symbol")
    easy = await _begun(writing, minutes_id, by, at)
    line = None if line_id is None else await _line(writing, minutes_id, line_id)
    if line is None:
        last = select(func.max(EasyMinutesLine.position)).where(EasyMinutesLine.minutes_id == minutes_id)
        position = (await writing.scalar(last) or 0) + 1
        line = EasyMinutesLine(id=uuid4(), minutes_id=minutes_id, position=position)
        writing.add(line)
    line.part, line.symbol, line.text, line.written_by = part, symbol, text, by
    easy.stage, easy.written_by, easy.written_at = EasyStage.DRAFTED, by, at
    easy.released_at = easy.released_by = easy.checked_at = None
    await writing.flush()
    facts: Facts = {"line": str(line.id)}
    await record.add(writing, Event("minutes.easy_written", f"minutes:{minutes_id}", at, by, facts))
    return line.id


async def _begun(writing: AsyncSession, minutes_id: UUID, by: UUID, at: datetime) -> EasyMinutes:
    easy = await writing.get(EasyMinutes, minutes_id, with_for_update=True)
    if easy is None:
        easy = EasyMinutes(
            minutes_id=minutes_id,
            stage=EasyStage.DRAFTED,
            based_on=await open_text(writing, minutes_id),
            written_by=by,
            written_at=at,
        )
        writing.add(easy)
        await writing.flush()
    return easy


async def _line(writing: AsyncSession, minutes_id: UUID, line_id: UUID) -> EasyMinutesLine:
    line = await locked(writing, EasyMinutesLine, line_id)
    if line.minutes_id != minutes_id:
        raise NotFound("This line is not in the Easy Read minutes. Go back and choose again.")
    return line


async def remove_line(writing: AsyncSession, minutes_id: UUID, line_id: UUID, *, by: UUID, at: datetime) -> None:
    """Take a line out. What members have read is checked and released again."""
    easy = await locked(writing, EasyMinutes, minutes_id)
    await writing.delete(await _line(writing, minutes_id, line_id))
    easy.stage, easy.released_at, easy.released_by, easy.checked_at = EasyStage.DRAFTED, None, None, None
    await writing.flush()
    facts: Facts = {"line": str(line_id)}
    await record.add(writing, Event("minutes.easy_line_removed", f"minutes:{minutes_id}", at, by, facts))


async def check(writing: AsyncSession, minutes_id: UUID, reader_id: UUID, *, by: UUID, at: datetime) -> None:
    """A named reader has read these lines beside the minutes as they are. Raises `NotAllowed`, `WrongMoment`."""
    easy = await _held(writing, minutes_id)
    writers = list(
        await writing.scalars(
            select(EasyMinutesLine.written_by).where(EasyMinutesLine.minutes_id == minutes_id).distinct()
        )
    )
    rules.check_has_lines(len(writers))
    rules.check_reader(reader_id, [*writers, easy.written_by])
    reader = await identity.person(writing, reader_id)
    easy.stage, easy.reader_id, easy.reader, easy.checked_at = EasyStage.CHECKED, reader_id, reader.name, at
    easy.based_on, easy.released_at, easy.released_by = await open_text(writing, minutes_id), None, None
    await record.add(writing, Event("minutes.easy_checked", f"minutes:{minutes_id}", at, by))


async def release(writing: AsyncSession, minutes_id: UUID, *, by: UUID, at: datetime) -> None:
    """Let members read it. Raises `WrongMoment` where no reader has checked it, where it is stale, and while the
    minutes themselves are a draft."""
    easy = await _held(writing, minutes_id)
    minutes = await locked(writing, Minutes, minutes_id)
    rules.check_fresh(await is_stale(writing, easy))
    rules.check_checked(easy.stage)
    if minutes.stage not in rules.READABLE:
        raise WrongMoment(rules.STANDING[minutes.stage])
    easy.stage, easy.released_by, easy.released_at = EasyStage.RELEASED, by, at
    await record.add(writing, Event("minutes.easy_released", f"minutes:{minutes_id}", at, by))


async def _held(writing: AsyncSession, minutes_id: UUID) -> EasyMinutes:
    easy = await writing.get(EasyMinutes, minutes_id, with_for_update=True, populate_existing=True)
    if easy is None:
        raise WrongMoment("There are no Easy Read lines yet. Write the first one.")
    return easy
