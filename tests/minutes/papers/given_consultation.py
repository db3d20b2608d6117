"""A consultation that was published and decided: of fourteen people two stand alone."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import msgspec

from govern.database import Store
from govern.forums.consultations import rules
from govern.forums.consultations.models import Consultation, ConsultationDecision, ConsultationSum
from govern.forums.consultations.rules import Confidence, Evidence, Heard, Tally
from govern.forums.gatherings import lifecycle as gatherings
from govern.forums.gatherings.lifecycle import ForumDraft
from govern.forums.gatherings.models import Forum

FLOOR = 3


def tallies() -> tuple[Tally, ...]:
    """Five for, four against; two lean against, which is too few to be told; three wanted to stop."""

    def heard(position: str, evidence: Evidence, people: int) -> Tally:
        return Tally(
            people=people, heard=Heard.FINAL, position=position, evidence=evidence, confidence=Confidence.HIGH
        )

    return (
        heard("for", Evidence.STATED, 5),
        heard("against", Evidence.CHOSEN, 4),
        heard("leans:against", Evidence.OBSERVED, 2),
        Tally(people=3, heard=Heard.STOPPED),
    )


async def a_published_consultation(
    store: Store, by: UUID, at: datetime, *, decided: bool = True, restricted: bool | None = None
) -> UUID:
    """`restricted`: asked by a forum for certain people, or by one for everybody; by no forum where it is None."""
    one, day = uuid4(), at.date()
    said = {"en": "Should the pool be open on Thursdays?", "cy": "A ddylai'r pwll fod ar agor ddydd Iau?"}
    change = {"en": "The day.", "cy": "Y diwrnod."}
    told = rules.published(rules.sum_up(tallies(), rules.positions_of(())), FLOOR)
    async with store.writing() as writing:
        forum = None
        if restricted is not None:
            name = {"en": "Pont-y-gof", "cy": "Pont-y-gof"}
            forum = await gatherings.found_forum(writing, ForumDraft(layer="local", name=name), by=None, at=at)
            (await writing.get_one(Forum, forum)).restricted = restricted
        writing.add(
            Consultation(
                **{"id": one, "forum_id": forum, "stage": "used" if decided else "summarised", "asks": "proposal"},
                **{"title": {"en": "The pool", "cy": "Y pwll"}, "question": said, "context": {"en": "It is near."}},
                **{"can_change": change, "who_decides": {"en": "The board", "cy": "Y bwrdd"}, "decide_by": day},
                **{"ask_until": day, "runs_id": by, "written_by": by, "written_at": at, "opened_at": at},
            )
        )
        await writing.flush()
        writing.add(
            ConsultationSum(
                **{"consultation_id": one, "doubts": {"en": "Two were tired.", "cy": "Roedd dau wedi blino."}},
                **{"unreached": {}, "summed_by": by, "summed_at": at, "told": msgspec.json.encode(told).decode()},
                **{"published_at": at, "published_by": by},
            )
        )
        if decided:
            easy = {"en": ["The pool opens on Thursdays."], "cy": ["Mae'r pwll yn agor ddydd Iau."]}
            writing.add(
                ConsultationDecision(
                    **{"consultation_id": one, "decided_on": day, "decided_by": {"en": "The board", "cy": "Y bwrdd"}},
                    **{"decision": {"en": "The pool opens on Thursdays.", "cy": "Mae'r pwll yn agor ddydd Iau."}},
                    **{"changed": {"en": "It was Tuesday.", "cy": "Dydd Mawrth oedd hi."}, "nothing_because": {}},
                    **{"easy": msgspec.json.encode(easy).decode(), "look_again_on": day + timedelta(days=90)},
                    **{"answer_by": day + timedelta(days=14), "noted_by": by, "noted_at": at},
                )
            )
    return one
