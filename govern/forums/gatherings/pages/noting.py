"""One item of a gathering that is on: notes, dissent, more time, what to do, whom it is about; the three boxes;
closing.

What is decided is noted on a page of the room of recommendations, since a decision may become one, or answer one.
"""

from collections.abc import Awaitable, Callable
from typing import TypeVar
from uuid import UUID

import msgspec
from litestar import Response, get, post
from sqlalchemy.ext.asyncio import AsyncSession

from govern.errors import NotFound, NotValid
from govern.forums.gatherings import lifecycle, queries
from govern.forums.gatherings.forms import About, BoxForm, DissentForm, NoteForm, Nothing, Task, ViewForm
from govern.forums.gatherings.lifecycle import TaskDraft
from govern.forums.gatherings.pages.calling import shown as shown_led
from govern.forums.gatherings.pages.steps import ONE, Answer, Led, leader, step
from govern.meetings import queries as meetings
from govern.web.forms import Submission
from govern.web.page import first_up, page

NOBODY = "nobody"
POINT = f"{ONE}/points/{{point_id:uuid}}"
T = TypeVar("T", bound=msgspec.Struct)


async def shown(
    led: Led, reading: AsyncSession, gathering_id: UUID, point_id: UUID, form: Submission[T] | None
) -> Response[str]:
    view, code = await led.view(reading), led.door.language.code
    found = await queries.gathering(reading, view, gathering_id, led.door.at, code)
    point = next((one for one in found.points if one.id == point_id), None)
    if point is None:
        raise NotFound("This is not on the agenda any more. Go back and look at the agenda again.")
    topics = await meetings.topics_to_name(reading, found.page.body, found.page.starts_at, code)
    known = {"words": point.notes, "topic": point.topic or "", "about": str(point.about_id or NOBODY)}
    known |= {"their_view": point.view.value if point.view else "", "their_words": point.their_words}
    return page(
        led.request,
        "gatherings/point.html",
        section="forums",
        forum=view,
        gathering=found,
        point=point,
        people=await queries.people_of(reading, led.forum_id),
        tasks=[task for task in found.tasks if task.item_id == point_id],
        topics=[(topic.word, first_up(led.door.language.say(topic.name))) for topic in topics],
        form=form.beside(**known) if form is not None else Submission.blank(**known),
    )


@get(POINT, name="gatherings.point", guards=[leader])
async def point(led: Led, reading: AsyncSession, gathering_id: UUID, point_id: UUID) -> Response[str]:
    return await shown(led, reading, gathering_id, point_id, None)


async def on_point(
    led: Led,
    gathering_id: UUID,
    point_id: UUID,
    kind: type[T],
    act: Callable[[AsyncSession, T], Awaitable[object]],
) -> Answer:
    """A step on one item, and the item's page again."""

    async def again(reading: AsyncSession, form: Submission[T]) -> Response[str]:
        return await shown(led, reading, gathering_id, point_id, form)

    return await step(led, kind, act, led.at(f"/gatherings/{gathering_id}/points/{point_id}"), again)


@post(f"{POINT}/note", name="gatherings.note", guards=[leader])
async def note(led: Led, gathering_id: UUID, point_id: UUID) -> Answer:
    async def act(writing: AsyncSession, sent: NoteForm) -> None:
        await lifecycle.note(writing, led.forum_id, point_id, sent.words, by=led.by, at=led.door.at)

    return await on_point(led, gathering_id, point_id, NoteForm, act)


@post(f"{POINT}/hear", name="gatherings.hear", guards=[leader])
async def hear(led: Led, gathering_id: UUID, point_id: UUID) -> Answer:
    async def act(writing: AsyncSession, _: Nothing) -> None:
        await lifecycle.hear(writing, led.forum_id, point_id, by=led.by, at=led.door.at)

    return await on_point(led, gathering_id, point_id, Nothing, act)


