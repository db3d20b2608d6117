"""Whoever is dead, erased or part of another record comes back by no other way: not by hand, not in a file."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from govern.constituencies.register import lifecycle as register
from govern.constituencies.register import queries as people
from govern.constituencies.register.incoming import Outcome
from govern.desks import lifecycle
from govern.desks.lifecycle import Wish
from govern.errors import NotAllowed
from tests.ballots.given_ballots import OPENS, Given

AT = OPENS - timedelta(hours=20)
DAY = AT.date()


async def closed(given: Given) -> dict[str, UUID]:
    """One who died, one who was erased, one whose record became part of another."""
    kept, dead, erased, merged = given.people["staff"][:4]
    async with given.society.store.writing() as writing:
        await lifecycle.note_death(writing, given.society, dead, DAY, "A sister", by=given.second, at=AT)
        await register.end_membership(writing, erased, "staff", DAY, "left", by=given.second, at=AT)
        wish = await register.ask_erasure(writing, erased, by=erased, at=AT)
        await lifecycle.erase(writing, wish, by=given.second, at=AT)
        same = Wish(kept, merged, frozenset(), "Entered twice")
        await lifecycle.merge(writing, given.society, same, by=given.second, at=AT)
    return {"A death is noted": dead, "was erased": erased, "became part of another": merged}


async def test_invariant_3_nobody_closed_is_admitted_again(given: Given) -> None:
    for words, person in (await closed(given)).items():
        with pytest.raises(NotAllowed, match=words):
            async with given.society.store.writing() as writing:
                await register.admit(writing, person, "volunteers", DAY, "again", by=given.second, at=AT)


async def test_invariant_3_a_file_does_not_bring_them_back(given: Given, tmp_path: Path) -> None:
    entries = await closed(given)
    async with given.society.store.reading() as reading:
        numbers = {w: (await people.member_page(reading, p, DAY)).number for w, p in entries.items()}
    file = tmp_path / "members.csv"
    rows = "".join(f"{number},Somebody Again,staff,2020-01-01\n" for number in numbers.values())
    file.write_text(f"number,name,group,joined\n{rows}", "utf-8")
    async with given.society.store.reading() as reading:
        changes = [c for part in [p async for p in register.importing.changes_of(reading, file, at=AT)] for c in part]
    assert [change.outcome for change in changes] == [Outcome.REFUSED] * 3
    for change, words in zip(changes, numbers, strict=True):
        assert words in str(change.why[0])
