"""`facilitate/forums/{id}/gatherings`: calling a gathering, its agenda, sending it, another time, calling it off."""

from datetime import datetime
from uuid import UUID

from litestar import Response, get, post
from sqlalchemy.ext.asyncio import AsyncSession

from govern.forums.gatherings import lifecycle, queries
from govern.forums.gatherings.forms import Add, BoxForm, CallGathering, ChangeGathering, Moved, Nothing, TakeUp, Why
from govern.forums.gatherings.lifecycle import Invitation, ItemDraft
from govern.forums.gatherings.pages.member import RAISED
from govern.forums.gatherings.pages.steps import ADDRESS, LONDON, ONE, Answer, Led, leader, pages_of, step
from govern.identity.rules import day_of
from govern.settings import Settings
from govern.web.forms import Submission
from govern.web.page import page

AnyForm = (
    Submission[Add]
    | Submission[BoxForm]
    | Submission[CallGathering]
    | Submission[ChangeGathering]
    | Submission[Moved]
    | Submission[Nothing]
    | Submission[TakeUp]
    | Submission[Why]
)


def invitation(sent: CallGathering, code: str) -> Invitation:
    ends = None
    if sent.ends is not None:
        ends = datetime.combine(sent.starts_at.astimezone(LONDON).date(), sent.ends, LONDON)
    return Invitation(
        starts_at=sent.starts_at,
        ends_expected=ends,
        place={code: sent.place},
        video_link=sent.video_link,
        telephone=sent.telephone,
        access={code: sent.access} if sent.access else {},
    )


@get(ADDRESS, name="gatherings.led", guards=[leader])
async def gatherings(led: Led, reading: AsyncSession) -> Response[str]:
    view = await led.view(reading)
    return page(
        led.request,
        "gatherings/gatherings_led.html",
        section="forums",
        forum=view,
        all=await queries.overview(reading, view, led.by, led.door.at, day_of(led.door.at), led.door.language.code),
        waiting=await queries.items_waiting(reading, led.forum_id, led.door.language.code),
    )


@get(f"{ADDRESS}/new", name="gatherings.new", guards=[leader])
async def new(led: Led, reading: AsyncSession) -> Response[str]:
    return await _new(led, reading, None)


async def _new(led: Led, reading: AsyncSession, form: Submission[CallGathering] | None) -> Response[str]:
    view = await led.view(reading)
    return page(led.request, "gatherings/gathering_new.html", section="forums", forum=view, form=form)


@post(f"{ADDRESS}/new", name="gatherings.call", guards=[leader])
async def call(led: Led) -> Answer:
    async def act(writing: AsyncSession, sent: CallGathering) -> None:
        await lifecycle.call(
            writing, led.forum_id, invitation(sent, led.door.language.code), by=led.by, at=led.door.at
        )

    async def again(reading: AsyncSession, form: Submission[CallGathering]) -> Response[str]:
        return await _new(led, reading, form)

    return await step(led, CallGathering, act, led.at("/gatherings"), again)


async def shown(led: Led, reading: AsyncSession, gathering_id: UUID, form: AnyForm | None) -> Response[str]:
    """The gathering as whoever leads the forum sees it: its agenda before, everything else from then on."""
    view, code = await led.view(reading), led.door.language.code
    found = await queries.gathering(reading, view, gathering_id, led.door.at, code)
    return page(
        led.request,
        "gatherings/gathering_led.html",
        section="forums",
        forum=view,
        gathering=found,
        waiting=await queries.items_waiting(reading, led.forum_id, code) if found.to_come else (),
        people=await queries.people_of(reading, led.forum_id) if found.on else (),
        kinds=RAISED,
        today=day_of(led.door.at),
        starts_on=day_of(found.page.starts_at),
        form=form,
    )


@get(ONE, name="gatherings.led_one", guards=[leader])
async def one(led: Led, reading: AsyncSession, gathering_id: UUID) -> Response[str]:
    return await shown(led, reading, gathering_id, None)


@post(f"{ONE}/take-up", name="gatherings.take_up", guards=[leader])
async def take_up(led: Led, gathering_id: UUID) -> Answer:
    async def act(writing: AsyncSession, sent: TakeUp) -> None:
        await lifecycle.take_up(writing, led.forum_id, gathering_id, sent.raised, by=led.by, at=led.door.at)

    async def again(reading: AsyncSession, form: Submission[TakeUp]) -> Response[str]:
        return await shown(led, reading, gathering_id, form)

    return await step(led, TakeUp, act, led.at(f"/gatherings/{gathering_id}#agenda"), again)


@post(f"{ONE}/add", name="gatherings.add", guards=[leader])
async def add(led: Led, gathering_id: UUID) -> Answer:
    """Something new, raised and taken up at once."""

    async def act(writing: AsyncSession, sent: Add) -> None:
        wanted = ItemDraft(kind=sent.kind, title={led.door.language.code: sent.title}, words=sent.words or "")
        raised = await lifecycle.raise_item(writing, led.forum_id, wanted, by=led.by, at=led.door.at)
        await lifecycle.take_up(writing, led.forum_id, gathering_id, raised, by=led.by, at=led.door.at)

    async def again(reading: AsyncSession, form: Submission[Add]) -> Response[str]:
        return await shown(led, reading, gathering_id, form)

    return await step(led, Add, act, led.at(f"/gatherings/{gathering_id}#agenda"), again)


@post(f"{ONE}/points/{{point_id:uuid}}/move", name="gatherings.move", guards=[leader])
async def move(led: Led, gathering_id: UUID, point_id: UUID) -> Answer:
    async def act(writing: AsyncSession, sent: Moved) -> None:
        await lifecycle.move(writing, led.forum_id, point_id, up=sent.way == "up", by=led.by, at=led.door.at)

    async def again(reading: AsyncSession, form: Submission[Moved]) -> Response[str]:
        return await shown(led, reading, gathering_id, form)

    return await step(led, Moved, act, led.at(f"/gatherings/{gathering_id}#agenda"), again)


