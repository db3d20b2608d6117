"""Who votes on paper in a ballot, for those who print and post: with address and code, never with what came back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from uuid import UUID

import msgspec
from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots.models import Ballot, MemberHandle, PaperReturn, PaperWish, RollEntry
from govern.ballots.rules import Stage, papers
from govern.database import in_language
from govern.errors import NotFound
from govern.identity import queries as identity
from govern.languages import CODES


class Posted(msgspec.Struct, frozen=True, kw_only=True):
    """One member to whom a paper goes. Without an address nothing can be posted. `format` is one that is printed."""

    person_id: UUID
    name: str
    first_name: str
    address: str
    language: str
    format: str
    wanted_format: str
    handle: str
    style: str
    every_vote: bool


class Pile(msgspec.Struct, frozen=True):
    """Letters that are one file: all in one language and one format."""

    language: str
    format: str
    letters: int


async def posted(
    reading: AsyncSession, ballot_id: UUID, languages: Iterable[str] = CODES, forms: Collection[str] = papers.FORMS
) -> tuple[Posted, ...]:
    """Members on the roll who vote on paper, by name. Who reads none of the society's languages gets its first."""
    spoken = tuple(languages)
    rows = await reading.execute(
        select(MemberHandle.person_id, MemberHandle.handle, RollEntry.style, PaperWish.ballot_id)
        .join(RollEntry, (RollEntry.ballot_id == MemberHandle.ballot_id) & (RollEntry.handle == MemberHandle.handle))
        .join(PaperWish, PaperWish.person_id == MemberHandle.person_id)
        .where(
            MemberHandle.ballot_id == ballot_id, or_(PaperWish.ballot_id.is_(None), PaperWish.ballot_id == ballot_id)
        )
    )
    wishes: dict[UUID, tuple[str, str, bool]] = {}
    for person_id, handle, style, of in rows:
        before = wishes.get(person_id)
        wishes[person_id] = (handle, style, of is None or (before is not None and before[2]))
    people = await identity.people_by_id(reading, wishes)
    found = []
    for person_id, (handle, style, every_vote) in wishes.items():
        person = people[person_id]
        found.append(
            Posted(
                person_id=person_id,
                name=person.name,
                first_name=person.first_name,
                address=person.postal_address or "",
                language=person.language if person.language in spoken else spoken[0],
                format=person.format if person.format in forms else papers.LARGE_PRINT,
                wanted_format=person.format,
                handle=handle,
                style=style,
                every_vote=every_vote,
            )
        )
    return tuple(sorted(found, key=lambda one: (one.name, one.person_id.hex)))


def piles(members: Iterable[Posted]) -> tuple[Pile, ...]:
    """The files of letters, by language and format; one without an address is handed over."""
    counted = Counter((one.language, one.format) for one in members)
    return tuple(Pile(language, form, number) for (language, form), number in sorted(counted.items()))


async def wishes_of(reading: AsyncSession, person_id: UUID, ballot_id: UUID) -> tuple[bool, bool]:
    """Whether somebody votes on paper in this ballot, and whether in every one."""
    rows = set(await reading.scalars(select(PaperWish.ballot_id).where(PaperWish.person_id == person_id)))
    return ballot_id in rows, None in rows


class OnPaper(msgspec.Struct, frozen=True):
    """A vote that is not over, in which somebody asked for a paper just this once."""

    ballot_id: UUID
    title: str


class PaperWishes(msgspec.Struct, frozen=True):
    """What somebody said of voting on paper: in every vote, and in single ones."""

    every: bool
    once: tuple[OnPaper, ...]


async def paper_wishes(reading: AsyncSession, person_id: UUID, language: str) -> PaperWishes:
    """For their own page. Votes that are over are left out."""
    rows = await reading.execute(
        select(PaperWish.ballot_id, Ballot)
        .outerjoin(Ballot, Ballot.id == PaperWish.ballot_id)
        .where(PaperWish.person_id == person_id)
    )
    found = [(ballot_id, ballot) for ballot_id, ballot in rows]
    going_on = (Stage.DRAFT, Stage.PUBLISHED, Stage.FROZEN, Stage.OPEN)
    once = (OnPaper(one.id, in_language(one.title, language)) for _, one in found if one and one.stage in going_on)
    return PaperWishes(
        every=any(ballot_id is None for ballot_id, _ in found), once=tuple(sorted(once, key=lambda one: one.title))
    )


async def waiting_wishes(reading: AsyncSession, ballot_id: UUID) -> int:
    """How many people asked for a paper, whether or not they are on the roll yet."""
    rows = await reading.scalars(
        select(PaperWish.person_id).where(or_(PaperWish.ballot_id.is_(None), PaperWish.ballot_id == ballot_id))
    )
    return len(set(rows))


async def return_address(reading: AsyncSession, ballot_id: UUID) -> str:
    """Where papers come back to; empty before it is said. Raises NotFound for no ballot."""
    if await reading.get(Ballot, ballot_id) is None:
        raise NotFound("There is no such vote. Go back to the list of votes and choose again.")
    known = await reading.get(PaperReturn, ballot_id)
    return known.address if known else ""
