"""`me/passkeys`: an officer adds a passkey and removes one, after their second step.

Adding needs `static/passkey.js`.
"""

from uuid import UUID

from litestar import Response, get, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.errors import GovernError
from govern.identity import lifecycle, queries, rules
from govern.identity.forms import AddPasskey
from govern.identity.pages import questions
from govern.identity.pages.entering import site_of
from govern.identity.pages.own_sign_in import OFFICERS_AGAIN, changed
from govern.society import Society
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission, submitted
from govern.web.page import page
from govern.web.visitor import Visitor


@get("/me/passkeys/add", name="identity.passkey_page", guards=[OFFICERS_AGAIN])
async def passkey_page(request: AnyRequest, visitor: Visitor, society: Society, door: Door) -> Response[str]:
    return await _passkey_page(request, visitor, society, door)


@post("/me/passkeys/add", name="identity.add_passkey", guards=[OFFICERS_AGAIN])
async def add_passkey(
    request: AnyRequest, visitor: Visitor, society: Society, door: Door
) -> Response[str] | Redirect:
    form = submitted(AddPasskey, await request.form(), door.language.say)
    if form.values is None:
        return await _passkey_page(request, visitor, society, door, form)
    try:
        shown = questions.shown(form.values.passkey, door)
        async with society.store.writing() as writing:
            token = await lifecycle.add_passkey(
                writing,
                society.key("codes"),
                visitor.person_id,
                visitor.session_id,
                shown,
                name=form.values.name,
                site=site_of(door),
                at=door.at,
            )
    except GovernError as refusal:
        return await _passkey_page(request, visitor, society, door, form.refused(refusal))
    return changed(door, token, "passkey")


async def _passkey_page(
    request: AnyRequest,
    visitor: Visitor,
    society: Society,
    door: Door,
    form: Submission[AddPasskey] | None = None,
) -> Response[str]:
    async with society.store.reading() as reading:
        person = await queries.person(reading, visitor.person_id)
        there = await queries.passkeys_of(reading, visitor.person_id)
    return page(
        request,
        "identity/own_passkey.html",
        form=form,
        passkey=questions.to_add(society, door, person, there),
        full=len(there) >= rules.MOST_PASSKEYS,
        most=rules.MOST_PASSKEYS,
    )


@get("/me/passkeys/{passkey_id:uuid}/remove", name="identity.remove_passkey_page", guards=[OFFICERS_AGAIN])
async def remove_passkey_page(
    request: AnyRequest, visitor: Visitor, reading: AsyncSession, passkey_id: UUID
) -> Response[str]:
    passkey = await queries.own_passkey(reading, visitor.person_id, passkey_id)
    return page(request, "identity/remove_passkey.html", passkey=passkey)


@post("/me/passkeys/{passkey_id:uuid}/remove", name="identity.remove_passkey", guards=[OFFICERS_AGAIN])
async def remove_passkey(visitor: Visitor, society: Society, door: Door, passkey_id: UUID) -> Redirect:
    async with society.store.writing() as writing:
        token = await lifecycle.remove_passkey(
            writing, visitor.person_id, visitor.session_id, passkey_id, site=site_of(door), at=door.at
        )
    return changed(door, token, "removed")
