"""The table of words, in the way of each database. Words come from `rules.words_of`; no database changes them.

On PostgreSQL a text is made from a list of words and a question from quoted words: neither passes a dictionary.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from sqlalchemy import text as sql
from sqlalchemy.ext.asyncio import AsyncSession

from govern.minutes.search.rules import Kind

NAME = "search_words"
_WRITE = {
    "sqlite": "INSERT INTO search_words (rowid, words) VALUES (:number, :words)",
    "postgresql": "INSERT INTO search_words (number, words)"
    " VALUES (:number, array_to_tsvector(array_remove(string_to_array(:words, ' '), '')))",
}
_TAKE_OUT = {
    "sqlite": "DELETE FROM search_words WHERE rowid = :number",
    "postgresql": "DELETE FROM search_words WHERE number = :number",
}
#: Newest first, then as it was put in: the same order on both.
_FIND = {
    "sqlite": "SELECT f.number, f.kind, f.subject_id, f.address, f.language FROM search_words w"
    " JOIN findable f ON f.number = w.rowid WHERE w.words MATCH :question ORDER BY f.on_day DESC, f.number",
    "postgresql": "SELECT f.number, f.kind, f.subject_id, f.address, f.language FROM search_words w"
    " JOIN findable f ON f.number = w.number WHERE w.words @@ CAST(:question AS tsquery)"
    " ORDER BY f.on_day DESC, f.number",
}


class Found(msgspec.Struct, frozen=True):
    """A row of what matches: its number, kind, subject (32 hex digits), address and language."""

    number: int
    kind: Kind
    subject: str
    address: str
    language: str


def _dialect(session: AsyncSession) -> str:
    return session.get_bind().dialect.name


async def write(writing: AsyncSession, number: int, words: Sequence[str]) -> None:
    await writing.execute(sql(_WRITE[_dialect(writing)]), {"number": number, "words": " ".join(words)})


async def take_out(writing: AsyncSession, numbers: Sequence[int]) -> None:
    if numbers:
        await writing.execute(sql(_TAKE_OUT[_dialect(writing)]), [{"number": number} for number in numbers])


async def matching(reading: AsyncSession, words: Sequence[str]) -> list[Found]:
    """Everything that has all of these words, or words that begin with them. `words` are letters and digits only."""
    if _dialect(reading) == "sqlite":
        question = " ".join(f'"{word}"*' for word in words)
    else:
        question = " & ".join(f"'{word}':*" for word in words)
    rows = await reading.execute(sql(_FIND[_dialect(reading)]), {"question": question})
    return [Found(row[0], Kind(row[1]), str(row[2]).replace("-", ""), row[3], row[4]) for row in rows]
