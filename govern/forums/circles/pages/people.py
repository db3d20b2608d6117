"""Who is in a circle and who links it; who may know of a team; leaving; its name and aim."""

from uuid import UUID

from litestar import Response, get, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.register.queries import person_named
from govern.constituencies.representation.rules import CONSENT_WORDS, HowConsented
from govern.database import Store
from govern.errors import NotValid
from govern.forums.circles import lifecycle, queries
from govern.forums.circles.forms import (
    ChangeCircle,
    EndCircle,
    EndLink,
    Leave,
    LetGo,
    LetIn,
    NameLink,
    ShowTeam,
    YesNo,
)
from govern.forums.circles.pages.acting import (
    ADDRESS,
    Answer,
    check_chooses,
    choice_of,
    chooses,
    seen,
    taken,
    to,
)
from govern.forums.circles.queries import CircleView
from govern.forums.circles.rules import PARTS, Part, Reach
from govern.identity.lifecycle import add_person
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission, submitted
from govern.web.guards import signed_in
from govern.web.page import page
from govern.web.visitor import Visitor

#: How somebody says that they chose: on their own page it needs no saying.
HOWS = tuple((how.value, words) for how, words in CONSENT_WORDS.items() if how is not HowConsented.OWN_PAGE)
AnyForm = (
    Submission[LetIn]
    | Submission[LetGo]
    | Submission[NameLink]
    | Submission[EndLink]
    | Submission[Leave]
    | Submission[ShowTeam]
    | None
)


@get(f"{ADDRESS}/people", name="circles.people", guards=[signed_in])
async def people(
    request: AnyRequest, reading: AsyncSession, door: Door, visitor: Visitor, circle_id: UUID
) -> Response[str]:
    return await _people(request, reading, door, visitor, circle_id, None)


async def _people(
    request: AnyRequest, reading: AsyncSession, door: Door, visitor: Visitor, circle_id: UUID, form: AnyForm
) -> Response[str]:
    """For those in it, and for whoever helps a circle to begin. What nobody here may do has no form."""
    view = await seen(reading, door, visitor, circle_id)
    if not chooses(view, visitor):
        view = await seen(reading, door, visitor, circle_id, Reach.READS)
    return page(
        request,
        "circles/people.html",
        section="forums",
        circle=view,
        seats=await queries.seats_of(reading, view),
        linking=await queries.links_of(reading, circle_id),
        chooses=chooses(view, visitor),
        supporting=view.is_team and not view.own,
        parts=[(one.value, PARTS[one]) for one in Part],
        part_names=PARTS,
        hows=HOWS,
        me=visitor.person_id,
        form=form,
    )


async def _answer(
    request: AnyRequest, store: Store, door: Door, visitor: Visitor, circle_id: UUID, form: AnyForm, *, done: bool
) -> Answer:
    if done:
        return to(door, circle_id, "/people")
    async with store.reading() as reading:
        return await _people(request, reading, door, visitor, circle_id, form)


@post(f"{ADDRESS}/people", name="circles.let_in", guards=[signed_in])
async def let_in(request: AnyRequest, store: Store, door: Door, visitor: Visitor, circle_id: UUID) -> Answer:
    """Somebody comes in. In a team only the person it is around says so (M19)."""
    form = submitted(LetIn, await request.form(), door.language.say)

    async def act(writing: AsyncSession, view: CircleView, sent: LetIn) -> None:
        check_chooses(view, visitor)
        if sent.person:
            person_id = await person_named(writing, sent.person)
        elif sent.new_name:
            person_id = await add_person(writing, name=sent.new_name, by=visitor.person_id, at=door.at)
        else:
            raise NotValid("Type their number or email address, or the name of somebody new.", field="person")
        await lifecycle.let_in(
            writing, circle_id, person_id, sent.part, choice_of(sent), by=visitor.person_id, at=door.at
        )

    form, done = await taken(store, door, visitor, circle_id, Reach.LOOKS, form, act)
    return await _answer(request, store, door, visitor, circle_id, form, done=done)


@post(f"{ADDRESS}/people/out", name="circles.let_go", guards=[signed_in])
async def let_go(request: AnyRequest, store: Store, door: Door, visitor: Visitor, circle_id: UUID) -> Answer:
    form = submitted(LetGo, await request.form(), door.language.say)

    async def act(writing: AsyncSession, view: CircleView, sent: LetGo) -> None:
        check_chooses(view, visitor)
        await lifecycle.let_go(writing, circle_id, sent.gone, choice_of(sent), by=visitor.person_id, at=door.at)

    form, done = await taken(store, door, visitor, circle_id, Reach.LOOKS, form, act)
    return await _answer(request, store, door, visitor, circle_id, form, done=done)


@post(f"{ADDRESS}/people/leave", name="circles.leave", guards=[signed_in])
async def leave(request: AnyRequest, store: Store, door: Door, visitor: Visitor, circle_id: UUID) -> Answer:
    """Nobody comes back by themselves. Afterwards a private team is not there any more for whoever left it, so the
    way leads to the map."""
    form = submitted(Leave, await request.form(), door.language.say)

    async def act(writing: AsyncSession, _view: CircleView, _sent: Leave) -> None:
        await lifecycle.leave(writing, circle_id, visitor.person_id, at=door.at)

    form, done = await taken(store, door, visitor, circle_id, Reach.LOOKS, form, act)
    if done:
        return Redirect(door.here("circles"), status_code=303)
    return await _answer(request, store, door, visitor, circle_id, form, done=False)


