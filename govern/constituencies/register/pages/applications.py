"""`office/register/applications`: entered from paper, checked, declined, appealed; and checks that have grown old.

Admitting somebody may cost a seat, so it is posted to the boards' pages above.
"""

from typing import Annotated
from uuid import UUID

from litestar import Response, get, post
from litestar.params import Parameter
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.register import lifecycle, queries, rules
from govern.constituencies.register.forms import AppealForm, Apply, CheckForm, DecideAppeal, Decline
from govern.constituencies.register.lifecycle import NewApplication
from govern.constituencies.register.pages.shared import condition_words, groups_by_id, may_approve, may_edit, may_see
from govern.constituencies.register.rules import ApplicationStage, CameBy
from govern.constituencies.rulebook import queries as rulebook
from govern.database import Store
from govern.errors import GovernError, NotValid
from govern.identity.pages.entering import site_of
from govern.identity.rules import day_of
from govern.permissions import Permission
from govern.society import Society
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission, submitted
from govern.web.given import PageNumber
from govern.web.page import page
from govern.web.visitor import Visitor

#: A step with an application that was sent and refused.
Sent = Submission[CheckForm] | Submission[Decline] | Submission[AppealForm] | Submission[DecideAppeal]
StageName = Annotated[str, Parameter(query="stage", max_length=20)]


@get("/office/register/applications", name="register.applications", guards=[may_approve])
async def applications(
    request: AnyRequest, reading: AsyncSession, door: Door, visitor: Visitor, stage: StageName = "waiting",
    number: PageNumber = 1,
) -> Response[str]:  # fmt: skip
    wanted = ApplicationStage(stage) if stage in set(ApplicationStage) else None
    found = await queries.applications(reading, stage=wanted, waiting=stage == "waiting", page=number)
    return page(
        request,
        "register/applications.html",
        section="office",
        found=found,
        stage=stage,
        stages=tuple(ApplicationStage),
        groups=groups_by_id(door),
        may_edit=visitor.may(Permission.REGISTER_EDIT),
    )


@get("/office/register/applications/add", name="register.add_application", guards=[may_edit])
async def add_form(request: AnyRequest, reading: AsyncSession, door: Door) -> Response[str]:
    return await _add_page(request, reading, door, None)


@post("/office/register/applications/add", name="register.enter_application", guards=[may_edit])
async def add(
    request: AnyRequest, store: Store, society: Society, door: Door, visitor: Visitor
) -> Response[str] | Redirect:
    """One that came on paper. The signature stands on the paper, so the box here says that it is there."""
    form = submitted(Apply, await request.form(), door.language.say)
    if form.values is not None:
        try:
            async with store.writing() as writing:
                received = await lifecycle.receive(
                    writing,
                    society.key("codes"),
                    application_of(form.values, CameBy.PAPER),
                    site=site_of(door),
                    by=visitor.person_id,
                    at=door.at,
                )
            return Redirect(door.here(f"office/register/applications/{received.id}"), status_code=303)
        except GovernError as refusal:
            form = form.refused(refusal)
    async with store.reading() as reading:
        return await _add_page(request, reading, door, form)


def application_of(sent: Apply, came_by: CameBy) -> NewApplication:
    """Raises `NotValid` where nobody could be told what was decided."""
    if not (sent.email or sent.phone or sent.postal_address):
        raise NotValid("Say how we can reach you: by email, by telephone or by post.", field="email")
    return NewApplication(
        constituency=sent.group,
        name=sent.name,
        statement=sent.statement,
        kind=sent.kind,
        first_name=sent.first_name,
        email=sent.email,
        phone=sent.phone,
        postal_address=sent.postal_address,
        born_on=sent.born,
        language=sent.language,
        format=sent.format,
        came_by=came_by,
    )


async def _add_page(
    request: AnyRequest, reading: AsyncSession, door: Door, form: Submission[Apply] | None
) -> Response[str]:
    book = (await rulebook.in_force(reading, day_of(door.at))).rulebook
    return page(
        request,
        "register/add_application.html",
        section="office",
        form=form,
        groups=groups_by_id(door),
        open_groups=[group for group in book.constituencies if not group.closed],
        formats=dict.fromkeys(("standard", *book.notice.formats)),
        age=book.society.member_age,
    )


@get("/office/register/applications/{application_id:uuid}", name="register.application", guards=[may_approve])
async def application(
    request: AnyRequest, reading: AsyncSession, door: Door, visitor: Visitor, application_id: UUID, done: int = 0
) -> Response[str]:
    return await application_page(request, reading, door, visitor, application_id, done=bool(done))


