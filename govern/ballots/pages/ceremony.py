"""A vote that nobody opens alone: who holds a duty, what is handed in, what comes next; and the files that go out."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from litestar import Response, get, post
from litestar.datastructures import UploadFile
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots import lifecycle
from govern.ballots.forms.ceremony import DutyForm, HeadForm, PackForm, StepForm
from govern.ballots.pages.office import ballot_of, to
from govern.ballots.pages.running import Facts, facts_for
from govern.ballots.queries import OfficeBallot, packs
from govern.ballots.queries.duty_board import board_of
from govern.ballots.rules import Stage, Step
from govern.ballots.seal.documents import Level
from govern.database import Store
from govern.errors import GovernError, NotFound, NotValid
from govern.identity.pages.entering import site_of
from govern.permissions import Permission
from govern.society import Society
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission, submitted
from govern.web.guards import holding, stepping_up
from govern.web.page import page
from govern.web.visitor import Visitor

CEREMONY = "/office/ballots/{ballot_id:uuid}/ceremony"
looker = holding(Permission.BALLOT_DUTIES)
counter = holding(Permission.BALLOT_COUNT)
second = stepping_up(Permission.BALLOT_PREPARE)
preparer = holding(Permission.BALLOT_PREPARE)
Shown = Response[str] | Redirect
Pack = Response[bytes] | Redirect
SMALL_BODY = 5_000_000
NOTHING = Submission[PackForm]
AnyForm = Submission[HeadForm] | Submission[PackForm] | Submission[DutyForm] | Submission[StepForm]


async def _shared(reading: AsyncSession, door: Door, ballot_id: UUID) -> OfficeBallot:
    ballot = await ballot_of(reading, door, ballot_id)
    if ballot.level is not Level.AGM:
        raise NotFound("At the level of this vote the server opens it. Go back to the vote and choose again.")
    return ballot


async def _page(
    request: AnyRequest,
    door: Door,
    society: Society,
    reading: AsyncSession,
    ballot_id: UUID,
    form: AnyForm | None = None,
) -> Response[str]:
    return page(
        request,
        "ballots/office_ceremony.html",
        section="office",
        status=200 if form is None else 422,
        ballot=await _shared(reading, door, ballot_id),
        board=await board_of(reading, society, ballot_id),
        dropped=_number(request.query_params.get("dropped", "")),
        form=form,
    )


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0


async def _everyday(reading: AsyncSession, door: Door, ballot_id: UUID) -> Redirect | None:
    """Back to the vote where the server opens it, and there is nothing to see here."""
    level = (await ballot_of(reading, door, ballot_id)).level
    return to(door, ballot_id) if level is not Level.AGM else None


@get(CEREMONY, name="ballots.ceremony", guards=[looker])
async def ceremony(
    request: AnyRequest, door: Door, society: Society, reading: AsyncSession, ballot_id: UUID
) -> Shown:
    return await _everyday(reading, door, ballot_id) or await _page(request, door, society, reading, ballot_id)


async def _done(
    request: AnyRequest,
    door: Door,
    society: Society,
    store: Store,
    ballot_id: UUID,
    form: AnyForm | None,
    act: Callable[[], Awaitable[str]],
) -> Shown:
    """Do it and come back to the page; what `act` returns is put behind its address."""
    async with store.reading() as reading:
        await _shared(reading, door, ballot_id)
    try:
        if form is None or form.values is not None:
            return to(door, ballot_id, f"ceremony{await act()}")
    except NotFound:
        raise
    except GovernError as refusal:
        form = (form or NOTHING(None, (), {}, door.language.say)).refused(refusal)
    async with store.reading() as reading:
        return await _page(request, door, society, reading, ballot_id, form)


# --- Before voting opens --------------------------------------------------------------------------------------------


@post(f"{CEREMONY}/files", name="ballots.hand_in_duties", guards=[looker], request_max_body_size=SMALL_BODY)
async def hand_in(
    request: AnyRequest, door: Door, society: Society, store: Store, visitor: Visitor, ballot_id: UUID
) -> Shown:
    """Cards, the sharing of the key, acceptances: several files at once, in any order."""
    sent = await request.form()
    uploads = [one for one in sent.getall("files", []) if isinstance(one, UploadFile) and one.filename]

    async def act() -> str:
        if not uploads:
            raise NotValid("Choose one file or several.", field="files")
        files = [(one.filename, await one.read(lifecycle.LARGEST_FILE + 1)) for one in uploads]
        async with store.writing() as writing:
            told = await lifecycle.hand_in(writing, society, ballot_id, files, by=visitor.person_id, at=door.clock())
        return f"?dropped={told.dropped}" if told.dropped else ""

    return await _done(request, door, society, store, ballot_id, None, act)


@post(f"{CEREMONY}/take-back", name="ballots.take_back_duty", guards=[looker])
async def take_back(
    request: AnyRequest, door: Door, society: Society, store: Store, visitor: Visitor, ballot_id: UUID
) -> Shown:
    form = submitted(DutyForm, await request.form(), door.language.say)

    async def act() -> str:
        assert form.values is not None
        try:
            key = bytes.fromhex(form.values.key)
        except ValueError:
            raise NotFound("There is no such card. Go back to the vote and look at who holds a duty.") from None
        async with store.writing() as writing:
            await lifecycle.take_back_duty(writing, ballot_id, key, by=visitor.person_id, at=door.at)
        return ""

    return await _done(request, door, society, store, ballot_id, form, act)


# --- The second officer ---------------------------------------------------------------------------------------------


@post([f"{CEREMONY}/{step}" for step in lifecycle.BY_TWO], name="ballots.agree", guards=[second])
async def agree(
    request: AnyRequest, door: Door, society: Society, store: Store, visitor: Visitor, ballot_id: UUID
) -> Shown:
    """Another officer proposed to freeze the roll, to open or to close; this one agrees, and it is done."""
    step, by = Step(request.url.path.rpartition("/")[2]), visitor.person_id

    async def act() -> str:
        async with store.writing() as writing:
            if step is Step.FREEZE:
                await lifecycle.freeze(writing, society, ballot_id, by=by, at=door.at)
            elif step is Step.OPEN:
                await lifecycle.open_(writing, society, ballot_id, by=by, at=door.at, site=site_of(door))
            else:
                await lifecycle.close(writing, society, ballot_id, by=by, at=door.at)
        return ""

    return await _done(request, door, society, store, ballot_id, None, act)


@post(f"{CEREMONY}/take-back-step", name="ballots.take_back_step", guards=[preparer])
async def take_back_step(
    request: AnyRequest, door: Door, society: Society, store: Store, visitor: Visitor, ballot_id: UUID
) -> Shown:
    """What one officer proposed is proposed no more, by them or by whoever does not agree."""
    form = submitted(StepForm, await request.form(), door.language.say)

    async def act() -> str:
        assert form.values is not None
        if form.values.step not in lifecycle.BY_TWO:
            raise NotFound("Nobody proposes this step now. Go back to the page of the vote and look again.")
        step = Step(form.values.step)
        async with store.writing() as writing:
            await lifecycle.take_back_step(writing, ballot_id, step, by=visitor.person_id, at=door.at)
        return ""

    return await _done(request, door, society, store, ballot_id, form, act)


# --- After the close ------------------------------------------------------------------------------------------------


@post(f"{CEREMONY}/facts", name="ballots.fix_facts", guards=[counter])
async def fix_facts(
    request: AnyRequest,
    door: Door,
    society: Society,
    store: Store,
    reading: AsyncSession,
    visitor: Visitor,
    ballot_id: UUID,
    facts_of_meeting: Facts,
) -> Shown:
    ballot = await _shared(reading, door, ballot_id)
    meeting = await facts_for(reading, ballot, facts_of_meeting, door.at)

    async def act() -> str:
        await lifecycle.fix_facts(society, ballot_id, by=visitor.person_id, at=door.at, meeting=meeting)
        return ""

    return await _done(request, door, society, store, ballot_id, None, act)


@post(f"{CEREMONY}/head", name="ballots.take_head", guards=[looker])
async def take_head(
    request: AnyRequest, door: Door, society: Society, store: Store, visitor: Visitor, ballot_id: UUID
) -> Shown:
    form = submitted(HeadForm, await request.form(), door.language.say)

    async def act() -> str:
        assert form.values is not None
        content = await form.values.head.read(lifecycle.LARGEST_FILE + 1)
        async with store.writing() as writing:
            await lifecycle.take_head(writing, society, ballot_id, content, by=visitor.person_id, at=door.clock())
        return ""

    return await _done(request, door, society, store, ballot_id, form, act)


@post(
    f"{CEREMONY}/pack",
    name="ballots.take_pack",
    guards=[looker],
    request_max_body_size=lifecycle.LARGEST_PACK + 100_000,
)
async def take_pack(
    request: AnyRequest, door: Door, society: Society, store: Store, visitor: Visitor, ballot_id: UUID
) -> Shown:
    """What a mixer mixed, or what a scrutineer opened: whichever is next."""
    form = submitted(PackForm, await request.form(), door.language.say)

    async def act() -> str:
        assert form.values is not None
        content = await form.values.pack.read(lifecycle.LARGEST_PACK + 1)
        await lifecycle.take_pack(society, ballot_id, content, by=visitor.person_id, at=door.clock())
        return ""

    return await _done(request, door, society, store, ballot_id, form, act)


# --- What goes out --------------------------------------------------------------------------------------------------


def _file(content: bytes, ballot: OfficeBallot, kind: str) -> Response[bytes]:
    name = f"{ballot.number}-{kind}.zip"
    return Response(
        content,
        media_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )


@get(f"{CEREMONY}/head.zip", name="ballots.head_pack", guards=[looker])
async def head_pack(door: Door, store: Store, ballot_id: UUID) -> Pack:
    """For witnesses. A head that is given out is kept, so that the bundle has it."""
    async with store.reading() as reading:
        if back := await _everyday(reading, door, ballot_id):
            return back
        ballot = await ballot_of(reading, door, ballot_id)
        await packs.head_pack(reading, ballot_id)
    if ballot.stage in (Stage.OPEN, Stage.CLOSED, Stage.COUNTED):
        async with store.writing() as writing:
            await lifecycle.keep_head(writing, ballot_id)
    async with store.reading() as reading:
        return _file(await packs.head_pack(reading, ballot_id), ballot, "head")


@get(f"{CEREMONY}/log.zip", name="ballots.log_pack", guards=[looker])
async def log_pack(door: Door, reading: AsyncSession, ballot_id: UUID) -> Pack:
    if back := await _everyday(reading, door, ballot_id):
        return back
    return _file(await packs.log_pack(reading, ballot_id), await ballot_of(reading, door, ballot_id), "log")


@get(f"{CEREMONY}/mixed.zip", name="ballots.mixed_pack", guards=[looker])
async def mixed_pack(door: Door, reading: AsyncSession, ballot_id: UUID) -> Pack:
    if back := await _everyday(reading, door, ballot_id):
        return back
    return _file(await packs.mixed_pack(reading, ballot_id), await ballot_of(reading, door, ballot_id), "mixed")


HANDLERS = [
    ceremony,
    hand_in,
    take_back,
    agree,
    take_back_step,
    fix_facts,
    take_head,
    take_pack,
    head_pack,
    log_pack,
    mixed_pack,
]
