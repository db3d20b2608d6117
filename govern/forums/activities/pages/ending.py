"""`activities/{id}/outcome`, photographs, `forums/{id}/years/{year}`: what came of it, and a forum's year."""

import asyncio
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.rulebook import queries as rulebook
from govern.constituencies.rulebook.rules import group_name
from govern.database import Store
from govern.documents import photographs
from govern.errors import GovernError, NotFound
from govern.forums.activities import lifecycle, queries, rules
from govern.forums.activities.forms import AddPicture, GiveHours, NoteOutcome
from govern.forums.activities.lifecycle import Outcome
from govern.forums.activities.pages.joining import ADDRESS, Answer, gated, managed, to
from govern.forums.activities.queries import ActivityView
from govern.forums.gatherings import queries as gatherings
from govern.identity.rules import day_of
from govern.sentences import Sentence
from govern.society import Society
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission, submitted
from govern.web.guards import signed_in
from govern.web.page import page
from govern.web.visitor import Visitor

OUTSIDE = "outside"
OUTSIDE_WORDS = Sentence("People from outside")
YEARS = range(2000, 2200)


async def groups_of(reading: AsyncSession, door: Door) -> dict[str, str]:
    """The groups of the rules by name, and people from outside as ""."""
    book = (await rulebook.in_force(reading, day_of(door.at))).rulebook
    named = {one.id: group_name(one, door.language.code) for one in book.constituencies}
    return {**named, "": door.language.say(OUTSIDE_WORDS)}


@get(f"{ADDRESS}/outcome", name="activities.outcome_form", guards=[signed_in])
async def outcome_form(
    request: AnyRequest, reading: AsyncSession, door: Door, visitor: Visitor, activity_id: UUID
) -> Response[str]:
    return await _outcome(request, reading, door, visitor, activity_id, None)


async def _outcome(
    request: AnyRequest,
    reading: AsyncSession,
    door: Door,
    visitor: Visitor,
    activity_id: UUID,
    form: Submission[Any] | None,
) -> Response[str]:
    view = await managed(reading, activity_id, visitor, door)
    known = _known(view)
    groups = await groups_of(reading, door)
    return page(
        request,
        "activities/outcome.html",
        section="forums",
        one=view,
        choices=[(key or OUTSIDE, name) for key, name in groups.items()],
        groups=groups,
        hours=await queries.hours_of(reading, activity_id),
        pictures=await queries.pictures_of(reading, activity_id),
        too_early=view.line.starts_at is not None and view.line.starts_at > door.at,
        as_hours=as_hours,
        form=Submission.blank(**known) if form is None else form.beside(**known),
    )


def _known(view: ActivityView) -> dict[str, str]:
    if view.line.held_on is None:
        return {}
    return {
        "came": str(view.came),
        "words": view.outcome,
        "raised": rules.pounds(view.raised_pence).removeprefix("£") if view.raised_pence else "",
        "raised_for": view.raised_for,
        "held_on_day": str(view.line.held_on.day),
        "held_on_month": str(view.line.held_on.month),
        "held_on_year": str(view.line.held_on.year),
    }


def as_hours(minutes: int) -> str:
    """Minutes as hours and minutes: "1:30", "120"."""
    hours, rest = divmod(minutes, 60)
    return f"{hours:,}:{rest:02d}" if rest else f"{hours:,}"


@post(f"{ADDRESS}/outcome", name="activities.outcome", guards=[signed_in])
async def outcome(request: AnyRequest, store: Store, door: Door, visitor: Visitor, activity_id: UUID) -> Answer:
    form = submitted(NoteOutcome, await request.form(), door.language.say)
    try:
        async with store.writing() as writing:
            await managed(writing, activity_id, visitor, door)
            if form.values is not None:
                sent = form.values
                written = Outcome(
                    came=sent.came,
                    words=sent.words or "",
                    raised_pence=rules.pence_of(sent.raised, "raised"),
                    raised_for=sent.raised_for or "",
                    held_on=sent.held_on,
                )
                await lifecycle.note_outcome(writing, activity_id, written, by=visitor.person_id, at=door.at)
                return to(door, activity_id, "/outcome")
    except GovernError as refusal:
        form = form.refused(refusal)
    async with store.reading() as reading:
        return await _outcome(request, reading, door, visitor, activity_id, form)


