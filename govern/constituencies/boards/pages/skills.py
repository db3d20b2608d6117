"""`office/boards/…/balance`: what those who sit can do, and whether one kind of people is the majority."""

from uuid import UUID

from litestar import Response, get, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.boards import lifecycle, queries
from govern.constituencies.boards.forms import NoteSkill
from govern.constituencies.boards.pages.shared import keeper
from govern.constituencies.register.rules import attribute_words
from govern.database import Store
from govern.errors import GovernError
from govern.identity.rules import day_of
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission, submitted
from govern.web.page import page
from govern.web.visitor import Visitor


@get("/office/boards/{board_id:str}/balance", name="boards.balance", guards=[keeper])
async def balance(request: AnyRequest, reading: AsyncSession, door: Door, board_id: str) -> Response[str]:
    return await _balance_page(request, reading, door, board_id, None)


@post("/office/boards/{board_id:str}/balance", name="boards.note_skill", guards=[keeper])
async def note(
    request: AnyRequest, store: Store, door: Door, visitor: Visitor, board_id: str
) -> Response[str] | Redirect:
    form = submitted(NoteSkill, await request.form(), door.language.say)
    if form.values is None:
        async with store.reading() as reading:
            return await _balance_page(request, reading, door, board_id, form)
    sent = form.values
    try:
        async with store.writing() as writing:
            await lifecycle.note_skill(
                writing,
                sent.person,
                sent.skill,
                sent.from_on,
                professional=sent.professional,
                by=visitor.person_id,
                at=door.at,
            )
    except GovernError as refusal:
        async with store.reading() as reading:
            return await _balance_page(request, reading, door, board_id, form.refused(refusal))
    return Redirect(door.here(f"office/boards/{board_id}/balance"), status_code=303)


async def _balance_page(
    request: AnyRequest, reading: AsyncSession, door: Door, board_id: str, form: Submission[NoteSkill] | None
) -> Response[str]:
    today = day_of(door.at)
    board = await queries.board(reading, board_id, today, door.language.code)
    there = [one for row in board.rows for one in row.sitting]
    skills = await queries.skills_of(reading, [one.person_id for one in there], today)
    found = queries.balance(there, skills)
    return page(
        request,
        "boards/balance.html",
        section="office",
        form=form,
        board=board,
        there=there,
        skills={one.person_id: [s for s in skills if s.person_id == one.person_id] for one in there},
        found=found,
        groups={group.id: group for group in (door.face.groups if door.face else ())},
        noted={share.what: attribute_words(share.what) for share in found.attributes},
    )


@post("/office/boards/{board_id:str}/balance/{skill_id:uuid}/end", name="boards.end_skill", guards=[keeper])
async def end(
    request: AnyRequest, store: Store, door: Door, visitor: Visitor, board_id: str, skill_id: UUID
) -> Response[str] | Redirect:
    """It is so no longer, from today."""
    try:
        async with store.writing() as writing:
            await lifecycle.end_skill(writing, skill_id, day_of(door.at), by=visitor.person_id, at=door.at)
    except GovernError as refusal:
        async with store.reading() as reading:
            blank: Submission[NoteSkill] = Submission.blank()
            return await _balance_page(request, reading, door, board_id, blank.refused(refusal))
    return Redirect(door.here(f"office/boards/{board_id}/balance"), status_code=303)


HANDLERS = [balance, note, end]
