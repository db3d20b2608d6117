"""`facilitate/consultations/…/sum`: every cell for whoever runs it, why people were not reached, what may be told."""

from uuid import UUID

from litestar import Response, get, post
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.rulebook import queries as rulebook
from govern.database import Store
from govern.forums.consultations import lifecycle, queries, rules
from govern.forums.consultations.forms.answers import Nothing, SumForm
from govern.forums.consultations.pages.steps import Shown, Worked, step, writes_welsh
from govern.forums.consultations.queries.wording import (
    confidence_lines,
    every_cell,
    evidence_heads,
    happened_lines,
    in_sentences,
    told_confidence,
    told_happened,
    told_positions,
)
from govern.forums.consultations.rules import OVER_TAGS, Heard
from govern.identity.rules import day_of
from govern.permissions import Permission
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission, words
from govern.web.guards import holding
from govern.web.page import page
from govern.web.visitor import Visitor

asker = holding(Permission.CONSULT)
ONE = "/facilitate/consultations/{consultation_id:uuid}"
Sent = Submission[SumForm] | Submission[Nothing]


@get(f"{ONE}/sum", name="consultations.sum", guards=[asker])
async def summed(
    request: AnyRequest, store: Store, reading: AsyncSession, door: Door, visitor: Visitor, consultation_id: UUID
) -> Response[str]:
    """Every cell, and what of it everybody could read."""
    return await _sum(Worked(request, store, door, visitor, consultation_id), reading, None)


async def _sum(worked: Worked, reading: AsyncSession, form: Sent | None) -> Response[str]:
    view, language = await worked.view(reading), worked.door.language
    found = await queries.the_sum(reading, view.id)
    floor = (await rulebook.in_force(reading, day_of(worked.door.at))).rulebook.consultation.min_cell
    told, names = rules.published(found, floor), await queries.card_names(reading, view.id, language.code)
    beside = await queries.people_beside(reading, view.id)
    return page(
        worked.request,
        "consultations/sum.html",
        section="forums",
        one=view,
        sum=found,
        floor=floor,
        happened=happened_lines(found.happened, language),
        cells=every_cell(found, names, language),
        evidence=evidence_heads(language),
        sure=confidence_lines(found.confidence, language),
        told=told,
        told_happened=told_happened(told, language),
        told_cells=told_positions(told, names, language),
        told_sure=told_confidence(told, language),
        sentences=in_sentences(told, names, language),
        over_tags=OVER_TAGS,
        unreached=[one for one in beside if one.heard is Heard.NOT_REACHED],
        telling=[one for one in beside if one.released or one.seen_agreed],
        doubting=[one for one in beside if one.doubts],
        written=await queries.summed(reading, view.id),
        welsh=await writes_welsh(reading, worked.door),
        form=form,
    )


@post(f"{ONE}/sum", name="consultations.summarise", guards=[asker])
async def summarise(request: AnyRequest, store: Store, door: Door, visitor: Visitor, consultation_id: UUID) -> Shown:
    worked = Worked(request, store, door, visitor, consultation_id)

    async def act(writing: AsyncSession, sent: SumForm) -> None:
        doubts, unreached = words(sent.doubts, sent.doubts_cy), words(sent.unreached, sent.unreached_cy)
        await lifecycle.summarise(writing, consultation_id, doubts, unreached, by=worked.by, at=door.at)

    async def again(reading: AsyncSession, form: Submission[SumForm]) -> Response[str]:
        return await _sum(worked, reading, form)

    return await step(worked, SumForm, act, worked.at("/sum"), again)


@post(f"{ONE}/sum/publish", name="consultations.publish", guards=[asker])
async def publish(request: AnyRequest, store: Store, door: Door, visitor: Visitor, consultation_id: UUID) -> Shown:
    """What the page showed as “what everybody will read” stands on a page of its own from now on."""
    worked = Worked(request, store, door, visitor, consultation_id)

    async def act(writing: AsyncSession, _: Nothing) -> None:
        await lifecycle.publish(writing, consultation_id, by=worked.by, at=door.at)

    async def again(reading: AsyncSession, form: Submission[Nothing]) -> Response[str]:
        return await _sum(worked, reading, form)

    return await step(worked, Nothing, act, door.here(f"consultations/{consultation_id}?easy=0"), again)


HANDLERS = [summed, summarise, publish]
