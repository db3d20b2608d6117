"""Who votes on paper: members who ask for it, those an officer names, and where their papers come back to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.ballots import rules
from govern.ballots.models import Ballot, MemberHandle, PaperReturn, PaperWish
from govern.ballots.rules import papers
from govern.database import locked
from govern.errors import AlreadyDone, NotValid
from govern.record import Event


async def ask_for_paper(
    writing: AsyncSession, person_id: UUID, ballot_id: UUID | None, *, by: UUID, at: datetime
) -> None:
    """Somebody votes on paper in one ballot, or from now on in every one. Raises AlreadyDone, WrongMoment.

    Who asks for one ballot must be on its roll. An officer asks for a member who told them so.
    """
    if ballot_id is not None:
        ballot = await locked(writing, Ballot, ballot_id)
        papers.check_posting(ballot.stage)
        on_it = select(MemberHandle.handle).where(
            MemberHandle.ballot_id == ballot_id, MemberHandle.person_id == person_id
        )
        if ballot.frozen_at is not None and await writing.scalar(on_it) is None:
            raise rules.not_on_the_roll()
    theirs = _theirs(person_id, ballot_id)
    if await writing.scalar(select(PaperWish.id).where(*theirs).limit(1)) is not None:
        raise AlreadyDone("This is noted already. A paper goes out with the others.")
    writing.add(PaperWish(person_id=person_id, ballot_id=ballot_id, asked_at=at, by=by))
    await writing.flush()
    await record.add(writing, _event("paper.asked", person_id, ballot_id, by, at))


async def stop_paper(
    writing: AsyncSession, person_id: UUID, ballot_id: UUID | None, *, by: UUID, at: datetime
) -> None:
    """No paper any more, in one ballot or in every one. What has been posted already stays good."""
    found = list(await writing.scalars(select(PaperWish.id).where(*_theirs(person_id, ballot_id))))
    if not found:
        raise AlreadyDone("No paper is noted here. There is nothing to take back.")
    await writing.execute(delete(PaperWish).where(PaperWish.id.in_(found)))
    await record.add(writing, _event("paper.stopped", person_id, ballot_id, by, at))


async def choose_way(
    writing: AsyncSession, person_id: UUID, ballot_id: UUID, way: str, *, by: UUID, at: datetime
) -> None:
    """A member votes on a `screen`, on paper `once`, or so in `every` ballot: what was noted before gives way."""
    wanted: set[UUID | None] = {ballot_id} if way == "once" else {None} if way == "every" else set()
    now = set(
        await writing.scalars(
            select(PaperWish.ballot_id).where(
                PaperWish.person_id == person_id, PaperWish.ballot_id.is_(None) | (PaperWish.ballot_id == ballot_id)
            )
        )
    )
    for one in now - wanted:
        await stop_paper(writing, person_id, one, by=by, at=at)
    for one in wanted - now:
        await ask_for_paper(writing, person_id, one, by=by, at=at)


def _theirs(person_id: UUID, ballot_id: UUID | None) -> Sequence[ColumnElement[bool]]:
    one = PaperWish.ballot_id.is_(None) if ballot_id is None else PaperWish.ballot_id == ballot_id
    return (PaperWish.person_id == person_id, one)


def _event(verb: str, person_id: UUID, ballot_id: UUID | None, by: UUID, at: datetime) -> Event:
    facts: dict[str, str | int | bool | None] = {} if ballot_id is None else {"ballot": str(ballot_id)}
    return Event(verb, f"person:{person_id}", at, by, facts)


async def say_where_papers_go(
    writing: AsyncSession, ballot_id: UUID, address: str, *, by: UUID, at: datetime
) -> None:
    """The address on the outer envelopes and on the papers."""
    ballot = await locked(writing, Ballot, ballot_id)
    papers.check_posting(ballot.stage)
    lines = "\n".join(line.strip() for line in address.splitlines() if line.strip())
    if not lines:
        raise NotValid("Type the address to which papers come back.", field="address")
    known = await writing.get(PaperReturn, ballot_id)
    if known is None:
        writing.add(PaperReturn(ballot_id=ballot_id, address=lines))
    else:
        known.address = lines
    await writing.flush()
    await record.add(writing, Event("paper.address", f"ballot:{ballot_id}", at, by))


async def note_printed(
    writing: AsyncSession, ballot_id: UUID, letters: int, kind: str, *, by: UUID, at: datetime
) -> None:
    """Letters with papers and the codes of envelopes were taken out of the service: how many, as what, by whom."""
    ballot = await locked(writing, Ballot, ballot_id)
    papers.check_printing(ballot.stage)
    facts: dict[str, str | int | bool | None] = {"letters": letters, "as": kind}
    await record.add(writing, Event("paper.letters", f"ballot:{ballot_id}", at, by, facts))


__all__ = ["ask_for_paper", "choose_way", "note_printed", "say_where_papers_go", "stop_paper"]
