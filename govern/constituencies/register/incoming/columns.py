"""The columns a file of members may have: an allow-list, each with its names in English and Welsh."""

from __future__ import annotations

from enum import StrEnum

from govern.constituencies.register.incoming.rows import FileNotValid, Row
from govern.words import words_of


class Column(StrEnum):
    """What a column holds. The value is the name we write when we give a file out."""

    NUMBER = "number"
    NAME = "name"
    FIRST_NAME = "first name"
    GROUP = "group"
    JOINED = "joined"
    REASON = "reason"
    ENDED = "ended"
    ENDED_REASON = "reason ended"
    BORN = "born"
    EMAIL = "email"
    PHONE = "phone"
    ADDRESS = "address"
    LANGUAGE = "language"
    FORMAT = "format"
    ATTRIBUTES = "attributes"
    KIND = "kind"
    REPRESENTATIVE = "representative"
    REPRESENTATIVE_EMAIL = "representative email"


REQUIRED = (Column.NUMBER, Column.NAME, Column.GROUP)

COLUMNS: dict[Column, tuple[str, ...]] = {
    Column.NUMBER: ("number", "member number", "membership number", "rhif", "rhif aelod", "rhif aelodaeth"),
    Column.NAME: ("name", "full name", "enw", "enw llawn"),
    Column.FIRST_NAME: ("first name", "known as", "enw cyntaf"),
    Column.GROUP: ("group", "member group", "constituency", "grŵp", "grŵp aelodau", "etholaeth"),
    Column.JOINED: ("joined", "joined on", "date joined", "ymunodd", "dyddiad ymuno"),
    Column.REASON: ("reason", "reason joined", "rheswm", "rheswm ymuno"),
    Column.ENDED: ("ended", "left", "date left", "gadawodd", "dyddiad gadael"),
    Column.ENDED_REASON: ("reason ended", "reason left", "rheswm gadael"),
    Column.BORN: ("born", "date of birth", "birth date", "ganwyd", "dyddiad geni"),
    Column.EMAIL: ("email", "e-mail", "email address", "ebost", "e-bost", "cyfeiriad ebost"),
    Column.PHONE: ("phone", "telephone", "phone number", "telephone number", "mobile", "ffôn", "rhif ffôn"),
    Column.ADDRESS: ("address", "postal address", "cyfeiriad", "cyfeiriad post"),
    Column.LANGUAGE: ("language", "iaith"),
    Column.FORMAT: ("format", "fformat"),
    Column.KIND: ("kind", "person or organisation", "math", "person neu sefydliad"),
    Column.REPRESENTATIVE: ("representative", "represented by", "cynrychiolydd"),
    Column.REPRESENTATIVE_EMAIL: ("representative email", "email of representative", "ebost cynrychiolydd"),
    Column.ATTRIBUTES: ("attributes", "roles", "nodweddion", "rolau"),
}

_BY_WORDS = {words_of(name): column for column, names in COLUMNS.items() for name in names}


def read_header(row: Row) -> list[Column]:
    """What each column of the file holds, from its first row.

    Raises `FileNotValid` for a file without a header, with a column we do not know, one named twice, or one missing.
    """
    found = [_BY_WORDS.get(words_of(cell)) for cell in row.cells]
    known = [column for column in found if column is not None]
    if not known:
        raise FileNotValid(
            "The first line has to name the columns, as “number, name, group”. It does not: it begins with “{cell}”.",
            cell=row.cells[0][:40],
        )
    unknown = tuple(cell.strip()[:40] or "–" for cell, column in zip(row.cells, found, strict=True) if column is None)
    if unknown:
        raise FileNotValid(
            "We do not take these columns: {unknown}. Take them out. We take: {allowed}.",
            unknown=unknown,
            allowed=tuple(column.value for column in Column),
        )
    twice = tuple(dict.fromkeys(column.value for column in known if known.count(column) > 1))
    if twice:
        raise FileNotValid("These columns are named twice: {twice}. Keep one of each.", twice=twice)
    missing = tuple(column.value for column in REQUIRED if column not in known)
    if missing:
        raise FileNotValid("These columns are missing: {missing}. Add them to the first line.", missing=missing)
    return known
