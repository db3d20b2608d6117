"""Fourth chapter: a circle decides by consent, in the rounds of `ballots`, about a matter of its domain.

The circle is handed down with who sits in it: when the proposal is drafted, again when it is presented (from then on
the rounds keep it), and when what is above decides instead. Everything else is `ballots.lifecycle`.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots.deciding.consent import Fallback, Phase
from govern.ballots.lifecycle import consenting, proposing
from govern.ballots.lifecycle.proposing import NewProposal
from govern.ballots.models import ConsentProposal
from govern.ballots.rules.consenting import Circle as HandedDown
from govern.errors import NotAllowed
from govern.forums.circles.lifecycle.beginning import note, open_circle
from govern.forums.circles.lifecycle.deciding import named, the_matter
from govern.forums.circles.models import CircleProposal
from govern.forums.circles.queries.circles import handed_down
from govern.identity.rules import Site, day_of

Words = dict[str, str]


async def propose(
    writing: AsyncSession,
    circle_id: UUID,
    title: Words,
    text: Words,
    chosen: UUID | None,
    other: str,
    language: str,
    *,
    by: UUID,
    at: datetime,
) -> UUID:
    """Somebody of the circle brings a proposal. Raises `Outside` for what is not in its domain (invariant 68)."""
    await open_circle(writing, circle_id)
    matter = await the_matter(writing, circle_id, chosen, other, language, day_of(at))
    circle = await handed_down(writing, circle_id)
    made = await proposing.draft_proposal(writing, NewProposal(title=title, text=text, circle=circle), by=by, at=at)
    writing.add(CircleProposal(proposal_id=made, circle_id=circle_id, matter=named(matter)))
    await writing.flush()
    await note(writing, "circle.proposed", circle_id, by, at)
    return made


async def present(
    writing: AsyncSession, circle_id: UUID, proposal_id: UUID, *, by: UUID, at: datetime, site: Site | None = None
) -> Phase:
    """The next step before the rounds. When it is presented, its circle is who sits there at that moment."""
    await open_circle(writing, circle_id)
    row = await writing.get_one(ConsentProposal, proposal_id)
    if row.phase is Phase.DRAFT:
        await proposing.set_circle(writing, proposal_id, (await handed_down(writing, circle_id)).people)
    return await proposing.move_on(writing, proposal_id, by=by, at=at, site=site)


async def answer_above(
    writing: AsyncSession, circle_id: UUID, proposal_id: UUID, way: Fallback, *, by: UUID, at: datetime
) -> UUID | None:
    """What the rules offer after the last round, or dropping it (M30). Where what is above decides, the proposal goes
    on there: to the circle above, or to the body."""
    row = await open_circle(writing, circle_id)
    above: HandedDown | str | None = row.parent_body
    if row.parent_id is not None:
        above = await handed_down(writing, row.parent_id)
    if way is Fallback.PARENT and row.private:
        raise NotAllowed(
            "Only the team knows of it, so nothing of it is passed on. Drop it here, and bring it there in your own "
            "words."
        )
    passed = await consenting.take_fallback(writing, proposal_id, way, above=above, by=by, at=at)
    if passed is not None and row.parent_id is not None:
        matter = (await writing.get_one(CircleProposal, proposal_id)).matter
        writing.add(CircleProposal(proposal_id=passed, circle_id=row.parent_id, matter=matter))
        await writing.flush()
    return passed


async def review(
    writing: AsyncSession,
    circle_id: UUID,
    proposal_id: UUID,
    outcome: Phase,
    words: str,
    *,
    by: UUID,
    at: datetime,
) -> UUID | None:
    """What came of the review; a change begins a new proposal about the same matter."""
    await open_circle(writing, circle_id)
    circle = await handed_down(writing, circle_id)
    new = await consenting.review(writing, proposal_id, outcome, words, circle=circle, by=by, at=at)
    if new is not None:
        matter = (await writing.get_one(CircleProposal, proposal_id)).matter
        writing.add(CircleProposal(proposal_id=new, circle_id=circle_id, matter=matter))
        await writing.flush()
    return new