@post(f"{ADDRESS}/links", name="circles.link", guards=[signed_in])
async def name_link(request: AnyRequest, store: Store, door: Door, visitor: Visitor, circle_id: UUID) -> Answer:
    form = submitted(NameLink, await request.form(), door.language.say)

    async def act(writing: AsyncSession, view: CircleView, sent: NameLink) -> None:
        check_chooses(view, visitor)
        await lifecycle.name_link(writing, circle_id, sent.linked, sent.link, by=visitor.person_id, at=door.at)

    form, done = await taken(store, door, visitor, circle_id, Reach.LOOKS, form, act)
    return await _answer(request, store, door, visitor, circle_id, form, done=done)


@post(f"{ADDRESS}/links/out", name="circles.unlink", guards=[signed_in])
async def end_link(request: AnyRequest, store: Store, door: Door, visitor: Visitor, circle_id: UUID) -> Answer:
    form = submitted(EndLink, await request.form(), door.language.say)

    async def act(writing: AsyncSession, view: CircleView, sent: EndLink) -> None:
        check_chooses(view, visitor)
        await lifecycle.end_link(writing, circle_id, sent.linked, by=visitor.person_id, at=door.at)

    form, done = await taken(store, door, visitor, circle_id, Reach.LOOKS, form, act)
    return await _answer(request, store, door, visitor, circle_id, form, done=done)


@post(f"{ADDRESS}/who-knows", name="circles.show_team", guards=[signed_in])
async def show_team(request: AnyRequest, store: Store, door: Door, visitor: Visitor, circle_id: UUID) -> Answer:
    """The person says who may know of their team (M42)."""
    form = submitted(ShowTeam, await request.form(), door.language.say)

    async def act(writing: AsyncSession, view: CircleView, sent: ShowTeam) -> None:
        if not view.is_team:
            raise NotValid("Everybody in the society may know of a circle. Only a team can be private.")
        await lifecycle.show_team(
            writing,
            circle_id,
            choice_of(sent),
            private=sent.private is YesNo.YES,
            by=visitor.person_id,
            at=door.at,
        )

    form, done = await taken(store, door, visitor, circle_id, Reach.LOOKS, form, act)
    return await _answer(request, store, door, visitor, circle_id, form, done=done)


@get(f"{ADDRESS}/change", name="circles.face", guards=[signed_in])
async def face(
    request: AnyRequest, reading: AsyncSession, door: Door, visitor: Visitor, circle_id: UUID
) -> Response[str]:
    return await _face(request, reading, door, visitor, circle_id, None)


async def _face(
    request: AnyRequest,
    reading: AsyncSession,
    door: Door,
    visitor: Visitor,
    circle_id: UUID,
    form: Submission[ChangeCircle] | None,
) -> Response[str]:
    view = await seen(reading, door, visitor, circle_id, Reach.RUNS)
    return page(request, "circles/change.html", section="forums", circle=view, form=form)


@post(f"{ADDRESS}/change", name="circles.change", guards=[signed_in])
async def change(request: AnyRequest, store: Store, door: Door, visitor: Visitor, circle_id: UUID) -> Answer:
    form = submitted(ChangeCircle, await request.form(), door.language.say)
    code = door.language.code

    async def act(writing: AsyncSession, view: CircleView, sent: ChangeCircle) -> None:
        name, aim = view.names | {code: sent.name}, view.aims | {code: sent.aim}
        await lifecycle.change_circle(writing, circle_id, name, aim, by=visitor.person_id, at=door.at)

    form, done = await taken(store, door, visitor, circle_id, Reach.RUNS, form, act)
    if done:
        return to(door, circle_id)
    async with store.reading() as reading:
        return await _face(request, reading, door, visitor, circle_id, form)


@get(f"{ADDRESS}/end", name="circles.ending", guards=[signed_in])
async def ending(
    request: AnyRequest, reading: AsyncSession, door: Door, visitor: Visitor, circle_id: UUID
) -> Response[str]:
    return await _ending(request, reading, door, visitor, circle_id, None)


async def _ending(
    request: AnyRequest,
    reading: AsyncSession,
    door: Door,
    visitor: Visitor,
    circle_id: UUID,
    form: Submission[EndCircle] | None,
) -> Response[str]:
    view = await seen(reading, door, visitor, circle_id, Reach.READS)
    if view.ended_on is None:
        view = await seen(reading, door, visitor, circle_id, Reach.LEADS if view.is_team else Reach.RUNS)
    supporting = view.is_team and not view.own
    return page(
        request, "circles/end.html", section="forums", circle=view, supporting=supporting, hows=HOWS, form=form
    )


@post(f"{ADDRESS}/end", name="circles.end", guards=[signed_in])
async def end(request: AnyRequest, store: Store, door: Door, visitor: Visitor, circle_id: UUID) -> Answer:
    form = submitted(EndCircle, await request.form(), door.language.say)

    async def act(writing: AsyncSession, view: CircleView, sent: EndCircle) -> None:
        if view.ended_on is None and not view.may_run:
            await seen(writing, door, visitor, circle_id, Reach.RUNS)
        await lifecycle.end_circle(
            writing,
            circle_id,
            sent.words,
            sent.gone_to or "",
            choice_of(sent),
            by=visitor.person_id,
            at=door.at,
        )

    form, done = await taken(store, door, visitor, circle_id, Reach.READS, form, act)
    if done:
        return to(door, circle_id, "/records")
    async with store.reading() as reading:
        return await _ending(request, reading, door, visitor, circle_id, form)


HANDLERS = [people, let_in, let_go, leave, name_link, end_link, show_team, face, change, ending, end]
