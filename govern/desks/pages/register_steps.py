"""Steps of the register that may cost a seat or end a mandate: they are taken here, because this room sees all three.

The forms stand on the register's own pages; a step that is refused shows that page again.
"""

from collections.abc import Awaitable, Callable
from datetime import date
from typing import TypeVar, cast
from uuid import UUID

import msgspec
from litestar import Response, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.register import lifecycle as register
from govern.constituencies.register.forms import EndAttribute, JoinGroup, LeaveGroup, NewMember, NoteAttribute
from govern.constituencies.register.pages.entry import Step, add_page, person_page
from govern.constituencies.register.pages.files import import_page
from govern.constituencies.register.pages.shared import may_edit
from govern.database import Store
from govern.desks import lifecycle
from govern.errors import GovernError
from govern.identity.lifecycle import NewPerson
from govern.identity.pages.entering import site_of
from govern.identity.rules import day_of
from govern.society import Society
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission, submitted
from govern.web.steps import done_or_again
from govern.web.visitor import Visitor

T = TypeVar("T", bound=msgspec.Struct)


@post("/office/register/add", name="register.enter", guards=[may_edit])
async def add(
    request: AnyRequest, store: Store, society: Society, door: Door, visitor: Visitor
) -> Response[str] | Redirect:
    form = submitted(NewMember, await request.form(), door.language.say)
    if form.values is None:
        async with store.reading() as reading:
            return await add_page(request, reading, door, form)
    new, by, at = form.values, visitor.person_id, door.at
    person = NewPerson(
        name=new.name,
        first_name=new.first_name,
        email=new.email,
        phone=new.phone,
        postal_address=new.postal_address,
        born_on=new.born,
        language=new.language,
        format=new.format,
    )
    try:
        async with store.writing() as writing, lifecycle.heeding(writing, society, new.joined, (), by=by, at=at):
            person_id = await register.enter(
                writing,
                person,
                new.group,
                new.joined,
                new.reason,
                number=new.number,
                by=by,
                at=at,
            )
    except GovernError as refusal:
        async with store.reading() as reading:
            return await add_page(request, reading, door, form.refused(refusal))
    return Redirect(door.here(f"office/register/{person_id}"), status_code=303)


class Taken(msgspec.Struct, frozen=True):
    """A step on somebody's entry: whose, from where."""

    request: AnyRequest
    store: Store
    society: Society
    door: Door
    visitor: Visitor
    person_id: UUID


async def _step(
    taken: Taken,
    kind: type[T],
    on: Callable[[T], date],
    act: Callable[[AsyncSession, T], Awaitable[object]],
    group: str = "",
    day: str = "",
) -> Response[str] | Redirect:
    """Read what was sent, take the step from its day `on`, heeding seats and mandates; or the entry again.

    The register speaks of a group and a day: `group` and `day` are their fields on this form.
    """
    form = submitted(kind, await taken.request.form(), taken.door.language.say)
    by, at = taken.visitor.person_id, taken.door.at

    async def does(writing: AsyncSession, sent: T) -> str:
        try:
            async with lifecycle.heeding(writing, taken.society, on(sent), [taken.person_id], by=by, at=at):
                await act(writing, sent)
        except GovernError as refusal:
            if group:
                refusal.field = day if refusal.field == "on" else group
            raise
        return taken.door.here(f"office/register/{taken.person_id}") + "?done=step"

    async def again(reading: AsyncSession, form: Submission[T]) -> Response[str]:
        return await person_page(taken.request, reading, taken.door, taken.person_id, cast(Step, form))

    return await done_or_again(taken.store, form, does, again)


@post("/office/register/{person_id:uuid}/join", name="register.join", guards=[may_edit])
async def join(
    request: AnyRequest, store: Store, society: Society, door: Door, visitor: Visitor, person_id: UUID
) -> Response[str] | Redirect:
    by, at = visitor.person_id, door.at

    async def act(writing: AsyncSession, sent: JoinGroup) -> None:
        if sent.moves_from:
            await register.end_membership(
                writing, person_id, sent.moves_from, sent.join_on, sent.join_reason, by=by, at=at
            )
        await register.admit(writing, person_id, sent.join_group, sent.join_on, sent.join_reason, by=by, at=at)

    taken = Taken(request, store, society, door, visitor, person_id)
    return await _step(taken, JoinGroup, lambda sent: sent.join_on, act, "join_group", "join_on")


@post("/office/register/{person_id:uuid}/leave", name="register.leave", guards=[may_edit])
async def leave(
    request: AnyRequest, store: Store, society: Society, door: Door, visitor: Visitor, person_id: UUID
) -> Response[str] | Redirect:
    by, at = visitor.person_id, door.at

    async def act(writing: AsyncSession, sent: LeaveGroup) -> None:
        await register.end_membership(
            writing, person_id, sent.leave_group, sent.leave_on, sent.leave_reason, by=by, at=at
        )

    taken = Taken(request, store, society, door, visitor, person_id)
    return await _step(taken, LeaveGroup, lambda sent: sent.leave_on, act, "leave_group", "leave_on")


@post("/office/register/{person_id:uuid}/attributes", name="register.note_attribute", guards=[may_edit])
async def note(
    request: AnyRequest, store: Store, society: Society, door: Door, visitor: Visitor, person_id: UUID
) -> Response[str] | Redirect:
    by, at = visitor.person_id, door.at

    async def act(writing: AsyncSession, sent: NoteAttribute) -> None:
        await register.note_attribute(
            writing, person_id, sent.attribute, sent.attribute_on, sent.source, by=by, at=at
        )

    taken = Taken(request, store, society, door, visitor, person_id)
    return await _step(taken, NoteAttribute, lambda sent: sent.attribute_on, act)


@post("/office/register/{person_id:uuid}/attributes/end", name="register.end_attribute", guards=[may_edit])
async def end_note(
    request: AnyRequest, store: Store, society: Society, door: Door, visitor: Visitor, person_id: UUID
) -> Response[str] | Redirect:
    by, at = visitor.person_id, door.at

    async def act(writing: AsyncSession, sent: EndAttribute) -> None:
        await register.end_attribute(writing, person_id, sent.ends, sent.ends_on, by=by, at=at)

    taken = Taken(request, store, society, door, visitor, person_id)
    return await _step(taken, EndAttribute, lambda sent: sent.ends_on, act, "ends", "ends_on")


@post("/office/register/imports/{import_id:uuid}/apply", name="register.apply", guards=[may_edit])
async def put_in(
    request: AnyRequest, store: Store, society: Society, door: Door, visitor: Visitor, import_id: UUID
) -> Response[str] | Redirect:
    """A file of members goes into the register as it was shown; then the file is deleted."""
    by, at = visitor.person_id, door.at
    site = site_of(door)
    file = register.upload_of(society.uploads(), import_id)
    try:
        async with store.writing() as writing, lifecycle.heeding(writing, society, day_of(at), by=by, at=at):
            await register.apply(writing, import_id, file, by=by, at=at, site=site)
    except GovernError as refusal:
        async with store.reading() as reading:
            return await import_page(request, reading, visitor, import_id, refusal)
    register.forget_upload(society.uploads(), import_id)
    return Redirect(door.here(f"office/register/imports/{import_id}"), status_code=303)


HANDLERS = [add, join, leave, note, end_note, put_in]
