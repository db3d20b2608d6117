"""Somebody is erased: what the law does not ask us to keep goes, the rest stays and it is said why.

The name and the days stay in the register for ever; minutes and papers of votes stay for their time. How to reach
them, our letters, their sign-ins and what they asked for go; so does what the audit record says of them, whose chain
still holds (decision 31).
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

import msgspec
from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.ballots import lifecycle as ballots
from govern.ballots.models import Ballot, Candidate, Contest, MemberHandle
from govern.ballots.rules import Stage
from govern.constituencies.boards.models import Tenure
from govern.constituencies.register import lifecycle as register
from govern.constituencies.register import queries as people
from govern.constituencies.register.models import Application, Death, Erasure, Membership
from govern.database import Base
from govern.desks.holdings import NAMING, OnErase
from govern.errors import WrongMoment
from govern.forums.consultations import lifecycle as consultations
from govern.identity import lifecycle as identity
from govern.identity.models import Office, Person
from govern.identity.rules import day_of
from govern.post import lifecycle as post
from govern.sentences import Sentence

NOT_OVER = (Stage.DRAFT, Stage.PUBLISHED, Stage.FROZEN, Stage.OPEN, Stage.CLOSED, Stage.COUNTED)
BELONGS = Sentence("A membership goes on. It ends first.")
SITS = Sentence("A seat is held. It is left first.")
HOLDS_OFFICE = Sentence("An office is held. It ends first.")
STANDS = Sentence("An election with this name is not over. Take the name back, or wait for the result.")
ON_THE_ROLL = Sentence("A vote with this name on its roll is not over. Wait until its result is declared.")


class InTheWay(WrongMoment):
    """What has to end before somebody can be erased; each reason stands by itself."""

    def __init__(self, problems: tuple[Sentence, ...]) -> None:
        super().__init__("This cannot be erased yet.")
        self.problems = problems


async def in_the_way(reading: AsyncSession, person_id: UUID, on: date) -> tuple[Sentence, ...]:
    """Why somebody cannot be erased now. Nothing of a past member."""
    found = []
    if await people.constituencies_of(reading, person_id, on):
        found.append(BELONGS)
    sits = select(Tenure.id).where(Tenure.person_id == person_id, or_(Tenure.to_on.is_(None), Tenure.to_on > on))
    office = select(Office.id).where(Office.person_id == person_id, or_(Office.to_on.is_(None), Office.to_on >= on))
    stands = (
        select(Candidate.id)
        .join(Contest, Contest.id == Candidate.contest_id)
        .join(Ballot, Ballot.id == Contest.ballot_id)
        .where(Candidate.person_id == person_id, Candidate.withdrawn_at.is_(None), Ballot.stage.in_(NOT_OVER))
    )
    on_roll = (
        select(MemberHandle.handle)
        .join(Ballot, Ballot.id == MemberHandle.ballot_id)
        .where(MemberHandle.person_id == person_id, Ballot.stage.in_(NOT_OVER))
    )
    for question, why in ((sits, SITS), (office, HOLDS_OFFICE), (stands, STANDS), (on_roll, ON_THE_ROLL)):
        if (await reading.execute(question.limit(1))).first() is not None:
            found.append(why)
    return tuple(found)


def what_stays() -> tuple[tuple[Sentence, Sentence], ...]:
    """What is kept all the same, and why; each kind once."""
    stays = {str(n.what): (n.what, n.why) for n in NAMING if n.on_erase is OnErase.STAYS and n.given == "whole"}
    return tuple(stays.values())


class Erased(msgspec.Struct, frozen=True):
    """Whose it was, and the photographs whose files go once the transaction has ended."""

    person_id: UUID
    photographs: tuple[UUID, ...] = ()


async def erase(writing: AsyncSession, erasure_id: UUID, *, by: UUID, at: datetime) -> Erased:
    """What need not stay goes, at once. Raises `InTheWay` with every reason."""
    asked = await people.erasure(writing, erasure_id)
    problems = await in_the_way(writing, asked.person_id, day_of(at))
    if problems:
        raise InTheWay(problems)
    person_id = await register.note_erased(writing, erasure_id, by=by, at=at)
    records = (person_id, *await people.became_part_of(writing, person_id))
    faces: list[UUID] = []
    for one in records:
        faces += await ballots.erase_faces(writing, one)
        await _erase(writing, one, by=by, at=at)
    return Erased(person_id, tuple(faces))


async def _erase(writing: AsyncSession, person_id: UUID, *, by: UUID, at: datetime) -> None:
    person = await writing.get_one(Person, person_id)
    sharing = select(func.count()).select_from(Person).where(Person.email == person.email)
    alone = person.email if person.email and await writing.scalar(sharing) == 1 else None
    await post.erase_those_of(writing, person_id, alone, at=at)
    await identity.close_ways_in(writing, person_id, by=by, at=at)
    for naming in NAMING:
        if naming.on_erase is OnErase.GOES:
            table = Base.metadata.tables[naming.table]
            await writing.execute(delete(table).where(table.c[naming.column] == person_id))
    await writing.execute(update(Death).where(Death.person_id == person_id).values(told_by=""))
    await writing.execute(update(Erasure).where(Erasure.person_id == person_id).values(on_paper=None, answer=None))
    texts = dict.fromkeys(("appeal_words", "email", "phone", "postal_address", "born_on"))
    await writing.execute(update(Application).where(Application.person_id == person_id).values(statement="", **texts))
    await consultations.erase_asked(writing, person_id, at=at)
    await record.erase(writing, await _subjects(writing, person_id))
    await identity.forget(writing, person_id, keep_birthday=False, by=by, at=at)


async def _subjects(writing: AsyncSession, person_id: UUID) -> list[str]:
    """Everything that lines of the record about this person are about."""
    found = [f"person:{person_id}"]
    for word, table in (
        ("membership", Membership),
        ("office", Office),
        ("tenure", Tenure),
        ("candidate", Candidate),
    ):
        ids = await writing.scalars(select(table.id).where(table.person_id == person_id))
        found += [f"{word}:{one}" for one in ids]
    return found
