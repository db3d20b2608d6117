"""The life of the index: it follows the record line by line, and can be made again from nothing at any time.

What stands in it is a copy of what stands elsewhere, so following leaves no line in the record itself.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.database import Store, locked
from govern.minutes.search import words
from govern.minutes.search.models import Findable, SearchHead
from govern.minutes.search.rules import Kind, Text, words_of
from govern.minutes.search.sources import SOURCES
from govern.record import RecordLine

HEAD = 1
#: Lines followed in one transaction, so that other writers never wait long.
AT_ONCE = 2_000


async def follow(store: Store) -> int:
    """Read again whatever the record speaks of since the last time. Returns how many things were read."""
    read = 0
    while await _behind(store):
        async with store.writing() as writing:
            read += await _follow_some(writing)
    return read


async def begin_again(store: Store) -> int:
    """Empty the index and follow the record from its first line. Returns how many things were read."""
    async with store.writing() as writing:
        head = await _head(writing)
        await words.take_out(writing, list(await writing.scalars(select(Findable.number))))
        await writing.execute(delete(Findable))
        head.line = 0
    return await follow(store)


async def _behind(store: Store) -> bool:
    async with store.reading() as reading:
        line = await reading.scalar(select(SearchHead.line).where(SearchHead.id == HEAD))
        newest = await reading.scalar(select(func.max(RecordLine.number)))
    return (newest or 0) > (line or 0)


async def _head(writing: AsyncSession) -> SearchHead:
    """The end of what was followed, held by whoever follows."""
    if await writing.get(SearchHead, HEAD) is None:
        writing.add(SearchHead(id=HEAD, line=0))
        await writing.flush()
    return await locked(writing, SearchHead, HEAD)


async def _follow_some(writing: AsyncSession) -> int:
    head = await _head(writing)
    lines = (
        await writing.execute(
            select(RecordLine.number, RecordLine.subject)
            .where(RecordLine.number > head.line)
            .order_by(RecordLine.number)
            .limit(AT_ONCE)
        )
    ).all()
    if not lines:
        return 0
    about, read = _subjects(subject for _, subject in lines), 0
    for kind, source in SOURCES.items():
        ids: Collection[UUID] = about.get(source.subject, frozenset())
        if ids and source.belonging:
            ids = await source.belonging(writing, ids)
        if ids:
            await _read_again(writing, kind, ids)
            read += len(ids)
    head.line = lines[-1][0]
    return read


def _subjects(subjects: Iterable[str]) -> dict[str, set[UUID]]:
    """The things that some lines are about, by what the record calls them; others are passed over."""
    known = {source.subject for source in SOURCES.values()}
    about: dict[str, set[UUID]] = {}
    for subject in subjects:
        name, _, number = subject.partition(":")
        if name in known and number:
            about.setdefault(name, set()).add(UUID(number))
    return about


async def _read_again(writing: AsyncSession, kind: Kind, ids: Collection[UUID]) -> None:
    """Take out what these things no longer say, and put in what they say now. What they still say stays: the record
    speaks of a meeting with every arrival, and its papers may be long."""
    stood = {
        (row.subject_id, Text(row.address, row.language, row.title, row.text, row.on_day)): row.number
        for row in await writing.scalars(select(Findable).where(Findable.kind == kind, Findable.subject_id.in_(ids)))
    }
    said = [(subject, text) for subject, some in (await SOURCES[kind].texts(writing, ids)).items() for text in some]
    still = set(said)
    gone = [number for one, number in stood.items() if one not in still]
    await words.take_out(writing, gone)
    await writing.execute(delete(Findable).where(Findable.number.in_(gone)))
    rows = [(_row(kind, subject, text), text) for subject, text in said if (subject, text) not in stood]
    writing.add_all(row for row, _ in rows)
    await writing.flush()
    for row, text in rows:
        await words.write(writing, row.number, tuple(dict.fromkeys(words_of(f"{text.title} {text.text}"))))


def _row(kind: Kind, subject: UUID, text: Text) -> Findable:
    return Findable(
        kind=kind,
        subject_id=subject,
        address=text.address,
        language=text.language,
        title=text.title,
        text=text.text,
        on_day=text.on,
    )
