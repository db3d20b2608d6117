"""Somebody asks that what the society holds of them goes; the secretary answers.

ask ──> asked ──┬── done (the desks erase what need not stay, in the same transaction)
                ├── decline, with a reason
                └── take back
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.constituencies.register.models import Erasure
from govern.constituencies.register.rules import persons as rules
from govern.constituencies.register.rules.persons import AskStage
from govern.database import locked
from govern.errors import AlreadyDone, NotAllowed, NotFound
from govern.identity import lifecycle as identity
from govern.identity.rules import Site
from govern.record import Event
from govern.sentences import Sentence


async def ask_erasure(
    writing: AsyncSession, person_id: UUID, *, on_paper: str | None = None, by: UUID, at: datetime
) -> UUID:
    """Somebody asks themself, or `on_paper` (how they asked), entered by an officer. Raises `AlreadyDone`."""
    waits = select(Erasure.id).where(Erasure.person_id == person_id, Erasure.stage == AskStage.ASKED)
    if await writing.scalar(waits.limit(1)) is not None:
        raise AlreadyDone("This was asked already and waits for an answer. Look at what was asked.")
    asked = Erasure(
        id=uuid4(), person_id=person_id, stage=AskStage.ASKED, on_paper=on_paper, asked_by=by, asked_at=at
    )
    writing.add(asked)
    await writing.flush()
    await record.add(writing, _event("asked", asked, by, at))
    return asked.id


async def take_back_erasure(writing: AsyncSession, erasure_id: UUID, *, owner: UUID, at: datetime) -> None:
    """Whoever asked does not want it any more. Raises `NotFound` for somebody else's."""
    asked = await locked(writing, Erasure, erasure_id)
    if asked.person_id != owner:
        raise NotFound("This is not among what you asked for. Load your own page again.")
    rules.check_open(asked.stage)
    asked.stage, asked.answered_at = AskStage.WITHDRAWN, at
    await record.add(writing, _event("withdrawn", asked, owner, at))


async def decline_erasure(
    writing: AsyncSession, erasure_id: UUID, answer: str, *, by: UUID, at: datetime, site: Site
) -> None:
    """It cannot be done now; the person is told why, and whom they can turn to."""
    asked = await locked(writing, Erasure, erasure_id)
    rules.check_open(asked.stage)
    asked.stage, asked.answer, asked.answered_by, asked.answered_at = AskStage.DECLINED, answer, by, at
    await record.add(writing, _event("declined", asked, by, at))
    await identity.write_to(
        writing,
        asked.person_id,
        Sentence("You asked us to erase what we hold about you"),
        Sentence("It was not done. The reason: {answer}", answer=answer),
        Sentence("You can ask again. You can also complain to the Information Commissioner's Office, ico.org.uk."),
        site=site,
        at=at,
    )


async def note_erased(writing: AsyncSession, erasure_id: UUID, *, by: UUID, at: datetime) -> UUID:
    """It is being done; the desks do the rest. Returns whose wish it is. Raises `NotAllowed` for one's own."""
    asked = await locked(writing, Erasure, erasure_id)
    rules.check_open(asked.stage)
    if asked.person_id == by:
        raise NotAllowed("You asked for this yourself. Another officer has to do it.")
    asked.stage, asked.answered_by, asked.answered_at, asked.on_paper = AskStage.ACCEPTED, by, at, None
    await record.add(writing, _event("accepted", asked, by, at))
    return asked.person_id


def _event(what: str, asked: Erasure, by: UUID, at: datetime) -> Event:
    return Event(f"erasure.{what}", f"person:{asked.person_id}", at, by, {"erasure": str(asked.id)})
