"""Rows of a table as a test looks at them."""

from __future__ import annotations

from typing import TypeVar

from sqlalchemy import select

from govern.database import Base
from tests.ballots.given_ballots import Given

T = TypeVar("T", bound=Base)


async def rows(given: Given, table: type[T], **where: object) -> list[T]:
    async with given.society.store.reading() as reading:
        return list(await reading.scalars(select(table).filter_by(**where)))
