"""An organisation names the one human who acts for it, and another one later; that human chooses to act for it."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.constituencies.register import queries, rules
from govern.constituencies.register.models import Representative
from govern.errors import AlreadyDone, NotAllowed, NotFound, NotValid
from govern.identity import lifecycle as identity
from govern.identity import queries as who
from govern.identity.lifecycle import NewPerson
from govern.identity.rules import PersonKind, day_of


async def name_representative(
    writing: AsyncSession,
    organisation_id: UUID,
    human_id: UUID,
    from_on: date,
    authority: str,
    *,
    by: UUID | None,
    at: datetime,
) -> UUID:
    """From this day on this human acts for the organisation; whoever did before does so no longer, the same day.

    Raises `NotAllowed` where one of the two is of the wrong kind or the day has not come, `AlreadyDone`, `NotValid`.
    """
    if await queries.kind_of(writing, organisation_id) is not PersonKind.ORGANISATION:
        raise NotAllowed("Only an organisation has a representative. A person votes for themselves.")
    human = await who.person(writing, human_id)
    if human.is_organisation:
        raise NotAllowed("A representative is a person, not an organisation. Name a person.", field="who")
    if from_on > day_of(at):
        raise NotAllowed("{day} has not come yet. Name them on the day.", field="represents_on", day=from_on)
    if not authority.strip():
        raise NotValid("Say where this is written, such as a letter and its date.", field="authority")
    now = await _present(writing, organisation_id)
    if now is not None:
        if now.human_id == human_id:
            raise AlreadyDone("{name} represents it already.", field="who", name=human.name)
        if from_on < now.from_on:
            raise NotValid(
                "The present representative acts since {day}. A new one cannot begin before.",
                field="represents_on",
                day=now.from_on,
            )
        await _end(writing, now, from_on, by=by, at=at)
    row = Representative(
        id=uuid4(),
        organisation_id=organisation_id,
        human_id=human_id,
        from_on=from_on,
        authority=authority.strip()[:400],
    )
    writing.add(row)
    await writing.flush()
    await record.add(writing, _event("began", row, from_on, by=by, at=at))
    return row.id


async def end_representation(
    writing: AsyncSession, organisation_id: UUID, on: date, *, by: UUID | None, at: datetime
) -> None:
    """Nobody acts for the organisation from this day on, until somebody is named. Raises `NotFound`, `NotValid`."""
    now = await _present(writing, organisation_id)
    if now is None:
        raise NotFound("Nobody represents this organisation now.", field="ends_represents_on")
    if on < now.from_on or on > day_of(at):
        raise NotValid(
            "They represent it since {day}. Type a day from then until today.",
            field="ends_represents_on",
            day=now.from_on,
        )
    await _end(writing, now, on, by=by, at=at)


async def find_or_add_human(
    writing: AsyncSession, *, number: str | None, person: NewPerson | None, by: UUID | None, at: datetime
) -> UUID:
    """The human meant: a member by number, somebody known by name and address, else somebody new.

    Raises `NotFound` for a number nobody has and `NotValid` where nobody is named.
    """
    if number:
        found = await queries.person_with_number(writing, number)
        if found is None:
            raise NotValid(
                "No member has the number {number}. Look it up in the register.", field="who", number=number
            )
        return found
    if person is None or not person.name.strip():
        raise NotValid("Type the member's number, or the name of somebody who is no member.", field="who")
    wanted = " ".join(person.name.split()).casefold()
    if person.email:
        for one in await who.people_at(writing, person.email):
            if " ".join(one.name.split()).casefold() == wanted:
                return one.id
    (added,) = await identity.add_people(writing, [person], by=by, at=at)
    return added


async def act_for(
    writing: AsyncSession, session_id: UUID, human_id: UUID, organisation_id: UUID | None, *, at: datetime
) -> None:
    """In this session somebody acts for an organisation they represent, or (None) for themselves again.

    Raises `ActsForNobody` for anybody but its present representative (invariant 6, W24).
    """
    if organisation_id is not None:
        pair = (organisation_id, human_id)
        if pair not in await queries.representing(writing, [pair], day_of(at)):
            name = (await who.person(writing, organisation_id)).name
            raise rules.not_its_representative(name)
    await identity.act_for(writing, session_id, organisation_id, at=at)


async def _present(writing: AsyncSession, organisation_id: UUID) -> Representative | None:
    found: Representative | None = await writing.scalar(
        select(Representative)
        .where(Representative.organisation_id == organisation_id, Representative.to_on.is_(None))
        .with_for_update()
    )
    return found


async def _end(writing: AsyncSession, row: Representative, on: date, *, by: UUID | None, at: datetime) -> None:
    row.to_on = on
    await writing.flush()
    await identity.acts_no_longer(writing, row.human_id, row.organisation_id)
    await record.add(writing, _event("ended", row, on, by=by, at=at))


def _event(what: str, row: Representative, on: date, *, by: UUID | None, at: datetime) -> record.Event:
    facts: dict[str, str | int | bool | None] = {
        "organisation": str(row.organisation_id),
        "human": str(row.human_id),
        "on": on.isoformat(),
    }
    return record.Event(f"representative.{what}", f"person:{row.organisation_id}", at, by, facts)
