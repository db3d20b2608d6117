"""What people learned for their roles: noted with its evidence, and asked of those who stand (M68)."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from govern import record
from govern.constituencies.register import lifecycle, queries
from govern.constituencies.register.rules.training import TrainingKind
from govern.database import Store
from govern.errors import AlreadyDone, NotAllowed
from govern.identity.lifecycle import NewPerson
from govern.identity.rules import PersonKind
from tests.constituencies.register.lifecycle.test_holdings import AT, DAY, JOINED, TODAY, a_society

RULES, GROUP = "cartrefi_like", "supported"


async def note(
    store: Store, person: UUID, kind: TrainingKind = TrainingKind.BOARD, on: date = TODAY, by: UUID | None = None
) -> UUID:
    async with store.writing() as writing:
        return await lifecycle.note_training(
            writing, person, kind, on, "The federation", "Certificate 3", by=by, at=AT
        )


async def lacking(store: Store, *people: UUID, on: date = TODAY) -> dict[UUID, tuple[TrainingKind, ...]]:
    async with store.reading() as reading:
        return await queries.untrained(reading, people, on)


async def test_m68_a_candidate_without_the_training_lacks_it_until_it_is_noted(store: Store) -> None:
    ana, bo = await a_society(store, RULES, GROUP, "Ana", "Bo")
    assert await lacking(store, ana, bo) == {ana: (TrainingKind.BOARD,), bo: (TrainingKind.BOARD,)}
    await note(store, ana, TrainingKind.VALUES)
    await note(store, ana, by=bo)
    assert await lacking(store, ana, bo) == {bo: (TrainingKind.BOARD,)}
    assert ana in await lacking(store, ana, on=TODAY - DAY)
    async with store.reading() as reading:
        found = await queries.trainings_of(reading, ana)
        verbs = [line.verb for line in await record.lines_about(reading, [f"person:{ana}"])]
    board = next(one for one in found if one.kind is TrainingKind.BOARD)
    assert (board.given_by, board.evidence, board.checker, board.had_on) == (
        *("The federation", "Certificate 3", "Bo"),
        TODAY,
    )
    assert verbs.count("training.noted") == 2


async def test_where_the_rules_ask_for_none_nobody_lacks_any(store: Store) -> None:
    (ana,) = await a_society(store, "tair_nant", "supported", "Ana")
    assert await lacking(store, ana) == {}


async def test_what_has_not_been_yet_or_is_noted_already_is_refused(store: Store) -> None:
    (ana,) = await a_society(store, RULES, GROUP, "Ana")
    with pytest.raises(NotAllowed, match="has not come yet") as refusal:
        await note(store, ana, on=TODAY + DAY)
    assert refusal.value.field == "training_on"
    await note(store, ana)
    with pytest.raises(AlreadyDone, match="noted already") as again:
        await note(store, ana)
    assert again.value.field == "training_kind"


async def test_an_organisation_learns_nothing_itself(store: Store) -> None:
    await a_society(store, "tair_nant", "public_bodies")
    async with store.writing() as writing:
        new = NewPerson(name="Care Ltd", kind=PersonKind.ORGANISATION)
        firm = await lifecycle.enter(writing, new, "public_bodies", JOINED, "Joined", by=None, at=AT)
    with pytest.raises(NotAllowed, match="of the person who acts for it"):
        await note(store, firm)
