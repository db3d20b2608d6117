"""`facilitate/consultations/{id}/photographs`: uploading, cutting without a script, taking away; and the picture
itself behind the gate, for those who work on the question and those it is put to."""

import asyncio
from typing import Annotated, Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import Parameter
from sqlalchemy.ext.asyncio import AsyncSession

from govern.database import Store
from govern.documents import cropping, photographs
from govern.documents.cropping import CROP_WORDS, NEAR_WORDS, CropPart, Near
from govern.errors import GovernError
from govern.forums.consultations import lifecycle, queries
from govern.forums.consultations.forms.writing import CropForm, PhotographForm
from govern.forums.consultations.pages.shared import ONE, Shown, desk, near, works
from govern.forums.consultations.rules import Part
from govern.identity.rules import day_of
from govern.society import Society
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission, submitted, words
from govern.web.guards import signed_in
from govern.web.page import page
from govern.web.visitor import Visitor

ALL = f"{ONE}/photographs"
PICTURE = f"{ALL}/{{consultation_photograph_id:uuid}}"
AskedPart = Annotated[CropPart, Parameter(query="part")]
AskedNear = Annotated[Near, Parameter(query="near")]


@get(ALL, name="consultations.photographs", guards=[works])
async def pictures(
    request: AnyRequest, reading: AsyncSession, door: Door, visitor: Visitor, consultation_id: UUID
) -> Response[str]:
    return await _pictures(request, reading, door, visitor, consultation_id, None)


async def _pictures(
    request: AnyRequest,
    reading: AsyncSession,
    door: Door,
    visitor: Visitor,
    consultation_id: UUID,
    form: Submission[Any] | None,
) -> Response[str]:
    return page(
        request,
        "consultations/question_photographs.html",
        section="forums",
        one=await near(reading, door, visitor, consultation_id, Part.RUNS),
        photographs=await queries.photographs_of(reading, consultation_id, door.language.code),
        codes=await queries.languages_on(reading, day_of(door.at)),
        form=form,
    )


@post(
    ALL,
    name="consultations.add_photograph",
    guards=[works],
    request_max_body_size=photographs.LARGEST_BODY,
)
async def add_photograph(
    request: AnyRequest, store: Store, society: Society, door: Door, visitor: Visitor, consultation_id: UUID
) -> Shown:
    """Looked at and made anew before the transaction begins; a file whose row was refused is forgotten."""
    form = submitted(PhotographForm, await request.form(), door.language.say)
    async with store.reading() as reading:
        await near(reading, door, visitor, consultation_id, Part.RUNS)
    try:
        if form.values is not None:
            sent = form.values
            described = words(sent.description, sent.description_cy)

            async def write(kept: photographs.Photograph) -> None:
                async with store.writing() as writing:
                    await near(writing, door, visitor, consultation_id, Part.RUNS)
                    await lifecycle.add_photograph(
                        writing, consultation_id, kept, described, sent.consent, by=visitor.person_id, at=door.at
                    )

            content = await sent.photograph.read(photographs.MOST_BYTES + 1)
            kept = await photographs.keep_for(society.uploads(), content, write)
            return desk(door, consultation_id, f"/photographs/{kept.id}/crop")
    except GovernError as refusal:
        form = form.refused(refusal)
    async with store.reading() as reading:
        return await _pictures(request, reading, door, visitor, consultation_id, form)


@get(
    "/consultations/{consultation_id:uuid}/photographs/{consultation_photograph_id:uuid}",
    name="consultations.photograph",
    guards=[signed_in],
)
async def photograph(
    reading: AsyncSession,
    society: Society,
    door: Door,
    visitor: Visitor,
    consultation_id: UUID,
    consultation_photograph_id: UUID,
) -> Response[bytes]:
    """The picture, for those who ask and those who are asked."""
    await near(reading, door, visitor, consultation_id, Part.ASKED)
    found = await queries.photograph(reading, consultation_id, consultation_photograph_id, door.language.code)
    content = await asyncio.to_thread(photographs.content_of, society.uploads(), found.photograph)
    return Response(content, media_type=photographs.KIND)


