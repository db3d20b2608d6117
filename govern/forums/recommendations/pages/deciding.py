"""What a gathering decides on an item of its agenda, noted as its facilitator writes it down and taken further in the
same step: what a forum asks of others becomes a recommendation; an answer that it owes is given."""

from uuid import UUID

import msgspec
from litestar import Response, get, post
from sqlalchemy.ext.asyncio import AsyncSession

from govern.errors import NotFound
from govern.forums.gatherings import lifecycle as gatherings
from govern.forums.gatherings.forms import Decide
from govern.forums.gatherings.lifecycle import Decision
from govern.forums.gatherings.pages.noting import POINT, on_point
from govern.forums.gatherings.pages.steps import Answer, Led, leader, step
from govern.forums.gatherings.queries import PointLine, gathering
from govern.forums.recommendations import lifecycle, queries
from govern.forums.recommendations.forms import AnswerHere
from govern.forums.recommendations.lifecycle import Decided
from govern.forums.recommendations.pages.shared import (
    answer_choices,
    asked_beside,
    because_of,
    reply_of,
    stands_in,
    through_gate,
    writes_welsh,
)
from govern.forums.recommendations.rules import DONE
from govern.identity.pages.entering import site_of
from govern.identity.rules import day_of
from govern.web.forms import Submission
from govern.web.page import page


class Item(msgspec.Struct, frozen=True):
    """An item of a gathering's agenda, and where its notes are."""

    point: PointLine
    title: str
    on: bool
    holds: bool
    counted: int
    needed: int


async def _item(led: Led, reading: AsyncSession, gathering_id: UUID, point_id: UUID) -> Item:
    """Behind the gate of the forum. Raises `NotFound`."""
    view = await led.view(reading)
    found = await gathering(reading, view, gathering_id, led.door.at, led.door.language.code)
    point = next((one for one in found.points if one.id == point_id), None)
    if point is None:
        raise NotFound("This is not on the agenda any more. Go back and look at the agenda again.")
    quorum = found.quorum
    return Item(point, point.title, found.on, quorum.holds, quorum.counted, quorum.needed)


def _minute(led: Led, point: PointLine) -> str:
    """Where a decision of today stands."""
    return led.door.language.say(stands_in(day_of(led.door.at), point.position))


@post(f"{POINT}/decide", name="gatherings.decide", guards=[leader])
async def decide(led: Led, gathering_id: UUID, point_id: UUID) -> Answer:
    async def act(writing: AsyncSession, sent: Decide) -> None:
        wanted = Decision(
            words=sent.decision,
            how=sent.how,
            sought=sent.sought,
            voted_for=sent.voted_for,
            voted_against=sent.voted_against,
            voted_neither=sent.voted_neither,
            topic=sent.topic,
        )
        found = await _item(led, writing, gathering_id, point_id)
        if await gatherings.decide(writing, led.forum_id, point_id, wanted, by=led.by, at=led.door.at):
            decided = Decided(
                words={led.door.language.code: sent.decision},
                on_day=day_of(led.door.at),
                minute=_minute(led, found.point),
            )
            await lifecycle.ask(writing, point_id, decided, by=led.by, at=led.door.at)

    return await on_point(led, gathering_id, point_id, Decide, act)


@get(f"{POINT}/answer", name="gatherings.answer_form", guards=[leader])
async def answer_form(led: Led, reading: AsyncSession, gathering_id: UUID, point_id: UUID) -> Response[str]:
    return await _shown(led, reading, gathering_id, point_id, None)


async def _shown(
    led: Led, reading: AsyncSession, gathering_id: UUID, point_id: UUID, form: Submission[AnswerHere] | None
) -> Response[str]:
    """The form of an answer with how it was decided. Raises `NotFound` where the forum owes none here."""
    item = await _item(led, reading, gathering_id, point_id)
    if item.point.owed_id is None or item.point.outcome is not None:
        raise NotFound("The forum owes no answer here any more. Go back and look at the agenda again.")
    found = await through_gate(reading, led.door, led.visitor, item.point.owed_id)
    book, choices, bodies = await answer_choices(reading, found, led.door)
    return page(
        led.request,
        "recommendations/answer_here.html",
        section="forums",
        one=await queries.view(reading, found, led.by, day_of(led.door.at), led.door.language.code),
        item=item,
        back=led.at(f"/gatherings/{gathering_id}/points/{point_id}"),
        choices=choices,
        bodies=bodies,
        welsh=writes_welsh(book),
        asked=await asked_beside(reading, found.row.id),
        form=form,
    )


@post(f"{POINT}/answer", name="gatherings.answer", guards=[leader])
async def answer(led: Led, gathering_id: UUID, point_id: UUID) -> Answer:
    """The members decide on the answer they owe; with the note of it the answer is given."""

    async def act(writing: AsyncSession, sent: AnswerHere) -> None:
        item = await _item(led, writing, gathering_id, point_id)
        said = (led.door.language.say(DONE[sent.kind]), sent.reasons or "")
        wanted = Decision(
            words=". ".join(part for part in said if part),
            how=sent.how,
            sought=sent.sought,
            voted_for=sent.voted_for,
            voted_against=sent.voted_against,
            voted_neither=sent.voted_neither,
        )
        reply = reply_of(sent, day_of(led.door.at), _minute(led, item.point))
        await lifecycle.answer_at_gathering(
            writing,
            led.forum_id,
            point_id,
            wanted,
            reply,
            because=because_of(sent),
            site=site_of(led.door),
            by=led.by,
            at=led.door.at,
        )

    async def again(reading: AsyncSession, form: Submission[AnswerHere]) -> Response[str]:
        return await _shown(led, reading, gathering_id, point_id, form)

    return await step(led, AnswerHere, act, led.at(f"/gatherings/{gathering_id}/points/{point_id}"), again)


HANDLERS = [decide, answer_form, answer]
