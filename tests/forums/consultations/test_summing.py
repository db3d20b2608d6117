"""The sum of a consultation, what may be told of one person, and what it lies beside: each step, each refusal."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from govern.ballots.queries import people_asked
from govern.errors import AlreadyDone, NotAllowed, NotValid, WrongMoment
from govern.forums.consultations import lifecycle, queries
from govern.forums.consultations.models import (
    AttachedTo,
    Consultation,
    ConsultationResponse,
)
from govern.forums.consultations.rules import (
    Heard,
    Part,
    Stage,
)
from govern.forums.gatherings import lifecycle as gatherings
from govern.forums.gatherings.lifecycle import ItemDraft
from govern.forums.gatherings.rules import ItemKind
from tests.forums.consultations.after import After, after
from tests.forums.consultations.conftest import Swimming

__all__ = ["after"]


# --- The sum --------------------------------------------------------------------------------------------------------


async def test_nobody_is_left_out_of_a_sum_without_a_reason(swimming: Swimming) -> None:
    after = After(swimming)
    async with swimming.store.writing() as writing:
        await lifecycle.close(writing, after.id, by=after.mair, at=after.at)
    with pytest.raises(NotValid, match="Still open: Ana Bowen, Bo Parry, Cai Rhys, Di Owen, Gwen Hughes"):
        await after.summarise()
    async with swimming.store.writing() as writing:
        for person in after.k:
            await lifecycle.not_reached(writing, after.id, person, "In hospital", by=after.mair, at=after.at)
    await after.summarise()
    assert await after.stage() is Stage.SUMMARISED


async def test_an_answer_that_nobody_has_read_holds_the_sum_up(after: After) -> None:
    """It can be read after the last day of asking too; it is not thrown away as if nobody had been there."""
    store, somebody = after.swimming.store, after.k[0]
    async with store.writing() as writing:
        (await writing.get_one(Consultation, after.id)).stage = Stage.OPEN
        row = await writing.get_one(ConsultationResponse, (after.id, somebody))
        row.heard, row.stance, row.evidence, row.confidence = Heard.IN_SESSION, None, None, None
        await lifecycle.close(writing, after.id, by=after.mair, at=after.at)
        assert row.heard is Heard.IN_SESSION
    with pytest.raises(NotValid, match="Read what each person showed"):
        await after.summarise()


async def test_it_is_summed_up_only_after_it_was_closed(swimming: Swimming) -> None:
    with pytest.raises(WrongMoment):
        await After(swimming).summarise()


async def test_the_sum_has_every_cell_however_many_were_asked(after: After) -> None:
    async with after.swimming.store.reading() as reading:
        found = await queries.the_sum(reading, after.id)
    assert {cell.key: cell.people for cell in found.positions if cell.people} == {
        "for": 1,
        "leans:for": 1,
        "against": 1,
        "no_clear_view": 1,
    }
    assert {cell.key: cell.people for cell in found.confidence} == {"high": 2, "medium": 1, "low": 1}


async def test_the_sum_stays_the_same_once_names_are_forgotten_and_somebody_is_erased(after: After) -> None:
    store, gone = after.swimming.store, after.k[0]
    await after.summarise()
    async with store.writing() as writing:
        before = await queries.the_sum(writing, after.id)
        await lifecycle.erase_asked(writing, gone, at=after.at)
        assert await queries.the_sum(writing, after.id) == before
        assert await lifecycle.forget_due(writing, at=after.at + timedelta(days=1_000)) == 1
        assert await queries.the_sum(writing, after.id) == before


async def test_no_cell_under_the_floor_is_published_unless_each_in_it_agreed(after: After) -> None:
    """Invariant 77, in the database: of five alone five are told, and with everybody's word all of it."""
    await after.summarise()
    await after.agree(*after.k)
    told = await after.publish()
    assert told.told.positions is not None and told.told.positions.of("against") == 1
    async with after.swimming.store.writing() as writing:
        await lifecycle.let_be_seen(writing, after.id, after.k[2], "", by=after.mair, at=after.at)
    told = await after.told()
    assert told.told.asked == 5
    assert told.told.positions is not None and told.told.positions.shown == (), "taken back: it is gone from the page"


async def test_too_few_are_not_published_at_all(after: After) -> None:
    async with after.swimming.store.writing() as writing:
        for person in after.k[2:]:
            await writing.delete(await writing.get_one(ConsultationResponse, (after.id, person)))
    await after.summarise()
    with pytest.raises(NotAllowed, match="Fewer than 3 people were asked"):
        await after.publish()


async def test_what_is_published_is_not_counted_again(after: After) -> None:
    """Two sums side by side would tell what one more person agreed to."""
    await after.summarise()
    await after.publish()
    with pytest.raises(WrongMoment):
        await after.agree(after.k[0])
    with pytest.raises(AlreadyDone):
        await after.publish()


