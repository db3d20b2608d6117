"""The life of a supporter's consent.

    name ──> may help ──┬── end: by the member at any time, by the supporter, by an officer; at once
                        └── over by itself on the day that was agreed

A consent whose agreed day has passed is ended when somebody names the same supporter again.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.constituencies.register import queries as register
from govern.constituencies.register.rules import TieKind
from govern.constituencies.representation import rules
from govern.constituencies.representation.models import Supporter
from govern.constituencies.representation.rules import WantedSupporter
from govern.constituencies.rulebook import queries as rulebook
from govern.database import locked
from govern.errors import AlreadyDone, NotFound, NotValid
from govern.identity import queries as identity
from govern.identity.queries import PersonView
from govern.identity.rules import day_of
from govern.record import Event, RecordHead
from govern.words import words_of

Facts = dict[str, str | int | bool | None]


async def find_supporter(reading: AsyncSession, name: str, mark: str) -> UUID:
    """Whoever has this name and this number or mail address. One alone tells nothing of who is known here.

    Raises `NotFound`, which says the same whatever did not fit.
    """
    if "@" in mark:
        found = [person for person in await identity.people_at(reading, mark) if _same(person, name)]
    else:
        numbered = await register.person_with_number(reading, mark.strip())
        known = {} if numbered is None else await identity.people_by_id(reading, [numbered])
        found = [person for person in known.values() if _same(person, name)]
    if len(found) != 1:
        raise NotFound(
            "We know nobody with just this name and this number or address. Check both with the person. If they are "
            "new here, ask the secretary to enter them.",
            field="supporter_mark",
        )
    return found[0].id


def _same(person: PersonView, name: str) -> bool:
    return words_of(person.name) == words_of(name) and not person.is_organisation


async def name_supporter(
    writing: AsyncSession,
    member_id: UUID,
    supporter_id: UUID,
    wanted: WantedSupporter,
    *,
    by: UUID | None,
    at: datetime,
) -> UUID:
    """Somebody may help this member from a day on. Raises what `rules.check_supporter` raises, and `AlreadyDone`."""
    today = day_of(at)
    await writing.execute(select(RecordHead).with_for_update())
    people = await identity.people_by_id(writing, [member_id, supporter_id])
    if len(people) < len({member_id, supporter_id}):
        raise NotFound("We do not know this person. Look them up in the register.")
    if any(person.is_organisation for person in people.values()):
        raise NotValid(
            "An organisation has no supporter, and is none. Name a person who helps a person.",
            field="supporter_name",
        )
    book = (await rulebook.in_force(writing, today)).rulebook
    cared_for = await register.tied(writing, supporter_id, TieKind.DELIVERS_CARE_TO, today)
    rules.check_supporter(book, member_id, supporter_id, wanted, today, delivers_care=member_id in cared_for)
    await _end_what_is_over(writing, member_id, supporter_id, at)
    row = Supporter(
        id=uuid4(),
        member_id=member_id,
        supporter_id=supporter_id,
        kind=wanted.kind,
        from_on=wanted.from_on,
        to_on=wanted.to_on,
        how_chosen=wanted.how,
        consent_on=wanted.consent_on,
        consented=wanted.consented,
        present=wanted.present.strip(),
        expressed=wanted.expressed.strip(),
        noted_by=by,
        noted_at=at,
    )
    writing.add(row)
    await writing.flush()
    facts: Facts = {"member": str(member_id), "supporter": str(supporter_id), "kind": wanted.kind.value}
    facts |= {"how": wanted.how.value, "consented": wanted.consented.value, "from": wanted.from_on.isoformat()}
    await record.add(writing, Event("supporter.named", f"supporter:{row.id}", at, by, facts))
    return row.id


async def _end_what_is_over(writing: AsyncSession, member_id: UUID, supporter_id: UUID, at: datetime) -> None:
    """Raises `AlreadyDone` where the same two have a consent that has not run out."""
    before = await writing.scalar(
        select(Supporter).where(
            Supporter.member_id == member_id, Supporter.supporter_id == supporter_id, Supporter.ended_at.is_(None)
        )
    )
    if before is None:
        return
    if before.to_on is None or before.to_on > day_of(at):
        raise AlreadyDone(
            "This person is named as a supporter already. Nothing more needs doing.", field="supporter_name"
        )
    before.ended_at = at
    await writing.flush()


async def end_support(writing: AsyncSession, support_id: UUID, *, by: UUID, officer: bool, at: datetime) -> UUID:
    """At once, by the member, by the supporter, or by an officer. Returns the member. Twice is no harm.

    Raises `NotFound` for a consent of two others.
    """
    row = await locked(writing, Supporter, support_id)
    if not officer and by not in (row.member_id, row.supporter_id):
        raise NotFound("There is no such supporter. Go back and choose from the list.")
    if row.ended_at is None:
        row.ended_at, row.ended_by = at, by
        await record.add(writing, Event("supporter.ended", f"supporter:{support_id}", at, by))
    return row.member_id
