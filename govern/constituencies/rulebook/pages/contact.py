"""`office/settings/contact`: whom people call when they are stuck."""

from litestar import Response, get, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.rulebook import lifecycle, queries
from govern.constituencies.rulebook.forms import NameContact
from govern.database import Store
from govern.errors import GovernError
from govern.permissions import Permission
from govern.society import Society
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission, submitted
from govern.web.guards import holding
from govern.web.page import page
from govern.web.visitor import Visitor

keeper = holding(Permission.MAIL_SETTINGS)


@get("/office/settings/contact", name="rulebook.contact", guards=[keeper])
async def contact_form(request: AnyRequest, reading: AsyncSession, done: str = "") -> Response[str]:
    return await _contact_page(request, reading, None, done=done)


@post("/office/settings/contact", name="rulebook.name_contact", guards=[keeper])
async def name_contact(
    request: AnyRequest, store: Store, society: Society, door: Door, visitor: Visitor
) -> Response[str] | Redirect:
    form = submitted(NameContact, await request.form(), door.language.say)
    if form.values is None:
        async with store.reading() as reading:
            return await _contact_page(request, reading, form)
    sent = form.values
    hours = {"en": sent.hours_en} | ({"cy": sent.hours_cy} if sent.hours_cy else {})
    try:
        async with store.writing() as writing:
            await lifecycle.name_contact(
                writing,
                name=sent.name,
                phone=sent.phone,
                email=sent.email,
                hours=hours,
                by=visitor.person_id,
                at=door.at,
            )
    except GovernError as refusal:
        async with store.reading() as reading:
            return await _contact_page(request, reading, form.refused(refusal))
    queries.forget_face(society)
    return Redirect(door.here("office/settings/contact") + "?done=kept", status_code=303)


async def _contact_page(
    request: AnyRequest, reading: AsyncSession, form: Submission[NameContact] | None, *, done: str = ""
) -> Response[str]:
    return page(
        request,
        "rulebook/contact.html",
        section="office",
        form=form,
        contact=await queries.contact(reading),
        done=done,
    )


HANDLERS = [contact_form, name_contact]
