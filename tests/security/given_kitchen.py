"""Given where there is no signal: an open question that every facilitator and the secretary ask in, a sheet that was
typed in, and a tablet that each of them took along."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from msgspec.structs import replace

from govern.forums.consultations import lifecycle
from govern.forums.consultations.lifecycle import Beside, Invited, QuestionDraft, Written
from govern.forums.consultations.models import ConsultationAdaptation, ConsultationCard, PresentAs, Through
from govern.forums.consultations.rules import Adaptation, Assent, CheckKind, CountsAs
from govern.permissions import Permission, Role, permissions_of
from govern.society import Society
from tests.forums.given_question import swimming_on_thursday

WAYS = (Adaptation.WORDS, Adaptation.MAT, Adaptation.FACES)


async def a_kitchen(
    society: Society,
    canary: str,
    members: list[UUID],
    officers: dict[str, tuple[Role, UUID]],
    ids: dict[str, str],
    at: datetime,
) -> None:
    """`members` are asked. Each visitor who may ask does, and typed in a sheet and took a tablet of their own."""
    who = [person for role, person in officers.values() if Permission.CONSULT in permissions_of([role])]
    runs, checks = who[0], who[1]
    async with society.store.writing() as writing:
        made = await lifecycle.draft(writing, UUID(ids["forum_id"]), _question(canary, at), by=runs, at=at)
        for position, words in enumerate(("Tuesday", "Thursday"), start=1):
            writing.add(
                ConsultationCard(
                    id=uuid4(),
                    consultation_id=made,
                    position=position,
                    words={"en": f"{canary} {words}", "cy": f"{canary} {words}"},
                    counts_as=(CountsAs.AGAINST, CountsAs.FOR)[position - 1],
                    object={},
                )
            )
        for way in WAYS:
            topic = {"en": f"{canary} pool?", "cy": f"{canary} pwll?"}
            prepared = ConsultationAdaptation(consultation_id=made, kind=way, words=topic)
            prepared.faces = 3 if way is Adaptation.FACES else None
            prepared.written_by, prepared.written_at = runs, at
            writing.add(prepared)
        await writing.flush()
        for one in who[1:]:
            await lifecycle.name_asker(writing, made, one, by=runs, at=at)
        for kind in CheckKind:
            await lifecycle.check(writing, made, kind, 1, passed=True, words="", by=checks, at=at)
        await lifecycle.open_(writing, made, by=runs, at=at)
        await lifecycle.invite(writing, made, [Invited(one, runs, WAYS[0]) for one in members], by=runs, at=at)
        sheet = Written(
            consultation_id=made,
            person_id=members[1],
            began_at=at,
            ended_at=at,
            adaptation=WAYS[0],
            assent=Assent.GIVEN,
            assent_how="Came along",
            did=f"{canary} pointed",
            present=(Beside(PresentAs.SUPPORTER, f"Aunt {canary}"),),
        )
        sitting = await lifecycle.take_in(writing, uuid4(), sheet, through=Through.PAPER, led_by=runs, by=runs, at=at)
        taken = await lifecycle.take_along(writing, society.key("codes"), by=runs, at=at)
    ids.setdefault("consultation_id", str(made))
    ids.setdefault("asked_id", str(members[0]))
    ids.setdefault("sitting_id", str(sitting))
    ids |= {"tablet_id": str(taken.tablet_id), "script_name": "worker.js"}


def _question(canary: str, at: datetime) -> QuestionDraft:
    today = at.date()
    return replace(
        swimming_on_thursday(today),
        title={"en": f"{canary} swimming", "cy": f"Nofio {canary}"},
        question={"en": f"Swim with {canary} on Thursday?", "cy": f"Nofio gyda {canary} ddydd Iau?"},
        decide_by=today + timedelta(days=90),
        ask_until=today + timedelta(days=80),
    )
