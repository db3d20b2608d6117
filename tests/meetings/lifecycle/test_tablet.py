"""A card at a tablet, below the pages: whose it is, who may answer, what is kept; on both databases."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from govern.errors import AlreadyDone, NotAllowed, NotFound, NotValid, WrongMoment
from govern.identity.lifecycle import Browser
from govern.identity.models import Session
from govern.identity.rules import Proof, Site
from govern.meetings import lifecycle, queries
from govern.meetings.models import TabletAsk
from govern.meetings.rules import Mode
from tests.meetings.scene import AGM_AT, Scene, a_called_meeting

SITE = Site("https://vote.example", "tn", "Tair Nant")
TABLET = Browser("Firefox", shared_device=True, at_desk=True)


@pytest.fixture
async def meeting(scene: Scene) -> UUID:
    return await a_called_meeting(scene)


async def held_up(scene: Scene, meeting: UUID, name: str) -> str:
    async with scene.store.writing() as writing:
        person = scene.people[name]
        await lifecycle.check_in(writing, meeting, person, Mode.IN_PERSON, by=scene.secretary, at=AGM_AT)
        code = await lifecycle.make_card(writing, person, by=scene.secretary, at=AGM_AT)
        return await lifecycle.hold_up(writing, code, at=AGM_AT)


async def the_ask(scene: Scene, meeting: UUID) -> UUID:
    async with scene.store.reading() as reading:
        (one,) = await queries.tablets(reading, meeting, AGM_AT)
    return one.ask_id


async def test_who_was_looked_at_comes_in_once_with_a_session_of_the_desk(scene: Scene, meeting: UUID) -> None:
    token = await held_up(scene, meeting, "Siân Morgan")
    ask = await the_ask(scene, meeting)
    async with scene.store.writing() as writing:
        with pytest.raises(WrongMoment, match="Nobody at the desk has answered yet"):
            await lifecycle.enter_by_card(writing, token, TABLET, site=SITE, at=AGM_AT)
        with pytest.raises(NotAllowed, match="your own card"):
            mine = scene.people["Siân Morgan"]
            await lifecycle.answer_tablet(writing, meeting, ask, let_in=True, by=mine, at=AGM_AT)
    async with scene.store.writing() as writing:
        await lifecycle.answer_tablet(writing, meeting, ask, let_in=True, by=scene.secretary, at=AGM_AT)
        signed = await lifecycle.enter_by_card(writing, token, TABLET, site=SITE, at=AGM_AT)
    async with scene.store.reading() as reading:
        session = await reading.get_one(Session, signed.session_id)
    assert (session.proof, session.at_desk, session.person_id) == (Proof.CARD, True, scene.people["Siân Morgan"])
    async with scene.store.writing() as writing:
        with pytest.raises(WrongMoment, match="does not let you in any more"):
            await lifecycle.enter_by_card(writing, token, TABLET, site=SITE, at=AGM_AT)
        with pytest.raises(AlreadyDone, match="answered already"):
            await lifecycle.answer_tablet(writing, meeting, ask, let_in=False, by=scene.secretary, at=AGM_AT)


async def test_one_answer_and_no_token_of_another(scene: Scene, meeting: UUID) -> None:
    await held_up(scene, meeting, "Siân Morgan")
    ask = await the_ask(scene, meeting)
    async with scene.store.writing() as writing:
        await lifecycle.answer_tablet(writing, meeting, ask, let_in=False, by=scene.secretary, at=AGM_AT)
    async with scene.store.writing() as writing:
        with pytest.raises(AlreadyDone, match="answered already"):
            await lifecycle.answer_tablet(writing, meeting, ask, let_in=True, by=scene.secretary, at=AGM_AT)
        with pytest.raises(NotFound, match="waits for nobody"):
            await lifecycle.enter_by_card(writing, "guessed", TABLET, site=SITE, at=AGM_AT)
        with pytest.raises(NotValid, match="No card has this code"):
            await lifecycle.hold_up(writing, "ABCD-EFGH-JKMN", at=AGM_AT)


async def test_a_card_held_up_again_takes_the_place_and_old_ones_are_forgotten(scene: Scene, meeting: UUID) -> None:
    await held_up(scene, meeting, "Siân Morgan")
    async with scene.store.writing() as writing:
        code = await lifecycle.make_card(writing, scene.people["Siân Morgan"], by=scene.secretary, at=AGM_AT)
        await lifecycle.hold_up(writing, code, at=AGM_AT)
    await the_ask(scene, meeting)
    async with scene.store.writing() as writing:
        await lifecycle.forget_tablets(writing, before=AGM_AT + timedelta(seconds=1))
    async with scene.store.reading() as reading:
        assert list(await reading.scalars(select(TabletAsk.id))) == []
