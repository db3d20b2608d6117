"""The agenda before the notice: items added, changed, moved, taken off."""

from uuid import UUID

from litestar import Response, get, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.database import Store
from govern.errors import NotFound
from govern.meetings import lifecycle, queries
from govern.meetings.forms import ItemForm, MoveForm
from govern.meetings.lifecycle import ItemDraft
from govern.meetings.pages.calling import Answer, caller, to
from govern.meetings.rules import ItemKind
from govern.web.door import AnyRequest, Door, door_of
from govern.web.forms import Submission, submitted, words
from govern.web.page import page
from govern.web.steps import filled_in
from govern.web.visitor import Visitor


def item_draft(sent: ItemForm) -> ItemDraft:
    body, _, group = (sent.seat or "").partition("/")
    motion, election = sent.kind is ItemKind.MOTION, sent.kind is ItemKind.ELECTION
    return ItemDraft(
        kind=sent.kind,
        title=words(sent.title, sent.title_cy),
        text=words(sent.text, sent.text_cy),
        resolution=sent.resolution if motion else None,
        seat_body=body or None if election else None,
        seat_constituency=group or None if election else None,
        places=sent.places if election else None,
        topic=sent.topic,
        owner=sent.owner,
        minutes=sent.minutes,
        break_after=sent.break_after,
    )


async def item_page(
    request: AnyRequest,
    reading: AsyncSession,
    meeting_id: UUID,
    form: Submission[ItemForm],
    item_id: UUID | None = None,
    kind: ItemKind | None = None,
) -> Response[str]:
    """Which fields there are depends on the kind of item, which is chosen before."""
    door = door_of(request)
    found = await queries.meeting_page(reading, meeting_id, door.language.code)
    return page(
        request,
        "meetings/item.html",
        section="office",
        meeting=found,
        item_id=item_id,
        kind=kind or _kind_typed(form),
        choices=await queries.choices(reading, found.starts_at, door.language.code),
        topics=await queries.topics_to_name(reading, found.body, found.starts_at, door.language.code),
        form=form,
    )


def _kind_typed(form: Submission[ItemForm]) -> ItemKind:
    typed = form.value("kind")
    return ItemKind(typed) if typed in set(ItemKind) else ItemKind.TALK


@get("/office/meetings/{meeting_id:uuid}/items/new", name="meetings.item_page", guards=[caller])
async def item_new(
    request: AnyRequest, reading: AsyncSession, meeting_id: UUID, kind: ItemKind = ItemKind.REPORT
) -> Response[str]:
    return await item_page(request, reading, meeting_id, Submission.blank(kind=kind.value), kind=kind)


@post("/office/meetings/{meeting_id:uuid}/items/new", name="meetings.item_add", guards=[caller])
async def item_add(request: AnyRequest, store: Store, door: Door, visitor: Visitor, meeting_id: UUID) -> Answer:
    async def act(writing: AsyncSession, sent: ItemForm) -> str:
        await lifecycle.add_item(writing, meeting_id, item_draft(sent), by=visitor.person_id, at=door.at)
        return door.here(f"office/meetings/{meeting_id}#agenda")

    return await filled_in(
        request, store, ItemForm, act, lambda reading, form: item_page(request, reading, meeting_id, form)
    )


@get("/office/meetings/{meeting_id:uuid}/items/{item_id:uuid}/change", name="meetings.item_edit", guards=[caller])
async def item_edit(
    request: AnyRequest, reading: AsyncSession, door: Door, meeting_id: UUID, item_id: UUID
) -> Response[str]:
    item = await item_of(reading, meeting_id, item_id, door)
    typed = {
        name if code == "en" else f"{name}_{code}": text
        for name, said in item.words.items()
        for code, text in said.items()
    }
    form: Submission[ItemForm] = Submission.blank(
        kind=item.kind.value,
        resolution=item.resolution or "",
        seat=item.seat or "",
        places=str(item.places or ""),
        topic=item.topic or "",
        owner=item.owner or "",
        minutes=str(item.minutes or ""),
        break_after=str(item.break_after or ""),
        **typed,
    )
    return await item_page(request, reading, meeting_id, form, item_id, item.kind)


async def item_of(reading: AsyncSession, meeting_id: UUID, item_id: UUID, door: Door) -> queries.ItemView:
    meeting = await queries.meeting_page(reading, meeting_id, door.language.code)
    for item in meeting.items:
        if item.id == item_id:
            return item
    raise NotFound("This item is no longer on the agenda. Go back and look at the agenda again.")


@post("/office/meetings/{meeting_id:uuid}/items/{item_id:uuid}/change", name="meetings.item_change", guards=[caller])
async def item_change(
    request: AnyRequest, store: Store, door: Door, visitor: Visitor, meeting_id: UUID, item_id: UUID
) -> Answer:
    async def act(writing: AsyncSession, sent: ItemForm) -> str:
        await lifecycle.change_item(writing, item_id, item_draft(sent), by=visitor.person_id, at=door.at)
        return door.here(f"office/meetings/{meeting_id}#agenda")

    return await filled_in(
        request, store, ItemForm, act, lambda reading, form: item_page(request, reading, meeting_id, form, item_id)
    )


@post("/office/meetings/{meeting_id:uuid}/items/{item_id:uuid}/move", name="meetings.item_move", guards=[caller])
async def item_move(
    request: AnyRequest, store: Store, door: Door, visitor: Visitor, meeting_id: UUID, item_id: UUID
) -> Redirect:
    form = submitted(MoveForm, await request.form(), door.language.say)
    if form.values is not None:
        async with store.writing() as writing:
            up = form.values.way == "up"
            await lifecycle.move_item(writing, item_id, up=up, by=visitor.person_id, at=door.at)
    return to(door, meeting_id, "#agenda")


@post("/office/meetings/{meeting_id:uuid}/items/{item_id:uuid}/remove", name="meetings.item_remove", guards=[caller])
async def item_remove(store: Store, door: Door, visitor: Visitor, meeting_id: UUID, item_id: UUID) -> Redirect:
    async with store.writing() as writing:
        await lifecycle.remove_item(writing, item_id, by=visitor.person_id, at=door.at)
    return to(door, meeting_id, "#agenda")


HANDLERS = [item_new, item_add, item_edit, item_change, item_move, item_remove]
