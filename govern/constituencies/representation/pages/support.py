"""`me/supporters`: a member names who helps them, and ends it in one press; `office/supporters`: wishes recorded."""

from uuid import UUID

from litestar import Response, get, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.register import queries as register
from govern.constituencies.register.pages.shared import may_edit, may_see
from govern.constituencies.representation import lifecycle, queries
from govern.constituencies.representation.forms import NameSupporter, RecordWish
from govern.constituencies.representation.rules import (
    CONSENT_WORDS,
    KIND_WORDS,
    HowChosen,
    HowConsented,
    WantedSupporter,
)
from govern.constituencies.rulebook import queries as rulebook
from govern.database import Store
from govern.errors import GovernError, NotFound, NotValid
from govern.identity import lifecycle as identity
from govern.identity.rules import day_of
from govern.permissions import Permission
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission, submitted
from govern.web.guards import signed_in
from govern.web.page import page
from govern.web.visitor import Visitor


@get("/me/supporters", name="support.mine", guards=[signed_in])
async def mine(
    request: AnyRequest, reading: AsyncSession, door: Door, visitor: Visitor, done: str = ""
) -> Response[str]:
    return await _my_page(request, reading, door, visitor, None, done)


@post("/me/supporters", name="support.name", guards=[signed_in])
async def name(request: AnyRequest, store: Store, door: Door, visitor: Visitor) -> Response[str] | Redirect:
    """Their own act: it holds from today on."""
    form = submitted(NameSupporter, await request.form(), door.language.say)
    if form.values is not None:
        sent, today = form.values, day_of(door.at)
        wanted = WantedSupporter(sent.kind, today, sent.to_on, HowChosen.OWN_ACT, today, HowConsented.OWN_PAGE)
        try:
            async with store.writing() as writing:
                found = await lifecycle.find_supporter(writing, sent.supporter_name, sent.supporter_mark)
                me = visitor.person_id
                await lifecycle.name_supporter(writing, me, found, wanted, by=me, at=door.at)
            return Redirect(door.here("me/supporters"), query_params={"done": "named"}, status_code=303)
        except GovernError as refusal:
            form = form.refused(refusal)
    async with store.reading() as reading:
        return await _my_page(request, reading, door, visitor, form, "")


@post("/me/supporters/{support_id:uuid}/end", name="support.end_mine", guards=[signed_in])
async def end_mine(store: Store, door: Door, visitor: Visitor, support_id: UUID) -> Redirect:
    """One press, by the member or by the supporter; from then on nothing is sent with this help."""
    async with store.writing() as writing:
        me = visitor.person_id
        member = await lifecycle.end_support(writing, support_id, by=me, officer=False, at=door.at)
    where = "me/supporters" if member == me else "support"
    return Redirect(door.here(where), query_params={"done": "ended"}, status_code=303)


async def _my_page(
    request: AnyRequest,
    reading: AsyncSession,
    door: Door,
    visitor: Visitor,
    form: Submission[NameSupporter] | None,
    done: str,
) -> Response[str]:
    return page(
        request,
        "representation/my_supporters.html",
        form=form,
        supporters=await queries.supporters_of(reading, visitor.person_id, day_of(door.at)),
        kinds=[(kind.value, words) for kind, words in KIND_WORDS.items()],
        kind_words=KIND_WORDS,
        done=done,
    )


# --- At the office --------------------------------------------------------------------------------------------------


@get("/office/supporters", name="support.office", guards=[may_see])
async def office(request: AnyRequest, reading: AsyncSession, door: Door, done: str = "") -> Response[str]:
    return await _office_page(request, reading, door, None, done)


@post("/office/supporters", name="support.record", guards=[may_edit])
async def record_wish(request: AnyRequest, store: Store, door: Door, visitor: Visitor) -> Response[str] | Redirect:
    """A member's wish, with who was there and how it was expressed (M93)."""
    form = submitted(RecordWish, await request.form(), door.language.say)
    if form.values is not None:
        try:
            async with store.writing() as writing:
                await _record(writing, form.values, visitor.person_id, door)
            return Redirect(door.here("office/supporters"), query_params={"done": "named"}, status_code=303)
        except GovernError as refusal:
            form = form.refused(refusal)
    async with store.reading() as reading:
        return await _office_page(request, reading, door, form, "")


async def _record(writing: AsyncSession, sent: RecordWish, by: UUID, door: Door) -> None:
    member = await register.person_with_number(writing, sent.member)
    if member is None:
        raise NotFound("The register has nobody with the number {number}.", field="member", number=sent.member)
    try:
        found = await lifecycle.find_supporter(writing, sent.supporter_name, sent.supporter_mark)
    except NotFound:
        if sent.enter != "yes":
            raise
        if "@" not in sent.supporter_mark:
            raise NotValid(
                "Somebody new needs a mail address, so that they can sign in. Type it here.", field="supporter_mark"
            ) from None
        found = await identity.add_person(
            writing, name=sent.supporter_name, email=sent.supporter_mark, by=by, at=door.at
        )
    wanted = WantedSupporter(
        *(sent.kind, sent.consent_on, sent.to_on, HowChosen.SUPPORTED, sent.consent_on, sent.consented),
        *(sent.present, sent.expressed),
    )
    await lifecycle.name_supporter(writing, member, found, wanted, by=by, at=door.at)


@post("/office/supporters/{support_id:uuid}/end", name="support.end_at_office", guards=[may_edit])
async def end_at_office(store: Store, door: Door, visitor: Visitor, support_id: UUID) -> Redirect:
    """The member said so to an officer."""
    async with store.writing() as writing:
        await lifecycle.end_support(writing, support_id, by=visitor.person_id, officer=True, at=door.at)
    return Redirect(door.here("office/supporters"), query_params={"done": "ended"}, status_code=303)


async def _office_page(
    request: AnyRequest, reading: AsyncSession, door: Door, form: Submission[RecordWish] | None, done: str
) -> Response[str]:
    today = day_of(door.at)
    return page(
        request,
        "representation/supporters.html",
        section="office",
        form=form,
        supporters=await queries.everybody_supported(reading, today),
        limit=(await rulebook.in_force(reading, today)).rulebook.support.max_members_in_a_ballot,
        kinds=[(kind.value, words) for kind, words in KIND_WORDS.items()],
        kind_words=KIND_WORDS,
        ways=[(way.value, words) for way, words in CONSENT_WORDS.items() if way is not HowConsented.OWN_PAGE],
        consent_words=CONSENT_WORDS,
        may_edit=door.visitor is not None and door.visitor.may(Permission.REGISTER_EDIT),
        done=done,
    )


HANDLERS = [mine, name, end_mine, office, record_wish, end_at_office]
