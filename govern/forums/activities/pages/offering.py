"""`forums/{id}/offers`: what somebody offers a forum, by when it is answered, and the answer."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.database import Store
from govern.errors import GovernError
from govern.forums.activities import lifecycle, queries
from govern.forums.activities.forms import AnswerOffer, MakeOffer
from govern.forums.activities.lifecycle import OfferDraft
from govern.forums.activities.pages.ending import groups_of
from govern.forums.activities.pages.joining import Answer
from govern.forums.activities.rules import ANSWER_WORDS, OFFER_WORDS
from govern.forums.gatherings import queries as gatherings
from govern.forums.gatherings.queries import ForumView
from govern.forums.gatherings.rules import Reach
from govern.identity.pages.entering import site_of
from govern.identity.rules import day_of
from govern.permissions import Permission
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission, submitted
from govern.web.guards import holding, signed_in
from govern.web.page import page
from govern.web.visitor import Visitor

ADDRESS = "/forums/{forum_id:uuid}/offers"
LED = "/facilitate/forums/{forum_id:uuid}/offers/{offer_id:uuid}"
leader = holding(Permission.FACILITATE)


def to(door: Door, forum_id: UUID) -> Redirect:
    return Redirect(door.here(f"forums/{forum_id}/offers"), status_code=303)


async def gate(
    reading: AsyncSession, forum_id: UUID, visitor: Visitor, door: Door, needed: Reach = Reach.LOOKS
) -> ForumView:
    today, code = day_of(door.at), door.language.code
    return await gatherings.forum(reading, forum_id, visitor.person_id, today, code, needed)


@get(ADDRESS, name="offers.list", guards=[signed_in])
async def offers(
    request: AnyRequest, reading: AsyncSession, door: Door, visitor: Visitor, forum_id: UUID
) -> Response[str]:
    return await _offers(request, reading, door, visitor, forum_id, None)


async def _offers(
    request: AnyRequest,
    reading: AsyncSession,
    door: Door,
    visitor: Visitor,
    forum_id: UUID,
    form: Submission[Any] | None,
) -> Response[str]:
    forum = await gate(reading, forum_id, visitor, door)
    return page(
        request,
        "activities/offers.html",
        section="forums",
        forum=forum,
        offers=await queries.offers_of(reading, forum_id, visitor.person_id, forum.reach, door.at),
        groups=await groups_of(reading, door),
        kinds=[(kind.value, words) for kind, words in OFFER_WORDS.items()],
        kind_words=OFFER_WORDS,
        answer_words=ANSWER_WORDS,
        leads=forum.reach is Reach.LEADS,
        form=form,
    )


@post(ADDRESS, name="offers.make", guards=[signed_in])
async def make(request: AnyRequest, store: Store, door: Door, visitor: Visitor, forum_id: UUID) -> Answer:
    form = submitted(MakeOffer, await request.form(), door.language.say)
    try:
        async with store.writing() as writing:
            forum = await gate(writing, forum_id, visitor, door)
            if form.values is not None:
                sent, leads = form.values, forum.reach is Reach.LEADS
                wanted = OfferDraft(
                    kind=sent.kind,
                    words=sent.words,
                    outside=sent.outside if leads else None,
                    contact=sent.contact if leads else None,
                )
                await lifecycle.make_offer(writing, forum_id, wanted, by=visitor.person_id, at=door.at)
                return to(door, forum_id)
    except GovernError as refusal:
        form = form.refused(refusal)
    async with store.reading() as reading:
        return await _offers(request, reading, door, visitor, forum_id, form)


@post(f"{ADDRESS}/{{offer_id:uuid}}/take-back", name="offers.take_back", guards=[signed_in])
async def take_back(store: Store, door: Door, visitor: Visitor, forum_id: UUID, offer_id: UUID) -> Redirect:
    async with store.writing() as writing:
        forum = await gate(writing, forum_id, visitor, door)
        leads = forum.reach is Reach.LEADS
        await lifecycle.take_offer_back(writing, forum_id, offer_id, leads=leads, by=visitor.person_id, at=door.at)
    return to(door, forum_id)


@get(f"{LED}/answer", name="offers.answer_form", guards=[leader])
async def answer_form(
    request: AnyRequest, reading: AsyncSession, door: Door, visitor: Visitor, forum_id: UUID, offer_id: UUID
) -> Response[str]:
    return await _answer(request, reading, door, visitor, forum_id, offer_id, None)


async def _answer(
    request: AnyRequest,
    reading: AsyncSession,
    door: Door,
    visitor: Visitor,
    forum_id: UUID,
    offer_id: UUID,
    form: Submission[Any] | None,
) -> Response[str]:
    forum = await gate(reading, forum_id, visitor, door, Reach.LEADS)
    return page(
        request,
        "activities/answer.html",
        section="forums",
        forum=forum,
        offer=await queries.offer_of(reading, forum_id, offer_id, visitor.person_id, forum.reach, door.at),
        answers=[(answer.value, words) for answer, words in ANSWER_WORDS.items()],
        kind_words=OFFER_WORDS,
        form=form,
    )


@post(f"{LED}/answer", name="offers.answer", guards=[leader])
async def answer(
    request: AnyRequest, store: Store, door: Door, visitor: Visitor, forum_id: UUID, offer_id: UUID
) -> Answer:
    """What the forum says; the facilitator writes it down."""
    form = submitted(AnswerOffer, await request.form(), door.language.say)
    try:
        async with store.writing() as writing:
            await gate(writing, forum_id, visitor, door, Reach.LEADS)
            if form.values is not None:
                sent, by, site = form.values, visitor.person_id, site_of(door)
                await lifecycle.answer_offer(
                    writing, forum_id, offer_id, sent.answer, sent.words or "", by=by, site=site, at=door.at
                )
                return to(door, forum_id)
    except GovernError as refusal:
        form = form.refused(refusal)
    async with store.reading() as reading:
        return await _answer(request, reading, door, visitor, forum_id, offer_id, form)


HANDLERS = [offers, make, take_back, answer_form, answer]
