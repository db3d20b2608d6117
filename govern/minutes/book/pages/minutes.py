"""Pages of what is remembered: minutes to read and to write, the audit trail."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import Parameter
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.database import Store
from govern.errors import NotFound
from govern.meetings import queries as meetings
from govern.meetings.pages.member import shown
from govern.minutes.book import lifecycle, queries, rules
from govern.minutes.book.forms import EntryForm
from govern.permissions import Permission
from govern.web.door import AnyRequest, Door, door_of
from govern.web.forms import Submission, words
from govern.web.guards import holding, signed_in
from govern.web.page import page
from govern.web.steps import Answer, Press, filled_in
from govern.web.visitor import Visitor

writer = holding(Permission.MINUTES_WRITE)
scrutineer = holding(Permission.RECORD_SEE)
Line = Annotated[int | None, Parameter(ge=1)]


async def readable(reading: AsyncSession, minutes_id: UUID, door: Door) -> queries.MinutesPage:
    """The minutes for this person. Before they are circulated only their writers see them."""
    found = await queries.minutes_page(reading, minutes_id, door.language.code)
    may_write = door.visitor is not None and door.visitor.may(Permission.MINUTES_WRITE)
    if found.stage not in rules.READABLE and not may_write:
        raise NotFound("These minutes are still being written. Members read them when they are circulated.")
    return found


@get("/minutes/{minutes_id:uuid}", name="minutes.show", guards=[signed_in])
async def minutes(request: AnyRequest, reading: AsyncSession, door: Door, minutes_id: UUID) -> Response[str]:
    await readable(reading, minutes_id, door)
    return await show_page(request, reading, minutes_id)


async def show_page(
    request: AnyRequest, reading: AsyncSession, minutes_id: UUID, form: Submission[Any] | None = None
) -> Response[str]:
    """The minutes for whoever may read them, with what this person can do with them."""
    door = door_of(request)
    found = await readable(reading, minutes_id, door)
    assert door.visitor is not None
    me, code = door.visitor.person_id, door.language.code
    comments = await queries.comments_of(reading, minutes_id, code, me)
    easy = await queries.easy_page(reading, minutes_id, code)
    signs = found.stage is rules.Stage.APPROVED and me in await lifecycle.chairs(reading, minutes_id)
    reads_all = door.visitor.may(Permission.MINUTES_WRITE)
    return page(
        request,
        "minutes/show.html",
        section="meetings",
        minutes=found,
        form=form,
        comments=comments,
        was_there=await lifecycle.was_there(reading, found.meeting_id, me),
        easy=easy is not None and easy.stage is rules.EasyStage.RELEASED,
        signs=signs,
        reads_annex=reads_all or bool(await lifecycle.may_read(reading, minutes_id, me)),
        is_public=await queries.is_public(reading, minutes_id, door.at),
    )


@get("/meetings/{meeting_id:uuid}/minutes", name="minutes.of_meeting", guards=[signed_in])
async def of_meeting(
    request: AnyRequest, reading: AsyncSession, door: Door, meeting_id: UUID
) -> Response[str] | Redirect:
    """The lasting address of a meeting's minutes; until they are circulated, a page that says when they come."""
    found = await queries.minutes_of(reading, meeting_id)
    if found is not None and found[1] in rules.READABLE:
        return Redirect(door.here(f"minutes/{found[0]}"), status_code=303)
    meeting = await shown(reading, meeting_id, door)
    return page(request, "minutes/not_yet.html", section="meetings", meeting=meeting)


# --- The secretary's ------------------------------------------------------------------------------------------------


@get("/office/meetings/{meeting_id:uuid}/minutes", name="minutes.office", guards=[writer])
async def begin_page(
    request: AnyRequest, reading: AsyncSession, door: Door, meeting_id: UUID
) -> Response[str] | Redirect:
    """The minutes to write, or the button that begins them."""
    found = await queries.minutes_of(reading, meeting_id)
    if found is not None:
        return Redirect(door.here(f"office/minutes/{found[0]}"), status_code=303)
    meeting = await meetings.meeting_page(reading, meeting_id, door.language.code)
    return page(request, "minutes/begin.html", section="office", meeting=meeting)


@post("/office/meetings/{meeting_id:uuid}/minutes", name="minutes.begin", guards=[writer])
async def begin(store: Store, door: Door, visitor: Visitor, meeting_id: UUID) -> Redirect:
    async with store.writing() as writing:
        minutes_id = await lifecycle.draft(writing, meeting_id, by=visitor.person_id, at=door.at)
    return Redirect(door.here(f"office/minutes/{minutes_id}"), status_code=303)


async def desk(
    request: AnyRequest, reading: AsyncSession, minutes_id: UUID, form: Submission[Any] | None = None
) -> Response[str]:
    door = door_of(request)
    found = await queries.minutes_page(reading, minutes_id, door.language.code)
    comments = await queries.comments_of(reading, minutes_id, door.language.code, None)
    return page(
        request,
        "minutes/office.html",
        section="office",
        minutes=found,
        form=form,
        unanswered=sum(one.taken_up is None for one in comments),
        commented=len(comments),
        chairs=tuple(sorted((await lifecycle.chairs(reading, minutes_id)).values())),
        may_be_public=await queries.may_be_public(reading, door.at),
        is_public=await queries.is_public(reading, minutes_id, door.at),
    )


