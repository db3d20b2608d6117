"""Who else belongs in the minutes: apologies and observers, and whoever asks that their dissent is written down."""

from uuid import UUID

from litestar import Response, get, post
from sqlalchemy.ext.asyncio import AsyncSession

from govern.database import Store
from govern.errors import NotFound
from govern.minutes.book import lifecycle, queries
from govern.minutes.book.forms import DissentForm, PeopleForm
from govern.minutes.book.pages.minutes import writer
from govern.web.door import AnyRequest, Door, door_of
from govern.web.forms import Submission, words
from govern.web.page import page
from govern.web.steps import Answer, filled_in
from govern.web.visitor import Visitor

PEOPLE = "/office/minutes/{minutes_id:uuid}/people"
DISSENT = "/office/minutes/{minutes_id:uuid}/entries/{entry_id:uuid}/dissent"


async def _people_page(
    request: AnyRequest, reading: AsyncSession, minutes_id: UUID, form: Submission[PeopleForm] | None = None
) -> Response[str]:
    found = await queries.minutes_page(reading, minutes_id, door_of(request).language.code)
    observers = [str(one.position) for one in found.present if one.observer]
    known = Submission.blank(apologies="\n".join(found.apologies), observers=observers)
    return page(request, "minutes/people.html", section="office", minutes=found, form=form or known)


@get(PEOPLE, name="minutes.people", guards=[writer])
async def people(request: AnyRequest, reading: AsyncSession, minutes_id: UUID) -> Response[str]:
    return await _people_page(request, reading, minutes_id)


@post(PEOPLE, name="minutes.note_people", guards=[writer])
async def note_people(request: AnyRequest, store: Store, door: Door, visitor: Visitor, minutes_id: UUID) -> Answer:

    async def act(writing: AsyncSession, sent: PeopleForm) -> str:
        names = [" ".join(line.split()) for line in (sent.apologies or "").split("\n") if line.strip()]
        await lifecycle.note_people(writing, minutes_id, names, sent.observers, by=visitor.person_id, at=door.at)
        return door.here(f"office/minutes/{minutes_id}")

    return await filled_in(
        request, store, PeopleForm, act, lambda reading, form: _people_page(request, reading, minutes_id, form)
    )


async def _dissent_page(
    request: AnyRequest,
    reading: AsyncSession,
    minutes_id: UUID,
    entry_id: UUID,
    form: Submission[DissentForm] | None = None,
) -> Response[str]:
    found = await queries.minutes_page(reading, minutes_id, door_of(request).language.code)
    entry = next((one for one in found.entries if one.id == entry_id), None)
    if entry is None:
        raise NotFound("This entry is not in the minutes. Go back and choose again.")
    there = await lifecycle.dissenters(reading, minutes_id)
    choices = [(str(one), name) for one, name in sorted(there.items(), key=lambda pair: pair[1])]
    return page(
        request, "minutes/dissent.html", section="office", minutes=found, entry=entry, people=choices, form=form
    )


@get(DISSENT, name="minutes.dissenting", guards=[writer])
async def dissenting(request: AnyRequest, reading: AsyncSession, minutes_id: UUID, entry_id: UUID) -> Response[str]:
    return await _dissent_page(request, reading, minutes_id, entry_id)


@post(DISSENT, name="minutes.dissent", guards=[writer])
async def dissent(
    request: AnyRequest, store: Store, door: Door, visitor: Visitor, minutes_id: UUID, entry_id: UUID
) -> Answer:

    async def act(writing: AsyncSession, sent: DissentForm) -> str:
        reason = words(sent.reason, sent.reason_cy)
        await lifecycle.note_dissent(
            writing, minutes_id, entry_id, sent.person, reason, by=visitor.person_id, at=door.at
        )
        return door.here(f"office/minutes/{minutes_id}#entry-{entry_id}")

    return await filled_in(
        request,
        store,
        DissentForm,
        act,
        lambda reading, form: _dissent_page(request, reading, minutes_id, entry_id, form),
    )


HANDLERS = [people, note_people, dissenting, dissent]
