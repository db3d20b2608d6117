"""Somebody who is asked, or asks, dies or leaves the society: nobody asks them any more, and what they showed stays.

The steps are those of the register as officers take them, so that nothing of it is forgotten there.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from govern.constituencies.register import lifecycle as register
from govern.desks import lifecycle as desks
from govern.errors import NotValid, WrongMoment
from govern.forums.consultations import lifecycle, queries
from govern.forums.consultations.lifecycle import Beginning, Invited, Told
from govern.forums.consultations.models import (
    Consultation,
    ConsultationAnswerBack,
    ConsultationAsker,
    ConsultationResponse,
    Through,
)
from govern.forums.consultations.queries import kitchen
from govern.forums.consultations.rules import Adaptation, Assent, GivenBy, Heard, Over, Part, Stage, Stance
from govern.forums.gatherings import lifecycle as gatherings
from govern.forums.gatherings.rules import Standing
from govern.identity.rules import day_of
from govern.minutes.book.rules.talked import TALKED
from govern.record import RecordLine
from tests.forums.consultations.after import After, after
from tests.forums.consultations.asking_people import a_sitting, checked, now, sat, sitting_row, stands, was_read
from tests.forums.consultations.conftest import Swimming, the_question

__all__ = ["after"]
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


async def dies(swimming: Swimming, person: UUID) -> UUID:
    """Noted today, as of yesterday."""
    at, society = now(swimming) + HOUR, swimming.forums.town.society
    async with swimming.store.writing() as writing:
        stopped = await desks.note_death(
            writing, society, person, day_of(at), "Their sister", by=swimming.person("Nerys Puw"), at=at
        )
    return stopped.death_id


async def leaves(swimming: Swimming, person: UUID, group: str) -> None:
    at, society, by = now(swimming) + HOUR, swimming.forums.town.society, swimming.person("Nerys Puw")
    async with (
        swimming.store.writing() as writing,
        desks.heeding(writing, society, day_of(at), [person], by=by, at=at),
    ):
        await register.end_membership(writing, person, group, day_of(at), "Moved away", by=by, at=at)


async def begun(swimming: Swimming, person: UUID) -> UUID:
    wanted = Beginning(
        sent_id=uuid4(),
        person_id=person,
        adaptation=Adaptation.PHOTOGRAPHS,
        assent=Assent.GIVEN,
        assent_how="Smiled",
    )
    async with swimming.store.writing() as writing:
        return await lifecycle.begin(writing, swimming.id, wanted, by=swimming.person("Mair Elis"), at=now(swimming))


async def owed(swimming: Swimming) -> set[UUID]:
    async with swimming.store.reading() as reading:
        rows = select(ConsultationAnswerBack.person_id).where(
            ConsultationAnswerBack.consultation_id == swimming.id, ConsultationAnswerBack.given_at.is_(None)
        )
        return set(await reading.scalars(rows))


# --- Who was not asked yet ------------------------------------------------------------------------------------------


async def test_who_dies_before_they_were_asked_was_not_reached_and_nothing_waits_for_a_reason(
    swimming: Swimming,
) -> None:
    gwen, *others = swimming.people
    await dies(swimming, gwen)
    row = await stands(swimming, gwen)
    assert (row.heard, row.over_because, row.over_on) == (Heard.NOT_REACHED, Over.DIED, day_of(now(swimming) + HOUR))
    mair, at = swimming.person("Mair Elis"), now(swimming)
    async with swimming.store.writing() as writing:
        await lifecycle.close(writing, swimming.id, by=mair, at=at)
        for person in others:
            await lifecycle.not_reached(writing, swimming.id, person, "In hospital", by=mair, at=at)
        await lifecycle.summarise(writing, swimming.id, {}, {}, by=mair, at=at)


async def test_nobody_takes_along_or_prints_a_sheet_for_who_is_gone(swimming: Swimming) -> None:
    gwen, on = swimming.people[0], day_of(now(swimming))
    mair = swimming.person("Mair Elis")

    async def listed() -> tuple[set[UUID], set[UUID], set[UUID]]:
        async with swimming.store.reading() as reading:
            ((_, taken),) = await kitchen.to_take_along(reading, mair, on, "en")
            printed = await kitchen.to_ask(reading, swimming.id)
            together = await queries.can_be_asked(reading, swimming.id)
        return {one.person_id for one in taken}, {one.person_id for one in printed}, {one for one, _ in together}

    await sat(swimming, gwen)  # asked once, and to be asked again
    assert all(gwen in found for found in await listed())
    await dies(swimming, gwen)
    assert not any(gwen in found for found in await listed())


async def test_a_question_is_not_put_to_who_left_and_is_not_there_for_them(swimming: Swimming) -> None:
    ana = swimming.people[1]
    window = await swimming.forums.town.window("Ana Bowen")
    assert (await window.get(f"questions/{swimming.id}")).status_code == 200
    await leaves(swimming, ana, "volunteers")
    assert (await stands(swimming, ana)).over_because is Over.LEFT
    async with swimming.store.reading() as reading:
        assert await queries.my_questions(reading, ana, "en") == ()
        row = await reading.get_one(ConsultationResponse, (swimming.id, ana))
        assert row.heard is Heard.NOT_REACHED
    assert (await window.get(f"questions/{swimming.id}")).status_code == 404


async def test_who_goes_from_one_group_to_another_is_asked_on(swimming: Swimming) -> None:
    ana, at = swimming.people[1], now(swimming) + HOUR
    society, by = swimming.forums.town.society, swimming.person("Nerys Puw")
    async with swimming.store.writing() as writing, desks.heeding(writing, society, day_of(at), [ana], by=by, at=at):
        await register.move(writing, ana, "volunteers", "staff", day_of(at), "Works here now", by=by, at=at)
    assert ((row := await stands(swimming, ana)).heard, row.over_on) == (Heard.INVITED, None)


async def test_who_left_and_comes_to_the_forum_as_its_guest_is_asked_on_there(swimming: Swimming) -> None:
    ana, at = swimming.people[1], now(swimming)
    async with swimming.store.writing() as writing:
        await gatherings.go(writing, swimming.forums.local, ana, by=swimming.person("Mair Elis"), at=at)
        await gatherings.come(writing, swimming.forums.local, ana, Standing.GUEST, by=None, at=at)
    await leaves(swimming, ana, "volunteers")
    assert (await stands(swimming, ana)).over_on is None


async def test_a_membership_that_ends_on_a_later_day_ends_it_on_that_day_by_the_clock(swimming: Swimming) -> None:
    ana, at, society = swimming.people[1], now(swimming), swimming.forums.town.society
    async with (
        swimming.store.writing() as writing,
        desks.heeding(writing, society, day_of(at), [ana], by=None, at=at),
    ):
        await register.end_membership(writing, ana, "volunteers", day_of(at + DAY), "Moves", by=None, at=at)
    assert (await stands(swimming, ana)).over_on is None
    async with swimming.store.writing() as writing:
        assert await lifecycle.follow_register(writing, by=None, at=at + DAY) == 1
        assert await lifecycle.follow_register(writing, by=None, at=at + DAY) == 0
    assert (await stands(swimming, ana)).over_on == day_of(at + DAY)


async def test_before_people_are_asked_who_is_gone_comes_off_the_list(swimming: Swimming) -> None:
    gwen, mair, at = swimming.people[0], swimming.person("Mair Elis"), now(swimming)
    async with swimming.store.writing() as writing:
        made = await lifecycle.draft(writing, swimming.forums.local, the_question(swimming.forums), by=mair, at=at)
        await lifecycle.invite(writing, made, [Invited(gwen)], by=mair, at=at)
    await dies(swimming, gwen)
    async with swimming.store.reading() as reading:
        assert await reading.get(ConsultationResponse, (made, gwen)) is None


async def test_who_has_died_is_neither_found_nor_put_on_a_list(swimming: Swimming) -> None:
    gwen, mair, at = swimming.people[0], swimming.person("Mair Elis"), now(swimming)
    async with swimming.store.writing() as writing:
        made = await lifecycle.draft(writing, None, the_question(swimming.forums), by=mair, at=at)
    await dies(swimming, gwen)
    window = await swimming.forums.town.window("Mair Elis")
    await window.get(f"facilitate/consultations/{made}/people")
    await window.send(f"facilitate/consultations/{made}/people/find", {"search": "Gwen"})
    assert "Nobody is called “Gwen” here." in window.text()
    with pytest.raises(NotValid, match="Leave out: Gwen Hughes"):
        async with swimming.store.writing() as writing:
            await lifecycle.put_on_the_list(writing, made, [gwen], by=mair, at=at)


# --- Who was being asked, and who was heard -------------------------------------------------------------------------


async def test_an_open_sitting_ends_and_what_they_showed_before_is_read_and_counts(swimming: Swimming) -> None:
    """Not a dissent (invariant 72): what was picked stays, and nobody waits for them."""
    gwen, mair, at = swimming.people[0], swimming.person("Mair Elis"), now(swimming)
    sitting = await begun(swimming, gwen)
    async with swimming.store.writing() as writing:
        await lifecycle.pick(writing, swimming.id, sitting, str(swimming.thursday), by=mair, at=at)
    await dies(swimming, gwen)
    told = Told(did="Pointed at Thursday", given_by=GivenBy.POINTED)
    async with swimming.store.writing() as writing:
        await lifecycle.tell(writing, swimming.id, sitting, told, by=mair, at=at + 2 * HOUR)
    row = await sitting_row(swimming, sitting)
    assert (row.ended_at, row.picked, row.stopped_at) == (at + HOUR, str(swimming.thursday), None)
    assert (await stands(swimming, gwen)).heard is Heard.IN_SESSION
    with pytest.raises(WrongMoment, match="has died"):
        await begun(swimming, gwen)
    await was_read(swimming, gwen)
    async with swimming.store.reading() as reading:
        found = await queries.the_sum(reading, swimming.id)
    assert {cell.key: cell.people for cell in found.positions if cell.people} == {"for": 1}


async def test_who_agreed_and_showed_nothing_before_they_died_was_not_reached(swimming: Swimming) -> None:
    gwen = swimming.people[0]
    await begun(swimming, gwen)
    await dies(swimming, gwen)
    assert (await stands(swimming, gwen)).heard is Heard.NOT_REACHED


async def test_a_view_stays_in_the_sum_and_is_neither_checked_back_nor_told_more_of(swimming: Swimming) -> None:
    """Invariants 75 and 77: confirming and agreeing were theirs alone."""
    gwen, mair, at = swimming.people[0], swimming.person("Mair Elis"), now(swimming)
    await sat(swimming, gwen)
    await was_read(swimming, gwen)
    async with swimming.store.reading() as reading:
        before = await queries.the_sum(reading, swimming.id)
    await dies(swimming, gwen)
    row = await stands(swimming, gwen)
    assert (row.heard, row.stance) == (Heard.RECORDED, Stance.FOR)
    async with swimming.store.reading() as reading:
        assert await queries.the_sum(reading, swimming.id) == before
        why = await lifecycle.why_not_a_vote(reading, row, at)
    assert "has died" in str(why)
    with pytest.raises(WrongMoment, match="has died"):
        await checked(swimming, gwen)
    steps: tuple[Callable[..., object], ...] = (lifecycle.release, lifecycle.let_be_seen)
    for step, words in zip(steps, (("She nodded", "Nodded"), ("Nodded",)), strict=True):
        with pytest.raises(WrongMoment, match="has died"):
            async with swimming.store.writing() as writing:
                await step(writing, swimming.id, gwen, *words, by=mair, at=at)  # type: ignore[misc]  # either of the two


async def test_what_they_agreed_to_before_can_still_be_taken_back(swimming: Swimming) -> None:
    gwen, mair, at = swimming.people[0], swimming.person("Mair Elis"), now(swimming)
    await sat(swimming, gwen)
    await was_read(swimming, gwen)
    async with swimming.store.writing() as writing:
        await lifecycle.release(writing, swimming.id, gwen, "She pointed", "Nodded", by=mair, at=at)
    await dies(swimming, gwen)
    assert (await stands(swimming, gwen)).released == "She pointed"
    async with swimming.store.writing() as writing:
        await lifecycle.take_back_release(writing, swimming.id, gwen, by=mair, at=at)
        await lifecycle.let_be_seen(writing, swimming.id, gwen, "", by=mair, at=at)
    assert (await stands(swimming, gwen)).released == ""


async def test_a_sheet_from_before_still_comes_in_and_one_from_after_does_not(swimming: Swimming) -> None:
    gwen, mair = swimming.people[0], swimming.person("Mair Elis")
    await dies(swimming, gwen)
    late = now(swimming) + 2 * DAY
    draft = a_sitting(swimming, gwen, began_at=late, ended_at=late)
    with pytest.raises(NotValid, match="could not be asked any more") as refused:
        async with swimming.store.writing() as writing:
            await lifecycle.record_sitting(writing, swimming.id, draft, by=mair, at=late)
    assert refused.value.field == "began_at"
    await sat(swimming, gwen, through=Through.DEVICE)
    assert (await stands(swimming, gwen)).heard is Heard.IN_SESSION


# --- The way back ---------------------------------------------------------------------------------------------------


async def test_the_answers_do_not_wait_for_who_is_gone(after: After) -> None:
    """Invariant 78: to each person, and there is nobody to hear it."""
    swimming, (gwen, ana, *others) = after.swimming, after.k
    await after.summarise()
    await dies(swimming, gwen)
    assert await after.use() == 4
    await leaves(swimming, ana, "volunteers")
    assert await owed(swimming) == set(others)
    window = await swimming.forums.town.window("Mair Elis")
    await window.get(f"facilitate/consultations/{after.id}/answers")
    assert "Gwen Hughes" not in window.text()
    assert (await window.get(f"facilitate/consultations/{after.id}/answers/{gwen}")).status_code == 404
    async with swimming.store.writing() as writing:
        for person in others:
            await lifecycle.bring(writing, after.id, person, "Smiled", by=after.mair, at=after.at)
        await lifecycle.close_answers(writing, after.id, by=after.mair, at=after.at)
    assert await after.stage() is Stage.ANSWERED


async def test_an_answer_that_was_given_stays_noted(after: After) -> None:
    await after.summarise()
    await after.use()
    async with after.swimming.store.writing() as writing:
        await lifecycle.bring(writing, after.id, after.k[0], "Smiled", by=after.mair, at=after.at)
    await dies(after.swimming, after.k[0])
    async with after.swimming.store.reading() as reading:
        assert (await reading.get_one(ConsultationAnswerBack, (after.id, after.k[0]))).how == "Smiled"


# --- A mistake ------------------------------------------------------------------------------------------------------


async def undone(swimming: Swimming, death: UUID) -> None:
    at, society = now(swimming) + 2 * HOUR, swimming.forums.town.society
    async with swimming.store.writing() as writing:
        await desks.undo_death(writing, society, death, "Another Gwen", by=swimming.person("Gwilym Haf"), at=at)


async def test_a_death_noted_by_mistake_puts_them_back_where_they_stood(swimming: Swimming) -> None:
    gwen, bo = swimming.people[0], swimming.people[2]
    await begun(swimming, bo)
    deaths = [await dies(swimming, person) for person in (gwen, bo)]
    for death in deaths:
        await undone(swimming, death)
    assert [(await stands(swimming, one)).heard for one in (gwen, bo)] == [Heard.INVITED, Heard.IN_SESSION]
    assert [(await stands(swimming, one)).over_on for one in (gwen, bo)] == [None, None]


async def test_after_a_mistake_the_answer_is_owed_again(after: After) -> None:
    await after.summarise()
    await after.use()
    death = await dies(after.swimming, after.k[0])
    assert after.k[0] not in await owed(after.swimming)
    await undone(after.swimming, death)
    assert await owed(after.swimming) == set(after.k)


async def test_a_reason_somebody_wrote_down_is_not_overwritten_by_a_mistake(swimming: Swimming) -> None:
    gwen, mair, at = swimming.people[0], swimming.person("Mair Elis"), now(swimming)
    async with swimming.store.writing() as writing:
        await lifecycle.not_reached(writing, swimming.id, gwen, "In hospital", by=mair, at=at)
    await undone(swimming, await dies(swimming, gwen))
    assert ((row := await stands(swimming, gwen)).heard, row.why_not) == (Heard.NOT_REACHED, "In hospital")


# --- Whoever asks ---------------------------------------------------------------------------------------------------


async def test_whoever_asks_and_dies_leaves_nobody_without_somebody_to_ask_them(swimming: Swimming) -> None:
    sian, mair = swimming.person("Siân Llwyd"), swimming.person("Mair Elis")
    gwen = swimming.people[0]
    sitting = await begun(swimming, gwen)
    await dies(swimming, sian)
    await dies(swimming, mair)
    async with swimming.store.reading() as reading:
        assert (await reading.get_one(ConsultationAsker, (swimming.id, sian))).ended_at is not None
        asked = await reading.scalars(
            select(ConsultationResponse.asker_id).where(ConsultationResponse.consultation_id == swimming.id)
        )
        assert set(asked) == {None}
        row = await queries.part_of(reading, await _row(swimming), sian, day_of(now(swimming)))
    assert row is not Part.ASKS
    assert (await sitting_row(swimming, sitting)).ended_at is not None


async def _row(swimming: Swimming) -> Consultation:
    async with swimming.store.reading() as reading:
        return await reading.get_one(Consultation, swimming.id)


async def test_who_is_erased_asks_nobody_any_more(swimming: Swimming) -> None:
    sian = swimming.person("Siân Llwyd")
    async with swimming.store.writing() as writing:
        await lifecycle.erase_asked(writing, sian, at=now(swimming))
    assert (await stands(swimming, swimming.people[1])).asker_id is None


# --- Pages and record -----------------------------------------------------------------------------------------------


async def test_the_pages_say_that_nobody_asks_them_any_more(swimming: Swimming) -> None:
    gwen = swimming.people[0]
    await sat(swimming, gwen)
    await was_read(swimming, gwen)
    await dies(swimming, gwen)
    window = await swimming.forums.town.window("Mair Elis")
    where = f"facilitate/consultations/{swimming.id}/people"
    await window.get(where)
    assert "Has died" in window.text()
    await window.get(f"{where}/{gwen}")
    text = window.text()
    assert "This person has died. Nobody asks them any more" in text
    assert "Ask them now" not in text
    assert "Check it back with them" not in text
    await window.get(f"{where}/{gwen}/told")
    assert "They cannot agree to anything more" in window.text()
    assert "Let it be told" not in window.text()
    assert (await window.get(f"{where}/{gwen}/sittings/new")).status_code == 409


async def test_the_record_says_it_of_nobody(swimming: Swimming) -> None:
    gwen = swimming.people[0]
    await undone(swimming, await dies(swimming, gwen))
    async with swimming.store.reading() as reading:
        lines = list(
            await reading.scalars(select(RecordLine).where(RecordLine.subject == f"consultation:{swimming.id}"))
        )
    told = [line for line in lines if line.verb in ("consultation.asked_no_more", "consultation.asked_again")]
    assert [line.verb for line in told] == ["consultation.asked_no_more", "consultation.asked_again"]
    assert all(str(gwen) not in str(line.facts) for line in told)
    assert {line.verb for line in told} <= set(TALKED)
