"""`office/officers`: who holds which office since when; a secretary appoints a member, and ends an office."""

from datetime import timedelta
from uuid import UUID

from litestar import Response, get, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.boards import lifecycle as boards
from govern.constituencies.register import queries as register
from govern.constituencies.register.queries import MemberPage
from govern.desks.forms import Appointment, EndOfOffice
from govern.errors import GovernError, NotAllowed, NotValid
from govern.identity import lifecycle
from govern.identity import queries as identity
from govern.identity.lifecycle import Given
from govern.identity.pages.entering import site_of
from govern.identity.queries import OfficerView
from govern.identity.rules import day_of
from govern.permissions import ROLE_NAMES, Permission
from govern.society import Society
from govern.web.door import AnyRequest, Door
from govern.web.face import Group
from govern.web.forms import Submission, submitted
from govern.web.guards import holding, stepping_up
from govern.web.page import page
from govern.web.visitor import Visitor

MAY_APPOINT = stepping_up(Permission.OFFICE_APPOINT)


@get("/office/officers", name="officers", guards=[holding(Permission.OFFICE_SEE)])
async def officers(request: AnyRequest, door: Door, reading: AsyncSession, visitor: Visitor) -> Response[str]:
    today = day_of(door.at)
    return page(
        request,
        "desks/officers.html",
        section="office",
        officers=await identity.officers(reading, today),
        names=ROLE_NAMES,
        groups={group.id: group.name for group in _groups(door)},
        today=today,
        may_appoint=visitor.may(Permission.OFFICE_APPOINT),
        done=request.query_params.get("done", ""),
    )


@get("/office/officers/appoint", name="officers.find", guards=[MAY_APPOINT])
async def find(request: AnyRequest, door: Door, reading: AsyncSession) -> Response[str]:
    """Whom to appoint: looked for in the register by name, email or number."""
    words = request.query_params.get("words", "").strip()[:100]
    found = await register.members(reading, day_of(door.at), words=words) if words else None
    return page(request, "desks/find_officer.html", section="office", words=words, found=found)


@get("/office/officers/appoint/{person_id:uuid}", name="officers.appoint_page", guards=[MAY_APPOINT])
async def appoint_page(request: AnyRequest, door: Door, reading: AsyncSession, person_id: UUID) -> Response[str]:
    return _appoint_page(request, door, await _member(reading, door, person_id))


@post("/office/officers/appoint/{person_id:uuid}", name="officers.appoint", guards=[MAY_APPOINT])
async def appoint(
    request: AnyRequest, door: Door, society: Society, visitor: Visitor, person_id: UUID
) -> Response[str] | Redirect:
    form = submitted(Appointment, await request.form(), door.language.say)
    async with society.store.reading() as reading:
        member = await _member(reading, door, person_id)
    if form.values is None:
        return _appoint_page(request, door, member, form)
    try:
        facilitates = form.values.facilitates or ""
        if facilitates and facilitates not in {group.id for group in _groups(door)}:
            raise NotValid("The rules have no such group. Choose one from the list.", field="facilitates")
        if not member.groups_now:
            raise NotAllowed("{name} is not a member today. Choose somebody else.", name=member.name)
        async with society.store.writing() as writing:
            given = await lifecycle.appoint_and_tell(
                writing,
                person_id,
                form.values.role,
                form.values.from_on,
                constituency=facilitates,
                decision=form.values.decision,
                site=site_of(door),
                by=visitor.person_id,
                at=door.at,
            )
    except GovernError as refusal:
        return _appoint_page(request, door, member, form.refused(refusal))
    return await _given(request, door, society, given, "appointed")


async def _member(reading: AsyncSession, door: Door, person_id: UUID) -> MemberPage:
    return await register.member_page(reading, person_id, day_of(door.at))


def _appoint_page(
    request: AnyRequest, door: Door, member: MemberPage, form: Submission[Appointment] | None = None
) -> Response[str]:
    return page(
        request,
        "desks/appoint.html",
        section="office",
        form=form,
        member=member,
        names=ROLE_NAMES,
        groups=_groups(door),
        today=day_of(door.at),
    )


def _groups(door: Door) -> tuple[Group, ...]:
    return door.face.groups if door.face else ()


@get("/office/officers/{office_id:uuid}/link", name="officers.link_page", guards=[MAY_APPOINT])
async def link_page(request: AnyRequest, reading: AsyncSession, office_id: UUID) -> Response[str]:
    """What will happen, before it happens."""
    officer = await identity.officer(reading, office_id)
    return page(request, "desks/set_up_link.html", section="office", officer=officer)


@post("/office/officers/{office_id:uuid}/link", name="officers.link", guards=[MAY_APPOINT])
async def link(
    request: AnyRequest, door: Door, society: Society, visitor: Visitor, office_id: UUID
) -> Response[str] | Redirect:
    async with society.store.writing() as writing:
        given = await lifecycle.send_set_up_again(
            writing, office_id, site=site_of(door), by=visitor.person_id, at=door.at
        )
    return await _given(request, door, society, given, "sent")


async def _given(
    request: AnyRequest, door: Door, society: Society, given: Given, done: str
) -> Response[str] | Redirect:
    """Back to the list; or, for somebody without email, the paper with their link. It is shown this once: of the link
    only a hash is kept."""
    if given.token is None:
        done = done if given.told else "untold"
        return Redirect(door.here("office/officers"), query_params={"done": done}, status_code=303)
    async with society.store.reading() as reading:
        officer = await identity.officer(reading, given.office_id)
    address = site_of(door).page(officer.language, f"set-up/{given.token}")
    return page(
        request,
        "desks/set_up_paper.html",
        section="office",
        officer=officer,
        role=ROLE_NAMES[officer.role],
        address=address,
    )


@get("/office/officers/{office_id:uuid}/end", name="officers.end_page", guards=[MAY_APPOINT])
async def end_page(request: AnyRequest, door: Door, reading: AsyncSession, office_id: UUID) -> Response[str]:
    return _end_page(request, door, await identity.officer(reading, office_id))


@post("/office/officers/{office_id:uuid}/end", name="officers.end", guards=[MAY_APPOINT])
async def end(
    request: AnyRequest, door: Door, society: Society, visitor: Visitor, office_id: UUID
) -> Response[str] | Redirect:
    form = submitted(EndOfOffice, await request.form(), door.language.say)
    async with society.store.reading() as reading:
        officer = await identity.officer(reading, office_id)
    if form.values is None:
        return _end_page(request, door, officer, form)
    try:
        async with society.store.writing() as writing:
            await lifecycle.end_office(
                writing,
                office_id,
                form.values.to_on,
                reason=form.values.reason,
                site=site_of(door),
                by=visitor.person_id,
                at=door.at,
            )
            free_on = form.values.to_on + timedelta(
                days=1
            )  # an office's last day is its own; a seat is free from the next
            await boards.office_ended(
                writing, officer.person_id, officer.role, free_on, by=visitor.person_id, at=door.at
            )
    except GovernError as refusal:
        return _end_page(request, door, officer, form.refused(refusal))
    done = "ended" if officer.email else "untold"
    return Redirect(door.here("office/officers"), query_params={"done": done}, status_code=303)


def _end_page(
    request: AnyRequest, door: Door, officer: OfficerView, form: Submission[EndOfOffice] | None = None
) -> Response[str]:
    return page(
        request,
        "desks/end_office.html",
        section="office",
        form=form,
        officer=officer,
        role=ROLE_NAMES[officer.role],
        today=day_of(door.at),
    )


HANDLERS = [officers, find, appoint_page, appoint, link_page, link, end_page, end]
