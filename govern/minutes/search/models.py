"""Tables of the search: what can be found, and how far along the record the index has come.

The words themselves stand in `search_words`, which each database keeps in its own way: a full-text table of SQLite
(FTS5), a `tsvector` with a GIN index on PostgreSQL. `words.py` alone reaches it.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import DDL, BigInteger, Date, Index, Integer, String, Text, Uuid, event
from sqlalchemy.orm import Mapped, mapped_column

from govern.database import Base, one_of
from govern.minutes.search.rules import Kind


class Findable(Base):
    """A row is one thing to be found, in one language ("" where it stands as somebody typed it).

    `subject_id` is what the record calls it by (`minutes:…`, `ballot:…`); `address` is where it is shown.
    """

    __tablename__ = "findable"
    __table_args__ = (Index("ix_findable_kind_subject_id", "kind", "subject_id"),)

    number: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    kind: Mapped[Kind] = mapped_column(one_of(Kind, "kind"))
    subject_id: Mapped[UUID] = mapped_column(Uuid)
    address: Mapped[str] = mapped_column(String(160))
    language: Mapped[str] = mapped_column(String(8))
    title: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    on_day: Mapped[date] = mapped_column(Date)


#: Not a table like others: made with `findable` where tables are made from the models, else by its migration.
FULL_TEXT = {
    "sqlite": ("CREATE VIRTUAL TABLE search_words USING fts5(words, tokenize = 'unicode61')",),
    "postgresql": (
        "CREATE TABLE search_words (number bigint PRIMARY KEY, words tsvector NOT NULL)",
        "CREATE INDEX ix_search_words_words ON search_words USING gin (words)",
    ),
}
for dialect, statements in FULL_TEXT.items():
    for statement in statements:
        made = DDL(statement)  # type: ignore[no-untyped-call]  # SQLAlchemy gives it no types
        event.listen(Findable.__table__, "after_create", made.execute_if(dialect=dialect))


class SearchHead(Base):
    """The single row: the last line of the record that the index has followed."""

    __tablename__ = "search_head"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    line: Mapped[int] = mapped_column(BigInteger)
