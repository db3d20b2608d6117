"""The life of a recommendation on both kinds of database: up, late, answered, back, asked again."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

import msgspec
import pytest
from sqlalchemy import select

from govern.constituencies.register import lifecycle as register
from govern.constituencies.rulebook import lifecycle as rulebook
from govern.database import Store
from govern.errors import AlreadyDone, NotAllowed, NotFound, NotValid, WrongMoment
from govern.forums.gatherings import lifecycle as gatherings
from govern.forums.gatherings.lifecycle import ForumDraft
from govern.forums.gatherings.models import ForumItem
from govern.forums.recommendations import lifecycle
from govern.forums.recommendations.lifecycle import Wish
from govern.forums.recommendations.models import AnswerBack, Raiser, Recommendation, RecommendationVersion
from govern.forums.recommendations.rules import Answer, EasyLine, Holder, Reply, Stage, Way, Wording
from govern.identity.lifecycle import NewPerson
from govern.identity.rules import Site
from govern.meetings import lifecycle as meetings
from govern.meetings.lifecycle import MeetingDraft
from govern.meetings.rules import MeetingKind
from govern.post.models import Letter
from govern.record import lines_about
from tests.forums.recommendations.conftest import AT, rules_of_three_layers

SITE = Site("https://vote.example", "tn", "Tair Nant")
LINE = (EasyLine("talk.svg", "Sick pay stays."),)
WORDING = Wording(
    title={"en": "Sick pay", "cy": "Tâl salwch"},
    text={"en": "It stays.", "cy": "Mae'n aros."},
    easy={"en": LINE, "cy": LINE},
)


class Scene(msgspec.Struct, frozen=True):
    """Two people, a local and a regional forum."""

    store: Store
    mair: UUID
    bo: UUID
    local: UUID
    regional: UUID

    async def agreed(self) -> UUID:
        async with self.store.writing() as writing:
            asked = await lifecycle.write(writing, self.local, WORDING, by=self.mair, at=AT)
            for person in (self.mair, self.bo):
                await lifecycle.name_raiser(writing, asked, person, Wish(), by=self.mair, at=AT)
            holder = await lifecycle.agree(writing, asked, AT.date(), "Item 4", by=self.mair, at=AT)
        assert holder == Holder("regional", self.regional)
        return asked

    async def answer(self, asked: UUID, kind: Answer, at: datetime, **more: object) -> None:
        usual = {"kind": kind, "given_on": at.date(), "minute": "Item 7", "reasons": {"en": "So."}}
        reply = msgspec.convert(usual | more, Reply)
        async with self.store.writing() as writing:
            await lifecycle.answer(writing, asked, reply, site=SITE, by=self.mair, at=at)

    async def row(self, asked: UUID) -> Recommendation:
        async with self.store.reading() as reading:
            return await reading.get_one(Recommendation, asked)


@pytest.fixture
async def scene(store: Store) -> Scene:
    async with store.writing() as writing:
        await rulebook.adopt(writing, rules_of_three_layers(), by=None, at=AT)
        people = []
        for name, email in (("Mair Elis", "mair@example.org"), ("Bo Parry", None)):
            new = NewPerson(name=name, email=email)
            people.append(
                await register.enter(writing, new, "supported", date(2020, 3, 1), "Founding", by=None, at=AT)
            )
        above = ForumDraft(layer="regional", name={"en": "South"})
        regional = await gatherings.found_forum(writing, above, by=None, at=AT)
        below = ForumDraft(layer="local", name={"en": "Pont"}, parent=regional)
        local = await gatherings.found_forum(writing, below, by=None, at=AT)
    return Scene(store, people[0], people[1], local, regional)


async def test_up_with_a_new_wording_and_back_to_everybody(scene: Scene) -> None:
    asked = await scene.agreed()
    row = await scene.row(asked)
    assert (row.stage, row.due_on) == (Stage.WITH, date(2026, 3, 17))
    at = AT + timedelta(days=35)
    await scene.answer(asked, Answer.AMEND, at, text={"en": "Week eight."}, title={"en": "Week eight"})
    row = await scene.row(asked)
    assert (row.with_body, row.due_on, row.version) == ("council", date(2026, 5, 5), 2)
    await scene.answer(asked, Answer.ADOPT, at)
    assert (await scene.row(asked)).stage is Stage.ANSWER_DUE
    async with scene.store.reading() as reading:
        versions = list(await reading.scalars(select(RecommendationVersion).order_by(RecommendationVersion.number)))
        backs = {one.person_id: one for one in await reading.scalars(select(AnswerBack))}
        lines = [line.verb for line in await lines_about(reading, [f"recommendation:{asked}"])]
    assert [one.text["en"] for one in versions] == ["It stays.", "Week eight."]  # invariant 64
    assert versions[0].forum_id == scene.local and versions[1].forum_id == scene.regional
    assert (backs[scene.mair].way, backs[scene.bo].way) == (Way.EMAIL, Way.LETTER)
    assert backs[scene.mair].given_at and backs[scene.bo].given_at is None
    assert lines[:2] == ["recommendation.adopt", "recommendation.amend"]


async def test_invariant_66_late_it_owes_itself_to_a_forum_and_then_to_a_body(scene: Scene) -> None:
    asked = await scene.agreed()
    late = AT + timedelta(days=43)
    async with scene.store.writing() as writing:
        assert await lifecycle.put_late(writing, at=late - timedelta(days=1)) == 0
        assert await lifecycle.put_late(writing, at=late) == 1
        assert await lifecycle.put_late(writing, at=late) == 0
        (item,) = await writing.scalars(select(ForumItem))
        with pytest.raises(NotAllowed, match="stays until it is answered"):
            await gatherings.take_back(writing, item.id, scene.regional, leads=True, by=scene.mair, at=late)
    await scene.answer(asked, Answer.ADOPT, late)
    async with scene.store.reading() as reading:
        (item,) = await reading.scalars(select(ForumItem))
    assert item.settled_at == late
    later = late + timedelta(days=57)
    draft = MeetingDraft(
        kind=MeetingKind.BOARD,
        body="council",
        title={"en": "Council", "cy": "Cyngor"},
        starts_at=later + timedelta(days=9),
        place={},
    )
    async with scene.store.writing() as writing:
        assert await lifecycle.put_late(writing, at=later) == 0
        await meetings.draft(writing, draft, by=scene.mair, at=later)
        assert await lifecycle.put_late(writing, at=later) == 1
        assert await lifecycle.put_late(writing, at=later) == 0


async def test_invariant_65_it_ends_when_the_first_forum_has_heard_and_not_before(scene: Scene) -> None:
    asked = await scene.agreed()
    with pytest.raises(WrongMoment):
        async with scene.store.writing() as writing:
            await lifecycle.receive(writing, asked, AT.date(), by=scene.mair, at=AT)
    await scene.answer(asked, Answer.DECLINE, AT)
    with pytest.raises(WrongMoment):
        async with scene.store.writing() as writing:
            await lifecycle.accept(writing, asked, by=scene.mair, at=AT)
    async with scene.store.writing() as writing:
        await lifecycle.receive(writing, asked, AT.date(), by=scene.mair, at=AT)
        await lifecycle.accept(writing, asked, by=scene.mair, at=AT)
    with pytest.raises(WrongMoment):
        await scene.answer(asked, Answer.ADOPT, AT)


async def test_asked_again_in_its_own_words_climbs_anew_and_a_second_time_is_refused(scene: Scene) -> None:
    asked = await scene.agreed()
    await scene.answer(asked, Answer.AMEND, AT, text={"en": "Week eight."})
    await scene.answer(asked, Answer.DECLINE, AT)
    facts = {"en": "Three were ill."}

    async def again() -> None:
        async with scene.store.writing() as writing:
            await lifecycle.receive(writing, asked, AT.date(), by=scene.mair, at=AT)
            await lifecycle.ask_again(writing, asked, facts, AT.date(), "Item 2", by=scene.mair, at=AT)

    await again()
    row = await scene.row(asked)
    assert (row.stage, row.layer, row.times, row.version) == (Stage.WITH, "regional", 1, 3)
    async with scene.store.reading() as reading:
        newest = await reading.get_one(RecommendationVersion, (asked, 3))
    assert (newest.text["en"], newest.facts, newest.forum_id) == ("It stays.", facts, scene.local)
    await scene.answer(asked, Answer.HOLD, AT, until=AT.date() + timedelta(days=9))
    await scene.answer(asked, Answer.DECLINE, AT)
    with pytest.raises(NotAllowed, match="asked again once at most"):
        await again()
    async with scene.store.reading() as reading:
        rounds = [one.times for one in await reading.scalars(select(AnswerBack).where(AnswerBack.way == Way.LETTER))]
    assert sorted(rounds) == [1, 2]


async def test_what_is_taken_back_is_gone_and_a_draft_of_a_closed_forum_is_not_begun(scene: Scene) -> None:
    async with scene.store.writing() as writing:
        asked = await lifecycle.write(writing, scene.local, WORDING, by=scene.mair, at=AT)
        await lifecycle.drop(writing, asked, by=scene.mair, at=AT)
    for step in (lifecycle.drop,):
        with pytest.raises(AlreadyDone):
            async with scene.store.writing() as writing:
                await step(writing, asked, by=scene.mair, at=AT)
    with pytest.raises(NotFound):
        async with scene.store.writing() as writing:
            await lifecycle.drop_raiser(writing, asked, scene.bo, by=scene.mair, at=AT)
    async with scene.store.writing() as writing:
        await gatherings.close_forum(writing, scene.local, by=scene.mair, at=AT)
    with pytest.raises(AlreadyDone):
        async with scene.store.writing() as writing:
            await lifecycle.write(writing, scene.local, WORDING, by=scene.mair, at=AT)


async def test_days_that_are_still_to_come_are_refused(scene: Scene) -> None:
    tomorrow = AT.date() + timedelta(days=1)
    async with scene.store.writing() as writing:
        asked = await lifecycle.write(writing, scene.local, WORDING, by=scene.mair, at=AT)
    with pytest.raises(NotValid) as refusal:
        async with scene.store.writing() as writing:
            await lifecycle.agree(writing, asked, tomorrow, "Item 4", by=scene.mair, at=AT)
    assert refusal.value.field == "agreed_on"
    with pytest.raises(NotValid) as unknown:
        async with scene.store.writing() as writing:
            await lifecycle.name_raiser(writing, asked, scene.bo, Wish(format="smoke signs"), by=scene.bo, at=AT)
    assert unknown.value.field == "format"


async def test_two_records_of_one_person_raise_a_thing_once(scene: Scene) -> None:
    asked = await scene.agreed()
    await scene.answer(asked, Answer.DECLINE, AT)
    async with scene.store.writing() as writing:
        await lifecycle.raised_once(writing, scene.mair, scene.bo)
        raisers = list(await writing.scalars(select(Raiser.person_id)))
        backs = list(await writing.scalars(select(AnswerBack.person_id)))
    assert raisers == [scene.mair] and backs == [scene.mair]


async def test_whoever_owes_it_is_told_once_and_reminded_once(scene: Scene) -> None:
    async with scene.store.writing() as writing:
        await gatherings.name_facilitator(writing, scene.regional, scene.bo, AT.date(), by=None, at=AT)
    asked = await scene.agreed()
    for days, written in ((0, 1), (1, 0), (34, 0), (35, 1), (36, 0), (43, 0)):
        async with scene.store.writing() as writing:
            assert await lifecycle.tell_owing(writing, site=SITE, at=AT + timedelta(days=days)) == written, days
    row = await scene.row(asked)
    assert (row.told_on, row.reminded_on) == (AT.date(), AT.date() + timedelta(days=35))
    async with scene.store.reading() as reading:
        letters = list(await reading.scalars(select(Letter).order_by(Letter.written_at)))
    assert [(one.kind, one.by_post, one.person_id) for one in letters] == [
        ("recommendation_came", True, scene.bo),
        ("recommendation_due", True, scene.bo),
    ]
    await scene.answer(asked, Answer.ADOPT, AT + timedelta(days=43))
    row = await scene.row(asked)
    assert (row.told_on, row.reminded_on) == (None, None)  # the next one is told anew


async def test_what_is_put_forward_is_with_the_next_gathering_once(scene: Scene) -> None:
    async with scene.store.writing() as writing:
        asked = await lifecycle.write(writing, scene.local, WORDING, by=scene.mair, at=AT)
        await lifecycle.put_forward(writing, asked, by=scene.mair, at=AT)
        (item,) = await writing.scalars(select(ForumItem))
        assert (item.asked_id, item.words, item.title) == (asked, "", WORDING.title)
        with pytest.raises(AlreadyDone, match="with the next gathering already"):
            await lifecycle.put_forward(writing, asked, by=scene.mair, at=AT)
        await gatherings.take_back(writing, item.id, scene.local, leads=False, by=scene.mair, at=AT)
        await lifecycle.put_forward(writing, asked, by=scene.mair, at=AT)
        await lifecycle.agree(writing, asked, AT.date(), "Item 4", by=scene.mair, at=AT)
        with pytest.raises(WrongMoment):
            await lifecycle.put_forward(writing, asked, by=scene.mair, at=AT)
