"""What the people of a circle say: their answer, that an objection gives no reason, their vote; and what follows.

answer          consent, a concern or an objection with a reason; openly, by name
find_no_reason  more than half of the circle, without the objector, make an objection a concern (invariant 70)
take_fallback   after the last round: a vote in the circle, a ballot of the members, the circle above, or nothing
vote, end_vote  the circle's own vote
review          on its day: it goes on, changes or ends
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.ballots.deciding import consent as rounds
from govern.ballots.deciding.consent import Fallback, Phase
from govern.ballots.lifecycle.proposing import NewProposal, book_of, draft_proposal, keep, step_of
from govern.ballots.models import ConsentAnswer, ConsentFinding, ConsentProposal, ConsentVote
from govern.ballots.queries.circles import newest_wording
from govern.ballots.rules import consenting as rules
from govern.ballots.rules.consenting import GENERAL, Circle, Said, Voted
from govern.errors import NotAllowed, NotFound, NotValid, WrongMoment
from govern.identity.rules import day_of
from govern.record import Event

Facts = dict[str, str | int | bool | None]


async def answer(
    writing: AsyncSession,
    proposal_id: UUID,
    person_id: UUID,
    said: Said,
    reason: str = "",
    *,
    by: UUID | None,
    at: datetime,
    own: bool = False,
) -> None:
    """What one person says in the round; it can be said anew until the round ends.

    Who was absent may answer while the yes is provisional (invariant 71); a reasoned objection then opens the rounds
    again. An objection without a reason is kept as a concern (invariant 70). `own`: they said it themselves, here.
    """
    row, proposal = await step_of(writing, proposal_id, at)
    who, words = str(person_id), reason.strip()
    if said is Said.OBJECTION and not words:
        said = Said.CONCERN
    before = await _answer_of(writing, row, person_id)
    if before is not None and proposal.phase is Phase.PROVISIONAL and before.after_round:
        raise WrongMoment("You have answered after the round already. Ask the circle for a review instead.")
    # The rules ask who may speak now, whatever is said; an objection alone changes how the proposal stands.
    heard = rounds.raise_objection(proposal, who, words if said is Said.OBJECTION else "", at=at)
    if before is not None:
        await writing.execute(delete(ConsentFinding).where(ConsentFinding.answer_id == before.id))
        await writing.delete(before)
        await writing.flush()
    writing.add(
        ConsentAnswer(
            id=uuid4(),
            proposal_id=proposal_id,
            round=row.round,
            person_id=person_id,
            said=said,
            reason=words,
            given_at=at,
            noted_by=None if own else by,
            after_round=proposal.phase is Phase.PROVISIONAL,
        )
    )
    keep(row, heard)
    await writing.flush()
    await record.add(writing, Event("consent.answered", _about(row), at, by, {"round": row.round}))


async def find_no_reason(writing: AsyncSession, answer_id: UUID, person_id: UUID, *, at: datetime) -> bool:
    """One of the circle finds no reason in an objection; with more than half of them it becomes a concern.

    Returns whether it did. Raises NotAllowed for the objector and for whoever is not in the circle (invariant 70).
    """
    found = await writing.get(ConsentAnswer, answer_id)
    if found is None:
        raise NotFound("This objection is no longer there. Look at the proposal again.")
    row, proposal = await step_of(writing, found.proposal_id, at)
    if proposal.phase is not Phase.ROUND or found.round != row.round:
        raise WrongMoment("The round is over. Work with the objection, or ask for a new round.")
    if found.said is not Said.OBJECTION or found.unreasoned_at is not None:
        raise WrongMoment("This is a concern. It stops nothing, so nothing has to be found.")
    if str(person_id) not in proposal.circle:
        raise NotAllowed("Only members of this circle can say this. Speak with somebody who is in it.")
    if person_id == found.person_id:
        raise NotAllowed("It is your own objection. To take it back, change your answer.")
    if await writing.get(ConsentFinding, (answer_id, person_id)) is None:
        writing.add(ConsentFinding(answer_id=answer_id, person_id=person_id, found_at=at))
        await writing.flush()
    finders = await writing.scalars(select(ConsentFinding.person_id).where(ConsentFinding.answer_id == answer_id))
    try:
        rounds.find_no_reason(proposal, str(found.person_id), frozenset(str(one) for one in finders))
        found.unreasoned_at = at
    except NotAllowed:
        pass  # not yet more than half of them: it is noted, and the objection stands
    done = found.unreasoned_at is not None
    await record.add(writing, Event("consent.no-reason-found", _about(row), at, person_id, {"concern": done}))
    return done


async def take_fallback(
    writing: AsyncSession,
    proposal_id: UUID,
    way: Fallback,
    *,
    above: Circle | str | None = None,
    by: UUID | None,
    at: datetime,
) -> UUID | None:
    """Take what the rules offer after the last round, or drop it. Returns the proposal in the circle above, if any.

    `above` is handed down for a circle outside the bodies: the circle over it, or a body of the rules.

    What all members would decide goes to a ballot; `settle_decision` there names this proposal.
    """
    row, proposal = await step_of(writing, proposal_id, at)
    keep(row, rounds.take(proposal, way, by_ballot=row.body == GENERAL))
    passed = await _pass_up(writing, row, above, by=by, at=at) if way is Fallback.PARENT else None
    await record.add(writing, Event("consent.fallback", _about(row), at, by, {"phase": row.phase.value}))
    return passed


async def _pass_up(
    writing: AsyncSession, row: ConsentProposal, above: Circle | str | None, *, by: UUID | None, at: datetime
) -> UUID:
    parent = above
    if row.circle_id is None:
        book = await book_of(writing, row)
        parent = None if row.body == GENERAL else book.body(row.body).parent
    if parent is None:
        raise NotAllowed("By the rules there is no circle above this one. Drop the proposal, or bring another.")
    wording = await newest_wording(writing, row.id)
    circle, body = (parent, "") if isinstance(parent, Circle) else (None, parent)
    new = NewProposal(body=body, title=row.title, text=wording.text, from_id=row.id, circle=circle)
    return await draft_proposal(writing, new, by=by, at=at)


async def vote(
    writing: AsyncSession,
    proposal_id: UUID,
    person_id: UUID,
    voted: Voted,
    *,
    by: UUID | None,
    at: datetime,
    own: bool = False,
) -> None:
    """How one of the circle votes, openly; it can be changed until the vote ends."""
    row, proposal = await step_of(writing, proposal_id, at)
    if proposal.phase is not Phase.VOTING:
        raise WrongMoment(rounds.STANDING[proposal.phase])
    if str(person_id) not in proposal.circle:
        raise NotAllowed("Only members of this circle vote here. Speak with somebody who is in it.")
    before = await writing.get(ConsentVote, (proposal_id, person_id))
    noted = None if own else by
    if before is None:
        writing.add(
            ConsentVote(proposal_id=proposal_id, person_id=person_id, voted=voted, given_at=at, noted_by=noted)
        )
    else:
        before.voted, before.given_at, before.noted_by = voted, at, noted
    await writing.flush()
    await record.add(writing, Event("consent.voted", _about(row), at, by))


async def end_vote(writing: AsyncSession, proposal_id: UUID, *, by: UUID | None, at: datetime) -> bool:
    """The vote of the circle is over. Returns whether it is agreed, by the threshold the rules name (W17)."""
    row, proposal = await step_of(writing, proposal_id, at)
    votes = Counter(await writing.scalars(select(ConsentVote.voted).where(ConsentVote.proposal_id == proposal_id)))
    book = await book_of(writing, row)
    found = rules.circle_vote(book, row.body, proposal.rule.kind, dict(votes), len(proposal.circle))
    keep(row, rounds.end_vote(proposal, carried=found.carried, day=day_of(at)))
    facts: Facts = {"carried": found.carried, "voted": found.voted}
    await record.add(writing, Event("consent.vote-ended", _about(row), at, by, facts))
    return found.carried


async def review(
    writing: AsyncSession,
    proposal_id: UUID,
    outcome: Phase,
    words: str,
    *,
    circle: Circle | None = None,
    by: UUID | None,
    at: datetime,
) -> UUID | None:
    """What came of the review. A change begins a new proposal from this one; its id is returned (invariant 69).

    A `circle` outside the bodies is handed down as it is now."""
    row, proposal = await step_of(writing, proposal_id, at)
    after = rounds.review(proposal, outcome, day_of(at))
    if not words.strip():
        raise NotValid("Say in a sentence what the circle found.", field="words")
    keep(row, after)
    row.review_words = words.strip()
    new = None
    if outcome is Phase.CHANGED:
        wording = await newest_wording(writing, row.id)
        wanted = NewProposal(
            body=row.body, title=row.title, text=wording.text, kind=row.kind, from_id=row.id, circle=circle
        )
        new = await draft_proposal(writing, wanted, by=by, at=at)
    await record.add(writing, Event("consent.reviewed", _about(row), at, by, {"outcome": outcome.value}))
    return new


async def _answer_of(writing: AsyncSession, row: ConsentProposal, person_id: UUID) -> ConsentAnswer | None:
    return await writing.scalar(
        select(ConsentAnswer).where(
            ConsentAnswer.proposal_id == row.id,
            ConsentAnswer.round == row.round,
            ConsentAnswer.person_id == person_id,
        )
    )


def _about(row: ConsentProposal) -> str:
    return f"consent:{row.id}"