async def application_page(
    request: AnyRequest,
    reading: AsyncSession,
    door: Door,
    visitor: Visitor,
    application_id: UUID,
    form: Sent | None = None,
    *,
    done: bool = False,
) -> Response[str]:
    """One application with the steps that can be taken; `form` is one of them, sent and refused."""
    today = day_of(door.at)
    book = (await rulebook.in_force(reading, today)).rulebook
    found = await queries.application_view(reading, application_id, today)
    return page(
        request,
        "register/application.html",
        section="office",
        form=form,
        found=found,
        groups=groups_by_id(door),
        words_for=condition_words,
        needed=rules.appellants_needed(book),
        unrelated=rules.must_be_unrelated(book),
        over=[rules.told(level) for level in await queries.not_kept(reading, today)],
        may_edit=visitor.may(Permission.REGISTER_EDIT),
        mine=found.decided_by == visitor.person_id,
        today=today,
        done=done,
    )


@post("/office/register/applications/{application_id:uuid}/check", name="register.check", guards=[may_edit])
async def check(
    request: AnyRequest, store: Store, door: Door, visitor: Visitor, application_id: UUID
) -> Response[str] | Redirect:
    form = submitted(CheckForm, await request.form(), door.language.say)
    if form.values is not None:
        sent = form.values
        try:
            async with store.writing() as writing:
                await lifecycle.check_application(
                    writing,
                    application_id,
                    sent.condition,
                    sent.result,
                    sent.checked_on,
                    sent.evidence,
                    by=visitor.person_id,
                    at=door.at,
                )
            return application_done(door, application_id)
        except GovernError as refusal:
            form = form.refused(refusal)
    async with store.reading() as reading:
        return await application_page(request, reading, door, visitor, application_id, form)


@post("/office/register/applications/{application_id:uuid}/decline", name="register.decline", guards=[may_edit])
async def decline(
    request: AnyRequest, store: Store, door: Door, visitor: Visitor, application_id: UUID
) -> Response[str] | Redirect:
    form = submitted(Decline, await request.form(), door.language.say)
    if form.values is not None:
        by, at = visitor.person_id, door.at
        try:
            async with store.writing() as writing:
                await lifecycle.decline(writing, application_id, form.values.reason, site=site_of(door), by=by, at=at)
            return application_done(door, application_id)
        except GovernError as refusal:
            form = form.refused(refusal)
    async with store.reading() as reading:
        return await application_page(request, reading, door, visitor, application_id, form)


@post("/office/register/applications/{application_id:uuid}/withdraw", name="register.withdraw", guards=[may_edit])
async def withdraw(store: Store, door: Door, visitor: Visitor, application_id: UUID) -> Redirect:
    """The applicant has said so, by letter or by telephone."""
    async with store.writing() as writing:
        await lifecycle.withdraw_application(writing, application_id, by=visitor.person_id, at=door.at)
    return application_done(door, application_id)


@post("/office/register/applications/{application_id:uuid}/appeal", name="register.appeal", guards=[may_edit])
async def appeal(
    request: AnyRequest, store: Store, door: Door, visitor: Visitor, application_id: UUID
) -> Response[str] | Redirect:
    """An appeal that came by letter."""
    form = submitted(AppealForm, await request.form(), door.language.say)
    if form.values is not None:
        sent, by, at = form.values, visitor.person_id, door.at
        try:
            async with store.writing() as writing:
                await lifecycle.appeal(
                    writing, application_id, sent.appeal_words, sent.numbers, unrelated=sent.unrelated, by=by, at=at
                )
            return application_done(door, application_id)
        except GovernError as refusal:
            form = form.refused(refusal)
    async with store.reading() as reading:
        return await application_page(request, reading, door, visitor, application_id, form)


@get("/office/register/applications/{application_id:uuid}/letter", name="register.letter", guards=[may_edit])
async def letter(request: AnyRequest, reading: AsyncSession, door: Door, application_id: UUID) -> Response[str]:
    """The decision as a letter, for whoever has no email address."""
    row = await queries.application_row(reading, application_id)
    book = (await rulebook.in_force(reading, day_of(door.at))).rulebook
    decided = row.stage not in (ApplicationStage.RECEIVED, ApplicationStage.WITHDRAWN, ApplicationStage.APPEALED)
    return page(
        request,
        "register/application_letter.html",
        section="office",
        application=await queries.application_view(reading, application_id, day_of(door.at)),
        told=lifecycle.decision(row, book, site_of(door)) if decided else None,
    )


@get("/office/register/checks", name="register.checks", guards=[may_see])
async def checks(
    request: AnyRequest, reading: AsyncSession, door: Door, never: bool = False, number: PageNumber = 1
) -> Response[str]:
    """Members whose check is older than a year, or who were never checked here."""
    lines, at_page, pages = await queries.stale_checks(reading, day_of(door.at), never=never, page=number)
    return page(
        request,
        "register/checks.html",
        section="office",
        lines=lines,
        number=at_page,
        pages=pages,
        never=never,
        groups=groups_by_id(door),
    )


def application_done(door: Door, application_id: UUID) -> Redirect:
    return Redirect(door.here(f"office/register/applications/{application_id}") + "?done=1", status_code=303)


HANDLERS = [applications, add_form, add, application, check, decline, withdraw, appeal, letter, checks]