async def test_nothing_is_published_before_it_is_summed_up(after: After) -> None:
    with pytest.raises(WrongMoment):
        await after.publish()


async def test_what_somebody_let_be_told_is_gone_when_they_take_it_back(after: After) -> None:
    async with after.swimming.store.writing() as writing:
        words = "Put Thursday under good, twice."
        await lifecycle.release(writing, after.id, after.k[0], words, "Nodded", by=after.mair, at=after.at)
    await after.summarise()
    assert (await after.publish()).released == (words,)
    async with after.swimming.store.writing() as writing:
        await lifecycle.take_back_release(writing, after.id, after.k[0], by=after.mair, at=after.at)
    assert (await after.told()).released == ()


@pytest.mark.parametrize(("words", "agreed"), [("", "Nodded"), ("Chose Thursday.", " ")])
async def test_nothing_is_told_without_words_and_a_yes(after: After, words: str, agreed: str) -> None:
    async with after.swimming.store.writing() as writing:
        with pytest.raises(NotValid):
            await lifecycle.release(writing, after.id, after.k[0], words, agreed, by=after.mair, at=after.at)


async def test_nothing_is_told_of_somebody_who_stopped(after: After) -> None:
    async with after.swimming.store.writing() as writing:
        with pytest.raises(NotAllowed):
            await lifecycle.release(writing, after.id, after.k[3], "Looked", "Nodded", by=after.mair, at=after.at)


async def test_members_are_told_of_it_when_it_is_published_and_outsiders_never(after: After) -> None:
    on, person = after.at.date(), after.k[4]
    async with after.swimming.store.writing() as writing:
        await writing.delete(await writing.get_one(ConsultationResponse, (after.id, person)))
    async with after.swimming.store.reading() as reading:
        assert await queries.to_read(reading, person, on, "en") == ()
    await after.summarise()
    await after.publish()
    async with after.swimming.store.reading() as reading:
        (found,) = await queries.to_read(reading, person, on, "en")
        assert found.part is Part.TOLD
        assert await queries.to_read(reading, uuid4(), on, "en") == ()


# --- Beside what is decided -----------------------------------------------------------------------------------------


async def raised(after: After) -> UUID:
    async with after.swimming.store.writing() as writing:
        wanted = ItemDraft(kind=ItemKind.DECIDE, title={"en": "Thursday?"})
        return await gatherings.raise_item(writing, after.swimming.forums.local, wanted, by=after.mair, at=after.at)


async def attach(after: After, kind: AttachedTo, target: UUID, in_forum: UUID | None) -> None:
    async with after.swimming.store.writing() as writing:
        await lifecycle.attach(writing, after.id, kind, target, in_forum=in_forum, by=after.mair, at=after.at)


async def test_that_people_were_asked_is_handed_down_and_led_to_once_it_is_published(after: After) -> None:
    item = await raised(after)
    await attach(after, AttachedTo.ITEM, item, after.swimming.forums.local)
    with pytest.raises(AlreadyDone):
        await attach(after, AttachedTo.ITEM, item, after.swimming.forums.local)

    async def beside() -> tuple[bool, bool]:
        async with after.swimming.store.reading() as reading:
            (found,) = (await people_asked(reading, [item]))[item]
        return found.told, found.cited

    assert await beside() == (False, False)
    await after.summarise()
    await after.publish()
    assert await beside() == (True, False)
    await after.use()
    assert await beside() == (True, True)


async def test_what_people_showed_is_not_put_away_before_something_is_decided(after: After) -> None:
    item = await raised(after)
    await attach(after, AttachedTo.ITEM, item, after.swimming.forums.local)
    async with after.swimming.store.writing() as writing:
        with pytest.raises(NotAllowed):
            await lifecycle.detach(writing, after.id, AttachedTo.ITEM, item, by=after.mair, at=after.at)


async def test_one_that_was_stopped_holds_up_nothing(after: After) -> None:
    item = await raised(after)
    await attach(after, AttachedTo.ITEM, item, after.swimming.forums.local)
    async with after.swimming.store.writing() as writing:
        await lifecycle.stop(writing, after.id, "The pool has closed", by=after.mair, at=after.at)
    async with after.swimming.store.reading() as reading:
        assert await people_asked(reading, [item]) == {}


async def test_a_forum_for_certain_people_is_not_told_of_outside_it(after: After) -> None:
    """Invariant 61."""
    async with after.swimming.store.writing() as writing:
        (await writing.get_one(Consultation, after.id)).forum_id = after.swimming.forums.family
    with pytest.raises(NotAllowed):
        await attach(after, AttachedTo.BALLOT, uuid4(), None)
    await attach(after, AttachedTo.ITEM, uuid4(), after.swimming.forums.family)
