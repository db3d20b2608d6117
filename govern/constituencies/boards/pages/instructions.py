"""`office/boards/instructions`: what linked bodies ask of each other; `people/instructions` shows it to members."""

from uuid import UUID

from litestar import Response, get, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.boards.forms import GiveInstruction, ReplyToInstruction
from govern.constituencies.boards.lifecycle import instructing
from govern.constituencies.boards.lifecycle.instructing import NewInstruction, NewReply
from govern.constituencies.boards.pages.shared import keeper
from govern.constituencies.boards.queries import instructions as queries
from govern.constituencies.boards.queries.domains import topics_of
from govern.constituencies.boards.queries.instructions import Which
from govern.constituencies.boards.rules.instructing import ANSWERS, Asked
from govern.constituencies.rulebook import queries as rulebook
from govern.database import Store
from govern.errors import GovernError, NotFound
from govern.identity.rules import day_of
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission, submitted
from govern.web.guards import signed_in
from govern.web.page import page
from govern.web.visitor import Visitor


@get("/people/instructions", name="boards.members_instructions", guards=[signed_in])
async def for_members(request: AnyRequest, reading: AsyncSession, door: Door) -> Response[str]:
    """What bodies asked of each other, open and closed, with the answers; not what is for officers only."""
    found = await queries.instructions(reading, day_of(door.at), door.language.code, which=Which.ALL, members=True)
    return page(request, "boards/instructions_members.html", section="rules", instructions=found)


@get("/office/boards/instructions", name="boards.instructions", guards=[keeper])
async def listed(
    request: AnyRequest, reading: AsyncSession, door: Door, of: str = "", which: str = "open"
) -> Response[str]:
    today, language = day_of(door.at), door.language.code
    chosen = Which(which) if which in set(Which) else Which.OPEN
    return page(
        request,
        "boards/instructions.html",
        section="office",
        instructions=await queries.instructions(reading, today, language, body=of[:60], which=chosen),
        bodies=await queries.linked_bodies(reading, today, language),
        of=of,
        which=chosen,
        ways=tuple(Which),
    )


@get("/office/boards/{board_id:str}/instructions/new", name="boards.instruction_new", guards=[keeper])
async def new(request: AnyRequest, reading: AsyncSession, door: Door, board_id: str) -> Response[str]:
    return await _new_page(request, reading, door, board_id, None)


@post("/office/boards/{board_id:str}/instructions/new", name="boards.instruction_give", guards=[keeper])
async def give(
    request: AnyRequest, store: Store, door: Door, visitor: Visitor, board_id: str
) -> Response[str] | Redirect:
    form = submitted(GiveInstruction, await request.form(), door.language.say)
    if form.values is not None:
        sent = form.values
        wanted = NewInstruction(
            kind=sent.kind,
            from_body=board_id,
            to_body=sent.to_body,
            topic=sent.topic,
            text=_words(sent.text, sent.text_cy),
            reference=sent.reference,
            decided_on=sent.decided_on,
            due_on=sent.due_on,
            for_officers=sent.for_officers,
        )
        try:
            async with store.writing() as writing:
                given = await instructing.give(writing, wanted, by=visitor.person_id, at=door.at)
            return _to(door, given)
        except GovernError as refusal:
            form = form.refused(refusal)
    async with store.reading() as reading:
        return await _new_page(request, reading, door, board_id, form)


async def _new_page(
    request: AnyRequest, reading: AsyncSession, door: Door, body: str, form: Submission[GiveInstruction] | None
) -> Response[str]:
    today, language = day_of(door.at), door.language.code
    book = (await rulebook.in_force(reading, today)).rulebook
    book.body(body)
    here = next((one for one in await queries.linked_bodies(reading, today, language) if one.id == body), None)
    if here is None:
        raise NotFound("The rules link this body with no other, so it has nobody to instruct or to ask.")
    return page(
        request,
        "boards/instruction_new.html",
        section="office",
        form=form,
        body=here,
        kinds=tuple(Asked),
        topics=topics_of(book, language),
    )


@get("/office/boards/instructions/{instruction_id:uuid}", name="boards.instruction", guards=[keeper])
async def one(request: AnyRequest, reading: AsyncSession, door: Door, instruction_id: UUID) -> Response[str]:
    return await _one_page(request, reading, door, instruction_id, None)


@post("/office/boards/instructions/{instruction_id:uuid}", name="boards.instruction_reply", guards=[keeper])
async def reply(
    request: AnyRequest, store: Store, door: Door, visitor: Visitor, instruction_id: UUID
) -> Response[str] | Redirect:
    form = submitted(ReplyToInstruction, await request.form(), door.language.say)
    if form.values is not None:
        sent = form.values
        wanted = NewReply(
            answer=sent.answer,
            text=_words(sent.text, sent.text_cy),
            decided_on=sent.decided_on,
            reference=sent.reference,
        )
        try:
            async with store.writing() as writing:
                await instructing.answer(writing, instruction_id, wanted, by=visitor.person_id, at=door.at)
            return _to(door, instruction_id)
        except GovernError as refusal:
            form = form.refused(refusal)
    async with store.reading() as reading:
        return await _one_page(request, reading, door, instruction_id, form)


@post("/office/boards/instructions/{instruction_id:uuid}/received", name="boards.received", guards=[keeper])
async def received(
    request: AnyRequest, store: Store, door: Door, visitor: Visitor, instruction_id: UUID
) -> Response[str] | Redirect:
    try:
        async with store.writing() as writing:
            await instructing.receive(writing, instruction_id, by=visitor.person_id, at=door.at)
    except GovernError as refusal:
        return await _refused(request, store, door, instruction_id, refusal)
    return _to(door, instruction_id)


@post("/office/boards/instructions/{instruction_id:uuid}/close", name="boards.instruction_close", guards=[keeper])
async def close(
    request: AnyRequest, store: Store, door: Door, visitor: Visitor, instruction_id: UUID
) -> Response[str] | Redirect:
    try:
        async with store.writing() as writing:
            await instructing.close(writing, instruction_id, by=visitor.person_id, at=door.at)
    except GovernError as refusal:
        return await _refused(request, store, door, instruction_id, refusal)
    return _to(door, instruction_id)


async def _refused(
    request: AnyRequest, store: Store, door: Door, instruction_id: UUID, refusal: GovernError
) -> Response[str]:
    """A step of one button that is refused stands at the top of the same page."""
    blank: Submission[ReplyToInstruction] = Submission.blank()
    async with store.reading() as reading:
        return await _one_page(request, reading, door, instruction_id, blank.refused(refusal))


async def _one_page(
    request: AnyRequest,
    reading: AsyncSession,
    door: Door,
    instruction_id: UUID,
    form: Submission[ReplyToInstruction] | None,
) -> Response[str]:
    found = await queries.instruction(reading, instruction_id, day_of(door.at), door.language.code)
    return page(
        request,
        "boards/instruction.html",
        section="office",
        form=form,
        one=found,
        answers=tuple(a for a in ANSWERS[found.kind] if a is not found.last),
    )


def _words(english: str | None, welsh: str | None) -> dict[str, str]:
    return {code: text for code, text in (("en", english), ("cy", welsh)) if text}


def _to(door: Door, instruction_id: UUID) -> Redirect:
    return Redirect(door.here(f"office/boards/instructions/{instruction_id}"), status_code=303)


HANDLERS = [for_members, listed, new, give, one, reply, received, close]
