"""What officers do for others' way in: speak for a locked-out colleague, make a sheet of codes for a letter."""

from uuid import UUID

from litestar import Response, get, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.errors import GovernError
from govern.identity import lifecycle, queries, rules
from govern.identity.forms import LetIn
from govern.identity.pages.entering import site_of
from govern.permissions import Permission
from govern.society import Society
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission, submitted
from govern.web.guards import stepping_up
from govern.web.page import page
from govern.web.visitor import Visitor

MAY_LET_IN = stepping_up(Permission.PEOPLE_LET_IN)
MAY_WRITE_LETTERS = stepping_up(Permission.REGISTER_EDIT)


@get("/office/let-in", name="identity.let_in_page", guards=[MAY_LET_IN])
async def let_in_page(request: AnyRequest, visitor: Visitor, society: Society, door: Door) -> Response[str]:
    return await _let_in_page(request, visitor, society, door)


@post("/office/let-in", name="identity.let_in", guards=[MAY_LET_IN])
async def let_in(request: AnyRequest, visitor: Visitor, society: Society, door: Door) -> Response[str] | Redirect:
    form = submitted(LetIn, await request.form(), door.language.say)
    if form.values is None:
        return await _let_in_page(request, visitor, society, door, form)
    try:
        async with society.store.writing() as writing:
            is_second = await lifecycle.speak_for(
                writing,
                form.values.person,
                by=visitor.person_id,
                reason=form.values.reason,
                site=site_of(door),
                at=door.at,
            )
    except GovernError as refusal:
        return await _let_in_page(request, visitor, society, door, form.refused(refusal))
    done = "sent" if is_second else "word"
    return Redirect(door.here("office/let-in"), query_params={"done": done}, status_code=303)


async def _let_in_page(
    request: AnyRequest, visitor: Visitor, society: Society, door: Door, form: Submission[LetIn] | None = None
) -> Response[str]:
    async with society.store.reading() as reading:
        officers = await queries.officers_to_let_in(reading, visitor.person_id, door.at)
    done = request.query_params.get("done", "")
    return page(request, "identity/let_in.html", section="office", form=form, officers=officers, done=done)


@get("/office/letter-codes/{person_id:uuid}", name="identity.letter_codes_page", guards=[MAY_WRITE_LETTERS])
async def letter_codes_page(request: AnyRequest, person_id: UUID, reading: AsyncSession) -> Response[str]:
    """What will happen, before it happens."""
    person = await queries.person(reading, person_id)
    return page(request, "identity/letter_codes.html", section="office", person=person)


@post("/office/letter-codes/{person_id:uuid}", name="identity.letter_codes", guards=[MAY_WRITE_LETTERS])
async def letter_codes(
    request: AnyRequest, person_id: UUID, visitor: Visitor, society: Society, door: Door
) -> Response[str]:
    """The sheet to print. It is shown this once: of the codes only hashes are kept."""
    async with society.store.reading() as reading:
        person = await queries.person(reading, person_id)
    async with society.store.writing() as writing:
        codes = await lifecycle.issue_letter_codes(
            writing, society.key("codes"), person_id, by=visitor.person_id, site=site_of(door), at=door.at
        )
    return page(
        request,
        "identity/letter_sheet.html",
        section="office",
        person=person,
        codes=tuple(rules.grouped(code) for code in codes),
        address=site_of(door).page(person.language, "sign-in/letter"),
        until=door.at + rules.LETTER_CODE_LIFE,
    )