@get("/office/minutes/{minutes_id:uuid}", name="minutes.write", guards=[writer])
async def write(request: AnyRequest, reading: AsyncSession, door: Door, minutes_id: UUID) -> Response[str] | Redirect:
    """The minutes as they are written; while they are taken live, the page on which they are taken."""
    found = await queries.minutes_page(reading, minutes_id, door.language.code)
    if not found.composed:
        return Redirect(door.here(f"office/minutes/{minutes_id}/live"), status_code=303)
    return await desk(request, reading, minutes_id)


async def entry_page(
    request: AnyRequest,
    reading: AsyncSession,
    minutes_id: UUID,
    entry_id: UUID,
    form: Submission[EntryForm] | None = None,
) -> Response[str]:
    found = await queries.minutes_page(reading, minutes_id, door_of(request).language.code)
    entry = next((one for one in found.entries if one.id == entry_id), None)
    if entry is None:
        raise NotFound("This entry is not in the minutes. Go back and choose again.")
    typed = {
        name if code == "en" else f"{name}_{code}": text
        for name, said in entry.words.items()
        for code, text in said.items()
    }
    return page(
        request,
        "minutes/entry.html",
        section="office",
        minutes=found,
        entry=entry,
        form=form or Submission.blank(**typed),
    )


@get("/office/minutes/{minutes_id:uuid}/entries/{entry_id:uuid}", name="minutes.entry", guards=[writer])
async def entry_look(request: AnyRequest, reading: AsyncSession, minutes_id: UUID, entry_id: UUID) -> Response[str]:
    return await entry_page(request, reading, minutes_id, entry_id)


@post("/office/minutes/{minutes_id:uuid}/entries/{entry_id:uuid}", name="minutes.edit", guards=[writer])
async def edit(
    request: AnyRequest, store: Store, door: Door, visitor: Visitor, minutes_id: UUID, entry_id: UUID
) -> Answer:

    async def act(writing: AsyncSession, sent: EntryForm) -> str:
        text, decision = words(sent.text, sent.text_cy), words(sent.decision, sent.decision_cy)
        reasons = words(sent.reasons, sent.reasons_cy)
        await lifecycle.edit_entry(writing, entry_id, text, decision, reasons, by=visitor.person_id, at=door.at)
        return door.here(f"office/minutes/{minutes_id}#entry-{entry_id}")

    return await filled_in(
        request, store, EntryForm, act, lambda reading, form: entry_page(request, reading, minutes_id, entry_id, form)
    )


@post("/office/minutes/{minutes_id:uuid}/results", name="minutes.results", guards=[writer])
async def results(store: Store, door: Door, visitor: Visitor, minutes_id: UUID) -> Redirect:
    async with store.writing() as writing:
        await lifecycle.bring_results(writing, minutes_id, by=visitor.person_id, at=door.at)
    return Redirect(door.here(f"office/minutes/{minutes_id}"), status_code=303)


@post("/office/minutes/{minutes_id:uuid}/circulate", name="minutes.circulate", guards=[writer])
async def circulate(request: AnyRequest, store: Store, door: Door, visitor: Visitor, minutes_id: UUID) -> Answer:

    async def act(writing: AsyncSession, sent: Press) -> str:
        await lifecycle.circulate(writing, minutes_id, by=visitor.person_id, at=door.at)
        return door.here(f"office/minutes/{minutes_id}")

    return await filled_in(request, store, Press, act, lambda reading, form: desk(request, reading, minutes_id, form))


# --- The scrutineer's -----------------------------------------------------------------------------------------------


@get("/office/record", name="record.show", guards=[scrutineer])
async def audit(
    request: AnyRequest,
    reading: AsyncSession,
    door: Door,
    meeting: UUID | None = None,
    subject: str = "",
    before: Line = None,
) -> Response[str]:
    """Everything that was done, the newest first; all of it, of one meeting with its ballots, or of one thing."""
    subjects: tuple[str, ...] = ()
    if meeting is not None:
        subjects = await queries.subjects_of_meeting(reading, meeting)
    elif subject:
        subjects = (subject[:120],)
    return page(
        request,
        "minutes/record.html",
        section="office",
        trail=await queries.trail(reading, subjects, before=before),
        meetings=await meetings.meetings_in_office(reading, door.language.code),
        meeting=meeting,
        subject=subject,
        before=before,
    )


@get("/office/record/check", name="record.check", guards=[scrutineer])
async def check(request: AnyRequest, reading: AsyncSession) -> Response[str]:
    """Walk the whole chain now, and say whether it holds."""
    return page(request, "minutes/record_check.html", section="office", verdict=await record.verify(reading))


HANDLERS = [
    minutes,
    of_meeting,
    begin_page,
    begin,
    write,
    entry_look,
    edit,
    results,
    circulate,
    audit,
    check,
]
