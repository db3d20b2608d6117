"""A question that is being written, in a forum of its own that everybody leads who may ask people: cards, a
photograph, ways, somebody on the list, and what symbols mean."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from govern.documents import photographs
from govern.forums.consultations import lifecycle as consultations
from govern.forums.consultations.lifecycle import CardDraft, QuestionDraft
from govern.forums.consultations.rules import Adaptation, Asks, CountsAs, WayDraft
from govern.forums.gatherings import lifecycle as gatherings
from govern.forums.gatherings.lifecycle import ForumDraft
from govern.forums.gatherings.models import FacilitatorTerm
from govern.forums.gatherings.rules import Standing
from govern.permissions import HOLDS, Permission, Role
from govern.society import Society
from tests.security.given_activities import a_photograph


def _both(words: str) -> dict[str, str]:
    return {"en": words, "cy": words}


async def a_question(
    society: Society,
    canary: str,
    member: UUID,
    officers: dict[str, tuple[Role, UUID]],
    stages: tuple[dict[str, str], dict[str, str]],
    at: datetime,
) -> None:
    """`member` is on its list. Its id is that of drafts, and of all where nothing else is."""
    ids, drafts = stages
    leads = [person for role, person in officers.values() if Permission.CONSULT in HOLDS[role]]
    kept = await photographs.keep(society.uploads(), a_photograph())
    said = _both(f"{canary} said")
    wanted = QuestionDraft(
        asks=Asks.PROPOSAL,
        title=_both(f"{canary} swims"),
        question=_both(f"Shall {canary} swim on Thursday?"),
        **{"context": said, "can_change": said, "who_decides": said},
        decide_by=at.date() + timedelta(days=90),
        ask_until=at.date() + timedelta(days=60),
    )
    async with society.store.writing() as writing:
        draft = ForumDraft(layer="local", name=_both(f"{canary} pool"))
        forum = await gatherings.found_forum(writing, draft, by=None, at=at)
        for person in (member, *leads):
            await gatherings.come(writing, forum, person, Standing.MEMBER, by=None, at=at)
        writing.add_all(FacilitatorTerm(forum_id=forum, person_id=one, from_on=at.date()) for one in leads)
        made = await consultations.draft(writing, forum, wanted, by=leads[0], at=at)
        by = leads[0]
        await consultations.add_photograph(writing, made, kept, said, "Nobody is in it", by=by, at=at)
        for words, counts, symbol in (("Tuesday", CountsAs.AGAINST, "clock"), ("Thursday", CountsAs.FOR, "bus")):
            card = CardDraft(
                words=_both(f"{canary} {words}"),
                counts_as=counts,
                symbol=f"openmoji-{symbol}",
                photograph_id=kept.id,
                object=_both("A towel"),
            )
            card_id = await consultations.add_card(writing, made, card, by=by, at=at)
        for kind in (Adaptation.WORDS, Adaptation.SYMBOLS, Adaptation.MAT):
            await consultations.prepare_way(
                writing, made, WayDraft(kind=kind, words=_both(f"{canary} swims")), by=by, at=at
            )
        await consultations.put_on_the_list(writing, made, [member], by=by, at=at)
    mine = {"consultation_id": str(made), "card_id": str(card_id), "consultation_photograph_id": str(kept.id)}
    mine |= {"asked_id": str(member), "way_name": "mat", "check_name": "plain", "symbol_name": "openmoji-bus"}
    drafts |= mine
    for name, value in mine.items():
        ids.setdefault(name, value)
