"""What somebody finds: everything with all the words they asked for that they may read, the newest first."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.minutes.search import rules, words
from govern.minutes.search.models import Findable
from govern.minutes.search.rules import KINDS, ON_A_PAGE, Kind, Piece, Reader
from govern.minutes.search.sources import SOURCES
from govern.minutes.search.words import Found
from govern.sentences import Sentence


class Hit(msgspec.Struct, frozen=True):
    """One thing found: what it is, where it stands, its heading, the words around the first that was asked for."""

    kind: Sentence
    address: str
    title: str
    language: str
    on: date
    pieces: tuple[Piece, ...]


class Hits(msgspec.Struct, frozen=True):
    """One page of what was found, how much there is of each kind, and the number of pages."""

    hits: tuple[Hit, ...]
    of_kind: dict[Kind, int]
    page: int
    pages: int

    @property
    def all(self) -> int:
        return sum(self.of_kind.values())


async def find(
    reading: AsyncSession, wanted: Sequence[str], reader: Reader, language: str, *, kind: Kind | None, page: int = 1
) -> Hits:
    """`wanted`: words of `rules.asked`. Each thing is found once, in the reader's language where it has one."""
    open_to_them = await _readable(reading, await words.matching(reading, wanted), reader)
    things = _each_once(open_to_them, language)
    of_kind = {one: sum(found.kind is one for found in things) for one in Kind}
    chosen = [found for found in things if kind is None or found.kind is kind]
    pages = max(1, -(-len(chosen) // ON_A_PAGE))
    page = min(page, pages)
    shown = chosen[(page - 1) * ON_A_PAGE : page * ON_A_PAGE]
    rows = {
        row.number: row
        for row in await reading.scalars(select(Findable).where(Findable.number.in_([one.number for one in shown])))
    }
    return Hits(tuple(_hit(rows[one.number], wanted) for one in shown if one.number in rows), of_kind, page, pages)


async def _readable(reading: AsyncSession, found: Sequence[Found], reader: Reader) -> list[Found]:
    """What of it this reader may read today, asked of each room: one question a kind, however much was found."""
    theirs: set[tuple[Kind, UUID]] = set()
    for kind in Kind:
        subjects = {UUID(one.subject) for one in found if one.kind is kind}
        if subjects:
            theirs |= {(kind, subject) for subject in await SOURCES[kind].seen(reading, subjects, reader)}
    return [one for one in found if (one.kind, UUID(one.subject)) in theirs]


def _each_once(found: Collection[Found], language: str) -> list[Found]:
    """One row for each thing, in the order of the first: theirs where it stands in the reader's language."""
    best: dict[tuple[Kind, str], Found] = {}
    for one in found:
        key = (one.kind, one.address)
        if key not in best or (one.language == language and best[key].language != language):
            best[key] = one
    return list(best.values())


def _hit(row: Findable, wanted: Sequence[str]) -> Hit:
    return Hit(
        kind=KINDS[row.kind],
        address=row.address,
        title=row.title,
        language=row.language,
        on=row.on_day,
        pieces=rules.pieces(row.text, wanted),
    )
