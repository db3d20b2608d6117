"""`office/doubles`: records that may be of one person, side by side; the secretary chooses what holds."""

from uuid import UUID

from litestar import Response, get, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.boards import queries as boards
from govern.constituencies.register import queries as members
from govern.constituencies.register.queries import MemberPage
from govern.constituencies.register.rules.persons import LIKENESS_WORDS
from govern.database import Store
from govern.desks import lifecycle
from govern.desks.forms import MakeOne
from govern.desks.lifecycle import FACTS, Wish
from govern.errors import GovernError, NotFound
from govern.identity import queries as people
from govern.identity.pages.entering import site_of
from govern.identity.rules import day_of
from govern.permissions import Permission
from govern.sentences import Sentence
from govern.society import Society
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission, submitted
from govern.web.guards import holding, stepping_up
from govern.web.page import page
from govern.web.visitor import Visitor

MAY_EDIT = holding(Permission.REGISTER_EDIT)
MAY_STEP = stepping_up(Permission.REGISTER_EDIT)

FACT_WORDS = {
    "name": Sentence("Name"),
    "first_name": Sentence("Goes by"),
    "email": Sentence("Email"),
    "phone": Sentence("Telephone"),
    "postal_address": Sentence("Address"),
    "born_on": Sentence("Born on"),
    "language": Sentence("Language"),
    "format": Sentence("Papers"),
}


@get("/office/doubles", name="doubles", guards=[MAY_EDIT])
async def doubles(request: AnyRequest, door: Door, reading: AsyncSession) -> Response[str]:
    """Pairs that seem to be of one person; and two looked for by their numbers."""
    first, second = (request.query_params.get(name, "").strip()[:40] for name in ("first", "second"))
    found = [await members.person_with_number(reading, number) if number else None for number in (first, second)]
    return page(
        request,
        "desks/doubles.html",
        section="office",
        pairs=await members.likely_doubles(reading),
        likeness=LIKENESS_WORDS,
        numbers=(first, second),
        found=found,
    )


@get("/office/doubles/{kept_id:uuid}/{gone_id:uuid}", name="doubles.pair", guards=[MAY_STEP])
async def pair(
    request: AnyRequest, door: Door, reading: AsyncSession, visitor: Visitor, kept_id: UUID, gone_id: UUID
) -> Response[str]:
    return await _pair_page(request, door, reading, visitor, kept_id, gone_id, None)


@post("/office/doubles/{kept_id:uuid}/{gone_id:uuid}", name="doubles.merge", guards=[MAY_STEP])
async def make_one(
    request: AnyRequest, door: Door, store: Store, society: Society, visitor: Visitor, kept_id: UUID, gone_id: UUID
) -> Response[str] | Redirect:
    form = submitted(MakeOne, await request.form(), door.language.say)
    site = site_of(door)
    if form.values is not None:
        wish = Wish(kept_id, gone_id, frozenset(form.values.facts), form.values.reason)
        try:
            async with store.writing() as writing:
                await lifecycle.merge(writing, society, wish, by=visitor.person_id, at=door.at, site=site)
            return Redirect(door.here(f"office/register/{kept_id}") + "?done=merged", status_code=303)
        except GovernError as refusal:
            form = form.refused(refusal)
    async with store.reading() as reading:
        return await _pair_page(request, door, reading, visitor, kept_id, gone_id, form)


async def _pair_page(
    request: AnyRequest,
    door: Door,
    reading: AsyncSession,
    visitor: Visitor,
    kept_id: UUID,
    gone_id: UUID,
    form: Submission[MakeOne] | None,
) -> Response[str]:
    kept, gone = [await _side(reading, door, one) for one in (kept_id, gone_id)]
    stands = None
    try:
        await lifecycle.check(reading, kept_id, gone_id, by=visitor.person_id)
    except GovernError as refusal:
        stands = refusal.message
    return page(
        request,
        "desks/pair.html",
        section="office",
        form=form,
        kept=kept,
        gone=gone,
        facts=[(name, FACT_WORDS[name]) for name in FACTS],
        stands=stands,
        seats=[await boards.held_by(reading, one) for one in (kept_id, gone_id)],
        groups={group.id: group.name for group in (door.face.groups if door.face else ())},
    )


async def _side(reading: AsyncSession, door: Door, person_id: UUID) -> MemberPage:
    """A record as one half of the page; also of somebody who is in no register."""
    try:
        return await members.member_page(reading, person_id, day_of(door.at))
    except NotFound:
        person = await people.person(reading, person_id)
        return MemberPage(
            person_id=person.id,
            number="",
            entered_on=day_of(door.at),
            name=person.name,
            first_name=person.first_name,
            email=person.email,
            phone=person.phone,
            postal_address=person.postal_address,
            born_on=await members.born_on(reading, person_id),
            language=person.language,
            format=person.format,
            memberships=(),
            attributes=(),
            groups_now=(),
            attributes_now=frozenset(),
            votes_in=(),
        )


HANDLERS = [doubles, pair, make_one]
