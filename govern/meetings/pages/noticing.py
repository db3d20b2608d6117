"""The notice: a look at what will happen before it goes, correction, calling off; and the ballot of the meeting."""

from datetime import timedelta
from uuid import UUID

from litestar import Response, get, post
from sqlalchemy.ext.asyncio import AsyncSession

from govern.database import Store
from govern.errors import GovernError
from govern.meetings import lifecycle, queries
from govern.meetings.forms import AdjournForm, BallotForm, CorrectionForm, ItemForm, WhyForm
from govern.meetings.lifecycle import ItemDraft
from govern.meetings.pages.agenda import item_draft
from govern.meetings.pages.calling import (
    Answer,
    as_typed,
    caller,
    done_or_shown,
    ends_on,
    meeting_draft,
    pages_of,
    to,
)
from govern.meetings.rules import OF_MEMBERS, ItemKind
from govern.permissions import Permission
from govern.settings import Settings
from govern.society import Society
from govern.web.door import AnyRequest, Door, door_of
from govern.web.forms import LONDON, Submission, submitted, words
from govern.web.guards import holding
from govern.web.page import page
from govern.web.visitor import Visitor

preparer = holding(Permission.BALLOT_PREPARE)


def _added(sent: CorrectionForm) -> ItemDraft | None:
    if sent.item_kind is None and sent.item_title is None:
        return None
    return item_draft(
        ItemForm(
            kind=sent.item_kind or ItemKind.TALK,
            title=sent.item_title or "",
            title_cy=sent.item_title_cy,
            text=sent.item_text,
            text_cy=sent.item_text_cy,
            resolution=sent.item_resolution,
            seat=sent.item_seat,
            places=sent.item_places,
        )
    )


async def notice_look(
    request: AnyRequest, reading: AsyncSession, meeting_id: UUID, form: Submission[WhyForm]
) -> Response[str]:
    door = door_of(request)
    found = await queries.meeting_page(reading, meeting_id, door.language.code)
    return page(
        request,
        "meetings/notice_look.html",
        section="office",
        meeting=found,
        before=await queries.before_notice(reading, meeting_id, door.at),
        short=await queries.short_notice(reading, meeting_id, door.at) if found.kind in OF_MEMBERS else None,
        form=form,
    )


@get("/office/meetings/{meeting_id:uuid}/notice", name="meetings.notice_page", guards=[caller])
async def notice_page(request: AnyRequest, reading: AsyncSession, meeting_id: UUID) -> Response[str]:
    """What will happen, before it happens."""
    return await notice_look(request, reading, meeting_id, Submission.blank())


@post("/office/meetings/{meeting_id:uuid}/notice", name="meetings.notice_send", guards=[caller])
async def notice_send(
    request: AnyRequest,
    store: Store,
    reading: AsyncSession,
    door: Door,
    visitor: Visitor,
    settings: Settings,
    meeting_id: UUID,
) -> Answer:
    try:
        async with store.writing() as writing:
            await lifecycle.send_notice(
                writing, meeting_id, pages=pages_of(meeting_id, door, settings), by=visitor.person_id, at=door.at
            )
    except GovernError as refusal:
        refusal.field = ""  # the day is on another page
        blank: Submission[WhyForm] = Submission.blank()
        return await notice_look(request, reading, meeting_id, blank.refused(refusal))
    return to(door, meeting_id)


async def correct_form(
    request: AnyRequest, reading: AsyncSession, meeting_id: UUID, form: Submission[CorrectionForm] | None = None
) -> Response[str]:
    door = door_of(request)
    found = await queries.meeting_page(reading, meeting_id, door.language.code)
    return page(
        request,
        "meetings/correct.html",
        section="office",
        meeting=found,
        choices=await queries.choices(reading, found.starts_at, door.language.code),
        form=form or as_typed(found),
    )


@get("/office/meetings/{meeting_id:uuid}/correct", name="meetings.correct_page", guards=[caller])
async def correct_page(request: AnyRequest, reading: AsyncSession, meeting_id: UUID) -> Response[str]:
    return await correct_form(request, reading, meeting_id)


@post("/office/meetings/{meeting_id:uuid}/correct", name="meetings.correct", guards=[caller])
async def correct(
    request: AnyRequest,
    store: Store,
    reading: AsyncSession,
    door: Door,
    visitor: Visitor,
    settings: Settings,
    meeting_id: UUID,
) -> Answer:
    form = submitted(CorrectionForm, await request.form(), door.language.say)
    if form.values is None:
        return await correct_form(request, reading, meeting_id, form)
    sent = form.values
    try:
        async with store.writing() as writing:
            await lifecycle.correct_notice(
                writing,
                meeting_id,
                meeting_draft(sent),
                _added(sent),
                words(sent.why, sent.why_cy),
                pages=pages_of(meeting_id, door, settings),
                by=visitor.person_id,
                at=door.at,
            )
    except GovernError as refusal:
        return await correct_form(request, reading, meeting_id, form.refused(refusal))
    return to(door, meeting_id)


async def call_off_form(
    request: AnyRequest, reading: AsyncSession, meeting_id: UUID, form: Submission[WhyForm]
) -> Response[str]:
    code = door_of(request).language.code
    found = await queries.meeting_page(reading, meeting_id, code)
    votes = await queries.ballots_of(reading, meeting_id, code)
    return page(request, "meetings/call_off.html", section="office", meeting=found, ballots=votes, form=form)


@get("/office/meetings/{meeting_id:uuid}/call-off", name="meetings.call_off_page", guards=[caller])
async def call_off_page(request: AnyRequest, reading: AsyncSession, meeting_id: UUID) -> Response[str]:
    return await call_off_form(request, reading, meeting_id, Submission.blank())