@post(f"{ONE}/points/{{point_id:uuid}}/put-back", name="gatherings.put_back", guards=[leader])
async def put_back(led: Led, gathering_id: UUID, point_id: UUID) -> Answer:
    async def act(writing: AsyncSession, _: Nothing) -> None:
        await lifecycle.put_back(writing, led.forum_id, point_id, by=led.by, at=led.door.at)

    async def again(reading: AsyncSession, form: Submission[Nothing]) -> Response[str]:
        return await shown(led, reading, gathering_id, form)

    return await step(led, Nothing, act, led.at(f"/gatherings/{gathering_id}#agenda"), again)


@post(f"{ONE}/send", name="gatherings.send", guards=[leader])
async def send(led: Led, settings: Settings, gathering_id: UUID) -> Answer:
    """Everybody who belongs to the forum is told, each in their own way."""

    async def act(writing: AsyncSession, _: Nothing) -> None:
        pages = pages_of(led, settings, gathering_id)
        await lifecycle.send_agenda(writing, led.forum_id, gathering_id, pages=pages, by=led.by, at=led.door.at)

    async def again(reading: AsyncSession, form: Submission[Nothing]) -> Response[str]:
        return await shown(led, reading, gathering_id, form)

    return await step(led, Nothing, act, led.at(f"/gatherings/{gathering_id}"), again)


@get(f"{ONE}/change", name="gatherings.change_page", guards=[leader])
async def change_page(led: Led, reading: AsyncSession, gathering_id: UUID) -> Response[str]:
    return await _change(led, reading, gathering_id, None)


async def _change(
    led: Led, reading: AsyncSession, gathering_id: UUID, form: Submission[ChangeGathering] | None
) -> Response[str]:
    view, code = await led.view(reading), led.door.language.code
    found = await queries.gathering(reading, view, gathering_id, led.door.at, code)
    return page(
        led.request,
        "gatherings/gathering_change.html",
        section="forums",
        forum=view,
        gathering=found,
        form=form or _as_it_is(found),
    )


def _as_it_is(found: queries.GatheringView) -> Submission[ChangeGathering]:
    starts, ends = found.page.starts_at.astimezone(LONDON), found.page.ends_expected
    return Submission.blank(
        starts_at_day=str(starts.day),
        starts_at_month=str(starts.month),
        starts_at_year=str(starts.year),
        starts_at_time=starts.strftime("%H:%M"),
        ends=ends.astimezone(LONDON).strftime("%H:%M") if ends else "",
        place=found.page.place,
        video_link=found.page.video_link or "",
        telephone=found.page.telephone or "",
        access=found.page.access,
    )


@post(f"{ONE}/change", name="gatherings.change", guards=[leader])
async def change(led: Led, settings: Settings, gathering_id: UUID) -> Answer:
    code = led.door.language.code

    async def act(writing: AsyncSession, sent: ChangeGathering) -> None:
        why, pages = {code: sent.why} if sent.why else {}, pages_of(led, settings, gathering_id)
        wanted = invitation(sent, code)
        await lifecycle.change(
            writing, led.forum_id, gathering_id, wanted, why, pages=pages, by=led.by, at=led.door.at
        )

    async def again(reading: AsyncSession, form: Submission[ChangeGathering]) -> Response[str]:
        return await _change(led, reading, gathering_id, form)

    return await step(led, ChangeGathering, act, led.at(f"/gatherings/{gathering_id}"), again)


@get(f"{ONE}/call-off", name="gatherings.call_off_page", guards=[leader])
async def call_off_page(led: Led, reading: AsyncSession, gathering_id: UUID) -> Response[str]:
    return await _call_off(led, reading, gathering_id, None)


async def _call_off(
    led: Led, reading: AsyncSession, gathering_id: UUID, form: Submission[Why] | None
) -> Response[str]:
    view, code = await led.view(reading), led.door.language.code
    found = await queries.gathering(reading, view, gathering_id, led.door.at, code)
    return page(
        led.request,
        "gatherings/gathering_call_off.html",
        section="forums",
        forum=view,
        gathering=found,
        form=form,
    )


@post(f"{ONE}/call-off", name="gatherings.call_off", guards=[leader])
async def call_off(led: Led, gathering_id: UUID) -> Answer:
    async def act(writing: AsyncSession, sent: Why) -> None:
        why = {led.door.language.code: sent.why} if sent.why else {}
        await lifecycle.call_off(writing, led.forum_id, gathering_id, why, by=led.by, at=led.door.at)

    async def again(reading: AsyncSession, form: Submission[Why]) -> Response[str]:
        return await _call_off(led, reading, gathering_id, form)

    return await step(led, Why, act, led.at("/gatherings"), again)


@get(f"{ONE}/letters", name="gatherings.letters", guards=[leader])
async def letters(led: Led, reading: AsyncSession, gathering_id: UUID) -> Response[str]:
    """Who gets the agenda on paper, and the agenda to print in their language."""
    view = await led.view(reading)
    return page(
        led.request,
        "gatherings/gathering_letters.html",
        section="forums",
        forum=view,
        gathering=await queries.gathering(reading, view, gathering_id, led.door.at, led.door.language.code),
        people=await queries.agenda_on_paper(reading, view, gathering_id),
    )


HANDLERS = [
    *(gatherings, new, call, one, take_up, add, move, put_back, send),
    *(change_page, change, call_off_page, call_off, letters),
]
