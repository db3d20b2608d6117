"""Who is at a gathering: a card, a number or a name at the door, guests by name; opening with a quorum or to talk."""

from uuid import UUID

from litestar import Response, get, post
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.register import queries as register
from govern.errors import NotFound
from govern.forums.gatherings import lifecycle, queries
from govern.forums.gatherings.forms import Find, GuestComes, HeardForm, NotHeard, Nothing, Person, Stay
from govern.forums.gatherings.pages.calling import shown as shown_led
from govern.forums.gatherings.pages.steps import ONE, Answer, Led, leader, step
from govern.forums.gatherings.rules import HEARD_WORDS
from govern.identity.rules import day_of
from govern.meetings import lifecycle as meetings
from govern.meetings import queries as meeting_queries
from govern.meetings.pages.calling import picture_of
from govern.society import Society
from govern.web.forms import Submission
from govern.web.page import page

PEOPLE = f"{ONE}/people"
AnyForm = (
    Submission[Find]
    | Submission[Person]
    | Submission[GuestComes]
    | Submission[HeardForm]
    | Submission[NotHeard]
    | Submission[Stay]
    | Submission[Nothing]
)


async def shown(led: Led, reading: AsyncSession, gathering_id: UUID, form: AnyForm | None) -> Response[str]:
    view, code = await led.view(reading), led.door.language.code
    found = await queries.gathering(reading, view, gathering_id, led.door.at, code, everybody=True)
    return page(
        led.request,
        "gatherings/gathering_people.html",
        section="forums",
        forum=view,
        gathering=found,
        picture=picture_of(found.quorum, led.door),
        heard={one.person_id: one for one in await queries.heard_at(reading, led.forum_id, found)}
        if found.on
        else {},
        words=HEARD_WORDS,
        too_early=day_of(led.door.at) < day_of(found.page.starts_at),
        form=form,
    )


@get(PEOPLE, name="gatherings.people", guards=[leader])
async def people(led: Led, reading: AsyncSession, gathering_id: UUID) -> Response[str]:
    return await shown(led, reading, gathering_id, None)


async def _who(reading: AsyncSession, forum_id: UUID, gathering_id: UUID, typed: str) -> UUID:
    """By card, by whole number, or by the name of somebody who belongs to the forum. Raises `NotFound`."""
    person_id = await meeting_queries.owner_of_card(reading, typed) or await register.person_with_number(
        reading, typed
    )
    if person_id is not None:
        return await register.merged_into(reading, person_id) or person_id
    words = typed.casefold().split()
    fits = [
        line.person_id
        for line in await meeting_queries.attendance(reading, forum_id, gathering_id)
        if all(any(part.startswith(word) for part in line.name.casefold().split()) for word in words)
    ]
    if len(fits) == 1:
        return fits[0]
    if fits:
        raise NotFound("This name fits several people. Press the button beside the right one.", field="find")
    raise NotFound(
        "Nobody who belongs to the forum has this name, card or number. Welcome them as a guest below.", field="find"
    )


@post(f"{PEOPLE}/find", name="gatherings.find", guards=[leader])
async def find(led: Led, gathering_id: UUID) -> Answer:
    """A scanner types like a keyboard: one field for card, number and name."""

    async def act(writing: AsyncSession, sent: Find) -> None:
        person_id = await _who(writing, led.forum_id, gathering_id, sent.find)
        await meetings.check_in(
            writing, gathering_id, person_id, sent.mode, by=led.by, at=led.door.at, forum_id=led.forum_id
        )

    async def again(reading: AsyncSession, form: Submission[Find]) -> Response[str]:
        return await shown(led, reading, gathering_id, form)

    return await step(led, Find, act, led.at(f"/gatherings/{gathering_id}/people"), again)


@post(f"{PEOPLE}/in", name="gatherings.in", guards=[leader])
async def came(led: Led, gathering_id: UUID) -> Answer:
    async def act(writing: AsyncSession, sent: Person) -> None:
        await meetings.check_in(
            writing, gathering_id, sent.person, sent.mode, by=led.by, at=led.door.at, forum_id=led.forum_id
        )

    async def again(reading: AsyncSession, form: Submission[Person]) -> Response[str]:
        return await shown(led, reading, gathering_id, form)

    return await step(led, Person, act, led.at(f"/gatherings/{gathering_id}/people"), again)


@post(f"{PEOPLE}/out", name="gatherings.out", guards=[leader])
async def left(led: Led, gathering_id: UUID) -> Answer:
    async def act(writing: AsyncSession, sent: Person) -> None:
        await meetings.check_out(writing, gathering_id, sent.person, by=led.by, at=led.door.at, forum_id=led.forum_id)

    async def again(reading: AsyncSession, form: Submission[Person]) -> Response[str]:
        return await shown(led, reading, gathering_id, form)

    return await step(led, Person, act, led.at(f"/gatherings/{gathering_id}/people"), again)


@post(f"{PEOPLE}/guest", name="gatherings.guest", guards=[leader])
async def guest(led: Led, gathering_id: UUID) -> Answer:
    """Somebody the society does not know is here; only their name is kept."""

    async def act(writing: AsyncSession, sent: GuestComes) -> None:
        mode = Person(led.by).mode
        await meetings.welcome_guest(
            writing, gathering_id, sent.guest, mode, by=led.by, at=led.door.at, forum_id=led.forum_id
        )

    async def again(reading: AsyncSession, form: Submission[GuestComes]) -> Response[str]:
        return await shown(led, reading, gathering_id, form)

    return await step(led, GuestComes, act, led.at(f"/gatherings/{gathering_id}/people"), again)


@post(f"{PEOPLE}/undo", name="gatherings.undo", guards=[leader])
async def undo(led: Led, society: Society, gathering_id: UUID) -> Answer:
    """A press within the last quarter of an hour is taken back."""

    async def act(writing: AsyncSession, sent: Stay) -> None:
        await meetings.undo(writing, society, sent.stay, by=led.by, at=led.door.at, forum_id=led.forum_id)

    async def again(reading: AsyncSession, form: Submission[Stay]) -> Response[str]:
        return await shown(led, reading, gathering_id, form)

    return await step(led, Stay, act, led.at(f"/gatherings/{gathering_id}/people"), again)


@post(f"{ONE}/open", name="gatherings.open", guards=[leader])
async def open_(led: Led, gathering_id: UUID) -> Answer:
    return await _begin(led, gathering_id, to_talk=False)


@post(f"{ONE}/talk", name="gatherings.talk", guards=[leader])
async def talk(led: Led, gathering_id: UUID) -> Answer:
    """Too few members are here: they begin, talk, and decide nothing."""
    return await _begin(led, gathering_id, to_talk=True)


async def _begin(led: Led, gathering_id: UUID, *, to_talk: bool) -> Answer:
    async def act(writing: AsyncSession, _: Nothing) -> None:
        await lifecycle.begin(writing, led.forum_id, gathering_id, to_talk=to_talk, by=led.by, at=led.door.at)

    async def again(reading: AsyncSession, form: Submission[Nothing]) -> Response[str]:
        return await shown_led(led, reading, gathering_id, form)

    return await step(led, Nothing, act, led.at(f"/gatherings/{gathering_id}"), again)


HANDLERS = [people, find, came, left, guest, undo, open_, talk]
