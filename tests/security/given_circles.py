"""Two circles, one under the other, that every visitor facilitates: a domain, a decision, a round that is on."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from govern.ballots.lifecycle import consenting
from govern.ballots.rules.consenting import Said
from govern.forums.circles import lifecycle
from govern.forums.circles.lifecycle import CircleDraft, DecisionDraft
from govern.forums.circles.rules import Part
from govern.permissions import Role
from govern.society import Society


async def a_circle(
    society: Society,
    canary: str,
    member: UUID,
    officers: dict[str, tuple[Role, UUID]],
    ids: dict[str, str],
    at: datetime,
) -> None:
    everybody = [member, *(person for _, person in officers.values())]
    async with society.store.writing() as writing:

        async def begun(name: str, **above: UUID | str) -> UUID:
            wanted = CircleDraft(name={"en": f"{canary} {name}"}, aim={"en": f"{canary} aims high"})
            made = await lifecycle.begin_circle(writing, replaced(wanted, above), by=None, at=at)
            for person in everybody:
                await lifecycle.let_in(writing, made, person, Part.FACILITATOR, by=member, at=at)
            return made

        above = await begun("Valley", parent_body="board")
        circle = await begun("Drivers", parent_id=above)
        await lifecycle.give_matter(writing, circle, None, {"en": f"{canary} lifts"}, by=member, at=at)
        wanted = DecisionDraft(
            title={"en": f"{canary} lifts at nine"},
            words="",
            decided_on=at.date(),
            there=(member,),
            other=f"{canary} lifts",
        )
        decision = await lifecycle.decide(writing, circle, wanted, "en", by=member, at=at)
        said = ({"en": f"{canary} vans"}, {"en": f"{canary} wants one"})
        asked = await lifecycle.propose(writing, circle, *said, None, f"{canary} lifts", "en", by=member, at=at)
        for _ in range(4):
            await lifecycle.present(writing, circle, asked, by=member, at=at)
        other = everybody[-1]
        await consenting.answer(writing, asked, other, Said.OBJECTION, f"{canary} objects", by=member, at=at)
    ids |= {"circle_id": str(circle), "circle_decision_id": str(decision), "circle_proposal_id": str(asked)}


def replaced(wanted: CircleDraft, above: dict[str, UUID | str]) -> CircleDraft:
    parent_id, parent_body = above.get("parent_id"), above.get("parent_body")
    return CircleDraft(
        name=wanted.name,
        aim=wanted.aim,
        parent_id=parent_id if isinstance(parent_id, UUID) else None,
        parent_body=parent_body if isinstance(parent_body, str) else None,
    )
