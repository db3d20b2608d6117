"""`me`: what is held of the person who asks, and what they can do about it: change, have corrected, take, erase."""

from collections.abc import AsyncIterator
from uuid import UUID

from litestar import Response, get, post
from litestar.response import Redirect, Stream
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots.queries.paper_lists import paper_wishes
from govern.constituencies.boards import queries as boards
from govern.constituencies.boards.queries.learning import learning
from govern.constituencies.register import lifecycle as register
from govern.constituencies.register import queries as members
from govern.constituencies.register.queries import MemberPage
from govern.constituencies.register.rules import attribute_words
from govern.constituencies.register.rules.persons import ABOUT_WORDS, ASK_WORDS, About
from govern.constituencies.representation.queries import who_votes_for
from govern.constituencies.rulebook import queries as rulebook
from govern.constituencies.rulebook.rules import body_name, group_name, society_name
from govern.database import Store
from govern.desks import lifecycle
from govern.desks.forms import AskForCorrection, OwnDetails
from govern.desks.holdings import Given, Part, as_json, as_page, gather, kinds
from govern.errors import GovernError, NotFound, NotValid
from govern.identity import lifecycle as identity
from govern.identity import queries as people
from govern.identity.lifecycle import PersonChanges
from govern.identity.pages.entering import site_of
from govern.identity.rules import day_of
from govern.meetings.queries import proxies_of_mine
from govern.permissions import ROLE_NAMES
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission, submitted
from govern.web.guards import signed_in
from govern.web.page import page
from govern.web.visitor import Visitor


@get("/me", name="me", guards=[signed_in])
async def me(request: AnyRequest, door: Door, reading: AsyncSession, visitor: Visitor) -> Response[str]:
    """Everything on one page: who they are, where they belong, in which group they vote and why, what they hold."""
    today, code = day_of(door.at), door.language.code
    book = (await rulebook.in_force(reading, today)).rulebook
    return page(
        request,
        "desks/me.html",
        section=None,
        person=await people.person(reading, visitor.person_id),
        entry=await entry_of(reading, visitor.person_id, door),
        groups={group.id: group_name(group, code) for group in book.constituencies},
        bodies={body.id: body_name(body, code) for body in book.bodies},
        each=book.voting.multi_class == "each",
        seats=await boards.held_by(reading, visitor.person_id),
        learning=await learning(reading, today, person_id=visitor.person_id),
        offices=await people.offices_of(reading, visitor.person_id),
        office_names=ROLE_NAMES,
        words_for=attribute_words,
        corrections=await members.corrections(reading, person_id=visitor.person_id),
        proxies=await proxies_of_mine(reading, visitor.person_id, code),
        peers_of_mine=await who_votes_for(reading, visitor.person_id, today, code),
        papers=await paper_wishes(reading, visitor.person_id, code),
        today=today,
        done=request.query_params.get("done", ""),
    )


async def entry_of(reading: AsyncSession, person_id: UUID, door: Door) -> MemberPage | None:
    """Somebody's own entry in the register, or None where they are not in it."""
    try:
        return await members.member_page(reading, person_id, day_of(door.at))
    except NotFound:
        return None


# --- Changing how one is reached ------------------------------------------------------------------------------------


@get("/me/details", name="me.details", guards=[signed_in])
async def details_form(request: AnyRequest, door: Door, reading: AsyncSession, visitor: Visitor) -> Response[str]:
    return await _details_page(request, door, reading, visitor, None)


@post("/me/details", name="me.details_kept", guards=[signed_in])
async def details(request: AnyRequest, door: Door, store: Store, visitor: Visitor) -> Response[str] | Redirect:
    """At once, with the safeguards of every change of an address (security.md 7.7)."""
    form = submitted(OwnDetails, await request.form(), door.language.say)
    if form.values is None:
        async with store.reading() as reading:
            return await _details_page(request, door, reading, visitor, form)
    sent, me_id = form.values, visitor.person_id
    changes = PersonChanges(
        first_name=sent.first_name,
        email=sent.email,
        phone=sent.phone,
        postal_address=sent.postal_address,
        language=sent.language,
        format=sent.format,
    )
    site = site_of(door)
    try:
        async with store.writing() as writing:
            if sent.language not in (door.face.languages if door.face else ("en",)):
                raise NotValid("Choose a language that the society writes in.", field="language")
            await identity.change_person(writing, me_id, changes, by=me_id, at=door.at, site=site)
    except GovernError as refusal:
        async with store.reading() as reading:
            return await _details_page(request, door, reading, visitor, form.refused(refusal))
    return Redirect(door.here("me"), query_params={"done": "details"}, status_code=303)


async def _details_page(
    request: AnyRequest, door: Door, reading: AsyncSession, visitor: Visitor, form: Submission[OwnDetails] | None
) -> Response[str]:
    book = (await rulebook.in_force(reading, day_of(door.at))).rulebook
    return page(
        request,
        "desks/my_details.html",
        form=form,
        person=await people.person(reading, visitor.person_id),
        formats=dict.fromkeys(("standard", *book.notice.formats)),
    )


# --- Having something corrected -------------------------------------------------------------------------------------


@get("/me/corrections", name="me.corrections", guards=[signed_in])
async def corrections(request: AnyRequest, door: Door, reading: AsyncSession, visitor: Visitor) -> Response[str]:
    return await _corrections_page(request, reading, visitor, None)


