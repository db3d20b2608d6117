"""Steps about joining that may cost somebody a seat: an admission, an appeal that succeeds, a condition that ended.

The forms stand on the register's own pages; a step that is refused shows that page again.
"""

from uuid import UUID

from litestar import Response, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.register import lifecycle as register
from govern.constituencies.register.forms import CheckForm, DecideAppeal
from govern.constituencies.register.pages.applications import application_done, application_page
from govern.constituencies.register.pages.shared import may_approve, may_edit
from govern.constituencies.register.pages.steps import take_step
from govern.database import Store
from govern.desks import lifecycle
from govern.errors import GovernError, NotValid
from govern.identity.pages.entering import site_of
from govern.identity.rules import day_of
from govern.society import Society
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission, submitted
from govern.web.visitor import Visitor


@post("/office/register/applications/{application_id:uuid}/admit", name="register.admit", guards=[may_edit])
async def admit(
    request: AnyRequest, store: Store, society: Society, door: Door, visitor: Visitor, application_id: UUID
) -> Response[str] | Redirect:
    by, at = visitor.person_id, door.at
    try:
        async with store.writing() as writing, lifecycle.heeding(writing, society, day_of(at), by=by, at=at):
            await register.admit_applicant(writing, application_id, site=site_of(door), by=by, at=at)
    except GovernError as refusal:
        refusal.field = "admit"
        form = Submission.blank().refused(refusal)
        async with store.reading() as reading:
            return await application_page(request, reading, door, visitor, application_id, form)
    return application_done(door, application_id)


@post("/office/register/applications/{application_id:uuid}/decide", name="register.decide", guards=[may_approve])
async def decide(
    request: AnyRequest, store: Store, society: Society, door: Door, visitor: Visitor, application_id: UUID
) -> Response[str] | Redirect:
    """Another officer than the one who refused decides the appeal, with reasons."""
    form = submitted(DecideAppeal, await request.form(), door.language.say)
    if form.values is not None:
        sent, by, at = form.values, visitor.person_id, door.at
        try:
            if sent.decision not in ("uphold", "overturn"):
                raise NotValid("Choose what you decide.", field="decision")
            async with store.writing() as writing, lifecycle.heeding(writing, society, day_of(at), by=by, at=at):
                await register.decide_appeal(
                    writing,
                    application_id,
                    overturn=sent.decision == "overturn",
                    reason=sent.reason,
                    site=site_of(door),
                    by=by,
                    at=at,
                )
            return application_done(door, application_id)
        except GovernError as refusal:
            form = form.refused(refusal)
    async with store.reading() as reading:
        return await application_page(request, reading, door, visitor, application_id, form)


@post("/office/register/{person_id:uuid}/checks", name="register.check_member", guards=[may_edit])
async def check_member(
    request: AnyRequest, store: Store, society: Society, door: Door, visitor: Visitor, person_id: UUID
) -> Response[str] | Redirect:
    """A condition of a member's group was looked at; where it holds no longer, a membership and seats may end."""
    form = submitted(CheckForm, await request.form(), door.language.say)
    by, at = visitor.person_id, door.at

    async def act(writing: AsyncSession, sent: CheckForm) -> None:
        group, _, condition = sent.condition.partition(":")
        async with lifecycle.heeding(writing, society, sent.checked_on, [person_id], by=by, at=at):
            await register.check_member(
                writing,
                person_id,
                group,
                condition,
                sent.result,
                sent.checked_on,
                sent.evidence,
                by=by,
                at=at,
            )

    return await take_step(request, store, door, person_id, form, act)


HANDLERS = [admit, decide, check_member]
