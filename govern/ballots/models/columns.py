"""Kinds of columns that only ballots have."""

from __future__ import annotations

import json
from typing import cast

from sqlalchemy import BigInteger, Integer, Table, Text, TypeDecorator
from sqlalchemy.engine import Dialect

from govern.database import Base

BigNumber = BigInteger().with_variant(Integer, "sqlite")


class Names(TypeDecorator[tuple[str, ...]]):
    """A short list of ids, in order."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> str | None:
        return None if value is None else json.dumps(list(value), ensure_ascii=False)

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...] | None:
        return None if value is None else tuple(json.loads(value))


def table_of(kind: type[Base]) -> Table:
    """The table under a class, to put many rows in without the mapper's work on each."""
    return cast(Table, kind.__table__)