@post("/me/corrections", name="me.ask_correction", guards=[signed_in])
async def ask_correction(request: AnyRequest, door: Door, store: Store, visitor: Visitor) -> Response[str] | Redirect:
    form = submitted(AskForCorrection, await request.form(), door.language.say)
    if form.values is None:
        async with store.reading() as reading:
            return await _corrections_page(request, reading, visitor, form)
    sent = form.values
    try:
        wanted = _wanted(sent)
        async with store.writing() as writing:
            await register.ask_correction(writing, visitor.person_id, sent.about, wanted, sent.reason, at=door.at)
    except GovernError as refusal:
        async with store.reading() as reading:
            return await _corrections_page(request, reading, visitor, form.refused(refusal))
    return Redirect(door.here("me/corrections"), query_params={"done": "asked"}, status_code=303)


def _wanted(sent: AskForCorrection) -> str:
    """What would be right, as it is kept: a birth date as year, month and day."""
    if sent.about is About.BORN:
        if sent.born is None:
            raise NotValid("Type the day you were born as numbers: day, month and year.", field="born")
        return sent.born.isoformat()
    if not sent.wanted:
        raise NotValid("Say what would be right.", field="wanted")
    return sent.wanted


@post("/me/corrections/{correction_id:uuid}/withdraw", name="me.withdraw_correction", guards=[signed_in])
async def withdraw_correction(door: Door, store: Store, visitor: Visitor, correction_id: UUID) -> Redirect:
    async with store.writing() as writing:
        await register.take_back_correction(writing, correction_id, owner=visitor.person_id, at=door.at)
    return Redirect(door.here("me/corrections"), query_params={"done": "withdrawn"}, status_code=303)


async def _corrections_page(
    request: AnyRequest, reading: AsyncSession, visitor: Visitor, form: Submission[AskForCorrection] | None
) -> Response[str]:
    return page(
        request,
        "desks/my_corrections.html",
        form=form,
        corrections=await members.corrections(reading, person_id=visitor.person_id),
        abouts=ABOUT_WORDS,
        stages=ASK_WORDS,
        done=request.query_params.get("done", ""),
    )


# --- Taking a copy --------------------------------------------------------------------------------------------------


@get("/me/data", name="me.holdings", guards=[signed_in])
async def holdings(request: AnyRequest) -> Response[str]:
    """What may be held, why, what is given out; then the two files."""
    return page(request, "desks/my_holdings.html", kinds=kinds(), sealed=Given.SEALED)


@get("/me/data/page", name="me.holdings_page", guards=[signed_in])
async def holdings_page(store: Store, door: Door, visitor: Visitor) -> Stream:
    return as_file(store, door, visitor.person_id, visitor.name, "html")


@get("/me/data/file", name="me.holdings_file", guards=[signed_in])
async def holdings_file(store: Store, door: Door, visitor: Visitor) -> Stream:
    return as_file(store, door, visitor.person_id, visitor.name, "json")


def as_file(store: Store, door: Door, person_id: UUID, name: str, kind: str) -> Stream:
    """Everything held of one person, written while it is read from the database."""
    today = day_of(door.at)
    tell = as_page if kind == "html" else as_json

    async def pieces() -> AsyncIterator[bytes]:
        async with store.reading() as reading:
            book = (await rulebook.in_force(reading, today)).rulebook
            named = society_name(book.society, door.language.code)
            parts: AsyncIterator[Part] = gather(reading, person_id)
            async for piece in tell(parts, door.language, society=named, name=name, on=today):
                yield piece

    return Stream(
        pieces(),
        # A file to keep, which no browser shows as a page of this site.
        media_type="application/octet-stream",
        headers={"content-disposition": f'attachment; filename="held-{today.isoformat()}.{kind}"'},
    )


# --- Being erased ---------------------------------------------------------------------------------------------------


@get("/me/erasure", name="me.erasure", guards=[signed_in])
async def erasure(request: AnyRequest, door: Door, reading: AsyncSession, visitor: Visitor) -> Response[str]:
    return await _erasure_page(request, door, reading, visitor, None)


@post("/me/erasure", name="me.ask_erasure", guards=[signed_in])
async def ask_erasure(request: AnyRequest, door: Door, store: Store, visitor: Visitor) -> Response[str] | Redirect:
    try:
        async with store.writing() as writing:
            await register.ask_erasure(writing, visitor.person_id, by=visitor.person_id, at=door.at)
    except GovernError as refusal:
        blank: Submission[OwnDetails] = Submission.blank()
        async with store.reading() as reading:
            return await _erasure_page(request, door, reading, visitor, blank.refused(refusal))
    return Redirect(door.here("me/erasure"), query_params={"done": "asked"}, status_code=303)


@post("/me/erasure/{erasure_id:uuid}/withdraw", name="me.withdraw_erasure", guards=[signed_in])
async def withdraw_erasure(door: Door, store: Store, visitor: Visitor, erasure_id: UUID) -> Redirect:
    async with store.writing() as writing:
        await register.take_back_erasure(writing, erasure_id, owner=visitor.person_id, at=door.at)
    return Redirect(door.here("me/erasure"), query_params={"done": "withdrawn"}, status_code=303)


async def _erasure_page(
    request: AnyRequest, door: Door, reading: AsyncSession, visitor: Visitor, form: Submission[OwnDetails] | None
) -> Response[str]:
    return page(
        request,
        "desks/my_erasure.html",
        form=form,
        stays=lifecycle.what_stays(),
        in_the_way=await lifecycle.in_the_way(reading, visitor.person_id, day_of(door.at)),
        wishes=await members.erasures(reading, person_id=visitor.person_id),
        stages=ASK_WORDS,
        done=request.query_params.get("done", ""),
    )


HANDLERS = [
    *(me, details_form, details, corrections, ask_correction, withdraw_correction),
    *(holdings, holdings_page, holdings_file, erasure, ask_erasure, withdraw_erasure),
]
