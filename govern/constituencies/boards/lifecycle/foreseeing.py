"""Before a file of those who sit is put in: which limits it would break, and at which line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.boards import queries, rules
from govern.constituencies.boards.rules import Holder, SeatRowRead
from govern.constituencies.register import queries as register
from govern.constituencies.rulebook.book import Rulebook
from govern.sentences import Sentence

Found = Sequence[tuple[SeatRowRead, UUID | None, UUID | None]]


async def broken_at(reading: AsyncSession, book: Rulebook, found: Found, on: date) -> dict[int, tuple[Sentence, ...]]:
    """Line -> what it breaks. A limit that is not kept already is not named again; a quota is not a file's to break
    by a line, and stands on the board's page once the file is in."""
    now = [one for one in found if one[0].from_on <= on and (one[0].to_on is None or one[0].to_on > on)]
    asked = [who for _, who, org in now for who in (who, org) if who is not None]
    groups = await register.groups_on(reading, asked, on)
    attributes = await register.attributes_on(reading, asked, on)
    there: dict[str, list[Holder]] = {}
    out: dict[int, list[Sentence]] = defaultdict(list)
    for read, who, org in now:
        if read.body not in there:
            there[read.body] = [one.as_holder() for one in await queries.sitting(reading, read.body, on)]
        before = _broken(book, read.body, there[read.body])
        ids = [one for one in (who, org) if one is not None]
        there[read.body].append(
            Holder(
                who or UUID(int=read.line),
                read.person,
                read.constituency,
                frozenset(group for one in ids for group in groups.get(one, ())),
                frozenset(what for one in ids for what in attributes.get(one, frozenset())),
                read.how,
                read.from_on,
                read.unit,
                org,
            )
        )
        after = _broken(book, read.body, there[read.body])
        out[read.line] += [words for cap, words in after.items() if cap not in before]
    return {line: tuple(words) for line, words in out.items() if words}


def _broken(book: Rulebook, body: str, holders: Sequence[Holder]) -> dict[str, Sentence]:
    """The limits that these do not keep, in words with their rule."""
    return {
        now.cap.id: Sentence(
            "From this line on a limit is not kept: {who}, at most {limit}, and there are {count}.",
            who=rules.who_is_counted(book, now.cap),
            limit=now.limit,
            count=len(now.counted),
        )
        for now in rules.over_caps(book, body, holders)
        if not now.is_quota
    }
