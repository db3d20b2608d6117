"""Fifth chapter: how somebody communicates, in their own words and by version; who delivers their care.

The page belongs to the person. Whoever reads it leaves a line, which the person sees.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

import msgspec
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.constituencies.register import queries as register
from govern.database import locked
from govern.errors import AlreadyDone, NotAllowed, NotFound, NotValid
from govern.forums.consultations.models import CareLink, CommunicationProfile
from govern.forums.consultations.queries.kitchen import profiles, to_take_along
from govern.forums.consultations.rules import Adaptation
from govern.identity.models import Person
from govern.identity.rules import day_of
from govern.record import Event

#: What lines about profiles are about: the person, under a word of its own.
PROFILE = "communication"
TEXTS = (
    *("works", "works_not", "supporters", "sign_yes", "sign_no", "sign_stop", "posture", "time_of_day"),
    "with_help",
)


class ProfileDraft(msgspec.Struct, frozen=True, kw_only=True):
    """How somebody wants to be asked, all in their own words. `with_help`: how they agreed, where others wrote it."""

    ways: tuple[Adaptation, ...] = ()
    best_way: Adaptation | None = None
    works: str = ""
    works_not: str = ""
    supporters: str = ""
    sign_yes: str = ""
    sign_no: str = ""
    sign_stop: str = ""
    posture: str = ""
    time_of_day: str = ""
    with_help: str = ""


async def write_profile(
    writing: AsyncSession, person_id: UUID, wanted: ProfileDraft, *, by: UUID, at: datetime
) -> int:
    """A new version; the older ones stay. Raises `NotValid` where nothing is in it, or how they agreed is missing."""
    await locked(writing, Person, person_id)
    if by != person_id and not wanted.with_help.strip():
        raise NotValid("Write how they agreed that you write this down with them.", field="with_help")
    if wanted.best_way is not None and wanted.best_way not in wanted.ways:
        wanted = msgspec.structs.replace(wanted, ways=(*wanted.ways, wanted.best_way))
    told = msgspec.structs.asdict(wanted)
    texts = {name: told[name].strip() for name in TEXTS}
    if by == person_id:
        texts["with_help"] = ""
    if not wanted.ways and not any(text for name, text in texts.items() if name != "with_help"):
        raise NotValid("Write at least one thing that helps, or choose a way of asking.", field="ways")
    last = select(func.max(CommunicationProfile.version)).where(CommunicationProfile.person_id == person_id)
    version = (await writing.scalar(last) or 0) + 1
    ordered = [one.value for one in Adaptation if one in wanted.ways]
    writing.add(
        CommunicationProfile(
            person_id=person_id,
            version=version,
            ways=",".join(ordered),
            best_way=wanted.best_way,
            written_by=by,
            written_at=at,
            **texts,
        )
    )
    await writing.flush()
    await record.add(writing, Event("communication.written", f"{PROFILE}:{person_id}", at, by, {"version": version}))
    return version


async def note_look(writing: AsyncSession, person_id: UUID, *, by: UUID, at: datetime) -> None:
    """Somebody reads how a person communicates. Whoever looks at their own leaves no line."""
    if by != person_id:
        await record.add(writing, Event("communication.read", f"{PROFILE}:{person_id}", at, by))


async def note_looks_along(writing: AsyncSession, *, by: UUID, at: datetime) -> None:
    """Somebody takes along on a tablet how the people communicate whom they ask: each of them sees that."""
    taken = await to_take_along(writing, by, day_of(at), "en")
    people = tuple(dict.fromkeys(one.person_id for _, theirs in taken for one in theirs))
    for person_id in await profiles(writing, people):
        await note_look(writing, person_id, by=by, at=at)


async def note_care(
    writing: AsyncSession,
    person_id: UUID,
    carer_id: UUID,
    from_on: date,
    because: str = "",
    *,
    by: UUID | None,
    at: datetime,
) -> UUID:
    """Somebody delivers this person's care from a day on. Raises `NotValid` for oneself and for who has died,
    `AlreadyDone`."""
    await locked(writing, Person, person_id)
    if person_id == carer_id:
        raise NotValid("Choose somebody else: nobody delivers their own care.", field="carer")
    if from_on > day_of(at):
        raise NotValid("Choose today or a day before.", field="from_on")
    for who, field in ((carer_id, "carer"), (person_id, "person")):
        if await register.died_among(writing, (who,)):
            raise NotValid("This person has died. Choose somebody else.", field=field)
    there = select(CareLink.id).where(
        CareLink.person_id == person_id, CareLink.carer_id == carer_id, CareLink.to_on.is_(None)
    )
    if await writing.scalar(there) is not None:
        raise AlreadyDone("It is noted already that this person delivers their care.")
    row = CareLink(id=uuid4(), person_id=person_id, carer_id=carer_id, from_on=from_on, noted_by=by, noted_at=at)
    row.because = because.strip()
    writing.add(row)
    await writing.flush()
    await record.add(writing, Event("care.noted", f"{PROFILE}:{person_id}", at, by))
    return row.id


async def end_care(
    writing: AsyncSession, person_id: UUID, care_link_id: UUID, because: str, *, by: UUID, at: datetime
) -> None:
    """They deliver this person's care no more; what was written down until today stays marked. Raises `NotAllowed`
    for the carer themselves, `NotValid` without a reason."""
    row = await locked(writing, CareLink, care_link_id)
    if row.person_id != person_id:
        raise NotFound("There is no such note. Go back to the person.")
    if row.to_on is not None:
        raise AlreadyDone("That has ended already.")
    if by == row.carer_id:
        raise NotAllowed("This note is about you. Somebody else has to say that you do not help them any more.")
    if not because.strip():
        raise NotValid("Say why this is over.", field="because")
    row.to_on, row.ended_because, row.ended_by = max(row.from_on, day_of(at)), because.strip(), by
    await record.add(writing, Event("care.ended", f"{PROFILE}:{person_id}", at, by))
