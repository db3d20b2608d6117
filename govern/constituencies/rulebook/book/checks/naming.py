"""Names are plain, used once, and known where they are referred to; days and places in time are real."""

from __future__ import annotations

import re
import zoneinfo
from collections.abc import Iterator
from datetime import date

from govern.constituencies.rulebook.book.problems import Problem
from govern.constituencies.rulebook.book.tables import Tables
from govern.sentences import Sentence

PLAIN = re.compile(r"[a-z0-9]([a-z0-9_-]{0,62}[a-z0-9])?")
REGISTERED = re.compile(r"(?=.*[0-9])[A-Za-z0-9][A-Za-z0-9 ./-]{0,28}[A-Za-z0-9]")
MEANT_OTHERWISE = {"constituency": {"any", "none"}, "body": {"general"}}


def schema_is_one(tables: Tables) -> Iterator[Problem]:
    if tables.schema != 1:
        yield Problem(("schema",), Sentence("Only schema 1 is known. Write schema = 1."))


def society_id_is_plain(tables: Tables) -> Iterator[Problem]:
    if not PLAIN.fullmatch(tables.society.id):
        yield Problem(("society", "id"), _not_plain(tables.society.id))


def ids_are_plain_and_used_once(tables: Tables) -> Iterator[Problem]:
    for table, rows in _rows_with_ids(tables).items():
        seen: set[str] = set()
        for number, row_id in enumerate(rows):
            path = (table, number, "id")
            if not PLAIN.fullmatch(row_id):
                yield Problem(path, _not_plain(row_id))
            if row_id in MEANT_OTHERWISE.get(table, set()):
                yield Problem(path, Sentence("“{id}” has a meaning of its own. Choose another id.", id=row_id))
            if row_id in seen:
                yield Problem(path, Sentence("“{id}” is there twice. Each id is used once.", id=row_id))
            seen.add(row_id)


def registered_number_is_one(tables: Tables) -> Iterator[Problem]:
    """As registrars write them: RS012345, 12345R, IP12345R, 01234567."""
    written = tables.society.registered_number
    if written is not None and not REGISTERED.fullmatch(written):
        wrong = Sentence("“{written}” is not a registered number. Write it like “RS012345”.", written=written[:40])
        yield Problem(("society", "registered_number"), wrong)


def financial_year_ends_on_a_day(tables: Tables) -> Iterator[Problem]:
    written = tables.society.financial_year_end
    try:
        date.fromisoformat(f"2024-{written}")
    except ValueError:
        wrong = Sentence("“{written}” is not a day of the year. Write month and day like “03-31”.", written=written)
        yield Problem(("society", "financial_year_end"), wrong)


def time_zone_is_known(tables: Tables) -> Iterator[Problem]:
    zone = tables.ballot.time_zone
    try:
        zoneinfo.ZoneInfo(zone)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        wrong = Sentence("“{zone}” is not a known time zone. Write one like “Europe/London”.", zone=zone)
        yield Problem(("ballot", "time_zone"), wrong)


def languages_are_codes(tables: Tables) -> Iterator[Problem]:
    languages = tables.society.languages
    if not languages or any(not re.fullmatch(r"[a-z]{2}", language) for language in languages):
        wrong = Sentence("Write each language as two small letters, the main one first, like [“en”, “cy”].")
        yield Problem(("society", "languages"), wrong)


def _rows_with_ids(tables: Tables) -> dict[str, tuple[str, ...]]:
    return {
        "constituency": tuple(row.id for row in tables.constituencies),
        "resolution": tuple(row.id for row in tables.resolutions),
        "body": tuple(row.id for row in tables.bodies),
        "cap": tuple(row.id for row in tables.caps),
        "forum_layer": tuple(row.id for row in tables.forum_layers),
    }


def _not_plain(written: str) -> Sentence:
    return Sentence("“{written}” cannot be an id. Use small letters, digits, - and _ only.", written=written)


CHECKS = (
    schema_is_one,
    society_id_is_plain,
    ids_are_plain_and_used_once,
    registered_number_is_one,
    financial_year_ends_on_a_day,
    time_zone_is_known,
    languages_are_codes,
)
