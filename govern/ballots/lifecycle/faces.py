"""The photograph that somebody who stands gives of themselves: described, with their consent, theirs to take back.

It is given while the vote is still being written, as their words are. It is no part of what is sealed: a person may
take back their face on any day, and the vote goes on.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.ballots import rules
from govern.ballots.lifecycle.candidates import of_election
from govern.ballots.models import Candidate, CandidatePhotograph
from govern.ballots.rules import Step
from govern.constituencies.rulebook import queries as rulebooks
from govern.database import locked
from govern.documents.photographs import Photograph, described
from govern.errors import NotFound, NotValid, WrongMoment
from govern.record import Event

LONGEST_CONSENT = 400


async def put_face(
    writing: AsyncSession,
    candidate_id: UUID,
    photograph: Photograph,
    printed: bytes,
    shows: dict[str, str],
    consent: str,
    *,
    by: UUID | None,
    at: datetime,
) -> UUID | None:
    """Their photograph and what of it is `printed`, described in every language. One from before gives way, and its
    id is told, so that its file goes. Raises `NotFound`, `NotValid` without words or consent, and `WrongMoment` once
    published or for a name taken back."""
    candidate = await locked(writing, Candidate, candidate_id)
    _, ballot = await of_election(writing, candidate.contest_id)
    rules.after(ballot.stage, Step.EDIT)
    if candidate.withdrawn_at is not None:
        raise WrongMoment("{name} does not stand any more, so no photograph is shown.", name=candidate.name)
    book = (await rulebooks.version(writing, ballot.rulebook_version_id)).rulebook
    rules.check_described(shows, book.society.languages)
    said = " ".join(consent.split())
    if not said:
        raise NotValid("Say how they agreed that everybody who votes sees this photograph.", field="consent")
    if len(said) > LONGEST_CONSENT:
        raise NotValid("Say it in {most} characters at most.", field="consent", most=LONGEST_CONSENT)
    words = {code: described(text, f"description_{code}") for code, text in shows.items()}
    before = await writing.get(CandidatePhotograph, candidate_id)
    gone = None if before is None else before.id
    if before is not None:
        await writing.delete(before)
        await writing.flush()
    writing.add(
        CandidatePhotograph(
            candidate_id=candidate_id,
            id=photograph.id,
            width=photograph.width,
            height=photograph.height,
            hash=photograph.hash,
            printed=printed,
            shows=words,
            consent=said,
            added_at=at,
        )
    )
    await writing.flush()
    facts: dict[str, str | int | bool | None] = {"contest": str(candidate.contest_id)}
    await record.add(writing, Event("candidate.photograph_put", f"candidate:{candidate_id}", at, by, facts))
    return gone


async def take_face(writing: AsyncSession, candidate_id: UUID, *, by: UUID | None, at: datetime) -> UUID:
    """It is shown no more, at whatever stage the vote is; its file goes after this transaction. Raises `NotFound`."""
    candidate = await locked(writing, Candidate, candidate_id)
    row = await writing.get(CandidatePhotograph, candidate_id)
    if row is None:
        raise NotFound("There is no photograph of this person. Look at the list again.")
    gone = row.id
    await writing.delete(row)
    facts: dict[str, str | int | bool | None] = {"contest": str(candidate.contest_id)}
    await record.add(writing, Event("candidate.photograph_taken", f"candidate:{candidate_id}", at, by, facts))
    return gone


async def erase_faces(writing: AsyncSession, person_id: UUID) -> tuple[UUID, ...]:
    """Every photograph that somebody gave when they stood goes; the ids of the files that go after the transaction.
    The step that erases a person notes it."""
    theirs = select(Candidate.id).where(Candidate.person_id == person_id)
    gone = await writing.scalars(select(CandidatePhotograph.id).where(CandidatePhotograph.candidate_id.in_(theirs)))
    ids = tuple(gone)
    await writing.execute(delete(CandidatePhotograph).where(CandidatePhotograph.candidate_id.in_(theirs)))
    return ids


__all__ = ["erase_faces", "put_face", "take_face"]
