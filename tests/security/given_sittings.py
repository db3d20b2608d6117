"""A question that every officer who may asks, put to the member and to somebody the member helps: how that person
communicates, who delivers their care, a sitting that goes on; and one that the member began alone."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from govern.constituencies.representation import lifecycle as representation
from govern.constituencies.representation.rules import HowChosen, HowConsented, SupporterKind, WantedSupporter
from govern.forums.consultations import lifecycle
from govern.forums.consultations.lifecycle import Beginning, Invited, ProfileDraft, QuestionDraft
from govern.forums.consultations.models import ConsultationAdaptation, ConsultationCard
from govern.forums.consultations.rules import Adaptation, Asks, Assent, CheckKind, CountsAs
from govern.permissions import Role
from govern.society import Society


async def somebody_is_asked(
    society: Society,
    canary: str,
    people: tuple[UUID, UUID],
    officers: dict[str, tuple[Role, UUID]],
    ids: dict[str, str],
    at: datetime,
) -> None:
    """`people` are the member, and the person the member helps."""
    member, asked = people
    secretary, checker = officers["secretary"][1], officers["facilitator"][1]
    asks = f"{canary} swims on Tuesday. Move it to Thursday?"
    words = {"en": asks, "cy": asks}
    question = _question(canary, words, at)
    async with society.store.writing() as writing:
        made = await lifecycle.draft(writing, UUID(ids["forum_id"]), question, by=secretary, at=at)
        for position, counts in enumerate((CountsAs.FOR, CountsAs.AGAINST), start=1):
            card = ConsultationCard(
                position=position, words=dict.fromkeys(words, f"{canary} {counts}"), counts_as=counts, object={}
            )
            card.symbol = ("openmoji-bus", "openmoji-clock")[position - 1]
            card.consultation_id = made
            writing.add(card)
        for way in (Adaptation.SYMBOLS, Adaptation.SORTING):
            ready = ConsultationAdaptation(consultation_id=made, kind=way, words=words, written_at=at)
            ready.written_by = secretary
            writing.add(ready)
        await writing.flush()
        for _, person in officers.values():
            if person != secretary:
                await lifecycle.name_asker(writing, made, person, by=secretary, at=at)
        for kind in CheckKind:
            await lifecycle.check(writing, made, kind, 1, passed=True, words="", by=checker, at=at)
        await lifecycle.open_(writing, made, by=secretary, at=at)
        await lifecycle.invite(writing, made, [Invited(member), Invited(asked, secretary)], by=secretary, at=at)
        how = ProfileDraft(works=f"{canary} likes pictures", sign_yes="Nods")
        await lifecycle.write_profile(writing, asked, how, by=asked, at=at)
        care = await lifecycle.note_care(writing, asked, officers["peer"][1], at.date(), by=secretary, at=at)
        helps = WantedSupporter(
            kind=SupporterKind.FRIEND,
            from_on=at.date(),
            to_on=None,
            how=HowChosen.OWN_ACT,
            consent_on=at.date(),
            consented=HowConsented.OWN_PAGE,
        )
        await representation.name_supporter(writing, asked, member, helps, by=asked, at=at)
        group = uuid4()
        sittings = [
            await lifecycle.begin(writing, made, _agreed(person, group if person == asked else None), by=by, at=at)
            for person, by in ((asked, secretary), (member, member))
        ]
    ids |= {"consultation_id": str(made), "asked_id": str(asked), "sitting_id": str(sittings[0])}
    ids |= {"group_id": str(group), "care_link_id": str(care)}


def _agreed(person: UUID, group: UUID | None) -> Beginning:
    return Beginning(
        sent_id=uuid4(),
        person_id=person,
        adaptation=Adaptation.SYMBOLS,
        assent=Assent.GIVEN,
        assent_how="Nodded",
        group_id=group,
    )


def _question(canary: str, words: dict[str, str], at: datetime) -> QuestionDraft:
    return QuestionDraft(
        asks=Asks.PROPOSAL,
        title=dict.fromkeys(words, f"{canary} swimming"),
        question=words,
        context=words,
        can_change=words,
        who_decides=words,
        decide_by=(at + timedelta(days=60)).date(),
        ask_until=(at + timedelta(days=50)).date(),
    )
