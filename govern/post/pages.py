"""Pages of the post: the outbox, a letter, the mail settings with a test mail."""

from uuid import UUID

from litestar import Response, Router, get, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.database import Store
from govern.errors import GovernError
from govern.permissions import Permission
from govern.post import lifecycle, queries, smtp
from govern.post.forms import TestMail
from govern.post.rules import LetterStage, check_address
from govern.settings import Settings
from govern.society import Society
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission, submitted
from govern.web.given import PageNumber
from govern.web.guards import holding
from govern.web.page import page
from govern.web.visitor import Visitor

keeper = holding(Permission.MAIL_SETTINGS)


@get("/office/outbox", name="post.outbox", guards=[keeper])
async def outbox(
    request: AnyRequest, reading: AsyncSession, number: PageNumber = 1, stage: LetterStage | None = None
) -> Response[str]:
    found = await queries.outbox(reading, page=number, stage=stage)
    return page(request, "post/outbox.html", section="office", outbox=found, stage=stage, stages=tuple(LetterStage))


@get("/office/outbox/{letter_id:uuid}", name="post.letter", guards=[keeper])
async def letter(request: AnyRequest, reading: AsyncSession, settings: Settings, letter_id: UUID) -> Response[str]:
    found = await queries.letter(reading, letter_id, in_demo=settings.demo)
    return page(request, "post/letter.html", section="office", letter=found)


@post("/office/outbox/{letter_id:uuid}/again", name="post.again", guards=[keeper])
async def again(store: Store, door: Door, visitor: Visitor, letter_id: UUID) -> Redirect:
    async with store.writing() as writing:
        await lifecycle.try_again(writing, letter_id, by=visitor.person_id, at=door.at)
    return Redirect(door.here(f"office/outbox/{letter_id}"), status_code=303)


@get("/office/settings/mail", name="post.settings", guards=[keeper])
async def mail_settings(request: AnyRequest, society: Society, done: str = "") -> Response[str]:
    return _settings(request, society, None, sent=done == "sent")


@post("/office/settings/mail", name="post.test", guards=[keeper])
async def send_test_mail(request: AnyRequest, society: Society, door: Door) -> Response[str] | Redirect:
    form = submitted(TestMail, await request.form(), door.language.say)
    if form.values is None:
        return _settings(request, society, form)
    subject = door.language.gettext("A test mail")
    body = door.language.gettext("This is a test. If you can read it, the mail settings work.")
    try:
        address = check_address(form.values.email)
        await smtp.send_test_mail(society.file, address, subject, body, door.at)
    except GovernError as refusal:
        return _settings(request, society, form.refused(refusal))
    return Redirect(door.here("office/settings/mail") + "?done=sent", status_code=303)


def _settings(
    request: AnyRequest, society: Society, form: Submission[TestMail] | None, *, sent: bool = False
) -> Response[str]:
    return page(request, "post/settings.html", section="office", mail=society.file.sends_by, sent=sent, form=form)


router = Router(path="", route_handlers=[outbox, letter, again, mail_settings, send_test_mail])
