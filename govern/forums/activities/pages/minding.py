"""`activities/{id}/people`: who comes and what they need; what came on paper or by telephone; the sheet to print."""

import asyncio
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.database import Store
from govern.documents import Block, Document, Facts, Paragraph, Table, labels_in
from govern.documents.pdf import pdf
from govern.errors import GovernError, NotFound
from govern.forums.activities import lifecycle, queries
from govern.forums.activities.forms import EnterSignUp
from govern.forums.activities.pages.joining import ADDRESS, Answer, gated, managed, to
from govern.forums.activities.pages.naming import of_the_forum
from govern.forums.activities.queries import ActivityView
from govern.forums.activities.rules import ENTERED, NEWS_WORDS, WAY_WORDS, pounds
from govern.forums.gatherings.rules import Reach, check_reaches
from govern.identity.pages.entering import site_of
from govern.identity.rules import day_of
from govern.permissions import Permission
from govern.sentences import Sentence
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission, submitted
from govern.web.guards import holding, signed_in
from govern.web.page import page
from govern.web.visitor import Visitor

leader = holding(Permission.FACILITATE)
LED = "/facilitate/activities/{activity_id:uuid}"
#: Lines on a sheet where as many come as like.
LINES, MOST_LINES = 16, 60
#: Blanks that keep the column of names wide.
ROOM_TO_WRITE = "\N{NO-BREAK SPACE}" * 30


@get(f"{ADDRESS}/people", name="activities.people", guards=[signed_in])
async def people(
    request: AnyRequest, reading: AsyncSession, door: Door, visitor: Visitor, activity_id: UUID
) -> Response[str]:
    return await _people(request, reading, door, visitor, activity_id, None)


async def _people(
    request: AnyRequest,
    reading: AsyncSession,
    door: Door,
    visitor: Visitor,
    activity_id: UUID,
    form: Submission[Any] | None,
) -> Response[str]:
    view = await managed(reading, activity_id, visitor, door)
    return page(
        request,
        "activities/people.html",
        section="forums",
        one=view,
        people=await queries.people_of(reading, activity_id, door.at),
        leads=view.reach is Reach.LEADS,
        ways=[(way.value, WAY_WORDS[way]) for way in ENTERED],
        way_words=WAY_WORDS,
        news_words=NEWS_WORDS,
        form=form,
    )


async def led(reading: AsyncSession, activity_id: UUID, visitor: Visitor, door: Door) -> ActivityView:
    """An activity for the facilitator of its forum alone."""
    view = await gated(reading, activity_id, visitor, door)
    check_reaches(view.reach, Reach.LEADS)
    return view


@post(f"{LED}/people", name="activities.enter", guards=[leader])
async def enter(request: AnyRequest, store: Store, door: Door, visitor: Visitor, activity_id: UUID) -> Answer:
    """The facilitator enters who signed up on paper or by telephone."""
    form = submitted(EnterSignUp, await request.form(), door.language.say)
    me = visitor.person_id
    try:
        async with store.writing() as writing:
            view = await led(writing, activity_id, visitor, door)
            if form.values is not None:
                sent = form.values
                person = await of_the_forum(writing, view.forum.id, sent.person)
                await lifecycle.sign_up(writing, activity_id, person, sent.way, sent.support, by=me, at=door.at)
                return to(door, activity_id, "/people")
    except GovernError as refusal:
        form = form.refused(refusal)
    async with store.reading() as reading:
        return await _people(request, reading, door, visitor, activity_id, form)


@post(f"{LED}/people/{{person_id:uuid}}/take-back", name="activities.take_back_for", guards=[leader])
async def take_back_for(store: Store, door: Door, visitor: Visitor, activity_id: UUID, person_id: UUID) -> Redirect:
    """Somebody called: they do not come after all."""
    async with store.writing() as writing:
        await led(writing, activity_id, visitor, door)
        await lifecycle.take_back(
            writing, activity_id, person_id, by=visitor.person_id, site=site_of(door), at=door.at
        )
    return to(door, activity_id, "/people")


@post(f"{ADDRESS}/people/{{sign_up_id:uuid}}/told", name="activities.told", guards=[signed_in])
async def told(store: Store, door: Door, visitor: Visitor, activity_id: UUID, sign_up_id: UUID) -> Redirect:
    """Somebody without a mail address has been told."""
    async with store.writing() as writing:
        await managed(writing, activity_id, visitor, door)
        await lifecycle.told(writing, activity_id, sign_up_id, by=visitor.person_id, at=door.at)
    return to(door, activity_id, "/people")


@get(f"{ADDRESS}/sheet.pdf", name="activities.sheet", guards=[signed_in])
async def sheet(reading: AsyncSession, door: Door, visitor: Visitor, activity_id: UUID) -> Response[bytes]:
    """To sign up on paper. Names nobody who has signed up, and asks for nothing that others should not read."""
    view = await gated(reading, activity_id, visitor, door)
    if not view.takes_people:
        raise NotFound("Nobody signs up for this any more. Go back to the activity.")
    printed = await asyncio.to_thread(pdf, sheet_of(view, door))
    headers = {"content-disposition": 'inline; filename="sign-up-sheet.pdf"'}
    return Response(printed, media_type="application/pdf", headers=headers)


def sheet_of(view: ActivityView, door: Door) -> Document:
    gettext, say, line = door.language.gettext, door.language.say, view.line
    rows = [
        (gettext("When"), door.language.moment(line.starts_at) if line.starts_at else gettext("Still to be agreed")),
        (gettext("Where"), line.place or gettext("Not said yet")),
        (gettext("Organised by"), view.organiser),
        (gettext("Cost for each person"), pounds(line.cost_pence) if line.cost_pence else gettext("Nothing")),
    ]
    if line.places is not None:
        rows.append((gettext("Places"), str(line.places)))
    lines = min(line.places or LINES, MOST_LINES)
    hint = Sentence(
        "Do you need support that day? Tick the last box and we will call you. Do not write here what you need: "
        "others read this sheet."
    )
    back = Sentence("Give the sheet to {organiser} or to the facilitator of the forum.", organiser=view.organiser)
    blocks: tuple[Block, ...] = (
        Facts(tuple(rows)),
        *((Paragraph(view.about),) if view.about else ()),
        Table(
            caption=gettext("I come along"),
            header=(gettext("No."), gettext("Name"), gettext("Telephone"), gettext("Call me")),
            rows=tuple((str(number), ROOM_TO_WRITE, "", "☐") for number in range(1, lines + 1)),
        ),
        Paragraph(say(hint)),
        Paragraph(say(back)),
    )
    today = day_of(door.at)
    return Document(
        title=line.title,
        language=door.language.code,
        society_name=door.face.name if door.face else "",
        number=str(line.id)[:8],
        made_on=today,
        audit_hash="",
        labels=labels_in(door.language, made_on=today),
        blocks=blocks,
    )


HANDLERS = [people, enter, take_back_for, told, sheet]
