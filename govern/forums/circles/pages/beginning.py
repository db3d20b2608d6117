"""A member begins a team around themselves; the office begins circles, teams for somebody, and lets groups join."""

import asyncio
from uuid import UUID

from litestar import Response, get, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.register.queries import person_named
from govern.database import Store
from govern.errors import GovernError, NotValid
from govern.forums.circles import lifecycle, queries
from govern.forums.circles.forms import BeginCircle, BeginTeam, BeginTeamFor, JoinAsCircle, YesNo
from govern.forums.circles.lifecycle import CircleDraft
from govern.forums.circles.pages.acting import Answer, choice_of, to
from govern.forums.circles.pages.people import HOWS
from govern.forums.circles.rules import Choice, records
from govern.forums.circles.rules.records import MOST_BYTES
from govern.identity.rules import day_of
from govern.permissions import Permission
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission, submitted
from govern.web.forms import words as both
from govern.web.guards import holding, signed_in
from govern.web.page import page
from govern.web.visitor import Visitor

founder = holding(Permission.FORUM_FOUND)


def above_of(sent: str | None) -> tuple[UUID | None, str | None]:
    """What a form sends of what is above: `circle:<id>` or `body:<id>`. Nothing chosen is for the rules to refuse."""
    kind, _, what = (sent or "").partition(":")
    try:
        return (UUID(what), None) if kind == "circle" else (None, what or None)
    except ValueError:
        raise NotValid("Choose one from the list.", field="above") from None


@get("/circles/team", name="circles.team", guards=[signed_in])
async def new_team(request: AnyRequest, reading: AsyncSession, door: Door) -> Response[str]:
    return await _new_team(request, reading, door, None, for_somebody=False)


async def _new_team(
    request: AnyRequest,
    reading: AsyncSession,
    door: Door,
    form: Submission[BeginTeam] | Submission[BeginTeamFor] | None,
    *,
    for_somebody: bool,
) -> Response[str]:
    today, code = day_of(door.at), door.language.code
    return page(
        request,
        "circles/team.html",
        section="office" if for_somebody else "forums",
        above=[(one.value, one.name) for one in await queries.above_options(reading, today, code)],
        for_somebody=for_somebody,
        hows=HOWS,
        form=form,
    )


@post("/circles/team", name="circles.begin_team", guards=[signed_in])
async def begin_team(request: AnyRequest, store: Store, door: Door, visitor: Visitor) -> Answer:
    """A team around the person who presses the button (M19)."""
    form = submitted(BeginTeam, await request.form(), door.language.say)
    try:
        if form.values is not None:
            async with store.writing() as writing:
                made = await _begin(writing, door, form.values, visitor.person_id, None, visitor.person_id)
            return to(door, made)
    except GovernError as refusal:
        form = form.refused(refusal)
    async with store.reading() as reading:
        return await _new_team(request, reading, door, form, for_somebody=False)


async def _begin(
    writing: AsyncSession,
    door: Door,
    sent: BeginTeam | BeginTeamFor,
    leader_id: UUID,
    choice: Choice | None,
    by: UUID,
) -> UUID:
    parent_id, parent_body = above_of(sent.above)
    code = door.language.code
    wanted = CircleDraft(name={code: sent.name}, aim={code: sent.aim}, parent_id=parent_id, parent_body=parent_body)
    return await lifecycle.begin_team(
        writing, wanted, leader_id, choice, private=sent.private is YesNo.YES, by=by, at=door.at
    )


@get("/office/circles/team", name="circles.office_team", guards=[founder])
async def new_team_for(request: AnyRequest, reading: AsyncSession, door: Door) -> Response[str]:
    return await _new_team(request, reading, door, None, for_somebody=True)


@post("/office/circles/team", name="circles.begin_team_for", guards=[founder])
async def begin_team_for(request: AnyRequest, store: Store, door: Door, visitor: Visitor) -> Answer:
    """For somebody who chose it and said so to an officer. From then on the officer changes nothing in it."""
    form = submitted(BeginTeamFor, await request.form(), door.language.say)
    try:
        if form.values is not None:
            async with store.writing() as writing:
                leader = await person_named(writing, form.values.person)
                await _begin(writing, door, form.values, leader, choice_of(form.values), visitor.person_id)
            return Redirect(door.here("circles"), status_code=303)
    except GovernError as refusal:
        form = form.refused(refusal)
    async with store.reading() as reading:
        return await _new_team(request, reading, door, form, for_somebody=True)


@get("/office/circles/new", name="circles.new", guards=[founder])
async def new(request: AnyRequest, reading: AsyncSession, door: Door) -> Response[str]:
    return await _new(request, reading, door, "circles/new.html", None)


@get("/office/circles/join", name="circles.joining", guards=[founder])
async def joining(request: AnyRequest, reading: AsyncSession, door: Door) -> Response[str]:
    return await _new(request, reading, door, "circles/join.html", None)


async def _new(
    request: AnyRequest,
    reading: AsyncSession,
    door: Door,
    template: str,
    form: Submission[BeginCircle] | Submission[JoinAsCircle] | None,
) -> Response[str]:
    today, code = day_of(door.at), door.language.code
    return page(
        request,
        template,
        section="office",
        above=[(one.value, one.name) for one in await queries.above_options(reading, today, code)],
        bodies=[(one.value, one.name) for one in await queries.follow_options(reading, today, code)],
        form=form,
    )


@post("/office/circles/new", name="circles.begin", guards=[founder])
async def begin(request: AnyRequest, store: Store, door: Door, visitor: Visitor) -> Answer:
    form = submitted(BeginCircle, await request.form(), door.language.say)
    try:
        if form.values is not None:
            sent = form.values
            parent_id, parent_body = above_of(sent.above)
            wanted = CircleDraft(
                name=both(sent.name, sent.name_cy),
                aim=both(sent.aim, sent.aim_cy),
                parent_id=parent_id,
                parent_body=parent_body,
                body=sent.body,
                came_from=sent.came_from or "",
            )
            async with store.writing() as writing:
                made = await lifecycle.begin_circle(writing, wanted, by=visitor.person_id, at=door.at)
            return to(door, made, "/people")
    except GovernError as refusal:
        form = form.refused(refusal)
    async with store.reading() as reading:
        return await _new(request, reading, door, "circles/new.html", form)


@post("/office/circles/join", name="circles.join", guards=[founder], request_max_body_size=MOST_BYTES + 100_000)
async def join(request: AnyRequest, store: Store, door: Door, visitor: Visitor) -> Answer:
    """A group joins as a circle with its records; every hash in them is checked first (M23)."""
    form = submitted(JoinAsCircle, await request.form(), door.language.say)
    try:
        if form.values is not None:
            sent = form.values
            content = await sent.file.read(MOST_BYTES + 1)
            brought = await asyncio.to_thread(records.read, content)
            parent_id, parent_body = above_of(sent.above)
            wanted = CircleDraft(name={}, aim={}, parent_id=parent_id, parent_body=parent_body, body=sent.body)
            async with store.writing() as writing:
                made = await lifecycle.bring_in(writing, brought, content, wanted, by=visitor.person_id, at=door.at)
            return to(door, made.circle_id, f"/domain?left={len(made.left_out)}")
    except GovernError as refusal:
        form = form.refused(refusal)
    async with store.reading() as reading:
        return await _new(request, reading, door, "circles/join.html", form)


HANDLERS = [
    *(new_team, begin_team, new_team_for, begin_team_for, new, begin, joining, join),
]
