"""`office/care`: who delivers whose care, for all who ask people what they think. Noted and ended with a reason.

Whoever delivers somebody's care may be there when they are asked, and neither leads nor says first what it meant
(M94, invariants 74 and 76). The other two places where the office notes it, the register and who helps whom, count
as well and are shown here.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.register import queries as register
from govern.database import Store
from govern.errors import GovernError, NotValid
from govern.forums.consultations import lifecycle, queries
from govern.forums.consultations.forms.care import CareEnded, CareNoted
from govern.forums.consultations.queries import CareLine
from govern.identity import queries as identity
from govern.identity.rules import day_of
from govern.permissions import Permission
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission, submitted
from govern.web.given import PageNumber
from govern.web.guards import holding
from govern.web.page import page
from govern.web.visitor import Visitor

MAY_EDIT = holding(Permission.REGISTER_EDIT)
ON_A_PAGE = 50


async def person_typed(reading: AsyncSession, typed: str, field: str) -> UUID:
    """By whole number, or by a whole name that only one person has. Raises `NotValid` beside the field."""
    by_number = await register.person_with_number(reading, typed)
    if by_number is not None:
        return by_number
    named = [one for one in await identity.people_named(reading, typed) if one.name.casefold() == typed.casefold()]
    if len(named) != 1:
        raise NotValid(
            "We do not find one person of this name. Type their number, or the whole name as it is in the register.",
            field=field,
        )
    return named[0].id


def cut(lines: Sequence[CareLine], number: int) -> tuple[Sequence[CareLine], int, int]:
    """One page of them, from 1, its number, and how many pages there are. Beyond the last it is the last."""
    pages = max(1, -(-len(lines) // ON_A_PAGE))
    shown = min(max(1, number), pages)
    return lines[(shown - 1) * ON_A_PAGE : shown * ON_A_PAGE], shown, pages


async def listed(
    request: AnyRequest, reading: AsyncSession, door: Door, form: Submission[Any] | None, number: int = 1
) -> Response[str]:
    today = day_of(door.at)
    found = await queries.care_now(reading, today)
    lines, shown, pages = cut(found, number)
    return page(
        request,
        "consultations/care.html",
        section="office",
        lines=lines,
        all=len(found),
        number=shown,
        pages=pages,
        ended=await queries.care_ended(reading, today),
        form=form,
    )


@get("/office/care", name="care", guards=[MAY_EDIT])
async def care(request: AnyRequest, door: Door, reading: AsyncSession, number: PageNumber = 1) -> Response[str]:
    return await listed(request, reading, door, None, number)


@post("/office/care", name="care.note", guards=[MAY_EDIT])
async def note(request: AnyRequest, store: Store, door: Door, visitor: Visitor) -> Response[str] | Redirect:
    form = submitted(CareNoted, await request.form(), door.language.say)
    try:
        if (sent := form.values) is not None:
            async with store.writing() as writing:
                person = await person_typed(writing, sent.person, "person")
                carer = await person_typed(writing, sent.carer, "carer")
                since, by = sent.from_on or day_of(door.at), visitor.person_id
                await lifecycle.note_care(writing, person, carer, since, sent.because, by=by, at=door.at)
            return Redirect(door.here("office/care"), status_code=303)
    except GovernError as refusal:
        form = form.refused(refusal)
    async with store.reading() as reading:
        return await listed(request, reading, door, form)


@get("/office/care/{care_link_id:uuid}", name="care.one", guards=[MAY_EDIT])
async def one(request: AnyRequest, reading: AsyncSession, visitor: Visitor, care_link_id: UUID) -> Response[str]:
    return await _one(request, reading, visitor, care_link_id, None)


async def _one(
    request: AnyRequest, reading: AsyncSession, visitor: Visitor, care_link_id: UUID, form: Submission[Any] | None
) -> Response[str]:
    line = await queries.care_link(reading, care_link_id)
    return page(
        request,
        "consultations/care_link.html",
        section="office",
        line=line,
        own=line.carer_id == visitor.person_id,
        form=form,
    )


@post("/office/care/{care_link_id:uuid}/end", name="care.end", guards=[MAY_EDIT])
async def end(
    request: AnyRequest, store: Store, door: Door, visitor: Visitor, care_link_id: UUID
) -> Response[str] | Redirect:
    form = submitted(CareEnded, await request.form(), door.language.say)
    try:
        if (sent := form.values) is not None:
            async with store.writing() as writing:
                whose = (await queries.care_link(writing, care_link_id)).person_id
                by = visitor.person_id
                await lifecycle.end_care(writing, whose, care_link_id, sent.because, by=by, at=door.at)
            return Redirect(door.here("office/care"), status_code=303)
    except GovernError as refusal:
        form = form.refused(refusal)
    async with store.reading() as reading:
        return await _one(request, reading, visitor, care_link_id, form)


HANDLERS = [care, note, one, end]
