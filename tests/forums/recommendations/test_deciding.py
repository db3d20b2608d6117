"""What a gathering decides is taken further in the same step: it asks others, or answers what its forum owes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

import pytest
from sqlalchemy import select

from govern.constituencies.register import lifecycle as register
from govern.constituencies.register.rules.training import TrainingKind
from govern.errors import NotFound
from govern.forums.gatherings import lifecycle as gatherings
from govern.forums.gatherings.lifecycle import Decision, ItemDraft
from govern.forums.gatherings.models import ForumItem, GatheringNote
from govern.forums.gatherings.rules import HowDecided, ItemKind, Standing
from govern.forums.recommendations.lifecycle import Because, answer_at_gathering, put_late_due
from govern.forums.recommendations.models import Raiser, Recommendation, RecommendationStep, RecommendationVersion
from govern.forums.recommendations.rules import Answer, Reply, Stage
from govern.forums.recommendations.rules.journey import StepKind
from govern.identity.rules import Site
from tests.forums.conftest import Forums
from tests.forums.gatherings.scene import MEMBERS, opened, points
from tests.forums.recommendations.conftest import Valley
from tests.forums.recommendations.test_w15 import agreed, written
from tests.window import Window

REGION = ("Sian Llwyd", "Gwen Hughes", "Ana Bowen", "Bo Parry", "Cai Rhys", "Di Owen")
AGREED = {"decision": "We ask for a ramp at the hall.", "how": "consensus"}


def forums(valley: Valley) -> Forums:
    return Forums(valley.town, valley.local, valley.regional, valley.family)


async def an_ask(valley: Valley, forum: UUID, name: str = "Gwen Hughes", *, about: str = "") -> None:
    people = valley.town.people
    wanted = ItemDraft(kind=ItemKind.ASK, title={"en": "A ramp"}, about=people[about] if about else None)
    async with valley.town.society.store.writing() as writing:
        await gatherings.raise_item(writing, forum, wanted, by=people[name], at=valley.town.clock.at)


async def the_only_one(valley: Valley) -> Recommendation:
    async with valley.town.society.store.reading() as reading:
        return (await reading.scalars(select(Recommendation))).one()


async def none_at_all(valley: Valley) -> bool:
    async with valley.town.society.store.reading() as reading:
        return await reading.scalar(select(Recommendation.id)) is None


async def first_point(leader: Window, valley: Valley, forum: UUID, here: Sequence[str] = MEMBERS) -> str:
    await opened(leader, forums(valley), forum, here)
    return points(leader)[0]


@pytest.fixture
async def valley(valley: Valley) -> Valley:
    """Those who lead have learned how, and each forum has as many members as its rules ask for."""
    town, people = valley.town, valley.town.people
    at, day, learned = town.clock.at, town.clock.at.date(), TrainingKind.FACILITATION
    people["Siân Llwyd"] = people["Sian Llwyd"]
    async with town.society.store.writing() as writing:
        for name in ("Mair Elis", "Sian Llwyd", "Di Owen"):
            await register.note_training(writing, people[name], learned, day, "A neighbour", "Seen", by=None, at=at)
        for name in ("Bo Parry", "Cai Rhys"):
            await register.note_attribute(writing, people[name], "family_carer", day, "Said so", by=None, at=at)
            await gatherings.come(writing, valley.family, people[name], Standing.MEMBER, by=None, at=at)
        for name in REGION[1:]:
            await gatherings.come(writing, valley.regional, people[name], Standing.MEMBER, by=None, at=at)
    return valley


async def test_a_draft_that_was_put_forward_goes_on_by_itself_once_the_forum_has_decided(valley: Valley) -> None:
    gwen, mair = [await valley.window(name) for name in ("Gwen Hughes", "Mair Elis")]
    found = await written(gwen, valley.local)
    await gwen.get(f"recommendations/{found}")
    await gwen.send(f"recommendations/{found}/put-forward")
    await gwen.follow()
    assert "No drop in sick pay after week four To ask of others." in gwen.text()
    assert "Read what is asked" in gwen.text() and f"recommendations/{found}" in gwen.last.text
    await gwen.get(f"recommendations/{found}")
    answer = await gwen.send(f"recommendations/{found}/put-forward")
    assert answer.status_code == 409 and "with the next gathering already" in gwen.text()
    point = await first_point(mair, valley, valley.local)
    await mair.get(point)
    assert "Once you note the decision, it becomes a recommendation" in mair.text()
    assert "Read what is asked" in mair.text()
    assert (await mair.send(f"{point}/decide", AGREED)).status_code == 303
    row = await the_only_one(valley)
    assert row.stage is Stage.WITH and row.with_forum_id == valley.regional and str(row.id) == found
    async with valley.town.society.store.reading() as reading:
        step = (await reading.scalars(select(RecommendationStep))).one()
        version = (await reading.scalars(select(RecommendationVersion))).one()
    assert (step.kind, step.minute) == (StepKind.AGREED, "Notes of Wednesday 4 February 2026, item 1")
    assert version.text["en"] == "Sick pay must not drop after week four."
    await mair.follow()
    assert "It became a recommendation" in mair.text() and f"facilitate/recommendations/{found}" in mair.last.text
    await mair.get(point.replace("facilitate/", "").rsplit("/points/", 1)[0])
    assert "See the recommendation that became of it" in mair.text()


async def test_what_was_only_raised_becomes_a_draft_that_says_what_it_lacks(valley: Valley) -> None:
    await an_ask(valley, valley.local)
    mair = await valley.window("Mair Elis")
    point = await first_point(mair, valley, valley.local)
    await mair.get(point)
    assert (await mair.send(f"{point}/decide", AGREED)).status_code == 303
    row = await the_only_one(valley)
    async with valley.town.society.store.reading() as reading:
        version = (await reading.scalars(select(RecommendationVersion))).one()
        raisers = list(await reading.scalars(select(Raiser.person_id)))
    assert row.stage is Stage.DRAFT and raisers == [valley.town.people["Gwen Hughes"]]
    assert (version.title, version.text) == ({"en": "A ramp"}, {"en": "We ask for a ramp at the hall."})
    at = f"facilitate/recommendations/{row.id}"
    await mair.get(at)
    assert "The forum decided on Wednesday 4 February 2026 to ask this. It has not gone on yet" in mair.text()
    assert 'value="Notes of Wednesday 4 February 2026, item 1"' in mair.last.text
    day = {"agreed_on_day": "4", "agreed_on_month": "2", "agreed_on_year": "2026"}
    await mair.send(f"{at}/agree", {**day, "minute": "Notes, item 1"})
    assert "write it in every language of the society" in mair.text()


async def test_what_is_not_carried_or_not_to_be_asked_becomes_nothing(valley: Valley) -> None:
    await an_ask(valley, valley.local)
    mair = await valley.window("Mair Elis")
    point = await first_point(mair, valley, valley.local)
    await mair.get(point)
    lost = {"how": "majority", "sought": "yes", "voted_for": "2", "voted_against": "3", "decision": "A ramp"}
    assert (await mair.send(f"{point}/decide", lost)).status_code == 303
    assert await none_at_all(valley)


async def test_m33_what_is_about_one_person_does_not_go_on_by_itself(valley: Valley) -> None:
    gwen, mair = [await valley.window(name) for name in ("Gwen Hughes", "Mair Elis")]
    found = await written(gwen, valley.local)
    await gwen.get(f"recommendations/{found}")
    await gwen.send(f"recommendations/{found}/put-forward")
    point = await first_point(mair, valley, valley.local)
    for path, sent in (
        ("about", {"about": str(valley.town.people["Ana Bowen"])}),
        ("view", {"their_view": "here"}),
        ("decide", AGREED),
    ):
        await mair.get(point)
        assert (await mair.send(f"{point}/{path}", sent)).status_code == 303, mair.text()
    assert (await the_only_one(valley)).stage is Stage.DRAFT


async def test_m5_a_name_of_a_restricted_forum_does_not_go_out_by_itself(valley: Valley) -> None:
    here = ("Di Owen", "Bo Parry", "Cai Rhys")
    for title, stage in (("Night calls wake Di Owen", Stage.DRAFT), ("Night calls", Stage.WITH)):
        di = await valley.window("Di Owen")
        found = await written(di, valley.family, title)
        await di.get(f"recommendations/{found}")
        await di.send(f"recommendations/{found}/put-forward")
        valley.town.people["Siân Llwyd"] = valley.town.people[
            "Di Owen"
        ]  # who leads a forum that is not the local one
        one = await opened(di, forums(valley), valley.family, here)
        point = points(di)[0]
        await di.get(point)
        assert (await di.send(f"{point}/decide", AGREED)).status_code == 303, di.text()
        async with valley.town.society.store.reading() as reading:
            assert (await reading.get_one(Recommendation, UUID(found))).stage is stage
        await di.get(one)
        await di.send(f"{one}/close")


async def late_with_the_region(valley: Valley) -> str:
    """The region is late with an answer, and gathers: its one item. Returns the recommendation."""
    gwen, mair = [await valley.window(name) for name in ("Gwen Hughes", "Mair Elis")]
    found = await written(gwen, valley.local)
    await agreed(mair, found)
    valley.town.clock.at = datetime(2026, 3, 20, 10, 0, tzinfo=UTC)
    assert await put_late_due(valley.town.society, at=valley.town.clock.at) == 1
    return found


async def test_invariant_66_an_answer_decided_at_a_gathering_is_given_with_the_note_of_it(valley: Valley) -> None:
    found = await late_with_the_region(valley)
    sian = await valley.window("Sian Llwyd")
    point = await first_point(sian, valley, valley.regional, REGION)
    await sian.get(point)
    assert "Note the answer you decide on" in sian.text() and "We talked about it" not in sian.text()
    at = f"{point}/answer"
    await sian.get(at)
    assert "It goes on at once, and stands in the notes." in sian.text()
    yes = {"kind": "decline", "how": "consensus"}
    assert (await sian.send(at, yes)).status_code == 422 and "this answer needs reasons" in sian.text()
    lost = {"how": "majority", "sought": "yes", "voted_for": "3", "voted_against": "3"}
    assert (await sian.send(at, {**yes, **lost, "reasons": "No money."})).status_code == 422
    assert "More than half of the members here must be for an answer." in sian.text()
    assert "No money." in sian.last.text
    async with valley.town.society.store.reading() as reading:
        assert (await reading.get_one(Recommendation, UUID(found))).stage is Stage.WITH
        assert (await reading.scalars(select(ForumItem.settled_at))).all() == [None]
    answer = await sian.send(at, {**yes, "reasons": "No money.", "easy": "There is no money."})
    assert answer.status_code == 303, sian.text()
    await sian.follow()
    assert "Decided. By consensus. Not agreed. No money." in sian.text()
    async with valley.town.society.store.reading() as reading:
        row = await reading.get_one(Recommendation, UUID(found))
        step = (
            await reading.scalars(select(RecommendationStep).order_by(RecommendationStep.position.desc()))
        ).first()
        note = (await reading.scalars(select(GatheringNote))).one()
        item = (await reading.scalars(select(ForumItem))).one()
    assert step is not None and row.stage is Stage.ANSWER_DUE and item.settled_at is not None and note.carried
    assert (step.kind, step.minute) == (StepKind.DECLINE, "Notes of Saturday 21 March 2026, item 1")
    assert step.reasons == {"en": "No money."} and step.easy == {"en": "There is no money."}
    assert (await sian.get(at)).status_code == 404


async def test_where_nothing_is_owed_there_is_no_answer_to_note(valley: Valley) -> None:
    await an_ask(valley, valley.local)
    mair = await valley.window("Mair Elis")
    point = await first_point(mair, valley, valley.local)
    assert (await mair.get(f"{point}/answer")).status_code == 404
    wanted = Decision(words="No", how=HowDecided.CONSENSUS)
    reply = Reply(kind=Answer.DECLINE, given_on=valley.town.clock.at.date(), reasons={"en": "No"}, minute="Item 1")
    by, at = valley.town.people["Mair Elis"], valley.town.clock.at
    site = Site("http://testserver.local", valley.town.society.short, "Cartrefi")
    with pytest.raises(NotFound, match="owes no answer here"):
        async with valley.town.society.store.writing() as writing:
            await answer_at_gathering(
                *(writing, valley.local, UUID(point.rsplit("/", 1)[1]), wanted, reply),
                because=Because(),
                site=site,
                by=by,
                at=at,
            )
