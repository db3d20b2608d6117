"""An item of a board meeting may name a matter of the rules; what belongs elsewhere is told (invariant 68)."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import msgspec
import pytest

from govern.constituencies.boards.rules import domains
from govern.constituencies.boards.rules.domains import OutsideTheDomain
from govern.constituencies.rulebook import lifecycle as rulebook
from govern.constituencies.rulebook.book import example
from govern.database import Store
from govern.errors import NotValid
from govern.meetings import lifecycle, queries
from govern.meetings.lifecycle import ItemDraft, MeetingDraft
from govern.meetings.rules import ItemKind, MeetingKind
from tests.meetings.scene import AGM_AT, AT, Scene, a_society


@pytest.fixture
async def scene(store: Store) -> Scene:
    """The society of the other tests; from its board meeting on, by the rules of a body with a council beside it."""
    made = await a_society(store)
    async with store.writing() as writing:
        await rulebook.adopt(writing, example("cartrefi_like"), by=None, at=AT + timedelta(days=1))
    return made


def talk(topic: str | None) -> ItemDraft:
    title = {"en": "Pay of the board", "cy": "Tâl y bwrdd"}
    return ItemDraft(kind=ItemKind.TALK, title=title, topic=topic)


def a_meeting(kind: MeetingKind = MeetingKind.BOARD) -> MeetingDraft:
    return MeetingDraft(
        kind=kind, title={"en": "Board", "cy": "Bwrdd"}, starts_at=AGM_AT, place={"en": "Here", "cy": "Yma"}
    )


async def test_a_matter_of_another_body_is_refused_with_that_body_named(scene: Scene) -> None:
    async with scene.store.writing() as writing:
        meeting = await lifecycle.draft(writing, a_meeting(), by=scene.secretary, at=AT)
    with pytest.raises(OutsideTheDomain, match="This belongs to the body named “Council of Members”") as refusal:
        async with scene.store.writing() as writing:
            await lifecycle.add_item(writing, meeting, talk("remuneration"), by=scene.secretary, at=AT)
    assert refusal.value.field == "topic"
    async with scene.store.writing() as writing:
        item = await lifecycle.add_item(writing, meeting, talk("manage_business"), by=scene.secretary, at=AT)
    with pytest.raises(OutsideTheDomain):
        async with scene.store.writing() as writing:
            await lifecycle.change_item(writing, item, talk("strategy"), by=scene.secretary, at=AT)
    async with scene.store.reading() as reading:
        (found,) = (await queries.meeting_page(reading, meeting, "en")).items
    assert (found.topic, str(found.about)) == ("manage_business", "running the business")


async def test_an_item_that_names_no_matter_is_put_on_as_before(scene: Scene) -> None:
    async with scene.store.writing() as writing:
        meeting = await lifecycle.draft(writing, a_meeting(), by=scene.secretary, at=AT)
        await lifecycle.add_item(writing, meeting, talk(None), by=scene.secretary, at=AT)


async def test_a_general_meeting_that_becomes_the_boards_is_looked_at_again(scene: Scene) -> None:
    async with scene.store.writing() as writing:
        general = a_meeting(MeetingKind.GM)
        meeting = await lifecycle.draft(writing, general, by=scene.secretary, at=AT)
        await lifecycle.add_item(writing, meeting, talk("remuneration"), by=scene.secretary, at=AT)
    with pytest.raises(OutsideTheDomain):
        async with scene.store.writing() as writing:
            await lifecycle.change(writing, meeting, a_meeting(), by=scene.secretary, at=AT)


async def test_a_body_to_be_asked_first_is_shown_until_it_has_spoken(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """M55: the agenda says “not yet consulted”."""
    monkeypatch.setattr(domains, "consulted_on", lambda book: {"council": ("manage_business",)})
    async with scene.store.writing() as writing:
        meeting = await lifecycle.draft(writing, a_meeting(), by=scene.secretary, at=AT)
        await lifecycle.add_item(writing, meeting, talk("manage_business"), by=scene.secretary, at=AT)
    async with scene.store.reading() as reading:
        (found,) = (await queries.meeting_page(reading, meeting, "en")).items
    assert found.not_consulted == ("Council of Members",)


# --- Other meetings than the board's ---


def motion(topic: str | None, resolution: str) -> ItemDraft:
    both = {"en": "We agree.", "cy": "Cytunwn."}
    return ItemDraft(kind=ItemKind.MOTION, title=both, text=both, resolution=resolution, topic=topic)


async def drafted(scene: Scene, wanted: MeetingDraft) -> UUID:
    async with scene.store.writing() as writing:
        return await lifecycle.draft(writing, wanted, by=scene.secretary, at=AT)


async def test_the_members_talk_about_any_matter_and_decide_their_own(scene: Scene) -> None:
    """Invariant 68, for the general meeting."""
    meeting = await drafted(scene, a_meeting(MeetingKind.GM))
    async with scene.store.writing() as writing:
        await lifecycle.add_item(writing, meeting, talk("remuneration"), by=scene.secretary, at=AT)
        await lifecycle.add_item(writing, meeting, motion("investment", "ordinary"), by=scene.secretary, at=AT)
    with pytest.raises(OutsideTheDomain, match="This belongs to the body named") as refusal:
        async with scene.store.writing() as writing:
            await lifecycle.add_item(writing, meeting, motion("remuneration", "ordinary"), by=scene.secretary, at=AT)
    assert refusal.value.field == "topic"
    with pytest.raises(NotValid, match="The rules know no such matter"):
        async with scene.store.writing() as writing:
            await lifecycle.add_item(writing, meeting, talk("the weather"), by=scene.secretary, at=AT)
    async with scene.store.reading() as reading:
        offered = await queries.topics_to_name(reading, "general", AGM_AT, "en")
    assert {"general"} <= {one.body for one in offered[0].deciders}


async def test_m55_the_members_see_who_has_not_been_consulted(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(domains, "consulted_on", lambda book: {"council": ("investment",)})
    meeting = await drafted(scene, a_meeting(MeetingKind.AGM))
    async with scene.store.writing() as writing:
        await lifecycle.add_item(writing, meeting, motion("investment", "ordinary"), by=scene.secretary, at=AT)
    async with scene.store.reading() as reading:
        (found,) = (await queries.meeting_page(reading, meeting, "en")).items
    assert found.not_consulted == ("Council of Members",)


async def test_another_body_than_the_board_has_meetings_and_matters_of_its_own(scene: Scene) -> None:
    council = msgspec.structs.replace(a_meeting(), body="council")
    meeting = await drafted(scene, council)
    async with scene.store.writing() as writing:
        await lifecycle.add_item(writing, meeting, talk("remuneration"), by=scene.secretary, at=AT)
    with pytest.raises(OutsideTheDomain):
        async with scene.store.writing() as writing:
            await lifecycle.add_item(writing, meeting, talk("manage_business"), by=scene.secretary, at=AT)
    async with scene.store.reading() as reading:
        page = await queries.meeting_page(reading, meeting, "en")
        rows = await queries.meetings_in_office(reading, "en")
        bodies = await queries.bodies_to_meet(reading, AGM_AT, "en")
    assert (page.body, page.of, rows[0].of) == ("council", "Council of Members", "Council of Members")
    assert bodies[0][0] == "board" and ("council", "Council of Members") in bodies
    with pytest.raises(NotValid, match="nobody sits on this body") as refusal:
        await drafted(scene, msgspec.structs.replace(a_meeting(), body="nobody"))
    assert refusal.value.field == "body"
    with pytest.raises(OutsideTheDomain):
        async with scene.store.writing() as writing:
            await lifecycle.change(writing, meeting, a_meeting(), by=scene.secretary, at=AT)
