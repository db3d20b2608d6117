"""The sum, what may be told of one person, the decision that cites it, and the answers: each refusal, each step."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from msgspec.structs import replace

from govern.ballots.queries import people_asked
from govern.constituencies.rulebook import queries as rulebook
from govern.errors import AlreadyDone, NotAllowed, NotFound, NotValid, WrongMoment
from govern.forums.consultations import lifecycle, queries
from govern.forums.consultations.lifecycle import Cited
from govern.forums.consultations.models import (
    AttachedTo,
    CommunicationProfile,
    Consultation,
    ConsultationResponse,
    ConsultationSitting,
    Through,
)
from govern.forums.consultations.rules import (
    Adaptation,
    Assent,
    Confidence,
    Evidence,
    Heard,
    Part,
    Stage,
    Stance,
    way_back,
)
from govern.forums.gatherings import lifecycle as gatherings
from govern.forums.gatherings.lifecycle import ItemDraft
from govern.forums.gatherings.rules import ItemKind
from tests.forums.consultations.conftest import Swimming

VIEWS = (
    (Stance.FOR, Evidence.CHOSEN, Confidence.HIGH, False),
    (Stance.FOR, Evidence.OBSERVED, Confidence.MEDIUM, True),
    (Stance.AGAINST, Evidence.CHOSEN, Confidence.HIGH, False),
    None,
    (Stance.NO_CLEAR_VIEW, Evidence.OBSERVED, Confidence.LOW, False),
)
CHOICES: dict[UUID, tuple[str, ...]] = {uuid4(): ("yes",)}
DECISION = {"en": "Thursday for six weeks."}


class After:
    """W14 after everybody was asked: K4 stopped. `run` does one step as whoever runs it."""

    def __init__(self, swimming: Swimming) -> None:
        self.swimming, self.id, self.k = swimming, swimming.id, swimming.people
        self.mair, self.at = swimming.person("Mair Elis"), swimming.forums.town.clock.at

    async def asked(self) -> None:
        async with self.swimming.store.writing() as writing:
            for person, view in zip(self.k, VIEWS, strict=True):
                row = await writing.get_one(ConsultationResponse, (self.id, person))
                row.heard = Heard.STOPPED if view is None else Heard.RECORDED
                if view is not None:
                    row.stance, row.evidence, row.confidence, row.leaning = view
            for person in (self.k[0], self.k[2]):
                row = await writing.get_one(ConsultationResponse, (self.id, person))
                row.heard, row.checked_back_at = Heard.FINAL, self.at
            await lifecycle.close(writing, self.id, by=self.mair, at=self.at)

    async def summarise(self) -> None:
        async with self.swimming.store.writing() as writing:
            await lifecycle.summarise(writing, self.id, {}, {}, by=self.mair, at=self.at)

    async def agree(self, *people: UUID) -> None:
        async with self.swimming.store.writing() as writing:
            for person in people:
                await lifecycle.let_be_seen(writing, self.id, person, "Nodded", by=self.mair, at=self.at)

    async def publish(self) -> queries.Told:
        async with self.swimming.store.writing() as writing:
            await lifecycle.publish(writing, self.id, by=self.mair, at=self.at)
        return await self.told()

    async def told(self) -> queries.Told:
        async with self.swimming.store.reading() as reading:
            found = await queries.told(reading, self.id, "en")
        assert found is not None
        return found

    async def use(self, **changed: object) -> int:
        wanted = Cited(
            decided_on=self.at.date(), decided_by={"en": "The forum"}, decision=DECISION, changed={"en": "The day."}
        )
        async with self.swimming.store.writing() as writing:
            return await lifecycle.use(writing, self.id, replace(wanted, **changed), by=self.mair, at=self.at)

    async def stage(self) -> Stage:
        async with self.swimming.store.reading() as reading:
            return (await reading.get_one(Consultation, self.id)).stage


@pytest.fixture
async def after(swimming: Swimming) -> After:
    made = After(swimming)
    await made.asked()
    return made


# --- The sum --------------------------------------------------------------------------------------------------------


async def test_nobody_is_left_out_of_a_sum_without_a_reason(swimming: Swimming) -> None:
    after = After(swimming)
    async with swimming.store.writing() as writing:
        await lifecycle.close(writing, after.id, by=after.mair, at=after.at)
    with pytest.raises(NotValid, match="Still to say: Ana Bowen, Bo Parry, Cai Rhys, Di Owen, Gwen Hughes"):
        await after.summarise()
    async with swimming.store.writing() as writing:
        for person in after.k:
            await lifecycle.not_reached(writing, after.id, person, "In hospital", by=after.mair, at=after.at)
    await after.summarise()
    assert await after.stage() is Stage.SUMMARISED


async def test_it_is_summed_up_only_after_it_was_closed(swimming: Swimming) -> None:
    with pytest.raises(WrongMoment):
        await After(swimming).summarise()


async def test_the_sum_takes_two_questions_however_many_were_asked(after: After) -> None:
    async with after.swimming.store.reading() as reading:
        found = await queries.the_sum(reading, after.id)
    assert {cell.key: cell.people for cell in found.positions if cell.people} == {
        "for": 1,
        "leans:for": 1,
        "against": 1,
        "no_clear_view": 1,
    }
    assert {cell.key: cell.people for cell in found.confidence} == {"high": 2, "medium": 1, "low": 1}


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


# --- The decision and the answers -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "changed",
    [
        {"changed": {}},
        {"nothing_because": {"en": "The pool is full."}},
        {"decision": {}},
        {"cards": (uuid4(),)},
        {"look_again_on": "before"},
        {"decided_on": "after"},
    ],
)
async def test_a_decision_that_says_too_little_is_not_written_down(after: After, changed: dict[str, object]) -> None:
    """Invariant 78: what changed or why nothing did, one of the two."""
    await after.summarise()
    days = {"before": after.at.date() - timedelta(days=1), "after": after.at.date() + timedelta(days=1)}
    with pytest.raises(NotValid):
        await after.use(
            **{name: days.get(value, value) if isinstance(value, str) else value for name, value in changed.items()}
        )
    assert await after.stage() is Stage.SUMMARISED


async def test_nothing_changed_is_an_answer_too_if_it_says_why(after: After) -> None:
    await after.summarise()
    assert await after.use(changed={}, nothing_because={"en": "The pool is full on Thursdays."}) == 5


async def test_nothing_is_decided_on_it_before_it_is_summed_up(after: After) -> None:
    with pytest.raises(WrongMoment):
        await after.use()


async def test_the_answer_goes_back_to_who_was_asked_and_not_to_who_never_was(after: After) -> None:
    """Who stopped hears it too, and who was reached once and then no more; who was never reached was never asked."""
    async with after.swimming.store.writing() as writing:
        for person in after.k[3:]:
            row = await writing.get_one(ConsultationResponse, (after.id, person))
            row.heard, row.stance, row.evidence, row.confidence = Heard.NOT_REACHED, None, None, None
            row.why_not = "Moved"
        sitting = ConsultationSitting(
            id=uuid4(),
            sent_id=uuid4(),
            consultation_id=after.id,
            person_id=after.k[4],
            through=Through.PAPER,
            adaptation=Adaptation.OBJECTS,
            led_by=after.mair,
            began_at=after.at,
            assent=Assent.GIVEN,
            assent_how="Sat down",
            entered_at=after.at,
        )
        writing.add(sitting)
    await after.summarise()
    assert await after.use() == 4
    async with after.swimming.store.reading() as reading:
        assert after.k[3] not in {one.person_id for one in await queries.answers_back(reading, after.id)}


async def test_each_hears_it_in_the_way_that_is_best_for_them(after: After) -> None:
    async with after.swimming.store.writing() as writing:
        for version, way in ((1, Adaptation.OBJECTS), (2, Adaptation.MAT)):
            profile = CommunicationProfile(
                person_id=after.k[2], version=version, best_way=way, written_by=after.mair, written_at=after.at
            )
            writing.add(profile)
    await after.summarise()
    await after.use()
    async with after.swimming.store.reading() as reading:
        ways = {one.person_id: one.way for one in await queries.answers_back(reading, after.id)}
    assert ways[after.k[2]] is Adaptation.MAT, "as their own page says now"
    assert ways[after.k[1]] is Adaptation.WORDS, "trying out is no way to be told: a plain card"
    assert ways[after.k[3]] is Adaptation.PHOTOGRAPHS, "as they were asked"


def test_no_way_is_used_that_nobody_prepared() -> None:
    assert way_back(Adaptation.SIGNED, Adaptation.FACES, {Adaptation.MAT}) is Adaptation.WORDS
    assert way_back(Adaptation.SIGNED, Adaptation.MAT, {Adaptation.MAT}) is Adaptation.MAT


async def test_it_is_not_closed_before_each_person_has_their_answer(after: After) -> None:
    """Invariant 78."""
    await after.summarise()
    await after.use()
    async with after.swimming.store.writing() as writing:
        for person in after.k:
            with pytest.raises(NotAllowed, match="The answer has not gone back to each person"):
                await lifecycle.close_answers(writing, after.id, by=after.mair, at=after.at)
            with pytest.raises(NotValid):
                await lifecycle.bring(writing, after.id, person, " ", by=after.mair, at=after.at)
            await lifecycle.bring(writing, after.id, person, "Smiled", by=after.mair, at=after.at)
        with pytest.raises(AlreadyDone):
            await lifecycle.bring(writing, after.id, after.k[0], "Smiled", by=after.mair, at=after.at)
        await lifecycle.close_answers(writing, after.id, by=after.mair, at=after.at)
    assert await after.stage() is Stage.ANSWERED


async def test_answers_that_are_late_are_on_the_page_of_who_asks(after: After) -> None:
    await after.summarise()
    await after.use()
    sian, nobody = after.swimming.person("Siân Llwyd"), after.swimming.person("Nerys Puw")
    async with after.swimming.store.reading() as reading:
        for days, late in ((14, False), (15, True)):
            (owed,) = await queries.answers_owed(reading, sian, after.at.date() + timedelta(days=days), "en")
            assert (owed.waiting, owed.late) == (5, late)
        assert await queries.answers_owed(reading, nobody, after.at.date(), "en") == ()


# --- To a mandate ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "says"),
    [
        (1, "It was observed by others"),
        (3, "There is no view of this person"),
        (4, "It was observed by others"),
    ],
)
async def test_what_was_observed_or_stopped_never_becomes_a_vote(after: After, number: int, says: str) -> None:
    """Invariant 75."""
    async with after.swimming.store.writing() as writing:
        with pytest.raises(NotAllowed, match=says):
            await lifecycle.let_count(
                *(writing, after.id, after.k[number], uuid4(), CHOICES, "Nodded"),
                by=after.mair,
                at=after.at,
            )


async def test_a_view_that_was_not_checked_back_never_becomes_a_vote(after: After) -> None:
    """Invariant 75."""
    async with after.swimming.store.writing() as writing:
        row = await writing.get_one(ConsultationResponse, (after.id, after.k[0]))
        row.heard, row.checked_back_at = Heard.RECORDED, None
        found = await lifecycle.why_not_a_vote(writing, row, after.at)
    assert str(found) == "It was not checked back with the person."


async def test_it_counts_only_in_a_vote_that_lies_beside_it(after: After) -> None:
    async with after.swimming.store.writing() as writing:
        assert (
            "observed"
            not in (await rulebook.in_force(writing, after.at.date())).rulebook.consultation.mandate_evidence
        )
        with pytest.raises(NotFound):
            await lifecycle.let_count(
                *(writing, after.id, after.k[0], uuid4(), CHOICES, "Nodded"), by=after.mair, at=after.at
            )
