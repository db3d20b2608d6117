"""What came of a consultation: summed up, published, decided on, and the answer on its way back to one person.

It stands in a forum of its own, led by everybody who may ask people, so that each of them runs it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from govern.forums.consultations import lifecycle as consultations
from govern.forums.consultations.lifecycle import Cited, Invited, QuestionDraft
from govern.forums.consultations.models import Consultation, ConsultationCard, ConsultationResponse
from govern.forums.consultations.rules import (
    Adaptation,
    Asks,
    Confidence,
    CountsAs,
    Evidence,
    Heard,
    Stage,
    Stance,
)
from govern.forums.gatherings import lifecycle as gatherings
from govern.forums.gatherings.lifecycle import ForumDraft
from govern.forums.gatherings.models import FacilitatorTerm
from govern.forums.gatherings.rules import Standing
from govern.permissions import HOLDS, Permission, Role
from govern.society import Society


async def an_answer_on_its_way(
    society: Society,
    canary: str,
    member: UUID,
    officers: dict[str, tuple[Role, UUID]],
    ids: tuple[dict[str, str], dict[str, str]],
    at: datetime,
) -> None:
    """`member` was asked and has not heard yet what came of it, as four others who were asked alike.

    `ids` are those of most addresses and of the past; another question may stand for most.
    """
    usual, past = ids
    leads = [person for role, person in officers.values() if Permission.CONSULT in HOLDS[role]]
    others = [person for role, person in officers.values() if Permission.CONSULT not in HOLDS[role]]
    asked, runs, today = [member, *others[:4]], leads[0], at.date()
    async with society.store.writing() as writing:
        draft = ForumDraft(layer="local", name={"en": f"{canary} pool forum"})
        forum = await gatherings.found_forum(writing, draft, by=None, at=at)
        for person in (member, *leads, *others):
            await gatherings.come(writing, forum, person, Standing.MEMBER, by=None, at=at)
        writing.add_all(FacilitatorTerm(forum_id=forum, person_id=person, from_on=today) for person in leads)
        made = await consultations.draft(writing, forum, _question(canary, at), by=runs, at=at)
        card = ConsultationCard(
            id=uuid4(),
            consultation_id=made,
            position=1,
            words={"en": f"{canary} Thursday"},
            counts_as=CountsAs.FOR,
            object={},
            symbol="openmoji-clock",
        )
        writing.add(card)
        people = [Invited(person, runs, Adaptation.PHOTOGRAPHS) for person in asked]
        await consultations.invite(writing, made, people, by=runs, at=at)
        for person in asked:
            row = await writing.get_one(ConsultationResponse, (made, person))
            row.heard, row.stance, row.evidence = Heard.FINAL, Stance.FOR, Evidence.CHOSEN
            row.confidence, row.checked_back_at, row.doubts = Confidence.HIGH, at, f"{canary} looked away once"
        (await writing.get_one(Consultation, made)).stage = Stage.CLOSED
        await writing.flush()
        await consultations.summarise(writing, made, {"en": f"{canary} was tired."}, {}, by=runs, at=at)
        told = f"{canary} pointed at the water."
        await consultations.release(writing, made, member, told, "Nodded", by=runs, at=at)
        await consultations.publish(writing, made, by=runs, at=at)
        decision = Cited(
            decided_on=today,
            decided_by={"en": f"{canary} forum"},
            decision={"en": f"{canary} swims on Thursdays."},
            changed={"en": "The day."},
            cards=(card.id,),
            look_again_on=today + timedelta(days=60),
        )
        await consultations.use(writing, made, decision, by=runs, at=at)
    past |= {"consultation_id": str(made), "asked_id": str(member)}
    for name, key in past.items():
        if name in ("consultation_id", "asked_id"):
            usual.setdefault(name, key)


def _question(canary: str, at: datetime) -> QuestionDraft:
    return QuestionDraft(
        asks=Asks.PROPOSAL,
        title={"en": f"{canary} swimming"},
        question={"en": f"Does {canary} swim on Thursday?"},
        context={"en": "It is quieter then."},
        can_change={"en": "The day."},
        who_decides={"en": "The forum"},
        decide_by=at.date() + timedelta(days=30),
        ask_until=at.date() + timedelta(days=20),
    )
