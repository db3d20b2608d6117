"""`symbols/{name}`: one drawing of the shipped sets; `office/symbols`: what each symbol means in this society."""

from typing import Any

from litestar import Response, get, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.database import Store
from govern.documents import symbols
from govern.errors import GovernError, NotFound
from govern.forums.consultations import lifecycle, queries
from govern.forums.consultations.forms.writing import MeaningForm
from govern.forums.consultations.pages.shared import Shown, works
from govern.identity.rules import day_of
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission, submitted, words
from govern.web.given import PageNumber
from govern.web.guards import public
from govern.web.page import page
from govern.web.visitor import Visitor

ALL = "/office/symbols"
ONE = f"{ALL}/{{symbol_name:str}}"
ON_A_PAGE = 40
A_WEEK = 604_800


@get("/symbols/{symbol_name:str}", name="consultations.symbol", guards=[public])
async def drawing(symbol_name: str) -> Response[bytes]:
    """A drawing that ships with the service: for anybody, kept by the browser, nothing in it but a drawing."""
    return Response(
        symbols.drawing(symbol_name),
        media_type=symbols.KIND,
        headers={
            "cache-control": f"public, max-age={A_WEEK}",
            "content-security-policy": symbols.POLICY,
        },
    )


@get(ALL, name="consultations.meanings", guards=[works])
async def meanings(request: AnyRequest, reading: AsyncSession, door: Door, number: PageNumber = 1) -> Response[str]:
    """Every symbol that means something here, in the order of its meaning."""
    code = door.language.code
    found = sorted(
        (
            (name, meaning.get(code) or meaning.get("en") or "")
            for name, meaning in (await queries.meanings_of(reading)).items()
        ),
        key=lambda pair: (pair[1].casefold(), pair[0]),
    )
    pages = max(1, -(-len(found) // ON_A_PAGE))
    shown = min(number, pages)
    return page(
        request,
        "consultations/symbols.html",
        section="office",
        found=found[(shown - 1) * ON_A_PAGE : shown * ON_A_PAGE],
        number=shown,
        pages=pages,
        called={name: symbols.called(name, code) for name, _ in found},
    )


@get(ONE, name="consultations.meaning", guards=[works])
async def meaning(request: AnyRequest, reading: AsyncSession, door: Door, symbol_name: str) -> Response[str]:
    return await _meaning(request, reading, door, symbol_name, None)


async def _meaning(
    request: AnyRequest, reading: AsyncSession, door: Door, symbol_name: str, form: Submission[Any] | None
) -> Response[str]:
    found = (await queries.meanings_of(reading)).get(symbol_name)
    if found is None:
        raise NotFound("This symbol means nothing yet. Go back to the list.")
    known = {"words" if code == "en" else f"words_{code}": text for code, text in found.items()}
    return page(
        request,
        "consultations/symbol.html",
        section="office",
        name=symbol_name,
        called=symbols.called(symbol_name, door.language.code),
        codes=await queries.languages_on(reading, day_of(door.at)),
        form=Submission.blank(**known) if form is None else form,
    )


@post(ONE, name="consultations.reword_meaning", guards=[works])
async def reword(request: AnyRequest, store: Store, door: Door, visitor: Visitor, symbol_name: str) -> Shown:
    form = submitted(MeaningForm, await request.form(), door.language.say)
    try:
        async with store.writing() as writing:
            if form.values is not None:
                said = words(form.values.words, form.values.words_cy)
                await lifecycle.reword_meaning(writing, symbol_name, said, by=visitor.person_id, at=door.at)
                return Redirect(door.here("office/symbols"), status_code=303)
    except GovernError as refusal:
        form = form.refused(refusal)
    async with store.reading() as reading:
        return await _meaning(request, reading, door, symbol_name, form)


@post(f"{ONE}/forget", name="consultations.forget_meaning", guards=[works])
async def forget(request: AnyRequest, store: Store, door: Door, visitor: Visitor, symbol_name: str) -> Shown:
    form: Submission[Any] = Submission(MeaningForm(), (), {}, door.language.say)
    try:
        async with store.writing() as writing:
            await lifecycle.forget_meaning(writing, symbol_name, by=visitor.person_id, at=door.at)
        return Redirect(door.here("office/symbols"), status_code=303)
    except GovernError as refusal:
        form = form.refused(refusal)
    async with store.reading() as reading:
        return await _meaning(request, reading, door, symbol_name, form)


HANDLERS = [drawing, meanings, meaning, reword, forget]
