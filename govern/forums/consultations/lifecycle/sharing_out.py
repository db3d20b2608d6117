"""People are given to those who ask them, evenly or by hand, and never to whoever delivers their care (M94)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.database import locked
from govern.errors import AlreadyDone, NotAllowed, NotFound, NotValid
from govern.forums.consultations import rules
from govern.forums.consultations.lifecycle.asking import name_asker
from govern.forums.consultations.lifecycle.inviting import Invited, invite
from govern.forums.consultations.models import Consultation, ConsultationAdaptation, ConsultationResponse
from govern.forums.consultations.queries.people import askers_of, best_ways, care_among
from govern.forums.consultations.rules import Adaptation, Heard, Stage
from govern.identity.rules import day_of
from govern.record import Event

_WHILE = (Stage.DRAFT, Stage.CHECKED, Stage.OPEN)


async def put_on_the_list(
    writing: AsyncSession, consultation_id: UUID, people: Sequence[UUID], *, by: UUID, at: datetime
) -> int:
    """They are to be asked, each in the way that works best by their own page. Returns how many came to it."""
    ways = await best_ways(writing, people)
    invited = [Invited(person, None, ways.get(person)) for person in people]
    return await invite(writing, consultation_id, invited, by=by, at=at)


async def share_out(writing: AsyncSession, consultation_id: UUID, *, by: UUID, at: datetime) -> int:
    """Whoever has nobody to ask them gets somebody, so that all have about as many. Returns how many got one.

    Somebody whose care everybody here delivers stays without; the page says so.
    """
    row = await locked(writing, Consultation, consultation_id)
    rules.check_stage(row.stage, *_WHILE)
    waiting = list(
        await writing.scalars(
            select(ConsultationResponse)
            .where(
                ConsultationResponse.consultation_id == consultation_id,
                ConsultationResponse.asker_id.is_(None),
                ConsultationResponse.heard == Heard.INVITED,
            )
            .order_by(ConsultationResponse.code)
        )
    )
    askers = await askers_of(writing, row)
    care = await care_among(writing, {response.person_id for response in waiting}, day_of(at))
    load = Counter({asker.person_id: asker.people for asker in askers})
    given = 0
    for response in waiting:
        person = response.person_id
        fit = [one for one in load if one != person and (one, person) not in care]
        if fit:
            asker = min(fit, key=lambda one: load[one])
            response.asker_id, given = asker, given + 1
            load[asker] += 1
    await writing.flush()
    facts: dict[str, str | int | bool | None] = {"people": given}
    await record.add(writing, Event("consultation.shared_out", f"consultation:{row.id}", at, by, facts))
    return given


async def give_to(
    writing: AsyncSession,
    consultation_id: UUID,
    people: Sequence[UUID],
    asker_id: UUID,
    *,
    by: UUID,
    at: datetime,
) -> int:
    """These people are asked by this asker. Raises `NotValid` for somebody who asks nobody here, `NotAllowed` where
    the asker delivers the care of one of them."""
    row = await locked(writing, Consultation, consultation_id)
    rules.check_stage(row.stage, *_WHILE)
    if not people:
        raise NotValid("Choose the people first.", field="people")
    if asker_id not in {one.person_id for one in await askers_of(writing, row)}:
        raise NotValid("This person asks nobody in this consultation. Name them first.", field="asker")
    if asker_id in people:
        raise NotValid("Nobody asks themselves. Choose somebody else for this person.", field="people")
    if any(carer == asker_id for carer, _ in await care_among(writing, people, day_of(at))):
        raise NotAllowed(
            "This asker helps one of these people every day, and people often say what their helper likes to hear. "
            "Give that person to somebody else.",
            field="asker",
        )
    theirs = await writing.scalars(
        select(ConsultationResponse).where(
            ConsultationResponse.consultation_id == consultation_id,
            ConsultationResponse.person_id.in_(people),
            ConsultationResponse.heard.in_((Heard.INVITED, Heard.IN_SESSION)),
        )
    )
    given = 0
    for response in theirs:
        response.asker_id, given = asker_id, given + 1
    if given:
        await writing.flush()
        facts: dict[str, str | int | bool | None] = {"people": given}
        await record.add(writing, Event("consultation.handed_to", f"consultation:{row.id}", at, by, facts))
    return given


async def take_on(writing: AsyncSession, consultation_id: UUID, person_id: UUID, *, by: UUID, at: datetime) -> None:
    """Whoever runs it asks this person themselves; where they asked nobody here so far, they are named for it first.

    Raises `NotFound`, `AlreadyDone` where the person is theirs, `NotAllowed` for who delivers their care, `NotValid`
    for oneself.
    """
    row = await locked(writing, Consultation, consultation_id)
    rules.check_stage(row.stage, *_WHILE, Stage.CLOSED)
    response = await writing.get(ConsultationResponse, (consultation_id, person_id))
    if response is None:
        raise NotFound("This person is not on the list. Go back to it.")
    rules.check_goes_on(response.over_because)
    if response.asker_id == by:
        raise AlreadyDone("They are to be asked by this person already.")
    if by == person_id:
        raise NotValid("Nobody asks themselves. Choose somebody else for this person.", field="people")
    care = await care_among(writing, [person_id], day_of(at))
    rules.check_leads(delivers_care=(by, person_id) in care)
    if by not in {one.person_id for one in await askers_of(writing, row)}:
        await name_asker(writing, consultation_id, by, by=by, at=at)
    response.asker_id = by
    await writing.flush()
    await record.add(writing, Event("consultation.taken_on", f"consultation:{row.id}", at, by))


async def plan_way(
    writing: AsyncSession,
    consultation_id: UUID,
    person_id: UUID,
    way: Adaptation,
    *,
    by: UUID,
    at: datetime,
) -> None:
    """The way thought of for one person. Raises `NotFound`, `NotValid` for a way that is not prepared."""
    row = await locked(writing, Consultation, consultation_id)
    rules.check_stage(row.stage, *_WHILE)
    response = await writing.get(ConsultationResponse, (consultation_id, person_id))
    if response is None:
        raise NotFound("This person is not on the list. Go back to it.")
    prepared = await writing.scalars(
        select(ConsultationAdaptation.kind).where(ConsultationAdaptation.consultation_id == consultation_id)
    )
    if way not in set(prepared):
        raise NotValid("This way is not prepared. Prepare it first, or choose another one.", field="planned")
    response.planned = way
    await record.add(writing, Event("consultation.way_planned", f"consultation:{row.id}", at, by))


async def take_off_the_list(
    writing: AsyncSession, consultation_id: UUID, person_id: UUID, *, by: UUID, at: datetime
) -> None:
    """Somebody was put there by mistake. Raises `NotFound`, `NotAllowed` once they were asked."""
    row = await locked(writing, Consultation, consultation_id)
    rules.check_stage(row.stage, *_WHILE)
    response = await writing.get(ConsultationResponse, (consultation_id, person_id))
    if response is None:
        raise NotFound("This person is not on the list. Go back to it.")
    if response.heard is not Heard.INVITED:
        raise NotAllowed("They were asked already. If they want to stop, write that down with them.")
    await writing.delete(response)
    await writing.flush()
    await record.add(writing, Event("consultation.taken_off", f"consultation:{row.id}", at, by))