@post(f"{POINT}/dissent", name="gatherings.dissent", guards=[leader])
async def dissent(led: Led, gathering_id: UUID, point_id: UUID) -> Answer:
    async def act(writing: AsyncSession, sent: DissentForm) -> None:
        words = sent.otherwise or ""
        await lifecycle.dissent(writing, led.forum_id, point_id, sent.dissenter, words, by=led.by, at=led.door.at)

    return await on_point(led, gathering_id, point_id, DissentForm, act)


@post(f"{POINT}/more-time", name="gatherings.more_time", guards=[leader])
async def more_time(led: Led, gathering_id: UUID, point_id: UUID) -> Answer:
    """Somebody in the room asks for more time: it waits for the next gathering, once."""

    async def act(writing: AsyncSession, _: Nothing) -> None:
        await lifecycle.more_time(writing, led.forum_id, point_id, by=led.by, at=led.door.at)

    return await on_point(led, gathering_id, point_id, Nothing, act)


@post(f"{POINT}/task", name="gatherings.task", guards=[leader])
async def task(led: Led, gathering_id: UUID, point_id: UUID) -> Answer:
    async def act(writing: AsyncSession, sent: Task) -> None:
        wanted = TaskDraft(words=sent.task, owner=sent.owner, due_on=sent.due_on, item_id=point_id)
        await lifecycle.give_task(writing, led.forum_id, gathering_id, wanted, by=led.by, at=led.door.at)

    return await on_point(led, gathering_id, point_id, Task, act)


@post(f"{POINT}/about", name="gatherings.about", guards=[leader])
async def about(led: Led, gathering_id: UUID, point_id: UUID) -> Answer:
    """Whom it is about: from then on nothing of it is settled without them."""

    async def act(writing: AsyncSession, sent: About) -> None:
        known = {str(one.person_id): one.person_id for one in await queries.people_of(writing, led.forum_id)}
        if sent.about != NOBODY and sent.about not in known:
            raise NotValid("Choose somebody from the list, or nobody in particular.", field="about")
        whom = known.get(sent.about)
        await lifecycle.say_whom_it_is_about(writing, led.forum_id, point_id, whom, by=led.by, at=led.door.at)

    return await on_point(led, gathering_id, point_id, About, act)


@post(f"{POINT}/view", name="gatherings.view", guards=[leader])
async def view(led: Led, gathering_id: UUID, point_id: UUID) -> Answer:
    async def act(writing: AsyncSession, sent: ViewForm) -> None:
        words = sent.their_words or ""
        await lifecycle.keep_view(writing, led.forum_id, point_id, sent.their_view, words, by=led.by, at=led.door.at)

    return await on_point(led, gathering_id, point_id, ViewForm, act)


@post(f"{ONE}/boxes", name="gatherings.boxes", guards=[leader])
async def boxes(led: Led, gathering_id: UUID) -> Answer:
    """A line in one of the three boxes."""

    async def act(writing: AsyncSession, sent: BoxForm) -> None:
        wanted = TaskDraft(words=sent.line, owner=sent.owner, due_on=sent.due_on)
        await lifecycle.fill_box(writing, led.forum_id, gathering_id, sent.box, wanted, by=led.by, at=led.door.at)

    async def again(reading: AsyncSession, form: Submission[BoxForm]) -> Response[str]:
        return await shown_led(led, reading, gathering_id, form)

    return await step(led, BoxForm, act, led.at(f"/gatherings/{gathering_id}#boxes"), again)


@post(f"{ONE}/close", name="gatherings.close", guards=[leader])
async def close(led: Led, gathering_id: UUID) -> Answer:
    """It is over: what was not reached waits again."""

    async def act(writing: AsyncSession, _: Nothing) -> None:
        await lifecycle.close(writing, led.forum_id, gathering_id, by=led.by, at=led.door.at)

    async def again(reading: AsyncSession, form: Submission[Nothing]) -> Response[str]:
        return await shown_led(led, reading, gathering_id, form)

    return await step(led, Nothing, act, led.at(f"/gatherings/{gathering_id}"), again)


HANDLERS = [point, note, hear, dissent, more_time, task, about, view, boxes, close]