@get(f"{PICTURE}/crop", name="consultations.crop_form", guards=[works])
async def crop_form(
    request: AnyRequest,
    reading: AsyncSession,
    door: Door,
    visitor: Visitor,
    consultation_id: UUID,
    consultation_photograph_id: UUID,
    part: AskedPart = CropPart.WHOLE,
    close_up: AskedNear = Near.FAR,
) -> Response[str]:
    """What would stay of it, before it is kept so."""
    view = await near(reading, door, visitor, consultation_id, Part.RUNS)
    return page(
        request,
        "consultations/question_crop.html",
        section="forums",
        one=view,
        photograph=await queries.photograph(reading, consultation_id, consultation_photograph_id, door.language.code),
        part=part,
        close_up=close_up,
        parts=[(one.value, said) for one, said in CROP_WORDS.items()],
        steps=[(one.value, said) for one, said in NEAR_WORDS.items()],
        cut=(part, close_up) != (CropPart.WHOLE, Near.FAR),
    )


@get(f"{PICTURE}/cropped", name="consultations.cropped", guards=[works])
async def cropped(
    reading: AsyncSession,
    society: Society,
    door: Door,
    visitor: Visitor,
    consultation_id: UUID,
    consultation_photograph_id: UUID,
    part: AskedPart = CropPart.WHOLE,
    close_up: AskedNear = Near.FAR,
) -> Response[bytes]:
    """The part as it would be."""
    await near(reading, door, visitor, consultation_id, Part.RUNS)
    found = await queries.photograph(reading, consultation_id, consultation_photograph_id, door.language.code)
    whole = await asyncio.to_thread(photographs.content_of, society.uploads(), found.photograph)
    content, _ = await asyncio.to_thread(cropping.cropped, whole, part, close_up)
    return Response(content, media_type=photographs.KIND)


@post(f"{PICTURE}/crop", name="consultations.crop", guards=[works])
async def crop(
    request: AnyRequest,
    store: Store,
    society: Society,
    door: Door,
    visitor: Visitor,
    consultation_id: UUID,
    consultation_photograph_id: UUID,
) -> Shown:
    """The part takes the place of the whole, whose file is forgotten: what was cut away is gone."""
    form = submitted(CropForm, await request.form(), door.language.say)
    async with store.reading() as reading:
        await near(reading, door, visitor, consultation_id, Part.RUNS)
        found = await queries.photograph(reading, consultation_id, consultation_photograph_id, door.language.code)
    if form.values is None or (form.values.part, form.values.near) == (CropPart.WHOLE, Near.FAR):
        return desk(door, consultation_id, "/photographs")
    kept = await cropping.keep_part(society.uploads(), found.photograph, form.values.part, form.values.near)
    try:
        async with store.writing() as writing:
            await near(writing, door, visitor, consultation_id, Part.RUNS)
            await lifecycle.replace_photograph(
                writing, consultation_id, consultation_photograph_id, kept, by=visitor.person_id, at=door.at
            )
    except GovernError:
        photographs.forget(society.uploads(), kept.id)
        raise
    photographs.forget(society.uploads(), consultation_photograph_id)
    return desk(door, consultation_id, "/photographs")


@post(f"{PICTURE}/remove", name="consultations.remove_photograph", guards=[works])
async def remove_photograph(
    store: Store,
    society: Society,
    door: Door,
    visitor: Visitor,
    consultation_id: UUID,
    consultation_photograph_id: UUID,
) -> Shown:
    async with store.writing() as writing:
        await near(writing, door, visitor, consultation_id, Part.RUNS)
        await lifecycle.remove_photograph(
            writing, consultation_id, consultation_photograph_id, by=visitor.person_id, at=door.at
        )
    photographs.forget(society.uploads(), consultation_photograph_id)
    return desk(door, consultation_id, "/photographs")


HANDLERS = [pictures, add_photograph, photograph, crop_form, cropped, crop, remove_photograph]
