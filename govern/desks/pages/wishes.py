"""`office/wishes`: what people ask of their entry, corrections and erasure; each is answered with a reason."""

from uuid import UUID

from litestar import Response, get, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.register import lifecycle as register
from govern.constituencies.register import queries as members
from govern.constituencies.register.rules.persons import ABOUT_WORDS, ASK_WORDS, About, AskStage
from govern.database import Store
from govern.desks import lifecycle
from govern.desks.forms import AnswerToWish, AskedOnPaper, YesOrNo
from govern.documents import photographs
from govern.errors import GovernError
from govern.identity import queries as people
from govern.identity.pages.entering import site_of
from govern.identity.rules import day_of
from govern.permissions import Permission
from govern.society import Society
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission, submitted
from govern.web.guards import holding, stepping_up
from govern.web.page import page
from govern.web.visitor import Visitor

MAY_EDIT = holding(Permission.REGISTER_EDIT)
MAY_STEP = stepping_up(Permission.REGISTER_EDIT)


@get("/office/wishes", name="wishes", guards=[MAY_EDIT])
async def wishes(request: AnyRequest, reading: AsyncSession) -> Response[str]:
    return page(
        request,
        "desks/wishes.html",
        section="office",
        corrections=await members.corrections(reading, stage=AskStage.ASKED),
        erasures=await members.erasures(reading, stage=AskStage.ASKED),
        answered=await members.corrections(reading, limit=50),
        abouts=ABOUT_WORDS,
        stages=ASK_WORDS,
        done=request.query_params.get("done", ""),
    )


@get("/office/corrections/{correction_id:uuid}", name="wishes.correction", guards=[MAY_EDIT])
async def correction(request: AnyRequest, reading: AsyncSession, correction_id: UUID) -> Response[str]:
    return await _correction_page(request, reading, correction_id, None)


@post("/office/corrections/{correction_id:uuid}", name="wishes.answer_correction", guards=[MAY_EDIT])
async def answer_correction(
    request: AnyRequest, door: Door, store: Store, visitor: Visitor, correction_id: UUID
) -> Response[str] | Redirect:
    form = submitted(AnswerToWish, await request.form(), door.language.say)
    site = site_of(door)
    if form.values is not None:
        try:
            async with store.writing() as writing:
                await register.answer_correction(
                    writing,
                    correction_id,
                    accept=form.values.accept is YesOrNo.YES,
                    answer=form.values.answer,
                    by=visitor.person_id,
                    at=door.at,
                    site=site,
                )
            return Redirect(door.here("office/wishes"), query_params={"done": "answered"}, status_code=303)
        except GovernError as refusal:
            form = form.refused(refusal)
    async with store.reading() as reading:
        return await _correction_page(request, reading, correction_id, form)


async def _correction_page(
    request: AnyRequest, reading: AsyncSession, correction_id: UUID, form: Submission[AnswerToWish] | None
) -> Response[str]:
    asked = await members.correction(reading, correction_id)
    return page(
        request,
        "desks/correction.html",
        section="office",
        form=form,
        asked=asked,
        changed_here=asked.about in (About.NAME, About.BORN),
        abouts=ABOUT_WORDS,
        stages=ASK_WORDS,
    )


# --- Erasure --------------------------------------------------------------------------------------------------------


@get("/office/register/{person_id:uuid}/erasure", name="wishes.on_paper_form", guards=[MAY_EDIT])
async def on_paper_form(request: AnyRequest, reading: AsyncSession, person_id: UUID) -> Response[str]:
    return await _on_paper_page(request, reading, person_id, None)


@post("/office/register/{person_id:uuid}/erasure", name="wishes.on_paper", guards=[MAY_EDIT])
async def on_paper(
    request: AnyRequest, door: Door, store: Store, visitor: Visitor, person_id: UUID
) -> Response[str] | Redirect:
    """Somebody asked on paper; what follows is the same as if they had asked on their page."""
    form = submitted(AskedOnPaper, await request.form(), door.language.say)
    if form.values is not None:
        try:
            async with store.writing() as writing:
                erasure_id = await register.ask_erasure(
                    writing, person_id, on_paper=form.values.how, by=visitor.person_id, at=door.at
                )
            return Redirect(door.here(f"office/erasures/{erasure_id}"), status_code=303)
        except GovernError as refusal:
            form = form.refused(refusal)
    async with store.reading() as reading:
        return await _on_paper_page(request, reading, person_id, form)


async def _on_paper_page(
    request: AnyRequest, reading: AsyncSession, person_id: UUID, form: Submission[AskedOnPaper] | None
) -> Response[str]:
    return page(
        request,
        "desks/erasure_on_paper.html",
        section="office",
        form=form,
        person=await people.person(reading, person_id),
    )


@get("/office/erasures/{erasure_id:uuid}", name="wishes.erasure", guards=[MAY_STEP])
async def erasure(request: AnyRequest, door: Door, reading: AsyncSession, erasure_id: UUID) -> Response[str]:
    return await _erasure_page(request, door, reading, erasure_id, None)


@post("/office/erasures/{erasure_id:uuid}", name="wishes.answer_erasure", guards=[MAY_STEP])
async def answer_erasure(
    request: AnyRequest, door: Door, store: Store, society: Society, visitor: Visitor, erasure_id: UUID
) -> Response[str] | Redirect:
    gone: tuple[UUID, ...] = ()
    form = submitted(AnswerToWish, await request.form(), door.language.say)
    site, by, at = site_of(door), visitor.person_id, door.at
    if form.values is not None:
        try:
            async with store.writing() as writing:
                if form.values.accept is YesOrNo.YES:
                    gone = (await lifecycle.erase(writing, erasure_id, by=by, at=at)).photographs
                else:
                    await register.decline_erasure(writing, erasure_id, form.values.answer, by=by, at=at, site=site)
            for one in gone:
                photographs.forget(society.uploads(), one)
            return Redirect(door.here("office/wishes"), query_params={"done": "answered"}, status_code=303)
        except GovernError as refusal:
            form = form.refused(refusal)
    async with store.reading() as reading:
        return await _erasure_page(request, door, reading, erasure_id, form)


async def _erasure_page(
    request: AnyRequest, door: Door, reading: AsyncSession, erasure_id: UUID, form: Submission[AnswerToWish] | None
) -> Response[str]:
    asked = await members.erasure(reading, erasure_id)
    return page(
        request,
        "desks/erasure.html",
        section="office",
        form=form,
        asked=asked,
        in_the_way=await lifecycle.in_the_way(reading, asked.person_id, day_of(door.at)),
        stays=lifecycle.what_stays(),
        stages=ASK_WORDS,
    )


HANDLERS = [
    *(wishes, correction, answer_correction, on_paper_form, on_paper, erasure, answer_erasure),
]