@post("/office/meetings/{meeting_id:uuid}/call-off", name="meetings.call_off", guards=[caller])
async def call_off(
    request: AnyRequest, store: Store, reading: AsyncSession, door: Door, visitor: Visitor, meeting_id: UUID
) -> Answer:
    form = submitted(WhyForm, await request.form(), door.language.say)
    if form.values is not None:
        why = words(form.values.why, form.values.why_cy)
        try:
            async with store.writing() as writing:
                await lifecycle.call_off(writing, meeting_id, why, by=visitor.person_id, at=door.at)
            return to(door, meeting_id)
        except GovernError as refusal:
            form = form.refused(refusal)
    return await call_off_form(request, reading, meeting_id, form)


async def adjourn_form(
    request: AnyRequest, reading: AsyncSession, meeting_id: UUID, form: Submission[AdjournForm] | None = None
) -> Response[str]:
    code = door_of(request).language.code
    found = await queries.meeting_page(reading, meeting_id, code)
    proxies = await queries.may_name_proxies(reading, found.kind, found.starts_at)
    return page(request, "meetings/adjourn.html", section="office", meeting=found, proxies=proxies, form=form)


@get("/office/meetings/{meeting_id:uuid}/adjourn", name="meetings.adjourn_page", guards=[caller])
async def adjourn_page(request: AnyRequest, reading: AsyncSession, meeting_id: UUID) -> Response[str]:
    return await adjourn_form(request, reading, meeting_id)


@post("/office/meetings/{meeting_id:uuid}/adjourn", name="meetings.adjourn", guards=[caller])
async def adjourn(
    request: AnyRequest,
    store: Store,
    society: Society,
    reading: AsyncSession,
    settings: Settings,
    door: Door,
    visitor: Visitor,
    meeting_id: UUID,
) -> Answer:
    """It stops now and goes on then; everybody is told, and whoever was named as a proxy stays named."""

    async def step(writing: AsyncSession, sent: AdjournForm) -> UUID:
        return await lifecycle.adjourn(
            writing,
            society,
            meeting_id,
            sent.starts_at,
            ends_on(sent.starts_at, sent.ends),
            words(sent.why, sent.why_cy),
            pages=pages_of(meeting_id, door, settings),
            by=visitor.person_id,
            at=door.at,
        )

    return await done_or_shown(
        store,
        submitted(AdjournForm, await request.form(), door.language.say),
        step,
        lambda _: to(door, meeting_id),
        lambda again: adjourn_form(request, reading, meeting_id, again),
    )


@post("/office/meetings/{meeting_id:uuid}/cancel", name="meetings.cancel", guards=[caller])
async def cancel(store: Store, door: Door, visitor: Visitor, meeting_id: UUID) -> Answer:
    async with store.writing() as writing:
        await lifecycle.cancel(writing, meeting_id, by=visitor.person_id, at=door.at)
    return to(door, meeting_id)


@get("/office/meetings/{meeting_id:uuid}/post", name="meetings.post", guards=[caller])
async def by_post(request: AnyRequest, reading: AsyncSession, door: Door, meeting_id: UUID) -> Response[str]:
    """Who gets the notice on paper, with their addresses, in the language they read."""
    return page(
        request,
        "meetings/by_post.html",
        section="office",
        meeting=await queries.meeting_page(reading, meeting_id, door.language.code),
        people=await queries.to_post(reading, meeting_id),
    )


async def ballot_form(
    request: AnyRequest, reading: AsyncSession, meeting_id: UUID, form: Submission[BallotForm] | None = None
) -> Response[str]:
    found = await queries.meeting_page(reading, meeting_id, door_of(request).language.code)
    return page(request, "meetings/ballot.html", section="office", meeting=found, form=form or _usual_times(found))


def _usual_times(meeting: queries.MeetingPage) -> Submission[BallotForm]:
    """Voting opens a week before the meeting and closes as it begins (decision 34)."""
    closes = meeting.starts_at.astimezone(LONDON)
    opens = (closes - timedelta(days=7)).replace(hour=9, minute=0)
    typed: dict[str, str | list[str]] = {}
    for name, moment in (("opens_at", opens), ("closes_at", closes)):
        typed |= {f"{name}_day": str(moment.day), f"{name}_month": str(moment.month)}
        typed |= {f"{name}_year": str(moment.year), f"{name}_time": moment.strftime("%H:%M")}
    return Submission.blank(**typed)


@get("/office/meetings/{meeting_id:uuid}/ballot", name="meetings.ballot_page", guards=[preparer])
async def ballot_page(request: AnyRequest, reading: AsyncSession, meeting_id: UUID) -> Response[str]:
    return await ballot_form(request, reading, meeting_id)


@post("/office/meetings/{meeting_id:uuid}/ballot", name="meetings.ballot", guards=[preparer])
async def ballot(
    request: AnyRequest, store: Store, reading: AsyncSession, door: Door, visitor: Visitor, meeting_id: UUID
) -> Answer:
    form = submitted(BallotForm, await request.form(), door.language.say)
    if form.values is None:
        return await ballot_form(request, reading, meeting_id, form)
    times = form.values
    try:
        async with store.writing() as writing:
            await lifecycle.make_ballot(
                writing,
                meeting_id,
                opens_at=times.opens_at,
                closes_at=times.closes_at,
                by=visitor.person_id,
                at=door.at,
            )
    except GovernError as refusal:
        return await ballot_form(request, reading, meeting_id, form.refused(refusal))
    return to(door, meeting_id, "#agenda")


HANDLERS = [
    notice_page,
    notice_send,
    correct_page,
    correct,
    call_off_page,
    call_off,
    adjourn_page,
    adjourn,
    cancel,
    by_post,
    ballot_page,
    ballot,
]
