"""Who learns a role before a term ends (M70): named, shown while the holder sits, ended; and what is refused."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from govern import record
from govern.constituencies.boards import queries
from govern.constituencies.boards.lifecycle import learning as lifecycle
from govern.constituencies.boards.queries.learning import learning
from govern.database import Store
from govern.errors import AlreadyDone, NotFound, NotValid
from tests.constituencies.boards.lifecycle.given_boards import AT, TODAY, a_home


async def name(store: Store, tenure: UUID, person: UUID, on: date = TODAY) -> UUID:
    async with store.writing() as writing:
        return await lifecycle.name_shadow(writing, tenure, person, on, by=None, at=AT)


async def test_m70_who_learns_a_role_stands_in_the_year_ahead_and_by_themselves(store: Store) -> None:
    home = await a_home(store, "tair_nant", [("Ana", "volunteers", "any"), ("Sal", "staff", "")])
    sal = home.people["Sal"]
    async with store.reading() as reading:
        (ana,) = await queries.sitting(reading, "board", TODAY)
    assert ana.due_on is not None
    shadow = await name(store, ana.tenure_id, sal)
    with pytest.raises(AlreadyDone, match="noted already"):
        await name(store, ana.tenure_id, sal)
    async with store.reading() as reading:
        (mine,) = await learning(reading, TODAY, person_id=sal)
        lines = [
            line
            for body in await queries.ahead(reading, ana.due_on - timedelta(days=30), "en")
            for line in body.lines
        ]
        verbs = [line.verb for line in await record.lines_about(reading, [f"shadow:{shadow}"])]
    assert (mine.learner, mine.holder, mine.body, mine.from_on) == ("Sal", "Ana", "board", TODAY)
    assert [one.learner for line in lines if line.name == "Ana" for one in line.learners] == ["Sal"]
    assert verbs == ["shadow.named"]
    async with store.writing() as writing:
        await lifecycle.end_shadow(writing, shadow, by=None, at=AT)
    async with store.writing() as writing:
        with pytest.raises(AlreadyDone, match="This ended on"):
            await lifecycle.end_shadow(writing, shadow, by=None, at=AT)
    async with store.reading() as reading:
        assert await learning(reading, TODAY, person_id=sal) == ()


async def test_m70_who_sits_there_is_no_member_or_comes_too_late_does_not_learn_it(store: Store) -> None:
    seated = [("Ana", "volunteers", "any"), ("Sal", "staff", "staff"), ("Bo", "staff", "")]
    home = await a_home(store, "tair_nant", seated)
    async with store.reading() as reading:
        ana = next(one for one in await queries.sitting(reading, "board", TODAY) if one.name == "Ana")
    assert ana.due_on is not None
    for person, on, words, field in (
        (home.people["Sal"], TODAY, "sits on the body already", "learner"),
        (home.people["Ana"], TODAY, "sits on the body already", "learner"),
        (uuid4(), TODAY, "not a member now", "learner"),
        (home.people["Bo"], date(ana.due_on.year + 1, 1, 1), "begins before that", "from_on"),
    ):
        with pytest.raises(NotValid, match=words) as refusal:
            await name(store, ana.tenure_id, person, on)
        assert refusal.value.field == field
    with pytest.raises(NotFound, match="Nobody sits there now"):
        await name(store, uuid4(), home.people["Bo"])
