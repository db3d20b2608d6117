"""Where people were asked one by one about a recommendation, an answer says what changed because of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

import pytest

from govern.database import Store
from govern.errors import NotValid, WrongMoment
from govern.forums.consultations import lifecycle as consultations
from govern.forums.consultations.lifecycle import Invited, QuestionDraft
from govern.forums.consultations.models import (
    AttachedTo,
    Consultation,
    ConsultationDecision,
    ConsultationResponse,
)
from govern.forums.consultations.rules import Asks, Heard
from govern.forums.consultations.rules import Stage as AskedStage
from govern.forums.recommendations import lifecycle
from govern.forums.recommendations.lifecycle import Because
from govern.forums.recommendations.rules import Answer, Reply
from tests.forums.recommendations.conftest import AT
from tests.forums.recommendations.test_lifecycle import SITE, Scene, scene

__all__ = ["scene"]

LATER = AT + timedelta(days=5)


async def asked_beside(scene: Scene, recommendation: UUID, stage: AskedStage) -> UUID:
    """A question that was put to Bo, who stopped, beside the recommendation."""
    wanted = QuestionDraft(
        asks=Asks.PROPOSAL,
        title={"en": "Sick pay"},
        question={"en": "Should sick pay stay?"},
        context={"en": "It may go down."},
        can_change={"en": "The rate."},
        who_decides={"en": "South"},
        decide_by=AT.date() + timedelta(days=30),
        ask_until=AT.date() + timedelta(days=20),
    )
    async with scene.store.writing() as writing:
        made = await consultations.draft(writing, scene.local, wanted, by=scene.mair, at=AT)
        await consultations.invite(writing, made, [Invited(scene.bo, scene.mair)], by=scene.mair, at=AT)
        (await writing.get_one(ConsultationResponse, (made, scene.bo))).heard = Heard.STOPPED
        await consultations.attach(
            *(writing, made, AttachedTo.RECOMMENDATION, recommendation), in_forum=scene.local, by=scene.mair, at=AT
        )
        (await writing.get_one(Consultation, made)).stage = stage
    return made


async def answer(scene: Scene, recommendation: UUID, kind: Answer, **because: Mapping[str, str]) -> None:
    until = LATER.date() + timedelta(days=10) if kind is Answer.HOLD else None
    reply = Reply(kind=kind, given_on=LATER.date(), minute="Item 7", reasons={"en": "So."}, until=until)
    async with scene.store.writing() as writing:
        await lifecycle.answer(
            writing, recommendation, reply, site=SITE, by=scene.mair, at=LATER, because=Because(**because)
        )


async def stage_of(store: Store, made: UUID) -> AskedStage:
    async with store.reading() as reading:
        return (await reading.get_one(Consultation, made)).stage


async def test_an_answer_that_does_not_say_what_changed_is_refused(scene: Scene) -> None:
    """Invariant 78; putting it off or passing it on is no answer yet. A layer above need not say it again."""
    recommendation = await scene.agreed()
    made = await asked_beside(scene, recommendation, AskedStage.SUMMARISED)
    await answer(scene, recommendation, Answer.HOLD)
    assert await stage_of(scene.store, made) is AskedStage.SUMMARISED
    with pytest.raises(NotValid, match="Say what changed because of what people showed") as refusal:
        await answer(scene, recommendation, Answer.ADOPT)
    assert refusal.value.field == "changed"
    await answer(scene, recommendation, Answer.ADOPT, nothing_because={"en": "It stays as they want it."})
    assert await stage_of(scene.store, made) is AskedStage.USED
    async with scene.store.reading() as reading:
        row = await reading.get_one(ConsultationDecision, made)
    assert (row.decided_by, row.decision) == ({"en": "South"}, {"en": "So."})
    await answer(scene, recommendation, Answer.ADOPT)


async def test_nothing_is_answered_while_people_are_still_being_asked(scene: Scene) -> None:
    recommendation = await scene.agreed()
    await asked_beside(scene, recommendation, AskedStage.OPEN)
    with pytest.raises(WrongMoment, match="People are being asked"):
        await answer(scene, recommendation, Answer.ADOPT, changed={"en": "All of it."})


async def test_one_that_was_stopped_holds_up_no_answer(scene: Scene) -> None:
    recommendation = await scene.agreed()
    await asked_beside(scene, recommendation, AskedStage.STOPPED)
    await answer(scene, recommendation, Answer.ADOPT)