@post(f"{ADDRESS}/hours", name="activities.hours", guards=[signed_in])
async def hours(request: AnyRequest, store: Store, door: Door, visitor: Visitor, activity_id: UUID) -> Answer:
    form = submitted(GiveHours, await request.form(), door.language.say)
    try:
        async with store.writing() as writing:
            await managed(writing, activity_id, visitor, door)
            if form.values is not None:
                group = "" if form.values.group == OUTSIDE else form.values.group
                minutes = rules.minutes_of(form.values.hours, "hours")
                await lifecycle.give_hours(writing, activity_id, group, minutes, by=visitor.person_id, at=door.at)
                return to(door, activity_id, "/outcome#given")
    except GovernError as refusal:
        form = form.refused(refusal)
    async with store.reading() as reading:
        return await _outcome(request, reading, door, visitor, activity_id, form)


@post(
    f"{ADDRESS}/photographs",
    name="activities.add_photograph",
    guards=[signed_in],
    request_max_body_size=photographs.LARGEST_BODY,
)
async def add_photograph(
    request: AnyRequest, store: Store, society: Society, door: Door, visitor: Visitor, activity_id: UUID
) -> Answer:
    """Looked at and made anew before the transaction begins; a file whose row was refused is forgotten."""
    form = submitted(AddPicture, await request.form(), door.language.say)
    async with store.reading() as reading:
        await managed(reading, activity_id, visitor, door)
    try:
        if form.values is not None:
            sent = form.values

            async def write(kept: photographs.Photograph) -> None:
                async with store.writing() as writing:
                    await managed(writing, activity_id, visitor, door)
                    await lifecycle.add_picture(
                        writing, activity_id, kept, sent.description, sent.consent, by=visitor.person_id, at=door.at
                    )

            content = await sent.photograph.read(photographs.MOST_BYTES + 1)
            await photographs.keep_for(society.uploads(), content, write)
            return to(door, activity_id, "/outcome#photographs")
    except GovernError as refusal:
        form = form.refused(refusal)
    async with store.reading() as reading:
        return await _outcome(request, reading, door, visitor, activity_id, form)


@get(f"{ADDRESS}/photographs/{{photograph_id:uuid}}", name="activities.photograph", guards=[signed_in])
async def photograph(
    reading: AsyncSession, society: Society, door: Door, visitor: Visitor, activity_id: UUID, photograph_id: UUID
) -> Response[bytes]:
    """The picture, for whoever the activity is there for."""
    await gated(reading, activity_id, visitor, door)
    found = await queries.picture(reading, activity_id, photograph_id)
    content = await asyncio.to_thread(photographs.content_of, society.uploads(), found.photograph)
    return Response(content, media_type=photographs.KIND)


@post(f"{ADDRESS}/photographs/{{photograph_id:uuid}}/remove", name="activities.remove_photograph", guards=[signed_in])
async def remove_photograph(
    store: Store, society: Society, door: Door, visitor: Visitor, activity_id: UUID, photograph_id: UUID
) -> Redirect:
    async with store.writing() as writing:
        await managed(writing, activity_id, visitor, door)
        await lifecycle.remove_picture(writing, activity_id, photograph_id, by=visitor.person_id, at=door.at)
    photographs.forget(society.uploads(), photograph_id)
    return to(door, activity_id, "/outcome#photographs")


@get("/forums/{forum_id:uuid}/years/{forum_year:int}", name="activities.year", guards=[signed_in])
async def year(
    request: AnyRequest, reading: AsyncSession, door: Door, visitor: Visitor, forum_id: UUID, forum_year: int
) -> Response[str]:
    today = day_of(door.at)
    forum = await gatherings.forum(reading, forum_id, visitor.person_id, today, door.language.code)
    if forum_year not in YEARS or forum_year > today.year:
        raise NotFound("There is nothing to tell of this year. Choose another one.")
    return page(
        request,
        "activities/year.html",
        section="forums",
        forum=forum,
        year=await queries.year_of(reading, forum_id, forum_year, door.at),
        groups=await groups_of(reading, door),
        earliest=YEARS[0],
        latest=today.year,
        pounds=rules.pounds,
        as_hours=as_hours,
    )


HANDLERS = [outcome_form, outcome, hours, add_photograph, photograph, remove_photograph, year]
