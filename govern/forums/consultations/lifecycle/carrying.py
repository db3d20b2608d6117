"""From a view to a vote: what somebody said or chose themselves, surely, and heard again, may be brought by a peer.

Only where the rules let a peer bring what members said (`mandated_split`), in an open vote that lies beside the
consultation, and when the person says that it is to count. It is sealed at once (decision 20), and nothing here says
afterwards that it was, for whom, or how.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.ballots import lifecycle as ballots
from govern.ballots.lifecycle import Choices
from govern.constituencies.rulebook import queries as rulebook
from govern.errors import NotAllowed, NotFound, NotValid
from govern.forums.consultations import rules
from govern.forums.consultations.models import AttachedTo, ConsultationAttached, ConsultationResponse
from govern.forums.consultations.rules import Heard, Read
from govern.identity.rules import day_of
from govern.record import Event
from govern.sentences import Sentence


def read_of(response: ConsultationResponse) -> Read | None:
    """What counts of somebody's answer, or None where there is no view."""
    if response.stance is None or response.evidence is None or response.confidence is None:
        return None
    card = None if response.card_id is None else str(response.card_id)
    return Read(response.stance, response.evidence, response.confidence, response.leaning, card)


async def why_not_a_vote(reading: AsyncSession, response: ConsultationResponse, at: datetime) -> Sentence | None:
    """Why this answer cannot become a position that a peer brings, or None where it can (invariant 75)."""
    if response.over_because is not None:
        return rules.OVER_WORDS[response.over_because]
    read = read_of(response)
    if read is None:
        return Sentence("There is no view of this person that could count.")
    book = (await rulebook.in_force(reading, day_of(at))).rulebook.consultation
    return rules.may_become_a_mandate(
        read,
        checked_back=response.heard is Heard.FINAL and response.checked_back_at is not None,
        evidence=book.mandate_evidence,
        confidence=book.mandate_confidence,
    )


async def response_to_count(
    reading: AsyncSession, consultation_id: UUID, person_id: UUID, ballot_id: UUID, *, at: datetime
) -> ConsultationResponse:
    """The answer that may count in this vote. Raises `NotAllowed` with what stands in the way, `NotFound`."""
    response = await reading.get(ConsultationResponse, (consultation_id, person_id))
    if response is None:
        raise NotFound("This person is not asked in this consultation. Look at the list again.")
    refusal = await why_not_a_vote(reading, response, at)
    if refusal is not None:
        raise NotAllowed(refusal)
    if await reading.get(ConsultationAttached, (consultation_id, AttachedTo.BALLOT, ballot_id)) is None:
        raise NotFound("This vote does not lie beside the consultation. Whoever runs it can lay it beside.")
    return response


async def let_count(
    writing: AsyncSession,
    consultation_id: UUID,
    person_id: UUID,
    ballot_id: UUID,
    choices: Choices,
    how: str,
    *,
    by: UUID,
    at: datetime,
) -> None:
    """The person says that it is to count: it is sealed for their peer to bring. `how` says how they said so.

    Raises `NotAllowed` with what stands in the way, and what `ballots.note_for_group` raises: nobody outside the
    person's group notes it, nobody who delivers their care, and not the peer.
    """
    await response_to_count(writing, consultation_id, person_id, ballot_id, at=at)
    if not any(choices.values()):
        raise NotValid("Choose what it means in at least one question of the vote.", field="answer_1")
    await ballots.note_for_group(writing, ballot_id, person_id, choices, how, by=by, at=at)
    await record.add(writing, Event("consultation.carried", f"consultation:{consultation_id}", at, by))
