"""After a decision: sent to the regulator, returned, sent again, registered; and everything that is refused."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from msgspec.structs import replace
from sqlalchemy import select

from govern.ballots import lifecycle, queries
from govern.ballots.deciding.filing import Filed, How
from govern.ballots.lifecycle import Sent
from govern.errors import GovernError, NotFound, NotValid, WrongMoment
from govern.identity.rules import day_of
from govern.record import RecordLine
from tests.ballots.given_ballots import CLOSES, Given, a_draft, a_society, motion
from tests.ballots.lifecycle.test_settling import (
    CONVERSION,
    NEXT_DAY,
    a_second,
    decided,
    first_carried,
    only_contest,
    settle,
    standing,
)

CONFIRMED = CLOSES + timedelta(days=15)
LATER = CONFIRMED + timedelta(days=5)


@pytest.fixture
async def colne(tmp_path: Path, database_url: str) -> AsyncIterator[Given]:
    made = await a_society(tmp_path / "home", rules="colne_valley_like", groups=CONVERSION, url=database_url)
    yield made
    await made.society.store.close()


async def confirmed(given: Given) -> tuple[UUID, UUID, UUID]:
    """A conversion that a second meeting confirmed: its vote, its question, and the vote that confirmed it."""
    ballot_id, first = await first_carried(given)
    second = await a_second(given, CONFIRMED)
    await settle(given, await only_contest(given, second), NEXT_DAY, kind="conversion", confirms=first)
    await decided(given, second, for_=5, against=4, at=CONFIRMED, opens=CONFIRMED - timedelta(days=3))
    return ballot_id, first, second


def sent(given: Given, **other: object) -> Sent:
    made = Sent(sent_on=day_of(CONFIRMED), how=How.POST, sent_by=given.second, signed=True)
    return replace(made, **other)


async def send(given: Given, contest_id: UUID, **other: object) -> None:
    async with given.society.store.writing() as writing:
        await lifecycle.send_to_regulator(writing, contest_id, sent(given, **other), by=given.second, at=LATER)


async def register(given: Given, contest_id: UUID, on: date | None = None, reference: str = "RS-4711") -> None:
    async with given.society.store.writing() as writing:
        await lifecycle.note_registered(
            writing, contest_id, on or day_of(LATER), reference, by=given.second, at=LATER
        )


async def returned(given: Given, contest_id: UUID, reasons: str = "One signature is missing.") -> None:
    async with given.society.store.writing() as writing:
        await lifecycle.note_returned(
            writing, contest_id, day_of(CONFIRMED) + timedelta(days=2), reasons, by=given.second, at=LATER
        )


async def refused(kind: type[GovernError], words: str, acting: object, field: str | None = None) -> None:
    with pytest.raises(kind, match=words) as refusal:
        await acting  # type: ignore[misc] # a coroutine of this file
    assert refusal.value.field == field


async def test_a_confirmed_conversion_is_sent_returned_sent_again_and_registered(colne: Given) -> None:
    ballot_id, first, second = await confirmed(colne)
    async with colne.society.store.reading() as reading:
        (waiting,) = await queries.to_file(reading, day_of(LATER))
    assert (waiting.contest_id, waiting.stage, waiting.decided_on) == (first, Filed.NOT_SENT, day_of(CONFIRMED))
    due = day_of(CONFIRMED) + timedelta(days=13)
    assert waiting.due_on == due and not waiting.is_late(due) and waiting.is_late(due + timedelta(days=1))
    assert f"A copy goes to the Financial Conduct Authority by {due}" in await standing(colne, ballot_id, LATER)
    assert f"by {due}" in await standing(colne, second, LATER)
    await send(colne, first)
    await refused(WrongMoment, "with the regulator already", send(colne, first))
    assert "It waits for the Financial Conduct Authority" in await standing(colne, ballot_id, LATER)
    await returned(colne, first)
    again = day_of(CONFIRMED) + timedelta(days=1)
    await refused(NotValid, "The last copy came back", send(colne, first, sent_on=again), "sent_on")
    await send(colne, first, sent_on=day_of(CONFIRMED) + timedelta(days=3))
    await register(colne, first)
    assert "The reference is RS-4711" in await standing(colne, ballot_id, LATER)
    async with colne.society.store.reading() as reading:
        assert await queries.to_file(reading, day_of(LATER)) == ()
        found = await queries.filing(reading, first, day_of(LATER))
        told = select(RecordLine.verb).where(RecordLine.subject == f"contest:{first}").order_by(RecordLine.number)
        verbs = list(await reading.scalars(told))
    assert found is not None and [copy.reasons for copy in found.copies] == ["One signature is missing.", ""]
    assert found.copies[0].sent_by == "Nerys Tudur"
    assert verbs[-4:] == [
        *("contest.sent-to-regulator", "contest.returned-by-regulator"),
        *("contest.sent-to-regulator", "contest.registered"),
    ]
    await refused(WrongMoment, "registered under the reference RS-4711", send(colne, first))
    await refused(WrongMoment, "registered under the reference", register(colne, first))


async def test_what_cannot_be_so_is_refused_beside_its_field(colne: Given) -> None:
    _, first, _ = await confirmed(colne)
    early, late = day_of(CONFIRMED) - timedelta(days=1), day_of(LATER) + timedelta(days=1)
    await refused(NotValid, "cannot have been before", send(colne, first, sent_on=early), "sent_on")
    await refused(NotValid, "still to come", send(colne, first, sent_on=late), "sent_on")
    await refused(NotValid, "sign the copy before it goes", send(colne, first, signed=False), "signed")
    stranger = colne.people["users"][0]
    await refused(NotValid, "one of the society’s officers", send(colne, first, sent_by=stranger), "sent_by")
    await refused(WrongMoment, "No copy is with the regulator", register(colne, first))
    await send(colne, first)
    await refused(NotValid, "cannot have been before", register(colne, first, early), "answered_on")
    await refused(NotValid, "still to come", register(colne, first, late), "answered_on")
    await refused(NotValid, "Type the reference", register(colne, first, reference=" "), "words")
    await refused(NotValid, "too long for a reference", register(colne, first, reference="9" * 101), "words")
    await refused(NotValid, "Type the reasons", returned(colne, first, " "), "words")
    async with colne.society.store.reading() as reading:
        (found,) = await queries.to_file(reading, day_of(LATER))
    assert found.stage is Filed.SENT


async def test_nothing_is_sent_before_the_second_meeting_nor_of_what_has_lapsed(colne: Given) -> None:
    _, first = await first_carried(colne)
    await refused(NotFound, "Nothing of this decision goes to a regulator", send(colne, first))
    async with colne.society.store.reading() as reading:
        assert await queries.filings(reading, day_of(CLOSES + timedelta(days=60))) == ()


async def test_a_carried_change_of_rules_of_a_society_waits_for_its_registration(colne: Given) -> None:
    change = replace(motion("extraordinary", "New rules"), matter="change_rules")
    ballot_id = await a_draft(colne, change)
    contest_id = await decided(colne, ballot_id, for_=14, against=1, at=CLOSES)
    assert "It counts only once it is registered" in await standing(colne, ballot_id, NEXT_DAY)
    await send(colne, contest_id, signed=False)
    async with colne.society.store.reading() as reading:
        (found,) = await queries.filings(reading, day_of(LATER), ballot_id)
    assert (found.law.id, found.due_on, found.stage) == ("ccbsa_s16_copy", None, Filed.SENT)


async def test_what_was_lost_or_is_of_no_law_goes_nowhere(colne: Given) -> None:
    change = replace(motion("extraordinary", "New rules"), matter="change_rules")
    lost = await decided(colne, await a_draft(colne, change), for_=3, against=9, at=CLOSES)
    await refused(NotFound, "Nothing of this decision", send(colne, lost))
